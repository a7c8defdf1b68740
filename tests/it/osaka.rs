//! The course of 大阪急性期・総合医療センター, 31 October 2022 to 11 January 2023 (as published), by commands: nothing works, the core systems are
//! back on 12 December, the departments' systems follow one by one, and on 11 January everything is. The board, the restoration and what
//! is left to return to normal are right at every date.

use serde_json::Value as Json;

use crate::program::TestSite;

/// So many systems of departments were connected again one by one (about 70).
const DEPARTMENTAL: usize = 70;

/// The hospital: the sample with a core of network, record and orders, and seventy systems of departments.
fn hospital() -> TestSite {
    let site = TestSite::new();
    let mut text = site.read("facility.toml");
    for n in 1..=DEPARTMENTAL {
        text.push_str(&format!(
            "\n[[system]]\nid = \"dept-{n:02}\"\ntitle = \"部門システム{n:02}\"\nimportance = 50\nrestore-order = 50\nneeds = [\"ehr\"]\n"
        ));
    }
    site.write("facility.toml", text);
    site
}

fn departmental() -> Vec<String> {
    (1..=DEPARTMENTAL).map(|n| format!("dept-{n:02}")).collect()
}

/// The departments that look at the record before it is used again, as the sample has them.
const CHECKERS: [&str; 7] = ["reception", "outpatient", "ward", "laboratory", "radiology", "pharmacy", "billing"];

struct Course {
    site: TestSite,
}

impl Course {
    /// One act as it is typed, when it happened.
    fn at(&self, when: &str, words: &[&str]) {
        let mut all = vec!["--at", when, "--by", "sato"];
        all.extend(words);
        self.site.ok(&all);
    }

    fn board(&self, as_of: &str) -> Vec<(String, String)> {
        let answer = self.site.json(&["restore", "--as-of", as_of]);
        let of =
            |system: &Json| (system["id"].as_str().unwrap().to_owned(), system["stage"].as_str().unwrap().to_owned());
        answer["systems"].as_array().unwrap().iter().map(of).collect()
    }

    fn count(&self, as_of: &str, stage: &str) -> usize {
        self.board(as_of).iter().filter(|(_, known)| known == stage).count()
    }

    fn stage(&self, as_of: &str, system: &str) -> String {
        self.board(as_of).into_iter().find(|(id, _)| id == system).unwrap().1
    }

    fn modes(&self, as_of: &str) -> Vec<String> {
        let answer = self.site.json(&["mode", "--as-of", as_of]);
        let state = |row: &Json| row["state"].as_str().unwrap_or("unsaid").to_owned();
        answer["departments"].as_array().unwrap().iter().map(state).collect()
    }

    /// What the list of the return still holds of one kind, and all that it counts on the way back.
    fn open(&self, as_of: &str, kind: &str) -> (usize, u64) {
        let answer = self.site.json(&["return", "--as-of", as_of]);
        let is_kind = |item: &&Json| item["item"].as_str().unwrap().split(':').next() == Some(kind);
        let of_kind = answer["open"].as_array().unwrap().iter().filter(is_kind).count();
        (of_kind, answer["on_the_way_back"].as_u64().unwrap())
    }

    /// The way of systems from the chosen generation to their release.
    fn restore(&self, systems: &[&str], begin: &str, end: &str) {
        let all = |verb: &[&'static str]| -> Vec<&str> {
            [&["restore"], verb].concat().into_iter().chain(systems.iter().copied()).collect()
        };
        self.at(begin, &[all(&["plan"]), vec!["--generation", "作り直し"]].concat());
        for gate in ["evidence", "entry", "clean"] {
            self.at(begin, &[all(&["gate", gate]), vec!["--how", "専門家の調査班が確かめた"]].concat());
        }
        self.at(begin, &all(&["approve"]));
        self.at(begin, &all(&["begin"]));
        self.at(end, &all(&["end"]));
        for department in CHECKERS {
            self.at(end, &[all(&["verify"]), vec!["--department", department]].concat());
        }
        self.at(end, &all(&["release"]));
    }
}

#[test]
fn from_nothing_to_everything() {
    let site = hospital();
    site.at("2022-10-31T07:10:00+09:00");
    site.ok(&[
        "start",
        "ransomware",
        "--noticed",
        "0640",
        "--by",
        "sato",
        "電子カルテが開かず、暗号化したとの文が出た",
    ]);
    // Everything is typed on the day after the end, each with its own time.
    site.at("2023-01-12T09:00:00+09:00");
    let course = Course { site };
    let core = ["network", "ehr", "order-entry"];
    let departmental = departmental();
    let named: Vec<&str> = departmental.iter().map(String::as_str).collect();
    let everything: Vec<&str> = ["restore", "stop"].into_iter().chain(core).chain(named.iter().copied()).collect();
    course.at("2022/10/31 07:30", &everything);
    for (department, state) in
        [("reception", "degraded"), ("outpatient", "stopped"), ("ward", "degraded"), ("meals", "stopped")]
    {
        course.at("2022/10/31 08:00", &["mode", "set", department, state]);
    }
    course.at(
        "2022/10/31 09:00",
        &["account", "use", "kinkyu-01", "--why", "検査結果を見る", "--approved-by", "takahashi"],
    );
    course.at("2022/10/31 10:00", &["ledger", "give", "ward", "--sheet", "指示票", "--count", "3000"]);
    course.at("2022/11/04 09:00", &["mode", "set", "surgery", "degraded", "--remark", "予定手術の一部"]);
    course.restore(&core, "2022/12/01 09:00", "2022/12/12 08:00");
    course.at("2022/12/12 09:00", &["mode", "set", "outpatient", "degraded"]);
    course.at("2022/12/12 10:00", &["account", "close", "kinkyu-01", "resealed", "--seal", "13"]);
    course.at("2022/12/20 09:00", &["ledger", "count", "ward-1", "--used", "2800", "--unused", "200"]);
    // Some of the departments' systems before the new year, the rest until 11 January.
    let (early, late) = named.split_at(40);
    course.restore(early, "2022/12/13 09:00", "2022/12/22 17:00");
    course.restore(late, "2023/01/04 09:00", "2023/01/11 08:00");
    for department in ["reception", "outpatient", "ward", "meals", "surgery"] {
        course.at("2023/01/11 09:00", &["mode", "set", department, "normal"]);
    }

    course.at("2023/01/11 10:00", &["ledger", "enter", "ward-1", "--entered", "2800", "--kept", "診療情報管理室"]);

    let noon = "2022/10/31 12:00";
    assert_eq!(course.count(noon, "stopped"), 73);
    assert_eq!(course.count(noon, "released"), 0);
    assert_eq!(course.modes(noon).iter().filter(|state| *state == "stopped").count(), 2);
    assert!(course.modes(noon).contains(&"unsaid".to_owned()), "nobody has said how the laboratory stands");

    let before = "2022/12/11 12:00";
    assert_eq!(course.stage(before, "ehr"), "restoring");
    assert_eq!(course.stage(before, "dept-01"), "stopped");
    assert_eq!(course.count(before, "released"), 0);

    let core_is_back = "2022/12/12 12:00";
    assert_eq!(course.count(core_is_back, "released"), 3);
    assert_eq!(course.count(core_is_back, "stopped"), 70);
    assert!(!course.modes(core_is_back).contains(&"normal".to_owned()));

    let new_year = "2023/01/01 12:00";
    assert_eq!((course.count(new_year, "released"), course.count(new_year, "stopped")), (43, 30));

    let end = "2023/01/11 12:00";
    assert_eq!((course.count(end, "released"), course.count(end, "stopped")), (73, 0));
    assert!(!course.modes(end).contains(&"degraded".to_owned()) && !course.modes(end).contains(&"stopped".to_owned()));

    // The list of the return: what was open at noon of each of those days, and how many of all were on the way back.
    assert_eq!(course.open(noon, "restore"), (73, 79), "73 systems, four departments, an account and a batch of paper");
    assert_eq!(course.open(noon, "department").0, 4);
    assert_eq!((course.open(noon, "account").0, course.open(noon, "batch").0), (1, 1));
    assert_eq!(course.open(before, "restore"), (73, 80), "surgery goes on with a part of its operations");
    assert_eq!(course.open(core_is_back, "restore"), (70, 76), "the account is sealed again");
    assert_eq!(course.open(core_is_back, "account").0, 0);
    assert_eq!(course.open(new_year, "restore"), (30, 36));
    assert_eq!((course.open(new_year, "department").0, course.open(new_year, "batch").0), (5, 1));
    assert_eq!(course.open(end, "restore"), (0, 0), "nothing is on the way back any more");

    // The network comes first, the record after it, and the systems of departments after the record.
    let order: Vec<String> = course.board(end).into_iter().map(|(id, _)| id).collect();
    let place = |id: &str| order.iter().position(|known| known == id).unwrap();
    assert!(place("network") < place("ehr") && place("ehr") < place("dept-01"));
}

#[test]
fn an_unchecked_system_is_not_released_and_an_override_shows() {
    let site = TestSite::new();
    let start = ["start", "ransomware", "--noticed", "0030", "--by", "sato", "プリンタが英文を印字"];
    site.ok(&start);
    site.at("2026-11-22T09:00:00+09:00");
    let run = |words: &[&str]| site.ok(&[&["--by", "sato"], words].concat());
    run(&["restore", "stop", "ehr"]);
    run(&["restore", "plan", "ehr", "--generation", "20日の控え", "--taken", "11/20 0300"]);
    let refused = site.run(&["--by", "sato", "--json", "restore", "release", "ehr"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("\"gates-shut\""), "{refused}");
    run(&["restore", "gate", "evidence", "ehr", "--how", "保守会社が写しを取った"]);
    run(&["restore", "gate", "entry", "ehr", "--how", "VPNを止めた"]);
    let nurse = site.run(&["--by", "yamada", "restore", "override", "clean", "ehr", "--reason", "急ぐ"]);
    assert_eq!(nurse.code, 1, "only who approves: {nurse}");
    run(&["restore", "override", "clean", "ehr", "--reason", "透析の患者が待っている"]);
    run(&["restore", "approve", "ehr"]);
    run(&["restore", "begin", "ehr"]);
    run(&["restore", "end", "ehr"]);
    assert_eq!(site.run(&["--by", "sato", "restore", "release", "ehr"]).code, 1, "no department has looked");
    for department in CHECKERS {
        run(&["restore", "verify", "ehr", "--department", department]);
    }
    run(&["restore", "release", "ehr"]);
    let report = site.ok(&["report", "incident"]);
    assert!(report.contains("確かめずに進めたこと") && report.contains("透析の患者が待っている"), "{report}");
    assert!(report.contains("確かめた人と承認した人が同じ"), "{report}");
    // Somebody was in before the generation was taken: what was only believed to be clean is looked at again.
    run(&["fact", "intrusion-estimated", "11/21 2300", "--confidence", "estimated"]);
    let gates = |site: &TestSite| {
        let board = site.json(&["restore"]);
        let ehr = board["systems"].as_array().unwrap().iter().find(|system| system["id"] == "ehr").unwrap().clone();
        ehr["gates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|gate| gate["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(gates(&site), ["passed", "passed", "overridden"], "taken before anybody came in");
    run(&["fact", "intrusion-estimated", "11/19 2300", "--confidence", "estimated"]);
    assert_eq!(gates(&site), ["passed", "recheck", "recheck"]);
    assert!(site.ok(&["restore"]).contains("再確認"));
    // One of them holds again, of the other one the answer is that it was not clean: nobody has to look for that in the report.
    run(&["restore", "gate", "entry", "ehr", "--how", "保守回線も見直した"]);
    let found =
        site.run(&["--by", "sato", "restore", "gate", "clean", "ehr", "--failed", "--how", "検知ソフトが反応した"]);
    assert!(found.stderr.contains("使い続けるか止めるか"), "{found}");
    let doubt = "使い続けるか止めるかを決める(汚染確認: 不可)";
    assert!(site.ok(&["restore"]).contains(doubt) && site.ok(&["report", "incident"]).contains(doubt));
    let open = site.json(&["return"]);
    let is_open = |item: &Json| item["item"] == "recheck:ehr" && item["title"].as_str().unwrap().contains("止めるか");
    assert!(open["open"].as_array().unwrap().iter().any(is_open), "{open:#}");
}
