//! Sentences that are parts of others, or take the place of a usual help.

pub mod command;
pub mod preflight;
pub mod preview;

use super::sentence::sentences;

sentences! {
    // Suggestions.
    meant(word) "did you mean {word}?";
    meant_key(key) "did you mean `{key}`?";
    meant_value(value) "did you mean \"{value}\"?";
    meant_theme(name, known) "did you mean \"{name}\"? themes: {known}; or the path of a file name.toml";
    meant_callout(kind) "did you mean [!{kind}]?";
    meant_anchor(anchor) "did you mean #{anchor}?";
    meant_address(path) "did you mean https://{path}?";
    meant_language(tag) "did you mean {lang={tag}}?";
    meant_part(part) "did you mean {{part}}?";
    set_as_text() "set as text";
    known_anchors(anchors) "its anchors: {anchors}";
    parts_of_label(parts) "filled in are: {parts}";
    label_without_parts() "nothing is filled in here";

    // What a value of TOML is.
    a_string() "a string";
    a_date() "a date";
    a_number() "a number";
    a_switch() "true or false";
    a_list() "a list";
    a_table() "a table";

    // What is wrong with TOML.
    key_twice() "a key stands there twice";
    bare_text() "a value is missing, or a text without quotation marks";
    key_alone() "behind the key, = and a value are missing";
    more_behind() "behind the value stands more: each key has a line of its own, and \" inside of a text is written \\\"";
    two_signs() "= stands there twice";
    open_list() "a list lacks a comma or the bracket ] at its end";
    open_name() "the name of a table lacks a square bracket";
    open_braces() "the brace } at the end is missing";
    odd_key() "the name of a key is made of a–z, digits, - and _ only";
    odd_switch() "only true and false are written without quotation marks, in small letters";
    odd_escape() "behind \\ stands a letter that means nothing; \\\\ is written for \\";
    open_text() "the quotation mark at the end of a text is missing";
    odd_date() "there is no such date or time; a date is written 2019-10-22";
    odd_number() "a number is written without zeros before it, and with digits behind its point: 2.5";

    // Why the system refuses something.
    not_allowed() "permission denied";
    disk_full() "there is no room left";
    write_protected() "it is write-protected";
    nothing_there() "there is no such file or folder";
    already_there() "there is something of that name";
    is_a_folder() "it is a folder";
    no_folder_above() "what should be a folder is none";
    file_beyond_limit() "the file would be larger than is allowed";
    nobody_reads() "nobody reads what is printed";

    // What a key may hold.
    length_between(says, least, most) "{says} A length from {least}pt to {most}pt, such as \"13pt\" or \"4mm\".";
    holding_parts(says, parts) "{says} It must hold {parts}.";
    part_in_braces(part) "{{part}}";

    // What parts the cells of a row.
    semicolons() "semicolons";
    commas() "commas";
    tabs() "tabs";
    strokes() "strokes |";
    line_ends() "the end of the line";
    signs(sign) "the sign {sign}";

    // Who uses a colour.
    of_style(name) "style {name}";
    of_label(callout) "label of callout {callout}";
    of_text(callout) "text of callout {callout}";
    of_opening_tab() "tab of the opening";
    all_of(users) "{users}";
    users_and_more(users, more) "{users} and {more} more";
    contrast_of_large_text(needed)
        "take a darker or lighter colour for one of them; text from 18 pt, or 14 pt in semibold, needs {needed}:1";

    // What a font file is.
    damaged_web_font() "is a web font (WOFF) that cannot be unpacked; take its TTF or OTF file";
    web_font_too_large(most) "is a web font that unpacks to more than {most} MiB";
    collection() "is a collection of several fonts; take the file of one of them";
    type_1() "is a Type 1 font; take its OTF file";
    too_many_axes(most) "is a variable font with more than {most} axes; take the static file of each weight";
    font_without_size() "is damaged: its letters have no size";
    font_with_cut_names() "is damaged: its names of glyphs are cut off";
    font_without_height() "is damaged: its lines have no height";
    font_without_measures() "its measures cannot be read";
    no_font() "is not a font that can be used";
    font_without_letters() "has no letters";
    font_not_scaled() "has outlines in PostScript, which `scale` cannot change; take its TTF file";

    // What is wrong with a colour profile.
    profile_too_large(most) "is larger than {most} MiB";
    no_profile() "is no ICC profile";
    profile_cut() "is cut off or damaged";
    profile_version(version) "is an ICC profile of version {version}, not 2 or 4";
    profile_space() "has neither L*a*b* nor XYZ as connection space";
    table_damaged(table) "has a damaged table {table}";
    no_output_profile() "is no output profile";
    profile_not_for_cmyk(space) "is a profile for {space}, not for CMYK";
    table_missing(table) "has no table {table}";
    tag_missing(tag) "lacks {tag}";
    not_for_pictures() "is neither for RGB nor for grey";

    // Formats of pictures that are not read.
    a_heic() "a HEIC picture of a phone";
    an_avif() "an AVIF picture";
    a_pdf() "a PDF";
    a_psd() "a picture of Photoshop";
    an_eps() "an EPS drawing";
    an_office_drawing() "a drawing of Windows (EMF, WMF)";
    a_jpeg_xl() "a JPEG XL picture";
    a_jpeg_2000() "a JPEG 2000 picture";
    an_editable_drawing() "a file of a drawing program";
    for_heic() "save it as JPEG: on an iPhone Settings, Camera, Formats, Most Compatible; or open it on a computer and export it";
    for_pdf() "save the page as SVG or, with 300 ppi, as PNG";

    // What is wrong with a picture.
    unknown_format() "unknown format";
    ends_early() "it ends too early";
    no_pixels() "it has no pixels";
    data_damaged(detail) "its data are damaged ({detail})";
    kind_not_read(detail) "it is of a kind that is not read ({detail})";
    too_much_memory() "it would take too much memory";
    megapixels(count) "{count} megapixels";

    // What is wrong with a drawing.
    drawing_too_large(most) "it is larger than {most} MiB";
    no_utf8() "it is not UTF-8";
    no_svg(detail) "it is no valid SVG ({detail})";
    picture_in_drawing() "a picture in it cannot be decoded";
    not_vectors(what) "it contains {what}, which is not vector artwork";
    refers_to_itself(name) "what is named {name} in it refers to itself";
    measured_in_letters() "it measures a shape in em, the size of letters, which a drawing can multiply";
    wider_than_around(tag) "a <{tag}> in it is wider or higher than what it stands in";
    style_too_long() "its style sheet is too long for its many elements";
    number_too_large(attribute, value) "{attribute}={value} holds a number larger than 10⁹";
    declares_entities() "it declares entities";
    endlessly_many() "endlessly many";

    // What a drawing has too much of.
    parts() "parts when drawn";
    corners() "corners when drawn";
    pixels() "pixels of pictures when drawn";
    uses_of_servers() "uses of gradients, patterns, masks and clip paths";
    letters() "letters when drawn";
    steps_for_letters() "steps to place its letters";
    elements_when_drawn() "elements inside one another when drawn";
    references() "references behind one another";
    layers() "transparent groups when drawn";
    dashes() "dashes when drawn";
    nested_layers() "transparent groups inside one another";
    parts_of_uses() "parts once every `use` is drawn";
    nested_uses() "elements inside one another once every `use` is drawn";
    steps_for_style() "steps to find the style of all parts";
    sheets() "style sheets";
    declarations() "declarations";
    rules() "rules of style";
    attributes() "attributes in a tag";
    elements() "elements inside one another";
    prefixes() "prefixes of namespaces";

    // What preflight finds in an edition.
    found(edition, finding) "{edition}: {finding}";
    found_on_page(edition, page, finding) "{edition}, page {page}: {finding}";
    in_artwork(finding, path) "{finding} ({path})";

    // Parts of other sentences.
    qr_elsewhere() "take a shorter address, or list the codes at the end of the chapter with\n[qr]\nplace = \"end\"";
    a_footnote() "a note";
    a_call() "the call of a note";
    in_edition(message, edition) "{message} (edition {edition})";
}
