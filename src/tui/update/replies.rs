//! What the session makes of the worker's answers.
//!
//! Owns what follows a recorded line (the ✓, the way to take it back, the question who is at the keyboard), and what is said when
//! something failed. Must not know which keys led there.

use super::Session;
use crate::app::AppError;
use crate::app::outbox::MailFault;
use crate::app::postman::News;
use crate::domain::command::Command;
use crate::domain::id::READINESS;
use crate::message::Message;
use crate::t;
use crate::tui::keys::Ctx;
use crate::tui::looked;
use crate::tui::model::Toast;
use crate::tui::msg::{Deed, Effect, Recorded, Reply, Ticket};
use crate::tui::screens::confirm::Confirm;
use crate::tui::screens::guide::Guide;
use crate::tui::screens::outbox;
use crate::tui::screens::outbox_password::MailPassword;
use crate::tui::screens::print;
use crate::tui::screens::report;
use crate::tui::screens::since::Since;
use crate::tui::screens::trouble::Trouble;
use crate::tui::screens::who::Who;
use crate::tui::screens::{Cx, Screen, Todo};

impl Session {
    pub(super) fn reply(&mut self, reply: Reply) {
        // Nothing is to be seen of that yet, and nobody who types is disturbed: it is said again until it was read.
        if matches!(reply, Reply::Elsewhere) {
            if !self.is_typing() {
                self.effects.push(self.read_again());
            }
            return;
        }
        self.dirty = true;
        match reply {
            Reply::Elsewhere => {}
            Reply::Seen(seen) => {
                if !seen.remarks.is_empty() {
                    self.model.say(seen.remarks.join("\n"));
                }
                self.model.seen = Some(seen);
            }
            Reply::Opened(snapshot) => {
                if self.model.open.is_none() && self.stack.len() == 1 {
                    self.model.open = Some(snapshot);
                    self.carry_out(vec![Todo::Push(Box::new(Guide::default()))]);
                    if self.model.has_news() {
                        self.carry_out(vec![Todo::Push(Box::new(Since::new(&self.model)))]);
                    }
                } else if let Some(open) = self.model.open.as_ref().filter(|open| open.id == snapshot.id) {
                    let count = looked::arrived(&open.incident, &snapshot.incident);
                    self.model.open = Some(snapshot);
                    // What came of a mail was written here, and is said in its own words.
                    match self.model.of_post.take() {
                        Some(said) => self.say_also(said),
                        None => self.say_what_arrived(count),
                    }
                }
            }
            Reply::Recorded(ticket, recorded) => self.recorded(ticket, &recorded),
            Reply::Preview(id, Ok(document)) => self.model.preview = Some((id, Some(document))),
            Reply::Preview(id, Err(message)) => {
                self.model.preview = Some((id, None));
                self.carry_out(vec![Todo::Push(Box::new(Trouble::of(&message)))]);
            }
            Reply::Saved(ticket, what, path) => {
                self.model.pending = None;
                self.fail(ticket);
                let said = report::saved(what, &path);
                self.carry_out(vec![Todo::Push(Box::new(Trouble::said(t!("saved-title"), said)))]);
            }
            Reply::Printed(ticket, paper, path, problem) => {
                self.model.pending = None;
                self.fail(ticket);
                let said = print::saved(paper, &path, problem.as_deref());
                self.carry_out(vec![Todo::Push(Box::new(Trouble::said(t!("saved-title"), said)))]);
                // Its codes can be typed back from now on.
                self.effects.push(Effect::Look);
            }
            Reply::Edited(ticket, files) => self.edited(ticket, &files),
            Reply::Tables(found) => self.model.tables = Some(found),
            Reply::Table(ticket, read) => {
                self.model.settle(ticket);
                self.tell(|screen, cx| screen.table_read(ticket, &read, cx));
            }
            Reply::SavedReadiness(ticket, path) => {
                self.model.pending = None;
                self.fail(ticket);
                let said = t!("readiness-saved", path = path.display().to_string());
                let said = format!("{said}\n{}", t!("report-saved-take"));
                self.carry_out(vec![Todo::Push(Box::new(Trouble::said(t!("saved-title"), said)))]);
            }
            Reply::Found(texts, read) => {
                self.model.read = read;
                self.effects.extend(self.model.take_over(texts));
            }
            Reply::MailPreview(ticket, previewed) => {
                self.model.settle(ticket);
                self.tell(|screen, cx| screen.mail_previewed(ticket, &previewed, cx));
            }
            Reply::MailSaved(ticket, path) => {
                self.model.settle(ticket);
                self.fail(ticket);
                let said = t!("outbox-saved", path = path.display().to_string());
                let said = format!("{said}\n{}", t!("outbox-saved-take"));
                self.carry_out(vec![Todo::Push(Box::new(Trouble::said(t!("saved-title"), said)))]);
            }
            Reply::Post(news) => self.post(news),
            Reply::Mirrors(states) => self.model.mirrors = Some(states),
            Reply::NotKept => self.say_also(t!("begun-not-kept")),
            Reply::Failed(ticket, message) => self.failed(ticket, &message),
        }
        self.refresh();
    }

    /// What came of mails. Whoever has the incident before the eyes sees it at once.
    fn post(&mut self, news: News) {
        match news {
            News::Tried { incident, state, .. } => {
                self.model.mail_needs_password = false;
                if self.model.open.as_ref().is_some_and(|open| open.id == incident) {
                    self.model.of_post = Some(outbox::became(state));
                    self.effects.push(Effect::Open(incident));
                } else {
                    self.say_also(outbox::became(state));
                    self.effects.push(Effect::Look);
                }
            }
            News::NotTried { incident, mail, error: AppError::Mail(MailFault::NoPassword) } if !self.is_typing() => {
                // It was said that it is being sent.
                self.model.toast = None;
                self.carry_out(vec![Todo::Push(Box::new(MailPassword::new(incident, mail)))]);
            }
            News::NotTried { error, .. } => self.went_wrong(&Message::from(error)),
            News::NeedsPassword => {
                self.model.mail_needs_password = true;
                self.say_also(t!("outbox-needs-password"));
            }
        }
    }

    /// Lines that others wrote meanwhile. Nobody who types is disturbed, and who is reading what is new has them before the eyes.
    fn say_what_arrived(&mut self, count: usize) {
        let reads = self.stack.last().is_some_and(|top| top.context() == Ctx::Since);
        if count == 0 || reads || self.is_typing() {
            return;
        }
        self.say_also(t!("since-arrived", count = count));
    }

    /// Says what nobody asked for: that something is on disk stays said.
    fn say_also(&mut self, said: String) {
        match &mut self.model.toast {
            Some(toast) if toast.recorded => toast.text = format!("{}\n{said}", toast.text),
            _ => self.model.say(said),
        }
    }

    fn recorded(&mut self, ticket: Ticket, recorded: &Recorded) {
        let pending = self.model.settle(ticket);
        let id = recorded.snapshot.id.clone();
        // Somebody may have gone elsewhere while it was written: what is open there stays open.
        let here = self.model.open.as_ref().is_some_and(|open| open.id == id);
        if here || matches!(pending, Some(Effect::Begin(..))) {
            let before = self.model.open.replace(recorded.snapshot.clone());
            let before = before.filter(|before| before.id == id).map(|before| before.incident);
            self.effects.extend(self.model.own_read(before.as_deref(), &recorded.act));
        } else {
            self.effects.push(Effect::Look);
        }
        let mut text = t!("recorded", text = recorded.text.as_str());
        for notice in &recorded.notices {
            text = format!("{text}\n{notice}");
        }
        self.model.toast = Some(Toast { text, recorded: true });
        let nameless = recorded.snapshot.incident.entry(&recorded.act).is_some_and(|entry| entry.by().is_none());
        // Only lines of an incident wait for a name.
        if nameless && id.as_str() != READINESS {
            self.model.nameless.push(recorded.act);
        }
        let command = match &pending {
            Some(Effect::Act(_, _, deed)) => Some(&deed.command),
            _ => None,
        };
        match command {
            // The beginning stays; what was taken back is not taken back again by the same key.
            None | Some(Command::Withdraw { .. }) => self.model.last_act = None,
            Some(Command::Claim { .. }) => {}
            Some(_) => self.model.last_act = Some((id.clone(), recorded.act)),
        }
        let asks = matches!(
            command,
            Some(
                Command::Note { .. }
                    | Command::Mark { .. }
                    | Command::Call(_)
                    | Command::Order { .. }
                    | Command::Answer { .. }
            )
        );
        let mut todo = Vec::new();
        // The one in front first: it leaves before what is below moves on.
        for screen in self.stack.iter_mut().rev() {
            let mut cx = Cx { model: &mut self.model, todo: Vec::new() };
            screen.recorded(ticket, recorded, &mut cx);
            todo.append(&mut cx.todo);
        }
        self.carry_out(todo);
        let free = self.stack.last().is_some_and(|top| !top.is_popup() && !top.is_typing());
        if asks && nameless && free && !self.model.asked_who {
            self.carry_out(vec![Todo::Push(Box::new(Who::of_nameless()))]);
        }
    }

    fn edited(&mut self, ticket: Ticket, files: &[String]) {
        self.model.settle(ticket);
        let text = if files.is_empty() { t!("setup-unchanged") } else { t!("setup-written") };
        self.model.toast = Some(Toast { text, recorded: !files.is_empty() });
        self.tell(|screen, cx| screen.edited(ticket, cx));
    }

    /// Tells every screen of an answer, the one in front first; only who asked acts on it.
    fn tell(&mut self, news: impl Fn(&mut dyn Screen, &mut Cx<'_>)) {
        let mut todo = Vec::new();
        for screen in self.stack.iter_mut().rev() {
            let mut cx = Cx { model: &mut self.model, todo: Vec::new() };
            news(screen.as_mut(), &mut cx);
            todo.append(&mut cx.todo);
        }
        self.carry_out(todo);
    }

    fn failed(&mut self, ticket: Option<Ticket>, message: &Message) {
        let Some(ticket) = ticket else { return self.went_wrong(message) };
        let pending = self.model.settle(ticket);
        if message.code == "future"
            && let Some(effect) = pending.and_then(agreed)
        {
            let ask = format!("{}\n{}", message.what, t!("future-ask"));
            let confirm = Confirm::new(ask, move |cx| {
                cx.model.pending = Some(effect.clone());
                cx.todo.push(Todo::Ask(effect.clone()));
            });
            let confirm = confirm.otherwise(move |cx| cx.todo.push(Todo::Fail(ticket)));
            return self.carry_out(vec![Todo::Push(Box::new(confirm))]);
        }
        self.fail(ticket);
        self.carry_out(vec![Todo::Push(Box::new(Trouble::of(message)))]);
    }

    /// Something that nobody waits for went wrong. It does not come between somebody and a line, and it is said in one place.
    fn went_wrong(&mut self, message: &Message) {
        if self.is_typing() {
            return self.model.say(message.what.clone());
        }
        if self.stack.last().is_some_and(|top| top.context() == Ctx::Trouble) {
            self.stack.pop();
        }
        self.carry_out(vec![Todo::Push(Box::new(Trouble::of(message)))]);
    }
}

/// The same request with the person's agreement to a time that lies ahead.
fn agreed(effect: Effect) -> Option<Effect> {
    match effect {
        Effect::Act(ticket, id, deed) => Some(Effect::Act(ticket, id, Box::new(Deed { agreed: true, ..*deed }))),
        Effect::Begin(ticket, mut beginning) => {
            beginning.agreed = true;
            Some(Effect::Begin(ticket, beginning))
        }
        _ => None,
    }
}
