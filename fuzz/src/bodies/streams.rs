//! What must be true of every content stream that the program writes (ISO 32000-1, 7.8.2 and 8.2): only operators that
//! there are, each where it may stand, with operands that readers take; states kept and given back; names that lead
//! somewhere.

use brochure::preflight::lexer::{Lexer, Operation};
use lopdf::{Dictionary, Document, Object, Stream};

/// No stream of a drawing is longer, in bytes: 200,000 corners, each a curve.
const LONGEST: usize = 32 << 20;
/// Largest number that all readers take (ISO 32000-1, annex C).
const LARGEST: f64 = 2_147_483_647.0;

/// Where in a stream an operator stands (ISO 32000-1, figure 9).
#[derive(Debug, Clone, Copy, PartialEq)]
enum At {
    /// Between objects.
    Page,
    /// In a path.
    Path,
    /// Behind a path that clips.
    Clip,
}

/// Every content stream of a file without text: of pages, forms and patterns.
pub fn hold(bytes: &[u8]) {
    let pdf = Document::load_mem(bytes).expect("a PDF that can be opened");
    for page in pdf.get_pages().values() {
        let page = pdf.get_dictionary(*page).expect("a page");
        let contents =
            pdf.get_object(page.get(b"Contents").and_then(Object::as_reference).expect("a stream"));
        stream(&pdf, contents.and_then(Object::as_stream).expect("a stream"), page);
    }
    for stream in pdf.objects.values().filter_map(|object| object.as_stream().ok()) {
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        let is_pattern = stream.dict.get(b"PatternType").is_ok();
        if is_form || is_pattern {
            self::stream(&pdf, stream, &stream.dict);
        }
    }
}

fn stream(pdf: &Document, stream: &Stream, owner: &Dictionary) {
    let content = stream.decompressed_content_with_limit(LONGEST).expect("a stream that is not too long");
    let resources = owner.get(b"Resources").ok().and_then(|object| resolved(pdf, object).as_dict().ok());
    let (mut at, mut depth) = (At::Page, 0_i32);
    for operation in Lexer::new(&content) {
        at = next(at, &operation).unwrap_or_else(|| panic!("{operation:?} in {at:?}"));
        match operation.operator {
            b"q" => depth += 1,
            b"Q" => depth -= 1,
            _ => {}
        }
        assert!(depth >= 0, "more Q than q");
        operation.operands.iter().for_each(number);
        if let Some(kind) = kind(operation.operator)
            && let Some(Object::Name(name)) = operation.operands.last()
            && name != b"Pattern"
        {
            let named =
                resources.and_then(|all| resolved(pdf, all.get(kind).ok()?).as_dict().ok()?.get(name).ok());
            assert!(named.is_some(), "{operation:?} names nothing");
        }
    }
    assert!(depth == 0 && at == At::Page, "{depth} states are kept, {at:?}");
}

fn resolved<'p>(pdf: &'p Document, object: &'p Object) -> &'p Object {
    object.as_reference().map_or(object, |id| pdf.get_object(id).expect("an object"))
}

fn number(object: &Object) {
    match object {
        Object::Integer(whole) => assert!((*whole as f64).abs() <= LARGEST, "{whole}"),
        Object::Real(real) => assert!(real.is_finite() && f64::from(*real).abs() <= LARGEST, "{real}"),
        Object::Array(list) => list.iter().for_each(number),
        _ => {}
    }
}

/// The resources that an operator names.
fn kind(operator: &[u8]) -> Option<&'static [u8]> {
    match operator {
        b"Do" => Some(b"XObject"),
        b"gs" => Some(b"ExtGState"),
        b"cs" | b"CS" => Some(b"ColorSpace"),
        b"scn" | b"SCN" => Some(b"Pattern"),
        b"sh" => Some(b"Shading"),
        _ => None,
    }
}

/// Where the stream is behind an operator; none if it must not stand there, or not with these operands.
fn next(at: At, Operation { operator, operands }: &Operation<'_>) -> Option<At> {
    let numbers = operands.iter().all(|object| matches!(object, Object::Integer(_) | Object::Real(_)));
    let names = matches!(operands[..], [Object::Name(_)]);
    let (fits, behind) = match (at, *operator) {
        (At::Page, b"q" | b"Q") => (operands.is_empty(), At::Page),
        (At::Page, b"cm") => (numbers && operands.len() == 6, At::Page),
        (At::Page, b"w" | b"J" | b"j" | b"M" | b"g" | b"G") => (numbers && operands.len() == 1, At::Page),
        (At::Page, b"rg" | b"RG") => (numbers && operands.len() == 3, At::Page),
        (At::Page, b"k" | b"K") => (numbers && operands.len() == 4, At::Page),
        (At::Page, b"d") => (matches!(operands[..], [Object::Array(_), _]), At::Page),
        (At::Page, b"gs" | b"cs" | b"CS" | b"sh" | b"Do") => (names, At::Page),
        (At::Page, b"scn" | b"SCN") => (names || numbers && operands.len() == 1, At::Page),
        (At::Page | At::Path, b"m") | (At::Path, b"l") => (numbers && operands.len() == 2, At::Path),
        (At::Page | At::Path, b"re") => (numbers && operands.len() == 4, At::Path),
        (At::Path, b"c") => (numbers && operands.len() == 6, At::Path),
        (At::Path, b"h") => (operands.is_empty(), At::Path),
        (At::Path, b"W" | b"W*") => (operands.is_empty(), At::Clip),
        (At::Path, b"f" | b"f*" | b"S") => (operands.is_empty(), At::Page),
        (At::Clip, b"n") => (operands.is_empty(), At::Page),
        _ => return None,
    };
    fits.then_some(behind)
}
