//! The forms of working without the system: how a department stands, where today's patients are listed, emergency accounts.
//!
//! Owns what each asks for.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use super::mode_board::rows;
use crate::domain::accounts::accounts;
use crate::domain::board::board;
use crate::domain::command::{Command, Degrading};
use crate::domain::event::{Closing, Mode};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::wording::degraded::closing;
use crate::message::mode::mode as mode_word;
use crate::t;
use crate::tui::model::{Model, lang};
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which words forms that were begun are found again.
pub const SET: &str = "mode-set";
/// 今日の患者一覧
pub const LISTED: &str = "patients-listed";
/// An emergency account that is opened.
pub const USED: &str = "account-used";
/// One that is closed again.
pub const CLOSED: &str = "account-closed";

/// What is written down.
enum What {
    Set(Id),
    Listed(Id),
    Used,
    Closed(Hash),
}

/// Something that is to be written down.
pub struct Written {
    what: What,
    above: String,
    plan: Arc<Plan>,
}

fn around(mut fields: Vec<Field>, whose: String) -> Vec<Field> {
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    fields.push(Field::person("for", whose).hint(t!("form-for-hint")));
    fields
}

/// How a department stands. `chosen`: the state that was picked by its number.
pub fn set(model: &Model, department: &Id, chosen: Option<Mode>) -> Option<FormScreen<Written>> {
    let open = model.open.as_ref()?;
    let rows = board(&open.incident, &open.plan);
    let row = rows.iter().find(|row| row.id == *department)?;
    let states = Mode::ALL.map(|mode| mode_word(Some(mode))).to_vec();
    let at = Mode::ALL.iter().position(|mode| Some(*mode) == chosen.or(row.mode()).or(Some(Mode::Degraded)));
    let fields = vec![
        Field::choice("state", t!("mode-form-state"), states, at.unwrap_or(1)).stops(chosen.is_none()),
        Field::text("remark", t!("restore-form-note")).hint(t!("mode-form-remark-hint")),
    ];
    let purpose =
        Written { what: What::Set(department.clone()), above: row.title.clone(), plan: Arc::clone(&open.plan) };
    Some(FormScreen::new(purpose, Form::new(around(fields, t!("mode-form-said-by")))))
}

/// Where today's patients of a department are listed.
pub fn listed(model: &Model, department: &Id) -> Option<FormScreen<Written>> {
    let open = model.open.as_ref()?;
    let rows = rows(model);
    let row = rows.iter().find(|row| row.id == *department)?;
    let planned = row.sheet.and_then(|sheet| sheet.patients.as_ref()).map(|planned| planned.place.as_str());
    let place = row.listed.as_ref().map(|listed| listed.made.place.as_str()).or(planned).unwrap_or_default();
    let fields = vec![
        Field::text("place", t!("mode-form-place")).with(place),
        Field::text("count", t!("mode-form-count")).hint(t!("mode-form-count-hint")).stops(false),
    ];
    let purpose =
        Written { what: What::Listed(department.clone()), above: row.title.clone(), plan: Arc::clone(&open.plan) };
    Some(FormScreen::new(purpose, Form::new(around(fields, t!("form-for")))))
}

/// An emergency account that is opened.
pub fn account_used(model: &Model) -> Option<FormScreen<Written>> {
    let plan = Arc::clone(&model.open.as_ref()?.plan);
    let fields = vec![
        Field::text("account", t!("account-form-name")).hint(t!("account-form-name-hint")),
        Field::text("why", t!("account-form-why")),
        Field::text("seal", t!("account-form-seal")).stops(false),
        Field::person("approved", t!("account-form-approved")).stops(true),
    ];
    let purpose = Written { what: What::Used, above: t!("account-form-above"), plan };
    Some(FormScreen::new(purpose, Form::new(around(fields, t!("account-form-by")))))
}

/// One that is closed again; `None` where the record has no such use.
pub fn account_closed(model: &Model, used: &Hash) -> Option<FormScreen<Written>> {
    let open = model.open.as_ref()?;
    let known = accounts(&open.incident).into_iter().find(|known| known.used.line == *used)?;
    let ways = Closing::ALL.map(|how| closing(how, lang()).to_owned()).to_vec();
    let fields = vec![
        Field::choice("how", t!("account-form-how"), ways, 0).stops(true),
        Field::text("seal", t!("account-form-new-seal")).stops(false),
    ];
    let purpose = Written { what: What::Closed(*used), above: known.used.made.account, plan: Arc::clone(&open.plan) };
    Some(FormScreen::new(purpose, Form::new(around(fields, t!("form-for")))))
}

impl Written {
    fn act(&self, form: &mut Form) -> Option<Degrading> {
        Some(match &self.what {
            What::Set(department) => Degrading::Set {
                department: department.clone(),
                state: *Mode::ALL.get(form.chosen("state"))?,
                remark: form.given("remark"),
            },
            What::Listed(department) => Degrading::List {
                department: department.clone(),
                place: form.needed("place")?,
                count: form.count("count", &['人', '名'], t!("mode-form-count-bad")).ok()?,
            },
            What::Used => Degrading::UseAccount {
                account: form.needed("account")?,
                why: form.needed("why")?,
                seal: form.given("seal"),
                approved_by: typed::person(&self.plan, &form.text("approved")),
            },
            What::Closed(account) => Degrading::CloseAccount {
                account: *account,
                how: *Closing::ALL.get(form.chosen("how"))?,
                seal: form.given("seal"),
            },
        })
    }
}

impl Purpose for Written {
    fn title(&self, _model: &Model) -> String {
        match self.what {
            What::Set(_) => t!("mode-form-title"),
            What::Listed(_) => t!("mode-form-list-title"),
            What::Used => t!("account-form-title"),
            What::Closed(_) => t!("account-form-close-title"),
        }
    }

    fn above(&self, _model: &Model) -> String {
        self.above.clone()
    }

    fn begun_key(&self) -> String {
        match &self.what {
            What::Set(department) => format!("{SET} {department}"),
            What::Listed(department) => format!("{LISTED} {department}"),
            What::Used => USED.to_owned(),
            What::Closed(line) => format!("{CLOSED} {line}"),
        }
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let act = self.act(form)?;
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::Degrade(act)) })
    }
}
