//! Fonts for scripts. Decides which font file is advised for letters that no font of a brochure has: one
//! of Noto (SIL Open Font License), with serifs where there is one.

use unicode_script::{Script, UnicodeScript};

use crate::language::{Language, LanguageTag, is_square};

/// A script and the font that has its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Advice {
    /// Name of the script in Unicode.
    pub script: &'static str,
    /// Name of the file.
    pub font: &'static str,
}

/// The font for a letter in a text of a language; none where the letter belongs to no script of its own or
/// to one that has no font of Noto by itself.
pub fn font_for(letter: char, language: Option<&LanguageTag>) -> Option<Advice> {
    let script = letter.script();
    let square = is_square(letter);
    let font = if square { square_font(script, language) } else { font_of(script)? };
    let name = if square && script == Script::Common { Script::Han.full_name() } else { script.full_name() };
    Some(Advice { script: name, font })
}

/// Chinese, Japanese and Korean share letters that each of them draws in its own way.
fn square_font(script: Script, language: Option<&LanguageTag>) -> &'static str {
    const SIMPLIFIED: &str = "NotoSerifSC-Regular.ttf";
    const TRADITIONAL: &str = "NotoSerifTC-Regular.ttf";
    const JAPANESE: &str = "NotoSerifJP-Regular.ttf";
    const KOREAN: &str = "NotoSerifKR-Regular.ttf";
    let file = language.and_then(|tag| Language::of(tag.as_str()));
    match (script, language.map(LanguageTag::primary)) {
        (Script::Hangul, _) => KOREAN,
        (Script::Hiragana | Script::Katakana, _) => JAPANESE,
        (Script::Bopomofo, _) => TRADITIONAL,
        (Script::Yi, _) => "NotoSansYi-Regular.ttf",
        (_, Some("ja")) => JAPANESE,
        (_, Some("ko")) => KOREAN,
        _ if file == Language::of("zh-Hant") && file.is_some() => TRADITIONAL,
        _ => SIMPLIFIED,
    }
}

fn font_of(script: Script) -> Option<&'static str> {
    Some(match script {
        Script::Adlam => "NotoSansAdlam-Regular.ttf",
        Script::Arabic => "NotoNaskhArabic-Regular.ttf",
        Script::Armenian => "NotoSerifArmenian-Regular.ttf",
        Script::Balinese => "NotoSerifBalinese-Regular.ttf",
        Script::Bengali => "NotoSerifBengali-Regular.ttf",
        Script::Canadian_Aboriginal => "NotoSansCanadianAboriginal-Regular.ttf",
        Script::Cham => "NotoSansCham-Regular.ttf",
        Script::Cherokee => "NotoSansCherokee-Regular.ttf",
        Script::Coptic => "NotoSansCoptic-Regular.ttf",
        Script::Devanagari => "NotoSerifDevanagari-Regular.ttf",
        Script::Ethiopic => "NotoSerifEthiopic-Regular.ttf",
        Script::Georgian => "NotoSerifGeorgian-Regular.ttf",
        Script::Gothic => "NotoSansGothic-Regular.ttf",
        Script::Gujarati => "NotoSerifGujarati-Regular.ttf",
        Script::Gurmukhi => "NotoSerifGurmukhi-Regular.ttf",
        Script::Hebrew => "NotoSerifHebrew-Regular.ttf",
        Script::Javanese => "NotoSansJavanese-Regular.ttf",
        Script::Kannada => "NotoSerifKannada-Regular.ttf",
        Script::Khmer => "NotoSerifKhmer-Regular.ttf",
        Script::Lao => "NotoSerifLao-Regular.ttf",
        Script::Lisu => "NotoSansLisu-Regular.ttf",
        Script::Malayalam => "NotoSerifMalayalam-Regular.ttf",
        Script::Meetei_Mayek => "NotoSansMeeteiMayek-Regular.ttf",
        Script::Mongolian => "NotoSansMongolian-Regular.ttf",
        Script::Myanmar => "NotoSerifMyanmar-Regular.ttf",
        Script::Nko => "NotoSansNKo-Regular.ttf",
        Script::Ol_Chiki => "NotoSansOlChiki-Regular.ttf",
        Script::Oriya => "NotoSerifOriya-Regular.ttf",
        Script::Runic => "NotoSansRunic-Regular.ttf",
        Script::Sinhala => "NotoSerifSinhala-Regular.ttf",
        Script::Sundanese => "NotoSansSundanese-Regular.ttf",
        Script::Syriac => "NotoSansSyriac-Regular.ttf",
        Script::Tamil => "NotoSerifTamil-Regular.ttf",
        Script::Telugu => "NotoSerifTelugu-Regular.ttf",
        Script::Thaana => "NotoSansThaana-Regular.ttf",
        Script::Thai => "NotoSerifThai-Regular.ttf",
        Script::Tibetan => "NotoSerifTibetan-Regular.ttf",
        Script::Tifinagh => "NotoSansTifinagh-Regular.ttf",
        Script::Vai => "NotoSansVai-Regular.ttf",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_letters_have_the_font_of_their_language() {
        let font = |c, tag| font_for(c, LanguageTag::parse(tag).as_ref()).map(|advice| advice.font);
        for (letter, tag, wanted) in [
            ('京', "zh", "NotoSerifSC-Regular.ttf"),
            ('京', "zh-TW", "NotoSerifTC-Regular.ttf"),
            ('京', "zh-Hant", "NotoSerifTC-Regular.ttf"),
            ('京', "ja", "NotoSerifJP-Regular.ttf"),
            ('京', "de", "NotoSerifSC-Regular.ttf"),
            ('。', "ja", "NotoSerifJP-Regular.ttf"),
            ('あ', "de", "NotoSerifJP-Regular.ttf"),
            ('한', "de", "NotoSerifKR-Regular.ttf"),
            ('ก', "de", "NotoSerifThai-Regular.ttf"),
        ] {
            assert_eq!(font(letter, tag), Some(wanted), "{letter} {tag}");
        }
        assert_eq!([font('a', "de"), font('𓀀', "de"), font('☃', "de")], [None; 3]);
    }
}
