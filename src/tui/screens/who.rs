//! Who is at the keyboard. Asked after the first things were written, not before; nobody has to say.
//!
//! Owns the search in the staff list. Anybody's name is taken: who is not on the list is marked, and the near names are shown.

use ratatui::layout::Rect;

use super::confirm::Confirm;
use super::since::Since;
use super::{Cx, Screen, Todo};
use crate::domain::command::Command;
use crate::domain::hash::Hash;
use crate::domain::who::Who as Somebody;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// Choosing a name.
#[derive(Default)]
pub struct Who {
    search: TextField,
    list: List,
    /// Nobody is chosen until somebody types or moves: a stray Enter must not make one person another.
    chosen: bool,
    /// It was asked because lines have no name yet: the name is that of who typed them.
    of_nameless: bool,
}

impl Who {
    /// Asked because the first lines were written without a name.
    pub fn of_nameless() -> Self {
        Self { of_nameless: true, ..Self::default() }
    }

    /// The people that fit, and last the name as typed.
    fn rows(&self, model: &Model) -> Vec<Somebody> {
        let Some(plan) = model.plan() else { return Vec::new() };
        let text = self.search.text();
        let text = text.trim();
        let mut rows: Vec<Somebody> = typed::people(&plan, text).into_iter().map(typed::who).collect();
        let named = rows.iter().any(|who| who.name == text);
        if !text.is_empty() && !named {
            if rows.is_empty() {
                rows.extend(plan.facility.people_near(text).into_iter().map(typed::who));
            }
            rows.push(Somebody::stranger(text));
        }
        rows
    }
}

impl Screen for Who {
    fn context(&self) -> Ctx {
        Ctx::Who
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.search)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, model: &Model) {
        // A name that nobody on the list has is meant as it is; otherwise the first that fits.
        self.list.at = 0;
        self.chosen = !self.search.is_blank();
        let Some(plan) = model.plan() else { return };
        if typed::people(&plan, self.search.text().trim()).is_empty() {
            self.list.at = self.rows(model).len().saturating_sub(1);
        }
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        !cmd.leads_elsewhere()
    }

    fn offers(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Enter || self.chosen
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = self.rows(cx.model);
        if !self.chosen && matches!(cmd, Cmd::Up | Cmd::Down) {
            self.chosen = true;
            return;
        }
        if self.list.handle(cmd, rows.len(), 8) {
            self.chosen = true;
            return;
        }
        match cmd {
            Cmd::Enter if !self.chosen => cx.model.say(t!("who-choose")),
            Cmd::Enter => {
                let Some(who) = rows.get(self.list.at).cloned() else { return };
                cx.model.say(t!("who-now", name = who.name.as_str()));
                let kept = cx.model.change_hands(who);
                cx.todo.extend(kept.into_iter().map(Todo::Ask));
                cx.model.asked_who = true;
                cx.back();
                if cx.model.has_news() {
                    cx.push(Since::new(cx.model));
                }
                let nameless = nameless(cx.model).len();
                if self.of_nameless {
                    claim(cx);
                } else if nameless > 0 {
                    // Hands changed: whoever wrote before may be somebody else.
                    let name = cx.model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
                    cx.push(Confirm::new(t!("who-claim-ask", count = nameless, name = name), claim));
                }
            }
            Cmd::Back => {
                cx.model.asked_who = true;
                cx.back();
            }
            _ => {}
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(at) if self.chosen => self.list.point(at),
            Spot::Row(at) => {
                self.chosen = true;
                self.list.at = at;
                Pointed::Chosen
            }
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let height = area.height.min(16);
        let outside = Rect { y: area.bottom() - height, height, ..area };
        let inside = canvas.page(outside, &t!("who-title"), theme.accent());
        let ask = if self.of_nameless { t!("who-ask") } else { t!("who-ask-now") };
        canvas.put(inside.x, inside.y, inside.width, &ask, theme.strong());
        let below = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        let body = self.search.draw_named(canvas, below, &t!("search-label-name"), true);
        let rows = self.rows(model);
        let rows = rows.iter().map(|who| {
            let text = if who.is_listed() {
                format!("{}  {}", who.name, roles(who, model))
            } else {
                t!("who-as-typed", name = who.name.as_str())
            };
            (text, theme.text())
        });
        self.list.draw(canvas, body, self.chosen, rows);
    }
}

fn roles(who: &Somebody, model: &Model) -> String {
    let Some(plan) = model.plan() else { return String::new() };
    let person = who.id.as_ref().and_then(|id| plan.facility.person(id.as_str()));
    let titles =
        person.into_iter().flat_map(|person| &person.roles).map(|role| plan.facility.role_title(role.as_str()));
    titles.take(3).collect::<Vec<_>>().join(&t!("list-separator"))
}

/// The lines without a name that this session wrote in this incident.
fn nameless(model: &Model) -> Vec<Hash> {
    let Some(open) = &model.open else { return Vec::new() };
    let nameless = |line: &Hash| open.incident.entry(line).is_some_and(|entry| entry.by().is_none());
    model.nameless.iter().copied().filter(nameless).collect()
}

/// Says that they were typed by the person now at the keyboard.
fn claim(cx: &mut Cx<'_>) {
    let targets = nameless(cx.model);
    if targets.is_empty() {
        return;
    }
    let deed = cx.model.deed(Command::Claim { targets: targets.clone() });
    if cx.act(deed).is_some() {
        cx.model.nameless.retain(|line| !targets.contains(line));
    }
}
