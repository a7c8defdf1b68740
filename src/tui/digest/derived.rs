//! What a screen works out of the open incident and keeps until something changes.
//!
//! Owns when it is worked out anew: with another state, plan, list of contacts, language or moment. A frame asks for the same thing
//! several times: for the footer, for the keys that count, for the page. Must not know what it is.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::domain::facility::Lang;
use crate::domain::when::Moment;
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Seen, Snapshot};

/// Something worked out, with what it was worked out of.
pub struct Derived<K, V> {
    last: RefCell<Option<(Basis, K, Rc<V>)>>,
}

/// What it was worked out of. Kept whole, so that no newer state can take the place of an older one in memory.
struct Basis {
    open: Snapshot,
    seen: Option<Arc<Seen>>,
    now: Moment,
    lang: Lang,
}

impl Basis {
    fn of(model: &Model) -> Option<Self> {
        Some(Self { open: model.open.clone()?, seen: model.seen.clone(), now: model.now, lang: lang() })
    }

    fn is(&self, other: &Self) -> bool {
        let same_contacts = match (&self.seen, &other.seen) {
            (Some(one), Some(another)) => Arc::ptr_eq(one, another),
            (one, another) => one.is_none() && another.is_none(),
        };
        Arc::ptr_eq(&self.open.incident, &other.open.incident)
            && Arc::ptr_eq(&self.open.plan, &other.open.plan)
            && same_contacts
            && self.now == other.now
            && self.lang == other.lang
    }
}

impl<K: PartialEq, V> Derived<K, V> {
    /// What was worked out for this key, else what is worked out now; `None` where no incident is open.
    pub fn get(&self, model: &Model, key: K, work_out: impl FnOnce(&Snapshot) -> V) -> Option<Rc<V>> {
        let basis = Basis::of(model)?;
        let kept = self
            .last
            .borrow()
            .as_ref()
            .and_then(|(of, known, value)| (of.is(&basis) && *known == key).then(|| Rc::clone(value)));
        if kept.is_some() {
            return kept;
        }
        let value = Rc::new(work_out(&basis.open));
        *self.last.borrow_mut() = Some((basis, key, Rc::clone(&value)));
        Some(value)
    }
}

impl<K, V> Default for Derived<K, V> {
    fn default() -> Self {
        Self { last: RefCell::new(None) }
    }
}
