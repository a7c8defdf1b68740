//! `docs/commands.md` against the real answers: every field that is documented is there, and no other; each is of its type.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::TestSite;

/// The documented fields of each schema, and its example.
struct Documented {
    fields: BTreeMap<String, String>,
    example: Value,
}

fn documented() -> BTreeMap<String, Documented> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md")).unwrap();
    let mut schemas = BTreeMap::new();
    for part in page.split("\n### `sonae.").skip(1) {
        let name = format!("sonae.{}", part.split('`').next().unwrap());
        let block = |kind: &str| {
            let from = part.find(&format!("```{kind}\n")).unwrap_or_else(|| panic!("{name} has no {kind}"));
            part.split_at(from + kind.len() + 4).1.split("```").next().unwrap()
        };
        let fields = block("fields").lines().map(|line| {
            let (path, rest) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: {line}"));
            (path.to_owned(), rest.split(" — ").next().unwrap().to_owned())
        });
        let example = serde_json::from_str(block("json")).unwrap_or_else(|error| panic!("{name}: {error}"));
        schemas.insert(name.clone(), Documented { fields: fields.collect(), example });
    }
    schemas
}

/// Every path of an answer with the values found there. An empty list or a null above documented fields says nothing about them.
fn walk(fields: &BTreeMap<String, String>, path: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    let below = |path: &str| {
        fields.keys().any(|key| key.starts_with(&format!("{path}.")) || key.starts_with(&format!("{path}[")))
    };
    match value {
        _ if fields.get(path).is_some_and(|kind| kind == "any") => found.push((path.to_owned(), value.clone())),
        Value::Object(object) => {
            for (key, value) in object {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(fields, &path, value, found);
            }
        }
        Value::Array(array) if array.is_empty() && below(path) => {}
        Value::Array(array) if array.is_empty() => found.push((path.to_owned(), value.clone())),
        Value::Array(array) => array.iter().for_each(|value| walk(fields, &format!("{path}[]"), value, found)),
        Value::Null if below(path) => {}
        _ => found.push((path.to_owned(), value.clone())),
    }
}

fn fits(kind: &str, value: &Value) -> bool {
    if let Some(kind) = kind.strip_suffix(" or null") {
        return value.is_null() || fits(kind, value);
    }
    if let Some(words) = kind.strip_prefix("one of ") {
        return value.as_str().is_some_and(|value| words.split(' ').any(|word| word == value));
    }
    match kind {
        "any" => true,
        "flag" => value.is_boolean(),
        "count" => value.as_u64().is_some(),
        "text" => value.is_string(),
        "id" => value.as_str().is_some_and(|text| sonae::domain::id::Id::new(text).is_ok()),
        "time" => value.as_str().is_some_and(|text| sonae::domain::when::read(text).is_some()),
        "hash" => value.as_str().is_some_and(|text| text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit())),
        strange => panic!("{strange} is no documented type"),
    }
}

/// A mail that waits, because nobody listens where it is to go.
fn mail(site: &TestSite, say: &mut impl FnMut(&[&str])) {
    let facility = site.read("facility.toml");
    let server = "\n[mail]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\nfrom = \"bcp@mihon.example.jp\"\n";
    site.write("facility.toml", format!("{facility}{server}"));
    let letter = ["--address", "保守会社 <support@a-sha.example.jp>", "--subject", "障害", "--body", "切りました"];
    say(&[["outbox", "preview"].as_slice(), &letter].concat());
    say(&[["outbox", "queue", "--yes", "--by", "sato", "--duty", "vendor"].as_slice(), &letter].concat());
    assert_eq!(site.run(&["outbox", "send"]).code, 5, "the network");
    say(&["outbox", "list"]);
}

/// What the director decided, and a text that was given out in spite of its words.
fn words_for_others(say: &mut impl FnMut(&[&str])) {
    say(&["brief", "decide", "emergency", "limited", "--for", "佐藤 一郎", "--via", "phone", "--by", "yamada"]);
    say(&["fact", "affected-systems", "電子カルテ", "--confidence", "hearsay", "--by", "yamada"]);
    say(&["announce", "make", "web-failure", "--text", "攻撃です", "--yes", "--by", "yamada"]);
    say(&["announce", "list"]);
    say(&["announce", "show", "door-failure"]);
    say(&["announce", "show", "doubtful"]);
    say(&["brief"]);
}

/// Paper and gaps, open and done, taken and not.
fn way_back(say: &mut dyn FnMut(&[&str])) {
    say(&["restore", "stop", "ehr", "--by", "sato"]);
    say(&["ledger", "give", "ward", "--sheet", "臨時処方せん", "--count", "60", "--place", "棚2段目", "--by", "sato"]);
    say(&["ledger", "give", "ward", "--sheet", "検査伝票", "--count", "3", "--by", "sato"]);
    say(&["ledger", "count", "ward-1", "--used", "40", "--unused", "18", "--by", "sato"]);
    say(&[
        "return",
        "take",
        "batch:ward-1",
        "--to",
        "suzuki",
        "--until",
        "2026-12-01",
        "--reason",
        "残る",
        "--by",
        "sato",
    ]);
    say(&[
        "return",
        "take",
        "batch:ward-2",
        "--to",
        "suzuki",
        "--until",
        "2026-12-01",
        "--reason",
        "残る",
        "--by",
        "sato",
    ]);
    say(&["ledger", "enter", "ward-1", "--entered", "40", "--kept", "病歴室", "--by", "sato"]);
    for kind in ["none", "unknown"] {
        say(&[
            "ledger",
            "gap",
            "ehr",
            "--lost",
            "検査結果",
            "--kind",
            kind,
            "--since",
            "11/20 0300",
            "--how",
            "紙から",
            "--by",
            "sato",
        ]);
    }
    say(&["ledger", "close", "last", "--how", "打ち戻した", "--by", "sato"]);
    say(&["ledger"]);
    say(&["return"]);
}

/// What the program answers in an incident in which everything happens that has fields of its own.
#[expect(clippy::too_many_lines, reason = "one day after another")]
fn answers() -> Vec<Value> {
    let site = TestSite::bare();
    let mut answers = vec![site.json(&["init", site.dir().to_str().unwrap()])];
    // A text with words to look at again, and a hint that is missing.
    let doubtful = "\n[[announcement]]\nid = \"doubtful\"\ntitle = \"x\"\nto = \"door\"\nbody = \"攻撃です\"\n";
    site.write("forms/announcements.toml", site.read("forms/announcements.toml") + doubtful);
    let mut say = |args: &[&str]| answers.push(site.json(args));
    say(&["start", "ransomware", "印字", "--noticed", "0030", "--by", "ito", "--for", "yamada", "--sign", "omen"]);
    say(&[
        "note",
        "いつか",
        "--at",
        "不明",
        "--by",
        "yamada",
        "--from",
        "情シス",
        "--to",
        "保守会社",
        "--via",
        "phone",
    ]);
    say(&["answer", "ransom-signs", "yes", "--confidence", "hearsay", "--by", "yamada"]);
    say(&["fact", "outpatient-policy", "urgent-only", "--by", "sato"]);
    say(&["fact", "monitors-ok", "no", "--at", "不明", "--by", "yamada"]);
    say(&["step", "tell-colleagues", "failed", "--reason", "ひとり", "--by", "yamada"]);
    say(&["order", "紙を出す", "--to", "head-nurse", "--due", "+30", "--by", "sato"]);
    say(&["order", "見回る", "--to", "head-nurse", "--by", "sato"]);
    say(&["call", "sato", "no-answer", "--by", "yamada"]);
    say(&["contacts", "check", "police", "right", "--number", "#9110", "--by", "yamada"]);
    say(&["contacts", "apply", "--yes"]);
    say(&["contacts", "show", "police"]);
    say(&["call", "mhlw", "reached", "--by", "sato"]);
    say(&["call", "ppc", "no-answer", "--by", "sato"]);
    say(&["duties", "submit", "ppc-prompt", "--way", "フォーム", "--receipt", "1", "--by", "sato"]);
    say(&["fact", "leak-suspected", "yes", "--confidence", "estimated", "--by", "sato"]);
    say(&["declare", "--level", "2", "--grounds", "印字", "--provisional", "--by", "応援の医師"]);
    say(&["declare", "--level", "3", "--grounds", "広がった", "--by", "sato"]);
    say(&["paper", "ransomware:write-first-sign", "0040", "田中", "--by", "yamada"]);
    let sheet = site.fed(
        &["paper", "-", "--by", "yamada", "--json"],
        "ransomware:look-for-attack-signs 0041 田中\np1-1 田中\n".as_bytes(),
    );
    answers.push(serde_json::from_str(&sheet.stdout).unwrap());
    let mut say = |args: &[&str]| answers.push(site.json(args));
    mail(&site, &mut say);
    words_for_others(&mut say);
    without_the_system(&mut say);
    way_back(&mut say);
    say(&["handover", "--to", "watanabe", "--by", "yamada"]);
    say(&["correct", "last", "--for", "suzuki", "--by", "yamada"]);
    let drill = site.start(&["--drill", "--sign", "omen", "訓練の印字"]);
    for args in [
        ["status", "-i", &drill].as_slice(),
        &["status"],
        &["status", "--as-of", "2020-01-01T00:00:00+09:00"],
        &["incidents"],
        &["timeline"],
        &["report", "incident"],
        &["verify"],
        &["fact", "--list"],
        &["call", "--list"],
        &["call", "--sheet"],
        &["duties"],
        &["stand-down", "--list"],
        &["check"],
        &["readiness", "read", "ransomware", "--reader", "山田", "--at", "11/20", "--by", "yamada"],
        &["readiness"],
        &["readiness", "log"],
        &["readiness", "report"],
    ] {
        say(args);
    }
    backups(&site, &mut answers);
    let code = site.ok(&["verify"]).lines().find_map(|line| line.split_once("指紋 ").map(|(_, code)| code.to_owned()));
    answers.push(site.json(&["verify", "--against", &code.unwrap()]));
    let facts = fs::read_to_string(site.path("forms/facts.toml")).unwrap();
    site.write("forms/facts.toml", facts.replace("title = \"把握事項\"", "title = \"把握事項(改)\""));
    answers.push(site.json(&["refresh"]));
    answers.push(recovered(&site));
    answers.push(site.json(&["pack", "diff"]));
    // What an update may do with a file, all at once.
    for folder in ["forms", "duties"] {
        fs::remove_dir_all(site.path(&format!(".pack/{folder}"))).unwrap();
    }
    fs::remove_file(site.path("duties/year.toml")).unwrap();
    fs::remove_file(site.path(".pack/contacts/staff.toml")).unwrap();
    site.write("contacts/staff.toml", site.read("contacts/staff.toml") + "# 自院のもの\n");
    for file in [".pack/contacts/vendors.toml", "contacts/vendors.toml"] {
        site.write(file, "schema = 1\n");
    }
    answers.push(site.json(&["pack", "diff"]));
    let words = ["--take", "forms/facts.toml", "--keep", "contacts/authorities.toml", "--yes"];
    answers.push(site.json(&[["pack", "update"].as_slice(), &words].concat()));
    let list = site.home().join("list.csv");
    fs::write(&list, "氏名,役割,番号札\n青木 花,宇宙飛行士,1\n佐藤 一郎,院長,2\n").unwrap();
    answers.push(site.json(&["setup", "import", "people", list.to_str().unwrap(), "--yes"]));
    // What is there only when something is wrong: a cloned computer, a changed line, an unsound site.
    clone_and_change(&site);
    site.write("runbooks/mine.toml", "schema = 1\nid = 3\nx\u{200b} = 1\n");
    for args in [["status"].as_slice(), &["verify"], &["check"], &["incidents"]] {
        let output = site.run(&[args, &["--json"]].concat());
        answers.push(serde_json::from_str(&output.stdout).unwrap());
    }
    let refused = site.run(&["call", "vendor-her", "busy", "--json"]);
    answers.push(serde_json::from_str(&refused.stderr).unwrap());
    answers
}

/// Departments, emergency accounts, and a system from its stop to its release and back.
fn without_the_system(say: &mut impl FnMut(&[&str])) {
    say(&["mode", "set", "ward", "degraded", "--remark", "処方は手書き", "--by", "suzuki"]);
    say(&["mode", "patients", "ward", "--place", "詰所", "--count", "38", "--by", "suzuki"]);
    say(&["mode"]);
    say(&["mode", "show", "ward", "--level", "3"]);
    say(&["mode", "show", "billing", "--level", "3"]);
    let used = ["account", "use", "非常用1", "--why", "処方を見る", "--seal", "A-017", "--approved-by", "sato"];
    say(&[used.as_slice(), &["--by", "takahashi"]].concat());
    say(&["account", "close", "非常用1", "resealed", "--seal", "A-018", "--by", "ito"]);
    say(&["account"]);
    say(&["restore", "stop", "ehr", "network", "lis", "--by", "sato"]);
    let found = ["restore", "found", "ehr", "--generation", "21日の控え", "--taken", "11/21 0300"];
    say(&[found.as_slice(), &["--backup", "ehr-daily", "--unusable", "暗号化されていた", "--by", "sato"]].concat());
    let plan = ["restore", "plan", "ehr", "--generation", "20日の控え", "--taken", "11/20 0300"];
    say(&[plan.as_slice(), &["--backup", "ehr-weekly", "--by", "sato"]].concat());
    say(&["restore", "gate", "evidence", "ehr", "--waived", "--how", "写しを取れない", "--by", "sato"]);
    say(&["restore", "gate", "entry", "ehr", "network", "--how", "VPNを止めた", "--by", "sato"]);
    say(&["restore", "gate", "entry", "lis", "--failed", "--how", "まだ開いている", "--by", "sato"]);
    say(&["restore", "override", "clean", "ehr", "--reason", "急ぐ", "--by", "sato"]);
    say(&["restore", "approve", "ehr", "--by", "sato"]);
    say(&["restore", "begin", "ehr", "--by", "sato"]);
    say(&["restore", "end", "ehr", "--note", "予定どおり", "--by", "sato"]);
    say(&["restore", "verify", "ehr", "--department", "ward", "--wrong", "--note", "前日がない", "--by", "suzuki"]);
    say(&["restore", "override", "departments", "ehr", "--reason", "急ぐ", "--by", "sato"]);
    say(&["restore", "release", "ehr", "--by", "sato"]);
    say(&["fact", "intrusion-estimated", "11/19 2300", "--confidence", "estimated", "--by", "sato"]);
    say(&["restore"]);
    say(&["restore", "back", "ehr", "verification", "--reason", "数が合わない", "--by", "sato"]);
    say(&["restore"]);
}

/// The register, and a folder that was compared twice: as it was, and after a file was cut off.
fn backups(site: &TestSite, answers: &mut Vec<Value>) {
    let (folder, list) = (site.home().join("tape"), site.home().join("tape.sha256"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a"), "abc").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", folder.join("out")).unwrap();
    let (folder_words, list) = (folder.to_str().unwrap(), list.to_str().unwrap());
    answers.push(site.json(&["backup", "taken", "ehr-daily", "--generation", "テープ3", "--by", "watanabe"]));
    answers.push(site.json(&["backup", "approve", "last", "--by", "sato"]));
    answers.push(site.json(&["backup", "tested", "ehr-weekly", "worked", "--at", "11/20", "--by", "watanabe"]));
    answers.push(site.json(&["backup"]));
    let mut ended = |args: &[&str]| {
        let output = site.run(&[args, &["--json"]].concat());
        answers.push(serde_json::from_str(&output.stdout).unwrap());
    };
    ended(&["backup", "manifest", folder_words, "-o", list, "--by", "watanabe"]);
    ended(&["backup", "verify", folder_words, "--against", list, "--by", "watanabe"]);
    fs::write(folder.join("a"), "ab").unwrap();
    fs::write(list, format!("nothing\n{}", fs::read_to_string(list).unwrap())).unwrap();
    ended(&["backup", "verify", folder_words, "--against", list, "--by", "watanabe"]);
}

/// A recovery from a copy with a gap, a line that cannot be read, and one of another facility.
fn recovered(site: &TestSite) -> Value {
    let stored = String::from_utf8(site.command(&["timeline", "--lines"]).output().unwrap().stdout).unwrap();
    let kept = stored.lines().enumerate().filter(|(at, _)| *at != 3);
    let mut copy: String = kept.map(|(_, line)| format!("{line}\n")).collect();
    let first = stored.lines().next().unwrap();
    copy.push_str(&format!("{}\n", first.replacen("\"facility\":\"mihon", "\"facility\":\"kita", 1)));
    copy.push_str("{}\n");
    let folder = site.home().join("copy");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("real-x.lines"), copy).unwrap();
    let output = TestSite::new().run(&["recover", folder.to_str().unwrap(), "--json"]);
    assert_eq!(output.code, 1, "{output}");
    serde_json::from_str(&output.stdout).unwrap()
}

/// Two lines with one number in one series, a table that is not ours, a drill among the real ones, and a spool of another facility.
fn clone_and_change(site: &TestSite) {
    let book = rusqlite::Connection::open(site.path("record/real.db")).unwrap();
    let stored = || -> Vec<u8> {
        let query = "SELECT bytes FROM line ORDER BY seq DESC LIMIT 1";
        book.query_row(query, [], |row| row.get(0)).unwrap()
    };
    let line = String::from_utf8(stored()).unwrap();
    let put = |line: &str, seq: i64| {
        let hash = sonae::domain::hash::Hash::of(line.as_bytes());
        let field = |name: &str| {
            let read: Value = serde_json::from_str(line).unwrap();
            read[name].as_str().unwrap().to_owned()
        };
        book.execute(
            "INSERT INTO line(hash, incident, origin, seq, clock, bytes) VALUES(?1, ?2, ?3, ?4, 1, ?5)",
            (hash.bytes(), field("incident"), field("origin"), seq, line.as_bytes()),
        )
        .unwrap();
    };
    let read: Value = serde_json::from_str(&line).unwrap();
    let seq = read["seq"].as_i64().unwrap();
    put(&line.replace("訂正", "訂正二"), seq);
    put(&line.replace("\"incident\":\"2026", "\"incident\":\"drill-2026"), seq);
    book.execute_batch("DROP TRIGGER line_is_never_deleted").unwrap();
    fs::create_dir(site.path("record/spool")).unwrap();
    site.write("record/spool/xxxxxxxxxx.lines", line.replace("\"facility\":\"", "\"facility\":\"kita-"));
}

#[test]
fn answers_are_as_documented() {
    let documented = documented();
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for answer in answers() {
        let schema = answer["schema"].as_str().unwrap();
        let Documented { fields, .. } = documented.get(schema).unwrap_or_else(|| panic!("{schema} is not documented"));
        let mut found = Vec::new();
        walk(fields, "", &answer, &mut found);
        for (path, value) in found {
            let kind = fields.get(&path).unwrap_or_else(|| panic!("{schema}: {path} is not documented"));
            assert!(fits(kind, &value), "{schema}: {path} is {value}, documented as {kind}");
            seen.entry(schema.to_owned()).or_default().insert(path);
        }
    }
    // `damage` and `findings` need a record that is damaged in ways that other tests make.
    let rare = ["sonae.verify/1 damage[]"];
    let mut missing = Vec::new();
    for (schema, Documented { fields, .. }) in &documented {
        let seen = seen.get(schema).unwrap_or_else(|| panic!("{schema} is never answered"));
        // Most answers have nothing to notice.
        let common = fields.keys().filter(|path| *path != "notices[]");
        let unseen = common.filter(|path| !seen.contains(*path)).map(|path| format!("{schema} {path}"));
        missing.extend(unseen.filter(|field| !rare.contains(&field.as_str())));
    }
    assert!(missing.is_empty(), "documented and never answered: {missing:#?}");
}

#[test]
fn examples_show_the_documented_fields() {
    for (schema, Documented { fields, example }) in documented() {
        assert_eq!(example["schema"], schema.as_str());
        let mut found = Vec::new();
        walk(&fields, "", &example, &mut found);
        for (path, value) in found {
            let kind = fields.get(&path).unwrap_or_else(|| panic!("{schema}: {path} of the example is not documented"));
            assert!(fits(kind, &value), "{schema}: {path} is {value}, documented as {kind}");
        }
    }
}
