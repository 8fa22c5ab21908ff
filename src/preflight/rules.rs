//! The rules of preflight. Decides their codes, how bad a breach is, and what is said about why and what
//! to do. docs/PREFLIGHT.md tells what is measured.

use Severity::{Error, Note, Warning};

use crate::diag::words::command as words;
use crate::diag::{Sentence, Stock};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A print shop sends the file back, or prints something else than meant.
    Error,
    /// Deserves a look before it is printed.
    Warning,
    /// Worth knowing; nothing is wrong.
    Note,
}

impl Severity {
    /// Its name, which no language changes.
    pub fn name(self) -> &'static str {
        match self {
            Error => "error",
            Warning => "warning",
            Note => "note",
        }
    }

    /// Its name in a language.
    pub fn told(self) -> Sentence {
        match self {
            Error => words::an_error(),
            Warning => words::a_warning(),
            Note => words::a_note(),
        }
    }
}

/// A rule that a file for print keeps.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name.
    pub code: &'static str,
    /// How bad a breach usually is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters.
    pub reason: &'static str,
    /// What to do.
    pub help: &'static str,
}

impl Rule {
    /// What is wrong, in a few words.
    pub fn titled(&self) -> Sentence {
        self.sentence("title", self.title)
    }

    /// Why it matters.
    pub fn why(&self) -> Sentence {
        self.sentence("reason", self.reason)
    }

    /// What to do.
    pub fn what_to_do(&self) -> Sentence {
        self.sentence("help", self.help)
    }

    fn sentence(&self, part: &str, words: &'static str) -> Sentence {
        Sentence::stored(Stock::Rules, format!("{}.{part}", self.code), words, Vec::new())
    }
}

const fn rule(
    code: &'static str,
    severity: Severity,
    title: &'static str,
    reason: &'static str,
    help: &'static str,
) -> Rule {
    Rule { code, severity, title, reason, help }
}

macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(#[doc = "See its title."] pub const $name: &Rule = &$rule;)*

        /// Every rule, from the file as a whole to its details.
        pub const ALL: &[&Rule] = &[$($name),*];
    };
}

rules! {
    UNREADABLE = rule(
        "unreadable",
        Error,
        "The file cannot be read",
        "No printer can use it.",
        "Make the PDF again; if it came by mail or download, fetch it again.",
    );
    ENCRYPTED = rule(
        "encrypted",
        Error,
        "The file is encrypted",
        "PDF/X-4 forbids encryption: the print shop cannot place pages of a protected file.",
        "Save it without password and without restrictions.",
    );
    FILE_REPAIRED = rule(
        "file-repaired",
        Warning,
        "The file is damaged and was repaired to be read",
        "Other software may repair it in another way, or not at all.",
        "Make the PDF again; if it came by mail or download, fetch it again.",
    );
    TOO_COMPLEX = rule(
        "too-complex",
        Error,
        "The file is too complex to be checked whole",
        "What was not looked at may have any fault.",
        "Divide the file, or make it again with fewer objects: drawings of very many lines as pictures.",
    );
    CONTENT_DAMAGED = rule(
        "content-damaged",
        Error,
        "The content of a page is damaged",
        "What cannot be read here will be printed differently, or not at all, elsewhere.",
        "Make the PDF again; a form that draws itself, or a broken stream, comes from the program that wrote it.",
    );
    PDF_VERSION = rule(
        "pdf-version",
        Error,
        "The PDF version is not 1.6",
        "PDF/X-4 is built on PDF 1.6; newer features are unknown to the printer's software.",
        "Export as PDF/X-4, or as PDF 1.6.",
    );
    FILE_ID = rule(
        "file-id",
        Error,
        "The file has no identifier",
        "PDF/X-4 asks for /ID in the trailer, by which versions of a file are told apart.",
        "Export as PDF/X-4; most programs write it by themselves.",
    );
    XMP = rule(
        "xmp",
        Error,
        "There is no readable XMP metadata",
        "PDF/X-4 is recognised by its XMP metadata.",
        "Export as PDF/X-4.",
    );
    PDFX_VERSION = rule(
        "pdfx-version",
        Error,
        "The file does not say that it is PDF/X-4",
        "Print shops sort files by this mark: without it the file is treated as an office document.",
        "Export as PDF/X-4 (ISO 15930-7); renaming a screen PDF does not help.",
    );
    XMP_PROPERTY = rule(
        "xmp-property",
        Error,
        "A property that PDF/X-4 requires is missing in XMP",
        "Title, dates, DocumentID, VersionID, RenditionClass and Trapped must be there.",
        "Fill in the title and export as PDF/X-4 again.",
    );
    TRAPPED = rule(
        "trapped",
        Error,
        "Trapped is neither True nor False",
        "The printer must know whether overlaps of colours are already in the file.",
        "Set Trapped to False, unless you trapped the file yourself.",
    );
    INFO_DIFFERS = rule(
        "info-differs",
        Error,
        "Document information and XMP contradict each other",
        "It is open which of the two holds.",
        "Export again instead of editing the properties afterwards.",
    );
    INFO_MISSING = rule(
        "info-missing",
        Warning,
        "The document information lacks an entry",
        "Older software of print shops reads title, dates and Trapped there.",
        "Fill in the properties and export again.",
    );
    OUTPUT_INTENT = rule(
        "output-intent",
        Error,
        "There is no output intent, or more than one",
        "The output intent says for which paper and press the colours were chosen. Without it the printer guesses.",
        "Export with the profile that the print shop names, as PDF/X output intent.",
    );
    OUTPUT_CONDITION = rule(
        "output-condition",
        Error,
        "The output intent does not name its printing condition properly",
        "A registered name such as FOGRA51 goes with the registry http://www.color.org; any other needs a description.",
        "Choose the condition again when exporting.",
    );
    OUTPUT_PROFILE = rule(
        "output-profile",
        Error,
        "The profile of the output intent is missing or wrong",
        "Colours are judged and converted by this profile: it must be an ICC profile of a press.",
        "Embed the profile that the print shop names.",
    );
    OUTPUT_COLOUR = rule(
        "output-colour",
        Error,
        "The output intent is not for CMYK",
        "A brochure is printed in four inks.",
        "Choose a CMYK profile: FOGRA51 for coated paper, FOGRA52 for uncoated.",
    );
    ICC_PROFILE = rule(
        "icc-profile",
        Error,
        "An ICC profile does not fit its colours",
        "The profile is broken, has another number of channels, or repeats the output intent, which PDF/X-4 forbids.",
        "Save the picture again with a proper profile, or as plain CMYK.",
    );
    RGB = rule(
        "rgb",
        Error,
        "Colour in RGB",
        "Presses have no red, green and blue. RGB is converted without anybody looking, black text turns into four inks.",
        "Convert it to CMYK, black text to pure black (K).",
    );
    CALIBRATED_COLOUR = rule(
        "calibrated-colour",
        Warning,
        "Calibrated RGB, grey or Lab",
        "PDF/X-4 permits it; the printer converts it. Brilliant colours get dull, and grey becomes a mix of four inks.",
        "Convert it to CMYK with the printer's profile, grey and black to pure black (K).",
    );
    COLOUR_INTENT = rule(
        "colour-intent",
        Error,
        "Device colour does not fit the output intent",
        "The output intent gives the numbers of device colours their meaning; for others there is none.",
        "Use the colours of the output intent, or give a profile to what has others.",
    );
    BLEND_SPACE = rule(
        "blend-space",
        Error,
        "Transparency is blended in the wrong colours",
        "Where layers shine through each other, colours are mixed in the blending space; a wrong one shifts everything on the page.",
        "Set the transparency blend space to CMYK.",
    );
    TRANSPARENCY = rule(
        "transparency",
        Note,
        "Transparency",
        "PDF/X-4 permits it. Older workflows (PDF/X-1a, X-3) would flatten it.",
        "Nothing to do, unless the print shop asks for PDF/X-1a or X-3.",
    );
    INK_COVERAGE = rule(
        "ink-coverage",
        Error,
        "Too much ink on one spot",
        "More ink than paper and press can take does not dry: it smears, sticks to the next sheet and makes paper curl.",
        "Use lighter colours or fewer inks; convert pictures with the printer's profile, which keeps the limit; set black grounds in at most 60/40/40/100.",
    );
    INK_UNMEASURED = rule(
        "ink-unmeasured",
        Note,
        "The ink of something could not be measured",
        "Its compression or kind of colour is not read here: the ink on this page may be more than said.",
        "Ask the print shop, or save the picture again without JPEG 2000 and fax compression.",
    );
    WHITE_OVERPRINT = rule(
        "white-overprint",
        Error,
        "White that overprints",
        "White is the absence of ink: set to overprint it lets everything below through, it vanishes.",
        "Switch overprinting off for everything white.",
    );
    IMAGE_RESOLUTION = rule(
        "image-resolution",
        Error,
        "An image has too few pixels for its size",
        "Below the limit steps and blur become visible.",
        "Take the original of the camera or the agency, or print the image smaller. Blowing up pixels does not help.",
    );
    HAIRLINE = rule(
        "hairline",
        Error,
        "A line is too thin",
        "Thinner lines break up or vanish on the plate.",
        "Make it 0.25 pt at least, 0.5 pt if it is not of one full ink.",
    );
    THIN_AREA = rule(
        "thin-area",
        Warning,
        "A filled area is as thin as a hairline",
        "It prints like a line that is too thin.",
        "Make it 0.25 pt thick at least, or delete what is left of a shape.",
    );
    SMALL_TEXT = rule(
        "small-text",
        Error,
        "Small text in more than two inks",
        "Inks never lie exactly above each other. Fine strokes get coloured edges and blur.",
        "Set it in black (K) or one spot colour, or larger than the limit.",
    );
    RICH_BLACK = rule(
        "rich-black",
        Error,
        "Small text in rich black",
        "Black of several inks is for large areas. In small text the slightest shift shows.",
        "Set it in pure black: 0/0/0/100.",
    );
    SAFE_ZONE = rule(
        "safe-zone",
        Warning,
        "Text stands too near to the edge",
        "Cutting and folding are off by up to 1.5 mm: the text looks crooked, or is cut.",
        "Move it inwards, or choose a smaller text.",
    );
    TEXT_CUT = rule(
        "text-cut",
        Error,
        "Text crosses the edge",
        "It is cut through.",
        "Move it inwards; decoration that is meant to be cut should be turned into paths.",
    );
    BLEED_MISSING = rule(
        "bleed-missing",
        Error,
        "A ground ends at the edge",
        "The cut is never exact: a white strip flashes at the edge.",
        "Draw everything that touches the edge 3 mm beyond it.",
    );
    TRIM_BOX = rule(
        "trim-box",
        Error,
        "A page does not say where it is cut",
        "The printer places pages by their TrimBox; PDF/X-4 requires one (or an ArtBox, not both).",
        "Export as PDF/X-4, with bleed.",
    );
    BOX_NESTING = rule(
        "box-nesting",
        Error,
        "The boxes of a page do not lie within each other",
        "The trim must lie in the bleed, the bleed in the media.",
        "Export again with the bleed of the document; do not crop pages afterwards.",
    );
    BLEED_BOX = rule(
        "bleed-box",
        Error,
        "There is too little bleed",
        "Without room beyond the trim nothing can be printed up to the edge.",
        "Export with 3 mm bleed on all sides.",
    );
    TRIM_SIZE = rule(
        "trim-size",
        Error,
        "The trimmed page is not as ordered",
        "The print shop prices and cuts by the ordered size.",
        "Change the page size of the document, or the order.",
    );
    PAGE_SIZE = rule(
        "page-size",
        Error,
        "Pages have different sizes",
        "A bound brochure is cut in one stack.",
        "Give all pages the size of the first.",
    );
    PAGE_ROTATED = rule(
        "page-rotated",
        Warning,
        "A page is turned",
        "Imposition software that ignores /Rotate places it sideways.",
        "Turn the content instead of the page.",
    );
    PAGE_COUNT = rule(
        "page-count",
        Error,
        "The number of pages does not suit the binding",
        "A folded sheet has four pages, a leaf two.",
        "Add or remove pages, or leave the empty ones to the print shop and tell them where.",
    );
    SPINE = rule(
        "spine",
        Warning,
        "The thickness does not suit the binding",
        "A stapled brochure that is too thick gapes; glue does not hold on a spine that is too thin.",
        "Ask the print shop about the other binding or another paper.",
    );
    FONT_EMBEDDED = rule(
        "font-embedded",
        Error,
        "A font is not embedded",
        "The printer sets another one instead: letters and lines change.",
        "Embed all fonts when exporting; if its licence forbids it, take another font.",
    );
    FONT_NAME = rule(
        "font-name",
        Error,
        "A font is named in an unusual way",
        "Names of subsets begin with six capitals and a plus sign, and both names of a font agree; else fonts may be mixed up when pages are put together.",
        "Export again; embed subsets.",
    );
    ANNOTATION = rule(
        "annotation",
        Error,
        "Links, notes or other annotations lie on the page",
        "They do not print as they look; PDF/X-4 forbids them within the bleed.",
        "Export for print, without links, comments and form fields.",
    );
    ACTION = rule(
        "action",
        Error,
        "The file holds actions",
        "A press clicks nothing; PDF/X-4 forbids them.",
        "Export for print, without links and bookmarks that do something.",
    );
    JAVASCRIPT = rule(
        "javascript",
        Error,
        "The file holds JavaScript",
        "A program in a print file may change what is printed.",
        "Export for print, or delete the scripts.",
    );
    FORM_FIELD = rule(
        "form-field",
        Error,
        "The file holds form fields",
        "What is filled in does not belong to the page.",
        "Flatten the form, then export.",
    );
    EMBEDDED_FILE = rule(
        "embedded-file",
        Warning,
        "Other files are embedded",
        "They are not printed and make the file large.",
        "Remove the attachments.",
    );
    LAYERS = rule(
        "layers",
        Error,
        "Layers are set up in a way PDF/X-4 forbids",
        "Which layers print must not depend on the software.",
        "Flatten the layers, or name each configuration and leave out AS.",
    );
    TRANSFER_CURVE = rule(
        "transfer-curve",
        Error,
        "A transfer function changes the tones",
        "It works on top of the printer's own calibration.",
        "Apply the curve to the picture itself.",
    );
    HALFTONE = rule(
        "halftone",
        Error,
        "The file brings its own halftone",
        "Screens are the business of the platesetter.",
        "Delete the halftone settings.",
    );
    POSTSCRIPT = rule(
        "postscript",
        Error,
        "PostScript inside of the PDF",
        "Modern printers do not run it.",
        "Export it from the original as PDF.",
    );
    OPI = rule(
        "opi",
        Error,
        "A picture is a placeholder (OPI)",
        "The coarse preview would be printed.",
        "Link the fine picture and export again.",
    );
    EXTERNAL_CONTENT = rule(
        "external-content",
        Error,
        "Content lies in another file",
        "The printer does not have that file.",
        "Embed everything.",
    );
    ALTERNATE_IMAGE = rule(
        "alternate-image",
        Error,
        "Another image is meant for printing than for the screen",
        "What is printed is not what you saw.",
        "Keep one of the two.",
    );
    LZW = rule(
        "lzw",
        Error,
        "LZW compression",
        "PDF/X-4 forbids it.",
        "Export again with Flate (ZIP) compression.",
    );
    PRESEPARATED = rule(
        "preseparated",
        Error,
        "Pages are separated into inks",
        "The printer needs whole pages.",
        "Export composite pages.",
    );
    PRINT_AREA = rule(
        "print-area",
        Error,
        "Only a part of the page is meant to be printed",
        "The viewer's print area must be the media or the bleed.",
        "Delete the viewer preferences.",
    );
}

/// Rules whose usual severity is that of an error, but some of whose findings are warnings; too coarse images of
/// editions of our own are.
pub const LOWERED: &[&Rule] =
    &[BLEND_SPACE, FONT_NAME, ICC_PROFILE, IMAGE_RESOLUTION, RICH_BLACK, WHITE_OVERPRINT];
