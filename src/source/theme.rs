//! The schema of theme files: every measure, colour, font and rule that a designer may change.
//! The values live in `assets/themes/*.toml`; `[…]` tables of brochure.toml are laid over them.

use crate::colour::Colour;
use crate::tree::{Count, Decode, Decoder, Length, Named, Number, Spanned, Value, decoded, decoded_enum};

/// A distance, or a place seen from the head or left edge of a page: up to a metre, the longest side of
/// a format.
pub type Space = Length<0, 2835>;
/// What words or marks stand in: never so narrow that there is no room.
pub type Width = Length<36, 2835>;
/// Space between and around blocks, and indents: up to eight inches.
pub type Gap = Length<0, 576>;
/// A distance in either direction.
pub type Shift = Length<-288, 288>;
/// Thickness of a rule, or the side of a small mark.
pub type Rule = Length<0, 72>;
/// Size of type.
pub type TypeSize = Length<2, 1000>;
/// Distance of baselines.
pub type Leading = Length<2, 1200>;
/// Side of a QR code: from five millimetres on.
pub type Symbol = Length<14, 850>;
/// A part of a whole.
pub type Share = Number<0, 1>;
/// Lines or rows.
pub type Lines = Count<0, 1000>;
/// Pixels per inch.
pub type Ppi = Number<36, 4800>;

decoded! {
    /// A theme with all overrides applied.
    pub struct Theme {
        page: Page, grid: Grid, contrast: Contrast, fonts: Named<Family>, fallback: Fallback,
        style: Named<Style>, paragraph: Paragraph, list: List,
        callouts: Callouts, callout: Named<CalloutKind>, pull_quote: PullQuote,
        footnotes: Footnotes, table: TableTheme, figure: FigureTheme, chart: ChartTheme, code: CodeTheme,
        r#break: Break, links: Links, marks: MarkTheme = MarkTheme::default(), qr: Qr, running: Running, tab: Tab,
        cover: CoverTheme, logos: Logos, back: BackTheme, imprint: ImprintTheme, toc: Toc,
        opener: Opener, checklist: Checklist, glossary: Glossary,
    }
}

decoded! {
    /// Trim size and margins.
    pub struct Page {
        /// A4, A5, A6, DIN lang, or `148mm x 210mm`.
        format: Spanned<String>,
        margin_inner: Spanned<Space>, margin_outer: Spanned<Space>, margin_head: Spanned<Space>, margin_foot: Spanned<Space>,
        bleed: Length<0, 57>,
        /// Format for which the measures of the fixed pages are given.
        drawn_for: Spanned<String>,
        /// How far wide blocks reach into the outer margin, at most to its edge.
        wide: Space,
    }
}

/// A drawing below assets/; none where the key is missing or `""`.
#[derive(Debug, Clone)]
pub struct Art(pub Option<Spanned<String>>);

impl Decode for Art {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let file = Spanned::<String>::decode(value, cx)?;
        Some(Self((!file.value.is_empty()).then_some(file)))
    }
}

decoded! {
    /// The baseline grid.
    pub struct Grid { leading: Length<4, 200> }
}

decoded! {
    /// Least contrast of text to its ground, and of large text.
    pub struct Contrast { text: Number<1, 21>, large_text: Number<1, 21> }
}

decoded! {
    /// Font files of a family; weights that are missing fall back to the nearest.
    pub struct Family {
        regular: Spanned<String>, italic: Option<Spanned<String>> = None,
        semibold: Option<Spanned<String>> = None, semibold_italic: Option<Spanned<String>> = None,
        bold: Option<Spanned<String>> = None,
    }
}

decoded! {
    /// Families that are asked, in this order, for letters that a font lacks.
    pub struct Fallback { families: Vec<Spanned<String>> }
}

decoded_enum! {
    /// Weight of a face.
    pub enum Weight { Regular = "regular", Semibold = "semibold", Bold = "bold" }
}

decoded_enum! {
    /// How lines are aligned.
    pub enum Align { Justify = "justify", Left = "left", Center = "center", Right = "right" }
}

decoded_enum! {
    /// Where words may be broken.
    pub enum Hyphenate {
        /// With the limits for running text.
        Text = "text",
        /// With the limits for lists, notes and cells.
        Small = "small",
        /// At soft hyphens only.
        Soft = "soft",
        /// Only words that are wider than their line.
        LongWords = "long-words",
        /// Never.
        None = "none",
    }
}

decoded_enum! {
    /// Shape of the figures.
    pub enum Figures { Old = "old", Lining = "lining", Tabular = "tabular" }
}

decoded! {
    /// A text style as written.
    pub struct Style {
        font: Spanned<String>, weight: Weight = Weight::Regular, italic: bool = false,
        size: TypeSize, leading: Spanned<Leading>, color: Option<Spanned<Colour>> = None,
        align: Align = Align::Left, hyphenate: Hyphenate = Hyphenate::LongWords,
        figures: Figures = Figures::Lining, small_caps: bool = false,
        tracking: Number<-200, 1000> = Number(0.0), indent: Gap = Length(0.0), raise: Shift = Length(0.0),
        space_above: Gap = Length(0.0), space_below: Gap = Length(0.0),
    }
}

decoded! {
    /// Shortest word that is broken, and shortest parts, in letters.
    #[derive(Copy, PartialEq)]
    pub struct HyphenLimits { word: Count<1, 100>, left: Count<1, 100>, right: Count<1, 100> }
}

decoded_enum! {
    /// How words with emphasis look.
    pub enum Emphasis { Italic = "italic", Bold = "bold" }
}

decoded! {
    /// Rules of paragraphs.
    pub struct Paragraph {
        space_shrink: Number<0, 9, 10>, space_stretch: Number<0, 4>, tracking: Number<0, 100, 1000>,
        text_hyphens: HyphenLimits, small_hyphens: HyphenLimits,
        hang_hyphen: Share, hang_stop: Share, last_line_min: Space, mark_lead_ins: bool,
        emphasis: Emphasis,
        /// No text is smaller, raised figures and code included.
        smallest: Length<0, 72>,
    }
}

decoded! {
    /// Lists.
    pub struct List {
        marker: Rule, marker_top: Shift, marker_color: Colour,
        indent: Gap, indent_nested: Gap, indent_number: Gap, indent_number_wide: Gap,
        task_box: Rule, task_stroke: Rule, task_indent: Gap,
        /// Lines of an item from which all items of its list are set apart.
        apart_from: Lines,
    }
}

decoded! {
    /// Geometry that all callouts share.
    pub struct Callouts {
        space_above: Gap, space_below: Gap, pad_top: Gap, pad_bottom: Gap,
        pad_right: Gap, text_indent: Gap, bar: Rule,
        icon: Gap, icon_x: Shift, icon_y: Shift, split_from: Lines, split_keep: Lines,
    }
}

decoded_enum! {
    /// What a callout is set as.
    pub enum CalloutShape { Box = "box", Quote = "quote" }
}

decoded! {
    /// A kind of callout.
    pub struct CalloutKind {
        label: Option<String> = None, kind: CalloutShape = CalloutShape::Box,
        fill: Option<Spanned<Colour>> = None, bar: Option<Colour> = None,
        color: Option<Spanned<Colour>> = None, label_color: Option<Spanned<Colour>> = None,
        icon: Art = Art(None),
        text: Option<Spanned<String>> = None,
        frame: Rule = Length(0.0), frame_color: Option<Colour> = None,
        rule: Rule = Length(0.0), rule_color: Option<Colour> = None,
        pad_top: Option<Gap> = None, pad_bottom: Option<Gap> = None,
        icon_y: Option<Shift> = None,
    }
}

impl CalloutKind {
    /// Colour of label and icon; none for that of the style `box-label`.
    pub fn label_colour(&self) -> Option<Colour> {
        self.label_color.or(self.color).map(|c| c.value)
    }
}

decoded! {
    /// Pull quotes.
    pub struct PullQuote {
        overhang: Space, bar_width: Space, bar_height: Gap, bar_top: Shift,
        bar_color: Colour, text_top: Gap,
    }
}

decoded! {
    /// Notes at the foot of the page.
    pub struct Footnotes {
        rule_width: Space, rule: Rule, space_above: Gap, space_below: Gap, gap: Gap,
        indent: Gap, indent_wide: Gap, split_from: Count<1, 1000>, split_keep: Count<1, 1000>,
        /// Largest share of the type area.
        max_share: Share,
    }
}

decoded! {
    /// Tables.
    pub struct TableTheme {
        caption_gap: Gap, rule_top: Rule, rule_head: Rule, rule_row: Rule,
        rule_bottom: Rule, rule_color: Colour, rule_row_color: Colour,
        head_pad_top: Gap, head_pad_bottom: Gap, cell_pad_top: Gap,
        cell_pad_bottom: Gap, group_pad_top: Gap, column_gap: Gap, space_above: Gap, space_below: Gap,
        keep_rows: Lines, wide_from: Lines, max_columns: Count<1, 50>,
        /// A cell of so many lines turns the rows of its table into blocks, as does a word that is wider
        /// than its column; 0: never.
        blocks_from: Lines,
    }
}

decoded! {
    /// Figures.
    pub struct FigureTheme {
        caption_gap: Gap, space_above: Gap, space_below: Gap,
        /// Largest share of the type area's height.
        max_height: Number<1, 100, 100>,
        /// How many times their size drawings may grow to fill the measure.
        enlarge: Number<1, 1000, 100>,
        /// Below, a picture is reported.
        min_ppi: Ppi,
        /// Above, a picture is scaled down.
        max_ppi: Ppi,
    }
}

decoded! {
    /// Charts.
    pub struct ChartTheme {
        /// Height of a bar, and from one to the next.
        bar: Length<2, 72>, pitch: Spanned<Gap>,
        /// Column of the labels, of a narrow measure at most this share.
        label_width: Space, label_share: Number<5, 95, 100>, label_gap: Gap,
        head_gap: Gap,
        /// Between the bars of one series and those of the next, and how narrow these may get.
        panel_gap: Gap, panel_min: Space,
        /// Between the parts of a stacked bar.
        part_gap: Rule,
        /// From the end of a bar to its value; white around a value on a pattern.
        inset: Gap, plate: Rule,
        fill: Colour, second_fill: Colour, value_color: Colour, note_color: Colour,
        frame: Rule, frame_color: Colour,
        hatch: Rule, hatch_pitch: Length<1, 72>, hatch_color: Colour,
        dot: Rule, dot_pitch: Length<3, 72>, dot_color: Colour,
        /// The sample before a head that cannot stand at its bars.
        sample_width: Gap, sample_height: Gap,
        /// Lines: height of the field, axis, ticks and the values on it.
        field: Length<36, 1440>, axis: Rule, axis_color: Colour, tick: Rule,
        line: Rule, marker: Rule,
        /// Dashes and gaps in points, by series.
        dashes: Vec<Vec<Number<1, 1000, 10>>>,
    }
}

decoded! {
    /// Code blocks.
    pub struct CodeTheme { space_above: Gap, space_below: Gap, pad: Gap, fill: Spanned<Colour>, turnover: Colour }
}

decoded! {
    /// Thematic breaks.
    pub struct Break { width: Space, height: Rule, color: Colour }
}

decoded! {
    /// Links in the text.
    pub struct Links { underline: Rule, underline_depth: Shift }
}

decoded! {
    /// Marked words.
    #[derive(Default)]
    pub struct MarkTheme {
        /// Ground of `==words==`; without one they are underlined.
        highlight: Option<Colour> = None,
    }
}

decoded! {
    /// Running heads and folios.
    pub struct Running { baseline: Space, folio_gap: Gap }
}

decoded! {
    /// The thumb index.
    pub struct Tab {
        width: Space, height: Space, first_top: Space, pitch: Space,
        /// With more chapters tabs are narrower; 0: there are none.
        max_chapters: Count<0, 100>,
        narrow_pitch: Space, narrow_height: Space,
        fill: Spanned<Colour>, opener_fill: Spanned<Colour>, opener_color: Spanned<Colour>,
    }
}

decoded! {
    /// The front cover.
    pub struct CoverTheme {
        fill: Spanned<Colour>, art: Art = Art(None), margin: Space, kicker_baseline: Space,
        title_baseline: Space, title_min_size: TypeSize, title_max_lines: Count<1, 100>,
        subtitle_gap: Space, art_top: Space, strip_top: Space, strip_fill: Spanned<Colour>,
        publishers_baseline: Space,
    }
}

decoded! {
    /// The row of logos.
    pub struct Logos {
        row_top: Space, row_height: Width,
        /// Area of each logo in mm².
        area: Number<1, 100_000>,
        /// The same where there are four or more.
        area_many: Number<1, 100_000>,
        max_width: Width, min_height: Space, gap: Space,
    }
}

decoded! {
    /// The back cover.
    pub struct BackTheme {
        fill: Spanned<Colour>, art: Art = Art(None), art_bottom: Space,
        claim_baseline: Space, claim_width: Width, blurb_baseline: Space, blurb_width: Width,
        contact_top: Space, contact_width: Width, contact_pitch: Width,
    }
}

decoded! {
    /// The imprint.
    pub struct ImprintTheme {
        label_width: Space, rule: Rule, rule_color: Colour, pad_top: Gap,
        pad_bottom: Gap, heading_baseline: Gap,
    }
}

decoded! {
    /// The contents.
    pub struct Toc {
        heading_baseline: Space, first_row: Space, row_pitch: Space, row_gap: Space,
        number_width: Space, title_width: Width, rule: Rule, rule_color: Colour,
        pad_top: Space, extra_height: Space, extra_pad: Space,
    }
}

decoded! {
    /// Chapter openings.
    pub struct Opener {
        block_bottom: Space, fill: Spanned<Colour>,
        /// File below assets/; `{nn}` is the chapter's number.
        art: Art = Art(None),
        number_baseline: Space, title_baseline: Space, glance_rule: Rule, glance_pad: Gap,
    }
}

decoded! {
    /// The page „Was kann ich tun?“.
    pub struct Checklist {
        band_bottom: Space, band_fill: Spanned<Colour>, icon: Art = Art(None),
        icon_size: Space, icon_top: Space, title_baseline: Space, sub_baseline: Space,
        content_top: Space, r#box: Gap, box_stroke: Rule, box_top: Shift, indent: Gap,
        lines: Count<0, 100>, line_pitch: Length<4, 288>, line_rule: Rule, line_color: Colour,
    }
}

decoded_enum! {
    /// Links that get a QR code: those the author marked, all that lead out, none.
    pub enum QrLinks { Marked = "marked", All = "all", None = "none" }
}

decoded_enum! {
    /// Where QR codes stand: beside the line, or listed at the end of the chapter.
    pub enum QrPlace { Margin = "margin", End = "end" }
}

decoded! {
    /// QR codes.
    pub struct Qr {
        links: QrLinks, place: QrPlace,
        /// Ink edge to ink edge.
        symbol: Symbol, symbol_max: Symbol, module_min: Rule, color: Colour,
        gap: Gap, label_gap: Gap, label_width: Width, clear: Gap, between: Gap,
        text_x: Space, pitch: Space,
    }
}

decoded! {
    /// The glossary.
    pub struct Glossary {
        term_width: Width,
        /// Left edge of the definitions; 0: they stand below their terms.
        definition_x: Space, rule: Rule, rule_color: Colour,
        pad_top: Gap, pad_bottom: Gap,
    }
}
