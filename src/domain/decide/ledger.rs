//! Making the data whole again, and who takes what is open: which line may be written when.
//!
//! Owns the rules: no more is used than was given out, no more typed back than was used, a batch's name is its own.

use super::{in_the_past, kept, known, not_empty, one, reasoned};
use crate::domain::command::{Context, Decision, Ledgering, Taking};
use crate::domain::event::{
    Event, FactValue, GapClosed, GapKind, GapNoted, SheetsCounted, SheetsEntered, SheetsGiven, SystemNamed, Taken,
};
use crate::domain::hash::Hash;
use crate::domain::id::{Id, near};
use crate::domain::incident::Incident;
use crate::domain::ledger::{Batch, Ledger, UNRESTORABLE, ledger};
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::return_list;
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::Moment;
use crate::domain::wording::ledger as wording;

pub(super) fn keep(incident: &Incident, context: &Context<'_>, act: &Ledgering) -> Result<Decision, Refusal> {
    let desk = Desk { incident, context, state: ledger(incident) };
    match act {
        Ledgering::Give { batch, department, sheet, count, place } => {
            desk.give(batch.as_ref(), department, sheet, *count, place.as_deref())
        }
        Ledgering::Count { batch, used, unused } => desk.count(batch, *used, *unused),
        Ledgering::Enter { batch, entered, kept_at } => desk.enter(batch, *entered, kept_at.as_deref()),
        Ledgering::Gap { system, from, until, lost, kind, how } => {
            desk.gap(system, *from, *until, lost, *kind, how.as_deref())
        }
        Ledgering::Close { gap, how } => desk.close(gap, how),
    }
}

struct Desk<'a> {
    incident: &'a Incident,
    context: &'a Context<'a>,
    state: Ledger,
}

impl Desk<'_> {
    fn give(
        &self,
        batch: Option<&Id>,
        department: &Id,
        sheet: &str,
        count: u32,
        place: Option<&str>,
    ) -> Result<Decision, Refusal> {
        let known = known::department(self.context, department)?;
        if count == 0 {
            return Err(Refusal::NoSheets);
        }
        let batch = batch.cloned().or_else(|| self.state.free_name(department)).ok_or(Refusal::NoSheets)?;
        if self.state.batch(batch.as_str()).is_some() {
            return Err(Refusal::BatchExists { batch, free: self.state.free_name(department) });
        }
        let made = SheetsGiven {
            batch,
            department: known.id.clone(),
            title: known.title.clone(),
            sheet: not_empty(sheet)?.to_owned(),
            count,
            place: kept(place),
        };
        one(self.context, Event::SheetsGiven(made.clone()), wording::given(self.context.plan, &made))
    }

    fn batch(&self, id: &Id) -> Result<&Batch, Refusal> {
        let near = || near(id.as_str(), self.state.batches.iter().map(|batch| batch.id().as_str()));
        let missing = || Refusal::NotFound { what: What::Batch, typed: id.to_string(), near: near() };
        self.state.batch(id.as_str()).ok_or_else(missing)
    }

    fn count(&self, batch: &Id, used: u32, unused: u32) -> Result<Decision, Refusal> {
        let batch = self.batch(batch)?;
        let said = u64::from(used) + u64::from(unused);
        if said > batch.sheets {
            return Err(Refusal::MoreThanGiven { batch: batch.id().clone(), given: batch.sheets, said });
        }
        if used < batch.typed_back() {
            let (entered, batch) = (batch.typed_back(), batch.id().clone());
            return Err(Refusal::MoreThanUsed { batch, used, entered });
        }
        let made = SheetsCounted { batch: batch.id().clone(), used, unused };
        let text = wording::counted(self.context.plan, batch, &made);
        let mut decision = one(self.context, Event::SheetsCounted(made), text)?;
        let missing = batch.sheets.saturating_sub(said);
        if missing > 0 {
            decision.notices.push(Notice::SheetsMissing { count: missing });
        }
        Ok(decision)
    }

    fn enter(&self, batch: &Id, entered: u32, kept_at: Option<&str>) -> Result<Decision, Refusal> {
        let batch = self.batch(batch)?;
        let Some(used) = batch.used() else { return Err(Refusal::NotCounted { batch: batch.id().clone() }) };
        if entered > used {
            return Err(Refusal::MoreThanUsed { batch: batch.id().clone(), used, entered });
        }
        let made = SheetsEntered { batch: batch.id().clone(), entered, kept_at: kept(kept_at) };
        let no_place = made.kept_at.is_none() && batch.kept_at.is_none();
        let text = wording::entered(self.context.plan, batch, &made);
        let mut decision = one(self.context, Event::SheetsEntered(made), text)?;
        if entered == used && used > 0 && no_place {
            decision.notices.push(Notice::OriginalsWhere { batch: batch.id().clone() });
        }
        Ok(decision)
    }

    fn gap(
        &self,
        system: &Id,
        from: Option<Moment>,
        until: Option<Moment>,
        lost: &str,
        kind: GapKind,
        how: Option<&str>,
    ) -> Result<Decision, Refusal> {
        let plan = self.context.plan;
        let system = known::system(self.context, system)?;
        [from, until].into_iter().flatten().try_for_each(|at| in_the_past(self.context, at))?;
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            return Err(Refusal::EndsBeforeBegin);
        }
        let system = SystemNamed { id: system.id.clone(), title: system.title.clone() };
        let facts = self.facts(kind)?;
        let lost = not_empty(lost)?.to_owned();
        let made = GapNoted { system, from, until, lost, kind, how: kept(how), facts };
        let mut decision = one(self.context, Event::GapNoted(made.clone()), wording::gap_noted(plan, &made))?;
        if !made.facts.is_empty() {
            decision.notices.push(Notice::FactFromGap { kind });
        }
        Ok(decision)
    }

    /// What a gap means for 滅失・毀損. That nothing was lost here says nothing of the other systems, and 不明 does not undo what is
    /// known.
    fn facts(&self, kind: GapKind) -> Result<Vec<FactValue>, Refusal> {
        let answer = match kind {
            GapKind::Loss | GapKind::Damage => Answer::Yes,
            GapKind::Unknown if self.incident.fact(UNRESTORABLE).is_none() => Answer::Unknown,
            GapKind::Unknown | GapKind::None => return Ok(Vec::new()),
        };
        // The plan of an older incident may not ask for it.
        let Some(fact) = self.context.plan.fact(UNRESTORABLE).map(|fact| fact.id.clone()) else {
            return Ok(Vec::new());
        };
        let facts = [FactValue { fact, value: Value::Answer(answer), confidence: Confidence::Confirmed }];
        super::work::fitting(self.context.plan, &facts)
    }

    fn close(&self, gap: &Hash, how: &str) -> Result<Decision, Refusal> {
        let Some(known) = self.state.gap(gap) else {
            let open = self.state.gaps.iter().filter(|gap| gap.closed.is_none());
            let near = open.map(|gap| gap.noted.line.short()).take(3).collect();
            return Err(Refusal::NotFound { what: What::Gap, typed: gap.short(), near });
        };
        if known.closed.is_some() {
            return Err(Refusal::NoChange);
        }
        let made = GapClosed { gap: *gap, how: reasoned(how)?.to_owned() };
        let noted = &known.noted.made;
        let text = wording::gap_closed(self.context.plan, noted, &made);
        let mut decision = one(self.context, Event::GapClosed(made), text)?;
        if matches!(noted.kind, GapKind::Loss | GapKind::Damage) {
            decision.notices.push(Notice::FactStays);
        }
        Ok(decision)
    }
}

/// Somebody takes an open item, at any time. It stays open.
pub(super) fn take(incident: &Incident, context: &Context<'_>, taking: &Taking) -> Result<Decision, Refusal> {
    let item = return_list::find(incident, context.plan, &taking.item)?;
    let reason = reasoned(&taking.reason)?.to_owned();
    let until = taking.until.format("%Y-%m-%d").to_string();
    let made = Taken { item: item.id(), title: item.title, taker: taking.taker.clone(), until, reason };
    let mut decision = one(context, Event::ItemTaken(made.clone()), wording::taken(context.plan, &made))?;
    for draft in &mut decision.drafts {
        draft.to.get_or_insert_with(|| made.taker.name.clone());
    }
    let offset = context.plan.facility.offset;
    let day = context.occurred.at.unwrap_or(context.now).with_timezone(&offset).date_naive();
    if taking.until < day {
        decision.notices.push(Notice::DatePassed { until: made.until });
    }
    Ok(decision)
}
