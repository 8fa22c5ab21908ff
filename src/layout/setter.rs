//! What every block setter needs: styles, shaper, pictures. Decides how marks become run styles and
//! how text becomes paragraphs; gathers what is wrong with them.

use std::borrow::Cow;
use std::sync::Mutex;

use super::complaints::Complaints;
use super::paragraph::demerits::Costs;
use super::paragraph::fill;
use super::paragraph::justify::Tools;
use super::paragraph::{Paragraph, Setting, Shape};
pub use super::pictures::Pictures;
use crate::diag::{Diagnostic, Filling, Span, complaint};
use crate::document::Document;
use crate::document::rich::{Rich, Run};
use crate::geom::{Point, Pt};
use crate::ids::{AnchorId, NodeId};
use crate::language::{Digits, Direction, Labels, Language};
use crate::marks::Marks;
use crate::pages::Item;
use crate::source::assets::Picture;
use crate::source::theme::{Align, Hyphenate};
use crate::style::{StyleId, StyleSheet, TextStyle};
use crate::text::segment::{After, RunStyle, SegKind};
use crate::text::shape::Shaper;

/// Pictures that are wider than their lines are made as wide.
fn within(mut styles: Vec<RunStyle>, measure: Pt) -> Vec<RunStyle> {
    for (w, h) in styles.iter_mut().filter_map(|style| style.picture.as_mut()) {
        if *w > measure && measure > 0.0 {
            (*w, *h) = (measure, *h * measure / *w);
        }
    }
    styles
}

/// Sets blocks.
pub struct Setter<'a> {
    /// Styles.
    pub sheet: &'a StyleSheet,
    /// Glyphs.
    pub shaper: &'a Shaper,
    /// Pictures.
    pub pictures: &'a Pictures,
    /// The document.
    pub document: &'a Document,
    /// Words of the brochure's language.
    pub labels: &'a Labels,
    /// Pages of anchors, as far as they are known.
    pub page_of: &'a (dyn Fn(AnchorId) -> Option<usize> + Sync),
    /// Figures of page numbers and others that the program writes.
    pub digits: Digits,
    /// Whether its pages will be mirrored, so that left means where lines begin.
    pub mirrored: bool,
    /// What lines cost.
    pub costs: &'static Costs,
    /// Complaints.
    pub complaints: Mutex<Complaints>,
}

/// Word space above which a line is reported, in natural spaces.
const REPORTED_SPACE: f64 = 2.2;

/// How much more spaces give where letters do not take part, as those of words from right to left.
const SPACES_ALONE: f64 = 1.6;

/// Size of `<small>` words, of the size around them.
const SMALLER: f64 = 0.88;

impl<'a> Setter<'a> {
    /// The style.
    pub fn style(&self, id: StyleId) -> &'a TextStyle {
        self.sheet.style(id)
    }

    /// Words of a language, or of the brochure's own.
    pub fn labels_in(&self, language: Option<Language>) -> &'a Labels {
        language.map_or(self.labels, |language| language.labels())
    }

    /// Figures of a language, or of the brochure's own.
    pub fn digits_in(&self, language: Option<Language>) -> Digits {
        language.map_or(self.digits, |language| language.numbers.digits)
    }

    /// What lines are set with.
    pub fn tools(&self) -> Tools<'a> {
        let theme = &self.sheet.theme;
        let (links, highlight) = (&theme.links, theme.marks.highlight);
        Tools {
            shaper: self.shaper,
            links,
            highlight,
            turnover: theme.code.turnover,
            pictures: self.pictures,
            mirrored: self.mirrored,
        }
    }

    /// All complaints, which are taken.
    pub fn told(&self) -> Complaints {
        std::mem::take(&mut *self.complaints.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    /// One that tries or measures something: what it has to complain of counts when it is adopted only.
    pub fn trial(&self) -> Self {
        Self { complaints: Mutex::default(), ..*self }
    }

    /// Takes over the complaints of a trial that was a success.
    pub fn adopt(&self, trial: &Self) {
        self.complaints.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).append(trial.told());
    }

    /// Adds a complaint.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.complaints.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(diagnostic);
    }

    /// Styles of the runs of a text in a base style.
    pub fn run_styles(&self, rich: &Rich, base: &TextStyle) -> Vec<RunStyle> {
        let style =
            |run| RunStyle { picture: self.picture_in_line(rich, run, base), ..self.run_style(run, base) };
        rich.runs.iter().map(style).collect()
    }

    pub(super) fn run_style(&self, run: &Run, base: &TextStyle) -> RunStyle {
        let m = run.marks;
        let face = base.faces[usize::from(m.has(Marks::EMPHASIS)) + 2 * usize::from(m.has(Marks::STRONG))];
        let mut style = RunStyle {
            face,
            size: base.size,
            colour: base.colour,
            features: base.features,
            hyphenate: base.hyphenate,
            tracking: base.tracking,
            raise: base.raise,
            marks: m,
            link: run.link,
            shows_link: true,
            language: run.language,
            node: run.node,
            picture: None,
        };
        if m.has(Marks::CODE) {
            let code = self.style(StyleId::Code);
            style.face = code.faces[0];
            style.features = code.features;
            style.hyphenate = Hyphenate::None;
            style.tracking = 0.0;
            style.size = base.size * 0.88;
        }
        if m.has(Marks::SMALL) {
            style.size *= SMALLER;
        }
        if m.has(Marks::CALL) {
            let (call, body) = (self.style(StyleId::NoteCall), self.style(StyleId::Body));
            let scale = (base.size / body.size).min(1.2);
            style.face = call.faces[0];
            style.features = call.features;
            style.size = call.size * scale;
            style.raise = call.raise * scale;
            style.tracking = 0.0;
        } else if m.has(Marks::SUPERSCRIPT) {
            style.raise += 0.34 * style.size;
            style.size *= 0.68;
        } else if m.has(Marks::SUBSCRIPT) {
            style.raise -= 0.14 * style.size;
            style.size *= 0.68;
        }
        style.size = style.size.max(self.sheet.theme.paragraph.smallest.0);
        style
    }

    /// How a style is set in a measure, with the theme's rules for spaces and edges.
    pub fn setting(&self, style: &TextStyle, measure: Pt) -> Setting {
        let rules = &self.sheet.theme.paragraph;
        let mut setting = Setting::of(style, measure);
        setting.costs = self.costs;
        setting.glue = (rules.space_shrink.0, rules.space_stretch.0);
        if style.align == Align::Justify {
            setting.hang = (rules.hang_hyphen.0, rules.hang_stop.0);
            setting.tracking = rules.tracking.0;
            setting.scaling = rules.letter_scaling.0;
            setting.optical = rules.optical_margins;
            setting.last_line = rules.last_line_min.0;
        }
        setting
    }

    /// Where text begins that stands at the left of a page while it is laid out.
    pub fn start(&self) -> Direction {
        self.side(true)
    }

    /// The side where the lines of the page begin, or the other one.
    pub fn side(&self, along: bool) -> Direction {
        if along == self.mirrored { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// A text in a style.
    pub fn text<'d>(&self, rich: &'d Rich, style: &TextStyle, measure: Pt) -> Paragraph<'d> {
        self.styled(rich, |rich| self.run_styles(rich, style), self.setting(style, measure))
    }

    /// A heading: lines of like length.
    pub fn balanced<'d>(&self, rich: &'d Rich, style: &TextStyle, measure: Pt) -> Paragraph<'d> {
        let setting = Setting { shape: Shape::Balanced, ..self.setting(style, measure) };
        self.styled(rich, |rich| self.run_styles(rich, style), setting)
    }

    /// A text with styles of the caller's.
    pub fn styled<'d>(
        &self,
        rich: &'d Rich,
        styles: impl Fn(&Rich) -> Vec<RunStyle>,
        setting: Setting,
    ) -> Paragraph<'d> {
        let rich = rich.with_pages(self.page_of, self.digits);
        let styles = within(styles(&rich), setting.measure);
        let setting = self.directed(&rich, setting);
        self.checked(Paragraph::new(rich, styles, setting, self.shaper))
    }

    /// The same for a text that was made for this place.
    pub fn owned(
        &self,
        rich: Rich,
        styles: impl Fn(&Rich) -> Vec<RunStyle>,
        setting: Setting,
    ) -> Paragraph<'static> {
        let rich = rich.with_pages(self.page_of, self.digits).into_owned();
        let styles = within(styles(&rich), setting.measure);
        let setting = self.directed(&rich, setting);
        self.checked(Paragraph::new(Cow::Owned(rich), styles, setting, self.shaper))
    }

    /// The setting with the directions of a text.
    fn directed(&self, rich: &Rich, setting: Setting) -> Setting {
        let own = self.shaper.direction;
        let direction = rich.direction(own);
        let begins = rich.begins_in(own, direction);
        let (shrink, stretch) = setting.glue;
        let alone = if begins == Direction::RightToLeft { SPACES_ALONE } else { 1.0 };
        Setting { direction, begins, glue: (shrink * alone, stretch * alone), ..setting }
    }

    /// Words of the program in a style, on a node.
    pub fn words(
        &self,
        text: impl Into<String>,
        node: NodeId,
        style: &TextStyle,
        measure: Pt,
    ) -> Paragraph<'static> {
        let styles = |rich: &Rich| self.run_styles(rich, style);
        self.owned(Rich::plain(text, node), styles, self.setting(style, measure))
    }

    /// Sets a whole paragraph with its first line box at `at`; returns its height.
    pub fn place(&self, paragraph: &Paragraph<'_>, at: Point, items: &mut Vec<Item>) -> Pt {
        for (n, line) in paragraph.lines.iter().enumerate() {
            let y = at.y + n as Pt * paragraph.setting.leading + paragraph.setting.baseline;
            self.tools().set_line(paragraph, n, line, Point { x: at.x, y }, items);
        }
        paragraph.height()
    }

    /// Reports what cannot be set and what is set poorly.
    pub fn checked<'d>(&self, paragraph: Paragraph<'d>) -> Paragraph<'d> {
        if !paragraph.missing.is_empty() {
            let mut complaints = self.complaints.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            for (at, c) in &paragraph.missing {
                let behind = paragraph.segs.partition_point(|seg| seg.range.start as usize <= *at);
                let seg = behind.checked_sub(1).map(|n| &paragraph.segs[n]);
                let language = seg.and_then(|seg| paragraph.styles[seg.run as usize].language);
                let language = language.or(self.shaper.tag);
                complaints.missing(*c, language.as_ref(), paragraph.rich.span_at(*at, c.len_utf8()));
            }
        }
        if paragraph.setting.measure <= 0.0 && !paragraph.rich.is_blank() {
            self.report(complaint::too_narrow().at(paragraph.rich.span()));
        }
        for line in &paragraph.lines {
            let place = || self.line_span(&paragraph, line);
            let cut =
                |seg: u32| paragraph.segs.get(seg as usize).is_some_and(|s| s.after == After::Emergency);
            let between = line.to.byte == 0 && line.to.seg > 0 && cut(line.to.seg - 1);
            // Some languages break words without a hyphen.
            let is_point = |seg: u32| match paragraph.segs.get(seg as usize).map(|seg| &seg.kind) {
                Some(SegKind::Word(word)) => word.points.iter().any(|point| point.at == line.to.byte),
                _ => false,
            };
            let emergency = between || line.to.byte > 0 && !line.hyphen && !is_point(line.to.seg);
            if line.slack + line.hang < -0.3 && line.ratio > -1.001 && line.ratio >= 0.0 || emergency {
                self.report(complaint::overlong_word().at(place()));
            }
            if !line.filled || line.ratio < 1.5 {
                continue;
            }
            let space = fill::space_factor(&paragraph, line, self.shaper);
            if space > REPORTED_SPACE {
                self.report(complaint::loose_line(Filling::measure(space, 1)).at(place()));
            }
        }
        paragraph
    }

    fn line_span(&self, paragraph: &Paragraph<'_>, line: &super::paragraph::Line) -> Option<Span> {
        let seg = paragraph.segs.get(line.from.seg as usize)?;
        let start = seg.range.start as usize + usize::from(line.from.byte);
        let end = paragraph
            .segs
            .get(line.to.seg as usize)
            .map_or(paragraph.rich.text.len(), |s| s.range.start as usize);
        paragraph.rich.span_at(start, end.saturating_sub(start).max(1))
    }
}

impl Setter<'_> {
    /// An icon or artwork of the theme.
    pub fn art(&self, name: &str) -> Option<&Picture> {
        self.pictures.artwork.get(name)
    }
}
