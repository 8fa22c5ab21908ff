//! Files, brochure.toml, and TOML anywhere.

use super::complaints;

complaints! {
    "no-project" Error
    "There is no such folder, or no brochure.toml in it."
    "`brochure new FOLDER` makes a project."
    example Unshown "`brochure check meine-broschuere`, where there is no folder of that name."
    {
        no_folder(folder) "there is no folder {folder}"
            help "`brochure new FOLDER` makes a project";
        no_config(folder) "there is no brochure.toml in {folder}"
            help "`brochure new FOLDER` makes a project that builds at once";
    }
    "path-outside" Error
    "A path leads out of the project folder, also by a symbolic link (`brochure.toml` itself, too); a file is hidden, its name or that of a folder begins with a point; an edition's `file` is not a plain name; or `dist` is a link."
    "Copy the file into the project; name editions without folder."
    example Config
        "[imprint]\nfile = \"../impressum.md\""
        "[imprint]\nfile = \"impressum.md\""
    {
        outside(name) "\"{name}\" leads out of the project folder"
            at "only files of the project are read"
            help "copy the file into the project and name it from there";
        hidden(name) "\"{name}\" is a hidden file"
            at "names that begin with a point are not read"
            help "rename the file, or copy it to a folder that is not hidden";
        assets_outside() "the folder assets/ lies outside of the project"
            help "make it a folder of the project instead of a link";
        output_is_a_link(folder) "{folder} is a link"
            help "make it a folder, or say where to write: --out FOLDER";
        edition_in_a_folder(name) "\"{name}\" is not a plain file name"
            help "editions are written to dist/; give a name without folder";
    }
    "missing-file" Error
    "A picture, a font, a chapter or a file of values that is named does not exist."
    "Take the name that is suggested. Pictures of chapters are seen from the chapter's file, those of brochure.toml from the project folder; fonts lie in `fonts/`."
    example Chapter
        "![Ein Plan](../assets/pln.svg)"
        "![Ein Plan](../assets/plan.svg)"
    {
        missing_file(name) "there is no file {name}"
            at "named here"
            help "paths are relative to the file that names them; those in brochure.toml to its folder";
        missing_font(path) "there is no font file {path}"
            help "put the file into fonts/; system fonts are never used";
    }
    "file-read" Error
    "A file cannot be read; the system's reason is named. Or it is no plain file but a folder, a pipe or a device."
    "Look at the path and the permissions."
    example Unshown "A folder is called `02-miete.md`, or you may not read a file of the project."
    {
        not_a_file(name) "{name} is not a file"
            help "only plain files are read: no folders, pipes or devices";
        unreadable(name, reason) "cannot read {name}: {reason}"
            help "is it readable for you?";
    }
    "file-size" Error
    "A file is larger than its kind may be (docs/LIMITS.md), or all chapters together are, or all tables from files."
    "Divide a text into chapters, a collection into several brochures; scale a picture down."
    example Unshown "A picture of 80 MiB lies in `assets/`, or the log of a year in `chapters/`."
    {
        file_too_large(name, most) "{name} is larger than {most}"
            help "divide a long text into chapters; scale a picture down";
        chapters_too_large(name, most) "with {name} the chapters have more than {most}"
            help "make several brochures of them";
        values_too_large(name, most) "with {name} the tables from files have more than {most}, each place counted"
            help "make several brochures of them, or take the rows that readers need";
        too_many_values(most) "more than {most} files of values"
            help "make several brochures of them";
    }
    "file-name" Error
    "The name of a chapter file is not UTF-8."
    "Rename it with plain letters."
    example Unshown "A chapter comes from an old archive, with an umlaut in its name that is no UTF-8."
    {
        file_name(name) "the name {name} is not UTF-8"
            help "rename the file with plain letters";
    }
    "not-utf8" Error
    "brochure.toml or a theme is not UTF-8, or a chapter or a file of values is no text at all; the first wrong byte is marked."
    "Save it as UTF-8 in your editor."
    example Unshown "An editor saved brochure.toml in Windows-1252, and „ü“ stands in it."
    {
        not_utf8(name) "{name} is not UTF-8"
            at "this byte is not text in UTF-8"
            help "save the file with the encoding UTF-8 in your editor";
    }
    "encoding" Warning
    "A Markdown file or one of values is not UTF-8 and is read as Windows-1252 or UTF-16; the first letter that differs is marked."
    "Save it as UTF-8 in your editor."
    example Unshown "An editor saved a chapter in Windows-1252, and „ü“ stands in it."
    {
        other_encoding(name, encoding) "{name} is not UTF-8; it is read as {encoding}"
            at "is this the right letter?"
            help "save the file with the encoding UTF-8 in your editor";
    }
    "no-chapters" Error
    "The folder of chapters does not exist, holds no Markdown, more than 2000 chapters or more than 20 000 files."
    "Put files `01-….md`, `02-….md` into it."
    example Config
        "[brochure]\nchapters = \"kapitel\""
        "[brochure]\nchapters = \"chapters\""
    {
        no_chapters_folder(folder) "there is no folder {folder}/ with chapters"
            help "put files named 01-….md, 02-….md into it; they are set in the order of their names";
        no_chapters(folder) "{folder}/ holds no chapter (*.md)"
            help "put files named 01-….md, 02-….md into it; they are set in the order of their names";
        too_many_chapters(count, most) "{count} chapters are more than the {most} allowed"
            help "make several brochures of them";
        too_many_files(most) "more than {most} files lie in the folder of the chapters"
            help "take a folder that holds nothing else";
    }
    "passed-over" Warning
    "Files in the folder of chapters are not set: other endings than those of Markdown, names that begin with `_`, or what a `SUMMARY.md` leaves out. Pictures are not meant."
    "Take them out of the folder, or rename what is to be set."
    example Unshown "`chapters/` holds `02-miete.docx` beside the chapters."
    {
        file_passed_over(names) "{names} is not set"
            help "chapters are files in Markdown: name.md; names that begin with _ are passed over";
        files_passed_over(count, names) "{count} files are not set: {names}"
            help "chapters are files in Markdown: name.md; names that begin with _ are passed over";
    }
    "chapter-order" Warning
    "`[chapters] order` leaves out chapters, which stand at the end; or a part has no chapters."
    "Name every chapter, or its folder; put the chapters of a part behind its heading."
    example Config
        "[chapters]\norder = [\"01.md\"]"
        "[chapters]\norder = [\"01.md\", \"02-miete.md\"]"
    {
        not_in_order(name, count) "{count} chapters are not named in the order, the first is {name}"
            at "they are set behind these"
            help "name each chapter, or its folder";
        part_without_chapters(title, count) "the part \"{title}\" has no chapters and is not set ({count} of them)"
            help "put its chapters behind it, or delete it";
    }
    "toml-syntax" Error
    "Text that is not valid TOML."
    "Text stands in quotation marks, lists in square brackets."
    example Config
        "[back]\nclaim = Klar und kurz"
        "[back]\nclaim = \"Klar und kurz\""
    {
        toml_syntax(fault) "not valid TOML: {fault}"
            help "text stands in quotation marks: key = \"value\"; tables in square brackets: [name]";
        toml_twice(fault) "not valid TOML: {fault}"
            help "a key may stand in a table once only; delete one of them";
    }
    "config-type" Error
    "A value in brochure.toml, front matter or theme has the wrong type: a number where a length stands, a string where a list stands."
    "Write the type that is named; lengths carry a unit: `\"13pt\"`."
    example Config
        "[page]\nmargin-inner = 20"
        "[page]\nmargin-inner = \"20mm\""
    {
        no_string(found) "expected a string, found {found}"
            at "this value"
            help "put it in quotation marks";
        none_of(found, names) "expected a string, found {found}"
            at "this value"
            help "one of: {names}";
        no_switch(found) "expected true or false, found {found}"
            at "this value"
            help "write true or false without quotation marks";
        no_number(found) "expected a number, found {found}"
            at "this value"
            help "write it without quotation marks: 2.5";
        no_whole_number(found) "expected a whole number, found {found}"
            at "this value"
            help "write it without quotation marks: 2";
        no_list(found) "expected a list, found {found}"
            at "this value"
            help "lists stand in square brackets: [\"one\", \"two\"]";
        no_list_of_so_many(found, count) "expected a list of {count}, found {found}"
            at "this value"
            help "it has {count} parts, no more and no less";
        no_list_of_tables(found) "expected a list of tables, found {found}"
            at "this value"
            help "write double brackets: [[publisher]], [[imprint.row]]";
        no_list_of_numbers(found) "expected a list of numbers, found {found}"
            at "this value"
            help "numbers stand in square brackets: [96, 58.44]";
        no_list_of_series(found) "expected a list of tables, found {found}"
            at "this value"
            help "write double brackets: [[series]]";
        no_table(found) "expected a table, found {found}"
            at "this value"
            help "write it as [name] with keys below";
        no_length(found) "expected a length, found {found}"
            at "this value"
            help "lengths carry a unit: \"13pt\", \"4mm\", \"2 lines\"";
        no_character(found) "expected a single character, found {found}"
            at "this value"
            help "put it in quotation marks";
        no_page_count(found) "expected a number of pages, found {found}"
            at "this value"
            help "a number, a multiple of an even number such as \"4n\", or \"any\"";
        no_date(found) "expected a date, found {found}"
            at "this value"
            help "write it as 2019-10-22";
        no_colour(found) "expected a colour, found {found}"
            at "this value"
            help "a name of [color] or \"#RRGGBB\"";
        no_rgb(found) "expected a colour, found {found}"
            at "this value"
            help "write it as \"#RRGGBB\"";
        no_inks(found) "expected four percentages, found {found}"
            at "this value"
            help "cyan, magenta, yellow, black: [0, 0, 0, 100]";
        no_base() "the base of a theme is the name of another"
            help "base = \"ortsplan\"";
    }
    "config-value" Error
    "A string that must be one of a few is another; a number or a length lies outside of its range, which is named; there are more than 1000 colours; the bars of a chart lie over one another; or a label does not hold just the parts in braces that are filled in."
    "Take one of those named, or a value within the range."
    example Config
        "[edition.web]\nkind = \"screeen\""
        "[edition.web]\nkind = \"screen\""
    {
        out_of_range(value, least, most) "{value} is not between {least} and {most}"
            at "this value";
        length_out_of_range(value, least, most, least_mm, most_mm)
            "\"{value}\" is not between {least}pt and {most}pt ({least_mm} to {most_mm} mm)"
            at "this value";
        unknown_value(value, names) "unknown value \"{value}\""
            help "one of: {names}";
        odd_page_count(count) "a brochure with a back cover has no {count} pages"
            at "the back cover lies on an even page"
            help "an even number, or `enabled = false` in [back]";
        too_many_colours(most) "more than {most} colours"
            at "one too many";
        bars_overlap() "the bars of a chart lie over one another"
            help "`pitch` of [chart] is the height of a bar and the space below it";
        unknown_part(part) "nothing is known of {{part}}"
            at "in this label";
        missing_part(part) "{{part}} is missing"
            at "in this label"
            help "write {{part}} where it is to stand";
    }
    "missing-key" Error
    "A required key is missing."
    "Add it; the place is its table."
    example Config
        "[[publisher]]\nurl = \"https://rat.example\""
        "[[publisher]]\nname = \"Rat der Stadt\"\nurl = \"https://rat.example\""
    {
        missing_key(key) "the key `{key}` is missing"
            at "in this table"
            help "add a line {key} = …, or, if it is a table, [{key}]";
        missing_style(name) "the theme has no style \"{name}\"";
    }
    "unknown-key" Error
    "A key or table that does not exist, or a style that does not exist."
    "Take the one that is suggested."
    example Config
        "[imprnt]\nresponsible = \"Eva Muster, Rathausplatz 1\""
        "[imprint]\nresponsible = \"Eva Muster, Rathausplatz 1\""
    {
        unknown_key(key, known) "unknown key `{key}`"
            at "not a key of this table"
            help "known keys: {known}";
        unknown_table(key, known) "unknown key `{key}`"
            at "not a table of brochure.toml"
            help "tables: {known}";
        unknown_style(name) "there is no style \"{name}\"";
    }
    "language" Error
    "`language` of brochure.toml, or `{lang=…}` of a passage, is not a language code."
    "Two letters in lower case: `de`, `en`; the language, not the country: `uk` for Ukrainian."
    example Chapter
        "Im Flur steht [Welcome]{lang=xx}."
        "Im Flur steht [Welcome]{lang=en}."
    {
        no_language(tag) "\"{tag}\" is not a language code"
            help "two letters in lower case: \"de\", \"en\"";
        no_language_of_passage(tag) "\"{tag}\" is not a language code"
            help "two letters in lower case: ar, en, fr, uk; it is the language, not the country";
    }
    "unknown-warning" Error
    "`[warnings] allow` names a code that does not exist, or that of an error: nothing is written with it, so it cannot be silenced."
    "Take the code in brackets of a warning, or the one that is suggested."
    example Config
        "[warnings]\nallow = [\"lose-line\"]"
        "[warnings]\nallow = [\"loose-line\"]"
    {
        unknown_warning(code) "there is no warning \"{code}\""
            at "not a code"
            help "docs/DIAGNOSTICS.md and docs/PREFLIGHT.md list all codes";
        error_allowed(code) "\"{code}\" is an error and cannot be silenced"
            at "not a warning"
            help "mend what it marks; only warnings can be allowed";
    }
    "placeholder" Warning
    "A text of brochure.toml is still in square brackets: an address, a row of the imprint, or who is responsible."
    "Fill it in before publishing."
    example Config
        "[imprint]\nresponsible = \"[Name]\""
        "[imprint]\nresponsible = \"Eva Muster, Rathausplatz 1\""
    {
        placeholder(text) "{text} is a placeholder"
            at "fill in before publishing";
    }
    "word" Error
    "An entry of `[abbreviations]` or `[spoken.words]` is empty, begins with a sign, stands there twice, or is read as more than 1000 characters; or there are more than 1000 entries."
    "A word on the left, what is read on the right."
    example Config
        "[abbreviations]\nGG = \"\""
        "[abbreviations]\nGG = \"Grundgesetz\""
    {
        too_many_words(most) "there are more than {most} words"
            help "keep those that readers need to hear";
        word_read_as_nothing(word) "nothing is said of how \"{word}\" is read"
            help "write it out between the quotation marks";
        word_read_too_long(word, most) "\"{word}\" is read as more than {most} characters"
            help "say what it stands for, and explain it in the text";
        no_word(word) "\"{word}\" is not a word"
            help "words begin with a letter or a figure";
        word_twice(word, other) "\"{word}\" and \"{other}\" are the same word"
            help "delete one of them";
    }
    "unused-word" Warning
    "An entry of `[abbreviations]` or `[spoken.words]` stands nowhere in the text."
    "Write it as the chapters do, or delete it."
    example Config
        "[abbreviations]\nGGG = \"Grundgesetz\""
        "[abbreviations]\nGG = \"Grundgesetz\""
    {
        unused_word(word) "\"{word}\" stands nowhere in the text"
            help "write it as the chapters do, or delete the line";
    }
    "hyphenation-exception" Error
    "An entry of `[hyphenation] exceptions` is not one word."
    "Letters, `-` at breaks, `=` at joints: `\"Mit-glied=staat\"`."
    example Config
        "[hyphenation]\nexceptions = [\"Mit glied\"]"
        "[hyphenation]\nexceptions = [\"Mit-glied\"]"
    {
        hyphenation_exception(word) "\"{word}\" is not a word with breaks"
            help "letters with - at breaks and = at joints of compounds: \"Mit-glied=staat\"";
    }
}
