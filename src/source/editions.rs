//! `[edition.NAME]`: the PDFs that are made of one brochure. Decides their kinds, keys and defaults.

use super::format::parse_format;
use crate::colour::Colour;
use crate::diag::{Sink, Span, complaint};
use crate::geom::{MM, Pt};
use crate::tree::{
    Count, Decode, Decoder, Kind, Length, Named, Number, Spanned, Value, decoded, decoded_enum,
};

/// The list of all editions that were written.
pub const MANIFEST: &str = "manifest.json";
/// Their sums.
pub const SUMS: &str = "SHA256SUMS";

/// An edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What it is for, with the keys of that kind.
    pub kind: EditionKind,
    /// File name below dist/, without folder.
    pub file: Option<Spanned<String>>,
}

/// What an edition is for.
#[derive(Debug, Clone)]
pub enum EditionKind {
    /// To be read on screen: tagged, with links.
    Screen,
    /// The same set apart in large type.
    LargePrint(LargePrint),
    /// For a print shop: PDF/X-4.
    Print(Box<Print>),
    /// To print, fold and staple.
    Booklet(Booklet),
    /// Several pages on a sheet, in reading order.
    NUp(NUp),
    /// To copy in black or grey with little toner.
    InkSaver(InkSaver),
}

decoded_enum! {
    /// The word for it in brochure.toml.
    pub enum KindName {
        Screen = "screen", LargePrint = "large-print", Print = "print",
        Booklet = "booklet", NUp = "n-up", InkSaver = "ink-saver",
    }
}

impl EditionKind {
    /// The word for it in brochure.toml.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::LargePrint(_) => "large-print",
            Self::Print(_) => "print",
            Self::Booklet(_) => "booklet",
            Self::NUp(_) => "n-up",
            Self::InkSaver(_) => "ink-saver",
        }
    }
}

decoded! {
    /// `kind = "large-print"`
    pub struct LargePrint {
        /// The look laid over the brochure's own: one of the program or a file of the project.
        theme: Spanned<String> = Spanned { value: "grossdruck".into(), span: Span::default() },
    }
}

decoded_enum! {
    /// Marks outside the bleed.
    pub enum Mark {
        /// Where the sheet is cut.
        Crop = "crop",
        /// Where cover and spine are folded.
        Fold = "fold",
        /// To lay the inks over each other.
        Registration = "registration",
        /// Patches of the inks, to measure.
        ColourBar = "color-bar",
        /// A line that says what sheet it is.
        Slug = "slug",
    }
}

decoded_enum! {
    /// How colours outside the inks are brought into them.
    pub enum Intent { Relative = "relative", Perceptual = "perceptual" }
}

decoded_enum! {
    /// How pages become a book.
    pub enum Binding { SaddleStitch = "saddle-stitch", Perfect = "perfect" }
}

decoded_enum! {
    /// Whether the cover is a file of its own.
    pub enum CoverFile { Together = "together", Separate = "separate" }
}

decoded! {
    /// `kind = "print"`
    pub struct Print {
        /// ICC profile of the printing condition; FOGRA39L where none is named.
        profile: Option<Spanned<String>> = None,
        /// Its registered name, where the profile does not say it.
        condition: Option<Spanned<String>> = None,
        intent: Intent = Intent::Relative,
        marks: Vec<Mark> = Vec::new(),
        cover: CoverFile = CoverFile::Together,
        binding: Binding = Binding::SaddleStitch,
        /// Of the text block, in g/m².
        paper_weight: Number<30, 500> = Number(100.0),
        /// Of the text block, in cm³/g: thickness over weight.
        paper_volume: Number<5, 30, 10> = Number(1.1),
        /// Names of colours that stay inks of their own.
        spot: Vec<Colour> = Vec::new(),
        /// Most ink on one spot, in percent.
        max_ink: Number<100, 400> = Number(300.0),
        /// Least pixels per inch of pictures before a finding; by itself that of the layout.
        min_ppi: Option<Number<1, 2400>> = None,
        /// Text keeps this far from the trim.
        safe_zone: Length<0, 142> = Length(3.0 * MM),
    }
}

/// Thickness of a leaf of the text block: weight times volume.
pub fn leaf(print: &Print) -> Pt {
    const GRAMS_TO_MM: f64 = 1000.0;
    print.paper_weight.0 * print.paper_volume.0 / GRAMS_TO_MM * MM
}

decoded_enum! {
    /// Over which edge the printer turns the sheet.
    pub enum Duplex { ShortEdge = "short-edge", LongEdge = "long-edge" }
}

decoded_enum! {
    /// What a printer puts on paper.
    pub enum Toner { Colour = "color", Grey = "grey", Black = "black" }
}

decoded_enum! {
    /// Marks of a booklet.
    pub enum BookletMark {
        /// Where the pages are cut out of a larger sheet.
        Crop = "crop",
        /// Where the sheet is folded.
        Fold = "fold",
        /// Where the staples go.
        Staple = "staple",
    }
}

decoded! {
    /// `kind = "booklet"`
    pub struct Booklet {
        /// The sheet; the next larger than two pages where none is named.
        sheet: Option<Spanned<String>> = None,
        duplex: Duplex = Duplex::ShortEdge,
        /// Thickness of a sheet, up to a millimetre: inner sheets creep outwards by it, so their pages are moved inwards.
        paper: Length<0, 3> = Length(0.1 * MM),
        /// Sheets that are folded into each other; all where none is named.
        signature: Option<Count<1, 100>> = None,
        marks: Vec<BookletMark> = Vec::new(),
        /// A sheet before the others that says how they are printed, folded and stapled, and shows
        /// whether front and back lie on each other.
        help: bool = true,
        toner: Toner = Toner::Colour,
    }
}

decoded! {
    /// `kind = "n-up"`
    pub struct NUp {
        /// Pages on a side: 2, 4, 6, 8 or 9.
        pages: Spanned<Count<2, 9>> = Spanned { value: Count(2), span: Span::default() },
        sheet: Spanned<String> = Spanned { value: "A4".into(), span: Span::default() },
        toner: Toner = Toner::Colour,
    }
}

decoded! {
    /// `kind = "ink-saver"`
    pub struct InkSaver { toner: Toner = Toner::Black }
}

/// Keys of every kind.
const COMMON: [&str; 2] = ["kind", "file"];

impl Decode for Edition {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let mut rest = cx.table(value)?.clone();
        let common = rest.split_off(&COMMON);
        let kind = match common.get("kind") {
            Some(kind) => KindName::decode(kind, cx),
            None => cx.missing(value, "kind"),
        };
        let file = match common.get("file") {
            Some(file) => Spanned::decode(file, cx).map(Some),
            None => Some(None),
        };
        let kind = kind?;
        if kind == KindName::Screen {
            cx.check_keys(&rest, &COMMON.map(str::to_owned));
        }
        let rest = Value { span: value.span, kind: Kind::Table(rest) };
        let kind = match kind {
            KindName::Screen => Some(EditionKind::Screen),
            KindName::LargePrint => LargePrint::decode(&rest, cx).map(EditionKind::LargePrint),
            KindName::Print => Print::decode(&rest, cx).map(|p| EditionKind::Print(Box::new(p))),
            KindName::Booklet => Booklet::decode(&rest, cx).map(EditionKind::Booklet),
            KindName::NUp => NUp::decode(&rest, cx).map(EditionKind::NUp),
            KindName::InkSaver => InkSaver::decode(&rest, cx).map(EditionKind::InkSaver),
        };
        Some(Self { kind: kind?, file: file? })
    }
}

/// Reports values that decode but make no sense.
pub fn validate(editions: &Named<Edition>, sink: &mut Sink) {
    for (_, _, edition) in &editions.0 {
        match &edition.kind {
            EditionKind::Screen
            | EditionKind::LargePrint(_)
            | EditionKind::Print(_)
            | EditionKind::InkSaver(_) => {}
            EditionKind::Booklet(booklet) => validate_sheet(booklet.sheet.as_ref(), sink),
            EditionKind::NUp(n_up) => {
                validate_sheet(Some(&n_up.sheet), sink);
                let Spanned { value: Count(pages), span } = n_up.pages;
                if !PAGES_ON_A_SIDE.contains(&pages) {
                    sink.push(complaint::uneven_side(pages).at(span));
                }
            }
        }
    }
}

/// Numbers of pages that can stand on a side of an n-up edition.
pub const PAGES_ON_A_SIDE: [usize; 5] = [2, 4, 6, 8, 9];

fn validate_sheet(sheet: Option<&Spanned<String>>, sink: &mut Sink) {
    if let Some(sheet) = sheet
        && parse_format(&sheet.value).is_none()
    {
        sink.push(complaint::no_sheet(&sheet.value).at(sheet.span));
    }
}
