//! What a typed-back line of a sheet means, or lacks, in words.

use super::{Exit, Message, notice, safe};
use crate::app::AppError;
use crate::app::paper_back::{Entry, Problem, What};
use crate::domain::event::StepMark;
use crate::domain::paper::typed_back::{How, Unclear};
use crate::domain::plan::Plan;
use crate::domain::step_key::StepKey;
use crate::domain::wording;
use crate::t;
use crate::text::paper_line::{Mark, Unreadable};

/// Why a line was not recorded.
pub fn paper_problem(problem: &Problem, typed: &str, plan: &Plan) -> Message {
    match problem {
        Problem::Unreadable(unreadable) => unreadable_line(unreadable, &safe(typed.trim())),
        Problem::Refused(refusal) => Message::from(refusal),
        Problem::Unclear { name, why, title, .. } => unclear(name, why, title, plan),
    }
}

fn unreadable_line(unreadable: &Unreadable, typed: &str) -> Message {
    let refused = |what: String| Message::new("paper-line", Exit::Refused, what);
    let example = || t!("paper-hint-example");
    match unreadable {
        Unreadable::NoCode => refused(t!("paper-problem-no-code", typed = typed)).hint(example()),
        Unreadable::NoTime => {
            refused(t!("paper-problem-no-time", typed = typed)).hint(example()).hint(t!("paper-hint-unknown"))
        }
        Unreadable::BadTime(error) => Message { code: "paper-line", ..Message::from(AppError::Time(error.clone())) },
        Unreadable::NoPerson => {
            refused(t!("paper-problem-no-person", typed = typed)).hint(example()).hint(t!("paper-hint-unknown"))
        }
        Unreadable::NoReason(mark) => {
            let mark = match mark {
                Mark::Done => StepMark::Done,
                Mark::Failed => StepMark::Failed,
                Mark::Skipped => StepMark::Skipped,
            };
            let mark = wording::mark(mark, crate::i18n::current());
            refused(t!("paper-problem-no-reason", mark = mark, typed = typed)).hint(t!("paper-hint-reason"))
        }
    }
}

fn unclear(name: &str, why: &Unclear, title: &str, plan: &Plan) -> Message {
    let refused = |what: String| Message::new("paper-code", Exit::Refused, what);
    let (name, title) = (safe(name), safe(title));
    let (name, title) = (name.as_str(), title.as_str());
    match why {
        Unclear::Gone { near, .. } => {
            let message = refused(t!("paper-problem-gone", code = name, step = title));
            let message = message.hint_by_face(t!("paper-hint-memo"), t!("paper-hint-memo-screen"));
            if near.is_empty() { message } else { message.hint(by_name(near, plan)) }
        }
        Unclear::UnknownEdition { offered: Some(_) } => {
            let message = refused(t!("paper-problem-edition", code = name));
            message.hint_by_face(t!("paper-hint-offered", step = title), t!("paper-hint-offered-screen", step = title))
        }
        Unclear::UnknownEdition { offered: None } => {
            refused(t!("paper-problem-edition", code = name)).hint(t!("paper-hint-example"))
        }
        Unclear::NoSuchLine { last } => {
            refused(t!("paper-problem-line", code = name, last = (*last))).hint(t!("paper-hint-example"))
        }
        Unclear::SeveralPrints { fits } => refused(t!("paper-problem-prints", code = name)).hint(by_name(fits, plan)),
    }
}

/// Which names of steps can stand in place of the code.
fn by_name(steps: &[StepKey], plan: &Plan) -> String {
    let named = |key: &StepKey| format!("{key} ({})", safe(&wording::step_named(plan, key)));
    t!("paper-hint-name", steps = steps.iter().map(named).collect::<Vec<_>>().join(&t!("list-separator")))
}

/// What somebody should know of a line beside what it records.
pub fn paper_remarks(entry: &Entry, plan: &Plan) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(entry.already.map(|number| t!("paper-echo-already", number = number)));
    match &entry.what {
        What::Mark { how, followed, .. } => {
            match how {
                How::Mapped => said.push(t!("paper-echo-mapped")),
                How::Offered => said.push(t!("paper-echo-offered")),
                How::Exact | How::Named => {}
            }
            if !followed {
                said.push(t!("paper-echo-aside"));
            }
        }
        What::Memo(_) => said.push(t!("paper-echo-memo")),
    }
    said.extend(entry.notices.iter().map(|found| notice(found, plan)));
    said
}

/// What a line records, on one line: 「完了: 電源を切らない」.
pub fn paper_entry(entry: &Entry) -> String {
    match &entry.what {
        What::Mark { mark, reason, .. } => {
            let mark = wording::mark(*mark, crate::i18n::current());
            safe(&wording::with_remark(&format!("{mark}: {}", entry.title), reason.as_deref()))
        }
        What::Memo(text) => safe(text),
    }
}
