//! Figures: picture and caption as one float. Decides their size.

use super::super::galley::{Content, FloatBox, Galley, Row, Surplus};
use super::super::setter::Setter;
use super::Column;
use super::text::calls_of;
use crate::diag::complaint;
use crate::document::{Caption, Figure};
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Artifact, Item, Owner};
use crate::source::assets::{Picture, PictureKind};
use crate::style::StyleId;

/// Share of the measure that a picture must fill at the least resolution to be set to all of it.
const LEAST_SHARE: f64 = 0.5;

impl<'a> Setter<'a> {
    pub(super) fn figure(&self, figure: &'a Figure, column: Column) -> Galley<'a> {
        let Some(picture) = self.pictures.files.get(&figure.path) else { return Galley::default() };
        let (w, h) = self.figure_size(picture, column.width);
        self.check_resolution(picture, w, figure);
        let mut items = Vec::new();
        let rect = Rect { x: 0.0, y: 0.0, w, h };
        let shown = figure.shows.as_ref().map(|(node, _)| *node);
        let owner = shown.map_or(Owner::Artifact(Artifact::Layout), Owner::Node);
        items.push(Item::Picture { rect, clip: None, picture: picture.clone(), owner });
        self.float(items, h, figure.caption.as_ref(), column)
    }

    /// What is drawn, `height` tall, and its caption as one float.
    pub(super) fn float(
        &self,
        mut items: Vec<Item>,
        mut height: Pt,
        caption: Option<&'a Caption>,
        column: Column,
    ) -> Galley<'a> {
        let theme = &self.sheet.theme.figure;
        let mut galley = Galley::default();
        if let Some(caption) = caption {
            height += theme.caption_gap.0;
            height += self.caption(caption, column.width, height, &mut items);
        }
        let frame = galley.frame(items);
        let space = (theme.space_above.0, theme.space_below.0);
        let anchors = caption.and_then(|c| c.anchor).into_iter().collect();
        let calls = calls_of(caption.iter().flat_map(|c| c.texts()).flat_map(|text| &text.runs));
        // A note is found on the page of its call: a figure that calls one stays in its place.
        let moves = !column.boxed && calls.is_empty();
        let content = Content::Frame(frame);
        let mut row =
            Row { x: column.x, surplus: Surplus::Split, anchors, calls, ..Row::new(height, content) };
        if moves {
            galley.floats.push(FloatBox { row: 0, frame, height, space });
            row.content = Content::Float(0);
        }
        galley.rows.push(row);
        galley.space(space.0, space.1);
        galley
    }

    /// Printed size: a drawing as drawn or as much larger as the theme allows, pixels at a decent
    /// resolution, never wider than the measure.
    fn figure_size(&self, picture: &Picture, measure: Pt) -> (Pt, Pt) {
        let (w, h) = picture.size();
        let natural = match picture.kind {
            PictureKind::Svg(_) => w * self.sheet.theme.figure.enlarge.0,
            // What fills half the measure at a decent resolution is set to all of it.
            _ => {
                let decent = w * 72.0 / self.sheet.theme.figure.min_ppi.0;
                if decent >= measure * LEAST_SHARE { measure } else { decent }
            }
        };
        let most = self.sheet.theme.figure.max_height.0 * self.sheet.page.depth();
        let scale = (natural.min(measure) / w).min(most / h);
        (w * scale, h * scale)
    }

    fn check_resolution(&self, picture: &Picture, width: Pt, figure: &Figure) {
        let least = self.sheet.theme.figure.min_ppi.0;
        if let Some(ppi) = picture.ppi(width).filter(|ppi| *ppi < least) {
            let told = complaint::image_resolution(
                &picture.path,
                format_args!("{ppi:.0}"),
                format_args!("{least:.0}"),
            );
            self.report(told.at(figure.span));
        }
    }

    /// Label, words and source of a caption at height `y`; returns its height.
    pub(super) fn caption(&self, caption: &'a Caption, measure: Pt, y: Pt, items: &mut Vec<Item>) -> Pt {
        let (label, text) = (self.style(StyleId::CaptionLabel), self.style(StyleId::Caption));
        let mut joined = caption.label.clone();
        joined.text.push('\u{2002}');
        let head = joined.runs.len();
        joined.append(&caption.text);
        let styles = |rich: &crate::document::Rich| {
            let mut styles = self.run_styles(rich, label);
            let words = self.run_styles(rich, text);
            styles[head..].copy_from_slice(&words[head..]);
            styles
        };
        let set = self.owned(joined, styles, self.setting(text, measure));
        let mut height = self.place(&set, Point { x: 0.0, y }, items);
        if let Some(source) = &caption.source {
            let set = self.text(source, self.style(StyleId::CaptionSource), measure);
            height += self.place(&set, Point { x: 0.0, y: y + height }, items);
        }
        height
    }
}
