//! One system on its way back: where it stands, what comes next, and all that was written about it.
//!
//! What it says in order is [`details`]; how far it is scrolled, the widget's.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::restore::rows;
use super::restore_acts::{self, next_act};
use super::restore_form::Act;
use super::{Cx, Screen};
use crate::domain::id::Id;
use crate::domain::restoration::Row;
use crate::message::restoring::{details, next, stage};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::theme::Theme;
use crate::tui::widgets::reading::Reading;

/// One system.
pub struct RestoreDetail {
    id: Id,
    reading: Reading,
}

impl RestoreDetail {
    /// Shows a system.
    pub fn of(id: Id) -> Self {
        Self { id, reading: Reading::default() }
    }

    /// Where it stands, what comes next, and everything that was written about it.
    fn texts(&self, model: &Model, theme: Theme) -> Vec<(String, Style)> {
        let (Some(open), Some(row)) = (&model.open, self.row(model)) else { return Vec::new() };
        let since = row.since().map(|at| format!("  {}", clock(at, model.now))).unwrap_or_default();
        let mut texts =
            vec![(row.title.clone(), theme.strong()), (format!("{}{since}", stage(row.stage)), theme.accent())];
        let comes = Some(next(&row)).filter(|next| !next.is_empty());
        texts.extend(comes.map(|next| (t!("restore-next", what = next), theme.strong())));
        let fallback = row.system.and_then(|system| system.fallback.as_deref());
        texts.extend(fallback.map(|words| (t!("restore-fallback", words = words), theme.faint())));
        texts.extend(details(&row, &open.plan.facility).into_iter().map(|text| (text, theme.text())));
        texts
    }

    fn row<'a>(&self, model: &'a Model) -> Option<Row<'a>> {
        rows(model).into_iter().find(|row| row.id == self.id)
    }
}

impl Screen for RestoreDetail {
    fn context(&self) -> Ctx {
        Ctx::RestoreDetail
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Enter || self.row(model).as_ref().and_then(next_act).is_some()
    }

    /// Enter does what comes next, and says what that is.
    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter).then(|| next_act(&self.row(model)?)).flatten().map(Act::title)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(act) = self.row(cx.model).map(|row| next_act(&row)) else { return cx.back() };
        let systems = [self.id.clone()];
        match cmd {
            Cmd::Back => cx.back(),
            Cmd::Enter => {
                if let Some(act) = act {
                    restore_acts::begin(act, &systems, cx);
                }
            }
            Cmd::Check | Cmd::StepBack | Cmd::Acts => restore_acts::give(cmd, &systems, cx),
            other => {
                let texts: Vec<String> =
                    self.texts(cx.model, cx.model.theme).into_iter().map(|(text, _)| text).collect();
                self.reading.handle(other, cx.model, || texts);
            }
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("restore-detail-title"), theme.text());
        if self.reading.view(canvas, inside, &self.texts(model, theme)) {
            canvas.put(inside.right().saturating_sub(1), inside.bottom().saturating_sub(1), 1, "~", theme.strong());
        }
    }
}
