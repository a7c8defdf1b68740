//! Whom to tell: the list, with a search.

use ratatui::layout::Rect;

use super::call::{Call, attempts, numbers};
use super::{Cx, Screen};
use crate::domain::contact::{Contact, Group};
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
        let mut rows: Vec<&Contact> = all.iter().filter(fits).collect();
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

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Contacts
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = self.rows(cx.model).len();
        if self.list.handle(cmd, rows, 10) {
            return;
        }
        match cmd {
            Cmd::Enter => {
                if let Some(id) = self.rows(cx.model).get(self.list.at).map(|contact| contact.id.clone()) {
                    cx.push(Call::of_contact(id));
                }
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("contacts-title"), theme.text());
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
            let group = match contact.group {
                Group::Staff => t!("group-staff"),
                Group::Vendor => t!("group-vendor"),
                Group::Authority => t!("group-authority"),
            };
            let last = attempts(contact, model).next().map(|last| format!("  {last}")).unwrap_or_default();
            let desk = contact.desk.as_deref().unwrap_or("");
            let text = format!("{} [{group}] {}  {desk}{last}", if here { ">" } else { " " }, contact.name);
            canvas.spot(Rect { y, height: 2.min(body.bottom() - y), ..body }, Spot::Row(at));
            canvas.put(body.x, y, body.width, &text, if here { theme.chosen() } else { theme.text() });
            if y + 1 < body.bottom() {
                let number = numbers(contact, model).into_iter().next().unwrap_or_default();
                canvas.put(body.x + 4, y + 1, body.width.saturating_sub(4), &number, theme.faint());
            }
            y += 2;
        }
        if rows.is_empty() {
            canvas.put(body.x, body.y, body.width, &t!("contacts-none"), theme.text());
        }
    }
}
