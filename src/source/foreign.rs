//! Pictures of formats that are not read. Decides how they are known, and what is said of them.

use crate::diag::{Diagnostic, Sentence, complaint, words};

/// A format: how its files begin, from a byte on, how their names end, and what is said of it.
struct Format {
    begins: &'static [(usize, &'static [u8])],
    ends: &'static [&'static str],
    name: fn() -> Sentence,
    help: Option<fn() -> Sentence>,
}

const FORMATS: &[Format] = &[
    Format {
        begins: &[(4, b"ftyphe"), (4, b"ftypmif1"), (4, b"ftypmsf1")],
        ends: &["heic", "heif"],
        name: words::a_heic,
        help: Some(words::for_heic),
    },
    Format { begins: &[(4, b"ftypavi")], ends: &["avif"], name: words::an_avif, help: None },
    Format { begins: &[(0, b"%PDF")], ends: &["pdf"], name: words::a_pdf, help: Some(words::for_pdf) },
    Format { begins: &[(0, b"8BPS")], ends: &["psd", "psb"], name: words::a_psd, help: None },
    Format {
        begins: &[(0, b"%!PS"), (0, b"\xc5\xd0\xd3\xc6")],
        ends: &["eps", "ps"],
        name: words::an_eps,
        help: Some(words::for_pdf),
    },
    Format {
        begins: &[(40, b" EMF"), (0, b"\xd7\xcd\xc6\x9a")],
        ends: &["emf", "wmf"],
        name: words::an_office_drawing,
        help: Some(words::for_pdf),
    },
    Format {
        begins: &[(0, b"\xff\x0a"), (0, b"\0\0\0\x0cJXL ")],
        ends: &["jxl"],
        name: words::a_jpeg_xl,
        help: None,
    },
    Format { begins: &[(0, b"\0\0\0\x0cjP  ")], ends: &["jp2", "j2k"], name: words::a_jpeg_2000, help: None },
    Format {
        begins: &[],
        ends: &["ai", "cdr", "drawio", "vsd", "vsdx", "odg", "xcf", "afdesign", "sketch", "indd"],
        name: words::an_editable_drawing,
        help: Some(words::for_pdf),
    },
];

/// What is to be said of a file, if its format is one of these.
pub fn complaint(path: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let begins = |format: &&Format| {
        format.begins.iter().any(|(at, sign)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign)))
    };
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    let ends = |format: &&Format| format.ends.contains(&&*end);
    let format = FORMATS.iter().find(begins).or_else(|| FORMATS.iter().find(ends))?;
    let help = format.help.map(|help| help());
    Some(complaint::image_format(path, (format.name)()).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn formats_are_known_by_their_first_bytes_else_by_name() {
        let said = |path: &str, bytes: &[u8]| complaint(path, bytes).map(|told| told.message());
        let heic = said("foto.jpg", b"\0\0\0\x18ftypheic\0\0\0\0");
        assert_eq!(heic.as_deref(), Some("foto.jpg is a HEIC picture of a phone, which is not read"));
        assert_eq!(said("plan.png", b"%PDF-1.7").as_deref(), Some("plan.png is a PDF, which is not read"));
        assert!(said("plan.AI", b"").is_some());
        assert_eq!(said("foto.jpg", b"\xff\xd8\xff\xe0"), None);
    }
}
