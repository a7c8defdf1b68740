//! How the terminal looks: colours, lines, widths, the mouse; chosen in the running program and kept for the next time.

use super::menu::Menu;
use super::{Action, Cx, Todo};
use crate::record::desk::Looks;
use crate::t;
use crate::text::width::Ambiguous;
use crate::tui::theme::Wanted;

/// Offers what can look otherwise. What holds now is marked.
pub fn choose(cx: &mut Cx<'_>) {
    let looks = cx.model.looks.clone();
    let theme = cx.model.theme;
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
        rows.push(row(choice == wanted, text, Looks { theme: Some(choice.word().to_owned()), ..looks.clone() }));
    }
    rows.push(row(looks.ascii, t!("looks-ascii"), Looks { ascii: !looks.ascii, ..looks.clone() }));
    let wide = theme.ambiguous == Ambiguous::Wide;
    let other = if wide { "narrow" } else { "wide" };
    rows.push(row(wide, t!("looks-wide"), Looks { ambiguous: Some(other.to_owned()), ..looks.clone() }));
    rows.push(row(looks.no_mouse, t!("looks-no-mouse"), Looks { no_mouse: !looks.no_mouse, ..looks }));
    Menu::push(cx, t!("looks-title"), rows);
}

fn row(holds: bool, text: String, looks: Looks) -> (String, Action) {
    let text = format!("{} {text}", if holds { "[x]" } else { "[ ]" });
    // The list stays open with what holds now: one tries until it can be read.
    let action: Action = Box::new(move |cx| {
        cx.todo.push(Todo::Wear(looks.clone()));
        cx.todo.push(Todo::Call(choose));
    });
    (text, action)
}
