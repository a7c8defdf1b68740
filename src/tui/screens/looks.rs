//! How the terminal looks: colours, lines, widths, the mouse; chosen in the running program and kept for the next time.

use super::menu::Menu;
use super::{Action, Cx, Todo};
use crate::t;
use crate::text::width::Ambiguous;
use crate::tui::model::Change;
use crate::tui::theme::Wanted;

/// Offers what can look otherwise. What holds now is marked.
pub fn choose(cx: &mut Cx<'_>) {
    let looks = cx.model.worn();
    let wanted = looks.theme.as_deref().and_then(Wanted::parse).unwrap_or_default();
    let mut rows: Vec<(String, Action)> = Vec::new();
    for choice in Wanted::ALL {
        let text = match choice {
            Wanted::Auto => t!("looks-auto"),
            Wanted::Dark => t!("looks-dark"),
            Wanted::Light => t!("looks-light"),
            Wanted::Contrast => t!("looks-contrast"),
            Wanted::Mono => t!("looks-mono"),
        };
        rows.push(row(choice == wanted, text, Change::Theme(choice)));
    }
    rows.push(row(looks.ascii, t!("looks-ascii"), Change::Ascii(!looks.ascii)));
    let width = match looks.ambiguous.as_deref() {
        Some("narrow") => Some(Ambiguous::Narrow),
        Some("wide") => Some(Ambiguous::Wide),
        _ => None,
    };
    for (choice, text) in [
        (None, t!("looks-width-auto")),
        (Some(Ambiguous::Narrow), t!("looks-width-narrow")),
        (Some(Ambiguous::Wide), t!("looks-width-wide")),
    ] {
        rows.push(row(choice == width, text, Change::Width(choice)));
    }
    rows.push(row(looks.no_mouse, t!("looks-no-mouse"), Change::NoMouse(!looks.no_mouse)));
    Menu::push(cx, t!("looks-title"), rows);
}

fn row(holds: bool, text: String, change: Change) -> (String, Action) {
    let text = format!("{} {text}", if holds { "[x]" } else { "[ ]" });
    // The list stays open with what holds now: one tries until it can be read.
    let action: Action = Box::new(move |cx| {
        cx.todo.push(Todo::Wear(change));
        cx.todo.push(Todo::Call(choose));
    });
    (text, action)
}
