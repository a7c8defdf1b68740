//! The first screen: begin, or go on with an incident.

use ratatui::layout::Rect;

use super::first_sign::FirstSign;
use super::guide::Guide;
use super::menu::Menu;
use super::since::Since;
use super::{Action, Cx, Screen, Todo};
use crate::domain::guide::{all_steps, tally};
use crate::domain::incident::Stage;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, elapsed, short_id};
use crate::tui::msg::{Effect, Snapshot};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;

/// The list of incidents, headed by the way to begin one.
#[derive(Default)]
pub struct Home {
    list: List,
    /// Somebody moved in the list: it is not moved for him or her any more.
    moved: bool,
}

impl Screen for Home {
    fn context(&self) -> Ctx {
        Ctx::Home
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        // What concerns one incident is offered inside of it.
        !matches!(
            cmd,
            Cmd::Report | Cmd::Scribe | Cmd::Contacts | Cmd::Chronology | Cmd::Criteria | Cmd::Back | Cmd::TakeBack
        )
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter && self.list.at == 0).then(|| t!("label-begin"))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = cx.model.incidents().len() + 1;
        if self.list.handle(cmd, rows, 10) {
            self.moved = true;
            return;
        }
        match cmd {
            Cmd::Begin => cx.push(FirstSign::new(false)),
            Cmd::BeginDrill => cx.push(FirstSign::new(true)),
            Cmd::Enter => match self.list.at.checked_sub(1) {
                None => cx.push(FirstSign::new(false)),
                Some(at) => {
                    let Some(chosen) = cx.model.incidents().get(at).map(|chosen| (*chosen).clone()) else { return };
                    open(chosen, cx);
                    if cx.model.has_news() {
                        cx.push(Since::new(cx.model));
                    }
                }
            },
            Cmd::Quit => cx.todo.push(Todo::Quit),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        // Where something is going on, going on with it is meant, not a second beginning.
        let goes_on = model.incidents().first().is_some_and(|first| first.incident.stage == Stage::Open);
        if goes_on && !self.moved {
            self.list.at = 1;
        }
        self.list.clamp(model.incidents().len() + 1);
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(at) => self.list.point(at),
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.frame(area, &t!("home-title"), theme.text());
        let mut y = inside.y;
        let row = |canvas: &mut Canvas<'_>, y: u16, text: &str, style| {
            canvas.put(inside.x + 1, y, inside.width.saturating_sub(2), text, style)
        };
        let begin = if self.list.at == 0 { theme.chosen() } else { theme.strong() };
        let marker = if self.list.at == 0 { ">" } else { " " };
        if inside.height > 10 {
            y += 1;
        }
        canvas.spot(Rect { y, height: 2.min(inside.bottom().saturating_sub(y)), ..inside }, Spot::Row(0));
        row(canvas, y, &format!("{marker} {} ", t!("home-begin")), begin);
        y += 1;
        row(canvas, y, &format!("  {}", t!("home-begin-why")), theme.faint());
        y += 2;
        let incidents = model.incidents();
        if incidents.is_empty() {
            let text = if model.seen.is_some() { t!("home-none") } else { t!("home-reading") };
            row(canvas, y, &format!("  {text}"), theme.text());
            return;
        }
        let heights: Vec<u16> = incidents.iter().map(|snapshot| height(snapshot)).collect();
        let room = inside.bottom().saturating_sub(y);
        let shown = List { at: self.list.at.saturating_sub(1) };
        let first = shown.first_in_sight(&heights, room);
        let mut heading = None;
        for (at, snapshot) in incidents.iter().enumerate().skip(first) {
            let title = heading_of(snapshot);
            if heading.as_ref() != Some(&title) && y < inside.bottom() {
                row(canvas, y, &title, theme.strong());
                heading = Some(title);
                y += 1;
            }
            if y >= inside.bottom() {
                break;
            }
            let chosen = self.list.at == at + 1;
            let line = title_line(snapshot, model);
            let marker = if chosen { ">" } else { " " };
            canvas.spot(Rect { y, height: height(snapshot).min(inside.bottom() - y), ..inside }, Spot::Row(at + 1));
            row(canvas, y, &format!("{marker} {line}"), if chosen { theme.chosen() } else { theme.text() });
            y += 1;
            if height(snapshot) > 1 && y < inside.bottom() {
                let (text, urgent) = count_line(snapshot, model);
                row(canvas, y, &format!("    {text}"), if urgent { theme.warning() } else { theme.text() });
                y += 1;
            }
        }
    }
}

/// Shows an incident, and asks for its newest lines.
pub fn open(chosen: Snapshot, cx: &mut Cx<'_>) {
    let left = cx.model.all_read();
    cx.todo.extend(left.map(Todo::Ask));
    cx.todo.push(Todo::Ask(Effect::Open(chosen.id.clone())));
    cx.model.open = Some(chosen);
    cx.model.last_act = None;
    cx.go_to(Guide::default());
}

/// A memo from here belongs to what is going on: with nothing going on it is the first line of something new.
pub fn memo(cx: &mut Cx<'_>) {
    let going_on = cx.model.incidents().into_iter().filter(|known| known.incident.stage == Stage::Open);
    let going_on: Vec<Snapshot> = going_on.cloned().collect();
    match going_on.as_slice() {
        [] => cx.push(FirstSign::new(false)),
        [only] => {
            open(only.clone(), cx);
            cx.todo.push(Todo::Give(Cmd::Memo));
        }
        _ => {
            let row = |snapshot: Snapshot| -> (String, Action) {
                let text = title_line(&snapshot, cx.model);
                let action: Action = Box::new(move |cx| {
                    open(snapshot.clone(), cx);
                    cx.todo.push(Todo::Give(Cmd::Memo));
                });
                (text, action)
            };
            let rows = going_on.into_iter().map(row).collect();
            Menu::push(cx, t!("home-memo-which"), rows);
        }
    }
}

fn height(snapshot: &Snapshot) -> u16 {
    if snapshot.incident.stage == Stage::Closed { 1 } else { 2 }
}

fn heading_of(snapshot: &Snapshot) -> String {
    match (snapshot.incident.stage, snapshot.incident.drill) {
        (Stage::Open, false) => t!("home-heading-open"),
        (Stage::Open, true) => t!("home-heading-drill"),
        (Stage::StoodDown, _) => t!("home-heading-stood-down"),
        (Stage::Closed, _) => t!("home-heading-closed"),
    }
}

fn title_line(snapshot: &Snapshot, model: &Model) -> String {
    let incident = &snapshot.incident;
    let mark = if incident.drill { t!("mark-drill") } else { t!("mark-real") };
    let since = match incident.noticed_at() {
        Some(at) => format!("{} {}", t!("noticed-at", at = clock(at, model.now)), elapsed(at, model.now)),
        None => t!("time-unknown"),
    };
    let level = match incident.declaration() {
        Some(made) if made.awaits_confirmation() => t!("level-provisional", level = made.made.level),
        Some(made) => t!("level-short", level = made.made.level),
        None => t!("level-none"),
    };
    let noticed = incident.opening.as_ref().map_or("", |opening| opening.text.as_str());
    format!("{mark}{level} {since} ..{} {noticed}", short_id(&snapshot.id))
}

/// What is open in it, and whether something is overdue.
fn count_line(snapshot: &Snapshot, model: &Model) -> (String, bool) {
    let steps = all_steps(&snapshot.incident, &snapshot.plan);
    let tally = tally(&steps, model.now);
    let orders = snapshot.incident.open_orders().count();
    let unconfirmed = snapshot.incident.unconfirmed().count();
    let mark = if tally.overdue > 0 { "! " } else { "" };
    let text = t!(
        "home-counts",
        overdue = tally.overdue,
        failed = tally.failed,
        later = tally.later,
        orders = orders,
        unconfirmed = unconfirmed
    );
    (format!("{mark}{text}"), tally.overdue > 0)
}
