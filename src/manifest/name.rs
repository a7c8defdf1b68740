//! The name of a file below the folder: bytes with `/` between the parts, as `sha256sum` writes them.
//!
//! Owns the escapes, and how a name that is not UTF-8 is shown to people. A name out of a list is compared and never opened.

use std::ffi::OsStr;
use std::fmt::{self, Write as _};

/// A name below the folder, without `./` in front.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Vec<u8>);

/// Why a name of a list is not one below the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameFault {
    /// It leads out of the folder: absolute, or with `..`.
    Outside,
    /// It is none: empty, with a NUL, or ends in `/`.
    NoName,
}

impl Name {
    /// The name of something in this folder (`None`: the folder itself).
    pub(super) fn below(folder: &Self, part: &OsStr) -> Self {
        let mut bytes = folder.0.clone();
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(part.as_encoded_bytes());
        Self(bytes)
    }

    /// A name as a list has it, after its escapes were taken out.
    pub(super) fn of_list(bytes: &[u8]) -> Result<Self, NameFault> {
        let drive = |bytes: &[u8]| {
            matches!(bytes, [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic())
                || bytes.starts_with(b"\\\\")
        };
        if bytes.starts_with(b"/") || drive(bytes) {
            return Err(NameFault::Outside);
        }
        if bytes.is_empty() || bytes.ends_with(b"/") || bytes.contains(&0) {
            return Err(NameFault::NoName);
        }
        let parts: Vec<&[u8]> =
            bytes.split(|byte| *byte == b'/').filter(|part| !part.is_empty() && *part != b".").collect();
        if parts.contains(&b"..".as_slice()) {
            return Err(NameFault::Outside);
        }
        if parts.is_empty() { Err(NameFault::NoName) } else { Ok(Self(parts.join(&b'/'))) }
    }

    /// What a list says and is no name in the folder: to be shown, never to be looked for.
    pub(super) fn as_written(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As it is.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether this is, or lies in, that folder.
    pub(super) fn is_within(&self, folder: &Self) -> bool {
        folder.0.is_empty()
            || self.0.strip_prefix(folder.0.as_slice()).is_some_and(|rest| matches!(rest, [] | [b'/', ..]))
    }

    /// Writes it as `sha256sum` does: whether something was escaped goes in front of the line.
    pub(super) fn escaped(&self) -> (bool, Vec<u8>) {
        let mut out = b"./".to_vec();
        let mut was = false;
        for byte in &self.0 {
            let escape = match byte {
                b'\\' => Some(b'\\'),
                b'\n' => Some(b'n'),
                b'\r' => Some(b'r'),
                _ => None,
            };
            match escape {
                Some(letter) => {
                    was = true;
                    out.extend([b'\\', letter]);
                }
                None => out.push(*byte),
            }
        }
        (was, out)
    }
}

/// Takes the escapes out; `None` where one is unknown.
pub(super) fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'\\' => match rest.next()? {
                b'\\' => b'\\',
                b'n' => b'\n',
                b'r' => b'\r',
                _ => return None,
            },
            byte => *byte,
        });
    }
    Some(out)
}

impl fmt::Display for Name {
    /// What is no UTF-8 is shown as `%E3`, as addresses show it. What is harmful is for the door to the terminal to take out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            f.write_str(chunk.valid())?;
            chunk.invalid().iter().try_for_each(|byte| write!(f, "%{byte:02X}"))?;
        }
        Ok(())
    }
}

impl Name {
    /// Its bytes in hexadecimal digits, where it is no UTF-8: what is shown of it may then be what is shown of another one, too.
    pub fn hex(&self) -> Option<String> {
        if std::str::from_utf8(&self.0).is_ok() {
            return None;
        }
        let mut digits = String::with_capacity(self.0.len() * 2);
        for byte in &self.0 {
            // Writing into a string cannot fail.
            let _infallible = write!(digits, "{byte:02x}");
        }
        Some(digits)
    }
}
