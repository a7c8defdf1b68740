//! 把握事項: what is known, with how sure it is; any of it can be written down at any time, 不明 too.
//!
//! Owns the search, whether only known or unknown ones are looked at, and the chosen fact; what was said about it before is drawn by
//! [`super::fact_history`]. The line for a value is the same as in a step that collects it.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::form::{FormScreen, Purpose};
use super::mark::{FactLines, fact_fields};
use super::{Cx, Screen, fact_history};
use crate::domain::command::Command;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::runbook::FactDef;
use crate::domain::value::Confidence;
use crate::domain::wording;
use crate::t;
use crate::text::kana::finds;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Deed, Snapshot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// From this width inside the frame on (a window of 100), the history stands beside the list, else below it.
const WIDE: u16 = 96;

/// Which facts are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Shown {
    /// All of them.
    #[default]
    All,
    /// Those that somebody knows.
    Known,
    /// Those that nobody was asked for, or that nobody knows.
    Unknown,
}

/// The list of facts.
#[derive(Default)]
pub struct Facts {
    search: TextField,
    list: List,
    shown: Shown,
}

impl Facts {
    fn rows<'a>(&self, open: &'a Snapshot) -> Vec<&'a FactDef> {
        let search = self.search.text();
        let search = search.trim();
        let fits = |def: &&FactDef| {
            let ask = def.ask.as_deref().unwrap_or_default();
            let known = open.incident.fact(def.id.as_str()).is_some_and(|fact| !fact.value.is_unknown());
            let shown = match self.shown {
                Shown::All => true,
                Shown::Known => known,
                Shown::Unknown => !known,
            };
            let found = search.is_empty()
                || [def.title.as_str(), ask, def.id.as_str()].iter().any(|words| finds(words, search));
            shown && found
        };
        open.plan.facts.iter().filter(fits).collect()
    }
}

impl Screen for Facts {
    fn context(&self) -> Ctx {
        Ctx::Facts
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.search)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _model: &Model) {
        self.list.at = 0;
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let rows = self.rows(&open);
        if self.list.handle(cmd, rows.len(), 10) {
            return;
        }
        match cmd {
            Cmd::Enter => {
                if let Some(def) = rows.get(self.list.at) {
                    cx.push(set_fact(&open, def));
                }
            }
            Cmd::Next => {
                self.shown = match self.shown {
                    Shown::All => Shown::Known,
                    Shown::Known => Shown::Unknown,
                    Shown::Unknown => Shown::All,
                };
                self.list.at = 0;
            }
            // What narrows the list is taken away first, so that nobody misses what it hides.
            Cmd::Back if self.shown != Shown::All => {
                self.shown = Shown::All;
                self.list.at = 0;
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        if let Some(open) = &model.open {
            self.list.clamp(self.rows(open).len());
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows = self.rows(open);
        let all = open.plan.facts.len();
        let title = match self.shown {
            Shown::All => t!("facts-title"),
            Shown::Known => t!("facts-only-known", count = rows.len(), all = all),
            Shown::Unknown => t!("facts-only-unknown", count = rows.len(), all = all),
        };
        let inside = canvas.page(area, &title, theme.text());
        let below = self.search.draw_named(canvas, inside, &t!("search-label"), true);
        let (body, history) = divided(below);
        let texts = rows.iter().map(|def| {
            let value = match open.incident.fact(def.id.as_str()) {
                None => t!("form-not-asked"),
                Some(fact) => {
                    let value = wording::value(&open.plan, def.id.as_str(), &fact.value, lang());
                    match fact.confidence {
                        Confidence::Confirmed => value,
                        weaker => format!("{value} [{}]", wording::confidence(weaker, lang())),
                    }
                }
            };
            (format!("{}: {value}", def.title), theme.text())
        });
        self.list.draw(canvas, body, true, texts);
        if rows.is_empty() {
            canvas.put(body.x, body.y, body.width, &t!("facts-none"), theme.text());
        }
        if let (Some(def), Some(history)) = (rows.get(self.list.at), history) {
            fact_history::draw(def, open, model, canvas, history);
        }
    }
}

/// The list's part and the history's; a small window has room for the list only.
fn divided(area: Rect) -> (Rect, Option<Rect>) {
    if area.width >= WIDE {
        let left = area.width / 2;
        let right = Rect { x: area.x + left + 1, width: area.width - left - 1, ..area };
        return (Rect { width: left, ..area }, Some(right));
    }
    if area.height < 12 {
        return (area, None);
    }
    let foot = area.height * 2 / 5;
    let below = Rect { y: area.bottom() - foot, height: foot, ..area };
    (Rect { height: area.height - foot, ..area }, Some(below))
}

/// A fact that is to be written down.
pub struct SetFact {
    lines: FactLines,
    plan: Arc<Plan>,
}

/// The form for one fact.
pub fn set_fact(open: &Snapshot, def: &FactDef) -> FormScreen<SetFact> {
    set_facts(open, vec![def.id.clone()])
}

/// The form for several facts at once.
pub fn set_facts(open: &Snapshot, ids: Vec<Id>) -> FormScreen<SetFact> {
    let lines = FactLines { plan: Arc::clone(&open.plan), ids };
    let mut fields = fact_fields(open, &lines.ids);
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    fields.push(Field::person("for", t!("form-for")).hint(t!("form-for-hint")));
    FormScreen::new(SetFact { lines, plan: Arc::clone(&open.plan) }, Form::new(fields))
}

impl Purpose for SetFact {
    fn title(&self, _model: &Model) -> String {
        t!("facts-set-title")
    }

    fn begun_key(&self) -> String {
        format!("fact {}", self.lines.ids.first().map_or("", |id| id.as_str()))
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let facts = self.lines.read(form, model)?;
        if facts.is_empty() {
            let missing = self.lines.ids.first().map(|id| format!("fact:{id}")).unwrap_or_default();
            form.complain(&missing, t!("facts-missing"));
            return None;
        }
        let occurred = form.when(model.now)?;
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::SetFacts { facts }) })
    }
}
