//! Starters: what a new project may begin as. Decides which files each kind has in each language.

mod write;

pub use write::{CONFIG, Failure, SCHEMA, holds_something, title, write_all};

/// What a project begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chapters with all that a brochure can hold, and how it is written.
    Guide,
    /// Few pages of DIN lang in colours of their own.
    Leaflet,
    /// Figures of an association's year.
    AnnualReport,
    /// One chapter.
    Empty,
}

/// What its texts and comments are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// German.
    German,
    /// English.
    English,
}

impl Kind {
    /// All of them, with the names by which they are asked for.
    pub const ALL: [(&str, Self); 4] = [
        ("ratgeber", Self::Guide),
        ("faltblatt", Self::Leaflet),
        ("jahresbericht", Self::AnnualReport),
        ("leer", Self::Empty),
    ];
}

/// A file: path seen from the project folder, and contents.
pub type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../assets/new/", $folder, "/", $name)))),*]
    };
}

/// The files of a starter, brochure.toml first.
pub fn files(kind: Kind, language: Language) -> &'static [File] {
    match (kind, language) {
        (Kind::Guide, Language::German) => {
            files!("ratgeber/de":
                "brochure.toml", "chapters/00-vorwort.md", "chapters/01-planen.md",
                "chapters/02-schreiben.md", "chapters/03-herausgeben.md", "chapters/04-glossar.md",
                "chapters/05-spickzettel.md", "assets/doppelseite.svg",
            )
        }
        (Kind::Guide, Language::English) => {
            files!("ratgeber/en":
                "brochure.toml", "chapters/00-foreword.md", "chapters/01-plan.md",
                "chapters/02-write.md", "chapters/03-publish.md", "chapters/04-glossary.md",
                "chapters/05-crib-sheet.md", "assets/spread.svg",
            )
        }
        (Kind::Leaflet, Language::German) => {
            files!("faltblatt/de":
                "brochure.toml", "chapters/01-worum-es-geht.md", "chapters/02-so-laeuft-es-ab.md",
                "chapters/03-was-wir-reparieren.md", "chapters/04-termine.md",
                "chapters/05-was-es-bringt.md", "chapters/06-mitmachen.md", "assets/art/back.svg",
                "assets/art/cover.svg", "assets/lageplan.svg",
            )
        }
        (Kind::Leaflet, Language::English) => {
            files!("faltblatt/en":
                "brochure.toml", "chapters/01-what-it-is.md", "chapters/02-how-it-works.md",
                "chapters/03-what-we-mend.md", "chapters/04-dates.md",
                "chapters/05-what-it-achieves.md", "chapters/06-join-in.md", "assets/art/back.svg",
                "assets/art/cover.svg", "assets/map.svg",
            )
        }
        (Kind::AnnualReport, Language::German) => {
            files!("jahresbericht/de":
                "brochure.toml", "chapters/00-vorwort.md", "chapters/01-zahlen.md",
                "chapters/02-angebote.md", "chapters/03-finanzen.md", "chapters/04-ausblick.md",
                "chapters/05-dank.md", "daten/angebote.csv",
            )
        }
        (Kind::AnnualReport, Language::English) => {
            files!("jahresbericht/en":
                "brochure.toml", "chapters/00-foreword.md", "chapters/01-figures.md",
                "chapters/02-activities.md", "chapters/03-finances.md", "chapters/04-plans.md",
                "chapters/05-thanks.md", "data/activities.csv",
            )
        }
        (Kind::Empty, Language::German) => {
            files!("leer/de": "brochure.toml", "chapters/01-erstes-kapitel.md")
        }
        (Kind::Empty, Language::English) => {
            files!("leer/en": "brochure.toml", "chapters/01-first-chapter.md")
        }
    }
}
