//! 周知の文: the texts there are, and when each was given out last.

use ratatui::layout::Rect;

use super::announce_text::AnnounceText;
use super::{Cx, Screen};
use crate::domain::announcement::Announcement;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::msg::Snapshot;
use crate::tui::widgets::list::List;

/// The list of texts.
#[derive(Default)]
pub struct Announce {
    list: List,
}

fn row(template: &Announcement, open: &Snapshot, model: &Model) -> String {
    let mut given = open.incident.announcements.iter().filter(|made| made.made.template == template.id);
    let said = match given.next_back() {
        None => String::new(),
        Some(made) => {
            t!("announce-row-given", at = made.at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now)))
        }
    };
    format!("{} {said}", template.title)
}

impl Screen for Announce {
    fn context(&self) -> Ctx {
        Ctx::Announce
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Announce && (cmd != Cmd::Enter || model.plan().is_some_and(|plan| !plan.announcements.is_empty()))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return cx.back() };
        if self.list.handle(cmd, open.plan.announcements.len(), 10) {
            return;
        }
        match cmd {
            Cmd::Enter => {
                let template = open.plan.announcements.get(self.list.at);
                match template.and_then(|template| AnnounceText::new(cx.model, &template.id)) {
                    Some(screen) => cx.push(screen),
                    None => cx.model.say(t!("announce-cannot")),
                }
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(model.plan().map_or(0, |plan| plan.announcements.len()));
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let title = t!("announce-title-at", at = (self.list.at + 1), all = open.plan.announcements.len());
        let inside = canvas.page(area, &title, theme.text());
        if open.plan.announcements.is_empty() {
            canvas.wrapped(inside, &t!("announce-none"), theme.warning());
            return;
        }
        let taken = canvas.wrapped(inside, &t!("announce-lead"), theme.faint());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let rows = open.plan.announcements.iter().map(|template| (row(template, open, model), theme.text()));
        self.list.draw(canvas, body, true, rows);
    }
}
