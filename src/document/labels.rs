//! The words that the program itself prints. They follow the brochure's language.

use super::handout::{self, HandoutWords};

/// Words of a language.
#[derive(Debug, Clone, Copy)]
pub struct Labels {
    /// Heading of the contents.
    pub contents: &'static str,
    /// Heading of the imprint.
    pub imprint: &'static str,
    /// Label of tables.
    pub table: &'static str,
    /// Label of figures.
    pub figure: &'static str,
    /// A chapter, before its number.
    pub chapter: &'static str,
    /// „S.“ before a page number in a reference.
    pub page_short: &'static str,
    /// Before the key points of a chapter.
    pub glance: &'static str,
    /// Before the logos.
    pub published_by: &'static str,
    /// Row of the imprint: who answers for the text.
    pub responsible: &'static str,
    /// Row of the imprint: the edition.
    pub edition: &'static str,
    /// After a label that is repeated on the next page.
    pub continued: &'static str,
    /// Under a table that goes on, before the page.
    pub continued_on: &'static str,
    /// Over a table that goes on, before the page.
    pub continued_from: &'static str,
    /// Begins the source of a caption.
    pub source: &'static str,
    /// Line under the title of a checklist page.
    pub checklist_sub: &'static str,
    /// Columns to write in on a checklist page.
    pub checklist_fields: [&'static str; 3],
    /// How an empty box is read aloud.
    pub open_box: &'static str,
    /// How a ticked box is read aloud.
    pub done_box: &'static str,
    /// A note, before its number.
    pub note: &'static str,
    /// Where the number of a note leads.
    pub back: &'static str,
    /// A QR code, before its address.
    pub qr_code: &'static str,
    /// Heading over the QR codes of a chapter.
    pub further: &'static str,
    /// How charts are read aloud, by [`super::chart::ChartKind`].
    pub charts: [&'static str; 3],
    /// Cover as a bookmark.
    pub cover: &'static str,
    /// Slugs of sheets for a print shop.
    pub slug: SlugWords,
    /// How a booklet is made.
    pub handout: &'static HandoutWords,
    /// Months.
    pub months: [&'static str; 12],
}

/// What a slug says, before the figures.
#[derive(Debug, Clone, Copy)]
pub struct SlugWords {
    /// Before the number of the page, and before the number of all.
    pub page: [&'static str; 2],
    /// The cover from outside and from inside.
    pub cover: [&'static str; 2],
    /// Size of the finished page.
    pub trim: &'static str,
    /// Bleed.
    pub bleed: &'static str,
}

const GERMAN: Labels = Labels {
    contents: "Inhalt",
    imprint: "Impressum",
    table: "Tabelle",
    figure: "Abbildung",
    chapter: "Kapitel",
    page_short: "S.",
    glance: "Auf einen Blick",
    published_by: "Herausgegeben von",
    responsible: "V. i. S. d. P.",
    edition: "Auflage, Stand",
    continued: "(Fortsetzung)",
    continued_on: "Fortsetzung auf Seite",
    continued_from: "Fortsetzung von Seite",
    source: "Quelle:",
    checklist_sub: "Zum Kopieren, Abhaken und Mitnehmen in die nächste Sitzung",
    checklist_fields: ["Unsere nächsten Schritte", "zuständig", "bis wann"],
    open_box: "Kästchen: offen",
    done_box: "Kästchen: erledigt",
    note: "Fußnote",
    back: "Zurück zum Text",
    qr_code: "QR-Code:",
    further: "Zum Weiterlesen",
    charts: ["Balkendiagramm", "Gestapeltes Balkendiagramm", "Liniendiagramm"],
    cover: "Titelseite",
    slug: SlugWords {
        page: ["Seite", "von"],
        cover: ["Umschlag außen", "Umschlag innen"],
        trim: "Endformat",
        bleed: "Beschnitt",
    },
    handout: &handout::GERMAN,
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
};

const ENGLISH: Labels = Labels {
    contents: "Contents",
    imprint: "Imprint",
    table: "Table",
    figure: "Figure",
    chapter: "Chapter",
    page_short: "p.",
    glance: "At a glance",
    published_by: "Published by",
    responsible: "Responsible",
    edition: "Edition",
    continued: "(continued)",
    continued_on: "Continued on page",
    continued_from: "Continued from page",
    source: "Source:",
    checklist_sub: "To copy, tick off and take to the next meeting",
    checklist_fields: ["Our next steps", "who", "by when"],
    open_box: "Box: to do",
    done_box: "Box: done",
    note: "Note",
    back: "Back to the text",
    qr_code: "QR code:",
    further: "Further reading",
    charts: ["Bar chart", "Stacked bar chart", "Line chart"],
    cover: "Cover",
    slug: SlugWords {
        page: ["page", "of"],
        cover: ["cover, outside", "cover, inside"],
        trim: "trim",
        bleed: "bleed",
    },
    handout: &handout::ENGLISH,
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

impl Labels {
    /// Words of a language (ISO 639-1); English where there are no others.
    pub fn of(language: &str) -> &'static Self {
        if language.starts_with("de") { &GERMAN } else { &ENGLISH }
    }
}

/// Whether a word is the name of a month in any of the languages.
pub fn is_month(word: &str) -> bool {
    [&GERMAN, &ENGLISH].iter().any(|labels| labels.months.contains(&word))
}
