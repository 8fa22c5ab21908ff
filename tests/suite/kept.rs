//! Builds one after the other, as the preview makes them, against builds of the same text from nothing: what is kept must
//! not be seen.

use brochure::brochure::Workspace;
use brochure::diag::{Files, Sink};
use brochure::pages::dump::dump;
use brochure::source::store::Memory;
use rayon::prelude::*;

use crate::common::random::Random;

/// Random changes in each document; `BROCHURE_EDITS` says another number.
const EDITS: usize = 60;
/// Documents that are changed.
const DOCUMENTS: u64 = 4;

const CONFIG: &str = "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n[page]\nformat = \"A5\"\n";

/// Blocks that chapters are put together from; `{n}` is a chapter's number.
const BLOCKS: &[&str] = &[
    "Ein Absatz über Bürger*innen, die z. B. nach § 60a Abs. 2 AufenthG geduldet sind.",
    "Die Verwaltungsgerichtsbarkeit entscheidet, siehe [dort](#ziel-{n}) und [hier](0{n}.md).",
    "## Überschrift {#ziel-{n}}\n\nText unter ihr.",
    "- erstens\n- zweitens\n- drittens",
    "| Jahr | Zahl |\n|:--|--:|\n| 2024 | 1,5 |\n| 2025 | 22,75 |\n\n: Eine Tabelle",
    "Ein Satz mit Anmerkung.[^{a}]\n\n[^{a}]: Der Beleg steht hier.",
    "> Ein Zitat\n> über zwei Zeilen",
    "> [!praxistipp]\n> Ein Rat.",
    "## Checkliste\n\n- [ ] tun\n- [x] getan",
];

/// A project whose files change.
struct Draft {
    files: Vec<(String, String)>,
    /// What the files were before each change.
    before: Vec<Vec<(String, String)>>,
    random: Random,
}

impl Draft {
    fn new(seed: u64) -> Self {
        let mut draft = Self { files: Vec::new(), before: Vec::new(), random: Random(seed) };
        for n in 1..=4 {
            let text = (0..6).map(|_| draft.block(n)).collect::<Vec<_>>().join("\n\n");
            draft.files.push((format!("chapters/0{n}.md"), format!("# Kapitel {n}\n\n{text}\n")));
        }
        draft
    }

    fn below(&mut self, most: usize) -> usize {
        self.random.next(most.max(1))
    }

    fn block(&mut self, n: usize) -> String {
        let block = BLOCKS[self.below(BLOCKS.len())];
        let mark = self.below(1000).to_string();
        let long =
            if self.below(5) == 0 { "Und noch ein längerer Satz dazu. ".repeat(12) } else { String::new() };
        format!(
            "{}{}",
            block.replace("{n}", &n.to_string()).replace("{a}", &mark),
            if block.ends_with('.') { long } else { String::new() }
        )
    }

    /// Changes something; whether files were left out or renamed.
    fn change(&mut self) {
        let before = self.files.clone();
        let at = self.below(self.files.len());
        match self.below(9) {
            0 if !self.before.is_empty() => {
                self.files = self.before.pop().expect("a change");
                return;
            }
            1 => {
                let other = self.below(self.files.len());
                let (a, b) = (self.files[at].1.clone(), self.files[other].1.clone());
                (self.files[at].1, self.files[other].1) = (b, a);
            }
            2 => {
                let text = &self.files[at].1;
                let lines: Vec<&str> = text.split("\n\n").collect();
                let gone = self.random.next(lines.len());
                let kept = lines.iter().enumerate().filter(|(n, _)| *n != gone || *n == 0).map(|(_, l)| *l);
                self.files[at].1 = kept.collect::<Vec<_>>().join("\n\n");
            }
            3 | 4 => {
                let block = self.block(at + 1);
                self.files[at].1 = format!("{}\n{block}\n", self.files[at].1);
            }
            5 => {
                let name = format!("chapters/0{}-{}.md", at + 1, self.below(100));
                self.files[at].0 = name;
                self.files.sort();
            }
            _ => {
                let text = &self.files[at].1;
                let starts: Vec<usize> = text.char_indices().map(|(n, _)| n).skip(3).collect();
                let place = starts.get(self.random.next(starts.len())).copied().unwrap_or(text.len());
                let letter = ["x", "ß", " ", "\n", "*", "„", "Donaudampfschiff"][self.random.next(7)];
                self.files[at].1.insert_str(place, letter);
            }
        }
        self.before.push(before);
    }

    fn sources(&self) -> Memory {
        let mut memory = Memory::default();
        memory.put("brochure.toml", CONFIG);
        self.files.iter().for_each(|(name, text)| memory.put(name, text.as_bytes()));
        memory
    }
}

/// Pages with all that is on them and where it is written, and what was found.
fn built(workspace: &Workspace<Memory>) -> String {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let brochure = workspace.open(&mut files, &mut sink);
    let told = sink.iter().map(|d| format!("{:?} {} {}\n", d.span, d.code, d.message())).collect::<String>();
    let Some(brochure) = brochure else { return told };
    let pages = brochure.pages();
    let sources = pages.pages.iter().flat_map(|page| &page.items).map(|item| match item {
        brochure::pages::Item::Text(run) => format!("{:?}\n", run.source),
        _ => String::new(),
    });
    let ways = format!("{:?}\n{:?}\n", pages.anchors, pages.bookmarks);
    format!("{told}{}{}{ways}", dump(pages), sources.collect::<String>())
}

#[test]
fn what_is_kept_gives_the_pages_of_a_build_from_nothing() {
    let edits = std::env::var("BROCHURE_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(EDITS);
    (0..DOCUMENTS).into_par_iter().for_each(|seed| {
        let mut draft = Draft::new(seed);
        let mut kept = Workspace::new(draft.sources());
        for edit in 0..edits {
            let (now, fresh) = (built(&kept), built(&Workspace::new(draft.sources())));
            if now != fresh {
                let line = now.lines().zip(fresh.lines()).find(|(a, b)| a != b);
                panic!("document {seed}, change {edit}: kept and fresh differ: {line:?}\n{:#?}", draft.files);
            }
            draft.change();
            kept.sources = draft.sources();
        }
    });
}

#[test]
fn only_what_a_change_touches_is_laid_out_anew() {
    let draft = Draft::new(7);
    let mut workspace = Workspace::new(draft.sources());
    let open = |workspace: &Workspace<Memory>| {
        let brochure = workspace.open(&mut Files::default(), &mut Sink::new()).expect("pages");
        brochure.pages().pages.clone()
    };
    let before = open(&workspace);
    let mut sources = draft.sources();
    sources.put("chapters/04.md", format!("{}Ein Wort.\n", draft.files[3].1).into_bytes());
    workspace.sources = sources;
    let after = open(&workspace);
    let shared =
        after.iter().filter(|page| before.iter().any(|old| std::sync::Arc::ptr_eq(old, page))).count();
    let of_text = before.iter().filter(|page| page.kind == "text").count();
    assert!(shared >= of_text / 2 && shared < after.len(), "{shared} of {} pages are shared", after.len());
}
