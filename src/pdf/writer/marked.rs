//! Marked content. Decides what each stretch of a page's stream says of itself.

use super::canvas::Canvas;
use super::copied::Copied;
use super::glyphs::push_text;
use super::items::Scene;
use crate::geom::Pt;
use crate::ids::NodeId;
use crate::node::{Role, Structure};
use crate::pages::{Artifact, Item, Owner, TextRun};
use crate::source::editions::Accessibility;

/// The marked content of a page, or of a sheet with pages on it.
pub struct Marked<'p> {
    structure: &'p Structure,
    /// Width and height of the page.
    size: (Pt, Pt),
    standard: Accessibility,
    /// What is open: whose it is, and what is read instead of it.
    open: Option<(Owner, Option<String>)>,
    /// Whether it was opened in a text object.
    is_in_text: bool,
    /// To which node each stretch belongs, by its number.
    pub nodes: Vec<NodeId>,
}

impl<'p> Marked<'p> {
    /// Nothing yet.
    pub fn new(structure: &'p Structure, standard: Accessibility, size: (Pt, Pt)) -> Self {
        Self { structure, size, standard, open: None, is_in_text: false, nodes: Vec::new() }
    }

    /// Draws what lies on a page.
    pub fn draw(&mut self, items: &[Item], scene: &Scene<'_>, canvas: &mut Canvas<'_>) {
        for item in items {
            match item {
                Item::Text(run) => self.text(run, scene, canvas),
                other => {
                    let Some(owner) = other.owner() else { continue };
                    self.switch(owner, None, false, canvas);
                    scene.draw(other, canvas);
                }
            }
        }
        self.close(canvas);
    }

    /// Draws a run; stretches that are read as other words get marked content of their own.
    fn text(&mut self, run: &TextRun, scene: &Scene<'_>, canvas: &mut Canvas<'_>) {
        let glyphs_before = |byte: u16| run.glyphs.partition_point(|glyph| glyph.start < byte);
        let mut from = 0;
        for reading in &run.read_as {
            let (start, end) = (glyphs_before(reading.start), glyphs_before(reading.end));
            if from < start {
                self.switch(run.owner, None, true, canvas);
                scene.text(run, from, start, canvas);
            }
            self.switch(run.owner, Some(&Copied::new(&reading.words).words), true, canvas);
            scene.text(run, start, end, canvas);
            from = end;
        }
        if from < run.glyphs.len() {
            self.switch(run.owner, None, true, canvas);
            scene.text(run, from, run.glyphs.len(), canvas);
        }
    }

    /// Opens marked content for an owner, unless it is open and what comes can be drawn in it: marks that begin in a
    /// text object end in it (ISO 32000-1, 14.6.1).
    fn switch(&mut self, owner: Owner, words: Option<&str>, is_text: bool, canvas: &mut Canvas<'_>) {
        let is_open =
            self.open.as_ref().is_some_and(|(open, read)| *open == owner && read.as_deref() == words);
        if is_open && (is_text || !self.is_in_text) {
            return;
        }
        self.close(canvas);
        if is_text {
            canvas.enter_text();
        } else {
            canvas.leave_text();
        }
        match owner {
            Owner::Artifact(kind) => canvas.raw(self.artifact(kind).as_bytes()),
            Owner::Node(node) => self.begin(node, words, canvas),
        }
        self.open = Some((owner, words.map(str::to_owned)));
        self.is_in_text = is_text;
    }

    fn begin(&mut self, node: NodeId, words: Option<&str>, canvas: &mut Canvas<'_>) {
        let role = &self.structure.get(node).role;
        let tag = if matches!(role, Role::Figure(_)) && words.is_none() { "P" } else { "Span" };
        let mut out = format!("/{tag}<</MCID {}", self.nodes.len()).into_bytes();
        self.nodes.push(node);
        match (role, words) {
            (Role::Replaced(words), _) => {
                out.extend_from_slice(b"/Alt");
                push_text(&mut out, words);
            }
            (_, Some(words)) => {
                out.extend_from_slice(b"/ActualText");
                push_text(&mut out, words);
            }
            _ => {}
        }
        out.extend_from_slice(b">>BDC\n");
        canvas.raw(&out);
    }

    fn close(&mut self, canvas: &mut Canvas<'_>) {
        if self.open.take().is_some() {
            if !self.is_in_text {
                canvas.leave_text();
            }
            canvas.raw(b"EMC\n");
        }
    }

    fn artifact(&self, kind: Artifact) -> String {
        let (width, height) = self.size;
        match kind {
            Artifact::Header => "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n".to_owned(),
            Artifact::PageNumber if self.standard == Accessibility::Ua2 => {
                "/Artifact<</Type/Pagination/Subtype/PageNum>>BDC\n".to_owned()
            }
            Artifact::PageNumber => "/Artifact<</Type/Pagination>>BDC\n".to_owned(),
            Artifact::Background => {
                format!("/Artifact<</Type/Background/BBox[0 0 {width:.3} {height:.3}]>>BDC\n")
            }
            Artifact::Layout => "/Artifact<</Type/Layout>>BDC\n".to_owned(),
        }
    }
}
