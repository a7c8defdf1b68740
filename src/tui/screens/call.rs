//! Telling somebody: the number, what to say, and what came of it by one key.
//!
//! Owns whom the screen offers, one after another, and after an attempt in vain who is told instead. A number that is made up never looks as if it could be called.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::call_line::CallLine;
use super::confirm::Confirm;
use super::form::FormScreen;
use super::numbers::freshness;
pub use super::numbers::{number_in_brief, numbers};
use super::{Cx, Screen, Todo, call_line};
use crate::domain::call_script::{Asked, script};
use crate::domain::call_sheet::{ToCall, entry};
use crate::domain::command::Command;
use crate::domain::contact::{Contact, Freshness};
use crate::domain::event::{CallMade, CallResult, StepMark};
use crate::domain::guide::all_steps;
use crate::domain::id::Id;
use crate::domain::incident::Call as IncidentCall;
use crate::domain::step_key::StepKey;
use crate::domain::who::Who;
use crate::domain::wording;
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::Canvas;
use crate::tui::digest::derived::Derived;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, lang};
use crate::tui::msg::{Deed, Recorded, Snapshot, Ticket};
use crate::tui::spot::Spot;
use crate::tui::typed;
use crate::tui::widgets::list::{List, draw_row};

/// The results in the order of their keys.
pub const RESULTS: [CallResult; 6] = [
    CallResult::Reached,
    CallResult::NoAnswer,
    CallResult::Busy,
    CallResult::Message,
    CallResult::Fax,
    CallResult::WrongDesk,
];

/// From so many rows on, the results stand one below the other.
const ROOMY: u16 = 26;

/// One or several to tell, of a step or by themselves.
pub struct Call {
    contacts: Vec<Id>,
    at: usize,
    result: List,
    step: Option<StepKey>,
    ticket: Option<Ticket>,
    /// How many attempts had told whom the call sheet sent here; `None`: one did not come from there.
    told: Option<usize>,
    done: bool,
    sheet: Derived<(Id, Option<Who>), OnSheet>,
}

/// What the call sheet says of whom is called.
struct OnSheet {
    /// What to say.
    script: Vec<String>,
    /// Who can be told instead.
    offered: Option<Contact>,
}

impl Call {
    /// The contacts of a step.
    pub fn of_step(step: StepKey, contacts: Vec<Id>) -> Self {
        Self { contacts, step: Some(step), ..Self::nobody() }
    }

    /// One contact.
    pub fn of_contact(contact: Id) -> Self {
        Self { contacts: vec![contact], ..Self::nobody() }
    }

    /// One contact of the call sheet: once it is told, the sheet says who is next.
    pub fn of_sheet(contact: Id, step: Option<StepKey>) -> Self {
        Self { contacts: vec![contact], step, told: Some(usize::MAX), ..Self::nobody() }
    }

    fn nobody() -> Self {
        Self {
            contacts: Vec::new(),
            at: 0,
            result: List::default(),
            step: None,
            ticket: None,
            told: None,
            done: false,
            sheet: Derived::default(),
        }
    }

    /// Several, any one of whom will do.
    pub fn of_contacts(contacts: Vec<Id>) -> Self {
        Self { contacts, ..Self::nobody() }
    }

    fn contact<'a>(&self, model: &'a Model) -> Option<&'a Contact> {
        find(model, self.contacts.get(self.at)?)
    }

    fn open_line(&self, result: CallResult, cx: &mut Cx<'_>) {
        let Some(contact) = self.contact(cx.model) else { return };
        cx.push(call_line::line(contact, result, self.step.clone(), cx.model));
    }

    /// To another one, of whom nothing is known yet.
    fn go(&mut self, at: usize) {
        self.at = at;
        self.result = List::default();
    }

    /// The line about a call to somebody, as the record names people and desks; `None` where nobody is called so any more.
    pub fn line_for(model: &Model, contact: &Id, result: CallResult) -> Option<FormScreen<CallLine>> {
        let contacts = model.seen.as_ref()?.contacts.iter();
        let contact = contacts.into_iter().find(|known| typed::contact_id(known) == *contact)?;
        Some(call_line::line(contact, result, None, model))
    }

    fn draw_contact(&self, contact: &Contact, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        let theme = canvas.theme;
        let mut y = area.y;
        let mut row = |canvas: &mut Canvas<'_>, text: &str, style| {
            if y < area.bottom() {
                y += canvas.wrapped(Rect { y, height: area.bottom() - y, ..area }, text, style);
            }
        };
        let desk = contact.desk.as_deref().map(|desk| format!("  {desk}")).unwrap_or_default();
        row(canvas, &format!("{}{desk}", contact.name), theme.strong());
        let style = if freshness(contact, model) == Freshness::Fresh { theme.strong() } else { theme.warning() };
        for number in numbers(contact, model) {
            row(canvas, &number, style);
        }
        let (lead, mut first) = (t!("call-say"), true);
        let indent = canvas.width(&lead) + 1;
        let sheet = self.sheet(contact, model);
        for text in sheet.iter().flat_map(|sheet| &sheet.script) {
            for text in canvas.rows(text, area.width.saturating_sub(indent)) {
                let lead = if first { lead.clone() } else { " ".repeat(usize::from(indent) - 1) };
                first = false;
                row(canvas, &format!("{lead} {text}"), theme.text());
            }
        }
        // Without a step it is what the call is about, and said above.
        let when = contact.when.clone().filter(|_| self.step.is_some());
        for (label, text) in [
            (t!("call-in-case"), &when),
            (t!("call-have-ready"), &contact.have_ready),
            (t!("call-hours"), &contact.hours),
        ] {
            if let Some(text) = text {
                row(canvas, &format!("{label} {text}"), theme.text());
            }
        }
        y - area.y
    }

    /// What the sheet says, looked up once a frame: it is made of the whole record.
    fn sheet(&self, contact: &Contact, model: &Model) -> Option<Rc<OnSheet>> {
        let by = model.keyboard.as_ref();
        self.sheet.get(model, (contact.id.clone(), by.cloned()), |open| {
            let row = on_sheet(contact, model, open);
            let asked = Asked { contact, step: self.step.as_ref(), whys: &row.whys, by, now: model.now };
            let script = script(&open.incident, &open.plan, &asked, lang());
            OnSheet { script, offered: row.offered().cloned() }
        })
    }

    /// Who offers to be told instead.
    fn offered(&self, model: &Model) -> Option<Contact> {
        let sheet = self.sheet(self.contact(model)?, model)?;
        // Who comes next on this screen anyway needs no key.
        sheet.offered.clone().filter(|other| !self.contacts.contains(&other.id))
    }
}

/// The contact as it stands on the call sheet.
pub fn on_sheet<'a>(contact: &'a Contact, model: &'a Model, open: &'a Snapshot) -> ToCall<'a> {
    let contacts = model.seen.as_ref().map(|seen| seen.contacts.as_slice()).unwrap_or_default();
    entry(&open.incident, &open.plan, contacts, contact, model.now)
}

/// Who was spoken to the last time, if anybody was.
pub(super) fn spoke_before(contact: &Contact, model: &Model) -> Option<String> {
    calls(contact, model).find_map(|call| call.made.spoke_to.clone())
}

/// The attempts so far, last first.
fn calls<'a>(contact: &'a Contact, model: &'a Model) -> impl Iterator<Item = &'a IncidentCall> {
    let id = typed::contact_id(contact);
    let all = model.open.as_ref().map(|open| open.incident.calls.as_slice()).unwrap_or_default();
    all.iter().rev().filter(move |call| call.made.contact == id || call.made.contact == contact.id)
}

/// A contact of the live list.
pub fn find<'a>(model: &'a Model, id: &Id) -> Option<&'a Contact> {
    model.seen.as_ref()?.contacts.iter().find(|contact| contact.id == *id)
}

/// When somebody answered last, where that is what came of the last call.
fn answered(contact: &Contact, model: &Model) -> Option<String> {
    let last = calls(contact, model).next()?;
    last.made.result.is_told().then(|| last.at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now)))
}

/// What came of the attempts so far, last first.
pub fn attempts<'a>(contact: &'a Contact, model: &'a Model) -> impl Iterator<Item = String> + use<'a> {
    calls(contact, model).map(|call| {
        let at = call.at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now));
        format!("{at} {}", wording::call_result(call.made.result, lang()))
    })
}

impl Screen for Call {
    fn context(&self) -> Ctx {
        Ctx::Call
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Right => self.contacts.len() > 1,
            Cmd::Done => self.step.is_some(),
            Cmd::Alternate => self.offered(model).is_some(),
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let several = self.contacts.len().max(1);
        match cmd {
            Cmd::Right | Cmd::Next => self.go((self.at + 1) % several),
            Cmd::Left | Cmd::Previous => self.go((self.at + several - 1) % several),
            Cmd::Pick(number) => {
                self.result.at = usize::from(number).saturating_sub(1);
                if let Some(result) = RESULTS.get(self.result.at) {
                    self.open_line(*result, cx);
                }
            }
            Cmd::Enter => {
                if let Some(result) = RESULTS.get(self.result.at) {
                    self.open_line(*result, cx);
                }
            }
            Cmd::NoAnswer if self.ticket.is_none() => {
                let Some(contact) = self.contact(cx.model).cloned() else { return };
                let deed = no_answer(&contact, cx.model);
                match answered(&contact, cx.model) {
                    // F2 means something else on the screen before: who has answered is not called absent by a slip.
                    Some(at) => {
                        let ask = t!("call-no-answer-ask", name = contact.name.as_str(), at = at);
                        cx.push(Confirm::new(ask, move |cx| {
                            cx.act(deed.clone());
                        }));
                    }
                    None => self.ticket = cx.act(deed),
                }
            }
            Cmd::Done => {
                if let Some(step) = &self.step {
                    offer_done(step, cx);
                }
            }
            Cmd::Alternate => {
                if let Some(other) = self.offered(cx.model) {
                    self.contacts.insert(self.at + 1, other.id);
                    self.go(self.at + 1);
                }
            }
            Cmd::Back => cx.back(),
            other => {
                self.result.handle(other, RESULTS.len(), 3);
            }
        }
    }

    fn recorded(&mut self, ticket: Ticket, _recorded: &Recorded, _cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
            // Nobody there: the next one is tried.
            if self.at + 1 < self.contacts.len() {
                self.go(self.at + 1);
            }
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(before) = self.told else { return };
        let Some(contact) = self.contact(model) else { return };
        let now = calls(contact, model).filter(|call| call.made.is_told()).count();
        self.done = now > before;
        self.told = Some(now.min(before));
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.result)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let title = if self.contacts.len() > 1 {
            t!("call-title-several", at = (self.at + 1), all = self.contacts.len())
        } else {
            t!("call-title")
        };
        let inside = canvas.page(area, &title, theme.text());
        let Some(contact) = self.contact(model) else {
            canvas.put(inside.x, inside.y, inside.width, &t!("call-nobody"), theme.warning());
            return;
        };
        // In a low window the results stand in two columns: what is to be said needs the rows.
        let columns = if inside.height < ROOMY { 2 } else { 1 };
        let deep = RESULTS.len() / columns;
        let below = crate::tui::canvas::cells(deep) + 2;
        let above = Rect { height: inside.height.saturating_sub(below), ..inside };
        let tried: Vec<String> = attempts(contact, model).take(3).collect();
        let offered = self.offered(model);
        // What came of it so far is not pushed out of sight by what is to be said.
        let reserved = (u16::from(!tried.is_empty()) + u16::from(offered.is_some())).min(above.height);
        let upper = Rect { height: above.height - reserved, ..above };
        let taken = self.draw_contact(contact, model, canvas, upper);
        if !tried.is_empty() && taken < above.height {
            let text = t!("call-tried", tried = tried.join(&t!("list-separator")));
            canvas.put(inside.x, above.y + taken, inside.width, &text, theme.accent());
        }
        if let Some(other) = offered
            && taken + 1 < above.height
        {
            let text = t!("call-alternate", name = other.name);
            canvas.put(inside.x, above.y + taken + 1, inside.width, &text, theme.accent());
        }
        let mut y = inside.bottom().saturating_sub(below) + 1;
        canvas.put(inside.x, y, inside.width, &t!("call-ask"), theme.strong());
        y += 1;
        let mode = canvas.mode();
        let wide = inside.width / crate::tui::canvas::cells(columns);
        for (at, result) in RESULTS.into_iter().enumerate() {
            let (column, row) = (crate::tui::canvas::cells(at / deep), crate::tui::canvas::cells(at % deep));
            let text = format!("{} {}", at + 1, pad(wording::call_result(result, lang()), 20, mode));
            let here = Rect { x: inside.x + column * wide, y: y + row, width: wide, height: 1 };
            if here.y < inside.bottom() {
                draw_row(canvas, here, at == self.result.at, &text, theme.text(), Spot::Row(at));
            }
        }
    }
}

/// A call that nobody answered, as it is recorded by one key.
pub fn no_answer(contact: &Contact, model: &Model) -> Deed {
    let made = CallMade::new(typed::contact_id(contact), contact.name.clone(), CallResult::NoAnswer);
    let command = Command::Call(made);
    Deed { via: Some("phone".to_owned()), ..model.deed(command) }
}

/// Opens the line that marks a step as done, if it waits.
pub fn offer_done(step: &StepKey, cx: &mut Cx<'_>) {
    let Some(open) = cx.model.open.clone() else { return };
    let steps = all_steps(&open.incident, &open.plan);
    let waiting = steps.iter().find(|known| known.key == *step && !known.is_settled());
    if let Some(form) = waiting.and_then(|step| super::mark::mark(cx.model, step, StepMark::Done)) {
        cx.todo.push(Todo::Push(Box::new(form)));
    } else {
        cx.model.say(t!("call-step-settled"));
    }
}
