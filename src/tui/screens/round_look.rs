//! What the results of a round change in the lists of contacts, before it is written: Enter writes it, comments and order are kept.

use ratatui::layout::Rect;

use super::call::find;
use super::round::{is_of_incident, offer_duty, round};
use super::setup::of_contact;
use super::{Cx, Screen, Todo};
use crate::app::round::edits;
use crate::domain::id::Id;
use crate::domain::round::{Round, Says, Update};
use crate::report::contact_words;
use crate::site::edit::Edit;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Ticket;
use crate::tui::spot::Spot;
use crate::tui::widgets::list::{List, draw_row};

/// The results that no file has yet.
#[derive(Default)]
pub struct RoundLook {
    list: List,
    ticket: Option<Ticket>,
}

fn updates(model: &Model) -> Vec<Update> {
    round(model).map(|round| round.updates.clone()).unwrap_or_default()
}

fn changes(model: &Model) -> Vec<Edit> {
    let file_of = |id: &Id| model.seen.as_ref()?.contact_files.get(id).cloned();
    edits(&updates(model), file_of)
}

impl Screen for RoundLook {
    fn context(&self) -> Ctx {
        Ctx::RoundLook
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let chosen = || updates(model).get(self.list.at).map(|update| update.contact.clone());
        match cmd {
            Cmd::Enter => !changes(model).is_empty(),
            Cmd::Correct => {
                let contact = chosen().and_then(|id| find(model, &id));
                contact.is_some_and(|contact| of_contact(model, contact).is_some())
            }
            other => !is_of_incident(other) || model.open.is_some(),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let updates = updates(cx.model);
        if self.list.handle(cmd, updates.len(), 10) {
            return;
        }
        match cmd {
            Cmd::Enter if self.ticket.is_none() => {
                let edits = changes(cx.model);
                if !edits.is_empty() {
                    self.ticket = cx.edit_site(edits);
                }
            }
            Cmd::Correct => {
                let chosen = updates.get(self.list.at).and_then(|update| find(cx.model, &update.contact));
                if let Some(form) = chosen.and_then(|contact| of_contact(cx.model, contact)) {
                    cx.push(form);
                }
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn edited(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        if self.ticket.take_if(|own| *own == ticket).is_none() {
            return;
        }
        let Some(round) = round(cx.model) else { return };
        // What is left has to be put right by hand, and stays in sight.
        if round.updates.is_empty() {
            cx.back();
        }
        if Round::is_complete(&round) {
            cx.todo.push(Todo::Call(offer_duty));
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        self.ticket.take_if(|own| *own == ticket);
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(updates(model).len());
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let updates = updates(model);
        let count = updates.iter().filter(|update| update.writes).count();
        let inside = canvas.page(area, &t!("round-look-title", count = count), theme.text());
        let said = if updates.is_empty() {
            t!("round-nothing")
        } else if count > 0 {
            t!("round-look-why")
        } else {
            t!("round-only-by-hand")
        };
        let taken = canvas.wrapped(Rect { height: inside.height / 3, ..inside }, &said, theme.accent());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let heights: Vec<u16> = updates.iter().map(|update| 1 + u16::from(update.tried.note.is_some())).collect();
        let first = self.list.first_in_sight(&heights, body.height);
        let mut ys = body.y..body.bottom();
        for (at, update) in updates.iter().enumerate().skip(first) {
            let Some(y) = ys.next() else { break };
            let style = if update.says == Says::Wrong { theme.warning() } else { theme.text() };
            let place = Rect { y, height: 1, ..body };
            draw_row(canvas, place, at == self.list.at, &contact_words::update(update), style, Spot::Row(at));
            if let Some((note, y)) = update.tried.note.as_ref().and_then(|note| Some((note, ys.next()?))) {
                canvas.put(body.x + 4, y, body.width.saturating_sub(4), note, theme.text());
            }
        }
    }
}
