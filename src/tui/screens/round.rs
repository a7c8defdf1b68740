//! 連絡訓練: the contacts one after another, what is most doubtful first, with what came of each in this round.
//!
//! Owns the list of a round. One number is tried in [`super::round_call`], what is written into the files is looked at in
//! [`super::round_look`]. How far it has come is worked out of the record: it can be left at any time.

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::call::find;
use super::contact_detail::ContactDetail;
use super::duty_done::duty_done;
use super::numbers::bare;
use super::round_call::RoundCall;
use super::round_look::RoundLook;
use super::{Cx, Screen};
use crate::domain::contact::{CHECK_DUTY, Contact, Freshness};
use crate::domain::event::CheckOutcome;
use crate::domain::id::{Id, READINESS};
use crate::domain::round::{Round, RoundRow};
use crate::domain::wording;
use crate::report::contact_words;
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, lang};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::List;

/// The cells of how a contact stands, and of its name.
const STATE: usize = 22;
const NAME: usize = 26;

/// The list of a round.
pub struct Rounds {
    list: List,
    /// Who was chosen: the rows change their order when the files do.
    chosen: Option<Id>,
    /// The chosen one is being tried: when that is done, the next one is chosen.
    trying: bool,
}

/// Whether a command concerns one incident, and means nothing where none is open.
pub fn is_of_incident(cmd: Cmd) -> bool {
    matches!(cmd, Cmd::Report | Cmd::Scribe | Cmd::Contacts | Cmd::Chronology | Cmd::Criteria | Cmd::TakeBack)
}

/// Whether one's last act was a result of a round: then it can be taken back.
pub fn was_last(model: &Model) -> bool {
    model.open.is_none() && model.last_act.as_ref().is_some_and(|(id, _)| id.as_str() == READINESS)
}

/// The round of the site.
pub fn round(model: &Model) -> Option<Arc<Round>> {
    model.seen.as_ref().map(|seen| Arc::clone(&seen.round))
}

/// The result of a round in one line, as it is recorded with the duty.
pub fn summary(round: &Round) -> String {
    let count = |outcome| (wording::telling::check_outcome(outcome, lang()), round.count(outcome));
    let counts = CheckOutcome::ALL.map(count).into_iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = counts.map(|(word, count)| t!("round-count", word = word, count = count)).collect();
    parts.join(&t!("list-separator"))
}

/// Offers to record the duty of the year, where a round is complete and the facility has that duty.
pub fn offer_duty(cx: &mut Cx<'_>) {
    let Some(round) = round(cx.model).filter(|round| round.is_complete()) else { return };
    let form = Id::new(CHECK_DUTY).ok().and_then(|duty| duty_done(cx.model, &duty));
    if let Some(form) = form {
        cx.push(form.with("result", &summary(&round)));
    }
}

impl Rounds {
    /// At the first one with something to do.
    pub fn new(model: &Model) -> Self {
        let chosen = round(model).and_then(|round| round.next(None).map(|row| row.contact.clone()));
        let mut screen = Self { list: List::default(), chosen, trying: false };
        screen.refresh(model);
        screen
    }

    fn follow(&mut self, round: &Round) {
        self.chosen = round.rows.get(self.list.at).map(|row| row.contact.clone());
        self.trying = false;
    }
}

/// How a contact stands in a round, in a few cells.
fn state(row: &RoundRow, model: &Model) -> String {
    if let Some(tried) = &row.tried {
        let word = wording::telling::check_outcome(tried.outcome, lang());
        return t!("round-tried", word = word, at = clock(tried.at, model.now));
    }
    match row.freshness {
        Freshness::Never => t!("round-never"),
        Freshness::Stale { months } => t!("round-stale", months = months),
        Freshness::Fresh if row.is_fresh => t!("round-fresh"),
        Freshness::Fresh | Freshness::Sample => t!("round-again"),
    }
}

fn style(row: &RoundRow, theme: Theme) -> Style {
    match &row.tried {
        Some(tried) if tried.outcome == CheckOutcome::Wrong => theme.warning(),
        None if !row.is_settled() => theme.text(),
        _ => theme.faint(),
    }
}

/// By which way it is tried first. How old it is stands before its name.
fn way_in_brief(contact: &Contact, model: &Model) -> String {
    let other = || contact_words::other_channels(contact).into_iter().next();
    bare(contact, model).into_iter().next().or_else(other).unwrap_or_else(|| t!("contact-no-number"))
}

impl Screen for Rounds {
    fn context(&self) -> Ctx {
        Ctx::Round
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let round = round(model);
        let of = |fits: fn(&Round) -> bool| round.as_deref().is_some_and(fits);
        match cmd {
            Cmd::Enter | Cmd::Detail => of(|round| !round.rows.is_empty()),
            Cmd::Submit => of(|round| !round.updates.is_empty()),
            Cmd::Done => of(Round::is_complete),
            Cmd::TakeBack => was_last(model),
            other => !is_of_incident(other) || model.open.is_some(),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(round) = round(cx.model) else { return cx.todo.push(super::Todo::Back) };
        if self.list.handle(cmd, round.rows.len(), 10) {
            return self.follow(&round);
        }
        match (cmd, round.rows.get(self.list.at)) {
            (Cmd::Enter, Some(row)) => {
                self.trying = !row.is_settled();
                cx.push(RoundCall::new(row.contact.clone()));
            }
            (Cmd::Detail, Some(row)) => cx.push(ContactDetail::new(row.contact.clone())),
            (Cmd::Submit, _) => cx.push(RoundLook::default()),
            (Cmd::Done, _) => offer_duty(cx),
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(round) = round(model) else { return };
        let settled = |id: &Id| round.rows.iter().any(|row| row.contact == *id && row.is_settled());
        while self.trying && self.chosen.as_ref().is_some_and(settled) {
            let next = round.next(self.chosen.as_ref()).map(|row| row.contact.clone());
            self.trying = next.is_some();
            self.chosen = next.or(self.chosen.take());
        }
        let at = self.chosen.as_ref().and_then(|id| round.rows.iter().position(|row| row.contact == *id));
        if let Some(at) = at {
            self.list.at = at;
        }
        self.list.clamp(round.rows.len());
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let Some(round) = round(model) else { return };
        let title = t!("round-title", settled = round.settled(), all = round.rows.len());
        let inside = canvas.page(area, &title, theme.text());
        let said = above(&round, model);
        let taken = canvas.wrapped(Rect { height: inside.height / 2, ..inside }, &said, theme.accent());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        if round.rows.is_empty() {
            canvas.put(body.x, body.y, body.width, &t!("round-none"), theme.text());
            return;
        }
        let mode = theme.ambiguous;
        let longest = usize::from(cells(usize::from(body.width)) / 3).min(NAME);
        let row = |row: &RoundRow| {
            let contact = find(model, &row.contact);
            let name = contact.map_or(row.contact.as_str(), |contact| contact.name.as_str());
            let number = contact.map(|contact| way_in_brief(contact, model)).unwrap_or_default();
            let text = format!("{}{} {number}", pad(&state(row, model), STATE, mode), pad(name, longest, mode));
            (text, style(row, theme))
        };
        let rows: Vec<(String, Style)> = round.rows.iter().map(row).collect();
        self.list.draw(canvas, body, true, rows.iter().map(|(text, style)| (text, *style)));
    }
}

/// What is said above the list: what it is for, and what is to be done next.
fn above(round: &Round, model: &Model) -> String {
    let mut said = vec![t!("round-why")];
    if model.keyboard.is_none() {
        said.push(t!("round-nameless"));
    }
    if round.samples > 0 {
        said.push(t!("round-samples", count = round.samples));
    }
    if round.is_complete() {
        said.push(t!("round-complete", summary = summary(round)));
    }
    if !round.updates.is_empty() {
        said.push(t!("round-to-write", count = round.updates.len()));
    }
    said.join("\n")
}
