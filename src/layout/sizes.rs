//! Sizes of pictures. Decides how large a picture is printed by its own, and how small it is made in a line.

use super::setter::Setter;
use crate::diag::complaint;
use crate::document::rich::{Rich, Run};
use crate::document::{Extent, Image};
use crate::geom::{MM, Pt};
use crate::source::assets::{DECENT_PPI, Picture, PictureKind};
use crate::style::TextStyle;

/// Height of a picture in a line, in em: from ascenders to descenders.
const LINE: f64 = 1.0;
/// Width over height of the frame for a picture that cannot be had.
const FRAME_RATIO: f64 = 2.0;
/// Width of that frame.
const FRAME_WIDTH: Pt = 70.0 * MM;

/// Most of the width of a picture that has a cell of a table for itself, and of an icon.
const IN_A_CELL: (Pt, Pt) = (40.0 * MM, 12.0 * MM);

impl Setter<'_> {
    /// Width and height of a picture if nobody asks for a size: a drawing as drawn or as much larger as the
    /// theme allows, pixels at a decent resolution.
    pub fn own_size(&self, picture: Option<&Picture>) -> (Pt, Pt) {
        let Some(picture) = picture else { return (FRAME_WIDTH, FRAME_WIDTH / FRAME_RATIO) };
        let (w, h) = picture.size();
        let theme = &self.sheet.theme.figure;
        let scale = match picture.kind {
            PictureKind::Svg(_) => theme.enlarge.0,
            _ => 72.0 / DECENT_PPI.max(theme.min_ppi.0),
        };
        (w * scale, h * scale)
    }

    /// Width and height that an author asks for, the other side in proportion.
    pub fn asked_size(&self, image: &Image, ratio: f64, measure: Pt) -> Option<(Pt, Pt)> {
        let width = image.width.map(|width| width.of(measure));
        let height = image.height.map(|height| height.of(measure));
        match (width, height) {
            (Some(w), Some(h)) => Some((w.min(h * ratio), h.min(w / ratio))),
            (Some(w), None) => Some((w, w / ratio)),
            (None, Some(h)) => Some((h * ratio, h)),
            (None, None) => None,
        }
    }

    /// Width and height of a picture that has a cell of a table for itself.
    pub fn picture_in_cell(&self, cell: &Rich, measure: Pt) -> Option<(Pt, Pt)> {
        let [run] = &cell.runs[..] else { return None };
        let image = cell.image(run)?;
        let picture = self.pictures.files.get(&image.path);
        let (w, h) = self.own_size(picture);
        let is_icon = picture.is_some_and(|picture| !picture.is_large());
        let most = measure.min(if is_icon { IN_A_CELL.1 } else { IN_A_CELL.0 });
        let (w, h) = self.asked_size(image, w / h, measure).unwrap_or((w.min(most), h * w.min(most) / w));
        let scale = (measure / w).min(1.0);
        Some((w * scale, h * scale))
    }

    /// Width and height of a picture in a line of text: never larger than its own size, nor than the line.
    pub(super) fn picture_in_line(&self, rich: &Rich, run: &Run, base: &TextStyle) -> Option<(Pt, Pt)> {
        let image = rich.image(run)?;
        let picture = self.pictures.files.get(&image.path);
        let (w, h) = self.own_size(picture);
        let ratio = w / h;
        let wished = [image.width, image.height].into_iter().flatten();
        let by_length = wished.filter(|wish| matches!(wish, Extent::Length(_))).count() > 0;
        let asked = self.asked_size(image, ratio, 0.0).filter(|_| by_length);
        let height = match asked {
            Some((_, height)) => height.min(base.leading),
            None => (LINE * base.size).min(h),
        };
        if !image.in_line && asked.is_none() && picture.is_some_and(Picture::is_large) {
            let told = complaint::image_in_line(&image.path, format_args!("{:.0}", height / MM));
            self.report(told.at(image.span));
        }
        Some((height * ratio, height))
    }
}
