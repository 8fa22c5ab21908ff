//! Pictures, and what is found when pages are laid out.

use super::complaints;

complaints! {
    "image-corrupt" Error
    "A logo, the picture of the cover or artwork of the theme cannot be decoded or has an unknown format."
    "Export it again as PNG, JPEG, WebP or SVG."
    example Unshown "The file of a logo was cut off on its way."
    {
        image_corrupt(path, reason) "{path} cannot be read as a picture: {reason}"
            help "PNG, JPEG, WebP, GIF, TIFF, BMP and SVG files are accepted; export the picture again";
    }
    "image-corrupt" Warning
    "A picture in a chapter cannot be decoded. A frame with its alternative text stands in its place."
    "Export it again as PNG, JPEG, WebP or SVG."
    example Unshown "The file of a picture was cut off on its way."
    {
        image_set_aside(path, reason) "{path} cannot be read as a picture: {reason}"
            at "a frame stands in its place"
            help "export it again as PNG, JPEG, WebP or SVG";
    }
    "image-missing" Warning
    "A picture with spaces in its path is not there. Other programs make no picture of such a line; a frame with its alternative text stands in its place."
    "Put the picture there, or correct its path."
    example Chapter
        "![Der Saal](../assets/saal im rathaus.png)"
        "![Der Saal](../assets/foto.png)"
    {
        picture_never_seen(path) "there is no picture {path}"
            at "a frame stands in its place"
            help "put the picture there or correct its path; spaces in it are fine";
    }
    "image-format" Warning
    "A picture in a chapter has a format that is not read: HEIC, AVIF, PDF, EPS, Photoshop, office drawings or another. A frame with its alternative text stands in its place."
    "Save it as PNG or JPEG; a drawing as SVG."
    example Unshown "A chapter names a picture as a phone takes it: `rathaus.heic`."
    {
        image_format(path, format) "{path} is {format}, which is not read"
            at "a frame stands in its place"
            help "PNG, JPEG, WebP, GIF, TIFF, BMP and SVG files are accepted; save the picture as one of them";
    }
    "file-spelling" Warning
    "A picture is written with other capitals than the file has, or its address has a part behind `?` that no file has."
    "Write it like the file: other systems do not find it."
    example Chapter
        "![Ein Plan](../assets/Plan.svg)"
        "![Ein Plan](../assets/plan.svg)"
    {
        file_spelling(written, name) "{written} is called {name}"
            help "write {name}: where capitals count, {written} is not found";
    }
    "image-size" Error
    "A picture has more than 20 000 pixels a side or 60 megapixels; or all together have more than 5000 megapixels, 2 GiB, or 3 million parts and corners of drawings."
    "Scale it down."
    example Unshown "A scan has 25 000 pixels a side."
    {
        image_too_large(path, width, height, most) "{path} has {width} × {height} pixels"
            help "at most {most} pixels a side and 60 megapixels; scale it down";
        too_many_pixels(path, most) "with {path} all pictures together have more than {most}"
            help "scale the largest pictures down to 300 pixels an inch of their printed size";
        too_much_drawn(path, most) "with {path} all pictures together have more than {most} parts and corners"
            help "simplify the largest drawings, or export them as PNG with 300 ppi";
    }
    "image-profile" Warning
    "The colour profile in a picture is damaged, is neither for RGB nor for grey, or is for grey while the picture has colours. It is printed as if it had none."
    "Save the picture as sRGB."
    example Unshown "A photo in RGB carries the colour profile of a grey scanner."
    {
        image_profile(path, fault) "the colour profile in {path} {fault}"
            help "it is printed as if it had none; save the picture as sRGB";
        grey_profile_of_colours(path) "the colour profile in {path} is for grey, but the picture has colours"
            help "it is printed as if it had none; save the picture as sRGB";
    }
    "image-resolution" Warning
    "A picture has too few pixels for its printed size."
    "Use a larger one; the limit is `[figure] min-ppi`."
    example Chapter
        "![Ratssaal](../assets/foto.png){width=100%}"
        "![Ratssaal](../assets/foto.png){width=3cm}"
    {
        image_resolution(path, ppi, least) "{path} has {ppi} pixels per inch at its printed size"
            help "below {least} it looks coarse in print; use a larger picture";
    }
    "svg-invalid" Error
    "A drawing cannot be used: no valid SVG, with entities, with parts that refer to themselves, with `<foreignObject>`, a filter of any kind, or an `<image>` that is not written out in it."
    "Save it as plain SVG with vectors and embedded pictures."
    example Unshown "A logo was saved with a filter, such as a shadow."
    {
        svg_invalid(path, reason) "{path} cannot be drawn: {reason}"
            help "save it as plain SVG from your drawing program";
    }
    "missing-glyph" Error
    "No font has a character of a drawing."
    "Turn the letters of the drawing into outlines."
    example Unshown "A drawing holds a hieroglyph as a letter."
    {
        missing_glyph_of_drawing(path, character) "{path} writes {character}, which no font has"
            help "turn the letters of the drawing into outlines";
    }
    "svg-invalid" Warning
    "A drawing in a chapter cannot be used: no valid SVG, with entities, with parts that refer to themselves, with `<foreignObject>`, a filter or an `<image>` that is not written out in it. A frame with its alternative text stands in its place."
    "Save it as plain SVG, or export it as PNG with 300 ppi."
    example Unshown "A drawing of a chapter was saved with a filter, such as a shadow."
    {
        drawing_set_aside(path, reason) "{path} cannot be drawn: {reason}"
            at "a frame stands in its place"
            help "save it as plain SVG from your drawing program, or export it as PNG with 300 ppi";
    }
    "svg-size" Error
    "A drawing comes to more than is drawn once every `use`, marker, pattern and mask is followed; the limit and the number are named."
    "Simplify it in your drawing program, or export it as PNG with 300 ppi."
    example Unshown "A map of a whole country comes to a million parts."
    {
        svg_too_large(path, found, what, most) "{path} has {found} {what}; at most {most} are drawn"
            help "simplify it in your drawing program, or export it as PNG with 300 ppi";
    }
    "running-head" Warning
    "A running head is wider than the text: it is shortened."
    "Give the chapter a `short-title` in its front matter."
    example Unshown "A chapter over several pages has a title of three lines and no `short-title`."
    {
        running_head(words) "the running head „{words}“ is wider than the text and is shortened"
            help "give the chapter a short-title in its front matter";
    }
    "missing-glyph" Warning
    "No font has a character: it is left out. Told once for each character of a file, and once for all letters of a script, with a font that has them."
    "Write it otherwise, or put a font that has it into `fonts/`."
    example Chapter
        "Am Tor steht 𓀀."
        "Am Tor steht ein Mann."
    {
        missing_glyph(character, code, count) "no font has the character {character} ({code}), it is left out ({count} of them)"
            help "write it otherwise, or put a font that has it into fonts/: it is asked behind those of [fallback]";
        missing_script(script, count, font) "no font has {script} letters, they are left out ({count} of them)"
            help "put {font} (Noto, free under the SIL Open Font License) into fonts/";
    }
    "too-narrow" Error
    "Indents and margins leave no room for a text."
    "Make the indents of the theme smaller, or nest less."
    example Config
        "[code]\npad = \"500pt\""
        "[code]\npad = \"5pt\""
    {
        too_narrow() "indents and margins leave no room for this text"
            help "make the indents of the theme smaller, or nest less";
    }
    "too-tall" Error
    "A row, picture, box or note is taller than the type area."
    "Divide it or make it smaller."
    example Unshown "A definition of a glossary is longer than a page."
    {
        note_too_tall() "a note of this chapter fits on no page"
            help "make the spaces and the leading of notes smaller";
        too_tall(page) "something on page {page} is taller than the type area"
            at "near this place"
            help "divide the table row, picture or box, or make it smaller";
    }
    "overlong-word" Warning
    "A word is wider than its line and was cut anywhere."
    "Put a soft hyphen (`&shy;`) into it, or add it to `[hyphenation] exceptions`."
    example Unshown "A text holds a key of 200 letters without a space."
    {
        overlong_word() "a word is too long for its line and was cut anywhere"
            help "put a soft hyphen or a space into it, or add it to [hyphenation] exceptions";
    }
    "loose-line" Warning
    "A justified line has spaces far wider than natural."
    "Reword, or add breaks for its long words to `[hyphenation] exceptions`."
    example Unshown "A long word without a place to break stands in a justified paragraph."
    {
        loose_line(times) "a line is set loosely: its spaces are {times} times as wide as they should be"
            at "this line"
            help "reword the sentence, or add breaks for its long words to [hyphenation] exceptions";
    }
    "table-columns" Warning
    "A table has more than 12 columns (`[table] max-columns`), or is marked `{.landscape}`, and its words have no room side by side on a turned page either, or it stands in a list or box: it is set row by row, each cell behind the head of its column."
    "Divide it, turn columns to rows, or move it out of the list or box."
    example Unshown "A table has 20 columns of words."
    {
        table_columns(count, most) "a table of {count} columns does not fit on the page and is set row by row"
            help "at most {most} columns can be read side by side; divide it, or turn columns to rows";
        table_columns_turned(count) "a table of {count} columns does not fit on a turned page either and is set row by row"
            help "divide it, or turn columns to rows";
        table_columns_in_box(count, most) "a table of {count} columns in a list, quotation or callout is set row by row"
            help "at most {most} columns can be read side by side; move it behind the list or box, where it gets a turned page";
    }
    "glossary-content" Error
    "A definition of a glossary holds something else than paragraphs."
    "Write it as one or two sentences."
    example File
        "+++\ntitle = \"Glossar\"\nkind = \"glossary\"\n+++\n\nRat\n: - Gremium"
        "+++\ntitle = \"Glossar\"\nkind = \"glossary\"\n+++\n\nRat\n: Gremium der Stadt."
    {
        glossary_content() "definitions of a glossary hold paragraphs only"
            help "write it as one or two sentences";
    }
    "quote-content" Error
    "A `[!zitat]` holds something else than paragraphs."
    "Quote lists and tables with `>` in the running text."
    example Chapter
        "> [!zitat]\n> - Wir hören zu."
        "> [!zitat]\n> Wir hören zu."
    {
        quote_content() "a pull quote holds paragraphs only"
            help "quote lists and tables with > in the running text";
    }
    "imprint-content" Error
    "The imprint's file holds something other than headings and paragraphs."
    "Move it into a chapter."
    example Unshown "The file that `[imprint] file` names holds a list."
    {
        imprint_content() "the imprint holds headings and paragraphs only"
            help "write lists and tables as paragraphs";
        imprint_with_notes() "the imprint has no room for notes"
            help "write it into the text";
    }
    "imprint-full" Warning
    "The imprint does not fit on its page."
    "Shorten the rows or the file."
    example Unshown "`[[imprint.row]]` stands there sixty times."
    {
        imprint_full() "the imprint does not fit on its page"
            help "shorten [[imprint.row]] or the imprint's file";
    }
    "cover-full" Warning
    "Title and subtitle, or claim and blurb, or the publishers' contacts, do not fit on the cover."
    "Shorten them."
    example Unshown "The subtitle is a text of 200 words."
    {
        cover_full() "title and subtitle do not fit on the cover"
            help "shorten them; a short title can be as strong";
        back_full() "claim and blurb do not fit on the back cover"
            help "shorten claim and blurb of [back]";
        contacts_full() "the contacts of the publishers do not fit on the back cover"
            help "shorten the names and addresses of [[publisher]]";
    }
    "opener-full" Warning
    "Title, summary and key points do not fit on the chapter opening and lie over one another."
    "Shorten the summary to 330 characters or drop a key point."
    example Unshown "The `summary` of a chapter is a text of 400 words."
    {
        opener_full() "title, summary and key points do not fit on the chapter opening"
            help "shorten the summary to 330 characters or drop a key point";
    }
    "qr-room" Error
    "The margin of a page has no room for another QR code."
    "List the codes at the end of the chapter: `[qr] place = \"end\"`."
    example Unshown "Four links in one paragraph ask for a QR code, and the margin holds three."
    {
        qr_room(page) "page {page} has no room for this QR code in its margin"
            help "list the codes at the end of the chapter with\n[qr]\nplace = \"end\"";
    }
    "qr-size" Error
    "An address is so long that its QR code would be too large."
    "Take a shorter address, or list the codes at the end of the chapter."
    example Unshown "A link of 300 characters asks for a QR code."
    {
        qr_size(bytes) "the address is too long for a QR code here: {bytes} bytes"
            help "take a shorter address";
    }
    "restless-pages" Warning
    "Page numbers in references change lines, so that the numbers change, and do not come to rest."
    "Check the references to the place that is marked, or move a sentence nearby."
    example Unshown "„S. 10“ is wider than „S. 9“, and moves what it leads to onto another page."
    {
        restless_pages() "page numbers in references do not come to rest"
            at "this stands on one page or the next"
            help "check the references to it, or move a sentence nearby";
    }
    "page-count" Warning
    "The text takes more pages than `pages` in brochure.toml asks for."
    "Shorten the text, or ask for more pages."
    example Unshown "`pages = 64`, and the text takes 72 of them."
    {
        more_pages_than_wanted(count) "the brochure has {count} pages: its text does not fit on fewer"
            at "so many were wanted"
            help "shorten the text, or ask for {count}";
    }
    "off-page" Error
    "Words lie wholly beside their page: a measure of the theme puts them there."
    "Make the measure smaller, or shorten what stands before the words."
    example Config
        "[cover]\ntitle-baseline = \"900mm\""
        "[cover]\ntitle-baseline = \"42mm\""
    {
        off_page(words, page) "„{words}“ lies beside page {page}"
            help "make the measure of the theme smaller that puts it there, or shorten what stands before it";
    }
    "leaves-box" Warning
    "Letters stand beyond their line, cell, box, column or page. This is looked for in finished pages; the page is set all the same."
    "Shorten the words, or make the measure of the theme larger that holds them."
    example Config
        "[running]\nfolio-gap = \"27.5mm\""
        "[running]\nfolio-gap = \"4mm\""
    {
        leaves_box(words, page, by) "„{words}“ leaves its box on page {page} by {by} pt"
            help "shorten the words, or make the measure of the theme larger that holds them";
        leaves_box_of_handout(words, by) "„{words}“ leaves its box on the sheet that tells how the booklet is made by {by} pt"
            help "shorten the words, or leave the sheet out with help = false";
    }
    "lost-place" Error
    "A heading, caption or note is printed on no page, or a bookmark or link leads to another page than it stands on. This is looked for in finished pages, and is a fault of brochure."
    "Report it; until then a sentence behind the heading helps."
    example Unshown "Nothing that is written: this is a fault of brochure."
    {
        led_to_another_page(what, leads, stands) "links to „{what}“ lead to page {leads}, but it stands on page {stands}"
            help "this is a fault of brochure, please report it; until then write a sentence behind it";
        led_to_no_page(what, page) "no link can lead to „{what}“ on page {page}"
            help "this is a fault of brochure, please report it; until then write a sentence behind it";
        on_no_page(what) "„{what}“ is printed on no page"
            help "this is a fault of brochure, please report it; until then write a sentence behind it";
    }
}
