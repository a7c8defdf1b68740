//! An entry: a line as it stands now, with its corrections, withdrawal and confirmations.
//!
//! Owns what a reader sees of one line. The line itself never changes.

use std::sync::Arc;

use super::event::{Event, FactValue};
use super::hash::Hash;
use super::id::Id;
use super::line::Line;
use super::when::{Moment, When};
use super::who::Who;

/// Which entry of a subject is the current one: the greatest of these. A 03:00 count typed at 06:00 does not overwrite the 05:00
/// one; an entry of unknown time never overwrites a timed one.
///
/// The time counts in whole minutes, as people type it: what was pressed at 05:00:40 gives way to what is typed as `0500` after it.
pub type Recency<'a> = (Option<i64>, u64, &'a Id, Hash);

/// A moment in whole minutes.
pub(super) fn minute(at: Moment) -> i64 {
    at.timestamp().div_euclid(60)
}

/// A line as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line as first written.
    pub line: Arc<Line>,
    /// Its place in the whole record, from 1: by it commands name the line, whatever part of the record is looked at.
    pub number: usize,
    /// Corrections that hold, oldest first.
    pub corrections: Vec<Hash>,
    /// The withdrawal that holds.
    pub withdrawn: Option<Withdrawal>,
    /// Who confirmed it, and with which line.
    pub confirmed: Vec<Confirmation>,
    /// Who said later that he or she had typed it.
    pub claimed: Option<Who>,
    /// Beside the entry: few are ever corrected, and a state holds thousands.
    pub(super) corrected: Option<Box<Corrected>>,
}

/// What corrections put in the place of what was first written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Corrected {
    pub(super) text: Option<String>,
    pub(super) occurred: Option<When>,
    pub(super) for_: Option<Who>,
    pub(super) facts: Vec<FactValue>,
}

/// Why an entry does not count any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The withdrawing line.
    pub line: Hash,
    /// Why.
    pub reason: String,
}

/// Who stands by an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The confirming line.
    pub line: Hash,
    /// Whose act the confirmation is.
    pub who: Option<Who>,
    /// When.
    pub at: Option<Moment>,
}

impl Entry {
    pub(super) fn new(line: Arc<Line>, number: usize) -> Self {
        Self {
            line,
            number,
            corrections: Vec::new(),
            withdrawn: None,
            confirmed: Vec::new(),
            claimed: None,
            corrected: None,
        }
    }

    fn corrected(&self) -> Option<&Corrected> {
        self.corrected.as_deref()
    }

    /// The line's hash.
    pub fn hash(&self) -> Hash {
        self.line.hash()
    }

    /// What it says, after corrections.
    pub fn text(&self) -> &str {
        self.corrected().and_then(|now| now.text.as_deref()).unwrap_or(&self.line.envelope.text)
    }

    /// When it happened, after corrections.
    pub fn when(&self) -> When {
        self.corrected().and_then(|now| now.occurred.clone()).unwrap_or_else(|| self.line.occurred())
    }

    /// The moment at which it happened, after corrections.
    pub fn at(&self) -> Option<Moment> {
        self.corrected().and_then(|now| now.occurred.as_ref()).map_or(self.line.envelope.occurred_at, |when| when.at)
    }

    /// When it was written down.
    pub fn recorded_at(&self) -> Moment {
        self.line.envelope.recorded_at
    }

    /// Who typed it: as written, or as claimed later.
    pub fn by(&self) -> Option<&Who> {
        self.line.envelope.by.as_ref().or(self.claimed.as_ref())
    }

    /// For whom it was typed, after corrections.
    pub fn for_whom(&self) -> Option<&Who> {
        self.corrected().and_then(|now| now.for_.as_ref()).or(self.line.envelope.for_.as_ref())
    }

    /// Whose act it is.
    pub fn actor(&self) -> Option<&Who> {
        self.for_whom().or_else(|| self.by())
    }

    /// 代行入力: typed by somebody else than whose act it is.
    pub fn is_proxy(&self) -> bool {
        match (self.for_whom(), self.by()) {
            (Some(whose), Some(typist)) => !whose.same_person(typist),
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// A proxy entry that the person has not confirmed since it was last changed, or one that nobody has claimed.
    pub fn is_unconfirmed(&self) -> bool {
        if self.withdrawn.is_some() || self.is_bookkeeping() || is_of_the_program(&self.line.event) {
            return false;
        }
        let Some(whose) = self.actor() else { return true };
        self.is_proxy() && !self.confirmed.iter().any(|c| c.who.as_ref().is_some_and(|who| who.same_person(whose)))
    }

    /// Who confirmed it of those whose act it is not: a 仮宣言 is confirmed by who decides, not by who declared it.
    pub fn confirmed_by_another(&self) -> Option<&Who> {
        let another = |who: &&Who| self.actor().is_none_or(|actor| !actor.same_person(who));
        self.confirmed.iter().rev().filter_map(|confirmation| confirmation.who.as_ref()).find(another)
    }

    /// Lines by which the record keeps itself: they are in the record and in its checks, not in a reader's way.
    pub fn is_bookkeeping(&self) -> bool {
        is_bookkeeping(&self.line.event)
    }

    /// The facts that it carries, after corrections.
    pub fn facts(&self) -> Vec<FactValue> {
        let mut facts = stated_facts(&self.line.event);
        if let Some(now) = self.corrected() {
            overlay(&mut facts, &now.facts);
        }
        facts
    }

    /// Which of several entries of one subject is current.
    pub fn recency(&self) -> Recency<'_> {
        (self.at().map(minute), self.line.envelope.clock, &self.line.envelope.origin, self.hash())
    }
}

/// The facts that a line carried when it was written.
pub(super) fn stated_facts(event: &Event) -> Vec<FactValue> {
    match event {
        Event::FactSet(set) => set.facts.clone(),
        Event::StepMarked(marked) => marked.facts.clone(),
        Event::DecisionMade(made) => made.facts.clone(),
        Event::GapNoted(noted) => noted.facts.clone(),
        Event::CriterionAnswered(answered) => vec![FactValue {
            fact: answered.criterion.clone(),
            value: super::value::Value::Answer(answered.answer),
            confidence: answered.confidence,
        }],
        _ => Vec::new(),
    }
}

/// Puts corrected values in the place of the older ones.
pub(super) fn overlay(facts: &mut Vec<FactValue>, corrected: &[FactValue]) {
    for corrected in corrected {
        let mut found = false;
        for fact in facts.iter_mut().filter(|fact| fact.fact == corrected.fact) {
            *fact = corrected.clone();
            found = true;
        }
        if !found {
            facts.push(corrected.clone());
        }
    }
}

/// Lines by which the record keeps itself, beside what people did.
pub fn is_bookkeeping(event: &Event) -> bool {
    matches!(
        event,
        Event::Joined(_)
            | Event::HeadsSeen(_)
            | Event::SitePinned(_)
            | Event::ClockStepped(_)
            | Event::EntryClaimed(_)
            | Event::MailTrying(_)
    )
}

/// Lines that the program writes in nobody's name and people read: nobody has to stand by them.
pub fn is_of_the_program(event: &Event) -> bool {
    matches!(event, Event::MailSent(_) | Event::MailFailed(_) | Event::MailUnknown(_))
}

/// What people read of a mail: queued, sent, failed, 送信結果不明, sent again. That it is being tried is bookkeeping.
pub fn is_mail(event: &Event) -> bool {
    matches!(
        event,
        Event::MailQueued(_)
            | Event::MailSent(_)
            | Event::MailFailed(_)
            | Event::MailUnknown(_)
            | Event::MailRequeued(_)
    )
}

/// Telling others: attempts, submissions, agreed dates, announcements and mail.
pub fn is_telling(event: &Event) -> bool {
    let told = matches!(
        event,
        Event::CallMade(_) | Event::DutySubmitted(_) | Event::DutyAgreed(_) | Event::AnnouncementMade(_)
    );
    told || is_mail(event)
}
