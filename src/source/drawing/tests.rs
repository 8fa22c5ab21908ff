//! Drawings that grow, and the bound beside what is really drawn.

use usvg::roxmltree::Document;

use super::bound::{Bound, bound};
use super::drawn::Drawn;
use super::*;

fn whole(body: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'>{body}</svg>")
}

fn svg(body: &str) -> Result<Arc<Tree>, Diagnostic> {
    decode("a.svg", whole(body).into_bytes(), None)
}

/// The code and message of a refusal.
fn refusal(body: &str) -> (&'static str, String) {
    svg(body).err().map_or(("drawn", String::new()), |d| (d.code, d.message()))
}

fn code(body: &str) -> &'static str {
    refusal(body).0
}

/// The limit that a drawing of one more than fits breaks, while one that just fits is drawn.
fn edge(limit: u64, body: impl Fn(u64) -> String) -> String {
    assert_eq!(refusal(&body(limit)), ("drawn", String::new()));
    let (code, message) = refusal(&body(limit + 1));
    assert_eq!(code, "svg-size", "{message}");
    message
}

#[test]
fn plain_drawings_pass_and_keep_their_ratio() {
    let tree = svg("<rect width='4' height='4'/>").unwrap_or_else(|d| panic!("{}", d.message()));
    assert_eq!((tree.size().width(), tree.size().height()), (10.0, 5.0));
}

#[test]
fn uses_that_multiply_are_refused() {
    let mut uses = String::from("<g id='a0'><rect width='1' height='1'/></g>");
    for n in 1..30 {
        let link = format!("<use href='#a{}'/>", n - 1).repeat(10);
        uses += &format!("<g id='a{n}'>{link}</g>");
    }
    assert_eq!(code(&uses), "svg-size");
    assert_eq!(code(&format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000))), "svg-size");
}

/// Markers at each of 40 corners, on the paths of each other, four deep; `link(n)` names marker `n` at a path
/// of class `p{n}`.
fn markers(style: &str, link: impl Fn(usize) -> String) -> String {
    let path = |n: usize| format!("<path class='p{n}' {} d='M0 0{}'/>", link(n), "h1".repeat(40));
    let markers = (0..4).map(|n| format!("<marker id='m{n}' overflow='visible'>{}</marker>", path(n + 1)));
    format!("{style}{}{}", markers.collect::<String>(), path(0))
}

#[test]
fn markers_are_found_however_they_are_named() {
    let none = |_| String::new();
    let rules = |value: &dyn Fn(usize) -> String| {
        let rules = (0..4).map(|n| format!(".p{n} {{ {} }}", value(n))).collect::<String>();
        format!("<style>{rules}</style>")
    };
    let forms = [
        markers("", |n| format!("marker-mid='url(#m{n})'")),
        markers("", |n| format!("marker-mid='url(&#9;#m{n})'")),
        markers("", |n| format!("marker-mid='\n url( &quot;#m{n}&quot; )'")),
        markers("", |n| format!("style='marker: url(#m{n})'")),
        markers("", |n| format!("marker-mid='none' style='marker-mid:url(#m{n})!important;marker-mid:none'")),
        markers(&rules(&|n| format!("marker:url(#m{n})")), none),
        markers(&rules(&|n| format!("marker-mid: url( '#m{n}' ) !important")), none),
        markers("", |n| format!("marker-mid='url(#m{n})'"))
            .replace("<path", "<g")
            .replace("'/>", "'><path d='M0 0")
            .replace(" d='M0 0h1", " X='h1")
            .replace("'><path d='M0 0", &format!("'><path d='M0 0{}'/></g>", "h1".repeat(40))),
    ];
    for form in forms {
        let (code, message) = refusal(&form);
        assert_eq!(code, "svg-size", "{form}");
        assert!(message.contains("parts when drawn; at most 100000"), "{message}");
    }
}

#[test]
fn a_marker_on_its_own_path_is_drawn_once() {
    let arrow = "<style>path { marker-end: url(#m) }</style>\
                 <marker id='m' overflow='visible'><path d='M0 0h1'/></marker><path d='M0 0h1' stroke='red'/>";
    let tree = svg(arrow).unwrap_or_else(|d| panic!("{}", d.message()));
    assert_eq!(tree.root().children().len(), 2);
}

#[test]
fn filters_are_named_wherever_they_stand() {
    let forms = [
        "<rect filter='blur(1)' width='9' height='9'/>",
        "<rect style='filter:blur(1)' width='9' height='9'/>",
        "<style>rect { filter: drop-shadow(1 1 1 red) !important }</style><rect width='9' height='9'/>",
        "<g filter='url(#missing)'><rect width='9' height='9'/></g>",
        "<filter id='f'/>",
    ];
    for form in forms {
        let (code, message) = refusal(form);
        assert_eq!(code, "svg-invalid", "{form}");
        assert!(message.contains("filter"), "{message}");
    }
    assert_eq!(code("<rect filter='none' style='filter:inherit' width='9' height='9'/>"), "drawn");
}

#[test]
fn circles_of_references_are_refused() {
    let rect = "<rect width='9' height='9'";
    let size = "width='1' height='1' patternUnits='userSpaceOnUse'";
    let forms = [
        "<linearGradient id='a' href='#b'/><linearGradient id='b' href='#c'/><linearGradient id='c' href='#b'/>\
         <rect width='9' height='9' fill='url(#a)'/>"
            .to_owned(),
        format!("<g fill='url(#p)'><pattern id='p' {size}>{rect}/></pattern>{rect}/></g>"),
        format!(
            "<pattern id='p' {size}>{rect} stroke='url(#q)'/></pattern>\
             <pattern id='q' {size}>{rect} fill='url(#p)'/></pattern>{rect} fill='url(#p)'/>"
        ),
        (0..3).map(|n| format!("<clipPath id='c{n}'>{rect} clip-path='url(#c{})'/></clipPath>", (n + 1) % 3)).collect(),
        (0..3).map(|n| format!("<mask id='c{n}' mask='url(#c{})'>{rect}/></mask>", (n + 1) % 3)).collect(),
        format!("<pattern id='p' {size}>{rect} fill='context-fill'/></pattern>{rect} fill='url(#p)'/>"),
    ];
    for form in forms {
        let (code, message) = refusal(&form);
        assert_eq!(code, "svg-invalid", "{form}");
        assert!(message.contains("refers to itself"), "{message}");
    }
}

#[test]
fn parts_corners_servers_and_letters_have_limits() {
    // a shape counts for itself and a group around it, the root for five
    let shapes =
        |n: u64| "<line x2='1'/>".repeat(((n - 5) / 2) as usize) + &"<g/>".repeat(((n - 5) % 2) as usize);
    assert!(edge(MOST_PARTS, shapes).contains("parts"));
    let corners = |n: u64| format!("<path d='M0 0{}'/>", "h1".repeat(n as usize - 1));
    assert!(edge(MOST_CORNERS, corners).contains("corners"));
    let letters = |n: u64| format!("<text>{}</text>", "i".repeat(n as usize));
    assert!(edge(MOST_LETTERS, letters).contains("letters"));
    let gradient = "<linearGradient id='a'><stop/><stop offset='1' stop-color='red'/></linearGradient>";
    // the root counts for one
    let filled = |n: u64| format!("{gradient}{}", "<line x2='1' fill='url(#a)'/>".repeat(n as usize - 1));
    assert!(edge(MOST_SERVERS, filled).contains("gradients"));
}

#[test]
fn nesting_has_a_limit_through_references_too() {
    let message = edge(DEEPEST_NESTING - 2, |n| {
        format!("{}<rect width='1' height='1'/>{}", "<g>".repeat(n as usize), "</g>".repeat(n as usize))
    });
    assert!(message.contains("inside one another"), "{message}");
    let chain = |n: u64| {
        let clips = (0..n).map(|n| {
            format!(
                "<clipPath id='c{n}' clip-path='url(#c{})'><rect width='1' height='1'/></clipPath>",
                n + 1
            )
        });
        clips.collect::<String>() + "<rect width='1' height='1' clip-path='url(#c0)'/>"
    };
    assert_eq!(code(&chain(25)), "drawn");
    assert_eq!(code(&chain(300)), "svg-size");
}

#[test]
fn a_file_has_a_limit() {
    let empty = whole("<!---->").len();
    let comment = |bytes: usize| whole(&format!("<!--{}-->", "x".repeat(bytes - empty)));
    let code_of = |text: String| decode("a.svg", text.into_bytes(), None).err().map(|d| d.message());
    assert!(!code_of(comment(LARGEST_FILE)).is_some_and(|m| m.contains("8 MiB")));
    assert!(code_of(comment(LARGEST_FILE + 1)).is_some_and(|m| m.contains("8 MiB")));
}

#[test]
fn style_sheets_have_limits() {
    let rules = |n: u64| format!("<style>{}</style>", "a{x:y}".repeat(n as usize));
    assert!(edge(style::MOST_RULES, rules).contains("rules"));
    let sheets = |n: u64| "<style>a{x:y}</style>".repeat(n as usize);
    assert!(edge(style::MOST_SHEETS, sheets).contains("style sheets"));
    let product = |selectors: usize, declarations: usize| {
        let list = "a,".repeat(selectors - 1);
        refusal(&format!("<style>{list}a{{}}/*{}*/</style>", ";".repeat(declarations - 1)))
    };
    assert_eq!(product(2000, 2000), ("drawn", String::new()));
    assert!(product(2000, 2001).1.contains("4002000 declarations"));
    let deep =
        format!("<style>z {}{{x:y}}</style>{}{}", "g ".repeat(12), "<g>".repeat(100), "</g>".repeat(100));
    assert_eq!(code(&deep), "svg-invalid");
}

/// What stands against a drawing before it is converted.
fn against(svg: &str) -> Option<String> {
    let xml = Document::parse(svg).unwrap_or_else(|e| panic!("{e}"));
    check_source(&xml).err().map(|refusal| refusal.diagnostic("a.svg").message())
}

#[test]
fn steps_to_find_the_style_of_all_parts_have_a_limit() {
    // a root of one step; a group of 998 with all that is written into it; 49 999 parts of one step, each
    // with those of the two around it
    let drawing = |more: &str| {
        let (long, parts) = ("x".repeat(996 * 32), "<g/>".repeat(49_999));
        format!("<svg xmlns='http://www.w3.org/2000/svg'><g class='{long}'>{parts}</g>{more}</svg>")
    };
    assert_eq!(against(&drawing("")), None);
    let message = against(&drawing("<g/>")).expect("a refusal");
    let steps = format!("{} steps to find the style", MOST_STEPS + 2);
    assert!(message.contains(&steps), "{message}");
}

#[test]
fn steps_to_place_letters_have_a_limit() {
    // each letter is shaped for 1211 spans, twice, in four steps, and sought among 5000 in 312
    let text = |letters: usize| {
        let spans = "<tspan/>".repeat(1210);
        let text = format!("<text>{}{spans}</text>", "i".repeat(letters));
        against(&format!("<svg xmlns='http://www.w3.org/2000/svg'>{text}</svg>"))
    };
    assert_eq!(text(5000), None);
    let message = text(5001).expect("a refusal");
    assert!(message.contains("50010000 steps to place its letters"), "{message}");
}

#[test]
fn steps_to_match_a_style_sheet_have_a_limit() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><style>g{x:y}</style><g/><g/></svg>";
    let xml = Document::parse(svg).unwrap_or_else(|e| panic!("{e}"));
    let matched = |steps: u64| {
        let styles = style::Styles::read(&xml, steps)?;
        let groups = xml.descendants().filter(|node| node.has_tag_name("g"));
        groups.map(|group| styles.own(group).map(|own| own.matching)).sum::<Result<u64, _>>()
    };
    assert_eq!(matched(3), Ok(2), "a step for each name");
    assert!(matched(2).is_err());
}

/// A PNG as an address, so many pixels wide and high.
fn png(side: u32) -> String {
    use std::fmt::Write;
    let mut bytes = Cursor::new(Vec::new());
    image::GrayImage::new(side, side).write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    let written = bytes.into_inner().iter().fold(String::new(), |mut text, byte| {
        write!(text, "%{byte:02x}").expect("written");
        text
    });
    format!("data:image/png,{written}")
}

#[test]
fn pictures_may_be_written_out_in_a_drawing() {
    let picture = format!("<image width='4' height='4' href='{}'/>", png(8));
    let tree = svg(&picture).unwrap_or_else(|d| panic!("{}", d.message()));
    assert_eq!(pixels(&tree), 64);

    for form in ["<image width='4' height='4' href='a.png'/>", "<image href='https://a.example/x.png'/>"] {
        assert!(refusal(form).1.contains("<image>"), "{form}");
    }
    let broken = "<image width='4' height='4' href='data:image/png;base64,iVBORw0KGgo='/>";
    assert!(refusal(broken).1.contains("decoded"), "{}", refusal(broken).1);
    let drawing = "<image width='4' height='4' href='data:image/svg+xml,%3Csvg xmlns=\"http://www.w3.org/2000/svg\"/%3E'/>";
    assert_eq!(code(drawing), "svg-invalid");
}

#[test]
fn pixels_count_as_often_as_they_are_drawn() {
    let picture = |uses: usize| {
        let image = format!("<image id='a' width='4' height='4' href='{}'/>", png(2_000));
        format!("{image}{}", "<use href='#a'/>".repeat(uses))
    };
    assert_eq!(code(&picture(14)), "drawn");
    assert_eq!(code(&picture(15)), "svg-size");
}

#[test]
fn numbers_have_a_limit() {
    for form in [
        "<circle r='1e38'/>",
        "<path d='M0 0A1e38 1e38 0 0 1 9 9'/>",
        "<rect width='9' height='9' transform='scale(1e30)'/>",
        "<g style='stroke-width:1e20'/>",
        "<circle r='1em'/>",
        "<svg width='1000%'/>",
    ] {
        assert_eq!(code(form), "svg-invalid", "{form}");
    }
    assert_eq!(code("<circle r='1e9'/><circle r='50%'/><line x2='-999999999.9'/>"), "drawn");
}

#[test]
fn transparent_groups_have_a_limit() {
    let layers = |n: u64| "<line x2='1' opacity='.5'/>".repeat(n as usize);
    assert!(edge(MOST_LAYERS, layers).contains("transparent"));
    let inside = |n: u64| {
        let (open, close) = ("<g opacity='.5'>", "</g>");
        format!("{}<line x2='1'/><line x2='2'/>{}", open.repeat(n as usize), close.repeat(n as usize))
    };
    assert!(edge(DEEPEST_LAYERS, inside).contains("groups inside one another"));
}

#[test]
fn dashes_have_a_limit() {
    let dashed = |n: u64| format!("<path d='M0 0H{}' stroke='red' stroke-dasharray='1'/>", n);
    assert_eq!(code(&dashed(MOST_DASHES)), "drawn");
    let (code, message) = refusal(&dashed(MOST_DASHES + 2));
    assert_eq!(code, "svg-size");
    assert!(message.contains("dashes"), "{message}");
}

/// Numbers that look random, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Writes a drawing at random. What is named `n` refers to greater numbers, mostly.
struct Author {
    chance: Chance,
    names: u64,
}

const NAMES: u64 = 12;

impl Author {
    fn drawing(seed: u64) -> String {
        let mut author = Self { chance: Chance(seed), names: 0 };
        let mut body = String::new();
        if author.chance.below(2) == 0 {
            body += &author.sheet();
        }
        for _ in 0..2 + author.chance.below(5) {
            body += &author.element(0);
        }
        while author.names < NAMES {
            body += &author.definition();
        }
        whole(&body)
    }

    fn url(&mut self) -> String {
        let least = if self.chance.below(40) == 0 { 0 } else { self.names + 1 };
        let name = least + self.chance.below(NAMES);
        let form =
            self.chance.one(&["url(#N)", "url( &quot;#N&quot; )", "url(&#9;#N)", " url(#N) red", "url(#N"]);
        form.replace('N', &format!("n{name}"))
    }

    fn paint(&mut self) -> String {
        match self.chance.below(8) {
            0 => "inherit".into(),
            1 => self.chance.one(&["none", "red", "context-fill", "context-stroke", "currentColor"]).into(),
            2..5 => "#123456".into(),
            _ => self.url(),
        }
    }

    fn property(&mut self) -> (&'static str, String) {
        let name = self.chance.one(&[
            "fill",
            "stroke",
            "fill",
            "marker-start",
            "marker-mid",
            "marker-end",
            "clip-path",
            "mask",
            "opacity",
            "stroke-dasharray",
            "paint-order",
            "transform",
            "overflow",
            "display",
            "mix-blend-mode",
            "text-decoration",
        ]);
        let value = match name {
            "fill" | "stroke" => self.paint(),
            "opacity" => "0.5".into(),
            "stroke-dasharray" => "1 2 3".into(),
            "paint-order" => self.chance.one(&["stroke markers fill", "markers", "stroke"]).into(),
            "transform" => "scale(2) translate(1 1)".into(),
            "overflow" => self.chance.one(&["visible", "hidden"]).into(),
            "display" => self.chance.one(&["inline", "inline", "none"]).into(),
            "mix-blend-mode" => "multiply".into(),
            "text-decoration" => "underline overline".into(),
            _ if self.chance.below(6) == 0 => "inherit".into(),
            _ => self.url(),
        };
        (name, value)
    }

    fn attributes(&mut self) -> String {
        let (mut written, mut names, mut style) = (String::new(), Vec::new(), String::new());
        for _ in 0..self.chance.below(4) {
            let (name, value) = self.property();
            if self.chance.below(3) == 0 {
                style += &format!("{name}:{value}{};", self.chance.one(&["", "", " !important"]));
            } else if !names.contains(&name) {
                names.push(name);
                written += &format!(" {name}='{value}'");
            }
        }
        if self.chance.below(5) == 0 {
            style += &format!("marker:{};", self.url());
        }
        let class = self.chance.one(&["", "", " class='k'", " class='l k'"]);
        format!("{written} style='{style}'{class}")
    }

    fn sheet(&mut self) -> String {
        let rules = (0..1 + self.chance.below(3)).map(|_| {
            let selector =
                self.chance.one(&["path", ".k", "*", "g > rect", "#n3", "[class~=l]", "g path, line"]);
            let (name, value) = self.property();
            let name = if name.starts_with("marker") && self.chance.below(2) == 0 { "marker" } else { name };
            format!("{selector} {{ {name}: {} }}", value.replace("&quot;", "'").replace("&#9;", "\t"))
        });
        format!("<style>{}</style>", rules.collect::<String>())
    }

    fn path(&mut self) -> String {
        let mut path = String::from("M0 0");
        for _ in 0..1 + self.chance.below(9) {
            path += self.chance.one(&[
                "h5",
                "v5",
                "l3-4",
                "q1 2 3 4",
                "a3 3 0 1 1 1 1",
                "z",
                "m1 1",
                "s1 2 3 4",
                "Zl1 1",
            ]);
        }
        path
    }

    fn shape(&mut self) -> String {
        let attributes = self.attributes();
        let shape = match self.chance.below(6) {
            0 => "rect width='7' height='8' rx='1'".into(),
            1 => format!("circle r='{}'", self.chance.one(&["4", "50%", "1e6", "2in"])),
            2 => "polyline points='0,0 5,5 7 1 2,3'".into(),
            3 => "line x2='9' y2='7' stroke='red'".into(),
            _ => format!("path d='{}'", self.path()),
        };
        format!(
            "<{shape}{}/>",
            attributes.replace(if shape.starts_with("line") { " stroke=" } else { "\0" }, " data=")
        )
    }

    fn text(&mut self) -> String {
        let place = self.chance.one(&["", " x='1 2 3'", " dy='1' rotate='5 9'"]);
        let span = self.attributes();
        format!("<text y='4'{place}{}>Ab c<tspan{span}>d&#8222;e</tspan> f</text>", self.attributes())
    }

    fn element(&mut self, depth: u64) -> String {
        match self.chance.below(if depth < 4 { 12 } else { 5 }) {
            0 => self.text(),
            1..5 => self.shape(),
            5 => {
                format!("<use{} href='#n{}'/>", self.attributes(), self.names + 1 + self.chance.below(NAMES))
            }
            6 => format!(
                "<use{} href='#n{}' width='5' height='5'/>",
                self.attributes(),
                self.names + 1 + self.chance.below(NAMES)
            ),
            7 => format!(
                "<svg{} width='5' height='5' viewBox='0 0 9 9'>{}</svg>",
                self.attributes(),
                self.elements(depth)
            ),
            8 => format!("<switch>{}</switch>", self.elements(depth)),
            9 if self.names < NAMES => self.definition(),
            _ => format!("<g{}>{}</g>", self.attributes(), self.elements(depth)),
        }
    }

    fn elements(&mut self, depth: u64) -> String {
        (0..self.chance.below(4)).map(|_| self.element(depth + 1)).collect()
    }

    fn definition(&mut self) -> String {
        self.names += 1;
        let kind = self.chance.one(&[
            "g",
            "symbol",
            "marker",
            "marker",
            "pattern",
            "pattern",
            "mask",
            "clipPath",
            "linearGradient",
            "path",
        ]);
        let units = self.chance.one(&["userSpaceOnUse", "objectBoundingBox"]);
        let more = match kind {
            "pattern" => {
                format!("width='.5' height='.5' patternUnits='{units}' patternContentUnits='{units}'")
            }
            "mask" => format!("maskUnits='{units}' maskContentUnits='userSpaceOnUse'"),
            "clipPath" => format!("clipPathUnits='{units}'"),
            "marker" => "markerWidth='3' markerHeight='3'".into(),
            "path" => format!("d='{}'", self.path()),
            _ => String::new(),
        };
        let href = match self.chance.below(4) {
            0 => format!("href='#n{}'", self.names + 1 + self.chance.below(NAMES)),
            _ => String::new(),
        };
        let name = self.names;
        let attributes = self.attributes();
        let content = match kind {
            "linearGradient" => "<stop/><stop offset='1' stop-color='red'/>".into(),
            "path" => String::new(),
            _ => self.elements(2),
        };
        format!("<{kind} id='n{name}' {more} {href}{attributes}>{content}</{kind}>")
    }
}

#[test]
fn nothing_drawn_is_above_its_bound() {
    let mut compared = 0;
    for seed in 0..3000 {
        let text = Author::drawing(seed);
        let xml = Document::parse(&text).unwrap_or_else(|e| panic!("{seed}: {e}: {text}"));
        let Ok(Bound { parts, corners, servers, depth, .. }) = expanded::expand(&xml).and_then(|e| bound(&e))
        else {
            continue;
        };
        if parts > MOST_PARTS {
            continue;
        }
        let Ok((tree, _)) = convert(&xml) else { continue };
        let drawn = Drawn::of(&tree);
        compared += 1;
        assert!(drawn.parts <= parts, "{seed}: {} parts > {parts}: {text}", drawn.parts);
        assert!(drawn.servers <= servers, "{seed}: {} servers > {servers}: {text}", drawn.servers);
        assert!(drawn.depth <= 3 * depth, "{seed}: depth {} > {depth}: {text}", drawn.depth);
        let outlines = if text.contains("<text") { u64::MAX } else { corners };
        assert!(drawn.corners <= outlines, "{seed}: {} corners > {corners}: {text}", drawn.corners);
    }
    assert!(compared > 1500, "{compared} drawings without circles");
}
