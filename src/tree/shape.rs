//! Shapes of values: what a key may hold, told by the type that decodes it. Decides what is known of a key; JSON
//! Schema and docs/KEYS.md are made of that. Nothing is computed unless it is asked for.

use super::{Kind, Table, Value};
use crate::diag::Span;

/// What a value may be.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any text.
    Text,
    /// Text, or a number, a date or a switch that is taken as it is written.
    Words,
    /// Text of a form.
    Form(Form),
    /// Text that holds just these parts in braces.
    Label(Vec<&'static str>),
    /// `true` or `false`.
    Switch,
    /// A number within a range, its ends included.
    Number(f64, f64),
    /// A whole number within a range, its ends included.
    Count(u32, u32),
    /// One of these numbers.
    Numbers(Vec<usize>),
    /// A length within a range of points, its ends included.
    Length(i32, i32),
    /// One of these words.
    Choice(Vec<Choice>),
    /// A list, perhaps of a fixed number of values.
    List(Box<Shape>, Option<usize>),
    /// A table.
    Table(Vec<Field>),
    /// A table whose keys are names.
    Named(Named),
    /// One of these.
    Either(Vec<Shape>),
}

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What it is.
    pub name: &'static str,
    /// A regular expression of all such texts, and perhaps of a few others.
    pub pattern: &'static str,
}

/// A word that may be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// As it is written.
    pub word: &'static str,
    /// What it means.
    pub says: String,
}

/// Values by name.
#[derive(Debug, Clone)]
pub struct Named {
    /// What each of them is.
    pub of: Box<Shape>,
    /// Names that there are.
    pub known: Vec<String>,
    /// Whether others may be added.
    pub open: bool,
}

/// A key of a table.
#[derive(Debug, Clone)]
pub struct Field {
    /// As it is written.
    pub key: String,
    /// What it is for.
    pub says: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What holds where it is not there.
    pub default: Option<Kind>,
}

impl Shape {
    /// A list of any length.
    pub fn list(of: Self) -> Self {
        Self::List(Box::new(of), None)
    }

    /// Values by names of the author's.
    pub fn named(of: Self) -> Self {
        Self::Named(Named { of: Box::new(of), known: Vec::new(), open: true })
    }

    /// The keys of a table; none where it is no table.
    pub fn fields(self) -> Vec<Field> {
        match self {
            Self::Table(fields) => fields,
            _ => Vec::new(),
        }
    }

    /// The same where no key needs to be there: what is laid over something that has all keys.
    pub fn laid_over(self) -> Self {
        match self {
            Self::Table(fields) => Self::Table(fields.into_iter().map(Field::laid_over).collect()),
            Self::Named(named) => Self::Named(Named { of: Box::new(named.of.laid_over()), ..named }),
            other => other,
        }
    }
}

impl Field {
    /// A key that may be missing.
    pub fn optional(key: &str, says: &str, shape: Shape) -> Self {
        Self { key: key.to_owned(), says: says.to_owned(), shape, required: false, default: None }
    }

    /// A key of the table that this is, if it is the one of that name.
    pub fn inner(&mut self, table: &str, key: &str) -> Option<&mut Self> {
        match &mut self.shape {
            Shape::Table(fields) if self.key == table => fields.iter_mut().find(|field| field.key == key),
            _ => None,
        }
    }

    fn laid_over(self) -> Self {
        Self { required: false, shape: self.shape.laid_over(), ..self }
    }

    /// With the value that a table has for its key as default, and the names that it holds as known ones.
    pub fn with_values_of(mut self, table: &Table) -> Self {
        let Some(value) = table.get(&self.key) else { return self };
        match (&mut self.shape, &value.kind) {
            (Shape::Table(fields), Kind::Table(inner)) => {
                *fields =
                    std::mem::take(fields).into_iter().map(|field| field.with_values_of(inner)).collect();
            }
            (Shape::Named(named), Kind::Table(inner)) => {
                named.known.extend(inner.0.iter().map(|entry| entry.key.clone()));
            }
            _ => self.default = Some(value.kind.clone()),
        }
        self
    }
}

/// What doc comments say, in one line.
pub fn said(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// A list of values as it is written, if each of them can be.
pub fn written_list(values: impl Iterator<Item = Option<Kind>>) -> Option<Kind> {
    let value = |kind: Option<Kind>| kind.map(|kind| Value { span: Span::default(), kind });
    values.map(value).collect::<Option<Vec<_>>>().map(Kind::List)
}
