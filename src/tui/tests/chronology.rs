//! The chronology: kinds, search, following a line, late entries, instructions, an entry in full.

use super::stage::Stage;
use crate::text::width::Ambiguous;

/// The sizes at which the screens are looked at, on narrow and wide terminals.
pub(super) const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), (120, 40), (200, 60)];

/// At each size and on both kinds of terminals.
pub(super) fn everywhere(mut looks: impl FnMut(&mut Stage)) {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::at(size, mode);
            stage.press("Enter 5 '病棟のプリンタが英語の紙を出し続けている' Enter Enter");
            looks(&mut stage);
        }
    }
}

/// A record with one of each: a step done, a memo for somebody else, one that happened earlier, an instruction, a call.
fn told(stage: &mut Stage) {
    stage.press("Enter Enter 'やまだ' Enter");
    stage.press("F5 '当直が見た' Tab Tab Tab Tab 'さとう' Enter");
    stage.press("F5 '朝方の様子' Tab '11/21 0400' Enter");
    stage.press("F5 '検査に連絡' Tab Tab Tab Tab Tab Tab Right Tab '0300' Enter");
    stage.press("F6 Enter 2 Enter F10 Esc F7");
}

/// The row that the cursor is on.
fn chosen(stage: &Stage) -> String {
    let rows = stage.screen();
    let row = rows.lines().find(|row| row.starts_with("│>") || row.starts_with("|>"));
    row.unwrap_or_else(|| panic!("no row is chosen\n{rows}")).to_owned()
}

#[test]
fn every_kind_of_entry_can_be_looked_at_alone() {
    everywhere(|stage| {
        told(stage);
        let all = stage.lines().len();
        let kinds: [(&str, &str, &str); 8] = [
            ("未確定", "当直が見た", "検査に連絡"),
            ("訂正・取消", "当てはまる記録はありません", "検査に連絡"),
            ("指示", "検査に連絡", "朝方の様子"),
            ("連絡", "不在", "検査に連絡"),
            ("手順", "完了: パソコン", "検査に連絡"),
            ("把握・判断", "当てはまる記録はありません", "検査に連絡"),
            ("メモ", "朝方の様子", "検査に連絡"),
            ("後から書いた記録", "朝方の様子", "検査に連絡"),
        ];
        for (name, there, gone) in kinds {
            stage.press("Right");
            stage.shows(&format!("[{name} "));
            stage.shows(&format!("/{all}件]"));
            stage.shows(there);
            stage.hides(gone);
            stage.hides("右しぼる右");
        }
        stage.press("Right");
        stage.shows("検査に連絡");
        stage.press("Left");
        stage.shows("後から書いた記録 1/");
        // Esc: the kind first, then the way back.
        stage.press("Esc");
        stage.shows("検査に連絡");
        stage.shows("起きた順");
        stage.press("Esc");
        stage.hides("起きた順");
    });
}

#[test]
fn search_and_kind_work_together_and_esc_takes_them_away_one_by_one() {
    everywhere(|stage| {
        told(stage);
        for _ in 0..7 {
            stage.press("Right");
        }
        stage.shows("[メモ 2/");
        stage.press("Ctrl-f");
        assert_eq!(stage.caret(), Some((7, 3)), "{}", stage.screen());
        stage.press("'朝方'");
        assert_eq!(stage.caret(), Some((11, 3)), "{}", stage.screen());
        stage.shows("[メモ 1/");
        stage.press("Enter");
        assert_eq!(stage.caret(), None);
        stage.press("Esc");
        stage.shows("[メモ 2/");
        stage.press("Esc");
        stage.hides("[メモ");
        stage.shows("起きた順");
        stage.press("Esc");
        stage.hides("起きた順");
    });
}

#[test]
fn an_instruction_says_to_whom_by_when_and_whether_it_is_done() {
    everywhere(|stage| {
        told(stage);
        for _ in 0..3 {
            stage.press("Right");
        }
        let role = stage.session.model.plan().unwrap().facility.roles[0].title.clone();
        stage.shows(&format!("指示({role} 03:00まで)〔まだ〕 検査に連絡"));
        stage.wait(180);
        stage.shows("期限を過ぎた");
        stage.shows("F4指示完了 右しぼる");
        stage.press("F4 '伝わった' Enter");
        stage.shows(")〔完了 03:31〕 検査に連絡");
        stage.hides("〔まだ");
    });
}

#[test]
fn the_cursor_stays_on_a_line_that_a_correction_moves() {
    everywhere(|stage| {
        told(stage);
        while !chosen(stage).contains("検査に連絡") {
            stage.press("Up");
        }
        stage.press("Enter Tab '11/20 0100' Enter");
        assert!(chosen(stage).contains("11/20 01:00"), "{}", stage.screen());
        stage.press("Tab");
        stage.shows("書いた順");
        assert!(chosen(stage).contains("11/20 01:00"), "{}", stage.screen());
        // Others write in the meantime: a line that comes before it moves it, and the cursor with it.
        stage.press("Tab F5 'もっと前' Tab '11/19 0100' Enter");
        assert!(chosen(stage).contains("11/20 01:00"), "{}", stage.screen());
        // A search that does not find it goes to its neighbour.
        stage.press("Ctrl-f 'もっと' Enter");
        assert!(chosen(stage).contains("11/19 01:00"), "{}", stage.screen());
    });
}

#[test]
fn what_happened_earlier_is_entered_time_first() {
    everywhere(|stage| {
        told(stage);
        stage.press("F2");
        stage.shows("後から書く");
        // The caret stands in the line with the arrow.
        let row = |stage: &Stage| {
            let (_, row) = stage.caret().unwrap();
            stage.screen().lines().nth(usize::from(row)).unwrap().to_owned()
        };
        assert!(row(stage).contains(">起きた時刻"), "{}", stage.screen());
        // Without a time it would be an ordinary memo.
        stage.press("Enter '電話が鳴った' Enter");
        stage.shows("いつ起きたかを書いてください");
        assert!(row(stage).contains(">起きた時刻"), "{}", stage.screen());
        stage.press("'11/21 2200' Enter");
        assert!(row(stage).contains(">内容"), "{}", stage.screen());
        stage.press("Enter");
        let incident = stage.incident();
        let entry = incident.entries.last().unwrap();
        assert_eq!(entry.text(), "電話が鳴った");
        assert_eq!(entry.at().unwrap().format("%d %H:%M").to_string(), "21 22:00");
        stage.shows("経過の記録");
    });
}

#[test]
fn a_late_entry_that_was_left_comes_back() {
    let mut stage = Stage::begun();
    stage.press("F7 F2 '2200' Enter '電話が' Esc F2");
    stage.shows("書きかけの続きです");
    stage.shows("電話が");
    stage.press("Esc Esc Tab");
    stage.choose("書きかけ");
    stage.press("Enter");
    stage.shows("後から書く");
    stage.shows("電話が");
}

#[test]
fn an_entry_is_read_in_full_with_all_that_is_known_of_it() {
    let long = "とても長い報告".repeat(60);
    everywhere(|stage| {
        stage.press("Enter Enter 'やまだ' Enter");
        stage.press(&format!("F5 '{long}終わり' Tab Tab '当直医' Tab '情シス' Tab 'さとう' Enter F7"));
        stage.shows("空白全文");
        let hash = stage.incident().entries.last().unwrap().hash().to_string();
        stage.press("Space");
        let mut seen = stage.screen();
        for _ in 0..3 {
            stage.press("Space");
            seen.push_str(&stage.screen());
        }
        for text in ["起きた時刻: ", "書いた時刻: ", "当直医 > 情シス", "した人: 佐藤 一郎", "入力した人: 山田", "番"]
        {
            assert!(seen.contains(text), "{text}\n{seen}");
        }
        assert!(seen.contains(&hash[..16]) && seen.contains("終わり"), "{seen}");
        assert_eq!(stage.caret(), None);
        stage.press("Enter");
        stage.hides("入力した人: ");
        stage.shows("起きた順");
    });
}

#[test]
fn confirming_all_stands_in_the_footer_where_it_helps() {
    everywhere(|stage| {
        told(stage);
        stage.hides("F10一括");
        while !chosen(stage).contains("当直が見た") {
            stage.press("Up");
        }
        stage.shows("F10一括");
        let footer = stage.screen().lines().last().unwrap().to_owned();
        for key in ["Enter訂正", "F2書き足す", "F3取消", "F4確定", "右しぼる", "F9メニュー", "Esc戻る"]
        {
            assert!(footer.contains(key), "{key}: {footer}");
        }
        // Its key works on every line.
        stage.press("Home F10");
        stage.shows("一人分をまとめて確定する");
    });
}
