//! Comma-separated values: blocks and files are tables like those in strokes, charts take their numbers from
//! files; what is not plain is told at its place, in the file where it is the file's.

use crate::common::{Outcome, Project, layout};
use brochure::diag::{Files, Severity, Sink, Span};
use brochure::document::delimited::{Records, number, read};
use brochure::node::Role;
use brochure::pages::dump::dump;
use brochure::source::store::Memory;
use brochure::source::values;
use brochure::tree::Spanned;
use proptest::prelude::*;

/// A chapter beside files of values in `daten/`.
fn with(files: &[(&str, &[u8])], text: &str) -> Outcome {
    let project = Project::bare();
    for (name, contents) in files {
        project.file(&format!("daten/{name}"), contents);
    }
    project.chapter(text);
    project.layout()
}

/// A chapter of one table from a file.
fn table(contents: impl AsRef<[u8]>) -> Outcome {
    with(&[("a.csv", contents.as_ref())], "![Tabelle: T](../daten/a.csv)\n")
}

fn roles(outcome: &Outcome) -> Vec<Role> {
    outcome.pages().structure.iter().map(|node| node.role.clone()).collect()
}

/// Both are set alike, are read aloud alike, and nothing is said of them.
#[track_caller]
fn assert_alike(one: &Outcome, other: &Outcome) {
    assert_eq!(one.rendered() + &other.rendered(), "");
    assert_eq!(dump(one.pages()), dump(other.pages()));
    assert_eq!(roles(one), roles(other));
}

// Tables

#[test]
fn a_block_of_values_is_the_table_in_strokes() {
    let around = |table: &str| {
        layout(&format!(
            "Siehe [](#kosten).\n\nTabelle: *Kosten* je Platz {{#kosten}}\nQuelle: Haushaltsplan\n\n{table}\n\
             [^a]: Nur kalt.\n"
        ))
    };
    let strokes = around(
        "| Posten | 2023 | Stand |\n|:--|--:|:--|\n| **Haus** | | |\n| *Miete*[^a] | 1.204,50 | „a; b“ |\n\
         | Strom<br>und Gas | -80,5 | https://a.example |\n| **Summe** | **1.124** | **fest** |\n",
    );
    let block = around(
        "```csv\nPosten;2023;Stand\n**Haus**;;\n*Miete*[^a];1.204,50;\"„a; b“\"\n\
         \"Strom\nund Gas\"; -80,5 ;https://a.example\n**Summe**;**1.124**;**fest**\n```\n",
    );
    assert_alike(&strokes, &block);
}

#[test]
fn a_block_may_stand_in_a_list_and_a_callout() {
    for (lead, next) in [("- ", "  "), ("> [!note]\n> ", "> ")] {
        let around = |lines: &[&str]| {
            layout(&format!("{lead}Text\n{next}\n{next}{}\n", lines.join(&format!("\n{next}"))))
        };
        let strokes = around(&["| a | b |", "|:--|--:|", "| c<br>d | 1 |"]);
        assert_alike(&strokes, &around(&["```csv", "a;b", "\"c", "d\";1", "```"]));
    }
}

#[test]
fn a_picture_of_values_is_the_table_in_strokes() {
    let text = |table: &str| format!("Siehe [](#wege).\n\n{table}\n\nText\n");
    let strokes =
        layout(&text("Tabelle: Wege {#wege}\nQuelle: GemO\n\n| Weg | Frist |\n|:--|--:|\n| Rat | 14 |"));
    let files: &[(&str, &[u8])] = &[("wege.csv", b"Weg;Frist\r\nRat;14\r\n")];
    for alt in ["Tabelle: Wege", "Table: Wege", "Wege"] {
        let picture = format!("![{alt}](../daten/wege.csv \"Quelle: GemO\"){{#wege}}");
        assert_alike(&strokes, &with(files, &text(&picture)));
    }
}

#[test]
fn without_words_a_table_has_no_caption() {
    let strokes = layout("| a |\n|:--|\n| b |\n");
    assert_alike(&strokes, &with(&[("a.tsv", b"a\nb\n")], "![](../daten/a.tsv)\n"));
}

#[test]
fn cells_of_a_file_are_text_in_the_typography_of_the_language() {
    let signs =
        ["*a*", "**b**", "_c_", "m^2^", "==z==", "~~s~~", "<b>x</b>", "[x](y)", "[x]{lang=en}", "`k`"];
    let outcome = table(format!("Kopf;Zahl\n{};-5\nja -- nein;1.204,50\n", signs.join(";1\n")));
    assert_eq!(outcome.rendered(), "");
    let text = outcome.text().replace('\u{a0}', " ");
    for expected in signs.into_iter().chain(["−5", "ja – nein", "1.204,50"]) {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn columns_of_numbers_stand_at_the_right() {
    let strokes = layout(
        "Tabelle: T\n\n| Jahr | Satz | Tag | Wert |\n|:--|--:|:--|--:|\n| 2016 | 91,4 % | 01.02.2016 | – |\n\
         | 2017 | 1.179,05 % | 3-12/24 | 12 |\n",
    );
    let values = "Jahr;Satz;Tag;Wert\n2016;91,4 %;01.02.2016;–\n2017;1.179,05 %;3-12/24;12\n";
    assert_alike(&strokes, &table(values));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let german = [("1.204,5", 1204.5), ("−3", -3.0), ("+7 %", 7.0), ("1 204", 1204.0), ("0,5 €", 0.5)];
    german.iter().for_each(|(text, value)| assert_eq!(number(text, ','), Some(*value), "{text}"));
    assert_eq!([number("1,204.5", '.'), number("1’204", '.')], [Some(1204.5), Some(1204.0)]);
    for none in ["", "x", "1,", ",5", "01.02.2016", "58.44", "1.2345", "2016-2019", "0261 129", "1,2,3", "٣"]
    {
        assert_eq!(number(none, ','), None, "{none}");
    }
}

#[test]
fn empty_rows_and_columns_at_the_end_are_none() {
    assert_alike(&table("a;b\n1;2\n"), &table("a;b;;\n\n1;2;;\n;;;\n\n"));
}

// Separators and encodings

#[test]
fn the_plain_ways_to_write_values_need_no_word() {
    let plain = table("Ort;Wert\nMainz, Stadt;1,5\n");
    for (values, tabs) in [
        ("\u{feff}Ort;Wert\r\nMainz, Stadt;1,5\r\n", false),
        ("Ort,Wert\n\"Mainz, Stadt\",\"1,5\"\n", false),
        ("Ort|Wert\nMainz, Stadt|1,5\n", false),
        ("Ort\tWert\nMainz, Stadt\t1,5\n", false),
        ("Ort\tWert\nMainz, Stadt\t1,5\n", true),
        ("sep=;\r\nOrt;Wert\r\nMainz, Stadt;1,5\r\n", false),
        ("sep=^\nOrt^Wert\nMainz, Stadt^1,5\n", false),
        ("\"Ort\";\"Wert\"\n\"Mainz, Stadt\";\"1,5\"", false),
    ] {
        let name = if tabs { "a.tsv" } else { "a.csv" };
        assert_alike(&plain, &with(&[(name, values.as_bytes())], &format!("![T](../daten/{name})\n")));
    }
}

#[test]
fn other_encodings_are_read_and_named() {
    let plain = table("Ort;Größe\nKöln;5 €\n");
    let utf_16: Vec<u8> = "\u{feff}Ort;Größe\nKöln;5 €\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = b"Ort;Gr\xf6\xdfe\nK\xf6ln;5 \x80\n".to_vec();
    for (bytes, name, place) in
        [(utf_16, "UTF-16", "daten/a.csv:1:1"), (latin, "Windows-1252", "daten/a.csv:1:7")]
    {
        let outcome = table(bytes);
        assert_eq!(dump(plain.pages()), dump(outcome.pages()));
        assert_eq!((outcome.codes(), outcome.place("encoding")), (vec!["encoding"], place.to_owned()));
        assert!(outcome.rendered().contains(name));
    }
    assert_eq!(table(b"PK\x03\x04\0\0\xff").place("not-utf8"), "daten/a.csv:1:7");
}

#[test]
fn a_doubtful_sign_is_named() {
    let doubtful = |name: &str, values: &str| {
        let outcome = with(&[(name, values.as_bytes())], &format!("![T](../daten/{name})\n"));
        assert_eq!(outcome.place("csv-separator"), format!("daten/{name}:1:1"), "{}", outcome.rendered());
        outcome.rendered()
    };
    assert!(doubtful("a.tsv", "a;b\n1;2\n").contains("end at semicolons"));
    assert!(doubtful("a.csv", "a;b|c\n1;2|3\n").contains("end at semicolons"));
    assert!(doubtful("a.csv", "Amt, Ort\nBau\nRat\n").contains("one column"));
    assert_eq!(table("Betrag\n1,5\n2,5\n3,5\n").rendered(), "", "commas of numbers");
}

// Faults of values

#[test]
fn rows_that_do_not_fit_are_set_and_told() {
    let outcome = table("a;b;c\n1;2;3\n4;5\n6;7;8;neun\n");
    let told: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code, d.severity)).collect();
    assert_eq!(told, [("csv-rows", Severity::Warning); 2]);
    let rendered = outcome.rendered();
    for part in ["daten/a.csv:3:1", "a row of 2 cells in a table of 3", "daten/a.csv:4:7", "a row of 4 cells"]
    {
        assert!(rendered.contains(part), "{part} in {rendered}");
    }
    assert!(outcome.text().contains("neun"));
    // In a block, too; the place is the chapter's.
    let block = layout("Text\n\n```csv\na;b\n1;2;drei\n```\n");
    assert_eq!(block.place("csv-rows"), "chapters/01.md:9:5");
    assert!(block.text().contains("drei"));
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_nothing() {
    let outcome = table("Rohr;Preis\n\"5 Zoll;12\nrund;8\n");
    assert_eq!(outcome.place("csv-quotes"), "daten/a.csv:2:1");
    let text = outcome.text();
    assert!(text.contains("rund") && text.contains("Zoll"), "{text}");
    assert_eq!(table("\"a;b\n1;2\n").codes(), ["csv-quotes"], "the sign is found without them");
    let inside = table("a;b\n\"Haus\" am See;\"x \"\"y\"\"\"\n");
    assert_eq!(
        (inside.codes(), inside.place("csv-quotes")),
        (vec!["csv-quotes"], "daten/a.csv:2:6".to_owned())
    );
    assert!(inside.text().contains("Haus am See"), "{}", inside.text());
    assert_eq!(table("a;b\n5\" Rohr;1\n").codes(), [""; 0], "one inside of a cell is text");
}

#[test]
fn values_without_rows_are_told() {
    for empty in ["", "\n \n", ";;\n;;\n", "\u{feff}"] {
        let outcome = table(empty);
        assert_eq!(outcome.codes(), ["csv"], "{empty:?}");
        assert!(outcome.place("csv").starts_with("daten/a.csv:1:1") && outcome.brochure.is_none());
    }
    assert_eq!(layout("```csv\n```\n").place("csv"), "chapters/01.md:5:1");
    let head = table("Kopf;Zeile\n");
    assert_eq!((head.codes(), head.place("csv-rows")), (vec!["csv-rows"], "daten/a.csv:1:1".to_owned()));
    assert!(head.text().contains("Zeile"));
    assert_eq!(table("a;\n1;2\n").place("empty-header"), "daten/a.csv:1:2");
}

#[test]
fn files_are_looked_for_as_pictures_are() {
    let outcome = with(&[("preise.csv", b"a;b\n1;2\n")], "Text\n\n![T](../daten/preis.csv)\n");
    assert_eq!(outcome.place("missing-file"), "chapters/01.md:7:1");
    assert!(outcome.rendered().contains("did you mean preise.csv?"), "{}", outcome.rendered());
    let entity = with(&[("a.csv", b"a;b\n1;2\n")], "![T](../daten/a&#46;csv)\n");
    assert_eq!(entity.place("missing-file"), "chapters/01.md:5:1", "nothing is lost in silence");
    let place = |path: &str| layout(&format!("![T]({path})\n")).place("path-outside");
    assert_eq!(place("../../../geheim.csv"), "chapters/01.md:5:1");
    assert_eq!(place("../.git/x.csv"), "chapters/01.md:5:1");
    assert_eq!(
        with(&[("A.CSV", b"a;b\n1;2\n")], "![T](..\\daten\\a.csv)\n").codes(),
        ["file-spelling"],
        "capitals and backslashes"
    );
    let project = Project::with("[imprint]\nfile = \"impressum.md\"\n");
    project.file("daten/a.csv", "a;b\n1;zwei\n").file("impressum.md", "![T](../daten/a.csv)\n");
    project.chapter("Text\n");
    assert_eq!(project.layout().place("imprint-content"), "impressum.md:1:1", "it is read as a table");
    assert!(layout("![T](https://a.example/x.csv)\n").find("image-web").span.is_some());
}

#[test]
fn a_table_stands_in_no_line() {
    let files: &[(&str, &[u8])] = &[("a.csv", b"Kopf;b\n1;2\n")];
    let moved = with(files, "Davor ![T](../daten/a.csv) danach.\n");
    assert_eq!(moved.place("csv-place"), "chapters/01.md:5:7");
    assert!(
        moved.text().contains("Davor") && moved.text().contains("Kopf") && moved.text().contains("danach")
    );
    for text in
        ["## Zahlen ![Wörter](../daten/a.csv)\n\nText\n", "| a |\n|--|\n| ![Wörter](../daten/a.csv) |\n"]
    {
        let outcome = with(files, text);
        assert_eq!(outcome.codes(), ["csv-place"], "{text}");
        assert!(outcome.text().contains("Wörter") && !outcome.text().contains("Kopf"), "{text}");
    }
    let linked = with(files, "[![T](../daten/a.csv)](https://a.example)\n");
    assert_eq!((linked.codes(), linked.text().contains("Kopf")), (vec!["csv-place"], true));
    let braces = with(files, "![T](../daten/a.csv){#t width=50%}\n");
    assert_eq!(
        (braces.codes(), braces.place("unknown-class")),
        (vec!["unknown-class"], "chapters/01.md:5:21".into())
    );
    // An anchor goes with a caption.
    assert_eq!(
        with(files, "[x](#t)\n\n![](../daten/a.csv){#t}\n").codes(),
        ["dangling-link", "unknown-class"]
    );
}

// Limits

fn told(records: &Records) -> Vec<String> {
    records.told.iter().map(|(told, _)| told.message()).collect()
}

#[test]
fn a_table_has_so_many_rows_and_columns_and_no_more() {
    let rows = |count: usize| read(&"a;b\n".repeat(count), false);
    assert_eq!((told(&rows(5000)), rows(5000).rows.len()), (vec![], 5000));
    assert_eq!(told(&rows(5001)), ["a table of more than 5000 rows"]);
    let columns = |count: usize| read(&format!("{0}\n{0}\n", vec!["a"; count].join(";")), false);
    assert_eq!(told(&columns(100)), [""; 0]);
    assert_eq!(told(&columns(101)), ["101 cells in a row are more than 100"]);
}

#[test]
fn files_of_values_have_a_size_and_a_number() {
    let load = |memory: &Memory, names: &[String]| {
        let (mut files, mut sink) = (Files::default(), Sink::new());
        let named: Vec<Spanned<String>> =
            names.iter().map(|name| Spanned { value: name.clone(), span: Span::default() }).collect();
        let read = values::read(memory, "chapters", &named, &mut files, &mut sink);
        let told: Vec<String> = sink.iter().map(|d| format!("{}: {}", d.code, d.message())).collect();
        (names.iter().filter(|name| read.get(name).is_some()).count(), told)
    };
    let mut memory = Memory::default();
    memory.put("a.csv", vec![b'\n'; 2 << 20]);
    memory.put("b.csv", vec![b'\n'; (2 << 20) + 1]);
    let places = |count: usize| vec!["a.csv".to_owned(); count];
    assert_eq!(load(&memory, &places(8)), (8, vec![]));
    let (left, said) = load(&memory, &places(9));
    assert_eq!(
        said,
        ["file-size: with a.csv the tables from files have more than 16 MiB, each place counted"]
    );
    assert_eq!(left, 0, "else each further place would be a table");
    assert_eq!(load(&memory, &["b.csv".to_owned()]).1, ["file-size: b.csv is larger than 2 MiB"]);
    let names: Vec<String> = (0..1001).map(|n| format!("{n}.csv")).collect();
    names.iter().for_each(|name| memory.put(name, "a;b"));
    assert_eq!(load(&memory, &names[..1000]), (1000, vec![]));
    assert_eq!(load(&memory, &names).1, ["file-size: more than 1000 files of values"]);
}

proptest! {
    /// Whatever is typed, every letter of a cell stands where it is said to stand, and quotes hide no row.
    #[test]
    fn letters_of_cells_keep_their_places(text in "[a\";,|\tä\r\n \u{feff}]{0,40}", tabs: bool) {
        for field in read(&text, tabs).rows.iter().flatten() {
            for (at, c) in field.text.char_indices() {
                let place = field.place(&(at..at + c.len_utf8()));
                let letter = c.to_string();
                prop_assert_eq!(text.get(place), Some(letter.as_str()));
            }
            let pieces: String = field.pieces().map(|(piece, _)| piece).collect();
            prop_assert_eq!(&pieces, &field.text);
        }
    }
}

// Charts

const GERMAN: &str = "Jahr;Land;Kommunen\n2016;1.096;96\n2017;96;58,44\n";

fn chart(keys: &str) -> String {
    format!("```chart\nkind = \"bar\"\ntitle = \"T\"\n{keys}```\n")
}

fn from_file(contents: &str, keys: &str) -> Outcome {
    with(&[("a.csv", contents.as_bytes())], &chart(&format!("file = \"../daten/a.csv\"\n{keys}")))
}

#[test]
fn a_chart_takes_labels_and_series_from_a_file() {
    let land = "[[series]]\nname = \"Land\"\nvalues = [1096, 96]\n";
    let kommunen = "[[series]]\nname = \"Kommunen\"\nvalues = [96, 58.44]\n";
    let typed = |series: &str| layout(&chart(&format!("labels = [\"2016\", \"2017\"]\n{series}")));
    assert_alike(&typed(&format!("{land}{kommunen}")), &from_file(GERMAN, ""));
    let points = "Jahr,Land,Kommunen\n2016,\"1,096\",96\n2017,96.0,58.44\n";
    assert_alike(&typed(&format!("{land}{kommunen}")), &from_file(points, ""));
    let notes = "notes = [\"\", \"Vorgriff\"]\n";
    let chosen = from_file(GERMAN, &format!("[[series]]\nname = \"Kommunen\"\n{notes}"));
    assert_alike(&typed(&format!("{kommunen}{notes}")), &chosen);
    assert_alike(&typed("[[series]]\nvalues = [1, 2]\n"), &from_file("Jahr;Zahl\n2016;1\n2017;2\n", ""));
}

#[test]
fn faults_of_a_chart_stand_where_they_were_made() {
    let place = |contents: &str, keys: &str| {
        let outcome = from_file(contents, keys);
        assert!(outcome.brochure.is_none());
        outcome.place("chart")
    };
    assert_eq!(place("Jahr;Zahl\n2016;1\n2017;viel\n", ""), "daten/a.csv:3:6");
    assert_eq!(place("Jahr;A;B\n2016;58.44;1\n2017;1,5;2\n", ""), "daten/a.csv:2:6", "of two kinds");
    assert_eq!(place("Jahr;Zahl\n2016;-1\n", ""), "daten/a.csv:2:6");
    assert_eq!(place("Jahr\n2016\n", ""), "chapters/01.md:5:1");
    assert_eq!(place(&format!("Jahr;Zahl\n{}", "2016;1\n".repeat(25)), ""), "chapters/01.md:8:8");
    assert_eq!(place("J;1;2;3;4;5;6\na;1;1;1;1;1;1\n", ""), "chapters/01.md:8:8");
    assert_eq!(place(GERMAN, "labels = [\"a\"]\n"), "chapters/01.md:9:10");
    assert_eq!(place(GERMAN, "[[series]]\nname = \"Land\"\nvalues = [1]\n"), "chapters/01.md:11:10");
    assert_eq!(place(GERMAN, "[[series]]\nname = \"Lant\"\n"), "chapters/01.md:10:8");
    assert!(from_file(GERMAN, "[[series]]\nname = \"Lant\"\n").rendered().contains("did you mean \"Land\"?"));
    let missing = layout(&(chart("file = \"../daten/a.csv\"\n") + "\nText\n"));
    assert_eq!(
        (missing.codes(), missing.place("missing-file")),
        (vec!["missing-file"], "chapters/01.md:8:8".into())
    );
}
