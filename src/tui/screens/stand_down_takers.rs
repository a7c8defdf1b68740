//! Who takes what is still open at stand-down: one form for one item, which the session keeps, and one for the end itself.
//!
//! Owns both forms. What was decided item by item is recorded together with the end, in one line.

use std::sync::Arc;

use super::Cx;
use super::declare::deciders;
use super::form::{FormScreen, Kept, Purpose};
use crate::domain::command::{Assignment, Command};
use crate::domain::id::Id;
use crate::domain::open_items::{OpenItem, open_items};
use crate::domain::plan::Plan;
use crate::domain::return_list::day;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Recorded};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// What is open now.
fn items(model: &Model) -> Vec<OpenItem> {
    model.open.as_ref().map(|open| open_items(&open.incident, &open.plan)).unwrap_or_default()
}

/// Who takes an item, as far as that was decided in this session.
fn assigned<'a>(model: &'a Model, item: &str) -> Option<&'a Assignment> {
    let open = model.open.as_ref()?;
    model.takers.get(&open.id)?.iter().find(|taker| taker.item == item)
}

/// Who takes an item and until when, in words; `None` where nobody was named yet.
pub fn given(model: &Model, item: &str) -> Option<String> {
    let taker = assigned(model, item)?;
    let name = taker.taker.as_ref().map(|who| who.name.as_str()).unwrap_or_default();
    let until = taker.until.or_else(|| model.now.date_naive().succ_opt())?;
    Some(t!("stand-down-given", name = name, until = until.format("%m/%d").to_string()))
}

/// The same, or who had taken it before: that holds where nobody else is named.
pub fn given_before(model: &Model, item: &str) -> Option<String> {
    let taken = || {
        let made = &model.open.as_ref()?.incident.takers.get(item)?.made;
        let until = day(&made.until)?.format("%m/%d").to_string();
        Some(t!("stand-down-given", name = made.taker.name.as_str(), until = until))
    };
    given(model, item).or_else(taken)
}

/// Who takes one item.
pub struct TakerOf {
    incident: Id,
    item: OpenItem,
    plan: Arc<Plan>,
}

/// The form for one item, with what was decided before; `None` where the item is open no more.
pub fn taker_of(model: &Model, item: &str) -> Option<FormScreen<TakerOf>> {
    let open = model.open.as_ref()?;
    let item = items(model).into_iter().find(|known| known.id() == item)?;
    let before = assigned(model, &item.id());
    let name = before.and_then(|before| before.taker.as_ref()).map(|who| who.name.clone()).unwrap_or_default();
    let until = before.and_then(|before| before.until).map(|until| until.to_string());
    let reason = before.and_then(|before| before.reason.clone()).unwrap_or_default();
    let here = model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let fields = vec![
        Field::person("taker", t!("stand-down-taker")).hint(here).stops(true).with(&name),
        Field::time("until", t!("stand-down-until"))
            .ahead()
            .hint(t!("stand-down-until-hint"))
            .with(until.as_deref().unwrap_or("")),
        Field::text("reason", t!("stand-down-reason")).stops(false).hint(t!("stand-down-reason-hint")).with(&reason),
    ];
    let purpose = TakerOf { incident: open.id.clone(), item, plan: Arc::clone(&open.plan) };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

/// By which date; an empty line leaves it open, one that cannot be read makes the form complain.
fn until(form: &mut Form, model: &Model) -> Result<Option<chrono::NaiveDate>, Kept> {
    let given = form.given("until").map(|until| typed::due(&until, model.now)).transpose();
    given.map(|until| until.map(|until| until.date_naive())).map_err(|complaint| {
        form.complain("until", complaint);
        Kept::Missing
    })
}

impl Purpose for TakerOf {
    fn title(&self, _model: &Model) -> String {
        t!("stand-down-item-title")
    }

    fn above(&self, _model: &Model) -> String {
        self.item.title.clone()
    }

    fn begun_key(&self) -> String {
        format!("stand-down-item {}", self.item.id())
    }

    fn keep(&mut self, form: &mut Form, model: &mut Model) -> Kept {
        // Who sits here takes it where nobody is named, as the hint says.
        let taker = typed::person(&self.plan, &form.text("taker")).or_else(|| model.keyboard.clone());
        if taker.is_none() {
            form.complain("taker", t!("stand-down-taker-missing"));
            return Kept::Missing;
        }
        let until = match until(form, model) {
            Ok(until) => until,
            Err(missing) => return missing,
        };
        let item = self.item.id();
        let takers = model.takers.entry(self.incident.clone()).or_default();
        takers.retain(|known| known.item != item);
        takers.push(Assignment { item, taker, until, reason: form.given("reason") });
        Kept::Kept
    }

    fn foot(&self) -> String {
        t!("stand-down-foot")
    }

    fn label(&self) -> Option<String> {
        Some(t!("label-decide"))
    }

    fn deed(&mut self, _form: &mut Form, _model: &Model) -> Option<Deed> {
        None
    }
}

/// Who takes the rest, and who ended it.
pub struct Takers {
    incident: Id,
}

/// How many open items have no taker yet.
fn rest(model: &Model) -> usize {
    items(model).iter().filter(|item| given_before(model, &item.id()).is_none()).count()
}

/// The form that asks who takes what has no taker yet, and records the end.
pub fn takers(model: &Model) -> Option<FormScreen<Takers>> {
    let open = model.open.as_ref()?;
    let here = model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let decided = Field::person("decided", t!("stand-down-decided")).hint(t!("stand-down-decided-hint")).stops(true);
    let time = Field::time("time", t!("form-time")).hint(t!("form-now"));
    let fields = if rest(model) > 0 {
        vec![
            Field::person("taker", t!("stand-down-taker")).hint(here).stops(true),
            decided,
            Field::time("until", t!("stand-down-until")).ahead().hint(t!("stand-down-until-hint")),
            Field::text("reason", t!("stand-down-reason")).stops(false).hint(t!("stand-down-reason-hint")),
            time,
        ]
    } else {
        vec![decided, time]
    };
    Some(FormScreen::new(Takers { incident: open.id.clone() }, Form::new(fields)))
}

impl Purpose for Takers {
    fn title(&self, _model: &Model) -> String {
        t!("stand-down-confirm")
    }

    fn above(&self, model: &Model) -> String {
        match rest(model) {
            0 => String::new(),
            rest => t!("stand-down-above", count = rest),
        }
    }

    fn begun_key(&self) -> String {
        "stand-down".to_owned()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let plan = model.plan()?;
        let taker = typed::person(&plan, &form.text("taker"));
        if taker.is_none() && model.keyboard.is_none() && rest(model) > 0 {
            form.complain("taker", t!("stand-down-taker-missing"));
            return None;
        }
        let until = until(form, model).ok()?;
        let occurred = form.when(model.now)?;
        let otherwise = Assignment { item: String::new(), taker, until, reason: form.given("reason") };
        // What was settled since somebody named its taker is open no more.
        let takers = items(model).iter().filter_map(|item| assigned(model, &item.id()).cloned()).collect();
        let decided = typed::person(&plan, &form.text("decided"));
        // Who may end it is who may declare it; the name of somebody else is taken, but not nobody's.
        let here = model.keyboard.as_ref().and_then(|who| who.id.as_ref());
        let may_end = model.open.as_ref().is_some_and(|open| deciders(open).iter().any(|one| Some(&one.id) == here));
        if decided.is_none() && !may_end {
            let names: Vec<&str> = model.open.iter().flat_map(deciders).map(|person| person.name.as_str()).collect();
            form.complain("decided", t!("stand-down-decided-missing", names = names.join(&t!("list-separator"))));
            return None;
        }
        Some(Deed { occurred, for_: decided, ..model.deed(Command::StandDown { takers, otherwise }) })
    }

    fn recorded(&mut self, _recorded: &Recorded, cx: &mut Cx<'_>) {
        cx.model.takers.remove(&self.incident);
    }
}
