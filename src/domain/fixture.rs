//! What the tests of the rules stand on: a small clinic, and a story that is told to it command by command, on one PC or several.

mod clinic;
mod systems;

pub(crate) use clinic::plan;
pub(crate) use systems::{backup, system};

use super::command::{Command, Context};
use super::decide::decide;
use super::event::{CallMade, CallResult, Event, FactValue, Joined, Sign, StepMark};
use super::fold::fold;
use super::hash::Hash;
use super::id::Id;
use super::incident::Incident;
use super::line::{Draft, Line, Seal};
use super::lines::{Lines, next_clock};
use super::plan::Plan;
use super::refusal::{Notice, Refusal};
use super::step_key::StepKey;
use super::value::{Answer, Confidence, Value};
use super::when::{Moment, When, read};
use super::who::Who;

pub(crate) const INCIDENT: &str = "20261122-k3f7w2xx";

pub(crate) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(crate) fn key(text: &str) -> StepKey {
    text.parse().unwrap()
}

/// `0224` on the night of the story, `23 0700` the morning after.
pub(crate) fn t(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap_or(("22", text));
    let (hours, minutes) = time.split_at(2);
    read(&format!("2026-11-{day}T{hours}:{minutes}:00+09:00")).unwrap()
}

pub(crate) fn listed(person: &str) -> Who {
    let plan = plan();
    let name = plan.facility.person(person).unwrap().name.clone();
    Who { id: Some(id(person)), name, role: None }
}

/// Who says something, when, and for whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Saying {
    by: Option<Who>,
    for_: Option<Who>,
    occurred: Option<When>,
    agreed: bool,
}

pub(crate) fn by(person: &str) -> Saying {
    Saying { by: Some(listed(person)), ..Saying::default() }
}

pub(crate) fn nobody() -> Saying {
    Saying::default()
}

impl Saying {
    pub(crate) fn stranger(name: &str) -> Self {
        Self { by: Some(Who::stranger(name)), ..Self::default() }
    }

    pub(crate) fn whose(self, person: &str) -> Self {
        Self { for_: Some(listed(person)), ..self }
    }

    pub(crate) fn whose_stranger(self, name: &str) -> Self {
        Self { for_: Some(Who::stranger(name)), ..self }
    }

    pub(crate) fn role(mut self, role: &str) -> Self {
        self.by.as_mut().unwrap().role = Some(id(role));
        self
    }

    pub(crate) fn who(&self) -> Option<&Who> {
        self.by.as_ref()
    }

    pub(crate) fn at(self, time: &str) -> Self {
        Self { occurred: Some(When::exactly(t(time), time)), ..self }
    }

    pub(crate) fn when(self, occurred: When) -> Self {
        Self { occurred: Some(occurred), ..self }
    }

    pub(crate) fn agreed(self) -> Self {
        Self { agreed: true, ..self }
    }
}

/// One PC with its copy of the record.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) origin: Id,
    pub(crate) lines: Lines,
}

/// An incident as it is told to the program.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) incident: Id,
    pub(crate) plan: Plan,
    pub(crate) desks: Vec<Desk>,
    /// The PC at which one sits.
    pub(crate) here: usize,
    pub(crate) now: Moment,
}

impl Story {
    /// Nothing has happened yet; it is 00:30.
    pub(crate) fn blank() -> Self {
        let desk = Desk { origin: id("desk-1"), lines: Lines::default() };
        Self { incident: id(INCIDENT), plan: plan(), desks: vec![desk], here: 0, now: t("0030") }
    }

    /// The nurse noticed at 00:30 that a printer spits out English.
    pub(crate) fn begun() -> Self {
        let mut story = Self::blank();
        story.say(by("tanaka"), open(&[Sign::Omen], "プリンタが英文を印字", &[]));
        story
    }

    /// The same, and the ransomware runbook is followed.
    pub(crate) fn attacked() -> Self {
        let mut story = Self::begun();
        story.say(by("tanaka"), add("ransomware"));
        story
    }

    /// A drill in which a printer spits out English.
    pub(crate) fn drill() -> Self {
        let mut story = Self { incident: id("drill-20261122-k3f7w2xx"), ..Self::blank() };
        let opened = open(&[Sign::Omen], "プリンタが英文を印字", &[]);
        let Command::Open { signs, text, pinned, runbooks, .. } = opened else { unreachable!() };
        story.say(by("tanaka"), Command::Open { drill: true, signs, text, pinned, runbooks });
        story
    }

    pub(crate) fn clock(&mut self, time: &str) -> &mut Self {
        self.now = t(time);
        self
    }

    pub(crate) fn state(&self) -> Incident {
        fold(self.lines())
    }

    pub(crate) fn lines(&self) -> &Lines {
        &self.desks[self.here].lines
    }

    /// Tries; says what is shown beside the ✓, and the hash of the last line.
    pub(crate) fn attempt(&mut self, saying: Saying, command: Command) -> Result<(Hash, Vec<Notice>), Refusal> {
        let context = Context {
            plan: &self.plan,
            now: self.now,
            occurred: saying.occurred.unwrap_or_else(|| When::now(self.now)),
            by: saying.by,
            for_: saying.for_,
            via: None,
            from: None,
            to: None,
            agreed: saying.agreed,
        };
        let decision = decide(&self.state(), &command, &context)?;
        let mut hash = Hash::ZERO;
        for draft in decision.drafts {
            hash = self.store(draft);
        }
        Ok((hash, decision.notices))
    }

    pub(crate) fn say(&mut self, saying: Saying, command: Command) -> Hash {
        self.attempt(saying, command).unwrap().0
    }

    pub(crate) fn notices(&mut self, saying: Saying, command: Command) -> Vec<Notice> {
        self.attempt(saying, command).unwrap().1
    }

    pub(crate) fn refusal(&mut self, saying: Saying, command: Command) -> Refusal {
        let before = self.lines().len();
        let refusal = self.attempt(saying, command).unwrap_err();
        assert_eq!(self.lines().len(), before);
        refusal
    }

    /// Seals and keeps a draft as a store does.
    pub(crate) fn store(&mut self, draft: Draft) -> Hash {
        let desk = &mut self.desks[self.here];
        let head = desk.lines.head(&desk.origin);
        let opening = match &draft.event {
            Event::Joined(joined) => joined.opening,
            _ => Hash::ZERO,
        };
        let wall = u64::try_from(self.now.timestamp_millis()).unwrap();
        let seal = Seal {
            facility: self.plan.facility.id.clone(),
            incident: self.incident.clone(),
            origin: desk.origin.clone(),
            seq: head.as_ref().map_or(1, |head| head.seq + 1),
            prev: head.map_or(opening, |head| head.hash),
            clock: next_clock(wall, desk.lines.latest_clock()),
            recorded_at: self.now,
        };
        let line = Line::seal(draft, seal).unwrap();
        let hash = line.hash();
        assert!(desk.lines.insert(line));
        hash
    }

    /// A line that the program writes for itself, or one of a kind that it does not know.
    pub(crate) fn own(&mut self, event: Event, text: &str) -> Hash {
        let occurred = When::now(self.now);
        let text = text.to_owned();
        self.store(Draft { occurred, by: None, for_: None, via: None, from: None, to: None, event, text })
    }

    /// Sits down at another PC, which has what this one has.
    pub(crate) fn join(&mut self) -> usize {
        let origin = id(&format!("desk-{}", self.desks.len() + 1));
        let lines = self.lines().clone();
        let opening = lines.opening().unwrap().hash();
        self.desks.push(Desk { origin, lines });
        self.here = self.desks.len() - 1;
        self.own(Event::Joined(Joined { opening }), "joined");
        self.here
    }

    /// All PCs get all lines.
    pub(crate) fn sync(&mut self) {
        let mut all = Lines::default();
        self.desks.iter().for_each(|desk| all.merge(&desk.lines));
        self.desks.iter_mut().for_each(|desk| desk.lines = all.clone());
    }
}

pub(crate) fn open(signs: &[Sign], text: &str, runbooks: &[&str]) -> Command {
    let runbooks = runbooks.iter().map(|runbook| id(runbook)).collect();
    Command::Open { drill: false, signs: signs.to_vec(), text: text.into(), pinned: Vec::new(), runbooks }
}

pub(crate) fn add(runbook: &str) -> Command {
    Command::AddRunbook { runbook: id(runbook), file: None }
}

pub(crate) fn aside(runbook: &str, reason: &str) -> Command {
    Command::PutAside { runbook: id(runbook), reason: reason.into() }
}

pub(crate) fn note(text: &str) -> Command {
    Command::Note { text: text.into() }
}

pub(crate) fn answer(criterion: &str, answer: Answer) -> Command {
    Command::Answer { criterion: id(criterion), answer, confidence: Confidence::Confirmed }
}

pub(crate) fn value(fact: &str, value: Value) -> FactValue {
    FactValue { fact: id(fact), value, confidence: Confidence::Confirmed }
}

pub(crate) fn set(fact: &str, given: Value) -> Command {
    Command::SetFacts { facts: vec![value(fact, given)] }
}

pub(crate) fn patients(count: i64) -> Command {
    set("patients", Value::Count(count))
}

pub(crate) fn declare(level: u8) -> Command {
    Command::Declare { level, grounds: "印字と停止".into(), provisional: false }
}

pub(crate) fn provisional(level: u8) -> Command {
    Command::Declare { level, grounds: "連絡がつかない".into(), provisional: true }
}

pub(crate) fn mark(step: &str, mark: StepMark) -> Command {
    marked(step, mark, "", Vec::new())
}

pub(crate) fn marked(step: &str, mark: StepMark, reason: &str, facts: Vec<FactValue>) -> Command {
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    Command::Mark { step: key(step), mark, reason, facts }
}

pub(crate) fn call(contact: &str, result: CallResult) -> Command {
    Command::Call(CallMade::new(id(contact), contact.into(), result))
}

pub(crate) fn order(text: &str, owner: &str) -> Command {
    Command::Order { text: text.into(), owner: id(owner), due: None }
}

pub(crate) fn withdraw(target: Hash) -> Command {
    Command::Withdraw { target, reason: "打ち間違い".into() }
}

pub(crate) fn confirm(target: Hash) -> Command {
    Command::Confirm { targets: vec![target] }
}

/// A correction of nothing yet; fill in what changes.
pub(crate) fn correct(target: Hash) -> Command {
    Command::Correct { target, text: None, occurred: None, for_: None, facts: Vec::new() }
}
