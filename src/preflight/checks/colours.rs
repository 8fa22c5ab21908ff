//! Colours of what is painted. Decides which fit the output intent, which text has too many inks, and
//! which white vanishes.

use super::super::content::colour::Space;
use super::super::content::paint::{Kind, Paint};
use super::super::limits::Limits;
use super::super::report::Finding;
use super::super::rules::Severity;
use super::super::rules::{
    BLEND_SPACE, CALIBRATED_COLOUR, COLOUR_INTENT, ICC_PROFILE, RGB, RICH_BLACK, SMALL_TEXT, WHITE_OVERPRINT,
};
use super::intent::Intent;
use crate::diag::words::preflight as words;
use crate::diag::{Filling, Sentence};

/// From this share of black a colour is meant to be black.
const NEARLY_BLACK: f32 = 0.95;
/// Inks that small text may have.
const MOST_INKS: usize = 2;

/// Colour spaces that do not fit the output intent, or are converted.
pub fn spaces(paint: &Paint<'_>, intent: &Intent) -> Vec<Finding> {
    let name = paint.name();
    let Some(space) = paint.space() else { return Vec::new() };
    space.parts().into_iter().filter_map(|part| space_finding(part, &name, intent)).collect()
}

fn space_finding(space: &Space, name: &Sentence, intent: &Intent) -> Option<Finding> {
    let (press, what) = (&intent.space(), || name.clone());
    match space {
        Space::Rgb if press == b"RGB " => None,
        Space::Rgb => Some(Finding::new(RGB, words::in_device_rgb(what()))),
        Space::Cmyk if press != b"CMYK" => Some(Finding::new(COLOUR_INTENT, words::in_device_cmyk(what()))),
        Space::Icc { profile, size, .. } if profile.as_ref().and_then(|p| p.channels()) != Some(*size) => {
            Some(Finding::new(ICC_PROFILE, words::profile_does_not_fit(what(), size)))
        }
        Space::Icc { size: 4, repeats_intent: true, .. } => {
            Some(Finding::new(ICC_PROFILE, words::repeats_intent(what())))
        }
        Space::Icc { size: 3, .. } => {
            Some(Finding::new(CALIBRATED_COLOUR, words::in_colour_by_profile(what())))
        }
        Space::Icc { size: 1, .. } => {
            Some(Finding::new(CALIBRATED_COLOUR, words::in_grey_by_profile(what())))
        }
        Space::Calibrated { name: kind, .. } => {
            Some(Finding::new(CALIBRATED_COLOUR, words::in_space(what(), kind)))
        }
        Space::Unknown => {
            Some(Finding::new(ICC_PROFILE, words::no_space(what())).severity(Severity::Warning))
        }
        _ => None,
    }
}

/// Small text in too many inks.
pub fn small_text(paint: &Paint<'_>, limits: &Limits) -> Option<Finding> {
    let Kind::Text { size, .. } = paint.kind else { return None };
    let colour = paint.colour.filter(|c| !c.pattern && !c.is_white())?;
    if size >= limits.small_text {
        return None;
    }
    let (inks, count) = (&colour.inks, colour.inks.count());
    let excess = limits.small_text - size;
    let size = Filling::measure(size, 1);
    if inks.converted {
        return Some(Finding::new(SMALL_TEXT, words::text_in_converted(size)).excess(excess));
    }
    if inks.process[3] >= NEARLY_BLACK && count > 1 {
        let severity = if count > MOST_INKS { Severity::Error } else { Severity::Warning };
        return Some(
            Finding::new(RICH_BLACK, words::text_in_rich_black(size, count))
                .severity(severity)
                .excess(excess),
        );
    }
    (count > MOST_INKS).then(|| Finding::new(SMALL_TEXT, words::text_in_inks(size, count)).excess(excess))
}

/// White that overprints (ISO 32000-1, 8.6.7).
pub fn white_overprint(paint: &Paint<'_>) -> Option<Finding> {
    let colour = paint.colour.filter(|c| c.is_white() && paint.overprints())?;
    let vanishes = match &*colour.space {
        Space::Spot { .. } => true,
        Space::Cmyk => paint.state.overprint_zero,
        _ => false,
    };
    // in other spaces it depends on the software whether white knocks out
    let severity = if vanishes { Severity::Error } else { Severity::Warning };
    Some(Finding::new(WHITE_OVERPRINT, words::white_overprints(paint.name())).severity(severity))
}

/// The space in which a transparency group is blended (ISO 32000-1, 11.6.6).
pub fn blending(space: &Space, intent: &Intent) -> Option<Finding> {
    let press = &intent.space();
    let wrong = match space {
        Space::Rgb => press != b"RGB ",
        Space::Cmyk => press != b"CMYK",
        _ => false,
    };
    if wrong {
        return Some(Finding::new(BLEND_SPACE, words::blended_for_other_output()));
    }
    let converted = space.size() == 3 && press != b"RGB ";
    let message = words::blended_in_rgb();
    converted.then(|| Finding::new(BLEND_SPACE, message).severity(Severity::Warning))
}
