//! The text of a message that [`super::message`] built, to be read again.
//!
//! Owns the two encodings that `lettre` chooses from for a text. Must not be used for mail from elsewhere: it knows one part of plain
//! text, and no other.

/// The text of a message that was built here, to be read again; `None` where it is not one.
pub fn text_of(message: &str) -> Option<String> {
    let (head, body) = message.split_once("\r\n\r\n")?;
    let encoding = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("Content-Transfer-Encoding").then(|| value.trim().to_ascii_lowercase())
    });
    let bytes = match encoding.as_deref() {
        Some("base64") => base64(body)?,
        Some("quoted-printable") => quoted_printable(body),
        _ => body.as_bytes().to_vec(),
    };
    Some(String::from_utf8(bytes).ok()?.replace("\r\n", "\n"))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0);
    for c in text.chars().filter(|c| !c.is_ascii_whitespace() && *c != '=') {
        bits = (bits << 6) | u32::try_from(ALPHABET.find(c)?).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(out)
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive("\r\n") {
        let (line, end) = match line.strip_suffix("\r\n") {
            Some(line) => (line, "\r\n"),
            None => (line, ""),
        };
        let (line, end) = match line.strip_suffix('=') {
            Some(joined) => (joined, ""),
            None => (line, end),
        };
        let mut rest = line.bytes();
        while let Some(byte) = rest.next() {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            match (byte, rest.clone().next(), rest.clone().nth(1)) {
                (b'=', high, low) if digit(high).is_some() && digit(low).is_some() => {
                    let value = digit(high).unwrap_or_default() * 16 + digit(low).unwrap_or_default();
                    out.extend(u8::try_from(value));
                    rest.nth(1);
                }
                _ => out.push(byte),
            }
        }
        out.extend(end.bytes());
    }
    out
}
