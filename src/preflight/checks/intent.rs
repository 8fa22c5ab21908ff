//! The output intent (ISO 32000-1, 14.11.5): for which press the colours were chosen.

use crate::diag::Sentence;
use crate::diag::words::preflight as words;
use lopdf::{Dictionary, Stream};

use super::super::file::Pdf;
use super::super::icc::Profile;
use super::super::report::{Finding, Findings};
use super::super::rules::{OUTPUT_COLOUR, OUTPUT_CONDITION, OUTPUT_INTENT, OUTPUT_PROFILE};

/// Where the names of printing conditions are registered.
const REGISTRY: &str = "http://www.color.org";
/// Largest profile, in bytes; those of presses have 3 MB at most.
const LARGEST_PROFILE: usize = 16 << 20;
/// How registered names begin.
const REGISTERED: &[&str] = &["FOGRA", "CGATS", "IFRA", "JC", "EUROSB", "PC"];

/// The output intent as the other checks need it.
#[derive(Debug, Default)]
pub struct Intent {
    /// The profile's bytes.
    pub data: Option<Vec<u8>>,
    /// Its header.
    pub profile: Option<Profile>,
    /// Name of the printing condition.
    pub condition: Option<String>,
}

impl Intent {
    /// Reads the first output intent of PDF/X.
    pub fn read(pdf: &Pdf) -> Self {
        let Some(intent) = intents(pdf).next() else { return Self::default() };
        let data = profile_stream(pdf, intent).and_then(|stream| pdf.data(stream));
        let data = data.filter(|data| data.len() <= LARGEST_PROFILE);
        let profile = data.as_deref().and_then(Profile::read);
        Self { data, profile, condition: pdf.text(intent, "OutputConditionIdentifier") }
    }

    /// Its colours; four inks if it does not say.
    pub fn space(&self) -> [u8; 4] {
        self.profile.as_ref().map_or(*b"CMYK", |p| p.space)
    }
}

fn intents(pdf: &Pdf) -> impl Iterator<Item = &Dictionary> {
    let all = pdf.array(pdf.catalog(), "OutputIntents").iter().filter_map(|o| pdf.as_dict(o));
    all.filter(|intent| pdf.name(intent, "S") == Some("GTS_PDFX"))
}

fn profile_stream<'a>(pdf: &'a Pdf, intent: &'a Dictionary) -> Option<&'a Stream> {
    pdf.stream(intent, "DestOutputProfile")
}

/// Checks the output intent.
pub fn check(pdf: &Pdf, intent: &Intent, found: &mut Findings) {
    let count = intents(pdf).count();
    if count != 1 {
        let message = match count {
            0 => words::no_intent(),
            _ => words::several_intents(count),
        };
        found.add(Finding::new(OUTPUT_INTENT, message));
    }
    let Some(dict) = intents(pdf).next() else { return };
    check_condition(pdf, dict, intent, found);
    check_profile(pdf, dict, intent, found);
}

fn check_condition(pdf: &Pdf, dict: &Dictionary, intent: &Intent, found: &mut Findings) {
    let mut add = |message: Sentence| found.add(Finding::new(OUTPUT_CONDITION, message));
    let condition = intent.condition.as_deref().unwrap_or_default().trim();
    if condition.is_empty() {
        add(words::no_condition());
    } else if is_registered(condition) {
        if pdf.text(dict, "RegistryName").as_deref() != Some(REGISTRY) {
            add(words::wrong_registry(condition, REGISTRY));
        }
    } else if pdf.text(dict, "Info").is_none_or(|info| info.trim().is_empty()) {
        add(words::unregistered(condition));
    }
}

/// A family's name and a number.
fn is_registered(condition: &str) -> bool {
    REGISTERED.iter().any(|family| {
        condition.strip_prefix(family).is_some_and(|rest| {
            rest.trim_start_matches([' ', 'T', 'R', 'W']).starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

fn check_profile(pdf: &Pdf, dict: &Dictionary, intent: &Intent, found: &mut Findings) {
    let mut wrong = |message: Sentence| found.add(Finding::new(OUTPUT_PROFILE, message));
    let Some(stream) = profile_stream(pdf, dict) else {
        wrong(words::no_profile_of_intent());
        return;
    };
    let Some(profile) = &intent.profile else {
        wrong(words::intent_without_icc());
        return;
    };
    if profile.class != *b"prtr" {
        wrong(words::wrong_class(String::from_utf8_lossy(&profile.class)));
    }
    if pdf.number(&stream.dict, "N").map(|n| n as usize) != profile.channels() {
        wrong(words::wrong_count(profile.space_name()));
    }
    if !profile.both_ways {
        wrong(words::tables_missing());
    }
    if profile.space != *b"CMYK" {
        let message = words::intent_for(profile.space_name());
        found.add(Finding::new(OUTPUT_COLOUR, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_names_are_known() {
        for name in ["FOGRA39", "FOGRA51L", "CGATS TR 001", "CGATS21-2-CRPC6", "IFRA26", "JC200103"] {
            assert!(is_registered(name), "{name}");
        }
        for name in ["Eigenes", "FOGRA", "Custom 12"] {
            assert!(!is_registered(name), "{name}");
        }
    }
}
