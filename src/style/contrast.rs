//! Which text is too pale. Decides on which ground each style is set and how much contrast it needs
//! there. How much is needed stands in the theme.

use super::{STYLES, StyleId};
use crate::colour::{Colour, Palette};
use crate::diag::{Diagnostic, Filling, Sentence, Sink, Span, complaint, words};
use crate::geom::Pt;
use crate::source::theme::{CalloutShape, Contrast, Space, Style, Theme, Weight};
use crate::tree::Spanned;

/// From these sizes on text is large: regular, and semibold or bold (WCAG 2.1).
const LARGE: (Pt, Pt) = (18.0, 14.0);
/// Most users of a pair that are named.
const MOST_NAMED: usize = 4;

/// A colour with its name and the place where it was chosen or mixed.
#[derive(Clone, Copy)]
struct Tone<'t> {
    name: &'t str,
    rgb: [u8; 3],
    chosen: Span,
    mixed: Span,
}

const PAPER: Tone<'_> = {
    let nowhere = Span { file: crate::diag::FileId(0), start: 0, end: 0 };
    Tone { name: "paper white", rgb: [255; 3], chosen: nowhere, mixed: nowhere }
};

/// A text on a ground.
struct Pair<'t> {
    user: Sentence,
    text: Tone<'t>,
    ground: Tone<'t>,
    needed: f64,
}

/// Reports every text of the theme that stands out too little from its ground.
pub fn report(theme: &Theme, palette: &Palette, sink: &mut Sink) {
    let mut told: Vec<(Pair<'_>, Vec<Sentence>)> = Vec::new();
    for pair in (Grounds { theme, palette }).pairs() {
        if ratio(pair.text.rgb, pair.ground.rgb) >= pair.needed {
            continue;
        }
        match told.iter_mut().find(|(first, _)| first.is_like(&pair)) {
            Some((_, users)) => users.push(pair.user),
            None => {
                let users = vec![pair.user.clone()];
                told.push((pair, users));
            }
        }
    }
    sink.extend(told.iter().map(|(pair, users)| pair.complaint(users, &theme.contrast)));
}

impl Pair<'_> {
    /// Whether one change mends both.
    fn is_like(&self, other: &Self) -> bool {
        let key = |p: &Self| (p.place(), p.text.rgb, p.ground.rgb, p.needed);
        key(self) == key(other)
    }

    /// Where it was written: in the file that is laid over the others, which is read first.
    fn place(&self) -> Option<Span> {
        let places = [self.text.chosen, self.ground.chosen, self.text.mixed, self.ground.mixed];
        places.into_iter().filter(|s| s.end > 0).min_by_key(|s| s.file)
    }

    fn complaint(&self, users: &[Sentence], limits: &Contrast) -> Diagnostic {
        let (text, ground, needed) = (self.text.name, self.ground.name, self.needed);
        // Rounded down: 4.499 is not 4.5.
        let measured = (ratio(self.text.rgb, self.ground.rgb) * 100.0).floor() / 100.0;
        let measured = Filling::measure(measured, 2);
        let limit = Filling::number(needed);
        let told = if needed < limits.text.0 {
            complaint::contrast_of_large_text(text, ground, measured, limit)
        } else {
            complaint::contrast(text, ground, measured, limit)
        };
        let of_large_text = limits.large_text.0 < limits.text.0;
        let help = of_large_text.then(|| words::contrast_of_large_text(Filling::number(limits.large_text.0)));
        told.at(self.place()).with_label(named(users)).with_help(help)
    }
}

/// „body, list and 3 more“
fn named(users: &[Sentence]) -> Sentence {
    let shown = Filling::list(users.iter().take(MOST_NAMED).cloned());
    match users.len().saturating_sub(MOST_NAMED) {
        0 => words::all_of(shown),
        more => words::users_and_more(shown, more),
    }
}

/// What stands on what.
struct Grounds<'t> {
    theme: &'t Theme,
    palette: &'t Palette,
}

impl<'t> Grounds<'t> {
    fn pairs(&self) -> Vec<Pair<'t>> {
        let mut pairs = Vec::new();
        for (id, name) in STYLES {
            let Some(style) = self.theme.style.get(name) else { continue };
            let text = self.text(style);
            let on = |ground| Pair { user: words::of_style(name), text, ground, needed: self.needed(style) };
            pairs.extend(self.under(*id).into_iter().map(on));
        }
        pairs.extend(self.opener_tab());
        pairs.extend(self.callouts());
        pairs
    }

    /// The grounds that a style is set on.
    fn under(&self, id: StyleId) -> Vec<Tone<'t>> {
        let t = self.theme;
        let on = |colour: Spanned<Colour>| self.tone(colour);
        match id {
            StyleId::CoverTitle | StyleId::CoverSubtitle => vec![on(t.cover.fill)],
            StyleId::CoverKicker => vec![on(t.cover.fill), on(t.back.fill)],
            StyleId::CoverPublishers => vec![on(t.cover.strip_fill)],
            StyleId::BackClaim | StyleId::BackBlurb => vec![on(t.back.fill)],
            StyleId::BackName => vec![PAPER, on(t.cover.strip_fill)],
            StyleId::OpenerNumber => vec![self.on_opener(t.opener.number_baseline)],
            StyleId::OpenerTitle => vec![self.on_opener(t.opener.title_baseline)],
            StyleId::Standfirst => vec![PAPER, self.on_opener(t.opener.title_baseline)],
            StyleId::TabNumber => vec![on(t.tab.fill), on(t.opener.fill)],
            StyleId::ChecklistTitle | StyleId::ChecklistSub => vec![on(t.checklist.band_fill)],
            StyleId::Folio => vec![PAPER, on(t.checklist.band_fill)],
            StyleId::Code => vec![on(t.code.fill)],
            _ => vec![PAPER],
        }
    }

    /// The ground of a line on a chapter's opening: its block, or the paper below.
    fn on_opener(&self, baseline: Space) -> Tone<'t> {
        let opener = &self.theme.opener;
        if baseline.0 <= opener.block_bottom.0 { self.tone(opener.fill) } else { PAPER }
    }

    /// The tab on the opening, which has colours of its own; not every theme has one.
    fn opener_tab(&self) -> Option<Pair<'t>> {
        let tab = Some(&self.theme.tab).filter(|tab| tab.max_chapters.0 > 0)?;
        let style = self.theme.style.get("tab-number")?;
        let (text, ground) = (self.tone(tab.opener_color), self.tone(tab.opener_fill));
        Some(Pair { user: words::of_opening_tab(), text, ground, needed: self.needed(style) })
    }

    /// Label and text of each box.
    fn callouts(&self) -> Vec<Pair<'t>> {
        let mut pairs = Vec::new();
        for (name, _, kind) in self.theme.callout.0.iter().filter(|k| k.2.kind == CalloutShape::Box) {
            let ground = kind.fill.map_or(PAPER, |fill| self.tone(fill));
            let mut add = |user: Sentence, style: &Style, text| {
                pairs.push(Pair { user, text, ground, needed: self.needed(style) });
            };
            if let Some(style) = self.theme.style.get("box-label") {
                let own = kind.label_color.or(kind.color);
                add(words::of_label(name), style, own.map_or_else(|| self.text(style), |c| self.tone(c)));
            }
            let text = kind.text.as_ref().map_or("box-text", |t| &t.value);
            if let Some(style) = self.theme.style.get(text) {
                add(words::of_text(name), style, self.text(style));
            }
        }
        pairs
    }

    /// The colour of a style.
    fn text(&self, style: &Style) -> Tone<'t> {
        let plain = || Spanned { value: self.palette.text(), span: Span::default() };
        self.tone(style.color.unwrap_or_else(plain))
    }

    fn needed(&self, style: &Style) -> f64 {
        let from = if style.weight == Weight::Regular { LARGE.0 } else { LARGE.1 };
        let limits = &self.theme.contrast;
        if style.size.0 >= from { limits.large_text.0 } else { limits.text.0 }
    }

    fn tone(&self, colour: Spanned<Colour>) -> Tone<'t> {
        let ink = self.palette.ink(colour.value);
        Tone { name: &ink.name, rgb: ink.rgb, chosen: colour.span, mixed: ink.span }
    }
}

/// Contrast of two colours, from 1 to 21.
pub fn ratio(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of an sRGB colour.
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|v| {
        let v = f64::from(v) / 255.0;
        if v <= 0.03928 { v / 12.92 } else { power((v + 0.055) / 1.055) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// `x` to the power of 2.4 for `x` up to 1, by Newton's method: the same on every machine.
fn power(x: f64) -> f64 {
    let square = x * x;
    let mut root = 1.0;
    for _ in 0..20 {
        root -= (root - square / (root * root * root * root)) / 5.0;
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ratios() {
        let white = [255; 3];
        for (rgb, expected) in [([0; 3], 21.0), ([0x76; 3], 4.54), ([0x77; 3], 4.48), (white, 1.0)] {
            let found = ratio(rgb, white);
            assert!((found - expected).abs() < 0.005, "{rgb:?}: {found}");
            assert_eq!(found, ratio(white, rgb));
        }
    }

    #[test]
    fn the_power_is_that_of_the_library() {
        for x in [0.09, 0.2, 0.5, 0.9, 1.0_f64] {
            assert!((power(x) - x.powf(2.4)).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn few_users_are_named_and_the_rest_counted() {
        let users = ["a", "b", "c", "d", "e", "f"].map(words::of_style);
        assert_eq!(named(&users[..2]).text(), "style a, style b");
        assert_eq!(named(&users).text(), "style a, style b, style c, style d and 2 more");
    }
}
