//! Damaged files: what every viewer repairs is read here too, and what is lost is told.

use super::print::{PrintFile, TRIM, numbers};
use brochure::preflight::{Limits, Report, Severity, inspect};
use lopdf::xref::XrefType;
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, dictionary};

fn check(bytes: &[u8]) -> Report {
    inspect(bytes, &Limits { trim: Some(TRIM), ..Limits::default() })
}

/// Codes of all findings, each once.
fn codes(report: &Report) -> Vec<&'static str> {
    let mut codes: Vec<_> = report.findings.iter().map(|f| f.rule.code).collect();
    codes.dedup();
    codes
}

/// Replaces a word everywhere.
fn replaced(bytes: &[u8], word: &str, other: &str) -> Vec<u8> {
    let (mut made, mut rest) = (Vec::new(), bytes);
    while let Some(at) = place(rest, word) {
        made.extend_from_slice(&rest[..at]);
        made.extend_from_slice(other.as_bytes());
        rest = &rest[at + word.len()..];
    }
    made.extend_from_slice(rest);
    made
}

fn place(bytes: &[u8], word: &str) -> Option<usize> {
    bytes.windows(word.len()).position(|w| w == word.as_bytes())
}

fn last(bytes: &[u8], word: &str) -> usize {
    bytes.windows(word.len()).rposition(|w| w == word.as_bytes()).expect("the word")
}

/// The file with something put in behind its first object.
fn shifted(bytes: &[u8]) -> Vec<u8> {
    let at = place(bytes, "endobj").expect("an object") + 6;
    [&bytes[..at], b"\n% shifted", &bytes[at..]].concat()
}

/// The correct file with its cross-reference as a table in plain text.
fn plain() -> Vec<u8> {
    let mut file = PrintFile::new();
    file.doc.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    file.bytes()
}

/// The same file with object streams and a cross-reference stream.
fn packed() -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&PrintFile::new().bytes()).expect("a file");
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).expect("a file");
    bytes
}

type Damage = fn(&[u8]) -> Vec<u8>;

/// What is done to the file, and what is found then.
const DAMAGES: &[(&str, &[&str], Damage)] = &[
    ("nothing", &[], <[u8]>::to_vec),
    ("something before the header", &[], |b| [b"From: print@example.org\r\n\r\n", b].concat()),
    ("padding at the end", &[], |b| [b, &[0; 5000]].concat()),
    ("something at the end", &[], |b| [b, b"\n<!-- scanned -->\n"].concat()),
    ("startxref leads nowhere", &["file-repaired"], |b| replaced(b, "startxref\n", "startxref\n9")),
    ("startxref leads elsewhere", &["file-repaired"], |b| replaced(b, "startxref\n", "startxref\n17 ")),
    ("no startxref", &["file-repaired"], |b| b[..last(b, "startxref")].to_vec()),
    ("no cross-reference", &["file-repaired"], |b| replaced(b, "xref", "yref")),
    ("objects are shifted", &["file-repaired"], shifted),
    ("line ends were changed", &["file-repaired"], |b| replaced(b, " obj\n", " obj\r\n")),
    ("no object is closed", &["file-repaired"], |b| replaced(b, "endobj", "")),
    ("no stream is closed", &["file-repaired"], |b| replaced(b, "endstream", "")),
    ("no header", &["file-repaired", "pdf-version"], |b| b[9..].to_vec()),
    ("lengths are missing", &["file-repaired"], |b| replaced(b, "/Length ", "/Longth ")),
    ("lengths are too long", &["file-repaired"], |b| replaced(b, "/Length ", "/Length 9")),
    ("lengths are too short", &["file-repaired"], |b| replaced(b, "/Length ", "/Length 0%\n")),
    ("pages without their type", &[], |b| replaced(b, "/Type/Page", "/Typo/Page")),
    ("a wrong root", &["file-repaired"], |b| replaced(b, "/Root ", "/Root 9")),
];

#[test]
fn what_can_be_repaired_is_read_whole() {
    for whole in [plain(), PrintFile::new().bytes()] {
        let ink = check(&whole).ink;
        for (what, expected, damage) in DAMAGES {
            let damaged = damage(&whole);
            assert!(*what == "nothing" || damaged != whole, "{what} changes nothing");
            let report = check(&damaged);
            let mut found = codes(&report);
            found.sort_unstable();
            assert_eq!(found, *expected, "{what}: {:#?}", report.findings);
            assert_eq!(report.ink, ink, "{what}");
        }
    }
}

#[test]
fn object_streams_are_found_without_their_cross_reference() {
    let whole = packed();
    assert!(place(&whole, "/ObjStm").is_some());
    assert_eq!(codes(&check(&whole)), Vec::<&str>::new());
    let ink = check(&whole).ink;
    let cut = whole[..last(&whole, "startxref")].to_vec();
    for (what, damaged) in [("no startxref", cut), ("shifted", shifted(&whole))] {
        let report = check(&damaged);
        assert_eq!(codes(&report), ["file-repaired"], "{what}: {:#?}", report.findings);
        assert_eq!(report.ink, ink, "{what}");
    }
}

#[test]
fn places_may_be_counted_from_the_beginning_of_the_file() {
    let junk = b"JUNK\n";
    let whole = plain();
    let table = last(&whole, "\nxref\n") + 1;
    let mut moved = [&junk[..], &whole[..table]].concat();
    // each line of the table is moved on
    let text = String::from_utf8(whole[table..].to_vec()).expect("plain text");
    for line in text.lines() {
        let line = match line.trim_end().strip_suffix(" 00000 n") {
            Some(at) => format!("{:010} 00000 n ", at.parse::<usize>().expect("a place") + junk.len()),
            None if line == table.to_string() => (table + junk.len()).to_string(),
            None => line.to_owned(),
        };
        moved.extend(format!("{line}\n").into_bytes());
    }
    assert_eq!(codes(&check(&moved)), Vec::<&str>::new());
}

#[test]
fn of_several_copies_of_an_object_the_last_holds() {
    let mut file = PrintFile::new();
    let font = file.font.0;
    file.doc.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let bytes = file.bytes();
    let table = last(&bytes, "\nxref\n") + 1;
    let newer = format!("{font} 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n");
    let damaged = [&bytes[..table], newer.as_bytes(), &replaced(&bytes[table..], "xref", "yref")].concat();
    let report = check(&damaged);
    assert!(codes(&report).contains(&"font-embedded"), "{:#?}", report.findings);
}

#[test]
fn pages_that_are_lost_are_told() {
    let mut file = PrintFile::new();
    let lost = file.pages[1];
    let bytes = {
        let content = std::mem::take(&mut file.content[1]);
        assert!(!content.is_empty());
        file.bytes()
    };
    let header = format!("\n{} {} obj", lost.0, lost.1);
    let damaged = replaced(&bytes, &header, "\n% no more");
    let report = check(&damaged);
    assert_eq!(report.pages(), 1);
    let finding = report.findings.iter().find(|f| f.rule.code == "content-damaged").expect("a finding");
    assert_eq!(finding.message.text(), "a page behind page 1 cannot be read");
    assert_eq!(finding.severity, Severity::Error);
}

#[test]
fn content_that_is_lost_is_told_on_its_page() {
    let mut file = PrintFile::new();
    let nowhere = file.doc.new_object_id();
    let mut bytes = Vec::new();
    let page = file.pages[1];
    file.dict(page).set("Contents", nowhere);
    file.doc.save_to(&mut bytes).expect("a file");
    let report = check(&bytes);
    let found = report.findings.iter().find(|f| f.rule.code == "content-damaged").expect("a finding");
    assert_eq!((found.page, found.message.text().as_str()), (Some(2), "content of the page is missing"));
}

#[test]
fn trees_of_pages_that_go_in_circles_end() {
    let mut file = PrintFile::new();
    let tree = file.dict(file.pages[0]).get(b"Parent").and_then(Object::as_reference).expect("a tree");
    let kids = [tree, file.pages[0], tree, file.pages[1]].map(Object::Reference).to_vec();
    file.dict(tree).set("Kids", kids);
    let report = check(&file.bytes());
    assert_eq!((report.pages(), codes(&report)), (2, Vec::new()));
}

#[test]
fn pages_are_searched_where_the_tree_is_lost() {
    let mut file = PrintFile::new();
    let nowhere = file.doc.new_object_id();
    file.catalog().set("Pages", nowhere);
    let report = check(&file.bytes());
    assert_eq!((report.pages(), codes(&report)), (2, vec!["file-repaired"]));
}

#[test]
fn pages_inherit_through_any_number_of_nodes_that_is_sensible() {
    let mut file = PrintFile::new();
    let boxes = numbers(&[0.0, 0.0, 436.535, 612.283]);
    let mut parent = file.dict(file.pages[1]).get(b"Parent").and_then(Object::as_reference).expect("a tree");
    file.dict(parent).set("MediaBox", boxes);
    for _ in 0..60 {
        parent = file.doc.add_object(dictionary! { "Parent" => parent });
    }
    file.page().remove(b"MediaBox");
    file.page().set("Parent", parent);
    assert_eq!(codes(&check(&file.bytes())), Vec::<&str>::new());
}

fn encrypted(user: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&PrintFile::new().bytes()).expect("a file");
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a key");
    document.encrypt(&state).expect("encrypted");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    bytes
}

#[test]
fn an_empty_password_opens_and_another_does_not() {
    let open = check(&encrypted(""));
    assert_eq!((open.pages(), codes(&open)), (2, vec!["encrypted"]));
    assert_eq!(open.ink, check(&PrintFile::new().bytes()).ink);
    let locked = check(&encrypted("secret"));
    assert_eq!((locked.pages(), codes(&locked)), (0, vec!["encrypted"]));
}
