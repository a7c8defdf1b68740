//! One duty: why it exists or not, from when it counts, by when, what was tried for it, and where that is written.
//!
//! What is done about it is in [`super::duty_acts`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::call::{find, number_in_brief};
use super::{Cx, Screen, duty_acts};
use crate::domain::duty::clock::{DutyClock, DutyState, clock};
use crate::domain::id::Id;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::message::duty::{
    begin_words, due_notes, due_words, grounds, met_words, rests_on, ruled_out, state_word, unsettled_words,
};
use crate::message::mail_state;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::digest::duties::DutyRow;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock as clock_time, lang};
use crate::tui::msg::Snapshot;
use crate::tui::theme::Theme;
use crate::tui::widgets::reading::Reading;

/// One duty.
pub struct DutyDetail {
    id: Id,
    reading: Reading,
}

impl DutyDetail {
    /// Shows a duty.
    pub fn of(id: Id) -> Self {
        Self { id, reading: Reading::default() }
    }

    fn row<'a>(&self, model: &'a Model) -> Option<&'a DutyRow> {
        model.open.as_ref()?.digest.duty(&self.id)
    }

    fn foremost(&self, model: &Model) -> Option<Cmd> {
        Some(duty_acts::foremost(self.row(model)?, model.open.as_ref()?))
    }
}

impl Screen for DutyDetail {
    fn context(&self) -> Ctx {
        Ctx::DutyDetail
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        duty_acts::enabled(self.row(model), cmd)
    }

    /// What Enter does has no second place in the footer.
    fn offers(&self, model: &Model, cmd: Cmd) -> bool {
        self.foremost(model) != Some(cmd)
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        match self.foremost(model).filter(|_| cmd == Cmd::Enter)? {
            Cmd::Settle => Some(t!("label-answer")),
            Cmd::Submitted => Some(t!("label-submitted")),
            _ => Some(t!("label-call")),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return cx.back() };
        let Some(row) = open.digest.duty(&self.id) else { return cx.back() };
        match cmd {
            Cmd::Back => cx.back(),
            Cmd::Up | Cmd::PageUp | Cmd::First | Cmd::Down | Cmd::PageDown => {
                let texts = || texts(&self.id, cx.model, &open, cx.model.theme);
                self.reading.handle(cmd, cx.model, || texts().into_iter().map(|(text, _)| text).collect());
            }
            Cmd::Enter => duty_acts::give(duty_acts::foremost(row, &open), row, &open, cx),
            other => duty_acts::give(other, row, &open, cx),
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("duty-detail-title"), theme.text());
        let texts = texts(&self.id, model, open, theme);
        if self.reading.view(canvas, inside, &texts) {
            canvas.put(inside.right().saturating_sub(1), inside.bottom().saturating_sub(1), 1, "~", theme.strong());
        }
    }
}

/// All that is to be said about a duty, what matters most first.
fn texts(id: &Id, model: &Model, open: &Snapshot, theme: Theme) -> Vec<(String, Style)> {
    let Some(duty) = open.plan.duty(id.as_str()) else { return vec![(t!("duties-none"), theme.text())] };
    let (plan, incident, now) = (&open.plan, &open.incident, model.now);
    let clock = clock(duty, incident, plan);
    let mut texts = vec![(duty.title.clone(), theme.strong())];
    let is_over = clock.is_overdue(now);
    let state = match clock.state {
        DutyState::Open if is_over => format!("! {}  {}", t!("duty-over"), due_words(&clock, plan, now)),
        DutyState::Open => format!("{}  {}", state_word(clock.state), due_words(&clock, plan, now)),
        DutyState::Undetermined => due_words(&clock, plan, now),
        other => state_word(other),
    };
    let optional = if duty.optional { format!("  [{}]", t!("duty-optional")) } else { String::new() };
    texts.push((format!("{state}{optional}"), if is_over { theme.warning() } else { theme.accent() }));
    texts.extend(met_words(&clock, plan, now).map(|text| (text, theme.good())));
    texts.extend(ruled_out(&clock, incident, plan).map(|why| (t!("duty-ruled-out", why = why), theme.text())));
    if !clock.finding.open.is_empty() {
        texts.push((t!("duty-settled-by"), theme.strong()));
        let asks = clock.finding.open.iter().map(|ask| format!("  - {}", unsettled_words(ask, plan)));
        texts.extend(asks.map(|text| (text, theme.accent())));
    }
    let said = |text: String| (text, theme.text());
    let contacts = duty.contacts.iter().map(|id| match find(model, id) {
        Some(contact) => format!("{} {}", contact.name, number_in_brief(contact, model)),
        None => t!("duty-contact-gone", id = id.to_string()),
    });
    let contacts = contacts.collect::<Vec<_>>().join(&t!("list-separator"));
    if !contacts.is_empty() {
        texts.push(said(t!("duty-whom", names = contacts)));
    }
    texts.extend(duty.form.as_deref().map(|form| said(t!("duty-form", form = form))));
    if duty.needs_submission {
        texts.push(said(t!("duty-needs-submission")));
    }
    if matches!(clock.state, DutyState::Open | DutyState::Undetermined) {
        texts.push(said(begin_words(&clock, plan, now)));
    }
    texts.extend(due_notes(&clock, plan).into_iter().map(|text| (format!("  {text}"), theme.faint())));
    let given = grounds(&clock, incident, plan);
    if clock.state != DutyState::NotApplicable && !given.is_empty() {
        texts.push(said(t!("duty-grounds")));
        texts.extend(given.into_iter().map(|text| said(format!("  {text}"))));
        texts.extend(rests_on(&clock).map(|text| said(format!("  {text}"))));
    }
    texts.extend(done(&clock, open, now).into_iter().map(said));
    let sources = duty.source.iter().map(|source| (t!("step-source", source = source.as_str()), theme.faint()));
    texts.extend(sources);
    texts
}

/// What was tried, submitted, agreed and mailed, oldest first.
fn done(clock: &DutyClock<'_>, open: &Snapshot, now: Moment) -> Vec<String> {
    let at = |at: Option<Moment>| at.map_or_else(|| t!("time-unknown"), |at| clock_time(at, now));
    let name = |who: Option<&crate::domain::who::Who>| {
        who.map_or_else(|| t!("mark-nameless"), |who| wording::who(&open.plan.facility, who))
    };
    let calls = clock.attempts.iter().map(|call| {
        let result = wording::call_result(call.made.result, lang());
        let said = [call.made.spoke_to.as_deref(), call.made.note.as_deref()].into_iter().flatten();
        let said = said.collect::<Vec<_>>().join(" ");
        let told = if call.made.is_told() { t!("duty-told") } else { t!("duty-not-told") };
        format!("  {} {} {result} {told} {said} ({})", at(call.at), call.made.contact_name, name(call.actor.as_ref()))
    });
    let submissions = clock.submissions.iter().map(|made| {
        let receipt = made.made.receipt.as_deref().map(|receipt| t!("duty-receipt", receipt = receipt));
        let receipt = receipt.unwrap_or_default();
        format!(
            "  {} {} {} {receipt} ({})",
            at(made.at),
            t!("label-submitted"),
            made.made.way,
            name(made.actor.as_ref())
        )
    });
    let agreed = open.incident.agreed.get(&clock.duty.id).into_iter().map(|agreed| {
        let due =
            agreed.due.map_or_else(|| t!("duty-agreed-none"), |due| t!("duty-due-agreed", at = clock_time(due, now)));
        format!("  {} {due}", at(agreed.at))
    });
    let mails = clock
        .mails
        .iter()
        .map(|mail| format!("  {} {} [{}]", at(mail.at), mail.queued.subject, mail_state(mail.state(now))));
    let lines: Vec<String> = calls.chain(submissions).chain(agreed).chain(mails).collect();
    if lines.is_empty() {
        return lines;
    }
    [t!("duty-done")].into_iter().chain(lines).collect()
}
