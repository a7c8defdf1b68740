//! One system on its way back: where it stands, what comes next, and all that was written about it.
//!
//! Owns how far it is scrolled.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::restore_acts::{self, next_act};
use super::{Cx, Screen};
use crate::domain::id::Id;
use crate::domain::restoration::{Row, board};
use crate::message::restoring::{details, next, stage};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};

/// One system.
pub struct RestoreDetail {
    id: Id,
    from: usize,
}

impl RestoreDetail {
    /// Shows a system.
    pub fn of(id: Id) -> Self {
        Self { id, from: 0 }
    }

    fn row<'a>(&self, model: &'a Model) -> Option<Row<'a>> {
        let open = model.open.as_ref()?;
        board(&open.incident, &open.plan).into_iter().find(|row| row.id == self.id)
    }
}

impl Screen for RestoreDetail {
    fn context(&self) -> Ctx {
        Ctx::RestoreDetail
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Enter || self.row(model).is_some_and(|row| next_act(&row).is_some())
    }

    /// Enter does what comes next, and says what that is.
    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter).then(|| next_act(&self.row(model)?)).flatten().map(|act| act.title())
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(act) = self.row(cx.model).map(|row| next_act(&row)) else { return cx.back() };
        let systems = [self.id.clone()];
        match cmd {
            Cmd::Back => cx.back(),
            Cmd::Up => self.from = self.from.saturating_sub(1),
            Cmd::Down => self.from += 1,
            Cmd::PageUp => self.from = self.from.saturating_sub(10),
            Cmd::PageDown => self.from += 10,
            Cmd::First => self.from = 0,
            Cmd::Enter => {
                if let Some(act) = act {
                    restore_acts::begin(act, &systems, cx);
                }
            }
            other => restore_acts::give(other, &systems, cx),
        }
        // A line takes a few rows at most; what is too far is held back when it is drawn.
        let Some(open) = &cx.model.open else { return };
        let most = self.row(cx.model).map_or(0, |row| 4 * (details(&row, &open.plan.facility).len() + 4));
        self.from = self.from.min(most);
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let (Some(open), Some(row)) = (&model.open, self.row(model)) else { return };
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("restore-detail-title"), theme.text());
        let since = row.since().map(|at| format!("  {}", clock(at, model.now))).unwrap_or_default();
        let mut texts =
            vec![(row.title.clone(), theme.strong()), (format!("{}{since}", stage(row.stage)), theme.accent())];
        let comes = Some(next(&row)).filter(|next| !next.is_empty());
        texts.extend(comes.map(|next| (t!("restore-next", what = next), theme.strong())));
        let fallback = row.system.and_then(|system| system.fallback.as_deref());
        texts.extend(fallback.map(|words| (t!("restore-fallback", words = words), theme.faint())));
        texts.extend(details(&row, &open.plan.facility).into_iter().map(|text| (text, theme.text())));
        let rows: Vec<(String, Style)> = texts
            .iter()
            .flat_map(|(text, style)| canvas.rows(text, inside.width).into_iter().map(|row| (row, *style)))
            .collect();
        // The last rows stay at the foot, however far somebody scrolls.
        let from = self.from.min(rows.len().saturating_sub(usize::from(inside.height)));
        for ((row, style), y) in rows.iter().skip(from).zip(inside.top()..inside.bottom()) {
            canvas.put(inside.x, y, inside.width, row, *style);
        }
        if rows.len() > from + usize::from(inside.height) {
            canvas.put(inside.right().saturating_sub(1), inside.bottom().saturating_sub(1), 1, "~", theme.strong());
        }
    }
}
