//! Mail to a real server on this computer: aiosmtpd with STARTTLS, TLS and a password, and certificates of openssl.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sonae::domain::facility::{MailSecurity, MailServer};
use sonae::domain::id::Id;
use sonae::notify::message::{Letter, Mailbox, Recipients, build};
use sonae::notify::password::Password;
use sonae::notify::server::Server;
use sonae::notify::smtp::{NotReached, Outcome, Parcel, Patience, Refused, deliver};

use crate::support::moment;

/// The password of the server of the tests. It must stand in no line, no answer and no error.
pub(crate) const PASSWORD: &str = "hikari-1234-tokkyu";

pub(crate) const USER: &str = "sonae@mihon.example.jp";

/// The interpreter that has aiosmtpd: Debian's, whatever else lies in the path.
fn python() -> Option<&'static str> {
    ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let tried = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    })
}

/// Whether the server and its certificates can be had. Says what is missing.
pub(crate) fn can(test: &str) -> bool {
    if python().is_none() {
        eprintln!("skipped: {test}: python3-aiosmtpd is not installed");
        return false;
    }
    if Command::new("openssl").arg("version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: {test}: openssl is not installed");
        return false;
    }
    true
}

/// A folder with an authority of ours, a certificate of it for this computer, and another authority that signed nothing.
pub(crate) struct Certificates {
    dir: tempfile::TempDir,
}

impl Certificates {
    pub(crate) fn new() -> Self {
        let made = Self { dir: tempfile::tempdir().unwrap() };
        for authority in ["ca", "other"] {
            let (key, pem) = (made.file(authority, "key"), made.file(authority, "pem"));
            made.openssl(&[
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                &format!("/CN={authority}"),
                "-addext",
                "basicConstraints=critical,CA:TRUE",
                "-keyout",
                &key,
                "-out",
                &pem,
            ]);
        }
        let names = made.file("names", "ext");
        fs::write(&names, "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n").unwrap();
        let (key, request, pem) = (made.file("server", "key"), made.file("server", "csr"), made.file("server", "pem"));
        made.openssl(&[
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=mail.test",
            "-keyout",
            &key,
            "-out",
            &request,
        ]);
        let (ca, ca_key) = (made.file("ca", "pem"), made.file("ca", "key"));
        made.openssl(&[
            "x509",
            "-req",
            "-in",
            &request,
            "-CA",
            &ca,
            "-CAkey",
            &ca_key,
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            &names,
            "-out",
            &pem,
        ]);
        made
    }

    pub(crate) fn file(&self, name: &str, kind: &str) -> String {
        self.dir.path().join(format!("{name}.{kind}")).to_str().unwrap().to_owned()
    }

    fn openssl(&self, args: &[&str]) {
        let out = Command::new("openssl").args(args).output().unwrap();
        assert!(out.status.success(), "openssl {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    }
}

/// A running server.
pub(crate) struct TestServer {
    child: Child,
    pub(crate) port: u16,
    taken: tempfile::TempDir,
}

impl TestServer {
    pub(crate) fn start(certificates: &Certificates, args: &[&str]) -> Self {
        let taken = tempfile::tempdir().unwrap();
        let (child, port) = run(certificates, taken.path(), args);
        Self { child, port, taken }
    }

    /// Takes it away.
    pub(crate) fn stop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Brings it back at the same place.
    pub(crate) fn come_back(&mut self, certificates: &Certificates, args: &[&str]) {
        self.stop();
        let port = self.port.to_string();
        let args: Vec<&str> = args.iter().copied().chain(["--port", &port]).collect();
        self.child = run(certificates, self.taken.path(), &args).0;
    }

    /// The messages that it took, each with a line on top that says from whom and to whom.
    pub(crate) fn messages(&self) -> Vec<String> {
        let files = fs::read_dir(self.taken.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|kind| kind == "eml")).collect();
        files.sort();
        files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// Waits until it took so many.
    pub(crate) fn wait_for(&self, count: usize) -> bool {
        (0..300).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            self.messages().len() >= count
        })
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(certificates: &Certificates, taken: &Path, args: &[&str]) -> (Child, u16) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp/server.py");
    let mut child = Command::new(python().unwrap())
        .arg(script)
        .arg("--dir")
        .arg(taken)
        .args(["--cert", &certificates.file("server", "pem"), "--key", &certificates.file("server", "key")])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().parse().expect("the server says its port"))
}

const WITH_PASSWORD: [&str; 4] = ["--user", USER, "--password", PASSWORD];

fn written(port: u16, security: MailSecurity) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        user: Some(USER.to_owned()),
        from: "bcp@mihon.example.jp".to_owned(),
        from_name: Some("見本病院".to_owned()),
        ca: Some("ca.pem".to_owned()),
    }
}

fn server(certificates: &Certificates, port: u16, security: MailSecurity) -> Server {
    let ca = fs::read(certificates.file("ca", "pem")).unwrap();
    Server::new(&written(port, security), Some(ca)).unwrap()
}

fn message(server: &Server, to: &[&str], body: &str) -> String {
    let to = to.iter().map(|to| Mailbox::new(Some("A社"), to).unwrap()).collect();
    let recipients = Recipients::of(&incident(), to).unwrap();
    let letter = Letter {
        from: server.from(),
        recipients: &recipients,
        subject: "障害のお知らせ",
        body,
        footer: "見本病院",
        at: moment("2026-11-22T02:10:00+09:00"),
        random: [1; 32],
    };
    build(&letter).unwrap().message
}

fn incident() -> Id {
    Id::new("20261122-k3f7w2aa").unwrap()
}

fn patience() -> Patience {
    let short = Duration::from_secs(10);
    Patience { connect: short, answer: short, taken: short }
}

/// Hands a message over; the outcome, and how often it was asked before the message left.
fn hand_over(server: &Server, password: Option<&str>, to: &[&str], body: &str) -> (Outcome, usize) {
    let password = password.and_then(|password| Password::new(password.to_owned()));
    let message = message(server, to, body);
    let parcel = Parcel::new(&incident(), to.iter().copied(), &message).unwrap();
    let mut asked = 0;
    let outcome = deliver(server, password.as_ref(), &parcel, patience(), &mut || {
        asked += 1;
        Ok::<(), ()>(())
    });
    let outcome = outcome.unwrap();
    assert!(!format!("{outcome:?} {server:?} {password:?}").contains(PASSWORD), "{outcome:?}");
    (outcome, asked)
}

const TO: [&str; 1] = ["vendor@a-sha.example.jp"];

#[test]
fn a_message_arrives_as_it_was_built_encrypted_and_with_a_password() {
    if !can("a message arrives") {
        return;
    }
    let certificates = Certificates::new();
    for (security, args) in [
        (MailSecurity::StartTls, vec!["--security", "starttls"]),
        (MailSecurity::StartTls, vec!["--security", "starttls", "--login-only"]),
        (MailSecurity::Tls, vec!["--security", "tls"]),
        (MailSecurity::None, vec!["--security", "none"]),
    ] {
        let running = TestServer::start(&certificates, &[args.as_slice(), &WITH_PASSWORD].concat());
        let server = server(&certificates, running.port, security);
        let body = "お世話になります。\n.\n..点で始まる行\nFrom 行";
        let to = ["vendor@a-sha.example.jp", "iryo@city.example.jp"];
        let (outcome, asked) = hand_over(&server, Some(PASSWORD), &to, body);
        let Outcome::Sent { answer } = outcome else { panic!("{args:?}: {outcome:?}") };
        assert!(answer.starts_with("250 2.0.0 taken as"), "{answer}");
        assert_eq!(asked, 1);
        let messages = running.messages();
        let [only] = messages.as_slice() else { panic!("{messages:#?}") };
        let (envelope, bytes) = only.split_once('\n').unwrap();
        assert_eq!(envelope, "bcp@mihon.example.jp > vendor@a-sha.example.jp iryo@city.example.jp");
        assert_eq!(bytes, message(&server, &to, body), "byte for byte");
    }
}

#[test]
fn what_the_server_refuses_did_not_leave() {
    if !can("what the server refuses") {
        return;
    }
    let certificates = Certificates::new();
    let args = [["--security", "starttls"].as_slice(), &WITH_PASSWORD].concat();
    let running = TestServer::start(&certificates, &args);
    let server = server(&certificates, running.port, MailSecurity::StartTls);

    let one_bad = ["vendor@a-sha.example.jp", "nobody@a-sha.example.jp"];
    let (outcome, asked) = hand_over(&server, Some(PASSWORD), &one_bad, "x");
    let what = Refused::Recipient("nobody@a-sha.example.jp".to_owned());
    assert_eq!(outcome, Outcome::Refused { what, answer: "550 5.1.1 no such user here".to_owned(), permanent: true });
    assert_eq!(asked, 0, "all or nobody: it was not begun");

    let (outcome, asked) = hand_over(&server, Some(PASSWORD), &["later@a-sha.example.jp"], "x");
    assert!(matches!(outcome, Outcome::Refused { permanent: false, .. }), "{outcome:?}");
    assert_eq!(asked, 0);

    for wrong in ["wrong", "hikari-1234-tokkyu!"] {
        let (outcome, asked) = hand_over(&server, Some(wrong), &TO, "x");
        let Outcome::Refused { what: Refused::Password, answer, permanent: true } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!((answer.as_str(), asked), ("535 5.7.8", 0));
    }
    let (outcome, _) = hand_over(&server, None, &TO, "x");
    assert!(matches!(outcome, Outcome::Refused { what: Refused::Sender, .. }), "no password: {outcome:?}");
    assert!(running.messages().is_empty());

    for (how, permanent) in [("refuse", true), ("later", false)] {
        let running = TestServer::start(&certificates, &[args.as_slice(), &["--after-data", how]].concat());
        let server = self::server(&certificates, running.port, MailSecurity::StartTls);
        let (outcome, asked) = hand_over(&server, Some(PASSWORD), &TO, "x");
        assert!(
            matches!(&outcome, Outcome::Refused { what: Refused::Message, permanent: is, .. } if *is == permanent),
            "{how}: {outcome:?}"
        );
        assert_eq!(asked, 1);
    }
}

#[test]
fn to_a_server_that_cannot_prove_itself_no_password_is_said() {
    if !can("a wrong certificate") {
        return;
    }
    let certificates = Certificates::new();
    let other = fs::read(certificates.file("other", "pem")).unwrap();
    for (security, word) in [(MailSecurity::StartTls, "starttls"), (MailSecurity::Tls, "tls")] {
        let running = TestServer::start(&certificates, &[["--security", word].as_slice(), &WITH_PASSWORD].concat());
        // Another authority, and those of the computer.
        for ca in [Some(other.clone()), None] {
            let server = Server::new(&written(running.port, security), ca).unwrap();
            let (outcome, asked) = hand_over(&server, Some(PASSWORD), &TO, "x");
            assert!(matches!(outcome, Outcome::NotReached(NotReached::Certificate(_))), "{word}: {outcome:?}");
            assert_eq!(asked, 0);
        }
        // The right authority, and another name.
        let ca = fs::read(certificates.file("ca", "pem")).unwrap();
        let elsewhere = MailServer { host: "127.0.0.2".to_owned(), ..written(running.port, security) };
        let server = Server::new(&elsewhere, Some(ca)).unwrap();
        let (outcome, _) = hand_over(&server, Some(PASSWORD), &TO, "x");
        assert!(
            matches!(outcome, Outcome::NotReached(NotReached::Certificate(_) | NotReached::NoWay(_))),
            "{word}: {outcome:?}"
        );
        assert!(running.messages().is_empty());
    }
}

#[test]
fn encryption_that_is_asked_for_is_not_done_without() {
    if !can("no encryption") {
        return;
    }
    let certificates = Certificates::new();
    let plain = TestServer::start(&certificates, &["--security", "none"]);
    let server = server(&certificates, plain.port, MailSecurity::StartTls);
    let (outcome, asked) = hand_over(&server, Some(PASSWORD), &TO, "x");
    assert_eq!((outcome, asked), (Outcome::NotReached(NotReached::NoEncryption), 0));
    // Answers that were slipped in before encryption began are not taken for answers after it.
    let args = [["--security", "starttls", "--inject"].as_slice(), &WITH_PASSWORD].concat();
    let injecting = TestServer::start(&certificates, &args);
    let ca = fs::read(certificates.file("ca", "pem")).unwrap();
    let server = Server::new(&written(injecting.port, MailSecurity::StartTls), Some(ca)).unwrap();
    let (outcome, asked) = hand_over(&server, Some(PASSWORD), &TO, "x");
    assert!(matches!(outcome, Outcome::NotReached(NotReached::Nonsense(_))), "{outcome:?}");
    assert_eq!(asked, 0);
    assert!(plain.messages().is_empty() && injecting.messages().is_empty());
}

#[test]
fn when_the_connection_ends_after_data_nobody_can_say() {
    if !can("a connection that is cut") {
        return;
    }
    let certificates = Certificates::new();
    for (how, arrived) in [("cut-in-the-middle", 0), ("cut-before-the-answer", 1)] {
        let args = [["--security", "starttls", "--after-data", how].as_slice(), &WITH_PASSWORD].concat();
        let running = TestServer::start(&certificates, &args);
        let server = server(&certificates, running.port, MailSecurity::StartTls);
        let (outcome, asked) = hand_over(&server, Some(PASSWORD), &TO, "x");
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{how}: {outcome:?}");
        assert_eq!((asked, running.messages().len()), (1, arrived), "{how}");
    }
}

#[test]
fn a_server_that_is_away_or_silent_keeps_nobody() {
    if !can("a server that is away") {
        return;
    }
    let certificates = Certificates::new();
    let mut running = TestServer::start(&certificates, &["--security", "starttls"]);
    let server = server(&certificates, running.port, MailSecurity::StartTls);
    running.stop();
    let (outcome, asked) = hand_over(&server, Some(PASSWORD), &TO, "x");
    assert!(matches!(outcome, Outcome::NotReached(NotReached::NoWay(_))), "{outcome:?}");
    assert_eq!(asked, 0);

    // One that listens and says nothing, and one that says nonsense for ever.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let server = self::server(&certificates, port, MailSecurity::StartTls);
    let short = Duration::from_millis(300);
    let patience = Patience { connect: short, answer: short, taken: short };
    let message = message(&server, &TO, "x");
    let parcel = Parcel::new(&incident(), TO, &message).unwrap();
    let outcome = deliver(&server, None, &parcel, patience, &mut || Ok::<(), ()>(())).unwrap();
    assert_eq!(outcome, Outcome::NotReached(NotReached::Late));

    let babbler = std::thread::spawn(move || {
        use std::io::Write as _;
        let (_first, _) = silent.accept().unwrap();
        let (mut second, _) = silent.accept().unwrap();
        while second.write_all(&[b'a'; 4096]).is_ok() {}
    });
    let outcome = deliver(&server, None, &parcel, self::patience(), &mut || Ok::<(), ()>(())).unwrap();
    assert!(matches!(outcome, Outcome::NotReached(NotReached::Nonsense(_))), "{outcome:?}");
    babbler.join().unwrap();
}

#[test]
fn nothing_leaves_when_the_record_cannot_be_written() {
    if !can("the record cannot be written") {
        return;
    }
    let certificates = Certificates::new();
    let args = [["--security", "starttls"].as_slice(), &WITH_PASSWORD].concat();
    let running = TestServer::start(&certificates, &args);
    let server = server(&certificates, running.port, MailSecurity::StartTls);
    let message = message(&server, &TO, "x");
    let parcel = Parcel::new(&incident(), TO, &message).unwrap();
    let password = Password::new(PASSWORD.to_owned());
    let failed = deliver(&server, password.as_ref(), &parcel, patience(), &mut || Err("disk full"));
    assert_eq!(failed, Err("disk full"));
    std::thread::sleep(Duration::from_millis(200));
    assert!(running.messages().is_empty());
}
