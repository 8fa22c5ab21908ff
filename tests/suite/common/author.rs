//! An author who writes whole projects: every element inside every other that takes it, or at random.
//! The same number gives the same project.

use crate::common::Project;

/// Writes blocks and remembers the words that must not get lost.
pub struct Author {
    state: u64,
    /// Words that stand in the text once.
    pub words: Vec<String>,
    notes: Vec<String>,
    anchors: usize,
    links: usize,
    level: usize,
}

/// What a block may stand in.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// In the chapter.
    Page,
    /// In a list, a quotation, a callout or a definition.
    Inside,
}

/// Kinds of callouts that take any block.
const CALLOUTS: [&str; 6] = ["praxistipp", "rechtslage", "beispiel", "achtung", "weiterlesen", "note"];
/// Blocks that hold others.
const HOLDERS: [&str; 7] = ["list", "numbers", "tasks", "quote", "callout", "definition", "deep list"];
/// Blocks that hold text only.
const PLAIN: [&str; 7] = ["paragraph", "heading", "code", "table", "figure", "chart", "pull quote"];

const VOCABULARY: [&str; 24] = [
    "die",
    "Gemeinde",
    "und",
    "Gemeinschaftsunterkunft",
    "im",
    "Rat",
    "Bürger*innen",
    "für",
    "Asyl-Verfahren",
    "zuständig",
    "Staatsangehörigkeitsrecht",
    "mit",
    "am",
    "Ort",
    "Ausländer*innenbeirat",
    "Frist",
    "ohne",
    "bis",
    "Kreisverwaltung",
    "Haushalt",
    "nach",
    "§ 5 Abs. 3",
    "z.B.",
    "10 000 Euro",
];

impl Author {
    /// The author with that number.
    pub fn new(number: u64) -> Self {
        Self { state: number, words: Vec::new(), notes: Vec::new(), anchors: 0, links: 0, level: 1 }
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A word that stands nowhere else.
    fn word(&mut self) -> String {
        let word = format!("Wort{}", self.words.len());
        self.words.push(word.clone());
        word
    }

    fn prose(&mut self, count: usize) -> String {
        (0..count).map(|_| self.one(&VOCABULARY).to_owned() + " ").collect::<String>() + &self.word()
    }

    /// A sentence with marks, links and foreign words.
    fn sentence(&mut self, notes: bool) -> String {
        let length = 3 + self.below(14);
        let prose = self.prose(length);
        let word = self.word();
        let marked = match self.below(14) {
            0 => format!("*{word}*"),
            1 => format!("**{word}**"),
            2 => format!("***{word}***"),
            3 => format!("~~{word}~~"),
            4 => format!("`{word}`"),
            5 => format!("{word} H~2~O und m^2^"),
            6 => format!("[{word} im Netz](https://example.org/{})", self.link()),
            7 => format!("<https://example.org/{}> {word}", "ein-langer-ordner/".repeat(3)),
            8 => format!("مرحبا بكم {word}"),
            9 => format!("שלום עולם {word}"),
            10 => format!("\"{word}\" - [](02.md#ziel)"),
            11 => format!("{word} [dort](02.md)"),
            12 if notes => {
                let note = self.word();
                self.notes.push(note);
                format!("{word}[^{}]", self.notes.len())
            }
            _ => word,
        };
        format!("{prose} {marked}.")
    }

    fn link(&mut self) -> String {
        self.links += 1;
        format!("seite-{}", self.links)
    }

    fn sentences(&mut self, most: usize) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| self.sentence(true)).collect::<Vec<_>>().join(" ")
    }

    fn block(&mut self, kind: &str, place: Place, depth: usize) -> String {
        match kind {
            "paragraph" => self.sentences(6) + "\n",
            "heading" if place == Place::Page => self.heading(),
            "heading" => self.sentences(2) + "\n",
            "code" => format!("```\n{}\n  {}\n```\n", self.prose(6), self.word()),
            "table" => self.table(place),
            "figure" => format!("![Ein {}](bild.svg{})\n", self.prose_of_alt(), self.caption_of_figure()),
            "chart" => self.chart(),
            "pull quote" => format!("> [!zitat]\n> „{}“\n>\n> -- {}\n", self.prose(9), self.word()),
            "list" => prefixed(&self.several(depth), "- ", "  "),
            "deep list" => {
                let inside = prefixed(&(self.word() + "\n"), "- ", "  ");
                format!("- {}\n{}", self.word(), indented(&inside, "  "))
            }
            "numbers" => prefixed(&self.several(depth), "1. ", "   "),
            "tasks" => {
                let (open, done) = (self.prose(5), self.prose(3));
                format!("- [ ] {open}\n- [x] **{}.** {done}\n", self.word())
            }
            "quote" => indented(&self.blocks(Place::Inside, depth + 1), "> "),
            "callout" => {
                let kind = self.one(&CALLOUTS);
                let title = if self.below(2) == 0 { String::new() } else { " ".to_owned() + &self.prose(2) };
                format!("> [!{kind}]{title}\n>\n{}", indented(&self.blocks(Place::Inside, depth + 1), "> "))
            }
            "definition" => format!("{}\n{}", self.word(), prefixed(&self.several(depth), ": ", "  ")),
            other => panic!("no block {other}"),
        }
    }

    fn prose_of_alt(&mut self) -> String {
        (0..6).map(|_| self.one(&["Rechteck", "Haus", "Weg"])).collect::<Vec<_>>().join(" ")
    }

    fn caption_of_figure(&mut self) -> String {
        if self.below(3) == 0 {
            String::new()
        } else {
            format!(" \"{}. Quelle: {}\"", self.prose(3), self.word())
        }
    }

    fn heading(&mut self) -> String {
        self.level = 2 + self.below(self.level.min(4));
        self.anchors += 1;
        let id = if self.below(3) == 0 { format!(" {{#anker-{}}}", self.anchors) } else { String::new() };
        format!("{} {}{id}\n\n{}\n", "#".repeat(self.level), self.prose(3), self.sentence(true))
    }

    fn table(&mut self, place: Place) -> String {
        let columns = 2 + self.below(if place == Place::Page { 5 } else { 2 });
        let mut table = String::new();
        if self.below(2) == 0 {
            table += &format!("Tabelle: {}\nQuelle: {}\n\n", self.prose(3), self.word());
        }
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        table += &row((0..columns).map(|_| self.word()).collect());
        table += &row((0..columns).map(|n| if n % 2 == 1 { "--:" } else { ":--" }.to_owned()).collect());
        for _ in 0..2 + self.below(12) {
            let bold = self.below(3) == 0;
            let mut cells = vec![if bold { format!("**{}**", self.word()) } else { self.word() }];
            cells.extend((1..columns).map(|n| match n % 2 {
                1 => format!("{},5", self.below(90_000)),
                _ => self.prose(2),
            }));
            table += &row(cells);
        }
        table
    }

    fn chart(&mut self) -> String {
        let kind = self.one(&["bar", "stacked", "line"]);
        let series = 1 + self.below(3);
        let mut chart = format!(
            "```chart\nkind = \"{kind}\"\ntitle = \"{}\"\nlabels = [\"{}\", \"2018\", \"2019\"]\n",
            self.prose(3),
            self.word()
        );
        for _ in 0..series {
            let values: Vec<String> = (0..3).map(|_| (20 + self.below(60)).to_string()).collect();
            chart += &format!("[[series]]\nname = \"{}\"\nvalues = [{}]\n", self.word(), values.join(", "));
        }
        chart + "```\n"
    }

    /// Some blocks for inside of another.
    fn blocks(&mut self, place: Place, depth: usize) -> String {
        let count = 1 + self.below(3);
        (0..count).map(|_| self.any(place, depth)).collect::<Vec<_>>().join("\n")
    }

    /// The same, beginning with a paragraph: what items need.
    fn several(&mut self, depth: usize) -> String {
        let first = self.sentences(2);
        match self.below(2) {
            0 => first + "\n",
            _ => format!("{first}\n\n{}", self.blocks(Place::Inside, depth + 1)),
        }
    }

    fn any(&mut self, place: Place, depth: usize) -> String {
        let kind = match self.below(3) {
            0 if depth < 4 => self.one(&HOLDERS),
            1 => "paragraph",
            _ => self.one(&PLAIN),
        };
        self.block(kind, place, depth)
    }

    fn notes(&mut self) -> String {
        let notes = std::mem::take(&mut self.notes);
        notes
            .iter()
            .enumerate()
            .map(|(n, word)| format!("[^{}]: {} {word}.\n", n + 1, self.prose(5)))
            .collect()
    }

    /// Every block inside every other that holds blocks.
    fn torture(&mut self) -> String {
        let mut text = String::new();
        for holder in HOLDERS {
            text += &format!("## {}\n\n", self.prose(2));
            for inner in HOLDERS.iter().chain(&PLAIN) {
                let inside = self.block(inner, Place::Inside, 4);
                let first = self.word();
                text += &match holder {
                    "list" | "deep list" => prefixed(&format!("{first}\n\n{inside}"), "- ", "  "),
                    "numbers" => prefixed(&format!("{first}\n\n{inside}"), "1. ", "   "),
                    "tasks" => prefixed(&format!("[x] {first}\n\n{inside}"), "- ", "  "),
                    "quote" => indented(&format!("{first}\n\n{inside}"), "> "),
                    "callout" => format!("> [!praxistipp] {first}\n>\n{}", indented(&inside, "> ")),
                    _ => {
                        format!("{first}\n{}", prefixed(&format!("{}\n\n{inside}", self.word()), ": ", "  "))
                    }
                };
                text += &format!("\n{}\n\n", self.sentence(true));
            }
        }
        text
    }

    /// A chapter file: front matter, text, notes.
    fn chapter(&mut self, front: &str, text: &str) -> String {
        let notes = self.notes();
        format!("+++\ntitle = \"{}\"\n{front}+++\n\n{text}\n\n{notes}", self.prose(2))
    }

    fn project(&mut self, theme: &str, first: String) -> Project {
        let config = format!(
            "theme = \"{theme}\"\ndate = 2019-10-22\n[[publisher]]\nname = \"{}\"\nlogo = \"chapters/bild.svg\"\n\
             url = \"https://example.org\"\n",
            self.word()
        );
        let project = Project::with(&config);
        let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'>\
                       <rect width='60' height='30' fill='#a03020'/><circle r='9' cx='20' cy='15' opacity='0.4'/></svg>";
        project.file("chapters/bild.svg", drawing).file("chapters/01.md", first);
        let (summary, point) = (self.prose(8), self.prose(4));
        let code = format!("[{}](https://example.org/q \"QR: {}\")", self.word(), self.word());
        let text = format!(
            "{} {code}\n\n## {} {{#ziel}}\n\n{}\n\n## {} {{.checklist}}\n\n- [ ] {}\n",
            self.sentence(true),
            self.prose(2),
            self.sentences(9),
            self.word(),
            self.prose(4)
        );
        let front = format!("summary = \"{summary}\"\nkey-points = [\"{point}\", \"{}\"]\n", self.word());
        let chapter = self.chapter(&front, &text);
        project.file("chapters/02.md", chapter);
        let glossary = format!("{}\n: {} [{}](02.md)\n", self.word(), self.prose(6), self.word());
        let chapter = self.chapter("kind = \"glossary\"\n", &glossary);
        project.file("chapters/99.md", chapter);
        project
    }
}

/// A project at random; its author knows its words.
pub fn random(number: u64, theme: &str) -> (Project, Author) {
    let mut author = Author::new(number);
    let count = 4 + author.below(12);
    let text: String = (0..count).map(|_| author.any(Place::Page, 0) + "\n").collect();
    let chapter = author.chapter("", &text);
    (author.project(theme, chapter), author)
}

/// A project with every block inside every other.
pub fn torture(theme: &str) -> (Project, Author) {
    let mut author = Author::new(0);
    let text = author.torture();
    let chapter = author.chapter("", &text);
    (author.project(theme, chapter), author)
}

/// Lines with a prefix.
fn indented(text: &str, prefix: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() { prefix.trim_end().to_owned() + "\n" } else { format!("{prefix}{line}\n") }
    };
    text.lines().map(line).collect()
}

/// Lines with one prefix for the first and one for the others.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let all = indented(text, others);
    first.to_owned() + &all[others.len()..]
}
