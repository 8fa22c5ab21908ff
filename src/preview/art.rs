//! Pictures in drawings of leaves. Decides what a browser gets of a picture: a drawing as it is, a JPEG as it is where it
//! is no larger than needed, else pixels scaled to the width in which it is shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::geom::Pt;
use crate::pdf::writer::pixels::{self, wanted_width};
use crate::source::assets::{Picture, PictureKind, Pixels, Tones};

/// An element of SVG, and the size that it is drawn in.
pub struct Drawn {
    /// Width and height in its own units.
    pub size: (f64, f64),
    /// The element.
    pub element: String,
}

/// Pictures of pixels as they were encoded, by what they show and their pixels across.
#[derive(Default)]
pub struct Art(Mutex<HashMap<(usize, u32), Encoded>>);

struct Encoded {
    /// Keeps the address its own.
    kind: PictureKind,
    element: Option<Arc<str>>,
}

impl Art {
    /// A picture at a width in points; none where it cannot be drawn. Ids in it begin with `ids`.
    pub fn of(&self, picture: &Picture, width: Pt, max_ppi: f64, ids: &str) -> Option<Drawn> {
        match &picture.kind {
            PictureKind::Svg(tree) => {
                let size = (f64::from(tree.size().width()), f64::from(tree.size().height()));
                let options = usvg::WriteOptions {
                    id_prefix: Some(ids.to_owned()),
                    coordinates_precision: 3,
                    indent: usvg::Indent::None,
                    ..Default::default()
                };
                let element = tree.to_string(&options);
                // A browser refuses styles in place (blending): then it gets pixels.
                if !element.contains(" style=") {
                    return Some(Drawn { size, element });
                }
                let across = (width / 72.0 * max_ppi).ceil().max(1.0) as u32;
                let element = self.encoded(Arc::as_ptr(tree) as usize, across, &picture.kind, || {
                    let pixels = pixels::drawn(tree, f64::from(across))?;
                    Some(element_of(&pixels.bytes, "png", size))
                });
                element.map(|element| Drawn { size, element: element.to_string() })
            }
            PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => {
                let across = wanted_width(pixels, width, max_ppi);
                let key = Arc::as_ptr(pixels) as usize;
                let element = self.encoded(key, across, &picture.kind, || of_pixels(picture, pixels, across));
                element.map(|element| Drawn { size: (1.0, 1.0), element: element.to_string() })
            }
        }
    }

    fn encoded(
        &self,
        address: usize,
        across: u32,
        kind: &PictureKind,
        make: impl FnOnce() -> Option<String>,
    ) -> Option<Arc<str>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Encoded { kind: kind.clone(), element: make().map(Arc::from) };
        all.entry((address, across)).or_insert_with(new).element.clone()
    }

    /// Keeps the pictures that are still in use.
    pub fn retain(&self, is_used: impl Fn(&PictureKind) -> bool) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, encoded| is_used(&encoded.kind));
    }
}

/// Pixels in a square of one by one.
fn of_pixels(picture: &Picture, pixels: &Pixels, across: u32) -> Option<String> {
    const UNIT: (f64, f64) = (1.0, 1.0);
    let as_it_is = across >= pixels.width && !matches!(pixels.tones, Tones::Inks(_));
    match &picture.kind {
        PictureKind::Jpeg(_) if as_it_is => Some(element_of(&pixels.bytes, "jpeg", UNIT)),
        _ => {
            let image = pixels::in_light(picture, pixels, across)?;
            let (format, bytes) = pixels::for_browsers(&image, matches!(picture.kind, PictureKind::Jpeg(_)))?;
            Some(element_of(&bytes, format, UNIT))
        }
    }
}

fn element_of(bytes: &[u8], format: &str, (w, h): (f64, f64)) -> String {
    let data = STANDARD.encode(bytes);
    format!(
        "<image width=\"{w}\" height=\"{h}\" preserveAspectRatio=\"none\" href=\"data:image/{format};base64,{data}\"/>"
    )
}
