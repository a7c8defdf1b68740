//! Pictures of the real screens for README and manual, drawn as SVG and compared, so that they never go stale: single screens, and
//! the first three minutes as a film.
//!
//! `SONAE_UPDATE_PICTURES=1` draws them anew.

use std::fs;
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use sonae::text::width::Ambiguous;
use sonae::tui::theme::{Ground, Palette, Theme};

use crate::nurse::Nurse;
use crate::svg::{DARK, Frame, LIGHT, Paper, WIDE, film, still};

const SIZE: (u16, u16) = (80, 24);
/// It is 01:50 when it begins.
const NIGHT: &str = "2026-11-22T01:50:00+09:00";

fn compare(name: &str, svg: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens").join(name);
    if std::env::var_os("SONAE_UPDATE_PICTURES").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, svg).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == svg, "{} is not what the program draws: SONAE_UPDATE_PICTURES=1 draws it anew", path.display());
}

/// Somebody at the keyboard of a new site at night.
fn nurse(dir: &tempfile::TempDir, size: (u16, u16)) -> Nurse {
    Nurse::at(&dir.path().join("site"), NIGHT, size)
}

/// An hour of an incident: first line, first things, memo, call in vain, answers, a provisional declaration, an instruction.
fn an_hour(nurse: &mut Nurse) {
    nurse.press("Enter 5").types("3階病棟のプリンタが英文を印字し続けている").press("Enter").press("Enter");
    nurse.press("Enter Enter").types("山田").press("Enter");
    nurse.wait(3);
    nurse.press("F5").types("3階の端末2台も同じ画面。電源は切っていない").press("Enter");
    nurse.wait(2);
    nurse.press("Down Enter").sees("佐藤").press("F2 F2 F2 Esc");
    nurse.wait(2);
    nurse.press("F8 1 1 1 1 1 2 3 3 1 1");
    nurse.press("F8 F4").types("勝手な印字と拡張子の変化。院長と代行は不在").press("F10");
    nurse.wait(4);
    nurse.press("Esc Esc Tab");
    nurse.press("F5").types("外来は紙の受付票で始める準備").press("Down Down Down Down Down Down Right").press("F10");
    nurse.wait(5);
}

/// One picture: how one comes there, and what must be seen there.
fn picture(name: &str, paper: Paper, theme: Theme, size: (u16, u16), way: impl FnOnce(&mut Nurse), seen: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let mut nurse = nurse(&dir, size);
    way(&mut nurse);
    nurse.session.model.theme = theme;
    for text in seen {
        nurse.sees(text);
    }
    let (buffer, caret) = nurse.buffer();
    compare(&format!("{name}.svg"), &still(&buffer, caret, paper));
}

fn dark() -> Theme {
    Theme { palette: Palette::Full(Ground::Dark), ..Theme::default() }
}

#[test]
fn the_first_screens() {
    picture("home", DARK, dark(), SIZE, |_| {}, &["異変に気づいた"]);
    let sign = |nurse: &mut Nurse| {
        nurse.press("Enter 5").types("3階病棟のプリンタが英文を印字し続けている");
    };
    picture("first-sign", DARK, dark(), SIZE, sign, &["[x] 5", "3階病棟"]);
    let things = |nurse: &mut Nurse| {
        nurse.press("Enter 5").types("3階病棟のプリンタが英文を印字し続けている").press("Enter").press("Enter");
    };
    picture("first-things", DARK, dark(), SIZE, things, &["最初にやること"]);
    let tour = |nurse: &mut Nurse| {
        nurse.press("Down Enter Right");
    };
    let setup = |nurse: &mut Nurse| {
        nurse.press("Down Down Enter");
    };
    picture("setup", DARK, dark(), SIZE, setup, &["施設の準備", "三つの役割と代行"]);
    let cutoff = |nurse: &mut Nurse| {
        nurse.press("Down Down Enter Down Down Down Down Down Down Down Down Down Enter Enter");
    };
    picture("setup-cutoff", DARK, dark(), SIZE, cutoff, &["抜き方", "返事を待つ分"]);
    picture("tour", DARK, dark(), SIZE, tour, &["画面の案内 2/5"]);
}

#[test]
fn the_screens_of_an_incident() {
    let ways: [(&str, &str, &[&str]); 12] = [
        ("guide", "", &["段階", "レベル", "指示("]),
        ("memo", "F5", &["メモ・指示"]),
        ("call", "F6 Down Enter", &["結果"]),
        ("chronology", "F7", &["起きた", "書いた"]),
        ("criteria", "F8 Left", &["判断項目"]),
        ("declaration", "F8 F8", &["非常時の宣言"]),
        ("menu", "F9", &["メニュー"]),
        ("help", "F1", &["キーの説明"]),
        ("report", "F12", &["報告書"]),
        ("scribe", "Ctrl-k", &["速記"]),
        ("jump", "Ctrl-f", &["手順"]),
        ("who", "F11", &["入力しているのは誰ですか"]),
    ];
    let dir = tempfile::tempdir().unwrap();
    let mut nurse = nurse(&dir, SIZE);
    an_hour(&mut nurse);
    for (name, way, seen) in ways {
        nurse.press(way);
        if name == "scribe" {
            nurse.types("0212 情シス→A社 遠隔で確認を始める。受付番号は折り返し");
        }
        for text in seen {
            nurse.sees(text);
        }
        let (buffer, caret) = nurse.buffer();
        compare(&format!("{name}.svg"), &still(&buffer, caret, DARK));
        for _ in 0..4 {
            if nurse.session.stack.len() > 2 {
                nurse.press("Esc");
            }
        }
    }
}

/// The screens of a night without the systems, and of the way back.
#[test]
fn the_screens_without_the_systems() {
    let dir = tempfile::tempdir().unwrap();
    let mut nurse = nurse(&dir, SIZE);
    let shot = |nurse: &mut Nurse, name: &str, seen: &str| {
        nurse.sees(seen);
        let (buffer, caret) = nurse.buffer();
        compare(&format!("{name}.svg"), &still(&buffer, caret, DARK));
    };
    an_hour(&mut nurse);
    nurse.press("F10");
    shot(&mut nurse, "duties", "連絡義務");
    nurse.press("Esc Ctrl-b");
    shot(&mut nurse, "briefing", "決めてほしいのは");
    nurse.press("Esc Ctrl-a Enter");
    shot(&mut nurse, "announcement", "院内放送 はじめ");
    nurse.press("Esc Esc Ctrl-d 2").types("予約と受付は紙の受付票").press("Enter");
    nurse.press("Down 2").types("処方は手書き、採血は至急だけ").press("Enter");
    nurse.press("Down 3").types("電子カルテが開かない").press("Enter");
    nurse.wait(7);
    nurse.press("F2 Down").types("38人").press("Enter");
    nurse.wait(1);
    nurse.press("Up");
    shot(&mut nurse, "board", "採血は至急だけ");
    nurse.press("Down Enter");
    shot(&mut nurse, "department", "依頼の受け方");
    nurse.press("Esc Esc Ctrl-r").types("   ").press("Enter Enter Enter");
    nurse.press("Up Up Up Enter Enter").types("空の装置から作り直す").press("Enter Enter");
    nurse.press("F2 Enter").types("ログを保守会社に渡した").press("Enter");
    nurse.press("F2 Enter").types("保守回線を抜き、全アカウントのパスワードを変えた").press("Enter");
    nurse.press("Esc Ctrl-r");
    nurse.wait(1);
    shot(&mut nurse, "restore", "確かめる: 汚染確認");
    nurse.press("Down Down Enter Tab Down Down Down Enter").types("11月20日の控え").press("Enter");
    nurse.types("11/20 0300").press("Enter Enter Esc");
    nurse.wait(1);
    shot(&mut nurse, "restore-system", "見つかった世代");
    nurse.press("Esc F3");
    shot(&mut nurse, "return", "未了");
    nurse.press("F3 F2 Enter").types("受付票").press("Enter").types("20").press("F10");
    nurse.press("F2 Right Right Enter").types("臨時処方せん").press("Enter").types("30").press("F10");
    nurse.wait(1);
    nurse.press("Enter").types("18").press("Enter").types("2").press("F10");
    nurse.wait(1);
    shot(&mut nurse, "ledger", "使18");
}

#[test]
fn other_looks_of_the_same_screen() {
    let guide = |nurse: &mut Nurse| an_hour(nurse);
    let light = Theme { palette: Palette::Full(Ground::Light), ..Theme::default() };
    picture("guide-light", LIGHT, light, SIZE, guide, &["段階"]);
    let contrast = Theme { palette: Palette::Contrast, ..Theme::default() };
    picture("guide-contrast", DARK, contrast, SIZE, guide, &["段階"]);
    let wide = Theme { palette: Palette::Mono, ambiguous: Ambiguous::Wide, ascii: false };
    picture("guide-ascii", WIDE, wide, SIZE, guide, &["段階"]);
    picture("guide-120x40", DARK, dark(), (120, 40), guide, &["段階"]);
}

/// A film in the making.
struct Reel {
    frames: Vec<Frame>,
}

impl Reel {
    fn take(&mut self, nurse: &Nurse, caption: &'static str, seconds: f32) {
        let (buffer, caret): (Buffer, Option<Position>) = nurse.buffer();
        self.frames.push(Frame { buffer, caret, caption, seconds });
    }

    /// Somebody types: a few pictures on the way.
    fn types(&mut self, nurse: &mut Nurse, text: &str, caption: &'static str) {
        let letters: Vec<char> = text.chars().collect();
        for part in letters.chunks(6) {
            nurse.types(&part.iter().collect::<String>());
            self.take(nurse, caption, 0.4);
        }
    }
}

#[test]
fn the_first_three_minutes() {
    let dir = tempfile::tempdir().unwrap();
    let mut nurse = nurse(&dir, SIZE);
    let mut reel = Reel { frames: Vec::new() };
    reel.take(&nurse, "01:50 当直。おかしいと思ったら Enter", 2.5);
    nurse.press("Enter");
    reel.take(&nurse, "何に気づいたか。番号を一つ", 2.0);
    nurse.press("5");
    reel.types(&mut nurse, "3階病棟のプリンタが英文を印字し続けている", "見たままを書く");
    reel.take(&nurse, "見たままを書いて Enter", 1.0);
    nurse.press("Enter").sees("✓");
    reel.take(&nurse, "最初の行が残った(✓ はディスクに保存済み)。合う手順書が選ばれている", 3.0);
    nurse.press("Enter").sees("最初にやること");
    reel.take(&nurse, "最初にやること。宣言の前でも進めてよい", 3.5);
    nurse.press("Enter");
    reel.take(&nurse, "Enter で一言の欄が開き、", 1.5);
    nurse.press("Enter").sees("✓");
    reel.take(&nurse, "もう一度 Enter で記録。名前はここで初めて聞く", 2.5);
    nurse.types("やまだ");
    reel.take(&nurse, "読みで探せる", 1.5);
    nurse.press("Enter");
    nurse.wait(1);
    reel.take(&nurse, "01:51 名前が入った。次の一つへ", 2.0);
    nurse.press("Down Enter");
    reel.take(&nurse, "電話。番号と、言うこと。出なければ F2", 3.0);
    nurse.press("F2").sees("✓");
    reel.take(&nurse, "不在も記録。次の人が出る", 2.5);
    nurse.press("Esc");
    nurse.wait(1);
    nurse.press("F5");
    reel.types(&mut nurse, "3階の端末2台も同じ画面", "01:52 どの画面からでも F5 でメモ");
    nurse.press("Enter").sees("✓");
    reel.take(&nurse, "残りの時間と次の手順が、いつも見える", 2.5);
    nurse.press("Tab").sees("段階");
    reel.take(&nurse, "手順書の全体。なぜ、どこを、誰が", 3.5);
    compare("first-minutes.svg", &film(&reel.frames, DARK));
}
