//! The words in half width, and reading them from left to right.

use super::super::kana::half_ascii;

/// The words as the grammar expects them: half width, lower case, one kind of dash, tilde and slash.
pub(super) fn plain(words: &str) -> String {
    words
        .chars()
        .map(|c| match half_ascii(c) {
            '\u{301c}' | '\u{223c}' => '~',
            // What the key of the slash gives while kana are typed.
            '・' => '/',
            c if c.is_whitespace() => ' ',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// What is left to read. Copied to look ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: u32,
    /// How many digits it has.
    pub(super) digits: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// What was read since `earlier`, a copy of this scanner.
    pub(super) fn since(&self, earlier: Self) -> &'a str {
        earlier.rest.strip_suffix(self.rest).unwrap_or(earlier.rest).trim()
    }

    pub(super) fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    /// Reads one of these words, the first that fits.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let found = words.iter().find_map(|word| self.rest.strip_prefix(word));
        if let Some(rest) = found {
            self.rest = rest;
        }
        found.is_some()
    }

    /// Reads a number of at most nine digits.
    pub(super) fn number(&mut self) -> Option<Number> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let text = self.rest.strip_suffix(rest)?;
        let value = text.parse().ok().filter(|_| text.len() <= 9)?;
        self.rest = rest;
        Some(Number { value, digits: text.len() })
    }

    /// Reads a number that is followed by one of these words.
    pub(super) fn number_before(&mut self, words: &[&str]) -> Option<u32> {
        let mut ahead = *self;
        let number = ahead.number()?;
        if !ahead.eat(words) {
            return None;
        }
        *self = ahead;
        Some(number.value)
    }
}
