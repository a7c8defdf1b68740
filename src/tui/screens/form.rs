//! A form in front of another screen: fill in, Enter, recorded.
//!
//! Owns what all such forms share: moving about, recording, keeping what was typed when it could not be recorded. What is asked and
//! what becomes of it is its [`Purpose`], one a file.

use ratatui::layout::Rect;

use super::{Cx, Screen, Todo, memo};
use crate::site::edit::Edit;
use crate::t;
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Recorded, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::form::{Form, Kind};
use crate::tui::widgets::form_view::{self, Around};
use crate::tui::widgets::text_field::TextField;

/// What became of a form that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing yet: it describes an act, which is recorded.
    Records,
    /// The session keeps it for later.
    Kept,
    /// It changes the site: these changes are written. None: there is nothing to change.
    Writes(Vec<Edit>),
    /// Something is missing, about which the form complains.
    Missing,
}

/// What a form is for.
pub trait Purpose {
    /// What stands in its border.
    fn title(&self, model: &Model) -> String;

    /// What stands above the lines.
    fn above(&self, _model: &Model) -> String {
        String::new()
    }

    /// By which words what was begun here is found again: the same form for the same thing.
    fn begun_key(&self) -> String;

    /// The act that the form describes; `None` when something is missing, about which the form then complains.
    fn deed(&mut self, _form: &mut Form, _model: &Model) -> Option<Deed> {
        None
    }

    /// Whether it is about the site and belongs to no incident.
    fn is_about_the_site(&self) -> bool {
        false
    }

    /// Asks for the act to be recorded: in the open incident, unless it belongs elsewhere.
    fn ask(&self, deed: Deed, cx: &mut Cx<'_>) -> Option<Ticket> {
        cx.act(deed)
    }

    /// Takes what was filled in where the form is no act of its own but part of a later one.
    fn keep(&mut self, _form: &mut Form, _model: &mut Model) -> Kept {
        Kept::Records
    }

    /// Whether what the focused line belongs to can be put before what stands above it.
    fn can_move_up(&self, _form: &Form) -> bool {
        false
    }

    /// Puts it there.
    fn move_up(&self, _form: &mut Form) {}

    /// What is said of Enter on the last line.
    fn foot(&self) -> String {
        t!("form-foot-record")
    }

    /// The name of F10 in the footer, where it does not record.
    fn label(&self) -> Option<String> {
        None
    }

    /// The act is recorded and the form left.
    fn recorded(&mut self, _recorded: &Recorded, _cx: &mut Cx<'_>) {}
}

/// A form with its purpose.
pub struct FormScreen<P> {
    purpose: P,
    form: Form,
    ticket: Option<Ticket>,
    done: bool,
}

impl<P: Purpose> FormScreen<P> {
    /// A form.
    pub fn new(purpose: P, form: Form) -> Self {
        Self { purpose, form, ticket: None, done: false }
    }

    /// With a text in one of its lines.
    #[must_use]
    pub fn with(mut self, id: &str, text: &str) -> Self {
        self.form.preset(id, text);
        self
    }

    fn submit(&mut self, cx: &mut Cx<'_>) {
        if self.ticket.is_some() {
            return;
        }
        match self.purpose.keep(&mut self.form, cx.model) {
            Kept::Records => {}
            Kept::Missing => return,
            Kept::Writes(edits) if edits.is_empty() => {
                cx.finished(self.begun(cx.model));
                cx.back();
                return cx.model.say(t!("setup-unchanged"));
            }
            Kept::Writes(edits) => {
                self.ticket = cx.edit_site(edits);
                return;
            }
            Kept::Kept => {
                cx.finished(self.begun(cx.model));
                return cx.back();
            }
        }
        if let Some(deed) = self.purpose.deed(&mut self.form, cx.model) {
            self.ticket = self.purpose.ask(deed, cx);
        }
    }
}

impl<P: Purpose> Screen for FormScreen<P> {
    fn context(&self) -> Ctx {
        Ctx::Form
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Unknown => self.form.fields.get(self.form.focus).is_some_and(|field| field.id.starts_with("fact:")),
            Cmd::Down => self.form.fields.len() > 1,
            Cmd::MoveUp => self.purpose.can_move_up(&self.form),
            // A memo can be written from everywhere; but not a memo about a memo.
            Cmd::Memo => !self.purpose.begun_key().starts_with(memo::KEY),
            // One thing at a time: what is begun here is recorded or left first.
            other => !other.leads_elsewhere() && other != Cmd::TakeBack,
        }
    }

    fn field(&mut self) -> Option<&mut TextField> {
        // What is typed now would not be in the line that is being recorded.
        if self.ticket.is_some() {
            return None;
        }
        self.form.focused().and_then(|field| {
            field.complaint = None;
            field.kind.text_mut()
        })
    }

    fn is_typing(&self) -> bool {
        self.form.is_typing()
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if self.form.handle(cmd) {
            return;
        }
        match cmd {
            Cmd::Enter if !self.form.enter() => {}
            Cmd::Enter | Cmd::Submit => self.submit(cx),
            Cmd::MoveUp if self.ticket.is_none() => self.purpose.move_up(&mut self.form),
            Cmd::Unknown => {
                if let Some(field) = self.form.focused().filter(|field| field.id.starts_with("fact:")) {
                    match &mut field.kind {
                        Kind::Choice { options, at } => *at = options.len().saturating_sub(1),
                        Kind::Text(text) | Kind::Time(text) | Kind::Person(text) => text.set(&t!("answer-unknown")),
                    }
                    self.form.enter();
                }
            }
            Cmd::Back if self.ticket.is_none() => cx.back(),
            _ => {}
        }
    }

    fn begun(&self, model: &Model) -> Option<Begun> {
        let key = self.purpose.begun_key();
        Some(Begun {
            key,
            title: self.purpose.title(model),
            first: self.purpose.is_about_the_site(),
            lines: self.form.begun(),
        })
    }

    fn take_up(&mut self, lines: &[(String, String)], written: Option<Written>) {
        self.form.take_up(lines, written);
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        match cmd {
            Cmd::Enter if self.form.goes_on() => Some(t!("label-next")),
            Cmd::Enter => Some(self.purpose.label().unwrap_or_else(|| t!("label-record"))),
            Cmd::Submit => self.purpose.label(),
            _ => None,
        }
    }

    fn recorded(&mut self, ticket: Ticket, recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            cx.finished(self.begun(cx.model));
            self.done = true;
            cx.todo.push(Todo::LeaveDone);
            self.purpose.recorded(recorded, cx);
        }
    }

    fn edited(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            cx.finished(self.begun(cx.model));
            self.done = true;
            cx.todo.push(Todo::LeaveDone);
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        self.form.point(spot)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let plan = if self.purpose.is_about_the_site() { model.site_plan() } else { model.plan() };
        let Some(plan) = plan else { return };
        let theme = canvas.theme;
        let room = area.width.saturating_sub(4);
        let above = self.purpose.above(model);
        let above_rows = if above.is_empty() { 0 } else { crate::tui::canvas::cells(canvas.rows(&above, room).len()) };
        let fields = form_view::height(&self.form, room, canvas);
        // The foot of the body, so that what the form is about stays in sight above it.
        let height = (fields + above_rows + 3).min(area.height);
        let outside = Rect { y: area.bottom() - height, height, ..area };
        let inside = canvas.page(outside, &self.purpose.title(model), theme.accent());
        let above_room = above_rows.min(inside.height.saturating_sub(fields.min(3) + 1));
        canvas.wrapped(Rect { height: above_room, ..inside }, &above, theme.strong());
        let rest = inside.height.saturating_sub(above_room);
        let foot = u16::from(rest > 1);
        let lines = Rect { y: inside.y + above_room, height: rest - foot, ..inside };
        form_view::draw(&self.form, canvas, lines, Around { plan: Some(&plan), now: model.now });
        if foot > 0 {
            let said = if self.ticket.is_some() { t!("form-recording") } else { self.foot() };
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &said, theme.faint());
        }
    }
}

impl<P: Purpose> FormScreen<P> {
    fn foot(&self) -> String {
        let focused = self.form.fields.get(self.form.focus);
        let further = self.form.goes_on();
        let enter = if further { t!("form-foot-next") } else { self.purpose.foot() };
        match focused.map(|field| &field.kind) {
            Some(Kind::Choice { .. }) => format!("{enter}  {}", t!("form-foot-choice")),
            Some(Kind::Time(_)) => format!("{enter}  {}", t!("form-foot-time")),
            _ => enter,
        }
    }
}
