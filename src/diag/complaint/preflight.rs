//! What preflight finds in a print edition. Decides that code and help are those of its rule
//! (`preflight/rules.rs`), which docs/PREFLIGHT.md lists.

use super::Message;
use crate::diag::{Diagnostic, Sentence, Severity};

static FOUND: Message = Message {
    name: "found",
    code: "preflight",
    severity: Severity::Warning,
    says: "{found}",
    label: None,
    help: Some("{help}"),
};

/// What was found against a rule.
pub fn found(code: &'static str, severity: Severity, found: Sentence, help: Sentence) -> Diagnostic {
    let parts = vec![("found", found.into()), ("help", help.into())];
    Diagnostic { code, severity, ..Diagnostic::new(&FOUND, parts) }
}
