//! 宣言: which level, who decides, on what grounds; by phone, or provisionally when nobody answers.
//!
//! Owns the choice of level and person. Drawing is in `declare_view`.

use ratatui::layout::Rect;

use super::call::no_answer;
use super::confirm::Confirm;
use super::mark::mark;
use super::step_detail::is_declaration;
use super::who::Who;
use super::withdraw::withdraw;
use super::{Cx, Screen, Todo, declare_view};
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::event::{CallResult, StepMark};
use crate::domain::facility::Person;
use crate::domain::guide::{GuideStep, all_steps};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::suggest::{deciding_role, suggested_level};
use crate::t;
use crate::text::spoken_time;
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Recorded, Snapshot, Ticket};
use crate::tui::screens::menu::Menu;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// By which word an unfinished declaration is found again.
pub const KEY: &str = "declare";

/// Which part of the screen has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The levels.
    Level,
    /// Who decides.
    Person,
    /// The grounds.
    Grounds,
}

/// A declaration to be.
pub struct Declare {
    pub(super) part: Part,
    pub(super) level: List,
    pub(super) person: List,
    pub(super) form: Form,
    pub(super) provisional: bool,
    pub(super) ticket: Option<Ticket>,
    calling: Option<Ticket>,
    done: bool,
}

/// Who may decide, in order.
pub fn deciders(open: &Snapshot) -> Vec<&Person> {
    open.plan.facility.holders_and_alternates(deciding_role(&open.incident, &open.plan).as_str())
}

/// The contact entry of a person; one is made up of the staff list where there is none, so that everybody can be called.
pub fn contact_of(person: &Person, model: &Model) -> Contact {
    let contacts = model.seen.as_ref().map(|seen| seen.contacts.as_slice()).unwrap_or_default();
    let listed = contacts.iter().find(|contact| contact.person.as_ref() == Some(&person.id));
    listed.cloned().unwrap_or_else(|| Contact {
        person: Some(person.id.clone()),
        sample: person.sample || model.plan().is_some_and(|plan| plan.facility.sample),
        ..Contact::new(person.id.clone(), person.name.clone(), crate::domain::contact::Group::Staff)
    })
}

/// Whose declaration it most likely is: of who sits here, else of who answered, else of the first who was not called in vain.
pub fn likely(open: &Snapshot, here: Option<&Id>) -> usize {
    let deciders = deciders(open);
    let last = |person: &Person| {
        let calls = open.incident.calls.iter().rev();
        calls.map(|call| &call.made).find(|made| made.contact == person.id).map(|made| made.result)
    };
    let first = |fits: &dyn Fn(&Person) -> bool| deciders.iter().position(|person| fits(person));
    first(&|person| Some(&person.id) == here)
        .or_else(|| first(&|person| last(person) == Some(CallResult::Reached)))
        .or_else(|| first(&|person| last(person).is_none()))
        .unwrap_or(0)
}

impl Declare {
    /// A declaration at the level that the answers suggest.
    pub fn new(model: &Model) -> Self {
        let mut level = List::default();
        let mut person = List::default();
        if let Some(open) = &model.open {
            let suggested = suggested_level(&open.incident, &open.plan).unwrap_or(open.incident.level());
            let levels = &open.plan.facility.levels;
            level.at = levels.iter().position(|level| level.number == suggested).unwrap_or(0);
            let here = model.keyboard.as_ref().and_then(|who| who.id.as_ref());
            person.at = likely(open, here);
        }
        let form = Form::new(vec![
            Field::text("grounds", t!("declare-grounds")).hint(t!("declare-grounds-hint")).of_many_lines(),
            Field::time("time", t!("form-time")).hint(t!("form-now")),
            Field::choice("via", t!("declare-via"), vec![t!("via-phone"), t!("via-person")], 0),
        ]);
        Self { part: Part::Level, level, person, form, provisional: false, ticket: None, calling: None, done: false }
    }

    /// Whether a 仮宣言 is possible: somebody was called in vain, and the person at the keyboard is not one who decides.
    pub fn may_be_provisional(model: &Model) -> bool {
        let Some(open) = &model.open else { return false };
        let deciders = deciders(open);
        let ids: Vec<&str> = deciders.iter().map(|person| person.id.as_str()).collect();
        let here = model.keyboard.as_ref().and_then(|who| who.id.as_ref());
        let may_declare = here.is_some_and(|here| deciders.iter().any(|person| person.id == *here));
        !may_declare && !open.incident.failed_attempts(&ids).is_empty()
    }

    fn submit(&mut self, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone().filter(|_| self.ticket.is_none()) else { return };
        let Some(grounds) = self.form.given("grounds") else {
            return self.form.complain("grounds", t!("declare-grounds-missing"));
        };
        let occurred = match typed::time(&self.form.text("time"), cx.model.now) {
            Ok(occurred) => occurred,
            Err(complaint) => return self.form.complain("time", complaint),
        };
        let deciders = deciders(&open);
        let (Some(level), Some(person)) = (open.plan.facility.levels.get(self.level.at), deciders.get(self.person.at))
        else {
            return;
        };
        let command = Command::Declare { level: level.number, grounds, provisional: self.provisional };
        let decider = typed::who(person);
        let own = cx.model.keyboard.as_ref().is_some_and(|who| who.same_person(&decider));
        let by_another = !self.provisional && !own;
        let via = if self.form.chosen("via") == 0 { "phone" } else { "in-person" };
        let deed = Deed {
            occurred,
            for_: by_another.then_some(decider),
            via: by_another.then(|| via.to_owned()),
            ..cx.model.deed(command)
        };
        self.ticket = cx.act(deed);
    }

    /// What becomes of a 仮宣言: confirmed by the person chosen, or withdrawn.
    fn settle(&self, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let Some(made) = open.incident.declaration().filter(|made| made.awaits_confirmation()) else { return };
        let line = made.line;
        let deciders = deciders(&open);
        let Some(person) = deciders.get(self.person.at) else { return };
        let (who, name) = (typed::who(person), person.name.clone());
        let entry = open.incident.entry(&line).cloned();
        Menu::push(
            cx,
            t!("settle-title"),
            vec![
                (
                    t!("settle-confirm", name = name.as_str()),
                    Box::new(move |cx| {
                        let who = who.clone();
                        cx.push(Confirm::new(t!("settle-confirm-ask", name = name.as_str()), move |cx| {
                            let own = cx.model.keyboard.as_ref().is_some_and(|by| by.same_person(&who));
                            let mut deed = cx.model.deed(Command::Confirm { targets: vec![line] });
                            if !own {
                                deed.for_ = Some(who.clone());
                                deed.via = Some("phone".to_owned());
                            }
                            cx.act(deed);
                        }));
                    }),
                ),
                (
                    t!("settle-withdraw"),
                    Box::new(move |cx| {
                        if let Some(entry) = &entry {
                            cx.push(withdraw(entry));
                        }
                    }),
                ),
            ],
        );
    }

    /// To the grounds, from the first line on.
    fn ask_grounds(&mut self, provisional: bool, model: &Model) {
        self.part = Part::Grounds;
        self.form.focus = 0;
        self.set_provisional(provisional, model);
    }

    /// 宣言 of the person chosen, or 仮宣言 of who sits here; what is typed stays.
    fn set_provisional(&mut self, provisional: bool, model: &Model) {
        self.provisional = provisional;
        let Some(open) = &model.open else { return };
        let own = deciders(open)
            .get(self.person.at)
            .is_some_and(|person| model.keyboard.as_ref().is_some_and(|who| who.id.as_ref() == Some(&person.id)));
        // Whoever declares at the keyboard is not asked how it was said.
        self.form.fields.retain(|field| field.id != "via");
        if !own && !provisional {
            self.form.fields.push(Field::choice("via", t!("declare-via"), vec![t!("via-phone"), t!("via-person")], 0));
        }
        self.form.focus = self.form.focus.min(self.form.fields.len().saturating_sub(1));
    }

    /// What the form means as it stands: whose declaration it will be.
    pub(super) fn meaning(&self, model: &Model) -> String {
        if self.provisional {
            return t!("declare-means-provisional", name = model.keyboard.as_ref().map_or("", |who| who.name.as_str()));
        }
        let people = model.open.as_ref().map(deciders).unwrap_or_default();
        let name = people.get(self.person.at).map_or("", |person| person.name.as_str());
        let means = t!("declare-means-outright", name = name);
        if Self::may_be_provisional(model) { format!("{means} {}", t!("declare-means-or")) } else { means }
    }
}

/// Offers the step that asks for the declaration as done, at the time and by the person of the declaration.
fn offer(step: &GuideStep<'_>, line: &Hash, cx: &mut Cx<'_>) {
    let Some(form) = mark(cx.model, step, StepMark::Done) else { return };
    let Some(entry) = cx.model.open.as_ref().and_then(|open| open.incident.entry(line)) else { return };
    let time = entry.at().map(|at| spoken_time::show(at, cx.model.now)).unwrap_or_default();
    let whose = entry.actor().filter(|who| !cx.model.keyboard.as_ref().is_some_and(|here| here.same_person(who)));
    let form = form.with("time", &time).with("for", whose.map_or("", |who| who.name.as_str()));
    cx.push(form);
}

impl Screen for Declare {
    fn context(&self) -> Ctx {
        if self.part == Part::Grounds { Ctx::Grounds } else { Ctx::Declare }
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            // While a call is being recorded, nobody else is called.
            Cmd::NoAnswer => self.part != Part::Grounds && self.calling.is_none(),
            // Where it is not possible yet, the key says what is missing.
            Cmd::Provisional => self.ticket.is_none(),
            Cmd::Confirm => {
                let made = model.open.as_ref().and_then(|open| open.incident.declaration());
                made.is_some_and(crate::domain::incident::DeclarationEntry::awaits_confirmation)
            }
            Cmd::Who
            | Cmd::Report
            | Cmd::TakeBack
            | Cmd::Scribe
            | Cmd::Contacts
            | Cmd::Chronology
            | Cmd::Criteria
            | Cmd::Menu => self.part != Part::Grounds,
            _ => true,
        }
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        match cmd {
            Cmd::Provisional if self.provisional => Some(t!("label-declare")),
            Cmd::Enter if self.part == Part::Grounds && self.form.goes_on() => Some(t!("label-next")),
            Cmd::Enter if self.part == Part::Grounds => Some(t!("label-record")),
            _ => None,
        }
    }

    fn offers(&self, model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Provisional || self.provisional || Self::may_be_provisional(model)
    }

    fn field(&mut self) -> Option<&mut TextField> {
        if self.part != Part::Grounds || self.ticket.is_some() {
            return None;
        }
        self.form.focused().and_then(|field| {
            field.complaint = None;
            field.kind.text_mut()
        })
    }

    fn is_typing(&self) -> bool {
        self.part == Part::Grounds && self.form.is_typing()
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let (levels, people) = (open.plan.facility.levels.len(), deciders(&open).len());
        match (self.part, cmd) {
            (Part::Level, Cmd::Enter | Cmd::Next) => self.part = Part::Person,
            (Part::Person, Cmd::Next) => self.part = Part::Level,
            (Part::Person, Cmd::Enter) => self.ask_grounds(false, cx.model),
            // Both concern the person who is marked, whichever list has the focus.
            (Part::Level | Part::Person, Cmd::NoAnswer) if self.calling.is_none() => {
                let people = deciders(&open);
                let Some(person) = people.get(self.person.at) else { return };
                let contact = contact_of(person, cx.model);
                self.calling = cx.act(no_answer(&contact, cx.model));
            }
            (_, Cmd::Provisional) if !self.provisional && !Self::may_be_provisional(cx.model) => {
                cx.model.say(t!("declare-not-yet-provisional"));
            }
            (_, Cmd::Provisional) if !self.provisional && cx.model.keyboard.is_none() => {
                cx.model.say(t!("declare-name-first"));
                cx.push(Who::default());
            }
            (Part::Level | Part::Person, Cmd::Provisional) => self.ask_grounds(true, cx.model),
            (Part::Grounds, Cmd::Provisional) => self.set_provisional(!self.provisional, cx.model),
            (Part::Level | Part::Person, Cmd::Confirm) => self.settle(cx),
            (Part::Person, Cmd::Up) if self.person.at == 0 => self.part = Part::Level,
            (Part::Level, Cmd::Down) if self.level.at + 1 >= levels => self.part = Part::Person,
            (Part::Level | Part::Person, Cmd::Back) => cx.back(),
            (Part::Level, other) => {
                self.level.handle(other, levels, 3);
            }
            (Part::Person, other) => {
                self.person.handle(other, people, 3);
            }
            (Part::Grounds, Cmd::Back) if self.ticket.is_none() => {
                // Which of the two it is, is chosen anew.
                self.provisional = false;
                self.part = Part::Person;
            }
            (Part::Grounds, Cmd::Submit) => self.submit(cx),
            (Part::Grounds, Cmd::Enter) => {
                if self.form.enter() {
                    self.submit(cx);
                }
            }
            (Part::Grounds, other) => {
                self.form.handle(other);
            }
        }
    }

    fn begun(&self, _model: &Model) -> Option<Begun> {
        let mut lines = self.form.begun();
        if !lines.is_empty() {
            lines.push(("level".to_owned(), self.level.at.to_string()));
            lines.push(("person".to_owned(), self.person.at.to_string()));
            lines.push(("provisional".to_owned(), u8::from(self.provisional).to_string()));
        }
        Some(Begun { key: KEY.to_owned(), title: t!("declare-title"), first: false, lines })
    }

    fn take_up(&mut self, lines: &[(String, String)], written: Option<Written>) {
        self.form.take_up(lines, written);
        let number = |name: &str| lines.iter().find(|(id, _)| id == name).and_then(|(_, at)| at.parse().ok());
        self.level.at = number("level").unwrap_or(self.level.at);
        self.person.at = number("person").unwrap_or(self.person.at);
        self.provisional = number("provisional") == Some(1);
        self.part = Part::Grounds;
    }

    fn refresh(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        self.level.clamp(open.plan.facility.levels.len());
        self.person.clamp(deciders(open).len());
    }

    fn recorded(&mut self, ticket: Ticket, recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.calling == Some(ticket) {
            self.calling = None;
            let people = deciders(&recorded.snapshot).len();
            self.person.handle(Cmd::Down, people, 1);
        }
        if self.ticket == Some(ticket) {
            cx.finished(self.begun(cx.model));
            self.done = true;
            cx.todo.push(Todo::LeaveDone);
            // The step that asks for the declaration is as good as done, which takes a line of its own.
            let open = &recorded.snapshot;
            let steps = all_steps(&open.incident, &open.plan);
            let asking =
                steps.iter().find(|step| !step.is_settled() && is_declaration(step, &open.incident, &open.plan));
            if let Some(step) = asking {
                offer(step, &recorded.act, cx);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
        if self.calling == Some(ticket) {
            self.calling = None;
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        let (part, pointed) = match spot {
            Spot::Row(at) => (Part::Level, self.level.point(at)),
            Spot::OtherRow(at) => (Part::Person, self.person.point(at)),
            other => return if self.part == Part::Grounds { self.form.point(other) } else { Pointed::Nothing },
        };
        // The first click on the other list only goes there.
        let moved = self.part != part;
        self.part = part;
        if moved { Pointed::Chosen } else { pointed }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        if let Some(open) = &model.open {
            declare_view::draw(self, model, open, canvas, area);
        }
    }
}
