//! Streams without their compression (ISO 32000-1, 7.4). Decides how much is unpacked, and what it costs.

use std::borrow::Cow;

use lopdf::{Dictionary, Object, Stream};

use super::super::budget::Share;

/// Most bytes that one stream may have when it is unpacked: an A2 in four inks at 300 ppi.
pub const LARGEST_STREAM: usize = 160 << 20;
/// Most filters of a stream, one over the other.
pub const MOST_FILTERS: usize = 4;
/// Steps for each stream.
const STEPS_OF_A_STREAM: u64 = 2000;

/// Looks up what a reference leads to.
pub type Resolve<'r> = &'r dyn Fn(&'r Object) -> Option<&'r Object>;

/// For streams whose dictionary must not hold references, or which are read before other objects are.
pub fn direct(object: &Object) -> Option<&Object> {
    Some(object)
}

/// What a stream holds; `None` if it is broken, too large, or its filter is not known here.
pub fn unpack<'r>(
    content: &[u8],
    dict: &'r Dictionary,
    budget: &Share,
    resolve: Resolve<'r>,
) -> Option<Vec<u8>> {
    let entry = |key: &[u8]| dict.get(key).ok().and_then(resolve);
    let filters = names(entry(b"Filter"), resolve)?;
    if filters.len() > MOST_FILTERS || content.len() > LARGEST_STREAM {
        return None;
    }
    budget.spend(STEPS_OF_A_STREAM + content.len() as u64 / 8);
    let mut data = Cow::Borrowed(content);
    for (n, filter) in filters.iter().enumerate() {
        let parameters = match entry(b"DecodeParms").or_else(|| entry(b"DP")) {
            Some(Object::Array(all)) => all.get(n).and_then(resolve),
            one => one.filter(|_| filters.len() == 1),
        };
        let parameters = parameters.and_then(|o| o.as_dict().ok()).map(|dict| flat(dict, resolve));
        data = Cow::Owned(undo(filter, parameters, data.into_owned(), budget)?);
    }
    Some(data.into_owned())
}

fn names<'r>(filter: Option<&'r Object>, resolve: Resolve<'r>) -> Option<Vec<&'r [u8]>> {
    match filter {
        None => Some(Vec::new()),
        Some(Object::Array(all)) => all.iter().map(|o| resolve(o)?.as_name().ok()).collect(),
        Some(one) => Some(vec![one.as_name().ok()?]),
    }
}

/// Parameters as numbers, without references.
fn flat<'r>(dict: &'r Dictionary, resolve: Resolve<'r>) -> Dictionary {
    const KEYS: [&str; 5] = ["Predictor", "Columns", "Colors", "BitsPerComponent", "EarlyChange"];
    let value = |key: &'static str| Some((key, resolve(dict.get(key.as_bytes()).ok()?)?.clone()));
    KEYS.into_iter().filter_map(value).collect()
}

/// Undoes one filter.
fn undo(name: &[u8], parameters: Option<Dictionary>, data: Vec<u8>, budget: &Share) -> Option<Vec<u8>> {
    let cost = Cost::of(name, parameters.as_ref());
    let affordable = budget.left().saturating_sub(cost.packed * data.len() as u64) / cost.plain;
    let most = LARGEST_STREAM.min(usize::try_from(affordable).unwrap_or(usize::MAX));
    let packed = data.len() as u64;
    let mut stream = Stream::new(Dictionary::new(), data);
    stream.dict.set("Filter", Object::Name(name.to_vec()));
    if let Some(parameters) = parameters {
        stream.dict.set("DecodeParms", parameters);
    }
    let plain = stream.decompressed_content_with_limit(most).ok();
    // what was refused took time too
    let made = plain.as_ref().map_or(most, Vec::len) as u64;
    let afforded = budget.spend(packed * cost.packed + made * cost.plain);
    plain.filter(|_| afforded)
}

/// Steps for a byte before and behind a filter.
struct Cost {
    packed: u64,
    plain: u64,
}

impl Cost {
    fn of(filter: &[u8], parameters: Option<&Dictionary>) -> Self {
        let (packed, plain) = match filter {
            b"FlateDecode" | b"Fl" => (4, 2),
            b"LZWDecode" | b"BrotliDecode" => (8, 4),
            _ => (3, 1),
        };
        let number = |key: &[u8]| parameters.and_then(|p| p.get(key).ok()?.as_i64().ok());
        let of_a_predictor = match number(b"Predictor") {
            Some(2..) => {
                // rows are undone one by one
                let size = |key, usual| number(key).unwrap_or(usual).clamp(1, 1 << 20) as u64;
                let bits =
                    size(b"Columns", 1) * size(b"Colors", 1).min(64) * size(b"BitsPerComponent", 8).min(16);
                4 + 24 / (bits / 8 + 1)
            }
            _ => 0,
        };
        Self { packed, plain: plain + of_a_predictor }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::super::budget::Budget;
    use super::*;

    fn zipped(data: &[u8]) -> Vec<u8> {
        let mut zip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zip.write_all(data).expect("zipped");
        zip.finish().expect("zipped")
    }

    fn through(content: &[u8], filters: &[&str]) -> Option<Vec<u8>> {
        let names = filters.iter().map(|name| Object::Name(name.as_bytes().to_vec())).collect::<Vec<_>>();
        let dict = Dictionary::from_iter([("Filter", Object::Array(names))]);
        unpack(content, &dict, &Budget::new(0).reading, &direct)
    }

    #[test]
    fn filters_are_undone_one_after_the_other() {
        let twice = zipped(&zipped(b"text"));
        assert_eq!(through(&twice, &["FlateDecode"; 2]), Some(b"text".to_vec()));
        assert_eq!(through(b"74657874>", &["ASCIIHexDecode"]), Some(b"text".to_vec()));
        assert_eq!(through(b"text", &[]), Some(b"text".to_vec()));
        assert_eq!(through(b"text", &["DCTDecode"]), None);
    }

    #[test]
    fn too_many_filters_are_refused() {
        let mut data = b"text".to_vec();
        for _ in 0..MOST_FILTERS {
            data = zipped(&data);
        }
        assert_eq!(through(&data, &["FlateDecode"; MOST_FILTERS]), Some(b"text".to_vec()));
        assert_eq!(through(&zipped(&data), &["FlateDecode"; MOST_FILTERS + 1]), None);
    }

    #[test]
    fn the_largest_stream_is_unpacked_and_no_larger_one() {
        assert_eq!(
            through(&zipped(&vec![0; LARGEST_STREAM]), &["FlateDecode"]).map(|d| d.len()),
            Some(LARGEST_STREAM)
        );
        assert_eq!(through(&zipped(&vec![0; LARGEST_STREAM + 1]), &["FlateDecode"]), None);
    }

    #[test]
    fn what_was_unpacked_is_counted() {
        let dict = Dictionary::from_iter([("Filter", Object::Name(b"FlateDecode".to_vec()))]);
        let budget = Budget::new(0);
        let data = zipped(&vec![0; 1 << 20]);
        let mut times = 0;
        while unpack(&data, &dict, &budget.reading, &direct).is_some() {
            times += 1;
        }
        assert!(budget.reading.is_spent() && (500..700).contains(&times), "{times}");
    }
}
