//! The edition for a print shop. Decides which pages lie on which sheets, their boxes, and that the
//! file is a PDF/X-4.

use super::findings::{self, Printed};
use super::marks::PressMarks;
use super::{Plan, Product, cover, gathering, job};
use crate::colour::Palette;
use crate::diag::words::command as words;
use crate::diag::{Sentence, Sink, complaint};
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

/// Makes the file for the print shop, or two where the cover is one of its own: PDF/X-4, looked at as the print shop
/// will.
pub fn make(plan: &Plan<'_>, print: &Print, sink: &mut Sink) -> Option<Vec<Product>> {
    let mut products = Vec::new();
    let whole = each_file(plan, print, sink, &mut |order, file, sink| {
        products.push(order.product(file, sink));
    });
    whole.map(|()| products)
}

/// Tells what stands against drawing the pages, without making files.
pub fn check(plan: &Plan<'_>, print: &Print, sink: &mut Sink) {
    each_file(plan, print, sink, &mut |order, file, sink| {
        let press = order.press();
        writer::check(plan.pages, Inks::Press(&press), &items_of(file.sheets), sink);
    });
}

/// Hands over the sheets of all files, with the colours that they are painted in.
pub fn show(plan: &Plan<'_>, print: &Print, look: &mut dyn FnMut(&[Sheet<'_>], &Palette)) {
    each_file(plan, print, &mut Sink::new(), &mut |_, file, _| look(file.sheets, file.palette));
}

/// Takes a file before it is written.
type Take<'t> = &'t mut dyn FnMut(&Order<'_>, File<'_>, &mut Sink);

/// Lays out the sheets of each file; none where something stands against them.
fn each_file(plan: &Plan<'_>, print: &Print, sink: &mut Sink, take: Take<'_>) -> Option<()> {
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
    let order = Order { plan, print, profile, intent, separator, date: date?, condition: condition? };
    let files = plan.file_names();
    let leaves = gathering::filled(plan.pages, leaves_of(print.binding));
    let cover = gathering::cover_of(&leaves).filter(|_| print.cover == CoverFile::Separate);
    let Some(cover) = cover else {
        let is_stapled = print.binding == Binding::SaddleStitch;
        let notes = if is_stapled { gathering::notes(plan.pages, &leaves) } else { Vec::new() };
        order.leaves(&files[0], (&leaves, notes), &mut palette, sink, take);
        return Some(());
    };
    let block = &leaves[2..leaves.len() - 2];
    let spine = cover::spine(print, block.len());
    order.leaves(&files[0], (block, Vec::new()), &mut palette, sink, take);
    order.cover(&files[1], (&cover, spine), &mut palette, sink, take);
    Some(())
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
}

/// A file that is not written yet.
struct File<'a> {
    name: &'a str,
    sheets: &'a [Sheet<'a>],
    palette: &'a Palette,
    /// The pages on each.
    pages: &'a [findings::Side<'a>],
    /// Width and height of the trim.
    trim: (Pt, Pt),
    /// Whether they are bound.
    bound: bool,
    /// What is to be known of empty pages.
    notes: Vec<Sentence>,
}

impl Order<'_> {
    /// A file of single pages.
    fn leaves<'p>(
        &self,
        name: &str,
        (order, notes): (&[Option<&'p Page>], Vec<Sentence>),
        palette: &mut Palette,
        sink: &mut Sink,
        take: Take<'_>,
    ) {
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
        take(self, File { name, sheets: &sheets, palette, pages: &pages, trim, bound: true, notes }, sink);
    }

    /// The file of the cover, outside and inside.
    fn cover(
        &self,
        name: &str,
        (cover, spine): (&gathering::Cover<'_>, Pt),
        palette: &mut Palette,
        sink: &mut Sink,
        take: Take<'_>,
    ) {
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
        take(
            self,
            File { name, sheets: &spreads, palette, pages: &pages, trim, bound: false, notes: Vec::new() },
            sink,
        );
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

    fn press(&self) -> Press<'_> {
        let Self { profile, intent, separator, print, .. } = self;
        Press { profile, intent: *intent, separator, spots: &print.spot }
    }

    /// A finished file, looked at as the print shop will.
    fn product(&self, file: File<'_>, sink: &mut Sink) -> Product {
        let (pages, press) = (self.plan.pages, self.press());
        let job: PdfJob = job(self.plan.config);
        let condition = Condition { name: self.condition, profile: self.profile, date: self.date };
        let colours = Colours { palette: file.palette, inks: Inks::Press(&press) };
        let bytes = sheets::write(pages, file.sheets, colours, (&job, Some(&condition)), sink);
        let File { trim, bound, .. } = file;
        let printed = Printed { print: self.print, pages, trim, sides: file.pages, bound };
        let report = printed.inspect(&bytes);
        printed.tell(&report, &self.plan.name, sink);
        let most_ink = report.most_ink().map(|(page, ink)| words::most_ink(format_args!("{ink:.0}"), page));
        Product {
            file: file.name.to_owned(),
            bytes,
            pages: file.sheets.len(),
            size: trim,
            sheets: Some(file.sheets.len().div_ceil(2)),
            conformance: vec!["PDF/X-4"],
            missed: Vec::new(),
            notes: most_ink.into_iter().chain(file.notes).collect(),
            report: Some(report),
        }
    }
}
