//! A project in a temporary folder, built as the program does. Decides how much of a build each input
//! goes through: what is dear takes turns.

use std::path::{Path, PathBuf};

use brochure::brochure::{Brochure, open};
use brochure::diag::{Files, Sink, Wording, has_errors};
use brochure::edition::output::Output;
use brochure::edition::{self, Delivery, Plan, Product};

use super::holds;

/// One input in so many is built twice, and one in so many is written.
const SOMETIMES: u64 = 32;

/// A project folder.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// A project with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        // Files come and go by the thousand: in memory, where there is such a folder.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = Self(folder.expect("a temporary folder"));
        files.iter().for_each(|(name, bytes)| folder.file(name, bytes));
        folder
    }

    /// Writes a file.
    pub fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// Removes a file that may be there.
    pub fn remove(&self, name: &str) {
        let _ = std::fs::remove_file(self.path(name));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Lays the project out and makes one of its editions, which one the input tells; sometimes all, and
    /// writes them. Everything is held to what must be true. Whether there were pages.
    pub fn build(&self, input: &[u8]) -> bool {
        let turn = turn(input);
        let (mut files, mut sink) = (Files::default(), Sink::new());
        let brochure = open(self.0.path(), &mut files, &mut sink);
        holds::diagnostics(&sink, &files);
        assert_eq!(brochure.is_none(), has_errors(&sink), "pages or errors, not both");
        let Some(brochure) = brochure else { return false };
        holds::pages(brochure.pages());
        brochure.apart.iter().for_each(|(_, pages)| holds::pages(pages));
        let plans = brochure.plans();
        let plan = &plans[(turn / SOMETIMES) as usize % plans.len()];
        let products = self.render(plan, &files);
        match turn % SOMETIMES {
            0 => assert!(same(&products, &self.render(plan, &files)), "{} differs", plan.name),
            1 => self.write(&brochure, &files),
            _ => {}
        }
        true
    }

    fn render(&self, plan: &Plan<'_>, files: &Files) -> Option<Vec<Product>> {
        let mut sink = Sink::new();
        let products = edition::render(plan, &mut sink);
        holds::diagnostics(&sink, files);
        match &products {
            Some(products) => products.iter().for_each(|product| holds::product(product, files)),
            None => assert!(has_errors(&sink), "edition {} is missing without an error", plan.name),
        }
        if let Some([product]) = products.as_deref().filter(|_| plan.edition.kind.name() == "screen") {
            holds::text(product, plan.pages);
        }
        products
    }

    /// All editions are written, or nothing is.
    fn write(&self, brochure: &Brochure, files: &Files) {
        let dist = self.path("dist");
        let mut sink = Sink::new();
        let output = Output::at(dist.clone());
        let plans = brochure.plans();
        let products = edition::render_all(&plans, &|_, _| (), &mut sink);
        let refused = has_errors(&sink);
        let delivery = Delivery {
            plans: &plans,
            config: &brochure.config,
            languages: &[],
            output: &output,
            reports: None,
            wording: Wording::english(),
        };
        let made = delivery.publish(products, refused, &mut sink).artefacts;
        holds::diagnostics(&sink, files);
        let written = std::fs::read_dir(&dist).map_or(0, |entries| entries.count());
        if has_errors(&sink) {
            assert_eq!(written, 0, "written in spite of errors");
        } else {
            assert_eq!(written, made.len() + 2, "the editions and their two lists");
            made.iter().for_each(|made| assert_eq!(size(&made.path), made.bytes as u64));
        }
        let _ = std::fs::remove_dir_all(&dist);
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).expect("a file").len()
}

fn same(one: &Option<Vec<Product>>, other: &Option<Vec<Product>>) -> bool {
    let bytes = |products: &Option<Vec<Product>>| -> Vec<Vec<u8>> {
        products.iter().flatten().map(|product| product.bytes.clone()).collect()
    };
    bytes(one) == bytes(other)
}

/// A number that depends on the input alone (FNV-1a).
pub fn turn(input: &[u8]) -> u64 {
    let hash = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = input.iter().fold(0xcbf2_9ce4_8422_2325, hash);
    hash ^ hash >> 32
}
