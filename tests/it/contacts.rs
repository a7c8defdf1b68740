//! The book of contacts with the real program: what is wrong in it, how old it is, and a round of calls from beginning to end.

use std::fs;

use serde_json::Value;

use crate::program::{TestSite, error_of};

const HEAD: &str = "schema = 1\nid = \"own\"\ntitle = \"自院の取引先\"\ngroup = \"vendor\"\nversion = \"2026-11-22\"\nowner = \"事務\"\nreviewed = \"\"\n";

fn entry(id: &str, rest: &str) -> String {
    format!("\n[[contact]]\nid = \"{id}\"\nname = \"{id}社\"\n{rest}\n")
}

/// A site with three vendors of its own beside the pack's.
fn site() -> TestSite {
    let site = TestSite::new();
    let own = [
        entry(
            "kita",
            "phone = [{ number = \"03-1\", label = \"夜\", hours = \"18時から\" }]\nverified = \"2026-11-01\"",
        ),
        entry(
            "minami",
            "phone = [{ number = \"03-3\" }]\nfax = \"03-4\"\nmail = \"a@example.invalid\"\nalternate = \"kita\"\nverified = \"2026-01-15\"\n\
             verified-by = \"山田 恵\"\nverified-from = \"電話で\"",
        ),
        entry("nishi", "# 契約は総務の棚\nphone = [{ number = \"03-5\" }]\nverified = \"\""),
    ];
    site.write("contacts/own.toml", format!("{HEAD}{}", own.concat()));
    site
}

fn row<'a>(answer: &'a Value, id: &str) -> Option<&'a Value> {
    answer["contacts"].as_array().unwrap().iter().find(|row| row["id"] == id)
}

#[test]
fn a_list_says_how_old_each_number_is_and_shows_none_that_is_invented() {
    let site = site();
    let all = site.json(&["contacts"]);
    let (kita, minami) = (row(&all, "kita").unwrap(), row(&all, "minami").unwrap());
    assert_eq!((kita["freshness"].as_str(), kita["numbers"][0].as_str()), (Some("fresh"), Some("03-1 (夜、18時から)")));
    assert_eq!((minami["freshness"].as_str(), minami["stale_months"].as_u64()), (Some("stale"), Some(10)));
    assert_eq!(minami["alternate"], "kita");
    let sample = row(&all, "vendor-ehr").unwrap();
    assert!(sample["freshness"] == "sample" && sample["numbers"].as_array().unwrap().is_empty());

    let stale = site.json(&["contacts", "list", "--stale", "--group", "vendor"]);
    let ids: Vec<&str> = stale["contacts"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["minami", "nishi"]);
    let said = site.ok(&["call", "--list"]);
    assert!(said.contains("03-3 (要再確認 (確認は2026-01-15、10か月前))"), "{said}");
    assert!(!said.contains("000-0000"), "{said}");

    let shown = site.ok(&["contacts", "show", "minami"]);
    for words in [
        "要再確認の番号: 03-3",
        "FAX 03-4",
        "メール a@example.invalid",
        "山田 恵、電話で",
        "出ないとき: kita社",
        "contacts/own.toml",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    // One more month, by the facility's own rule.
    let year = site.read("duties/year.toml");
    site.write("duties/year.toml", year.replacen("every-months = 6", "every-months = 11", 1));
    assert_eq!(row(&site.json(&["contacts"]), "minami").unwrap()["freshness"], "fresh");
    assert_eq!(error_of(&site.run(&["contacts", "show", "minamo", "--json"]))["code"], "not-found");
}

#[test]
fn what_is_wrong_with_an_address_is_said_and_it_is_not_used() {
    let site = site();
    let faulty = [
        entry("a", "mail = \"a@b.jp\\r\\nBcc: x@y.jp\""),
        entry("b", "mail = \"a b@c.jp\"\nweb = \"www.b.jp\"\nphone = [{ number = \"要確認\" }]"),
        entry("c", "alternate = \"nobody\""),
        entry("d", "phone = [{ number = \"03-6\" }]\nalternate = \"e\"\nverified = \"2027-11-22\""),
        entry("e", "phone = [{ number = \"03-7\" }]\nalternate = \"d\""),
    ];
    let own = site.read("contacts/own.toml");
    site.write("contacts/own.toml", format!("{own}{}", faulty.concat()));
    let found = site.run(&["check", "--notes", "--json"]);
    assert_eq!(found.code, 3, "{found}");
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    let of = |code: &str| {
        let all = found["diagnostics"].as_array().unwrap().iter();
        let own = all.filter(|found| found["file"] == "contacts/own.toml" && found["code"] == code);
        own.map(|found| (found["severity"].as_str().unwrap(), found["message"].as_str().unwrap())).collect::<Vec<_>>()
    };
    for (code, severity, count) in [
        ("bad-mail", "error", 2),
        ("bad-web", "error", 1),
        ("no-digit", "error", 1),
        ("dangling-id", "error", 1),
        ("alternate-circle", "warning", 1),
        ("verified-ahead", "warning", 1),
        ("stale", "note", 1),
    ] {
        let told = of(code);
        assert_eq!((told.len(), told[0].0), (count, severity), "{code}: {told:?}");
    }
    let nowhere = of("no-channel");
    assert!(nowhere.iter().any(|(severity, said)| *severity == "warning" && said.contains("c社")), "{nowhere:?}");
    let all = site.json(&["contacts"]);
    assert!(
        row(&all, "a").unwrap()["mail"].is_null() && row(&all, "b").unwrap()["numbers"].as_array().unwrap().is_empty()
    );
    // The others are there as they were.
    assert_eq!(row(&all, "minami").unwrap()["mail"], "a@example.invalid");
}

#[test]
fn a_round_is_recorded_looked_at_written_and_closed_with_the_duty() {
    let site = site();
    let said = site.ok(&["contacts", "check", "nishi", "right", "--number", "03-5", "--by", "yamada"]);
    assert!(said.contains("連絡先を確かめた: nishi社 03-5 合っている") && said.contains("連絡訓練 2/"), "{said}");
    site.ok(&["contacts", "check", "minami", "違う", "--note", "部署が変わった", "--by", "yamada"]);
    site.ok(&["contacts", "check", "kita", "no-answer", "--by", "yamada"]);
    let before = site.read("contacts/own.toml");
    let look = site.ok(&["contacts", "apply"]);
    for words in
        ["nishi社: 確認日を2026-11-22にする", "minami社: 違っていた", "部署が変わった", "まだ書き込んでいません"]
    {
        assert!(look.contains(words), "{words} is not in {look}");
    }
    assert_eq!(site.read("contacts/own.toml"), before, "looking writes nothing");

    let done = site.json(&["contacts", "apply", "--yes", "--by", "tanaka"]);
    assert_eq!((done["written"].as_bool(), done["files"][0].as_str()), (Some(true), Some("contacts/own.toml")));
    let written = site.read("contacts/own.toml");
    assert!(written.contains("# 契約は総務の棚") && written.contains("verified-from = \"連絡訓練で\""), "{written}");
    let all = site.json(&["contacts"]);
    assert_eq!(row(&all, "nishi").unwrap()["verified_by"], "山田 恵");
    assert_eq!(row(&all, "minami").unwrap()["freshness"], "never", "what is wrong counts as checked no more");
    let left = site.json(&["contacts", "apply", "--yes"]);
    assert_eq!((left["updates"][0]["writes"].as_bool(), left["written"].as_bool()), (Some(false), Some(false)));

    // All others are put off: the round is complete, and says what is to be done.
    let rest: Vec<String> = all["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["freshness"] == "never")
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    let last = rest.iter().map(|id| site.run(&["contacts", "check", id, "skipped", "--by", "yamada"])).last().unwrap();
    assert!(last.stderr.contains("ひと回りしました"), "{last}");
    site.ok(&["readiness", "done", "contacts-check", "--by", "yamada"]);
    let again = site.ok(&["contacts", "check", "police", "skipped", "--by", "yamada"]);
    assert!(!again.contains(&format!("{0}/{0}", rest.len() + 2)), "{again}");
    assert!(site.ok(&["readiness", "log"]).contains("部署が変わった"));
}

#[test]
fn an_invented_number_is_not_recorded_as_checked() {
    let site = site();
    let refused = site.run(&["contacts", "check", "vendor-ehr", "right", "--by", "yamada", "--json"]);
    assert_eq!((refused.code, error_of(&refused)["code"].as_str()), (2, Some("sample")), "{refused}");
    assert!(site.ok(&["readiness", "log"]).trim().is_empty());
}

#[test]
fn a_table_brings_fax_alternate_and_who_checked() {
    let site = site();
    let table = site.home().join("list.csv");
    let text = "名称,電話番号,FAX番号,メール,ホームページ,出ないとき,確認日,確認者,確かめ方\n\
                東社,03-8,０３－９,x@y,a.jp,kita社,令和8年11月1日,鈴木,電話で\n\
                kita社,,,,,東社,,,\n\
                中社,03-10,,,,どこか,,,\n";
    fs::write(&table, text).unwrap();
    let done = site.json(&["setup", "import", "contacts", table.to_str().unwrap(), "--yes"]);
    let whys: Vec<&str> =
        done["problems"].as_array().unwrap().iter().map(|problem| problem["why"].as_str().unwrap()).collect();
    assert_eq!(whys, ["not-a-mail", "not-a-web", "unknown-contact"]);
    let all = site.json(&["contacts"]);
    let higashi = all["contacts"].as_array().unwrap().iter().find(|row| row["name"] == "東社").unwrap();
    assert_eq!((higashi["fax"].as_str(), higashi["alternate"].as_str()), (Some("03-9"), Some("kita")));
    assert_eq!((higashi["verified_by"].as_str(), higashi["verified_from"].as_str()), (Some("鈴木"), Some("電話で")));
    assert!(higashi["mail"].is_null() && higashi["web"].is_null());
    let kita = row(&all, "kita").unwrap();
    assert_eq!(kita["alternate"], higashi["id"]);
    assert_eq!(kita["numbers"][0], "03-1 (夜、18時から)", "an empty cell takes no number away");
    // The same again changes nothing.
    let again = site.json(&["setup", "import", "contacts", table.to_str().unwrap(), "--yes"]);
    assert!(again["files"].as_array().unwrap().is_empty(), "{again:#}");
    // And the form for filling in has what the site has.
    let form = site.ok(&["setup", "export", "contacts"]);
    assert!(form.contains("03-9") && form.contains("電話で"), "{form}");
}
