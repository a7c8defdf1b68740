//! 台帳: batches of paper by department with their counts, then gaps in what was restored.
//!
//! Owns the chosen row. What is written down is in [`super::ledger_form`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::ledger_form::{Act, form};
use super::menu::Menu;
use super::{Action, Cx, Screen};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::ledger::{Batch, BatchState, Gap, Ledger as State, ledger};
use crate::domain::plan::Plan;
use crate::message::ledger::{batch_remarks, batch_state, counts, gap_remarks, gap_state, least, period};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::columns::Columns;
use crate::tui::widgets::foot;
use crate::tui::widgets::list::List;

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A batch of paper.
    Batch(Id),
    /// A gap, by the line that noted it.
    Gap(Hash),
}

/// The ledger.
#[derive(Default)]
pub struct Ledger {
    list: List,
    chosen: Option<Row>,
}

fn state(model: &Model) -> State {
    model.open.as_ref().map(|open| ledger(&open.incident)).unwrap_or_default()
}

/// The batches, one department after the other, then the gaps.
fn rows(state: &State) -> Vec<Row> {
    let mut departments: Vec<&Id> = Vec::new();
    for batch in &state.batches {
        let department = &batch.given.made.department;
        if !departments.contains(&department) {
            departments.push(department);
        }
    }
    let of = |department: &Id| {
        let batches = state.batches.iter().filter(|batch| batch.given.made.department == *department);
        batches.map(|batch| Row::Batch(batch.id().clone())).collect::<Vec<_>>()
    };
    let batches = departments.into_iter().flat_map(of);
    batches.chain(state.gaps.iter().map(|gap| Row::Gap(gap.noted.line))).collect()
}

/// What comes next for a row; `None`: nothing does.
fn next_act(state: &State, row: &Row) -> Option<Act> {
    match row {
        Row::Batch(id) => match state.batch(id.as_str())?.state() {
            BatchState::Out => Some(Act::Count(id.clone())),
            BatchState::ToEnter | BatchState::ToKeep => Some(Act::Enter(id.clone())),
            BatchState::Whole => None,
        },
        Row::Gap(line) => state.gap(line)?.closed.is_none().then_some(Act::Close(*line)),
    }
}

impl Ledger {
    /// The ledger, with a row chosen.
    pub fn at(row: Row) -> Self {
        Self { list: List::default(), chosen: Some(row) }
    }

    fn begin(act: &Act, cx: &mut Cx<'_>) {
        if let Some(form) = form(cx.model, act) {
            cx.push(form);
        }
    }

    /// All that can be written down, what is about the chosen row first.
    fn choose(row: Option<Row>, cx: &mut Cx<'_>) {
        let own = match row {
            Some(Row::Batch(id)) => vec![Act::Count(id.clone()), Act::Enter(id)],
            Some(Row::Gap(line)) if state(cx.model).gap(&line).is_some_and(|gap| gap.closed.is_none()) => {
                vec![Act::Close(line)]
            }
            Some(Row::Gap(_)) | None => Vec::new(),
        };
        let acts = own.into_iter().chain([Act::Give, Act::Gap]);
        let rows = acts.map(|act| -> (String, Action) { (act.title(), Box::new(move |cx| Self::begin(&act, cx))) });
        Menu::push(cx, t!("ledger-acts-title"), rows.collect());
    }
}

impl Screen for Ledger {
    fn context(&self) -> Ctx {
        Ctx::Ledger
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let next = || {
            let state = state(model);
            rows(&state).get(self.list.at).and_then(|row| next_act(&state, row))
        };
        match cmd {
            Cmd::Enter => next().is_some(),
            Cmd::NoteGap => model.open.as_ref().is_some_and(|open| !open.plan.facility.systems.is_empty()),
            Cmd::GivePaper => model.open.as_ref().is_some_and(|open| !open.plan.facility.departments.is_empty()),
            _ => true,
        }
    }

    /// Enter does what comes next, and says what that is.
    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        let state = state(model);
        let next = || next_act(&state, rows(&state).get(self.list.at)?);
        (cmd == Cmd::Enter).then(next).flatten().map(|act| act.title())
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let state = state(cx.model);
        let rows = rows(&state);
        if self.list.handle(cmd, rows.len(), 10) {
            self.chosen = rows.get(self.list.at).cloned();
            return;
        }
        let chosen = rows.get(self.list.at);
        match cmd {
            Cmd::Back => cx.back(),
            Cmd::Enter => {
                if let Some(act) = chosen.and_then(|row| next_act(&state, row)) {
                    Self::begin(&act, cx);
                }
            }
            Cmd::GivePaper => Self::begin(&Act::Give, cx),
            Cmd::NoteGap => Self::begin(&Act::Gap, cx),
            Cmd::Acts => Self::choose(chosen.cloned(), cx),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let rows = rows(&state(model));
        let known = self.chosen.as_ref().and_then(|chosen| rows.iter().position(|row| row == chosen));
        self.list.at = known.unwrap_or(self.list.at);
        self.list.clamp(rows.len());
        self.chosen = rows.get(self.list.at).cloned();
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        self.chosen = rows(&state(model)).get(self.list.at).cloned();
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let state = state(model);
        let rows = rows(&state);
        let inside = canvas.page(area, &t!("ledger-title"), theme.text());
        if rows.is_empty() {
            let taken = canvas.wrapped(inside, &t!("ledger-none"), theme.text());
            let below = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
            canvas.wrapped(below, &t!("ledger-guide"), theme.faint());
            return;
        }
        let open_batches = state.batches.iter().filter(|batch| batch.is_open()).count();
        let open_gaps = state.gaps.iter().filter(|gap| gap.closed.is_none()).count();
        let taken =
            canvas.wrapped(inside, &t!("ledger-counts", batches = open_batches, gaps = open_gaps), theme.strong());
        // All about the chosen row stands at the foot, in what the list does not need.
        let about: Vec<String> = match rows.get(self.list.at) {
            Some(Row::Batch(id)) => {
                state.batch(id.as_str()).map(|batch| about_batch(batch, &open.plan)).unwrap_or_default()
            }
            Some(Row::Gap(line)) => {
                state.gap(line).map(|gap| gap_remarks(gap, &open.plan.facility)).unwrap_or_default()
            }
            None => Vec::new(),
        };
        let room = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let body = foot::draw(canvas, room, &about, theme.text());
        let batches: Vec<[String; 4]> = state.batches.iter().map(batch_texts).collect();
        let gaps: Vec<[String; 3]> = state.gaps.iter().map(gap_texts).collect();
        let (of_batches, of_gaps) =
            (Columns::of(&batches, BATCH, canvas.mode()), Columns::of(&gaps, GAP, canvas.mode()));
        let texts = rows.iter().map(|row| {
            let row = match row {
                Row::Batch(id) => state
                    .batch(id.as_str())
                    .map(|batch| (of_batches.row(&batch_texts(batch), &numbers(batch)), batch_style(batch, theme))),
                Row::Gap(line) => state
                    .gap(line)
                    .map(|gap| (of_gaps.row(&gap_texts(gap), &period(gap, &open.plan)), gap_style(gap, theme))),
            };
            row.unwrap_or_default()
        });
        self.list.draw(canvas, body, true, texts);
    }
}

/// So many cells of a row are at most the state's, the batch's, the department's and the kind of paper's.
const BATCH: [usize; 4] = [16, 12, 14, 18];
/// And of a gap the state's, its own name's and the system's.
const GAP: [usize; 3] = [16, 12, 20];

/// What a batch's row says before its counts.
fn batch_texts(batch: &Batch) -> [String; 4] {
    let made = &batch.given.made;
    [format!("[{}]", batch_state(batch.state())), batch.id().to_string(), made.title.clone(), made.sheet.clone()]
}

fn numbers(batch: &Batch) -> String {
    match (batch.used(), batch.unused()) {
        (Some(used), Some(unused)) => {
            t!("ledger-row", given = batch.sheets, used = used, unused = unused, back = batch.typed_back())
        }
        _ => t!("ledger-row-out", given = batch.sheets),
    }
}

fn batch_style(batch: &Batch, theme: Theme) -> Style {
    match batch.state() {
        _ if batch.missing() > 0 || batch.is_doubled => theme.warning(),
        BatchState::Whole => theme.good(),
        _ => theme.text(),
    }
}

/// What a gap's row says before its period.
fn gap_texts(gap: &Gap) -> [String; 3] {
    [format!("[{}]", gap_state(gap)), t!("thing-gap"), gap.noted.made.system.title.clone()]
}

fn about_batch(batch: &Batch, plan: &Plan) -> Vec<String> {
    let made = &batch.given.made;
    let head = format!("{} {} {}", batch.id(), made.title, made.sheet);
    [head, counts(batch)].into_iter().chain(batch_remarks(batch)).chain(least(plan, made.department.as_str())).collect()
}

fn gap_style(gap: &Gap, theme: Theme) -> Style {
    if gap.closed.is_some() { theme.good() } else { theme.warning() }
}
