//! That a text was given out: when, by whom; with what the wording check says of it in sight.

use super::form::{FormScreen, Purpose};
use super::{Cx, Todo};
use crate::domain::announcement::Announcement;
use crate::domain::command::Command;
use crate::domain::event::AnnouncementMade;
use crate::report::announcement::Doubt;
use crate::t;
use crate::tui::begun::Begun;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Recorded};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word what was begun here is found again.
pub const KEY: &str = "announce-give";

/// So many doubts stand above the lines; all of them are recorded.
const SHOWN: usize = 3;

/// A text that was given out.
pub struct Give {
    made: AnnouncementMade,
    /// By which words the text itself is kept while it is unfinished.
    text_key: String,
}

/// The line that says so. Enter once more records it.
pub fn give(template: &Announcement, body: String, doubts: &[Doubt], text_key: String) -> FormScreen<Give> {
    let made = AnnouncementMade {
        template: template.id.clone(),
        title: template.title.clone(),
        body,
        cautions: doubts.iter().map(Doubt::line).collect(),
    };
    let fields = vec![
        Field::time("time", t!("give-time")).hint(t!("form-now")).stops(true),
        Field::person("for", t!("give-by")).hint(t!("form-for-hint")),
    ];
    FormScreen::new(Give { made, text_key }, Form::new(fields))
}

impl Purpose for Give {
    fn title(&self, _model: &Model) -> String {
        t!("give-title", title = self.made.title.as_str())
    }

    fn above(&self, _model: &Model) -> String {
        if self.made.cautions.is_empty() {
            return t!("give-ask");
        }
        let shown: Vec<&str> = self.made.cautions.iter().take(SHOWN).map(String::as_str).collect();
        format!("{}\n{}", t!("give-ask-doubts", count = self.made.cautions.len()), shown.join("\n"))
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.made.template)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let plan = model.plan()?;
        let whose = typed::person(&plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(Command::Announce(self.made.clone())) })
    }

    fn recorded(&mut self, _recorded: &Recorded, cx: &mut Cx<'_>) {
        // The text below is given out: it is no longer unfinished, and one goes back to the list.
        let (key, title) = (self.text_key.clone(), self.made.title.clone());
        cx.finished(Some(Begun { key, title, first: false, lines: Vec::new() }));
        cx.todo.push(Todo::Back);
    }
}
