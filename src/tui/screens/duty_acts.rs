//! What is done about a duty: somebody is called, a submission or an agreed date is written down, what settles it is answered.
//!
//! Owns which of these a duty offers, and the forms. The list and the single duty offer the same.

use std::sync::Arc;

use super::call::{Call, find};
use super::criteria::Criteria;
use super::facts::set_fact;
use super::form::{FormScreen, Purpose};
use super::menu::Menu;
use super::propose::Propose;
use super::setup::Setup;
use super::{Action, Cx};
use crate::domain::command::Command;
use crate::domain::duty::Duty;
use crate::domain::duty::clock::DutyState;
use crate::domain::event::{DutyAgreed, DutySubmitted};
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::t;
use crate::tui::digest::duties::{Ask, DutyRow};
use crate::tui::keys::Cmd;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Snapshot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word a submission that was begun is found again; the duty stands behind it.
pub const SUBMITTED: &str = "duty-submitted";

/// By which word an agreed date that was begun is found again.
pub const AGREED: &str = "duty-agreed";

/// Whether something can be done about a duty now.
pub fn enabled(row: Option<&DutyRow>, cmd: Cmd) -> bool {
    match cmd {
        Cmd::Settle => row.is_some_and(|row| !row.asks.is_empty()),
        Cmd::Enter | Cmd::Tell | Cmd::Submitted | Cmd::Agree => row.is_some(),
        _ => true,
    }
}

/// Does something about a duty.
pub fn give(cmd: Cmd, row: &DutyRow, open: &Snapshot, cx: &mut Cx<'_>) {
    match cmd {
        Cmd::Tell => tell(row, open, cx),
        Cmd::Submitted => {
            if let Some(form) = submitted(cx.model, &row.id) {
                cx.push(form);
            }
        }
        Cmd::Agree => {
            if let Some(form) = agreed(cx.model, &row.id) {
                cx.push(form);
            }
        }
        Cmd::Settle => settle(row, open, cx),
        _ => {}
    }
}

/// To the call screen with its contacts, those that the site still has.
fn tell(row: &DutyRow, open: &Snapshot, cx: &mut Cx<'_>) {
    let Some(duty) = open.plan.duty(row.id.as_str()) else { return };
    let known: Vec<Id> = duty.contacts.iter().filter(|id| find(cx.model, id).is_some()).cloned().collect();
    if known.is_empty() {
        let names = duty.contacts.iter().map(Id::as_str).collect::<Vec<_>>().join(&t!("list-separator"));
        return cx.model.say(t!("duty-no-contact", names = names));
    }
    cx.push(Call::of_contacts(known));
}

/// To what settles it: at once where that is one thing, else one chooses.
fn settle(row: &DutyRow, open: &Snapshot, cx: &mut Cx<'_>) {
    match row.asks.as_slice() {
        [] => {}
        [only] => answer(only, cx),
        several => {
            let rows = several.iter().map(|ask| -> (String, Action) {
                let chosen = ask.clone();
                (ask_words(ask, &open.plan), Box::new(move |cx| answer(&chosen, cx)))
            });
            Menu::push(cx, t!("duty-settle-title"), rows.collect());
        }
    }
}

fn ask_words(ask: &Ask, plan: &Plan) -> String {
    match ask {
        Ask::Answer(id) => plan.fact_title(id.as_str()).to_owned(),
        Ask::Runbook => t!("duty-asks-runbook"),
        Ask::Founder => t!("duty-asks-founder"),
    }
}

/// To where an answer is given.
fn answer(ask: &Ask, cx: &mut Cx<'_>) {
    let Some(open) = cx.model.open.clone() else { return };
    match ask {
        Ask::Founder => cx.push(Setup::default()),
        Ask::Runbook => cx.push(Propose::new(&open)),
        Ask::Answer(id) => match (Criteria::at(cx.model, id), open.plan.fact(id.as_str())) {
            (Some(criteria), _) => cx.push(criteria),
            (None, Some(def)) => cx.push(set_fact(&open, def)),
            // Only a runbook that is not followed asks it.
            (None, None) => {
                cx.model.say(t!("duty-asked-elsewhere"));
                cx.push(Propose::new(&open));
            }
        },
    }
}

fn duty<'a>(model: &'a Model, id: &Id) -> Option<(&'a Duty, Arc<Plan>)> {
    let plan = &model.open.as_ref()?.plan;
    Some((plan.duty(id.as_str())?, Arc::clone(plan)))
}

/// A submission that is to be written down.
pub struct Submission {
    duty: Id,
    title: String,
    form: Option<String>,
    plan: Arc<Plan>,
}

/// The form for it; `None` where the incident knows no such duty.
pub fn submitted(model: &Model, id: &Id) -> Option<FormScreen<Submission>> {
    let (duty, plan) = duty(model, id)?;
    let fields = vec![
        Field::text("way", t!("duty-form-way")).hint(t!("duty-form-way-hint")),
        Field::text("receipt", t!("duty-form-receipt")).hint(t!("duty-form-receipt-hint")),
        Field::time("time", t!("form-time")).hint(t!("form-now")),
        Field::person("for", t!("form-for")).hint(t!("form-for-hint")),
    ];
    let purpose = Submission { duty: id.clone(), title: duty.title.clone(), form: duty.form.clone(), plan };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

impl Purpose for Submission {
    fn title(&self, _model: &Model) -> String {
        t!("duty-submitted-title")
    }

    fn above(&self, _model: &Model) -> String {
        match &self.form {
            Some(form) => format!("{}\n{}", self.title, t!("duty-form", form = form.as_str())),
            None => self.title.clone(),
        }
    }

    fn begun_key(&self) -> String {
        format!("{SUBMITTED} {}", self.duty)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let Some(way) = form.given("way") else {
            form.complain("way", t!("duty-form-way-missing"));
            return None;
        };
        let occurred = form.when(model.now)?;
        let receipt = form.given("receipt");
        let made = DutySubmitted { duty: self.duty.clone(), title: self.title.clone(), way, receipt };
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::Submit(made)) })
    }
}

/// A date that was agreed with the other side.
pub struct Agreement {
    duty: Id,
    title: String,
    agreed: Option<Moment>,
    plan: Arc<Plan>,
}

/// The form for it; `None` where the incident knows no such duty.
pub fn agreed(model: &Model, id: &Id) -> Option<FormScreen<Agreement>> {
    let (duty, plan) = duty(model, id)?;
    let agreed = model.open.as_ref()?.incident.agreed.get(id).and_then(|agreed| agreed.due);
    let hint = if agreed.is_some() { t!("duty-form-until-again") } else { t!("duty-form-until-hint") };
    let fields = vec![
        Field::time("until", t!("duty-form-until")).ahead().hint(hint).stops(true),
        Field::time("time", t!("duty-form-agreed-at")).hint(t!("form-now")),
        Field::person("for", t!("form-for")).hint(t!("form-for-hint")),
    ];
    let purpose = Agreement { duty: id.clone(), title: duty.title.clone(), agreed, plan };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

impl Purpose for Agreement {
    fn title(&self, _model: &Model) -> String {
        t!("duty-agreed-title")
    }

    fn above(&self, model: &Model) -> String {
        match self.agreed {
            Some(at) => {
                let at = crate::text::spoken_time::show(at, model.now);
                format!("{}\n{}", self.title, t!("duty-due-agreed", at = at))
            }
            None => self.title.clone(),
        }
    }

    fn begun_key(&self) -> String {
        format!("{AGREED} {}", self.duty)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let due = match form.given("until") {
            Some(text) => match typed::due(&text, model.now) {
                Ok(due) => Some(due),
                Err(complaint) => {
                    form.complain("until", complaint);
                    return None;
                }
            },
            // Nothing typed takes back what was agreed; where nothing was, something is missing.
            None if self.agreed.is_none() => {
                form.complain("until", t!("duty-form-until-missing"));
                return None;
            }
            None => None,
        };
        let made = DutyAgreed { duty: self.duty.clone(), title: self.title.clone(), due };
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::Agree(made)) })
    }
}

/// What Enter does with a duty that is looked at: what it needs most.
pub fn foremost(row: &DutyRow, open: &Snapshot) -> Cmd {
    let needs_submission = open.plan.duty(row.id.as_str()).is_some_and(|duty| duty.needs_submission);
    match row.state {
        DutyState::Undetermined if !row.asks.is_empty() => Cmd::Settle,
        _ if needs_submission => Cmd::Submitted,
        _ => Cmd::Tell,
    }
}
