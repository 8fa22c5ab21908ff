//! Files that are part of the program: the default fonts, themes, artwork and icons.

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../", $folder, "/", $name)))),*]
    };
}

/// A file: name and bytes.
pub type Builtin = (&'static str, &'static [u8]);

/// Font files by name.
pub static FONTS: &[Builtin] = files!("fonts":
    "SourceSerif4SmText-Regular.ttf", "SourceSerif4SmText-It.ttf",
    "SourceSerif4SmText-Semibold.ttf", "SourceSerif4SmText-SemiboldIt.ttf",
    "SourceSerif4Caption-Regular.ttf", "SourceSerif4Caption-It.ttf",
    "SourceSerif4Caption-Semibold.ttf",
    "SourceSerif4Subhead-Regular.ttf", "SourceSerif4Subhead-It.ttf",
    "SourceSans3-Regular.ttf", "SourceSans3-It.ttf", "SourceSans3-Semibold.ttf",
    "SourceSans3-SemiboldIt.ttf", "SourceSans3-Bold.ttf",
    "SourceCodePro-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf",
    "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf",
    "NotoSerifHebrew-Regular.ttf", "NotoSerifHebrew-Bold.ttf",
    "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf", "NotoSerifEthiopic-Regular.ttf",
    "NotoSansSymbols-Regular.ttf", "NotoSansSymbols2-Regular.ttf", "NotoEmoji-Regular.ttf",
);

/// Themes by file name.
pub static THEMES: &[Builtin] = files!("assets/themes": "ortsplan.toml", "kanzlei.toml");

/// Looks that are laid over any theme, by file name.
pub static OVERLAYS: &[Builtin] = files!("assets/themes": "grossdruck.toml");

/// Artwork and icons by path below `assets/`.
pub static ASSETS: &[Builtin] = files!("assets":
    "art/cover.svg", "art/back.svg",
    "art/opener-01.svg", "art/opener-02.svg", "art/opener-03.svg", "art/opener-04.svg",
    "art/opener-05.svg", "art/opener-06.svg", "art/opener-07.svg", "art/opener-08.svg",
    "art/opener-09.svg", "art/opener-10.svg",
    "art/kanzlei-cover.svg", "art/kanzlei-back.svg", "art/kanzlei-opener.svg",
    "icons/praxistipp.svg", "icons/rechtslage.svg", "icons/beispiel.svg", "icons/frist.svg",
    "icons/weiterlesen.svg", "icons/checkliste.svg",
);

/// The file of that name in one of the lists.
pub fn find(list: &'static [Builtin], name: &str) -> Option<&'static [u8]> {
    list.iter().find(|(n, _)| *n == name).map(|(_, bytes)| *bytes)
}
