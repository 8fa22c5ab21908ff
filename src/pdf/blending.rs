//! Transparency in files for a press. Decides on which pages it is used, and that it is blended in the inks of
//! the output.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// Says of each page with transparency in which colours it is blended.
pub fn declare(pdf: &mut Document) {
    let pages: Vec<ObjectId> = pdf.page_iter().collect();
    for page in pages {
        let mut seen = BTreeSet::new();
        let transparent = pdf.get_dictionary(page).is_ok_and(|page| shines_through(pdf, page, &mut seen));
        if transparent && let Ok(page) = pdf.get_dictionary_mut(page) {
            let group = dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => "DeviceCMYK" };
            page.set("Group", group);
        }
    }
}

/// Whether what a page or form draws with lets something shine through; each object is looked at once.
fn shines_through(pdf: &Document, owner: &Dictionary, seen: &mut BTreeSet<ObjectId>) -> bool {
    let Some(resources) = dict(pdf, owner, b"Resources") else { return false };
    let entries = |kind| dict(pdf, resources, kind).into_iter().flatten().map(|(_, object)| object);
    let mut states = entries(b"ExtGState").filter_map(|state| followed(pdf, state)?.as_dict().ok());
    if states.any(is_see_through) {
        return true;
    }
    entries(b"XObject").chain(entries(b"Pattern")).any(|object| {
        let is_new = object.as_reference().map_or(true, |id| seen.insert(id));
        let stream = followed(pdf, object).and_then(|object| object.as_stream().ok()).filter(|_| is_new);
        stream.is_some_and(|s| s.dict.has(b"SMask") || shines_through(pdf, &s.dict, seen))
    })
}

/// What an entry is, or leads to.
fn followed<'p>(pdf: &'p Document, object: &'p Object) -> Option<&'p Object> {
    pdf.dereference(object).ok().map(|(_, object)| object)
}

fn dict<'p>(pdf: &'p Document, owner: &'p Dictionary, key: &[u8]) -> Option<&'p Dictionary> {
    owner.get(key).ok().and_then(|object| followed(pdf, object)).and_then(|object| object.as_dict().ok())
}

/// Whether a graphics state is transparent: an opacity, a mask or a mode of blending.
fn is_see_through(state: &Dictionary) -> bool {
    let thin = |key: &[u8]| state.get(key).and_then(Object::as_float).is_ok_and(|opacity| opacity < 1.0);
    let named = |key: &[u8], plain: &[u8]| {
        state.get(key).is_ok_and(|value| !value.as_name().is_ok_and(|name| name == plain))
    };
    thin(b"ca") || thin(b"CA") || named(b"SMask", b"None") || named(b"BM", b"Normal")
}
