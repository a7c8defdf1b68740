//! The account: the chronology with both times, what waits for confirmation, what was set right, and how the record stands.

use super::super::document::Section;
use super::super::timeline::{Order, rows, via};
use super::Input;
use crate::domain::event::Event;
use crate::domain::wording;
use crate::t;

pub(super) fn chronology(input: &Input<'_>) -> Section {
    let table = rows(input.incident, input.plan, Order::Occurred, input.lang)
        .into_iter()
        .map(|row| {
            let said = row.via.as_deref().map(via);
            let way = match (row.from.as_deref(), row.to.as_deref()) {
                (None, None) => said.unwrap_or_default(),
                (from, to) => {
                    let way = format!("{}→{}", from.unwrap_or(""), to.unwrap_or(""));
                    wording::with_remark(&way, said.as_deref())
                }
            };
            let text = wording::with_remark(&row.text, Some(&row.marks.join(&t!("list-separator"))));
            vec![row.number.to_string(), row.occurred, row.recorded, way, text, row.who]
        })
        .collect();
    let head = vec![
        t!("column-number"),
        t!("column-occurred"),
        t!("column-recorded"),
        t!("column-from-to"),
        t!("column-text"),
        t!("column-who"),
    ];
    Input::section(t!("report-chronology")).paragraph(t!("report-chronology-note")).table(head, table)
}

pub(super) fn unconfirmed(input: &Input<'_>) -> Section {
    let rows = input
        .incident
        .unconfirmed()
        .map(|entry| {
            vec![input.when(&entry.when()), entry.text().to_owned(), input.who(entry.actor()), input.who(entry.by())]
        })
        .collect();
    let head = vec![t!("column-occurred"), t!("column-text"), t!("column-whose"), t!("column-typed-by")];
    Input::section(t!("report-unconfirmed")).table(head, rows)
}

/// What was corrected and withdrawn, with the words as first written.
pub(super) fn corrections(input: &Input<'_>) -> Section {
    let rows = input
        .incident
        .entries
        .iter()
        .filter(|entry| {
            entry.withdrawn.is_none() && matches!(entry.line.event, Event::EntryCorrected(_) | Event::EntryWithdrawn(_))
        })
        .map(|entry| {
            let target = match &entry.line.event {
                Event::EntryCorrected(corrected) => input.incident.entry(&corrected.target),
                Event::EntryWithdrawn(withdrawn) => input.incident.entry(&withdrawn.target),
                _ => None,
            };
            let first = target.map_or_else(String::new, |target| {
                format!("{} {}", input.when(&target.line.occurred()), target.line.envelope.text)
            });
            vec![input.at(Some(entry.recorded_at())), first, entry.text().to_owned(), input.who(entry.actor())]
        })
        .collect();
    let head = vec![t!("column-recorded"), t!("column-first"), t!("column-change"), t!("column-who")];
    Input::section(t!("report-corrections")).table(head, rows)
}

pub(super) fn about(input: &Input<'_>) -> Section {
    let mut pairs = vec![(t!("report-made"), input.at(Some(input.now)))];
    let seen = input.incident.entries.len();
    let (lines, fingerprint) = match input.past() {
        None => (t!("report-lines"), t!("report-fingerprint")),
        Some(past) => {
            pairs.push((t!("report-as-of"), past));
            (t!("report-lines-seen"), t!("report-fingerprint-whole", lines = input.whole))
        }
    };
    pairs.push((lines, seen.to_string()));
    pairs.extend(input.fingerprints.iter().map(|code| (fingerprint.clone(), code.to_string())));
    let files: Vec<String> =
        input.incident.pinned.values().map(|file| format!("{} ({})", file.path, file.sha256.short())).collect();
    pairs.push((t!("report-site-files"), files.join(&t!("list-separator"))));
    let mut section = Input::section(t!("report-about")).pairs(pairs);
    if input.findings > 0 {
        section = section.notice(t!("report-findings", count = input.findings));
    }
    let mut notes = vec![t!("report-note-names"), t!("report-note-fingerprint"), t!("report-note-source")];
    if input.plan.facility.sample {
        notes.push(t!("report-note-sample"));
    }
    section.list(notes)
}
