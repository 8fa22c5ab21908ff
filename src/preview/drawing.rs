//! Drawings of leaves: SVG with letters as outlines. Decides how what lies on a sheet is drawn for a browser, one path a
//! run of text and one line an element (docs/decisions/0012-preview.md), and when two leaves look the same.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::art::Art;
use crate::colour::{Colour, Palette};
use crate::geom::{Matrix, Point, Pt, Rect, nearest, product};
use crate::pages::{FontFile, Item, Page, Pages, Path, Step, TextRun, Turn, dark_modules};
use crate::pdf::sheets::Sheet;
use crate::source::assets::{Picture, PictureKind};
use crate::text::outline::Outlines;

/// What all leaves of a view are drawn with.
pub struct Look {
    /// Colours by number.
    pub palette: Palette,
    /// Font files by face.
    pub fonts: Vec<FontFile>,
    /// Pixels per inch that pictures need at most.
    pub max_ppi: f64,
}

/// A sheet, or a page, as it is shown.
pub struct Leaf {
    /// Width and height.
    pub size: (Pt, Pt),
    /// Where it is cut, if it is.
    pub trim: Option<Rect>,
    /// What lies on it, in order of painting.
    pub pieces: Vec<Piece>,
    /// What it is drawn with.
    pub look: Arc<Look>,
    /// Tells it from every leaf that looks otherwise.
    pub hash: String,
}

/// A page on a leaf, or marks.
pub struct Piece {
    /// Its items.
    pub items: Items,
    /// From the items' points to the leaf's.
    pub matrix: Matrix,
    /// What is seen, in points of the leaf.
    pub window: Rect,
}

/// Items that outlive the build.
pub enum Items {
    /// Those of a page.
    Page(Arc<Page>),
    /// Made for the leaf.
    Own(Vec<Item>),
}

impl std::ops::Deref for Items {
    type Target = [Item];

    fn deref(&self) -> &[Item] {
        match self {
            Self::Page(page) => &page.items,
            Self::Own(items) => items,
        }
    }
}

/// Draws leaves; what it draws with is kept from build to build.
#[derive(Default)]
pub struct Drawer {
    kept: Mutex<Kept>,
    art: Art,
}

/// What was seen in builds, by its address, which stays its own as long as it is kept here.
#[derive(Default)]
struct Kept {
    fonts: HashMap<(usize, String), Font>,
    pages: HashMap<usize, Seen<HashedPage>>,
    pictures: HashMap<usize, Seen<(PictureKind, u64)>>,
    /// Numbers given to fonts.
    given: u64,
}

struct Font {
    /// Keeps its address its own.
    _file: FontFile,
    number: u64,
    outlines: Outlines,
}

struct HashedPage {
    /// Keeps its address its own.
    _page: Arc<Page>,
    hash: [u8; 32],
}

/// Something, and whether it was met since the last build.
struct Seen<T> {
    what: T,
    again: bool,
}

impl Drawer {
    /// The sheets as leaves.
    pub fn leaves(&self, sheets: &[Sheet<'_>], pages: &Pages, look: &Arc<Look>) -> Vec<Leaf> {
        let by_items: HashMap<*const Item, &Arc<Page>> =
            pages.pages.iter().map(|page| (page.items.as_ptr(), page)).collect();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut leaf = |sheet: &Sheet<'_>| {
            let piece = |placed: &crate::pdf::sheets::Placed<'_>| {
                let page = by_items
                    .get(&placed.items.as_ptr())
                    .filter(|page| page.items.len() == placed.items.len());
                let items = match page {
                    Some(page) => Items::Page(Arc::clone(page)),
                    None => Items::Own(placed.items.to_vec()),
                };
                Piece { items, matrix: placed.matrix, window: placed.window }
            };
            let pieces: Vec<Piece> = sheet.placed.iter().map(piece).collect();
            let hash = kept.hash_of_leaf(sheet.size, &pieces, look);
            Leaf {
                size: sheet.size,
                trim: sheet.boxes.map(|boxes| boxes.trim),
                pieces,
                look: look.clone(),
                hash,
            }
        };
        sheets.iter().map(&mut leaf).collect()
    }

    /// Forgets what no leaf showed since this was called last.
    pub fn forget_unused(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.pages.retain(|_, seen| std::mem::take(&mut seen.again));
        kept.pictures.retain(|_, seen| std::mem::take(&mut seen.again));
        let Kept { pictures, .. } = &*kept;
        self.art.retain(|picture| pictures.contains_key(&address(picture)));
    }

    /// The leaf as SVG, of which several may stand in one document. Each element stands on a line of its own, a picture
    /// with all that it holds; so do the beginnings and the ends of what holds others. What looks the same is written
    /// the same: a page finds what changed by comparing lines.
    pub fn svg(&self, leaf: &Leaf) -> String {
        let (w, h) = leaf.size;
        let mut svg = Svg { drawer: self, look: &leaf.look, out: String::with_capacity(1 << 19) };
        let _ = writeln!(
            svg.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">",
            Short(w),
            Short(h)
        );
        svg.rect(&Rect { x: 0.0, y: 0.0, w, h }, "#ffffff");
        for piece in &leaf.pieces {
            svg.window(&piece.window);
            let is_plain = piece.matrix == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
            if !is_plain {
                svg.group(piece.matrix);
            }
            piece.items.iter().for_each(|item| svg.item(item));
            svg.out.push_str(if is_plain { "</svg>\n" } else { "</g>\n</svg>\n" });
        }
        svg.out.push_str("</svg>\n");
        svg.out
    }
}

/// The address of what a picture shows.
fn address(picture: &PictureKind) -> usize {
    match picture {
        PictureKind::Svg(tree) => Arc::as_ptr(tree) as usize,
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => Arc::as_ptr(pixels) as usize,
    }
}

impl Kept {
    fn hash_of_leaf(&mut self, size: (Pt, Pt), pieces: &[Piece], look: &Look) -> String {
        let mut sum = Sum::default();
        sum.lengths(&[size.0, size.1]);
        for piece in pieces {
            sum.lengths(&piece.matrix);
            sum.rect(&piece.window);
            match &piece.items {
                Items::Page(page) => sum.0.update(self.hash_of_page(page, look)),
                Items::Own(items) => self.add(items, look, &mut sum),
            }
        }
        let sum = sum.0.finalize();
        sum[..12].iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    fn hash_of_page(&mut self, page: &Arc<Page>, look: &Look) -> [u8; 32] {
        let key = Arc::as_ptr(page) as usize;
        if let Some(seen) = self.pages.get_mut(&key) {
            seen.again = true;
            // The pictures on it are met again, too: else they would get other numbers.
            for item in &page.items {
                if let Item::Picture { picture, .. } = item
                    && let Some(seen) = self.pictures.get_mut(&address(&picture.kind))
                {
                    seen.again = true;
                }
            }
            return seen.what.hash;
        }
        let mut sum = Sum::default();
        self.add(&page.items, look, &mut sum);
        let hash = sum.0.finalize().into();
        self.pages.insert(key, Seen { what: HashedPage { _page: page.clone(), hash }, again: true });
        hash
    }

    fn add(&mut self, items: &[Item], look: &Look, sum: &mut Sum) {
        let rgb = |colour: Colour| look.palette.ink(colour).rgb;
        for item in items {
            match item {
                Item::Text(run) => {
                    sum.number(self.font(look, run).number);
                    sum.lengths(&[run.at.x, run.at.y, run.size, run.stretch, f64::from(run.turn as u8)]);
                    sum.colour(rgb(run.colour));
                    for glyph in &run.glyphs {
                        let along = (glyph.advance, glyph.dx.ems(), glyph.dy.ems());
                        sum.0.update(glyph.id.to_le_bytes());
                        [along.0, along.1, along.2].iter().for_each(|l| sum.0.update(l.to_le_bytes()));
                    }
                }
                Item::Fill { rect, colour, .. } => {
                    sum.number(1);
                    sum.rect(rect);
                    sum.colour(rgb(*colour));
                }
                Item::Stroke { rect, width, colour, .. } => {
                    sum.number(2);
                    sum.rect(rect);
                    sum.lengths(&[*width]);
                    sum.colour(rgb(*colour));
                }
                Item::Modules { rect, rows, colour, .. } => {
                    sum.number(3);
                    sum.rect(rect);
                    sum.colour(rgb(*colour));
                    let dark = rows.iter().flat_map(|row| row.iter().map(|dark| u8::from(*dark)));
                    sum.0.update(dark.collect::<Vec<u8>>());
                }
                Item::Path(path) => {
                    sum.number(4);
                    path.fill.into_iter().for_each(|colour| sum.colour(rgb(colour)));
                    if let Some(pen) = &path.pen {
                        sum.number(5);
                        sum.colour(rgb(pen.colour));
                        sum.lengths(&[pen.width]);
                        sum.lengths(&pen.dash);
                    }
                    sum.0.update(outline(path));
                }
                Item::Picture { rect, clip, turn, picture, .. } => {
                    sum.number(self.picture(&picture.kind));
                    sum.rect(rect);
                    clip.iter().for_each(|clip| sum.rect(clip));
                    sum.number(*turn as u64);
                }
                Item::Link { .. } => {}
            }
        }
    }

    fn font(&mut self, look: &Look, run: &TextRun) -> &mut Font {
        let file = &look.fonts[usize::from(run.face.0)];
        let key =
            (Arc::as_ptr(&file.embedded.bytes).cast::<u8>() as usize, file.embedded.location.to_string());
        let given = &mut self.given;
        self.fonts.entry(key).or_insert_with(|| {
            *given += 1;
            Font { _file: file.clone(), number: *given, outlines: Outlines::of(&file.embedded) }
        })
    }

    fn picture(&mut self, kind: &PictureKind) -> u64 {
        let new = || Seen { what: (kind.clone(), number_of(kind)), again: true };
        let seen = self.pictures.entry(address(kind)).or_insert_with(new);
        seen.again = true;
        seen.what.1
    }
}

/// The number of a picture, by what it shows: it stays when the picture is read again.
fn number_of(kind: &PictureKind) -> u64 {
    let sum = match kind {
        PictureKind::Svg(tree) => Sha256::digest(tree.to_string(&usvg::WriteOptions::default())),
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => Sha256::digest(&**pixels.bytes),
    };
    sum[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A sum over what is seen.
#[derive(Default)]
struct Sum(Sha256);

impl Sum {
    fn number(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    fn lengths(&mut self, lengths: &[Pt]) {
        lengths.iter().for_each(|length| self.0.update(length.to_bits().to_le_bytes()));
    }

    fn rect(&mut self, rect: &Rect) {
        self.lengths(&[rect.x, rect.y, rect.w, rect.h]);
    }

    fn colour(&mut self, rgb: [u8; 3]) {
        self.0.update(rgb);
    }
}

/// A number with two decimals at most.
struct Short(f64);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = nearest(self.0 * 100.0);
        let (sign, left) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        match (left / 100, left % 100) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            (whole, part) => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

/// The steps of a path.
fn outline(path: &Path) -> String {
    let mut data = String::new();
    let at = |p: &Point| format!("{} {}", Short(p.x), Short(p.y));
    for step in &path.steps {
        let _ = match step {
            Step::Move(p) => write!(data, "M{}", at(p)),
            Step::Line(p) => write!(data, "L{}", at(p)),
            Step::Curve(a, b, p) => write!(data, "C{} {} {}", at(a), at(b), at(p)),
            Step::Close => write!(data, "Z"),
        };
    }
    data
}

struct Svg<'d> {
    drawer: &'d Drawer,
    look: &'d Look,
    out: String,
}

impl Svg<'_> {
    fn rgb(&self, colour: Colour) -> String {
        let [r, g, b] = self.look.palette.ink(colour).rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn rect(&mut self, rect: &Rect, fill: &str) {
        let Rect { x, y, w, h } = *rect;
        let (x, y, w, h) = (Short(x), Short(y), Short(w), Short(h));
        let _ =
            writeln!(self.out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\"/>");
    }

    /// Opens what is seen through a window alone.
    fn window(&mut self, rect: &Rect) {
        let Rect { x, y, w, h } = *rect;
        let (x, y, w, h) = (Short(x), Short(y), Short(w), Short(h));
        let _ = writeln!(
            self.out,
            "<svg x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" viewBox=\"{x} {y} {w} {h}\">"
        );
    }

    fn group(&mut self, matrix: Matrix) {
        let _ = writeln!(self.out, "<g{}>", Placed(matrix));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Text(run) => self.text(run),
            Item::Fill { rect, colour, .. } => {
                let fill = self.rgb(*colour);
                self.rect(rect, &fill);
            }
            Item::Stroke { rect, width, colour, .. } if *width > 0.0 => {
                let Rect { x, y, w, h } = *rect;
                let colour = self.rgb(*colour);
                let _ = writeln!(
                    self.out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"{colour}\" \
                     stroke-width=\"{width:.3}\"/>",
                    Short(x),
                    Short(y),
                    Short(w),
                    Short(h)
                );
            }
            Item::Modules { rect, rows, colour, .. } => {
                let fill = self.rgb(*colour);
                let dark = dark_modules(rect, rows).into_iter();
                let dark = dark.map(|Rect { x, y, w, h }| format!("M{x:.3} {y:.3}h{w:.3}v{h:.3}h-{w:.3}z"));
                let _ = writeln!(self.out, "<path fill=\"{fill}\" d=\"{}\"/>", dark.collect::<String>());
            }
            Item::Path(path) => self.path(path),
            Item::Picture { rect, clip, turn, picture, .. } => {
                clip.iter().for_each(|clip| self.window(clip));
                self.picture((rect, *turn), picture);
                clip.iter().for_each(|_| self.out.push_str("</svg>\n"));
            }
            Item::Stroke { .. } | Item::Link { .. } => {}
        }
    }

    fn text(&mut self, run: &TextRun) {
        let fill = self.rgb(run.colour);
        let mut kept = self.drawer.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let outlines = &mut kept.font(self.look, run).outlines;
        let units = outlines.units;
        let scale = run.size / units;
        let Point { x, y } = run.at;
        let matrix = match run.turn {
            Turn::Upright | Turn::Mirrored => [scale * run.stretch, 0.0, 0.0, -scale, x, y],
            Turn::Left => [0.0, -scale * run.stretch, -scale, 0.0, x, y],
        };
        let _ = write!(self.out, "<path fill=\"{fill}\"{} d=\"", Placed(matrix));
        let mut along = 0.0;
        for glyph in &run.glyphs {
            let outline = outlines.glyph(glyph.id);
            if !outline.is_empty() {
                let x = nearest((along + f64::from(glyph.dx.ems())) * units);
                let y = nearest(f64::from(glyph.dy.ems()) * units);
                let _ = write!(self.out, "M{x} {y}{outline}");
            }
            along += f64::from(glyph.advance);
        }
        self.out.push_str("\"/>\n");
    }

    fn path(&mut self, path: &Path) {
        let fill = path.fill.map_or_else(|| "none".to_owned(), |colour| self.rgb(colour));
        let _ = write!(self.out, "<path fill=\"{fill}\"");
        if let Some(pen) = &path.pen {
            let colour = self.rgb(pen.colour);
            let _ = write!(self.out, " stroke=\"{colour}\" stroke-width=\"{:.3}\"", pen.width);
            if !pen.dash.is_empty() {
                let dash: Vec<String> = pen.dash.iter().map(|length| Short(*length).to_string()).collect();
                let _ = write!(self.out, " stroke-dasharray=\"{}\"", dash.join(" "));
            }
        }
        let _ = writeln!(self.out, " d=\"{}\"/>", outline(path));
    }

    fn picture(&mut self, (rect, turn): (&Rect, Turn), picture: &Picture) {
        let number = self.drawer.kept.lock().unwrap_or_else(PoisonError::into_inner).picture(&picture.kind);
        let (width, ids) = (turn.width(rect), format!("p{number:x}-"));
        let Some(drawn) = self.drawer.art.of(picture, width, self.look.max_ppi, &ids) else { return };
        let (w, h) = drawn.size;
        let matrix = product([1.0 / w, 0.0, 0.0, 1.0 / h, 0.0, 0.0], turn.placed(rect));
        let element = drawn.element.replace('\n', " ");
        let _ = writeln!(self.out, "<g{}>{element}</g>", Placed(matrix));
    }
}

/// A matrix as an attribute.
struct Placed(Matrix);

impl std::fmt::Display for Placed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, " transform=\"matrix({a:.6} {b:.6} {c:.6} {d:.6} {e:.3} {g:.3})\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let short = |number: f64| Short(number).to_string();
        assert_eq!([short(1.0), short(-0.5), short(2.345), short(-0.004)], ["1", "-0.5", "2.35", "0"]);
    }
}
