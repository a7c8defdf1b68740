//! From the bytes of a data file to a table with places: the cap, UTF-8, BOM and CRLF, and TOML with all of its errors.
//!
//! Owns what is true of every TOML file. Must not know any schema.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::diagnostic::{Diagnostic, harmless};
use super::sink::MAX_FINDINGS;

/// The largest data file, in bytes: looked at before anything is parsed.
pub const MAX_FILE: usize = 1024 * 1024;

/// Reads the bytes of a file as text: UTF-8, without a BOM, with lines ending in LF.
///
/// # Errors
/// A diagnostic when the file is too large or not UTF-8.
pub fn decode(file: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    if bytes.len() > MAX_FILE {
        return Err(too_large(file));
    }
    // Old Notepad's "Unicode".
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    match std::str::from_utf8(bytes) {
        Ok(text) if !utf16 => Ok(normalize(text)),
        Ok(_) => Err(not_utf8(file, &[])),
        Err(fault) => Err(not_utf8(file, bytes.get(..fault.valid_up_to()).unwrap_or_default())),
    }
}

/// The text as if it had been saved without a BOM and with LF.
pub fn normalize(text: &str) -> String {
    text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n")
}

/// What is said of a file over [`MAX_FILE`].
pub fn too_large(file: &str) -> Diagnostic {
    let kib = MAX_FILE / 1024;
    Diagnostic::error(file, "too-large", crate::t!("site-too-large", limit = kib), None)
}

fn not_utf8(file: &str, sound: &[u8]) -> Diagnostic {
    let line = sound.split(|byte| *byte == b'\n').count();
    let column = sound.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    Diagnostic::error(file, "not-utf8", crate::t!("site-not-utf8", line = line, column = column), None)
        .with_hint(Some(crate::t!("site-not-utf8-hint")))
}

/// Parses a whole text. What could be read is there even if there are errors.
pub(crate) fn parse<'t>(file: &str, text: &'t str) -> (DeTable<'t>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let line_ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut lines_told = BTreeSet::new();
    let mut found: Vec<Diagnostic> = Vec::new();
    for error in errors {
        // One slip makes the parser stumble several times: of each line, what it says first is said.
        let line = error.span().map(|span| line_ends.partition_point(|end| *end < span.start));
        if found.len() <= MAX_FINDINGS && lines_told.insert(line) {
            found.push(Diagnostic::error(file, "syntax", syntax_message(error.message()), error.span()));
        }
    }
    (table.into_inner(), found)
}

/// The parser's words as a person reads them. What is not translated is shown as the parser says it.
fn syntax_message(said: &str) -> String {
    let is = |part: &str| said.contains(part);
    if is("duplicate key") || is("cannot extend value") {
        crate::t!("site-syntax-duplicate")
    } else if is("recursion limit") || is("recurse further") {
        crate::t!("site-syntax-depth")
    } else if is("must be quoted") {
        crate::t!("site-syntax-unquoted")
    } else if is("missing comma") {
        crate::t!("site-syntax-comma")
    } else if is("unclosed") || is("missing opening") {
        crate::t!("site-syntax-unclosed")
    } else if is("missing assignment") || is("key with no value") || is("missing value") {
        crate::t!("site-syntax-value")
    } else if said.ends_with("string, expected `\"`") || said.ends_with("string, expected `'`") {
        crate::t!("site-syntax-quote")
    } else if is("visible characters") {
        crate::t!("site-syntax-character")
    } else {
        crate::t!("site-syntax-other", said = harmless(said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bom_and_crlf_are_as_if_not_there() {
        assert_eq!(decode("a", b"\xEF\xBB\xBFa = 1\r\nb = 2\r\n").unwrap(), "a = 1\nb = 2\n");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_line_and_byte() {
        let fault = decode("a", b"a = 1\nb = \"\x82\xa0\"\n").unwrap_err();
        assert_eq!(fault.code, "not-utf8");
        assert!(fault.message.contains('2') && fault.message.contains('6'), "{}", fault.message);
        assert_eq!(decode("a", b"\xFF\xFEa\x00").unwrap_err().code, "not-utf8");
    }

    #[test]
    fn what_is_too_large_is_not_looked_into() {
        assert_eq!(decode("a", &vec![0xFF; MAX_FILE + 1]).unwrap_err().code, "too-large");
        assert!(decode("a", &vec![b' '; MAX_FILE]).is_ok());
    }

    #[test]
    fn every_syntax_error_is_found_and_the_rest_is_read() {
        let (table, found) = parse("a", "a = 日本\nb = 2\nb = 3\nc = \"4\"\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(table.contains_key("c"));
    }

    #[test]
    fn garbage_to_the_cap_ends_soon() {
        for unit in ["[", "{", "=\n", "a.", "a=[{", "\"", "[[a]]\n", "a.b.c=1\n", "'''", "\u{202e}\n"] {
            let text = unit.repeat(MAX_FILE / unit.len());
            let (_, found) = parse("a", &text);
            assert!(found.len() <= MAX_FINDINGS + 1);
        }
    }
}
