//! F1: which keys there are on the screen below, in words. Made of the key table.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Cx, Screen};
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{self, Binding, Cmd, Ctx, Group};
use crate::tui::model::Model;

/// The page of keys of a context.
pub struct Help {
    rows: Vec<&'static Binding>,
    first: usize,
}

impl Help {
    /// The page for a screen: the keys that do something there now.
    pub fn of(screen: &dyn Screen, model: &Model) -> Self {
        let rows = keys::rows(screen.context()).into_iter().filter(|row| screen.enabled(model, row.cmd)).collect();
        Self { rows, first: 0 }
    }

    fn rows(&self, canvas: &Canvas<'_>, room: u16) -> Vec<(String, Style)> {
        let theme = canvas.theme;
        let mut rows: Vec<(String, Style)> = Vec::new();
        for text in [t!("key-intro"), t!("key-intro-record")] {
            rows.extend(canvas.rows(&text, room).into_iter().map(|row| (row, theme.text())));
        }
        let groups = [
            (Group::Record, t!("key-group-record")),
            (Group::Go, t!("key-group-go")),
            (Group::Move, t!("key-group-move")),
            (Group::Program, t!("key-group-program")),
        ];
        for (group, title) in groups {
            rows.push((String::new(), theme.text()));
            rows.push((title, theme.strong()));
            for row in self.rows.iter().filter(|row| row.group == group) {
                let names: Vec<String> = row.keys.iter().map(|key| keys::shown(key)).collect();
                let lead = pad(&format!("  {}", names.join(" / ")), 20, canvas.mode());
                let below = " ".repeat(20);
                let help = canvas.rows(&(row.help)(), room.saturating_sub(20));
                rows.extend(
                    help.into_iter()
                        .enumerate()
                        .map(|(at, help)| (format!("{}{help}", if at == 0 { &lead } else { &below }), theme.text())),
                );
            }
        }
        rows
    }
}

impl Screen for Help {
    fn context(&self) -> Ctx {
        Ctx::Help
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        matches!(
            cmd,
            Cmd::Back
                | Cmd::Up
                | Cmd::Down
                | Cmd::PageUp
                | Cmd::PageDown
                | Cmd::First
                | Cmd::Last
                | Cmd::Help
                | Cmd::Quit
        )
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Back | Cmd::Help => cx.back(),
            Cmd::Down => self.first += 1,
            Cmd::Up => self.first = self.first.saturating_sub(1),
            Cmd::PageDown => self.first += 10,
            Cmd::PageUp => self.first = self.first.saturating_sub(10),
            Cmd::First => self.first = 0,
            Cmd::Last => self.first = usize::from(u16::MAX),
            _ => {}
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("key-title"), theme.text());
        let rows = self.rows(canvas, inside.width);
        let room = inside.height.saturating_sub(1);
        let most = rows.len().saturating_sub(usize::from(room));
        let first = self.first.min(most);
        for ((text, style), y) in rows.iter().skip(first).zip(inside.top()..inside.top() + room) {
            canvas.put(inside.x, y, inside.width, text, *style);
        }
        if most > 0 && inside.height > 1 {
            let at = t!("key-scroll", at = (cells(first) + 1), all = rows.len());
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &at, theme.faint());
        }
    }
}
