//! The laid-out pages as stable text, for `brochure dump` and for tests.

use std::fmt::Write as _;

use super::{Item, Owner, Page, Pages, Path, ReadAs, Step, Turn};
use crate::geom::Rect;
use crate::source::assets::PictureKind;

/// All pages, a line for each thing on them.
#[cfg(feature = "internals")]
pub fn dump(pages: &Pages) -> String {
    let mut out = String::new();
    for page in &pages.pages {
        dump_page(page, pages, &mut out);
    }
    out
}

/// One page.
pub fn dump_page(page: &Page, pages: &Pages, out: &mut String) {
    let _ = writeln!(
        out,
        "page {} {:?} {} trim {:.1}x{:.1}",
        page.number, page.side, page.kind, pages.trim.0, pages.trim.1
    );
    for item in &page.items {
        let _ = writeln!(out, "  {}", line(item, pages));
    }
}

/// What is told of an item.
fn line(item: &Item, pages: &Pages) -> String {
    let ink = |colour| &pages.palette.ink(colour).name;
    match item {
        Item::Text(run) => format!(
            "text {:.2} {:.2}{} w {:.2} {}{} {} {} {:?} {}{}",
            run.at.x,
            run.at.y,
            how(run.turn),
            run.width(),
            pages.fonts[run.face.0 as usize].name.trim_end_matches(".ttf"),
            pages.fonts[run.face.0 as usize].embedded.location,
            run.size,
            ink(run.colour),
            run.text,
            owner(run.owner),
            readings(&run.read_as)
        ),
        Item::Fill { rect, colour, owner: o } => {
            format!("fill {} {} {}", place(rect), ink(*colour), owner(*o))
        }
        Item::Stroke { rect, width, colour, owner: o } => {
            format!("stroke {} {width} {} {}", place(rect), ink(*colour), owner(*o))
        }
        Item::Modules { rect, rows, owner: o, .. } => {
            format!("modules {} {} {}", place(rect), rows.len(), owner(*o))
        }
        Item::Picture { rect, turn, picture, owner: o, .. } => {
            let kind = match picture.kind {
                PictureKind::Svg(_) => "svg",
                PictureKind::Jpeg(_) => "jpeg",
                PictureKind::Raster(_) => "pixels",
            };
            format!("picture {}{} {} {kind} {}", place(rect), how(*turn), picture.path, owner(*o))
        }
        Item::Path(path) => format!("path {}{} {}", outline(path), paint(path, pages), owner(path.owner)),
        Item::Link { rect, link } => format!("link {} {:?}", place(rect), pages.links[*link].target),
    }
}

fn how(turn: Turn) -> &'static str {
    match turn {
        Turn::Upright => "",
        Turn::Left => " turned",
        Turn::Mirrored => " mirrored",
    }
}

fn place(rect: &Rect) -> String {
    format!("{:.2} {:.2} {:.2}x{:.2}", rect.x, rect.y, rect.w, rect.h)
}

/// The steps of a shape as SVG writes them.
fn outline(path: &Path) -> String {
    let mut out = String::new();
    for step in &path.steps {
        let _ = match step {
            Step::Move(p) => write!(out, "M{:.2} {:.2} ", p.x, p.y),
            Step::Line(p) => write!(out, "L{:.2} {:.2} ", p.x, p.y),
            Step::Curve(a, b, p) => {
                write!(out, "C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2} ", a.x, a.y, b.x, b.y, p.x, p.y)
            }
            Step::Close => write!(out, "Z "),
        };
    }
    out
}

fn paint(path: &Path, pages: &Pages) -> String {
    let mut out = String::new();
    if let Some(fill) = path.fill {
        let _ = write!(out, "fill {}", pages.palette.ink(fill).name);
    }
    if let Some(pen) = &path.pen {
        let space = if out.is_empty() { "" } else { " " };
        let _ = write!(out, "{space}stroke {} {}", pen.width, pages.palette.ink(pen.colour).name);
        if !pen.dash.is_empty() {
            let _ = write!(out, " dash {:?}", pen.dash);
        }
    }
    out
}

/// What is read instead of which bytes.
fn readings(readings: &[ReadAs]) -> String {
    readings.iter().map(|r| format!(" {}..{} reads {:?}", r.start, r.end, r.words)).collect()
}

fn owner(owner: Owner) -> String {
    match owner {
        Owner::Node(node) => format!("node {}.{}", node.part.0, node.n),
        Owner::Artifact(kind) => format!("{kind:?}").to_lowercase(),
    }
}
