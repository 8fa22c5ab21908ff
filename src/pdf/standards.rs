//! The standards that a PDF for reading claims to keep. Decides which of them remain where something stands
//! against one: a file claims what holds, and no more.

use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder, PdfVersion};
use krilla::configure::{ValidationError, Validators};

/// The standards that are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standards {
    archival: Option<Archival>,
    accessibility: Option<Accessibility>,
}

/// Levels of PDF/A-2, from the one that asks for most.
const LEVELS: [Archival; 3] = [Archival::A2_A, Archival::A2_U, Archival::A2_B];

impl Standards {
    /// What a brochure is to keep: PDF/UA-1, with a date also PDF/A-2a.
    pub fn wanted(dated: bool) -> Self {
        Self { archival: dated.then_some(LEVELS[0]), accessibility: Some(Accessibility::UA1) }
    }

    /// None.
    pub const NONE: Self = Self { archival: None, accessibility: None };

    /// How the writer is to validate. PDF 1.7 suits all of them.
    pub fn configuration(self) -> Configuration {
        let mut builder = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17);
        if let Some(level) = self.archival {
            builder = builder.with_archival_validator(level);
        }
        if let Some(accessibility) = self.accessibility {
            builder = builder.with_accessibility_validator(accessibility);
        }
        builder.finish().expect("PDF 1.7 allows PDF/A-2 and PDF/UA-1")
    }

    /// Those that nothing stands against: of PDF/A the highest level that is left.
    pub fn without(self, violations: &[ValidationError]) -> Self {
        let holds = |standard: &Self| violations.iter().all(|v| !standard.forbids(v));
        let from = LEVELS.iter().position(|level| Some(*level) == self.archival).unwrap_or(LEVELS.len());
        let levels = LEVELS[from..].iter().map(|level| Self { archival: Some(*level), ..Self::NONE });
        let accessible = Self { accessibility: self.accessibility, ..Self::NONE };
        Self {
            archival: levels.into_iter().find(holds).and_then(|standard| standard.archival),
            accessibility: self.accessibility.filter(|_| holds(&accessible)),
        }
    }

    /// Whether one of them forbids it.
    pub fn forbids(self, violation: &ValidationError) -> bool {
        let validators: Validators = self.configuration().validators();
        validators.prohibits(violation).is_some()
    }

    /// Each by itself.
    pub fn each(self) -> impl Iterator<Item = Self> {
        let archival = self.archival.map(|level| Self { archival: Some(level), ..Self::NONE });
        let accessible = self.accessibility.map(|one| Self { accessibility: Some(one), ..Self::NONE });
        archival.into_iter().chain(accessible)
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        let archival = self.archival.map(|level| match level {
            Archival::A2_A => "PDF/A-2a",
            Archival::A2_U => "PDF/A-2u",
            _ => "PDF/A-2b",
        });
        archival.into_iter().chain(self.accessibility.map(|_| "PDF/UA-1")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_kept_and_no_more() {
        let dated = Standards::wanted(true);
        assert_eq!(dated.names(), ["PDF/A-2a", "PDF/UA-1"]);
        let kept = |violation: ValidationError| dated.without(&[violation]).names();
        assert_eq!(kept(ValidationError::MissingAltText(None)), ["PDF/A-2u"]);
        assert_eq!(kept(ValidationError::MissingHeadingTitle), ["PDF/A-2a"]);
        assert_eq!(kept(ValidationError::TooLongString), ["PDF/UA-1"]);
        let both = [ValidationError::TooLongString, ValidationError::MissingAltText(None)];
        assert_eq!(dated.without(&both), Standards::NONE);
        assert_eq!(Standards::wanted(false).without(&both[..1]).names(), ["PDF/UA-1"]);
    }
}
