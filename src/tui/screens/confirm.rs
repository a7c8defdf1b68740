//! A question before something weighty: Enter does it, Esc does not.

use ratatui::layout::Rect;

use super::{Action, Cx, Screen};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;

/// A question with what Enter does.
pub struct Confirm {
    ask: String,
    then: Action,
    otherwise: Option<Action>,
}

impl Confirm {
    /// A question.
    pub fn new(ask: String, then: impl Fn(&mut Cx<'_>) + 'static) -> Self {
        Self { ask, then: Box::new(then), otherwise: None }
    }

    /// With what Esc does beside leaving.
    #[must_use]
    pub fn otherwise(mut self, otherwise: impl Fn(&mut Cx<'_>) + 'static) -> Self {
        self.otherwise = Some(Box::new(otherwise));
        self
    }
}

impl Screen for Confirm {
    fn context(&self) -> Ctx {
        Ctx::Confirm
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        matches!(cmd, Cmd::Enter | Cmd::Back)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter => {
                cx.back();
                (self.then)(cx);
            }
            Cmd::Back => {
                cx.back();
                if let Some(otherwise) = &self.otherwise {
                    otherwise(cx);
                }
            }
            _ => {}
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let rows = cells(canvas.rows(&self.ask, area.width.saturating_sub(4)).len());
        let height = (rows + 4).min(area.height);
        let outside = Rect { y: area.y + (area.height - height) / 2, height, ..area };
        let inside = canvas.page(outside, &t!("confirm-title"), theme.accent());
        let taken = canvas.wrapped(inside, &self.ask, theme.strong());
        if taken + 1 < inside.height {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &t!("confirm-foot"), theme.accent());
        }
    }
}
