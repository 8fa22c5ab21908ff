//! docs/KEYS.md is made from the tables that decode, and the tables of keys in the manual say the same.
//! `BROCHURE_BLESS=1 cargo test --test suite keys` writes the document anew.

use crate::manual::{MANUAL, cells, quoted};
use brochure::document::front::FrontMatter;
use brochure::source::keys;
use brochure::tree::Kind;
use brochure::tree::shape::{Field, Named, Shape};

// The document

const INTRODUCTION: &str = "# Keys

Every key of `brochure.toml`, of theme files and of front matter: what it holds, what holds without it, and what it
is for. The [manual](MANUAL.md#brochuretoml) explains them with examples. Labels by language stand in
[assets/languages/](../assets/languages/). This page is made from the tables that
read these files, as are the JSON Schemas that `brochure schema` prints.

Names in capitals are yours. Lengths carry a unit: `\"13pt\"`, `\"4mm\"`, `\"1.5cm\"`, `\"1in\"`, `\"2 lines\"`; a
point is 0.35 mm. A colour is a name of `[color]` or `\"#RRGGBB\"`. Numbers, lengths and words outside of what is
named are errors, as are keys that are not named, but in front matter.

- [brochure.toml](#brochuretoml)
- [The look](#the-look)
- [Front matter](#front-matter)

## brochure.toml

What the author says of the brochure. The tables of [the look](#the-look) may stand here, too.
";

const LOOK: &str = "
## The look

Keys of theme files, and of the same tables in `brochure.toml`, which are laid over the theme. Defaults are those of
the theme `ortsplan`; every style, family, colour and kind of callout that it has keeps its values where a table of
that name leaves them out. `base` in a theme file names the theme of the program that it is laid over.
";

const FRONT: &str = "
## Front matter

Between `+++` (TOML) or `---` (YAML) at the head of a chapter. Keys are known in other spellings, too (`short_title`,
`shortTitle`), and those of other programs pass. Numbers and dates are taken as they are written.
";

fn document() -> String {
    let mut document = INTRODUCTION.to_owned();
    tables(&mut document, "", &keys::own());
    document += LOOK;
    tables(&mut document, "", &keys::look());
    document += FRONT;
    rows(&mut document, "", &FrontMatter::shape().fields());
    document
}

/// A section for each table among these keys, with those inside of it behind.
fn tables(document: &mut String, path: &str, fields: &[Field]) {
    for field in fields {
        let path = if path.is_empty() { field.key.clone() } else { format!("{path}.{}", field.key) };
        match &field.shape {
            Shape::Table(inner) => table(document, &path, &format!("[{path}]"), &field.says, inner),
            Shape::List(of, None) => {
                if let Shape::Table(inner) = &**of {
                    table(document, &path, &format!("[[{path}]]"), &field.says, inner);
                }
            }
            Shape::Named(named) => of_names(document, &path, field, named),
            _ => {}
        }
    }
}

fn table(document: &mut String, path: &str, title: &str, says: &str, fields: &[Field]) {
    *document += &format!("\n### {title}\n\n{says}\n");
    rows(document, &format!("{path}."), fields);
    tables(document, path, fields);
}

fn of_names(document: &mut String, path: &str, field: &Field, named: &Named) {
    let name = format!("{path}.NAME");
    match &*named.of {
        Shape::Table(inner) => table(document, &name, &format!("[{name}]"), &field.says, inner),
        Shape::Either(kinds) => {
            for kind in kinds {
                let fields = kind.clone().fields();
                let Some(Shape::Choice(words)) = fields.first().map(|f| &f.shape) else { continue };
                let title = format!("[{name}], {} = \"{}\"", fields[0].key, words[0].word);
                table(document, &name, &title, &words[0].says, &fields);
            }
        }
        // Rows of the table around, but for those that stand in none.
        _ if path.contains('.') => {}
        of => {
            *document += &format!("\n### [{path}]\n\n{}\n", field.says);
            let name = Field::optional("NAME", "One for each name.", of.clone());
            rows(document, &format!("{path}."), &[name]);
        }
    }
}

/// The keys that are no tables with a section of their own.
fn rows(document: &mut String, path: &str, fields: &[Field]) {
    let plain = |field: &&Field| match &field.shape {
        Shape::Table(_) => false,
        Shape::List(of, _) => !matches!(**of, Shape::Table(_)),
        _ => true,
    };
    let mut rows = fields.iter().filter(plain).peekable();
    if rows.peek().is_some() {
        *document += "\n| Key | Type | Default | What it is for |\n|:--|:--|:--|:--|\n";
    }
    for field in rows {
        let of_language = path.starts_with("labels.").then(|| "by language".to_owned());
        let default = of_language.unwrap_or_else(|| default_of(field));
        let (shape, says) = (type_of(&field.shape), meaning(field));
        let row = [shape, default, says].map(|cell| cell.replace('|', "\\|")).join(" | ");
        *document += &format!("| `{path}{}` | {row} |\n", field.key);
    }
}

/// What a key holds, in words.
fn type_of(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Words => "string".to_owned(),
        Shape::Form(form) => form.name.to_owned(),
        Shape::Label(parts) if parts.is_empty() => "string".to_owned(),
        Shape::Label(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| format!("`{{{part}}}`")).collect();
            format!("string with {}", parts.join(", "))
        }
        Shape::Switch => "boolean".to_owned(),
        Shape::Number(least, most) => format!("number, {least} to {most}"),
        Shape::Count(least, most) => format!("whole number, {least} to {most}"),
        Shape::Numbers(numbers) => numbers.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", "),
        Shape::Length(least, most) => format!("length, {least}pt to {most}pt"),
        Shape::Choice(choices) => {
            choices.iter().map(|c| format!("`\"{}\"`", c.word)).collect::<Vec<_>>().join(", ")
        }
        Shape::List(of, Some(count)) => format!("list of {count}: {}", type_of(of)),
        Shape::List(of, None) => format!("list: {}", type_of(of)),
        Shape::Table(fields) => {
            let keys: Vec<String> = fields.iter().map(|f| format!("`{}`", f.key)).collect();
            format!("table of {}", keys.join(", "))
        }
        Shape::Named(named) => format!("table by name: {}", type_of(&named.of)),
        Shape::Either(shapes) => shapes.iter().map(type_of).collect::<Vec<_>>().join(" or "),
    }
}

fn default_of(field: &Field) -> String {
    match &field.default {
        _ if field.required => "required".to_owned(),
        Some(value) => format!("`{}`", written(value)),
        None => "none".to_owned(),
    }
}

fn written(value: &Kind) -> String {
    match value {
        Kind::Text(text) => format!("\"{text}\""),
        Kind::Date(text) => text.clone(),
        Kind::Number(number) => number.to_string(),
        Kind::Bool(switch) => switch.to_string(),
        Kind::List(values) => {
            format!("[{}]", values.iter().map(|value| written(&value.kind)).collect::<Vec<_>>().join(", "))
        }
        Kind::Table(table) => {
            let members =
                table.0.iter().map(|entry| format!("{} = {}", entry.key, written(&entry.value.kind)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// What a key is for, with what each of its words means.
fn meaning(field: &Field) -> String {
    let (Shape::Choice(choices), says) = (innermost(&field.shape), &field.says) else {
        return field.says.clone();
    };
    let said = choices.iter().filter(|_| choices.len() > 1).map(|c| format!(" `{}`: {}", c.word, c.says));
    format!("{says}{}", said.collect::<String>())
}

fn innermost(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(of, _) => innermost(of),
        shape => shape,
    }
}

#[test]
fn the_document_is_made_from_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/KEYS.md");
    let document = document();
    if std::env::var_os("BROCHURE_BLESS").is_some() {
        std::fs::write(path, &document).expect("written");
    }
    let written = std::fs::read_to_string(path).expect("a file");
    let differs = written.lines().zip(document.lines()).find(|(written, made)| written != made);
    assert!(written == document, "docs/KEYS.md is not up to date: {differs:?}");
}

// The manual

/// The keys of a table that a head of the manual names: `[page]`, `[[publisher]]`, `kind = "print"`.
fn keys_of(head: &str) -> Option<Vec<Field>> {
    let all = || keys::own().into_iter().chain(keys::look());
    let find = |fields: Vec<Field>, key: &str| fields.into_iter().find(|field| field.key == key);
    if head == "the front matter" {
        return Some(FrontMatter::shape().fields());
    }
    if let Some(kind) = head.strip_prefix("kind = ") {
        let edition = find(keys::own(), "edition")?;
        let Shape::Named(Named { of, .. }) = edition.shape else { return None };
        let Shape::Either(kinds) = *of else { return None };
        let is_kind = |fields: &Vec<Field>| type_of(&fields[0].shape) == format!("`{kind}`");
        return kinds.into_iter().map(Shape::fields).find(is_kind);
    }
    let path = head.trim_matches(['[', ']']);
    let (table, inner) = path.split_once('.').unwrap_or((path, ""));
    let mut found: Vec<Field> = Vec::new();
    for field in all().filter(|field| field.key == table) {
        found.extend(below(field.shape, inner));
    }
    Some(found).filter(|found| !found.is_empty())
}

/// The keys of a table, or of what stands in it by a key or by names.
fn below(shape: Shape, inner: &str) -> Vec<Field> {
    match (shape, inner) {
        (Shape::Table(fields), "") => fields,
        (Shape::Table(fields), key) => {
            fields.into_iter().filter(|f| f.key == key).flat_map(|f| below(f.shape, "")).collect()
        }
        (Shape::List(of, _), "") => below(*of, ""),
        (Shape::Named(named), "NAME") => below(*named.of, ""),
        (Shape::Either(shapes), "") => shapes.into_iter().next().map(Shape::fields).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Whether the words of the manual for a type fit a shape.
fn fits(words: &str, shape: &Shape) -> bool {
    match (words, shape) {
        ("string", Shape::Either(shapes)) => {
            shapes.iter().all(|s| matches!(s, Shape::Choice(_) | Shape::Form(_)))
        }
        ("string", Shape::Form(form)) => !["colour", "date"].contains(&form.name),
        ("string", shape) => matches!(shape, Shape::Text | Shape::Words),
        ("boolean", shape) => matches!(shape, Shape::Switch),
        ("number", shape) => matches!(shape, Shape::Number(..) | Shape::Count(..)),
        ("length", shape) => matches!(shape, Shape::Length(..)),
        ("date" | "colour", Shape::Form(form)) => words == form.name,
        ("list of strings", Shape::Either(shapes)) => fits(words, &shapes[0]),
        ("list of strings" | "list of codes", Shape::List(of, _)) => fits("string", of),
        ("list of colours", Shape::List(of, _)) => fits("colour", of),
        ("table", shape) => matches!(shape, Shape::Named(_)),
        ("tables", Shape::List(of, _)) => matches!(**of, Shape::Table(_)),
        ("see below", _) => true,
        (words, Shape::List(of, _)) => words.strip_prefix("list of ").is_some_and(|words| fits(words, of)),
        (words, shape) => same_words(words, &type_of(shape)),
    }
}

fn same_words(one: &str, other: &str) -> bool {
    let sorted = |words: &str| {
        let mut words: Vec<String> =
            words.split(", ").map(|word| word.trim_matches('`').to_owned()).collect();
        words.sort();
        words
    };
    sorted(one) == sorted(other)
}

/// Whether the words of the manual for a default fit a key; those that are no value do.
fn holds(words: &str, field: &Field) -> bool {
    let value = words.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    match (words, value, &field.default) {
        ("required", ..) => field.required || field.default.is_none(), // the theme has it
        ("none" | "empty", _, default) => !field.required && default.as_ref().is_none_or(is_empty),
        (_, Some(value), Some(default)) => value.trim_end_matches(".0") == written(default),
        _ => !field.required,
    }
}

fn is_empty(value: &Kind) -> bool {
    match value {
        Kind::Text(text) => text.is_empty() || text == "0pt",
        Kind::List(values) => values.is_empty(),
        _ => false,
    }
}

#[test]
fn the_tables_of_the_manual_say_the_same() {
    let (mut table, mut wrong, mut count): (Option<Vec<Field>>, _, _) = (None, Vec::new(), 0);
    for line in MANUAL.lines() {
        let Some(row) = cells(line) else {
            table = table.filter(|_| line.starts_with("|:"));
            continue;
        };
        if let Some(head) = row[0].strip_prefix("Key of ") {
            let named = quoted(head).first().map_or(head, |name| *name).to_owned();
            table = keys_of(&named).filter(|_| row.len() == 4 && row[1] == "Type");
            continue;
        }
        let Some(fields) = &table else { continue };
        let keys = quoted(&row[0]);
        let all = |cell: &str| {
            let parts: Vec<String> = cell.split(", ").map(str::to_owned).collect();
            if parts.len() == keys.len() { parts } else { vec![cell.to_owned(); keys.len()] }
        };
        for ((key, of), default) in keys.iter().zip(all(&row[1])).zip(all(&row[2])) {
            let field: &Field =
                fields.iter().find(|f| f.key == *key).unwrap_or_else(|| panic!("{key}: {line}"));
            wrong.extend(
                (!fits(&of, &field.shape)).then(|| format!("{key}: {of}, not {}", type_of(&field.shape))),
            );
            wrong.extend(
                (!holds(&default, field)).then(|| format!("{key}: {default}, not {}", default_of(field))),
            );
            count += 1;
        }
    }
    assert!(wrong.is_empty() && count > 100, "{count}: {wrong:#?}");
}
