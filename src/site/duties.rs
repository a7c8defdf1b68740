//! Reads `duties/*.toml`: the duties to tell, one list a file, and findings that cannot both hold.
//!
//! Owns the schema of these files. A faulty duty is left out and the rest is kept. Must not know holidays (`holidays.toml`) or the
//! year's duties (`year.toml`), nor when a duty is due.

use toml::Spanned;

use super::condition;
use super::diagnostic::harmless;
use super::header::{self, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use super::runbook::CAUSES;
use super::{holidays, year};
use crate::domain::condition::Atom;
use crate::domain::duty::{Certainty, ClosedRule, Contradiction, Due, DueRule, Duty, Founder, Start};

/// The folder in every site.
pub const FOLDER: &str = "duties/";

/// Whether a path is that of a list of duties to tell.
pub fn is_list(path: &str) -> bool {
    path.starts_with(FOLDER) && ![year::PATH, holidays::PATH].contains(&path)
}

/// The words of a founder.
pub(crate) const FOUNDERS: [(&str, Founder); 2] = [("public", Founder::Public), ("private", Founder::Private)];

/// What one file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Duties {
    pub(crate) duties: Vec<Duty>,
    pub(crate) contradictions: Vec<Contradiction>,
}

/// Reads a list of duties.
pub(crate) fn load(file: &str, text: &str) -> Part<Duties> {
    header::load(file, text, |root, _| {
        let mut read = Duties::default();
        for table in root.tables("duty") {
            read.duties.extend(duty(&table));
            table.finish();
        }
        for table in root.tables("contradiction") {
            read.contradictions.extend(contradiction(&table));
            table.finish();
        }
        Some(read)
    })
}

fn duty(table: &Reader<'_>) -> Option<Duty> {
    let id = table.defined(Kind::Obligation);
    let title = table.text("title").map(Spanned::into_inner);
    let short = table.opt_text("short");
    let say = table.opt_text("say");
    let contacts = table.refs("contacts", Target::Contact);
    let causes = table.words_of("causes", &CAUSES);
    let founder = table.opt_word("founder", &FOUNDERS);
    let has_condition = table.has("when");
    let when = condition::optional(table, "when");
    let from = starts(table);
    let due = table.table("due").and_then(due);
    let needs_submission = table.opt_word("needs", &[("submission", true)]).unwrap_or(false);
    let optional = table.flag("optional");
    let form = table.opt_text("form");
    let source = table.lines("source");
    if !table.has("due") {
        table.missing("due");
    }
    // Without its condition a duty would hold for everything.
    if has_condition && when.is_none() {
        return None;
    }
    Some(Duty {
        id: id?,
        title: title?,
        short,
        say,
        contacts,
        causes,
        founder,
        when,
        from,
        due: due?,
        needs_submission,
        optional,
        form,
        source,
    })
}

/// The moments from which it counts; 覚知 where none is named.
fn starts(table: &Reader<'_>) -> Vec<Start> {
    let read = table.texts("from").into_iter().filter_map(|words| {
        let start = start(words.get_ref());
        match &start {
            Some(Start::Atom(atom)) => table.sink().refer(Target::Start(atom.clone()), words.span()),
            Some(Start::Step(key)) => table.sink().refer(Target::AnyStep(key.clone()), words.span()),
            Some(_) => {}
            None => {
                let message = crate::t!("site-bad-start", text = harmless(words.get_ref()));
                table.sink().error("bad-value", message, words.span(), Some(crate::t!("site-bad-start-hint")));
            }
        }
        start
    });
    let read: Vec<Start> = read.collect();
    if read.is_empty() { vec![Start::Noticed] } else { read }
}

fn start(words: &str) -> Option<Start> {
    match words {
        "noticed" => Some(Start::Noticed),
        "declared" => Some(Start::Declared),
        "judged" => Some(Start::Judged),
        other => match other.strip_prefix("step:") {
            Some(step) => step.parse().ok().map(Start::Step),
            None => Atom::parse(other).ok().map(Start::Atom),
        },
    }
}

fn due(table: Reader<'_>) -> Option<Due> {
    let words = [
        ("at-once", DueRule::AtOnce),
        ("promptly", DueRule::Promptly),
        ("early", DueRule::Early),
        ("as-agreed", DueRule::AsAgreed),
    ];
    let certainties = [
        ("confirmed", Certainty::Confirmed),
        ("secondary", Certainty::Secondary),
        ("unverified", Certainty::Unverified),
    ];
    let rule = if table.has("days") {
        let days = table.int("days", 1..=3660);
        let first = table.opt_int("first", 1..=3660);
        let count_first_day = table.flag("count-first-day");
        let closed = [
            ("as-is", ClosedRule::AsIs),
            ("next-open", ClosedRule::NextOpen),
            ("previous-open", ClosedRule::PreviousOpen),
        ];
        let closed = table.opt_word("closed", &closed).unwrap_or_default();
        days.map(|days| DueRule::Days { first, days, count_first_day, closed })
    } else {
        table.word("how", &words)
    };
    // What nobody has looked up is not called sure.
    let certainty = table.opt_word("certainty", &certainties).unwrap_or(Certainty::Unverified);
    let note = table.opt_text("note");
    table.finish();
    Some(Due { rule: rule?, certainty, note })
}

fn contradiction(table: &Reader<'_>) -> Option<Contradiction> {
    let id = table.defined(Kind::Contradiction);
    let when = condition::optional(table, "when");
    let say = table.text("say").map(Spanned::into_inner);
    if !table.has("when") {
        table.missing("when");
    }
    Some(Contradiction { id: id?, when: when?, say: say? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema=1\nid='cyber'\ntitle='義務'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";

    #[test]
    fn a_duty_is_read_and_one_whose_condition_is_faulty_is_left_out() {
        let text = format!(
            "{HEAD}[[duty]]\nid='ppc'\ntitle='速報'\ncontacts=['ppc']\nwhen='leak-suspected'\n\
             from=['leak-known-at','emis-mode = disaster','step:ransomware:cut','judged']\n\
             due={{days=5,first=3,count-first-day=true,closed='next-open',certainty='secondary'}}\nneeds='submission'\n\
             [[duty]]\nid='bad'\ntitle='x'\nwhen={{odd=[]}}\ndue={{how='promptly'}}\n\
             [[duty]]\nid='no-due'\ntitle='x'\n\
             [[contradiction]]\nid='c'\nwhen={{all=['a','b = no']}}\nsay='合わない'\n"
        );
        let part = load("duties/cyber.toml", &text);
        let codes: Vec<&str> = part.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["unknown-key", "missing-key"]);
        let read = part.value.unwrap();
        let [duty] = read.duties.as_slice() else { panic!("{:?}", read.duties) };
        assert!(duty.needs_submission && duty.from.len() == 4 && duty.from[3] == Start::Judged);
        let closed = ClosedRule::NextOpen;
        assert_eq!(duty.due.rule, DueRule::Days { first: Some(3), days: 5, count_first_day: true, closed });
        assert_eq!(read.contradictions.len(), 1);
    }

    #[test]
    fn a_duty_that_names_no_moment_counts_from_when_it_was_noticed_and_is_unverified() {
        let text = format!("{HEAD}[[duty]]\nid='a'\ntitle='x'\nfrom=['日本']\ndue={{how='at-once'}}\n");
        let part = load("duties/cyber.toml", &text);
        assert_eq!(part.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["bad-value"]);
        let read = part.value.unwrap();
        assert_eq!(read.duties[0].from, [Start::Noticed]);
        assert_eq!(read.duties[0].due.certainty, Certainty::Unverified);
    }
}
