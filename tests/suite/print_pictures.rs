//! Pictures of pixels on paper: inks that are kept, line art that stays sharp, grey that stays one ink.

use std::io::Cursor;

use crate::common::jpeg::{self, inked};
use crate::common::{Outcome, Project};
use brochure::diag::Sink;
use brochure::edition::{check, render_all};
use brochure::press::Profile;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::{Document, Object, Stream};

const DATE: &str = "date = 2019-10-22\n";
const PRINT: &str = "[edition.druck]\nkind = \"print\"\nmin-ppi = 50\n";
const COPY: &str = "[edition.kopie]\nkind = \"ink-saver\"\ntoner = \"grey\"\n";
const BARE: &str = "[cover]\nenabled = false\n[back]\nenabled = false\n[contents]\nenabled = false\n";
/// Petrol: 75 % cyan, 5 % magenta, 22 % yellow, 13 % black.
const PETROL: [u8; 4] = [191, 13, 56, 33];

/// What was made of a chapter with one picture.
struct Made {
    outcome: Outcome,
    sink: Sink,
    pdf: Document,
}

/// The last of these editions, with one picture 100 mm wide.
fn made(editions: &str, name: &str, bytes: impl AsRef<[u8]>) -> Made {
    made_as(editions, name, bytes, "{width=100mm}")
}

fn made_as(editions: &str, name: &str, bytes: impl AsRef<[u8]>, size: &str) -> Made {
    let project = Project::with(&format!("{DATE}{BARE}{editions}"));
    project.file(&format!("assets/{name}"), bytes);
    project.chapter(&format!("![Ein Bild](../assets/{name}){size}\n"));
    let outcome = project.layout();
    let mut sink = outcome.diagnostics.clone();
    let brochure = outcome.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", outcome.rendered()));
    let products = render_all(&brochure.plans(), &|_, _| (), &mut sink);
    let last = products.last().unwrap_or_else(|| panic!("{sink:?}"));
    let pdf = Document::load_mem(&last[0].bytes).expect("a PDF");
    Made { outcome, sink, pdf }
}

impl Made {
    /// The only picture.
    fn picture(&self) -> &Stream {
        let is_picture = |stream: &&Stream| {
            let is = |key: &[u8], name: &[u8]| {
                stream.dict.get(key).and_then(Object::as_name).is_ok_and(|n| n == name)
            };
            is(b"Subtype", b"Image")
        };
        let found: Vec<&Stream> =
            self.pdf.objects.values().filter_map(|o| o.as_stream().ok()).filter(is_picture).collect();
        assert_eq!(found.len(), 1, "{:?}", self.sink);
        found[0]
    }

    fn codes(&self) -> Vec<&str> {
        self.sink.iter().map(|d| d.code).collect()
    }
}

/// Width, height, bits of a sample and colour space.
fn kind(picture: &Stream) -> (i64, i64, i64, String) {
    let number = |key: &[u8]| picture.dict.get(key).and_then(Object::as_i64).expect("a number");
    let space = picture.dict.get(b"ColorSpace").and_then(Object::as_name).expect("a name");
    let space = String::from_utf8_lossy(space).into_owned();
    (number(b"Width"), number(b"Height"), number(b"BitsPerComponent"), space)
}

fn width(picture: &Stream) -> i64 {
    picture.dict.get(b"Width").and_then(Object::as_i64).expect("a width")
}

fn filter(picture: &Stream) -> &[u8] {
    picture.dict.get(b"Filter").and_then(Object::as_name).expect("a filter")
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn near(found: &[u8], expected: &[u8]) -> bool {
    found.iter().zip(expected).all(|(f, e)| f.abs_diff(*e) <= 2)
}

/// A file whose inks are `of` at each block, as those of Adobe's programs and of others store them.
fn photo(blocks: (u16, u16), transform: Option<u8>, of: impl Fn(u16, u16) -> [u8; 4]) -> Vec<u8> {
    inked(blocks, transform, &[], |x, y| match transform {
        None => of(x, y),
        Some(0) => of(x, y).map(|ink| 255 - ink),
        // Without colour: what the inks leave has no differences.
        Some(_) => [of(x, y)[0], 128, 128, 255 - of(x, y)[3]],
    })
}

// Inks

#[test]
fn a_photo_in_inks_is_printed_byte_for_byte() {
    for (transform, inverted) in [(None, false), (Some(0), true), (Some(2), true)] {
        let file = photo((100, 60), transform, |_, _| PETROL);
        let made = made(PRINT, "foto.jpg", &file);
        let picture = made.picture();
        assert_eq!(made.codes(), [""; 0], "{}", made.outcome.rendered());
        assert_eq!(kind(picture), (800, 480, 8, "DeviceCMYK".into()));
        assert!(filter(picture) == b"DCTDecode" && picture.content == file);
        let decode = picture.dict.get(b"Decode").and_then(Object::as_array).ok();
        assert_eq!(decode.map(|d| d[0].as_i64().ok()), inverted.then_some(Some(1)), "{transform:?}");
    }
}

#[test]
fn inks_of_a_photo_are_scaled_ink_by_ink() {
    // Black lies on the left only: no other ink may lose by it.
    let of = |x: u16, _| if x < 150 { PETROL } else { [191, 13, 56, 0] };
    for transform in [None, Some(0)] {
        let made = made_as(PRINT, "foto.jpg", photo((300, 30), transform, of), "{width=50mm}");
        let picture = made.picture();
        let (width, height, _, space) = kind(picture);
        assert_eq!((width, height, space.as_str()), (591, 59, "DeviceCMYK"));
        let samples = picture.get_plain_content().expect("samples");
        let row = &samples[..4 * width as usize];
        assert!(near(&row[400..404], &PETROL), "{:?}", &row[400..404]);
        assert!(near(&row[2000..2004], &[191, 13, 56, 0]), "{:?}", &row[2000..2004]);
    }
}

#[test]
fn luminance_and_differences_become_inks_where_a_photo_is_scaled() {
    let grey = photo((300, 30), Some(2), |_, _| [100, 100, 100, 40]);
    let made = made_as(PRINT, "foto.jpg", grey, "{width=50mm}");
    let samples = made.picture().get_plain_content().expect("samples");
    assert!(near(&samples[..4], &[100, 100, 100, 40]), "{:?}", &samples[..4]);
}

#[test]
fn a_photo_in_inks_that_lies_down_stands_up() {
    let of = |x: u16, _| if x < 50 { [0, 200, 0, 0] } else { [200, 0, 0, 0] };
    let file = inked((100, 60), None, &[jpeg::turned(6)], of);
    for editions in [PRINT, COPY] {
        let made = made(editions, "foto.jpg", &file);
        let (width, height, ..) = kind(made.picture());
        assert_eq!((width, height), (480, 800));
        let samples = made.picture().get_plain_content().expect("samples");
        let size = samples.len() / (480 * 800);
        let (top, bottom) = (&samples[..size], &samples[samples.len() - size..]);
        if editions == PRINT {
            assert!(near(top, &[0, 200, 0, 0]) && near(bottom, &[200, 0, 0, 0]), "{top:?} {bottom:?}");
        } else {
            assert!(size == 1 && top != bottom);
        }
    }
}

#[test]
fn a_profile_in_a_photo_in_inks_is_for_the_screen_only() {
    let profile = Profile::fogra39();
    let file = inked((100, 60), None, &jpeg::profile(profile.bytes()), |_, _| PETROL);
    let printed = made(PRINT, "foto.jpg", &file);
    assert_eq!(printed.codes(), [""; 0], "{}", printed.outcome.rendered());
    assert_eq!(printed.picture().content, file);
    // Of a profile that is none the program's own takes the place, silently: it says nothing of what is printed.
    for bytes in [profile.bytes(), b"no profile"] {
        let file = inked((100, 60), None, &jpeg::profile(bytes), |_, _| PETROL);
        let shown = made("[edition.schirm]\nkind = \"screen\"\n", "foto.jpg", &file);
        assert_eq!(shown.codes(), [""; 0], "{}", shown.outcome.rendered());
        let light = image::load_from_memory(&shown.picture().content).expect("a JPEG").to_rgb8();
        let [r, g, b] = light.get_pixel(400, 240).0;
        assert!(r < 30 && (140..180).contains(&g) && (150..200).contains(&b), "{r} {g} {b}");
    }
}

/// The program's profile, but for its table from inks to light: that has a middle grey for whatever is printed.
fn grey_paper() -> Vec<u8> {
    let mut bytes = Profile::fogra39().bytes().to_vec();
    let entry = 132 + bytes[132..].chunks(12).position(|tag| tag.starts_with(b"A2B1")).expect("a tag") * 12;
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
    let (start, length) = (number(entry + 4), number(entry + 8));
    bytes[start + length / 2..start + length].fill(0x80);
    bytes
}

#[test]
fn the_screen_shows_inks_as_their_own_profile_says() {
    let file = inked((100, 60), None, &jpeg::profile(&grey_paper()), |_, _| PETROL);
    let shown = made("[edition.schirm]\nkind = \"screen\"\n", "foto.jpg", &file);
    let light = image::load_from_memory(&shown.picture().content).expect("a JPEG").to_rgb8();
    let [r, g, b] = light.get_pixel(400, 240).0;
    assert!((90..150).contains(&r) && r.abs_diff(g) < 8 && g.abs_diff(b) < 8, "{r} {g} {b}");
}

#[test]
fn too_much_ink_in_a_photo_is_told_and_not_changed() {
    let file = photo((100, 60), Some(0), |_, _| [255, 230, 230, 255]);
    let made = made(PRINT, "foto.jpg", &file);
    assert_eq!(made.codes(), ["ink-coverage"]);
    assert_eq!(made.picture().content, file);
}

fn tiff<C>(samples: &[C::Inner], orientation: u16) -> Vec<u8>
where
    C: tiff::encoder::colortype::ColorType,
    [C::Inner]: tiff::encoder::TiffValue,
{
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).expect("a TIFF");
    let mut image = encoder.new_image::<C>(800, 480).expect("an image");
    image.encoder().write_tag(tiff::tags::Tag::Orientation, orientation).expect("a tag");
    image.write_data(samples).expect("samples");
    bytes.into_inner()
}

#[test]
fn a_tiff_in_inks_keeps_them() {
    use tiff::encoder::colortype::{CMYK8, CMYK16};
    let eight = PETROL.repeat(800 * 480);
    let sixteen: Vec<u16> = eight.iter().map(|ink| u16::from(*ink) * 257).collect();
    let files = [tiff::<CMYK8>(&eight, 1), tiff::<CMYK16>(&sixteen, 1), tiff::<CMYK8>(&eight, 6)];
    for (file, size) in files.iter().zip([(800, 480), (800, 480), (480, 800)]) {
        let printed = made_as(PRINT, "foto.tif", file, "{width=60mm}");
        assert_eq!(printed.codes(), [""; 0], "{}", printed.outcome.rendered());
        assert_eq!(kind(printed.picture()), (size.0, size.1, 8, "DeviceCMYK".into()));
        assert_eq!(printed.picture().get_plain_content().expect("samples")[..4], PETROL);
        let shown = made_as("[edition.schirm]\nkind = \"screen\"\n", "foto.tif", file, "{width=60mm}");
        assert_eq!((shown.codes(), width(shown.picture())), (vec![], size.0));
    }
}

// Line art

/// Stripes as coarse as a pixel, in two colours.
fn stripes(dark: [u8; 4], light: [u8; 4]) -> DynamicImage {
    RgbaImage::from_fn(2400, 90, |x, _| Rgba(if x % 2 == 0 { dark } else { light })).into()
}

const BLACK: [u8; 4] = [0, 0, 0, 255];
const WHITE: [u8; 4] = [255; 4];

fn black_and_white() -> Vec<(&'static str, Vec<u8>)> {
    let art = stripes(BLACK, WHITE);
    vec![
        ("a.png", encoded(&art, ImageFormat::Png)),
        ("b.png", encoded(&art.to_luma16().into(), ImageFormat::Png)),
        ("c.tif", encoded(&art.to_luma8().into(), ImageFormat::Tiff)),
        ("d.bmp", encoded(&art.to_rgb8().into(), ImageFormat::Bmp)),
        ("e.gif", encoded(&art, ImageFormat::Gif)),
        ("f.webp", encoded(&art.to_rgb8().into(), ImageFormat::WebP)),
    ]
}

#[test]
fn line_art_stays_as_fine_as_it_is_on_paper() {
    for (name, file) in black_and_white() {
        for edition in [PRINT, COPY, "[edition.heft]\nkind = \"booklet\"\n"] {
            let made = made_as(edition, name, &file, "{width=50mm}");
            assert_eq!(kind(made.picture()), (2400, 90, 1, "DeviceGray".into()), "{name} {edition}");
            let bits = made.picture().get_plain_content().expect("bits");
            assert!(bits.len() == 300 * 90 && bits.iter().all(|byte| *byte == 0b0101_0101), "{name}");
            assert_eq!(made.codes(), [""; 0], "{name} {}", made.outcome.rendered());
        }
    }
}

#[test]
fn line_art_that_lies_down_stands_up() {
    let mut file = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
    encoder.set_exif_metadata(jpeg::turned(6).1[6..].to_vec()).expect("room for it");
    let art = stripes(BLACK, WHITE).to_rgb8();
    encoder.write_image(&art, 2400, 90, ExtendedColorType::Rgb8).expect("a picture");
    let made = made_as(PRINT, "a.png", &file, "{height=50mm}");
    assert_eq!(kind(made.picture()), (90, 2400, 1, "DeviceGray".into()));
    // 90 pixels are twelve bytes, of whose last six bits nobody sees.
    let bits = made.picture().get_plain_content().expect("bits");
    let dark = |row: usize| bits[12 * row..][..11].iter().all(|byte| *byte == 0);
    assert!((0..2400).all(|row| dark(row) == (row % 2 == 0)));
}

#[test]
fn line_art_of_two_widths_is_in_the_file_once() {
    let project = Project::with(&format!("{DATE}{BARE}{PRINT}"));
    project.file("assets/a.png", encoded(&stripes(BLACK, WHITE), ImageFormat::Png));
    let twice = "![Eins](../assets/a.png){width=50mm}\n\n![Zwei](../assets/a.png){width=90mm}\n";
    project.chapter(twice);
    let outcome = project.layout();
    let brochure = outcome.brochure.as_ref().expect("laid out");
    let mut sink = Sink::new();
    let files = brochure::edition::render(&brochure.plans()[0], &mut sink).expect("a file");
    let pdf = Document::load_mem(&files[0].bytes).expect("a PDF");
    assert_eq!(width(Made { outcome, sink, pdf }.picture()), 2400);
}

#[test]
fn what_is_not_black_on_white_is_no_line_art() {
    let red = stripes([160, 0, 0, 255], WHITE);
    let dark = stripes([1, 1, 1, 255], WHITE);
    let veiled = stripes([0, 0, 0, 200], WHITE);
    for image in [red, dark, veiled] {
        let made = made_as(PRINT, "a.png", encoded(&image, ImageFormat::Png), "{width=50mm}");
        let pictures = made.pdf.objects.values().filter_map(|o| o.as_stream().ok());
        let bits = pictures.filter_map(|s| s.dict.get(b"BitsPerComponent").and_then(Object::as_i64).ok());
        assert!(bits.clone().count() > 0 && bits.into_iter().all(|bits| bits == 8));
    }
}

// Grey

#[test]
fn grey_that_lies_down_stays_one_plane() {
    let mut file = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut file);
    encoder.set_exif_metadata(jpeg::turned(8).1[6..].to_vec()).expect("room for it");
    let grey = image::GrayImage::from_fn(800, 400, |x, _| image::Luma([(x / 4) as u8]));
    encoder.write_image(&grey, 800, 400, ExtendedColorType::L8).expect("a picture");
    let colour = "[edition.heft]\nkind = \"booklet\"\n";
    for edition in [PRINT, colour] {
        let made = made_as(edition, "a.jpg", &file, "{width=50mm}");
        assert_eq!(kind(made.picture()), (400, 800, 8, "DeviceGray".into()), "{edition}");
    }
    let turned = image::load_from_memory_with_format(
        &made(colour, "a.jpg", &file).picture().content,
        ImageFormat::Jpeg,
    );
    assert_eq!(turned.expect("a JPEG").color(), image::ColorType::L8);
}

/// A profile of a screen whose values are light itself.
fn linear() -> Vec<u8> {
    let xyz = |values: [f64; 3]| {
        let numbers = values.map(|v| ((v * 65536.0).round() as i32).to_be_bytes());
        [b"XYZ \0\0\0\0", numbers.as_flattened()].concat()
    };
    let curve = b"curv\0\0\0\0\0\0\0\0".to_vec();
    let tags = [
        (b"rXYZ", xyz([0.43607, 0.22249, 0.01392])),
        (b"gXYZ", xyz([0.38515, 0.71687, 0.09708])),
        (b"bXYZ", xyz([0.14307, 0.06061, 0.7141])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let (mut list, mut data) = ((tags.len() as u32).to_be_bytes().to_vec(), Vec::new());
    for (name, contents) in &tags {
        let at = (132 + 12 * tags.len() + data.len()) as u32;
        list.extend([name.as_slice(), &at.to_be_bytes(), &(contents.len() as u32).to_be_bytes()].concat());
        data.extend_from_slice(contents);
    }
    let mut header = vec![0; 128];
    header[8] = 2;
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    header[36..40].copy_from_slice(b"acsp");
    let mut bytes = [header, list, data].concat();
    let length = bytes.len() as u32;
    bytes[0..4].copy_from_slice(&length.to_be_bytes());
    bytes
}

fn with_profile(profile: Vec<u8>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
    encoder.set_icc_profile(profile).expect("room for it");
    let image = RgbImage::from_fn(600, 300, |x, _| if x < 300 { Rgb([55; 3]) } else { Rgb([55, 55, 56]) });
    encoder.write_image(&image, 600, 300, ExtendedColorType::Rgb8).expect("a picture");
    file
}

#[test]
fn copies_in_grey_follow_the_profiles_of_pictures() {
    let copied = made(COPY, "a.png", with_profile(linear()));
    assert_eq!(copied.codes(), [""; 0]);
    // 55 of 255 parts of light are a middle grey.
    let samples = copied.picture().get_plain_content().expect("samples");
    assert!(samples.iter().all(|grey| (126..=130).contains(grey)), "{:?}", &samples[..4]);
    let told = made(COPY, "a.png", with_profile(b"no profile".to_vec()));
    assert_eq!(told.codes(), ["image-profile"]);
    let samples = told.picture().get_plain_content().expect("samples");
    assert!(samples.iter().all(|grey| (54..=56).contains(grey)), "{:?}", &samples[..4]);
}

#[test]
fn pictures_on_the_screen_keep_their_profile_when_they_are_scaled() {
    let shown =
        made_as("[edition.schirm]\nkind = \"screen\"\n", "a.png", with_profile(linear()), "{width=20mm}");
    let streams = shown.pdf.objects.values().filter_map(|o| o.as_stream().ok());
    assert!(streams.filter_map(|s| s.get_plain_content().ok()).any(|plain| plain == linear()));
    assert!(width(shown.picture()) < 600);
}

/// A check makes no files, and draws nothing twice: it must find all the same what stands against drawing.
#[test]
fn a_check_tells_of_drawing_what_the_files_tell() {
    let screen = "[edition.schirm]\nkind = \"screen\"\n";
    let large = "[edition.gross]\nkind = \"large-print\"\n";
    for (editions, expected) in [
        (PRINT, &["image-profile"][..]),
        (COPY, &["image-profile"]),
        ("[edition.kopie]\nkind = \"ink-saver\"\n", &["image-profile"]),
        (screen, &["conformance"]),
        (large, &["conformance"]),
    ] {
        let project = Project::with(&format!("{DATE}{BARE}{editions}"));
        project.file("assets/a.png", with_profile(b"no profile".to_vec())).file("assets/b.svg", nested());
        project.chapter("![Ein Bild](../assets/a.png){width=100mm}\n\n![Noch eines](../assets/b.svg)\n");
        let outcome = project.layout();
        let brochure =
            outcome.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", outcome.rendered()));
        let plans = brochure.plans();
        let (mut made, mut checked) = (Sink::new(), Sink::new());
        render_all(&plans, &|_, _| (), &mut made);
        check(&plans, false, &|_, _| (), &mut checked);
        let told = |sink: &Sink| -> Vec<String> { sink.iter().map(|told| format!("{told:?}")).collect() };
        assert_eq!(told(&checked), told(&made), "{editions}");
        assert_eq!(checked.iter().map(|told| told.code).collect::<Vec<_>>(), expected, "{editions}");
    }
}

/// A drawing of groups that are deeper than PDF/A allows.
fn nested() -> String {
    let depth = 30;
    let (open, close) = ("<g opacity='.5'>".repeat(depth), "</g>".repeat(depth));
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{open}<rect width='9' height='9'/><rect width='5' height='5'/>{close}</svg>"
    )
}
