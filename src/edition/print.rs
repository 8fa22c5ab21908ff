//! The edition for a print shop. Decides which pages lie on which sheets, their boxes, and that the
//! file is a PDF/X-4.

use super::findings::{self, Printed};
use super::marks::PressMarks;
use super::{Plan, Product, cover, gathering, job};
use crate::colour::Palette;
use crate::diag::words::command as words;
use crate::diag::{Sink, complaint};
use crate::document::rich::plain_words;
use crate::geom::{MM, Pt};
use crate::language::labels::SlugLabels;
use crate::language::{Direction, Language, may_run_right_to_left};
use crate::pages::Page;
use crate::pdf::inks::{Colours, Inks, Press};
use crate::pdf::job::PdfJob;
use crate::pdf::sheets::{Placed, Sheet, items_of};
use crate::pdf::writer::pdfx::Condition;
use crate::pdf::writer::{self, sheets};
use crate::press::{Intent, Profile, Separator};
use crate::source::config::Date;
use crate::source::editions::{self, Binding, CoverFile, Print};

/// How far a file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What stands against drawing its pages is told; there is no file.
    Drawn,
    /// It is a PDF/X-4, and looked at as the print shop will.
    Finished,
}

/// Makes the file for the print shop, or two where the cover is one of its own.
pub fn make(plan: &Plan<'_>, print: &Print, depth: Depth, sink: &mut Sink) -> Option<Vec<Product>> {
    let date = date_or_report(plan, sink);
    let profile = plan.profile.expect("a print edition has a printing condition");
    let profile = &profile.clone().with_total_ink(print.max_ink.0);
    let intent = match print.intent {
        editions::Intent::Relative => Intent::Relative,
        editions::Intent::Perceptual => Intent::Perceptual,
    };
    let separator = Separator::new(profile, intent);
    let mut palette = plan.pages.palette.clone();
    let condition = condition_or_report(print, profile, sink);
    let order = Order { plan, print, profile, intent, separator, date: date?, condition: condition?, depth };
    let files = plan.file_names();
    let leaves = gathering::filled(plan.pages, leaves_of(print.binding));
    let cover = gathering::cover_of(&leaves).filter(|_| print.cover == CoverFile::Separate);
    let Some(cover) = cover else {
        let mut product = order.leaves(files[0].clone(), &leaves, &mut palette, sink)?;
        if print.binding == Binding::SaddleStitch {
            product.notes.extend(gathering::empty_pages(&leaves));
        }
        return Some(vec![product]);
    };
    let block = &leaves[2..leaves.len() - 2];
    let spine = cover::spine(print, block.len());
    let leaves = order.leaves(files[0].clone(), block, &mut palette, sink);
    let cover = order.cover(files[1].clone(), &cover, spine, &mut palette, sink);
    Some(vec![leaves?, cover?])
}

/// Pages come in multiples of this: two sides of a leaf, four of a folded sheet.
fn leaves_of(binding: Binding) -> usize {
    match binding {
        Binding::SaddleStitch => 4,
        Binding::Perfect => 2,
    }
}

fn date_or_report(plan: &Plan<'_>, sink: &mut Sink) -> Option<Date> {
    let date = plan.config.brochure.date.as_ref().map(|d| d.value);
    if date.is_none() {
        sink.push(complaint::print_date(&plan.name).at(plan.config.brochure.title.span));
    }
    date
}

/// The registered name of the printing condition: the author's, or what the profile says.
fn condition_or_report<'a>(print: &'a Print, profile: &'a Profile, sink: &mut Sink) -> Option<&'a str> {
    let condition = print.condition.as_ref().map(|c| c.value.as_str()).or_else(|| profile.condition());
    if condition.is_none() {
        sink.push(complaint::print_condition().at(print.profile.as_ref().map(|p| p.span)));
    }
    condition
}

/// What all files of a print edition share.
struct Order<'a> {
    plan: &'a Plan<'a>,
    print: &'a Print,
    profile: &'a Profile,
    intent: Intent,
    separator: Separator,
    date: Date,
    /// Registered name of the printing condition.
    condition: &'a str,
    depth: Depth,
}

/// The sheets of one file.
struct Sides<'a> {
    sheets: &'a [Sheet<'a>],
    /// The pages on each.
    pages: &'a [findings::Side<'a>],
    /// Width and height of the trim.
    trim: (Pt, Pt),
    /// Whether they are bound.
    bound: bool,
}

impl Order<'_> {
    /// A file of single pages.
    fn leaves<'p>(
        &self,
        file: String,
        order: &[Option<&'p Page>],
        palette: &mut Palette,
        sink: &mut Sink,
    ) -> Option<Product> {
        let words = self.slug_words();
        let number = |n: usize| words.page(n, order.len());
        let trim = self.plan.pages.trim;
        let slugs: Vec<Vec<String>> = (1..=order.len()).map(|n| self.slug(number(n), trim)).collect();
        let marks = self.marks(trim.0, &slugs, palette);
        let leaf = |(page, slug): (&Option<&'p Page>, &Vec<String>)| {
            let mut sheet = marks.sheet(trim, &[], slug);
            let boxes = sheet.boxes.expect("a sheet for a print shop has boxes");
            let at = (boxes.trim.x, boxes.trim.y);
            sheet.placed.extend(page.map(|page| Placed::at(&page.items, at, 1.0, boxes.bleed)));
            sheet
        };
        let sheets: Vec<Sheet<'_>> = order.iter().zip(&slugs).map(leaf).collect();
        let pages: Vec<_> =
            order.iter().map(|page| page.map(|page| (page, 0.0)).into_iter().collect()).collect();
        self.product(file, &Sides { sheets: &sheets, pages: &pages, trim, bound: true }, palette, sink)
    }

    /// The file of the cover, outside and inside.
    fn cover(
        &self,
        file: String,
        cover: &gathering::Cover<'_>,
        spine: Pt,
        palette: &mut Palette,
        sink: &mut Sink,
    ) -> Option<Product> {
        let pages = self.plan.pages;
        let (width, height) = pages.trim;
        let trim = (2.0 * width + spine, height);
        let slugs = [self.slug_words().cover_outside(), self.slug_words().cover_inside()];
        let slugs = slugs.map(|side| self.slug(side.to_owned(), trim));
        let marks = self.marks(trim.0, &slugs, palette);
        let folds = cover::folds(width, spine);
        let sheets = slugs.each_ref().map(|slug| marks.sheet(trim, &folds, slug));
        let ground = cover::spine_items(pages, spine, cover.front);
        let spreads = cover::place(sheets, pages, cover, spine, &ground);
        let pages = cover::sides(pages, cover).map(|side| {
            let lefts = [0.0, width + spine];
            side.into_iter().zip(lefts).filter_map(|(page, left)| Some((page?, left))).collect()
        });
        let sides = Sides { sheets: &spreads, pages: &pages, trim, bound: false };
        self.product(file, &sides, palette, sink)
    }

    fn marks(&self, width: Pt, slugs: &[Vec<String>], palette: &mut Palette) -> PressMarks<'_> {
        PressMarks::new(self.print, self.plan.pages, (width, slugs), palette)
    }

    /// Words of slugs, which are put together letter by letter: those of another language where letters are joined or run
    /// from right to left.
    fn slug_words(&self) -> &SlugLabels {
        match self.plan.pages.direction {
            Direction::LeftToRight => &self.plan.config.labels.slug,
            Direction::RightToLeft => &Language::usual().labels().slug,
        }
    }

    /// The title; the name of the file, which is spelled in Latin letters, where its letters run from right to left.
    fn slug_title(&self) -> String {
        let title = plain_words(&self.plan.config.brochure.title.value.replace(" | ", " "));
        let stem = || self.plan.file_names()[0].trim_end_matches(".pdf").to_owned();
        if may_run_right_to_left(&title) { stem() } else { title }
    }

    /// What a slug says, in parts: `sheet` tells which one it is.
    fn slug(&self, sheet: String, (width, height): (Pt, Pt)) -> Vec<String> {
        let words = self.slug_words();
        let mm = |length: Pt| (length / MM * 10.0).round() / 10.0;
        let Date { year, month, day } = self.date;
        vec![
            self.slug_title(),
            self.plan.name.clone(),
            sheet,
            words.trim(format!("{} × {} mm", mm(width), mm(height))),
            words.bleed(format!("{} mm", mm(self.plan.pages.bleed))),
            format!("{year:04}-{month:02}-{day:02}"),
            self.condition.to_owned(),
        ]
    }

    /// A finished file, looked at as the print shop will; none where it is only to be drawn.
    fn product(
        &self,
        file: String,
        sides: &Sides<'_>,
        palette: &Palette,
        sink: &mut Sink,
    ) -> Option<Product> {
        let press = Press {
            profile: self.profile,
            intent: self.intent,
            separator: &self.separator,
            spots: &self.print.spot,
        };
        let (pages, inks) = (self.plan.pages, Inks::Press(&press));
        if self.depth == Depth::Drawn {
            writer::check(pages, inks, &items_of(sides.sheets), sink);
            return None;
        }
        let job: PdfJob = job(self.plan.config);
        let condition = Condition { name: self.condition, profile: self.profile, date: self.date };
        let colours = Colours { palette, inks };
        let bytes = sheets::write(pages, sides.sheets, colours, (&job, Some(&condition)), sink);
        let Sides { trim, bound, .. } = *sides;
        let printed = Printed { print: self.print, pages, trim, sides: sides.pages, bound };
        let report = printed.inspect(&bytes);
        printed.tell(&report, &self.plan.name, sink);
        Some(Product {
            file,
            bytes,
            pages: sides.sheets.len(),
            size: trim,
            sheets: Some(sides.sheets.len().div_ceil(2)),
            conformance: vec!["PDF/X-4"],
            missed: Vec::new(),
            notes: report
                .most_ink()
                .map(|(page, ink)| words::most_ink(format_args!("{ink:.0}"), page))
                .into_iter()
                .collect(),
            report: Some(report),
        })
    }
}
