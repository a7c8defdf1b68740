//! The outbox: what the record says of each mail.
//!
//! Owns the states of a mail and what leads from one to the next. Must not know servers. The rule behind it: a mail of which nobody
//! can say whether it left is never sent again without a person.

use chrono::TimeDelta;

use super::entry::Entry;
use super::event::{Event, MailQueued};
use super::hash::Hash;
use super::id::Id;
use super::when::Moment;
use super::who::Who;

/// A mail is being handed over for so long at most; after that nobody can say what became of it.
pub const LONGEST_TRY: TimeDelta = TimeDelta::minutes(15);

/// How long one waits after the first failure, after the second, and so on, in minutes; after the last of these it stays so.
const PAUSES: [i64; 6] = [1, 2, 5, 15, 30, 60];

/// After that a waiting mail presses: every pause but the last was waited out.
const LONG_WAIT: TimeDelta = TimeDelta::minutes(60);

/// A try that lies further ahead than this was written down by a clock that was set back since.
const SET_BACK: TimeDelta = TimeDelta::minutes(1);

/// One mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// As it was queued.
    pub queued: MailQueued,
    /// The line that queued it: how it is named.
    pub line: Hash,
    /// The store in which it was queued: only this one sends it by itself.
    pub origin: Id,
    /// When it was queued.
    pub at: Option<Moment>,
    /// When that was written down.
    pub recorded_at: Moment,
    /// Who queued it.
    pub actor: Option<Who>,
    /// What became of it, in the order of the record.
    pub tries: Vec<MailTry>,
}

/// Something that became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTry {
    /// What.
    pub what: MailStep,
    /// What the server answered.
    pub answer: Option<String>,
    /// When it was written down.
    pub at: Moment,
    /// The line.
    pub line: Hash,
    /// The store that wrote it.
    pub origin: Id,
}

/// What can become of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailStep {
    /// It is being handed over: it may have left.
    Trying,
    /// The server took it.
    Sent,
    /// It did not leave; it is tried again by itself, or a person has to look at it.
    Failed {
        /// By itself.
        again: bool,
    },
    /// Nobody can say.
    Unknown,
    /// A person has it sent again.
    Requeued,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailState {
    /// 送信待ち
    Waiting,
    /// 送信中
    Trying,
    /// 送信済
    Sent,
    /// 送れなかった: a person has to look at it.
    Failed,
    /// 送信結果不明: it may have left.
    Unknown,
}

impl Mail {
    pub(super) fn new(queued: &MailQueued, entry: &Entry) -> Self {
        Self {
            queued: queued.clone(),
            line: entry.hash(),
            origin: entry.line.envelope.origin.clone(),
            at: entry.at(),
            recorded_at: entry.recorded_at(),
            actor: entry.actor().cloned(),
            tries: Vec::new(),
        }
    }

    /// Where it stands at a moment: what is being handed over for too long has an unknown result.
    pub fn state(&self, now: Moment) -> MailState {
        // Once the server has taken it, nothing that another store wrote makes it wait again.
        if self.tries.iter().any(|tried| tried.what == MailStep::Sent) {
            return MailState::Sent;
        }
        let Some(last) = self.tries.last() else { return MailState::Waiting };
        match last.what {
            MailStep::Sent => MailState::Sent,
            MailStep::Unknown => MailState::Unknown,
            MailStep::Failed { again: true } | MailStep::Requeued => MailState::Waiting,
            MailStep::Failed { again: false } => MailState::Failed,
            // A clock that was set back does not make a hanging try young for ever: neither side of the span counts.
            MailStep::Trying if (now - last.at).abs() > LONGEST_TRY => MailState::Unknown,
            MailStep::Trying => MailState::Trying,
        }
    }

    /// Whether somebody has to see it through: it has not left, as far as anybody can say.
    pub fn is_open(&self) -> bool {
        !self.tries.iter().any(|tried| tried.what == MailStep::Sent)
    }

    /// Whether a person has to look at it: it failed, nobody can say whether it left, or it has waited in vain for so long that one
    /// had better telephone.
    pub fn wants_a_person(&self, now: Moment) -> bool {
        match self.state(now) {
            MailState::Failed | MailState::Unknown => true,
            MailState::Waiting => now - self.recorded_at > LONG_WAIT,
            MailState::Trying | MailState::Sent => false,
        }
    }

    /// The failed tries since it was queued, or since a person last had it sent again.
    pub fn failures(&self) -> usize {
        let since = self.tries.iter().rposition(|tried| tried.what == MailStep::Requeued).map_or(0, |at| at + 1);
        let tried = self.tries.iter().skip(since);
        tried.filter(|tried| matches!(tried.what, MailStep::Failed { .. })).count()
    }
}

impl Mail {
    /// From when on it goes out by itself; `None`: it does not. Worked out of the record, so that it holds across restarts. Where the
    /// clock was set back since the last try, that is now: how long ago it was nobody can say, and a mail that waits has not left.
    pub fn goes_out_at(&self, now: Moment) -> Option<Moment> {
        if self.state(now) != MailState::Waiting {
            return None;
        }
        let failed = self.tries.last().filter(|last| matches!(last.what, MailStep::Failed { .. }));
        let Some(failed) = failed.filter(|failed| failed.at <= now + SET_BACK) else { return Some(now) };
        let pause = PAUSES.get(self.failures().saturating_sub(1)).or(PAUSES.last()).copied().unwrap_or_default();
        Some(failed.at + TimeDelta::minutes(pause))
    }

    /// What the server said last, or why it was not reached.
    pub fn last_answer(&self) -> Option<&str> {
        self.tries.iter().rev().find_map(|tried| tried.answer.as_deref())
    }
}

/// Which mail a line speaks of, and what became of it.
pub(super) fn step_of(event: &Event) -> Option<(Hash, MailStep, Option<&str>)> {
    Some(match event {
        Event::MailTrying(of) => (of.mail, MailStep::Trying, None),
        Event::MailSent(of) => (of.mail, MailStep::Sent, Some(of.answer.as_str())),
        Event::MailFailed(of) => (of.mail, MailStep::Failed { again: of.again }, Some(of.answer.as_str())),
        Event::MailUnknown(of) => (of.mail, MailStep::Unknown, Some(of.answer.as_str())),
        Event::MailRequeued(of) => (of.mail, MailStep::Requeued, None),
        _ => return None,
    })
}
