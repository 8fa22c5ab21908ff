//! What it shall look like. In: the theme. Out: [`StyleSheet`], every text style resolved to a face
//! and points. Never: text.

pub mod contrast;
mod measures;

use crate::colour::{Colour, Palette};
use crate::diag::{FileId, Filling, Sink, complaint};
use crate::geom::{Pt, Rect, Side};
use crate::source::format::parse_format;
use crate::source::theme::{Align, Emphasis, Figures, Hyphenate, Style, Theme, Weight};
use crate::text::fonts::{FaceId, FontBook};
use crate::text::shape::Features;
use crate::tree::Spanned;

macro_rules! style_ids {
    ($($id:ident = $name:literal),* $(,)?) => {
        /// The text styles of a theme.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names say it")]
        pub enum StyleId { $($id),* }
        /// All styles with their names in the theme.
        pub const STYLES: &[(StyleId, &str)] = &[$((StyleId::$id, $name)),*];
    };
}
style_ids! {
    Body = "body", LeadIn = "lead-in",
    Heading1 = "heading-1", Heading2 = "heading-2", Heading3 = "heading-3", Heading4 = "heading-4",
    OpenerNumber = "opener-number", OpenerTitle = "opener-title", Standfirst = "standfirst",
    PullQuote = "pull-quote", Attribution = "attribution", Quote = "quote",
    List = "list", ListNumber = "list-number", BoxLabel = "box-label", BoxText = "box-text",
    LawText = "law-text", Footnote = "footnote", FootnoteNumber = "footnote-number",
    NoteCall = "note-call", Caption = "caption", CaptionLabel = "caption-label",
    CaptionSource = "caption-source", TableHead = "table-head", TableCell = "table-cell", TableGroup = "table-group",
    ChartLabel = "chart-label", ChartValue = "chart-value", ChartHead = "chart-head",
    Code = "code", RunningHead = "running-head", Folio = "folio", TabNumber = "tab-number",
    TocTitle = "toc-title", TocNumber = "toc-number", TocPage = "toc-page",
    TocSummary = "toc-summary", TocExtra = "toc-extra",
    ChecklistTitle = "checklist-title", ChecklistSub = "checklist-sub",
    ChecklistItem = "checklist-item", FieldLabel = "field-label",
    Term = "term", Definition = "definition",
    ImprintLabel = "imprint-label", ImprintText = "imprint-text",
    ImprintTitle = "imprint-title", ImprintSubtitle = "imprint-subtitle",
    CoverKicker = "cover-kicker", CoverTitle = "cover-title", CoverSubtitle = "cover-subtitle",
    CoverPublishers = "cover-publishers", BackClaim = "back-claim", BackBlurb = "back-blurb",
    QrLabel = "qr-label", QrUrl = "qr-url", FurtherTitle = "further-title", FurtherUrl = "further-url",
    BackName = "back-name", BackContact = "back-contact",
}

impl std::hash::Hash for Figures {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (*self as u8).hash(state);
    }
}

/// A style, resolved.
#[derive(Debug, Clone, Copy)]
pub struct TextStyle {
    /// Faces: plain, emphasis, strong, both.
    pub faces: [FaceId; 4],
    /// Size.
    pub size: Pt,
    /// Distance of baselines.
    pub leading: Pt,
    /// Colour.
    pub colour: Colour,
    /// Alignment.
    pub align: Align,
    /// Where words break.
    pub hyphenate: Hyphenate,
    /// Figures and capitals.
    pub features: Features,
    /// Space added after each letter, in em.
    pub tracking: f64,
    /// First-line indent of a paragraph after a paragraph.
    pub indent: Pt,
    /// How far above the baseline the text stands.
    pub raise: Pt,
    /// Least space above the block.
    pub space_above: Pt,
    /// Least space below the block.
    pub space_below: Pt,
    /// Top of the line box to the baseline.
    pub baseline: Pt,
}

impl TextStyle {
    /// The same in another size.
    pub fn sized(&self, size: Pt, leading: Pt) -> Self {
        let below_middle = (self.baseline - self.leading / 2.0) / self.size;
        Self { size, leading, baseline: leading / 2.0 + below_middle * size, ..*self }
    }
}

/// The type area and the page around it.
#[derive(Debug, Clone, Copy)]
pub struct PageGeometry {
    /// Trim width.
    pub width: Pt,
    /// Trim height.
    pub height: Pt,
    /// Inner margin.
    pub inner: Pt,
    /// Outer margin.
    pub outer: Pt,
    /// Top of the type area.
    pub top: Pt,
    /// Width of the type area: the measure.
    pub measure: Pt,
    /// Lines of the type area.
    pub lines: usize,
    /// Bleed on all sides.
    pub bleed: Pt,
    /// Grid step.
    pub leading: Pt,
    /// How far wide blocks reach into the outer margin.
    pub wide: Pt,
    /// Scale of the fixed pages against the format they are drawn for, across and down.
    pub scale: (f64, f64),
}

impl PageGeometry {
    /// Left edge of the type area.
    pub fn left(&self, side: Side) -> Pt {
        match side {
            Side::Recto => self.inner,
            Side::Verso => self.outer,
        }
    }

    /// Height of the type area.
    pub fn depth(&self) -> Pt {
        self.lines as Pt * self.leading
    }

    /// The whole sheet with its bleed.
    pub fn full(&self) -> Rect {
        let b = self.bleed;
        Rect { x: -b, y: -b, w: self.width + 2.0 * b, h: self.height + 2.0 * b }
    }
}

/// All styles of a brochure.
pub struct StyleSheet {
    /// The theme.
    pub theme: Theme,
    /// Colours by number.
    pub palette: Palette,
    /// Page geometry.
    pub page: PageGeometry,
    styles: Vec<TextStyle>,
}

impl StyleSheet {
    /// Resolves the theme; complaints go to `sink`.
    pub fn new(theme: Theme, palette: Palette, fonts: &FontBook, sink: &mut Sink) -> Option<Self> {
        let page = page_geometry(&theme, sink)?;
        let text_colour = palette.text();
        let mut styles = Vec::new();
        for (_, name) in STYLES {
            let Some(style) = theme.style.get(name) else {
                sink.push(complaint::missing_style(name));
                return None;
            };
            styles.push(resolve(style, &theme, text_colour, fonts, sink)?);
        }
        contrast::report(&theme, &palette, sink);
        measures::report(&theme, sink);
        Some(Self { theme, palette, page, styles })
    }

    /// The style of that name.
    pub fn style(&self, id: StyleId) -> &TextStyle {
        &self.styles[id as usize]
    }

    /// The style with the theme's name for it.
    pub fn by_name(&self, name: &str) -> Option<StyleId> {
        STYLES.iter().find(|(_, n)| *n == name).map(|(id, _)| *id)
    }
}

fn resolve(
    style: &Style,
    theme: &Theme,
    text: Colour,
    fonts: &FontBook,
    sink: &mut Sink,
) -> Option<TextStyle> {
    let Some(family) = fonts.family(&style.font.value) else {
        if theme.fonts.names().any(|name| name == style.font.value) {
            return None; // its file is missing, which was said
        }
        let place = (style.font.span.file != FileId(0) || style.font.span.end > 0).then_some(style.font.span);
        sink.push(complaint::unknown_font(&style.font.value, Filling::list(fonts.families())).at(place));
        return None;
    };
    let rules = &theme.paragraph;
    let (strong, i) =
        (if style.weight == Weight::Regular { Weight::Semibold } else { Weight::Bold }, style.italic);
    let face = |weight, italic| family.face(weight, italic);
    let faces = match rules.emphasis {
        Emphasis::Italic => {
            [face(style.weight, i), face(style.weight, !i), face(strong, i), face(strong, !i)]
        }
        Emphasis::Bold => [face(style.weight, i), face(strong, i), face(strong, i), face(strong, i)],
    };
    let (ascent, descent) = fonts.face(faces[0]).extents;
    let size = style.size.0.max(rules.smallest.0);
    let leading = style.leading.value.0 * size / style.size.0;
    Some(TextStyle {
        faces,
        size,
        leading,
        colour: style.color.map_or(text, |c| c.value),
        align: style.align,
        hyphenate: style.hyphenate,
        features: Features { figures: style.figures, small_caps: style.small_caps },
        tracking: style.tracking.0 / 1000.0,
        indent: style.indent.0,
        raise: style.raise.0,
        space_above: style.space_above.0,
        space_below: style.space_below.0,
        baseline: (leading - (ascent + descent) * size) / 2.0 + ascent * size,
    })
}

/// Narrowest measure that can be set.
const NARROWEST_MEASURE: Pt = 70.0;
/// Fewest lines of a type area.
const FEWEST_LINES: f64 = 12.0;
/// brochure.toml is read first.
const BROCHURE_TOML: FileId = FileId(0);

fn known_format(format: &Spanned<String>, sink: &mut Sink) -> Option<(Pt, Pt)> {
    let size = parse_format(&format.value);
    if size.is_none() {
        sink.push(complaint::no_format(&format.value).at(format.span));
    }
    size
}

fn page_geometry(theme: &Theme, sink: &mut Sink) -> Option<PageGeometry> {
    let p = &theme.page;
    let (width, height) = known_format(&p.format, sink)?;
    let drawn = known_format(&p.drawn_for, sink)?;
    let leading = theme.grid.leading.0;
    let measure = width - p.margin_inner.value.0 - p.margin_outer.value.0;
    let depth = height - p.margin_head.value.0 - p.margin_foot.value.0;
    let lines = ((depth + 0.5) / leading).floor();
    let margins = [&p.margin_inner, &p.margin_outer, &p.margin_head, &p.margin_foot];
    if measure < NARROWEST_MEASURE || lines < FEWEST_LINES {
        let mut places = margins.iter().map(|m| m.span).chain([p.format.span]);
        let place = places.find(|s| s.file == BROCHURE_TOML).unwrap_or(p.format.span);
        sink.push(complaint::no_room_on_page().at(place));
        return None;
    }
    Some(PageGeometry {
        width,
        height,
        inner: p.margin_inner.value.0,
        outer: p.margin_outer.value.0,
        top: p.margin_head.value.0,
        measure,
        lines: lines as usize,
        bleed: p.bleed.0,
        leading,
        wide: p.wide.0.min(p.margin_outer.value.0),
        scale: (width / drawn.0, height / drawn.1),
    })
}
