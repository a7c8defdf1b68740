//! 印刷用に作る: which paper, and where it was saved.

use std::path::Path;

use super::menu::Menu;
use super::{Action, Cx};
use crate::domain::event::Paper;
use crate::domain::wording;
use crate::t;
use crate::tui::model::lang;
use crate::tui::msg::Effect;

/// Offers the papers.
pub fn choose(cx: &mut Cx<'_>) {
    let row = |paper: Paper| -> (String, Action) {
        let action = move |cx: &mut Cx<'_>| {
            let by = cx.model.keyboard.clone();
            cx.ask(|ticket| Effect::Print(ticket, paper, by));
        };
        (wording::paper(paper, lang()).to_owned(), Box::new(action))
    };
    Menu::push(cx, t!("paper-menu-title"), Paper::ALL.map(row).into());
}

/// What is said when a paper was saved: where it is, and what to do with it.
pub fn saved(paper: Paper, path: &Path, problem: Option<&str>) -> String {
    let path = path.display().to_string();
    let said = t!("paper-saved", what = wording::paper(paper, lang()), path = path);
    match problem {
        Some(problem) => format!("{said}\n{problem}\n{}", t!("paper-not-recorded")),
        None => said,
    }
}
