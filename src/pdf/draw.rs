//! Items to drawing calls. Decides nothing: what stands where is settled.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target as KTarget};
use krilla::color::{Color, rgb};
use krilla::geom::{PathBuilder, Point as KPoint, Quadrilateral, Rect as KRect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::page::Page as KPage;
use krilla::paint::{Fill, FillRule, Paint, Stroke, StrokeDash};
use krilla::surface::{Location, Surface};
use krilla::tagging::{Artifact as KArtifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::images::Images;
use super::location::location;
use crate::colour::Colour;
use crate::diag::Span;
use crate::document::Target;
use crate::geom::{Point, Pt, Rect};
use crate::ids::LinkId;
use crate::node::Role;
use crate::pages::{Artifact, Glyph, Item, Owner, Page, Pages, Path, Pen, Step, TextRun, Turn};
use crate::source::assets::{Picture, PictureKind};

/// What drawing leaves for the tags, and what is used again.
pub struct Drawn<'a> {
    pages: &'a Pages,
    /// Marked content by node, in order of drawing.
    pub identifiers: Vec<Vec<Identifier>>,
    fonts: Vec<Option<Font>>,
    images: Images,
    /// Whether the writer is told where each letter was typed: it costs time, and only complaints
    /// need it.
    pub located: bool,
    /// By colour of the palette.
    paints: Vec<Color>,
}

impl<'a> Drawn<'a> {
    /// Nothing drawn yet.
    pub fn new(pages: &'a Pages) -> Self {
        Self {
            pages,
            identifiers: vec![Vec::new(); pages.structure.len()],
            fonts: vec![None; pages.fonts.len()],
            images: Images::new(pages.max_ppi),
            located: false,
            paints: pages
                .palette
                .0
                .iter()
                .map(|ink| rgb::Color::new(ink.rgb[0], ink.rgb[1], ink.rgb[2]).into())
                .collect(),
        }
    }

    fn font(&mut self, face: usize) -> Option<Font> {
        if self.fonts[face].is_none() {
            self.fonts[face] = self.pages.fonts[face].embedded.font();
        }
        self.fonts[face].clone()
    }
}

/// Draws a page with its links.
pub fn page(out: &mut KPage<'_>, page: &Page, drawn: &mut Drawn<'_>) {
    let mut surface = out.surface();
    let mut marked = Marked::default();
    for item in &page.items {
        match item {
            Item::Text(run) => text(&mut surface, run, drawn, &mut marked),
            other => {
                let Some(owner) = other.owner() else { continue };
                marked.switch(&mut surface, owner, None, drawn);
                draw(&mut surface, other, drawn);
            }
        }
    }
    marked.close(&mut surface);
    surface.finish();
    links(out, page, drawn);
}

/// The marked content that is open: whose it is, and what is read instead of it.
#[derive(Default)]
struct Marked(Option<(Owner, Option<String>)>);

impl Marked {
    /// Opens marked content for an owner, unless it is open.
    fn switch(
        &mut self,
        surface: &mut Surface<'_>,
        owner: Owner,
        words: Option<String>,
        drawn: &mut Drawn<'_>,
    ) {
        let wanted = Some((owner, words));
        if self.0 == wanted {
            return;
        }
        self.close(surface);
        self.0 = wanted;
        let pages = drawn.pages;
        let words = self.0.as_ref().and_then(|(_, words)| words.as_deref());
        match owner {
            Owner::Artifact(kind) => {
                surface.start_tagged(ContentTag::Artifact(artifact(kind, pages)));
            }
            Owner::Node(node) => {
                let tag = match &pages.structure.get(node).role {
                    Role::Replaced(words) => ContentTag::Span(SpanTag::empty().with_alt_text(Some(words))),
                    Role::Figure(_) if words.is_none() => ContentTag::Other,
                    _ => ContentTag::Span(SpanTag::empty().with_actual_text(words)),
                };
                let identifier = surface.start_tagged(tag);
                drawn.identifiers[pages.structure.index(node)].push(identifier);
            }
        }
    }

    fn close(&mut self, surface: &mut Surface<'_>) {
        if self.0.take().is_some() {
            surface.end_tagged();
        }
    }
}

fn artifact(kind: Artifact, pages: &Pages) -> KArtifact {
    let whole = KRect::from_xywh(0.0, 0.0, pages.trim.0 as f32, pages.trim.1 as f32);
    match kind {
        Artifact::Header => KArtifact::with_kind(ArtifactType::Header),
        Artifact::PageNumber => KArtifact::with_kind(ArtifactType::PageNumber),
        Artifact::Background => KArtifact::new(ArtifactType::Background, whole),
        Artifact::Layout => KArtifact::with_kind(ArtifactType::Layout),
    }
}

fn draw(surface: &mut Surface<'_>, item: &Item, drawn: &mut Drawn<'_>) {
    match item {
        Item::Fill { rect, colour, .. } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour, drawn)));
            box_path(surface, rect);
        }
        Item::Modules { rect, rows, colour, .. } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour, drawn)));
            modules(surface, rect, rows);
        }
        Item::Stroke { width, .. } if *width <= 0.0 => {}
        Item::Stroke { rect, width, colour, .. } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: paint(*colour, drawn),
                width: *width as f32,
                ..Stroke::default()
            }));
            box_path(surface, rect);
            surface.set_stroke(None);
        }
        Item::Path(path) => self::path(surface, path, drawn),
        Item::Picture { rect, clip, turn, picture, .. } => {
            self::picture(surface, (rect, *turn), clip.as_ref(), picture, &mut drawn.images)
        }
        Item::Text(_) | Item::Link { .. } => {}
    }
}

fn paint(colour: Colour, drawn: &Drawn<'_>) -> Paint {
    drawn.paints[usize::from(colour.0)].clone().into()
}

fn fill(colour: Colour, drawn: &Drawn<'_>) -> Fill {
    Fill { paint: paint(colour, drawn), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// A rectangle of ours as one of krilla's; none without extent.
pub fn krect(rect: &Rect) -> Option<KRect> {
    KRect::from_xywh(rect.x as f32, rect.y as f32, rect.w as f32, rect.h as f32)
}

fn path(surface: &mut Surface<'_>, path: &Path, drawn: &Drawn<'_>) {
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
    surface.set_fill(path.fill.map(|colour| fill(colour, drawn)));
    surface.set_stroke(path.pen.as_ref().map(|pen| stroke(pen, drawn)));
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
    surface.set_stroke(None);
}

fn stroke(pen: &Pen, drawn: &Drawn<'_>) -> Stroke {
    let array = pen.dash.iter().map(|length| *length as f32).collect::<Vec<_>>();
    Stroke {
        paint: paint(pen.colour, drawn),
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

/// Draws a run; stretches that are read as other words get marked content of their own.
fn text(surface: &mut Surface<'_>, run: &TextRun, drawn: &mut Drawn<'_>, marked: &mut Marked) {
    let mut x = 0.0;
    let mut from = 0;
    for reading in &run.read_as {
        if from < reading.start {
            marked.switch(surface, run.owner, None, drawn);
            x += glyphs(surface, run, from..reading.start, x, drawn);
        }
        let words = Copied::new(&reading.words).words.into_owned();
        marked.switch(surface, run.owner, Some(words), drawn);
        x += glyphs(surface, run, reading.start..reading.end, x, drawn);
        from = reading.end;
    }
    if usize::from(from) < run.text.len() {
        marked.switch(surface, run.owner, None, drawn);
        glyphs(surface, run, from..u16::MAX, x, drawn);
    }
}

/// Draws the glyphs of some bytes of a run, so far behind its beginning; returns their width.
fn glyphs(surface: &mut Surface<'_>, run: &TextRun, bytes: Range<u16>, x: Pt, drawn: &mut Drawn<'_>) -> Pt {
    let Some(font) = drawn.font(usize::from(run.face.0)) else { return 0.0 };
    let text = Copied::new(&run.text);
    let glyphs = text.glyphs(run, &bytes);
    let width = glyphs.iter().map(|g| f64::from(g.advance)).sum::<f64>() * run.size;
    surface.set_stroke(None);
    surface.set_fill(Some(fill(run.colour, drawn)));
    let at = match run.turn {
        Turn::Upright => KPoint::from_xy((run.at.x + x) as f32, run.at.y as f32),
        Turn::Left => {
            surface.push_transform(&turned(run.at));
            KPoint::from_xy(x as f32, 0.0)
        }
    };
    if drawn.located {
        let own = run.glyphs.iter().filter(|g| bytes.contains(&g.start));
        let placed: Vec<KrillaGlyph> =
            glyphs.iter().zip(own).map(|(g, own)| placed(g, run.span_of(own))).collect();
        surface.draw_glyphs(at, &placed, font, &text.words, run.size as f32, false);
    } else {
        surface.draw_glyphs(at, &glyphs, font, &text.words, run.size as f32, false);
    }
    if run.turn == Turn::Left {
        surface.pop();
    }
    width
}

/// Turns what is drawn left by 90 degrees; its origin comes to lie at `at`.
fn turned(at: Point) -> Transform {
    Transform::from_row(0.0, -1.0, 1.0, 0.0, at.x as f32, at.y as f32)
}

/// A glyph with the place of its letter, for the writer to name in a complaint.
fn placed(g: &Glyph, span: Option<Span>) -> KrillaGlyph {
    let range = usize::from(g.start)..usize::from(g.end);
    KrillaGlyph::new(
        GlyphId::new(u32::from(g.id)),
        g.advance,
        g.dx,
        g.dy,
        0.0,
        range,
        span.and_then(location),
    )
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

/// Text as it is found and copied, in the letters that one types into a search box: protected spaces
/// are plain spaces, our own hyphens plain hyphens, and signs without ink are left out.
pub(super) struct Copied<'t> {
    /// The letters.
    pub words: Cow<'t, str>,
    /// By byte of the text before: the byte now; empty where nothing changed.
    pub bytes: Vec<usize>,
}

impl<'t> Copied<'t> {
    /// Of a text as it is set.
    pub fn new(text: &'t str) -> Self {
        if text.chars().all(|c| typed(c) == Some(c)) {
            return Self { words: Cow::Borrowed(text), bytes: Vec::new() };
        }
        let mut words = String::with_capacity(text.len());
        let mut bytes = Vec::with_capacity(text.len() + 1);
        for c in text.chars() {
            bytes.extend(std::iter::repeat_n(words.len(), c.len_utf8()));
            words.extend(typed(c));
        }
        bytes.push(words.len());
        Self { words: Cow::Owned(words), bytes }
    }

    /// The glyphs of some bytes of a run, with their bytes in these words.
    fn glyphs<'r>(&self, run: &'r TextRun, bytes: &Range<u16>) -> Cow<'r, [Glyph]> {
        let whole = usize::from(bytes.end) >= run.text.len() && bytes.start == 0;
        if whole && self.bytes.is_empty() {
            return run.glyphs.as_slice().into();
        }
        let now = |before: u16| self.bytes.get(usize::from(before)).map_or(before, |byte| *byte as u16);
        let inside = run.glyphs.iter().filter(|g| bytes.contains(&g.start));
        inside.map(|g| Glyph { start: now(g.start), end: now(g.end), ..*g }).collect()
    }
}

/// What one types for a letter of ours.
fn typed(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\u{202f}' => Some(' '),
        '\u{ad}' => Some('-'),
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        c => Some(c),
    }
}

fn picture(
    surface: &mut Surface<'_>,
    (rect, turn): (&Rect, Turn),
    clip: Option<&Rect>,
    picture: &Picture,
    images: &mut Images,
) {
    let (w, h, transform) = match turn {
        Turn::Upright => (rect.w, rect.h, Transform::from_translate(rect.x as f32, rect.y as f32)),
        Turn::Left => (rect.h, rect.w, turned(Point { x: rect.x, y: rect.bottom() })),
    };
    let Some(size) = Size::from_wh(w as f32, h as f32) else { return };
    if let Some(place) = Some(picture.span).filter(|span| span.end > 0).and_then(location) {
        surface.set_location(place);
    }
    let clip = clip.and_then(krect).and_then(|r| {
        let mut builder = PathBuilder::new();
        builder.push_rect(r);
        builder.finish()
    });
    if let Some(clip) = &clip {
        surface.push_clip_path(clip, &FillRule::NonZero);
    }
    surface.push_transform(&transform);
    match &picture.kind {
        PictureKind::Svg(tree) => {
            surface.draw_svg(tree, size, SvgSettings::default());
        }
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => {
            if let Some(image) = images.get(picture, pixels, w) {
                surface.draw_image(image, size);
            }
        }
    }
    surface.pop();
    if clip.is_some() {
        surface.pop();
    }
    surface.reset_location();
}

/// Draws nothing but a picture.
pub fn alone(out: &mut KPage<'_>, picture: &Picture, max_ppi: f64) {
    let rect = Rect { x: 0.0, y: 0.0, w: 100.0, h: 100.0 };
    let mut surface = out.surface();
    self::picture(&mut surface, (&rect, Turn::Upright), None, picture, &mut Images::new(max_ppi));
    surface.finish();
}

/// Whether the area of a link goes on from another one on the same line, which may run up the page.
fn goes_on(last: &Rect, rect: &Rect) -> bool {
    let across = last.y == rect.y && (last.right() - rect.x).abs() < 0.5;
    let up = last.x == rect.x && (rect.bottom() - last.y).abs() < 0.5;
    across || up
}

/// One annotation for each link on the page, over all its lines.
fn links(out: &mut KPage<'_>, page: &Page, drawn: &mut Drawn<'_>) {
    let pages = drawn.pages;
    let mut order: Vec<LinkId> = Vec::new();
    let mut areas: HashMap<LinkId, Vec<Rect>> = HashMap::new();
    for item in &page.items {
        let Item::Link { rect, link } = item else { continue };
        let rects = areas.entry(*link).or_insert_with(|| {
            order.push(*link);
            Vec::new()
        });
        match rects.last_mut().filter(|last| goes_on(last, rect)) {
            Some(last) => *last = last.union(rect),
            None => rects.push(*rect),
        }
    }
    for id in order {
        let link = &pages.links[id];
        let target = match &link.target {
            Target::Url(url) => KTarget::Action(LinkAction::new(url.clone()).into()),
            Target::Anchor(anchor) => match pages.anchors.get(anchor).copied() {
                Some(place) => KTarget::Destination(super::destination(&place).into()),
                None => continue,
            },
            Target::Note(_) | Target::Call(_) => match link.place {
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
        let node = pages.structure.get(link.node);
        let words = match &node.role {
            Role::Link(words) => words.clone(),
            _ => String::new(),
        };
        let annotation =
            Annotation::new_link(LinkAnnotation::new_with_quad_points(quads, target), Some(words))
                .with_location(node.span.and_then(location));
        let identifier = out.add_tagged_annotation(annotation);
        drawn.identifiers[pages.structure.index(link.node)].push(identifier);
    }
}
