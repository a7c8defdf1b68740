//! Writing a mail, looking at it as it would leave, and putting it into the outbox by a second Enter.
//!
//! Owns the text while it is written: it is kept like every text that was begun. What is shown before the second Enter is what is queued,
//! byte by byte.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::mail_text::MailText;
use super::{Cx, Screen, Todo};
use crate::app::outbox::{Letter, Previewed};
use crate::domain::command::Command;
use crate::domain::id::Id;
use crate::domain::letter;
use crate::t;
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::Canvas;
use crate::tui::digest::duties::DutyRow;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Recorded, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::text_field::TextField;

/// By which word an unfinished mail is found again.
pub const KEY: &str = "mail";

/// By which word the duties of an unfinished mail are found again.
const PURPOSE: &str = "duties";

/// Of the three lines, the one for the text.
const BODY: usize = 2;

/// A mail that is written.
pub struct Write {
    contact: Option<Id>,
    name: Option<String>,
    /// To, subject, text.
    fields: [TextField; 3],
    pristine: [String; 3],
    focus: usize,
    /// For which duties it may be, and which of these is chosen.
    purposes: Vec<Purpose>,
    purpose: usize,
    complaint: Option<String>,
    ticket: Option<Ticket>,
    preview: Option<Arc<Previewed>>,
    text: MailText,
    done: bool,
}

/// What a mail may be for.
struct Purpose {
    title: String,
    duties: Vec<Id>,
}

impl Purpose {
    /// Its duties by their short names.
    fn named(&self) -> String {
        self.duties.iter().map(Id::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// All that press together, each alone, and none. To somebody whose address is typed none is meant, until one is chosen.
fn purposes(pressing: &[&DutyRow], is_contact: bool) -> Vec<Purpose> {
    let of = |rows: &[&DutyRow]| Purpose {
        title: rows.iter().map(|row| row.short.as_str()).collect::<Vec<_>>().join(&t!("list-separator")),
        duties: rows.iter().map(|row| row.id.clone()).collect(),
    };
    let none = Purpose { title: t!("outbox-write-no-duty"), duties: Vec::new() };
    let each = pressing.iter().map(|row| of(&[row]));
    if !is_contact {
        return std::iter::once(none).chain(each).collect();
    }
    let all = (pressing.len() > 1).then(|| of(pressing));
    all.into_iter().chain(each).chain([none]).collect()
}

impl Write {
    /// A mail to a contact, or to somebody whose address is typed, with what the record knows.
    pub fn new(contact: Option<&Id>, model: &Model) -> Self {
        let contacts = model.seen.as_ref().map(|seen| seen.contacts.as_slice()).unwrap_or_default();
        let contact = contact.and_then(|id| contacts.iter().find(|known| known.id == *id));
        let (subject, body) = match &model.open {
            Some(open) => {
                let lang = open.plan.facility.lang;
                let body = letter::body(&open.incident, &open.plan, contact, model.keyboard.as_ref(), lang);
                (letter::subject(&open.incident, &open.plan, lang), body)
            }
            None => (String::new(), String::new()),
        };
        let to = contact.and_then(|known| known.mail.clone()).unwrap_or_default();
        let mut written = TextField::default().of_many_lines();
        written.set(&body);
        let focus = if to.is_empty() { 0 } else { BODY };
        let duties = model.open.as_ref().map(|open| open.digest.duties()).unwrap_or_default();
        let of_contact = |row: &&DutyRow| contact.is_none_or(|contact| row.contacts.contains(&contact.id));
        let pressing: Vec<&DutyRow> = duties.iter().filter(|row| row.presses()).filter(of_contact).collect();
        Self {
            contact: contact.map(|known| known.id.clone()),
            name: contact.map(|known| known.name.clone()),
            fields: [TextField::new(&to), TextField::new(&subject), written],
            pristine: [to, subject, body],
            focus,
            purposes: purposes(&pressing, contact.is_some()),
            purpose: 0,
            complaint: None,
            ticket: None,
            preview: None,
            text: MailText::default(),
            done: false,
        }
    }

    fn content(&self) -> [String; 3] {
        self.fields.each_ref().map(TextField::text)
    }

    fn look(&mut self, cx: &mut Cx<'_>) {
        let [to, subject, body] = self.content();
        // The name belongs to the contact's address, not to another one that was typed over it.
        let name = self.name.clone().filter(|_| self.pristine.first().is_some_and(|known| *known == to));
        let to: Vec<(Option<String>, String)> = to
            .split([',', ';', '、', '，'])
            .map(str::trim)
            .filter(|to| !to.is_empty())
            .map(|to| (name.clone(), to.to_owned()))
            .collect();
        let duties = self.purposes.get(self.purpose).map(|purpose| purpose.duties.clone()).unwrap_or_default();
        let letter = Letter { to, subject, body, contact: self.contact.clone(), duties };
        let Some(id) = cx.model.open.as_ref().map(|open| open.id.clone()) else { return };
        self.ticket = cx.ask(|ticket| Effect::PreviewMail(ticket, id, Box::new(letter)));
    }

    fn write(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter if self.focus < BODY => self.focus += 1,
            Cmd::Enter => {
                if let Some(field) = self.fields.get_mut(self.focus) {
                    field.paste("\n");
                }
            }
            Cmd::Next => self.focus = (self.focus + 1) % self.fields.len(),
            Cmd::Previous => self.focus = (self.focus + self.fields.len() - 1) % self.fields.len(),
            // In the text one goes up and down among its lines.
            Cmd::Up | Cmd::Down if self.focus == BODY => {
                if let Some(field) = self.fields.get_mut(self.focus) {
                    field.move_row(cmd == Cmd::Down);
                }
            }
            Cmd::Up => self.focus = self.focus.saturating_sub(1),
            Cmd::Down => self.focus = (self.focus + 1).min(BODY),
            Cmd::ForDuties if self.ticket.is_none() => self.purpose = (self.purpose + 1) % self.purposes.len().max(1),
            Cmd::Submit if self.ticket.is_none() => self.look(cx),
            Cmd::Back if self.ticket.is_none() => cx.back(),
            _ => {}
        }
    }

    fn queue(&mut self, previewed: &Previewed, cx: &mut Cx<'_>) {
        if self.ticket.is_none() {
            let deed = cx.model.deed(Command::QueueMail(previewed.queued.clone()));
            self.ticket = cx.act(deed);
        }
    }
}

impl Screen for Write {
    fn context(&self) -> Ctx {
        if self.preview.is_some() { Ctx::OutboxMail } else { Ctx::OutboxWrite }
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        if cmd == Cmd::ForDuties {
            return self.purposes.len() > 1;
        }
        !cmd.leads_elsewhere() && cmd != Cmd::TakeBack || cmd == Cmd::Memo
    }

    fn field(&mut self) -> Option<&mut TextField> {
        if self.ticket.is_some() || self.preview.is_some() {
            return None;
        }
        self.complaint = None;
        self.fields.get_mut(self.focus)
    }

    fn is_typing(&self) -> bool {
        self.preview.is_none()
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter && self.preview.is_none() && self.focus == BODY).then(|| t!("label-new-line"))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(previewed) = self.preview.clone() else { return self.write(cmd, cx) };
        if self.text.scroll(cmd) {
            return;
        }
        match cmd {
            Cmd::Enter => self.queue(&previewed, cx),
            Cmd::Back if self.ticket.is_none() => self.preview = None,
            _ => {}
        }
    }

    fn mail_previewed(&mut self, ticket: Ticket, previewed: &Arc<Previewed>, _cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
            self.text = MailText::of_preview(previewed);
            self.preview = Some(Arc::clone(previewed));
        }
    }

    fn recorded(&mut self, ticket: Ticket, _recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            cx.finished(self.begun(cx.model));
            self.done = true;
            cx.todo.push(Todo::LeaveDone);
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn begun(&self, model: &Model) -> Option<Begun> {
        let to = self.contact.as_ref().map_or_else(String::new, |id| format!(" {id}"));
        let content = self.content();
        // What the program has written by itself is nothing that would be lost.
        let lines = if content == self.pristine {
            Vec::new()
        } else {
            let written = ["to", "subject", "body"].map(ToOwned::to_owned).into_iter().zip(content);
            let purpose = self.purposes.get(self.purpose).map(|purpose| (PURPOSE.to_owned(), purpose.named()));
            written.chain(purpose).collect()
        };
        model.open.as_ref()?;
        Some(Begun { key: format!("{KEY}{to}"), title: t!("outbox-write-title"), first: false, lines })
    }

    fn take_up(&mut self, lines: &[(String, String)], _written: Option<Written>) {
        for (name, field) in ["to", "subject", "body"].iter().zip(&mut self.fields) {
            if let Some((_, text)) = lines.iter().find(|(known, _)| known == name) {
                field.set(text);
            }
        }
        let named = lines.iter().find(|(known, _)| known == PURPOSE).map(|(_, named)| named.as_str());
        let known = self.purposes.iter().position(|purpose| Some(purpose.named().as_str()) == named);
        self.purpose = known.unwrap_or(self.purpose);
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Field { line, .. } if self.preview.is_none() => {
                self.focus = line.min(BODY);
                Pointed::Chosen
            }
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        if self.preview.is_some() {
            let foot = match (self.ticket, model.open.as_ref().is_some_and(|open| open.incident.drill)) {
                (Some(_), _) => t!("form-recording"),
                (None, true) => t!("outbox-queue-foot-drill"),
                (None, false) => t!("outbox-queue-foot"),
            };
            return self.text.draw(&t!("outbox-preview-title"), &foot, canvas, area);
        }
        let inside = canvas.page(area, &t!("outbox-write-title"), theme.accent());
        let labels = [t!("outbox-field-to"), t!("outbox-field-subject"), t!("outbox-field-body")];
        let mut y = inside.y;
        if let Some(purpose) = self.purposes.get(self.purpose) {
            let key = if self.purposes.len() > 1 { t!("outbox-write-duties-key") } else { String::new() };
            let text = format!("{}{key}", t!("outbox-write-duties", duties = purpose.title.as_str()));
            canvas.put(inside.x, y, inside.width, &text, theme.faint());
            y += 1;
        }
        for (line, (label, field)) in labels.iter().zip(&self.fields).enumerate() {
            if y >= inside.bottom() {
                break;
            }
            let focused = line == self.focus;
            let style = if focused { theme.accent() } else { theme.faint() };
            if line == BODY {
                canvas.put(inside.x, y, inside.width, label, style);
                let body = Rect { y: y + 1, height: inside.bottom().saturating_sub(y + 2), ..inside };
                let first = field.first_row(body, focused, canvas);
                canvas.spot(body, Spot::Field { line, x: body.x, y: body.y, room: body.width, first });
                field.draw(canvas, body, focused, theme.text());
            } else {
                let row = Rect { y, height: 1, ..inside };
                let lead = canvas.put(inside.x, y, inside.width, &format!("{label} "), style);
                let text = Rect { x: inside.x + lead, width: inside.width.saturating_sub(lead), ..row };
                canvas.spot(row, Spot::Field { line, x: text.x, y, room: text.width, first: 0 });
                field.draw(canvas, text, focused, theme.text());
                y += 1;
            }
        }
        if inside.height > 3 {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &t!("outbox-write-foot"), theme.faint());
        }
    }
}
