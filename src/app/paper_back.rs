//! From a typed-back line of a sheet to the act that it records.
//!
//! Owns how code, time, person and mark become an act, and what is offered where the code says nothing by itself. Records nothing:
//! what a line means can be shown while it is being typed.

use super::{Act, moment};
use crate::domain::command::Command;
use crate::domain::event::{PaperPrinted, StepMark};
use crate::domain::incident::Incident;
use crate::domain::paper::typed_back::{self, Code, How, Meant, Unclear};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Notice, Refusal};
use crate::domain::step_key::StepKey;
use crate::domain::when::{Moment, When};
use crate::domain::who::Who;
use crate::domain::{resolve, wording};
use crate::text::paper_line::{self, Mark, Name, PaperLine, Unreadable};

/// How such lines were said.
const VIA: &str = "paper";

/// What a line is read against.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// What was printed here.
    pub printed: &'a [PaperPrinted],
    /// The incident.
    pub incident: &'a Incident,
    /// The plan that it follows.
    pub plan: &'a Plan,
    /// The site as it is now: it may have the words of a step that the plan has not.
    pub site: &'a Plan,
    /// Now.
    pub now: Moment,
}

/// A line as it would be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is recorded.
    pub what: What,
    /// The step in words.
    pub title: String,
    /// When it was done.
    pub when: When,
    /// Who did it.
    pub who: Who,
    /// The entry that says the same already.
    pub already: Option<usize>,
    /// What the person should see.
    pub notices: Vec<Notice>,
}

/// What a line records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A mark on a step.
    Mark {
        /// The step, of a repeat the time that is next.
        step: StepKey,
        /// What came of it.
        mark: StepMark,
        /// Why.
        reason: Option<String>,
        /// How the step was found.
        how: How,
        /// Whether its runbook is followed in the incident.
        followed: bool,
    },
    /// A memo in the words of the sheet.
    Memo(String),
}

/// Why a line is not recorded as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Something is missing in it.
    Unreadable(Unreadable),
    /// Its code says nothing by itself.
    Unclear {
        /// What stands in front of the line.
        name: String,
        /// Why.
        why: Box<Unclear>,
        /// The step in words, where its name is known.
        title: String,
        /// What is recorded when somebody agrees.
        instead: Option<Box<Entry>>,
    },
    /// The rules refuse it.
    Refused(Refusal),
}

/// Reads a line.
///
/// # Errors
/// [`Problem`]: what is missing, or has to be asked.
pub fn read(line: &str, desk: &Desk<'_>) -> Result<Entry, Problem> {
    let typed = paper_line::read(line, desk.now).map_err(Problem::Unreadable)?;
    let when =
        moment::when(Some(typed.time), desk.now).map_err(|error| Problem::Unreadable(Unreadable::BadTime(error)))?;
    let (who, notice) = resolve::person(desk.plan, typed.person).map_err(Problem::Refused)?;
    let reader = Reader { desk, typed: &typed, when, who, notices: notice.into_iter().collect() };
    let (name, meant) = match typed.name {
        Name::Code { edition, line } => {
            let code = Code { edition, line };
            (code.to_string(), typed_back::of_code(code, desk.printed, desk.plan))
        }
        Name::Step(step) => {
            let key = step.parse::<StepKey>().map_err(|_not_a_step| Problem::Unreadable(Unreadable::NoCode))?;
            (key.to_string(), typed_back::of_name(&key, desk.plan))
        }
    };
    meant.map(|meant| reader.marks(&meant)).map_err(|why| reader.unclear(name, why))
}

struct Reader<'a> {
    desk: &'a Desk<'a>,
    typed: &'a PaperLine<'a>,
    when: When,
    who: Who,
    notices: Vec<Notice>,
}

impl Reader<'_> {
    fn entry(&self, what: What, title: String, already: Option<usize>) -> Entry {
        let (when, who, notices) = (self.when.clone(), self.who.clone(), self.notices.clone());
        Entry { what, title, when, who, already, notices }
    }

    fn mark(&self) -> StepMark {
        match self.typed.mark {
            Mark::Done => StepMark::Done,
            Mark::Failed => StepMark::Failed,
            Mark::Skipped => StepMark::Skipped,
        }
    }

    fn marks(&self, meant: &Meant) -> Entry {
        let Desk { incident, plan, .. } = self.desk;
        let mark = self.mark();
        let already = typed_back::recorded_already(incident, &meant.step, mark, &self.when, &self.who);
        let step = typed_back::time_of(&meant.step, incident, plan);
        let same = |key: &StepKey| key.runbook == step.runbook && key.step == step.step;
        let followed = incident.active_runbooks().iter().any(|runbook| {
            let mut walked = plan.walk(runbook).into_iter();
            walked.any(|placed| same(&StepKey::new(placed.owner.id.clone(), placed.step.id.clone())))
        });
        let title = wording::step_named(plan, &step);
        let reason = self.typed.reason.map(ToOwned::to_owned);
        self.entry(What::Mark { step, mark, reason, how: meant.how, followed }, title, already)
    }

    fn unclear(&self, name: String, why: Unclear) -> Problem {
        let (title, instead) = match &why {
            Unclear::Gone { step, .. } => {
                let title = wording::step_named(self.desk.site, step);
                let text = wording::from_paper(self.desk.plan, &name, &title, self.mark(), self.typed.reason);
                let already = self.written_already(&text);
                (title.clone(), Some(Box::new(self.entry(What::Memo(text), title, already))))
            }
            Unclear::UnknownEdition { offered: Some(step) } => {
                let entry = self.marks(&Meant { step: step.clone(), how: How::Offered });
                (entry.title.clone(), Some(Box::new(entry)))
            }
            _ => (String::new(), None),
        };
        Problem::Unclear { name, why: Box::new(why), title, instead }
    }
}

impl Reader<'_> {
    /// The memo from the same sheet that says the same of the same person and time.
    fn written_already(&self, text: &str) -> Option<usize> {
        let same = |entry: &&crate::domain::entry::Entry| {
            entry.withdrawn.is_none()
                && entry.text() == text
                && entry.line.envelope.via.as_deref() == Some(VIA)
                && entry.at() == self.when.at
                && entry.actor().is_some_and(|who| who.same_person(&self.who))
        };
        self.desk.incident.entries.iter().find(same).map(|entry| entry.number)
    }
}

impl Entry {
    /// The act: whose it was stands on the sheet, who types it is the typist.
    pub fn act(&self, by: Option<Who>, agreed: bool) -> Act {
        let command = match &self.what {
            What::Mark { step, mark, reason, .. } => {
                Command::Mark { step: step.clone(), mark: *mark, reason: reason.clone(), facts: Vec::new() }
            }
            What::Memo(text) => Command::Note { text: text.clone() },
        };
        let (for_, via) = (Some(self.who.clone()), Some(VIA.to_owned()));
        Act { for_, via, agreed, ..Act::new(command, self.when.clone(), by) }
    }
}
