//! What the preview says to whoever works with it.

use super::sentences;

sentences! {
    // In the terminal.
    preview_is_at(address) "the preview is at {address}";
    preview_runs(address) "the preview of this brochure is open already: {address}";
    window_stays_open() "Dieses Fenster offen lassen, solange die Vorschau gebraucht wird / Keep this window open as long as you use the preview";
    open_by_hand(address) "the browser did not open; open this address in it: {address}";
    no_preview(folder) "no preview of {folder} is open; `brochure preview` opens one";
    no_server(reason) "the preview cannot be opened: {reason}";
    no_place(place) "{place} is no file and line, such as chapters/04.md:17";
    not_in_brochure(file) "{file} is no file of this brochure";

    // What a brochure begins as.
    guide() "Guide";
    about_guide() "20 pages of A5 that tell how brochures are written";
    leaflet() "Leaflet";
    about_leaflet() "eight narrow pages, 99 × 210 mm";
    annual_report() "Annual report";
    about_annual_report() "A4, with figures and charts";
    empty() "Empty";
    about_empty() "one chapter, no more";

    // Why something is not done.
    only_looking() "this preview is for looking only, nothing can be changed here";
    not_changed_here(file) "{file} cannot be changed here";
    not_saved(file, reason) "{file} could not be saved: {reason}";
    no_text_sent() "what was sent is no text";
    config_unsaved() "brochure.toml has changes that are not saved; save it first";
    no_such_chapter(file) "{file} is no chapter of this brochure";
    order_elsewhere(file) "the order of the chapters stands in {file}; change it there";
    order_by_hand() "the order of the chapters cannot be changed from here; write it into brochure.toml yourself";
    first_or_last() "the chapter cannot be moved any further";
    name_is_taken(file) "{file} is there already";
    picture_without_kind(name) "{name} is no picture that can be used; PNG, JPEG, SVG, WebP, GIF, TIFF or BMP can";
    is_working() "there is work going on; wait until it is done";
    not_opened(name, reason) "{name} could not be opened: {reason}";
    not_made_yet(name) "{name} is not there; make the PDFs first";
    no_editor() "no editor was set up for this";
    no_project_beside(folder) "{folder} is no brochure beside the program";
    internal_fault(message, place) "this is a fault of brochure: {message} ({place}). Your files are as they were.";
}
