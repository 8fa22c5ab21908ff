//! Names of the files that a run writes. Decides what they are, and that no two of them are one file on
//! any system.

use std::collections::BTreeMap;

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::diag::{Diagnostic, Sink, Span, complaint};
use crate::document::rich::plain_words;
use crate::language::Language;
use crate::preflight::format::Format;
use crate::source::config::Config;
use crate::source::editions::{CoverFile, Edition, EditionKind, MANIFEST, SUMS};
use crate::tree::Spanned;

/// Longest name that an author gives a file, in bytes: systems take 255, a report's name is longer by 17.
const LONGEST_NAME: usize = 200;
/// Letters that Windows or its shells keep for themselves.
const RESERVED_LETTERS: &[char] = &['<', '>', ':', '"', '|', '?', '*'];
/// Names of devices of Windows, whatever extension they have.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The files' names: as the edition says, or from title and edition; the cover's is the same with
/// `-cover`.
pub fn of_edition(name: &str, edition: &Edition, config: &Config) -> Vec<String> {
    let language = Language::of(&config.brochure.language.value);
    let title = of_title(config);
    let file = match &edition.file {
        Some(file) => file.value.clone(),
        None if name == "screen" && is_device(&title) => format!("{title}-brochure.pdf"),
        None if name == "screen" => format!("{title}.pdf"),
        None => format!("{title}-{}.pdf", slug(name, language)),
    };
    match &edition.kind {
        EditionKind::Print(print) if print.cover == CoverFile::Separate => {
            let cover = format!("{}-cover.pdf", file.trim_end_matches(".pdf"));
            vec![file, cover]
        }
        _ => vec![file],
    }
}

/// The name of files of a brochure, without ending.
pub fn of_title(config: &Config) -> String {
    of_words(&config.brochure.title.value, &config.brochure.language.value)
}

/// A name for a file of this title in a language, without ending.
pub fn of_words(title: &str, language: &str) -> String {
    slug(&plain_words(title), Language::of(language))
}

/// The name of the report of preflight on a file.
pub fn of_report(file: &str, format: Format) -> String {
    format!("{}.preflight.{}", file.trim_end_matches(".pdf"), format.extension())
}

/// The name of a folder for a brochure of this title: as it is typed, but for what no system takes.
pub fn of_folder(title: &str) -> String {
    let is_refused = |c: char| leaves_a_folder(c) || is_foreign(c);
    let name: String = title.nfc().map(|c| if is_refused(c) { '-' } else { c }).take(80).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() || is_device(name) { "brochure".to_owned() } else { name.to_owned() }
}

/// Lower case, ASCII, letters spelled as the language does, without their marks or in Latin letters, hyphens for
/// the rest.
fn slug(text: &str, language: Option<Language>) -> String {
    let mut slug = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        if let Some(spelled) = language.as_ref().and_then(|known| known.file_names.spelling(c)) {
            slug.push_str(spelled);
            continue;
        }
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            c if bare(c).is_some() => slug.extend(bare(c)),
            c if c.is_alphanumeric() || is_combining_mark(c) => push_in_latin(c, &mut slug),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "brochure".to_owned() } else { slug.chars().take(80).collect() }
}

/// Spells a letter of another script; one that is a syllable or word by itself ends with a hyphen.
fn push_in_latin(c: char, slug: &mut String) {
    for spelled in deunicode_char(c).unwrap_or_default().chars() {
        match spelled.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => slug.push(letter),
            ' ' if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
}

/// The letter below a mark: `e` of `é`.
fn bare(c: char) -> Option<char> {
    std::iter::once(c).nfd().next().filter(char::is_ascii_alphanumeric)
}

/// A file that a run may write.
struct Claim<'a> {
    file: String,
    /// The edition's name and the place that decides the file's; none for the lists.
    edition: Option<(&'a str, Span)>,
}

/// Reports names that no system takes, and files that two editions, or an edition and a list or report,
/// would both be written to.
pub fn check(config: &Config, sink: &mut Sink) {
    for (_, _, edition) in &config.edition.0 {
        edition.file.iter().for_each(|file| check_name(file, sink));
    }
    let claims = claims(config);
    let mut same: BTreeMap<String, Vec<&Claim>> = BTreeMap::new();
    for claim in &claims {
        same.entry(folded(&claim.file)).or_default().push(claim);
    }
    for claims in same.values().filter(|claims| claims.len() > 1) {
        for (at, claim) in claims.iter().enumerate() {
            let other = claims[usize::from(at == 0)];
            if let Some((_, span)) = claim.edition {
                sink.push(claim.against(other).at(span));
            }
        }
    }
}

impl Claim<'_> {
    /// What stands against it: another claim on the same file.
    fn against(&self, other: &Claim<'_>) -> Diagnostic {
        let Self { file, .. } = self;
        match other.edition {
            None => complaint::file_of_a_list(file),
            Some((name, _)) if *file == other.file => complaint::file_of_another(file, name),
            Some((name, _)) => complaint::file_like_another(file, &other.file, name),
        }
    }
}

/// All files that a run may write, lists first.
fn claims(config: &Config) -> Vec<Claim<'_>> {
    let lists = [MANIFEST, SUMS].map(|list| Claim { file: list.to_owned(), edition: None });
    let mut claims = Vec::from(lists);
    for (name, key, edition) in &config.edition.0 {
        let span = edition.file.as_ref().map_or(*key, |file| file.span);
        let mut files = of_edition(name, edition, config);
        if matches!(edition.kind, EditionKind::Print(_)) {
            let reports = |file: &String| Format::ALL.map(|format| of_report(file, format));
            files.extend(files.iter().flat_map(reports).collect::<Vec<_>>());
        }
        claims.extend(files.into_iter().map(|file| Claim { file, edition: Some((name, span)) }));
    }
    claims
}

/// What of a name some file systems do not tell apart: letters' case, and how accents are encoded.
fn folded(name: &str) -> String {
    // Upper case first: ß and ſ have their partners there.
    name.nfc().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

fn check_name(file: &Spanned<String>, sink: &mut Sink) {
    let name = file.value.as_str();
    let mut wrong = |told: Diagnostic| sink.push(told.at(file.span));
    if name.contains(leaves_a_folder) || name.starts_with('.') || name.is_empty() {
        return wrong(complaint::edition_in_a_folder(name));
    }
    if name.contains(is_foreign) || name.ends_with(['.', ' ']) || name.starts_with(' ') || is_device(name) {
        wrong(complaint::no_file_name(name));
    }
    if name.len() > LONGEST_NAME {
        wrong(complaint::file_name_too_long(name.len(), LONGEST_NAME));
    }
}

fn leaves_a_folder(c: char) -> bool {
    matches!(c, '/' | '\\') || c.is_control()
}

/// Whether some system takes the letter for something else, or nobody sees it.
fn is_foreign(c: char) -> bool {
    RESERVED_LETTERS.contains(&c) || crate::diag::is_unseen(c)
}

/// Whether Windows takes the name for a device: `con`, `aux.pdf`, `com1`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = |stem: &str| {
        let digit = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
        digit.is_some_and(|digit| "123456789¹²³".chars().any(|port| digit.chars().eq([port])))
    };
    DEVICES.contains(&stem.as_str()) || port(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_come_from_titles() {
        let [german, english, none] = ["de", "en", "eo"].map(Language::of);
        assert_eq!(slug("Integration findet vor Ort statt", german), "integration-findet-vor-ort-statt");
        assert_eq!(slug("Für Bürger*innen – § 60a", german), "fuer-buerger-innen-60a");
        assert_eq!(slug("A Guide to Zürich", english), "a-guide-to-zurich");
        assert_eq!(slug("Guías de Código, français", none), "guias-de-codigo-francais");
        assert_eq!(slug("…", none), "brochure");
    }

    #[test]
    fn titles_in_other_scripts_are_spelled_in_latin_letters() {
        for (title, tag, name) in [
            ("Éducation à l’école", "fr", "education-a-l-ecole"),
            ("Øst for Ærø", "nb", "ost-for-aero"),
            ("Путеводитель", "ru", "putevoditel"),
            ("Πολίτες", "el", "polites"),
            ("北京市民", "zh", "bei-jing-shi-min"),
            ("かな カナ", "ja", "kana-kana"),
            ("한국어", "ko", "hangugeo"),
            ("สิทธิ", "th", "siththi"),
            ("अधिकार", "hi", "adhikaar"),
            ("დედა", "ka", "deda"),
            ("حقوق", "ar", "hqwq"),
            ("שלום", "he", "shlvm"),
        ] {
            assert_eq!(slug(title, Language::of(tag)), name, "{title}");
        }
    }

    #[test]
    fn folders_are_named_as_titles_are_typed_but_for_what_no_system_takes() {
        for (title, name) in [
            ("Wegweiser für Neustadt", "Wegweiser für Neustadt"),
            ("Wer hilft? 1/2", "Wer hilft- 1-2"),
            ("../../etc", "-..-etc"),
            (" … ", "…"),
            ("..", "brochure"),
            ("NUL", "brochure"),
        ] {
            assert_eq!(of_folder(title), name);
        }
    }

    #[test]
    fn names_that_systems_take_for_one_are_one() {
        assert_eq!(folded("Bu\u{308}rger.PDF"), folded("bürger.pdf"));
        assert_eq!(folded("STRASSE.pdf"), folded("straße.pdf"));
        assert_ne!(folded("a.pdf"), folded("b.pdf"));
    }

    #[test]
    fn devices_are_known_with_any_extension() {
        for name in ["con", "AUX.pdf", "Nul.tar.gz", "com1", "lpt9.pdf", "com¹.pdf", "CONIN$"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["con-brochure.pdf", "com0.pdf", "com10.pdf", "kontakt.pdf"] {
            assert!(!is_device(name), "{name}");
        }
    }
}
