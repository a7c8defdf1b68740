//! How far the person at the keyboard has read the open incident.
//!
//! Owns the name under which that is kept, and what counts as read: what was on the screen until hands change or the incident is
//! left, and what somebody writes. Keeping it on disk is the worker's; what of the rest is news is `domain::since`'s. Must not know
//! screens.

use super::model::Model;
use super::msg::Effect;
use crate::domain::entry::Entry;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::refusal::Refusal;
use crate::domain::since::Looked;
use crate::domain::who::Who;
use crate::message::Message;
use crate::record::desk::Read;

/// By which word a person's reading is kept: who is not on the list, by name; nobody in particular, by none.
fn reader(who: Option<&Who>) -> &str {
    who.map_or("", |who| who.id.as_ref().map_or(who.name.as_str(), Id::as_str))
}

/// How many lines an incident has that it did not have before.
pub fn arrived(before: &Incident, now: &Incident) -> usize {
    let had = Looked::all_of(before);
    now.entries.iter().filter(|entry| !entry.is_bookkeeping() && !had.knows(entry)).count()
}

impl Model {
    fn read_key(&self) -> Option<String> {
        let open = self.open.as_ref()?;
        Some(format!("{} {}", open.id, reader(self.keyboard.as_ref())))
    }

    /// What the person at the keyboard has read of the open incident.
    pub fn looked(&self) -> Looked {
        let read = self.read_key().and_then(|key| self.read.get(&key));
        let heads = read.into_iter().flatten();
        heads.filter_map(|(origin, seq)| Some((Id::new(origin.as_str()).ok()?, *seq))).collect()
    }

    /// Whether there are lines that the person at the keyboard has neither read nor written.
    pub fn has_news(&self) -> bool {
        let looked = self.looked();
        let is_new =
            |entry: &Entry| !entry.is_bookkeeping() && !looked.knows(entry) && !self.nameless.contains(&entry.hash());
        self.open.as_ref().is_some_and(|open| open.incident.entries.iter().any(is_new))
    }

    /// All that is on the screen is read by the person at the keyboard. What is to be asked of the worker when that is new.
    pub fn all_read(&mut self) -> Option<Effect> {
        let looked = self.open.as_ref().map(|open| Looked::all_of(&open.incident))?;
        self.have_read(&looked)
    }

    /// What somebody writes needs no reading. Lines that other windows wrote into the same series in between are not passed over.
    pub fn own_read(&mut self, before: Option<&Incident>, act: &Hash) -> Option<Effect> {
        let incident = self.open.as_ref().map(|open| open.incident.clone())?;
        let own = &incident.entry(act)?.line.envelope;
        let looked = self.looked();
        let of_others = |entry: &Entry| {
            let envelope = &entry.line.envelope;
            let was_there = || before.is_some_and(|before| before.entry(&entry.hash()).is_some());
            envelope.origin == own.origin
                && !entry.is_bookkeeping()
                && !looked.knows(entry)
                && (was_there() || envelope.by != own.by)
        };
        if incident.entries.iter().any(of_others) {
            return None;
        }
        let written = incident.entries.iter().map(|entry| &entry.line.envelope);
        let last = written.filter(|envelope| envelope.origin == own.origin).map(|envelope| envelope.seq).max()?;
        let known = looked.iter().map(|(origin, seq)| (origin.clone(), seq));
        let read = known.chain([(own.origin.clone(), last)]).collect();
        self.have_read(&read)
    }

    /// Who sits at the keyboard was said when the program was started: nobody asks any more. What is wrong with it is said, and keeps
    /// nobody from recording.
    pub fn sits_down(&mut self, said: Result<Who, Refusal>) {
        match said {
            Ok(who) => (self.keyboard, self.asked_who) = (Some(who), true),
            Err(refusal) => self.say(Message::from(&refusal).what),
        }
    }

    /// Somebody else sits at the keyboard, or says who he or she is.
    ///
    /// Whoever names herself after she wrote lines without a name has seen what was on the screen then, unless she has read this
    /// incident before under her name: then what she missed since is hers to see.
    pub fn change_hands(&mut self, to: Who) -> Vec<Effect> {
        let mut kept: Vec<Effect> = Vec::new();
        let same = self.keyboard.as_ref().is_some_and(|who| reader(Some(who)) == reader(Some(&to)));
        if !same {
            kept.extend(self.all_read());
        }
        let wrote_here =
            |open: &super::msg::Snapshot| self.nameless.iter().any(|line| open.incident.entry(line).is_some());
        let names_herself = self.keyboard.is_none() && self.open.as_ref().is_some_and(wrote_here);
        self.keyboard = Some(to);
        if names_herself && self.read_key().is_some_and(|key| !self.read.contains_key(&key)) {
            kept.extend(self.all_read());
        }
        kept
    }

    fn have_read(&mut self, looked: &Looked) -> Option<Effect> {
        let key = self.read_key()?;
        let read: Read = looked.iter().map(|(origin, seq)| (origin.as_str().to_owned(), seq)).collect();
        if self.read.get(&key) == Some(&read) {
            return None;
        }
        self.read.insert(key.clone(), read.clone());
        Some(Effect::KeepRead(key, read))
    }
}
