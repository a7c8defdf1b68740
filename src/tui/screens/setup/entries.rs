//! The entries of one part: change, add, take out; and what is still 見本 taken over or taken out at one go.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::part::{Entry, Part, is_called};
use super::{allows, entry, said_above, sweep};
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Seen;
use crate::tui::screens::confirm::Confirm;
use crate::tui::screens::trouble::Trouble;
use crate::tui::screens::{Cx, Screen};
use crate::tui::widgets::list::List;

/// The cells of a name, at most: what else is worth seeing stands behind it.
const NAME: usize = 28;

/// The list of the entries of a part.
pub struct Entries {
    part: Part,
    list: List,
}

impl Entries {
    /// Of a part.
    pub fn new(part: Part) -> Self {
        Self { part, list: List::default() }
    }

    fn rows(&self, model: &Model) -> Vec<Entry> {
        model.seen.as_ref().map(|seen| self.part.entries(seen)).unwrap_or_default()
    }

    /// Roles have no mark of their own: whether one is 見本 hangs on who holds it.
    fn has_samples(&self, model: &Model) -> bool {
        let marked = !matches!(self.part, Part::Leaders | Part::Roles | Part::Calls);
        marked && self.rows(model).iter().any(|entry| entry.sample)
    }

    fn open(&self, id: Option<&str>, cx: &mut Cx<'_>) {
        if let Some(form) = entry::form(cx.model, self.part, id) {
            cx.push(form);
        }
    }

    /// Whether a runbook names it, so that it cannot go.
    fn stays(&self, entry: &Entry, seen: &Seen) -> bool {
        self.part.group().is_some()
            && seen.contacts.iter().any(|contact| contact.id.as_str() == entry.id && is_called(&seen.plan, &contact.id))
    }

    /// Asks, and takes entries out with what points to them.
    fn remove(&self, entries: &[Entry], ask: String, cx: &mut Cx<'_>) {
        let Some(seen) = cx.model.seen.clone() else { return };
        let (stay, go): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| self.stays(entry, &seen));
        if go.is_empty() {
            return cx.push(Trouble::said(self.part.title(), t!("setup-remove-called")));
        }
        let ids: Vec<String> = go.iter().map(|entry| entry.id.clone()).collect();
        let ask =
            if stay.is_empty() { ask } else { format!("{ask}\n{}", t!("setup-remove-stays", count = stay.len())) };
        let also = sweep::also_changed(self.part, &ids, &seen);
        let ask = if also > 0 { format!("{ask}\n{}", t!("setup-remove-also", count = also)) } else { ask };
        let edits = sweep::remove(self.part, &ids, &seen);
        cx.push(Confirm::new(ask, move |cx| {
            cx.edit_site(edits.clone());
        }));
    }
}

impl Screen for Entries {
    fn context(&self) -> Ctx {
        Ctx::SetupList
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Add => self.part.grows(),
            Cmd::Withdraw => self.part.shrinks() && !self.rows(model).is_empty(),
            Cmd::KeepSamples => self.part.keeps_samples() && self.has_samples(model),
            Cmd::DropSamples => self.part.shrinks() && self.has_samples(model),
            Cmd::Enter => !self.rows(model).is_empty(),
            other => allows(model, other),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = self.rows(cx.model);
        if self.list.handle(cmd, rows.len(), 10) {
            return;
        }
        let samples: Vec<Entry> = rows.iter().filter(|entry| entry.sample).cloned().collect();
        match (cmd, rows.get(self.list.at)) {
            (Cmd::Enter, Some(chosen)) => self.open(Some(&chosen.id), cx),
            (Cmd::Add, _) => self.open(None, cx),
            (Cmd::Withdraw, Some(chosen)) => {
                let ask = t!("setup-remove-ask", name = chosen.name.as_str());
                self.remove(std::slice::from_ref(chosen), ask, cx);
            }
            (Cmd::KeepSamples, _) => {
                let Some(seen) = cx.model.seen.clone() else { return };
                let edits = sweep::keep(self.part, &seen);
                cx.push(Confirm::new(t!("setup-keep-ask", count = samples.len()), move |cx| {
                    cx.edit_site(edits.clone());
                }));
            }
            (Cmd::DropSamples, _) => {
                self.remove(&samples, t!("setup-drop-ask", count = samples.len()), cx);
            }
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(self.rows(model).len());
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let rows = self.rows(model);
        let samples = rows.iter().filter(|entry| entry.sample).count();
        let title = t!("setup-entries-title", title = self.part.title(), all = rows.len(), samples = samples);
        let inside = canvas.page(area, &title, theme.text());
        let mut head = vec![self.part.why()];
        head.extend(said_above(model));
        let taken = canvas.wrapped(Rect { height: inside.height / 3, ..inside }, &head.join("\n"), theme.accent());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        if rows.is_empty() {
            canvas.put(body.x, body.y, body.width, &t!("setup-entries-none"), theme.text());
            return;
        }
        let longest = rows.iter().map(|entry| usize::from(canvas.width(&entry.name))).max().unwrap_or_default();
        let name = longest.min(NAME).min(usize::from(cells(usize::from(body.width)) / 2)) + 2;
        let texts: Vec<(String, Style)> = rows
            .iter()
            .map(|entry| {
                let mark = match (&entry.open, entry.sample) {
                    (_, true) => t!("mark-sample"),
                    (Some(open), false) => format!("[{open}] "),
                    (None, false) => String::new(),
                };
                let text = format!("{}{mark}{}", pad(&entry.name, name, theme.ambiguous), entry.rest);
                let left = entry.sample || entry.open.is_some();
                (text, if left { theme.text() } else { theme.faint() })
            })
            .collect();
        self.list.draw(canvas, body, true, texts.iter().map(|(text, style)| (text, *style)));
    }
}
