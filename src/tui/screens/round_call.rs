//! One number of a round: what to dial, what to say, and what came of it by one key. The next one follows by itself.

use ratatui::layout::Rect;

use super::call::find;
use super::duty_done::in_series;
use super::form::{FormScreen, Purpose};
use super::numbers::{bare, dialled, freshness};
use super::round::{is_of_incident, round, was_last};
use super::setup::of_contact;
use super::{Cx, Screen};
use crate::domain::command::Command;
use crate::domain::contact::{Contact, Freshness, address};
use crate::domain::event::{CheckOutcome, ContactChecked};
use crate::domain::id::Id;
use crate::domain::wording;
use crate::report::contact_words;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, lang};
use crate::tui::msg::{Deed, Recorded, Ticket};
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::list::List;

/// By which word a line that was begun is found again; the contact stands behind it.
pub const KEY: &str = "round";

/// One contact of a round.
pub struct RoundCall {
    contact: Id,
    /// Which of its numbers.
    number: usize,
    result: List,
    ticket: Option<Ticket>,
}

impl RoundCall {
    /// Of a contact.
    pub fn new(contact: Id) -> Self {
        Self { contact, number: 0, result: List::default(), ticket: None }
    }

    fn number(&self, contact: &Contact, model: &Model) -> Option<String> {
        dialled(contact, model).into_iter().nth(self.number)
    }

    /// What holds: a contact that cannot be reached by any way cannot be right.
    fn can_be(outcome: CheckOutcome, contact: &Contact, model: &Model) -> bool {
        let reachable = contact.channels().next().is_some() || !bare(contact, model).is_empty();
        reachable || matches!(outcome, CheckOutcome::Wrong | CheckOutcome::Skipped)
    }

    fn result(&mut self, cx: &mut Cx<'_>) {
        if self.ticket.is_some() {
            return;
        }
        let Some(outcome) = CheckOutcome::ALL.get(self.result.at).copied() else { return };
        let Some(contact) = find(cx.model, &self.contact).cloned() else { return };
        if !Self::can_be(outcome, &contact, cx.model) {
            return cx.model.say(t!("round-no-channel"));
        }
        let number = self.number(&contact, cx.model);
        if outcome == CheckOutcome::Wrong {
            return cx.push(wrong(&contact, number));
        }
        let deed = deed(cx.model, &contact, number, outcome, None);
        self.ticket = in_series(deed, cx);
    }

    fn go_on(&mut self, cx: &mut Cx<'_>) {
        let next = round(cx.model).and_then(|round| round.next(Some(&self.contact)).map(|row| row.contact.clone()));
        match next {
            Some(next) => *self = Self::new(next),
            None => cx.back(),
        }
    }
}

/// The act that a result is.
fn deed(model: &Model, contact: &Contact, number: Option<String>, outcome: CheckOutcome, note: Option<String>) -> Deed {
    let (id, contact_name) = (contact.id.clone(), contact.name.clone());
    let checked = ContactChecked { contact: id, contact_name, number, outcome, note };
    Deed { via: Some("phone".to_owned()), ..model.deed(Command::ContactChecked(checked)) }
}

/// The line about what is wrong.
fn wrong(contact: &Contact, number: Option<String>) -> FormScreen<WrongLine> {
    let note = Field::text("note", t!("round-wrong-note")).hint(t!("round-wrong-hint"));
    FormScreen::new(WrongLine { contact: contact.clone(), number }, Form::new(vec![note]))
}

impl Screen for RoundCall {
    fn context(&self) -> Ctx {
        Ctx::RoundCall
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let contact = find(model, &self.contact);
        match cmd {
            Cmd::Next => contact.is_some_and(|contact| bare(contact, model).len() > 1),
            Cmd::Correct => contact.is_some_and(|contact| of_contact(model, contact).is_some()),
            Cmd::TakeBack => was_last(model),
            other => !is_of_incident(other) || model.open.is_some(),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Pick(number) => {
                self.result.at = usize::from(number).saturating_sub(1);
                self.result(cx);
            }
            Cmd::Enter => self.result(cx),
            Cmd::Next => {
                let count = find(cx.model, &self.contact).map_or(0, |contact| bare(contact, cx.model).len());
                self.number = (self.number + 1) % count.max(1);
            }
            Cmd::Correct => {
                if let Some(form) = find(cx.model, &self.contact).and_then(|contact| of_contact(cx.model, contact)) {
                    cx.push(form);
                }
            }
            Cmd::Back => cx.back(),
            other => {
                self.result.handle(other, CheckOutcome::ALL.len(), 4);
            }
        }
    }

    fn recorded(&mut self, ticket: Ticket, recorded: &Recorded, cx: &mut Cx<'_>) {
        let own = self.ticket.take_if(|own| *own == ticket).is_some();
        let entry = recorded.snapshot.incident.entry(&recorded.act);
        let here = entry.is_some_and(|entry| match &entry.line.event {
            crate::domain::event::Event::ContactChecked(checked) => checked.contact == self.contact,
            _ => false,
        });
        // Also what was recorded by the line about what is wrong.
        if own || here {
            self.go_on(cx);
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        self.ticket.take_if(|own| *own == ticket);
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.result)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let (Some(contact), Some(round)) = (find(model, &self.contact), round(model)) else { return };
        let title = t!("round-title", settled = round.settled(), all = round.rows.len());
        let inside = canvas.page(area, &title, theme.text());
        let below = cells(CheckOutcome::ALL.len()) + 2;
        let above = Rect { height: inside.height.saturating_sub(below), ..inside };
        let mut y = above.y;
        let mut row = |canvas: &mut Canvas<'_>, text: &str, style| {
            if y < above.bottom() {
                y += canvas.wrapped(Rect { y, height: above.bottom() - y, ..above }, text, style);
            }
        };
        let fresh = freshness(contact, model);
        let desk = contact.desk.as_deref().map(|desk| format!("  {desk}")).unwrap_or_default();
        row(canvas, &format!("{}{desk}", contact.name), theme.strong());
        let style = if fresh == Freshness::Fresh { theme.text() } else { theme.warning() };
        row(canvas, &contact_words::mark_in_full(contact, fresh), style);
        let numbers = bare(contact, model);
        for (at, number) in numbers.iter().enumerate() {
            let chosen = at == self.number;
            let text = t!("round-number", mark = if chosen { ">" } else { " " }, number = number.as_str());
            row(canvas, &text, if chosen { theme.strong() } else { theme.faint() });
        }
        for said in contact_words::other_channels(contact) {
            row(canvas, &format!("  {said}"), if numbers.is_empty() { theme.strong() } else { theme.faint() });
        }
        if let Some(hours) = &contact.hours {
            row(canvas, &format!("{} {hours}", t!("call-hours")), theme.text());
        }
        row(canvas, &what_to_say(contact, self.number(contact, model).as_deref(), model), theme.text());
        let tried = round.rows.iter().find(|row| row.contact == self.contact).and_then(|row| row.tried.as_ref());
        if let Some(tried) = tried {
            let word = wording::telling::check_outcome(tried.outcome, lang());
            row(canvas, &t!("round-before", word = word, at = clock(tried.at, model.now)), theme.accent());
        }
        let mut y = inside.bottom().saturating_sub(below) + 1;
        canvas.put(inside.x, y, inside.width, &t!("round-ask"), theme.strong());
        y += 1;
        let rows = CheckOutcome::ALL.into_iter().enumerate().map(|(at, outcome)| {
            let style = if Self::can_be(outcome, contact, model) { theme.text() } else { theme.faint() };
            (format!("{} {}", at + 1, result_in_words(outcome)), style)
        });
        self.result.draw(canvas, Rect { y, height: inside.bottom().saturating_sub(y), ..inside }, true, rows);
    }
}

/// A result with what follows from it.
fn result_in_words(outcome: CheckOutcome) -> String {
    match outcome {
        CheckOutcome::Right => t!("round-right"),
        CheckOutcome::Wrong => t!("round-wrong"),
        CheckOutcome::NoAnswer => t!("round-no-answer"),
        CheckOutcome::Skipped => t!("round-skipped"),
    }
}

/// What to say on the telephone; where there is only a page or an address, what to look at; where there is nothing, that.
fn what_to_say(contact: &Contact, number: Option<&str>, model: &Model) -> String {
    let facility = model.site_plan().map(|plan| plan.facility.name.clone()).unwrap_or_default();
    if number.is_some_and(address::is_emergency) {
        return t!("round-emergency");
    }
    if number.is_some() {
        let desk = contact.desk.as_deref().unwrap_or(contact.name.as_str());
        return t!("round-say", facility = facility, desk = desk);
    }
    if contact.channels().next().is_some() { t!("round-look-at") } else { t!("round-find-out") }
}

/// The line about what is wrong with an entry.
pub struct WrongLine {
    contact: Contact,
    number: Option<String>,
}

impl Purpose for WrongLine {
    fn title(&self, _model: &Model) -> String {
        t!("round-wrong-title", name = self.contact.name.as_str())
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.contact.id)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        Some(deed(model, &self.contact, self.number.clone(), CheckOutcome::Wrong, form.given("note")))
    }

    fn ask(&self, deed: Deed, cx: &mut Cx<'_>) -> Option<Ticket> {
        in_series(deed, cx)
    }
}

/// The line that was begun about a contact, by its name; `None` where it is not there any more.
pub fn begun(model: &Model, contact: &str) -> Option<FormScreen<WrongLine>> {
    let contact = find(model, &Id::new(contact).ok()?)?;
    Some(wrong(contact, dialled(contact, model).into_iter().next()))
}
