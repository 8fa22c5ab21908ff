//! Items to drawing calls. Decides nothing: what stands where is settled.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target as KTarget};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point as KPoint, Quadrilateral, Rect as KRect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::page::Page as KPage;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::{Location, Surface};
use krilla::tagging::{Artifact as KArtifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::images::Images;
use crate::colour::Colour;
use crate::document::Target;
use crate::document::rich::LinkId;
use crate::geom::{Point, Rect};
use crate::node::Role;
use crate::pages::{Artifact, Glyph, Item, Owner, Page, Pages, Path, Pen, Step, TextRun};
use crate::source::assets::{Picture, PictureKind};

/// What drawing leaves for the tags, and what is used again.
pub struct Drawn {
    /// Marked content by node, in order of drawing.
    pub identifiers: Vec<Vec<Identifier>>,
    fonts: Vec<Option<Font>>,
    images: Images,
}

impl Drawn {
    /// Nothing drawn yet.
    pub fn new(pages: &Pages, max_ppi: f64) -> Self {
        Self {
            identifiers: vec![Vec::new(); pages.structure.len()],
            fonts: vec![None; pages.fonts.len()],
            images: Images::new(max_ppi),
        }
    }

    fn font(&mut self, face: usize, pages: &Pages) -> Option<Font> {
        if self.fonts[face].is_none() {
            self.fonts[face] = Font::new(pages.fonts[face].bytes.clone().into(), 0);
        }
        self.fonts[face].clone()
    }
}

/// Draws a page with its links.
pub fn page(out: &mut KPage<'_>, page: &Page, pages: &Pages, drawn: &mut Drawn) {
    let mut surface = out.surface();
    let mut open: Option<Owner> = None;
    for item in &page.items {
        let Some(owner) = owner_of(item) else { continue };
        if open != Some(owner) {
            if open.is_some() {
                surface.end_tagged();
            }
            start(&mut surface, owner, pages, drawn);
            open = Some(owner);
        }
        draw(&mut surface, item, pages, drawn);
    }
    if open.is_some() {
        surface.end_tagged();
    }
    surface.finish();
    links(out, page, pages, drawn);
}

fn owner_of(item: &Item) -> Option<Owner> {
    match item {
        Item::Text(run) => Some(run.owner),
        Item::Fill { owner, .. }
        | Item::Stroke { owner, .. }
        | Item::Modules { owner, .. }
        | Item::Picture { owner, .. } => Some(*owner),
        Item::Path(path) => Some(path.owner),
        Item::Link { .. } => None,
    }
}

/// Opens marked content for an owner.
fn start(surface: &mut Surface<'_>, owner: Owner, pages: &Pages, drawn: &mut Drawn) {
    match owner {
        Owner::Artifact(kind) => {
            let whole = KRect::from_xywh(0.0, 0.0, pages.trim.0 as f32, pages.trim.1 as f32);
            let artifact = match kind {
                Artifact::Header => KArtifact::with_kind(ArtifactType::Header),
                Artifact::PageNumber => KArtifact::with_kind(ArtifactType::PageNumber),
                Artifact::Background => KArtifact::new(ArtifactType::Background, whole),
                Artifact::Layout => KArtifact::with_kind(ArtifactType::Layout),
            };
            surface.start_tagged(ContentTag::Artifact(artifact));
        }
        Owner::Node(node) => {
            let tag = match &pages.structure.get(node).role {
                Role::Replaced(words) => ContentTag::Span(SpanTag::empty().with_alt_text(Some(words))),
                Role::Figure(_) => ContentTag::Other,
                _ => ContentTag::Span(SpanTag::empty()),
            };
            let identifier = surface.start_tagged(tag);
            drawn.identifiers[node.0 as usize].push(identifier);
        }
    }
}

fn draw(surface: &mut Surface<'_>, item: &Item, pages: &Pages, drawn: &mut Drawn) {
    match item {
        Item::Text(run) => text(surface, run, pages, drawn),
        Item::Fill { rect, colour, .. } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour, pages)));
            box_path(surface, rect);
        }
        Item::Modules { rect, rows, colour, .. } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour, pages)));
            modules(surface, rect, rows);
        }
        Item::Stroke { width, .. } if *width <= 0.0 => {}
        Item::Stroke { rect, width, colour, .. } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: paint(*colour, pages).into(),
                width: *width as f32,
                ..Stroke::default()
            }));
            box_path(surface, rect);
            surface.set_stroke(None);
        }
        Item::Path(path) => self::path(surface, path, pages),
        Item::Picture { rect, clip, picture, .. } => {
            self::picture(surface, rect, clip.as_ref(), picture, drawn)
        }
        Item::Link { .. } => {}
    }
}

fn paint(colour: Colour, pages: &Pages) -> rgb::Color {
    let [r, g, b] = pages.palette.ink(colour).rgb;
    rgb::Color::new(r, g, b)
}

fn fill(colour: Colour, pages: &Pages) -> Fill {
    Fill { paint: paint(colour, pages).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn krect(rect: &Rect) -> Option<KRect> {
    KRect::from_xywh(rect.x as f32, rect.y as f32, rect.w as f32, rect.h as f32)
}

fn path(surface: &mut Surface<'_>, path: &Path, pages: &Pages) {
    let mut builder = PathBuilder::new();
    let at = |p: &Point| (p.x as f32, p.y as f32);
    for step in &path.steps {
        match step {
            Step::Move(p) => builder.move_to(at(p).0, at(p).1),
            Step::Line(p) => builder.line_to(at(p).0, at(p).1),
            Step::Curve(a, b, p) => builder.cubic_to(at(a).0, at(a).1, at(b).0, at(b).1, at(p).0, at(p).1),
            Step::Close => builder.close(),
        }
    }
    surface.set_fill(path.fill.map(|colour| fill(colour, pages)));
    surface.set_stroke(path.pen.as_ref().map(|pen| stroke(pen, pages)));
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
    surface.set_stroke(None);
}

fn stroke(pen: &Pen, pages: &Pages) -> Stroke {
    let array = pen.dash.iter().map(|length| *length as f32).collect::<Vec<_>>();
    Stroke {
        paint: paint(pen.colour, pages).into(),
        width: pen.width as f32,
        dash: (!array.is_empty()).then_some(StrokeDash { array, offset: 0.0 }),
        ..Stroke::default()
    }
}

fn box_path(surface: &mut Surface<'_>, rect: &Rect) {
    let mut builder = PathBuilder::new();
    let Some(rect) = krect(rect) else { return };
    builder.push_rect(rect);
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

/// All modules in one path, so that no viewer shows seams between them.
fn modules(surface: &mut Surface<'_>, rect: &Rect, rows: &[Box<[bool]>]) {
    let mut builder = PathBuilder::new();
    let side = rect.w / rows.len() as f64;
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            let (left, top) = (rect.x + x as f64 * side, rect.y + y as f64 * side);
            if run > 0
                && let Some(part) = krect(&Rect { x: left, y: top, w: run as f64 * side, h: side })
            {
                builder.push_rect(part);
            }
            x += run.max(1);
        }
    }
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

fn text(surface: &mut Surface<'_>, run: &TextRun, pages: &Pages, drawn: &mut Drawn) {
    let Some(font) = drawn.font(usize::from(run.face.0), pages) else { return };
    let (text, glyphs) = copied(run);
    surface.set_stroke(None);
    surface.set_fill(Some(fill(run.colour, pages)));
    let at = KPoint::from_xy(run.at.x as f32, run.at.y as f32);
    surface.draw_glyphs(at, &glyphs, font, &text, run.size as f32, false);
}

/// Our glyphs are what the writer reads: nothing is copied.
impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(u32::from(self.id))
    }

    fn text_range(&self) -> Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.dx * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.dy * size
    }

    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}

/// Text as it is found and copied: protected spaces are our typography, so readers get the plain
/// spaces that they would type into a search box.
fn copied(run: &TextRun) -> (Cow<'_, str>, Cow<'_, [Glyph]>) {
    const PROTECTED: [char; 2] = ['\u{a0}', '\u{202f}'];
    if !run.text.contains(PROTECTED) {
        return (run.text.as_str().into(), run.glyphs.as_slice().into());
    }
    let mut words = String::with_capacity(run.text.len());
    // By byte of the text before: the byte now.
    let mut bytes = Vec::with_capacity(run.text.len() + 1);
    for c in run.text.chars() {
        bytes.extend(std::iter::repeat_n(words.len() as u16, c.len_utf8()));
        words.push(if PROTECTED.contains(&c) { ' ' } else { c });
    }
    bytes.push(words.len() as u16);
    let now = |before: u16| bytes[usize::from(before)];
    let glyphs: Vec<Glyph> =
        run.glyphs.iter().map(|g| Glyph { start: now(g.start), end: now(g.end), ..*g }).collect();
    (words.into(), glyphs.into())
}

fn picture(
    surface: &mut Surface<'_>,
    rect: &Rect,
    clip: Option<&Rect>,
    picture: &Picture,
    drawn: &mut Drawn,
) {
    let Some(size) = Size::from_wh(rect.w as f32, rect.h as f32) else { return };
    let clip = clip.and_then(krect).and_then(|r| {
        let mut builder = PathBuilder::new();
        builder.push_rect(r);
        builder.finish()
    });
    if let Some(clip) = &clip {
        surface.push_clip_path(clip, &FillRule::NonZero);
    }
    surface.push_transform(&Transform::from_translate(rect.x as f32, rect.y as f32));
    match &picture.kind {
        PictureKind::Svg(tree) => {
            surface.draw_svg(tree, size, SvgSettings::default());
        }
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => {
            if let Some(image) = drawn.images.get(&picture.path, pixels, rect.w) {
                surface.draw_image(image, size);
            }
        }
    }
    surface.pop();
    if clip.is_some() {
        surface.pop();
    }
}

/// One annotation for each link on the page, over all its lines.
fn links(out: &mut KPage<'_>, page: &Page, pages: &Pages, drawn: &mut Drawn) {
    let mut order: Vec<LinkId> = Vec::new();
    let mut areas: HashMap<LinkId, Vec<Rect>> = HashMap::new();
    for item in &page.items {
        let Item::Link { rect, link } = item else { continue };
        let rects = areas.entry(*link).or_insert_with(|| {
            order.push(*link);
            Vec::new()
        });
        match rects.last_mut().filter(|last| last.y == rect.y && (last.right() - rect.x).abs() < 0.5) {
            Some(last) => *last = last.union(rect),
            None => rects.push(*rect),
        }
    }
    for id in order {
        let link = &pages.links[id.0 as usize];
        let target = match &link.target {
            Target::Url(url) => KTarget::Action(LinkAction::new(url.clone()).into()),
            Target::Anchor(anchor) => match pages.anchors.get(anchor.0 as usize).copied().flatten() {
                Some(place) => KTarget::Destination(super::destination(&place).into()),
                None => continue,
            },
            Target::Note(_) => match link.place {
                Some(place) => KTarget::Destination(super::destination(&place).into()),
                None => continue,
            },
            Target::Nowhere => continue,
        };
        let quads: Vec<Quadrilateral> =
            areas[&id].iter().filter_map(krect).map(Quadrilateral::from).collect();
        if quads.is_empty() {
            continue;
        }
        let words = match &pages.structure.get(link.node).role {
            Role::Link(words) => words.clone(),
            _ => String::new(),
        };
        let annotation =
            Annotation::new_link(LinkAnnotation::new_with_quad_points(quads, target), Some(words));
        let identifier = out.add_tagged_annotation(annotation);
        drawn.identifiers[link.node.0 as usize].push(identifier);
    }
}
