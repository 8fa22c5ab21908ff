//! A printing condition: paper, inks and press, as an ICC output profile. Decides which profiles can be
//! printed with, and under which name the condition is registered.

use std::borrow::Cow;

use super::icc::Icc;
use super::pcs::Xyz;
use super::table::{Table, Way};
use crate::diag::{Diagnostic, Sentence, complaint, words};

/// Cyan, magenta, yellow, black.
const INKS: usize = 4;
static FOGRA39: &[u8] = include_bytes!("../../assets/icc/FOGRA39L_coated.icc");
/// Total ink in percent that [`FOGRA39`] was made for (assets/icc/README.md); it says so nowhere itself.
const FOGRA39_INK: f64 = 300.0;

/// An output profile of four inks that was checked.
#[derive(Debug, Clone)]
pub struct Profile {
    bytes: Cow<'static, [u8]>,
    description: String,
    condition: Option<String>,
    total_ink: Option<f64>,
    pub(super) version: usize,
    /// What the inks look like on this paper, by measurement.
    pub(super) look: Table,
    pub(super) perceptual: Table,
    pub(super) relative: Table,
}

impl Profile {
    /// Offset on coated paper, FOGRA39: the condition that is part of the program.
    pub fn fogra39() -> Self {
        let profile = Self::decode(Cow::Borrowed(FOGRA39)).expect("the profile of the program is sound");
        profile.with_total_ink(FOGRA39_INK)
    }

    /// The profile of a file; `name` is what the author calls it. The diagnostic has no place.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        Self::decode(bytes.into()).map_err(|why| complaint::print_profile(name, why))
    }

    fn decode(bytes: Cow<'static, [u8]>) -> Result<Self, Sentence> {
        let icc = Icc::read(&bytes)?;
        if icc.class != *b"prtr" {
            return Err(words::no_output_profile());
        }
        if icc.space != *b"CMYK" {
            let space = String::from_utf8_lossy(&icc.space);
            return Err(words::profile_not_for_cmyk(space.trim()));
        }
        let read = |name, way| Table::read(&icc, name, way);
        let perceptual = read(b"B2A0", Way::Out(INKS))?.ok_or_else(|| words::table_missing("B2A0"))?;
        // Colorimetric tables may be missing where the perceptual ones are just that.
        let relative = read(b"B2A1", Way::Out(INKS))?.unwrap_or_else(|| perceptual.clone());
        let look = match read(b"A2B1", Way::In(INKS))? {
            Some(look) => look,
            None => read(b"A2B0", Way::In(INKS))?.ok_or_else(|| words::table_missing("A2B1"))?,
        };
        let text = |name| icc.tag(name).and_then(|tag| tag.text()).unwrap_or_default();
        let description = text(b"desc");
        let condition = registered(&description).or_else(|| registered(&text(b"targ")));
        let (total_ink, version) = (named_ink(&description), icc.version);
        Ok(Self { description, condition, total_ink, version, look, perceptual, relative, bytes })
    }

    /// With a limit of total ink in percent, as the print shop names it; at least 100.
    pub fn with_total_ink(self, percent: f64) -> Self {
        Self { total_ink: Some(percent), ..self }
    }

    /// The file, to be embedded.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the profile calls itself; may be empty.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The name of the condition in the ICC's registry of characterisation data, as far as the profile
    /// tells: `FOGRA39`.
    pub fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }

    /// The most ink in percent, all four together, that paper and press bear; none if the profile does
    /// not say.
    pub fn total_ink(&self) -> Option<f64> {
        self.total_ink
    }

    /// What inks in percent look like: XYZ under D50, paper at Y = 1.
    pub fn look(&self, inks: [f64; INKS]) -> Xyz {
        self.look.colour(&inks.map(|ink| ink / 100.0))
    }
}

/// `FOGRA39` out of „FOGRA39L Coated“.
fn registered(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    upper.match_indices("FOGRA").find_map(|(at, name)| {
        let digits: String = upper[at + name.len()..].chars().take_while(char::is_ascii_digit).collect();
        (digits.len() == 2).then(|| format!("FOGRA{digits}"))
    })
}

/// 300 out of „ISO Coated v2 300% (ECI)“.
fn named_ink(text: &str) -> Option<f64> {
    text.match_indices('%').find_map(|(at, _)| {
        let before = text[..at].trim_end();
        let start = before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |n| n + 1);
        let percent: f64 = before.get(start..)?.parse().ok()?;
        (100.0..=400.0).contains(&percent).then_some(percent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_of_the_program() {
        let profile = Profile::fogra39();
        assert_eq!(profile.description(), "FOGRA39L Coated");
        assert_eq!(profile.condition(), Some("FOGRA39"));
        assert_eq!(profile.total_ink(), Some(300.0));
        assert_eq!(profile.bytes(), FOGRA39);
        let paper = profile.look([0.0; 4]);
        assert!((paper[1] - 1.0).abs() < 1e-3, "{paper:?}");
        // ISO 12647-2: black of 100 % has L* 16 on the paper, a little less relative to it.
        let [l, ..] = super::super::pcs::lab(profile.look([0.0, 0.0, 0.0, 100.0]));
        assert!((10.0..20.0).contains(&l), "{l}");
    }

    #[test]
    fn names_and_limits_out_of_texts() {
        assert_eq!(registered("PSO Coated FOGRA51 (basICColor)").as_deref(), Some("FOGRA51"));
        assert_eq!(registered("ORIGINATOR \"Fogra\"\nDESCRIPTOR \"fogra47L\"").as_deref(), Some("FOGRA47"));
        assert_eq!(registered("SWOP Coated"), None);
        assert_eq!(named_ink("ISO Coated v2 300% (ECI)"), Some(300.0));
        assert_eq!(named_ink("größer 320 %"), Some(320.0));
        assert_eq!(named_ink("ü%, 20%"), None);
    }

    #[test]
    fn what_cannot_be_printed_with_is_refused_in_words() {
        let spoilt = |at: usize, with: &[u8]| {
            let mut bytes = FOGRA39.to_vec();
            bytes[at..at + with.len()].copy_from_slice(with);
            Profile::read("x.icc", bytes).expect_err("a refusal").message()
        };
        assert_eq!(spoilt(36, b"nope"), "x.icc is no ICC profile");
        assert_eq!(spoilt(12, b"mntr"), "x.icc is no output profile");
        assert_eq!(spoilt(16, b"RGB "), "x.icc is a profile for RGB, not for CMYK");
        assert_eq!(spoilt(20, b"Luv "), "x.icc has neither L*a*b* nor XYZ as connection space");
        assert_eq!(spoilt(8, &[5]), "x.icc is an ICC profile of version 5, not 2 or 4");
        assert_eq!(spoilt(128, &[0xFF]), "x.icc is cut off or damaged");
        let table = FOGRA39.windows(4).position(|w| w == b"B2A0").expect("the tag");
        assert_eq!(spoilt(table, b"B2Ax"), "x.icc has no table B2A0");
        assert_eq!(spoilt(54_500 + 10, &[200]), "x.icc has a damaged table B2A0");
        let cut = Profile::read("x.icc", FOGRA39[..90_000].to_vec()).expect_err("a refusal");
        assert_eq!(cut.message(), "x.icc is cut off or damaged");
        let large = Profile::read("x.icc", vec![0; crate::press::icc::LARGEST + 1]).expect_err("a refusal");
        assert_eq!(large.message(), "x.icc is larger than 16 MiB");
    }

    #[test]
    fn no_spoilt_byte_brings_the_program_down() {
        // Header and list of tags, a curve table's head.
        for at in (0..340).chain(54_500..54_560) {
            for with in [0, 0xFF] {
                let mut bytes = FOGRA39.to_vec();
                bytes[at] = with;
                if let Ok(profile) = Profile::read("x.icc", bytes) {
                    assert!(profile.look([30.0, 20.0, 10.0, 40.0]).iter().all(|v| v.is_finite()));
                }
            }
        }
    }
}
