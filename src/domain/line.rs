//! A line: one event as one line of UTF-8 JSON, in one canonical form.
//!
//! Owns the envelope, its encoding and its reading. The bytes are the authority: they are hashed, stored and carried on as they
//! are. Reading accepts only bytes that encoding would give again, which settles field order, escapes, duplicate keys and spaces
//! with one comparison. `docs/record-format.md` says the same for people.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use super::event::Event;
use super::hash::Hash;
use super::id::Id;
use super::when::{Moment, OccurredAs, When, moment, optional};
use super::who::Who;

/// The version of the envelope that this program writes.
pub const VERSION: u32 = 1;

/// The longest line, in bytes with its LF.
pub const MAX_LINE: usize = 8 * 1024 * 1024;

/// Integers in a line stay below this, so that every JSON reader has them exactly.
const MAX_INTEGER: u64 = 1 << 53;

/// The envelope of one event. Field order is the order in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Version of the envelope.
    pub v: u32,
    /// The facility.
    pub facility: Id,
    /// The incident, or `readiness`.
    pub incident: Id,
    /// The installation that wrote it.
    pub origin: Id,
    /// Its number in the series (incident, origin), from 1.
    pub seq: u64,
    /// The line before it in the series.
    pub prev: Hash,
    /// Hybrid clock, milliseconds.
    pub clock: u64,
    /// When it was written down.
    #[serde(with = "moment")]
    pub recorded_at: Moment,
    /// When it happened.
    #[serde(with = "optional")]
    pub occurred_at: Option<Moment>,
    /// In what words that was said.
    pub occurred_as: Option<OccurredAs>,
    /// At the keyboard; null: 未名乗り.
    pub by: Option<Who>,
    /// Whose act it is, where that is somebody else (代行入力).
    #[serde(rename = "for")]
    pub for_: Option<Who>,
    /// How it was said: phone, in person, paper, …
    pub via: Option<String>,
    /// 発
    pub from: Option<String>,
    /// 受
    pub to: Option<String>,
    /// What kind of event.
    pub kind: String,
    /// What it says, in plain words.
    pub text: String,
    /// What the kind carries.
    pub data: Json,
}

/// Why bytes are not a line, or a line cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Longer than 8 MiB.
    #[error("the line is longer than 8 MiB")]
    TooLong,
    /// It does not end in LF, or holds another one.
    #[error("the line does not end in one LF")]
    NoLineEnd,
    /// Not JSON of this shape.
    #[error("the line is not an event: {0}")]
    NotAnEvent(String),
    /// Another version of the envelope.
    #[error("the line has envelope version {0}; this program reads version 1")]
    OtherVersion(u64),
    /// The same content would be written otherwise.
    #[error("the line is not in canonical form")]
    NotCanonical,
    /// A number that JSON readers may round.
    #[error("the line holds a fraction or a number of 2^53 or more")]
    Number,
}

/// A line as it is stored: its bytes, its hash, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    bytes: Arc<[u8]>,
    hash: Hash,
    /// The envelope.
    pub envelope: Envelope,
    /// What it carries, read by its kind.
    pub event: Event,
}

/// What `decide` wants recorded; the store adds the envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When it happened.
    pub occurred: When,
    /// At the keyboard.
    pub by: Option<Who>,
    /// Whose act it is.
    pub for_: Option<Who>,
    /// How it was said.
    pub via: Option<String>,
    /// 発
    pub from: Option<String>,
    /// 受
    pub to: Option<String>,
    /// What it carries.
    pub event: Event,
    /// In plain words.
    pub text: String,
}

/// What the store adds to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The facility.
    pub facility: Id,
    /// The incident.
    pub incident: Id,
    /// The origin.
    pub origin: Id,
    /// The number in the series.
    pub seq: u64,
    /// The line before.
    pub prev: Hash,
    /// The hybrid clock.
    pub clock: u64,
    /// Now.
    pub recorded_at: Moment,
}

impl Line {
    /// Writes a draft as a line.
    ///
    /// # Errors
    /// [`LineError::TooLong`] and [`LineError::Number`] when the draft cannot be a line.
    pub fn seal(draft: Draft, seal: Seal) -> Result<Self, LineError> {
        let data = draft.event.data().map_err(|error| LineError::NotAnEvent(error.to_string()))?;
        let envelope = Envelope {
            v: VERSION,
            facility: seal.facility,
            incident: seal.incident,
            origin: seal.origin,
            seq: seal.seq,
            prev: seal.prev,
            clock: seal.clock,
            recorded_at: seal.recorded_at,
            occurred_at: draft.occurred.at,
            occurred_as: draft.occurred.said,
            by: draft.by,
            for_: draft.for_,
            via: draft.via,
            from: draft.from,
            to: draft.to,
            kind: draft.event.kind().to_owned(),
            text: draft.text,
            data,
        };
        let bytes = encode(&envelope)?;
        // Reading it back gives the moments without their fractions of a second, as everybody else will see them.
        Self::read(&bytes)
    }

    /// Reads a stored line.
    ///
    /// # Errors
    /// [`LineError`]: what is wrong with the bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, LineError> {
        if bytes.len() > MAX_LINE {
            return Err(LineError::TooLong);
        }
        let body = bytes.strip_suffix(b"\n").ok_or(LineError::NoLineEnd)?;
        if body.contains(&b'\n') {
            return Err(LineError::NoLineEnd);
        }
        let envelope: Envelope = serde_json::from_slice(body).map_err(|error| other_version(body, &error))?;
        if envelope.v != VERSION {
            return Err(LineError::OtherVersion(u64::from(envelope.v)));
        }
        if encode(&envelope)? != bytes {
            return Err(LineError::NotCanonical);
        }
        let event = Event::read(&envelope.kind, &envelope.data);
        Ok(Self { bytes: bytes.into(), hash: Hash::of(bytes), envelope, event })
    }

    /// The bytes with their LF.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the bytes.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// When it happened, as first written.
    pub fn occurred(&self) -> When {
        When { at: self.envelope.occurred_at, said: self.envelope.occurred_as.clone() }
    }
}

/// A line of a newer version is said to be newer, not broken.
fn other_version(body: &[u8], error: &serde_json::Error) -> LineError {
    let version = serde_json::from_slice::<Json>(body)
        .ok()
        .and_then(|json| json.get("v").and_then(Json::as_u64))
        .filter(|version| *version != u64::from(VERSION));
    version.map_or_else(|| LineError::NotAnEvent(error.to_string()), LineError::OtherVersion)
}

fn encode(envelope: &Envelope) -> Result<Vec<u8>, LineError> {
    if !exact(&envelope.data) || envelope.seq >= MAX_INTEGER || envelope.clock >= MAX_INTEGER {
        return Err(LineError::Number);
    }
    let mut bytes = Vec::with_capacity(512);
    let mut serializer = Serializer::with_formatter(&mut bytes, Canonical);
    envelope.serialize(&mut serializer).map_err(|error| LineError::NotAnEvent(error.to_string()))?;
    bytes.push(b'\n');
    if bytes.len() > MAX_LINE { Err(LineError::TooLong) } else { Ok(bytes) }
}

/// Whether all numbers are integers below 2^53 in size.
fn exact(json: &Json) -> bool {
    match json {
        Json::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => number < MAX_INTEGER,
            (None, Some(number)) => number.unsigned_abs() < MAX_INTEGER,
            (None, None) => false,
        },
        Json::Array(items) => items.iter().all(exact),
        Json::Object(fields) => fields.values().all(exact),
        Json::Null | Json::Bool(_) | Json::String(_) => true,
    }
}

/// Writes strings so that no terminal, editor or mail program acts on what is in them: everything of C0, DEL, C1, the bidi
/// controls, U+2028/9 and the tag characters is an escape.
struct Canonical;

impl Formatter for Canonical {
    fn write_char_escape<W: ?Sized + io::Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::Quote => writer.write_all(b"\\\""),
            CharEscape::ReverseSolidus => writer.write_all(b"\\\\"),
            CharEscape::Solidus => writer.write_all(b"/"),
            CharEscape::Backspace => writer.write_all(b"\\u0008"),
            CharEscape::Tab => writer.write_all(b"\\u0009"),
            CharEscape::LineFeed => writer.write_all(b"\\u000a"),
            CharEscape::FormFeed => writer.write_all(b"\\u000c"),
            CharEscape::CarriageReturn => writer.write_all(b"\\u000d"),
            CharEscape::AsciiControl(byte) => write!(writer, "\\u{byte:04x}"),
        }
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !fragment.chars().any(must_be_escaped) {
            return writer.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            let mut units = [0; 2];
            if must_be_escaped(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                write!(writer, "{c}")?;
            }
        }
        Ok(())
    }
}

/// Frozen with the first release: another set would change the bytes of the same words.
fn must_be_escaped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Nothing;
    use proptest::prelude::*;

    fn note(text: &str) -> Line {
        let at = crate::domain::when::read("2026-11-22T02:31:07+09:00").unwrap();
        let draft = Draft {
            occurred: When::now(at),
            by: Some(Who::stranger("山田 花子")),
            for_: None,
            via: None,
            from: Some("情シス".into()),
            to: None,
            event: Event::NoteWritten(Nothing {}),
            text: text.into(),
        };
        let seal = Seal {
            facility: Id::new("mihon-clinic").unwrap(),
            incident: Id::new("20261122-k3f7w2xx").unwrap(),
            origin: Id::new("q7m2x9ab").unwrap(),
            seq: 17,
            prev: Hash::ZERO,
            clock: 1_795_282_267_000,
            recorded_at: at,
        };
        Line::seal(draft, seal).unwrap()
    }

    #[test]
    fn what_could_act_on_a_terminal_is_escaped() {
        let line = note("a\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}\u{e0041}\n\t\"\\/停電");
        let text = String::from_utf8(line.bytes().to_vec()).unwrap();
        let wanted = r#""text":"a\u001b[2J\u007f\u009b\u202e\u2028\udb40\udc41\u000a\u0009\"\\/停電""#;
        assert!(text.contains(wanted), "{text}");
        assert_eq!(line.envelope.text, "a\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}\u{e0041}\n\t\"\\/停電");
    }

    #[test]
    fn only_the_canonical_form_is_read() {
        let good = String::from_utf8(note("停電").bytes().to_vec()).unwrap();
        assert!(Line::read(good.as_bytes()).is_ok());
        let spaced = good.replace("\"seq\":17", "\"seq\": 17");
        let swapped = good.replace("\"via\":null,\"from\":\"情シス\"", "\"from\":\"情シス\",\"via\":null");
        let doubled = good.replace("\"data\":{}", "\"data\":{\"a\":1,\"a\":1}");
        let escaped = good.replace("停電", "\\u505c電");
        for bad in [spaced, swapped, doubled, escaped] {
            assert_eq!(Line::read(bad.as_bytes()), Err(LineError::NotCanonical), "{bad}");
        }
    }

    #[test]
    fn what_is_not_a_line_says_why() {
        let good = String::from_utf8(note("停電").bytes().to_vec()).unwrap();
        assert_eq!(Line::read(good.trim_end().as_bytes()), Err(LineError::NoLineEnd));
        assert_eq!(Line::read(format!("\n{good}").as_bytes()), Err(LineError::NoLineEnd));
        assert_eq!(Line::read(good.replace("\"v\":1", "\"v\":2").as_bytes()), Err(LineError::OtherVersion(2)));
        let other = good.replace("\"v\":1", "\"v\":2,\"new\":3");
        assert_eq!(Line::read(other.as_bytes()), Err(LineError::OtherVersion(2)));
        let unknown = good.replace("\"v\":1", "\"v\":1,\"new\":3");
        assert!(matches!(Line::read(unknown.as_bytes()), Err(LineError::NotAnEvent(_))));
        for number in ["1.5", "9007199254740992", "1e3"] {
            let bad = good.replace("\"data\":{}", &format!("\"data\":{{\"n\":{number}}}"));
            assert_eq!(Line::read(bad.as_bytes()), Err(LineError::Number), "{number}");
        }
        assert!(matches!(Line::read(b"\xff\xfe\n"), Err(LineError::NotAnEvent(_))));
        let deep = format!("{}{}\n", "[".repeat(200_000), "]".repeat(200_000));
        assert!(matches!(Line::read(deep.as_bytes()), Err(LineError::NotAnEvent(_))));
    }

    #[test]
    fn an_unknown_kind_is_kept_as_it_is() {
        let good = String::from_utf8(note("新しい種類").bytes().to_vec()).unwrap();
        let newer = good
            .replace("\"kind\":\"note.written\"", "\"kind\":\"photo.taken\"")
            .replace("\"data\":{}", "\"data\":{\"z\":1,\"a\":[null,true]}");
        let line = Line::read(newer.as_bytes()).unwrap();
        assert!(matches!(&line.event, Event::Unknown { kind, .. } if kind == "photo.taken"));
        assert_eq!(line.bytes(), newer.as_bytes());
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC*|.*|[\u{0}-\u{ff}\u{2000}-\u{2070}\u{e0000}-\u{e0080}]*") {
            let line = note(&text);
            prop_assert_eq!(&line.envelope.text, &text);
            prop_assert_eq!(Line::read(line.bytes()).unwrap(), line);
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = bytes;
            bytes.push(b'\n');
            prop_assert!(Line::read(&bytes).is_err());
        }
    }
}
