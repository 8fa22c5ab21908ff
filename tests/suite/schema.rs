//! The schemas: what they say is what is decoded. `BROCHURE_BLESS=1 cargo test --test suite schema` writes the files
//! in `schema/` anew.

use std::collections::BTreeSet;

use crate::common::{Project, ROUND};
use crate::manual::{HANDBUCH, MANUAL, PRINT, README, Section, blocks, sections, theme_file, whole};
use brochure::diag::{FileId, Sink};
use brochure::document::front::{self, FrontMatter};
use brochure::edition::allowed;
use brochure::schemas as schema;
use brochure::source::config::{OWN_KEYS, SHARED};
use brochure::source::keys;
use brochure::tree::shape::{Choice, Field, Shape};
use brochure::tree::{Kind, parse};
use regex_lite::Regex;
use serde_json::{Map, Value};

/// Wrong parts of brochure.toml.
const WRONG: &str = include_str!("../schema/wrong.md");

// A check by a schema

/// A schema that files are checked by.
struct Checker(Value);

/// What an editor shows, and what leads to other keywords.
const WORDS_ONLY: &[&str] =
    &["$schema", "title", "description", "default", "definitions", "enumDescriptions", "x-taplo"];

impl Checker {
    fn new(schema: &str) -> Self {
        Self(serde_json::from_str(schema).expect("JSON"))
    }

    /// What stands against a file, each with its path.
    fn faults(&self, toml: &str) -> Vec<String> {
        let mut sink = Sink::new();
        let value = json(&parse(toml, FileId(0), 0, &mut sink).kind);
        assert!(sink.is_empty(), "no TOML: {toml}");
        let mut faults = Vec::new();
        self.check(&self.0, &value, "", &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
        let schema = schema.as_object().expect("a schema");
        for (keyword, wanted) in schema {
            if !WORDS_ONLY.contains(&keyword.as_str()) {
                self.keyword(schema, (keyword, wanted), value, path, faults);
            }
        }
    }

    fn keyword(
        &self,
        schema: &Map<String, Value>,
        (keyword, wanted): (&str, &Value),
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
    ) {
        let passes = |schema: &Value| {
            let mut inner = Vec::new();
            self.check(schema, value, path, &mut inner);
            inner.is_empty()
        };
        let fine = match keyword {
            "type" => {
                types(wanted).contains(&kind(value))
                    || kind(value) == "integer" && types(wanted).contains(&"number")
            }
            "enum" => list(wanted).contains(value),
            "pattern" => value.as_str().is_none_or(|text| matches(wanted, text)),
            "minimum" => value.as_f64().is_none_or(|n| n >= wanted.as_f64().expect("a number")),
            "maximum" => value.as_f64().is_none_or(|n| n <= wanted.as_f64().expect("a number")),
            "minItems" => {
                value.as_array().is_none_or(|l| l.len() as u64 >= wanted.as_u64().expect("a count"))
            }
            "maxItems" => {
                value.as_array().is_none_or(|l| l.len() as u64 <= wanted.as_u64().expect("a count"))
            }
            "required" => {
                value.as_object().is_none_or(|t| list(wanted).iter().all(|k| t.contains_key(word(k))))
            }
            "anyOf" => list(wanted).iter().any(passes),
            "allOf" => list(wanted).iter().all(passes),
            "$ref" => passes(&self.0["definitions"][word(wanted).trim_start_matches("#/definitions/")]),
            "items" => value.as_array().is_none_or(|values| {
                values.iter().for_each(|value| self.check(wanted, value, path, faults));
                true
            }),
            "properties" | "additionalProperties" => {
                self.members(schema, keyword, value, path, faults);
                true
            }
            other => panic!("{other} is no keyword of ours"),
        };
        faults.extend((!fine).then(|| format!("{path}: {keyword}")));
    }

    fn members(
        &self,
        schema: &Map<String, Value>,
        keyword: &str,
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
    ) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            match (properties.and_then(|known| known.get(key)), keyword, &schema[keyword]) {
                (Some(known), "properties", _) => self.check(known, value, &path, faults),
                (None, "additionalProperties", Value::Bool(false)) => faults.push(format!("{path}: unknown")),
                (None, "additionalProperties", others) => self.check(others, value, &path, faults),
                _ => {}
            }
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn word(value: &Value) -> &str {
    value.as_str().expect("a word")
}

fn types(value: &Value) -> Vec<&str> {
    value.as_array().map_or_else(|| vec![word(value)], |types| types.iter().map(word).collect())
}

fn matches(pattern: &Value, text: &str) -> bool {
    Regex::new(word(pattern)).expect("a pattern").is_match(text)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "string",
        Value::Number(n) if n.as_f64().is_some_and(|n| n.fract() == 0.0) => "integer",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    }
}

fn json(kind: &Kind) -> Value {
    match kind {
        Kind::Text(text) | Kind::Date(text) => Value::String(text.clone()),
        Kind::Number(number) if number.fract() == 0.0 => serde_json::json!(*number as i64),
        Kind::Number(number) => serde_json::json!(number),
        Kind::Bool(switch) => Value::Bool(*switch),
        Kind::List(values) => values.iter().map(|value| json(&value.kind)).collect(),
        Kind::Table(table) => {
            Value::Object(table.0.iter().map(|entry| (entry.key.clone(), json(&entry.value.kind))).collect())
        }
    }
}

// The files

#[test]
fn the_files_are_what_the_program_prints() {
    for (name, made) in [
        ("brochure", schema::brochure()),
        ("theme", schema::theme()),
        ("front-matter", schema::front_matter()),
    ] {
        let path = format!("{}/schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("BROCHURE_BLESS").is_some() {
            std::fs::write(&path, &made).expect("written");
        }
        let written = std::fs::read_to_string(&path).expect("a file");
        let differs = written.lines().zip(made.lines()).find(|(written, made)| written != made);
        assert!(written == made, "schema/{name}.json is not up to date: {differs:?}");
    }
}

// What is accepted

#[test]
fn what_the_repository_holds_is_accepted() {
    let brochure = Checker::new(&schema::brochure());
    for toml in
        [include_str!("../../brochure.toml"), include_str!("../../assets/new/faltblatt/de/brochure.toml")]
    {
        assert_eq!(brochure.faults(toml), [""; 0]);
    }
    let theme = Checker::new(&schema::theme());
    for toml in [
        include_str!("../../assets/themes/ortsplan.toml"),
        include_str!("../../assets/themes/kanzlei.toml"),
        include_str!("../../assets/themes/grossdruck.toml"),
        ROUND,
    ] {
        assert_eq!(theme.faults(toml), [""; 0]);
    }
}

#[test]
fn examples_of_the_documents_are_accepted() {
    let (brochure, theme) = (Checker::new(&schema::brochure()), Checker::new(&schema::theme()));
    let mut count = 0;
    for example in [README, MANUAL, HANDBUCH, PRINT].into_iter().flat_map(|text| blocks(text, "toml")) {
        let faults = match theme_file(&example) {
            Some(_) => theme.faults(&example),
            None => brochure.faults(&whole(&example)),
        };
        assert_eq!(faults, [""; 0], "{example}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn front_matter_of_chapters_is_accepted() {
    let checker = Checker::new(&schema::front_matter());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/chapters");
    let read =
        |entry: std::io::Result<std::fs::DirEntry>| std::fs::read_to_string(entry.expect("a file").path());
    let mut chapters: Vec<String> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| read(entry).expect("text")).collect();
    chapters.extend(blocks(MANUAL, "markdown"));
    let front: Vec<&str> =
        chapters.iter().filter_map(|text| text.strip_prefix("+++\n")?.split("+++\n").next()).collect();
    assert!(front.len() > 10);
    for toml in front {
        assert_eq!(checker.faults(toml), [""; 0], "{toml}");
    }
}

// What is refused

/// The wrong parts below the headings, each with its code and whether the schema sees it.
fn wrong() -> Vec<(String, String, bool)> {
    let code = |example: &str| example.lines().next().expect("a line").trim_start_matches("# ").to_owned();
    let of = |section: Section| {
        let seen = section.title == "Seen by the schema, too";
        let parts = section.blocks.into_iter().map(|block| (code(&block.code), whole(&block.code), seen));
        parts.collect::<Vec<_>>()
    };
    sections(WRONG).into_iter().flat_map(of).collect()
}

#[test]
fn what_is_wrong_is_refused_by_the_program_and_mostly_by_the_schema() {
    let checker = Checker::new(&schema::brochure());
    let wrong = wrong();
    for (code, toml, seen) in &wrong {
        let project = Project::shipped("");
        project.chapter("Text.").file("brochure.toml", toml);
        let outcome = project.layout();
        assert!(
            outcome.brochure.is_none() && outcome.codes().contains(&code.as_str()),
            "{toml}\n{}",
            outcome.rendered()
        );
        assert_eq!(checker.faults(toml).is_empty(), !seen, "{toml}\n{:?}", checker.faults(toml));
    }
    let seen = wrong.iter().filter(|(.., seen)| *seen).count();
    assert!(wrong.len() > 80 && seen * 100 > wrong.len() * 80, "{seen} of {}", wrong.len());
}

#[test]
fn front_matter_that_is_told_is_refused() {
    let checker = Checker::new(&schema::front_matter());
    for toml in ["kind = \"gloss\"\n", "title = [1]\n", "start = \"left\"\n", "key-points = { a = 1 }\n"] {
        let mut sink = Sink::new();
        front::read(&format!("+++\n{toml}+++\n"), FileId(0), &mut sink);
        assert_eq!((sink.len(), checker.faults(toml).len()), (1, 1), "{toml}");
    }
}

// Keys

/// A value of a shape, as it is written in TOML.
fn sample(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Words => "\"Text\"".to_owned(),
        Shape::Form(form) => format!("\"{}\"", sample_of_form(form.name)),
        Shape::Label(parts) => {
            format!("\"{}\"", parts.iter().map(|part| format!("{{{part}}}")).collect::<String>())
        }
        Shape::Switch => "true".to_owned(),
        Shape::Number(least, most) => (least + (most - least) / 4.0).to_string(),
        Shape::Count(least, _) => least.to_string(),
        Shape::Numbers(numbers) => numbers[0].to_string(),
        Shape::Length(least, _) => format!("\"{}pt\"", (*least).max(0)),
        Shape::Choice(choices) => format!("\"{}\"", choices[0].word),
        Shape::List(of, count) => format!("[{}]", vec![sample(of); count.unwrap_or(1)].join(", ")),
        Shape::Table(fields) => {
            let members: Vec<String> =
                fields.iter().map(|f| format!("{} = {}", f.key, value_of(f))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Shape::Named(named) => {
            let name = named.known.first().map_or("neu", String::as_str);
            format!("{{ \"{name}\" = {} }}", sample(&named.of))
        }
        Shape::Either(shapes) => sample(&shapes[0]),
    }
}

/// The default, as values must suit one another, or a sample.
fn value_of(field: &Field) -> String {
    field.default.as_ref().map_or_else(|| sample(&field.shape), |value| json(value).to_string())
}

fn sample_of_form(name: &str) -> &'static str {
    match name {
        "string" | "file name" | "word with breaks" => "Wort",
        "language code" => "de",
        "date" => "2025-03-01",
        "web address" => "https://a.example",
        "page format" => "A5",
        "colour" => "#123456",
        other => panic!("{other} is no form"),
    }
}

/// Codes that say that a key or a value is none.
const OF_KEYS: [&str; 4] = ["unknown-key", "missing-key", "config-type", "config-value"];

fn told_of_keys(toml: &str) -> Vec<String> {
    let project = Project::shipped("");
    project.chapter("Text.").file("brochure.toml", toml);
    let outcome = project.layout();
    let told = outcome.diagnostics.iter().filter(|d| OF_KEYS.contains(&d.code));
    told.map(|d| format!("{}: {}", d.code, d.message())).collect()
}

#[test]
fn every_key_of_the_schema_decodes_and_its_samples_are_accepted() {
    let checker = Checker::new(&schema::brochure());
    let shape = keys::brochure(allowed::choices());
    for field in shape.fields() {
        let whole =
            if field.key == "brochure" { "" } else { "brochure = { title = \"T\", language = \"de\" }\n" };
        let Shape::Named(brochure::tree::shape::Named { of, .. }) = &field.shape else {
            let toml = format!("{whole}{} = {}\n", field.key, sample(&field.shape));
            accepted(&checker, &toml);
            continue;
        };
        // Of each kind that a name may stand for.
        let kinds = if let Shape::Either(kinds) = &**of { kinds.clone() } else { vec![(**of).clone()] };
        for kind in kinds {
            let toml = format!("{whole}{}.{} = {}\n", field.key, name_in(&field), sample(&kind));
            accepted(&checker, &toml);
        }
    }
}

fn name_in(field: &Field) -> &'static str {
    if field.key == "style" { "body" } else { "neu" }
}

fn accepted(checker: &Checker, toml: &str) {
    assert_eq!(checker.faults(toml), [""; 0], "{toml}");
    assert_eq!(told_of_keys(toml), [""; 0], "{toml}");
}

#[test]
fn every_key_that_is_known_stands_in_the_schema() {
    let names = |fields: &[Field]| fields.iter().map(|field| field.key.clone()).collect::<BTreeSet<_>>();
    let own = keys::own();
    assert_eq!(names(&own), OWN_KEYS.iter().map(|key| (*key).to_owned()).collect());
    for (table, keys) in SHARED {
        let field = own.iter().find(|field| field.key == *table).expect("a table");
        assert_eq!(names(&field.shape.clone().fields()), keys.iter().map(|key| (*key).to_owned()).collect());
    }
    // What the usual theme holds has a default, and each key says what it is for.
    let mut count = 0;
    for table in keys::look() {
        for field in table.shape.clone().fields() {
            assert!(
                field.default.is_some() || !field.shape.clone().fields().is_empty(),
                "{}.{}",
                table.key,
                field.key
            );
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}

#[test]
fn every_key_of_front_matter_is_read() {
    for field in FrontMatter::shape().fields() {
        let values = match &field.shape {
            Shape::Choice(choices) => {
                choices.iter().map(|Choice { word, .. }| format!("\"{word}\"")).collect()
            }
            shape => vec![sample(shape)],
        };
        for value in values {
            let mut sink = Sink::new();
            let (front, _) =
                front::read(&format!("+++\n{} = {value}\n+++\n", field.key), FileId(0), &mut sink);
            let (none, _) = front::read("", FileId(0), &mut Sink::new());
            let usual = value == "\"chapter\"";
            assert!(
                sink.is_empty() && (format!("{front:?}") != format!("{none:?}")) != usual,
                "{} {value}",
                field.key
            );
        }
    }
}
