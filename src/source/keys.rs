//! What brochure.toml and theme files may hold, with defaults: those of the code for what the author says, those of
//! the usual theme for the look. Decides how both are put together; JSON Schema and docs/KEYS.md are made of it.

use super::colours::Mix;
use super::config::Config;
use super::theme::Theme;
use super::themes;
use crate::tree::Decode;
use crate::tree::shape::{Choice, Field, Shape};

/// All keys of brochure.toml that are the author's.
pub fn own() -> Vec<Field> {
    let laid_over = |field: Field| match field.key.as_str() {
        "labels" => Field { required: false, shape: field.shape.laid_over(), ..field },
        _ => field,
    };
    Config::shape().fields().into_iter().map(laid_over).collect()
}

/// All keys of a theme; none needs to be there, as every theme of a project lies over one of the program.
pub fn look() -> Vec<Field> {
    let usual = themes::usual();
    let mut fields = Theme::shape().laid_over().fields();
    let colours = Field::optional("color", "Colours by name.", Shape::named(Mix::shape()).laid_over());
    fields.insert(0, colours);
    fields.into_iter().map(|field| with_names(field.with_values_of(&usual))).collect()
}

/// Names that stand for all others, and whether others may be added.
fn with_names(mut field: Field) -> Field {
    if let Shape::Named(named) = &mut field.shape {
        let every = ["style", "callout"].contains(&field.key.as_str());
        named.known.extend(every.then(|| themes::EVERY.to_owned()));
        named.open = field.key != "style";
    }
    field
}

/// brochure.toml: the author's keys, and those of the look over the theme; `codes` are the warnings that can be
/// silenced.
pub fn brochure(codes: Vec<Choice>) -> Shape {
    let mut fields = own();
    if let Some(allow) = fields.iter_mut().find_map(|field| field.inner("warnings", "allow")) {
        allow.shape = Shape::list(Shape::Choice(codes));
    }
    for look in look() {
        match fields.iter_mut().find(|own| own.key == look.key) {
            Some(Field { shape: Shape::Table(own), .. }) => own.extend(look.shape.fields()),
            _ => fields.push(look),
        }
    }
    Shape::Table(fields)
}

/// A theme file.
pub fn theme() -> Shape {
    let base =
        Field::optional("base", "The theme of the program that this one is laid over.", String::shape());
    Shape::Table(std::iter::once(base).chain(look()).collect())
}
