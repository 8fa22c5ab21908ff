//! PDF/X-4 (ISO 15930-7). Decides what a file says of its printing condition.

use pdf_writer::{Name, Ref, TextStr};

use super::objects::Objects;
use crate::press::profile::Profile;
use crate::source::config::Date;

/// Registry of printing conditions, named by ISO 15930-7.
const REGISTRY: &str = "http://www.color.org";

/// What the file is printed under, and the day it says it was made.
pub struct Condition<'a> {
    /// Name of the printing condition in the registry.
    pub name: &'a str,
    /// Its profile.
    pub profile: &'a Profile,
    /// The day.
    pub date: Date,
}

/// Adds the printing condition; its number.
pub fn output_intent(condition: &Condition<'_>, objects: &mut Objects) -> Ref {
    let Condition { name, profile, .. } = *condition;
    let file = objects.profile(profile.bytes(), 4);
    objects.add(|chunk, id| {
        let mut intent = chunk.indirect(id).dict();
        intent.pair(Name(b"Type"), Name(b"OutputIntent")).pair(Name(b"S"), Name(b"GTS_PDFX"));
        intent.pair(Name(b"OutputConditionIdentifier"), TextStr(name));
        intent.pair(Name(b"OutputCondition"), TextStr(profile.description()));
        intent.pair(Name(b"RegistryName"), TextStr(REGISTRY));
        intent.pair(Name(b"Info"), TextStr(profile.description()));
        intent.pair(Name(b"DestOutputProfile"), file);
    })
}
