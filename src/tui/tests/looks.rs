//! How it looks: every theme draws every screen, no meaning hangs on a colour, the tour can be left at any key.

use ratatui::style::Color;

use super::sizes::WAYS;
use super::stage::Stage;
use crate::domain::facility::Lang;
use crate::tui::theme::{Colours, Depth, Ground, Palette};
use crate::tui::update::Asked;

const PALETTES: [Palette; 6] = [
    Palette::Mono,
    Palette::Sixteen(Ground::Dark),
    Palette::Sixteen(Ground::Light),
    Palette::Full(Ground::Dark),
    Palette::Full(Ground::Light),
    Palette::Contrast,
];

#[test]
fn every_theme_shows_the_same_words() {
    for way in WAYS.iter().copied() {
        let mut stage = Stage::begun();
        stage.press(way);
        let screen = stage.screen();
        for palette in PALETTES {
            stage.session.model.theme.palette = palette;
            assert_eq!(stage.screen(), screen, "{way} {palette:?}");
        }
    }
}

#[test]
fn high_contrast_leaves_no_cell_to_the_terminals_colours_and_no_colour_means_none() {
    for way in WAYS.iter().copied() {
        let mut stage = Stage::begun();
        stage.press(way);
        stage.session.model.theme.palette = Palette::Contrast;
        let (buffer, _) = stage.buffer();
        let mut behind = 0;
        for cell in &buffer.content {
            // The second cell of a wide character is never drawn.
            if behind > 0 {
                behind -= 1;
                continue;
            }
            behind = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            assert!(cell.fg != Color::Reset && cell.bg != Color::Reset, "{way}: {:?}", cell.symbol());
            assert_ne!(cell.fg, cell.bg, "{way}: {:?}", cell.symbol());
        }
        stage.session.model.theme.palette = Palette::Mono;
        let (buffer, _) = stage.buffer();
        assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset), "{way}");
    }
}

#[test]
fn light_and_dark_grounds_have_inks_of_their_own() {
    let ink = |palette| {
        let mut stage = Stage::new();
        stage.session.model.theme.palette = palette;
        let (buffer, _) = stage.buffer();
        buffer.content.iter().map(|cell| cell.fg).collect::<Vec<_>>()
    };
    assert_ne!(ink(Palette::Full(Ground::Dark)), ink(Palette::Full(Ground::Light)));
    assert_ne!(ink(Palette::Sixteen(Ground::Dark)), ink(Palette::Sixteen(Ground::Light)));
}

#[test]
fn looks_are_chosen_in_the_running_program_and_kept() {
    let mut stage = Stage::new();
    stage.session.model.terminal.colours = Colours { depth: Depth::Full, ..Colours::default() };
    stage.choose("画面の色、罫線");
    stage.press("Down Down Down Enter");
    assert_eq!(stage.session.model.theme.palette, Palette::Contrast);
    stage.shows("[x] 色: くっきり");
    stage.press("Down Down Down Down Down Enter");
    stage.shows("[x] 罫線を");
    assert!(stage.screen().contains("+-") && !stage.screen().contains('┌'));
    stage.press("Esc");
    stage.start_again(None);
    assert!(stage.screen().contains("+-"), "{}", stage.screen());
    assert_eq!(stage.session.model.looks.theme.as_deref(), Some("contrast"));
}

#[test]
fn the_other_language_is_one_choice_away_and_kept() {
    let mut stage = Stage::new();
    stage.choose("Show in English");
    // The loop, which has the terminal, switches; here it would switch under the other tests.
    assert_eq!(stage.session.asked, Some(Asked::Language(Lang::En)));
    stage.session.asked = None;
    stage.start_again(None);
    assert_eq!(stage.session.model.looks.language.as_deref(), Some("en"));
}

#[test]
fn the_tour_has_five_screens_and_any_key_leaves_it_and_does_its_work() {
    let mut stage = Stage::new();
    stage.press("Down Enter");
    for page in 1..=5 {
        stage.shows(&format!("画面の案内 {page}/5"));
        let screen = stage.screen();
        assert!(!screen.contains('~'), "nothing is cut at 80 by 24\n{screen}");
        stage.press("Enter");
    }
    stage.shows("異変に気づいた");
    stage.hides("はじめての方へ");
    for (key, shows) in
        [("F2", "何に気づきましたか"), ("n", "何に気づきましたか"), ("F3", "【訓練】"), ("Esc", "異変に気づいた")]
    {
        let mut stage = Stage::new();
        stage.press("Down Enter Right");
        stage.shows("画面の案内 2/5");
        stage.press(key);
        stage.hides("画面の案内 2/5");
        stage.shows(shows);
    }
}

#[test]
fn the_tour_does_not_stand_in_the_way_of_the_first_line() {
    let mut stage = Stage::new();
    stage.press("Enter 5 'あ' Enter");
    assert_eq!(stage.lines().len(), 1);
    assert_eq!(stage.presses, 3);
}
