//! A fingerprint: the end of a chain in digits that can be read out on the telephone, printed on every report and sheet.
//!
//! Owns their making, reading and comparison. Twenty digits are the first 16 bytes of the line's hash as one big-endian number,
//! modulo 10^20; one more digit makes a slip noticed.

use std::fmt;
use std::str::FromStr;

use super::event::Head;
use super::hash::Hash;
use super::id::Id;
use super::lines::Lines;

/// How many digits stand for the hash.
const DIGITS: usize = 20;

/// How many digits stand in a group.
const GROUP: usize = 5;

/// The length of the origins that this program makes, used where the hyphens were left out.
const ORIGIN: usize = 10;

/// The end of a chain: whose, which line, and digits that stand for its hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// Whose chain.
    pub origin: Id,
    /// The number of the line.
    pub seq: u64,
    /// 20 digits of the hash and the check digit.
    pub digits: String,
}

/// The text is not a fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFingerprint {
    /// It has another shape.
    #[error("not a fingerprint (write origin-number-digits, as on the sheet)")]
    Shape,
    /// A digit is wrong, or two were swapped.
    #[error("the check digit does not fit: a digit was misread or mistyped")]
    CheckDigit,
}

/// What a record says about a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// It holds this very line, and so everything before it.
    Same,
    /// It holds another line at this number: one of the two was changed.
    Differs,
    /// It does not reach so far: lines are missing, or have not arrived.
    TooShort,
}

impl Fingerprint {
    /// The fingerprint of a chain.
    pub fn of(head: &Head) -> Self {
        let hash = digits_of(&head.hash);
        let check = check_digit(&head.origin, head.seq, &hash);
        Self { origin: head.origin.clone(), seq: head.seq, digits: format!("{hash}{check}") }
    }

    /// What a record says about it.
    pub fn matches(&self, lines: &Lines) -> Match {
        let series = lines.series();
        let Some(chain) = series.get(&self.origin) else { return Match::TooShort };
        let at = chain.get(&self.seq).map(Vec::as_slice).unwrap_or_default();
        let same = at.iter().any(|line| self.digits.starts_with(&digits_of(&line.hash())));
        let reaches = chain.last_key_value().is_some_and(|(last, _)| *last >= self.seq);
        match (same, reaches) {
            (true, _) => Match::Same,
            (false, true) => Match::Differs,
            (false, false) => Match::TooShort,
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.origin, self.seq)?;
        for (at, digit) in self.digits.chars().enumerate() {
            if at % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    /// Reads what somebody typed from a sheet or heard: full-width characters, capitals, any hyphens and spaces, and none where the
    /// groups are.
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let text: String = text.chars().map(narrow).collect();
        let mut parts: Vec<String> = text.split('-').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let mut digits = String::new();
        while digits.len() <= DIGITS {
            let last = parts.pop().ok_or(NotAFingerprint::Shape)?;
            let missing = DIGITS + 1 - digits.len();
            let own = last.chars().count().saturating_sub(missing);
            let before: String = last.chars().take(own).collect();
            digits.insert_str(0, &last.chars().skip(own).collect::<String>());
            if !before.is_empty() {
                parts.push(before);
            }
        }
        // Only the series is left: "q7m2x9abcd", "17", or both in one.
        let (origin, seq) = match parts.as_slice() {
            [both] => (both.chars().take(ORIGIN).collect::<String>(), both.chars().skip(ORIGIN).collect::<String>()),
            [origin @ .., seq] => (origin.join("-"), seq.clone()),
            [] => return Err(NotAFingerprint::Shape),
        };
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(&digits) || !all_digits(&seq) {
            return Err(NotAFingerprint::Shape);
        }
        let origin = Id::new(origin).map_err(|_not_an_id| NotAFingerprint::Shape)?;
        let seq: u64 = seq.parse().map_err(|_too_large| NotAFingerprint::Shape)?;
        let hash: String = digits.chars().take(DIGITS).collect();
        if !digits.ends_with(check_digit(&origin, seq, &hash)) {
            return Err(NotAFingerprint::CheckDigit);
        }
        Ok(Self { origin, seq, digits })
    }
}

/// The 20 digits of a hash.
fn digits_of(hash: &Hash) -> String {
    let number = hash.bytes().iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    format!("{:020}", number % 10_u128.pow(20))
}

/// What people type for a letter, a digit or a separator.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => {
            let narrow = u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c);
            if narrow == '-' { '-' } else { narrow.to_ascii_lowercase() }
        }
        'ー' | 'ｰ' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '_' | '・' | '/' => '-',
        c if c.is_whitespace() => '-',
        c => c.to_ascii_lowercase(),
    }
}

/// Damm's quasigroup of order 10: finds every single wrong digit and every swap of two neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The check digit over the origin, the number and the digits. A letter counts as two digits (`a` is 10, `z` 35, `-` 36), so nine of
/// ten wrong letters are found; the others name an origin that does not exist.
fn check_digit(origin: &Id, seq: u64, hash: &str) -> char {
    let mut state = 0_u8;
    let mut feed = |digit: u8| {
        let row = DAMM.get(usize::from(state));
        state = row.and_then(|row| row.get(usize::from(digit))).copied().unwrap_or(0);
    };
    for byte in origin.as_str().bytes() {
        match byte {
            b'0'..=b'9' => feed(byte - b'0'),
            b'a'..=b'z' => {
                let number = byte - b'a' + 10;
                feed(number / 10);
                feed(number % 10);
            }
            _ => {
                feed(3);
                feed(6);
            }
        }
    }
    for byte in seq.to_string().bytes().chain(hash.bytes()) {
        feed(byte.wrapping_sub(b'0'));
    }
    char::from(b'0' + state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Fingerprint {
        let hash = Hash::of(b"abc");
        Fingerprint::of(&Head { origin: Id::new("q7m2x9abcd").unwrap(), seq: 17, hash })
    }

    #[test]
    fn the_digits_are_the_first_bytes_of_the_hash() {
        // 0xba7816bf8f01cfea414140de5dae2223 modulo 10^20, by another program.
        assert_eq!(digits_of(&Hash::of(b"abc")), "18143717509236138531");
        assert_eq!(sample().to_string().matches('-').count(), 6);
    }

    #[test]
    fn it_is_read_as_people_type_it() {
        let sample = sample();
        let text = sample.to_string();
        let wide: String = text
            .chars()
            .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c })
            .collect();
        let joined = format!("{}-{}-{}", sample.origin, sample.seq, sample.digits);
        let all = format!("{}{}{}", sample.origin, sample.seq, sample.digits);
        let forms = [
            text.clone(),
            wide,
            joined,
            all,
            text.replace('-', " "),
            text.replace('-', "ー"),
            text.to_uppercase(),
            format!("  {} ", text.replace('-', " - ")),
        ];
        for form in forms {
            assert_eq!(form.parse::<Fingerprint>(), Ok(sample.clone()), "{form}");
        }
    }

    #[test]
    fn what_is_no_fingerprint_is_refused() {
        for bad in ["", "-", "q7m2x9abcd", "12345-67890", "q7m2x9abcd-17-1234a-67890-12345-67890-1", "停電"] {
            assert_eq!(bad.parse::<Fingerprint>(), Err(NotAFingerprint::Shape), "{bad}");
        }
    }

    #[test]
    fn every_wrong_digit_and_every_swap_is_noticed() {
        let text = sample().to_string();
        let chars: Vec<char> = text.chars().collect();
        let start = "q7m2x9abcd-".len();
        for at in start..chars.len() {
            for digit in '0'..='9' {
                if chars[at].is_ascii_digit() && chars[at] != digit {
                    let mut wrong = chars.clone();
                    wrong[at] = digit;
                    let wrong: String = wrong.into_iter().collect();
                    assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
                }
            }
            let next = (at + 1..chars.len()).find(|next| chars[*next].is_ascii_digit());
            if let Some(next) = next
                && chars[at].is_ascii_digit()
                && chars[at] != chars[next]
            {
                let mut wrong = chars.clone();
                wrong.swap(at, next);
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(wrong.parse::<Fingerprint>(), Err(NotAFingerprint::CheckDigit), "{wrong}");
            }
        }
    }

    proptest! {
        #[test]
        fn it_comes_back(origin in "[2-9a-z]{10}", seq in 1_u64..1 << 53, bytes in any::<[u8; 8]>()) {
            let head = Head { origin: Id::new(origin).unwrap(), seq, hash: Hash::of(&bytes) };
            let fingerprint = Fingerprint::of(&head);
            prop_assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        }

        #[test]
        fn no_text_makes_reading_panic(text in ".*") {
            let _either = text.parse::<Fingerprint>();
        }
    }
}
