//! JSON Schema, draft 7. Decides how shapes of values are said in it, with the words that editors show.

use crate::diag::{Filling, words};
use crate::json::Json;
use crate::tree::Kind;
use crate::tree::shape::{Choice, Field, Named, Shape};

/// What becomes of keys that are not named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They are wrong.
    Refused,
    /// They belong to other programs.
    Pass,
}

type Members = Vec<(String, Json)>;

/// The schema of files that are of this shape.
pub fn schema(title: &str, shape: &Shape, others: Others) -> String {
    let mut writer = Writer::default();
    let mut members = vec![text("$schema", "http://json-schema.org/draft-07/schema#"), text("title", title)];
    members.extend(writer.shape(shape, title));
    if others == Others::Pass {
        members.retain(|(key, _)| key != "additionalProperties");
    }
    if !writer.definitions.is_empty() {
        members.push(member("definitions", Json::Object(writer.definitions)));
    }
    Json::Object(members).document()
}

/// Writes shapes.
#[derive(Default)]
struct Writer {
    /// What values by name are, by the key of their table.
    definitions: Members,
}

impl Writer {
    /// What is said of a value; `key` is where it stands.
    fn shape(&mut self, shape: &Shape, key: &str) -> Members {
        match shape {
            Shape::Text => vec![kind("string")],
            Shape::Words => vec![member("type", Json::words(["string", "number", "boolean"]))],
            Shape::Form(form) => pattern(form.pattern),
            Shape::Label(parts) => label(parts),
            Shape::Switch => vec![kind("boolean")],
            Shape::Number(least, most) => range("number", *least, *most),
            Shape::Count(least, most) => range("integer", f64::from(*least), f64::from(*most)),
            Shape::Numbers(numbers) => {
                vec![member("enum", Json::List(numbers.iter().map(|n| Json::Number(*n as f64)).collect()))]
            }
            Shape::Length(least, _) => pattern(if *least < 0 { SIGNED_LENGTH } else { LENGTH }),
            Shape::Choice(choices) => choice(choices),
            Shape::List(of, count) => self.list(of, *count, key),
            Shape::Table(fields) => self.table(fields),
            Shape::Named(named) => self.named(named, key),
            Shape::Either(shapes) => {
                let shapes = shapes.iter().map(|shape| Json::Object(self.shape(shape, key))).collect();
                vec![member("anyOf", Json::List(shapes))]
            }
        }
    }

    fn list(&mut self, of: &Shape, count: Option<usize>, key: &str) -> Members {
        let mut members = vec![kind("array"), member("items", Json::Object(self.shape(of, key)))];
        for bound in ["minItems", "maxItems"] {
            members.extend(count.map(|count| member(bound, Json::Number(count as f64))));
        }
        members
    }

    fn table(&mut self, fields: &[Field]) -> Members {
        let properties = fields.iter().map(|field| (field.key.clone(), self.field(field))).collect();
        let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.key.as_str()).collect();
        let mut members = vec![kind("object"), member("properties", Json::Object(properties))];
        if !required.is_empty() {
            members.push(member("required", Json::words(required)));
        }
        members.push(member("additionalProperties", Json::Bool(false)));
        members
    }

    fn field(&mut self, field: &Field) -> Json {
        let mut members = vec![text("description", &described(field))];
        members.extend(field.default.as_ref().map(|value| member("default", written(value))));
        members.extend(self.shape(&field.shape, &field.key));
        Json::Object(members)
    }

    /// Names that are known are there to be completed; what they hold is said once.
    fn named(&mut self, named: &Named, key: &str) -> Members {
        let of = self.shape(&named.of, key);
        if named.known.is_empty() {
            return vec![kind("object"), member("additionalProperties", Json::Object(of))];
        }
        self.definitions.push(member(key, Json::Object(of)));
        let defined = || Json::Object(vec![text("$ref", &format!("#/definitions/{key}"))]);
        let known = named.known.iter().map(|name| (name.clone(), defined())).collect();
        let others = if named.open { defined() } else { Json::Bool(false) };
        vec![
            kind("object"),
            member("properties", Json::Object(known)),
            member("additionalProperties", others),
        ]
    }
}

/// Lengths with their unit.
const LENGTH: &str = r"^\s*([0-9]+\.?[0-9]*|\.[0-9]+)\s*(pt|mm|cm|in|lines?)\s*$";
/// The same in either direction.
const SIGNED_LENGTH: &str = r"^\s*-?([0-9]+\.?[0-9]*|\.[0-9]+)\s*(pt|mm|cm|in|lines?)\s*$";

fn member(key: &str, value: Json) -> (String, Json) {
    (key.to_owned(), value)
}

fn text(key: &str, text: &str) -> (String, Json) {
    member(key, Json::Text(text.to_owned()))
}

fn kind(name: &str) -> (String, Json) {
    text("type", name)
}

fn pattern(pattern: &str) -> Members {
    vec![kind("string"), text("pattern", pattern)]
}

/// Text with these parts in braces, each of them, and no others.
fn label(parts: &[&str]) -> Members {
    let each = parts.iter().map(|part| format!(r"\{{{part}\}}"));
    let only = match parts {
        [] => r"^([^{]|\{[^a-z_])*$".to_owned(),
        parts => format!(r"^([^{{]|\{{[^a-z_]|\{{({})\}})*$", parts.join("|")),
    };
    let patterns = each.chain([only]).map(|pattern| Json::Object(vec![text("pattern", &pattern)]));
    vec![kind("string"), member("allOf", Json::List(patterns.collect()))]
}

fn range(name: &str, least: f64, most: f64) -> Members {
    let bounds = [("minimum", least), ("maximum", most)].into_iter().filter(|(_, bound)| bound.is_finite());
    std::iter::once(kind(name)).chain(bounds.map(|(key, bound)| member(key, Json::Number(bound)))).collect()
}

/// Words, with what they mean where editors look for it.
fn choice(choices: &[Choice]) -> Members {
    let says = || Json::words(choices.iter().map(|choice| choice.says.as_str()));
    let docs = Json::Object(vec![member("enumValues", says())]);
    vec![
        member("enum", Json::words(choices.iter().map(|choice| choice.word))),
        member("enumDescriptions", says()),
        member("x-taplo", Json::Object(vec![member("docs", docs)])),
    ]
}

/// What a key is for, and what a pattern does not say.
fn described(field: &Field) -> String {
    let says = field.says.as_str();
    let sentence = match &field.shape {
        Shape::Length(least, most) => words::length_between(says, least, most),
        Shape::Label(parts) if !parts.is_empty() => {
            words::holding_parts(says, Filling::list(parts.iter().map(words::part_in_braces)))
        }
        _ => return says.to_owned(),
    };
    sentence.text()
}

fn written(value: &Kind) -> Json {
    match value {
        Kind::Text(text) | Kind::Date(text) => Json::Text(text.clone()),
        Kind::Number(number) => Json::Number(*number),
        Kind::Bool(switch) => Json::Bool(*switch),
        Kind::List(values) => Json::List(values.iter().map(|value| written(&value.kind)).collect()),
        Kind::Table(table) => Json::Object(
            table.0.iter().map(|entry| (entry.key.clone(), written(&entry.value.kind))).collect(),
        ),
    }
}
