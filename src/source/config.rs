//! `brochure.toml`: what the author says of the whole brochure. Decides its keys and defaults.

use super::editions::{self, Edition};
use super::theme::CalloutKind;
use super::themes;
use super::translations::{self, Laid};
use crate::diag::complaint;
use crate::language::{Digits, Labels, Language, LanguageTag};
use crate::tree::shape::{Choice, Form, Shape};
use crate::tree::{Count, Decode, Decoder, Kind, Named, Number, Spanned, Value, decoded, decoded_enum};
use crate::uri;

/// Keys of brochure.toml that are not the theme's.
pub const OWN_KEYS: &[&str] = &[
    "brochure",
    "chapters",
    "publisher",
    "cover",
    "back",
    "imprint",
    "contents",
    "hyphenation",
    "abbreviations",
    "spoken",
    "labels",
    "edition",
    "warnings",
    "translation",
];

decoded! {
    /// Everything in brochure.toml but the overrides of the theme.
    pub struct Config {
        /// The brochure as a whole.
        brochure: Brochure,
        /// Order and beginning of the chapters.
        chapters: Chapters = Chapters::default(),
        /// Publishers in order; each has a logo and contacts on the covers.
        publisher: Vec<Publisher> = Vec::new(),
        /// The front cover.
        cover: Cover = Cover::default(),
        /// The back cover.
        back: Back = Back::default(),
        /// The imprint.
        imprint: Imprint = Imprint::default(),
        /// The contents.
        contents: Contents = Contents::default(),
        /// Breaks of single words.
        hyphenation: Hyphenation = Hyphenation::default(),
        /// What abbreviations stand for, for screen readers.
        abbreviations: Named<Spanned<String>> = Named::default(),
        /// How words are read aloud.
        spoken: Spoken = Spoken::default(),
        /// Words that the program prints or says, laid over those of the language.
        labels: Labels,
        /// The PDFs that are made, by name; without any there is one for the screen.
        edition: Named<Edition> = Named::default(),
        /// Which warnings are not told.
        warnings: Warnings = Warnings::default(),
        /// The brochure in other languages, by their tags.
        translation: Named<Translation> = Named::default(),
    }
}

decoded! {
    /// `[brochure]`
    pub struct Brochure {
        /// Title; ` | ` in it breaks the line on the cover.
        title: Spanned<String> as words,
        /// Line under the title, on cover and imprint.
        subtitle: Option<Spanned<String>> = None,
        /// Language code: `"de"`, `"en"`, `"de-AT"`.
        language: Spanned<String> as LanguageTag::shape,
        /// Figures of page numbers and all others that the program writes; without it those of the language.
        digits: Option<Digits> = None,
        /// Date of publication, the only one that the program knows; with it the PDF is PDF/A-2a, too.
        date: Option<Spanned<Date>> = None,
        /// Edition, a row of the imprint: `"1. Auflage"`.
        edition_note: Option<String> = None,
        /// Small line above the title on the cover.
        kicker: Option<Spanned<String>> = None,
        /// Keywords of the PDF.
        keywords: Vec<String> = Vec::new(),
        /// What it is about: subject of the PDF, and text of the back cover where it has no other.
        description: Option<Spanned<String>> = None,
        /// Folder of the chapters.
        chapters: Spanned<String> = Spanned { value: "chapters".into(), span: Default::default() },
        /// How many pages it has: a number, a multiple such as `"4n"`, or `"any"`. Without it, a multiple of four where an
        /// edition is folded and stapled. What is missing is filled behind the chapters.
        pages: Option<Spanned<PageCount>> = None,
        /// Theme of the look: `"ortsplan"`, `"kanzlei"` or a file of the project, `"theme.toml"`.
        theme: Option<Spanned<String>> as themes::shape = None,
    }
}

/// How many pages a brochure has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCount {
    /// As many as the text takes.
    Any,
    /// A multiple of this.
    Multiple(usize),
    /// Just these.
    Exactly(usize),
}

impl PageCount {
    /// Folded sheets have four pages.
    pub const FOLDED: Self = Self::Multiple(4);
    /// The fewest that can be asked for: a leaf.
    const LEAST: u32 = 2;
    /// The most.
    const MOST: u32 = 4000;
    /// The greatest sheets: sixty-four pages.
    const LARGEST_SHEET: usize = 64;

    fn multiple(text: &str) -> Option<Self> {
        let of: usize = text.strip_suffix('n')?.parse().ok()?;
        (2..=Self::LARGEST_SHEET).contains(&of).then_some(Self::Multiple(of)).filter(|_| of.is_multiple_of(2))
    }
}

impl Decode for PageCount {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let found = match &value.kind {
            Kind::Text(text) if text == "any" => Some(Self::Any),
            Kind::Text(text) => Self::multiple(text),
            Kind::Number(count)
                if count.fract() == 0.0
                    && (f64::from(Self::LEAST)..=f64::from(Self::MOST)).contains(count) =>
            {
                Some(Self::Exactly(*count as usize))
            }
            _ => None,
        };
        found.or_else(|| cx.wrong(value, complaint::no_page_count))
    }

    fn shape() -> Shape {
        let multiple = Form { name: "multiple", pattern: "^[1-9]?[02468]n$" };
        let any = Choice { word: "any", says: "as many as the text takes".to_owned() };
        Shape::Either(vec![
            Shape::Count(Self::LEAST, Self::MOST),
            Shape::Form(multiple),
            Shape::Choice(vec![any]),
        ])
    }
}

impl Config {
    /// How many pages the brochure has in its own look.
    pub fn pages(&self) -> PageCount {
        let is_folded = self.edition.0.iter().any(|(_, _, edition)| edition.is_folded());
        let usual = if is_folded { PageCount::FOLDED } else { PageCount::Any };
        self.brochure.pages.as_ref().map_or(usual, |pages| pages.value)
    }

    /// The figures of numbers that the program writes.
    pub fn digits(&self) -> Digits {
        let of_language =
            || Language::of(&self.brochure.language.value).map(|language| language.numbers.digits);
        self.brochure.digits.or_else(of_language).unwrap_or_default()
    }
}

decoded! {
    /// `[chapters]`
    pub struct Chapters {
        /// Files and folders in order, seen from the folder of chapters; `"# …"` begins a part.
        order: Vec<Spanned<String>> = Vec::new(),
        /// Where chapters begin.
        start: Start = Start::Page,
    }
}

decoded_enum! {
    /// Where a chapter begins.
    pub enum Start {
        /// On a new page.
        Page = "page",
        /// On a right-hand page.
        Recto = "recto",
        /// Below the chapter before.
        RunOn = "run-on",
    }
}

/// A day, written as a TOML date or as text `2019-10-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month from 1.
    pub month: u8,
    /// Day from 1.
    pub day: u8,
}

impl Date {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.get(..10)?.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok().filter(|m| (1..=12).contains(m))?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day = parts.next()?.parse().ok().filter(|d| (1..=days).contains(d))?;
        Some(Self { year, month, day })
    }
}

impl Decode for Date {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        if let Kind::Date(text) | Kind::Text(text) = &value.kind
            && let Some(date) = Self::parse(text)
        {
            return Some(date);
        }
        cx.wrong(value, complaint::no_date)
    }

    fn shape() -> Shape {
        Shape::Form(Form { name: "date", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])" })
    }
}

decoded! {
    /// `[[publisher]]`
    pub struct Publisher {
        /// Name.
        name: String,
        /// Set in place of a logo where there is none; else `name`.
        short_name: Option<String> = None,
        /// Picture of the logo, a file of the project; SVG for choice.
        logo: Option<Spanned<String>> = None,
        /// Alternative text of the logo; without it „Logo: “ and the name.
        logo_alt: Option<String> = None,
        /// Corrects logos that look light or heavy.
        logo_scale: Number<85, 115, 100> = Number(1.0),
        /// Web address with `https://`.
        url: Option<Spanned<String>> as web_address = None,
        /// Mail address.
        email: Option<Spanned<String>> = None,
        /// Telephone number.
        phone: Option<String> = None,
        /// Lines of the postal address.
        address: Vec<Spanned<String>> = Vec::new(),
    }
}

decoded! {
    /// `[cover]`; other keys belong to the theme.
    pub struct Cover {
        /// Artwork or a photo in place of the theme's artwork.
        image: Option<Spanned<String>> = None,
        /// What it shows, in words; empty if it is an ornament.
        image_alt: Option<Spanned<String>> = None,
        /// Whether there are covers, front and back.
        enabled: bool = true,
        /// Words over the logos; without them those of the language.
        publishers_label: Option<String> = None,
    }
}

decoded! {
    /// `[back]`; other keys belong to the theme.
    pub struct Back {
        /// Large line.
        claim: Option<Spanned<String>> = None,
        /// Text below; without it `description` of `[brochure]`.
        blurb: Option<Spanned<String>> = None,
        /// Small line above.
        kicker: Option<Spanned<String>> = None,
        /// Address on the web of a QR code beside the publishers.
        qr: Option<Spanned<String>> as web_address = None,
        /// Words below that code.
        qr_label: Option<Spanned<String>> = None,
        /// Whether there is a back cover.
        enabled: bool = true,
    }
}

decoded! {
    /// `[imprint]`; other keys belong to the theme.
    pub struct Imprint {
        /// Who answers for the text, a row of the imprint.
        responsible: Option<Spanned<String>> = None,
        /// Further rows of the imprint.
        row: Vec<ImprintRow> = Vec::new(),
        /// A Markdown file that is set above the rows.
        file: Option<Spanned<String>> = None,
        /// Whether there is an imprint.
        enabled: bool = true,
    }
}

decoded! {
    /// `[[imprint.row]]`
    pub struct ImprintRow {
        /// Left column.
        label: String,
        /// Right column.
        text: Spanned<String>,
    }
}

decoded! {
    /// `[contents]`
    pub struct Contents {
        /// What they hold: chapters (1), or their sections too (2).
        depth: Count<1, 2> = Count(1),
        /// Whether there are contents.
        enabled: bool = true,
    }
}

decoded! {
    /// `[hyphenation]`
    pub struct Hyphenation {
        /// Words with all their breaks: `Mit-glied-staat`, `=` at joints of compounds.
        exceptions: Vec<Spanned<String>> as words_with_breaks = Vec::new(),
    }
}

decoded! {
    /// `[spoken]`
    pub struct Spoken {
        /// The star between the genders, and its other forms.
        star: Star = Star::AsWritten,
        /// Words with how they are read.
        words: Named<Spanned<String>> = Named::default(),
    }
}

decoded_enum! {
    /// How a word with a gender star is read.
    pub enum Star {
        /// Left to the screen reader.
        AsWritten = "as-written",
        /// „Bürgerinnen“.
        Silent = "silent",
        /// „Bürger innen“.
        Pause = "pause",
    }
}

decoded! {
    /// `[translation.TAG]`: what lies over the brochure's own keys in another language.
    pub struct Translation {
        /// Title; ` | ` in it breaks the line on the cover.
        title: Option<Spanned<String>> = None,
        /// Line under the title.
        subtitle: Option<String> = None,
        /// Edition, a row of the imprint.
        edition_note: Option<String> = None,
        /// Small line above the title on the cover.
        kicker: Option<String> = None,
        /// Keywords of the PDF.
        keywords: Vec<String> = Vec::new(),
        /// What it is about.
        description: Option<String> = None,
        /// Theme of the look, where the language needs another one.
        theme: Option<Spanned<String>> as themes::shape = None,
        /// Folder of translated chapters; without it they come from the file of translations.
        chapters: Option<Spanned<String>> = None,
        /// File of translations; without it `po/TAG.po`.
        po: Option<Spanned<String>> = None,
        /// What lies over the publishers, the first over the first.
        publisher: Vec<Laid<Publisher>> = Vec::new(),
        /// What lies over `[cover]`.
        cover: Laid<Cover> = Laid::default(),
        /// What lies over `[back]`.
        back: Laid<Back> = Laid::default(),
        /// What lies over `[imprint]`.
        imprint: Laid<Imprint> = Laid::default(),
        /// What lies over `[contents]`.
        contents: Laid<Contents> = Laid::default(),
        /// Words that the program prints or says, laid over those of the language.
        labels: Laid<Labels> = Laid::default(),
        /// Breaks of single words of the language.
        hyphenation: Laid<Hyphenation> = Laid::default(),
        /// What abbreviations stand for.
        abbreviations: Named<Spanned<String>> = Named::default(),
        /// How words are read aloud.
        spoken: Laid<Spoken> = Laid::default(),
        /// What lies over `[callout]`: other labels.
        callout: Named<Laid<CalloutKind>> = Named::default(),
    }
}

decoded! {
    /// `[warnings]`
    pub struct Warnings {
        /// Codes of warnings that are not told, and that `--strict` does not count.
        allow: Vec<Spanned<String>> = Vec::new(),
    }
}

macro_rules! all_default {
    ($($name:ident),*) => {$(
        impl Default for $name {
            fn default() -> Self {
                let table = Value { span: Default::default(), kind: Kind::Table(Default::default()) };
                let (mut sink, mut palette) = Default::default();
                let mut cx = Decoder { sink: &mut sink, leading: 0.0, palette: &mut palette };
                Self::decode(&table, &mut cx).expect("every key has a default")
            }
        }
    )*};
}
all_default!(Chapters, Cover, Back, Imprint, Contents, Hyphenation, Spoken, Warnings);

/// Text that is not blank.
fn words() -> Shape {
    Shape::Form(Form { name: "string", pattern: r"\S" })
}

/// Words of letters, `-` and `=`; that others are no letters, the program tells.
fn words_with_breaks() -> Shape {
    Shape::list(Shape::Form(Form { name: "word with breaks", pattern: r"^[^\s0-9.,;:!?]+$" }))
}

/// The beginning of an address on the web.
fn web_address() -> Shape {
    Shape::Form(Form { name: "web address", pattern: "^https?://" })
}

/// Reports values that decode but make no sense.
pub fn validate(config: &Config, sink: &mut crate::diag::Sink) {
    let title = &config.brochure.title;
    if title.value.trim().is_empty() {
        sink.push(complaint::brochure_without_title().at(title.span));
    }
    let language = &config.brochure.language;
    if LanguageTag::parse(&language.value).is_none() {
        sink.push(complaint::no_language(&language.value).at(language.span));
    }
    if let Some(Spanned { value: PageCount::Exactly(count), span }) = config.brochure.pages
        && config.cover.enabled
        && config.back.enabled
        && count % 2 == 1
    {
        sink.push(complaint::odd_page_count(count).at(span));
    }
    for url in config.publisher.iter().filter_map(|p| p.url.as_ref()).chain(&config.back.qr) {
        if !["https://", "http://"].iter().any(|s| url.value.starts_with(s)) {
            sink.push(complaint::no_web_address(&url.value).at(url.span));
        } else if let Err(fault) = uri::read(&url.value) {
            sink.push(fault.at(url.span));
        }
    }
    for email in config.publisher.iter().filter_map(|p| p.email.as_ref()) {
        if let Err(fault) = uri::read(&format!("mailto:{}", email.value)) {
            sink.push(fault.at(email.span));
        }
    }
    editions::validate(&config.edition, sink);
    translations::validate(&config.translation, &config.brochure.language.value, sink);
    report_placeholders(config, sink);
}

/// Reports what is still in square brackets: `[Straße und Hausnummer]`.
fn report_placeholders(config: &Config, sink: &mut crate::diag::Sink) {
    let addresses = config.publisher.iter().flat_map(|p| &p.address);
    let rows = config.imprint.row.iter().map(|r| &r.text);
    for text in addresses.chain(rows).chain(&config.imprint.responsible) {
        let value = text.value.trim();
        if value.starts_with('[') && value.ends_with(']') {
            sink.push(complaint::placeholder(value).at(text.span));
        }
    }
}

/// Keys of the tables that brochure.toml shares with the theme: these are the author's part.
pub const SHARED: &[(&str, &[&str])] = &[
    ("cover", &["image", "image-alt", "enabled", "publishers-label"]),
    ("back", &["claim", "blurb", "kicker", "qr", "qr-label", "enabled"]),
    ("imprint", &["responsible", "row", "file", "enabled"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_that_exist() {
        assert_eq!(Date::parse("2019-10-22"), Some(Date { year: 2019, month: 10, day: 22 }));
        assert!(Date::parse("2024-02-29").is_some());
        for bad in ["2019-02-29", "2019-13-01", "22.10.2019", "2019-1-1", ""] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }
}
