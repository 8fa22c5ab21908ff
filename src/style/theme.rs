//! The schema of theme files: every measure, colour, font and rule that a designer may change.
//! The values live in `assets/themes/*.toml`; `[…]` tables of brochure.toml are laid over them.

use crate::colour::Colour;
use crate::source::tree::{Decode, Decoder, Length, Named, Spanned, Value, decoded, decoded_enum};

decoded! {
    /// A theme with all overrides applied.
    pub struct Theme {
        page: Page, grid: Grid, contrast: Contrast, fonts: Named<Family>, fallback: Fallback,
        style: Named<Style>, paragraph: Paragraph, list: List,
        callouts: Callouts, callout: Named<CalloutKind>, pull_quote: PullQuote,
        footnotes: Footnotes, table: TableTheme, figure: FigureTheme, chart: ChartTheme, code: CodeTheme,
        r#break: Break, links: Links, qr: Qr, running: Running, tab: Tab,
        cover: CoverTheme, logos: Logos, back: BackTheme, imprint: ImprintTheme, toc: Toc,
        opener: Opener, checklist: Checklist, glossary: Glossary,
    }
}

decoded! {
    /// Trim size and margins.
    pub struct Page {
        /// A4, A5, A6, DIN lang, or `148mm x 210mm`.
        format: Spanned<String>,
        margin_inner: Spanned<Length>, margin_outer: Spanned<Length>, margin_head: Spanned<Length>, margin_foot: Spanned<Length>,
        bleed: Length,
        /// Format for which the measures of the fixed pages are given.
        drawn_for: Spanned<String>,
        /// How far wide blocks reach into the outer margin.
        wide: Length,
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
    pub struct Grid { leading: Length }
}

decoded! {
    /// Least contrast of text to its ground, and of large text.
    pub struct Contrast { text: f64, large_text: f64 }
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
        size: Length, leading: Length, color: Option<Spanned<Colour>> = None,
        align: Align = Align::Left, hyphenate: Hyphenate = Hyphenate::None,
        figures: Figures = Figures::Lining, small_caps: bool = false,
        tracking: f64 = 0.0, indent: Length = Length(0.0), raise: Length = Length(0.0),
        space_above: Length = Length(0.0), space_below: Length = Length(0.0),
    }
}

decoded! {
    /// Shortest word that is broken, and shortest parts, in letters.
    pub struct HyphenLimits { word: usize, left: usize, right: usize }
}

decoded_enum! {
    /// How words with emphasis look.
    pub enum Emphasis { Italic = "italic", Bold = "bold" }
}

decoded! {
    /// Rules of paragraphs.
    pub struct Paragraph {
        space_shrink: f64, space_stretch: f64, tracking: f64,
        text_hyphens: HyphenLimits, small_hyphens: HyphenLimits,
        hang_hyphen: f64, hang_stop: f64, last_line_min: Length, mark_lead_ins: bool,
        emphasis: Emphasis,
        /// No text is smaller, raised figures and code included.
        smallest: Length,
    }
}

decoded! {
    /// Lists.
    pub struct List {
        marker: Length, marker_top: Length, marker_color: Colour,
        indent: Length, indent_nested: Length, indent_number: Length, indent_number_wide: Length,
        task_box: Length, task_stroke: Length, task_indent: Length,
        /// Lines of an item from which all items of its list are set apart.
        apart_from: usize,
    }
}

decoded! {
    /// Geometry that all callouts share.
    pub struct Callouts {
        space_above: Length, space_below: Length, pad_top: Length, pad_bottom: Length,
        pad_right: Length, text_indent: Length, bar: Length,
        icon: Length, icon_x: Length, icon_y: Length, split_from: usize, split_keep: usize,
    }
}

decoded_enum! {
    /// What a callout is set as.
    pub enum CalloutShape { Box = "box", Quote = "quote" }
}

decoded! {
    /// A kind of callout.
    pub struct CalloutKind {
        label: String, kind: CalloutShape = CalloutShape::Box,
        fill: Option<Spanned<Colour>> = None, bar: Option<Colour> = None,
        color: Option<Spanned<Colour>> = None, label_color: Option<Spanned<Colour>> = None,
        icon: Art = Art(None),
        text: Option<Spanned<String>> = None,
        frame: Length = Length(0.0), frame_color: Option<Colour> = None,
        rule: Length = Length(0.0), rule_color: Option<Colour> = None,
        pad_top: Option<Length> = None, pad_bottom: Option<Length> = None,
        icon_y: Option<Length> = None,
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
        overhang: Length, bar_width: Length, bar_height: Length, bar_top: Length,
        bar_color: Colour, text_top: Length,
    }
}

decoded! {
    /// Notes at the foot of the page.
    pub struct Footnotes {
        rule_width: Length, rule: Length, space_above: Length, space_below: Length, gap: Length,
        indent: Length, indent_wide: Length, split_from: usize, split_keep: usize,
        /// Largest share of the type area.
        max_share: f64,
    }
}

decoded! {
    /// Tables.
    pub struct TableTheme {
        caption_gap: Length, rule_top: Length, rule_head: Length, rule_row: Length,
        rule_bottom: Length, rule_color: Colour, rule_row_color: Colour,
        head_pad_top: Length, head_pad_bottom: Length, cell_pad_top: Length,
        cell_pad_bottom: Length, group_pad_top: Length, column_gap: Length, space_above: Length, space_below: Length,
        keep_rows: usize, wide_from: usize, max_columns: usize,
        /// A cell of so many lines turns the rows of its table into blocks, as does a word that is wider
        /// than its column; 0: never.
        blocks_from: usize,
    }
}

decoded! {
    /// Figures.
    pub struct FigureTheme {
        caption_gap: Length, space_above: Length, space_below: Length,
        /// Largest share of the type area's height.
        max_height: f64,
        /// How many times their size drawings may grow to fill the measure.
        enlarge: f64,
        /// Below, a picture is reported.
        min_ppi: f64,
        /// Above, a picture is scaled down.
        max_ppi: f64,
    }
}

decoded! {
    /// Charts.
    pub struct ChartTheme {
        /// Height of a bar, and from one to the next.
        bar: Length, pitch: Length,
        /// Column of the labels, of a narrow measure at most this share.
        label_width: Length, label_share: f64, label_gap: Length,
        head_gap: Length,
        /// Between the bars of one series and those of the next, and how narrow these may get.
        panel_gap: Length, panel_min: Length,
        /// Between the parts of a stacked bar.
        part_gap: Length,
        /// From the end of a bar to its value; white around a value on a pattern.
        inset: Length, plate: Length,
        fill: Colour, second_fill: Colour, value_color: Colour, note_color: Colour,
        frame: Length, frame_color: Colour,
        hatch: Length, hatch_pitch: Length, hatch_color: Colour,
        dot: Length, dot_pitch: Length, dot_color: Colour,
        /// The sample before a head that cannot stand at its bars.
        sample_width: Length, sample_height: Length,
        /// Lines: height of the field, axis, ticks and the values on it.
        field: Length, axis: Length, axis_color: Colour, tick: Length,
        line: Length, marker: Length,
        /// Dashes and gaps in points, by series.
        dashes: Vec<Vec<f64>>,
    }
}

decoded! {
    /// Code blocks.
    pub struct CodeTheme { space_above: Length, space_below: Length, pad: Length, fill: Spanned<Colour> }
}

decoded! {
    /// Thematic breaks.
    pub struct Break { width: Length, height: Length, color: Colour }
}

decoded! {
    /// Links in the text.
    pub struct Links { underline: Length, underline_depth: Length }
}

decoded! {
    /// Running heads and folios.
    pub struct Running { baseline: Length, folio_gap: Length }
}

decoded! {
    /// The thumb index.
    pub struct Tab {
        width: Length, height: Length, first_top: Length, pitch: Length,
        /// With more chapters tabs are narrower; 0: there are none.
        max_chapters: usize,
        narrow_pitch: Length, narrow_height: Length,
        fill: Spanned<Colour>, opener_fill: Spanned<Colour>, opener_color: Spanned<Colour>,
    }
}

decoded! {
    /// The front cover.
    pub struct CoverTheme {
        fill: Spanned<Colour>, art: Art = Art(None), margin: Length, kicker_baseline: Length,
        title_baseline: Length, title_min_size: Length, title_max_lines: usize,
        subtitle_gap: Length, art_top: Length, strip_top: Length, strip_fill: Spanned<Colour>,
        publishers_baseline: Length,
    }
}

decoded! {
    /// The row of logos.
    pub struct Logos {
        row_top: Length, row_height: Length,
        /// Area of each logo in mm².
        area: f64,
        /// The same where there are four or more.
        area_many: f64,
        max_width: Length, min_height: Length, gap: Length,
    }
}

decoded! {
    /// The back cover.
    pub struct BackTheme {
        fill: Spanned<Colour>, art: Art = Art(None), art_bottom: Length,
        claim_baseline: Length, claim_width: Length, blurb_baseline: Length, blurb_width: Length,
        contact_top: Length, contact_width: Length, contact_pitch: Length,
    }
}

decoded! {
    /// The imprint.
    pub struct ImprintTheme {
        label_width: Length, rule: Length, rule_color: Colour, pad_top: Length,
        pad_bottom: Length, heading_baseline: Length,
    }
}

decoded! {
    /// The contents.
    pub struct Toc {
        heading_baseline: Length, first_row: Length, row_pitch: Length, row_gap: Length,
        number_width: Length, title_width: Length, rule: Length, rule_color: Colour,
        pad_top: Length, extra_height: Length, extra_pad: Length,
    }
}

decoded! {
    /// Chapter openings.
    pub struct Opener {
        block_bottom: Length, fill: Spanned<Colour>,
        /// File below assets/; `{nn}` is the chapter's number.
        art: Art = Art(None),
        number_baseline: Length, title_baseline: Length, glance_rule: Length, glance_pad: Length,
    }
}

decoded! {
    /// The page „Was kann ich tun?“.
    pub struct Checklist {
        band_bottom: Length, band_fill: Spanned<Colour>, icon: Art = Art(None),
        icon_size: Length, icon_top: Length, title_baseline: Length, sub_baseline: Length,
        content_top: Length, r#box: Length, box_stroke: Length, box_top: Length, indent: Length,
        lines: usize, line_pitch: Length, line_rule: Length, line_color: Colour,
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
        symbol: Length, symbol_max: Length, module_min: Length, color: Colour,
        gap: Length, label_gap: Length, label_width: Length, clear: Length, between: Length,
        text_x: Length, pitch: Length,
    }
}

decoded! {
    /// The glossary.
    pub struct Glossary {
        term_width: Length,
        /// Left edge of the definitions; 0: they stand below their terms.
        definition_x: Length, rule: Length, rule_color: Colour,
        pad_top: Length, pad_bottom: Length,
    }
}
