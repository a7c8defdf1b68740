//! Kana in Latin letters, for short names that people type.
//!
//! Owns a simple Hepburn without marks for long vowels. Not for showing anybody their name.

use super::kana;

const ONE: [(&str, &str); 78] = [
    ("ア", "a"),
    ("イ", "i"),
    ("ウ", "u"),
    ("エ", "e"),
    ("オ", "o"),
    ("カ", "ka"),
    ("キ", "ki"),
    ("ク", "ku"),
    ("ケ", "ke"),
    ("コ", "ko"),
    ("サ", "sa"),
    ("シ", "shi"),
    ("ス", "su"),
    ("セ", "se"),
    ("ソ", "so"),
    ("タ", "ta"),
    ("チ", "chi"),
    ("ツ", "tsu"),
    ("テ", "te"),
    ("ト", "to"),
    ("ナ", "na"),
    ("ニ", "ni"),
    ("ヌ", "nu"),
    ("ネ", "ne"),
    ("ノ", "no"),
    ("ハ", "ha"),
    ("ヒ", "hi"),
    ("フ", "fu"),
    ("ヘ", "he"),
    ("ホ", "ho"),
    ("マ", "ma"),
    ("ミ", "mi"),
    ("ム", "mu"),
    ("メ", "me"),
    ("モ", "mo"),
    ("ヤ", "ya"),
    ("ユ", "yu"),
    ("ヨ", "yo"),
    ("ラ", "ra"),
    ("リ", "ri"),
    ("ル", "ru"),
    ("レ", "re"),
    ("ロ", "ro"),
    ("ワ", "wa"),
    ("ヲ", "o"),
    ("ン", "n"),
    ("ガ", "ga"),
    ("ギ", "gi"),
    ("グ", "gu"),
    ("ゲ", "ge"),
    ("ゴ", "go"),
    ("ザ", "za"),
    ("ジ", "ji"),
    ("ズ", "zu"),
    ("ゼ", "ze"),
    ("ゾ", "zo"),
    ("ダ", "da"),
    ("ヂ", "ji"),
    ("ヅ", "zu"),
    ("デ", "de"),
    ("ド", "do"),
    ("バ", "ba"),
    ("ビ", "bi"),
    ("ブ", "bu"),
    ("ベ", "be"),
    ("ボ", "bo"),
    ("パ", "pa"),
    ("ピ", "pi"),
    ("プ", "pu"),
    ("ペ", "pe"),
    ("ポ", "po"),
    ("ヴ", "vu"),
    ("ァ", "a"),
    ("ィ", "i"),
    ("ゥ", "u"),
    ("ェ", "e"),
    ("ォ", "o"),
    ("ヱ", "e"),
];

const SMALL_Y: [(char, &str); 3] = [('ャ', "a"), ('ュ', "u"), ('ョ', "o")];

/// The words of a reading in small Latin letters; `None` when it holds anything but kana, letters and digits.
pub fn words(reading: &str) -> Option<Vec<String>> {
    let folded = kana::fold(reading);
    let words: Option<Vec<String>> =
        folded.split([' ', '・', '　']).filter(|part| !part.is_empty()).map(word).collect();
    words.filter(|words| !words.is_empty())
}

fn word(folded: &str) -> Option<String> {
    let mut latin = String::new();
    let mut doubled = false;
    for c in folded.chars() {
        if c == 'ッ' {
            doubled = true;
            continue;
        }
        // The sign of a long vowel is a dash when it is folded.
        if c == '-' {
            continue;
        }
        if let Some((_, vowel)) = SMALL_Y.iter().find(|(small, _)| *small == c) {
            join_small_y(&mut latin, vowel);
            continue;
        }
        let mut buffer = [0; 4];
        let sound = if c.is_ascii_lowercase() || c.is_ascii_digit() {
            &*c.encode_utf8(&mut buffer)
        } else {
            ONE.iter().find(|(kana, _)| kana.starts_with(c)).map(|(_, latin)| *latin)?
        };
        if doubled {
            latin.extend(sound.chars().next());
        }
        doubled = false;
        latin.push_str(sound);
    }
    (!latin.is_empty()).then_some(latin)
}

/// `ki` + `ャ` is `kya`, `shi` + `ャ` is `sha`.
fn join_small_y(latin: &mut String, vowel: &str) {
    if latin.ends_with('i') {
        latin.pop();
    }
    let bare = ["sh", "ch", "j"].iter().any(|ending| latin.ends_with(ending));
    if !bare {
        latin.push('y');
    }
    latin.push_str(vowel);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_become_words_of_latin_letters() {
        let read = |text: &str| words(text).map(|words| words.join(" "));
        assert_eq!(read("たなか おさむ").as_deref(), Some("tanaka osamu"));
        assert_eq!(read("ハットリ　ショウジ").as_deref(), Some("hattori shouji"));
        assert_eq!(read("ｷﾞｮｳﾄｸ ﾁｮｳｺ").as_deref(), Some("gyoutoku chouko"));
        assert_eq!(read("メディカル").as_deref(), Some("medeikaru"));
        assert_eq!(read("Smith").as_deref(), Some("smith"));
        assert_eq!(read("田中"), None);
        assert_eq!(read(" "), None);
    }
}
