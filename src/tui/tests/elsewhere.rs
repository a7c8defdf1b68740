//! What another terminal writes shows here without a key, and disturbs nobody who types.

use super::stage::Stage;
use crate::tui::msg::{Effect, Msg, Reply};

/// What the worker says of itself while nobody asks, carried to its end. Says whether something was to be read.
fn looks_around(stage: &mut Stage) -> bool {
    let Some(news) = stage.worker.elsewhere() else { return false };
    let effects = stage.session.update(Msg::Reply(Box::new(news)));
    let is_read = effects.iter().any(|effect| matches!(effect, Effect::Open(_) | Effect::Look));
    stage.carry_out(effects);
    is_read
}

#[test]
fn a_line_of_another_terminal_is_read_once_and_said() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    // This terminal has written itself; after that was read again there is nothing new.
    assert!(looks_around(&mut stage));
    stage.hides("ほかの端末から");
    assert!(!looks_around(&mut stage));
    stage.elsewhere("届いた一言");
    assert!(looks_around(&mut stage));
    stage.shows("ほかの端末から1件の記録が届きました");
    assert!(!looks_around(&mut stage), "it is said once");
    assert_eq!(stage.last_line(), "届いた一言");
}

#[test]
fn nobody_who_types_is_disturbed_and_nothing_is_lost_by_that() {
    let mut stage = Stage::begun();
    stage.press("Tab F5 'か'");
    stage.elsewhere("届いた一言");
    stage.session.dirty = false;
    for _ in 0..3 {
        assert!(matches!(stage.worker.elsewhere(), Some(Reply::Elsewhere)));
        assert!(!looks_around(&mut stage));
    }
    assert!(!stage.session.dirty, "the window of an input method stays where it is");
    stage.press("Esc");
    assert!(looks_around(&mut stage));
    stage.shows("ほかの端末から1件の記録が届きました");
}

#[test]
fn an_incident_that_begins_elsewhere_stands_on_the_first_screen() {
    let mut stage = Stage::new();
    // The record was made while it was read.
    looks_around(&mut stage);
    assert!(!looks_around(&mut stage));
    stage.hides("別の端末で気づいた");
    let mut other = Stage::new();
    std::mem::swap(&mut other.dir, &mut stage.dir);
    other.start_again(None);
    other.press("Enter 5 '別の端末で気づいた' Enter");
    std::mem::swap(&mut other.dir, &mut stage.dir);
    assert!(looks_around(&mut stage));
    stage.shows("別の端末で気づいた");
}
