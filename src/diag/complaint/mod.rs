//! The table of all complaints: of each code how bad it is, what it means and what is to be done, an example, and
//! every sentence that is said. A complaint is made by a function of its name, which asks for what is filled in.
//! `docs/DIAGNOSTICS.md` and `brochure explain` are made from the table.

mod chapters;
mod editions;
mod files;
mod look;
mod pages;
pub mod preflight;
mod translations;

use super::{Sentence, Severity, Stock};
use crate::template::used;
pub use chapters::*;
pub use editions::*;
pub use files::*;
pub use look::*;
pub use pages::*;
pub use translations::*;

/// A code: what a complaint is about.
#[derive(Debug)]
pub struct Code {
    /// Stable name.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, in Markdown.
    pub means: &'static str,
    /// What to do, in Markdown.
    pub advice: &'static str,
    /// What provokes it.
    pub example: Example,
    /// What is said of it.
    #[cfg_attr(not(feature = "internals"), expect(dead_code, reason = "docs/DIAGNOSTICS.md is made of it"))]
    pub messages: &'static [Message],
}

/// What provokes a complaint.
#[derive(Debug)]
pub enum Example {
    /// What is written.
    Shown {
        /// Where it stands.
        place: Place,
        /// With the complaint.
        wrong: &'static str,
        /// Without it.
        mended: &'static str,
    },
    /// What no text shows: a case in a sentence.
    Unshown(&'static str),
}

/// Where an example stands.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// In a chapter, below its title.
    Chapter,
    /// It is the whole file of a chapter.
    File,
    /// In brochure.toml.
    Config,
}

/// What is said of one case. Words in braces are filled in.
#[derive(Debug)]
pub struct Message {
    /// Name of the function that makes it.
    pub name: &'static str,
    /// The code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub says: &'static str,
    /// Words beside the marked place.
    pub label: Option<&'static str>,
    /// What to do.
    pub help: Option<&'static str>,
}

/// All codes; one that may be an error or a warning stands there twice.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [files::CODES, look::CODES, chapters::CODES, pages::CODES, editions::CODES, translations::CODES]
        .into_iter()
        .flatten()
}

/// Keys of the words of a message.
pub(super) const SAYS: &str = "says";
pub(super) const LABEL: &str = "label";
pub(super) const HELP: &str = "help";

impl Code {
    /// What it means.
    pub fn meaning(&self) -> Sentence {
        self.sentence("means", self.means)
    }

    /// What to do.
    pub fn what_to_do(&self) -> Sentence {
        self.sentence("advice", self.advice)
    }

    /// A case that no text shows.
    pub fn case(&self, words: &'static str) -> Sentence {
        self.sentence("case", words)
    }

    fn sentence(&self, part: &str, words: &'static str) -> Sentence {
        Sentence::stored(
            Stock::Codes,
            format!("{}.{}.{part}", self.name, self.severity.name()),
            words,
            Vec::new(),
        )
    }
}

impl Message {
    /// Whether the sentences hold just these parts, each in one of them at least.
    pub(super) const fn is_sound(&self, parts: &[&str]) -> bool {
        let Some(says) = used(self.says, parts) else { return false };
        let Some(label) = used(or_nothing(self.label), parts) else { return false };
        let Some(help) = used(or_nothing(self.help), parts) else { return false };
        says | label | help == (1 << parts.len()) - 1
    }
}

const fn or_nothing(words: Option<&'static str>) -> &'static str {
    match words {
        Some(words) => words,
        None => "",
    }
}

/// Declares codes with their messages: a function for each, whose arguments are the parts. A part that no
/// sentence holds, or another one in a sentence, does not compile.
macro_rules! complaints {
    ($($code:literal $severity:ident $means:literal $advice:literal example $place:ident $($shown:literal)+ {
        $($name:ident($($part:ident),*) $says:literal $(at $label:literal)? $(help $help:literal)?;)*
    })*) => {
        $($(
            #[doc = $says]
            pub fn $name($($part: impl Into<$crate::diag::Filling>),*) -> $crate::diag::Diagnostic {
                static MESSAGE: $crate::diag::complaint::Message =
                    $crate::diag::complaint::complaints!(@message $code $severity $name $says
                        [$($label)?] [$($help)?]);
                const { assert!(MESSAGE.is_sound(&[$(stringify!($part)),*])) };
                $crate::diag::Diagnostic::new(&MESSAGE, vec![$((stringify!($part), $part.into())),*])
            }
        )*)*

        pub(super) static CODES: &[$crate::diag::complaint::Code] = &[$(
            $crate::diag::complaint::Code {
                name: $code,
                severity: $crate::diag::Severity::$severity,
                means: $means,
                advice: $advice,
                example: $crate::diag::complaint::complaints!(@example $place $($shown)+),
                messages: &[$(
                    $crate::diag::complaint::complaints!(@message $code $severity $name $says
                        [$($label)?] [$($help)?])
                ),*],
            }
        ),*];
    };
    (@message $code:literal $severity:ident $name:ident $says:literal [$($label:literal)?] [$($help:literal)?]) => {
        $crate::diag::complaint::Message {
            name: stringify!($name),
            code: $code,
            severity: $crate::diag::Severity::$severity,
            says: $says,
            label: $crate::diag::complaint::complaints!(@optional $($label)?),
            help: $crate::diag::complaint::complaints!(@optional $($help)?),
        }
    };
    (@example Unshown $case:literal) => { $crate::diag::complaint::Example::Unshown($case) };
    (@example $place:ident $wrong:literal $mended:literal) => {
        $crate::diag::complaint::Example::Shown {
            place: $crate::diag::complaint::Place::$place,
            wrong: $wrong,
            mended: $mended,
        }
    };
    (@optional) => { None };
    (@optional $words:literal) => { Some($words) };
}
pub(crate) use complaints;
