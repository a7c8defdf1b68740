//! The second copy as a use case: where it goes, how it stands, and how long a command waits for it.

use std::time::{Duration, Instant};

use super::App;
use crate::domain::id::Id;
use crate::record::{Book, MirrorCondition, MirrorPlace, MirrorState, Record};

/// A command that has recorded something waits no longer than this for all mirrors together. What is not done then, the next one
/// does.
const GRACE: Duration = Duration::from_millis(1500);

impl App {
    /// Where the facility wants its second copies. A path that does not begin at a root is meant from the site folder.
    pub(super) fn mirror_places(&self) -> Vec<MirrorPlace> {
        let facility = &self.site.plan().facility;
        let place = |mirror: &crate::domain::facility::Mirror| MirrorPlace {
            title: mirror.title.clone(),
            path: self.place.dir.join(&mirror.path),
            facility: facility.id.clone(),
            formerly: crate::site::facility::STAND_INS.iter().filter_map(|word| Id::new(*word).ok()).collect(),
        };
        facility.mirrors.iter().map(place).collect()
    }

    /// Begins to look after the second copies of the records that are open, and does so until the program ends. Returns at once.
    pub fn keep_mirrors(&mut self) {
        [&mut self.real, &mut self.drill].into_iter().flatten().for_each(Record::keep_mirrors);
    }

    /// How the second copies stand, as far as it is known now: one state for each place, of both records together. Empty: the
    /// facility has named none.
    pub fn mirror_states(&self) -> Vec<MirrorState> {
        let mut states: Vec<MirrorState> = Vec::new();
        for state in self.open_records().flat_map(Record::mirrors) {
            match states.iter_mut().find(|known| known.path == state.path) {
                Some(known) => join(known, state),
                None => states.push(state),
            }
        }
        states
    }

    /// Looks how the second copies of the real record stand, and waits a little for the answer.
    pub fn look_at_mirrors(&mut self) -> Vec<MirrorState> {
        if !self.site.plan().facility.mirrors.is_empty() && self.book(Book::Real).is_ok() {
            self.keep_mirrors();
            self.settle_mirrors();
        }
        self.mirror_states()
    }

    /// Waits a little, where lines are on their way to a mirror. A mirror that fails or hangs keeps nobody.
    pub fn settle_mirrors(&self) {
        let until = Instant::now() + GRACE;
        self.open_records().for_each(|record| record.wait_for_mirrors(until));
    }
}

/// The worse of two states of one place.
fn join(known: &mut MirrorState, other: MirrorState) {
    let rank = |state: &MirrorState| match state.condition {
        MirrorCondition::Whole => 0,
        MirrorCondition::Looking => 1,
        MirrorCondition::Late(_) if !state.is_late() => 2,
        MirrorCondition::Late(_) => 3,
    };
    let ahead = known.ahead || other.ahead;
    let behind = match (known.behind, other.behind) {
        (Some(one), Some(two)) => Some(one + two),
        (one, two) => one.or(two),
    };
    if rank(&other) > rank(known) {
        *known = other;
    }
    known.ahead = ahead;
    known.behind = behind;
}
