//! One of the year's duties was carried out: when, with what result, with which material, and who took part.

use super::form::{FormScreen, Purpose};
use crate::app::moment::when_or_day;
use crate::app::standing::series;
use crate::app::values;
use crate::domain::command::Command;
use crate::domain::event::DutyDone;
use crate::domain::id::Id;
use crate::domain::year::YearDuty;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Effect, Ticket};
use crate::tui::screens::Cx;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word a form that was begun is found again; the duty stands behind it.
pub const KEY: &str = "duty";

/// A duty that was carried out.
pub struct Carried {
    duty: YearDuty,
}

/// The form for a duty; `None` where the site has none of this id any more.
pub fn duty_done(model: &Model, id: &Id) -> Option<FormScreen<Carried>> {
    let duty = model.seen.as_ref()?.duties.iter().find(|known| known.id == *id)?.clone();
    let fields = vec![
        Field::text("date", t!("duty-form-date")).hint(t!("duty-form-date-hint")),
        Field::text("result", t!("duty-form-result")),
        Field::text("material", t!("duty-form-material")),
        Field::text("attended", t!("duty-form-attended")).hint(t!("duty-form-attended-hint")),
    ];
    Some(FormScreen::new(Carried { duty }, Form::new(fields)))
}

impl Purpose for Carried {
    fn title(&self, _model: &Model) -> String {
        t!("duty-form-title")
    }

    fn above(&self, _model: &Model) -> String {
        let title = t!("duty-form-above", title = self.duty.title.as_str());
        match &self.duty.keep {
            Some(keep) => format!("{title}\n{}", t!("duty-form-keep", keep = keep.as_str())),
            None => title,
        }
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.duty.id)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let plan = model.plan()?;
        let date = form.given("date");
        let Ok(occurred) = when_or_day(date.as_deref(), model.now) else {
            form.complain("date", t!("duty-form-date-wrong"));
            return None;
        };
        let names = values::names(&[form.text("attended")]);
        let attended = names.iter().filter_map(|name| typed::person(&plan, name)).collect();
        let done = DutyDone {
            duty: self.duty.id.clone(),
            title: self.duty.title.clone(),
            result: form.given("result"),
            material: form.given("material"),
            attended,
        };
        Some(Deed { occurred, ..model.deed(Command::DutyDone(done)) })
    }

    fn ask(&self, deed: Deed, cx: &mut Cx<'_>) -> Option<Ticket> {
        in_series(deed, cx)
    }
}

/// Records a deed in the standing series.
pub fn in_series(deed: Deed, cx: &mut Cx<'_>) -> Option<Ticket> {
    let id = series().ok()?;
    cx.ask(|ticket| Effect::Act(ticket, id, Box::new(deed)))
}
