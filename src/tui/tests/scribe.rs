//! 速記: one line, one entry.

use super::stage::{Stage, named};
use crate::domain::entry::Entry;
use crate::message::{Exit, Message};
use crate::text::width::Ambiguous;
use crate::tui::keys::Key;
use crate::tui::msg::{Effect, Msg, Reply};
use crossterm::event::KeyCode;
use unicode_width::UnicodeWidthStr as _;

const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), (120, 40), (200, 60)];

fn begun_at(size: (u16, u16), mode: Ambiguous) -> Stage {
    let mut stage = Stage::at(size, mode);
    stage.press("Enter 5 '病棟のプリンタが英語の紙を出し続けている' Enter Enter");
    stage
}

/// What was written last: its time of day, from whom, to whom, what.
fn last(stage: &Stage) -> (String, Option<String>, Option<String>, String) {
    let incident = stage.incident();
    let entry: &Entry = incident.entries.iter().rfind(|entry| !entry.is_bookkeeping()).unwrap();
    let envelope = &entry.line.envelope;
    let at = envelope.occurred_at.map_or_else(String::new, |at| at.format("%m/%d %H:%M").to_string());
    (at, envelope.from.clone(), envelope.to.clone(), entry.text().to_owned())
}

/// The row of the line, from its prompt on.
fn line_row(stage: &Stage, begins: &str) -> usize {
    let begins = format!("> {begins}");
    stage.screen().lines().position(|row| row.contains(&begins)).unwrap_or_else(|| panic!("{}", stage.screen()))
}

#[test]
fn a_line_is_read_while_it_is_typed_and_recorded_as_read() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = begun_at(size, mode);
            stage.press("Ctrl-k");
            stage.shows("速記 (1行が1件");
            stage.shows("病棟のプリンタが英語の紙を出し続けている");
            stage.shows("例  1042 情シス>A社");
            let row = stage.caret().unwrap().1;
            assert_eq!(stage.caret().unwrap().0, 4, "{size:?}");
            // In full width, with the long vowel that an input method makes of a minus.
            stage.press("'ー5　情シス→Ａ社　遠隔で確認'");
            let wider = u16::from(mode == Ambiguous::Wide);
            let typed = u16::try_from("ー5　情シス→Ａ社　遠隔で確認".width()).unwrap() + wider;
            assert_eq!(stage.caret(), Some((4 + typed, row)), "{size:?} {mode:?}\n{}", stage.screen());
            assert_eq!(line_row(&stage, "ー5　情シス"), usize::from(row));
            stage.shows("時刻 11/22 00:26  誰から 情シス  誰へ Ａ社");
            stage.shows("内容 遠隔で確認");
            stage.press("Enter");
            let (from, to) = (Some("情シス".to_owned()), Some("Ａ社".to_owned()));
            assert_eq!(last(&stage), ("11/22 00:26".to_owned(), from, to, "遠隔で確認".to_owned()));
            // Ready for the next one; nothing else has opened.
            stage.shows("✓ 記録しました: 遠隔で確認");
            stage.shows("11/22 00:26 情シス > Ａ社 遠隔で確認");
            stage.hides("入力しているのは誰ですか");
            assert_eq!(stage.caret(), Some((4, row)), "{}", stage.screen());
            stage.press("'次'");
            assert_eq!(stage.caret(), Some((6, row)));
            stage.shows("時刻 いま");
        }
    }
}

#[test]
fn a_line_takes_two_keys_beside_its_text() {
    let mut stage = Stage::begun();
    let before = stage.presses;
    stage.press("Ctrl-k '外来を止める' Enter");
    assert_eq!(stage.presses - before, 2);
    stage.press("'救急は受けない' Enter");
    assert_eq!(stage.presses - before, 3);
    assert_eq!(stage.last_line(), "救急は受けない");
}

#[test]
fn an_empty_line_records_nothing() {
    let mut stage = Stage::begun();
    let lines = stage.lines().len();
    stage.press("Ctrl-k Enter Enter ' 　' Enter");
    assert_eq!(stage.lines().len(), lines);
    stage.press("'a' BackSpace BackSpace BackSpace BackSpace BackSpace");
    assert_eq!(stage.lines().len(), lines, "an empty field takes nothing back");
}

#[test]
fn what_an_input_method_sends_in_bursts_is_one_line() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k");
    for burst in ["１０", "：４２", "　", "情シス", "→", "Ａ社", "　", "受付番号　１２３"] {
        stage.paste(burst);
    }
    stage.shows("時刻 ! 11/21 10:42  誰から 情シス  誰へ Ａ社");
    // Before anything was noticed: is it meant, or is it what is to come?
    let before = stage.lines().len();
    stage.press("Enter");
    stage.shows("異変に気づく前の時刻です");
    assert_eq!(stage.lines().len(), before);
    stage.press("Enter");
    assert_eq!(last(&stage).3, "受付番号　１２３");
    // A letter that is a second name of a command elsewhere is a letter here.
    stage.press("'ｍ' 's' '？' Enter");
    assert_eq!(stage.last_line(), "ｍs？");
}

#[test]
fn pasted_lines_are_recorded_one_by_one() {
    for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
        let mut stage = begun_at((80, 24), mode);
        stage.press("Ctrl-k");
        stage.paste("-5 田中＞院長「外来は止める」\r\n\r\n-4 当直到着\r\n院長→全員 非常時とする");
        stage.shows("1行目を記録(全部で3行)");
        stage.press("Up Up Up Up");
        stage.shows("誰から 田中  誰へ 院長");
        stage.press("Enter");
        assert_eq!(last(&stage).3, "「外来は止める」");
        stage.shows("時刻 11/22 00:27");
        let row = line_row(&stage, "-4 当直到着");
        assert_eq!(stage.caret(), Some((4 + 11, u16::try_from(row).unwrap())), "{}", stage.screen());
        // The one in front can still be changed.
        stage.press("'した' Enter");
        assert_eq!(last(&stage).3, "当直到着した");
        stage.press("Enter");
        assert_eq!(last(&stage).2.as_deref(), Some("全員"));
        let lines = stage.lines().len();
        stage.press("Enter");
        assert_eq!(stage.lines().len(), lines);
    }
}

#[test]
fn a_line_that_begins_with_a_blank_is_all_text() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k");
    stage.shows("行の頭に空白を入れると全部が内容");
    stage.press("'　1042 情シス→A社 のラベル'");
    stage.shows("時刻 いま");
    stage.shows("内容 1042 情シス→A社 のラベル");
    stage.press("Enter");
    assert_eq!(last(&stage), ("11/22 00:31".to_owned(), None, None, "1042 情シス→A社 のラベル".to_owned()));
}

#[test]
fn what_no_clock_has_is_said_and_kept_as_text() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k '2575 当直到着'");
    stage.shows("(まだ時刻として読めない)");
    stage.press("Enter");
    assert_eq!(stage.last_line(), "2575 当直到着");
    stage.press("'3階の端末'");
    stage.hides("読めない");
}

#[test]
fn a_time_that_lies_ahead_is_asked_about() {
    let mut stage = Stage::begun();
    let lines = stage.lines().len();
    stage.press("Ctrl-k '11/23 0900 全員集合'");
    stage.shows("時刻 11/23 09:00");
    stage.press("Enter");
    stage.shows("このまま記録しますか");
    stage.press("Esc");
    assert_eq!(stage.lines().len(), lines);
    assert!(line_row(&stage, "11/23 0900 全員集合") > 0);
    stage.press("Enter Enter");
    assert_eq!(stage.last_line(), "全員集合");
    assert_eq!(stage.caret().unwrap().0, 4);
}

#[test]
fn a_failed_append_brings_the_line_back_and_loses_nothing_typed_meanwhile() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k");
    stage.paste("大事な一言\nその次");
    let lines = stage.lines().len();
    let effects = stage.session.update(Msg::Key(named("Enter")));
    let [Effect::Act(ticket, ..)] = effects.as_slice() else { panic!("{effects:?}") };
    stage.shows("記録しています: 大事な一言");
    // A second Enter waits for the first, and so does leaving; the next line can be typed.
    assert!(stage.session.update(Msg::Key(named("Enter"))).is_empty());
    for key in ["Esc", "F7", "F9"] {
        stage.session.update(Msg::Key(named(key)));
        stage.shows("記録しています: 大事な一言");
    }
    for c in "とその先".chars() {
        stage.key(Key::plain(KeyCode::Char(c)));
    }
    stage.shows("> その次とその先");
    let message =
        Message::new("record-full", Exit::Record, "空きがない".to_owned()).hint("不要なファイルを消す".to_owned());
    stage.session.update(Msg::Reply(Box::new(Reply::Failed(Some(*ticket), message))));
    for text in ["できませんでした", "空きがない", "記録には何も書いていません", "不要なファイルを消す"]
    {
        stage.shows(text);
    }
    stage.hides("✓");
    stage.press("Enter");
    stage.shows("> 大事な一言");
    stage.shows("その次とその先");
    stage.hides("記録しています");
    stage.press("Enter");
    assert_eq!((stage.lines().len(), stage.last_line().as_str()), (lines + 1, "大事な一言"));
    stage.press("Enter");
    assert_eq!((stage.lines().len(), stage.last_line().as_str()), (lines + 2, "その次とその先"));
}

#[test]
fn every_other_screen_is_reached_and_the_line_waits() {
    for (keys, says) in [
        ("F5", "メモ・指示"),
        ("F6", "佐藤 一郎"),
        ("F7", "経過の記録"),
        ("F8", "判断項目"),
        ("F9", "メニュー"),
        ("F1", "キーの説明"),
        ("F11", "入力しているのは誰ですか"),
    ] {
        let mut stage = Stage::begun();
        stage.press("Tab Ctrl-k '途中の一行'");
        stage.press(keys);
        stage.shows(says);
        stage.press("Esc");
        assert!(line_row(&stage, "途中の一行") > 0, "{keys}");
        stage.press("Esc");
        stage.shows("段階");
        stage.press("Ctrl-k");
        assert!(line_row(&stage, "途中の一行") > 0, "{keys}");
    }
}

#[test]
fn the_key_leads_back_to_the_line_that_is_being_typed() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k '途中' F7 Up Ctrl-k");
    assert!(line_row(&stage, "途中") > 0);
    stage.press("'の一行' Enter");
    assert_eq!(stage.last_line(), "途中の一行");
    // It is not there a second time.
    stage.press("Esc");
    stage.hides("速記 (");
    stage.press("ｓ");
    stage.shows("速記 (");
    assert_eq!(stage.caret().unwrap().0, 4);
}

#[test]
fn it_is_in_the_menu_and_on_the_page_of_keys() {
    let mut stage = Stage::begun();
    stage.choose("速記");
    stage.shows("速記 (");
    let mut stage = Stage::begun();
    stage.press("F9");
    stage.shows("Ctrl-K     聞いたことを1行ずつ書き取る");
    // On the first screen nothing is going on that could be taken down.
    let mut stage = Stage::new();
    stage.press("Ctrl-k s");
    stage.hides("速記");
}

#[test]
fn what_was_begun_is_there_after_a_kill() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k");
    stage.paste("-5 情シス→A社 途中まで\n次の行");
    stage.press("F7");
    stage.start_again(None);
    stage.press("Enter Ctrl-k");
    stage.shows("書きかけの続きです");
    stage.shows("> -5 情シス→A社 途中まで");
    stage.shows("誰から 情シス");
    stage.press("Enter Enter Esc Esc");
    assert!(stage.session.model.unfinished.is_empty());
    // From the list of what was begun, while the same line waits below.
    stage.press("Enter Ctrl-k 'もう一つ'");
    stage.choose("書きかけの文を見る");
    stage.shows("速記  もう一つ");
    stage.press("Enter");
    stage.press("Enter");
    assert_eq!(stage.last_line(), "もう一つ");
    stage.press("Esc");
    stage.hides("もう一つ'");
    assert!(stage.session.model.unfinished.is_empty(), "{:?}", stage.session.model.unfinished);
    assert_eq!(stage.lines().iter().filter(|line| *line == "もう一つ").count(), 1);
}

#[test]
fn older_lines_can_be_looked_at_while_a_line_waits() {
    let mut stage = Stage::begun();
    stage.press("Ctrl-k");
    for number in 10..40 {
        stage.press(&format!("'{number}件目の一言' Enter"));
    }
    stage.press("'途中'");
    stage.hides("15件目");
    stage.press("PageUp PageUp");
    stage.press("Up Up Up Up Up Up Up Up Up Up");
    stage.shows("15件目");
    stage.shows("> 途中");
    stage.press("'の'");
    stage.shows("39件目");
}
