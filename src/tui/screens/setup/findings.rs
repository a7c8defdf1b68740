//! What `check` finds, in the terminal: what is wrong first, then what is worth knowing.

use ratatui::layout::Rect;

use super::allows;
use crate::site::{Diagnostic, Severity};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::screens::trouble::Trouble;
use crate::tui::screens::{Cx, Screen};
use crate::tui::widgets::list::List;

/// The list of findings.
#[derive(Default)]
pub struct Findings {
    list: List,
}

fn rows(model: &Model) -> Vec<&Diagnostic> {
    let mut found: Vec<&Diagnostic> = model.seen.iter().flat_map(|seen| &seen.findings).collect();
    found.sort_by_key(|found| found.severity);
    found
}

fn word(severity: Severity) -> String {
    match severity {
        Severity::Error => t!("setup-finding-error"),
        Severity::Warning => t!("setup-finding-warning"),
        Severity::Note => t!("setup-finding-note"),
    }
}

impl Screen for Findings {
    fn context(&self) -> Ctx {
        Ctx::Setup
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        allows(model, cmd)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let found = rows(cx.model);
        if self.list.handle(cmd, found.len(), 10) {
            return;
        }
        match (cmd, found.get(self.list.at)) {
            (Cmd::Enter, Some(chosen)) => {
                let hint = chosen.hint.as_deref().map(|hint| format!("\n{hint}")).unwrap_or_default();
                let said =
                    format!("{}\n{}{hint}", chosen.message, t!("setup-finding-file", file = chosen.file.as_str()));
                cx.push(Trouble::said(word(chosen.severity), said));
            }
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(rows(model).len());
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let found = rows(model);
        let count = |severity| found.iter().filter(|found| found.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let title = t!("setup-findings-title", errors = errors, warnings = warnings, notes = count(Severity::Note));
        let inside = canvas.page(area, &title, theme.text());
        let said = if errors + warnings > 0 { t!("setup-findings-some") } else { t!("setup-findings-good") };
        let taken = canvas.wrapped(Rect { height: inside.height / 3, ..inside }, &said, theme.strong());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let texts: Vec<_> = found
            .iter()
            .map(|found| {
                let style = if found.severity == Severity::Note { theme.text() } else { theme.warning() };
                (format!("{} {}", word(found.severity), found.message), style)
            })
            .collect();
        self.list.draw(canvas, body, true, texts.iter().map(|(text, style)| (text, *style)));
    }
}
