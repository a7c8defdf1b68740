//! 連絡訓練: going through the contacts in quiet times, one after another, to see whether the numbers are still right.
//!
//! Owns how far a round has come and what its results say about the files. Both are worked out of the standing series, so that a round
//! can be left and taken up again by anybody, and a result that was withdrawn counts no more. Must not know how files are written.

use chrono::{Months, NaiveDate};

use super::contact::{CHECK_DUTY, Contact, Freshness};
use super::event::{CheckOutcome, ContactChecked};
use super::facility::Facility;
use super::id::Id;
use super::incident::Incident;
use super::readiness::date_of;
use super::standing::{Noted, contacts_checked, duties_done};
use super::when::Moment;

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// When.
    pub at: Moment,
    /// What came of it.
    pub outcome: CheckOutcome,
    /// The number that was tried.
    pub number: Option<String>,
    /// What else was said.
    pub note: Option<String>,
    /// Who tried.
    pub by: Option<String>,
}

/// One contact of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRow {
    /// Which.
    pub contact: Id,
    /// How much its entry can be relied on.
    pub freshness: Freshness,
    /// What came of it in this round.
    pub tried: Option<Tried>,
    /// Its entry was checked since the last round, by whatever way.
    pub is_fresh: bool,
}

impl RoundRow {
    /// Whether nothing is left to do with it in this round.
    pub fn is_settled(&self) -> bool {
        self.tried.is_some() || self.is_fresh
    }
}

/// What a result says about the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The entry is right: the day on which that was found out goes into it.
    Right,
    /// The entry is wrong: it counts as checked no more, and somebody has to write what is right.
    Wrong,
}

/// A result that the files do not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Which contact.
    pub contact: Id,
    /// Its name.
    pub name: String,
    /// What is to be written.
    pub says: Says,
    /// The day of the result on the facility's clock.
    pub date: NaiveDate,
    /// Whether the file changes: an entry that nobody has checked cannot lose the day of its check.
    pub writes: bool,
    /// The result.
    pub tried: Tried,
}

/// How far a round has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// When the last one was closed by recording the year's duty.
    pub since: Option<Moment>,
    /// The contacts, what is most doubtful first. Invented ones are left out.
    pub rows: Vec<RoundRow>,
    /// How many invented ones there are.
    pub samples: usize,
    /// What the files do not have yet, in the order of the contacts.
    pub updates: Vec<Update>,
}

impl Round {
    /// How many contacts have nothing left to do.
    pub fn settled(&self) -> usize {
        self.rows.iter().filter(|row| row.is_settled()).count()
    }

    /// How many have to be checked because nobody has lately, whatever was tried.
    pub fn due(&self) -> usize {
        self.rows.iter().filter(|row| row.freshness.is_due()).count()
    }

    /// How many had this result in this round.
    pub fn count(&self, outcome: CheckOutcome) -> usize {
        let of = |row: &&RoundRow| row.tried.as_ref().is_some_and(|tried| tried.outcome == outcome);
        self.rows.iter().filter(of).count()
    }

    /// Whether everybody was tried and somebody was: then it can be recorded that a round was made.
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(RoundRow::is_settled) && self.rows.iter().any(|row| row.tried.is_some())
    }

    /// The next contact with something to do behind this one, from the beginning again where there is none.
    pub fn next(&self, after: Option<&Id>) -> Option<&RoundRow> {
        let at = after.and_then(|id| self.rows.iter().position(|row| row.contact == *id)).map_or(0, |at| at + 1);
        let open = |row: &&RoundRow| !row.is_settled() && Some(&row.contact) != after;
        self.rows.iter().skip(at).find(open).or_else(|| self.rows.iter().find(open))
    }
}

/// How far the round of a facility has come on a day; `usual`: after how many months contacts are checked again.
pub fn round(contacts: &[Contact], series: &Incident, facility: &Facility, today: NaiveDate, usual: u16) -> Round {
    let done = duties_done(series).filter(|done| done.what.duty.as_str() == CHECK_DUTY);
    let since = done.map(|done| done.at).max();
    // What was tried longer ago than contacts may wait belongs to no round that is still going on.
    let earliest = today.checked_sub_months(Months::new(usual.into())).unwrap_or(NaiveDate::MIN);
    let counts = |check: &Noted<'_, ContactChecked>| {
        since.is_none_or(|since| check.at > since) && date_of(facility, check.at) >= earliest
    };
    let row = |contact: &Contact| {
        let freshness = contact.freshness(today, usual);
        let verified = contact.verified.as_deref().and_then(date);
        let after = since.is_none_or(|since| verified >= Some(date_of(facility, since)));
        RoundRow {
            contact: contact.id.clone(),
            freshness,
            tried: last(series, contact, counts).map(|check| tried(&check)),
            is_fresh: freshness == Freshness::Fresh && after,
        }
    };
    let own: Vec<&Contact> = contacts.iter().filter(|contact| !contact.sample).collect();
    let mut rows: Vec<RoundRow> = own.iter().map(|contact| row(contact)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(doubt(row.freshness)));
    let updates = own.iter().filter_map(|contact| update(contact, series, facility)).collect();
    Round { since, rows, samples: contacts.len() - own.len(), updates }
}

/// How doubtful an entry is: one that nobody ever checked before all others, and then the oldest.
fn doubt(freshness: Freshness) -> u32 {
    match freshness {
        Freshness::Never => u32::MAX,
        Freshness::Stale { months } => u32::from(months) + 1,
        Freshness::Fresh | Freshness::Sample => 0,
    }
}

/// The last check of a contact among some; of two at one moment the one that was written down later.
fn last<'a>(
    series: &'a Incident,
    contact: &Contact,
    counts: impl Fn(&Noted<'a, ContactChecked>) -> bool,
) -> Option<Noted<'a, ContactChecked>> {
    let of = contacts_checked(series).filter(|check| check.what.contact == contact.id && counts(check));
    of.max_by_key(|check| check.at)
}

fn tried(check: &Noted<'_, ContactChecked>) -> Tried {
    Tried {
        at: check.at,
        outcome: check.what.outcome,
        number: check.what.number.clone(),
        note: check.what.note.clone(),
        by: check.entry.for_whom().or(check.entry.by()).map(|who| who.name.clone()),
    }
}

/// What the last result that says anything means for the entry; nothing where it was written or mended on that day or later.
fn update(contact: &Contact, series: &Incident, facility: &Facility) -> Option<Update> {
    let tells = |check: &Noted<'_, ContactChecked>| says(check.what.outcome).is_some();
    let check = last(series, contact, tells)?;
    let day = date_of(facility, check.at);
    if contact.verified.as_deref().and_then(date).is_some_and(|verified| verified >= day) {
        return None;
    }
    let says = says(check.what.outcome)?;
    let writes = says == Says::Right || contact.verified.is_some();
    let (id, name) = (contact.id.clone(), contact.name.clone());
    Some(Update { contact: id, name, says, date: day, writes, tried: tried(&check) })
}

fn says(outcome: CheckOutcome) -> Option<Says> {
    match outcome {
        CheckOutcome::Right => Some(Says::Right),
        CheckOutcome::Wrong => Some(Says::Wrong),
        CheckOutcome::NoAnswer | CheckOutcome::Skipped => None,
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::super::command::Command;
    use super::super::contact::Group;
    use super::super::event::DutyDone;
    use super::super::fixture::{Story, by, id, withdraw};
    use super::super::hash::Hash;
    use super::*;

    fn contact(name: &str, verified: &str) -> Contact {
        let verified = Some(verified.to_owned()).filter(|date| !date.is_empty());
        Contact { verified, ..Contact::new(id(name), name, Group::Vendor) }
    }

    /// Never checked, checked long ago, longer ago, lately; and an invented one.
    fn book() -> Vec<Contact> {
        let sample = Contact { sample: true, ..contact("sample", "") };
        vec![
            contact("fresh", "2026-11-01"),
            contact("stale", "2026-03-01"),
            contact("never", ""),
            contact("older", "2025-03-01"),
            sample,
        ]
    }

    fn check(story: &mut Story, at: &str, name: &str, outcome: CheckOutcome) -> Hash {
        let (contact, contact_name) = (id(name), name.to_owned());
        let checked = ContactChecked { contact, contact_name, number: Some("03-0".into()), outcome, note: None };
        story.say(by("yamada").at(at), Command::ContactChecked(checked))
    }

    fn closed(story: &mut Story, at: &str) {
        let (duty, title) = (id(CHECK_DUTY), "連絡訓練".to_owned());
        let done = DutyDone { duty, title, result: None, material: None, attended: Vec::new() };
        story.say(by("yamada").at(at), Command::DutyDone(done));
    }

    fn now(story: &Story, contacts: &[Contact]) -> Round {
        round(contacts, &story.state(), &story.plan.facility, date("2026-11-22").unwrap(), 6)
    }

    fn open(round: &Round) -> Vec<&str> {
        round.rows.iter().filter(|row| !row.is_settled()).map(|row| row.contact.as_str()).collect()
    }

    #[test]
    fn what_is_most_doubtful_comes_first_and_nothing_invented() {
        let round = now(&Story::blank(), &book());
        let all: Vec<&str> = round.rows.iter().map(|row| row.contact.as_str()).collect();
        assert_eq!(all, ["never", "older", "stale", "fresh"]);
        assert_eq!(open(&round), ["never", "older", "stale"]);
        assert_eq!((round.samples, round.due(), round.settled(), round.is_complete()), (1, 3, 1, false));
    }

    #[test]
    fn a_round_that_was_left_goes_on_behind_the_last_one_tried() {
        let mut story = Story::blank();
        check(&mut story, "0010", "older", CheckOutcome::NoAnswer);
        let round = now(&story, &book());
        assert_eq!(open(&round), ["never", "stale"]);
        let next = |after: Option<&str>| round.next(after.map(id).as_ref()).map(|row| row.contact.as_str());
        assert_eq!(
            (next(None), next(Some("older")), next(Some("stale"))),
            (Some("never"), Some("stale"), Some("never"))
        );
        // A result that was withdrawn is none.
        let mistake = check(&mut story, "0011", "never", CheckOutcome::Right);
        story.say(by("yamada"), withdraw(mistake));
        assert_eq!(open(&now(&story, &book())), ["never", "stale"]);
    }

    #[test]
    fn a_round_is_complete_when_everybody_was_tried_and_the_next_begins_with_the_duty() {
        let mut story = Story::blank();
        for name in ["never", "older"] {
            check(&mut story, "0010", name, CheckOutcome::Right);
        }
        assert!(!now(&story, &book()).is_complete());
        check(&mut story, "0012", "stale", CheckOutcome::Skipped);
        let round = now(&story, &book());
        assert!(round.is_complete() && round.next(None).is_none());
        assert_eq!((round.count(CheckOutcome::Right), round.count(CheckOutcome::Skipped)), (2, 1));
        closed(&mut story, "0013");
        // Who was put off is open again; the results that no file has yet stay.
        let round = now(&story, &book());
        assert_eq!(open(&round), ["never", "older", "stale", "fresh"]);
        assert!(!round.is_complete() && round.updates.len() == 2);
        let mut written = book();
        for contact in &mut written {
            contact.verified = Some("2026-11-22".to_owned());
        }
        assert!(open(&now(&story, &written)).is_empty());
        assert!(!now(&story, &written).is_complete(), "nobody was tried since: there is nothing to record");
    }

    #[test]
    fn the_last_result_that_says_anything_is_written_and_what_was_written_is_not_offered_again() {
        let mut story = Story::blank();
        check(&mut story, "0010", "stale", CheckOutcome::Wrong);
        check(&mut story, "0011", "stale", CheckOutcome::Right);
        check(&mut story, "0012", "stale", CheckOutcome::NoAnswer);
        check(&mut story, "0013", "older", CheckOutcome::Wrong);
        check(&mut story, "0014", "never", CheckOutcome::Wrong);
        check(&mut story, "0015", "sample", CheckOutcome::Right);
        let round = now(&story, &book());
        let told: Vec<(&str, Says, bool)> =
            round.updates.iter().map(|update| (update.contact.as_str(), update.says, update.writes)).collect();
        let expected = [("stale", Says::Right, true), ("never", Says::Wrong, false), ("older", Says::Wrong, true)];
        assert_eq!(told, expected);
        assert_eq!(round.updates[0].tried.by.as_deref(), Some("山田 三郎"));
        let mut written = book();
        written[1].verified = Some("2026-11-22".to_owned());
        assert!(now(&story, &written).updates.iter().all(|update| update.contact.as_str() != "stale"));
    }

    #[test]
    fn what_was_tried_in_another_season_belongs_to_no_round() {
        let mut story = Story::blank();
        check(&mut story, "0010", "never", CheckOutcome::NoAnswer);
        let later = round(&book(), &story.state(), &story.plan.facility, date("2027-06-01").unwrap(), 6);
        assert!(open(&later).contains(&"never"));
    }
}
