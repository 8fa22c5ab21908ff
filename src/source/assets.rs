//! Pictures. Decides which files are accepted and how large they may be; decodes once, checks all.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbaImage};

use super::foreign;
use super::lookup::{self, Found};
use super::paths::{self, Refusal};
use super::store::Sources;
use super::{builtin, drawing, inked, refused};
use crate::diag::{Diagnostic, Filling, Sink, Span, complaint, words};
use crate::fault::working_on;
use crate::geom::{MM, Pt};

/// Most pixels of a side.
const LONGEST_SIDE: u32 = 20_000;
/// Most pixels in all.
const MOST_PIXELS: u64 = 60_000_000;
/// Quality of JPEG files that are written anew.
const JPEG_QUALITY: u8 = 92;
/// Largest file in bytes.
pub const LARGEST_FILE: u64 = 128 << 20;
/// Most pixels of all pictures of a brochure together: four hundred photos of a phone.
const MOST_PIXELS_IN_ALL: u64 = 5_000_000_000;
/// Most bytes of the files of all pictures together; they are kept until the last edition is written.
const MOST_BYTES_IN_ALL: u64 = 2 << 30;
/// Most parts and corners of all drawings together, counted at each place where a drawing stands.
const MOST_DRAWN_IN_ALL: u64 = 3_000_000;

/// Pixels per inch that a picture keeps if nobody asks for a size.
pub const DECENT_PPI: f64 = 220.0;
/// Wider and higher than this a picture does not belong into a line.
const MOST_IN_A_LINE: (Pt, Pt) = (24.0 * MM, 12.0 * MM);
/// Width over height of icons.
const SQUARE: RangeInclusive<f64> = 0.75..=1.34;

fn is_large_in_pixels(w: f64, h: f64) -> bool {
    is_large(w * 72.0 / DECENT_PPI, h * 72.0 / DECENT_PPI)
}

fn is_large(w: Pt, h: Pt) -> bool {
    w > MOST_IN_A_LINE.0 && h > MOST_IN_A_LINE.1
}

/// A picture that was checked and can be drawn.
#[derive(Clone)]
pub struct Picture {
    /// Path it was read from, below the project folder.
    pub path: String,
    /// Where it is named.
    pub span: Span,
    /// The drawing or the pixels.
    pub kind: PictureKind,
}

/// Drawing or pixels.
#[derive(Clone)]
pub enum PictureKind {
    /// A vector drawing.
    Svg(Arc<usvg::Tree>),
    /// A JPEG, passed on as it is where its size allows.
    Jpeg(Arc<Pixels>),
    /// Pixels of a lossless file.
    Raster(Arc<Pixels>),
}

/// A pixel image.
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// Its format.
    pub format: ImageFormat,
    /// What they are made of.
    pub tones: Tones,
}

/// What pixels are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tones {
    /// Light.
    Light,
    /// Black and white alone: line art.
    Lines,
    /// Four inks. The file is as it was; how it is to be turned to stand upright.
    Inks(Orientation),
}

impl Pixels {
    /// Cyan, magenta, yellow and black in the place of the four channels, 255 is full ink, upright; none if the
    /// picture is made of light.
    pub fn inks(&self) -> Option<RgbaImage> {
        let Tones::Inks(orientation) = self.tones else { return None };
        let mut image = DynamicImage::from(inked::decode(&self.bytes, self.format).ok()?);
        image.apply_orientation(orientation);
        Some(image.into_rgba8())
    }
}

impl Picture {
    /// Whether it is too large for a line of text: a photo or a plan, no icon, key or logo.
    pub fn is_large(&self) -> bool {
        let (w, h) = self.size();
        match &self.kind {
            // The size of a drawing says little: icons are often drawn large.
            PictureKind::Svg(_) => is_large(w, h) && !SQUARE.contains(&(w / h)),
            PictureKind::Jpeg(_) | PictureKind::Raster(_) => is_large_in_pixels(w, h),
        }
    }

    /// Whether it is another one's very file, named at the same place.
    pub fn is_same(&self, other: &Self) -> bool {
        use PictureKind::{Jpeg, Raster, Svg};
        let same_kind = match (&self.kind, &other.kind) {
            (Svg(a), Svg(b)) => Arc::ptr_eq(a, b),
            (Jpeg(a), Jpeg(b)) | (Raster(a), Raster(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        same_kind && self.path == other.path && self.span == other.span
    }

    /// Width over height.
    pub fn ratio(&self) -> f64 {
        let (w, h) = self.size();
        w / h
    }

    /// The drawing, if pictures stand in it.
    pub fn drawing_with_pixels(&self) -> Option<&usvg::Tree> {
        match &self.kind {
            PictureKind::Svg(tree) => Some(&**tree).filter(|tree| drawing::pixels(tree) > 0),
            PictureKind::Jpeg(_) | PictureKind::Raster(_) => None,
        }
    }

    /// Width and height: points of an SVG, pixels of an image.
    pub fn size(&self) -> (Pt, Pt) {
        match &self.kind {
            PictureKind::Svg(tree) => (f64::from(tree.size().width()), f64::from(tree.size().height())),
            PictureKind::Jpeg(p) | PictureKind::Raster(p) => (f64::from(p.width), f64::from(p.height)),
        }
    }

    /// Pixels per inch at a printed width; none for drawings.
    pub fn ppi(&self, width: Pt) -> Option<f64> {
        match &self.kind {
            PictureKind::Svg(_) => None,
            PictureKind::Jpeg(p) | PictureKind::Raster(p) => Some(f64::from(p.width) * 72.0 / width),
        }
    }
}

/// Where pictures come from: a project's files, and those pictures of it that are known.
#[derive(Clone, Copy)]
pub struct Shelf<'a> {
    /// The project's files.
    pub sources: &'a dyn Sources,
    /// Pictures that were read before.
    pub known: &'a KnownPictures,
}

/// Pictures that were read, by path and the ink that they are drawn in: converting one is dear, and looks, chapters and
/// builds share them.
#[derive(Default)]
pub struct KnownPictures(Mutex<BTreeMap<Inked, Known>>);

/// A picture's path, and the ink that takes the place of `currentColor`.
type Inked = (String, Option<[u8; 3]>);

/// A picture, and the file that it was read from.
struct Known {
    file: FileBytes,
    kind: PictureKind,
    /// Whether it was asked for since those that are not used were forgotten.
    used: bool,
}

/// The bytes of a file; those of pixels that are passed on as they are stand in the picture already.
enum FileBytes {
    Apart(Vec<u8>),
    InPicture,
}

impl Known {
    fn is_of(&self, file: &[u8]) -> bool {
        match (&self.file, &self.kind) {
            (FileBytes::Apart(bytes), _) => *bytes == file,
            (FileBytes::InPicture, PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels)) => {
                *pixels.bytes == file
            }
            (FileBytes::InPicture, PictureKind::Svg(_)) => false,
        }
    }
}

impl KnownPictures {
    /// The picture in a file, which is the one that is known if the file is still the same.
    fn read(&self, path: &str, file: Vec<u8>, ink: Option<[u8; 3]>) -> Result<PictureKind, Diagnostic> {
        // Who asks for a picture that another thread reads waits for it.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (path.to_owned(), ink);
        if let Some(known) = all.get_mut(&key).filter(|known| known.is_of(&file)) {
            known.used = true;
            return Ok(known.kind.clone());
        }
        let (kind, file) = if is_drawing(path, &file) {
            (PictureKind::Svg(drawing::decode(path, file.clone(), ink)?), FileBytes::Apart(file))
        } else {
            decode_pixels(path, file)?
        };
        all.insert(key, Known { file, kind: kind.clone(), used: true });
        Ok(kind)
    }

    /// Forgets those that nobody asked for since this was called last.
    pub fn forget_unused(&self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, known| std::mem::take(&mut known.used));
    }
}

/// What pictures of a brochure may still come to, all together.
pub struct Allowance {
    pixels: u64,
    bytes: u64,
    drawn: u64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { pixels: MOST_PIXELS_IN_ALL, bytes: MOST_BYTES_IN_ALL, drawn: MOST_DRAWN_IN_ALL }
    }
}

impl Allowance {
    /// Takes a picture off that stands at a place; pixels count once, drawings are drawn at each place.
    pub fn take(&mut self, picture: &Picture, is_first: bool, span: Span) -> Result<(), Diagnostic> {
        let path = &picture.path;
        let many_pixels = |most: Filling| complaint::too_many_pixels(path, most).at(span);
        match &picture.kind {
            PictureKind::Svg(tree) => {
                let too_much = || complaint::too_much_drawn(path, MOST_DRAWN_IN_ALL).at(span);
                self.drawn = self.drawn.checked_sub(drawing::size(tree)).ok_or_else(too_much)?;
                let many = || many_pixels(words::megapixels(MOST_PIXELS_IN_ALL / 1_000_000).into());
                self.pixels = self.pixels.checked_sub(drawing::pixels(tree)).ok_or_else(many)?;
            }
            PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) if is_first => {
                let area = u64::from(pixels.width) * u64::from(pixels.height);
                let many = || many_pixels(words::megapixels(MOST_PIXELS_IN_ALL / 1_000_000).into());
                self.pixels = self.pixels.checked_sub(area).ok_or_else(many)?;
                let large = || many_pixels("2 GiB".into());
                self.bytes = self.bytes.checked_sub(pixels.bytes.len() as u64).ok_or_else(large)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// Reads the picture that `written` names, seen from folder `base`.
pub fn load(shelf: Shelf<'_>, base: &str, written: &str, span: Span, sink: &mut Sink) -> Option<Picture> {
    let bytes = read(shelf.sources, base, written, span, sink)?;
    let inside = paths::join(base, written)?;
    decode(shelf, &inside, bytes, None)
        .map(|kind| kind.named(&inside, span))
        .map_err(|d| sink.push(d.at(span)))
        .ok()
}

/// Reads a picture that a text names; see [`lookup::find`]. If it cannot be decoded there is none, and it is
/// told that a frame stands in its place.
pub fn load_of_text(
    shelf: Shelf<'_>,
    chapters: &str,
    written: &str,
    span: Span,
    sink: &mut Sink,
) -> Option<Picture> {
    let found = match lookup::find(shelf.sources, chapters, written, LARGEST_FILE) {
        Ok(found) => found,
        Err(refusal) => {
            // Elsewhere a path with spaces makes no picture: its author may never have seen one there.
            let unseen = matches!(refusal, Refusal::Missing(_)) && written.contains(' ');
            let told = match unseen {
                true => complaint::picture_never_seen(written).at(span),
                false => refusal.complaint(written, Some(span)),
            };
            sink.push(told);
            return None;
        }
    };
    let Found { path, bytes, respelt } = found;
    if respelt {
        sink.push(complaint::file_spelling(written, &path).at(span));
    }
    if let Some(told) = foreign::complaint(&path, &bytes) {
        sink.push(told.at(span));
        return None;
    }
    let kind = decode(shelf, &path, bytes, None);
    kind.map(|kind| kind.named(&path, span)).map_err(|fault| sink.push(set_aside(&path, fault).at(span))).ok()
}

/// What is told of a picture of a text that cannot be decoded; limits stay errors.
fn set_aside(path: &str, fault: Diagnostic) -> Diagnostic {
    let reason = fault.part("reason").cloned();
    match (fault.code, reason) {
        ("image-corrupt", Some(reason)) => complaint::image_set_aside(path, reason),
        ("svg-invalid", Some(reason)) => complaint::drawing_set_aside(path, reason),
        _ => fault,
    }
}

/// Whether the picture that a text names is too large for a line; so is what is no icon by its format.
pub fn is_large_of_text(shelf: Shelf<'_>, chapters: &str, written: &str) -> bool {
    let Ok(Found { path, bytes, .. }) = lookup::find(shelf.sources, chapters, written, LARGEST_FILE) else {
        return false;
    };
    if foreign::complaint(&path, &bytes).is_some() {
        return true;
    }
    if is_drawing(&path, &bytes) {
        let kind = decode(shelf, &path, bytes, None);
        return kind.is_ok_and(|kind| kind.named(&path, Span::default()).is_large());
    }
    let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok();
    let size = reader.and_then(|reader| reader.into_dimensions().ok());
    size.is_some_and(|(w, h)| is_large_in_pixels(f64::from(w), f64::from(h)))
}

/// Reads the file that `written` names, seen from folder `base`.
pub fn read(
    sources: &dyn Sources,
    base: &str,
    written: &str,
    span: Span,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    let name = paths::join(base, written).unwrap_or_else(|| written.to_owned());
    sources.read(base, written, LARGEST_FILE).map_err(|r| sink.push(r.complaint(&name, Some(span)))).ok()
}

/// The theme's artwork or icon: the project's own below `assets/`, or the one compiled in.
/// `ink` replaces `currentColor`.
pub fn load_theme(
    shelf: Shelf<'_>,
    name: &str,
    ink: Option<[u8; 3]>,
    span: Span,
    sink: &mut Sink,
) -> Option<Picture> {
    let path = format!("assets/{name}");
    let bytes = own_or_builtin(shelf.sources, "assets", name, builtin::ASSETS, LARGEST_FILE)
        .map_err(|refusal| sink.push(refusal.complaint(&path, Some(span))))
        .ok()?;
    let kind = decode(shelf, &path, bytes.into_owned(), ink);
    kind.map(|kind| kind.named(&path, span)).map_err(|d| sink.push(d.at(span))).ok()
}

/// The project's own file in `folder`, or the one of that name in the program. One of the project that
/// cannot be read is an error: the other would not be what its author expects.
pub fn own_or_builtin(
    sources: &dyn Sources,
    folder: &str,
    name: &str,
    list: &'static [builtin::Builtin],
    most: u64,
) -> Result<Cow<'static, [u8]>, Refusal> {
    match sources.read(folder, name, most) {
        Ok(bytes) => Ok(bytes.into()),
        Err(missing @ Refusal::Missing(_)) => builtin::find(list, name).map(Cow::Borrowed).ok_or(missing),
        Err(refusal) => Err(refusal),
    }
}

fn decode(
    shelf: Shelf<'_>,
    path: &str,
    bytes: Vec<u8>,
    ink: Option<[u8; 3]>,
) -> Result<PictureKind, Diagnostic> {
    working_on(path, || shelf.known.read(path, bytes, ink))
}

impl PictureKind {
    /// The picture, read from a path that is named there.
    fn named(self, path: &str, span: Span) -> Picture {
        Picture { path: path.to_owned(), span, kind: self }
    }
}

/// Whether a file is a drawing: by its name, unless it holds pixels, or by how it begins.
fn is_drawing(path: &str, bytes: &[u8]) -> bool {
    let pixels = image::guess_format(bytes).is_ok();
    let begin = bytes.get(..1024).unwrap_or(bytes);
    let tagged = || begin.windows(4).any(|letters| letters == b"<svg");
    !pixels && (path.to_ascii_lowercase().ends_with(".svg") || tagged())
}

fn decode_pixels(path: &str, bytes: Vec<u8>) -> Result<(PictureKind, FileBytes), Diagnostic> {
    let corrupt = |why: Filling| complaint::image_corrupt(path, why);
    let unknown = || corrupt(words::unknown_format().into());
    let reader = || {
        let mut reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST_SIDE);
        limits.max_image_height = Some(LONGEST_SIDE);
        limits.max_alloc = Some(MOST_PIXELS * 8);
        reader.limits(limits);
        Some(reader)
    };
    let open = || reader().ok_or_else(unknown);
    let format = open()?.format().ok_or_else(unknown)?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(&bytes) {
        return Err(corrupt(words::ends_early().into()));
    }
    let unlimited = ImageReader::with_format(Cursor::new(&bytes), format);
    let (width, height) = unlimited.into_dimensions().map_err(|e| corrupt(refused::pixels(&e)))?;
    let too_large = width.max(height) > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS;
    if too_large {
        return Err(complaint::image_too_large(path, width, height, LONGEST_SIDE));
    }
    if width == 0 || height == 0 {
        return Err(corrupt(words::no_pixels().into()));
    }
    let (rewritten, tones) = upright(&bytes, open()?, format).map_err(corrupt)?;
    let ((bytes, (width, height), format), file) = match rewritten {
        Some(rewritten) => (rewritten, FileBytes::Apart(bytes)),
        None => ((bytes, tones.upright((width, height)), format), FileBytes::InPicture),
    };
    let pixels = Arc::new(Pixels { width, height, bytes: Arc::new(bytes), format, tones });
    let kind = match format {
        ImageFormat::Jpeg => PictureKind::Jpeg(pixels),
        _ => PictureKind::Raster(pixels),
    };
    Ok((kind, file))
}

/// Whether the last scan of a JPEG is closed: decoders fill what is missing with grey.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let last = |marker: u8| bytes.windows(2).rposition(|w| w == [0xff, marker]);
    last(0xd9) > last(0xda)
}

/// A file's new bytes, width, height and format.
type Rewritten = (Vec<u8>, (u32, u32), ImageFormat);

impl Tones {
    /// Width and height of what is stored in such a size.
    fn upright(self, (width, height): (u32, u32)) -> (u32, u32) {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        match self {
            Self::Inks(Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH) => (height, width),
            _ => (width, height),
        }
    }
}

/// Decodes the picture to be sure that it is whole. One that is stored lying down is written anew, upright: a JPEG as
/// JPEG, all others without loss. So are those formats of which a PDF knows nothing. Inks stay as they are.
fn upright<R: std::io::BufRead + std::io::Seek>(
    bytes: &[u8],
    reader: ImageReader<R>,
    format: ImageFormat,
) -> Result<(Option<Rewritten>, Tones), Filling> {
    let mut decoder = reader.into_decoder().map_err(|e| refused::pixels(&e))?;
    let orientation = decoder.orientation().map_err(|e| refused::pixels(&e))?;
    if inked::is_inked(bytes, &decoder, format) {
        inked::decode(bytes, format)?;
        return Ok((None, Tones::Inks(orientation)));
    }
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| refused::pixels(&e))?;
    let lines = format != ImageFormat::Jpeg && is_black_and_white(&image);
    let tones = if lines { Tones::Lines } else { Tones::Light };
    let known = matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP);
    if known && orientation == Orientation::NoTransforms {
        return Ok((None, tones));
    }
    image.apply_orientation(orientation);
    let size = (image.width(), image.height());
    let mut bytes = Vec::new();
    let (written, format) = if format == ImageFormat::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        (write(encoder, &image, profile), ImageFormat::Jpeg)
    } else {
        (write(PngEncoder::new(&mut bytes), &whole_numbers(image), profile), ImageFormat::Png)
    };
    written.map_err(|e| refused::pixels(&e))?;
    Ok((Some((bytes, size, format)), tones))
}

/// Whether each pixel is wholly black or wholly white, and nothing shines through. How the file stores them says
/// little: decoders widen two colours to bytes, and programs save line art in all colours.
fn is_black_and_white(image: &DynamicImage) -> bool {
    let kind = image.color();
    let size = usize::from(kind.bytes_per_pixel());
    let of_opacity = if kind.has_alpha() { size / usize::from(kind.channel_count()) } else { 0 };
    image.as_bytes().chunks_exact(size).all(|pixel| {
        let (colour, opacity) = pixel.split_at(size - of_opacity);
        let tone = colour[0];
        matches!(tone, 0 | 255) && colour.iter().all(|b| *b == tone) && opacity.iter().all(|b| *b == 255)
    })
}

/// The picture with the profile of its colours.
fn write(
    mut encoder: impl ImageEncoder,
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
) -> image::ImageResult<()> {
    // Where a format has no room for a profile its colours are taken as sRGB, as without one.
    let _ = profile.map(|profile| encoder.set_icc_profile(profile));
    image.write_with_encoder(encoder)
}

/// Samples that a PNG can hold.
fn whole_numbers(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageRgb32F(_) => image.to_rgb16().into(),
        DynamicImage::ImageRgba32F(_) => image.to_rgba16().into(),
        image => image,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(kind: PictureKind) -> Picture {
        Picture { path: "a.png".into(), span: Span::default(), kind }
    }

    fn pixels(width: u32, height: u32) -> Picture {
        let bytes = Arc::new(Vec::new());
        picture(PictureKind::Raster(Arc::new(Pixels {
            width,
            height,
            bytes,
            format: ImageFormat::Png,
            tones: Tones::Light,
        })))
    }

    #[test]
    fn pixels_of_all_pictures_have_a_limit() {
        let mut allowance = Allowance::default();
        let mut take = |picture: &Picture, first| allowance.take(picture, first, Span::default());
        let photo = pixels(10_000, 5_000);
        for _ in 0..MOST_PIXELS_IN_ALL / 50_000_000 {
            assert!(take(&photo, true).is_ok());
        }
        assert!(take(&photo, false).is_ok());
        let refused = take(&pixels(1, 1), true).expect_err("a refusal");
        assert_eq!(refused.code, "image-size");
        assert!(refused.message().contains("a.png"), "{}", refused.message());
    }

    #[test]
    fn bytes_of_all_pictures_have_a_limit() {
        // only their number is looked at: the system gives no memory for zeros
        let file = |length: u64| {
            let bytes = Arc::new(vec![0; length as usize]);
            picture(PictureKind::Jpeg(Arc::new(Pixels {
                width: 1,
                height: 1,
                bytes,
                format: ImageFormat::Jpeg,
                tones: Tones::Light,
            })))
        };
        let mut allowance = Allowance::default();
        let mut take = |picture: &Picture, first| allowance.take(picture, first, Span::default());
        let largest = file(LARGEST_FILE);
        for _ in 0..MOST_BYTES_IN_ALL / LARGEST_FILE {
            assert!(take(&largest, true).is_ok());
        }
        assert!(take(&largest, false).is_ok(), "a file counts once");
        let refused = take(&file(1), true).expect_err("a refusal");
        assert_eq!(refused.code, "image-size");
        assert!(refused.message().ends_with("2 GiB"), "{}", refused.message());
    }

    #[test]
    fn drawings_are_read_once_while_their_files_stay_the_same() {
        let drawings = KnownPictures::default();
        let read = |side: u32, ink| {
            let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {side} 9'/>");
            match drawings.read("a.svg", svg.into_bytes(), ink) {
                Ok(PictureKind::Svg(tree)) => tree,
                other => panic!("{:?}", other.map(|_| "pixels").map_err(|d| d.message())),
            }
        };
        let first = read(9, None);
        assert!(Arc::ptr_eq(&first, &read(9, None)) && !Arc::ptr_eq(&first, &read(9, Some([1, 2, 3]))));
        assert!(read(8, None).size().width() == 8.0 && !Arc::ptr_eq(&first, &read(9, None)));
        let kept = || drawings.0.lock().expect("no panic").len();
        drawings.forget_unused();
        read(9, None);
        assert_eq!(kept(), 2);
        drawings.forget_unused();
        assert_eq!(kept(), 1);
        assert!(drawings.read("a.svg", b"<svg".to_vec(), None).is_err());
    }

    #[test]
    fn pixels_are_decoded_once_while_their_files_stay_the_same() {
        let known = KnownPictures::default();
        let read = |width: u32| {
            let mut file = Vec::new();
            let image = DynamicImage::new_rgb8(width, 2);
            image.write_with_encoder(PngEncoder::new(&mut file)).expect("a picture");
            match known.read("a.png", file, None) {
                Ok(PictureKind::Raster(pixels)) => pixels,
                _ => panic!("a picture of pixels"),
            }
        };
        let first = read(3);
        assert!(Arc::ptr_eq(&first, &read(3)) && !Arc::ptr_eq(&first, &read(4)));
    }

    /// A drawing of a part and some corners.
    fn corners(count: u64) -> Picture {
        let path = format!("<path d='M0 0{}'/>", "h1".repeat(count as usize - 1));
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{path}</svg>");
        let tree = drawing::decode("a.svg", svg.into_bytes(), None);
        picture(PictureKind::Svg(tree.unwrap_or_else(|d| panic!("{}", d.message()))))
    }

    #[test]
    fn drawings_count_at_each_place() {
        let (large, small) = (corners(99_999), corners(2));
        let mut allowance = Allowance::default();
        let mut take = |drawing, first| allowance.take(drawing, first, Span::default()).is_ok();
        assert!(take(&large, true));
        assert!((1..MOST_DRAWN_IN_ALL / 100_000).all(|_| take(&large, false)));
        assert!(!take(&small, true));
    }

    /// A picture of 4 × 2 pixels whose data say that it is to be turned, encoded by `encode`.
    fn lying(encode: impl FnOnce(Vec<u8>, &DynamicImage) -> Vec<u8>) -> PictureKind {
        let orientation = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        let image = image::RgbImage::from_fn(4, 2, |x, y| image::Rgb([(60 * x) as u8, (100 * y) as u8, 9]));
        decode_pixels("a", encode(orientation, &image.into())).unwrap_or_else(|d| panic!("{}", d.message())).0
    }

    #[test]
    fn pictures_that_are_stored_lying_down_stand_up() {
        let png = lying(|exif, image| {
            let mut bytes = Vec::new();
            let mut encoder = PngEncoder::new(&mut bytes);
            encoder.set_exif_metadata(exif).expect("room for it");
            encoder.set_icc_profile(b"profile".to_vec()).expect("room for it");
            image.write_with_encoder(encoder).expect("written");
            bytes
        });
        let jpeg = lying(|exif, image| {
            let mut bytes = Vec::new();
            let mut encoder = JpegEncoder::new(&mut bytes);
            encoder.set_exif_metadata(exif).expect("room for it");
            image.write_with_encoder(encoder).expect("written");
            bytes
        });
        let (PictureKind::Raster(png), PictureKind::Jpeg(jpeg)) = (png, jpeg) else { panic!("other kinds") };
        assert_eq!([(png.width, png.height), (jpeg.width, jpeg.height)], [(2, 4); 2]);
        let mut decoder = ImageReader::with_format(Cursor::new(&**png.bytes), png.format)
            .into_decoder()
            .expect("a picture");
        assert_eq!(decoder.icc_profile().expect("read").as_deref(), Some(&b"profile"[..]));
        assert_eq!(decoder.orientation().expect("read"), Orientation::NoTransforms);
    }

    #[test]
    fn formats_that_no_pdf_knows_become_png() {
        for format in [ImageFormat::Gif, ImageFormat::Tiff, ImageFormat::Bmp] {
            let mut bytes = Cursor::new(Vec::new());
            DynamicImage::new_rgb8(4, 2).write_to(&mut bytes, format).expect("written");
            let decoded = decode_pixels("a", bytes.into_inner());
            let (kind, _) = decoded.unwrap_or_else(|d| panic!("{}", d.message()));
            let PictureKind::Raster(pixels) = kind else { panic!("a JPEG") };
            assert_eq!((pixels.format, pixels.width, pixels.height), (ImageFormat::Png, 4, 2));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let error = decode_pixels("a.png", b"\x89PNG\r\n\x1a\nrubbish".to_vec()).err().expect("refused");
        assert_eq!(error.code, "image-corrupt");
    }
}
