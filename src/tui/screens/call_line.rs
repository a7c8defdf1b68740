//! The line about one call: whom one spoke to, what was said and asked, whether they have it now, when to try again.
//!
//! Owns what is asked after which result, and which duties a call is recorded for. Must not know what meets a duty.

use super::call::{offer_done, on_sheet, spoke_before};
use super::form::{FormScreen, Purpose};
use super::{Cx, Todo};
use crate::domain::call_again::pause;
use crate::domain::call_sheet::ToCall;
use crate::domain::command::Command;
use crate::domain::contact::{Contact, Group, Standing};
use crate::domain::event::{CallMade, CallResult};
use crate::domain::id::Id;
use crate::domain::step_key::StepKey;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::t;
use crate::text::spoken_time;
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Deed, Recorded};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// The line about one call.
pub struct CallLine {
    contact: Id,
    name: String,
    result: CallResult,
    step: Option<StepKey>,
    /// The pending duties of this contact.
    duties: Option<Vec<Id>>,
    /// The numbers among which one says which was tried.
    numbers: Vec<String>,
    told: bool,
}

/// The form for what came of a call.
pub fn line(contact: &Contact, result: CallResult, step: Option<StepKey>, model: &Model) -> FormScreen<CallLine> {
    let row = model.open.as_ref().map(|open| on_sheet(contact, model, open));
    let purpose = CallLine {
        contact: typed::contact_id(contact),
        name: contact.name.clone(),
        result,
        step,
        duties: row.as_ref().and_then(ToCall::duties),
        numbers: numbers(contact, model),
        told: false,
    };
    let takes = matches!(result, CallResult::Reached | CallResult::Message | CallResult::WrongDesk);
    let mut fields = Vec::new();
    if takes {
        // Who answered before is a hint and no text: it may be somebody else this time.
        let hint = match spoke_before(contact, model) {
            Some(name) => t!("call-spoke-before", name = name),
            None => t!("call-spoke-to-hint"),
        };
        fields.push(Field::text("spoke", t!("call-spoke-to")).hint(hint).stops(result != CallResult::WrongDesk));
    }
    fields.push(Field::text("note", t!("call-note")).hint(t!("call-note-hint")).of_many_lines());
    if takes {
        // An office gives a reference number and asks for things; a colleague seldom does.
        let stops = result == CallResult::Reached && contact.group != Group::Staff;
        fields.push(Field::text("reference", t!("call-reference")).hint(t!("call-reference-hint")).stops(stops));
        fields.push(Field::text("asked", t!("call-asked")).hint(t!("call-asked-hint")).stops(stops));
    }
    let answers = vec![t!("call-told-yes"), t!("call-told-no")];
    fields.push(Field::choice("told", t!("call-told"), answers, usize::from(!result.is_told())));
    if purpose.numbers.len() > 1 {
        fields.push(Field::choice("number", t!("call-number"), purpose.numbers.clone(), 0));
    }
    let tries = row.map_or(0, |row| row.attempts.iter().rev().take_while(|call| !call.made.is_told()).count());
    let again = pause(result, tries + 1).filter(|_| !result.is_told());
    let hint = match again {
        Some(_) => t!("call-again-hint-failed"),
        None => t!("call-again-hint"),
    };
    fields.push(Field::time("again", t!("call-again")).ahead().hint(hint));
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    fields.push(Field::person("for", t!("form-for")).hint(t!("form-for-hint")));
    let form = FormScreen::new(purpose, Form::new(fields));
    match again.and_then(|pause| model.now.checked_add_signed(pause)) {
        Some(at) => form.with("again", &spoken_time::show(at, model.now)),
        None => form,
    }
}

/// The numbers that may have been tried; none of an entry that is made up.
fn numbers(contact: &Contact, model: &Model) -> Vec<String> {
    if contact.standing() == Standing::Sample {
        return Vec::new();
    }
    let plan = model.plan();
    let person = contact.person.as_ref().and_then(|id| plan.as_ref()?.facility.person(id.as_str())?.phone.clone());
    let listed = contact.phones.iter().map(|phone| phone.number.clone());
    person.into_iter().chain(listed).collect()
}

impl CallLine {
    /// When to try again, where somebody said so. What stood there before is what the call sheet counts anyway.
    fn again(form: &mut Form, model: &Model) -> Result<Option<Moment>, ()> {
        let text = form.text("again");
        if text.trim().is_empty() || !form.changed("again") {
            return Ok(None);
        }
        typed::moment(&text, model.now, true).map(Some).map_err(|complaint| form.complain("again", complaint))
    }
}

impl Purpose for CallLine {
    fn title(&self, _model: &Model) -> String {
        t!("call-line-title", result = wording::call_result(self.result, lang()))
    }

    fn above(&self, _model: &Model) -> String {
        self.name.clone()
    }

    fn begun_key(&self) -> String {
        format!("call {} {}", self.contact, self.result.word())
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let again = Self::again(form, model).ok()?;
        self.told = form.chosen("told") == 0;
        let made = CallMade {
            spoke_to: form.given("spoke"),
            note: form.given("note"),
            reference: form.given("reference"),
            asked: form.given("asked"),
            again,
            // What the result says by itself is not said twice.
            told: Some(self.told).filter(|told| *told != self.result.is_told()),
            duties: self.duties.clone().filter(|_| self.told),
            number: form.field("number").and_then(|_| self.numbers.get(form.chosen("number")).cloned()),
            ..CallMade::new(self.contact.clone(), self.name.clone(), self.result)
        };
        let command = Command::Call(made);
        let plan = model.plan()?;
        let whose = typed::person(&plan, &form.text("for"));
        let via = Some(if self.result == CallResult::Fax { "paper" } else { "phone" }.to_owned());
        Some(Deed { occurred, for_: whose, via, ..model.deed(command) })
    }

    fn recorded(&mut self, _recorded: &Recorded, cx: &mut Cx<'_>) {
        // Behind this form, who came from the call sheet goes back to it.
        cx.todo.push(Todo::LeaveDone);
        // They have it: the step is as good as done, which takes a line of its own.
        if let Some(step) = self.step.as_ref().filter(|_| self.told) {
            offer_done(step, cx);
        }
    }
}
