//! What is recorded about a backup: taken, restored for a try, approved; with who and when.

use super::duty_done::in_series;
use super::form::{FormScreen, Purpose};
use crate::app::moment::when_or_day;
use crate::domain::command::Command;
use crate::domain::event::{BackupResult, BackupTaken, BackupTested};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::when::When;
use crate::report::backup_words as words;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Ticket};
use crate::tui::screens::Cx;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which words forms that were begun are found again; the backup, or the line of the work, stands behind them.
pub const TAKEN: &str = "backup-taken";
/// As [`TAKEN`], of a restore test.
pub const TESTED: &str = "backup-tested";
/// As [`TAKEN`], of an approval.
pub const APPROVED: &str = "backup-approved";

/// What is recorded.
enum What {
    Taken(Id),
    Tested(Id),
    Approved(Hash),
}

/// Something about a backup that is to be recorded.
pub struct Work {
    what: What,
    /// The backup, or the work, in words.
    above: String,
}

fn title(model: &Model, id: &Id) -> Option<String> {
    model.seen.as_ref()?.plan.facility.backup(id.as_str()).map(|backup| backup.title.clone())
}

fn who_and_when(who: String) -> [Field; 2] {
    [
        Field::text("date", t!("duty-form-date")).hint(t!("duty-form-date-hint")),
        Field::person("for", who).hint(t!("form-for-hint")),
    ]
}

/// The form for a backup that was taken; `None` where the site has none of this id any more.
pub fn taken(model: &Model, id: &Id) -> Option<FormScreen<Work>> {
    let mut fields = vec![
        Field::choice("result", t!("backup-form-result"), vec![t!("backup-form-ok"), t!("backup-form-failed")], 0),
        Field::text("generation", t!("backup-form-generation")),
        Field::text("note", t!("backup-form-note")),
    ];
    fields.extend(who_and_when(t!("backup-form-who")));
    let purpose = Work { what: What::Taken(id.clone()), above: title(model, id)? };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

/// The form for a restore that was tried.
pub fn tested(model: &Model, id: &Id) -> Option<FormScreen<Work>> {
    let results = vec![t!("backup-form-not-chosen"), t!("backup-form-worked"), t!("backup-form-not-worked")];
    let mut fields = vec![
        Field::choice("worked", t!("backup-form-result"), results, 0).stops(true),
        Field::text("note", t!("backup-form-tried")),
    ];
    fields.extend(who_and_when(t!("backup-form-who")));
    let purpose = Work { what: What::Tested(id.clone()), above: title(model, id)? };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

/// The form for an approval; `None` where the record has no such line.
pub fn approved(model: &Model, work: &Hash) -> Option<FormScreen<Work>> {
    let seen = model.seen.as_ref()?;
    let above = words::work(&seen.plan.facility, seen.series.entry(work)?);
    let fields = who_and_when(t!("backup-form-approver")).to_vec();
    Some(FormScreen::new(Work { what: What::Approved(*work), above }, Form::new(fields)))
}

fn occurred(form: &mut Form, model: &Model) -> Option<When> {
    let date = form.given("date");
    let read = when_or_day(date.as_deref(), model.now);
    if read.is_err() {
        form.complain("date", t!("duty-form-date-wrong"));
    }
    read.ok()
}

impl Purpose for Work {
    fn title(&self, _model: &Model) -> String {
        match self.what {
            What::Taken(_) => t!("backup-form-taken"),
            What::Tested(_) => t!("backup-form-tested"),
            What::Approved(_) => t!("backup-form-approved"),
        }
    }

    fn above(&self, _model: &Model) -> String {
        self.above.clone()
    }

    fn begun_key(&self) -> String {
        match &self.what {
            What::Taken(id) => format!("{TAKEN} {id}"),
            What::Tested(id) => format!("{TESTED} {id}"),
            What::Approved(work) => format!("{APPROVED} {work}"),
        }
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let plan = &model.seen.as_ref()?.plan;
        let occurred = occurred(form, model)?;
        let note = form.given("note");
        let command = match &self.what {
            What::Taken(id) => {
                let result = if form.chosen("result") == 0 { BackupResult::Ok } else { BackupResult::Failed };
                let (backup, title, generation) = (id.clone(), self.above.clone(), form.given("generation"));
                Command::BackupTaken(BackupTaken { backup, title, result, generation, note })
            }
            What::Tested(id) => {
                let worked = form.chosen("worked");
                if worked == 0 {
                    form.complain("worked", t!("backup-form-choose"));
                    return None;
                }
                let (backup, title, worked) = (id.clone(), self.above.clone(), worked == 1);
                Command::BackupTested(BackupTested { backup, title, worked, note })
            }
            What::Approved(work) => Command::ApproveBackup(*work),
        };
        let whose = typed::person(plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(command) })
    }

    fn ask(&self, deed: Deed, cx: &mut Cx<'_>) -> Option<Ticket> {
        in_series(deed, cx)
    }
}
