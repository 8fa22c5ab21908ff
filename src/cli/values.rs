//! Values of options. Decides how lengths, sizes and numbers are written on the command line.

use super::speech;
use crate::diag::words::command as words;
use crate::geom::{MM, Pt};
use crate::starters;

/// A length with its unit, as in brochure.toml: `3mm`, `8.5pt`.
pub fn length(text: &str) -> Result<Pt, String> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let unit = match unit {
        "mm" => MM,
        "cm" => 10.0 * MM,
        "pt" => 1.0,
        _ => return Err(words::no_length().text_in(speech::wording())),
    };
    let number: f64 =
        number.trim().parse().map_err(|_| words::no_number(number).text_in(speech::wording()))?;
    let fine = (0.0..=2000.0 * MM).contains(&(number * unit));
    if fine { Ok(number * unit) } else { Err(words::no_such_length().text_in(speech::wording())) }
}

/// Width and height in one unit: `148x210mm`.
pub fn trim(text: &str) -> Result<(Pt, Pt), String> {
    let (width, height) = text.split_once('x').ok_or_else(|| words::no_trim().text_in(speech::wording()))?;
    let unit = height.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let width = if width.ends_with(|c: char| c.is_ascii_digit()) {
        format!("{width}{unit}")
    } else {
        width.to_owned()
    };
    Ok((length(&width)?, length(height)?))
}

/// A title: words on one line.
pub fn title(text: &str) -> Result<String, String> {
    starters::title(text).ok_or_else(|| words::no_title().text_in(speech::wording()))
}

/// Percent of ink, with or without the sign.
pub fn percent(text: &str) -> Result<f64, String> {
    between(text.trim_end_matches('%'), 1.0, 1600.0)
}

/// Pixels per inch.
pub fn ppi(text: &str) -> Result<f64, String> {
    between(text, 1.0, 10_000.0)
}

fn between(text: &str, low: f64, high: f64) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|n| (low..=high).contains(n));
    number.ok_or_else(|| words::not_between(low, high).text_in(speech::wording()))
}
