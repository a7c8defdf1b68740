//! Departments without their systems, and systems on their way back, by keys.

use super::stage::Stage;
use crate::domain::accounts::open_accounts;
use crate::domain::restoration::restoration;

/// An incident with the director at the keyboard, who approves restorations.
fn named() -> Stage {
    let mut stage = Stage::begun();
    stage.press("F11 'さとう' Enter Enter");
    stage
}

#[test]
fn how_a_department_stands_is_two_keys_and_its_way_of_working_one() {
    let mut stage = named();
    stage.press("Tab Ctrl-d");
    stage.shows("縮退運用");
    stage.shows("未報告 9");
    stage.press("Down Down 3");
    stage.shows("部門の状態");
    stage.press("'電子カルテが開かない' Enter");
    stage.shows("停止 1: 病棟");
    stage.shows("[停止]");
    stage.press("Enter");
    stage.shows("電子カルテが開かない");
    stage.shows("レベル 1 のとき");
    stage.shows("依頼の受け方");
    stage.press("Right");
    stage.shows("レベル 2 のとき");
    stage.press("F2");
    stage.shows("今日の患者一覧");
    stage.press("Down '３８人' Enter");
    stage.shows("38人");
    let said = stage.lines();
    assert!(said.iter().any(|line| line.contains("今日の患者一覧: 病棟")), "{said:?}");
}

#[test]
fn an_emergency_account_stays_on_the_board_until_it_is_closed() {
    let mut stage = named();
    stage.press("Tab Ctrl-d F3 F2 '非常用1' Enter '処方を見るため' Enter 'さとう' Enter");
    assert_eq!(open_accounts(stage.incident().as_ref()).len(), 1);
    stage.shows("まだ閉じていない");
    stage.press("Esc");
    stage.shows("閉じていない非常時アカウント 1");
    stage.press("F3 Enter Right Enter");
    assert!(open_accounts(stage.incident().as_ref()).is_empty());
    stage.press("Esc");
    stage.hides("閉じていない非常時アカウント");
}

#[test]
fn an_unchecked_system_is_not_released_on_the_screen_either() {
    let mut stage = named();
    stage.press("Tab Ctrl-r");
    stage.shows("復旧");
    stage.shows("止まったかを書く");
    stage.press("Enter Enter Enter");
    stage.shows("戻すのに使う世代を選ぶ");
    stage.press("Enter '作り直し' Enter Enter");
    stage.shows("確かめる: 証拠保全");
    stage.press("Tab {使用を再開する} Enter");
    stage.shows("まだ進められません");
    stage.press("Enter Esc");
    // The three checks, one after the other; the next one is offered.
    for _ in 0..3 {
        stage.press("F2 Enter '保守会社と確かめた' Enter");
    }
    stage.shows("復元を承認する");
    let network = |stage: &Stage| restoration(&stage.incident()).system("network").unwrap().clone();
    assert!(network(&stage).gates_hold());
    assert!(network(&stage).approval.is_none());
}

#[test]
fn what_is_wrong_in_a_system_in_use_says_what_is_to_be_decided() {
    let mut stage = named();
    stage.press("Tab Ctrl-r Enter Enter Enter Enter '作り直し' Enter Enter");
    for _ in 0..3 {
        stage.press("F2 Enter '保守会社と確かめた' Enter");
    }
    for says in
        ["復元を承認する", "復元の開始を記録する", "復元の終了を記録する", "部門の確認を記録する", "使用を再開する"]
    {
        stage.shows(&format!("Enter{says}"));
        stage.press("Enter Enter");
    }
    let network = |stage: &Stage| restoration(&stage.incident()).system("network").unwrap().clone();
    assert!(network(&stage).released.is_some() && !network(&stage).is_doubtful(), "{}", stage.screen());
    stage.press("Tab {部門の確認を記録する} Down Right Enter");
    stage.shows("! 書いてください");
    stage.press("'端末2台がつながらない' Enter");
    assert!(network(&stage).is_doubtful(), "{}", stage.screen());
    stage.shows("使い続けるか止めるかを決める");
    stage.shows("Enter部門の確認を記録する");
    stage.press("Esc Esc {平常への復帰}");
    stage.shows("[再確認] ネットワークを使い続けるか止めるかを決める");
    // Who found it wrong looks again.
    stage.press("Enter Enter Enter");
    assert!(!network(&stage).is_doubtful(), "{}", stage.screen());
    // What is not clean is no matter for a department: it is stopped.
    stage.press("F2 Right Right Down Right Right Down '検知ソフトが反応した' Enter");
    assert!(network(&stage).is_doubtful(), "{}", stage.screen());
    stage.shows("使い続けるか止めるかを決める(汚染確認: 不可");
    stage.shows("Enter停止を記録する");
    stage.press("Enter Enter");
    assert!(!network(&stage).is_doubtful() && network(&stage).released.is_none(), "{}", stage.screen());
}

#[test]
fn marked_systems_are_written_down_together() {
    let mut stage = named();
    stage.press("Tab Ctrl-r Space Space Space");
    stage.shows("[*]");
    stage.shows("印の付いた3件をまとめて記録する: ネットワーク、バックアップ、電子カルテ");
    stage.shows("Enterまとめて");
    stage.press("F9");
    stage.shows("空白       印を付ける");
    stage.press("Esc Enter");
    stage.shows("停止を記録する");
    stage.press("Enter Enter");
    assert_eq!(restoration(&stage.incident()).systems.len(), 3);
    assert_eq!(stage.last_line(), "停止したシステム: ネットワーク、バックアップ、電子カルテ");
}

#[test]
fn a_step_says_where_its_work_is_written_down_and_how_to_get_there() {
    let mut stage = named();
    stage.press("Tab");
    for (search, says, keys, opens) in [
        ("紙の様式を出して", "Ctrl-D 縮退運用の板", "Ctrl-d", "縮退運用"),
        ("非常時用の利用者番号を使うなら", "Ctrl-D の板から F3 非常時アカウント", "Ctrl-d F3", "非常時アカウント"),
        ("戻す世代を選び", "Ctrl-R 復旧", "Ctrl-r", "復旧"),
    ] {
        stage.press(&format!("/ '{search}' Enter"));
        stage.shows(&format!("記録する所: {says}"));
        stage.press(keys);
        stage.shows(&format!(" {opens} "));
        keys.split(' ').for_each(|_| stage.press("Esc"));
    }
    stage.press("/ '紙の記録を電子へ入れ' Enter");
    stage.shows("記録する所: F9 から「紙とデータの台帳」");
    stage.press("F9");
    stage.choose("紙とデータの台帳");
    stage.shows(" 紙とデータの台帳 ");
}

#[test]
fn what_is_next_is_whole_and_the_menu_names_the_keys() {
    let mut stage = named();
    stage.press("Tab F9");
    stage.shows("Ctrl-D     縮退運用");
    stage.shows("Ctrl-R     復旧");
    stage.press("Esc Ctrl-r");
    // In the row and at the foot.
    assert_eq!(stage.screen().matches("止まったかを書く").count(), 11, "{}", stage.screen());
    stage.press("Enter Enter Enter Enter '空の装置から作り直す' Enter Enter Esc");
    assert_eq!(stage.screen().matches("止まったかを書く").count(), 9, "{}", stage.screen());
    stage.shows("ネットワーク  復元前の確認  次: 確かめる: 証拠保全、侵入経路・アカウント・保");
    stage.shows("守回線、汚染確認");
    // A long remark is cut in its row, and whole below.
    stage.press("Ctrl-d Down 2 '処方は手書き、採血は至急だけにして、結果は紙で病棟へ運ぶ' Enter Up Down");
    stage.hides("✓");
    stage.shows("外来: 佐藤 一郎 処方は手書き、採血は至急だけにして、結果は紙で病棟へ運ぶ");
}
