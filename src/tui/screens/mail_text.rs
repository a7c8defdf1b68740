//! A mail to be read: its head and text, before it is queued and after.
//!
//! Owns how far one has scrolled.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::{Cx, Screen};
use crate::app::outbox::Previewed;
use crate::domain::outbox::Mail;
use crate::notify::read_back::text_of;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;

/// A mail to be read: its head, its text, and how far one has scrolled.
#[derive(Default)]
pub struct MailText {
    lines: Vec<String>,
    first: usize,
    /// The furthest one can scroll, as it was drawn last.
    most: Cell<usize>,
}

impl MailText {
    /// As it would be queued.
    pub fn of_preview(previewed: &Previewed) -> Self {
        let to = previewed.queued.to.iter().map(|to| match &to.name {
            Some(name) => format!("{name} <{}>", to.address),
            None => to.address.clone(),
        });
        let to = to.collect::<Vec<_>>().join(&t!("list-separator"));
        Self::new(Some(&previewed.from), &to, &previewed.queued.subject, &previewed.text)
    }

    /// As it was queued.
    pub fn of(mail: &Mail) -> Self {
        let text = text_of(&mail.queued.message).unwrap_or_else(|| mail.queued.message.clone());
        Self::new(None, &super::outbox::recipients(mail), &mail.queued.subject, &text)
    }

    fn new(from: Option<&str>, to: &str, subject: &str, text: &str) -> Self {
        let mut lines: Vec<String> = from.map(|from| t!("outbox-preview-from", from = from)).into_iter().collect();
        lines.push(t!("outbox-preview-to", to = to));
        lines.push(t!("outbox-preview-subject", subject = subject));
        lines.push(String::new());
        lines.extend(text.lines().map(ToOwned::to_owned));
        Self { lines, ..Self::default() }
    }

    /// Scrolls; says whether the command was one that does.
    pub fn scroll(&mut self, cmd: Cmd) -> bool {
        let (first, most) = (self.first.min(self.most.get()), self.most.get());
        self.first = match cmd {
            Cmd::Up => first.saturating_sub(1),
            Cmd::Down => (first + 1).min(most),
            Cmd::PageUp => first.saturating_sub(10),
            Cmd::PageDown => (first + 10).min(most),
            Cmd::First => 0,
            Cmd::Last => most,
            _ => return false,
        };
        true
    }

    /// Draws it, with what can be done with it below.
    pub fn draw(&self, title: &str, foot: &str, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, title, theme.accent());
        let room = Rect { height: inside.height.saturating_sub(1), ..inside };
        let rows: Vec<String> = self.lines.iter().flat_map(|line| canvas.rows(line, room.width)).collect();
        self.most.set(rows.len().saturating_sub(usize::from(room.height)));
        let rows: Vec<String> = rows.into_iter().skip(self.first.min(self.most.get())).collect();
        canvas.put_rows(room, &rows, theme.text());
        if inside.height > 1 {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, foot, theme.strong());
        }
    }
}

impl Screen for MailText {
    fn context(&self) -> Ctx {
        Ctx::OutboxMail
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Enter
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if !self.scroll(cmd) && cmd == Cmd::Back {
            cx.back();
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(&t!("outbox-mail-title"), &t!("outbox-mail-foot"), canvas, area);
    }
}
