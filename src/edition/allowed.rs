//! `[warnings] allow`. Decides which codes a project can silence: those that warnings have, of preflight too.

use std::collections::BTreeMap;

use crate::diag::{Severity, Sink, complaint, nearest, words};
use crate::preflight::rules::{self, Rule};
use crate::source::config::Config;
use crate::tree::shape::Choice;

/// Reports codes that do not exist, and those that only errors have.
pub fn check(config: &Config, sink: &mut Sink) {
    let known = codes();
    for code in &config.warnings.allow {
        let told = match known.get(code.value.as_str()) {
            Some(true) => continue,
            Some(false) => complaint::error_allowed(&code.value),
            None => {
                let warnings = known.iter().filter(|(_, silent)| **silent).map(|(code, _)| *code);
                let meant = nearest(&code.value, warnings).map(words::meant_value);
                complaint::unknown_warning(&code.value).with_help(meant)
            }
        };
        sink.push(told.at(code.span));
    }
}

/// The codes that can be silenced, with what they mean.
pub fn choices() -> Vec<Choice> {
    let means = |code: &str| {
        let told = complaint::all().find(|told| told.name == code && told.severity == Severity::Warning);
        let found = || rules::ALL.iter().find(|rule| rule.code == code).map(|rule| rule.title);
        told.map(|told| told.means).or_else(found).unwrap_or_default().to_owned()
    };
    let silent = codes().into_iter().filter(|(_, silent)| *silent);
    silent.map(|(word, _)| Choice { word, says: means(word) }).collect()
}

/// All codes, and whether they can be silenced.
fn codes() -> BTreeMap<&'static str, bool> {
    let told = complaint::all().map(|code| (code.name, code.severity == Severity::Warning));
    let found = rules::ALL.iter().map(|rule| (rule.code, can_warn(rule)));
    let mut codes = BTreeMap::new();
    for (code, warns) in told.chain(found) {
        *codes.entry(code).or_default() |= warns;
    }
    codes
}

/// Whether findings of a rule can be warnings.
fn can_warn(rule: &&'static Rule) -> bool {
    rule.severity != rules::Severity::Error || rules::LOWERED.contains(rule)
}
