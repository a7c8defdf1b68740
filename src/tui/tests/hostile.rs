//! Hostile text in fields, steps and lines: nothing of it reaches the terminal.

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::stage::Stage;
use crate::text::width::Ambiguous;
use crate::tui::view;

const PAYLOADS: [&str; 16] = [
    "\u{1b}]52;c;aGVsbG8=\u{7}",
    "\u{1b}[2J\u{1b}[H",
    "\u{9b}2J",
    "\u{7}\u{8}\u{7f}\0",
    "a\tb\rc",
    "\u{202e}txt.exe",
    "\u{2066}abc\u{2069}",
    "\u{200b}\u{200f}",
    "\u{3164}",
    "👩\u{200d}👩\u{200d}👧",
    "⚠\u{fe0f}",
    "\u{e0041}\u{e0042}",
    "a\u{2028}b\u{2029}c",
    "\u{1b}P1$r\u{1b}\\",
    "\u{1b}]0;title\u{7}",
    "\u{feff}x",
];

fn payloads() -> Vec<String> {
    let mut all: Vec<String> = PAYLOADS.iter().map(|payload| (*payload).to_owned()).collect();
    all.push(format!("e{}", "\u{301}".repeat(200)));
    all
}

/// What goes to the terminal for the whole screen.
fn bytes(stage: &Stage) -> Vec<u8> {
    let mut out = Vec::new();
    let area = Rect::new(0, 0, stage.size.0, stage.size.1);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(&mut out), options).unwrap();
    terminal
        .draw(|frame| {
            if let Some(caret) = view::draw(&stage.session, frame.buffer_mut()) {
                frame.set_cursor_position(caret);
            }
        })
        .unwrap();
    drop(terminal);
    out
}

/// Only styles, cursor moves and the cursor's visibility may be among the escapes; none of what must not be shown.
#[track_caller]
fn is_harmless(stage: &Stage, payload: &str) {
    let rows = only_what_is_drawn(stage, payload);
    // The frame is whole.
    assert!(rows[2].starts_with('┌'), "{payload:?}\n{}", rows.join("\n"));
}

/// Gives what a terminal shows.
#[track_caller]
fn only_what_is_drawn(stage: &Stage, payload: &str) -> Vec<String> {
    let text = String::from_utf8(bytes(stage)).unwrap();
    for escape in text.split('\u{1b}').skip(1) {
        assert!(escape.starts_with('['), "{payload:?}: an escape that is no CSI\n{}", stage.screen());
        let kind = escape.chars().find(char::is_ascii_alphabetic).unwrap();
        assert!("mHhl".contains(kind), "{payload:?}: CSI …{kind}");
    }
    let strange = |c: char| {
        (c.is_control() && c != '\u{1b}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{3164}')
            || ('\u{e0000}'..='\u{e007f}').contains(&c)
    };
    assert!(!text.contains(strange), "{payload:?}: {:?}", text.chars().find(|c| strange(*c)));
    let mut parser = vt100::Parser::new(stage.size.1.try_into().unwrap(), stage.size.0.try_into().unwrap(), 0);
    parser.process(text.as_bytes());
    // The cursor stands where the text goes, or is hidden: nothing else moves it.
    match stage.caret() {
        Some((x, y)) => {
            assert!(!parser.screen().hide_cursor(), "{payload:?}");
            assert_eq!(parser.screen().cursor_position(), (y, x), "{payload:?}");
        }
        // The library shows it again only when it lets the terminal go.
        None => assert!(text.contains("\u{1b}[?25l"), "{payload:?}"),
    }
    parser.screen().rows(0, stage.size.0).collect()
}

#[test]
fn in_every_field_and_on_every_line() {
    for payload in payloads() {
        let mut stage = Stage::new();
        stage.press("Enter 1");
        stage.paste(&format!("様子{payload}終"));
        is_harmless(&stage, &payload);
        stage.press("Enter");
        assert_eq!(stage.lines().len(), 1, "{payload:?}");
        is_harmless(&stage, &payload);
        stage.press("Enter Enter");
        stage.paste(&payload);
        is_harmless(&stage, &payload);
        stage.press("Enter");
        is_harmless(&stage, &payload);
        stage.paste(&payload);
        is_harmless(&stage, &payload);
        stage.press("Enter F5");
        stage.paste(&payload);
        stage.press("Tab");
        stage.paste(&payload);
        stage.press("Tab");
        stage.paste(&payload);
        is_harmless(&stage, &payload);
        stage.press("Enter Esc Tab");
        is_harmless(&stage, &payload);
        stage.press("/");
        stage.paste(&payload);
        is_harmless(&stage, &payload);
        stage.press("Esc F12");
        is_harmless(&stage, &payload);
        stage.press("End");
        is_harmless(&stage, &payload);
        stage.press("F2");
        is_harmless(&stage, &payload);
        stage.press("Esc Esc");
        stage.press("F7");
        is_harmless(&stage, &payload);
        stage.press("Ctrl-f");
        stage.paste(&payload);
        is_harmless(&stage, &payload);
        stage.press("Enter Ctrl-k");
        stage.paste(&format!("-5 {payload}→{payload}x 様子{payload}終\n{payload}"));
        is_harmless(&stage, &payload);
        stage.press("Enter");
        is_harmless(&stage, &payload);
        stage.press("Enter F11 'さとう' Enter");
        stage.shows("これまでのこと");
        is_harmless(&stage, &payload);
        stage.press("Enter Esc F6");
        stage.paste(&payload);
        is_harmless(&stage, &payload);
        stage.press("Esc Esc Esc Esc");
        is_harmless(&stage, &payload);
    }
}

#[test]
fn the_record_keeps_what_was_typed() {
    let mut stage = Stage::new();
    stage.press("Enter 1");
    stage.paste("様子\u{202e}ﾎﾟﾝﾌﾟ\u{1b}[2J");
    stage.press("Enter");
    assert_eq!(stage.lines(), ["様子\u{202e}ﾎﾟﾝﾌﾟ\u{1b}[2J"]);
    stage.shows("ポンプ");
}

/// Puts one text after the other before the names, titles and sentences of a site.
fn poison(dir: &std::path::Path, texts: &[String]) {
    const KEYS: [&str; 16] = [
        "title",
        "name",
        "kana",
        "do",
        "why",
        "warn",
        "ask",
        "help",
        "place",
        "how",
        "stops",
        "desk",
        "when",
        "meaning",
        "photo",
        "have_ready",
    ];
    // A file may have 1 MiB: only what TOML does not take as it is is escaped.
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    let escaped: Vec<String> = texts.iter().map(|text| text.chars().map(escape).collect()).collect();
    let mut poisoned = 0;
    for folder in ["", "runbooks", "contacts", "forms"] {
        for entry in std::fs::read_dir(dir.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let rows = std::fs::read_to_string(&path).unwrap();
            let rows = rows.lines().map(|row| {
                // Elsewhere `when` is a condition and no sentence.
                let keys = KEYS.iter().filter(|key| **key != "when" || folder == "contacts");
                let here =
                    keys.into_iter().find_map(|key| row.strip_prefix(&format!("{key} = \"")).map(|rest| (key, rest)));
                here.map_or_else(
                    || row.to_owned(),
                    |(key, rest)| {
                        poisoned += 1;
                        format!("{key} = \"字{}{rest}", escaped[poisoned % escaped.len()])
                    },
                )
            });
            let text = rows.collect::<Vec<_>>().join("\n");
            std::fs::write(&path, text).unwrap();
        }
    }
    assert!(poisoned > 300, "{poisoned}");
}

#[test]
fn every_screen_at_every_size_on_a_site_and_a_record_full_of_it() {
    let all = payloads().join("字");
    for way in super::sizes::WAYS.iter().copied() {
        let mut stage = Stage::on((80, 24), Ambiguous::Narrow, |dir| poison(dir, &payloads()));
        // It is the poisoned site and no copy that is shown.
        stage.shows("字");
        let plan = stage.session.model.plan().unwrap();
        let titles: Vec<&str> = plan.runbooks.iter().map(|runbook| runbook.title.as_str()).collect();
        assert!(titles.iter().all(|title| title.contains('字')), "{titles:?}");
        stage.press("Enter 5");
        stage.paste(&all);
        stage.press("'あ' Enter Enter F5");
        stage.paste(&all);
        stage.press("Tab Tab");
        stage.paste(&all);
        stage.press("Tab");
        stage.paste(&all);
        stage.press("F10 Esc");
        assert!(stage.lines().len() >= 2, "{}", stage.screen());
        stage.press(way);
        stage.paste(&all);
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            stage.session.model.theme.ambiguous = mode;
            for size in [(80, 24), (100, 30), (120, 40), (200, 60), (60, 20), (40, 12), (20, 5), (1, 1)] {
                stage.size = size;
                only_what_is_drawn(&stage, way);
            }
        }
        // And through the first screen, the help and what leaving says.
        stage.session.model.theme.ambiguous = Ambiguous::Narrow;
        stage.size = (80, 24);
        for key in ["Esc", "F1", "Esc", "Esc", "Esc", "Esc", "F9", "Esc", "Ctrl-c", "Esc"] {
            stage.press(key);
            only_what_is_drawn(&stage, key);
        }
    }
}

#[test]
fn in_the_steps_of_a_runbook() {
    let hostile = r"\u001B]52;c;aGk=\u0007\u202Eabc\u2066\u200B\u009B2J";
    let stage = &mut Stage::on((80, 24), Ambiguous::Narrow, |dir| {
        let path = dir.join("runbooks/ransomware.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let changed = text.replace("do = \"パソコン", &format!("do = \"{hostile}パソコン"));
        let changed = changed.replace("title = \"ランサムウェア", &format!("title = \"{hostile}ランサムウェア"));
        assert_ne!(text, changed);
        std::fs::write(path, changed).unwrap();
    });
    stage.press("Enter 5 'あ' Enter");
    is_harmless(stage, hostile);
    stage.press("Enter");
    is_harmless(stage, hostile);
    stage.press("Enter Enter Esc Tab");
    is_harmless(stage, hostile);
    stage.press("/");
    is_harmless(stage, hostile);
    stage.press("Esc F12 PageDown");
    is_harmless(stage, hostile);
    stage.press("Esc F7");
    is_harmless(stage, hostile);
    stage.press("Esc Esc");
    is_harmless(stage, hostile);
}

#[test]
fn a_million_characters_are_taken_up_to_the_limit_and_it_is_said() {
    let mut stage = Stage::new();
    stage.press("Enter 1");
    stage.paste(&"あ".repeat(400_000));
    stage.shows("これ以上は入りません");
    stage.press("Enter");
    assert_eq!(stage.lines().len(), 1);
}
