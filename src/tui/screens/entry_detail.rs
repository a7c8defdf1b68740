//! One entry in full: the whole text, both times, whose act it is, who typed it, and by which number and value it is found.
//!
//! It shows the entry as it stood when it was opened; nothing can be changed here.

use ratatui::layout::Rect;

use super::entry_text::line_text;
use super::{Cx, Screen};
use crate::domain::entry::Entry;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;
use crate::tui::typed;
use crate::tui::widgets::reading::Reading;

/// An entry in full.
pub struct EntryDetail {
    title: String,
    text: String,
    about: Vec<String>,
    reading: Reading,
}

impl EntryDetail {
    /// Shows an entry.
    pub fn new(entry: &Entry, open: &Snapshot, model: &Model) -> Self {
        let envelope = &entry.line.envelope;
        let name = |who: Option<&crate::domain::who::Who>| {
            who.map_or_else(|| t!("mark-nameless"), |who| crate::domain::wording::who(&open.plan.facility, who))
        };
        let mut about = vec![
            t!("detail-happened", at = typed::show_when(&entry.when(), model.now)),
            t!("detail-written", at = crate::text::spoken_time::show(entry.recorded_at(), model.now)),
            t!("detail-actor", name = name(entry.actor())),
            t!("detail-typist", name = name(entry.by())),
        ];
        if envelope.from.is_some() || envelope.to.is_some() {
            let end = |end: &Option<String>| end.clone().unwrap_or_else(|| "-".to_owned());
            about.push(t!("detail-ends", from = end(&envelope.from), to = end(&envelope.to)));
        }
        if let Some(via) = envelope.via.as_deref() {
            about.push(t!("detail-via", via = via_word(via)));
        }
        if !entry.confirmed.is_empty() {
            let names: Vec<String> = entry.confirmed.iter().map(|by| name(by.who.as_ref())).collect();
            about.push(t!("detail-confirmed", names = names.join(&t!("list-separator"))));
        }
        if entry.text() != envelope.text {
            about.push(t!("detail-first", text = envelope.text.as_str()));
        }
        about.push(t!("detail-hash", hash = entry.hash().to_string()));
        Self {
            title: t!("detail-title", number = entry.number),
            text: line_text(entry, open, model.now),
            about,
            reading: Reading::default(),
        }
    }
}

/// How something was said, in words; another program's word as it stands.
fn via_word(via: &str) -> String {
    match via {
        "phone" => t!("via-phone"),
        "in-person" => t!("via-person"),
        "paper" => t!("via-paper"),
        other => other.to_owned(),
    }
}

impl Screen for EntryDetail {
    fn context(&self) -> Ctx {
        Ctx::Trouble
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        matches!(cmd, Cmd::Back | Cmd::Up | Cmd::Down | Cmd::PageUp | Cmd::PageDown | Cmd::First)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Back => cx.back(),
            other => {
                let all = self.all();
                self.reading.handle(other, cx.model, || vec![all]);
            }
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let rows = canvas.rows(&self.all(), area.width.saturating_sub(4));
        let height = (cells(rows.len()) + 3).min(area.height);
        let outside = Rect { y: area.bottom() - height, height, ..area };
        let inside = canvas.page(outside, &self.title, theme.accent());
        let body = inside.height.saturating_sub(1);
        let first = self.reading.first(rows.len(), body);
        for (row, y) in rows.iter().skip(first).zip(inside.y..inside.y + body) {
            canvas.put(inside.x, y, inside.width, row, theme.text());
        }
        if inside.height > 0 {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &t!("detail-foot"), theme.faint());
        }
    }
}

impl EntryDetail {
    fn all(&self) -> String {
        format!("{}\n\n{}", self.text, self.about.join("\n"))
    }
}
