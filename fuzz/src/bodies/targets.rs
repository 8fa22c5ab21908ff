//! The bodies of the targets: what is done with an input, and which parts of the program it reaches. Each tells
//! whether the input got through; one that is refused with errors is fine as well.

use std::cell::OnceCell;

use brochure::colour::{Colour, Ink, Palette};
use brochure::diag::{Files, Sink, Span};
use brochure::geom::{MM, Point, Rect};
use brochure::pages::{Artifact, Item, Owner, Pages, Turn};
use brochure::pdf::inks::{Colours, Inks, Press};
use brochure::pdf::job::PdfJob;
use brochure::pdf::sheets::{Placed, Sheet};
use brochure::pdf::writer::sheets;
use brochure::preflight::{Binding, Limits, inspect};
use brochure::press::{Intent, Profile, Separator, Source};
use brochure::preview::gate::Gate;
use brochure::preview::http::{self, Head};
use brochure::source::assets::{self, KnownPictures, Picture, Shelf};
use brochure::source::store::Memory;

use super::project::{Folder, turn};
use super::{holds, streams};

/// Between the files of an input that is several.
pub const BETWEEN_FILES: u8 = b'\x0c';
/// Most chapters of an input.
const MOST_CHAPTERS: usize = 4;

const TITLE: &str = "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\ndate = 2024-05-01\n";
const BARE: &str = "[cover]\nenabled = false\n[contents]\nenabled = false\n";
const EDITIONS: &str = r#"
[edition.screen]
kind = "screen"
[edition.shop]
kind = "print"
marks = ["crop", "fold", "registration", "color-bar", "slug"]
spot = ["petrol"]
[edition.glued]
kind = "print"
cover = "separate"
binding = "perfect"
intent = "perceptual"
[edition.booklet]
kind = "booklet"
marks = ["crop", "fold", "staple"]
sheet = "A3"
[edition.signatures]
kind = "booklet"
duplex = "long-edge"
signature = 1
toner = "grey"
[edition.pages]
kind = "n-up"
pages = 4
[edition.copy]
kind = "ink-saver"
[edition.large]
kind = "large-print"
"#;
/// Of these every edition that draws pictures in another way is made.
const PICTURE_EDITIONS: &str = r#"
[edition.screen]
kind = "screen"
[edition.shop]
kind = "print"
[edition.copy]
kind = "ink-saver"
"#;

/// What chapters and configurations may name.
pub const DRAWING: &[u8] = include_bytes!("../../../assets/icons/rechtslage.svg");

/// Works in a folder that its thread keeps; the files are those it begins with.
macro_rules! in_folder {
    ($files:expr, $work:expr) => {{
        thread_local!(static FOLDER: OnceCell<Folder> = const { OnceCell::new() });
        let work: &dyn Fn(&Folder) -> bool = &$work;
        FOLDER.with(|folder| work(folder.get_or_init(|| Folder::with($files))))
    }};
}

/// Up to four chapters, in all editions.
pub fn chapters(input: &[u8]) -> bool {
    let config = format!("{TITLE}[imprint]\nfile = \"imprint.md\"\n{EDITIONS}");
    let files =
        [("brochure.toml", config.as_bytes()), ("assets/a.svg", DRAWING), ("imprint.md", b"# I\n\nx")];
    in_folder!(&files, |folder| {
        let mut texts = input.split(|byte| *byte == BETWEEN_FILES).map(String::from_utf8_lossy);
        for number in 1..=MOST_CHAPTERS {
            let name = format!("chapters/{number:02}.md");
            match texts.next() {
                Some(text) => folder.file(&name, text.as_bytes()),
                None => folder.remove(&name),
            }
        }
        folder.build(input)
    })
}

/// brochure.toml and, behind it, a theme and a look of large print.
pub fn config(input: &[u8]) -> bool {
    let chapter = include_bytes!("../../../assets/new/leer/de/chapters/01-erstes-kapitel.md");
    let fonts = include_bytes!("../../../fonts/NotoSerifHebrew-Regular.ttf");
    let files = [
        ("chapters/01.md", chapter.as_slice()),
        ("assets/a.svg", DRAWING),
        ("imprint.md", b"# I\n\nx"),
        ("fonts/a.ttf", fonts),
    ];
    in_folder!(&files, |folder| {
        let mut texts = input.split(|byte| *byte == BETWEEN_FILES).map(String::from_utf8_lossy);
        for name in ["brochure.toml", "theme.toml", "look.toml"] {
            folder.file(name, texts.next().unwrap_or_default().as_bytes());
        }
        folder.build(input)
    })
}

/// A drawing as a figure.
pub fn svg(input: &[u8]) -> bool {
    let config = format!("{TITLE}{BARE}{PICTURE_EDITIONS}");
    let chapter = b"# Titel\n\n![Bild](../assets/a.svg)\n";
    in_folder!(&[("brochure.toml", config.as_bytes()), ("chapters/01.md", chapter)], |folder| {
        folder.file("assets/a.svg", input);
        folder.build(input)
    })
}

/// A drawing on a page of its own, in light, grey and inks: the streams that draw it.
pub fn drawings(input: &[u8]) -> bool {
    let mut sources = Memory::default();
    sources.put("a.svg", input);
    let drawings = KnownPictures::default();
    let shelf = Shelf { sources: &sources, known: &drawings };
    let Some(picture) = assets::load(shelf, "", "a.svg", Span::default(), &mut Sink::new()) else {
        return false;
    };
    thread_local!(static PRESS: (Profile, Separator) = {
        let profile = Profile::fogra39();
        let separator = Separator::new(&profile, Intent::Relative);
        (profile, separator)
    });
    let (page, pages) = page_of(picture);
    PRESS.with(|(profile, separator)| {
        let press = Press { profile, intent: Intent::Relative, separator, spots: &[Colour(0)] };
        for inks in [Inks::Screen, Inks::Grey, Inks::Press(&press)] {
            let colours = Colours { palette: &pages.palette, inks };
            let (size, window) = (pages.trim, Rect { x: 0.0, y: 0.0, w: pages.trim.0, h: pages.trim.1 });
            let placed = vec![Placed::at(&page, (3.0, 4.0), 0.9, window)];
            let sheet = Sheet { size, boxes: None, placed };
            streams::hold(&sheets::write(&pages, &[sheet], colours, (&job(), None), &mut Sink::new()));
        }
    });
    true
}

/// A page with a picture on it, and what it needs.
fn page_of(picture: Picture) -> (Vec<Item>, Pages) {
    let rect = Rect { x: 10.0, y: 20.0, w: 100.0, h: 130.0 };
    let clip = Some(Rect { w: 80.0, ..rect });
    let owner = Owner::Artifact(Artifact::Background);
    let upright = Item::Picture { rect, clip, turn: Turn::Upright, picture, owner };
    let turned = upright.clone().turned(Point { x: 5.0, y: 190.0 });
    let petrol = Ink { name: "petrol".into(), rgb: [0, 90, 100], cmyk: None, span: Span::default() };
    let pages = Pages {
        pages: Vec::new(),
        direction: brochure::language::Direction::LeftToRight,
        trim: (210.0, 200.0),
        bleed: 0.0,
        max_ppi: 72.0,
        min_ppi: 72.0,
        shifted: Vec::new(),
        palette: Palette(vec![petrol]),
        fonts: Vec::new(),
        structure: Default::default(),
        links: Default::default(),
        anchors: Default::default(),
        bookmarks: Vec::new(),
        handouts: Vec::new(),
        slug_letters: Default::default(),
        spine: None,
    };
    (vec![upright, turned], pages)
}

fn job() -> PdfJob {
    PdfJob {
        title: "Probe".into(),
        description: None,
        keywords: Vec::new(),
        authors: Vec::new(),
        language: "de".into(),
        date: None,
    }
}

/// A picture of pixels as a figure. Sums of a PNG are set right, so that what they guard is reached.
pub fn pictures(input: &[u8]) -> bool {
    let config = format!("{TITLE}{BARE}{PICTURE_EDITIONS}");
    let chapter = b"# Titel\n\n![Bild](../assets/a.png)\n";
    in_folder!(&[("brochure.toml", config.as_bytes()), ("chapters/01.md", chapter)], |folder| {
        folder.file("assets/a.png", &with_sums(input));
        folder.build(input)
    })
}

/// The bytes, with the right sum behind each chunk if they are a PNG.
pub fn with_sums(input: &[u8]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    let mut at = 8;
    while input.starts_with(b"\x89PNG") {
        let Some(length) = bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes)
        else {
            break;
        };
        let end = (at + 8).saturating_add(length as usize);
        let Some(chunk) = bytes.get(at + 4..end) else { break };
        let mut sum = flate2::Crc::new();
        sum.update(chunk);
        match bytes.get_mut(end..end + 4) {
            Some(slot) => slot.copy_from_slice(&sum.sum().to_be_bytes()),
            None => break,
        }
        at = end + 4;
    }
    bytes
}

/// A font file that sets text and headings.
pub fn fonts(input: &[u8]) -> bool {
    let own =
        "[fonts.own]\nregular = \"a.ttf\"\n[style.body]\nfont = \"own\"\n[style.heading-2]\nfont = \"own\"\n";
    let config = format!("{TITLE}{BARE}{own}[edition.screen]\nkind = \"screen\"\n");
    let chapter = "# Titel\n\n## Abc\n\nab cde שלום affi fi – Hamburg *ab* 12\u{ad}345\n";
    in_folder!(&[("brochure.toml", config.as_bytes()), ("chapters/01.md", chapter.as_bytes())], |folder| {
        folder.file("fonts/a.ttf", input);
        folder.build(input)
    })
}

/// An ICC profile: of a press, of a picture, and in an edition for print.
pub fn profiles(input: &[u8]) -> bool {
    let intent = [Intent::Relative, Intent::Perceptual][turn(input) as usize % 2];
    let source = Source::read("a.png", input);
    if let Ok(source) = &source {
        thread_local!(static PRESS: Profile = Profile::fogra39());
        let separator = PRESS.with(|press| Separator::from_source(press, source, intent));
        inks(&separator, 300.0);
    }
    let Ok(press) = Profile::read("a.icc", input.to_vec()) else { return source.is_ok() };
    assert!(press.look([30.0, 20.0, 10.0, 40.0]).iter().all(|v| v.is_finite()));
    inks(&Separator::new(&press, intent), press.total_ink().unwrap_or(400.0));
    // The rest of an edition does not depend on it.
    if !turn(input).is_multiple_of(4) {
        return true;
    }
    let config =
        format!("{TITLE}{BARE}[edition.shop]\nkind = \"print\"\nprofile = \"a.icc\"\ncondition = \"X\"\n");
    in_folder!(&[("brochure.toml", config.as_bytes()), ("chapters/01.md", b"# A\n\nb\n")], |folder| {
        folder.file("a.icc", input);
        folder.build(input)
    })
}

fn inks(separator: &Separator, most: f64) {
    for rgb in [[0; 3], [255; 3], [255, 0, 0], [10, 200, 90], [128; 3]] {
        let inks = separator.colour(rgb);
        assert!(inks.iter().all(|ink| (0.0..=100.0).contains(ink)), "{inks:?}");
    }
    // Nodes are whole numbers: each ink may be rounded up.
    assert!(separator.most_ink() <= most + 0.01, "{} of {most}", separator.most_ink());
    assert!((0.0..=100.0).contains(&separator.grey(100)));
}

/// Any PDF before preflight.
pub fn preflight(input: &[u8]) -> bool {
    let trim = Some((148.0 * MM, 210.0 * MM));
    let strict = Limits { trim, binding: Binding::SaddleStitch, ..Limits::default() };
    let found = inspect(input, &strict);
    holds::report(&found, &Files::default());
    if turn(input).is_multiple_of(16) {
        let again = inspect(input, &strict);
        assert_eq!(format!("{:?}", found.findings), format!("{:?}", again.findings));
        assert_eq!(found.ink, again.ink);
    }
    found.pages() > 0
}

/// What anybody sends to the port of a preview.
pub fn requests(input: &[u8]) -> bool {
    thread_local!(static GATE: Gate = Gate::new(4711).expect("numbers of the system"));
    let Ok(Some((head, length))) = Head::parse(input) else { return false };
    assert!(length <= input.len());
    let again = Head::parse(&input[..length]).ok().flatten().map(|(head, length)| (head.target, length));
    assert_eq!(again, Some((head.target.clone(), length)), "what follows a head belongs to it");
    // Nobody guesses the secret.
    assert!(GATE.with(|gate| gate.admit(&head).is_err()));
    assert!(head.target.starts_with(http::path(&head.target)));
    for key in ["file", "view", "x", ""] {
        assert!(http::query(&head.target, key).is_none_or(|value| !value.contains('\0')));
    }
    true
}
