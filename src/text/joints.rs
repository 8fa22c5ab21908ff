//! Joints of German compounds. Decides where the parts of a word meet: `Bundes=familien=ministerium`.
//!
//! A word is read as parts of prefixes, a stem and suffixes, with linking letters between the parts. Of all
//! such readings the cheapest counts. The morphs are those of `assets/hyphenation/de.txt`.

use std::sync::LazyLock;

/// A prefix, a stem, a suffix or an ending.
struct Morph {
    text: &'static str,
    /// What links a part that it ends to the next one, with spaces between: `-` for nothing, `s`, `en`, …
    links: &'static str,
    kind: Kind,
}

/// What else is to be known of a morph.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Common,
    /// `!`: a stem of verbs that is no word (`nehm`), or a suffix of such stems (`-end`).
    Bound,
    /// `+`: a stem of verbs that is a word, too (`teil`).
    Verb,
    /// `?`: where something else can be read, it is.
    Rare,
}

/// The morphs, each list sorted.
#[derive(Default)]
struct Lexicon {
    prefixes: Vec<Morph>,
    stems: Vec<Morph>,
    suffixes: Vec<Morph>,
    /// Suffixes that no other one follows.
    endings: Vec<Morph>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::of(include_str!("../../assets/hyphenation/de.txt")));

impl Lexicon {
    /// Of the lines of the file, whose head explains them.
    fn of(lines: &'static str) -> Self {
        let mut new = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
            let (kind, links) = Kind::of(rest);
            let (list, text) = if let Some(text) = name.strip_suffix('<') {
                (&mut new.prefixes, text)
            } else if let Some(text) = name.strip_prefix(">>") {
                (&mut new.endings, text)
            } else if let Some(text) = name.strip_prefix('>') {
                (&mut new.suffixes, text)
            } else {
                (&mut new.stems, name)
            };
            list.push(Morph { text, links, kind });
        }
        new
    }
}

impl Kind {
    /// The kind that stands before links, and these.
    fn of(links: &str) -> (Self, &str) {
        for (sign, kind) in [("!", Self::Bound), ("+", Self::Verb), ("?", Self::Rare)] {
            if let Some(links) = links.strip_prefix(sign) {
                return (kind, links.trim_start());
            }
        }
        (Self::Common, links)
    }
}

impl Morph {
    fn rarity(&self) -> u32 {
        if self.kind == Kind::Rare { RARE } else { 0 }
    }

    /// The links with their letters and what they cost.
    fn links(&self) -> impl Iterator<Item = (&'static str, u32)> {
        let bare = if self.links.len() > 1 { BARE } else { BARE_ONLY };
        self.links.split_terminator(' ').map(move |link| if link == "-" { ("", bare) } else { (link, 0) })
    }
}

/// The morphs that a text begins with.
fn beginning<'a>(morphs: &'a [Morph], text: &'a str) -> impl Iterator<Item = &'a Morph> {
    let mut alike = morphs;
    let longer = text.bytes().enumerate().map_while(move |(at, byte)| {
        let from = alike.partition_point(|morph| morph.text.as_bytes().get(at) < Some(&byte));
        let count = alike[from..].partition_point(|morph| morph.text.as_bytes()[at] == byte);
        alike = &alike[from..from + count];
        Some((at, alike.first()?))
    });
    longer.filter(|(at, morph)| morph.text.len() == at + 1).map(|(_, morph)| morph)
}

/// What has been read of a part.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Nothing,
    Prefix,
    /// A stem that ends no word.
    Bound,
    /// A stem with which endings of verbs agree.
    Verb,
    /// A stem, or one with suffixes.
    Whole,
    /// An ending.
    Ended,
}

const STATES: [State; 6] =
    [State::Nothing, State::Prefix, State::Bound, State::Verb, State::Whole, State::Ended];

/// What a reading costs, and its joints as bits.
type Reading = (u32, u128);

/// The two cheapest readings that differ in joints.
type Readings = [Option<Reading>; 2];

// What each thing costs that is read. Few parts, few morphs and long stems win.
const JOINT: u32 = 14;
const STEM: u32 = 16;
const PREFIX: u32 = 4;
const SUFFIX: u32 = 4;
const RARE: u32 = 6;
/// No letters between two parts, where there might be some, …
const BARE: u32 = 3;
/// … and where there are none at any time.
const BARE_ONLY: u32 = 1;
/// Bytes of a stem that make it cheaper by one each.
const COUNTED: usize = 8;
/// How much dearer a second reading is that still casts doubt on joints which it does not have.
const DOUBT: u32 = 1;

/// Bytes of words that are read.
const LENGTHS: std::ops::Range<usize> = 6..128;

/// Ends of first parts that are sure enough if the rest of the word cannot be read, …
const SURE: [&str; 7] = ["ungs", "heits", "keits", "ions", "täts", "schafts", "tums"];
/// … and the bytes of the shortest such rest.
const REST: usize = 5;

/// The readings of a word as far as each byte.
struct Reader<'a> {
    word: &'a str,
    readings: Vec<[Readings; STATES.len()]>,
}

impl<'a> Reader<'a> {
    fn of(word: &'a str) -> Self {
        let mut new = Self { word, readings: vec![[[None; 2]; STATES.len()]; word.len() + 1] };
        new.add(0, State::Nothing, (0, 0));
        for at in 0..word.len() {
            for state in STATES {
                for reading in new.at(at, state).into_iter().flatten() {
                    new.read_on(at, state, reading);
                }
            }
        }
        new
    }

    fn at(&self, at: usize, state: State) -> Readings {
        self.readings[at][state as usize]
    }

    fn add(&mut self, at: usize, state: State, new: Reading) {
        let readings = &mut self.readings[at][state as usize];
        *readings = cheapest(*readings, new);
    }

    fn read_on(&mut self, at: usize, state: State, reading: Reading) {
        let lexicon: &'static Lexicon = &LEXICON;
        match state {
            State::Nothing | State::Prefix => {
                for prefix in beginning(&lexicon.prefixes, &self.word[at..]) {
                    let cost = reading.0 + PREFIX + prefix.rarity();
                    self.add(at + prefix.text.len(), State::Prefix, (cost, reading.1));
                }
                for stem in beginning(&lexicon.stems, &self.word[at..]) {
                    self.read_stem(at, state == State::Prefix, stem, reading);
                }
            }
            State::Bound | State::Verb | State::Whole => {
                for suffix in beginning(&lexicon.suffixes, &self.word[at..]) {
                    self.read_suffix(at, state, suffix, State::Whole, reading);
                }
                for ending in beginning(&lexicon.endings, &self.word[at..]) {
                    self.read_suffix(at, state, ending, State::Ended, reading);
                }
            }
            State::Ended => {}
        }
    }

    fn read_stem(&mut self, at: usize, prefixed: bool, stem: &Morph, (cost, joints): Reading) {
        let end = at + stem.text.len();
        let state = match stem.kind {
            Kind::Bound if !prefixed => State::Bound,
            Kind::Common | Kind::Rare if !prefixed => State::Whole,
            _ => State::Verb,
        };
        let cost = cost + STEM + stem.rarity() - stem.text.len().min(COUNTED) as u32;
        self.end_part(end, state, stem, (cost, joints));
        // Nouns with prefixes: `Betriebs=`, `Auftrags=`.
        if prefixed {
            self.begin_part(end, "s", (cost, joints));
        }
    }

    fn read_suffix(&mut self, at: usize, state: State, suffix: &Morph, then: State, (cost, joints): Reading) {
        let verb = state != State::Whole;
        if verb || suffix.kind != Kind::Bound {
            let rarity = if verb { 0 } else { suffix.rarity() };
            self.end_part(at + suffix.text.len(), then, suffix, (cost + SUFFIX + rarity, joints));
        }
    }

    /// A part may end behind a morph, and the next one begin behind each of its links.
    fn end_part(&mut self, end: usize, state: State, morph: &Morph, reading: Reading) {
        self.add(end, state, reading);
        for (link, cost) in morph.links() {
            self.begin_part(end, link, (reading.0 + cost, reading.1));
        }
    }

    fn begin_part(&mut self, end: usize, link: &str, (cost, joints): Reading) {
        let at = end + link.len();
        if at < self.word.len() && self.word[end..].starts_with(link) {
            self.add(at, State::Nothing, (cost + JOINT, joints | 1 << at));
        }
    }

    /// Readings of the whole word.
    fn all(&self) -> Readings {
        let ends = [State::Verb, State::Whole, State::Ended];
        let readings = ends.into_iter().flat_map(|state| self.at(self.word.len(), state)).flatten();
        readings.fold(Readings::default(), cheapest)
    }

    /// Readings of as much of the word as is sure.
    fn beginning(&self) -> Readings {
        let last = self.word.len().saturating_sub(REST);
        let sure = |at: &usize| {
            let before = self.word.get(..*at).unwrap_or_default();
            SURE.iter().any(|end| before.ends_with(end))
        };
        let readings = (0..=last).rev().filter(sure).map(|at| self.at(at, State::Nothing));
        readings.into_iter().find(|[first, _]| first.is_some()).unwrap_or_default()
    }
}

/// The cheapest of readings and another one.
fn cheapest([first, second]: Readings, new: Reading) -> Readings {
    match (first, second) {
        (Some(old), _) if old.1 == new.1 => [Some(old.min(new)), second],
        (Some(old), _) if new.0 < old.0 => [Some(new), Some(old)],
        (Some(_), Some(other)) if other.0 <= new.0 => [first, second],
        (Some(_), _) => [first, Some(new)],
        (None, _) => [Some(new), None],
    }
}

/// The joints of a word in lower case: in order, the bytes that parts begin at.
pub fn joints(word: &str) -> Vec<usize> {
    if !LENGTHS.contains(&word.len()) {
        return Vec::new();
    }
    let reader = Reader::of(word);
    let mut readings = reader.all();
    if readings[0].is_none() {
        readings = reader.beginning();
    }
    let [Some((cost, mut joints)), second] = readings else { return Vec::new() };
    if let Some((_, others)) = second.filter(|second| second.0 <= cost + DOUBT) {
        joints &= others;
    }
    (0..word.len()).filter(|at| joints >> at & 1 == 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lists of words with their joints, marked by hand.
    const GOLD: [&str; 3] = ["law1", "law2", "other"];

    fn marked(word: &str) -> String {
        let mut text = word.to_owned();
        joints(word).into_iter().rev().for_each(|at| text.insert(at, '='));
        text
    }

    /// A word without marks, and its joints.
    fn unmarked(text: &str) -> (String, Vec<usize>) {
        let (mut word, mut joints) = (String::new(), Vec::new());
        for c in text.to_lowercase().chars() {
            match c {
                '=' => joints.push(word.len()),
                '<' => {}
                c => word.push(c),
            }
        }
        (word, joints)
    }

    #[test]
    fn joints_are_found_and_hardly_one_is_wrong() {
        let (mut found, mut wrong, mut missed) = (0, Vec::new(), Vec::new());
        for list in GOLD {
            let file = format!("{}/tests/data/joints/gold-{list}.txt", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(file).unwrap();
            for (word, gold) in text.lines().filter(|line| !line.starts_with('#')).map(unmarked) {
                let joints = joints(&word);
                found += joints.iter().filter(|at| gold.contains(at)).count();
                wrong.extend(joints.iter().filter(|at| !gold.contains(at)).map(|_| word.clone()));
                missed.extend(gold.iter().filter(|at| !joints.contains(at)).map(|_| word.clone()));
            }
        }
        assert!(found * 100 >= (found + missed.len()) * 95, "missed in {missed:?}");
        assert!(found * 1000 >= (found + wrong.len()) * 995, "wrong in {wrong:?}");
    }

    #[test]
    fn words_are_parted_by_their_parts() {
        for text in [
            "bundes=familien=ministerium",
            "asyl=bewerber=leistungs=gesetz",
            "straßen=bahn=halte=stelle",
            "auftrags=buch",
            "mieter=schutz",
            "erb=schein",
            "zeilen=ende",
            "kennen=gelernt",
            "glücklicher=weise",
            "mehr=sprachigkeit",
            "land=wirtschaftlich",
        ] {
            assert_eq!(marked(&text.replace('=', "")), text);
        }
    }

    #[test]
    fn simple_words_have_no_joints() {
        for word in [
            "verantwortung",
            "beinhalten",
            "vereinbarung",
            "bedingungslos",
            "hoffnungsvoll",
            "gemeinschaft",
            "umwelt",
            "außerhalb",
            "verbreitet",
            "verpflichtende",
            "unverzüglich",
            "allerdings",
            "ratte",
            "haus",
            "",
        ] {
            assert_eq!(marked(word), word);
        }
    }

    #[test]
    fn where_two_readings_are_alike_no_joint_is_taken() {
        assert_eq!(marked("staubecken"), "staubecken");
        assert_eq!(marked("druckerzeugnis"), "druckerzeugnis");
    }

    #[test]
    fn an_unknown_last_part_is_parted_from_a_sure_first_one() {
        assert_eq!(marked("regierungsxylophe"), "regierungs=xylophe");
        assert_eq!(marked("xylopheregierung"), "xylopheregierung");
    }

    #[test]
    fn the_morphs_are_sorted_and_whole() {
        let lines =
            include_str!("../../assets/hyphenation/de.txt").lines().filter(|line| !line.starts_with('#'));
        assert!(lines.is_sorted_by(|one, other| one < other));
        let Lexicon { prefixes, stems, suffixes, endings } = &*LEXICON;
        for list in [prefixes, stems, suffixes, endings] {
            assert!(list.is_sorted_by(|one, other| one.text < other.text));
            let links = list.iter().flat_map(|morph| morph.links.split_terminator(' '));
            links.for_each(|link| {
                assert!(["-", "s", "es", "n", "en", "er", "e", "ens"].contains(&link), "{link}")
            });
        }
    }

    #[test]
    fn no_joint_is_inside_a_stem() {
        for stem in &LEXICON.stems {
            assert_eq!(marked(stem.text), stem.text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parted_between_letters(word in "(haus|amts|ungs|über|ß|[a-z]{0,4}|\\PC){0,30}") {
            for at in joints(&word) {
                prop_assert!(at > 0 && at < word.len() && word.is_char_boundary(at));
            }
        }
    }
}
