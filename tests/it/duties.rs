//! Whom to tell and by when, as commands say it, on the shipped duties and the course of a published case.

use serde_json::Value;

use crate::program::{TestSite, error_of};

/// The shipped site with the closed days of 2022 and 2023: the published case lies before the shipped list.
fn osaka() -> TestSite {
    let site = TestSite::new();
    let holidays = "schema = 1\nid = \"holidays\"\ntitle = \"休日の表\"\nversion = \"2022-10-01\"\nowner = \"事務\"\nreviewed = \"\"\n\
                    from = \"2022-01-01\"\nuntil = \"2023-12-31\"\nweekends = [\"sat\", \"sun\"]\n\
                    holiday = [{ date = \"2022-11-03\", title = \"文化の日\" }, { date = \"2023-01-01\", title = \"元日\" }]\n\
                    closed = [{ from = \"12-29\", to = \"01-03\", title = \"年末年始\" }]\n";
    site.write("duties/holidays.toml", holidays);
    site.at("2022-10-31T08:00:00+09:00");
    site.ok(&["start", "ransomware", "--noticed", "2022-10-31 0630", "電子カルテが開けない。サーバに英文"]);
    site
}

fn answered(site: &TestSite, criteria: &[&str], at: &str) {
    for criterion in criteria {
        site.ok(&["answer", criterion, "yes", "--at", at, "--by", "sato"]);
    }
}

fn duties(site: &TestSite, options: &[&str]) -> Value {
    let arguments: Vec<&str> = ["duties", "--json"].into_iter().chain(options.iter().copied()).collect();
    serde_json::from_str(&site.ok(&arguments)).unwrap()
}

fn one<'a>(all: &'a Value, id: &str) -> &'a Value {
    all["duties"].as_array().unwrap().iter().find(|duty| duty["id"] == id).unwrap()
}

#[test]
fn the_duties_of_osaka_2022_have_their_dates() {
    let site = osaka();
    let before = duties(&site, &[]);
    assert_eq!(one(&before, "mhlw")["state"], "undetermined");
    assert_eq!(
        one(&before, "mhlw")["answer"],
        serde_json::json!(["notice-t1-attack", "notice-t2-failure", "notice-t3-harm"])
    );
    // Not settled, and never without a date: as if it had begun at 覚知.
    assert_eq!(one(&before, "ppc-prompt")["due"]["last_day"], "2022-11-04");
    assert_eq!(one(&before, "ppc-prompt")["from"]["assumed"], true);

    // At 07:00 the note on the server was read; at 12:00 headquarters judged that care is disrupted; the leak was thought of at 18:00.
    site.at("2022-10-31T20:00:00+09:00");
    answered(
        &site,
        &["ransom-signs", "files-encrypted", "notice-t1-attack", "notice-t2-failure", "records-unavailable"],
        "0700",
    );
    answered(&site, &["notice-t3-harm", "vital-care-hit"], "1200");
    site.ok(&["fact", "leak-suspected", "yes", "--confidence", "estimated", "--at", "1800", "--by", "sato"]);
    let all = duties(&site, &[]);
    let begun = |id: &str| one(&all, id)["from"]["at"].clone();
    let due = |id: &str| one(&all, id)["due"].clone();
    assert_eq!(one(&all, "vendor")["due"]["rule"], "at-once");
    assert_eq!(begun("vendor"), "2022-10-31T06:30:00+09:00");
    assert_eq!((one(&all, "mhlw")["state"].clone(), due("mhlw")["rule"].clone()), ("open".into(), "promptly".into()));
    assert_eq!(begun("mhlw"), "2022-10-31T12:00:00+09:00");
    assert_eq!(begun("police"), "2022-10-31T07:00:00+09:00");
    // Known on 31 October, which is day 1: days 3 to 5 are 2 to 4 November, and the final report is due on day 60, 29 December,
    // when offices are closed until 3 January.
    assert_eq!(
        (due("ppc-prompt")["first_day"].clone(), due("ppc-prompt")["last_day"].clone()),
        ("2022-11-02".into(), "2022-11-04".into())
    );
    let last = due("ppc-final-60");
    assert_eq!((last["moved_from"].clone(), last["last_day"].clone()), ("2022-12-29".into(), "2023-01-04".into()));
    assert_eq!(last["beyond_holidays"], false);
    assert_eq!(one(&all, "ppc-final-30")["state"], "not-applicable");
    assert_eq!(one(&all, "ppc-prompt")["rests_on"], "estimated");
    // A private facility owes nothing to the founder of a public one, nor to EMIS in an attack.
    for id in ["founder-public", "ppc-prompt-public", "emis-emergency"] {
        assert_eq!(one(&all, id)["state"], "not-applicable", "{id}");
    }
    let text = site.ok(&["duties"]);
    for words in [
        "目安11/2(水)〜11/4(金)",
        "目安2023-01-04(水)",
        "休日のため12/29(木)から動かした",
        "もとの答えに推定を含む",
        "日付はすべて目安です",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn only_the_attempt_that_told_and_the_submission_meet_a_duty() {
    let site = osaka();
    answered(&site, &["notice-t1-attack", "notice-t2-failure", "notice-t3-harm"], "0700");
    site.ok(&["fact", "leak-suspected", "yes", "--at", "0720"]);
    let state = |id: &str| one(&duties(&site, &[]), id)["state"].clone();
    site.ok(&["call", "mhlw", "no-answer", "--at", "0730"]);
    site.ok(&["call", "ppc", "reached", "--at", "0735"]);
    assert_eq!((state("mhlw"), state("ppc-prompt")), ("open".into(), "open".into()));
    site.ok(&["report", "incident", "--format", "md"]);
    assert_eq!(state("ppc-prompt"), "open", "a report that was made is no submission");
    site.ok(&["call", "mhlw", "reached", "--at", "0740", "--by", "tanaka"]);
    let submitted = [
        "duties",
        "submit",
        "ppc-prompt",
        "--way",
        "ウェブの入力フォーム",
        "--receipt",
        "R4-0123",
        "--at",
        "0750",
        "--for",
        "sato",
    ];
    let said = site.ok(&submitted);
    assert!(
        said.contains("提出した: 個人情報保護委員会へ 速報 方法: ウェブの入力フォーム 受付番号: R4-0123"),
        "{said}"
    );
    assert_eq!((state("mhlw"), state("ppc-prompt")), ("met".into(), "met".into()));
    // At 07:36 it was not so.
    let then = duties(&site, &["--as-of", "0736"]);
    assert_eq!(one(&then, "mhlw")["state"], "open");
    assert_eq!(one(&then, "mhlw")["attempts"].as_array().unwrap().len(), 1);
    // All of it stands in the report.
    let report = site.ok(&["report", "incident", "--format", "md"]);
    for words in ["連絡義務", "R4-0123", "伝達済", "提出済", "不在"] {
        assert!(report.contains(words), "{words}");
    }
}

#[test]
fn a_date_is_agreed_and_given_up() {
    let site = osaka();
    let said = site.ok(&["duties", "agree", "prefecture", "--due", "11/2 1700"]);
    assert!(said.contains("期限を打ち合わせた") && said.contains("2022-11-02 17:00まで"), "{said}");
    let due = &one(&duties(&site, &[]), "prefecture")["due"].clone();
    assert_eq!((due["agreed"].clone(), due["at"].clone()), (true.into(), "2022-11-02T17:00:00+09:00".into()));
    site.ok(&["duties", "agree", "prefecture", "--none"]);
    assert_eq!(one(&duties(&site, &[]), "prefecture")["due"]["agreed"], false);
}

#[test]
fn what_is_wrong_is_said_with_what_may_be_meant() {
    let site = osaka();
    let unknown = site.run(&["duties", "submit", "ppc-promt", "--way", "郵送"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("ppc-prompt"), "{unknown}");
    let json = site.run(&["duties", "agree", "nobody", "--due", "1700", "--json"]);
    assert_eq!(error_of(&json)["code"], "not-found");
    assert_eq!(site.run(&["duties", "agree", "prefecture", "--due", "いつか"]).code, 2);
    assert_eq!(site.run(&["duties", "agree", "prefecture"]).code, 2);
    assert_eq!(site.run(&["duties", "submit", "ppc-prompt", "--way", " "]).code, 1);
}

#[test]
fn findings_that_do_not_fit_leave_it_unsettled_and_the_list_of_holidays_is_known_to_end() {
    let site = TestSite::new();
    site.at("2027-12-20T09:00:00+09:00");
    site.ok(&["start", "ransomware", "見慣れない拡張子"]);
    site.ok(&["answer", "files-encrypted", "yes"]);
    site.ok(&["answer", "notice-t1-attack", "no"]);
    site.ok(&["fact", "leak-suspected", "yes"]);
    let all = duties(&site, &[]);
    assert_eq!(one(&all, "police")["state"], "undetermined");
    assert!(one(&all, "police")["settle"][0].as_str().unwrap().contains("どちらかを答え直す"));
    let last = &one(&all, "ppc-final-30")["due"];
    assert_eq!(last["beyond_holidays"], true, "{last}");
    assert!(site.ok(&["duties"]).contains("休日の表は2026-01-01から2027-12-31まで"));
}

#[test]
fn what_is_not_told_is_in_the_status_the_hand_over_and_the_report() {
    let site = osaka();
    answered(&site, &["ransom-signs", "notice-t1-attack"], "0700");
    let status = site.ok(&["status"]);
    assert!(status.contains("連絡義務 まだ・未判定"), "{status}");
    assert!(status.contains("[まだ]     保守会社へ連絡  (vendor)  直ちに"), "{status}");
    assert!(status.contains("(ppc-prompt)  未判定 (覚知からなら3〜5日 目安"), "{status}");
    let json: Value = serde_json::from_str(&site.ok(&["status", "--json"])).unwrap();
    let items: Vec<&str> =
        json["open_items"].as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap()).collect();
    assert!(items.contains(&"duty:vendor") && items.contains(&"duty:ppc-prompt"), "{items:?}");
    // 任意 ones are nobody's to see through.
    assert!(!items.contains(&"duty:ipa"), "{items:?}");
    let report = site.ok(&["report", "incident"]);
    assert!(
        report.contains("連絡義務: 保守会社へ連絡 直ちに") || report.contains("連絡義務: 保守会社へ連絡  直ちに"),
        "{report}"
    );
    let handed =
        serde_json::from_str::<Value>(&site.ok(&["handover", "--by", "sato", "--to", "suzuki", "--json"])).unwrap();
    assert!(handed["notices"].to_string().contains("引き継ぐ連絡義務"), "{handed}");
}
