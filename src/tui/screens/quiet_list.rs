//! 今日の患者一覧, as it was made in quiet times: when, where it lies, and how many are on it. Never who.

use super::duty_done::in_series;
use super::form::{FormScreen, Purpose};
use super::menu::Menu;
use super::{Action, Cx};
use crate::app::moment::when_or_day;
use crate::domain::command::{Command, Degrading};
use crate::domain::id::Id;
use crate::domain::standing::patients_listed;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Ticket};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word a form that was begun is found again; the department stands behind it.
pub const KEY: &str = "quiet-list";

/// A list that was made.
pub struct QuietList {
    department: Id,
    title: String,
}

/// The form for a department's list; `None` where the site has no such department any more.
pub fn quiet_list(model: &Model, id: &Id) -> Option<FormScreen<QuietList>> {
    let seen = model.seen.as_ref()?;
    let plan = &seen.plan;
    let department = plan.facility.departments.iter().find(|known| known.id == *id)?;
    let planned = plan.sheet(id.as_str()).and_then(|sheet| sheet.patients.as_ref()).map(|list| list.place.clone());
    let last = patients_listed(&seen.series).filter(|listed| listed.what.department == *id).max_by_key(|list| list.at);
    let place = last.map(|listed| listed.what.place.clone()).or(planned).unwrap_or_default();
    let fields = vec![
        Field::text("place", t!("mode-form-place")).with(&place),
        Field::text("count", t!("mode-form-count")).hint(t!("mode-form-count-hint")).stops(false),
        Field::text("date", t!("quiet-list-date")).hint(t!("duty-form-date-hint")).stops(false),
        Field::person("for", t!("form-for")).hint(t!("form-for-hint")),
    ];
    let purpose = QuietList { department: id.clone(), title: department.title.clone() };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

/// Opens the form: of the only department, or of the one that is chosen.
pub fn open(departments: &[Id], cx: &mut Cx<'_>) {
    if let [one] = departments {
        if let Some(form) = quiet_list(cx.model, one) {
            cx.push(form);
        }
        return;
    }
    let Some(plan) = cx.model.seen.as_ref().map(|seen| seen.plan.clone()) else { return };
    let rows = departments.iter().cloned().map(|id| -> (String, Action) {
        let title = plan.facility.department_title(id.as_str()).to_owned();
        let action: Action = Box::new(move |cx| {
            if let Some(form) = quiet_list(cx.model, &id) {
                cx.push(form);
            }
        });
        (title, action)
    });
    Menu::push(cx, t!("quiet-list-which"), rows.collect());
}

impl Purpose for QuietList {
    fn title(&self, _model: &Model) -> String {
        t!("quiet-list-title")
    }

    fn above(&self, _model: &Model) -> String {
        self.title.clone()
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.department)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let plan = model.plan()?;
        let date = form.given("date");
        let Ok(occurred) = when_or_day(date.as_deref(), model.now) else {
            form.complain("date", t!("duty-form-date-wrong"));
            return None;
        };
        let (department, place) = (self.department.clone(), form.needed("place")?);
        let count = form.count("count", &['人', '名'], t!("mode-form-count-bad")).ok()?;
        let whose = typed::person(&plan, &form.text("for"));
        let list = Command::Degrade(Degrading::List { department, place, count });
        Some(Deed { occurred, for_: whose, ..model.deed(list) })
    }

    fn ask(&self, deed: Deed, cx: &mut Cx<'_>) -> Option<Ticket> {
        in_series(deed, cx)
    }
}
