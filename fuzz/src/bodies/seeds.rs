//! Inputs to begin with, made from the repository's own files. Small ones: what is small is changed often
//! and runs fast.

mod font;
mod icc;
mod pdf;
mod picture;

use super::targets::BETWEEN_FILES;

/// Larger files are left out, in bytes.
const LARGEST: usize = 8 << 10;

const MANUAL: &str = include_str!("../../../docs/MANUAL.md");

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        [$(include_str!(concat!("../../../", $folder, "/", $name))),*]
    };
}

/// Every example of the manual, and the chapters of the brochure in pieces.
pub fn chapters() -> Vec<Vec<u8>> {
    let brochure = files!("chapters":
        "00-vorwort.md", "02-auslaenderbehoerden.md", "05-leistungsgewaehrung.md", "10-beiraete.md", "11-glossar.md",
    );
    let front = |text: &str| if text.starts_with("+++") { text.into() } else { format!("# Titel\n\n{text}") };
    let examples: Vec<String> = fenced(MANUAL, "markdown").map(front).collect();
    let pieces =
        brochure.into_iter().flat_map(|chapter| chapter.split("\n## ")).map(|piece| format!("# {piece}"));
    let two = "+++\ntitle = \"Eins\"\nsummary = \"Kurz\"\nkey-points = [\"a\", \"b\"]\n+++\n\n\
        [](02.md#zwei) [x](02.md) <https://example.org> [q](https://example.org/a \"QR: Worte\")\n\
        \x0c# Zwei\n\n## Zwei {#zwei}\n\nText[^1]\n\n[^1]: Note [](01.md)\n\n![Bild](../assets/a.svg \"Titel. Quelle: x\")\n\
        \n![](../assets/a.svg){.decorative}\n";
    let all = examples.iter().cloned().chain(pieces).chain([two.to_owned(), examples.join("\n\n")]);
    all.map(|text| at_home(&text).into_bytes()).map(short).collect()
}

/// The text with links that lead to files which are there.
fn at_home(text: &str) -> String {
    let mut parts = text.split("](");
    let mut home = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (end, known) = (part.find([' ', ')']).unwrap_or(part.len()), part.starts_with("02.md"));
        home.push_str("](");
        home.push_str(match &part[..end] {
            link if link.starts_with("../") => "../assets/a.svg",
            link if !known && (link.starts_with('#') || link.contains(".md")) => "01.md",
            link => link,
        });
        home.push_str(&part[end..]);
    }
    home
}

/// Every example of the manual; a theme in pieces as what is changed of it.
pub fn config() -> Vec<Vec<u8>> {
    let themes = files!("assets/themes": "ortsplan.toml", "kanzlei.toml");
    let look = include_str!("../../../assets/themes/grossdruck.toml");
    let own = include_str!("../../../brochure.toml").replace("assets/logos/", "assets/a.svg #");
    let title = "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\ndate = 2024-05-01\n";
    let whole =
        |text: &str| if text.contains("[brochure]") { text.to_owned() } else { format!("{title}{text}") };
    let examples = fenced(MANUAL, "toml").map(whole);
    let changes = themes.into_iter().flat_map(tables).map(|table| format!("{title}{table}"));
    let between = char::from(BETWEEN_FILES);
    let theme = |table: String| {
        format!(
            "{title}theme = \"theme.toml\"\n[edition.g]\nkind = \"large-print\"\ntheme = \"look.toml\"\n{between}base = \"kanzlei\"\n{table}{between}{table}"
        )
    };
    let fonts = format!(
        "{title}[imprint]\nfile = \"imprint.md\"\nresponsible = \"R\"\n[cover]\nimage = \"assets/a.svg\"\n\
         [fonts.own]\nregular = \"a.ttf\"\n[style.body]\nfont = \"own\"\n[callout.neu]\nlabel = \"N\"\nicon = \"a.svg\"\n"
    );
    let all = examples.chain(changes).chain(tables(look).into_iter().map(theme)).chain([own, fonts]);
    all.map(String::into_bytes).map(short).collect()
}

/// Icons and drawings of the themes; all kinds of elements.
pub fn svg() -> Vec<Vec<u8>> {
    let drawings = files!("assets":
        "icons/beispiel.svg", "icons/weiterlesen.svg", "art/opener-01.svg", "art/opener-05.svg", "art/hatch.svg",
        "art/kanzlei-back.svg", "art/back.svg", "logos/fluechtlingsrat.svg",
    );
    let parts = [
        "<linearGradient id='a'><stop offset='0' stop-color='red'/><stop offset='1' stop-opacity='.5'/></linearGradient>\
         <rect width='9' height='9' fill='url(#a)' stroke='#123456' stroke-width='2' stroke-dasharray='1 2'/>",
        "<clipPath id='c'><circle cx='5' cy='5' r='4'/></clipPath><mask id='m'><rect width='5' height='9' fill='#888'/></mask>\
         <g clip-path='url(#c)' mask='url(#m)' opacity='.5' transform='rotate(30 5 5) scale(2)'><ellipse rx='3' ry='9'/></g>",
        "<marker id='p' markerWidth='3' markerHeight='3' orient='auto'><path d='M0 0h3v3z'/></marker>\
         <polyline points='1 1 5 5 9 1' marker-mid='url(#p)' fill='none' stroke='red'/>\
         <path d='M1 1C2 3 4 5 6 7S8 9 1 2Q3 4 5 6T7 8A2 3 0 1 0 5 5Z' fill-rule='evenodd'/>",
        "<style>.x{fill:url(#t);stroke:red} text{font-size:3px}</style><pattern id='t' width='2' height='2' \
         patternUnits='userSpaceOnUse'><circle r='1'/></pattern><symbol id='s' viewBox='0 0 4 4'><rect class='x' \
         width='3' height='3'/></symbol><use href='#s' width='8' height='8'/><text x='1' y='5'>Text <tspan dx='1' \
         font-weight='bold'>fett</tspan></text>",
        "<radialGradient id='r' cx='.3' gradientTransform='skewX(9)' spreadMethod='reflect'><stop stop-color='#0f0'/>\
         <stop offset='1'/></radialGradient><switch><line x2='9' y2='9' stroke='url(#r)'/></switch>\
         <g style='mix-blend-mode:multiply;isolation:isolate'><polygon points='1,1 9,1 5,9'/></g>",
    ];
    drawings
        .map(str::to_owned)
        .into_iter()
        .chain(parts.map(drawing))
        .map(String::into_bytes)
        .map(short)
        .collect()
}

/// The same, and what is hard to write: numbers without measure, shapes without extent, layers in layers.
pub fn drawings() -> Vec<Vec<u8>> {
    let parts = [
        "<g transform='scale(9e8) scale(9e8)'><path d='M-1e9 0L1e9 9L0 1e9Z'/></g><path d='M-1e9 0L1e9 1e-9Z' stroke='red' stroke-width='1e-6' stroke-dasharray='1e8 1'/>",
        "<path d='M1 1Z' stroke='red'/><path d='M1 1M2 2L3 3' fill='none' stroke='#888' stroke-opacity='.5'/>",
        "<g opacity='.5'><g style='mix-blend-mode:screen'><g opacity='.3' transform='scale(0 1)'><rect width='9' height='9'/></g>\
         <rect width='5' height='5' fill='gray'/></g></g>",
        "<clipPath id='a'/><clipPath id='b'><rect width='3' height='3'/><circle r='4'/></clipPath><g clip-path='url(#a)'>\
         <rect width='9' height='9'/></g><g clip-path='url(#b)'><rect width='9' height='9' fill='red'/></g>",
        "<linearGradient id='a' gradientUnits='userSpaceOnUse' x1='1' x2='1.001' spreadMethod='repeat'><stop stop-color='red'/>\
         <stop offset='.5' stop-color='blue' stop-opacity='.5'/><stop offset='.5'/></linearGradient>\
         <pattern id='p' width='.3' height='.3' patternTransform='rotate(9)'><rect width='1' height='1' fill='url(#a)'/></pattern>\
         <mask id='m' mask-type='alpha'><rect width='9' height='9' fill='url(#a)'/></mask>\
         <rect width='9' height='9' fill='url(#p)' stroke='url(#p)' paint-order='stroke' mask='url(#m)'/>",
    ];
    svg().into_iter().chain(parts.map(|part| drawing(part).into_bytes())).collect()
}

/// A drawing of these parts.
fn drawing(parts: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>{parts}</svg>")
}

/// Pictures of a few pixels in all formats.
pub fn pictures() -> Vec<Vec<u8>> {
    picture::all()
}

/// Fonts of the program with few letters and few tables; a variable one, plain and as WOFF2.
pub fn fonts() -> Vec<Vec<u8>> {
    font::all()
}

/// Profiles of presses and screens with small tables.
pub fn profiles() -> Vec<Vec<u8>> {
    icc::all()
}

/// Files as the tests of preflight make them.
pub fn preflight() -> Vec<Vec<u8>> {
    pdf::all()
}

/// Requests of a page, and what looks like some.
pub fn requests() -> Vec<Vec<u8>> {
    let host = "Host: 127.0.0.1:4711\r\n";
    let page = "/0123456789abcdef0123456789abcdef/";
    [
        format!("GET {page} HTTP/1.1\r\n{host}Sec-Fetch-Site: none\r\nAccept-Language: de,en;q=0.5\r\n\r\n"),
        format!("GET {page}spot?view=screen&leaf=3&x=1.5&y=-2e3 HTTP/1.1\r\n{host}\r\n"),
        format!("POST {page}save?file=chapters%2F%C3%BCber+uns.md&version=00 HTTP/1.1\r\n{host}Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"),
        format!("DELETE {page}draft?file=a%00b&file=%zz HTTP/1.0\r\n{host}Connection: close\r\nOrigin: http://127.0.0.1:4711\r\n\r\n"),
        format!("HEAD {page}page/../%2e%2e/x.svg HTTP/1.1\r\nHOST: localhost:4711\r\n\r\n"),
        format!("POST {page}build HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        format!("GET {page} HTTP/1.1\r\n{host}{host}\r\n"),
    ]
    .map(String::into_bytes)
    .into()
}

/// The code blocks of a document with that word behind the fence.
fn fenced<'t>(text: &'t str, word: &str) -> impl Iterator<Item = &'t str> {
    let (long, short) = (format!("````{word}\n"), format!("```{word}\n"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (at, opening) = rest.find(&long).map_or_else(
            || rest.find(&short).map(|at| (at, &short)),
            |at| Some(rest.find(&short).filter(|s| *s < at).map_or((at, &long), |s| (s, &short))),
        )?;
        let body = &rest[at + opening.len()..];
        let end = body.find(&format!("\n{}", opening.trim_end_matches(|c: char| c != '`')))?;
        rest = &body[end + 1..];
        Some(&body[..=end])
    })
}

/// A theme in pieces that are tables.
fn tables(theme: &str) -> Vec<String> {
    theme.split("\n[").skip(1).map(|table| format!("[{table}\n")).collect()
}

fn short(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(LARGEST);
    bytes
}
