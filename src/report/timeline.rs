//! The chronology as rows, and the rows as text, CSV and JSON.
//!
//! Owns the columns. Both times stand on each line, with the date.

use serde::Serialize;

use crate::domain::entry::Entry;
use crate::domain::facility::Lang;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when;
use crate::domain::wording;
use crate::t;
use crate::text::{formula, sanitize};

/// In which order the rows stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By when things happened.
    #[default]
    Occurred,
    /// By when they were written down.
    Recorded,
}

/// One line of the chronology.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number in the record, by which commands name it.
    pub number: usize,
    /// The line's hash.
    pub line: String,
    /// When it happened, for people.
    pub occurred: String,
    /// When it happened; null when nobody knows.
    pub occurred_at: Option<String>,
    /// When it was written down, for people.
    pub recorded: String,
    /// When it was written down.
    pub recorded_at: String,
    /// 発
    pub from: Option<String>,
    /// 受
    pub to: Option<String>,
    /// How it was said, as recorded.
    pub via: Option<String>,
    /// What it says, after corrections.
    pub text: String,
    /// Whose act it is, and who typed it.
    pub who: String,
    /// The kind, for programs.
    pub kind: String,
    /// 未確定, 訂正あり, 取消, …
    pub marks: Vec<String>,
}

/// The rows of an incident's chronology.
pub fn rows(incident: &Incident, plan: &Plan, order: Order, lang: Lang) -> Vec<Row> {
    let mut entries = incident.chronology();
    if order == Order::Recorded {
        entries.sort_by_key(|entry| entry.number);
    }
    entries.into_iter().map(|entry| row(entry, plan, lang)).collect()
}

fn row(entry: &Entry, plan: &Plan, lang: Lang) -> Row {
    let envelope = &entry.line.envelope;
    Row {
        number: entry.number,
        line: entry.hash().to_string(),
        occurred: wording::when(&plan.facility, &entry.when(), lang),
        occurred_at: entry.at().map(when::write),
        recorded: wording::moment(&plan.facility, entry.recorded_at()),
        recorded_at: when::write(entry.recorded_at()),
        from: envelope.from.clone(),
        to: envelope.to.clone(),
        via: envelope.via.clone(),
        text: entry.text().to_owned(),
        who: who(entry, plan),
        kind: envelope.kind.clone(),
        marks: marks(entry),
    }
}

/// 「佐藤 一郎(運用責任者)〔代行 田中〕」.
fn who(entry: &Entry, plan: &Plan) -> String {
    let named = |who: &crate::domain::who::Who| {
        let mark = if who.is_listed() { String::new() } else { t!("report-mark-not-listed") };
        format!("{}{mark}", wording::who(&plan.facility, who))
    };
    match (entry.for_whom(), entry.by()) {
        (Some(whose), by) if entry.is_proxy() => {
            let typist = by.map_or_else(|| t!("report-nameless"), |who| who.name.clone());
            format!("{}{}", named(whose), t!("report-mark-proxy", who = typist))
        }
        (Some(whose), _) => named(whose),
        (None, Some(by)) => named(by),
        (None, None) if entry.is_bookkeeping() => String::new(),
        (None, None) => t!("report-nameless"),
    }
}

fn marks(entry: &Entry) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(withdrawal) = &entry.withdrawn {
        marks.push(t!("report-withdrawn-because", reason = withdrawal.reason.as_str()));
    }
    if !entry.corrections.is_empty() {
        marks.push(t!("report-mark-corrected"));
    }
    if entry.is_unconfirmed() {
        marks.push(t!("report-mark-unconfirmed"));
    }
    marks
}

/// One row a line, for a terminal or a text file. Nothing in it can act on a terminal.
pub fn text(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        let marks: String = row.marks.iter().map(|mark| format!(" [{mark}]")).collect();
        let via = row.via.as_deref().map(|way| format!(" ({})", via(way))).unwrap_or_default();
        let line = format!(
            "{:>4}  {}  ({} {})  {}{}  {}{via}{marks}",
            row.number,
            row.occurred,
            t!("timeline-recorded"),
            row.recorded,
            way(row.from.as_deref(), row.to.as_deref(), &row.text),
            row.text,
            row.who
        );
        out.push_str(&sanitize::line(&line));
        out.push('\n');
    }
    out
}

/// How it was said, in words; as typed where it is none of the known ways.
pub fn via(via: &str) -> String {
    match via {
        "phone" => t!("via-phone"),
        "in-person" => t!("via-person"),
        "paper" => t!("via-paper"),
        "message" => t!("via-message"),
        "radio" => t!("via-radio"),
        typed => typed.to_owned(),
    }
}

/// From whom to whom, where the words of the entry do not name them anyway.
pub fn way(from: Option<&str>, to: Option<&str>, text: &str) -> String {
    let unsaid = |name: Option<&str>| name.filter(|name| !text.contains(name)).map(ToOwned::to_owned);
    match (unsaid(from), unsaid(to)) {
        (None, None) => String::new(),
        (Some(from), None) => t!("timeline-from", from = from) + " ",
        (None, Some(to)) => t!("timeline-to", to = to) + " ",
        (Some(from), Some(to)) => t!("timeline-from-to", from = from, to = to) + " ",
    }
}

/// The rows as CSV for a spreadsheet: UTF-8 with a byte order mark, all fields quoted, and what a spreadsheet would take for a
/// formula made harmless (also in its full-width forms, which Japanese Excel takes, too).
///
/// # Errors
/// Writing into memory does not fail; the signature is the writer's.
pub fn csv(rows: &[Row]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record([
        t!("column-number"),
        t!("column-occurred"),
        t!("column-recorded"),
        t!("column-from"),
        t!("column-to"),
        t!("column-via"),
        t!("column-text"),
        t!("column-who"),
        t!("column-marks"),
        "kind".to_owned(),
        "line".to_owned(),
    ])?;
    for row in rows {
        writer.write_record([
            row.number.to_string(),
            cell(&row.occurred),
            cell(&row.recorded),
            cell(row.from.as_deref().unwrap_or("")),
            cell(row.to.as_deref().unwrap_or("")),
            cell(&row.via.as_deref().map(via).unwrap_or_default()),
            cell(&row.text),
            cell(&row.who),
            cell(&row.marks.join(", ")),
            cell(&row.kind),
            row.line.clone(),
        ])?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// A cell that no spreadsheet takes for a formula.
pub fn cell(text: &str) -> String {
    let harmless = sanitize::block(text);
    if formula::may_begin(text) || formula::may_begin(&harmless) {
        format!("'{harmless}")
    } else {
        harmless.into_owned()
    }
}
