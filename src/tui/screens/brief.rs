//! 院長へ伝える: what one says on the telephone in a minute, and below it what is to be decided, with what was decided so far.
//!
//! Owns the choice of what is decided and how far the text is scrolled. What is said is the rules'.

use ratatui::layout::Rect;

use super::aloud::Aloud;
use super::brief_decide;
use super::declare::Declare;
use super::{Cx, Screen};
use crate::domain::briefing::{About, Part, Topic, briefing, topics};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock, lang};
use crate::tui::widgets::list::List;

/// The fewest rows of the list that stay in sight below a long text.
const LIST: u16 = 4;

/// The director at home.
#[derive(Default)]
pub struct Brief {
    list: List,
    first: usize,
}

fn parts(model: &Model) -> Vec<Part> {
    let Some(open) = &model.open else { return Vec::new() };
    briefing(&open.incident, &open.plan, model.keyboard.as_ref(), model.now, lang())
}

fn label(about: About) -> String {
    match about {
        About::Who => t!("brief-about-who"),
        About::What => t!("brief-about-what"),
        About::Patients => t!("brief-about-patients"),
        About::Cut => t!("brief-about-cut"),
        About::Told => t!("brief-about-told"),
        About::Ask => t!("brief-about-ask"),
    }
}

fn row(topic: &Topic<'_>, model: &Model) -> String {
    match &topic.settled {
        None => t!("brief-row-open", title = topic.topic.title.as_str(), ask = topic.topic.ask.as_str()),
        Some(settled) => {
            let at = settled.at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now));
            let by = settled.actor.as_ref().map(|who| who.name.clone()).unwrap_or_default();
            t!(
                "brief-row-settled",
                title = topic.topic.title.as_str(),
                words = settled.words.as_str(),
                at = at,
                by = by
            )
        }
    }
}

impl Screen for Brief {
    fn context(&self) -> Ctx {
        Ctx::Brief
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Brief && (cmd != Cmd::Enter || model.plan().is_some_and(|plan| !plan.decisions.is_empty()))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return cx.back() };
        match cmd {
            Cmd::Enter => {
                let Some(topic) = open.plan.decisions.get(self.list.at) else { return };
                if topic.fact.is_none() {
                    let screen = Declare::new(cx.model);
                    return cx.push(screen);
                }
                if let Some(form) = brief_decide::decide(cx.model, topic) {
                    cx.push(form);
                }
            }
            Cmd::Aloud => {
                let text = parts(cx.model).into_iter().map(|part| part.text).collect::<Vec<_>>().join("\n");
                cx.push(Aloud::new(t!("brief-title"), text));
            }
            Cmd::PageDown => self.first += 3,
            Cmd::PageUp => self.first = self.first.saturating_sub(3),
            Cmd::Back => cx.back(),
            other => {
                self.list.handle(other, open.plan.decisions.len(), 5);
            }
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(model.plan().map_or(0, |plan| plan.decisions.len()));
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let parts = parts(model);
        let count: usize = parts.iter().map(|part| part.text.chars().count()).sum();
        let inside = canvas.page(area, &t!("brief-title-count", count = count), theme.text());
        let labels: Vec<String> = parts.iter().map(|part| label(part.about)).collect();
        let indent = labels.iter().map(|label| canvas.width(label)).max().unwrap_or(0) + 1;
        let mut rows: Vec<(String, String)> = Vec::new();
        for (part, label) in parts.iter().zip(&labels) {
            for (at, text) in canvas.rows(&part.text, inside.width.saturating_sub(indent)).into_iter().enumerate() {
                rows.push((if at == 0 { label.clone() } else { String::new() }, text));
            }
        }
        let topics = topics(&open.incident, &open.plan);
        let wanted = cells(topics.len()) + 1;
        // The text has the room that it needs; the list scrolls.
        let below = wanted.min(inside.height.saturating_sub(cells(rows.len())).max(LIST + 1)).min(inside.height / 2);
        let room = inside.height.saturating_sub(below).min(cells(rows.len()) + 1);
        let first = self.first.min(rows.len().saturating_sub(usize::from(room)));
        for (y, (label, text)) in (inside.y..).zip(rows.iter().skip(first).take(usize::from(room))) {
            canvas.put(inside.x, y, indent, label, theme.accent());
            canvas.put(inside.x + indent, y, inside.width.saturating_sub(indent), text, theme.strong());
        }
        let list = Rect { y: inside.y + room, height: inside.height.saturating_sub(room), ..inside };
        if list.height == 0 {
            return;
        }
        let more = if rows.len() > usize::from(room) { t!("brief-more") } else { String::new() };
        canvas.put(list.x, list.y, list.width, &format!("{} {more}", t!("brief-ask")), theme.accent());
        let body = Rect { y: list.y + 1, height: list.height - 1, ..list };
        let rows = topics
            .iter()
            .map(|topic| (row(topic, model), if topic.settled.is_some() { theme.text() } else { theme.warning() }));
        self.list.draw(canvas, body, true, rows);
    }
}
