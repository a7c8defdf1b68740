//! The standing series: what belongs to no incident, read for what it says about being ready.
//!
//! Owns which line counts: the latest one that is not withdrawn. The series is folded like an incident (id `readiness`), so that a
//! mistake is withdrawn or corrected there in the same way.

use super::entry::Entry;
use super::event::{ContactChecked, DutyDone, Event, FileRead, PaperPrinted, PatientsListed};
use super::incident::Incident;
use super::step_key::StepKey;
use super::when::Moment;
use super::year::YearDuty;

/// Something of the standing series, with when it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted<'a, T> {
    /// When; what has no time counts from when it was written down.
    pub at: Moment,
    /// What.
    pub what: &'a T,
    /// The line, with who wrote it.
    pub entry: &'a Entry,
}

pub(super) fn noted<'a, T: 'a>(
    series: &'a Incident,
    pick: impl Fn(&'a Event) -> Option<&'a T> + 'a,
) -> impl Iterator<Item = Noted<'a, T>> {
    let held = series.entries.iter().filter(|entry| entry.withdrawn.is_none());
    held.filter_map(move |entry| {
        let what = pick(&entry.line.event)?;
        Some(Noted { at: entry.at().unwrap_or_else(|| entry.recorded_at()), what, entry })
    })
}

/// Duties that were carried out, in the order of the record.
pub fn duties_done(series: &Incident) -> impl Iterator<Item = Noted<'_, DutyDone>> {
    noted(series, |event| match event {
        Event::DutyDone(done) => Some(done),
        _ => None,
    })
}

/// 周知: who has read what, in the order of the record.
pub fn files_read(series: &Incident) -> impl Iterator<Item = Noted<'_, FileRead>> {
    noted(series, |event| match event {
        Event::FileRead(read) => Some(read),
        _ => None,
    })
}

/// What was printed, in the order of the record.
pub fn papers_printed(series: &Incident) -> impl Iterator<Item = Noted<'_, PaperPrinted>> {
    noted(series, |event| match event {
        Event::PaperPrinted(printed) => Some(printed),
        _ => None,
    })
}

/// 連絡訓練: numbers that were tried, in the order of the record.
pub fn contacts_checked(series: &Incident) -> impl Iterator<Item = Noted<'_, ContactChecked>> {
    noted(series, |event| match event {
        Event::ContactChecked(checked) => Some(checked),
        _ => None,
    })
}

/// 今日の患者一覧, as it was printed in quiet times, in the order of the record.
pub fn patients_listed(series: &Incident) -> impl Iterator<Item = Noted<'_, PatientsListed>> {
    noted(series, |event| match event {
        Event::PatientsListed(listed) => Some(listed),
        _ => None,
    })
}

/// When a duty was last carried out.
pub fn last_done<'a>(series: &'a Incident, duty: &YearDuty) -> Option<Noted<'a, DutyDone>> {
    duties_done(series).filter(|done| done.what.duty == duty.id).max_by_key(|done| done.at)
}

/// The edition of these check-sheet lines: that of an earlier print with the same lines, else the next number. Printing the same
/// twice makes no second edition, so that sheets of both stacks can be typed back.
pub fn edition_of(series: &Incident, lines: &[StepKey]) -> u32 {
    let same = papers_printed(series).filter(|printed| printed.what.lines == lines);
    // The sheets of a print that was withdrawn may still lie about: its number is not given to other lines.
    let taken = series.entries.iter().filter_map(|entry| match &entry.line.event {
        Event::PaperPrinted(printed) => printed.edition,
        _ => None,
    });
    let same = same.filter_map(|printed| printed.what.edition).max();
    same.unwrap_or_else(|| taken.max().unwrap_or(0).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::event::Paper;
    use crate::domain::fixture::{Story, by, id, key, listed, t, withdraw};
    use crate::domain::refusal::Refusal;

    fn training() -> Command {
        let (duty, title, attended) = (id("training"), "研修".to_owned(), vec![listed("sato")]);
        Command::DutyDone(DutyDone { duty, title, result: None, material: None, attended })
    }

    fn duty() -> YearDuty {
        let (id, title) = (id("training"), "研修".to_owned());
        YearDuty { id, title, every_months: 12, role: None, keep: None, source: Vec::new() }
    }

    #[test]
    fn the_latest_that_happened_counts_and_a_withdrawn_one_does_not() {
        let mut story = Story::blank();
        let last = story.say(by("yamada").at("0020"), training());
        story.say(by("yamada").at("0010"), training());
        assert_eq!(
            last_done(&story.state(), &duty()).map(|done| (done.at, done.entry.hash())),
            Some((t("0020"), last))
        );
        story.say(by("yamada"), withdraw(last));
        assert_eq!(last_done(&story.state(), &duty()).map(|done| done.at), Some(t("0010")));
    }

    #[test]
    fn a_line_says_what_was_done_and_who_took_part() {
        let mut story = Story::blank();
        story.say(by("yamada"), training());
        assert_eq!(story.state().entries[0].text(), "務めを済ませた: 研修 (出席 1名: 佐藤 一郎)");
    }

    #[test]
    fn a_reading_without_readers_is_refused() {
        let (path, title, version) = ("runbooks/a.toml".into(), "甲".into(), "2026-11-22".into());
        let sha256 = crate::domain::hash::Hash::of(b"a");
        let read = Command::FileRead(FileRead { path, title, version, sha256, readers: Vec::new() });
        assert_eq!(Story::blank().refusal(by("yamada"), read), Refusal::NeedsPerson);
    }

    #[test]
    fn the_same_lines_keep_their_edition_and_others_get_the_next() {
        let mut story = Story::blank();
        let (one, two) = (vec![key("ransomware:cut")], vec![key("ransomware:cut"), key("ransomware:call")]);
        for (lines, edition) in [(&one, 1), (&two, 2), (&one, 1), (&two, 3)] {
            assert_eq!(edition_of(&story.state(), lines), edition);
            let (paper, edition, files) = (Paper::Binder, Some(edition), Vec::new());
            let printed = PaperPrinted { paper, edition, files, lines: lines.clone() };
            let line = story.say(by("yamada"), Command::PaperPrinted(printed));
            if edition == Some(2) {
                story.say(by("yamada"), withdraw(line));
            }
        }
    }
}
