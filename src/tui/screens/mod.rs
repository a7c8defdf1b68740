//! The screens. Each has its own state, says which rows of the key table hold, and draws itself from the model.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::begun::{Begun, Written};
use super::canvas::Canvas;
use super::keys::{Cmd, Ctx};
use super::model::{Change, Model};
use super::msg::{Deed, Effect, Recorded, TableRead, Ticket};
use super::spot::{Pointed, Spot};
use super::widgets::list::List;
use super::widgets::text_field::TextField;
use crate::app::outbox::Previewed;
use crate::domain::facility::Lang;
use crate::site::edit::Edit;
use crate::t;

pub mod accounts;
pub mod aloud;
pub mod announce;
pub mod announce_give;
pub mod announce_text;
pub mod backup_forms;
pub mod backups;
pub mod brief;
pub mod brief_decide;
pub mod call;
pub mod call_line;
pub mod call_sheet;
pub mod chronology;
pub mod chronology_filter;
pub mod chronology_view;
pub mod confirm;
pub mod confirm_all;
pub mod contact_detail;
pub mod contacts;
pub mod correct;
pub mod criteria;
pub mod declare;
pub mod declare_view;
pub mod duties;
pub mod duty_acts;
pub mod duty_detail;
pub mod duty_done;
pub mod entry_detail;
pub mod entry_text;
pub mod fact_history;
pub mod facts;
pub mod first_sign;
pub mod first_things;
pub mod form;
pub mod guide;
pub mod guide_view;
pub mod hand_over;
pub mod help;
pub mod home;
pub mod home_readiness;
pub mod jump;
pub mod ledger;
pub mod ledger_form;
pub mod looks;
pub mod mail_text;
pub mod mark;
pub mod memo;
pub mod menu;
pub mod mode_board;
pub mod mode_detail;
pub mod mode_form;
pub mod normal;
pub mod numbers;
pub mod order_done;
pub mod outbox;
pub mod outbox_password;
pub mod outbox_write;
pub mod paper_back;
pub mod print;
pub mod propose;
pub mod put_aside;
pub mod quiet_list;
pub mod readers;
pub mod readiness;
pub mod report;
pub mod restore;
pub mod restore_acts;
pub mod restore_detail;
pub mod restore_form;
pub mod round;
pub mod round_call;
pub mod round_look;
pub mod scribe;
pub mod setup;
pub mod since;
pub mod since_words;
pub mod stages;
pub mod stand_down;
pub mod stand_down_takers;
pub mod step_detail;
pub mod take;
pub mod tour;
pub mod trouble;
pub mod unfinished;
pub mod who;
pub mod withdraw;

/// What a screen offers. The loop, the footer and the page of keys are driven by it.
pub trait Screen {
    /// Which rows of the key table hold.
    fn context(&self) -> Ctx;

    /// Whether it stands in front of the screen below, which stays in sight.
    fn is_popup(&self) -> bool {
        false
    }

    /// Whether a command can be given now: what cannot is not shown in the footer.
    fn enabled(&self, _model: &Model, _cmd: Cmd) -> bool {
        true
    }

    /// Whether a key that has no meaning here leaves this screen and is given to what is below.
    fn passes_on(&self) -> bool {
        false
    }

    /// Whether the footer is the place for a command that can be given: what rarely helps here would push out what does.
    fn offers(&self, _model: &Model, _cmd: Cmd) -> bool {
        true
    }

    /// The text that somebody types in now. Keys that write go there.
    fn field(&mut self) -> Option<&mut TextField> {
        None
    }

    /// Whether a text has the focus.
    fn is_typing(&self) -> bool {
        false
    }

    /// The text changed.
    fn typed(&mut self, _model: &Model) {}

    /// Carries out a command.
    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>);

    /// Takes a click on one of the places that it named while it was drawn.
    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match (spot, self.list()) {
            (Spot::Row(at), Some(list)) => list.point(at),
            _ => Pointed::Nothing,
        }
    }

    /// The list whose rows can be clicked: the first click chooses, the second one is as Enter.
    fn list(&mut self) -> Option<&mut List> {
        None
    }

    /// What was begun here and is not recorded; `None`: nothing can be begun here.
    fn begun(&self, _model: &Model) -> Option<Begun> {
        None
    }

    /// Goes on with what was begun. `written`: when that was, where it is a while ago: times that were meant then stay those.
    fn take_up(&mut self, _lines: &[(String, String)], _written: Option<Written>) {}

    /// Something that was asked for is recorded. Only who holds the ticket acts on it.
    fn recorded(&mut self, _ticket: Ticket, _recorded: &Recorded, _cx: &mut Cx<'_>) {}

    /// Changes of the site that were asked for are written. Only who holds the ticket acts on it.
    fn edited(&mut self, _ticket: Ticket, _cx: &mut Cx<'_>) {}

    /// A table that was asked for is read. Only who holds the ticket acts on it.
    fn table_read(&mut self, _ticket: Ticket, _read: &Arc<TableRead>, _cx: &mut Cx<'_>) {}

    /// A mail that was asked for is worked out. Only who holds the ticket acts on it.
    fn mail_previewed(&mut self, _ticket: Ticket, _previewed: &Arc<Previewed>, _cx: &mut Cx<'_>) {}

    /// Whether what it was for is recorded: it leaves, wherever it is among the screens.
    fn is_done(&self) -> bool {
        false
    }

    /// Something that was asked for failed; the message is shown by the loop.
    fn failed(&mut self, _ticket: Ticket) {}

    /// What it shows and does not have yet, to be asked of the worker. Looked at after each message: asked for once.
    fn wants(&mut self, _model: &Model) -> Option<Effect> {
        None
    }

    /// The model has other data: what pointed into the old ones is set right.
    fn refresh(&mut self, _model: &Model) {}

    /// Draws it. A focused text parks the caret on the canvas, so that caret and text cannot disagree.
    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect);

    /// The screen's words for a command, where they are not those of the table.
    fn label(&self, _model: &Model, _cmd: Cmd) -> Option<String> {
        None
    }
}

/// What a screen works with while it carries out a command.
pub struct Cx<'a> {
    /// The session.
    pub model: &'a mut Model,
    /// What is to happen next, in order.
    pub todo: Vec<Todo>,
}

/// Something that is done when a person chooses it.
pub type Action = Box<dyn Fn(&mut Cx<'_>)>;

/// What a screen asks the loop to do.
pub enum Todo {
    /// Show another screen, and come back to this one.
    Push(Box<dyn Screen>),
    /// Leave this screen.
    Back,
    /// Leave the screens that are done: others may have come in front of them meanwhile.
    LeaveDone,
    /// Show a screen right above the first one.
    GoTo(Box<dyn Screen>),
    /// Back to the first screen.
    Home,
    /// Ask the worker.
    Ask(Effect),
    /// Do this once all before it is done.
    Call(fn(&mut Cx<'_>)),
    /// Give a command to the screen on top.
    Give(Cmd),
    /// Look otherwise, from now on and the next time.
    Wear(Change),
    /// Speak another language, from now on and the next time.
    Language(Lang),
    /// A request is given up: who made it may make another.
    Fail(Ticket),
    /// End the program.
    Quit,
}

impl Cx<'_> {
    /// Shows another screen, and comes back to this one.
    pub fn push(&mut self, screen: impl Screen + 'static) {
        self.todo.push(Todo::Push(Box::new(screen)));
    }

    /// Leaves this screen.
    pub fn back(&mut self) {
        self.todo.push(Todo::Back);
    }

    /// Shows a screen right above the first one.
    pub fn go_to(&mut self, screen: impl Screen + 'static) {
        self.todo.push(Todo::GoTo(Box::new(screen)));
    }

    /// Asks the worker. While it records, nothing further is accepted: `None`.
    pub fn ask(&mut self, effect: impl FnOnce(Ticket) -> Effect) -> Option<Ticket> {
        if self.model.pending.is_some() {
            self.model.say(t!("pending-wait"));
            return None;
        }
        let ticket = self.model.ticket();
        let effect = effect(ticket);
        self.model.pending = Some(effect.clone());
        self.todo.push(Todo::Ask(effect));
        Some(ticket)
    }

    /// What stood in a screen is recorded: it is no longer unfinished.
    pub fn finished(&mut self, begun: Option<Begun>) {
        let effect = begun.and_then(|begun| self.model.no_longer_begun(&begun));
        self.todo.extend(effect.map(Todo::Ask));
    }

    /// Changes the site's own files.
    pub fn edit_site(&mut self, edits: Vec<Edit>) -> Option<Ticket> {
        let who = self.model.keyboard.clone();
        self.ask(|ticket| Effect::EditSite(ticket, edits, who))
    }

    /// Records an act in the open incident.
    pub fn act(&mut self, deed: Deed) -> Option<Ticket> {
        let id = self.model.open.as_ref()?.id.clone();
        self.ask(|ticket| Effect::Act(ticket, id, Box::new(deed)))
    }
}
