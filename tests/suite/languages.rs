//! Languages as files of data: the words that are printed and said, those of the author over them, and what
//! becomes of text whose language has no file.

use std::collections::BTreeSet;

use crate::common::{Outcome, Project, THEME, fonts, lines_of, read};
use brochure::ids::NodeId;
use brochure::language::Language;
use brochure::pages::{Bookmark, Item, Owner, Pages};
use brochure::tree::{Kind, Table, Value};

const NO_COVER: &str = "[cover]\nenabled = false\n[contents]\nenabled = false\n";

/// A brochure in a language, with further lines in brochure.toml.
fn project(language: &str, config: &str) -> Project {
    let project = Project::bare();
    project.file(
        "brochure.toml",
        format!("[brochure]\ntitle = \"Probe\"\nlanguage = \"{language}\"\n{THEME}{config}"),
    );
    project
}

/// One chapter in a brochure without cover.
fn layout(language: &str, config: &str, text: &str) -> Outcome {
    let project = project(language, &format!("{NO_COVER}{config}"));
    project.chapter(text);
    project.layout()
}

#[test]
fn every_file_is_known() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/languages");
    let names =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let found: BTreeSet<String> = names.map(|name| name.into_string().expect("a name")).collect();
    let known: BTreeSet<String> =
        Language::all().map(|language| format!("{}.toml", language.tag())).collect();
    assert_eq!(found, known);
}

// Labels

#[test]
fn callouts_have_labels_of_the_language() {
    let text = "> [!NOTE]\n> Eins.\n\n> [!warning] Mehr\n> Zwei.\n\n> [!praxistipp]\n> Drei.\n";
    for (language, labels) in [
        ("de", ["Hinweis", "Warnung: Mehr", "Praxistipp"]),
        ("de-AT", ["Hinweis", "Warnung: Mehr", "Praxistipp"]),
        ("en", ["Note", "Warning: Mehr", "Practical tip"]),
        ("en-GB", ["Note", "Warning: Mehr", "Practical tip"]),
        ("eo", ["Note", "Warning: Mehr", "Practical tip"]),
    ] {
        let outcome = layout(language, "", text);
        let lines = outcome.lines(1);
        for label in labels {
            assert!(lines.iter().any(|line| line.trim() == label), "{language}: {label} in {lines:?}");
        }
    }
}

#[test]
fn a_label_of_the_theme_comes_before_that_of_the_language() {
    let outcome = layout("en", "[callout.note]\nlabel = \"Merke\"\n", "> [!note]\n> Eins.\n");
    outcome.run("Merke");
    let unlabelled = layout("en", "[callout.termin]\nfill = \"cool\"\n", "> [!termin]\n> Eins.\n");
    assert!(unlabelled.brochure.is_none());
    assert_eq!(unlabelled.find("missing-key").message(), "the key `label` is missing");
    assert_eq!(unlabelled.place("missing-key"), "brochure.toml:9:10");
}

#[test]
fn the_authors_labels_are_laid_over_those_of_the_language() {
    let config = "[labels]\ntable = \"Tafel {number}:\"\npage-short = \"Seite\"\n[labels.callout]\nnote = \"Merke\"\n\
                  [labels.chart]\nbar = \"Säulen\"\n";
    let text = "Tabelle: Worte\n\n| a | b |\n|---|---|\n| c | d |\n\nSiehe [](#ende).\n\n> [!note]\n> Eins.\n\n\
                > [!tip]\n> Zwei.\n\n```chart\nkind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\"]\n[[series]]\n\
                values = [1]\n```\n\n## Ende\n\nText\n";
    let outcome = layout("de", config, text);
    let all = outcome.text();
    for words in ["Tafel 1:", "„Ende“, Seite\u{a0}1", "Merke", "Tipp", "Abbildung\u{a0}1"] {
        assert!(all.contains(words), "{words} in {all}");
    }
    assert!(format!("{:?}", outcome.pages().structure).contains("Säulen: T"));
}

#[test]
fn a_label_that_cannot_be_filled_in_is_refused_where_it_stands() {
    for (labels, code, place, told) in [
        ("inhalt = \"X\"", "unknown-key", "10:1", "known keys: cover, imprint"),
        ("contens = \"X\"", "unknown-key", "10:1", "did you mean `contents`?"),
        ("callout = { notes = \"X\" }", "unknown-key", "10:13", "did you mean `note`?"),
        ("table = \"Tafel\"", "config-value", "10:9", "write {number} where it is to stand"),
        ("table = \"Tafel {nummer}\"", "config-value", "10:9", "did you mean {number}?"),
        ("contents = \"In {page}\"", "config-value", "10:12", "nothing is filled in here"),
        ("contents = 3", "config-type", "10:12", "put it in quotation marks"),
        ("months = [\"Jan\"]", "config-type", "10:10", ""),
    ] {
        let outcome = layout("de", &format!("[labels]\n{labels}\n"), "Text");
        assert!(outcome.brochure.is_none(), "{labels}");
        let found = outcome.find(code);
        assert_eq!(outcome.place(code), format!("brochure.toml:{place}"), "{labels}");
        assert!(found.help().as_deref().unwrap_or_default().contains(told), "{labels}: {found:?}");
    }
    let whole = Project::with("");
    whole.file("brochure.toml", "labels = 3\n[brochure]\ntitle = \"x\"\nlanguage = \"de\"\n");
    whole.chapter("Text");
    let outcome = whole.layout();
    assert_eq!(outcome.place("config-type"), "brochure.toml:1:10");
}

#[test]
fn the_manuals_name_every_label() {
    let labels = Language::of("de").expect("a file").written_labels();
    for (text, title) in [
        (include_str!("../../docs/MANUAL.md"), "\n### Labels\n"),
        (include_str!("../../docs/de/HANDBUCH.md"), "\n### Beschriftungen\n"),
    ] {
        let from = text.find(title).expect("a section");
        let section = &text[from..text[from + 1..].find("\n### ").map_or(text.len(), |end| from + 1 + end)];
        for entry in &labels.0 {
            match &entry.value.kind {
                Kind::Table(table) if entry.key != "handout" => {
                    for inner in &table.0 {
                        assert!(section.contains(&format!("`{}`", inner.key)), "{}.{}", entry.key, inner.key);
                    }
                }
                _ => assert!(section.contains(&entry.key), "{}", entry.key),
            }
        }
    }
}

// Chapters in a language of their own

/// A German brochure with a chapter in another language.
fn chapter_in(tag: &str, text: &str) -> Outcome {
    let project = project("de", "[cover]\nenabled = false\n[abbreviations]\nGG = \"Grundgesetz\"\n");
    project.file("chapters/01.md", "# Eins\n\nText mit \"Zitat\" und GG.\n");
    project.file(
        "chapters/02.md",
        format!("---\ntitle: Welcome\nlang: {tag}\ntoc-summary: In short\n---\n\n{text}"),
    );
    project.layout()
}

/// The language of the section around a run of text, and that of what it stands in.
fn languages_around(outcome: &Outcome, words: &str) -> Vec<String> {
    let Owner::Node(node) = outcome.run(words).1.owner else { panic!("{words} is an artifact") };
    let structure = &outcome.pages().structure;
    let parent = |of: &NodeId| structure.ids().find(|id| structure.get(*id).children.contains(of));
    let around = std::iter::successors(Some(node), parent);
    around.filter_map(|node| structure.get(node).language).map(|tag| tag.to_string()).collect()
}

#[test]
fn a_chapter_is_set_and_read_in_its_language() {
    let text = "He said \"yes\" in Section 3.[^1]\n\n> [!note]\n> One.\n\nTable: Words\n\n| a | b |\n|---|---|\n| c | d |\n\n\
                [Guten \"Tag\"]{lang=de}\n\n- [ ] do\n\n[^1]: Below.\n";
    let outcome = chapter_in("en_GB", text);
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    let all = outcome.text();
    for words in ["„Zitat“", "“yes” in Section\u{a0}3", "Note", "Table\u{a0}1", "Guten „Tag“"] {
        assert!(all.contains(words), "{words} in {all}");
    }
    assert!(!all.contains("Hinweis"));
    assert_eq!(languages_around(&outcome, "He said"), ["en-GB"]);
    assert_eq!(languages_around(&outcome, "Below."), ["en-GB"]);
    assert_eq!(languages_around(&outcome, "Guten"), ["de", "en-GB"]);
    assert!(languages_around(&outcome, "Text mit").is_empty());
    let structure = format!("{:?}", outcome.pages().structure);
    for words in ["Chapter 2: Welcome", "Note 1", "Grundgesetz"] {
        assert!(structure.contains(words), "{words} in {structure}");
    }
}

#[test]
fn a_chapter_stands_in_the_contents_as_a_passage() {
    let outcome = chapter_in("en", "## More\n\nText.\n");
    let entries = outcome.lines(1).join("\n");
    assert!(entries.contains("Inhalt") && entries.contains("Welcome"), "{entries}");
    assert_eq!(languages_around(&outcome, "Welcome"), ["en"]);
    assert_eq!(languages_around(&outcome, "In short"), ["en"]);
    assert!(languages_around(&outcome, "Eins").is_empty());
}

#[test]
fn a_chapter_is_hyphenated_in_its_language() {
    let words =
        "Zuständigkeitsverordnung Aufenthaltsgesetzbuch Wohnungsbaugesellschaft internationalisation ";
    let text = format!("{}\n", words.repeat(30));
    let ends = |tag| {
        let outcome = chapter_in(tag, &text);
        let lines = outcome.pages().pages[2..].iter().flat_map(|page| lines_of(page));
        let broken =
            lines.filter_map(|line| Some(line.strip_suffix('\u{ad}')?.rsplit(' ').next()?.to_owned()));
        broken.collect::<BTreeSet<String>>()
    };
    assert_ne!(ends("en"), ends("de"));
    assert!(!ends("en").is_empty());
    assert!(ends("fa").is_empty(), "{:?}", ends("fa"));
}

#[test]
fn a_chapter_in_a_language_without_a_file_keeps_the_brochures_words() {
    let outcome = chapter_in("eo", "Il dit \"oui\".\n\n> [!note]\n> Un.\n");
    let all = outcome.text();
    assert!(all.contains("\"oui\"") && all.contains("Hinweis"), "{all}");
    assert_eq!(languages_around(&outcome, "Il dit"), ["eo"]);
}

#[test]
fn the_authors_labels_are_for_the_brochures_language() {
    let project = project("de", "[labels.callout]\nnote = \"Merke\"\n");
    project.file("chapters/01.md", "---\nlang: de-AT\n---\n\n# A\n\n> [!note]\n> Eins.\n");
    project.file("chapters/02.md", "---\nlang: en\n---\n\n# B\n\n> [!note]\n> One.\n");
    let all = project.layout().text();
    assert!(all.contains("Merke") && all.contains("Note"), "{all}");
}

// Typography

#[test]
fn text_whose_language_has_no_file_is_set_as_typed() {
    let typed = "Er: \"oui\", l'eau -- z.B. 2016-2019 ... 20 % Art. 3";
    assert!(layout("eo", "", typed).text().contains(typed));
    let chart =
        "```chart\nkind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\"]\n[[series]]\nvalues = [12345.5]\n```\n";
    assert!(layout("eo", "", chart).text().contains("12\u{202f}345.5"));
}

#[test]
fn each_language_has_its_own_words_that_bind() {
    let text = "Mio. Euro, 5 Uhr, 5 percent, 22. Oktober, 22. October, Section 3, Kapitel 3, Ende";
    let bound = |language| {
        let set = layout(language, "", text).text().replace(['\u{a0}', '\u{202f}'], "~");
        set.split([',', ' ']).filter(|word| word.contains('~')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(bound("de"), ["Mio.~Euro", "5~Uhr", "22.~Oktober", "Kapitel~3"]);
    assert_eq!(bound("en"), ["5~percent", "22.~October", "Section~3"]);
    assert!(bound("eo").is_empty());
}

#[test]
fn ligatures_stay_apart_only_where_words_are_made_of_words() {
    let glyphs = |language, word: &str| {
        let outcome = layout(language, "", word);
        outcome.run(word).1.glyphs.len()
    };
    assert_eq!([glyphs("de", "Auflage"), glyphs("en", "selfish")], [7, 6]);
}

// A brochure with everything

/// Text that is of neither language.
fn plain(words: usize) -> String {
    "lorem ipsum dolor sit amet consetetur ".split_inclusive(' ').cycle().take(words).collect()
}

const CONFIG: &str = "pages = 60\ndate = 2019-10-22\nsubtitle = \"Ipsum\"\nedition-note = \"Prima\"\n\
    [[publisher]]\nname = \"Lorem\"\nlogo = \"assets/logo.svg\"\nurl = \"https://example.org\"\n\
    [back]\nclaim = \"Lorem.\"\n[imprint]\nresponsible = \"Dolor\"\n[contents]\ndepth = 2\n\
    [qr]\nlinks = \"all\"\nplace = \"end\"\n[callouts]\nsplit-from = 5\nsplit-keep = 2\n\
    [page]\nfill = [\"codes\", \"contacts\", \"notes\"]\n\
    [edition.a]\nkind = \"screen\"\n[edition.b]\nkind = \"booklet\"\n[edition.c]\nkind = \"booklet\"\nsignature = 1\n\
    sheet = \"A3\"\nduplex = \"long-edge\"\n[edition.d]\nkind = \"booklet\"\nsignature = 2\n[edition.e]\nkind = \"large-print\"\n";

/// Every kind of page and block with words of the program.
fn everything(language: &str) -> Outcome {
    let (table, source) = if language == "de" { ("Tabelle", "Quelle") } else { ("Table", "Source") };
    let project = project(language, CONFIG);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"40\"><path d=\"M0 0h60v40H0z\"/></svg>";
    project.file("assets/logo.svg", svg);
    let kinds = ["praxistipp", "rechtslage", "beispiel", "achtung", "weiterlesen"];
    let forges = ["note", "tip", "important", "warning", "caution"];
    let boxes = kinds.iter().chain(&forges).map(|kind| format!("> [!{kind}]\n> {}\n\n", plain(9)));
    let charts = ["bar", "stacked", "line"].map(|kind| {
        format!(
            "```chart\nkind = \"{kind}\"\ntitle = \"Lorem\"\nlabels = [\"a\", \"b\"]\n[[series]]\nname = \"x\"\n\
             values = [1, 2]\n[[series]]\nname = \"y\"\nvalues = [3, 4]\n```\n\n"
        )
    });
    let rows = "| dolor | amet |\n".repeat(60);
    let text = format!(
        "Lorem[^n] [ipsum](https://example.org/a), siehe [](#ziel).\n\n[^n]: Dolor.\n\n{boxes}{charts}\
         ![ipsum](../assets/logo.svg \"Lorem. {source}: dolor\")\n\n{table}: Amet\n\n| a | b |\n|--|--|\n{rows}\n\
         > [!note]\n> {long}\n>\n> {long}\n>\n> {long}\n\n- [ ] sit\n- [x] amet\n\n## Ziel\n\n{long}\n\n\
         ## Lorem {{.checklist}}\n\n- [ ] **Sit.** Amet\n",
        boxes = boxes.collect::<String>(),
        charts = charts.concat(),
        long = plain(300),
    );
    let front = "title = \"Lorem\"\nsummary = \"Ipsum\"\nkey-points = [\"Dolor\", \"Sit\"]";
    project.file("chapters/01.md", format!("+++\n{front}\n+++\n\n{text}"));
    project.file("chapters/02.md", format!("+++\n{front}\n+++\n\n{}", plain(4000)));
    project.layout()
}

/// All words that are printed, said or shown in lists.
fn words_of(outcome: &Outcome) -> BTreeSet<String> {
    let brochure = outcome.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", outcome.rendered()));
    let mut text = String::new();
    let anew = brochure.apart.iter().map(|(_, pages)| pages);
    for pages in anew.chain([brochure.pages()]) {
        add_pages(pages, &mut text);
    }
    let words = text.replace('\u{ad}', "");
    words.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

fn add_pages(pages: &Pages, text: &mut String) {
    fn bookmarks(list: &[Bookmark], text: &mut String) {
        for bookmark in list {
            *text += &format!("{} ", bookmark.title);
            bookmarks(&bookmark.children, text);
        }
    }
    let sides = pages.handouts.iter().flat_map(|handout| &handout.sides);
    for items in pages.pages.iter().map(|page| &page.items).chain(sides) {
        for item in items {
            match item {
                Item::Text(run) if run.text.ends_with('\u{ad}') => *text += &run.text,
                Item::Text(run) => *text += &format!("{} ", run.text),
                _ => {}
            }
        }
    }
    // What is said stands in quotation marks.
    let said = format!("{:?}", pages.structure);
    said.split('"').skip(1).step_by(2).for_each(|words| *text += &format!("{words} "));
    bookmarks(&pages.bookmarks, text);
}

/// The words of all labels of a language, of four letters and more.
fn label_words(language: &str) -> BTreeSet<String> {
    fn add(value: &Value, found: &mut BTreeSet<String>) {
        match &value.kind {
            Kind::Text(text) => {
                let words = text.split(|c: char| !c.is_alphanumeric());
                found.extend(words.filter(|word| word.chars().nth(3).is_some()).map(str::to_owned));
            }
            Kind::List(list) => list.iter().for_each(|value| add(value, found)),
            Kind::Table(Table(entries)) => entries.iter().for_each(|entry| add(&entry.value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    let labels = Language::of(language).expect("a file").written_labels();
    labels.0.iter().for_each(|entry| add(&entry.value, &mut found));
    found
}

#[test]
fn an_english_brochure_holds_no_german_word_of_the_program() {
    let german: BTreeSet<String> = label_words("de").difference(&label_words("en")).cloned().collect();
    assert_eq!(german.intersection(&words_of(&everything("en"))).next(), None);
    // All of them are there to be found, but for other months and what slugs say.
    let unprinted: Vec<String> = german.difference(&words_of(&everything("de"))).cloned().collect();
    let months = ["Dezember", "Februar", "Januar", "Juli", "Juni", "März"];
    let slugs = ["Beschnitt", "Endformat", "Umschlag", "innen"];
    let expected: BTreeSet<&str> = months.into_iter().chain(slugs).collect();
    assert_eq!(unprinted.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
}

// Scripts

/// The file of a font of the program whose letters are those of another script.
fn font_of(letters: &str) -> Vec<u8> {
    fonts::with_letters(fonts::of_program("SourceSans3-Regular.ttf"), &format!("é{letters}"))
}

/// A bare chapter in a language, whose letters come from a font that lies in the project's folder.
fn in_script(language: &str, text: &str) -> Outcome {
    let project = project(language, NO_COVER);
    project.file("fonts/Letters-Regular.ttf", font_of(text));
    project.chapter(text);
    project.layout()
}

/// The lines of the text of a chapter, as they are copied.
fn lines_below_title(outcome: &Outcome) -> Vec<String> {
    lines_of(&outcome.pages().pages[0]).into_iter().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn fonts_in_the_folder_stand_in_where_no_theme_names_them() {
    let outcome = in_script("th", "สิทธิของผู้ลี้ภัย\n");
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    let (_, run) = outcome.run("สิทธิ");
    assert_eq!(outcome.pages().fonts[usize::from(run.face.0)].name, "Letters-Regular.ttf");
    let latin = in_script("th", "Haus und Hof\n");
    let (_, run) = latin.run("Haus");
    assert_ne!(latin.pages().fonts[usize::from(run.face.0)].name, "Letters-Regular.ttf");
}

#[test]
fn a_broken_font_in_the_folder_is_told() {
    let project = project("de", NO_COVER);
    project.file("fonts/Kaputt-Regular.ttf", b"keine Schrift");
    project.file("fonts/LIES MICH.txt", b"keine Schrift");
    project.chapter("Text\n");
    assert_eq!(project.layout().codes(), ["font-invalid"]);
}

#[test]
fn letters_of_a_script_without_font_are_told_once_with_the_font_that_has_them() {
    let outcome = layout("de", "", "Das heißt สิทธิ.\n\nUnd 北京 oder かな.\n");
    assert_eq!(outcome.codes(), ["missing-glyph"; 3], "{}", outcome.rendered());
    let said = outcome.rendered();
    for words in
        ["Thai", "NotoSerifThai-Regular.ttf", "NotoSerifSC-Regular.ttf", "NotoSerifJP-Regular.ttf", "fonts/"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(layout("zh-TW", "", "北京\n").rendered().contains("NotoSerifTC-Regular.ttf"));
    assert!(layout("ja", "", "北京\n").rendered().contains("NotoSerifJP-Regular.ttf"));
}

#[test]
fn lines_of_scripts_without_spaces_end_between_words_or_letters_and_fill_their_measure() {
    for (language, sentence, never_first) in [
        ("th", "ผู้ลี้ภัยมีสิทธิได้รับความช่วยเหลือทางกฎหมายและการคุ้มครองจากรัฐเด็กๆ", "ะาๆ"),
        (
            "zh",
            "任何人都有受教育和接受医疗的权利，不得因民族、性别或宗教而受到歧视。他说：“人人平等”！",
            "，。、：！”",
        ),
        (
            "ja",
            "すべての人は、「法律」の援助を受ける権利があります。サービスへちょっとどうぞ！",
            "、。」ょっー！",
        ),
    ] {
        let outcome = in_script(language, &format!("{}\n", sentence.repeat(6)));
        assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
        let lines: Vec<String> = lines_below_title(&outcome).into_iter().filter(|l| l.len() > 40).collect();
        assert!(lines.len() > 3, "{lines:#?}");
        assert!(!lines.iter().any(|line| line.starts_with(|c| never_first.contains(c))), "{lines:#?}");
        assert!(outcome.text().replace(['\n', ' '], "").contains(&sentence.repeat(6)), "{}", outcome.text());
    }
}

#[test]
fn korean_words_are_parted_in_text_and_whole_in_headings() {
    let words = "모든사람은법률지원과국가의보호를 ".repeat(12);
    let outcome = in_script("ko", &format!("{words}\n\n## {words}\n"));
    let lines = lines_below_title(&outcome);
    let parted = |lines: &[String]| lines.iter().filter(|line| !line.ends_with("보호를")).count();
    let heading = lines.iter().rposition(|line| line.starts_with("모든")).expect("a heading");
    assert!(parted(&lines[..heading.min(4)]) > 0, "{lines:#?}");
    assert_eq!(parted(&lines[heading..heading + 1]), 0, "{lines:#?}");
}

#[test]
fn page_numbers_stand_where_the_language_has_them() {
    for (language, reference) in [
        ("zh", "第1页"),
        ("zh-TW", "第1頁"),
        ("ja", "1ページ"),
        ("ko", "1쪽"),
        ("hu", "1.\u{a0}o."),
        ("de", "S.\u{a0}1"),
    ] {
        let outcome = in_script(language, "Text 第页頁ページ쪽 [](#ziel)\n\n## Ziel\n");
        assert!(outcome.text().contains(reference), "{language}: {}", outcome.text());
    }
    let own = layout("de", "[labels]\npage-short = \"({number})\"\n", "Text [](#ziel)\n\n## Ziel\n");
    assert!(own.text().contains("(1)"), "{}", own.text());
}

#[test]
fn compounds_repeat_their_hyphen_where_the_language_does_and_are_copied_with_one() {
    let text = format!("{}\n", "północno-wschodnio-literacko-historyczno-polsko-niemiecko-".repeat(4));
    let hyphens = |language| {
        let outcome = layout(language, "[style.body]\nhyphenate = \"none\"\n", &text);
        let firsts = outcome.pages().pages[0].items.iter().filter_map(|item| match item {
            Item::Text(run) if run.text.starts_with('\u{ad}') => Some(read(run)),
            _ => None,
        });
        (firsts.collect::<Vec<_>>(), outcome.runs().iter().map(|run| read(run)).collect::<String>())
    };
    let (repeated, copied) = hyphens("pl");
    assert!(!repeated.is_empty());
    assert!(repeated.iter().all(|line| !line.starts_with(['-', '\u{ad}'])), "{repeated:?}");
    assert!(copied.contains(text.trim().trim_end_matches('-')), "{copied}");
    assert!(!copied.contains('\u{ad}') && !copied.contains("--"), "{copied}");
    assert!(hyphens("de").0.is_empty());
}

#[test]
fn empty_words_of_links_are_known_in_scripts_with_marks() {
    for (language, words) in [("th", "ที่นี่"), ("hi", "यहाँ"), ("de", "hier")] {
        let outcome = in_script(language, &format!("Text [{words}](https://a.example/)\n"));
        assert_eq!(outcome.codes(), ["link-text"], "{language}: {}", outcome.rendered());
    }
}

#[test]
fn an_address_ends_before_a_full_stop_in_full_width() {
    let outcome = in_script("zh", "写信给 info@stadt.example。再见\n");
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
}

#[test]
fn tamil_words_are_broken_between_clusters_without_a_hyphen() {
    let outcome = in_script("ta", &format!("{}\n", "மறுக்கப்படக்கூடாது மொழிபெயர்ப்பாளரை பாதுகாப்பும் ".repeat(10)));
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    let broken = outcome.runs().iter().filter(|run| !run.read_as.is_empty()).count();
    assert!(broken > 1);
    assert!(outcome.runs().iter().all(|run| !run.text.contains('\u{ad}')), "{}", outcome.text());
    assert!(outcome.runs().iter().all(|run| !run.text.starts_with(['\u{bbe}', '\u{bc1}', '\u{bcd}'])));
}
