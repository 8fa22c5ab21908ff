//! What codes mean. Decides what is said of a code, of both tables: that of the diagnostics and that of preflight.

use super::print::{print_error, print_out};
use super::{MISUSE, speech};
use crate::diag::complaint::{self, Code, Example, Place};
use crate::diag::words::command as words;
use crate::diag::{self, Sentence, nearest};
use crate::preflight::rules::{self, Rule};

/// Widest line, in characters.
const WIDTH: usize = 80;

/// Explains a code, or lists all; an exit code.
pub fn explain(code: Option<&str>) -> u8 {
    let Some(code) = code else { return print_out(list().as_bytes()) };
    let told = complaint::all().filter(|told| told.name == code).map(of_diagnostic);
    let found = rules::ALL.iter().filter(|rule| rule.code == code).map(|rule| of_preflight(rule));
    let entries: Vec<String> = told.chain(found).collect();
    if entries.is_empty() { no_code(code) } else { print_out(entries.join("\n\n").as_bytes()) }
}

fn no_code(code: &str) -> u8 {
    let known = complaint::all().map(|code| code.name).chain(rules::ALL.iter().map(|rule| rule.code));
    let meant = nearest(code, known).map(|near| words::code_meant(code, near));
    print_error(meant.unwrap_or_else(|| words::no_code(code)));
    MISUSE
}

/// A code of the diagnostics, with an example where text shows one.
fn of_diagnostic(code: &Code) -> String {
    let head = words::code(words_for(code.severity), code.name);
    let mut parts = vec![told(head), told(code.meaning()), told(words::what_to_do(code.what_to_do()))];
    match code.example {
        Example::Unshown(case) => parts.push(told(words::for_example(code.case(case)))),
        Example::Shown { place, wrong, mended } => {
            let head = match place {
                Place::Chapter => words::wrong_in_chapter(),
                Place::File => words::wrong_chapter(),
                Place::Config => words::wrong_in_config(),
            };
            parts.extend([told(head), set_in(wrong), told(words::mended()), set_in(mended)]);
        }
    }
    paragraphs(&parts)
}

/// A rule of preflight.
fn of_preflight(rule: &Rule) -> String {
    let head = words::code_of_preflight(rule.severity.told(), rule.code);
    let (why, help) = (words::why_it_matters(rule.why()), words::what_to_do(rule.what_to_do()));
    paragraphs(&[told(head), format!("{}.", told(rule.titled())), told(why), told(help)])
}

/// The words of a sentence.
fn told(sentence: Sentence) -> String {
    sentence.text_in(speech::wording())
}

fn words_for(severity: diag::Severity) -> Sentence {
    match severity {
        diag::Severity::Error => words::an_error(),
        diag::Severity::Warning => words::a_warning(),
    }
}

/// All codes with the first sentence of what they mean, a line each.
fn list() -> String {
    let codes = complaint::all().map(|code| (words_for(code.severity), code.name, code.meaning()));
    let mut codes: Vec<_> = codes.collect();
    codes.sort_by_key(|(_, name, _)| *name);
    let found = rules::ALL.iter().map(|rule| (rule.severity.told(), rule.code, rule.titled()));
    let line = |(severity, name, means): (Sentence, &str, Sentence)| {
        let head = format!("{:<7}  {name:<21}  ", told(severity));
        format!("{head}{}\n", shortened(&told(means), WIDTH - head.chars().count()))
    };
    let codes: String = codes.into_iter().map(line).collect();
    format!("{codes}\n{}\n\n{}", told(words::codes_of_preflight()), found.map(line).collect::<String>())
}

/// The first sentence, cut between words where it is longer than `most` characters.
fn shortened(text: &str, most: usize) -> String {
    let first = text.split_inclusive(". ").next().unwrap_or(text).trim_end();
    if first.chars().count() <= most {
        return first.trim_end_matches('.').to_owned();
    }
    let mut short = String::new();
    for word in first.split_whitespace() {
        if short.chars().count() + word.chars().count() + 2 > most {
            break;
        }
        short += word;
        short.push(' ');
    }
    short.trim_end_matches([' ', ',', ':', ';', '.']).to_owned() + "…"
}

/// Paragraphs with empty lines between; what is set in keeps its lines.
fn paragraphs(parts: &[String]) -> String {
    let part = |part: &String| if part.starts_with(INDENT) { part.clone() } else { wrapped(part) };
    parts.iter().map(part).collect::<Vec<_>>().join("\n\n") + "\n"
}

const INDENT: &str = "    ";

fn set_in(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{INDENT}{line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Words in lines that are not too wide.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_between_words() {
        let text = "wort ".repeat(40);
        assert!(wrapped(&text).lines().all(|line| line.chars().count() <= WIDTH && !line.ends_with(' ')));
        assert_eq!(wrapped(&text).split_whitespace().count(), 40);
    }

    #[test]
    fn a_list_has_a_line_for_each_code() {
        let list = list();
        assert!(list.lines().all(|line| line.chars().count() <= WIDTH), "{list}");
        for name in complaint::all().map(|code| code.name).chain(rules::ALL.iter().map(|rule| rule.code)) {
            assert!(list.lines().any(|line| line.split_whitespace().nth(1) == Some(name)), "{name}");
        }
    }

    #[test]
    fn first_sentences_are_shortened_between_words() {
        assert_eq!(shortened("One. Two.", 20), "One");
        assert_eq!(shortened("One, two, three.", 11), "One, two…");
    }
}
