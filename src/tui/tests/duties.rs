//! Duties by keys: what is said of each, what settles it, how it is met, and what of it is in sight everywhere.

use super::stage::{SIZES, Stage};
use crate::domain::duty::clock::DutyState;
use crate::text::width::Ambiguous;

/// One duty of each kind, with the questions of the shipped runbook.
const DUTIES: &str = r#"
schema = 1
id = "test-duties"
title = "連絡義務"
version = "2026-11-22"
owner = "運用責任者"
reviewed = ""
source = ["試験用"]

[[revision]]
date = "2026-11-22"
who = "試験"
what = "初版"

[[duty]]
id = "vendor"
title = "保守会社へ連絡"
short = "保守会社"
contacts = ["vendor-ehr", "vendor-network"]
from = ["noticed"]
due = { how = "at-once", certainty = "confirmed" }
source = ["試験用"]

[[duty]]
id = "mhlw"
title = "厚生労働省へ連絡"
short = "厚労省"
contacts = ["mhlw"]
when = { all = ["ransom-signs", "files-encrypted"] }
from = ["judged"]
due = { how = "promptly", certainty = "secondary" }
form = "決まった様式はない"
source = ["試験用"]

[[duty]]
id = "ppc-prompt"
title = "個人情報保護委員会へ速報"
short = "PPC速報"
contacts = ["ppc"]
when = "ransom-signs"
from = ["ransom-signs"]
due = { days = 5, first = 3, count-first-day = true, closed = "as-is", certainty = "unverified", note = "起算の日の数え方に二つの読み方がある" }
needs = "submission"
source = ["試験用"]

[[duty]]
id = "owner"
title = "設置者へ報告"
short = "設置者"
contacts = ["mhlw"]
founder = "public"
from = ["noticed"]
due = { days = 60, closed = "next-open", certainty = "confirmed" }
source = ["試験用"]

[[duty]]
id = "ipa"
title = "IPAへ届出"
short = "IPA"
contacts = ["ipa"]
from = ["noticed"]
due = { how = "early", certainty = "confirmed" }
optional = true
source = ["試験用"]
"#;

const HOLIDAYS: &str = r#"
schema = 1
id = "holidays"
title = "休日"
version = "2026-11-22"
owner = "運用責任者"
reviewed = ""
source = ["試験用"]
from = "2026-01-01"
until = "2026-12-31"
weekends = ["sat", "sun"]

[[revision]]
date = "2026-11-22"
who = "試験"
what = "初版"

[[holiday]]
date = "2026-11-23"
title = "勤労感謝の日"
"#;

/// A site with these duties only; the ransomware runbook is followed, somebody has said who she is.
fn staged_at(size: (u16, u16)) -> Stage {
    let mut stage = Stage::on(size, Ambiguous::Narrow, |site| {
        for known in ["cyber", "disaster", "personal-data"] {
            std::fs::remove_file(site.join(format!("duties/{known}.toml"))).unwrap();
        }
        std::fs::write(site.join("duties/test-duties.toml"), DUTIES).unwrap();
        // Nobody has said who runs the facility.
        let facility = std::fs::read_to_string(site.join("facility.toml")).unwrap();
        assert!(facility.contains("\nfounder = "));
        std::fs::write(site.join("facility.toml"), facility.replace("\nfounder = ", "\n# founder = ")).unwrap();
        std::fs::write(site.join("duties/holidays.toml"), HOLIDAYS).unwrap();
    });
    stage.press("Enter 5 'プリンタが英語の紙を出す' Enter Enter Enter Enter 'やまだ' Enter Tab");
    stage
}

fn staged() -> Stage {
    staged_at((80, 24))
}

fn state(stage: &Stage, id: &str) -> DutyState {
    let open = stage.session.model.open.as_ref().unwrap();
    open.digest.duties().iter().find(|row| row.id.as_str() == id).unwrap().state
}

/// The row below the header that says something.
fn body_row_of(stage: &Stage, text: &str) -> usize {
    let screen = stage.screen();
    let found = screen.lines().enumerate().skip(2).find(|(_, row)| row.contains(text));
    found.map_or_else(|| panic!("{text}\n{screen}"), |(at, _)| at)
}

fn row_of(stage: &Stage, text: &str) -> usize {
    let screen = stage.screen();
    screen.lines().position(|row| row.contains(text)).unwrap_or_else(|| panic!("{text}\n{screen}"))
}

#[test]
fn the_list_says_of_each_by_when_and_what_to_answer() {
    for size in SIZES {
        let mut stage = staged_at(size);
        stage.press("F10");
        let order = ["まだ 1件", "保守会社 ", "未判定(日付は", "厚労省 ", "PPC速報 ", "設置者 ", "任意 1件", "IPA "];
        let rows: Vec<usize> = order.iter().map(|text| body_row_of(&stage, text)).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{size:?} {rows:?}\n{}", stage.screen());
        stage.shows("目安11/26");
        stage.shows("設定で設置者(公立か民間か)を書く");
        stage.press("Down Down");
        stage.shows("個人情報保護委員会へ速報");
        stage.shows("未判定 (覚知からなら3〜5日 目安11/24(火)〜11/26(木))");
    }
}

#[test]
fn an_answer_settles_a_duty_and_the_date_counts_from_it() {
    let mut stage = staged();
    stage.wait(24 * 60);
    stage.press("F10 Down Down Enter");
    stage.shows("次が分かると決まる");
    stage.shows("起算 覚知 11/22 00:31 と仮にみた");
    // Only one question settles it: Enter goes there.
    stage.press("Enter");
    stage.shows("判断項目 1/");
    stage.press("1 Esc");
    assert_eq!(state(&stage, "ppc-prompt"), DutyState::Open);
    stage.shows("まだ  3〜5日 目安11/25(水)〜11/27(金)");
    stage.shows("起算 「身代金");
    stage.shows("数え方は要確認");
    stage.shows("二つの読み方");
    stage.press("Esc");
    stage.shows("まだ 2件");
    // It is followed to its new place.
    stage.shows("個人情報保護委員会へ速報");
}

#[test]
fn several_questions_are_offered_and_a_no_lists_it_last() {
    let mut stage = staged();
    stage.press("F10 Down F4");
    stage.shows("どれに答えますか");
    stage.press("Down Enter 2 Esc");
    assert_eq!(state(&stage, "mhlw"), DutyState::NotApplicable);
    let screen = stage.screen();
    assert!(row_of(&stage, "該当なし 1件") > row_of(&stage, "設置者 "), "{screen}");
    stage.shows(": いいえ");
    stage.press("F4");
    stage.shows("該当なし 1件");
    // F5 and the like still go on; what settles nothing is not offered.
    assert!(!stage.screen().lines().last().unwrap().contains("答える"), "{}", stage.screen());
}

#[test]
fn a_submission_meets_what_a_call_does_not() {
    let mut stage = staged();
    stage.press("F8 1 Esc F10");
    stage.press("Down Enter");
    stage.shows("個人情報保護委員会へ速報");
    stage.shows("電話では済みになりません");
    stage.press("F2 1 '田中' Ctrl-s Esc");
    assert_eq!(state(&stage, "ppc-prompt"), DutyState::Open);
    stage.shows("これまでにしたこと");
    stage.press("Enter");
    stage.shows("提出を記録する");
    stage.press("Enter Enter");
    stage.shows("どの方法で提出したか");
    stage.press("'Webフォーム' Enter 'R8-123' Down '0030' Down 'さとう' Enter");
    assert_eq!(stage.last_line(), "提出した: 個人情報保護委員会へ速報 方法: Webフォーム 受付番号: R8-123");
    assert_eq!(state(&stage, "ppc-prompt"), DutyState::Met);
    stage.shows("11/22 00:30 佐藤 一郎");
    stage.shows("提出済");
    stage.shows("受付番号 R8-123");
    stage.press("Esc");
    stage.shows("済 1件");
}

#[test]
fn an_agreed_date_holds_over_what_is_counted_and_can_be_taken_back() {
    let mut stage = staged();
    stage.press("F8 1 Esc F10 Down Tab");
    stage.shows("打ち合わせた期限を記録する");
    stage.press("Enter");
    stage.shows("いつまでと決まったか");
    stage.press("'11/24 1700' Enter");
    assert_eq!(stage.last_line(), "期限を打ち合わせた: 個人情報保護委員会へ速報 2026-11-24 17:00まで");
    stage.shows("協議 11/24 17:00");
    stage.hides("目安11/24(火)〜");
    stage.press("Tab Enter");
    assert_eq!(stage.last_line(), "打ち合わせた期限を取り下げた: 個人情報保護委員会へ速報");
    stage.shows("目安11/24(火)〜11/26(木)");
}

#[test]
fn a_call_that_told_meets_it_and_one_that_did_not_is_counted() {
    let mut stage = staged();
    stage.press("F10 F2");
    stage.shows("見本メディカルシステム");
    stage.press("F2 Esc");
    assert_eq!(state(&stage, "vendor"), DutyState::Open);
    stage.shows("試した1回");
    stage.press("F2 Tab 1 '田中' Ctrl-s");
    assert_eq!(state(&stage, "vendor"), DutyState::Met);
}

#[test]
fn the_header_says_the_next_time_of_a_step_and_whom_to_tell_next() {
    for (size, told) in [
        ((80, 24), "次: 保守会社 直ちに / ? 厚労省 速やかに"),
        ((120, 40), "次: 保守会社 直ちに / ? 厚労省 速やかに / ? PPC速報 目安11/26"),
    ] {
        let mut stage = staged_at(size);
        let second = |stage: &Stage| stage.screen().lines().nth(1).unwrap().to_owned();
        let row = second(&stage);
        assert!(row.contains(told) && row.contains("あと") && row.contains("入力: 山田 恵"), "{row}");
        // A level with a long name in it leaves both in sight.
        stage.press("F8 F8 Down Enter '根拠' Enter Enter");
        stage.press("Esc Esc Esc");
        stage.wait(60);
        let row = second(&stage);
        assert!(row.contains("次: 保守会社 直ちに") && row.contains("超過"), "{row}");
        // What is over comes first.
        stage.press("F8 1 Esc");
        stage.wait(5 * 24 * 60);
        let row = second(&stage);
        assert!(row.contains("次: ! PPC速報 目安11/26"), "{row}");
    }
}

#[test]
fn without_a_runbook_the_header_names_nobody_first() {
    let mut stage = Stage::new();
    stage.press("Enter 5 'プリンタが英語の紙を出す' Enter Esc");
    let row = stage.screen().lines().nth(1).unwrap().to_owned();
    assert!(row.contains("連絡義務 未判定") && !row.contains('?'), "{row}");
    stage.press("Esc Esc");
    stage.shows("手順書を選ぶと絞れます");
}

#[test]
fn home_lists_what_is_not_told_and_leads_there() {
    let mut stage = staged();
    stage.press("Esc");
    stage.shows("連絡義務 まだ1 未判定3  次: 保守会社 直ちに / ? 厚労省 速やかに");
    stage.shows("連絡がまだ: 保守会社へ連絡  直ちに");
    stage.shows("連絡義務の未判定 3件");
    let down = row_of(&stage, "連絡義務の未判定");
    for _ in 0..10 {
        if row_of(&stage, "> ") == down {
            break;
        }
        stage.press("Down");
    }
    stage.press("Enter");
    stage.shows("厚生労働省へ連絡");
    stage.shows("どれも目安");
}

#[test]
fn the_stand_down_and_the_hand_over_say_what_is_not_told() {
    let mut stage = staged();
    stage.choose("非常時を解除する");
    stage.shows("[連絡義務] 保守会社へ連絡  直ちに");
    stage.shows("[連絡義務(未判定)] 個人情報保護委員会へ速報  目安11/26");
    stage.hides("IPAへ届出");
    stage.press("Esc");
    stage.choose("引継ぎを記録する");
    stage.shows("連絡義務 まだ1 未判定3");
}

#[test]
fn a_list_of_holidays_that_ends_too_early_says_so() {
    let mut stage = staged();
    stage.press("F10 Down Down Down");
    stage.shows("設置者へ報告");
    stage.press("Enter");
    stage.shows("休日の表は2026-01-01から2026-12-31まで。この日付が休日かは要確認");
}
