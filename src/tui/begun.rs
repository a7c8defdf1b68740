//! Texts that were begun and not recorded: they come back where they were left.
//!
//! Owns the comparison of what stands in a screen with what is kept. Keeping it on disk is the worker's. Must not know which screens
//! there are.

use super::model::Model;
use super::msg::Effect;
use super::screens::Screen;
use crate::domain::when::{self, Moment};
use crate::record::desk::Unfinished;

/// What stands in a screen and is not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// What it would become: the same words lead to the same screen again.
    pub key: String,
    /// What it is, for people.
    pub title: String,
    /// It belongs to no incident yet.
    pub first: bool,
    /// Its lines, by name; empty where nothing would be lost.
    pub lines: Vec<(String, String)>,
}

/// When a text was typed that is taken up a while later, and what time it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// When it was typed last.
    pub at: Moment,
    /// Now.
    pub now: Moment,
}

/// So many minutes later a text is taken up as one of then.
const A_WHILE: i64 = 5;

/// When a kept text was written, where that is a while ago.
pub fn written(text: &Unfinished, now: Moment) -> Option<Written> {
    let at = when::read(&text.at)?.with_timezone(now.offset());
    ((now - at).num_minutes().abs() >= A_WHILE).then_some(Written { at, now })
}

/// Two windows may have left texts for the same place: the second one's name ends so.
const SECOND: char = '#';

/// The name of the place that a kept text belongs to.
pub fn place(key: &str) -> &str {
    key.split(SECOND).next().unwrap_or(key)
}

impl Model {
    fn find(&self, begun: &Begun) -> Option<usize> {
        let incident = if begun.first { None } else { self.open.as_ref().map(|open| &open.id) };
        self.unfinished.iter().position(|kept| kept.incident.as_ref() == incident && kept.key == begun.key)
    }

    /// Notes what stands in a screen; what is to be asked of the worker when it is not what is kept.
    pub fn note_begun(&mut self, screen: &dyn Screen) -> Option<Effect> {
        let begun = screen.begun(self)?;
        let at = self.find(&begun);
        let kept = at.and_then(|at| self.unfinished.get(at));
        if kept.map_or(begun.lines.is_empty(), |kept| kept.lines == begun.lines) {
            return None;
        }
        let incident = if begun.first { None } else { self.open.as_ref().map(|open| open.id.clone()) };
        let Begun { key, title, lines, .. } = begun;
        if let Some(at) = at {
            self.unfinished.remove(at);
        }
        if !lines.is_empty() {
            self.unfinished.push(Unfinished { key, incident, title, at: when::write(self.now), lines });
        }
        Some(self.keep_unfinished())
    }

    /// What is kept for a screen.
    pub fn kept_for(&self, screen: &dyn Screen) -> Option<Unfinished> {
        let begun = screen.begun(self)?;
        self.find(&begun).and_then(|at| self.unfinished.get(at)).cloned()
    }

    /// What stood in a screen is recorded.
    pub fn no_longer_begun(&mut self, begun: &Begun) -> Option<Effect> {
        let at = self.find(begun)?;
        self.unfinished.remove(at);
        Some(self.keep_unfinished())
    }

    /// Takes what other programs left, each text once. What was typed here before they were found was kept without them.
    pub fn take_over(&mut self, found: Vec<Unfinished>) -> Option<Effect> {
        let mut differs = !self.unfinished.is_empty() && !found.is_empty();
        for mut text in found {
            let twin = |known: &Unfinished, text: &Unfinished| known.incident == text.incident && known.key == text.key;
            while self.unfinished.iter().any(|known| twin(known, &text)) {
                text.key.push(SECOND);
                differs = true;
            }
            self.unfinished.push(text);
        }
        differs.then(|| self.keep_unfinished())
    }

    /// Of two texts for one place, the one that is gone on with takes the place's name.
    pub fn come_first(&mut self, text: &Unfinished) {
        let Some(chosen) = self.unfinished.iter().position(|known| known == text) else { return };
        let name = place(&text.key);
        let holder = self.unfinished.iter().position(|known| known.incident == text.incident && known.key == name);
        if let Some(holder) = holder.and_then(|at| self.unfinished.get_mut(at)) {
            holder.key.clone_from(&text.key);
        }
        if let Some(chosen) = self.unfinished.get_mut(chosen) {
            name.clone_into(&mut chosen.key);
        }
    }

    /// Asks the worker to keep what is unfinished now.
    pub fn keep_unfinished(&self) -> Effect {
        Effect::KeepUnfinished(self.unfinished.clone())
    }
}
