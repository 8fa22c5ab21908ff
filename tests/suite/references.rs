//! One small picture of each kind of page against its reference. `BROCHURE_BLESS=1 cargo test --test
//! references` takes the pages of today as the new references: look at them first.

use std::path::{Path, PathBuf};

use crate::common::Project;
use crate::common::raster::{Raster, rasters};
use image::{GrayImage, ImageBuffer};

/// Small enough to be kept, large enough to show a line that moved.
const DPI: f32 = 48.0;
/// Shades by which a pixel may differ: viewers round.
const SHADES: i16 = 24;
/// Share of pixels that may differ by more.
const SHARE: f64 = 0.002;

const CONFIG: &str = r#"subtitle = "Eine Handreichung für die Probe"
date = 2019-10-22
edition-note = "1. Auflage"
[[publisher]]
name = "Verein für Proben"
url = "https://example.org"
email = "post@example.org"
[[publisher]]
name = "Bündnis der Muster"
[imprint]
responsible = "Erika Mustermann"
[back]
claim = "Proben findet vor Ort statt"
blurb = "Ein Satz über die Broschüre, der auf der Rückseite steht."
"#;

const CHAPTER: &str = r#"+++
title = "Wohnen in der Gemeinde"
summary = "Wer eine eigene Wohnung hat, kann die Tür hinter sich schließen."
key-points = ["Der erste Punkt", "Der zweite Punkt, der etwas länger ist"]
+++

## Warum die Wohnform zählt

Wer nach der Flucht in einer eigenen Wohnung lebt, kann die Tür hinter sich schließen. Kinder finden Ruhe
für die Hausaufgaben, Schichtarbeitende schlafen aus.[^1] Das [Muster](https://example.org/a "QR") hilft.

[^1]: Eine Anmerkung mit ihrer Quelle.

- **Privatsphäre entlastet.** Wo Familien allein wohnen, gibt es weniger Konflikte.
- Ein zweiter Punkt.

> [!rechtslage]
> Das Landesaufnahmegesetz verpflichtet Landkreise und kreisfreie Städte zur Aufnahme.

> [!praxistipp] Ein guter Rat
> Fragen Sie früh nach.

> [!zitat]
> Seit wir eine Wohnung haben, lädt meine Tochter wieder ein.
>
> -- Eine Mutter

Tabelle: Plätze und Kosten
Quelle: Amt

| Gemeinde | Plätze | Euro |
|---|--:|--:|
| **Kreis Nord** | | |
| Adorf | 52 | 327,5 |
| Behausen | 36 | 479,25 |
| **Summe** | **88** | **403** |

## Was kann ich tun? {.checklist}

- [ ] Nachfragen, wie viele Plätze es gibt
- [ ] Einen Antrag stellen
"#;

fn pages() -> Vec<(String, Raster)> {
    let project = Project::shipped(CONFIG);
    project.file("chapters/01.md", CHAPTER);
    project.file(
        "chapters/02.md",
        "+++\ntitle = \"Glossar\"\nkind = \"glossary\"\n+++\n\nAufenthalt\n: Das Recht, zu bleiben.\n\nDuldung\n: Die Aussetzung der Abschiebung.\n",
    );
    let outcome = project.layout();
    let kinds: Vec<&str> = outcome.pages().pages.iter().map(|page| page.kind).collect();
    let named = |n: usize| format!("{:02}-{}", n + 1, kinds[n]);
    rasters(outcome.pdf(), DPI).into_iter().enumerate().map(|(n, raster)| (named(n), raster)).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references")
}

fn image_of(raster: &Raster) -> GrayImage {
    ImageBuffer::from_raw(raster.width as u32, raster.height as u32, raster.grey.clone()).expect("all pixels")
}

/// What is wrong with a page; the picture of the difference lies where the report says.
fn difference(name: &str, raster: &Raster) -> Option<String> {
    let path = folder().join(format!("{name}.png"));
    let today = image_of(raster);
    if std::env::var_os("BROCHURE_BLESS").is_some() {
        today.save(&path).expect("a reference that can be written");
        return None;
    }
    let Ok(reference) = image::open(&path).map(|image| image.into_luma8()) else {
        return Some(format!("{name}: there is no reference yet"));
    };
    if reference.dimensions() != today.dimensions() {
        return Some(format!("{name}: {:?} pixels, {:?} before", today.dimensions(), reference.dimensions()));
    }
    let differs = |(a, b): &(&image::Luma<u8>, &image::Luma<u8>)| {
        (i16::from(a.0[0]) - i16::from(b.0[0])).abs() > SHADES
    };
    let count = today.pixels().zip(reference.pixels()).filter(differs).count();
    let share = count as f64 / (raster.width * raster.height) as f64;
    if share <= SHARE {
        return None;
    }
    let first = today.pixels().zip(reference.pixels()).position(|pair| differs(&pair)).unwrap_or(0);
    let millimetres = |pixels: usize| pixels as f32 * 25.4 / DPI;
    let (x, y) = (millimetres(first % raster.width), millimetres(first / raster.width));
    let report = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    side_by_side(&reference, &today).save(&report).expect("a report that can be written");
    Some(format!(
        "{name}: {:.1} % of the pixels differ, the first at {x:.0} mm across, {y:.0} mm down; before and now: {}",
        share * 100.0,
        report.display()
    ))
}

fn side_by_side(before: &GrayImage, now: &GrayImage) -> GrayImage {
    let (width, height) = before.dimensions();
    ImageBuffer::from_fn(2 * width, height, |x, y| {
        if x < width { *before.get_pixel(x, y) } else { *now.get_pixel(x - width, y) }
    })
}

#[test]
fn every_kind_of_page_looks_as_it_did() {
    let pages = pages();
    let kinds: std::collections::BTreeSet<&str> =
        pages.iter().filter_map(|(name, _)| name.split_once('-')).map(|(_, kind)| kind).collect();
    for kind in ["cover", "imprint", "contents", "opener", "text", "checklist", "back"] {
        assert!(kinds.contains(kind), "no page of kind {kind} in {kinds:?}");
    }
    let wrong: Vec<String> = pages.iter().filter_map(|(name, raster)| difference(name, raster)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
