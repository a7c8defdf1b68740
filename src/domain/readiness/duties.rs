//! What comes round: contacts that are checked again, and the year's duties.

use super::super::contact::Contact;
use super::super::duty::{ClosedRule, DueRule, Duty};
use super::super::standing::last_done;
use super::super::year::YearDuty;
use super::{Finding, Group, Input, Mend, State, What, date_of, dates, standing};

/// Where contacts are mended.
pub(super) const CONTACTS: &str = "contacts/";

/// Where closed days are.
const HOLIDAYS: &str = "duties/holidays.toml";

/// When each contact was last checked. An invented one is no contact; those are counted elsewhere.
pub(super) fn contacts(input: &Input<'_>) -> Vec<Finding> {
    let own: Vec<&Contact> = input.contacts.iter().filter(|contact| !contact.sample).collect();
    let mend = || Mend::File(CONTACTS.to_owned());
    if own.is_empty() {
        return vec![Finding::new(Group::Contacts, What::NoContacts, State::NotDone, mend())];
    }
    let months = input.months("contacts-check");
    let of = |contact: &&Contact| {
        let verified = contact.verified.as_deref().and_then(dates::read);
        let finding = Finding::new(Group::Contacts, What::Contact(contact.name.clone()), State::Check, mend());
        // Nobody has left it undone: the number is there, and nobody has tried it.
        let finding = match verified {
            None => finding,
            verified => finding.stands(standing(verified, contact.stale_after_months.or(months), input.today)),
        };
        finding.whose(input.role_of("contacts-check"))
    };
    own.iter().map(of).collect()
}

/// How long before its end the list of closed days is to be continued: the longest duty that needs it runs for 60 days.
const AHEAD: i64 = 90;

/// Up to which day closed days are written down, where a duty to tell needs them.
pub(super) fn holidays(input: &Input<'_>) -> Option<Finding> {
    let moves = |duty: &&Duty| matches!(duty.due.rule, DueRule::Days { closed, .. } if closed != ClosedRule::AsIs);
    input.tell.iter().find(moves)?;
    let mend = Mend::File(HOLIDAYS.to_owned());
    let finding = Finding::new(Group::Year, What::Holidays, State::NotDone, mend);
    let Some(until) = input.calendar.map(|calendar| calendar.until) else { return Some(finding) };
    let state = match (until - input.today).num_days() {
        ..=-1 => State::Expired,
        0..=AHEAD => State::Soon,
        _ => State::Done,
    };
    Some(Finding { state, due: Some(until), ..finding })
}

/// Where a duty stands among the findings: with what it is about.
fn group_of(duty: &YearDuty) -> Group {
    match duty.id.as_str() {
        "contacts-check" => Group::Contacts,
        "restore-test" => Group::Backups,
        "drill" => Group::Drills,
        "runbook-review" => Group::Reviews,
        _ => Group::Year,
    }
}

/// When each duty was last carried out. A drill that the program has seen is one, whether somebody wrote so or not.
pub(super) fn of_year(input: &Input<'_>) -> Vec<Finding> {
    let of = |duty: &YearDuty| {
        let done = last_done(input.series, duty).map(|done| date_of(input.facility, done.at));
        let seen = input.drilled.filter(|_| duty.id.as_str() == "drill");
        let what = What::Duty(duty.title.clone());
        let finding = Finding::new(group_of(duty), what, State::NotDone, Mend::Duty(duty.id.clone()));
        let role = duty.role.as_ref().map(|role| input.facility.role_title(role.as_str()));
        finding.stands(standing(done.max(seen), Some(duty.every_months), input.today)).whose(role)
    };
    input.duties.iter().map(of).collect()
}
