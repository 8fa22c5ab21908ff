//! What the command line prints.

use super::sentences;
use crate::diag::Sentence;

/// How many errors.
pub fn count_of_errors(count: usize) -> Sentence {
    if count == 1 { one_error() } else { errors(count) }
}

/// How many warnings.
pub fn count_of_warnings(count: usize) -> Sentence {
    if count == 1 { one_warning() } else { warnings(count) }
}

sentences! {
    // Results.
    written(path, pages, width, height, size) "{path}: {pages} pages of {width} × {height} mm, {size}";
    on_one_sheet(line) "{line}, 1 sheet of paper";
    on_sheets(line, sheets) "{line}, {sheets} sheets of paper";
    keeping(line, standard) "{line}, {standard}";
    keeping_both(line, first, second) "{line}, {first} and {second}";
    note(words) "  {words}";
    page_is_filled(page) "page {page} was filled for the sheets to come out even";
    pages_are_filled(first, last) "pages {first} to {last} were filled for the sheets to come out even";
    set_longer(chapter, count) "{chapter} takes {count} pages more than by itself";
    set_shorter(chapter, count) "{chapter} takes {count} pages fewer than by itself";
    page_is_empty(page) "page {page} is empty";
    pages_are_empty(first, last) "pages {first} to {last} are empty";
    pages_would_fill(which, count) "{which}: {count} pages more of text would fill them";
    one_page_or_fewer(which, fewer) "{which}: 1 page more of text would fill the sheet, {fewer} fewer would save one";
    pages_or_fewer(which, count, fewer)
        "{which}: {count} pages more of text would fill the sheet, {fewer} fewer would save one";
    spares_toner(percent) "takes about {percent} % less toner than a copy of the coloured pages";
    most_ink(percent, page) "most ink {percent} % on page {page}";
    kibibytes(count) "{count} KiB";
    mebibytes(count) "{count} MiB";
    not_claimed(line, standards, why) "{line}; not {standards}: {why}";
    also(one, other) "{one}; {other}";
    left(path) "{path} of an earlier run stays; no edition has that name now";
    catalogue(path) "{path}";
    translated(tag, done, all, missing, fuzzy) "{tag}: {done} of {all} blocks translated, {missing} missing, {fuzzy} fuzzy";
    made(folder) "made {folder}:";
    made_file(path) "  {path}";
    made_schema(path) "  {path}, by which editors check brochure.toml";
    write_over() "now make the PDFs, look at them and write over the texts; `check` says what is wrong:";
    next_build(typed) "  brochure build {typed}";
    next_check(typed) "  brochure check {typed}";
    nothing_to_complain_about() "nothing to complain about";

    // Ways to look at a brochure.
    view_screen() "Screen";
    view_large_print() "Large print";
    view_print() "Print shop";
    view_booklet_sheets() "Booklet, as sheets";
    view_booklet_folded() "Booklet, folded";
    view_n_up() "Several pages on a sheet";
    view_ink_saver() "Copies";
    view_of_edition(view, edition) "{view} ({edition})";
    view_in_language(view, tag) "{view} · {tag}";

    // What a code means.
    code(severity, code) "{severity}[{code}]";
    code_of_preflight(severity, code) "{severity}[{code}], found by preflight";
    an_error() "error";
    a_warning() "warning";
    a_note() "note";
    a_help() "help";
    why_it_matters(reason) "Why it matters: {reason}";
    what_to_do(advice) "What to do: {advice}";
    for_example(case) "For example: {case}";
    wrong_in_chapter() "Wrong, in a chapter:";
    wrong_chapter() "Wrong, a chapter as a whole:";
    wrong_in_config() "Wrong, in brochure.toml:";
    mended() "Mended:";
    codes_of_preflight() "Found by preflight in print editions:";
    no_code(code) "there is no code {code}; brochure explain lists all";
    code_meant(code, near) "there is no code {code}; did you mean {near}?";

    // How many complaints there were.
    and_more(count) "… and {count} more:";
    and_more_at(count, places) "… and {count} more: {places}";
    said_at(places, message) "{places}: {message}";
    on_page(page) "page {page}";
    everywhere() "no line";
    rest_is_hidden(count) "… and {count} more; --verbose shows each";
    places_are_hidden() "--verbose shows each";
    one_error() "1 error";
    errors(count) "{count} errors";
    one_warning() "1 warning";
    warnings(count) "{count} warnings";
    total(errors, warnings) "{errors}, {warnings}";
    nothing_written(total) "{total}; nothing was written";
    nothing_written_strictly(total) "{total}; nothing was written, warnings count as errors (--strict)";
    by_code(counts) "  {counts}";
    one_kind() "1 kind";
    kinds(count) "{count} kinds";
    silenced_one(warning, kinds, counts) "{warning} of {kinds} is silenced by [warnings] allow: {counts}";
    silenced(warnings, kinds, counts) "{warnings} of {kinds} are silenced by [warnings] allow: {counts}";

    // While something takes long.
    project_found(folder) "the project is {folder}";
    laying_out() "laying out";
    writing() "writing";
    checking() "checking";
    progress(what, seconds) "{what} … {seconds} s";
    part_done(part, time) "{part}: {time}";
    seconds(number) "{number} s";
    part_took(part, time) "{part} {time}";
    times(parts) "times: {parts}";
    reading() "reading";

    // To whoever started the program from a desktop: in both languages, as nothing tells which one is read.
    enter_closes() "Enter schließt dieses Fenster / Enter closes this window";

    // Misuse and failure.
    error(words) "error: {words}";
    no_edition(name, known) "there is no edition {name}; editions: {known}";
    no_translation(tag, known) "there is no translation {tag}; languages: {known}";
    edition_meant(name, near) "there is no edition {name}; did you mean {near}?";
    no_page(page, count) "there is no page {page}; the brochure has {count}";
    not_printed(reason) "cannot print: {reason}";
    not_empty(folder) "{folder} exists and is not empty";
    not_made(path, reason) "cannot make {path}: {reason}";
    half_made(folder) "  the project is not complete: delete {folder} and try again";
    no_title() "write a title";
    no_length() "write a number and mm, cm or pt: 3mm";
    no_number(text) "{text} is no number";
    no_such_length() "lengths go from 0 to two metres";
    no_trim() "write width x height and the unit: 148x210mm";
    not_between(low, high) "write a number from {low} to {high}";

    // A fault of the program.
    fault(message, place) "this is a fault of brochure: {message} ({place})";
    while_working_on(name) "  while working on {name}";
    last_files_stay() "  nothing was written, the last files are as they were";
    please_report() "  please report it, with the file it was working on and `brochure --version`";
}
