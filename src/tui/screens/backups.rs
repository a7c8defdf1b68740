//! The register of backups in quiet times: each with when it was last taken, approved and tried, and what falls short; below them
//! the work that waits for approval.

use ratatui::layout::Rect;

use super::backup_forms::{approved, taken, tested};
use super::round::is_of_incident;
use super::{Cx, Screen};
use crate::domain::backup::{Register, register};
use crate::domain::facility::Facility;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::report::backup_words as words;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Seen;
use crate::tui::widgets::list::List;

/// So many rows below the list say more about the chosen one, where there is room for them.
const DETAIL: u16 = 7;

/// The register.
#[derive(Default)]
pub struct Backups {
    list: List,
}

/// What can be chosen.
enum Row {
    Backup(Id),
    Work(Hash),
}

fn register_of<'a>(seen: &'a Seen, model: &Model) -> Register<'a> {
    register(&seen.plan.facility, &seen.series, &seen.duties, model.now)
}

fn rows(model: &Model) -> Vec<Row> {
    let Some(seen) = &model.seen else { return Vec::new() };
    let register = register_of(seen, model);
    let backups = register.backups.iter().map(|state| Row::Backup(state.backup.id.clone()));
    backups.chain(register.unapproved.iter().map(|work| Row::Work(work.hash()))).collect()
}

impl Backups {
    fn chosen(&self, model: &Model) -> Option<Row> {
        rows(model).into_iter().nth(self.list.at)
    }
}

/// What can be read of the list: each row with whether it presses.
fn texts(register: &Register<'_>, facility: &Facility) -> Vec<(String, bool)> {
    let backups = register.backups.iter().map(|state| {
        let mark = if state.short.is_empty() { "[x]" } else { "[!]" };
        let sample = if state.backup.sample { t!("backup-sample-mark") } else { String::new() };
        let last = state.taken.as_ref().map_or_else(|| t!("backup-never"), |taken| words::moment(facility, taken.at));
        let text = format!("{mark} {}{sample}  {}", state.backup.title, t!("backup-taken", at = last));
        (text, !state.short.is_empty())
    });
    let works =
        register.unapproved.iter().map(|entry| (t!("backup-waits", work = words::work(facility, entry)), false));
    backups.chain(works).collect()
}

/// What more there is to say about the chosen one.
fn detail(register: &Register<'_>, facility: &Facility, at: usize) -> String {
    let Some(state) = register.backups.get(at) else {
        let work = at.checked_sub(register.backups.len()).and_then(|at| register.unapproved.get(at));
        return work.map(|entry| words::work(facility, entry)).unwrap_or_default();
    };
    let short = state.short.iter().map(|short| format!("! {}", words::short(short, facility)));
    let said = [words::last(state, facility)].into_iter().chain(short).chain([words::about(state, facility)]);
    said.collect::<Vec<_>>().join("\n")
}

impl Screen for Backups {
    fn context(&self) -> Ctx {
        Ctx::Backups
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Done => matches!(self.chosen(model), Some(Row::Backup(_))),
            Cmd::Enter => self.chosen(model).is_some(),
            cmd => model.open.is_some() || !(is_of_incident(cmd) || matches!(cmd, Cmd::Duties | Cmd::Who)),
        }
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        match (cmd, self.chosen(model)?) {
            (Cmd::Enter, Row::Backup(_)) => Some(t!("label-backup-taken")),
            (Cmd::Enter, Row::Work(_)) => Some(t!("label-backup-approve")),
            _ => None,
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if cmd == Cmd::Back {
            return cx.back();
        }
        if self.list.handle(cmd, rows(cx.model).len(), 10) {
            return;
        }
        let form = match (cmd, self.chosen(cx.model)) {
            (Cmd::Enter, Some(Row::Backup(id))) => taken(cx.model, &id),
            (Cmd::Done, Some(Row::Backup(id))) => tested(cx.model, &id),
            (Cmd::Enter, Some(Row::Work(work))) => approved(cx.model, &work),
            _ => None,
        };
        if let Some(form) = form {
            cx.push(form);
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(rows(model).len());
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("place-backups"), theme.text());
        let Some(seen) = &model.seen else { return };
        let facility = &seen.plan.facility;
        let register = register_of(seen, model);
        let rows = texts(&register, facility);
        if rows.is_empty() {
            canvas.wrapped(inside, &t!("backup-none"), theme.warning());
            return;
        }
        let detail_height = if inside.height > DETAIL * 2 { DETAIL } else { 0 };
        let above = Rect { height: inside.height - detail_height, ..inside };
        let styled = rows.iter().map(|(text, presses)| (text, if *presses { theme.warning() } else { theme.text() }));
        self.list.draw(canvas, above, true, styled);
        if detail_height > 1 {
            let below = Rect { y: above.bottom() + 1, height: detail_height - 1, ..inside };
            canvas.wrapped(below, &detail(&register, facility, self.list.at), theme.faint());
        }
    }
}
