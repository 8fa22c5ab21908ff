//! A file of translations brought up to date. Decides which old translation a changed message takes over, to be looked
//! at again, and what becomes of those that are not needed any more.

use std::collections::BTreeMap;

use super::po::{Catalogue, Entry, FUZZY, Key};

/// A message that shares so many of its parts with an old one is that one, changed.
const ALIKE: f64 = 0.6;
/// Most parts of messages that are compared; further messages are new.
const MOST_COMPARED: usize = 200_000_000;

/// What a file says of itself.
#[derive(Clone)]
pub struct About<'a> {
    /// The brochure's title.
    pub title: &'a str,
    /// When the messages were taken: `2019-10-22`; the program knows no other day.
    pub date: Option<String>,
    /// The language; none in a template.
    pub language: Option<&'a str>,
}

/// A template of these messages, for translators' programs.
pub fn template(messages: &[Entry], about: &About<'_>) -> Catalogue {
    let mut header = header(about);
    header.flags.push(FUZZY.to_owned());
    Catalogue { header: Some(header), entries: messages.to_vec() }
}

/// Brings a file up to date: unchanged messages keep their translations, changed ones keep them to be looked at again,
/// and those that are gone go to the end.
pub fn merged(old: Catalogue, messages: &[Entry], about: &About<'_>) -> Catalogue {
    let header = old.header.map_or_else(|| header(about), |old| renewed(old, about));
    let mut known: BTreeMap<Key, Entry> = BTreeMap::new();
    // One that is there stands before one of the same words that had gone.
    let (gone, there): (Vec<Entry>, Vec<Entry>) = old.entries.into_iter().partition(|entry| entry.obsolete);
    for entry in there.into_iter().chain(gone) {
        known.entry(entry.key.clone()).or_insert(entry);
    }
    let mut entries: Vec<Entry> = messages.to_vec();
    for entry in &mut entries {
        if let Some(old) = known.remove(&entry.key) {
            take_over(entry, old);
        }
    }
    let mut left: Vec<Entry> = known.into_values().filter(Entry::has_text).collect();
    take_changed(&mut entries, &mut left);
    left.iter_mut().for_each(|entry| entry.obsolete = true);
    entries.extend(left);
    Catalogue { header: Some(header), entries }
}

/// Gives a message what an old one of the same words had.
fn take_over(entry: &mut Entry, old: Entry) {
    entry.comments = old.comments;
    entry.flags = old.flags;
    entry.text = old.text;
    entry.previous = old.previous.filter(|_| entry.is_fuzzy());
}

/// Gives messages without translation that of the old one that is most alike.
fn take_changed(entries: &mut [Entry], left: &mut Vec<Entry>) {
    let pieces: Vec<Pieces> = left.iter().map(|old| Pieces::of(&old.key.id)).collect();
    let mut compared = 0;
    let mut alike: Vec<(f64, usize, usize)> = Vec::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.has_text()) {
        let own = Pieces::of(&entry.key.id);
        for (n, old) in left.iter().enumerate() {
            compared += own.0.len() + pieces[n].0.len();
            if compared > MOST_COMPARED {
                break;
            }
            let share = own.shared(&pieces[n]);
            // Of two that are as much alike, that of the same kind is meant.
            let share = if old.key.context == entry.key.context { share } else { share - 0.05 };
            alike.extend((share >= ALIKE).then_some((share, at, n)));
        }
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = vec![false; left.len()];
    for (_, at, n) in alike {
        let entry = &mut entries[at];
        if taken[n] || entry.has_text() {
            continue;
        }
        taken[n] = true;
        let old = &left[n];
        entry.comments.clone_from(&old.comments);
        entry.flags = old.flags.iter().filter(|flag| *flag != FUZZY).cloned().collect();
        entry.flags.insert(0, FUZZY.to_owned());
        entry.text.clone_from(&old.text);
        // What was fuzzy before was translated from something earlier still.
        entry.previous = old.previous.clone().or_else(|| Some(old.key.clone()));
    }
    let mut taken = taken.into_iter();
    left.retain(|_| !taken.next().unwrap_or(false));
}

/// The parts of a text by which it is compared: its words, sorted; the letters where there are few.
struct Pieces(Vec<u64>);

impl Pieces {
    fn of(text: &str) -> Self {
        let mut pieces: Vec<u64> = match text.split_whitespace().take(4).count() {
            4 => text.split_whitespace().map(|word| number(&word.to_lowercase())).collect(),
            _ => {
                let letters: Vec<char> = text.to_lowercase().chars().collect();
                letters.windows(2).map(|pair| u64::from(pair[0]) << 32 | u64::from(pair[1])).collect()
            }
        };
        pieces.sort_unstable();
        Self(pieces)
    }

    /// Which share of both sets is common (Dice's coefficient).
    fn shared(&self, other: &Self) -> f64 {
        let (own, other) = (&self.0, &other.0);
        let all = own.len() + other.len();
        // Sets of so different sizes cannot share enough.
        if all == 0 || 4 * own.len().min(other.len()) < all {
            return 0.0;
        }
        let (mut a, mut b, mut common) = (0, 0, 0);
        while a < own.len() && b < other.len() {
            match own[a].cmp(&other[b]) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
            }
        }
        2.0 * f64::from(common) / all as f64
    }
}

/// A number for a word; two words that share one are taken for the same.
fn number(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// What gettext wants to know of a file; nothing that changes with the clock.
fn header(about: &About<'_>) -> Entry {
    let date = |suffix: &str| about.date.as_ref().map(|date| format!("{date} 00:00+0000{suffix}"));
    let mut lines = vec![format!("Project-Id-Version: {}", about.title.replace(['\n', '\\', '"'], " "))];
    lines.push("Report-Msgid-Bugs-To: ".to_owned());
    lines.extend(date("").map(|date| format!("POT-Creation-Date: {date}")));
    let revised = date("").unwrap_or_else(|| "1970-01-01 00:00+0000".to_owned());
    lines.push(format!("PO-Revision-Date: {revised}"));
    lines.push("Last-Translator: ".to_owned());
    lines.push("Language-Team: ".to_owned());
    lines.push(format!("Language: {}", about.language.unwrap_or("").replace('-', "_")));
    lines.push("MIME-Version: 1.0".to_owned());
    lines.push("Content-Type: text/plain; charset=UTF-8".to_owned());
    lines.push("Content-Transfer-Encoding: 8bit".to_owned());
    Entry { text: lines.join("\n") + "\n", ..Entry::default() }
}

/// The header of a file with the date of its messages; all else is the translators'.
fn renewed(mut old: Entry, about: &About<'_>) -> Entry {
    const CREATED: &str = "POT-Creation-Date: ";
    if let Some(date) = &about.date {
        let line = format!("{CREATED}{date} 00:00+0000");
        let lines = old.text.lines().map(|old| if old.starts_with(CREATED) { line.as_str() } else { old });
        old.text = lines.collect::<Vec<_>>().join("\n") + "\n";
    }
    old
}
