//! The schema of theme files: every measure, colour, font and rule that a designer may change.
//! The values live in `assets/themes/*.toml`; `[…]` tables of brochure.toml are laid over them.

use super::format;
use crate::colour::Colour;
use crate::tree::shape::Shape;
use crate::tree::{
    Count, Decode, Decoder, Kind, Length, Named, Number, Spanned, Value, decoded, decoded_enum,
};

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
        /// Trim size and margins.
        page: Page,
        /// The baseline grid.
        grid: Grid,
        /// How much text must stand out from its ground.
        contrast: Contrast,
        /// Families of fonts, by the name that styles give.
        fonts: Named<Family>,
        /// Families that are asked for letters that a font lacks.
        fallback: Fallback,
        /// Text styles, by name; `"*"` is every style.
        style: Named<Style>,
        /// Rules of paragraphs: spaces, tracking, hyphens, hanging marks.
        paragraph: Paragraph,
        /// Lists and task lists.
        list: List,
        /// What all kinds of callouts share.
        callouts: Callouts,
        /// Kinds of callouts, by name; `"*"` is every kind.
        callout: Named<CalloutKind>,
        /// Pull quotes.
        pull_quote: PullQuote,
        /// Notes at the foot of the page.
        footnotes: Footnotes,
        /// Tables.
        table: TableTheme,
        /// Figures.
        figure: FigureTheme,
        /// Charts.
        chart: ChartTheme,
        /// Code blocks.
        code: CodeTheme,
        /// Thematic breaks.
        r#break: Break,
        /// Links in the text.
        links: Links,
        /// Marked words.
        marks: MarkTheme = MarkTheme::default(),
        /// QR codes of links.
        qr: Qr,
        /// Running heads and folios.
        running: Running,
        /// The thumb index.
        tab: Tab,
        /// The front cover.
        cover: CoverTheme,
        /// The row of logos on the covers.
        logos: Logos,
        /// The back cover.
        back: BackTheme,
        /// The imprint.
        imprint: ImprintTheme,
        /// The contents.
        toc: Toc,
        /// Opening pages of chapters.
        opener: Opener,
        /// Checklist pages.
        checklist: Checklist,
        /// Glossaries.
        glossary: Glossary,
    }
}

decoded! {
    /// Trim size and margins.
    pub struct Page {
        /// A3, A4, A5, A6, DIN lang, or `148mm x 210mm`: sides from 50 to 1000 mm.
        format: Spanned<String> as format::shape,
        /// Margin at the gutter.
        margin_inner: Spanned<Space>,
        /// Margin at the fore-edge.
        margin_outer: Spanned<Space>,
        /// Margin above the text.
        margin_head: Spanned<Space>,
        /// Margin below the text.
        margin_foot: Spanned<Space>,
        /// How far grounds reach beyond the trim.
        bleed: Length<0, 57>,
        /// Format for which the measures of covers, openings and checklist bands are given; they are scaled
        /// to others.
        drawn_for: Spanned<String> as format::shape,
        /// How far wide blocks reach into the outer margin, at most to its edge.
        wide: Space,
        /// What fills pages behind the chapters where the number of pages asks for them; `[]` leaves them empty.
        fill: Vec<Fill>,
    }
}

decoded_enum! {
    /// What fills a page.
    pub enum Fill {
        /// The QR codes of all chapters, if they fit.
        Codes = "codes",
        /// How the publishers are reached.
        Contacts = "contacts",
        /// Lines to write on, as many pages as are left.
        Notes = "notes",
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

    fn shape() -> Shape {
        String::shape()
    }

    fn written(&self) -> Option<Kind> {
        let file = self.0.as_ref().map(|file| file.value.clone());
        Some(Kind::Text(file.unwrap_or_default()))
    }
}

decoded! {
    /// The baseline grid.
    pub struct Grid {
        /// Distance of the lines that text of all pages stands on.
        leading: Length<4, 200>,
    }
}

decoded! {
    /// Least contrast of text to its ground, and of large text.
    pub struct Contrast {
        /// Least contrast of text to its ground; less is reported.
        text: Number<1, 21>,
        /// The same for text from 18 pt, or from 14 pt in semibold.
        large_text: Number<1, 21>,
    }
}

decoded! {
    /// Font files of a family; weights that are missing fall back to the nearest.
    pub struct Family {
        /// Font file of the upright, in `fonts/` of the project or of the program; a family of your own needs it.
        regular: Spanned<String>,
        /// Font file of the italic.
        italic: Option<Spanned<String>> = None,
        /// Font file of the semibold.
        semibold: Option<Spanned<String>> = None,
        /// Font file of the semibold italic.
        semibold_italic: Option<Spanned<String>> = None,
        /// Font file of the bold.
        bold: Option<Spanned<String>> = None,
        /// Families that are asked first for letters that this one lacks, in other scripts.
        companions: Vec<Spanned<String>> = Vec::new(),
        /// Size of its letters, of what the font gives them: for scripts that look small beside others.
        scale: Number<50, 200, 100> = Number(1.0),
    }
}

decoded! {
    /// Families that are asked, in this order, for letters that a font lacks.
    pub struct Fallback {
        /// Families in the order in which they are asked.
        families: Vec<Spanned<String>>,
    }
}

decoded_enum! {
    /// Weight of a face.
    pub enum Weight {
        /// As text is set.
        Regular = "regular",
        /// Between regular and bold.
        Semibold = "semibold",
        /// As heavy as there is.
        Bold = "bold",
    }
}

decoded_enum! {
    /// How lines are aligned.
    pub enum Align {
        /// Both edges straight.
        Justify = "justify",
        /// Straight at the left, ragged at the right.
        Left = "left",
        /// On the middle.
        Center = "center",
        /// Straight at the right.
        Right = "right",
    }
}

decoded_enum! {
    /// Where words may be broken.
    pub enum Hyphenate {
        /// With the limits for running text.
        Text = "text",
        /// With the stricter limits for lists, notes and cells.
        Small = "small",
        /// At soft hyphens, and words that are wider than their line.
        Soft = "soft",
        /// Only words that are wider than their line.
        LongWords = "long-words",
        /// Never.
        None = "none",
    }
}

decoded_enum! {
    /// Shape of the figures.
    pub enum Figures {
        /// Old-style: with ascenders and descenders.
        Old = "old",
        /// As high as capitals.
        Lining = "lining",
        /// Lining and all of one width, for columns.
        Tabular = "tabular",
    }
}

decoded! {
    /// A text style as written.
    pub struct Style {
        /// Name of a `[fonts.NAME]`.
        font: Spanned<String>,
        /// Weight of the face.
        weight: Weight = Weight::Regular,
        /// Whether it slopes.
        italic: bool = false,
        /// Size of the type.
        size: TypeSize,
        /// Distance of baselines.
        leading: Spanned<Leading>,
        /// Colour; without one that of all text, `tinte`.
        color: Option<Spanned<Colour>> = None,
        /// How lines are aligned.
        align: Align = Align::Left,
        /// Where words may be broken.
        hyphenate: Hyphenate = Hyphenate::LongWords,
        /// Shape of the figures.
        figures: Figures = Figures::Lining,
        /// Small capitals for lower case.
        small_caps: bool = false,
        /// Space between letters, in 1/1000 em.
        tracking: Number<-200, 1000> = Number(0.0),
        /// First-line indent of a paragraph after a paragraph.
        indent: Gap = Length(0.0),
        /// Height above the baseline.
        raise: Shift = Length(0.0),
        /// Least space above.
        space_above: Gap = Length(0.0),
        /// Least space below.
        space_below: Gap = Length(0.0),
    }
}

decoded! {
    /// Shortest word that is broken, and shortest parts, in letters.
    #[derive(Copy, PartialEq)]
    pub struct HyphenLimits {
        /// Letters of the shortest word that is broken.
        word: Count<1, 100>,
        /// Fewest letters before a hyphen.
        left: Count<1, 100>,
        /// Fewest letters behind it.
        right: Count<1, 100>,
    }
}

decoded_enum! {
    /// How words with emphasis look.
    pub enum Emphasis {
        /// In the italic of the font.
        Italic = "italic",
        /// In bold, upright.
        Bold = "bold",
    }
}

decoded! {
    /// Rules of paragraphs.
    pub struct Paragraph {
        /// How much word spaces may shrink, as a share of the font's.
        space_shrink: Number<0, 9, 10>,
        /// How much word spaces may stretch, as a share of the font's.
        space_stretch: Number<0, 4>,
        /// How far letters of a line may move apart or together, in em.
        tracking: Number<0, 100, 1000>,
        /// How much wider or narrower letters of a line may be made, as a share of their width.
        letter_scaling: Number<0, 50, 1000>,
        /// Whether letters stand out of the edges of justified text as far as makes these look straight.
        optical_margins: bool,
        /// Limits of hyphenation in running text.
        text_hyphens: HyphenLimits,
        /// Limits of hyphenation in lists, notes and cells.
        small_hyphens: HyphenLimits,
        /// Share of a hyphen that hangs into the margin.
        hang_hyphen: Share,
        /// Share of a stop or comma that hangs into the margin.
        hang_stop: Share,
        /// Least length of a paragraph's last line.
        last_line_min: Space,
        /// Whether bold words that open an item of a list are set in the style `lead-in`.
        mark_lead_ins: bool,
        /// How words with emphasis look.
        emphasis: Emphasis,
        /// No text is smaller, raised figures and code included.
        smallest: Length<0, 72>,
    }
}

decoded! {
    /// Lists.
    pub struct List {
        /// Side of the square before an item.
        marker: Rule,
        /// Top of the square below the top of its line.
        marker_top: Shift,
        /// Colour of the square.
        marker_color: Colour,
        /// Indent of items.
        indent: Gap,
        /// Indent of items in a list inside of another.
        indent_nested: Gap,
        /// Indent of numbered items.
        indent_number: Gap,
        /// The same from ten items on.
        indent_number_wide: Gap,
        /// Side of the box of a task.
        task_box: Rule,
        /// Thickness of its outline.
        task_stroke: Rule,
        /// Indent of tasks.
        task_indent: Gap,
        /// Lines of an item from which all items of its list are set apart.
        apart_from: Lines,
    }
}

decoded! {
    /// Geometry that all callouts share.
    pub struct Callouts {
        /// Space above.
        space_above: Gap,
        /// Space below.
        space_below: Gap,
        /// From the upper edge to the text.
        pad_top: Gap,
        /// From the text to the lower edge.
        pad_bottom: Gap,
        /// From the text to the right edge.
        pad_right: Gap,
        /// From the bar to the text.
        text_indent: Gap,
        /// Width of the bar at the left edge.
        bar: Rule,
        /// Side of the icon.
        icon: Gap,
        /// From the bar to the icon.
        icon_x: Shift,
        /// From the upper edge to the icon.
        icon_y: Shift,
        /// Lines from which a callout may break over two pages.
        split_from: Lines,
        /// Lines that stay together on each side of the break.
        split_keep: Lines,
    }
}

decoded_enum! {
    /// What a callout is set as.
    pub enum CalloutShape {
        /// A box with a label.
        Box = "box",
        /// A pull quote.
        Quote = "quote",
    }
}

decoded! {
    /// A kind of callout.
    pub struct CalloutKind {
        /// Label, perhaps empty; without it that of the language. A kind of your own needs one.
        label: Option<String> = None,
        /// What it is set as.
        kind: CalloutShape = CalloutShape::Box,
        /// Ground.
        fill: Option<Spanned<Colour>> = None,
        /// Bar at the left edge; without it `color`.
        bar: Option<Colour> = None,
        /// Bar and label where they have no colour of their own.
        color: Option<Spanned<Colour>> = None,
        /// Label and icon; without it `color`, else that of the style `box-label`.
        label_color: Option<Spanned<Colour>> = None,
        /// SVG below `assets/`, none for `""`; `currentColor` in it becomes the colour of the label.
        icon: Art = Art(None),
        /// Style of the text; without it `box-text`.
        text: Option<Spanned<String>> = None,
        /// Thickness of the outline.
        frame: Rule = Length(0.0),
        /// Colour of the outline.
        frame_color: Option<Colour> = None,
        /// Thickness of rules above and below.
        rule: Rule = Length(0.0),
        /// Colour of these rules.
        rule_color: Option<Colour> = None,
        /// From the upper edge to the text; without it that of `[callouts]`.
        pad_top: Option<Gap> = None,
        /// From the text to the lower edge; without it that of `[callouts]`.
        pad_bottom: Option<Gap> = None,
        /// From the upper edge to the icon; without it that of `[callouts]`.
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
        /// How far it reaches into the outer margin.
        overhang: Space,
        /// Width of the bar above it.
        bar_width: Space,
        /// Thickness of the bar.
        bar_height: Gap,
        /// From the upper edge to the bar.
        bar_top: Shift,
        /// Colour of the bar.
        bar_color: Colour,
        /// From the upper edge to the words.
        text_top: Gap,
    }
}

decoded! {
    /// Notes at the foot of the page.
    pub struct Footnotes {
        /// Length of the rule above the notes.
        rule_width: Space,
        /// Thickness of the rule.
        rule: Rule,
        /// Space between text and rule.
        space_above: Gap,
        /// Space between rule and notes.
        space_below: Gap,
        /// Space between notes.
        gap: Gap,
        /// Indent of the text behind the number.
        indent: Gap,
        /// The same from note 10 on.
        indent_wide: Gap,
        /// Lines from which a note may break over two pages.
        split_from: Count<1, 1000>,
        /// Lines that stay together on each side of the break.
        split_keep: Count<1, 1000>,
        /// Largest share of the type area that notes take.
        max_share: Share,
    }
}

decoded! {
    /// Tables.
    pub struct TableTheme {
        /// Space between caption and table.
        caption_gap: Gap,
        /// Thickness of the rule at the head.
        rule_top: Rule,
        /// Thickness of the rule below the head.
        rule_head: Rule,
        /// Thickness of the rules between rows.
        rule_row: Rule,
        /// Thickness of the rule at the foot.
        rule_bottom: Rule,
        /// Colour of the rules of head and foot.
        rule_color: Colour,
        /// Colour of the rules between rows.
        rule_row_color: Colour,
        /// Space above the words of the head.
        head_pad_top: Gap,
        /// Space below the words of the head.
        head_pad_bottom: Gap,
        /// Space above the words of a cell.
        cell_pad_top: Gap,
        /// Space below the words of a cell.
        cell_pad_bottom: Gap,
        /// Space above the head of a group of rows.
        group_pad_top: Gap,
        /// Space between columns.
        column_gap: Gap,
        /// Space above.
        space_above: Gap,
        /// Space below.
        space_below: Gap,
        /// Rows that stay together at the head and foot of a table that breaks.
        keep_rows: Lines,
        /// Columns from which a table reaches into the outer margin.
        wide_from: Lines,
        /// Columns above which a table stands on turned pages.
        max_columns: Count<1, 50>,
        /// Lines of a cell from which rows become blocks of „Column: value“; 0: never for that.
        blocks_from: Lines,
    }
}

decoded! {
    /// Figures.
    pub struct FigureTheme {
        /// Space between picture and caption.
        caption_gap: Gap,
        /// Space above.
        space_above: Gap,
        /// Space below.
        space_below: Gap,
        /// Largest share of the type area's height.
        max_height: Number<1, 100, 100>,
        /// How many times their size drawings may grow to fill the measure.
        enlarge: Number<1, 1000, 100>,
        /// Pixels per inch below which a picture is reported.
        min_ppi: Ppi,
        /// Pixels per inch above which a picture is scaled down.
        max_ppi: Ppi,
    }
}

decoded! {
    /// Charts.
    pub struct ChartTheme {
        /// Height of a bar.
        bar: Length<2, 72>,
        /// From one bar to the next.
        pitch: Spanned<Gap>,
        /// Width of the column of labels.
        label_width: Space,
        /// Largest share of the measure that the column of labels takes.
        label_share: Number<5, 95, 100>,
        /// Space between label and bar.
        label_gap: Gap,
        /// Space between a head and its bars.
        head_gap: Gap,
        /// Space between the bars of two series.
        panel_gap: Gap,
        /// Width below which the bars of two series stand below one another.
        panel_min: Space,
        /// Space between the parts of a stacked bar.
        part_gap: Rule,
        /// From the end of a bar to its value.
        inset: Gap,
        /// White around a value on a pattern.
        plate: Rule,
        /// Colour of solid bars.
        fill: Colour,
        /// Colour of the second solid fill.
        second_fill: Colour,
        /// Colour of a value on a solid bar.
        value_color: Colour,
        /// Colour of words beside bars.
        note_color: Colour,
        /// Thickness of the outline of bars with a pattern.
        frame: Rule,
        /// Colour of this outline.
        frame_color: Colour,
        /// Thickness of the lines of hatching.
        hatch: Rule,
        /// Distance of these lines, across them.
        hatch_pitch: Length<1, 72>,
        /// Colour of these lines.
        hatch_color: Colour,
        /// Size of the dots of a dotted fill.
        dot: Rule,
        /// Distance of the dots.
        dot_pitch: Length<3, 72>,
        /// Colour of the dots.
        dot_color: Colour,
        /// Width of the sample before a head that cannot stand at its bars.
        sample_width: Gap,
        /// Height of the sample.
        sample_height: Gap,
        /// Height of a line chart without its labels.
        field: Length<36, 1440>,
        /// Thickness of the axis.
        axis: Rule,
        /// Colour of the axis.
        axis_color: Colour,
        /// Length of the ticks.
        tick: Rule,
        /// Thickness of the lines.
        line: Rule,
        /// Size of the markers on the lines.
        marker: Rule,
        /// Dashes and gaps in points, a list for each series.
        dashes: Vec<Vec<Number<1, 1000, 10>>>,
    }
}

decoded! {
    /// Code blocks.
    pub struct CodeTheme {
        /// Space above.
        space_above: Gap,
        /// Space below.
        space_below: Gap,
        /// From the edges of the ground to the code.
        pad: Gap,
        /// Ground.
        fill: Spanned<Colour>,
        /// Colour of the sign before lines that go on.
        turnover: Colour,
    }
}

decoded! {
    /// Thematic breaks.
    pub struct Break {
        /// Length of the rule.
        width: Space,
        /// Thickness of the rule.
        height: Rule,
        /// Colour of the rule.
        color: Colour,
    }
}

decoded! {
    /// Links in the text.
    pub struct Links {
        /// Thickness of the line below links.
        underline: Rule,
        /// Depth of this line below the baseline.
        underline_depth: Shift,
    }
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
    pub struct Running {
        /// Baseline of the running head, from the upper edge of the page.
        baseline: Space,
        /// Space between type area and folio.
        folio_gap: Gap,
    }
}

decoded! {
    /// The thumb index.
    pub struct Tab {
        /// Width of a tab.
        width: Space,
        /// How far its number keeps from the trim.
        number_from: Space,
        /// Height of a tab.
        height: Space,
        /// Top of the first tab below the top of the type area.
        first_top: Space,
        /// From one tab to the next.
        pitch: Space,
        /// Most chapters that have tabs of this size, narrower ones beyond; 0: there are no tabs.
        max_chapters: Count<0, 100>,
        /// From one narrower tab to the next.
        narrow_pitch: Space,
        /// Height of a narrower tab.
        narrow_height: Space,
        /// Ground of a tab.
        fill: Spanned<Colour>,
        /// Ground of the tab on an opening page.
        opener_fill: Spanned<Colour>,
        /// Number on the tab of an opening page.
        opener_color: Spanned<Colour>,
    }
}

decoded! {
    /// The front cover.
    pub struct CoverTheme {
        /// Ground.
        fill: Spanned<Colour>,
        /// Artwork, an SVG below `assets/`; none for `""`.
        art: Art = Art(None),
        /// Whether a book that is bound at the right shows its mirror image; not for artwork with words in it.
        art_mirrors: bool = false,
        /// Margin at both sides.
        margin: Space,
        /// Baseline of the small line above the title.
        kicker_baseline: Space,
        /// Baseline of the title's first line.
        title_baseline: Space,
        /// Size below which a long title is not set.
        title_min_size: TypeSize,
        /// Lines above which the title is set smaller.
        title_max_lines: Count<1, 100>,
        /// From the title's last baseline to that of the subtitle.
        subtitle_gap: Space,
        /// Top of the artwork.
        art_top: Space,
        /// Top of the strip with the logos.
        strip_top: Space,
        /// Ground of the strip.
        strip_fill: Spanned<Colour>,
        /// Baseline of the words over the logos.
        publishers_baseline: Space,
    }
}

decoded! {
    /// The row of logos.
    pub struct Logos {
        /// Top of the row.
        row_top: Space,
        /// Height of the row.
        row_height: Width,
        /// Area of each logo in mm².
        area: Number<1, 100_000>,
        /// The same where there are four or more.
        area_many: Number<1, 100_000>,
        /// Largest width of a logo.
        max_width: Width,
        /// Least height of a logo.
        min_height: Space,
        /// Space between logos.
        gap: Space,
    }
}

decoded! {
    /// The back cover.
    pub struct BackTheme {
        /// Ground.
        fill: Spanned<Colour>,
        /// Artwork, an SVG below `assets/`; none for `""`.
        art: Art = Art(None),
        /// Whether a book that is bound at the right shows its mirror image; not for artwork with words in it.
        art_mirrors: bool = false,
        /// Foot of ground and artwork.
        art_bottom: Space,
        /// Baseline of the claim's first line.
        claim_baseline: Space,
        /// Width of the claim.
        claim_width: Width,
        /// Baseline of the blurb's first line.
        blurb_baseline: Space,
        /// Width of the blurb.
        blurb_width: Width,
        /// Top of the publishers' contacts.
        contact_top: Space,
        /// Width of a contact.
        contact_width: Width,
        /// From one contact to the next.
        contact_pitch: Width,
        /// Side of the QR code beside the contacts; 0: there is none.
        qr_symbol: Space,
    }
}

decoded! {
    /// The imprint.
    pub struct ImprintTheme {
        /// Width of the column of labels.
        label_width: Space,
        /// Thickness of the rules between rows.
        rule: Rule,
        /// Colour of these rules.
        rule_color: Colour,
        /// Space above the words of a row.
        pad_top: Gap,
        /// Space below the words of a row.
        pad_bottom: Gap,
        /// Baseline of the heading below the top of the type area.
        heading_baseline: Gap,
    }
}

decoded! {
    /// The contents.
    pub struct Toc {
        /// Baseline of the heading below the top of the type area.
        heading_baseline: Space,
        /// Top of the first row below the top of the type area.
        first_row: Space,
        /// From one numbered chapter to the next, so that rows stand at their tabs.
        row_pitch: Space,
        /// Space between rows where they flow instead of keeping the pitch.
        row_gap: Space,
        /// Width of the column of numbers.
        number_width: Space,
        /// Width of the titles.
        title_width: Width,
        /// Thickness of the rules between rows.
        rule: Rule,
        /// Colour of these rules.
        rule_color: Colour,
        /// Space above the words of a numbered chapter.
        pad_top: Space,
        /// Height of the row of a chapter without number.
        extra_height: Space,
        /// Space above the words of such a row.
        extra_pad: Space,
    }
}

decoded! {
    /// Chapter openings.
    pub struct Opener {
        /// Foot of the ground.
        block_bottom: Space,
        /// Ground.
        fill: Spanned<Colour>,
        /// Artwork, an SVG below `assets/`, none for `""`; `{nn}` is the chapter's number.
        art: Art = Art(None),
        /// Whether a book that is bound at the right shows its mirror image; not for artwork with words in it.
        art_mirrors: bool = false,
        /// Baseline of the number.
        number_baseline: Space,
        /// Baseline of the title's first line.
        title_baseline: Space,
        /// Thickness of the rule over the key points.
        glance_rule: Rule,
        /// Space between this rule and their label.
        glance_pad: Gap,
    }
}

decoded! {
    /// The page „Was kann ich tun?“.
    pub struct Checklist {
        /// Foot of the band with the heading.
        band_bottom: Space,
        /// Ground of the band.
        band_fill: Spanned<Colour>,
        /// Icon, an SVG below `assets/`; none for `""`.
        icon: Art = Art(None),
        /// Side of the icon.
        icon_size: Space,
        /// Top of the icon.
        icon_top: Space,
        /// Baseline of the heading.
        title_baseline: Space,
        /// Baseline of the line below the heading.
        sub_baseline: Space,
        /// Top of the text below the top of the type area.
        content_top: Space,
        /// Side of the boxes.
        r#box: Gap,
        /// Thickness of their outline.
        box_stroke: Rule,
        /// Top of a box below the top of its line.
        box_top: Shift,
        /// Indent of the items.
        indent: Gap,
        /// What headings have below them beside their space: boxes stand higher than letters.
        below_headings: Gap,
        /// Lines to write on at the foot.
        lines: Count<0, 100>,
        /// Distance of these lines.
        line_pitch: Length<4, 288>,
        /// Their thickness.
        line_rule: Rule,
        /// Their colour.
        line_color: Colour,
    }
}

decoded_enum! {
    /// Links that get a QR code: those the author marked, all that lead out, none.
    pub enum QrLinks {
        /// Links whose title is `"QR"` or begins with `QR:`.
        Marked = "marked",
        /// Every link that leads to the web.
        All = "all",
        /// No link.
        None = "none",
    }
}

decoded_enum! {
    /// Where QR codes stand: beside the line, or listed at the end of the chapter.
    pub enum QrPlace {
        /// Beside the line.
        Margin = "margin",
        /// Listed at the end of the chapter.
        End = "end",
    }
}

decoded! {
    /// QR codes.
    pub struct Qr {
        /// Which links get a code.
        links: QrLinks,
        /// Where codes stand.
        place: QrPlace,
        /// Side of a code, ink edge to ink edge.
        symbol: Symbol,
        /// The same for long addresses at the end of a chapter, at most.
        symbol_max: Symbol,
        /// Least side of a module: smaller ones do not scan, the code grows instead.
        module_min: Rule,
        /// Colour of the modules.
        color: Colour,
        /// Space between type area and code.
        gap: Gap,
        /// Space between code and words.
        label_gap: Gap,
        /// Width of the words below a code.
        label_width: Width,
        /// Space to tab, pull quote and wide table.
        clear: Gap,
        /// Space between two codes.
        between: Gap,
        /// From the left edge to the words at the end of a chapter.
        text_x: Space,
        /// From one code to the next at the end of a chapter.
        pitch: Space,
    }
}

decoded! {
    /// The glossary.
    pub struct Glossary {
        /// Width of the terms.
        term_width: Width,
        /// Left edge of the definitions; 0: they stand below their terms.
        definition_x: Space,
        /// Thickness of the rules between entries.
        rule: Rule,
        /// Colour of these rules.
        rule_color: Colour,
        /// Space above the words of an entry.
        pad_top: Gap,
        /// Space below the words of an entry.
        pad_bottom: Gap,
    }
}
