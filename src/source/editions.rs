//! `[edition.NAME]`: the PDFs that are made of one brochure. Decides their kinds, keys and defaults.

use super::format::{self, parse_format};
use super::themes;
use crate::colour::Colour;
use crate::diag::{Sink, Span, complaint};
use crate::geom::{MM, Pt};
use crate::tree::shape::{Choice, Field, Form, Shape, said};
use crate::tree::{
    Count, Decode, Decoder, Kind, Length, Named, Number, Spanned, Value, Words, decoded, decoded_enum,
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

impl Edition {
    /// Whether its sheets are folded and stapled: then its pages come in fours.
    pub fn is_folded(&self) -> bool {
        match &self.kind {
            EditionKind::Booklet(_) => true,
            EditionKind::Print(print) => print.binding == Binding::SaddleStitch,
            _ => false,
        }
    }
}

/// What an edition is for.
#[derive(Debug, Clone)]
pub enum EditionKind {
    /// To be read on screen: tagged, with links.
    Screen(Screen),
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
        /// To read on screen: tagged, with links.
        Screen = "screen",
        /// Set anew in large type.
        LargePrint = "large-print",
        /// PDF/X-4 for a print shop.
        Print = "print",
        /// Sheets to print on both sides, fold and staple.
        Booklet = "booklet",
        /// Several pages on a sheet, in reading order.
        NUp = "n-up",
        /// Black only, for copies.
        InkSaver = "ink-saver",
    }
}

impl EditionKind {
    /// The word for it in brochure.toml.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Screen(_) => "screen",
            Self::LargePrint(_) => "large-print",
            Self::Print(_) => "print",
            Self::Booklet(_) => "booklet",
            Self::NUp(_) => "n-up",
            Self::InkSaver(_) => "ink-saver",
        }
    }
}

decoded_enum! {
    /// The standard for tags that a file for reading keeps.
    pub enum Accessibility {
        /// PDF/UA-1, with a date PDF/A-2a too: PDF 1.7, which all readers know.
        Ua1 = "ua-1",
        /// PDF/UA-2, with a date PDF/A-4 too: PDF 2.0.
        Ua2 = "ua-2",
    }
}

decoded! {
    /// `kind = "screen"`
    pub struct Screen {
        /// The standard for tags that it keeps.
        standard: Accessibility = Accessibility::Ua1,
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self { standard: Accessibility::Ua1 }
    }
}

decoded! {
    /// `kind = "large-print"`
    pub struct LargePrint {
        /// The standard for tags that it keeps.
        standard: Accessibility = Accessibility::Ua1,
        /// The look laid over the brochure's own, of the program or a file of the project.
        theme: Spanned<String> as themes::overlay_shape = Spanned { value: "grossdruck".into(), span: Span::default() },
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
    pub enum Intent {
        /// Colours that the inks reach stay as they are.
        Relative = "relative",
        /// All colours move, so that their steps stay apart.
        Perceptual = "perceptual",
    }
}

decoded_enum! {
    /// How pages become a book.
    pub enum Binding {
        /// Folded and stapled: pages in multiples of four.
        SaddleStitch = "saddle-stitch",
        /// Glued, with a spine: pages in multiples of two.
        Perfect = "perfect",
    }
}

decoded_enum! {
    /// Whether the cover is a file of its own.
    pub enum CoverFile {
        /// Cover and pages are one file.
        Together = "together",
        /// The cover is a file of its own, `…-cover.pdf`.
        Separate = "separate",
    }
}

decoded! {
    /// `kind = "print"`
    pub struct Print {
        /// ICC profile of the printing condition, a file of the project; without it FOGRA39L coated.
        profile: Option<Spanned<String>> = None,
        /// Its registered name, where the profile does not say it.
        condition: Option<Spanned<String>> = None,
        /// How colours outside the inks are brought into them.
        intent: Intent = Intent::Relative,
        /// Marks outside the bleed.
        marks: Vec<Mark> = Vec::new(),
        /// Whether the cover is a file of its own.
        cover: CoverFile = CoverFile::Together,
        /// How pages become a book.
        binding: Binding = Binding::SaddleStitch,
        /// Weight of the paper of the text block, in g/m².
        paper_weight: Number<30, 500> = Number(100.0),
        /// Volume of this paper, in cm³/g: thickness over weight.
        paper_volume: Number<5, 30, 10> = Number(1.1),
        /// Names of colours that stay inks of their own.
        spot: Vec<Colour> = Vec::new(),
        /// Most ink on one spot, in percent.
        max_ink: Number<100, 400> = Number(300.0),
        /// Fewest pixels per inch of pictures before a warning; without it that of the layout.
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
    pub enum Duplex {
        /// Over the short edge.
        ShortEdge = "short-edge",
        /// Over the long edge.
        LongEdge = "long-edge",
    }
}

decoded_enum! {
    /// What a printer puts on paper.
    pub enum Toner {
        /// Colours stay.
        Colour = "color",
        /// Shades of grey.
        Grey = "grey",
        /// Black alone: areas become outlines.
        Black = "black",
    }
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
        /// The sheet; without it the smallest of A5 to A0 that holds two pages.
        sheet: Option<Spanned<String>> as format::shape = None,
        /// Over which edge the printer turns the sheet.
        duplex: Duplex = Duplex::ShortEdge,
        /// Thickness of a sheet: pages of inner sheets are moved inwards by it.
        paper: Length<0, 3> = Length(0.1 * MM),
        /// Sheets that are folded into each other; without it all.
        signature: Option<Count<1, 100>> = None,
        /// Marks for hands.
        marks: Vec<BookletMark> = Vec::new(),
        /// A sheet before the others that tells how the booklet is made, and tests the printer.
        help: bool = true,
        /// What the printer puts on paper.
        toner: Toner = Toner::Colour,
    }
}

decoded! {
    /// `kind = "n-up"`
    pub struct NUp {
        /// Pages on a side of the sheet.
        pages: Spanned<Count<2, 9>> as pages_on_a_side = Spanned { value: Count(2), span: Span::default() },
        /// The sheet.
        sheet: Spanned<String> as format::shape = Spanned { value: "A4".into(), span: Span::default() },
        /// What the printer puts on paper.
        toner: Toner = Toner::Colour,
    }
}

decoded! {
    /// `kind = "ink-saver"`
    pub struct InkSaver {
        /// What the copier puts on paper.
        toner: Toner = Toner::Black,
    }
}

/// Keys of every kind.
const COMMON: [&str; 2] = ["kind", "file"];

/// The keys of a kind besides these.
fn keys_of(kind: KindName) -> Vec<Field> {
    let shape = match kind {
        KindName::Screen => Screen::shape(),
        KindName::LargePrint => LargePrint::shape(),
        KindName::Print => Print::shape(),
        KindName::Booklet => Booklet::shape(),
        KindName::NUp => NUp::shape(),
        KindName::InkSaver => InkSaver::shape(),
    };
    shape.fields()
}

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
        let rest = Value { span: value.span, kind: Kind::Table(rest) };
        let kind = match kind {
            KindName::Screen => Screen::decode(&rest, cx).map(EditionKind::Screen),
            KindName::LargePrint => LargePrint::decode(&rest, cx).map(EditionKind::LargePrint),
            KindName::Print => Print::decode(&rest, cx).map(|p| EditionKind::Print(Box::new(p))),
            KindName::Booklet => Booklet::decode(&rest, cx).map(EditionKind::Booklet),
            KindName::NUp => NUp::decode(&rest, cx).map(EditionKind::NUp),
            KindName::InkSaver => InkSaver::decode(&rest, cx).map(EditionKind::InkSaver),
        };
        Some(Self { kind: kind?, file: file? })
    }

    fn shape() -> Shape {
        let kind = |(word, kind, says): &(&'static str, KindName, &[&str])| {
            let only = Shape::Choice(vec![Choice { word, says: said(says) }]);
            let is = Field { required: true, ..Field::optional(COMMON[0], &said(says), only) };
            let file = "Its file below dist/, without folder; without it the title in lower case.";
            let file = Field::optional(COMMON[1], file, plain_name());
            Shape::Table([is, file].into_iter().chain(keys_of(*kind)).collect())
        };
        Shape::Either(KindName::ALL.iter().map(kind).collect())
    }
}

/// Reports values that decode but make no sense.
pub fn validate(editions: &Named<Edition>, sink: &mut Sink) {
    for (_, _, edition) in &editions.0 {
        match &edition.kind {
            EditionKind::Screen(_)
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

/// A name without folder.
fn plain_name() -> Shape {
    Shape::Form(Form { name: "file name", pattern: r"^[^./\\][^/\\]*$" })
}

fn pages_on_a_side() -> Shape {
    Shape::Numbers(PAGES_ON_A_SIDE.to_vec())
}

fn validate_sheet(sheet: Option<&Spanned<String>>, sink: &mut Sink) {
    if let Some(sheet) = sheet
        && parse_format(&sheet.value).is_none()
    {
        sink.push(complaint::no_sheet(&sheet.value).at(sheet.span));
    }
}
