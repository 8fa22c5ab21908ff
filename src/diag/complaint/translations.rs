//! Translations of a brochure, and their files.

use super::complaints;

complaints! {
    "translation-file" Error
    "A file of translations is not as gettext writes it: something is missing, stands there twice, or is no part of such a file."
    "Mend the line that is named, or save the file anew from an editor for PO files, such as Poedit."
    example Unshown "`po/ar.po` has a line `msgstr \"مرحبا` without a quotation mark at its end."
    {
        po_unclosed() "the text has no quotation mark at its beginning or end"
            help "each line of text stands in quotation marks: msgstr \"…\"";
        po_quote() "a quotation mark within a text"
            help "write a backslash before it: \\\", or take the quotation marks of the language: „…“";
        po_escape(letter) "\\{letter} means nothing here"
            help "a backslash itself is written \\\\";
        po_keyword(word) "\"{word}\" is no part of a file of translations"
            help "lines begin with msgctxt, msgid, msgstr, # or a quotation mark";
        po_string_alone() "there is no msgid that this text belongs to"
            help "the original stands before the translation: msgid \"…\", msgstr \"…\"";
        po_no_text() "this message has no msgstr"
            help "add it on the next line: msgstr \"\" if there is no translation yet";
        po_twice(words) "the message \"{words}\" stands here twice"
            help "keep one of them, then call brochure translate";
        po_plural() "this message has forms for plurals, which brochures do not have"
            help "call brochure translate, which writes the file anew";
        translations_too_large(chapter, most) "with its translations {chapter} would have more than {most}"
            help "make the translations shorter that stand at many places";
        no_translation_file(path) "{path} is no name of a file of translations"
            help "it ends with .po: po = \"po/ar.po\"";
        po_charset(name) "the file says that it is written in {name}"
            help "save it in UTF-8: Content-Type: text/plain; charset=UTF-8";
    }
    "translation-mark" Error
    "A translation lacks what its original has: a link into the brochure, the call of a note, a picture or an anchor; or it has one that the original lacks. Or it is not set as one block of the same kind: `1. ` or `# ` at its beginning make a list or a heading of a paragraph."
    "Copy the mark from the original; the words in `[…]` are translated, what stands in `(…)` and `{…}` stays. Write a backslash before a sign that is to be nothing but itself."
    example Unshown "`msgid \"Siehe [Wohnen](03.md#wohnen).\"` is translated `msgstr \"See Housing.\"`."
    {
        translation_lacks(mark, place) "the translation lacks {mark} of its original at {place}"
            help "copy it from the msgid; only its words are translated";
        translation_adds(mark, place) "the translation has {mark}, which its original at {place} does not have"
            help "take it out, or write it as in the msgid";
        translation_link_lost(place) "the translation does not have as many links to the web as its original at {place}"
            help "copy them from the msgid; an address may be another, in the reader's language";
        translation_shape(kind, place) "the translation is not set as one block like its original at {place}, of the kind {kind}"
            help "write a backslash before a sign at its beginning that means something in Markdown: \\#, 1\\., \\-";
    }
    "translation-incomplete" Warning
    "A translation lacks blocks, or some are marked as fuzzy: what they were translated from has changed. These blocks are set in the brochure's own language."
    "Translate them, and take the mark `fuzzy` from those that were looked at; `brochure translate` shows how far each language is."
    example Unshown "`[translation.en]` stands in brochure.toml, and `po/en.po` has no translation of a paragraph yet."
    {
        translation_incomplete(tag, done, all, missing, fuzzy) "{done} of {all} blocks are translated into {tag}: {missing} missing, {fuzzy} fuzzy; the rest is set in the brochure's own language"
            help "brochure translate brings po/*.po up to date; --require-complete makes this an error";
    }
    "translation-incomplete" Error
    "The same, where `--require-complete` asks for all of it."
    "Translate the rest, or build without `--require-complete`."
    example Unshown "`brochure build --require-complete` with a language that lacks a block."
    {
        translation_required(tag, done, all, missing, fuzzy) "{done} of {all} blocks are translated into {tag}: {missing} missing, {fuzzy} fuzzy (--require-complete)"
            help "translate them, or take the mark fuzzy from those that were looked at";
    }
    "translation-language" Error
    "A table `[translation.…]` is not named for a language, or for the brochure's own; or there are too many."
    "Name it for the language: `[translation.ar]`, `[translation.uk]`."
    example Config
        "[translation.arabisch]\nkicker = \"مرحبا\""
        "[translation.ar]\nkicker = \"مرحبا\""
    {
        no_translation_language(tag) "\"{tag}\" is not a language code"
            help "name the table for its language: [translation.ar], [translation.uk]";
        translation_of_itself(tag) "{tag} is the brochure's own language"
            help "its texts stand in [brochure]; delete the table";
        too_many_translations(most) "more than {most} translations"
            at "one too many";
    }
}
