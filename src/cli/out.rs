//! The one door to standard output and standard error.
//!
//! Owns the shape of JSON answers (`"schema": "sonae.status/1"`) and of errors. Nothing raw gets through: what people or files said
//! is made harmless here once more.

use std::io::{self, Write as _};
use std::path::Path;

use serde_json::{Value as Json, json};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::AppError;
use crate::app::report::write_file;
use crate::message::{Exit, Message};
use crate::t;
use crate::text::sanitize;

/// Of a grapheme that holds something harmful, no more than this many bytes are shown as they are.
const LONGEST_SHOWN: usize = 64;

/// What a subcommand answers.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// For people.
    pub(super) text: String,
    /// For programs, without its schema; `None`: the text is the answer in both cases (a report, raw lines).
    pub(super) json: Option<(&'static str, Json)>,
    /// The data is the answer, whether `--json` was typed or not.
    pub(super) only_data: bool,
    /// Bytes that go out as they are, in place of the text.
    pub(super) raw: Option<Vec<u8>>,
    /// How the command ends.
    pub(super) exit: Exit,
    /// What the person should see beside the answer.
    pub(super) notices: Vec<String>,
}

impl Answer {
    /// An answer in words and as data.
    pub(super) fn new(text: String, schema: &'static str, json: Json) -> Self {
        Self { text, json: Some((schema, json)), only_data: false, raw: None, exit: Exit::Done, notices: Vec::new() }
    }

    /// An answer that is data and nothing else, whether `--json` was typed or not.
    pub(super) fn data(schema: &'static str, json: Json) -> Self {
        Self { only_data: true, ..Self::new(String::new(), schema, json) }
    }

    /// An answer that is a file.
    pub(super) fn file(bytes: Vec<u8>) -> Self {
        Self {
            text: String::new(),
            json: None,
            only_data: false,
            raw: Some(bytes),
            exit: Exit::Done,
            notices: Vec::new(),
        }
    }
}

/// Lines of an answer, each made harmless on its own: none can pass for two.
pub(super) fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{}\n", sanitize::line(line))).collect()
}

/// Prints an answer, or writes it to a file.
pub(super) fn answer(answer: &Answer, as_json: bool, output: Option<&Path>) -> Exit {
    let data = answer.json.as_ref().filter(|_| (as_json || answer.only_data) && answer.raw.is_none());
    let bytes = match (&answer.raw, data) {
        (Some(raw), _) => raw.clone(),
        (None, Some((schema, json))) => with_schema(schema, json, &answer.notices).into_bytes(),
        _ => {
            let mut text = sanitize::block(&answer.text).into_owned();
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.into_bytes()
        }
    };
    let exit = match output {
        Some(path) => to_file(path, &bytes, answer.exit, as_json),
        None => to_stdout(&bytes, answer.exit, as_json),
    };
    // Behind the answer, which is what somebody looks for first.
    if data.is_none() {
        answer.notices.iter().for_each(|said| notice(said));
    }
    exit
}

fn to_stdout(bytes: &[u8], exit: Exit, as_json: bool) -> Exit {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        // A closed pipe (`| head`) is how the reader says "enough".
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => {
            failure(&Message::from(AppError::Output { path: t!("cli-stdout"), source }), as_json)
        }
        _ => exit,
    }
}

fn to_file(path: &Path, bytes: &[u8], exit: Exit, as_json: bool) -> Exit {
    match write_file(path, bytes) {
        Ok(()) => {
            to_stderr(&t!("cli-written", path = path.display().to_string()));
            exit
        }
        Err(error) => failure(&Message::from(error), as_json),
    }
}

/// The whole JSON answer: its schema, what the person should see beside it, and the fields.
fn with_schema(schema: &str, json: &Json, notices: &[String]) -> String {
    let mut whole = serde_json::Map::new();
    whole.insert("schema".to_owned(), json!(format!("sonae.{schema}/1")));
    whole.insert("notices".to_owned(), json!(notices));
    match json {
        Json::Object(fields) => whole.extend(fields.clone()),
        other => {
            whole.insert("value".to_owned(), other.clone());
        }
    }
    harmless_json(&Json::Object(whole)) + "\n"
}

/// JSON escapes C0 by itself; C1, bidi controls and the like are escaped here, so that the answer can be looked at in a terminal.
fn harmless_json(json: &Json) -> String {
    let text = serde_json::to_string_pretty(json).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        if sanitize::block(grapheme) == grapheme {
            out.push_str(grapheme);
        } else {
            escape_into(&mut out, grapheme);
        }
    }
    out
}

/// Escapes of a grapheme what would not be shown behind what stands before it.
fn escape_into(out: &mut String, grapheme: &str) {
    let mut shown = String::new();
    for c in grapheme.chars() {
        shown.push(c);
        if shown.len() <= LONGEST_SHOWN && sanitize::block(&shown) == shown.as_str() {
            out.push(c);
            continue;
        }
        shown.pop();
        let mut units = [0; 2];
        out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
    }
}

/// Something that the person should see beside an answer.
pub(super) fn notice(text: &str) {
    to_stderr(&t!("cli-notice", text = text));
}

/// Says what went wrong: what happened, what it means for the record, what to do now.
pub(super) fn failure(message: &Message, as_json: bool) -> Exit {
    if as_json {
        let error =
            json!({ "code": message.code, "message": message.what, "record": message.record, "hints": message.hints });
        to_stderr(harmless_json(&json!({ "schema": "sonae.error/1", "error": error })).trim_end());
        return message.exit;
    }
    to_stderr(&t!("cli-error", text = message.what.as_str()));
    if !message.record.is_empty() {
        to_stderr(&t!("cli-record", text = message.record.as_str()));
    }
    for hint in &message.hints {
        to_stderr(&t!("cli-hint", text = hint.as_str()));
    }
    message.exit
}

/// What somebody at the terminal is asked. Their answer is read elsewhere.
pub(super) fn prompt(text: &str) {
    to_stderr(text);
}

/// How far something has come, over what stood on the line before. Only for a terminal.
pub(super) fn progress(text: &str) {
    let text = sanitize::line(text);
    // Back to the beginning, and what was longer is erased. Nobody is left to tell when standard error is closed.
    drop(write!(io::stderr(), "\r\u{1b}[K{text}"));
}

/// A line on standard error.
fn to_stderr(text: &str) {
    let text = sanitize::block(text);
    // Nobody is left to tell when standard error is closed.
    drop(writeln!(io::stderr(), "{text}"));
}
