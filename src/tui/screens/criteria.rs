//! 判断項目, one by one: yes, no or 不明; left at any time and taken up where it was left.
//!
//! Owns which question is shown and which answer is chosen. Nothing is chosen beforehand, so that a stray Enter answers nothing.

use ratatui::layout::Rect;

use super::declare::Declare;
use super::{Cx, Screen};
use crate::domain::command::Command;
use crate::domain::condition::Truth;
use crate::domain::id::Id;
use crate::domain::suggest::{Asked, criteria, levels, suggested_level};
use crate::domain::value::{Answer, Confidence};
use crate::domain::wording;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Recorded, Snapshot, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::draw_row;

const ANSWERS: [Answer; 3] = [Answer::Yes, Answer::No, Answer::Unknown];
const SURE: [Confidence; 3] = [Confidence::Confirmed, Confidence::Hearsay, Confidence::Estimated];

/// The questions.
#[derive(Default)]
pub struct Criteria {
    at: usize,
    choice: Option<usize>,
    sure: usize,
    /// Every question has its answer: what they come to is shown, and Enter goes on to the declaration.
    all_answered: bool,
    ticket: Option<Ticket>,
}

impl Criteria {
    /// At the first question that nobody has answered.
    pub fn new(model: &Model) -> Self {
        let mut screen = Self::default();
        if let Some(open) = &model.open {
            let asked = criteria(&open.incident, &open.plan);
            let first = asked.iter().position(|asked| asked.answer.is_none());
            screen.go(first.unwrap_or(0), open, &asked);
            screen.all_answered = first.is_none() && !asked.is_empty();
        }
        screen
    }

    /// At one question; `None` where nobody asks it now.
    pub fn at(model: &Model, id: &Id) -> Option<Self> {
        let open = model.open.as_ref()?;
        let asked = criteria(&open.incident, &open.plan);
        let at = asked.iter().position(|asked| asked.criterion.id == *id)?;
        let mut screen = Self::default();
        screen.go(at, open, &asked);
        Some(screen)
    }

    fn go(&mut self, at: usize, open: &Snapshot, asked: &[Asked<'_>]) {
        self.at = at.min(asked.len().saturating_sub(1));
        self.all_answered = false;
        let Some(here) = asked.get(self.at) else { return };
        self.choice = here.answer.and_then(|answer| ANSWERS.iter().position(|known| *known == answer));
        // How sure the answer is that holds: taking another confidence is another answer.
        let held = held(open, here).map(|(_, sure)| sure);
        self.sure = held.and_then(|held| SURE.iter().position(|known| *known == held)).unwrap_or(0);
    }

    /// To the next question without an answer, from the one after this on, then from the start; where there is none, to the end.
    fn go_on(&mut self, open: &Snapshot, asked: &[Asked<'_>]) {
        let waits = |asked: &Asked<'_>| asked.answer.is_none();
        let next = asked.iter().skip(self.at + 1).position(waits).map(|further| self.at + 1 + further);
        match next.or_else(|| asked.iter().position(waits)) {
            Some(next) => self.go(next, open, asked),
            None => self.all_answered = true,
        }
    }

    fn answer(&mut self, answer: Answer, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone().filter(|_| self.ticket.is_none()) else { return };
        let asked = criteria(&open.incident, &open.plan);
        let Some(here) = asked.get(self.at).filter(|_| !self.all_answered) else { return };
        let confidence = SURE.get(self.sure).copied().unwrap_or(Confidence::Confirmed);
        self.choice = ANSWERS.iter().position(|known| *known == answer);
        if held(&open, here) == Some((answer, confidence)) {
            // It is in the record already.
            if self.at + 1 < asked.len() {
                return self.go(self.at + 1, &open, &asked);
            }
            return self.go_on(&open, &asked);
        }
        let deed = cx.model.deed(Command::Answer { criterion: here.criterion.id.clone(), answer, confidence });
        self.ticket = cx.act(deed);
    }
}

impl Screen for Criteria {
    fn context(&self) -> Ctx {
        Ctx::Criteria
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Criteria
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter && self.all_answered).then(|| t!("label-declare"))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let asked = criteria(&open.incident, &open.plan);
        if self.all_answered || asked.is_empty() {
            match cmd {
                Cmd::Enter | Cmd::Declare => cx.push(Declare::new(cx.model)),
                Cmd::Back => cx.back(),
                Cmd::Left | Cmd::PageUp | Cmd::Up | Cmd::Last => self.go(asked.len(), &open, &asked),
                Cmd::Right | Cmd::PageDown | Cmd::Down | Cmd::First => self.go(0, &open, &asked),
                _ => {}
            }
            return;
        }
        match cmd {
            Cmd::Down => self.choice = Some(self.choice.map_or(0, |at| (at + 1).min(2))),
            Cmd::Up => self.choice = Some(self.choice.map_or(0, |at| at.saturating_sub(1))),
            Cmd::Right | Cmd::PageDown => self.go(self.at + 1, &open, &asked),
            Cmd::Left | Cmd::PageUp => self.go(self.at.saturating_sub(1), &open, &asked),
            Cmd::First => self.go(0, &open, &asked),
            Cmd::Last => self.go(asked.len(), &open, &asked),
            Cmd::Yes => self.answer(Answer::Yes, cx),
            Cmd::No => self.answer(Answer::No, cx),
            Cmd::Unknown => self.answer(Answer::Unknown, cx),
            Cmd::Toggle => self.sure = (self.sure + 1) % SURE.len(),
            Cmd::Enter => match self.choice.and_then(|at| ANSWERS.get(at)) {
                Some(answer) => self.answer(*answer, cx),
                None => cx.model.say(t!("criteria-choose")),
            },
            Cmd::Declare => cx.push(Declare::new(cx.model)),
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn recorded(&mut self, ticket: Ticket, recorded: &Recorded, _cx: &mut Cx<'_>) {
        if self.ticket != Some(ticket) {
            return;
        }
        self.ticket = None;
        let asked = criteria(&recorded.snapshot.incident, &recorded.snapshot.plan);
        self.go_on(&recorded.snapshot, &asked);
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let again = self.choice == Some(at);
        self.choice = Some(at);
        if again { Pointed::Entered } else { Pointed::Chosen }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let asked = criteria(&open.incident, &open.plan);
        let answered = asked.iter().filter(|asked| asked.answer.is_some()).count();
        let title = t!("criteria-title", at = (self.at + 1).min(asked.len()), all = asked.len(), answered = answered);
        let inside = canvas.page(area, &title, theme.text());
        let Some(question) = asked.get(self.at) else {
            canvas.wrapped(inside, &t!("criteria-none"), theme.text());
            return;
        };
        let reading = reading(open, &asked);
        let foot = cells(reading.len()).min(inside.height / 3) + 1;
        let joints = theme.lines().joints;
        let upper = Rect { height: inside.height.saturating_sub(foot), ..inside };
        if self.all_answered {
            draw_end(open, canvas, upper);
        } else {
            self.draw_question(question, canvas, upper);
        }
        let [left, right, ..] = joints;
        canvas.rule(area.x, upper.bottom(), area.width, [left, right], theme.text());
        let heading = match suggested_level(&open.incident, &open.plan) {
            Some(level) => t!("criteria-suggests", level = level),
            None => t!("criteria-suggests-none"),
        };
        canvas.title(area.x, upper.bottom(), area.width, &heading);
        for (text, y) in reading.into_iter().zip(upper.bottom() + 1..inside.bottom()) {
            canvas.put(inside.x, y, inside.width, &text, theme.text());
        }
    }
}

impl Criteria {
    fn draw_question(&self, question: &Asked<'_>, canvas: &mut Canvas<'_>, upper: Rect) {
        let theme = canvas.theme;
        let mut y = upper.y;
        let below = |y: u16| Rect { y, height: upper.bottom().saturating_sub(y), ..upper };
        y += canvas.wrapped(below(y), &question.criterion.ask, theme.strong());
        if let Some(help) = &question.criterion.help {
            y += canvas.wrapped(below(y), help, theme.text());
        }
        y += u16::from(upper.height > 9);
        for (at, answer) in ANSWERS.into_iter().enumerate() {
            let here = self.choice == Some(at);
            let given =
                if question.answer == Some(answer) { format!("  {}", t!("criteria-given")) } else { String::new() };
            let text = format!("{} {}{given}", at + 1, wording::answer(answer, lang()));
            if y < upper.bottom() {
                draw_row(canvas, Rect { y, height: 1, ..upper }, here, &text, theme.text(), Spot::Row(at));
            }
            y += 1;
        }
        let sure = SURE.get(self.sure).copied().unwrap_or(Confidence::Confirmed);
        if y < upper.bottom() {
            let text = t!("criteria-sure", sure = wording::confidence(sure, lang()));
            canvas.put(upper.x, y, upper.width, &text, theme.text());
        }
    }
}

/// The answer that holds for a question, and how sure it is.
fn held(open: &Snapshot, asked: &Asked<'_>) -> Option<(Answer, Confidence)> {
    let confidence = open.incident.fact(asked.criterion.id.as_str())?.confidence;
    Some((asked.answer?, confidence))
}

/// What stands where all questions are answered: what they come to, and what Enter does.
fn draw_end(open: &Snapshot, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let level = suggested_level(&open.incident, &open.plan);
    let level = level.and_then(|number| open.plan.facility.level(number));
    let comes_to = match level {
        Some(level) => t!("criteria-comes-to", level = level.number, title = level.title.as_str()),
        None => t!("criteria-comes-to-none"),
    };
    let rows = [
        (t!("criteria-all-answered"), theme.strong()),
        (comes_to, theme.text()),
        (t!("criteria-end-foot"), theme.accent()),
    ];
    let mut y = area.y;
    for (text, style) in rows {
        y += canvas.wrapped(Rect { y, height: area.bottom().saturating_sub(y), ..area }, &text, style);
        y += u16::from(area.height > 8);
    }
}

/// What the answers say about each level: 「レベル3 全面停止: まだ分からない (残り 6、7、8問)」.
fn reading(open: &Snapshot, asked: &[Asked<'_>]) -> Vec<String> {
    let number = |id: &Id| {
        asked
            .iter()
            .position(|asked| asked.criterion.id == *id)
            .map_or_else(|| id.to_string(), |at| (at + 1).to_string())
    };
    let one = |reading: crate::domain::suggest::LevelReading| {
        let title = open.plan.facility.level(reading.level).map_or("", |level| level.title.as_str());
        let says = match reading.truth {
            Truth::True => t!("reading-true"),
            Truth::False => t!("reading-false"),
            Truth::Unknown => {
                let mut missing: Vec<String> = reading.missing.iter().map(number).collect();
                missing.sort_by_key(|number| number.parse::<usize>().unwrap_or(usize::MAX));
                t!("reading-unknown", missing = missing.join(&t!("list-separator")))
            }
        };
        let weak = reading.rests_on.filter(|sure| *sure != Confidence::Confirmed && reading.truth == Truth::True);
        let rests =
            weak.map(|sure| t!("reading-rests-on", sure = wording::confidence(sure, lang()))).unwrap_or_default();
        format!("{} {title}: {says}{rests}", t!("level-short", level = reading.level))
    };
    levels(&open.incident, &open.plan).into_iter().map(one).collect()
}
