//! Whom one must tell, by when, whether it was done, and every attempt: also those that nobody answered.

use super::super::document::Section;
use super::super::duty_words::{begin_words, due_notes, due_words, met_words, rests_on, state_word, unsettled_words};
use super::Input;
use crate::domain::duty::clock::{DutyClock, DutyState, clocks};
use crate::domain::event::CallMade;
use crate::domain::outbox::{Mail, MailStep};
use crate::domain::wording;
use crate::t;

/// 連絡義務: what exists or is not settled, and what was met. What does not apply is counted.
pub(super) fn duties(input: &Input<'_>) -> Section {
    let clocks = clocks(input.incident, input.plan);
    let (shown, ruled_out): (Vec<&DutyClock<'_>>, Vec<&DutyClock<'_>>) =
        clocks.iter().partition(|clock| clock.state != DutyState::NotApplicable);
    let rows = shown.into_iter().map(|clock| duty(input, clock)).collect();
    let head =
        vec![t!("column-duty"), t!("column-state"), t!("column-due"), t!("column-duty-done"), t!("column-duty-open")];
    let section = Input::section(t!("report-duties")).paragraph(t!("report-duties-guide")).table(head, rows);
    if ruled_out.is_empty() {
        return section;
    }
    let titles: Vec<&str> = ruled_out.iter().map(|clock| clock.duty.title.as_str()).collect();
    section.paragraph(t!("report-duties-ruled-out", titles = titles.join(&t!("list-separator"))))
}

fn duty(input: &Input<'_>, clock: &DutyClock<'_>) -> Vec<String> {
    let (plan, now) = (input.plan, input.moment());
    let optional = if clock.duty.optional { t!("duties-optional-mark") } else { String::new() };
    let overdue = if clock.is_overdue(now) { t!("report-duty-overdue") } else { String::new() };
    let mut due = vec![format!("{}{overdue}", due_words(clock, plan, now)), begin_words(clock, plan, now)];
    due.extend(due_notes(clock, plan));
    let mut done: Vec<String> = met_words(clock, plan, now).into_iter().collect();
    done.extend(clock.submissions.iter().map(|made| {
        let receipt = made.made.receipt.as_deref().map(|receipt| t!("report-receipt", receipt = receipt));
        wording::with_remark(&format!("{} {}", input.when_of(&made.line), made.made.way), receipt.as_deref())
    }));
    if !clock.attempts.is_empty() {
        done.push(t!("report-duty-attempts", count = clock.attempts.len()));
    }
    let mut open: Vec<String> = match clock.state {
        DutyState::Undetermined => clock.finding.open.iter().map(|open| unsettled_words(open, plan)).collect(),
        _ => Vec::new(),
    };
    open.extend(rests_on(clock));
    vec![
        format!("{}{optional}", clock.duty.title),
        state_word(clock.state),
        due.join("\n"),
        done.join("\n"),
        open.join("\n"),
    ]
}

/// Every attempt to tell somebody.
pub(super) fn calls(input: &Input<'_>) -> Section {
    let rows = input
        .incident
        .calls
        .iter()
        .map(|call| {
            let told = if call.made.is_told() { t!("report-told") } else { t!("report-not-told") };
            vec![
                input.when_of(&call.line),
                called(&call.made),
                format!("{}\n{told}", wording::call_result(call.made.result, input.lang)),
                call.made.spoke_to.clone().unwrap_or_default(),
                said(input, &call.made),
                input.who(call.actor.as_ref()),
            ]
        })
        .collect();
    let head = vec![
        t!("column-occurred"),
        t!("column-contact"),
        t!("column-result"),
        t!("column-spoke-to"),
        t!("column-note"),
        t!("column-caller"),
    ];
    Input::section(t!("report-calls")).table(head, rows)
}

fn called(made: &CallMade) -> String {
    match &made.number {
        Some(number) => format!("{}\n{number}", made.contact_name),
        None => made.contact_name.clone(),
    }
}

/// What was said, the reference, what was asked of us, and when it is tried again.
fn said(input: &Input<'_>, made: &CallMade) -> String {
    let reference = made.reference.as_deref().map(|reference| t!("report-reference", reference = reference));
    let asked = made.asked.as_deref().map(|asked| t!("report-asked", asked = asked));
    let again = made.again.map(|at| t!("report-again", at = input.at(Some(at))));
    let parts = [made.note.clone(), reference, asked, again];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Every mail with what became of it.
pub(super) fn mails(input: &Input<'_>) -> Section {
    let rows = input.incident.mails.iter().map(|mail| row(input, mail)).collect();
    let head = vec![
        t!("column-occurred"),
        t!("column-mail-to"),
        t!("column-mail-subject"),
        t!("column-state"),
        t!("column-mail-became"),
        t!("column-who"),
    ];
    Input::section(t!("report-mails")).table(head, rows)
}

fn row(input: &Input<'_>, mail: &Mail) -> Vec<String> {
    use crate::domain::outbox::MailState;
    let to = mail.queued.to.iter().map(|to| match &to.name {
        Some(name) => format!("{name} <{}>", to.address),
        None => to.address.clone(),
    });
    let state = match mail.state(input.moment()) {
        _ if input.incident.drill => t!("report-mail-drill"),
        MailState::Waiting => t!("mail-waiting"),
        MailState::Trying => t!("mail-trying"),
        MailState::Sent => t!("mail-sent"),
        MailState::Failed => t!("mail-failed"),
        MailState::Unknown => t!("mail-unknown"),
    };
    let became = mail.tries.iter().filter(|tried| tried.what != MailStep::Trying).map(|tried| {
        let what = match tried.what {
            MailStep::Sent => t!("mail-sent"),
            MailStep::Failed { again: true } => t!("report-mail-later"),
            MailStep::Failed { again: false } => t!("mail-failed"),
            MailStep::Unknown => t!("mail-unknown"),
            MailStep::Requeued | MailStep::Trying => t!("report-mail-again"),
        };
        wording::with_remark(&format!("{} {what}", input.at(Some(tried.at))), tried.answer.as_deref())
    });
    vec![
        input.when_of(&mail.line),
        to.collect::<Vec<_>>().join("\n"),
        mail.queued.subject.clone(),
        state,
        became.collect::<Vec<_>>().join("\n"),
        input.who(mail.actor.as_ref()),
    ]
}
