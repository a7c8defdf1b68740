//! The first screen: begin, or go on with an incident.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::call_sheet::CallSheet;
use super::chronology::Chronology;
use super::confirm_all::confirm_all;
use super::declare::Declare;
use super::duties::Duties;
use super::first_sign::FirstSign;
use super::guide::Guide;
use super::menu::Menu;
use super::normal::Normal;
use super::outbox::Outbox;
use super::round::Rounds;
use super::setup::{self, Setup};
use super::since::Since;
use super::tour::Tour;
use super::unfinished::UnfinishedTexts;
use super::{Action, Cx, Screen, Todo, home_readiness, step_detail};
use crate::domain::attention::{Attention, Pressing, attention};
use crate::domain::call_again::open_calls;
use crate::domain::guide::{all_steps, tally};
use crate::domain::id::Id;
use crate::domain::incident::Stage;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::digest::duties::summary;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, elapsed, short_id};
use crate::tui::msg::{Effect, Snapshot};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::{List, draw_row};

/// The list of incidents with what presses in each, headed by the way to begin one.
#[derive(Default)]
pub struct Home {
    list: List,
    /// What somebody chose: it is followed when rows come and go by the clock. `None`: nobody has moved yet.
    chosen: Option<Place>,
}

/// What a row is about, whatever its number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Begin,
    Tour,
    Setup,
    Unfinished,
    Readiness,
    Contacts,
    Incident(Id),
    Item(Id, Pressing),
}

/// What stands in a row that can be chosen.
enum Row<'a> {
    /// Begin an incident.
    Begin,
    /// See the program in five screens.
    Tour,
    /// Make the site one's own.
    Setup(usize),
    /// Go on with unfinished texts.
    Unfinished,
    /// See how ready the facility is.
    Readiness(String),
    /// Check the contacts again.
    Contacts(String),
    /// Go on with an incident.
    Incident(&'a Snapshot),
    /// Go to what presses in it.
    Item(&'a Snapshot, Attention),
}

impl Row<'_> {
    fn place(&self) -> Place {
        match self {
            Self::Begin => Place::Begin,
            Self::Tour => Place::Tour,
            Self::Setup(_) => Place::Setup,
            Self::Unfinished => Place::Unfinished,
            Self::Readiness(_) => Place::Readiness,
            Self::Contacts(_) => Place::Contacts,
            Self::Incident(snapshot) => Place::Incident(snapshot.id.clone()),
            Self::Item(snapshot, item) => Place::Item(snapshot.id.clone(), item.kind.clone()),
        }
    }
}

/// How much of what presses in one incident is shown: the rest is counted.
const ITEMS: usize = 5;

fn rows(model: &Model) -> Vec<Row<'_>> {
    let mut rows = vec![Row::Begin];
    if !model.unfinished.is_empty() {
        rows.push(Row::Unfinished);
    }
    let incidents = model.incidents();
    if incidents.is_empty() && !model.looks.toured {
        rows.push(Row::Tour);
    }
    let quiet = home_readiness::row(model).map(Row::Readiness);
    let samples = model.seen.as_deref().map(setup::samples).filter(|count| *count > 0).map(Row::Setup);
    // While something goes on, what is urgent stands above.
    let (above, below) = if goes_on(model) { (None, samples) } else { (samples, None) };
    rows.extend(above);
    for snapshot in incidents {
        rows.push(Row::Incident(snapshot));
        if snapshot.incident.stage != Stage::Closed {
            let items = attention(&snapshot.incident, &snapshot.plan, model.now);
            rows.extend(items.into_iter().take(ITEMS).map(|item| Row::Item(snapshot, item)));
        }
    }
    rows.extend(below);
    rows.extend(quiet);
    rows.extend(home_readiness::contacts_row(model).map(Row::Contacts));
    rows
}

/// Whether something is going on: going on with it is meant then, and no second beginning.
fn goes_on(model: &Model) -> bool {
    model.incidents().first().is_some_and(|first| first.incident.stage == Stage::Open)
}

impl Home {
    /// The row of what was chosen. Where that is gone, its incident; with nothing chosen, what goes on, else the beginning.
    fn at(&self, rows: &[Row<'_>], model: &Model) -> usize {
        let find = |wanted: &Place| rows.iter().position(|row| row.place() == *wanted);
        let Some(chosen) = &self.chosen else {
            let first = rows.iter().position(|row| matches!(row, Row::Incident(_)));
            return first.filter(|_| goes_on(model)).unwrap_or(0);
        };
        let of_same = match chosen {
            Place::Item(id, _) => find(&Place::Incident(id.clone())),
            _ => None,
        };
        find(chosen).or(of_same).unwrap_or_else(|| self.list.at.min(rows.len().saturating_sub(1)))
    }

    fn choose(&mut self, at: usize, rows: &[Row<'_>]) {
        self.list.at = at;
        self.chosen = rows.get(at).map(Row::place);
    }
}

impl Screen for Home {
    fn context(&self) -> Ctx {
        Ctx::Home
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        // What concerns one incident is offered inside of it, but for the calls: those are many, and soon.
        if cmd == Cmd::Contacts {
            return goes_on(model);
        }
        !matches!(
            cmd,
            Cmd::Report
                | Cmd::Scribe
                | Cmd::Chronology
                | Cmd::Criteria
                | Cmd::Duties
                | Cmd::Back
                | Cmd::TakeBack
                | Cmd::Left
                | Cmd::Right
                | Cmd::Next
                | Cmd::Previous
        )
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        let begins = self.chosen.as_ref().map_or_else(|| !goes_on(model), |chosen| *chosen == Place::Begin);
        (cmd == Cmd::Enter && begins).then(|| t!("label-begin"))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = rows(cx.model);
        self.list.at = self.at(&rows, cx.model);
        if self.list.handle(cmd, rows.len(), 10) {
            return self.choose(self.list.at, &rows);
        }
        match cmd {
            Cmd::Begin => cx.push(FirstSign::new(false)),
            Cmd::BeginDrill => cx.push(FirstSign::new(true)),
            Cmd::Enter => match rows.get(self.list.at) {
                Some(Row::Begin) => cx.push(FirstSign::new(false)),
                Some(Row::Tour) => cx.push(Tour::default()),
                Some(Row::Setup(_)) => cx.push(Setup::default()),
                Some(Row::Unfinished) => cx.push(UnfinishedTexts::default()),
                Some(Row::Readiness(_)) => home_readiness::open(cx),
                Some(Row::Contacts(_)) => cx.push(Rounds::new(cx.model)),
                Some(Row::Incident(snapshot)) => {
                    let chosen = (*snapshot).clone();
                    open(chosen, cx);
                    if cx.model.has_news() {
                        let since = Since::new(cx.model);
                        cx.push(since);
                    }
                }
                Some(Row::Item(snapshot, item)) => {
                    let (chosen, item) = ((*snapshot).clone(), item.kind.clone());
                    open_at(chosen, &item, cx);
                }
                None => {}
            },
            Cmd::Contacts => {
                let chosen = match rows.get(self.list.at) {
                    Some(Row::Incident(snapshot) | Row::Item(snapshot, _)) => Some(*snapshot),
                    _ => cx.model.incidents().first().copied(),
                };
                if let Some(chosen) = chosen.cloned() {
                    open(chosen, cx);
                    cx.push(CallSheet::default());
                }
            }
            Cmd::Quit => cx.todo.push(Todo::Quit),
            _ => {}
        }
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let rows = rows(model);
        let again = self.at(&rows, model) == at;
        self.choose(at, &rows);
        if again { Pointed::Entered } else { Pointed::Chosen }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("home-title"), theme.text());
        let rows = rows(model);
        let mut heading = None;
        let blocks: Vec<Block> = rows
            .iter()
            .map(|row| {
                let mut block = block(row, model, theme);
                // One heading stands above all incidents that it fits.
                if block.heading == heading {
                    block.heading = None;
                } else {
                    heading.clone_from(&block.heading);
                }
                block
            })
            .collect();
        let roomy = u16::from(inside.height > 10);
        let heights: Vec<u16> = blocks.iter().map(Block::height).collect();
        let inside = Rect { y: inside.y + roomy, height: inside.height - roomy, ..inside };
        let list = List { at: self.at(&rows, model) };
        let first = list.first_in_sight(&heights, inside.height);
        let mut y = inside.y;
        for (at, block) in blocks.iter().enumerate().skip(first) {
            let room = inside.bottom().saturating_sub(y);
            block.draw(canvas, Rect { y, height: room, ..inside }, at == list.at, Spot::Row(at));
            y += block.height().min(room);
        }
        if !rows.iter().any(|row| matches!(row, Row::Incident(_))) && y < inside.bottom() {
            let text = if model.seen.is_some() { t!("home-none") } else { t!("home-reading") };
            canvas.put(inside.x + 2, y, inside.width.saturating_sub(2), &text, theme.text());
        }
    }
}

/// A row that can be chosen, with the heading above it and what is said below it.
struct Block {
    heading: Option<String>,
    row: (String, Style),
    below: Vec<(String, Style)>,
}

impl Block {
    fn height(&self) -> u16 {
        u16::from(self.heading.is_some()) + 1 + cells(self.below.len())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, chosen: bool, spot: Spot) {
        let mut ys = area.top()..area.bottom();
        let strong = canvas.theme.strong();
        if let Some((heading, y)) = self.heading.as_ref().and_then(|heading| Some((heading, ys.next()?))) {
            canvas.put(area.x, y, area.width, heading, strong);
        }
        let Some(y) = ys.next() else { return };
        draw_row(canvas, Rect { y, height: 1, ..area }, chosen, &self.row.0, self.row.1, spot);
        for ((text, style), y) in self.below.iter().zip(ys) {
            canvas.spot(Rect { y, height: 1, ..area }, spot);
            canvas.put(area.x + 2, y, area.width.saturating_sub(2), text, *style);
        }
    }
}

fn block(row: &Row<'_>, model: &Model, theme: Theme) -> Block {
    let blank = (String::new(), theme.text());
    let alone =
        |text: String, style: Style, below: Vec<(String, Style)>| Block { heading: None, row: (text, style), below };
    match row {
        Row::Begin => alone(t!("home-begin"), theme.strong(), vec![(t!("home-begin-why"), theme.faint()), blank]),
        Row::Tour => alone(t!("home-tour"), theme.text(), vec![blank]),
        Row::Setup(samples) => alone(t!("home-setup", count = (*samples)), theme.text(), vec![blank]),
        Row::Unfinished => {
            let text = t!("home-unfinished", count = model.unfinished.len());
            alone(text, theme.accent(), vec![blank])
        }
        Row::Readiness(text) | Row::Contacts(text) => alone(text.clone(), theme.text(), vec![blank]),
        Row::Incident(snapshot) => {
            let below = if snapshot.incident.stage == Stage::Closed {
                Vec::new()
            } else {
                let (text, urgent) = count_line(snapshot, model);
                let style = |urgent| if urgent { theme.warning() } else { theme.text() };
                let duties = snapshot.digest.duties();
                let is_over = duties.iter().any(|duty| duty.is_overdue(model.now));
                let duties = summary(duties, model.now).map(|text| (text, style(is_over)));
                [(text, style(urgent))].into_iter().chain(duties).collect()
            };
            Block { heading: Some(heading_of(snapshot)), ..alone(title_line(snapshot, model), theme.text(), below) }
        }
        Row::Item(snapshot, item) => {
            let style = if item.is_overdue { theme.warning() } else { theme.text() };
            alone(format!("  {}", item_line(item, snapshot, model)), style, Vec::new())
        }
    }
}

/// What presses, in one row.
fn item_line(item: &Attention, snapshot: &Snapshot, model: &Model) -> String {
    let title = item.title.as_str();
    let due: String = item.due.map(|due| step_detail::remaining(due, model.now)).unwrap_or_default();
    match &item.kind {
        Pressing::OverdueStep(_) => t!("home-item-overdue", due = due, title = title),
        Pressing::FailedStep(_) => t!("home-item-failed", title = title),
        Pressing::Declaration(_) => t!("home-item-declaration", title = title),
        Pressing::Order { owner, .. } => {
            let role = snapshot.plan.facility.role_title(owner.as_str());
            t!("home-item-order", role = role, title = title, due = due)
        }
        Pressing::Calls(count) => t!("home-item-calls", count = (*count), title = title, due = due),
        Pressing::Mails(count) => t!("home-item-mails", count = (*count), title = title),
        Pressing::Taken(count) => t!("home-item-taken", count = (*count), title = title, due = due),
        Pressing::Return(count) => t!("home-item-return", count = (*count), title = title),
        Pressing::LaterStep(_) => t!("home-item-later", title = title, due = due),
        Pressing::Duty(id) => {
            let due = snapshot.digest.duty(id).map(|duty| duty.due.clone()).unwrap_or_default();
            if item.is_overdue {
                t!("home-item-duty-overdue", title = title, due = due)
            } else {
                t!("home-item-duty", title = title, due = due)
            }
        }
        Pressing::PerhapsDuties { count } => t!("home-item-perhaps-duties", count = (*count)),
        Pressing::Unconfirmed { person, count } => {
            let name = person.as_ref().map_or_else(|| t!("mark-nameless"), |who| who.name.clone());
            t!("home-item-unconfirmed", name = name, count = (*count))
        }
    }
}

/// Shows an incident where something presses.
fn open_at(chosen: Snapshot, item: &Pressing, cx: &mut Cx<'_>) {
    open(chosen, cx);
    let Some(open) = cx.model.open.clone() else { return };
    match item {
        Pressing::OverdueStep(key) | Pressing::FailedStep(key) | Pressing::LaterStep(key) => {
            cx.go_to(Guide::at(&open, key));
        }
        Pressing::Declaration(_) => cx.push(Declare::new(cx.model)),
        Pressing::Duty(id) => cx.push(Duties::at(&open, id)),
        Pressing::PerhapsDuties { .. } => cx.push(Duties::at_unsettled(&open)),
        Pressing::Order { line, .. } => {
            let screen = Chronology::at(cx.model, line);
            cx.push(screen);
        }
        Pressing::Calls(_) => cx.push(CallSheet::default()),
        Pressing::Mails(_) => cx.push(Outbox::default()),
        Pressing::Taken(_) | Pressing::Return(_) => cx.push(Normal::default()),
        Pressing::Unconfirmed { .. } => cx.push(confirm_all(cx.model)),
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
        _ if incident.stage == Stage::StoodDown => t!("stage-stood-down"),
        _ if incident.stage == Stage::Closed => t!("stage-closed"),
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
    let unconfirmed = snapshot.digest.unconfirmed();
    let mark = if tally.overdue > 0 { "! " } else { "" };
    let text = t!(
        "home-counts",
        overdue = tally.overdue,
        failed = tally.failed,
        later = tally.later,
        orders = orders,
        unconfirmed = unconfirmed
    );
    // An evening of overdue steps does not push the calls out of sight.
    let calls = open_calls(&snapshot.incident, &snapshot.plan).len();
    let calls = if calls > 0 { t!("home-counts-calls", count = calls) } else { String::new() };
    (format!("{mark}{text}{calls}"), tally.overdue > 0)
}
