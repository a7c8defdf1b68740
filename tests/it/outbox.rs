//! The outbox with a real server: each mail once, none of a drill, and none twice whatever ends in the middle.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use serde_json::Value as Json;
use sonae::app::App;
use sonae::app::postman::{Errand, News, Postman};
use sonae::domain::hash::Hash;
use sonae::domain::id::Id;
use sonae::domain::outbox::MailState;
use sonae::domain::when::Moment;
use sonae::domain::world::World;

use crate::program::{Output, TestSite, error_of};
use crate::smtp::{Certificates, PASSWORD, TestServer, USER, can};
use crate::support::FixedWorld;

const SECRET: [&str; 6] = ["--security", "starttls", "--user", USER, "--password", PASSWORD];
const OPEN: [&str; 2] = ["--security", "starttls"];

/// A site whose facility has named the server.
fn site(server: &TestServer, certificates: &Certificates, user: bool) -> TestSite {
    let site = TestSite::new();
    fs::create_dir(site.path("mail")).unwrap();
    fs::copy(certificates.file("ca", "pem"), site.path("mail/ca.pem")).unwrap();
    let user = if user { format!("user = \"{USER}\"\n") } else { String::new() };
    let mail = format!(
        "\n[mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"starttls\"\n{user}from = \"bcp@mihon.example.jp\"\n\
         from-name = \"見本クリニック\"\nca = \"mail/ca.pem\"\n",
        server.port
    );
    // A table stands behind what belongs to the file itself.
    let facility = site.read("facility.toml");
    site.write("facility.toml", format!("{facility}{mail}"));
    site
}

fn with_password(site: &TestSite, args: &[&str]) -> Output {
    with(site, args, PASSWORD)
}

fn with(site: &TestSite, args: &[&str], password: &str) -> Output {
    let output = site.command(args).env("SONAE_MAIL_PASSWORD", password).output().unwrap();
    Output {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

fn queue(site: &TestSite, address: &str, body: &str) {
    site.ok(&[
        "outbox",
        "queue",
        "--address",
        address,
        "--subject",
        "障害のお知らせ",
        "--body",
        body,
        "--yes",
        "--by",
        "yamada",
    ]);
}

fn states(site: &TestSite, incident: &str) -> Vec<String> {
    let list = site.json(&["outbox", "list", "-i", incident]);
    let mails = list["mails"].as_array().unwrap();
    mails.iter().map(|mail| mail["state"].as_str().unwrap().to_owned()).collect()
}

/// The password stands in no file of the site and in nothing that was said.
fn nowhere(site: &TestSite, said: &[&Output]) {
    for output in said {
        assert!(!output.stdout.contains(PASSWORD) && !output.stderr.contains(PASSWORD), "{output}");
    }
    let mut folders = vec![site.dir()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                assert!(!bytes.windows(PASSWORD.len()).any(|part| part == PASSWORD.as_bytes()), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_real_incident_sends_each_mail_once() {
    if !can("a real incident sends each mail once") {
        return;
    }
    let certificates = Certificates::new();
    let server = TestServer::start(&certificates, &SECRET);
    let site = site(&server, &certificates, true);
    let id = site.start(&["プリンタから英文が出続ける", "--by", "yamada"]);
    queue(&site, "A社サポート <support@a-sha.example.jp>", "回線を切りました");
    queue(&site, "iryo@city.example.jp", "続報します");
    assert_eq!(states(&site, &id), ["waiting", "waiting"]);

    let without = site.run(&["outbox", "send"]);
    assert_eq!(without.code, 1, "{without}");
    assert_eq!(error_of(&site.run(&["outbox", "send", "--json"]))["code"], "mail-no-password");
    let sent = with_password(&site, &["outbox", "send"]);
    assert_eq!(sent.code, 0, "{sent}");
    assert!(sent.stdout.contains("送信済") && sent.stdout.contains("250 2.0.0 taken as"), "{sent}");
    assert_eq!(states(&site, &id), ["sent", "sent"]);
    for args in [
        &["outbox", "send"][..],
        &["outbox", "send", "1"],
        &["outbox", "again", "1"],
        &["outbox", "withdraw", "2", "--reason", "x"],
    ] {
        let further = with_password(&site, args);
        assert!(further.code <= 1, "{further}");
    }
    let mut messages = server.messages();
    assert_eq!(messages.len(), 2, "{messages:#?}");
    messages.sort();
    assert!(messages[0].starts_with("bcp@mihon.example.jp > iryo@city.example.jp\n"));
    assert!(messages[1].starts_with("bcp@mihon.example.jp > support@a-sha.example.jp\n"));
    // The bytes are those that were queued, and can be taken elsewhere.
    let eml = site.path("1.eml");
    site.ok(&["outbox", "save", "1", "-o", eml.to_str().unwrap()]);
    assert_eq!(messages[1].split_once('\n').unwrap().1.as_bytes(), fs::read(&eml).unwrap());
    // Each step is a line, and the server's answer is in it.
    let timeline = site.ok(&["timeline"]);
    assert!(timeline.contains("メールを送信箱に入れた") || timeline.contains("送信箱"), "{timeline}");
    assert_eq!(timeline.matches("メールを送った").count(), 2, "{timeline}");
    assert_eq!(site.run(&["verify"]).code, 0);
    nowhere(&site, &[&without, &sent]);
}

#[test]
fn a_drill_that_does_everything_sends_nothing() {
    if !can("a drill sends nothing") {
        return;
    }
    let certificates = Certificates::new();
    let server = TestServer::start(&certificates, &OPEN);
    let site = site(&server, &certificates, false);
    let id = site.start(&["訓練の開始", "--drill", "--by", "yamada"]);
    let real = "support@a-sha.example.jp";
    let queue = [
        "outbox",
        "queue",
        "-i",
        &id,
        "--address",
        real,
        "--subject",
        "障害のお知らせ",
        "--body",
        "切りました",
        "--yes",
    ];
    site.ok(&queue);
    let list = site.json(&["outbox", "list", "-i", &id]);
    assert_eq!(list["mails"][0]["to"][0]["address"], "to-1@drill.invalid");
    assert_eq!(list["mails"][0]["goes_out_at"], Json::Null);
    assert!(list["mails"][0]["subject"].as_str().unwrap().starts_with("【訓練】"));
    let eml = site.ok(&["outbox", "save", "1", "-i", &id]);
    assert!(eml.contains("X-Sonae-Drill: yes\r\n") && !eml.contains("example.jp"), "{eml}");
    for args in
        [&["outbox", "send", "-i", &id][..], &["outbox", "send", "1", "-i", &id], &["outbox", "again", "1", "-i", &id]]
    {
        let refused = site.run(args);
        assert_eq!(refused.code, 1, "{refused}");
    }
    // What sends by itself does not, either.
    let mut postman = Postman::new(App::open(site.dir(), Box::new(Shared::new())));
    assert!(postman.look().is_empty());
    let incident = Id::new(id.as_str()).unwrap();
    let mail: Hash = list["mails"][0]["mail"].as_str().unwrap().parse().unwrap();
    let news = postman.carry_out(Errand::Send { incident, mail, password: None });
    assert!(matches!(news.as_slice(), [News::NotTried { .. }]), "{news:?}");
    assert_eq!(states(&site, &id), ["waiting"]);
    assert!(server.messages().is_empty());
}

#[test]
fn what_was_killed_after_data_is_unknown_and_is_not_sent_again_without_a_person() {
    if !can("killed between DATA and the answer") {
        return;
    }
    let certificates = Certificates::new();
    let mut server =
        TestServer::start(&certificates, &[SECRET.as_slice(), &["--after-data", "hang-before-the-answer"]].concat());
    let site = site(&server, &certificates, true);
    let id = site.start(&["プリンタから英文が出続ける", "--by", "yamada"]);
    queue(&site, "support@a-sha.example.jp", "回線を切りました");
    let mut sending = site.command(&["outbox", "send"]);
    let mut sending =
        sending.env("SONAE_MAIL_PASSWORD", PASSWORD).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert!(server.wait_for(1), "the server has the message and does not answer");
    sending.kill().unwrap();
    sending.wait().unwrap();

    server.come_back(&certificates, &SECRET);
    assert_eq!(states(&site, &id), ["unknown"]);
    assert!(site.ok(&["outbox", "list"]).contains("送信結果不明"));
    let sent = with_password(&site, &["outbox", "send"]);
    assert_eq!(sent.code, 0, "nothing waits: {sent}");
    let refused = with_password(&site, &["outbox", "send", "1"]);
    assert_eq!(refused.code, 1, "{refused}");
    for later in ["2026-11-22T01:20:00+09:00", "2026-11-23T01:00:00+09:00", "2026-11-21T01:00:00+09:00"] {
        site.at(later);
        let looks = with_password(&site, &["outbox", "send"]);
        assert!(looks.code <= 1, "{looks}");
        assert_eq!(states(&site, &id), ["unknown"], "{later}");
    }
    assert_eq!(server.messages().len(), 1);
    // A person's word sends it once more, knowing that it may arrive twice.
    site.at("2026-11-22T02:00:00+09:00");
    let again = with_password(&site, &["outbox", "again", "1", "--by", "yamada"]);
    assert_eq!(again.code, 0, "{again}");
    assert_eq!(states(&site, &id), ["sent"]);
    let messages = server.messages();
    let bytes = |message: &String| message.split_once('\n').unwrap().1.to_owned();
    assert_eq!((messages.len(), bytes(&messages[0])), (2, bytes(&messages[1])), "the same bytes, with the same id");
    nowhere(&site, &[&sent, &refused, &again]);
}

#[test]
fn a_wrong_password_and_a_refused_recipient_wait_for_a_person() {
    if !can("a wrong password") {
        return;
    }
    let certificates = Certificates::new();
    let server = TestServer::start(&certificates, &SECRET);
    let site = site(&server, &certificates, true);
    let id = site.start(&["プリンタから英文が出続ける", "--by", "yamada"]);
    queue(&site, "support@a-sha.example.jp", "x");
    let wrong = with(&site, &["outbox", "send"], "machigai-99");
    assert_eq!(wrong.code, 1, "{wrong}");
    assert!(wrong.stdout.contains("535") && !wrong.stdout.contains("machigai-99"), "{wrong}");
    assert_eq!(states(&site, &id), ["failed"]);
    let again = with_password(&site, &["outbox", "again", "1"]);
    assert_eq!((again.code, states(&site, &id)), (0, vec!["sent".to_owned()]), "{again}");
    queue(&site, "nobody@a-sha.example.jp", "y");
    let refused = with_password(&site, &["outbox", "send"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stdout.contains("nobody@a-sha.example.jp") && refused.stdout.contains("no such user"), "{refused}");
    site.ok(&["outbox", "withdraw", "2", "--reason", "宛先違い", "--by", "yamada"]);
    assert_eq!(states(&site, &id), ["sent"]);
    assert_eq!(server.messages().len(), 1);
    nowhere(&site, &[&wrong, &again, &refused]);
}

#[test]
fn what_is_wrong_with_a_mail_is_said_and_nothing_is_recorded() {
    if !can("bad input for a mail") {
        return;
    }
    let certificates = Certificates::new();
    let server = TestServer::start(&certificates, &OPEN);
    let site = site(&server, &certificates, false);
    let id = site.start(&["プリンタから英文が出続ける", "--by", "yamada"]);
    let good = ["--address", "a@example.jp", "--subject", "x", "--body", "y"];
    let bad = [
        vec!["--address", "a@example.jp\r\nBcc: b@example.jp", "--subject", "x", "--body", "y"],
        vec!["--address", "名前\r\nBcc: x <a@example.jp>", "--subject", "x", "--body", "y"],
        vec!["--address", "a@例え.jp", "--subject", "x", "--body", "y"],
        vec!["--address", "nobody", "--subject", "x", "--body", "y"],
        vec!["--address", "a@example.jp", "--subject", "x\ny", "--body", "y"],
        vec!["--address", "a@example.jp", "--subject", " ", "--body", "y"],
        vec!["--address", "a@example.jp", "--subject", "x", "--body", " "],
        vec!["--subject", "x", "--body", "y"],
    ];
    for args in bad {
        let refused = site.run(&[&["outbox", "queue", "--yes"][..], &args].concat());
        assert_eq!(refused.code, 1, "{args:?} {refused}");
        assert!(refused.stderr.contains("メールは送っていません"), "{refused}");
    }
    let not_confirmed = site.run(&[&["outbox", "queue"][..], &good].concat());
    assert_eq!(not_confirmed.code, 1, "nobody looked at it: {not_confirmed}");
    assert!(states(&site, &id).is_empty());
    let preview = site.ok(&[&["outbox", "preview"][..], &good].concat());
    assert!(preview.contains("宛先: a@example.jp") && preview.contains("指紋"), "{preview}");
    assert!(states(&site, &id).is_empty());
}

/// A world whose clock a test moves while a postman has it.
#[derive(Clone)]
struct Shared(Arc<FixedWorld>);

impl Shared {
    fn new() -> Self {
        Self(Arc::new(FixedWorld::new(11)))
    }
}

impl World for Shared {
    fn now(&self) -> Moment {
        self.0.now()
    }

    fn random(&self) -> [u8; 32] {
        self.0.random()
    }
}

fn state(dir: &Path, world: &Shared, incident: &Id) -> MailState {
    let mut app = App::open(dir.to_owned(), Box::new(world.clone()));
    app.incident(incident).unwrap().mails[0].state(world.now())
}

#[test]
fn when_the_server_is_back_what_waits_goes_out_by_itself_across_restarts_and_clocks() {
    if !can("a server that comes back") {
        return;
    }
    let certificates = Certificates::new();
    let mut server = TestServer::start(&certificates, &OPEN);
    let site = site(&server, &certificates, false);
    site.at("2026-11-22T00:30:00+09:00");
    let id = Id::new(site.start(&["プリンタから英文が出続ける", "--by", "yamada"])).unwrap();
    queue(&site, "support@a-sha.example.jp", "回線を切りました");
    server.stop();
    let world = Shared::new();
    // A program that is started anew each time: the pauses come out of the record.
    let look = || Postman::new(App::open(site.dir(), Box::new(world.clone()))).look().len();
    assert_eq!(look(), 1, "it is tried, and the server is away");
    assert_eq!(look(), 0, "not again at once");
    for minutes in [1, 2, 5, 15, 30] {
        world.0.step(minutes * 60 - 1);
        assert_eq!(look(), 0, "{minutes} minutes are not over");
        world.0.step(1);
        assert_eq!(look(), 1, "{minutes} minutes");
        assert_eq!(state(&site.dir(), &world, &id), MailState::Waiting);
    }
    // The clock is set back by a day while it waits, and the server comes back.
    world.0.step(-86_400);
    server.come_back(&certificates, &OPEN);
    assert_eq!(look(), 1, "it is not held up for a day");
    assert_eq!(state(&site.dir(), &world, &id), MailState::Sent);
    for seconds in [1, 3_600, 86_400, -172_800] {
        world.0.step(seconds);
        assert_eq!(look(), 0);
        assert_eq!(state(&site.dir(), &world, &id), MailState::Sent);
    }
    assert_eq!(server.messages().len(), 1);
}

#[test]
fn of_two_programs_on_one_folder_one_sends() {
    if !can("two programs on one folder") {
        return;
    }
    let certificates = Certificates::new();
    let server = TestServer::start(&certificates, &OPEN);
    let site = site(&server, &certificates, false);
    site.at("2026-11-22T00:30:00+09:00");
    site.start(&["プリンタから英文が出続ける", "--by", "yamada"]);
    for number in 0..4 {
        queue(&site, &format!("a{number}@a-sha.example.jp"), "x");
    }
    let programs: Vec<_> = (0..4)
        .map(|_| {
            let dir = site.dir();
            std::thread::spawn(move || {
                let mut postman = Postman::new(App::open(dir, Box::new(Shared::new())));
                (0..20).for_each(|_| {
                    postman.look();
                    std::thread::sleep(std::time::Duration::from_millis(20));
                });
            })
        })
        .collect();
    for program in programs {
        program.join().unwrap();
    }
    let mut to: Vec<String> =
        server.messages().iter().map(|message| message.lines().next().unwrap().to_owned()).collect();
    to.sort();
    let expected: Vec<String> =
        (0..4).map(|number| format!("bcp@mihon.example.jp > a{number}@a-sha.example.jp")).collect();
    assert_eq!(to, expected, "each once");
}
