//! 書きかけ: texts that were begun and not recorded. One goes on with them, or throws them away.

use ratatui::layout::Rect;

use super::announce_text::AnnounceText;
use super::call::Call;
use super::confirm::Confirm;
use super::confirm_all::confirm_all;
use super::correct::correct;
use super::declare::{self, Declare};
use super::facts::set_fact;
use super::first_sign::{self, FirstSign};
use super::hand_over::hand_over;
use super::mark::mark;
use super::order_done::order_done;
use super::outbox_write::{self, Write};
use super::paper_back::{self, PaperBack};
use super::put_aside::put_aside;
use super::scribe::{self, Scribe};
use super::stages::reopen;
use super::stand_down_takers::{taker_of, takers};
use super::trouble::Trouble;
use super::withdraw::withdraw;
use super::{
    Cx, Screen, Todo, announce_give, announce_text, backup_forms, brief_decide, duty_acts, duty_done, home,
    ledger_form, memo, mode_form, quiet_list, restore_form, round_call, setup, take,
};
use crate::domain::event::{CallResult, StepMark};
use crate::domain::guide::all_steps;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::when;
use crate::record::desk::Unfinished;
use crate::t;
use crate::text::width::cut;
use crate::tui::begun::place;
use crate::tui::canvas::{Canvas, line};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, short_id};
use crate::tui::widgets::list::List;

/// The list of unfinished texts.
#[derive(Default)]
pub struct UnfinishedTexts {
    list: List,
}

/// In one row: when, where, what, and the beginning of the text.
pub fn in_one_row(text: &Unfinished, model: &Model) -> String {
    let at = when::read(&text.at).map_or_else(String::new, |at| clock(at, model.now));
    let incident = text.incident.as_ref().map_or_else(|| t!("unfinished-new"), |id| format!("..{}", short_id(id)));
    // The longest of what was typed says most.
    let typed = text.lines.iter().map(|(_, content)| content.trim()).max_by_key(|content| content.chars().count());
    let typed = cut(&line(typed.unwrap_or_default()), 60, model.theme.ambiguous);
    format!("{at} {incident} {}  {typed}", text.title)
}

/// The screen where a text was begun; `None` where what it was about is no longer there.
fn screen_of(text: &Unfinished, model: &Model) -> Option<Box<dyn Screen>> {
    let words: Vec<&str> = place(&text.key).split(' ').collect();
    let open = model.open.as_ref();
    let entry = |hash: &str| open?.incident.entry(&hash.parse::<Hash>().ok()?);
    Some(match words.as_slice() {
        [first_sign::KEY] => Box::new(FirstSign::new(false)),
        [first_sign::KEY_DRILL] => Box::new(FirstSign::new(true)),
        [memo::KEY_LATE] => Box::new(memo::late(model)?),
        [memo::KEY] => Box::new(memo::memo(model)?),
        [scribe::KEY] => open.map(|_| Box::new(Scribe::default()))?,
        [paper_back::KEY] => open.map(|_| Box::new(PaperBack::default()))?,
        [declare::KEY] => Box::new(Declare::new(model)),
        ["hand-over"] => Box::new(hand_over(model)?),
        ["stand-down"] => Box::new(takers(model)?),
        ["stand-down-item", id] => Box::new(taker_of(model, id)?),
        [backup_forms::TAKEN, id] => Box::new(backup_forms::taken(model, &Id::new(*id).ok()?)?),
        [backup_forms::TESTED, id] => Box::new(backup_forms::tested(model, &Id::new(*id).ok()?)?),
        [backup_forms::APPROVED, hash] => Box::new(backup_forms::approved(model, &hash.parse::<Hash>().ok()?)?),
        [round_call::KEY, id] => Box::new(round_call::begun(model, id)?),
        [duty_done::KEY, id] => Box::new(duty_done::duty_done(model, &Id::new(*id).ok()?)?),
        [quiet_list::KEY, id] => Box::new(quiet_list::quiet_list(model, &Id::new(*id).ok()?)?),
        [outbox_write::KEY] => open.map(|_| Box::new(Write::new(None, model)))?,
        [outbox_write::KEY, id] => {
            let id = Id::new(*id).ok()?;
            open.map(|_| Box::new(Write::new(Some(&id), model)))?
        }
        [duty_acts::SUBMITTED, id] => Box::new(duty_acts::submitted(model, &Id::new(*id).ok()?)?),
        [duty_acts::AGREED, id] => Box::new(duty_acts::agreed(model, &Id::new(*id).ok()?)?),
        [restore_form::KEY, word, systems @ ..] => {
            let act = restore_form::Act::ALL.into_iter().find(|act| act.word() == *word)?;
            let systems: Option<Vec<Id>> = systems.iter().map(|id| Id::new(*id).ok()).collect();
            Box::new(restore_form::form(model, act, &systems?)?)
        }
        [mode_form::SET, id] => Box::new(mode_form::set(model, &Id::new(*id).ok()?, None)?),
        [mode_form::LISTED, id] => Box::new(mode_form::listed(model, &Id::new(*id).ok()?)?),
        [mode_form::USED] => Box::new(mode_form::account_used(model)?),
        [mode_form::CLOSED, hash] => Box::new(mode_form::account_closed(model, &hash.parse::<Hash>().ok()?)?),
        [ledger_form::KEY, words @ ..] => Box::new(ledger_form::form(model, &ledger_form::Act::of_words(words)?)?),
        [take::KEY, item] => Box::new(take::take(model, item)?),
        ["reopen"] => Box::new(reopen()),
        ["confirm-all"] => Box::new(confirm_all(model)),
        ["correct", hash] => Box::new(correct(model, entry(hash)?)?),
        ["withdraw", hash] => Box::new(withdraw(entry(hash)?)),
        ["order-done", hash] => {
            let line = hash.parse::<Hash>().ok()?;
            Box::new(order_done(model, open?.incident.open_orders().find(|order| order.line == line)?)?)
        }
        ["fact", id] => {
            let open = open?;
            Box::new(set_fact(open, open.plan.fact(id)?))
        }
        [announce_text::KEY | announce_give::KEY, id] => Box::new(AnnounceText::new(model, &Id::new(*id).ok()?)?),
        [brief_decide::KEY, id] => {
            let open = open?;
            Box::new(brief_decide::decide(model, open.plan.decisions.iter().find(|topic| topic.id.as_str() == *id)?)?)
        }
        ["put-aside", id] => Box::new(put_aside(open?, &Id::new(*id).ok()?)?),
        ["call", id, result] => {
            let result = CallResult::ALL.into_iter().find(|known| known.word() == *result)?;
            Box::new(Call::line_for(model, &Id::new(*id).ok()?, result)?)
        }
        ["mark", key, word] => {
            let open = open?;
            let wanted = StepMark::ALL.into_iter().find(|known| known.word() == *word)?;
            let steps = all_steps(&open.incident, &open.plan);
            Box::new(mark(model, steps.iter().find(|step| step.key.to_string() == *key)?, wanted)?)
        }
        words => setup::begun(model, words)?,
    })
}

/// Goes to where a text was begun.
fn go_on(text: &Unfinished, cx: &mut Cx<'_>) {
    if let Some(id) = &text.incident
        && cx.model.open.as_ref().is_none_or(|open| open.id != *id)
    {
        let Some(there) = cx.model.incidents().into_iter().find(|known| known.id == *id).cloned() else {
            return cx.model.say(t!("unfinished-gone"));
        };
        home::open(there, cx);
    } else {
        cx.back();
    }
    match screen_of(text, cx.model) {
        Some(screen) => {
            cx.model.come_first(text);
            cx.todo.push(Todo::Push(screen));
        }
        None => cx.push(Trouble::said(t!("unfinished-title"), format!("{}\n{}", t!("unfinished-gone"), whole(text)))),
    }
}

/// All that was typed, to be read and written elsewhere.
fn whole(text: &Unfinished) -> String {
    let typed = text.lines.iter().map(|(_, content)| content.trim());
    // A number is a choice.
    typed.filter(|content| content.parse::<u8>().is_err() && !content.is_empty()).collect::<Vec<_>>().join("\n")
}

impl Screen for UnfinishedTexts {
    fn context(&self) -> Ctx {
        Ctx::Unfinished
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        !(cmd.leads_elsewhere() || cmd == Cmd::TakeBack)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if self.list.handle(cmd, cx.model.unfinished.len(), 10) {
            return;
        }
        let text = cx.model.unfinished.get(self.list.at).cloned();
        match (cmd, text) {
            (Cmd::Enter, Some(text)) => go_on(&text, cx),
            (Cmd::Withdraw, Some(text)) => {
                let ask = t!("unfinished-drop-ask", text = in_one_row(&text, cx.model));
                cx.push(Confirm::new(ask, move |cx| {
                    cx.model.unfinished.retain(|known| *known != text);
                    let keep = cx.model.keep_unfinished();
                    cx.todo.push(Todo::Ask(keep));
                }));
            }
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(model.unfinished.len());
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("unfinished-title"), theme.text());
        let ask = if model.unfinished.is_empty() { t!("unfinished-none") } else { t!("unfinished-ask") };
        let taken = canvas.wrapped(inside, &ask, theme.strong());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let rows = model.unfinished.iter().map(|text| (in_one_row(text, model), theme.text()));
        self.list.draw(canvas, body, true, rows);
    }
}
