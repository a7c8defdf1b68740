//! Keys, pastes and sizes, as the terminal sends them.
//!
//! Owns the input thread. Only presses count: Windows also reports the release of each key. Where a terminal does not say that it
//! marks pastes (the Windows console, a serial line), a burst faster than a hand is taken as one, so that a pasted newline is not an
//! Enter.

use std::time::Duration;

use crossbeam_channel::Sender;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEventKind, poll, read};

use super::keys::Key;
use super::msg::Msg;

/// Keys that follow one another faster than this come from a paste or an input method.
const BURST: Duration = Duration::from_millis(if cfg!(windows) { 5 } else { 1 });
/// From so many keys on a burst is a paste.
const PASTE: usize = 4;

/// Starts the input thread. It ends with the program. `pastes_unmarked`: the terminal does not say that it marks pastes.
///
/// # Errors
/// When the operating system gives no thread.
pub fn spawn(out: Sender<Msg>, pastes_unmarked: bool) -> std::io::Result<()> {
    let thread = std::thread::Builder::new().name("input".to_owned());
    thread.spawn(move || {
        // When the terminal is gone, the person is gone with it: orderly to the end.
        let _last = super::LastWord(out.clone());
        while let Ok(event) = read() {
            if let Event::Key(key) = &event {
                super::stumble_at(key.code, "input");
            }
            let writes = matches!(&event, Event::Key(key) if Key::from(*key).writes().is_some());
            let burst = if pastes_unmarked && writes { gather(event) } else { vec![event] };
            for msg in messages(&burst) {
                if out.send(msg).is_err() {
                    return;
                }
            }
        }
    })?;
    Ok(())
}

/// The event with all that follow it within a burst.
fn gather(first: Event) -> Vec<Event> {
    let mut burst = vec![first];
    while matches!(poll(BURST), Ok(true)) {
        match read() {
            Ok(event) => burst.push(event),
            Err(_) => break,
        }
    }
    burst
}

/// What a burst of events says.
fn messages(burst: &[Event]) -> Vec<Msg> {
    let presses: Vec<&KeyEvent> = burst
        .iter()
        .filter_map(|event| match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Some(key),
            _ => None,
        })
        .collect();
    let text: Option<String> = presses
        .iter()
        .map(|key| match key.code {
            KeyCode::Enter => Some('\n'),
            KeyCode::Tab => Some('\t'),
            _ => Key::from(**key).writes(),
        })
        .collect();
    if let Some(text) = text.filter(|_| presses.len() >= PASTE) {
        // A newline at the end of a paste would record what was only to be filled in. What came between is no part of it.
        let between = burst.iter().filter(|event| !matches!(event, Event::Key(_))).filter_map(message);
        let paste = Msg::Paste(text.trim_end_matches('\n').to_owned());
        return std::iter::once(paste).chain(between).collect();
    }
    burst.iter().filter_map(message).collect()
}

fn message(event: &Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(Key::from(*key))),
        Event::Paste(text) => Some(Msg::Paste(text.clone())),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(true)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(false)),
            _ => None,
        },
        Event::Resize(width, height) => Some(Msg::Resize(*width, *height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    fn press(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn a_fast_burst_is_a_paste_and_its_last_newline_no_enter() {
        let burst: Vec<Event> =
            "電源\n断".chars().map(|c| press(if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) })).collect();
        let mut burst = burst;
        burst.push(press(KeyCode::Enter));
        let messages = messages(&burst);
        assert!(matches!(messages.as_slice(), [Msg::Paste(text)] if text == "電源\n断"), "{messages:?}");
    }

    #[test]
    fn a_key_is_a_key_and_its_release_is_none() {
        let release = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE) };
        let messages = messages(&[press(KeyCode::Enter), Event::Key(release)]);
        assert!(matches!(messages.as_slice(), [Msg::Key(_)]), "{messages:?}");
    }
}
