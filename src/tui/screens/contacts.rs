//! Whom to tell: the list, with a search.

use ratatui::layout::Rect;

use super::call::{Call, attempts};
use super::contact_detail::ContactDetail;
use super::numbers::{bare, freshness, numbers};
use super::round::{Rounds, is_of_incident};
use super::{Cx, Screen};
use crate::domain::contact::{Contact, Freshness};
use crate::report::contact_words;
use crate::t;
use crate::text::kana::finds;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::Spot;
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// The list of contacts.
#[derive(Default)]
pub struct Contacts {
    search: TextField,
    list: List,
    /// Only those that somebody has to check.
    due_only: bool,
}

impl Contacts {
    fn rows<'a>(&self, model: &'a Model) -> Vec<&'a Contact> {
        let search = self.search.text();
        let all = model.seen.as_ref().map(|seen| seen.contacts.as_slice()).unwrap_or_default();
        let plan = model.plan();
        let fits = |contact: &&Contact| {
            let person = contact.person.as_ref().and_then(|id| plan.as_ref()?.facility.person(id.as_str()));
            let kana = person.and_then(|person| person.kana.as_deref());
            let words = [Some(contact.name.as_str()), contact.desk.as_deref(), contact.when.as_deref(), kana];
            search.trim().is_empty() || words.into_iter().flatten().any(|words| finds(words, search.trim()))
        };
        let due = |contact: &&Contact| !self.due_only || freshness(contact, model).is_due();
        let mut rows: Vec<&Contact> = all.iter().filter(fits).filter(due).collect();
        rows.sort_by_key(|contact| contact.group);
        rows
    }
}

impl Screen for Contacts {
    fn context(&self) -> Ctx {
        Ctx::Contacts
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.search)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _model: &Model) {
        self.list.at = 0;
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Contacts => false,
            // Without an incident Enter does that.
            Cmd::Detail => model.open.is_some(),
            // While something goes on, nobody is called for the sake of the list.
            Cmd::Round => model.open.is_none(),
            other => !is_of_incident(other) || model.open.is_some(),
        }
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        match cmd {
            Cmd::Enter if model.open.is_none() => Some(t!("label-in-full")),
            Cmd::Toggle if self.due_only => Some(t!("label-all")),
            _ => None,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = self.rows(cx.model).len();
        if self.list.handle(cmd, rows, 10) {
            return;
        }
        let chosen = self.rows(cx.model).get(self.list.at).map(|contact| contact.id.clone());
        match (cmd, chosen) {
            (Cmd::Enter, Some(id)) if cx.model.open.is_some() => cx.push(Call::of_contact(id)),
            (Cmd::Enter | Cmd::Detail, Some(id)) => cx.push(ContactDetail::new(id)),
            (Cmd::Toggle, _) => {
                self.due_only = !self.due_only;
                self.list.at = 0;
            }
            (Cmd::Round, _) => cx.push(Rounds::new(cx.model)),
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
        let title = match (self.due_only, model.open.is_some()) {
            (true, _) => t!("contacts-title-due"),
            (false, true) => t!("contacts-title"),
            (false, false) => t!("contacts-title-quiet"),
        };
        let inside = canvas.page(area, &title, theme.text());
        let body = self.search.draw_named(canvas, inside, &t!("search-label"), true);
        let rows = self.rows(model);
        let heights = vec![2; rows.len()];
        let first = self.list.first_in_sight(&heights, body.height);
        let mut y = body.y;
        for (at, contact) in rows.iter().enumerate().skip(first) {
            if y >= body.bottom() {
                break;
            }
            let here = at == self.list.at;
            let group = contact_words::group(contact.group);
            let last = attempts(contact, model).next().map(|last| format!("  {last}")).unwrap_or_default();
            let desk = contact.desk.as_deref().unwrap_or("");
            let text = format!("{} [{group}] {}  {desk}{last}", if here { ">" } else { " " }, contact.name);
            canvas.spot(Rect { y, height: 2.min(body.bottom() - y), ..body }, Spot::Row(at));
            canvas.put(body.x, y, body.width, &text, if here { theme.chosen() } else { theme.text() });
            if y + 1 < body.bottom() {
                let number = if bare(contact, model).is_empty() {
                    numbers(contact, model).join(" ")
                } else {
                    numbers(contact, model).into_iter().next().unwrap_or_default()
                };
                let is_old = matches!(freshness(contact, model), Freshness::Stale { .. });
                let style = if is_old { theme.warning() } else { theme.faint() };
                canvas.put(body.x + 4, y + 1, body.width.saturating_sub(4), &number, style);
            }
            y += 2;
        }
        if rows.is_empty() {
            canvas.put(body.x, body.y, body.width, &t!("contacts-none"), theme.text());
        }
    }
}
