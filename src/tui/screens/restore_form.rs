//! The forms in which one writes down what was done for systems on their way back.
//!
//! Owns what each act asks for. Which act is offered when is [`super::restore_acts`]'s; whether it may be recorded the rules decide.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use super::restore::rows;
use crate::domain::command::{Command, Restoring};
use crate::domain::event::{BackTo, Gate, GateResult, SystemMark};
use crate::domain::facility::Backup;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::restoration::{Against, Row};
use crate::domain::when::Moment;
use crate::message::restoring::{back_to, gate, gate_result};
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Complained, Field, Form};

/// By which word a form that was begun is found again; the act and the systems stand behind it.
pub const KEY: &str = "restore";

/// What is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// 停止
    Stop,
    /// 影響なし
    Unaffected,
    /// 見つかった世代
    Found,
    /// 復元に使う世代
    Plan,
    /// 確かめる
    Check,
    /// 確かめずに進める
    Override,
    /// 承認
    Approve,
    /// 復元開始
    Begin,
    /// 復元終了
    End,
    /// 部門の確認
    Verify,
    /// 使用再開
    Release,
    /// 一つ前の段階へ戻す
    Back,
}

impl Act {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 12] = [
        Self::Stop,
        Self::Unaffected,
        Self::Found,
        Self::Plan,
        Self::Check,
        Self::Override,
        Self::Approve,
        Self::Begin,
        Self::End,
        Self::Verify,
        Self::Release,
        Self::Back,
    ];

    /// Its word, by which a form that was begun is found again.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Unaffected => "unaffected",
            Self::Found => "found",
            Self::Plan => "plan",
            Self::Check => "gate",
            Self::Override => "override",
            Self::Approve => "approve",
            Self::Begin => "begin",
            Self::End => "end",
            Self::Verify => "verify",
            Self::Release => "release",
            Self::Back => "back",
        }
    }

    /// What it is called.
    pub fn title(self) -> String {
        match self {
            Self::Stop => t!("restore-act-stop"),
            Self::Unaffected => t!("restore-act-unaffected"),
            Self::Found => t!("restore-act-found"),
            Self::Plan => t!("restore-act-plan"),
            Self::Check => t!("restore-act-check"),
            Self::Override => t!("restore-act-override"),
            Self::Approve => t!("restore-act-approve"),
            Self::Begin => t!("restore-act-begin"),
            Self::End => t!("restore-act-end"),
            Self::Verify => t!("restore-act-verify"),
            Self::Release => t!("restore-act-release"),
            Self::Back => t!("restore-act-back"),
        }
    }

    /// Whether it is written down for several systems at once.
    pub fn is_of_several(self) -> bool {
        !matches!(self, Self::Found | Self::Back)
    }
}

/// An act that is to be written down.
pub struct Written {
    act: Act,
    systems: Vec<Id>,
    titles: String,
    gates: Vec<Gate>,
    plan: Arc<Plan>,
}

/// The form for an act; `None` where no incident is open or it has no such system.
pub fn form(model: &Model, act: Act, systems: &[Id]) -> Option<FormScreen<Written>> {
    let open = model.open.as_ref()?;
    let rows = rows(model);
    let of: Vec<&Row<'_>> = rows.iter().filter(|row| systems.contains(&row.id)).collect();
    let first = *of.first()?;
    let titles = of.iter().map(|row| row.title.as_str()).collect::<Vec<_>>().join(&t!("list-separator"));
    let gates = gates(act, first);
    let mut fields = fields(act, first, &gates, &open.plan);
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    let whose = if matches!(act, Act::Override | Act::Approve) { t!("restore-form-approver") } else { t!("form-for") };
    fields.push(Field::person("for", whose).hint(t!("form-for-hint")));
    let purpose = Written { act, systems: systems.to_vec(), titles, gates, plan: Arc::clone(&open.plan) };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

/// The gates that can be chosen, those that do not hold first.
fn gates(act: Act, row: &Row<'_>) -> Vec<Gate> {
    let mut gates: Vec<Gate> = row.progress.shut();
    let others = Gate::BEFORE.into_iter().filter(|known| !row.progress.shut().contains(known));
    match act {
        Act::Check => gates.extend(others),
        Act::Override => gates.push(Gate::Departments),
        _ => gates.clear(),
    }
    gates
}

fn fields(act: Act, row: &Row<'_>, gates: &[Gate], plan: &Plan) -> Vec<Field> {
    let gate_field =
        || Field::choice("gate", t!("restore-form-gate"), gates.iter().map(|known| gate(*known)).collect(), 0);
    let reason = || Field::text("reason", t!("restore-form-reason")).hint(t!("restore-form-reason-hint"));
    let note = || Field::text("note", t!("restore-form-note")).stops(false);
    match act {
        Act::Stop => vec![note()],
        Act::Unaffected => {
            vec![Field::text("note", t!("restore-form-note")).hint(t!("restore-form-unaffected-hint"))]
        }
        Act::Found => vec![
            Field::text("generation", t!("restore-form-generation")).hint(t!("restore-form-generation-hint")),
            Field::text("taken", t!("restore-form-taken")).hint(t!("restore-form-taken-hint")),
            Field::text("unusable", t!("restore-form-unusable")).hint(t!("restore-form-unusable-hint")).stops(false),
        ],
        Act::Plan => {
            // What can be used is offered: one that is not from after the intrusion before all others, of these the newest.
            let usable = row.candidates.iter().filter(|known| known.unusable.is_none());
            let best = usable.max_by_key(|known| (known.against != Against::After, known.taken));
            let taken = best.and_then(|best| best.taken).map(|at| at.format("%Y/%m/%d %H:%M").to_string());
            let taken = taken.unwrap_or_default();
            let named = best.and_then(|best| best.generation.clone());
            let generation = named.unwrap_or_else(|| match taken.as_str() {
                "" => String::new(),
                at => t!("restore-form-registered", at = at),
            });
            let known: Vec<&Backup> = plan.facility.backups.iter().filter(|backup| backup.system == row.id).collect();
            let of_best = best.and_then(|best| best.backup.as_ref());
            let at = known.iter().position(|backup| Some(&backup.id) == of_best).map_or(0, |at| at + 1);
            let titles = known.iter().map(|backup| backup.title.clone());
            let titles: Vec<String> = std::iter::once(t!("restore-form-no-backup")).chain(titles).collect();
            vec![
                Field::text("generation", t!("restore-form-generation"))
                    .with(&generation)
                    .hint(t!("restore-form-anew-hint")),
                Field::text("taken", t!("restore-form-taken")).with(&taken).hint(t!("restore-form-taken-hint")),
                Field::choice("backup", t!("restore-form-backup"), titles, at),
            ]
        }
        Act::Check => vec![
            gate_field().stops(true),
            Field::choice("result", t!("restore-form-result"), GateResult::ALL.map(gate_result).to_vec(), 0),
            Field::text("how", t!("restore-form-how")).hint(t!("restore-form-how-hint")),
        ],
        Act::Override => vec![gate_field().stops(true), reason()],
        Act::Approve | Act::Begin | Act::Release => Vec::new(),
        Act::End => vec![
            Field::choice(
                "worked",
                t!("restore-form-worked"),
                vec![t!("restore-form-worked-yes"), t!("restore-form-worked-no")],
                0,
            )
            .stops(true),
            note(),
        ],
        Act::Verify => {
            let departments = plan.facility.departments.iter().map(|known| known.title.clone()).collect();
            // Who found it wrong in use looks again; before that, whoever has not looked.
            let wrong = row.progress.found_wrong();
            let is_awaited = |title: &String| {
                if row.progress.is_doubtful() {
                    wrong.contains(&title.as_str())
                } else {
                    row.unchecked_by.contains(title)
                }
            };
            let first = plan.facility.departments.iter().position(|known| is_awaited(&known.title));
            vec![
                Field::choice("department", t!("restore-form-department"), departments, first.unwrap_or(0)).stops(true),
                Field::choice(
                    "right",
                    t!("restore-form-right"),
                    vec![t!("restore-form-right-yes"), t!("restore-form-right-no")],
                    0,
                ),
                note(),
            ]
        }
        Act::Back => vec![
            Field::choice("to", t!("restore-form-back"), BackTo::ALL.map(back_to).to_vec(), 0).stops(true),
            reason(),
        ],
    }
}

impl Written {
    fn restoring(&self, form: &mut Form, model: &Model) -> Option<Restoring> {
        let systems = self.systems.clone();
        let system = self.systems.first()?.clone();
        let chosen_gate = self.gates.get(form.chosen("gate")).copied();
        Some(match self.act {
            Act::Stop => Restoring::Mark { systems, state: SystemMark::Stopped, remark: form.given("note") },
            Act::Unaffected => Restoring::Mark { systems, state: SystemMark::Unaffected, remark: form.given("note") },
            Act::Found => Restoring::Note {
                system,
                backup: None,
                generation: form.needed("generation")?,
                taken: taken(form, model.now).ok()?,
                unusable: form.given("unusable"),
            },
            Act::Plan => {
                let known = self.plan.facility.backups.iter().filter(|backup| backup.system == system);
                let backup = form.chosen("backup").checked_sub(1).and_then(|at| known.clone().nth(at));
                Restoring::Plan {
                    backup: backup.map(|backup| backup.id.clone()),
                    systems,
                    generation: form.needed("generation")?,
                    taken: taken(form, model.now).ok()?,
                }
            }
            Act::Check => Restoring::Check {
                systems,
                gate: chosen_gate?,
                result: GateResult::ALL.get(form.chosen("result")).copied()?,
                how: form.needed("how")?,
            },
            Act::Override => Restoring::Override { systems, gate: chosen_gate?, reason: form.needed("reason")? },
            Act::Approve => Restoring::Approve { systems },
            Act::Begin => Restoring::Begin { systems },
            Act::End => {
                let worked = form.chosen("worked") == 0;
                Restoring::End { systems, worked, note: note(form, !worked).ok()? }
            }
            Act::Verify => {
                let department = self.plan.facility.departments.get(form.chosen("department"))?.id.clone();
                let right = form.chosen("right") == 0;
                Restoring::Verify { systems, department, right, note: note(form, !right).ok()? }
            }
            Act::Release => Restoring::Release { systems },
            Act::Back => {
                Restoring::StepBack { system, to: *BackTo::ALL.get(form.chosen("to"))?, reason: form.needed("reason")? }
            }
        })
    }
}

/// What is remarked; where something went wrong, what that is, which must be said.
fn note(form: &mut Form, is_wrong: bool) -> Result<Option<String>, Complained> {
    if is_wrong { form.needed("note").map(Some).ok_or(Complained) } else { Ok(form.given("note")) }
}

/// When a generation was taken. Of a day or a range it is the end.
fn taken(form: &mut Form, now: Moment) -> Result<Option<Moment>, Complained> {
    let taken = form.past("taken", now)?;
    Ok(taken.and_then(|taken| taken.until().or(taken.at)))
}

impl Purpose for Written {
    fn title(&self, _model: &Model) -> String {
        self.act.title()
    }

    fn above(&self, _model: &Model) -> String {
        self.titles.clone()
    }

    fn begun_key(&self) -> String {
        let systems = self.systems.iter().map(Id::as_str).collect::<Vec<_>>().join(" ");
        format!("{KEY} {} {systems}", self.act.word())
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let act = self.restoring(form, model)?;
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::Restore(act)) })
    }
}
