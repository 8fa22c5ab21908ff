//! What is written in chapters.

use super::complaints;

complaints! {
    "no-title" Warning
    "A chapter has neither a `title` in its front matter nor a heading; its file's name is set."
    "Begin the file with a heading: `# …`."
    example File
        "Wer hier wohnt, kann mitreden."
        "# Mitreden\n\nWer hier wohnt, kann mitreden."
    {
        chapter_without_title(name, title) "{name} has no title; \"{title}\" is set, from its name"
            help "begin the file with a heading: # …";
    }
    "chapter-language" Warning
    "Front matter names a language that is none. The chapter is set and read aloud in that of the brochure."
    "Write its code, two letters: `lang: en`, `language = \"uk\"`."
    example File
        "---\nlang: english\n---\n\n# Welcome\n\nAsk at the desk."
        "---\nlang: en\n---\n\n# Welcome\n\nAsk at the desk."
    {
        chapter_language(tag, own) "\"{tag}\" is not a language code: this chapter is set in {own}"
            help "two letters, as in lang: en; or delete the key";
    }
    "title-place" Warning
    "The heading that is the title of a chapter stands behind other text, which is set below it."
    "Put it at the head of the file, or name the title in front matter."
    example File
        "Wer hier wohnt, kann mitreden.\n\n# Mitreden\n\nSo geht es."
        "# Mitreden\n\nWer hier wohnt, kann mitreden.\n\nSo geht es."
    {
        title_behind_text() "the title of the chapter stands behind other text"
            at "set at the head of the chapter"
            help "put it at the head of the file";
    }
    "no-title" Error
    "The brochure has no title."
    "Write one between the quotation marks."
    example Config
        "[brochure]\ntitle = \" \""
        "[brochure]\ntitle = \"Mitreden\""
    {
        brochure_without_title() "the brochure has no title"
            help "write one between the quotation marks";
    }
    "empty-chapter" Warning
    "A chapter has a title but no text: the title is set alone. Or it has neither and is left out."
    "Write it, or let its file name begin with `_`."
    example File
        "# Mitreden"
        "# Mitreden\n\nWer hier wohnt, kann mitreden."
    {
        empty_chapter(name) "{name} has no text"
            help "write it, or take the file out of the folder (a name that begins with _ is passed over)";
        empty_file(name) "{name} is empty and is left out"
            help "write it, or take the file out of the folder (a name that begins with _ is passed over)";
    }
    "front-matter" Error
    "Front matter is opened with `+++` and never closed."
    "Put a line `+++` after the last key."
    example File
        "+++\ntitle = \"Mitreden\"\n\nWer hier wohnt, kann mitreden."
        "+++\ntitle = \"Mitreden\"\n+++\n\nWer hier wohnt, kann mitreden."
    {
        front_matter_open() "the front matter is never closed"
            at "opened here"
            help "put a line with +++ after the last key";
    }
    "front-matter" Warning
    "Front matter cannot be read and is not set, none of its keys is known, or a value is not what its key needs and is passed over."
    "Mend what is marked. A `---` that is meant as a rule has an empty line behind it."
    example File
        "---\ntitle: Mitreden: wie?\n---\n\nSo geht es."
        "---\ntitle: \"Mitreden: wie?\"\n---\n\nSo geht es."
    {
        front_matter_toml(fault) "the front matter is passed over from here: {fault}"
            help "text stands in quotation marks: key = \"value\"";
        front_matter_yaml(fault) "the front matter is passed over, it is no YAML: {fault}"
            help "put a value with a colon or a sign in it into quotation marks: key: \"value\"";
        front_matter_of_nothing() "this is taken for front matter and not set"
            help "if it is text, write *** for the rule above it";
        front_matter_no_text(key) "the value of `{key}` is no text and is passed over"
            help "write one line of words";
        front_matter_no_points() "this is no text and is passed over"
            help "texts stand in square brackets: key-points = [\"one\", \"two\"]";
        front_matter_value(value, names) "nothing is known of \"{value}\"; it is passed over"
            help "one of: {names}";
    }
    "unknown-key" Warning
    "A key of front matter is probably misspelt. Keys of other programs are passed over silently."
    "Take the one that is suggested."
    example File
        "---\ntitel: Mitreden\n---\n\nSo geht es."
        "---\ntitle: Mitreden\n---\n\nSo geht es."
    {
        front_matter_key(key) "the key `{key}` is passed over";
    }
    "control-character" Warning
    "A chapter contains a control character, often from text copied out of a PDF."
    "Delete it."
    example Unshown "A text copied from a PDF holds a character that no key types."
    {
        control_character(code) "the control character {code} cannot be printed and is left out"
            help "delete it; it often comes along when text is copied from a PDF";
    }
    "title-length" Warning
    "A title, a heading, or a caption with an anchor has more than 1000 characters."
    "Say it in a line, the rest in the text below."
    example Unshown "A whole paragraph of more than 1000 characters stands behind `##`."
    {
        title_too_long(most) "a title of more than {most} characters is cut"
            help "say it in a line, and the rest in the text below";
    }
    "empty-heading" Warning
    "A heading has no words, or nothing but soft hyphens and calls of notes."
    "Write some or delete the `#`."
    example Chapter
        "##\n\nWer hier wohnt, kann mitreden."
        "## Mitreden\n\nWer hier wohnt, kann mitreden."
    {
        empty_heading() "a heading without words is left out"
            help "write one or delete the #";
    }
    "list-number" Warning
    "An item of a list is set with another number than the one typed: a list counts on from its first number. All items `1.` are a habit and no warning. A line that begins with a date, a year or a century and stands alone, or does not count on, is text and keeps its number."
    "Number the items on; if the line is no item, write `\\.` for the full stop."
    example Chapter
        "1. Antrag schreiben\n2. Fraktion gewinnen\n2. Ausschuss einladen"
        "1. Antrag schreiben\n2. Fraktion gewinnen\n3. Ausschuss einladen"
    {
        list_number(typed, set, escaped) "the item typed as {typed} is set as {set}"
            at "this number"
            help "number the items on; if the line is no item of a list, write {escaped}";
    }
    "heading-level" Warning
    "A heading leaves out a level: `####` right under `##`."
    "Use the level between."
    example Chapter
        "## Wohnen\n\nWas gilt.\n\n#### Miete\n\nWas sie kostet."
        "## Wohnen\n\nWas gilt.\n\n### Miete\n\nWas sie kostet."
    {
        heading_level(level, above, wanted) "a heading of level {level} follows one of level {above}"
            help "write {wanted} so that no level is left out";
    }
    "unknown-class" Warning
    "A heading has a class other than `.checklist`; a table from a file has more in its braces than an `#anchor`, or one without a caption; a picture has in its braces what pictures do not know: they know `width=`, `height=`, `#anchor`, `.decorative`, `.inline`, `.here` and `.full`."
    "Delete it, or write it as it is suggested."
    example Chapter
        "## Wohnen {.wide}\n\nWas gilt."
        "## Wohnen\n\nWas gilt."
    {
        unknown_class_of_heading(class) "nothing is known of the class .{class}"
            help "headings know {#anchor} and {.checklist}";
        braces_of_table() "these braces hold what has no effect on a table from a file"
            help "a table with words in its square brackets knows {#anchor} and {.landscape}, and no more";
        unknown_attribute_of_picture(attribute) "nothing is known of {attribute} behind a picture"
            help "pictures know {width=60%}, {height=4cm}, {#anchor}, {.decorative}, {.inline}, {.here} and {.full}";
    }
    "duplicate-anchor" Warning
    "An anchor `{#name}` is given twice in a chapter."
    "Rename one."
    example Chapter
        "## Ziele {#ziel}\n\nText.\n\n## Wege {#ziel}\n\nText."
        "## Ziele {#ziele}\n\nText.\n\n## Wege {#wege}\n\nText."
    {
        duplicate_anchor(anchor, line) "the anchor #{anchor} exists twice in this chapter"
            at "second time"
            help "rename one of them; the first stands in line {line}";
    }
    "nesting" Error
    "Lists, quotations or callouts are nested more than 12 deep, passages in other languages more than 8."
    "Make it flatter."
    example Chapter
        "> > > > > > > > > > > > > > Ein Wort."
        "> > Ein Wort."
    {
        blocks_too_deep(deepest) "lists and quotes are nested more than {deepest} deep"
            help "no reader can follow that; make it flatter";
        marks_too_deep(deepest) "marks are nested more than {deepest} deep"
            help "a star or an underscore is missing, or is one too many";
        passages_too_deep(deepest) "passages are nested more than {deepest} deep"
            help "close each with ]{lang=…} before the next begins";
    }
    "html" Warning
    "A tag of HTML means nothing in print, or what stands between is no text. Told once for each tag of a file."
    "Nothing, where the page looks right; else write it as Markdown."
    example Chapter
        "<font color=\"red\">Frist: 14 Tage</font>"
        "**Frist: 14 Tage.**"
    {
        html_passed_over(tag, count) "<{tag}> is passed over ({count} of them); the words between are set"
            help "delete the tags, or write in Markdown what they were for";
        html_left_out(tag, count) "<{tag}> is left out with all that stands inside ({count} of them)"
            help "a page shows text and pictures only; write in words what is to be read here";
    }
    "html-comment" Error
    "A comment is never closed: all that follows would be lost."
    "Close it with `-->`."
    example Chapter
        "Was gilt.\n\n<!-- später mehr"
        "Was gilt.\n\n<!-- später mehr -->"
    {
        html_comment_open() "a comment is never closed"
            at "everything behind it is lost"
            help "close it with -->";
    }
    "dialect" Warning
    "Something that another program understands is printed as it was typed, or left out. Told once for each kind of a file."
    "Write it as the hint says, or delete it."
    example Chapter
        "Guten Tag, {{ name }}."
        "Guten Tag, Frau Muster."
    {
        contents_in_text(count) "a table of contents in the text is left out ({count} of them)"
            help "delete it: the brochure makes its own, see [contents] in brochure.toml";
        template(count) "braces of a template are printed as they were typed ({count} of them)"
            help "write what they stand for; \\{{ prints braces without this warning";
        include(count) "no file is taken in: the braces are printed as they were typed ({count} of them)"
            help "put its text here, or make the file a chapter of its own; \\{{ prints braces without this warning";
        shortcode(count) "a name in colons is no sign that is known, and is printed as it was typed ({count} of them)"
            help "write the sign itself; \\: prints the colon without this warning";
        division(count) "a block in colons is no callout: its text is set as usual ({count} of them)"
            help "delete the lines with colons, or write a callout: > [!NOTE] Title";
        attributes(count) "attributes in braces on a line of their own are left out ({count} of them)"
            help "delete the line";
        tracked_change(count) "tracked changes are set as if all were accepted ({count} of them)"
            help "accept or reject them and delete their marks";
        citation(count) "references to a bibliography are printed as they were typed ({count} of them)"
            help "write a note: [^name] here, and [^name]: Author, Title, Year below";
        formula(count) "formulas are printed as they were typed ({count} of them)"
            help "write short ones with signs and ^, ~ for raised and lowered letters; make a picture of long ones";
        wiki_link(name) "[[{name}]] leads to no chapter and is printed as it was typed"
            help "write [words](file.md) or the name of a chapter's file without .md";
        mermaid() "a diagram is printed as code"
            help "export it as SVG and put it in as a picture, or write a chart";
    }
    "bold-line" Warning
    "A paragraph is one line in bold: it looks like a heading, but stands in no contents and no bookmark, and no screen reader leads to it."
    "Write it as a heading with `##`; or end it with a full stop if it is text."
    example Chapter
        "**Was gilt**\n\nWer hier wohnt, kann mitreden."
        "## Was gilt\n\nWer hier wohnt, kann mitreden."
    {
        bold_line() "a line in bold stands where a heading could"
            help "write it as a heading: ## before it, without the stars";
    }
    "stray-markup" Warning
    "Signs that look like markup are printed: the parser did not take them for any."
    "Delete spaces behind the opening or before the closing sign, close it, or write a backslash before it."
    example Chapter
        "Das ist ** wichtig**."
        "Das ist **wichtig**."
    {
        stray_signs(signs) "{signs} is printed as it stands"
            help "delete the space beside it, or close it; \\{signs} prints it without this warning";
        stray_table() "a table that is none runs on as text"
            help "give its head as many columns as the line of hyphens below it, and leave a line empty before it";
    }
    "passage" Warning
    "`{lang=…}` has no words in square brackets right before it, the words or the closing brace are missing, or something else stands in its braces."
    "`[Welcome]{lang=en}`; brackets and braces that are meant as text: `\\[`, `\\{`."
    example Chapter
        "Im Flur steht [Welcome]{lang=en"
        "Im Flur steht [Welcome]{lang=en}."
    {
        passage_open() "the braces are never closed"
            help "write [words]{lang=en}";
        passage_without_brackets() "a language without the words that are in it"
            help "put the words into square brackets right before it: [words]{lang=en}";
        passage_crowded() "something stands beside the language"
            help "braces of a passage hold nothing else; an anchor has braces of its own behind a space";
        passage_without_words() "a passage without words"
            help "write them between the brackets";
    }
    "unknown-callout" Warning
    "The kind of a callout does not exist."
    "Take the one that is suggested, or define it as `[callout.NAME]`, in lower case."
    example Chapter
        "> [!praxistip]\n> Fragen Sie früh."
        "> [!praxistipp]\n> Fragen Sie früh."
    {
        unknown_callout(kind, known) "there is no callout \"{kind}\": it is set as a note of that name"
            help "kinds: {known}; others are defined in brochure.toml as [callout.NAME]";
    }
    "dangling-link" Error
    "A link names a Markdown file that does not exist, or a place that is on no page."
    "Take the file name that is suggested."
    example Chapter
        "Siehe [Miete](02-mieten.md)."
        "Siehe [Miete](02-miete.md)."
    {
        no_chapter(path) "there is no chapter {path}"
            help "chapters are linked by file name: 04-unterbringung.md#miete";
        link_to_no_page() "this link leads to a place that is not set on any page"
            help "link to the heading above it";
    }
    "dangling-link" Warning
    "A link names an anchor that does not exist, a file that is not set, or a path of a web site. It leads to the chapter if there is one; else its words are text."
    "Take the file name and anchor that are suggested; web addresses begin with `https://`."
    example Chapter
        "Siehe [Kosten](02-miete.md#kosen)."
        "Siehe [Kosten](02-miete.md#kosten)."
    {
        no_anchor(anchor) "there is no anchor #{anchor} here"
            at "set as text"
            help "name the chapter too: 04-unterbringung.md#miete";
        no_anchor_there(chapter, anchor) "{chapter} has no anchor #{anchor}"
            at "leads to the chapter"
            help "it has none; headings get one by themselves or with {#name}";
        link_to_no_chapter(path) "{path} is no chapter of this brochure"
            at "set as text"
            help "chapters are linked by file name: 04-unterbringung.md#miete; the web with https://";
        chapter_outside(path) "\"{path}\" leads out of the project folder"
            at "set as text"
            help "link to a chapter by its file name, or to the web with https://";
    }
    "link-scheme" Warning
    "A link leads out by another scheme than `http:`, `https:`, `mailto:`, `tel:`; its words are text."
    "Use one of them."
    example Chapter
        "[Zahlen](ftp://rat.example/zahlen)"
        "[Zahlen](https://rat.example/zahlen)"
    {
        link_scheme(path) "links of this kind are not set: {path}"
            at "set as text"
            help "https:, mailto: and tel: lead out; chapters are linked by file name";
    }
    "link-scheme" Error
    "The address of a publisher is not one of the web."
    "Write it with `https://`."
    example Config
        "[[publisher]]\nname = \"Rat der Stadt\"\nurl = \"rat.example\""
        "[[publisher]]\nname = \"Rat der Stadt\"\nurl = \"https://rat.example\""
    {
        no_web_address(address) "\"{address}\" is not a web address"
            help "write it with its scheme: \"https://{address}\"";
    }
    "link-address" Error
    "An address has no host, or is no address: `https://`, `mailto:rat`, `tel:Amt`; or it is longer than 8000 bytes. Letters beside ASCII are fine: they are encoded."
    "Write it as a browser shows it."
    example Chapter
        "Fragen Sie den [Rat der Stadt](https://)."
        "Fragen Sie den [Rat der Stadt](https://rat.example)."
    {
        address_too_long(bytes, most) "an address of {bytes} bytes is longer than {most}"
            help "write the whole address, as a browser shows it: https://example.org/seite";
        no_port(port) "\"{port}\" is not a port"
            help "write the whole address, as a browser shows it: https://example.org/seite";
        address_without_host() "the address has no host"
            help "write the whole address, as a browser shows it: https://example.org/seite";
        no_host(name) "\"{name}\" is not the name of a host"
            help "write the whole address, as a browser shows it: https://example.org/seite";
        address_without_recipient() "the address has no recipient"
            help "write the whole address: mailto:name@example.org";
        no_mail_address(recipient) "\"{recipient}\" is not a mail address"
            help "write the whole address: name@example.org";
        no_telephone_number(number) "\"{number}\" is not a telephone number"
            help "figures, with the country in front: tel:+49301234";
    }
    "link-text" Warning
    "The whole text of a link is „hier“, „hier klicken“, „mehr“, „weiter“, „Link“ or the like: a list of links says nothing then."
    "Say what is found there: `im [Leitfaden des Landes](https://…)`."
    example Chapter
        "Den Bericht finden Sie [hier](https://rat.example)."
        "Lesen Sie den [Bericht des Rats](https://rat.example)."
    {
        link_text(words) "the link text \"{words}\" says nothing"
            help "say what is found there: screen readers list links without the text around them";
    }
    "link-without-text" Warning
    "A link to the web has no words; its address is shown."
    "Say between the brackets what is found there."
    example Chapter
        "[](https://rat.example)"
        "[Bericht des Rats](https://rat.example)"
    {
        link_without_text() "a link that leads out has no text"
            help "say in the square brackets what is found there";
    }
    "dangling-note" Warning
    "A note is called that is not defined, or its definition is empty."
    "Write `[^name]: …` in the same file, or delete the call. A bracket that is meant as text: `\\[^name]`."
    example Chapter
        "Die Frist beträgt 14 Tage.[^frist]"
        "Die Frist beträgt 14 Tage.[^frist]\n\n[^frist]: § 97 GemO."
    {
        no_note(label) "there is no note [^{label}]: its call is printed as it was typed"
            help "write it below: [^{label}]: …";
        empty_note(label) "the note [^{label}] has no text"
            help "write below: [^{label}]: …";
    }
    "note-twice" Warning
    "A note is defined twice: the first text is set."
    "Give one of them another name, or delete it."
    example Chapter
        "Die Frist läuft.[^a]\n\n[^a]: § 97 GemO.\n\n[^a]: § 98 GemO."
        "Die Frist läuft.[^a] Sie ist kurz.[^b]\n\n[^a]: § 97 GemO.\n\n[^b]: § 98 GemO."
    {
        note_defined_twice(label) "the note [^{label}] is defined twice: the second text is left out"
            help "give one of them another name, or delete it";
    }
    "note-in-note" Warning
    "A note calls a note."
    "Write what it says into the note itself."
    example Chapter
        "Die Frist läuft.[^a]\n\n[^a]: § 97 GemO.[^b]\n\n[^b]: Landesrecht."
        "Die Frist läuft.[^a]\n\n[^a]: § 97 GemO, Landesrecht."
    {
        note_calls_itself() "a note calls itself: the call is left out"
            help "write what it says into the note itself";
        note_calls_another(label) "a note calls another note: [^{label}] is printed as it was typed"
            help "write what it says into the note itself";
        note_defined_in_note() "a note is defined inside another note and left out"
            help "begin its line at the left edge";
    }
    "note-content" Warning
    "A note holds a table, a picture or the like: the words of a table are set line by line, the rest is left out."
    "Notes hold paragraphs and lists; move the rest into the text."
    example Chapter
        "Es gibt 12 Plätze.[^a]\n\n[^a]: Nach Jahren:\n\n    | Jahr | Plätze |\n    |------|--------|\n    | 2024 | 12 |"
        "Es gibt 12 Plätze.[^a]\n\n[^a]: Stand von 2024."
    {
        note_content() "notes hold paragraphs and lists only"
            help "move tables, pictures and charts into the text";
    }
    "unused-note" Warning
    "A note is defined and never called."
    "Call it or delete it."
    example Chapter
        "Die Frist beträgt 14 Tage.\n\n[^frist]: § 97 GemO."
        "Die Frist beträgt 14 Tage.[^frist]\n\n[^frist]: § 97 GemO."
    {
        unused_note(label) "the note [^{label}] is never called"
            help "put its call into the text or delete it";
    }
    "missing-alt" Warning
    "A figure or the photo of the cover has no alternative text, or `logo-alt` is empty. Who does not see it learns nothing of it, and the PDF does not claim PDF/UA-1; of PDF/A it claims the level 2u."
    "Say between the square brackets what it shows; an ornament is marked `![](file.svg){.decorative}`. Fill `logo-alt`, or delete it: the publisher's name is taken. Fill `image-alt` of `[cover]`; of an ornament it is empty."
    example Chapter
        "![](../assets/plan.svg)"
        "![Plan: drei Wege führen zum Rathaus.](../assets/plan.svg)"
    {
        silent_picture() "the picture has no alternative text"
            help "say what it shows; of a logo, fill or delete logo-alt";
        cover_without_alt() "the picture has no alternative text"
            help "say what it shows: image-alt = \"What one sees\"\nor, if it is an ornament: image-alt = \"\"";
        missing_alt() "the picture has no alternative text"
            help "say between the square brackets what it shows: ![What one sees](file.svg)\nor, if it is an ornament: ![](file.svg){.decorative}";
    }
    "alt-file-name" Warning
    "The alternative text of a picture is its file's name, or ends like one: `![karte.svg](karte.svg)`."
    "Say what the picture shows."
    example Chapter
        "![plan.svg](../assets/plan.svg)"
        "![Plan: drei Wege führen zum Rathaus.](../assets/plan.svg)"
    {
        alt_file_name(alt) "the alternative text \"{alt}\" is a file name"
            help "say between the square brackets what the picture shows: ![What one sees](file.svg)";
    }
    "decorative" Warning
    "A picture with `{.decorative}` has alternative text or a caption."
    "Delete the mark if the picture says something, else the words: with both it is read aloud."
    example Chapter
        "![Ein Zweig](../assets/plan.svg){.decorative}"
        "![](../assets/plan.svg){.decorative}"
    {
        decorative_with_alt() "a decorative picture has alternative text"
            help "delete {.decorative} if it says something, else write ![](file.svg){.decorative}";
        decorative_with_caption() "a decorative picture has a caption"
            help "delete {.decorative} if it says something, else write ![](file.svg){.decorative}";
    }
    "image-inline" Warning
    "A large picture stands in the middle of a text. In a paragraph it is set between the lines before and behind it; in a heading or a cell it is made as small as the line."
    "Put it into a paragraph of its own; if it is to stay in the line, write `{.inline}` right behind it."
    example Chapter
        "Der Rat ![Ratssaal](../assets/foto.png) tagt."
        "Der Rat tagt.\n\n![Ratssaal](../assets/foto.png)"
    {
        image_moved(path) "{path} is too large for a line and is set between the parts of its paragraph"
            help "put it into a paragraph of its own, with empty lines around, or write {.inline} right behind it";
        image_in_line(path, mm) "{path} is made as small as the line it stands in: {mm} mm high"
            help "put it into a paragraph of its own, with empty lines around, or write {.inline} right behind it";
    }
    "image-web" Warning
    "A picture lies on the web; nothing is fetched. Its alternative text is set instead, as a link to it."
    "Save the picture in the project and name it from there."
    example Chapter
        "![Rathaus](https://rat.example/rathaus.png)"
        "![Rathaus](../assets/foto.png)"
    {
        image_on_the_web(address) "the picture {address} lies on the web and is left out"
            help "save it in the project and name it from there; its alternative text is set instead";
    }
    "table-cells" Warning
    "A row has more cells than the head of its table."
    "Add a column to the head, or write a stroke inside a cell as `\\|`."
    example Chapter
        "| Jahr | Plätze |\n|------|--------|\n| 2024 | 12 | neu |"
        "| Jahr | Plätze | Stand |\n|------|--------|-------|\n| 2024 | 12 | neu |"
    {
        table_cells(cells, columns) "a row of {cells} cells in a table of {columns} columns"
            help "add a column to the head, or write a stroke inside a cell as \\|";
    }
    "landscape" Warning
    "What is marked `{.landscape}` is no table, or is a table that cannot stand on pages of its own."
    "Mark tables alone, outside of lists, quotations and callouts."
    example Chapter
        "{.landscape}\n\nZwölf Plätze."
        "{.landscape}\n\n| Jahr | Plätze |\n|------|--------|\n| 2024 | 12 |"
    {
        landscape_before_no_table() "{.landscape} stands before no table and is left out"
            help "write it right before a table, or behind the words of its caption: Table: Words {.landscape}";
        landscape_holds_more() "a block for turned pages holds something else than tables: that stands upright"
            help "leave nothing but tables and their captions between the lines with colons";
        landscape_too_tall() "the head or a note of a table is too tall for a turned page: it stands upright"
            help "shorten what is too tall";
        landscape_in_box() "a table in a list, quotation or callout stands on no page of its own and is not turned"
            help "move it behind the list or box";
    }
    "csv" Error
    "Comma-separated values hold no cell, or more than 5000 rows or 100 columns."
    "Look into the file; divide it, or take the columns that readers need."
    example Chapter
        "```csv\n```"
        "```csv\nJahr;Plätze\n2024;12\n```"
    {
        csv_empty() "there is no cell in these values"
            help "the first line is the head of the table: Jahr;Anteil";
        csv_rows(most) "a table of more than {most} rows"
            help "divide it, or take the rows that readers need";
        csv_columns(columns, most) "{columns} cells in a row are more than {most}"
            help "take the columns that readers need";
    }
    "csv-rows" Warning
    "Rows of comma-separated values do not fit their head: one has more or fewer cells, or there is none below it. All cells are set."
    "Give each row a cell for each column; put a cell that holds the separating sign, or a line end, in quotation marks."
    example Chapter
        "```csv\nJahr;Plätze\n2024\n```"
        "```csv\nJahr;Plätze\n2024;12\n```"
    {
        csv_row_long(cells, columns, sign) "a row of {cells} cells in a table of {columns} columns; cells end at {sign}"
            help "name the further columns in the first line, or put quotation marks around a cell that holds such a sign";
        csv_row_short(cells, columns, sign) "a row of {cells} cells in a table of {columns} columns; cells end at {sign}"
            help "the cells at its end are set empty; put quotation marks around a cell that goes over lines";
        csv_head_only() "there is no row below the head"
            help "the first line names the columns, those below hold the values";
    }
    "csv-separator" Warning
    "It is not plain which sign parts the cells of comma-separated values; the one that was taken is named."
    "Write the sign into a first line: `sep=;`. Spreadsheets know it, too."
    example Chapter
        "```tsv\nJahr;Plätze\n2024;12\n```"
        "```csv\nJahr;Plätze\n2024;12\n```"
    {
        csv_separator(sign) "cells are taken to end at {sign}"
            help "if they do not, write the right sign into a line before this one: sep=;";
        csv_one_column() "no sign parts the rows alike: they are set as one column"
            help "write the sign that parts the cells into a line before this one: sep=;";
    }
    "csv-quotes" Warning
    "Quotation marks of comma-separated values are not in order: one is never closed, then all are taken as text; or words follow behind a closing one, which is not set then."
    "Put the whole cell in quotation marks, and write a quotation mark in it twice."
    example Chapter
        "```csv\nJahr;Anlass\n2024;\"Wahl\n```"
        "```csv\nJahr;Anlass\n2024;\"Wahl\"\n```"
    {
        csv_quote_open() "this quotation mark is never closed: all quotation marks are taken as text"
            help "close it at the end of its cell; one that is text is written twice, in a cell in quotation marks";
        csv_quote_inside() "words follow behind this quotation mark, which is not set"
            help "put the whole cell in quotation marks, and write one that is text twice";
    }
    "csv-place" Warning
    "A table from a file stands in a paragraph, and is set between its parts; in a heading or a cell, where its words alone are set; or it is a link, which leads nowhere."
    "Put it into a paragraph of its own, with empty lines around."
    example Chapter
        "Die Zahlen ![Plätze](../daten/plaetze.csv) steigen."
        "Die Zahlen steigen.\n\n![Plätze](../daten/plaetze.csv)"
    {
        csv_moved(path) "the table {path} is set between the parts of its paragraph"
            help "put it into a paragraph of its own, with empty lines around";
        csv_in_line(path) "the table {path} cannot stand in a line; only its words are set"
            help "put it into a paragraph of its own, with empty lines around";
        csv_in_link(path) "the table {path} cannot be a link"
            help "put the link into the text, or into its caption";
    }
    "table-without-head" Warning
    "The whole head of a table is empty."
    "Name each column, or write a list."
    example Chapter
        "| | |\n|--|--|\n| 2024 | 12 |"
        "| Jahr | Plätze |\n|------|--------|\n| 2024 | 12 |"
    {
        table_without_head() "no cell of the table's head has words"
            help "name each column, or write a list: without a head, cells are read aloud without meaning";
    }
    "empty-header" Warning
    "A cell of a table's head is empty, other than the first."
    "Name the column."
    example Chapter
        "| Jahr | |\n|------|--|\n| 2024 | 12 |"
        "| Jahr | Plätze |\n|------|--------|\n| 2024 | 12 |"
    {
        empty_header() "a cell of the table's head is empty"
            help "name the column; only the first cell may be empty";
    }
    "capitals" Warning
    "Three or more words in a row, of four letters and more, are in capitals."
    "Write them as usual and mark them `**bold**`."
    example Chapter
        "BITTE HEUTE NOCH LESEN."
        "**Bitte heute noch lesen.**"
    {
        capitals(count) "{count} words in a row are in capitals"
            help "write them as usual and mark them **bold**: capitals are hard to read and may be spelled out";
    }
    "chart" Error
    "A chart block cannot be drawn: its TOML is not valid, a key is unknown, missing or of the wrong type, there are more or fewer values than labels, values stand in the block and in a file, a column is not in the file, a value is negative in a bar or no number, there are more than 5 series or 24 labels, or its column is too narrow."
    "Mend what is marked; all keys stand in the [Manual](MANUAL.md#charts)."
    example Chapter
        "```chart\nkind = \"bar\"\ntitle = \"Plätze\"\nlabels = [\"2023\", \"2024\"]\n[[series]]\nvalues = [12]\n```"
        "```chart\nkind = \"bar\"\ntitle = \"Plätze\"\nlabels = [\"2023\", \"2024\"]\n[[series]]\nvalues = [12, 14]\n```"
    {
        chart_title_empty() "the title has no words"
            help "say what the chart shows";
        chart_anchor() "an anchor is one word"
            help "write it without spaces: id = \"weitergabe\"";
        chart_without_labels() "a chart without labels"
            help "name the values: labels = [\"2016\", \"2017\"]";
        chart_of_one_point() "a line needs two values or more"
            help "take kind = \"bar\"";
        chart_of_many_labels(count, most) "a chart of {count} labels cannot be read"
            help "at most {most}; take a table, or two charts";
        chart_without_values() "a chart without values"
            help "add [[series]] with values = [ … ] below";
        chart_of_many_series(count, most) "{count} series cannot be told apart"
            help "at most {most}; take a table, or two charts";
        series_without_name() "a series without a name"
            help "where there are several, each has a name";
        values_for_labels(values, labels) "{values} values for {labels} labels"
            help "each label has one of the values";
        notes_for_labels(notes, labels) "{notes} notes for {labels} labels"
            help "each label has one of the notes";
        notes_beside_no_bars() "notes stand beside bars"
            help "take kind = \"bar\", or say it in the text";
        value_no_number() "this is not a number that can be drawn"
            help "write it in figures: 58.44";
        value_too_long() "this number is too long to be printed"
            help "round it, or change the unit";
        value_below_nothing() "a bar cannot be shorter than nothing"
            help "take kind = \"line\"";
        no_column(name) "no column of the file is called \"{name}\""
            help "the first line of the file names its columns";
        values_twice(key) "`{key}` stands here and in the file"
            help "delete it, or take the file out";
        chart_too_narrow(measure) "a measure of {measure} pt leaves no room to draw this chart"
            help "move it out of its box, or shorten its labels, notes and the unit";
    }
    "chart" Warning
    "A part of a stacked bar is too short for its value, which is not printed."
    "Take `kind = \"bar\"`, or say the value in the text."
    example Chapter
        "```chart\nkind = \"stacked\"\ntitle = \"Plätze\"\nlabels = [\"2024\"]\n[[series]]\nname = \"frei\"\nvalues = [1]\n[[series]]\nname = \"belegt\"\nvalues = [1000000]\n```"
        "```chart\nkind = \"bar\"\ntitle = \"Plätze\"\nlabels = [\"2024\"]\n[[series]]\nname = \"frei\"\nvalues = [1]\n[[series]]\nname = \"belegt\"\nvalues = [1000000]\n```"
    {
        part_too_short(value) "the part of {value} is too short for its value"
            help "it is drawn, but not printed; take kind = \"bar\", or say it in the text";
    }
}
