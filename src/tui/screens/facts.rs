//! 把握事項: what is known, with how sure it is; any of it can be written down at any time, 不明 too.
//!
//! Owns the search and the chosen fact. The line for a value is the same as in a step that collects it.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::form::{FormScreen, Purpose};
use super::mark::{FactLines, fact_fields};
use super::{Cx, Screen};
use crate::domain::command::Command;
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
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// The list of facts.
#[derive(Default)]
pub struct Facts {
    search: TextField,
    list: List,
}

impl Facts {
    fn rows<'a>(&self, open: &'a Snapshot) -> Vec<&'a FactDef> {
        let search = self.search.text();
        let search = search.trim();
        let fits = |def: &&FactDef| {
            let ask = def.ask.as_deref().unwrap_or_default();
            search.is_empty() || [def.title.as_str(), ask, def.id.as_str()].iter().any(|words| finds(words, search))
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
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(at) => self.list.point(at),
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let inside = canvas.frame(area, &t!("facts-title"), theme.text());
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let label = t!("search-label");
        let taken = canvas.put(inside.x, inside.y, inside.width, &label, theme.strong()) + 1;
        let field = Rect { x: inside.x + taken, y: inside.y, width: inside.width.saturating_sub(taken), height: 1 };
        self.search.draw(canvas, field, true, theme.text());
        let rows = self.rows(open);
        let body = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
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
    }
}

/// A fact that is to be written down.
pub struct SetFact {
    lines: FactLines,
    plan: Arc<Plan>,
}

/// The form for one fact.
pub fn set_fact(open: &Snapshot, def: &FactDef) -> FormScreen<SetFact> {
    let lines = FactLines { plan: Arc::clone(&open.plan), ids: vec![def.id.clone()] };
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
