//! The pages of a file (ISO 32000-1, 7.7.3). Decides what counts as a page where the tree is damaged: what is
//! no node of the tree.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Most pages that are looked at.
const MOST_PAGES: usize = 4000;
/// Most nodes of the tree that are visited.
const MOST_NODES: usize = 100_000;

/// The pages that were found.
#[derive(Default)]
pub struct Pages {
    /// In order.
    pub found: Vec<ObjectId>,
    /// Before which page, counted from 0, something stands that cannot be read.
    pub missing: Vec<usize>,
    /// Whether there are more than are looked at.
    pub more: bool,
    /// Whether they were searched among all objects, because the tree leads to none.
    pub searched: bool,
}

/// Walks the tree from its root.
pub fn find(document: &Document) -> Pages {
    let mut pages = Pages::default();
    let root = document.catalog().ok().and_then(|catalog| catalog.get(b"Pages").ok());
    let mut open: Vec<&Object> = root.into_iter().collect();
    let (mut nodes, mut seen) = (0, BTreeSet::new());
    while let Some(object) = open.pop() {
        nodes += 1;
        if pages.found.len() >= MOST_PAGES || nodes > MOST_NODES {
            pages.more = true;
            break;
        }
        let id = object.as_reference().ok();
        let node = document.dereference(object).ok().and_then(|(_, node)| node.as_dict().ok());
        match (node, node.and_then(|node| kids(document, node)), id) {
            (_, Some(kids), _) => {
                // a node that holds itself is walked once
                if seen.insert(std::ptr::from_ref(kids)) {
                    open.extend(kids.iter().take(MOST_NODES).rev());
                }
            }
            (Some(node), None, _) if node.has_type(b"Pages") => {}
            (Some(_), None, Some(id)) => pages.found.push(id),
            _ => pages.missing.push(pages.found.len()),
        }
    }
    if pages.found.is_empty() {
        let all = document.objects.iter();
        let is_page = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Page"));
        pages.found = all.filter(|(_, o)| is_page(o)).map(|(id, _)| *id).take(MOST_PAGES).collect();
        pages.searched = true;
        pages.missing.clear();
    }
    pages
}

fn kids<'d>(document: &'d Document, node: &'d Dictionary) -> Option<&'d Vec<Object>> {
    node.get_deref(b"Kids", document).ok()?.as_array().ok()
}

/// Whether all pages that the tree names are there.
pub fn is_whole(document: &Document) -> bool {
    let pages = find(document);
    pages.missing.is_empty() && !pages.searched
}

/// How many pages there are.
pub fn count(document: &Document) -> usize {
    find(document).found.len()
}
