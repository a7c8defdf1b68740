//! Words looked for in a text that people wrote: width, case, kana, spaces, line ends and commas make no difference.
//!
//! Owns what counts as the same words, as one sentence and as near. Must not know which words are looked for, and why.

use std::ops::Range;

use super::kana;

/// So many characters may stand where a word has `…`.
const GAP: usize = 8;

/// A text as words are looked for in it: width, case and kana make no difference, and neither do spaces, line ends and commas, which
/// a hand sets where the paper ends. Each character knows where it stands in the text.
pub struct Folded {
    chars: Vec<(char, Range<usize>)>,
}

/// What ends a sentence: a word in the next one excuses nothing in this one.
const END: char = '。';

fn fold(text: &str) -> Vec<char> {
    kana::fold(text).chars().filter_map(plain).collect()
}

/// A folded character as it is compared; `None`: it makes no difference.
fn plain(c: char) -> Option<char> {
    match c {
        '。' | '.' | '!' | '?' | '｡' | '．' => Some(END),
        '、' | ',' | '，' | '・' | '"' | '「' | '」' | '『' | '』' => None,
        c if c.is_whitespace() || c.is_control() => None,
        '\u{200b}'..='\u{200f}' | '\u{feff}' => None,
        c => Some(c),
    }
}

impl Folded {
    /// Makes a text ready to be looked through.
    pub fn new(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len());
        let mut cluster: Range<usize> = 0..0;
        let mut blank = false;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            // A sound mark or a variation selector belongs to the character before it.
            if is_mark(c) && cluster.end == at {
                cluster.end = end;
                continue;
            }
            Self::push(&mut chars, text, &cluster);
            cluster = at..end;
            // An empty line is the end of a sentence, too.
            if c == '\n' && blank {
                chars.push((END, at..end));
            }
            blank = c == '\n' || (blank && c.is_whitespace());
        }
        Self::push(&mut chars, text, &cluster);
        Self { chars }
    }

    fn push(chars: &mut Vec<(char, Range<usize>)>, text: &str, cluster: &Range<usize>) {
        let folded = fold(text.get(cluster.clone()).unwrap_or_default());
        chars.extend(folded.into_iter().map(|c| (c, cluster.clone())));
    }

    /// Where a word stands, in folded characters. Its parts, with `…` between, follow each other within one sentence.
    pub fn find(&self, word: &str) -> Vec<Range<usize>> {
        let parts: Vec<Vec<char>> = word.split('…').map(fold).filter(|part| !part.is_empty()).collect();
        let Some((first, rest)) = parts.split_first() else { return Vec::new() };
        let begins = (0..self.chars.len()).filter(|at| self.stands(*at, first));
        begins
            .filter_map(|start| {
                let mut end = start + first.len();
                for part in rest {
                    let begin = (end..=end + GAP)
                        .take_while(|at| *at == end || self.chars.get(at - 1).is_some_and(|(c, _)| *c != END))
                        .find(|at| self.stands(*at, part))?;
                    end = begin + part.len();
                }
                Some(start..end)
            })
            .collect()
    }

    fn stands(&self, at: usize, part: &[char]) -> bool {
        let here = self.chars.get(at..at + part.len());
        here.is_some_and(|here| here.iter().zip(part).all(|((c, _), wanted)| c == wanted))
    }

    /// Whether one of the words stands in the same sentence, so near to a place.
    pub fn has_near(&self, place: &Range<usize>, near: usize, words: &[String]) -> bool {
        let begin = place.start.saturating_sub(near);
        let end = (place.end + near).min(self.chars.len());
        let inside = |at: &usize| self.chars.get(*at).is_some_and(|(c, _)| *c != END);
        let from = (begin..place.start).rev().take_while(inside).last().unwrap_or(place.start);
        let to = (place.end..end).take_while(inside).last().map_or(place.end, |last| last + 1);
        words
            .iter()
            .map(|word| fold(word))
            .filter(|word| !word.is_empty())
            .any(|word| (from..to).any(|at| at + word.len() <= to && self.stands(at, &word)))
    }

    /// Where a place stands in the text itself, in bytes.
    pub fn bytes(&self, place: &Range<usize>) -> Range<usize> {
        let of = |at: usize| self.chars.get(at).map(|(_, place)| place.clone()).unwrap_or_default();
        of(place.start).start..of(place.end.saturating_sub(1)).end
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '゛' | '゜' | '\u{3099}' | '\u{309a}' | 'ﾞ' | 'ﾟ' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, word: &str) -> Vec<String> {
        let folded = Folded::new(text);
        folded.find(word).iter().map(|place| text.get(folded.bytes(place)).unwrap().to_owned()).collect()
    }

    #[test]
    fn words_are_found_however_they_are_written_and_as_they_stand() {
        assert_eq!(found("🏥 ア゛ﾊﾟ ｻｲﾊﾞｰ攻撃", "サイバー攻撃"), ["ｻｲﾊﾞｰ攻撃"]);
        assert_eq!(found("漏えいは、\n　一切 ありません", "漏えい…ありません"), ["漏えいは、\n　一切 ありません"]);
        assert_eq!(found("ＩＤ：１２", "id:12"), ["ＩＤ：１２"]);
        assert!(found("漏えい。ありません", "漏えい…ありません").is_empty(), "two sentences");
        assert!(found("漏えいについてお話しできることはありません", "漏えい…ありません").is_empty(), "too far");
        assert!(found("何か", "").is_empty() && found("", "何か").is_empty());
    }

    #[test]
    fn near_is_in_the_same_sentence() {
        let near = |text: &str, words: &[&str], cells: usize| {
            let folded = Folded::new(text);
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            folded.has_near(folded.find("攻撃").first().unwrap(), cells, &words)
        };
        assert!(near("攻撃の\n疑い", &["疑い"], 5) && near("疑わしい攻撃", &["疑わ"], 5));
        assert!(!near("攻撃の疑い", &["疑い"], 2), "not wholly within");
        assert!(!near("疑い。攻撃", &["疑い"], 9) && !near("疑い\n \n攻撃", &["疑い"], 9));
        assert!(!near("攻撃", &[""], 9));
    }

    proptest! {
        #[test]
        fn places_lie_on_characters(text in "[漏えい攻撃。\\nﾊﾟ゛\u{fe0f}a ]{0,40}", word in "[漏え攻撃パ…a]{0,4}") {
            let folded = Folded::new(&text);
            for place in folded.find(&word) {
                prop_assert!(text.get(folded.bytes(&place)).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
