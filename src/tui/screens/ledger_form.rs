//! The forms in which one writes down paper and gaps.
//!
//! Owns what each act asks for: counts, places and the names of batches, never what stands on a sheet. Whether it may be recorded the
//! rules decide.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use crate::domain::command::{Command, Ledgering};
use crate::domain::event::GapKind;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::ledger::{gap_in_the_record, ledger};
use crate::domain::plan::Plan;
use crate::domain::wording;
use crate::message::ledger::{counts, gap_kind};
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word a form that was begun is found again; the act and what it is about stand behind it.
pub const KEY: &str = "ledger";

/// What is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A batch is given out.
    Give,
    /// A batch is counted.
    Count(Id),
    /// Sheets of a batch are typed back.
    Enter(Id),
    /// A gap is noted.
    Gap,
    /// A gap is closed.
    Close(Hash),
}

impl Act {
    /// What it is called.
    pub fn title(&self) -> String {
        match self {
            Self::Give => t!("ledger-act-give"),
            Self::Count(_) => t!("ledger-act-count"),
            Self::Enter(_) => t!("ledger-act-enter"),
            Self::Gap => t!("ledger-act-gap"),
            Self::Close(_) => t!("ledger-act-close"),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Give => format!("{KEY} give"),
            Self::Count(id) => format!("{KEY} count {id}"),
            Self::Enter(id) => format!("{KEY} enter {id}"),
            Self::Gap => format!("{KEY} gap"),
            Self::Close(line) => format!("{KEY} close {line}"),
        }
    }

    /// The act of a form that was begun, by the words behind [`KEY`].
    pub fn of_words(words: &[&str]) -> Option<Self> {
        Some(match words {
            ["give"] => Self::Give,
            ["count", id] => Self::Count(Id::new(*id).ok()?),
            ["enter", id] => Self::Enter(Id::new(*id).ok()?),
            ["gap"] => Self::Gap,
            ["close", line] => Self::Close(line.parse().ok()?),
            _ => return None,
        })
    }
}

/// An act that is to be written down.
pub struct Written {
    act: Act,
    about: String,
    plan: Arc<Plan>,
}

/// The form for an act; `None` where no incident is open, or what it is about is not there any more.
pub fn form(model: &Model, act: &Act) -> Option<FormScreen<Written>> {
    let open = model.open.as_ref()?;
    let state = ledger(&open.incident);
    let number = |id: &str, label: String, value: Option<u32>| {
        Field::text(id, label).hint(t!("ledger-form-whole")).with(&value.map(|n| n.to_string()).unwrap_or_default())
    };
    let (about, mut fields) = match act {
        Act::Give => {
            let departments = open.plan.facility.departments.iter().map(|known| known.title.clone()).collect();
            let fields = vec![
                Field::choice("department", t!("ledger-form-department"), departments, 0).stops(true),
                Field::text("sheet", t!("ledger-form-sheet")).hint(t!("ledger-form-sheet-hint")),
                Field::text("count", t!("ledger-form-count")).hint(t!("ledger-form-count-hint")),
                Field::text("batch", t!("ledger-form-batch")).hint(t!("ledger-form-batch-hint")).stops(false),
                Field::text("place", t!("ledger-form-place")).stops(false),
            ];
            (t!("ledger-form-no-patients"), fields)
        }
        Act::Count(id) => {
            let batch = state.batch(id.as_str())?;
            let fields = vec![
                number("used", t!("ledger-form-used"), batch.used()),
                number("unused", t!("ledger-form-unused"), batch.unused()),
            ];
            (format!("{}\n{}", wording::ledger::batch(&batch.given.made), counts(batch)), fields)
        }
        Act::Enter(id) => {
            let batch = state.batch(id.as_str())?;
            let fields = vec![
                number("entered", t!("ledger-form-entered"), batch.used()),
                Field::text("kept", t!("ledger-form-kept"))
                    .hint(t!("ledger-form-kept-hint"))
                    .with(batch.kept_at.as_deref().unwrap_or_default()),
            ];
            (format!("{}\n{}", wording::ledger::batch(&batch.given.made), counts(batch)), fields)
        }
        Act::Gap => {
            let systems = open.plan.facility.systems.iter().map(|known| known.title.clone()).collect();
            let fields = vec![
                Field::choice("system", t!("ledger-form-system"), systems, 0).stops(true),
                Field::text("since", t!("ledger-form-since")).hint(t!("ledger-form-since-hint")),
                Field::text("until", t!("ledger-form-until")).hint(t!("ledger-form-until-hint")),
                Field::text("lost", t!("ledger-form-lost")).hint(t!("ledger-form-lost-hint")),
                Field::choice("kind", t!("ledger-form-kind"), GapKind::ALL.map(kind_choice).to_vec(), 3).stops(true),
                Field::text("how", t!("ledger-form-how")).hint(t!("ledger-form-how-hint")).stops(false),
            ];
            (t!("ledger-form-no-patients"), fields)
        }
        Act::Close(line) => {
            let gap = state.gap(line)?;
            let fields = vec![Field::text("how", t!("ledger-form-closed")).hint(t!("ledger-form-closed-hint"))];
            (wording::ledger::gap(&open.plan, &gap.noted.made), fields)
        }
    };
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    fields.push(Field::person("for", t!("form-for")).hint(t!("form-for-hint")));
    Some(FormScreen::new(Written { act: act.clone(), about, plan: Arc::clone(&open.plan) }, Form::new(fields)))
}

fn kind_choice(kind: GapKind) -> String {
    match kind {
        GapKind::None => t!("ledger-form-kind-none"),
        kind => gap_kind(kind),
    }
}

impl Written {
    fn ledgering(&self, form: &mut Form, model: &Model) -> Option<Ledgering> {
        Some(match &self.act {
            Act::Give => {
                let batch = match form.given("batch").map(|typed| Id::new(typed.to_lowercase())) {
                    Some(Err(_not_an_id)) => {
                        form.complain("batch", t!("ledger-form-batch-wrong"));
                        return None;
                    }
                    Some(Ok(id)) => Some(id),
                    None => None,
                };
                let (sheet, count) = (form.needed("sheet"), sheets(form, "count"));
                Ledgering::Give {
                    batch,
                    department: self.plan.facility.departments.get(form.chosen("department"))?.id.clone(),
                    sheet: sheet?,
                    count: count?,
                    place: form.given("place"),
                }
            }
            Act::Count(batch) => {
                let (used, unused) = (sheets(form, "used"), sheets(form, "unused"));
                Ledgering::Count { batch: batch.clone(), used: used?, unused: unused? }
            }
            Act::Enter(batch) => {
                let entered = sheets(form, "entered")?;
                Ledgering::Enter { batch: batch.clone(), entered, kept_at: form.given("kept") }
            }
            Act::Gap => {
                let system = self.plan.facility.systems.get(form.chosen("system"))?.id.clone();
                let open = model.open.as_ref()?;
                let (from, stop) = gap_in_the_record(&open.incident, &system);
                let (since, until) = (form.past("since", model.now).ok()?, form.past("until", model.now).ok()?);
                let lost = form.needed("lost")?;
                Ledgering::Gap {
                    system,
                    from: since.map_or(from, |since| since.at),
                    until: until.map_or(stop, |until| until.until().or(until.at)),
                    lost,
                    kind: GapKind::ALL.get(form.chosen("kind")).copied()?,
                    how: form.given("how"),
                }
            }
            Act::Close(gap) => Ledgering::Close { gap: *gap, how: form.needed("how")? },
        })
    }
}

/// A number of sheets.
fn sheets(form: &mut Form, id: &str) -> Option<u32> {
    form.needed_count(id, &['枚'], t!("ledger-form-number"))
}

impl Purpose for Written {
    fn title(&self, _model: &Model) -> String {
        self.act.title()
    }

    fn above(&self, _model: &Model) -> String {
        self.about.clone()
    }

    fn begun_key(&self) -> String {
        self.act.key()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let act = self.ledgering(form, model)?;
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::Ledger(act)) })
    }
}
