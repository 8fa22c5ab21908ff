//! What preflight says of a file.

use super::sentences;

sentences! {
    // The file.
    asks_for_password() "the file asks for a password; nothing was checked";
    no_pdf() "the file is no PDF, or it is broken; nothing was checked";
    takes_too_much_work(rest) "the file takes too much work: {rest}";
    pages_unchecked_from(page) "page {page} and all behind it are not checked whole";
    objects_unread() "its objects are not all read";
    first_pages_checked(count) "only the first {count} pages are checked";
    more_findings(count) "{count} more findings are not told";
    wrong_version(version, wanted) "the version is {version}, not {wanted}";
    version_untold(wanted) "the version is not told, not {wanted}";
    encrypted() "the file is encrypted, with an empty password";
    no_identifier() "the trailer has no /ID of two parts";
    print_area(key, area) "/{key} is {area}";

    // Damage.
    cross_reference_searched() "the cross-reference does not lead to all objects; they were searched";
    header_missing() "the header %PDF is missing";
    length_wrong() "the length of a stream is wrong; its end was searched";
    trailer_searched() "the trailer does not lead to the catalog; it was searched";
    page_tree_searched() "the tree of pages leads to none; they were searched";
    one_object_lost() "1 object cannot be read";
    objects_lost(count) "{count} objects cannot be read";
    first_page_lost() "a page before page 1 cannot be read";
    page_lost_behind(page) "a page behind page {page} cannot be read";
    more_pages_lost(count) "{count} more pages cannot be read";
    font_missing() "a font that is used does not exist";
    page_content_missing() "content of the page is missing";
    page_content_too_long() "the content of the page is too long to be looked at";
    content_packed() "a content stream cannot be unpacked";
    too_many_operands() "an operator has more operands than can be looked at";
    too_many_states() "graphics states are saved too often, one over another";
    too_many_segments() "a path has more segments than can be looked at";
    drawn_object_missing() "a picture or form that is used does not exist";
    image_without_size() "an image has no size";
    form_draws_itself() "a form draws itself, or forms are nested too deeply";
    form_packed() "a form cannot be unpacked";

    // Boxes.
    no_trim_box() "the page has neither TrimBox nor ArtBox";
    two_trim_boxes() "the page has TrimBox and ArtBox";
    box_beyond(inner, outer) "the {inner} reaches beyond the {outer}";
    size_in_mm(width, height) "{width} × {height} mm";
    not_as_ordered(size, ordered) "the page is {size}, ordered is {ordered}";
    not_as_first(size, first) "the page is {size}, the first one {first}";
    no_bleed_box() "the page has no BleedBox";
    narrow_bleed(bleed) "the bleed is {bleed} mm on the narrowest side";
    turned_page(degrees) "the page is turned by {degrees} degrees";

    // Binding.
    no_multiple(pages, multiple, missing) "{pages} pages are no multiple of {multiple}: {missing} more are needed";
    too_thick(pages, leaf, most) "{pages} pages, leaves of {leaf} mm, are too many for staples; {most} at most";
    too_thin(pages, leaf, spine, fewest)
        "{pages} pages, leaves of {leaf} mm, make a spine of about {spine} mm; {fewest} pages at least";

    // Metadata.
    no_metadata() "the catalog has no /Metadata that can be read";
    other_standard(standard) "the file says that it is {standard}";
    missing_in_xmp(name) "{name} is missing in XMP";
    trapped_in_information(value) "Trapped is {value} in the document information";
    trapped_in_xmp(value) "Trapped is {value} in XMP";
    entry_missing(key) "/{key} is missing";
    entries_differ(key, name) "/{key} and {name} differ";

    // Output intent.
    no_intent() "there is no output intent of PDF/X";
    several_intents(count) "there are {count} output intents of PDF/X";
    no_condition() "OutputConditionIdentifier is missing";
    wrong_registry(condition, registry) "RegistryName of {condition} is not {registry}";
    unregistered(condition) "{condition} is no registered name and has no Info";
    no_profile_of_intent() "no profile is embedded as DestOutputProfile";
    intent_without_icc() "DestOutputProfile is not an ICC profile";
    wrong_class(class) "the profile is of class {class}, not prtr";
    wrong_count(space) "/N of the profile does not fit {space}";
    tables_missing() "the profile lacks the tables A2B0 or B2A0";
    intent_for(space) "the output intent is for {space}";

    // Objects.
    transfer_in_state() "a graphics state has a transfer function";
    halftone_shifted() "a graphics state shifts the halftone (HTP)";
    halftone_type() "a halftone is of a type other than 1 and 5";
    halftone_by_name() "a halftone is called by name";
    transfer_in_halftone() "a halftone has a transfer function";
    lzw_stream() "a stream is compressed with LZW";
    lzw_image() "an inline image is compressed with LZW";
    data_elsewhere() "the data of a stream lie in another file";
    postscript_object() "an object is a PostScript program";
    postscript_operator() "the content has an operator PS";
    opi_instructions() "an object has OPI instructions";
    form_of_other_file() "a form stands for a page of another file";
    alternate_for_print() "an alternate image is the default for printing";

    // Fonts.
    font_not_embedded(font) "the font {font} is not embedded";
    font_without_tag(font) "the font {font} has no valid tag of a subset";
    font_as_a_whole(font) "the font {font} is embedded as a whole, not as a subset";
    font_with_two_names(font) "the font {font} has another name in its descriptor";

    // What cannot be printed.
    document_script() "there is JavaScript for the whole document";
    action_at_opening() "an action runs when the file is opened";
    attached_files() "files are attached";
    form_fields(count) "there are {count} form fields or groups of them";
    layers_without_name() "a configuration of layers has no Name";
    layers_of_one_name(name) "two configurations of layers are called {name}";
    layers_switch() "layers switch by themselves (AS)";
    one_ink_of_a_page() "the page is one ink of a page";
    annotation(kind) "an annotation lies on the page: {kind}";
    script_in_action() "an action runs JavaScript";
    additional_actions() "something has additional actions (AA)";
    attached_action(kind) "an action is attached: {kind}";

    // Colours.
    a_filled_area() "a filled area";
    a_line() "a line";
    some_text() "text";
    a_stencil() "a stencil";
    an_image() "an image";
    a_shading() "a shading";
    in_device_rgb(what) "{what} is in DeviceRGB";
    in_device_cmyk(what) "{what} is in DeviceCMYK, which is not that of the output intent";
    profile_does_not_fit(what, count) "{what} has a profile that does not fit {count} components";
    repeats_intent(what) "{what} repeats the profile of the output intent";
    in_colour_by_profile(what) "{what} is in RGB or Lab by a profile";
    in_grey_by_profile(what) "{what} is in grey by a profile";
    in_space(what, space) "{what} is in {space}";
    no_space(what) "{what} has no colour space that can be read";
    text_in_converted(size) "text of {size} pt in a colour that is converted to several inks";
    text_in_rich_black(size, count) "text of {size} pt in black of {count} inks";
    text_in_inks(size, count) "text of {size} pt in {count} inks";
    white_overprints(what) "{what} in white overprints";
    blended_for_other_output() "transparency is blended in the device colours of another output";
    blended_in_rgb() "transparency is blended in calibrated RGB";
    blended_unsaid() "the page has transparency and does not say in which colours it is blended";
    has_transparency() "the page has transparency";

    // Ink.
    ink_coverage(ink, most, area) "{ink} % of ink; {most} % at most; {area} mm² are above";
    ink_not_measured() "the ink of this page was not measured: the file takes too much work";
    ink_unknown() "the ink of an image or shading is not known";

    // Shapes and margins.
    thin_line(width) "a line of {width} pt";
    thin_area(width) "an area only {width} pt thick";
    coarse_image(ppi, least) "an image of {ppi} ppi; {least} at least";
    text_cut(distance) "text crosses the trim by {distance} mm";
    text_near(distance, least) "text {distance} mm from the trim; {least} mm at least";
    no_bleed_left() "a ground reaches the left edge and not the end of the bleed";
    no_bleed_top() "a ground reaches the top edge and not the end of the bleed";
    no_bleed_right() "a ground reaches the right edge and not the end of the bleed";
    no_bleed_bottom() "a ground reaches the bottom edge and not the end of the bleed";

    // The report.
    fault_title(severity, code, title) "{severity}[{code}]: {title}";
    fault_at(place, finding) "  {place}: {finding}";
    fault_often(place, finding, count) "  {place}: {finding} ({count} times)";
    whole_file() "file";
    at_page(page) "page {page}";
    at_place(page, x, y, width, height) "page {page}, x {x} mm, y {y} mm, {width} × {height} mm";
    at_pages(pages) "pages {pages}";
    more_at(count, pages) "  … and {count} more: {pages}";
    why_and_help(reason, advice) "  why:  {reason}\n  help: {advice}";
    finding_at(finding, place) "{finding} ({place})";
    summary(errors, warnings, notes) "{errors}, {warnings}, {notes}";
    summary_with_pages(summary, pages) "{summary}; {pages}";
    summary_with_ink(summary, ink, page) "{summary}; most ink {ink} % on page {page}";
    file_summary(file, summary) "{file}: {summary}";
    a_page() "1 page";
    count_of_pages(count) "{count} pages";
    one_note() "1 note";
    count_of_notes(count) "{count} notes";
}
