//! The key table is whole: no key twice, no command without a key, none that needs a letter.

use std::collections::HashSet;

use unicode_width::UnicodeWidthStr as _;

use super::*;

fn needs_no_letter(key: &str) -> bool {
    key.len() > 1
}

#[test]
fn no_key_has_two_meanings_on_one_screen() {
    let mut seen = HashSet::new();
    for row in TABLE {
        for key in row.keys {
            assert!(seen.insert((row.ctx, *key)), "{:?} {key}", row.ctx);
        }
    }
}

#[test]
fn every_command_can_be_given_without_a_letter() {
    // Digits and y/n choose among rows that arrows and Enter choose, too.
    let by_arrows = |cmd: Cmd| matches!(cmd, Cmd::Pick(_) | Cmd::Yes | Cmd::No);
    for row in TABLE {
        let reachable = row.keys.iter().any(|key| needs_no_letter(key)) || by_arrows(row.cmd);
        let other_row = TABLE.iter().any(|other| {
            other.ctx == row.ctx && other.cmd == row.cmd && other.keys.iter().any(|key| needs_no_letter(key))
        });
        let choice = row.ctx == Ctx::Criteria && row.cmd == Cmd::Unknown;
        assert!(reachable || other_row || choice, "{:?} {:?}", row.ctx, row.cmd);
    }
}

#[test]
fn labels_are_short_and_every_terminal_agrees_about_their_width() {
    for row in TABLE {
        let label = (row.label)();
        assert!(label.width() <= 8, "{label}");
        assert_eq!(label.width(), label.width_cjk(), "{label}");
        assert_eq!((row.help)().width(), (row.help)().width_cjk());
    }
}

#[test]
fn every_command_is_bound() {
    let bound: HashSet<Cmd> = TABLE.iter().map(|row| row.cmd).collect();
    for cmd in [
        Cmd::Up,
        Cmd::Down,
        Cmd::Left,
        Cmd::Right,
        Cmd::PageUp,
        Cmd::PageDown,
        Cmd::First,
        Cmd::Last,
        Cmd::Next,
        Cmd::Previous,
        Cmd::Enter,
        Cmd::Back,
        Cmd::Pick(1),
        Cmd::Toggle,
        Cmd::Begin,
        Cmd::BeginDrill,
        Cmd::Failed,
        Cmd::Skipped,
        Cmd::Later,
        Cmd::Done,
        Cmd::Unknown,
        Cmd::Yes,
        Cmd::No,
        Cmd::NoAnswer,
        Cmd::Alternate,
        Cmd::Provisional,
        Cmd::Correct,
        Cmd::Withdraw,
        Cmd::Confirm,
        Cmd::Search,
        Cmd::Order,
        Cmd::Late,
        Cmd::Detail,
        Cmd::Submit,
        Cmd::Memo,
        Cmd::Scribe,
        Cmd::Contacts,
        Cmd::Chronology,
        Cmd::Criteria,
        Cmd::Declare,
        Cmd::Menu,
        Cmd::Add,
        Cmd::KeepSamples,
        Cmd::DropSamples,
        Cmd::Round,
        Cmd::MoveUp,
        Cmd::Help,
        Cmd::TakeBack,
        Cmd::Quit,
    ] {
        assert!(bound.contains(&cmd), "{cmd:?}");
    }
}

#[test]
fn full_width_letters_are_letters_and_text_is_text() {
    use crossterm::event::KeyCode;
    let key = |c: char| Key::plain(KeyCode::Char(c));
    assert_eq!(command(Ctx::Home, &key('ｎ'), false), Some(Cmd::Begin));
    assert_eq!(command(Ctx::Home, &key('Ｎ'), false), Some(Cmd::Begin));
    assert_eq!(command(Ctx::Criteria, &key('１'), false), Some(Cmd::Yes));
    assert_eq!(command(Ctx::Home, &key('？'), false), Some(Cmd::Help));
    assert_eq!(command(Ctx::Form, &key('ｎ'), true), None);
    assert_eq!(command(Ctx::Form, &Key::plain(KeyCode::F(5)), true), Some(Cmd::Memo));
}
