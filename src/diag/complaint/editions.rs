//! Editions, their PDFs, and the files that are written.

use super::complaints;

complaints! {
    "edition-value" Error
    "Seven pages cannot stand on a side evenly, or there are more than 24 editions."
    "Take one of the numbers that are named."
    example Config
        "[edition.zettel]\nkind = \"n-up\"\npages = 7"
        "[edition.zettel]\nkind = \"n-up\"\npages = 8"
    {
        uneven_side(pages) "{pages} pages do not fill a side evenly"
            help "pages on a side: 2, 4, 6, 8 or 9";
        too_many_editions(most) "more than {most} editions"
            at "one too many";
    }
    "edition-file" Error
    "Two editions are written to the same file, or one to a list, or to the report or cover of another; upper and lower case and the encoding of accents do not tell files apart. Or a name that not every system takes: a device of Windows, a letter such as `:` or `?`, a point or space at the end, more than 200 bytes."
    "Give each edition a `file` of its own, of letters, digits and hyphens."
    example Config
        "[edition.heft]\nkind = \"screen\"\nfile = \"manifest.json\""
        "[edition.heft]\nkind = \"screen\"\nfile = \"heft.pdf\""
    {
        file_of_a_list(file) "{file} is the name of a list of editions"
            help "give each edition a file of its own: file = \"name.pdf\"";
        file_of_another(file, edition) "{file} is also written by the edition {edition}"
            help "give each edition a file of its own: file = \"name.pdf\"";
        file_like_another(file, other, edition) "{file} and {other} of the edition {edition} are one file on many systems"
            help "give each edition a file of its own: file = \"name.pdf\"";
        no_file_name(name) "\"{name}\" is not a file name on every system"
            help "letters, digits, hyphens and points are safe: file = \"name.pdf\"";
        file_name_too_long(bytes, most) "a file name of {bytes} bytes is longer than {most}"
            help "give it a shorter one";
    }
    "booklet-scaled" Warning
    "Two pages do not fit on the `sheet` of a booklet and are scaled down."
    "Name a larger sheet, or none: the one that fits is taken."
    example Config
        "[edition.heft]\nkind = \"booklet\"\nsheet = \"A5\""
        "[edition.heft]\nkind = \"booklet\"\nsheet = \"A4\""
    {
        booklet_scaled(width, height, sheet, percent)
            "two pages of {width} × {height} mm do not fit on a sheet {sheet}; they are printed at {percent} %"
            help "name a larger sheet, or leave out the key to take the one that fits";
    }
    "print-date" Error
    "A print edition has no date; PDF/X-4 must say when a file was made."
    "Add `date = 2019-10-22` to `[brochure]`."
    example Config
        "[edition.druckerei]\nkind = \"print\""
        "[brochure]\ndate = 2025-03-01\n\n[edition.druckerei]\nkind = \"print\""
    {
        print_date(edition) "the edition {edition} needs a date"
            help "PDF/X-4 tells when a file was made; add to [brochure]: date = 2019-10-22";
    }
    "print-condition" Error
    "The profile of a print edition does not say for which printing condition it was made."
    "Ask the print shop for its registered name: `condition = \"FOGRA51\"`."
    example Unshown "`profile` of a print edition is one that a device made for itself."
    {
        print_condition() "the profile does not say which printing condition it is for"
            help "ask the print shop for its registered name and add it to the edition: condition = \"FOGRA51\"";
    }
    "print-profile" Error
    "A profile to print with is no ICC output profile for CMYK of version 2 or 4, is damaged, lacks tables, or is larger than 16 MiB."
    "Take the one that the print shop offers, or none: FOGRA39 is built in."
    example Unshown "`profile` of a print edition is one of a screen."
    {
        print_profile(path, fault) "{path} {fault}"
            help "take an output profile for CMYK of version 2 or 4, as the print shop offers it, or leave it out: FOGRA39 is built in";
    }
    "conformance" Warning
    "Something stands against PDF/UA-1 or, with a date, PDF/A-2a (PDF/UA-2 and PDF/A-4 where the edition asks for them): a sign of a private area (`U+E000` and the like), a text beside the pages of more than 32 767 bytes, a drawing with more than 25 groups in one another, a font that must not be embedded. The PDF is written and does not claim that standard."
    "Mend what is marked; the hint says how. What is claimed instead is told with each file and in `manifest.json`."
    example Unshown "A sign of an icon font, copied from a web page, stands in the text."
    {
        private_sign(code) "the character {code} means nothing outside of its font"
            help "nobody can hear, search or copy it: take another sign, or a picture with an alternative text";
        silent_sign(code) "the character {code} cannot be read aloud"
            help "delete it and type the words around it anew; it comes along when text is copied";
        font_without_sign(font, text) "the font {font} has no sign for {text}"
            help "write it otherwise, or take a font that has it";
        sign_without_letter(font) "a sign of the font {font} stands for no letter"
            help "write it otherwise, or take another font";
        font_not_embedded(font) "the font {font} must not be embedded"
            help "take a font whose licence allows it, such as one under the Open Font License";
        link_without_description() "a link has no description"
            help "say between the brackets what is found there";
        silent_heading() "a heading has no words that can be read aloud"
            help "write some or delete the #";
        text_too_long(most) "a title, keyword, description, address or alternative text has more than {most} bytes"
            help "shorten it";
        brochure_too_long() "the brochure is too long for PDF/A"
            help "divide it into several";
        too_many_clips() "a drawing clips too many shapes one inside another"
            help "make it flatter in the drawing program, or save it as PNG";
    }
    "pdf" Error
    "The PDF could not be written; the writer's reason is named."
    "Look for an unusual picture or font; build with fewer chapters to find it."
    example Unshown "A font is damaged in a way that shows only when it is embedded."
    {
        font_not_written(font, reason) "the font {font} cannot be written: {reason}"
            help "take another file of it";
        picture_not_written(reason) "a picture cannot be written: {reason}"
            help "export it again as PNG or JPEG";
    }
    "output" Error
    "A file cannot be written; all files of the last run were left as they were."
    "Look at the folder, the room on the disk, and whether the file is open in another program."
    example Unshown "The disk is full, or a PDF of the last run is open in a program that locks it."
    {
        not_written(path, reason) "cannot write {path}: {reason}"
            help "is the folder writable, is there room on the disk, is the file open in another program? The last files were left as they were";
    }
    "output-changed" Warning
    "A file in `dist/` of an edition that is not made now is not the one that `manifest.json` lists: it was changed, or a run was stopped. The lists leave it out."
    "Make it anew."
    example Unshown "A PDF in `dist/` was edited, and only another edition is made now."
    {
        output_changed(path, list, edition) "{path} is not the file that {list} lists"
            help "the lists leave it out; make it anew: --edition {edition}";
    }
    "output-unfinished" Warning
    "An earlier run was stopped while it wrote. What it left was removed."
    "Nothing, if all editions are made now; else build all."
    example Unshown "The last run was stopped with Ctrl-C."
    {
        output_unfinished(folder) "an earlier run was stopped while it wrote to {folder}"
            help "what it left was removed; editions that are not made now may be older than others";
    }
}
