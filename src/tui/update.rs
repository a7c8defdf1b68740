//! From messages to changes of the session and requests to the worker.
//!
//! Owns the stack of screens, keys, clicks and pastes, and the commands that hold on every screen; what follows an answer of the
//! worker is in `replies`. Must not know how the worker does its work, nor how anything is drawn.

mod replies;

use ratatui::layout::Position;

use super::begun::written;
use super::keys::{self, Cmd, Ctx, Key};
use super::model::Model;
use super::msg::{Effect, Msg, Ticket};
use super::screens::announce::Announce;
use super::screens::brief::Brief;
use super::screens::call_sheet::CallSheet;
use super::screens::chronology::Chronology;
use super::screens::confirm::Confirm;
use super::screens::contacts::Contacts;
use super::screens::criteria::Criteria;
use super::screens::duties::Duties;
use super::screens::duty_done::in_series;
use super::screens::help::Help;
use super::screens::home::{self, Home};
use super::screens::menu::Menu;
use super::screens::mode_board::ModeBoard;
use super::screens::propose::Propose;
use super::screens::report::Report;
use super::screens::restore::Restore;
use super::screens::scribe::Scribe;
use super::screens::setup::Setup;
use super::screens::who::Who;
use super::screens::{Cx, Screen, Todo, memo, unfinished};
use super::spot::{Pointed, Spot};
use super::view;
use crate::domain::command::Command;
use crate::domain::facility::Lang;
use crate::domain::id::READINESS;
use crate::t;
use crate::text::spoken_time;
use crate::text::width::cut;

/// What only who holds the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Put the program to sleep.
    Sleep,
    /// Take the terminal again.
    TakeAgain,
    /// Draw in another language.
    Language(Lang),
}

/// The model with the screens that show it.
pub struct Session {
    /// What all screens share.
    pub model: Model,
    /// The screens, the one in front last. The first one is always there.
    pub stack: Vec<Box<dyn Screen>>,
    /// Something changed that is to be drawn.
    pub dirty: bool,
    /// The program is to end.
    pub quits: bool,
    /// What only who holds the terminal can do.
    pub asked: Option<Asked>,
    effects: Vec<Effect>,
}

impl Session {
    /// A session on its first screen, with what it asks the worker first.
    pub fn new(model: Model) -> (Self, Vec<Effect>) {
        let session = Self {
            model,
            stack: vec![Box::new(Home::default())],
            dirty: true,
            quits: false,
            asked: None,
            effects: Vec::new(),
        };
        (session, vec![Effect::Look, Effect::TakeOver])
    }

    /// Shows where the facility makes the site its own.
    pub fn open_setup(&mut self) {
        self.carry_out(vec![Todo::Push(Box::new(Setup::default()))]);
    }

    /// Takes a message; gives what the worker is asked to do.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            // Nobody acts on what cannot be seen: in a window that is too small only leaving works.
            Msg::Key(key) if self.is_blind() && keys::command(Ctx::Home, &key, true) != Some(Cmd::Quit) => {}
            Msg::Paste(_) | Msg::Click(..) | Msg::Wheel(_) if self.is_blind() => {}
            Msg::Key(key) => self.key(&key),
            Msg::Click(x, y) => self.click(Position::new(x, y)),
            Msg::Wheel(down) => self.wheel(down),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(width, height) => {
                self.model.size = Some((width, height));
                self.dirty = true;
            }
            Msg::Reply(reply) => self.reply(*reply),
            Msg::Tick(now) => {
                self.model.now = now;
                self.dirty = true;
                // Another window or a command may have written in the meantime.
                self.effects.push(self.read_again());
            }
            Msg::Suspend => self.asked = Some(Asked::Sleep),
            Msg::Resume => {
                self.asked = Some(Asked::TakeAgain);
                self.dirty = true;
            }
            Msg::Quit => self.quit(),
        }
        if let Some(top) = self.stack.last() {
            self.effects.extend(self.model.note_begun(top.as_ref()));
        }
        // What lies behind another screen can wait: it is asked for when it is seen again.
        if let Some(top) = self.stack.last_mut() {
            self.effects.extend(top.wants(&self.model));
        }
        std::mem::take(&mut self.effects)
    }

    /// Whether the window is so small that only a word is shown.
    fn is_blind(&self) -> bool {
        let (least_width, least_height) = view::SMALLEST;
        self.model.size.is_some_and(|(width, height)| width < least_width || height < least_height)
    }

    /// What reads again what is before the eyes.
    fn read_again(&self) -> Effect {
        match &self.model.open {
            Some(open) => Effect::Open(open.id.clone()),
            None => Effect::Look,
        }
    }

    /// Whether somebody types in a text now.
    pub fn is_typing(&self) -> bool {
        self.stack.last().is_some_and(|top| top.is_typing())
    }

    fn key(&mut self, key: &Key) {
        let Some(top) = self.stack.last_mut() else { return };
        let typing = top.is_typing();
        let written =
            key.writes().filter(|c| !typing && matches!(top.context(), Ctx::Form | Ctx::Grounds) && !c.is_numeric());
        if written.is_some_and(|c| !c.is_whitespace()) {
            // Letters are no commands among lines to fill in, and a choice takes none.
            self.model.say(t!("form-choice-only"));
            self.dirty = true;
            return;
        }
        match keys::command(top.context(), key, typing) {
            Some(cmd) => {
                self.model.toast = None;
                self.dirty = true;
                self.give(cmd);
            }
            None if typing && top.field().is_some_and(|field| field.key(key)) => {
                top.typed(&self.model);
                self.model.toast = None;
                self.dirty = true;
                self.tell_if_full();
            }
            None if top.passes_on() => {
                self.give(Cmd::Back);
                self.key(key);
            }
            None => {}
        }
    }

    fn paste(&mut self, text: &str) {
        let Some(top) = self.stack.last_mut().filter(|top| top.is_typing()) else { return };
        if let Some(field) = top.field() {
            field.paste(text);
            top.typed(&self.model);
            self.dirty = true;
            self.tell_if_full();
        }
    }

    /// What is seen is what is hit: the place is looked up in the screen as it is drawn.
    fn click(&mut self, at: Position) {
        let Some(spot) = self.model.size.and_then(|size| view::spot_at(self, size, at)) else { return };
        self.model.toast = None;
        self.dirty = true;
        if let Spot::Cmd(cmd) = spot {
            return self.give(cmd);
        }
        let ambiguous = self.model.theme.ambiguous;
        let Some(top) = self.stack.last_mut() else { return };
        let pointed = top.point(spot, &self.model);
        if let (Spot::Field { x, y, room, first, .. }, Pointed::Chosen, Some(field)) = (spot, pointed, top.field()) {
            field.point(first + usize::from(at.y.saturating_sub(y)), at.x.saturating_sub(x), room, ambiguous);
        }
        if pointed == Pointed::Entered {
            self.give(Cmd::Enter);
        }
    }

    /// The wheel moves in lists; in a form it would take somebody away from the line that is being typed.
    fn wheel(&mut self, down: bool) {
        if self.stack.last().is_some_and(|top| !matches!(top.context(), Ctx::Form | Ctx::Grounds)) {
            self.dirty = true;
            self.give(if down { Cmd::Down } else { Cmd::Up });
        }
    }

    fn tell_if_full(&mut self) {
        let full = self.stack.last_mut().and_then(|top| top.field().map(|field| field.is_full()));
        if full == Some(true) {
            self.model.say(t!("form-full"));
        }
    }

    fn give(&mut self, cmd: Cmd) {
        let elsewhere = matches!(
            cmd,
            Cmd::Memo
                | Cmd::Scribe
                | Cmd::Contacts
                | Cmd::Chronology
                | Cmd::Duties
                | Cmd::Criteria
                | Cmd::Brief
                | Cmd::Announce
                | Cmd::Restore
                | Cmd::Board
                | Cmd::Menu
                | Cmd::Who
                | Cmd::Report
        );
        // What is new is read in passing: it keeps nobody from what he or she came for.
        if elsewhere && self.stack.last().is_some_and(|top| top.context() == Ctx::Since) {
            self.give(Cmd::Back);
        }
        let on_top_of_others = self.stack.len() > 1;
        let Some(top) = self.stack.last_mut() else { return };
        if !top.enabled(&self.model, cmd) {
            return;
        }
        let mut cx = Cx { model: &mut self.model, todo: Vec::new() };
        match cmd {
            Cmd::Memo => match memo::memo(cx.model) {
                Some(form) => cx.push(form),
                None => home::memo(&mut cx),
            },
            Cmd::Scribe => return self.scribe(),
            Cmd::Report | Cmd::Duties | Cmd::Restore | Cmd::Board if cx.model.open.is_none() => {}
            Cmd::Report => {
                cx.model.preview = None;
                return self.show(Box::new(Report::default()));
            }
            Cmd::Who => cx.push(Who::default()),
            // On the first screen it is the call sheet of the incident that is chosen there.
            Cmd::Contacts if cx.model.open.is_none() => top.handle(cmd, &mut cx),
            Cmd::Contacts if top.context() == Ctx::CallSheet => cx.push(Contacts::default()),
            Cmd::Contacts => return self.show(Box::new(CallSheet::default())),
            Cmd::Brief => return self.show(Box::new(Brief::default())),
            Cmd::Announce => return self.show(Box::new(Announce::default())),
            Cmd::Chronology => {
                let screen = Chronology::new(cx.model);
                return self.show(Box::new(screen));
            }
            Cmd::Duties => return self.show(Box::new(Duties::default())),
            Cmd::Board => return self.show(Box::new(ModeBoard::default())),
            Cmd::Restore => return self.show(Box::new(Restore::default())),
            Cmd::Criteria => {
                let screen = criteria(&mut cx);
                return self.show(screen);
            }
            Cmd::Menu => {
                let menu = Menu::of(top.as_ref(), cx.model);
                cx.push(menu);
            }
            Cmd::Help => {
                let help = Help::of(top.as_ref(), cx.model);
                cx.push(help);
            }
            Cmd::TakeBack => take_back(&mut cx),
            Cmd::Suspend if cfg!(unix) => self.asked = Some(Asked::Sleep),
            Cmd::Quit if on_top_of_others || !cx.model.unfinished.is_empty() => {
                cx.push(Confirm::new(quit_ask(cx.model), |cx| cx.todo.push(Todo::Quit)));
            }
            other => top.handle(other, &mut cx),
        }
        let todo = cx.todo;
        self.carry_out(todo);
    }

    /// Shows one of the screens that are reached from everywhere. Where it is among the screens already, one goes back to it.
    fn show(&mut self, screen: Box<dyn Screen>) {
        let known = self.stack.iter().position(|below| below.context() == screen.context() && !below.is_popup());
        if let Some(at) = known {
            self.stack.truncate(at.max(1));
        }
        self.carry_out(vec![Todo::Push(screen)]);
    }

    /// Where somebody takes something down already, the line is as it was left.
    fn scribe(&mut self) {
        match self.stack.iter().position(|below| below.context() == Ctx::Scribe) {
            Some(at) => {
                self.stack.truncate(at + 1);
                self.refresh();
            }
            None if self.model.open.is_some() => self.carry_out(vec![Todo::Push(Box::new(Scribe::default()))]),
            None => {}
        }
    }

    fn carry_out(&mut self, todo: Vec<Todo>) {
        for next in todo {
            self.dirty = true;
            match next {
                Todo::Push(mut screen) => {
                    // One line at a time is taken down: a second one below would bring back what the first has recorded.
                    let by_lines = screen.context();
                    if matches!(by_lines, Ctx::Scribe | Ctx::PaperBack) {
                        self.stack.retain(|below| below.context() != by_lines);
                    }
                    screen.refresh(&self.model);
                    if let Some(kept) = self.model.kept_for(screen.as_ref()) {
                        let written = written(&kept, self.model.now);
                        screen.take_up(&kept.lines, written);
                        self.model.say(match written {
                            None => t!("begun-taken-up"),
                            Some(written) => t!("begun-taken-up-of", at = spoken_time::show(written.at, written.now)),
                        });
                    }
                    self.stack.push(screen);
                }
                Todo::Back => {
                    if self.stack.len() > 1
                        && let Some(left) = self.stack.pop()
                        && self.model.kept_for(left.as_ref()).is_some()
                    {
                        self.model.say(t!("begun-kept"));
                    }
                    self.refresh();
                }
                Todo::LeaveDone => {
                    self.stack.retain(|screen| !screen.is_done());
                    self.refresh();
                }
                Todo::GoTo(mut screen) => {
                    self.stack.truncate(1);
                    screen.refresh(&self.model);
                    self.stack.push(screen);
                }
                Todo::Home => {
                    self.stack.truncate(1);
                    self.effects.extend(self.model.all_read());
                    self.model.open = None;
                    self.effects.push(Effect::Look);
                }
                Todo::Ask(effect) => self.effects.push(effect),
                Todo::Call(action) => {
                    let mut cx = Cx { model: &mut self.model, todo: Vec::new() };
                    action(&mut cx);
                    let todo = cx.todo;
                    self.carry_out(todo);
                }
                Todo::Give(cmd) => self.give(cmd),
                Todo::Fail(ticket) => self.fail(ticket),
                Todo::Wear(change) => {
                    self.model.change(change);
                    self.effects.push(Effect::KeepLooks(self.model.looks.clone()));
                }
                Todo::Language(lang) => {
                    self.asked = Some(Asked::Language(lang));
                    self.model.looks.language = Some(crate::i18n::word(lang).to_owned());
                    self.effects.push(Effect::KeepLooks(self.model.looks.clone()));
                }
                Todo::Quit => self.quit(),
            }
        }
    }

    fn quit(&mut self) {
        self.effects.extend(self.model.all_read());
        self.quits = true;
    }

    fn refresh(&mut self) {
        for screen in &mut self.stack {
            screen.refresh(&self.model);
        }
    }

    fn fail(&mut self, ticket: Ticket) {
        for screen in &mut self.stack {
            screen.failed(ticket);
        }
    }
}

/// Whoever leaves hears what is not recorded yet.
fn quit_ask(model: &Model) -> String {
    const SHOWN: usize = 4;
    let mut ask = t!("quit-ask");
    let count = model.unfinished.len();
    if count > 0 {
        ask = format!("{ask}\n{}", t!("quit-unfinished", count = count));
        for text in model.unfinished.iter().rev().take(SHOWN) {
            ask = format!("{ask}\n  {}", unfinished::in_one_row(text, model));
        }
        if count > SHOWN {
            ask = format!("{ask}\n  {}", t!("quit-unfinished-more", count = (count - SHOWN)));
        }
    }
    ask
}

fn criteria(cx: &mut Cx<'_>) -> Box<dyn Screen> {
    match cx.model.open.clone() {
        Some(open) if open.incident.active_runbooks().is_empty() => {
            cx.model.say(t!("criteria-need-runbook"));
            Box::new(Propose::new(&open))
        }
        _ => Box::new(Criteria::new(cx.model)),
    }
}

fn take_back(cx: &mut Cx<'_>) {
    let here = cx.model.open.as_ref().map(|open| open.id.clone());
    match cx.model.last_act.clone() {
        Some((id, target)) if Some(&id) == here.as_ref() => {
            let entry = cx.model.open.as_ref().and_then(|open| open.incident.entry(&target));
            let text = entry.map(|entry| cut(entry.text(), 200, cx.model.theme.ambiguous)).unwrap_or_default();
            cx.push(Confirm::new(t!("take-back-ask", text = text), move |cx| {
                let deed = cx.model.deed(Command::Withdraw { target, reason: t!("take-back-reason") });
                cx.act(deed);
            }));
        }
        // What was recorded in quiet times belongs to no incident.
        Some((id, target)) if here.is_none() && id.as_str() == READINESS => {
            cx.push(Confirm::new(t!("take-back-ask", text = t!("round-last-result")), move |cx| {
                let deed = cx.model.deed(Command::Withdraw { target, reason: t!("take-back-reason") });
                in_series(deed, cx);
            }));
        }
        _ => cx.model.say(t!("take-back-nothing")),
    }
}
