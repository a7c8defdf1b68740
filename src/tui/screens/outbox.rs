//! 送信箱: the mails of the incident, where they stand, and what the servers answered.
//!
//! Owns what can be done with a mail: look at it, send it now, send it again, call it off, save it. Writing one is
//! [`super::outbox_write`]'s. Sending happens on a thread of its own; here it is only asked for.

use ratatui::layout::Rect;

use super::confirm::Confirm;
use super::mail_text::MailText;
use super::menu::Menu;
use super::outbox_write::Write;
use super::{Action, Cx, Screen, Todo};
use crate::app::postman::Errand;
use crate::domain::command::Command;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::outbox::{Mail, MailState};
use crate::domain::when::Moment;
use crate::message::mail_state;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::msg::{Effect, Recorded, Snapshot, Ticket};
use crate::tui::spot::Spot;
use crate::tui::widgets::list::List;

/// The outbox of the open incident.
#[derive(Default)]
pub struct Outbox {
    list: List,
    ticket: Option<Ticket>,
}

/// What the menu says of the outbox: how many wait, and how many a person has to look at.
pub fn menu_text(open: &Snapshot, now: Moment) -> String {
    let count =
        |wanted: &[MailState]| open.incident.mails.iter().filter(|mail| wanted.contains(&mail.state(now))).count();
    let (wait, look) =
        (count(&[MailState::Waiting, MailState::Trying]), count(&[MailState::Failed, MailState::Unknown]));
    match (wait, look) {
        (0, 0) => t!("menu-outbox"),
        (wait, 0) => t!("menu-outbox-waiting", wait = wait),
        (wait, look) => t!("menu-outbox-look", wait = wait, look = look),
    }
}

/// What is said when something came of a mail.
pub fn became(state: MailState) -> String {
    match state {
        MailState::Sent => t!("outbox-became-sent"),
        MailState::Waiting | MailState::Trying => t!("outbox-became-waiting"),
        MailState::Failed => t!("outbox-became-failed"),
        MailState::Unknown => t!("outbox-became-unknown"),
    }
}

impl Outbox {
    /// The last one first.
    fn rows(model: &Model) -> Vec<&Mail> {
        model.open.as_ref().map(|open| open.incident.mails.iter().rev().collect()).unwrap_or_default()
    }

    fn chosen<'a>(&self, model: &'a Model) -> Option<&'a Mail> {
        Self::rows(model).get(self.list.at).copied()
    }

    fn send(&mut self, cx: &mut Cx<'_>) {
        let Some((mail, state)) = self.chosen(cx.model).map(|mail| (mail.line, mail.state(cx.model.now))) else {
            return;
        };
        let Some(open) = &cx.model.open else { return };
        if open.incident.drill {
            return cx.model.say(t!("refusal-drill-mail"));
        }
        match state {
            MailState::Waiting => {
                let incident = open.id.clone();
                cx.todo.push(Todo::Ask(Effect::Post(Errand::Send { incident, mail, password: None })));
                cx.model.say(t!("outbox-sending"));
            }
            MailState::Failed => self.again(mail, t!("outbox-again-failed"), cx),
            MailState::Unknown => self.again(mail, t!("outbox-again-unknown"), cx),
            MailState::Trying => cx.model.say(t!("outbox-sending")),
            MailState::Sent => cx.model.say(t!("outbox-is-sent")),
        }
    }

    /// What failed or may have left goes out again by a person's word only.
    fn again(&self, mail: Hash, ask: String, cx: &mut Cx<'_>) {
        cx.push(Confirm::new(ask, move |cx| {
            let deed = cx.model.deed(Command::RequeueMail(mail));
            cx.act(deed);
        }));
    }

    fn draw_mail(&self, mail: &Mail, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let drill = model.open.as_ref().is_some_and(|open| open.incident.drill);
        let state = mail.state(model.now);
        let mut rows = vec![(t!("outbox-at-to", to = recipients(mail)), theme.text())];
        let tried = mail.tries.iter().rev().filter_map(|tried| Some((tried.at, tried.answer.as_deref()?)));
        for (at, answer) in tried.take(3) {
            rows.push((t!("outbox-at-answer", at = clock(at, model.now), answer = answer), theme.text()));
        }
        match mail.goes_out_at(model.now) {
            _ if drill => rows.push((t!("outbox-at-drill"), theme.strong())),
            Some(at) if at > model.now => rows.push((t!("outbox-at-again", at = clock(at, model.now)), theme.strong())),
            Some(_) if model.mail_needs_password => rows.push((t!("outbox-at-password"), theme.warning())),
            Some(_) => rows.push((t!("outbox-at-soon"), theme.strong())),
            None if state == MailState::Unknown => rows.push((t!("outbox-at-unknown"), theme.warning())),
            None if state == MailState::Failed => rows.push((t!("outbox-at-failed"), theme.warning())),
            None => {}
        }
        let mut y = area.y;
        for (text, style) in rows {
            if y < area.bottom() {
                y += canvas.wrapped(Rect { y, height: area.bottom() - y, ..area }, &text, style);
            }
        }
    }
}

/// Whom a mail goes to, in words.
pub(super) fn recipients(mail: &Mail) -> String {
    let one = |to: &crate::domain::event::Addressee| match &to.name {
        Some(name) => format!("{name} <{}>", to.address),
        None => to.address.clone(),
    };
    mail.queued.to.iter().map(one).collect::<Vec<_>>().join(&t!("list-separator"))
}

/// Asks whom a new mail goes to: somebody with an address, or an address that is typed.
pub fn choose_recipient(cx: &mut Cx<'_>) {
    let contacts = cx.model.seen.as_ref().map(|seen| seen.contacts.clone()).unwrap_or_default();
    let mut rows: Vec<(String, Action)> =
        vec![(t!("outbox-to-typed"), Box::new(|cx| cx.push(Write::new(None, cx.model))))];
    for contact in contacts {
        let Some(address) = contact.mail.clone() else { continue };
        let id: Id = contact.id.clone();
        let text = format!("{}  <{address}>", contact.name);
        rows.push((text, Box::new(move |cx| cx.push(Write::new(Some(&id), cx.model)))));
    }
    Menu::push(cx, t!("outbox-to-title"), rows);
}

impl Screen for Outbox {
    fn context(&self) -> Ctx {
        Ctx::Outbox
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let state = self.chosen(model).map(|mail| mail.state(model.now));
        match cmd {
            Cmd::Enter | Cmd::Format => state.is_some(),
            Cmd::Submit => state.is_some_and(|state| !matches!(state, MailState::Sent | MailState::Trying)),
            Cmd::Withdraw => matches!(state, Some(MailState::Waiting | MailState::Failed)),
            _ => true,
        }
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        let again = self
            .chosen(model)
            .is_some_and(|mail| matches!(mail.state(model.now), MailState::Failed | MailState::Unknown));
        (cmd == Cmd::Submit && again).then(|| t!("label-mail-again"))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if self.list.handle(cmd, Self::rows(cx.model).len(), 8) {
            return;
        }
        match cmd {
            Cmd::Enter => {
                if let Some(mail) = self.chosen(cx.model) {
                    let text = MailText::of(mail);
                    cx.push(text);
                }
            }
            Cmd::Add => choose_recipient(cx),
            Cmd::Submit => self.send(cx),
            Cmd::Withdraw => {
                let Some((target, subject)) =
                    self.chosen(cx.model).map(|mail| (mail.line, mail.queued.subject.clone()))
                else {
                    return;
                };
                cx.push(Confirm::new(t!("outbox-withdraw-ask", subject = subject), move |cx| {
                    let deed = cx.model.deed(Command::Withdraw { target, reason: t!("outbox-withdraw-reason") });
                    cx.act(deed);
                }));
            }
            Cmd::Format if self.ticket.is_none() => {
                let (Some(mail), Some(open)) = (self.chosen(cx.model).map(|mail| mail.line), &cx.model.open) else {
                    return;
                };
                let id = open.id.clone();
                self.ticket = cx.ask(|ticket| Effect::SaveMail(ticket, id, mail));
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(Self::rows(model).len());
    }

    fn recorded(&mut self, _ticket: Ticket, _recorded: &Recorded, _cx: &mut Cx<'_>) {
        self.ticket = None;
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("outbox-title"), theme.text());
        let rows = Self::rows(model);
        let Some(chosen) = self.chosen(model) else {
            let taken = canvas.wrapped(inside, &t!("outbox-empty"), theme.text());
            // Told before somebody writes a mail that cannot leave.
            let is_drill = model.open.as_ref().is_some_and(|open| open.incident.drill);
            let has_server = model.seen.as_ref().is_some_and(|seen| seen.plan.facility.mail.is_some());
            if !is_drill && !has_server && inside.height > taken + 1 {
                let below = Rect { y: inside.y + taken + 1, height: inside.height - taken - 1, ..inside };
                canvas.wrapped(below, &t!("outbox-no-server"), theme.warning());
            }
            return;
        };
        // The chosen one in full below the list, which keeps at least four rows.
        let below = 8.min(inside.height.saturating_sub(5));
        let list = Rect { height: inside.height.saturating_sub(below + 1), ..inside };
        let first = self.list.first_in_sight(&vec![1; rows.len()], list.height);
        for ((at, mail), y) in rows.iter().enumerate().skip(first).zip(list.top()..list.bottom()) {
            let here = at == self.list.at;
            let state = mail.state(model.now);
            let style = match state {
                _ if here => theme.chosen(),
                MailState::Failed | MailState::Unknown => theme.warning(),
                _ => theme.text(),
            };
            let at_time = clock(mail.at.unwrap_or(mail.recorded_at), model.now);
            let mark = if here { ">" } else { " " };
            let text = format!("{mark} {at_time} 〔{}〕{}", mail_state(state), mail.queued.subject);
            canvas.spot(Rect { y, height: 1, ..list }, Spot::Row(at));
            canvas.put(list.x, y, list.width, &text, style);
        }
        if below > 0 {
            canvas.rule(inside.x, list.bottom(), inside.width, ["", ""], theme.faint());
            let area = Rect { y: list.bottom() + 1, height: below, ..inside };
            self.draw_mail(chosen, model, canvas, area);
        }
    }
}
