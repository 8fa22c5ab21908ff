//! Themes, formats, fonts and colours.

use super::complaints;

complaints! {
    "unknown-theme" Error
    "`[brochure] theme`, or `base` of a theme file, names a theme that does not exist."
    "Take one of those named; a file of the project is named with its ending: `\"theme.toml\"`."
    example Config
        "[brochure]\ntheme = \"ortplan\""
        "[brochure]\ntheme = \"ortsplan\""
    {
        unknown_theme(name, known) "there is no theme \"{name}\""
            help "themes: {known}; or the path of a file name.toml";
    }
    "page-format" Error
    "The format is unknown, or its margins leave less than 70 pt for the measure or 12 lines for the text."
    "A3 to A6, DIN lang, or `\"148mm x 210mm\"`; make margins smaller."
    example Config
        "[page]\nformat = \"A9\""
        "[page]\nformat = \"A5\""
    {
        no_format(format) "unknown page format \"{format}\""
            help "A4, A5, A6, DIN lang, or a size such as \"148mm x 210mm\"";
        no_room_on_page() "the margins leave no room for text"
            at "on this format"
            help "make the format larger or the margins of [page] smaller";
        no_sheet(sheet) "\"{sheet}\" is not a sheet"
            help "sheets: A3, A4, A5, or \"320mm x 450mm\"";
    }
    "unknown-font" Error
    "A style or `[fallback]` names a family that does not exist."
    "Take one that is named, or define it as `[fonts.NAME]`."
    example Config
        "[style.body]\nfont = \"serif\""
        "[style.body]\nfont = \"text\""
    {
        unknown_font(name, known) "there is no font family \"{name}\""
            help "families: {known}";
    }
    "font-invalid" Error
    "A file in `fonts/` is no font that can be used: damaged, without letters, a collection, Type 1; or there are more than 250, each weight and slope of a variable font counted."
    "Take TrueType or OpenType files (`.ttf`, `.otf`), variable ones too, or web fonts (`.woff2`, `.woff`)."
    example Unshown "`[fonts.haus]` names a file that holds several fonts (`.ttc`), or that was cut off on its way."
    {
        too_many_fonts(most) "more than {most} fonts";
        font_invalid(path, fault) "{path} {fault}"
            help "TrueType and OpenType files (.ttf, .otf) and web fonts (.woff2, .woff) are accepted";
    }
    "font-colour" Warning
    "A file in `fonts/` is a font in colour, such as one for emoji. Its outlines are set, in the colour of the text; characters that have pictures only are set in the next font of `[fallback]`, or are told as `missing-glyph`."
    "Leave it out: the program's family `emoji` has most of them in one colour, if `[fallback]` names it."
    example Unshown "`[fonts.emoji]` names a font in colour."
    {
        font_colour(path) "{path} is a font in colour; only its outlines are set"
            help "the program's family emoji has most of them in one colour: name it in [fallback], leave this one out";
    }
    "unknown-colour" Error
    "A colour is neither a name of `[color]` nor `\"#RRGGBB\"`."
    "Take one that is named."
    example Config
        "[tab]\nfill = \"petrl\""
        "[tab]\nfill = \"petrol\""
    {
        unknown_colour(name, known) "there is no colour \"{name}\""
            help "colours: {known}, or \"#RRGGBB\"";
    }
    "contrast" Warning
    "A text stands out too little from its ground: less than 4.5:1, or 3:1 for text from 18 pt (semibold from 14 pt), by WCAG 2.1; in large print less than 7:1. Measured are the text styles, callouts, covers, openings, tabs and checklist bands of the theme with all overrides, in `rgb`; not what lies on artwork."
    "Take a darker or lighter colour for one of the two that are named."
    example Config
        "[style.body]\ncolor = \"#BBBBBB\""
        "[style.body]\ncolor = \"#333333\""
    {
        contrast(text, ground, measured, needed)
            "text in {text} on {ground} has a contrast of {measured}:1 and needs {needed}:1"
            help "take a darker or lighter colour for one of them";
        contrast_of_large_text(text, ground, measured, needed)
            "large text in {text} on {ground} has a contrast of {measured}:1 and needs {needed}:1"
            help "take a darker or lighter colour for one of them";
    }
    "tight-lines" Warning
    "The leading of a style is less than 0.8 of its size: lines touch."
    "Make the leading larger."
    example Config
        "[style.body]\nsize = \"20pt\"\nleading = \"13pt\""
        "[style.body]\nsize = \"20pt\"\nleading = \"26pt\""
    {
        tight_lines(style, leading, size, least) "lines of the style {style} touch: {leading}pt for {size}pt type"
            help "a leading from {least}pt on keeps them apart";
    }
}
