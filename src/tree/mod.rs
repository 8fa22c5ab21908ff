//! TOML with places. Decides how a table becomes a struct: every wrong type and unknown key is
//! reported at its span, all in one pass; tables can be laid over one another before decoding.

mod fault;
pub mod shape;

use toml::de::{DeTable, DeValue};

use crate::colour::Palette;
use crate::diag::{Diagnostic, FileId, Filling, Sentence, Sink, Span, complaint, nearest, words};
use crate::geom::{MM, Pt};
use shape::Shape;

/// A TOML value and where it stands.
#[derive(Debug, Clone)]
pub struct Value {
    /// Place of the value.
    pub span: Span,
    /// The value.
    pub kind: Kind,
}

/// What kind of value.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A string, or a date as written.
    Text(String),
    /// A date or time as written.
    Date(String),
    /// An integer or a float.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Value>),
    /// A table.
    Table(Table),
}

impl Kind {
    fn name(&self) -> Sentence {
        match self {
            Self::Text(_) => words::a_string(),
            Self::Date(_) => words::a_date(),
            Self::Number(_) => words::a_number(),
            Self::Bool(_) => words::a_switch(),
            Self::List(_) => words::a_list(),
            Self::Table(_) => words::a_table(),
        }
    }
}

/// Keys with their values, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Table(pub Vec<Entry>);

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Place of the key.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|e| e.key == key).map(|e| &e.value)
    }

    /// Takes the entries with these keys out.
    pub fn split_off(&mut self, keys: &[&str]) -> Self {
        let (taken, kept) =
            std::mem::take(&mut self.0).into_iter().partition(|e| keys.contains(&e.key.as_str()));
        self.0 = kept;
        Self(taken)
    }

    /// Lays `over` on top: tables are merged key by key, other values replaced.
    pub fn overlay(&mut self, over: Self) {
        for entry in over.0 {
            match self.0.iter_mut().find(|e| e.key == entry.key) {
                Some(old) => match (&mut old.value.kind, entry.value.kind) {
                    (Kind::Table(under), Kind::Table(over)) => under.overlay(over),
                    (slot, kind) => {
                        *slot = kind;
                        old.value.span = entry.value.span;
                        old.key_span = entry.key_span;
                    }
                },
                None => self.0.push(entry),
            }
        }
    }
}

/// Parses TOML that starts at byte `offset` of `file`; syntax errors go to `sink`.
pub fn parse(text: &str, file: FileId, offset: usize, sink: &mut Sink) -> Value {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let range = range.start + offset..range.end.max(range.start) + offset;
        let (twice, fault) = (error.message().contains("duplicate"), fault::told(error.message()));
        let told = if twice { complaint::toml_twice(fault) } else { complaint::toml_syntax(fault) };
        sink.push(told.at(Span::new(file, range)));
    }
    let span = table.span();
    let span = Span::new(file, span.start + offset..span.end + offset);
    Value { span, kind: Kind::Table(convert_table(table.into_inner(), file, offset)) }
}

fn convert_table(table: DeTable<'_>, file: FileId, offset: usize) -> Table {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| {
            let (ks, vs) = (key.span(), value.span());
            Entry {
                key: key.into_inner().into_owned(),
                key_span: Span::new(file, ks.start + offset..ks.end + offset),
                value: Value {
                    span: Span::new(file, vs.start + offset..vs.end + offset),
                    kind: convert(value.into_inner(), file, offset),
                },
            }
        })
        .collect();
    entries.sort_by_key(|e| e.key_span.start);
    Table(entries)
}

fn convert(value: DeValue<'_>, file: FileId, offset: usize) -> Kind {
    match value {
        DeValue::String(s) => Kind::Text(s.into_owned()),
        DeValue::Integer(i) => {
            Kind::Number(i64::from_str_radix(i.as_str(), i.radix()).map_or(f64::NAN, |n| n as f64))
        }
        DeValue::Float(f) => Kind::Number(f.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Kind::Bool(b),
        DeValue::Datetime(d) => Kind::Date(d.to_string()),
        DeValue::Array(list) => Kind::List(
            list.into_iter()
                .map(|v| {
                    let span = Span::new(file, v.span().start + offset..v.span().end + offset);
                    Value { span, kind: convert(v.into_inner(), file, offset) }
                })
                .collect(),
        ),
        DeValue::Table(table) => Kind::Table(convert_table(table, file, offset)),
    }
}

/// What decoding needs besides the value.
pub struct Decoder<'a> {
    /// Where complaints go.
    pub sink: &'a mut Sink,
    /// Height of a grid line, for lengths in `lines`.
    pub leading: Pt,
    /// Colours that values may name.
    pub palette: &'a mut Palette,
}

impl Decoder<'_> {
    /// Complains about a value of the wrong type; always `None`.
    pub fn wrong<T>(&mut self, value: &Value, told: impl FnOnce(Sentence) -> Diagnostic) -> Option<T> {
        self.refuse(value, told(value.kind.name()))
    }

    /// Complains about a value; always `None`.
    pub fn refuse<T>(&mut self, value: &Value, told: Diagnostic) -> Option<T> {
        self.sink.push(told.at(value.span));
        None
    }

    /// The entries of a table.
    pub fn table<'v>(&mut self, value: &'v Value) -> Option<&'v Table> {
        match &value.kind {
            Kind::Table(table) => Some(table),
            _ => self.wrong(value, complaint::no_table),
        }
    }

    /// Reports keys that are not in `known`.
    pub fn check_keys(&mut self, table: &Table, known: &[String]) {
        for entry in &table.0 {
            if !known.contains(&entry.key) {
                self.sink.push(unknown_key(entry, known.iter().map(String::as_str)));
            }
        }
    }

    /// Reports a key that must be there.
    pub fn missing<T>(&mut self, table: &Value, key: &str) -> Option<T> {
        self.refuse(table, complaint::missing_key(key))
    }
}

/// The complaint about an unknown key, with the nearest known one.
pub fn unknown_key<'a>(entry: &Entry, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let meant = nearest(&entry.key, known.clone()).map(words::meant_key);
    complaint::unknown_key(&entry.key, Filling::list(known)).at(entry.key_span).with_help(meant)
}

/// A type that can be read from a value.
pub trait Decode: Sized {
    /// Reads the value; complaints go to the decoder.
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self>;

    /// What values are read: all of them, and as few others as can be said.
    fn shape() -> Shape;

    /// The value as it is written, where that can be said without more.
    fn written(&self) -> Option<Kind> {
        None
    }
}

impl Decode for String {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        match &value.kind {
            Kind::Text(text) => Some(text.clone()),
            _ => cx.wrong(value, complaint::no_string),
        }
    }

    fn shape() -> Shape {
        Shape::Text
    }

    fn written(&self) -> Option<Kind> {
        Some(Kind::Text(self.clone()))
    }
}

impl Decode for bool {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        match value.kind {
            Kind::Bool(b) => Some(b),
            _ => cx.wrong(value, complaint::no_switch),
        }
    }

    fn shape() -> Shape {
        Shape::Switch
    }

    fn written(&self) -> Option<Kind> {
        Some(Kind::Bool(*self))
    }
}

/// A number from `MIN / PER` to `MAX / PER`. There is no number without a range: what a key bears is
/// declared with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number<const MIN: i32, const MAX: i32, const PER: i32 = 1>(pub f64);

impl<const MIN: i32, const MAX: i32, const PER: i32> Number<MIN, MAX, PER> {
    const ENDS: [f64; 2] = [MIN as f64 / PER as f64, MAX as f64 / PER as f64];
}

impl<const MIN: i32, const MAX: i32, const PER: i32> Decode for Number<MIN, MAX, PER> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Number(number) = value.kind else {
            return cx.wrong(value, complaint::no_number);
        };
        let [least, most] = Self::ENDS;
        let within = (least..=most).contains(&number);
        if within {
            Some(Self(number))
        } else {
            cx.refuse(value, complaint::out_of_range(shown(number), least, most))
        }
    }

    fn shape() -> Shape {
        let [least, most] = Self::ENDS;
        Shape::Number(least, most)
    }

    fn written(&self) -> Option<Kind> {
        Some(Kind::Number(self.0))
    }
}

/// A number as one writes it: powers of ten from a billion on.
fn shown(number: f64) -> String {
    if number.abs() < 1e9 { number.to_string() } else { format!("{number:e}") }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count<const MIN: u32, const MAX: u32>(pub usize);

impl<const MIN: u32, const MAX: u32> Decode for Count<MIN, MAX> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        match value.kind {
            Kind::Number(n) if n.fract() == 0.0 && n >= f64::from(MIN) && n <= f64::from(MAX) => {
                Some(Self(n as usize))
            }
            Kind::Number(n) if n.fract() == 0.0 => {
                cx.refuse(value, complaint::out_of_range(shown(n), MIN, MAX))
            }
            _ => cx.wrong(value, complaint::no_whole_number),
        }
    }

    fn shape() -> Shape {
        Shape::Count(MIN, MAX)
    }

    fn written(&self) -> Option<Kind> {
        Some(Kind::Number(self.0 as f64))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        match &value.kind {
            Kind::List(list) => {
                let decoded: Vec<Option<T>> = list.iter().map(|v| T::decode(v, cx)).collect();
                decoded.into_iter().collect()
            }
            Kind::Table(_) => cx.wrong(value, complaint::no_list_of_tables),
            _ => cx.wrong(value, complaint::no_list),
        }
    }

    fn shape() -> Shape {
        Shape::list(T::shape())
    }

    fn written(&self) -> Option<Kind> {
        shape::written_list(self.iter().map(T::written))
    }
}

impl<T: Decode, const N: usize> Decode for [T; N] {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        match Vec::<T>::decode(value, cx)?.try_into() {
            Ok(list) => Some(list),
            Err(_) => cx.wrong(value, |found| complaint::no_list_of_so_many(found, N)),
        }
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()), Some(N))
    }

    fn written(&self) -> Option<Kind> {
        shape::written_list(self.iter().map(T::written))
    }
}

impl Decode for char {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let letters = String::decode(value, cx)?;
        let mut letters = letters.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Some(letter),
            _ => cx.wrong(value, complaint::no_character),
        }
    }

    fn shape() -> Shape {
        Shape::Form(shape::Form { name: "character", pattern: "^.$" })
    }

    fn written(&self) -> Option<Kind> {
        Some(Kind::Text(self.to_string()))
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        T::decode(value, cx).map(Some)
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn written(&self) -> Option<Kind> {
        self.as_ref().and_then(T::written)
    }
}

/// A value that remembers where it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        T::decode(value, cx).map(|v| Self { value: v, span: value.span })
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn written(&self) -> Option<Kind> {
        self.value.written()
    }
}

/// Tables whose keys are names of the author's: `[style.NAME]`.
#[derive(Debug, Clone)]
pub struct Named<T>(pub Vec<(String, Span, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// The entry of that name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(n, ..)| n == name).map(|(.., t)| t)
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|(n, ..)| n.as_str())
    }
}

impl<T: Decode> Decode for Named<T> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let table = cx.table(value)?;
        let decoded: Vec<Option<(String, Span, T)>> =
            table.0.iter().map(|e| T::decode(&e.value, cx).map(|t| (e.key.clone(), e.key_span, t))).collect();
        decoded.into_iter().collect::<Option<Vec<_>>>().map(Self)
    }

    fn shape() -> Shape {
        Shape::named(T::shape())
    }
}

/// A length with unit: `"13pt"`, `"4mm"`, `"1.5cm"`, `"2 lines"`, of `MIN` to `MAX` points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Length<const MIN: i32, const MAX: i32>(pub Pt);

/// Longest length that is read at all, in points (two metres).
const LONGEST: Pt = 5670.0;

/// Reads a length; `leading` is the height of a line.
pub fn parse_length(text: &str, leading: Pt) -> Option<Pt> {
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))?;
    let number: f64 = text[..split].parse().ok()?;
    let unit = match text[split..].trim() {
        "pt" => 1.0,
        "mm" => MM,
        "cm" => 10.0 * MM,
        "in" => 72.0,
        "line" | "lines" => leading,
        _ => return None,
    };
    Some(number * unit).filter(|l| l.abs() <= LONGEST)
}

impl<const MIN: i32, const MAX: i32> Decode for Length<MIN, MAX> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let parsed = match &value.kind {
            Kind::Text(text) => parse_length(text, cx.leading).map(|length| (text, length)),
            _ => None,
        };
        let Some((text, length)) = parsed else { return cx.wrong(value, complaint::no_length) };
        let [least, most] = [MIN, MAX].map(Pt::from);
        if (least..=most).contains(&length) {
            return Some(Self(length));
        }
        let mm = |length: Pt| Filling::measure(length / MM, 1);
        cx.refuse(value, complaint::length_out_of_range(text, MIN, MAX, mm(least), mm(most)))
    }

    fn shape() -> Shape {
        Shape::Length(MIN, MAX)
    }

    fn written(&self) -> Option<Kind> {
        let thousandths = (self.0 / MM * 1000.0).round();
        let whole = self.0.fract() == 0.0;
        let text = if whole { format!("{}pt", self.0) } else { format!("{}mm", thousandths / 1000.0) };
        Some(Kind::Text(text))
    }
}

/// Key of a field: `space_above` is written `space-above`.
pub fn key_of(field: &str) -> String {
    field.trim_start_matches("r#").replace('_', "-")
}

/// A field that must be there.
pub fn decoded_field<T: Decode>(
    value: &Value,
    table: &Table,
    field: &str,
    cx: &mut Decoder<'_>,
) -> Option<T> {
    let key = key_of(field);
    match table.get(&key) {
        Some(value) => T::decode(value, cx),
        None => cx.missing(value, &key),
    }
}

/// Declares a struct that decodes itself from a table with the same keys (dashes for underscores), and tells what
/// they hold. A field without `= default` must be there; `as shape` tells more narrowly than its type what it
/// holds: what is looked at later.
macro_rules! decoded {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[doc = $doc:literal])+ $field:ident : $ty:ty $(as $shape:path)? $(= $default:expr)?),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $ty,)* }

        impl $crate::tree::Decode for $name {
            fn decode(
                value: &$crate::tree::Value,
                cx: &mut $crate::tree::Decoder<'_>,
            ) -> Option<Self> {
                let table = cx.table(value)?;
                cx.check_keys(table, &[$($crate::tree::key_of(stringify!($field))),*]);
                $(let $field: Option<$ty> = {
                    let key = $crate::tree::key_of(stringify!($field));
                    match table.get(&key) {
                        Some(v) => <$ty as $crate::tree::Decode>::decode(v, cx),
                        None => decoded!(@absent cx, value, &key $(, $default)?),
                    }
                };)*
                Some(Self { $($field: $field?),* })
            }

            fn shape() -> $crate::tree::shape::Shape {
                $crate::tree::shape::Shape::Table(vec![$($crate::tree::shape::Field {
                    key: $crate::tree::key_of(stringify!($field)),
                    says: $crate::tree::shape::said(&[$($doc),+]),
                    shape: decoded!(@shape $ty $(, $shape)?),
                    required: decoded!(@required $($default)?),
                    default: decoded!(@default $ty $(, $default)?),
                }),*])
            }
        }
    };
    (@absent $cx:ident, $value:ident, $key:expr) => { $cx.missing($value, $key) };
    (@absent $cx:ident, $value:ident, $key:expr, $default:expr) => { Some($default) };
    (@shape $ty:ty) => { <$ty as $crate::tree::Decode>::shape() };
    (@shape $ty:ty, $shape:path) => { $shape() };
    (@required) => { true };
    (@required $default:expr) => { false };
    (@default $ty:ty) => { None };
    (@default $ty:ty, $default:expr) => { <$ty as $crate::tree::Decode>::written(&$default) };
}
pub(crate) use decoded;

/// Reads one of the words of a type.
pub fn decode_word<T: Words>(value: &Value, cx: &mut Decoder<'_>) -> Option<T> {
    let listed = Filling::list(T::words());
    let Kind::Text(text) = &value.kind else {
        return cx.wrong(value, |found| complaint::none_of(found, listed));
    };
    if let Some(value) = T::of(text) {
        return Some(value);
    }
    let meant = nearest(text, T::words()).map(words::meant_value);
    cx.refuse(value, complaint::unknown_value(text, listed).with_help(meant))
}

/// Words that each stand for a value.
pub trait Words: Copy + Sized + 'static {
    /// The words with their values and what they mean.
    const ALL: &'static [(&'static str, Self, &'static [&'static str])];

    /// The value of a word.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, ..)| *known == word).map(|(_, value, _)| *value)
    }

    /// All words.
    fn words() -> impl Iterator<Item = &'static str> + Clone {
        Self::ALL.iter().map(|(word, ..)| *word)
    }

    /// One of these words.
    fn choice() -> Shape {
        let choice =
            |(word, _, says): &(&'static str, Self, &[&str])| shape::Choice { word, says: shape::said(says) };
        Shape::Choice(Self::ALL.iter().map(choice).collect())
    }
}

/// Declares an enum that decodes itself from a string.
macro_rules! decoded_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $doc])+ $variant),* }

        impl $crate::tree::Words for $name {
            const ALL: &'static [(&'static str, Self, &'static [&'static str])] =
                &[$(($text, Self::$variant, &[$($doc),+])),*];
        }

        impl $crate::tree::Decode for $name {
            fn decode(
                value: &$crate::tree::Value,
                cx: &mut $crate::tree::Decoder<'_>,
            ) -> Option<Self> {
                $crate::tree::decode_word(value, cx)
            }

            fn shape() -> $crate::tree::shape::Shape {
                <Self as $crate::tree::Words>::choice()
            }

            fn written(&self) -> Option<$crate::tree::Kind> {
                let word = match self { $(Self::$variant => $text),* };
                Some($crate::tree::Kind::Text(word.to_owned()))
            }
        }
    };
}
pub(crate) use decoded_enum;

#[cfg(test)]
mod tests {
    use super::*;

    decoded! {
        /// A test table.
        pub struct Demo {
            /// A title,
            /// in two lines.
            title: String,
            /// A length.
            space_above: Length<0, 72> = Length(0.0),
            /// A list.
            many: Vec<Count<1, 9>> = vec![],
            /// A number.
            share: Number<5, 100, 100> = Number(1.0),
        }
    }

    fn decode(text: &str) -> (Option<Demo>, Sink) {
        let mut sink = Sink::new();
        let value = parse(text, FileId(0), 0, &mut sink);
        let mut palette = Palette::default();
        let mut cx = Decoder { sink: &mut sink, leading: 13.0, palette: &mut palette };
        let demo = Demo::decode(&value, &mut cx);
        (demo, sink)
    }

    #[test]
    fn lengths_have_units() {
        assert_eq!(parse_length("2 lines", 13.0), Some(26.0));
        assert_eq!(parse_length("25.4mm", 13.0), Some(72.0));
        assert_eq!(parse_length("-3pt", 13.0), Some(-3.0));
        for bad in ["", "3", "pt", "3 ells", "1e9pt", "9999999999mm"] {
            assert_eq!(parse_length(bad, 13.0), None, "{bad}");
        }
    }

    #[test]
    fn keys_are_written_with_dashes_and_defaults_fill_in() {
        let (demo, sink) = decode("title = 'x'\nspace-above = '1 line'");
        let demo = demo.expect("decodes");
        assert_eq!((demo.title.as_str(), demo.space_above.0, demo.share.0), ("x", 13.0, 1.0));
        assert!(sink.is_empty() && demo.many.is_empty());
    }

    #[test]
    fn all_faults_of_a_table_are_reported_at_once() {
        let (demo, sink) = decode("titel = 'x'\nspace-above = 3\nmany = [1, -1, 'a']");
        assert!(demo.is_none());
        let codes: Vec<_> = sink.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["unknown-key", "missing-key", "config-type", "config-value", "config-type"]);
        assert_eq!(sink[0].help().as_deref(), Some("did you mean `title`?"));
    }

    #[test]
    fn values_have_a_range_and_its_ends_belong_to_it() {
        let message = |text: &str| {
            let (demo, sink) = decode(&format!("title = 'x'\n{text}"));
            assert_eq!(demo.is_none(), !sink.is_empty(), "{text}");
            sink.first().map(|d| (d.code, d.message()))
        };
        for good in ["'0pt'", "'72pt'", "'1in'", "'2 lines'"] {
            assert_eq!(message(&format!("space-above = {good}")), None, "{good}");
        }
        for good in ["many = [1, 9]", "share = 0.05", "share = 1", "share = 1.0"] {
            assert_eq!(message(good), None, "{good}");
        }
        for (bad, told) in [
            ("space-above = '-0.01pt'", "\"-0.01pt\" is not between 0pt and 72pt (0.0 to 25.4 mm)"),
            ("space-above = '72.01pt'", "\"72.01pt\" is not between 0pt and 72pt (0.0 to 25.4 mm)"),
            ("many = [0]", "0 is not between 1 and 9"),
            ("many = [10]", "10 is not between 1 and 9"),
            ("share = 0.049", "0.049 is not between 0.05 and 1"),
            ("share = nan", "NaN is not between 0.05 and 1"),
            ("share = inf", "inf is not between 0.05 and 1"),
            ("share = -1e308", "-1e308 is not between 0.05 and 1"),
        ] {
            assert_eq!(message(bad), Some(("config-value", told.to_owned())), "{bad}");
        }
    }

    #[test]
    fn overlays_replace_values_and_merge_tables() {
        let mut sink = Sink::new();
        let table = |text: &str, sink: &mut Sink| match parse(text, FileId(0), 0, sink).kind {
            Kind::Table(t) => t,
            _ => unreachable!(),
        };
        let mut under = table("[a]\nx = 1\ny = 2", &mut sink);
        under.overlay(table("[a]\ny = 3\n[b]\nz = 4", &mut sink));
        let Some(Kind::Table(a)) = under.get("a").map(|v| &v.kind) else { panic!() };
        assert!(matches!(a.get("x").unwrap().kind, Kind::Number(1.0)));
        assert!(matches!(a.get("y").unwrap().kind, Kind::Number(3.0)));
        assert!(under.get("b").is_some() && sink.is_empty());
    }
}
