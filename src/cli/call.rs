//! The command line in other languages than that of the code. Decides that it is the same command line, over which
//! words are laid by command and argument, and how misuse is told there.

use std::error::Error as _;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::diag::{Stock, Wording, clean};
use crate::template;

/// Asked for the words of a key, in place of those in English.
type Say<'s> = &'s dyn Fn(&str, &str) -> Option<&'static str>;

/// A command line in a language.
pub fn spoken(command: Command, wording: &'static Wording) -> Command {
    if wording.stock(Stock::Calls).is_empty() {
        return command;
    }
    laid_over(command, &|key, _| wording.get(Stock::Calls, key))
}

/// All keys that have words, with those in English.
#[cfg(any(test, feature = "internals"))]
pub fn keys(command: Command) -> Vec<(String, String)> {
    let found = std::cell::RefCell::new(std::collections::BTreeMap::new());
    laid_over(command, &|key, english| {
        found.borrow_mut().insert(key.to_owned(), english.to_owned());
        None
    });
    let mut found = found.into_inner();
    found.extend(FRAME.iter().map(|(key, english)| ((*key).to_owned(), (*english).to_owned())));
    found.into_iter().collect()
}

/// Words that clap has of its own, and what stands in them.
const FRAME: &[(&str, &str)] = &[
    ("frame.usage", "Usage:"),
    ("frame.commands", "Commands"),
    ("frame.arguments", "Arguments"),
    ("frame.options", "Options"),
    ("frame.command", "COMMAND"),
    ("frame.any_options", "[OPTIONS]"),
    ("frame.default", "[default: {value}]"),
    ("frame.possible", "[possible values: {values}]"),
    ("frame.possible_values", "Possible values:"),
    ("frame.help", "Print help"),
    ("frame.help_short", "Print help (see more with '--help')"),
    ("frame.help_long", "Print help (see a summary with '-h')"),
    ("frame.version", "Print version"),
    ("frame.help_command", "Print this message or the help of the given subcommand(s)"),
    ("misuse.error", "error: {what}"),
    ("misuse.more", "For more information, try '--help'."),
    ("misuse.unknown_argument", "unexpected argument '{argument}' found"),
    ("misuse.unknown_command", "unrecognized subcommand '{command}'"),
    ("misuse.invalid_value", "invalid value '{value}' for '{argument}'"),
    ("misuse.no_value", "a value is required for '{argument}' but none was supplied"),
    ("misuse.refused_value", "invalid value '{value}' for '{argument}': {reason}"),
    ("misuse.conflict", "the argument '{argument}' cannot be used with: {other}"),
    ("misuse.repeated", "the argument '{argument}' cannot be used multiple times"),
    ("misuse.missing", "the following required arguments were not provided: {arguments}"),
    ("misuse.unexpected_value", "unexpected value '{value}' for '{argument}' found; no more were expected"),
    ("misuse.suggestion", "tip: a similar one exists: '{near}'"),
    ("misuse.possible", "[possible values: {values}]"),
];

/// Words that clap has of its own.
fn frame(key: &str, say: Say<'_>) -> &'static str {
    let english = FRAME.iter().find(|(known, _)| *known == key).map_or("", |(_, english)| english);
    say(key, english).unwrap_or(english)
}

/// The same with what stands in them.
fn framed(key: &str, parts: &[(&str, &dyn std::fmt::Display)], say: Say<'_>) -> String {
    template::fill(frame(key, say), parts)
}

fn laid_over(mut command: Command, say: Say<'_>) -> Command {
    // Only then it has all that clap adds.
    command.build();
    with_words(command, say)
}

fn with_words(command: Command, say: Say<'_>) -> Command {
    let name = command.get_name().to_owned();
    let command = command
        .subcommand_help_heading(frame("frame.commands", say))
        .subcommand_value_name(frame("frame.command", say))
        .mut_subcommands(|inner| with_words(inner, say));
    if name == "help" {
        return with_usage(command.about(frame("frame.help_command", say)), say);
    }
    let about = said(command.get_about(), &format!("{name}.about"), say);
    let long = said(command.get_long_about(), &format!("{name}.details"), say);
    let after = said(command.get_after_help(), &format!("{name}.after"), say);
    let has_details = long.is_some() || command.get_arguments().any(has_details);
    let mut command = command.mut_args(|arg| with_words_of_argument(arg, (&name, has_details), say));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(long);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    with_usage(command, say)
}

/// Words of a key in place of some that are there.
fn said(words: Option<&StyledStr>, key: &str, say: Say<'_>) -> Option<&'static str> {
    words.and_then(|words| say(key, &words.to_string()))
}

fn has_details(arg: &Arg) -> bool {
    arg.get_long_help().is_some() || arg.get_possible_values().iter().any(|value| value.get_help().is_some())
}

/// The line of the usage without words of clap.
fn with_usage(mut command: Command, say: Say<'_>) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).trim_start();
    let usage = usage.replace("[OPTIONS]", frame("frame.any_options", say));
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        frame("frame.usage", say)
    );
    command.override_usage(usage).help_template(template)
}

fn with_words_of_argument(arg: Arg, (command, has_details): (&str, bool), say: Say<'_>) -> Arg {
    let heading = if arg.is_positional() { "frame.arguments" } else { "frame.options" };
    let arg = arg.help_heading(frame(heading, say));
    match arg.get_id().as_str() {
        "help" if has_details => {
            let (short, long) = (frame("frame.help_short", say), frame("frame.help_long", say));
            return arg.help(short).long_help(long);
        }
        "help" => return arg.help(frame("frame.help", say)),
        "version" => return arg.help(frame("frame.version", say)),
        _ => {}
    }
    let key = match arg.is_global_set() {
        true => format!("brochure.{}", arg.get_id()),
        false => format!("{command}.{}", arg.get_id()),
    };
    let help = said(arg.get_help(), &key, say).unwrap_or_default();
    let details = said(arg.get_long_help(), &format!("{key}.details"), say).unwrap_or(help);
    let (default, possible) = endings(&arg, say);
    let list = values_with_help(&arg, say);
    let name = match arg.get_value_names() {
        Some([name, ..]) => name.to_string(),
        _ => arg.get_id().as_str().to_uppercase(),
    };
    let arg =
        arg.help(format!("{help}{default}{possible}")).hide_default_value(true).hide_possible_values(true);
    let arg = match list.is_empty() {
        true => arg.long_help(format!("{details}{default}{possible}")),
        false => {
            let head = frame("frame.possible_values", say);
            arg.long_help(format!("{details}{default}\n\n{head}{list}"))
        }
    };
    let name = arg.get_action().takes_values().then(|| say(&format!("names.{name}"), &name)).flatten();
    match name {
        Some(name) => arg.value_name(name),
        None => arg,
    }
}

/// What clap adds to the words of an argument: its default, and its values.
fn endings(arg: &Arg, say: Say<'_>) -> (String, String) {
    if !arg.get_action().takes_values() {
        return Default::default();
    }
    let values = arg.get_possible_values();
    let values: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let ending = |key, part, words: String| match words.is_empty() {
        true => String::new(),
        false => format!(" {}", framed(key, &[(part, &words)], say)),
    };
    (
        ending("frame.default", "value", defaults.join(" ")),
        ending("frame.possible", "values", values.join(", ")),
    )
}

/// The values of an argument that are explained, a line each.
fn values_with_help(arg: &Arg, say: Say<'_>) -> String {
    let values = arg.get_possible_values().into_iter().filter_map(|value| {
        let help = said(value.get_help(), &format!("values.{}", value.get_name()), say)?;
        Some(format!("\n- {}: {help}", value.get_name()))
    });
    values.collect()
}

/// Misuse as it is told in a language; none where clap's own words do.
pub fn misuse(error: &Error, wording: &'static Wording) -> Option<String> {
    if !error.use_stderr() || wording.stock(Stock::Calls).is_empty() {
        return None;
    }
    let say = |key: &str, _: &str| wording.get(Stock::Calls, key);
    let context = |kind| error.get(kind).map(listed).unwrap_or_default();
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let reason = error.source().map(ToString::to_string).unwrap_or_default();
    let (key, parts): (_, Vec<(&str, String)>) = match error.kind() {
        ErrorKind::UnknownArgument => ("misuse.unknown_argument", vec![("argument", argument)]),
        ErrorKind::InvalidSubcommand => {
            ("misuse.unknown_command", vec![("command", context(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::InvalidValue if value.is_empty() => ("misuse.no_value", vec![("argument", argument)]),
        ErrorKind::InvalidValue => ("misuse.invalid_value", vec![("argument", argument), ("value", value)]),
        ErrorKind::ValueValidation => {
            ("misuse.refused_value", vec![("argument", argument), ("value", value), ("reason", reason)])
        }
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            other if other == argument => ("misuse.repeated", vec![("argument", argument)]),
            other => ("misuse.conflict", vec![("argument", argument), ("other", other)]),
        },
        ErrorKind::MissingRequiredArgument => ("misuse.missing", vec![("arguments", argument)]),
        ErrorKind::TooManyValues => {
            ("misuse.unexpected_value", vec![("argument", argument), ("value", value)])
        }
        _ => return None,
    };
    let parts: Vec<(&str, &dyn std::fmt::Display)> =
        parts.iter().map(|(name, part)| (*name, part as &dyn std::fmt::Display)).collect();
    let mut lines = vec![framed("misuse.error", &[("what", &framed(key, &parts, &say))], &say)];
    if let Some(values) = error.get(ContextKind::ValidValue).map(listed).filter(|values| !values.is_empty()) {
        lines.push(format!("  {}", framed("misuse.possible", &[("values", &values)], &say)));
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        if let Some(near) = error.get(kind).map(listed) {
            lines.extend([
                String::new(),
                format!("  {}", framed("misuse.suggestion", &[("near", &near)], &say)),
            ]);
        }
    }
    if let Some(usage) = error.get(ContextKind::Usage).map(listed) {
        let usage = usage.replacen("Usage:", frame("frame.usage", &say), 1);
        lines.push(String::new());
        lines.extend(usage.lines().map(str::to_owned));
    }
    lines.extend([String::new(), frame("misuse.more", &say).to_owned()]);
    Some(lines.iter().map(|line| clean(line) + "\n").collect())
}

/// What an error of clap is about.
fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
