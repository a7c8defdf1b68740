//! Reads `[mail]` of `facility.toml`: the server that takes our mail. Its password is nowhere in a site.

use std::path::{Component, Path};

use toml::Spanned;

use super::diagnostic::{Diagnostic, harmless};
use super::reader::{Reader, Words};
use crate::domain::address::Address;
use crate::domain::facility::{MailSecurity, MailServer};

/// Keys under which somebody might write a password down.
const SECRETS: [&str; 8] = ["password", "pass", "passwd", "pw", "secret", "token", "pin", "パスワード"];

/// The text of a `facility.toml` as it may be kept for ever: what stands under a key for a password is taken out, and all else stays as it
/// is. Of a text that is no TOML, the lines with such a key go.
pub fn without_secrets(text: &str) -> String {
    let Ok(mut document) = text.parse::<toml_edit::DocumentMut>() else {
        let tells = |line: &str| SECRETS.iter().any(|secret| key_of(line).eq_ignore_ascii_case(secret));
        return text.split_inclusive('\n').filter(|line| !tells(line)).collect();
    };
    let mut is_found = false;
    if let Some(table) = document.get_mut("mail").and_then(toml_edit::Item::as_table_like_mut) {
        for secret in SECRETS {
            is_found |= table.remove(secret).is_some();
        }
    }
    if is_found { document.to_string() } else { text.to_owned() }
}

/// What stands before the first `=` of a line, without quotes.
fn key_of(line: &str) -> &str {
    let key = line.split('=').next().unwrap_or_default();
    key.trim().trim_matches(['"', '\'']).trim()
}

pub(super) fn read(table: Reader<'_>) -> Option<MailServer> {
    let securities = [("starttls", MailSecurity::StartTls), ("tls", MailSecurity::Tls), ("none", MailSecurity::None)];
    let host = table.text("host");
    let port = table.opt_int("port", 1..=65535);
    let security = table.opt_word("security", &securities).unwrap_or(MailSecurity::StartTls);
    let user = table.opt_words("user");
    let from = table.text("from");
    let from_name = table.opt_words("from-name");
    let ca = table.opt_words("ca");
    for secret in SECRETS {
        if table.has(secret) {
            // Asked for, so that it is not said to be a key that nobody knows.
            table.value(secret);
            let hint = Some(crate::t!("site-mail-password-hint"));
            table.sink().error("mail-password", crate::t!("site-mail-password"), table.key_span(secret), hint);
        }
    }
    for words in [&user, &from_name].into_iter().flatten() {
        if words.get_ref().chars().any(char::is_control) {
            table.sink().error("mail-name", crate::t!("site-mail-bad-name"), words.span(), None);
        }
    }
    if let Some(words) = &from
        && Address::new(words.get_ref()).is_err()
    {
        let message = crate::t!("site-mail-bad-from", address = harmless(words.get_ref()));
        table.sink().error("mail-from", message, words.span(), Some(crate::t!("site-contact-mail-hint")));
    }
    if let Some(words) = &ca
        && !is_inside(words.get_ref())
    {
        table.sink().error("mail-ca", crate::t!("site-mail-ca-outside"), words.span(), None);
    }
    let usual = if security == MailSecurity::Tls { 465 } else { 587 };
    let place = table.key_span(if table.has("security") { "security" } else { "host" });
    let (bare, sink) = (|words: Option<Words>| words.map(Spanned::into_inner), table.sink());
    let host_place = host.as_ref().map(Spanned::span);
    let (host, from) = (bare(host), bare(from));
    table.finish();
    let server = MailServer {
        host: host?,
        port: port.unwrap_or(usual),
        security,
        user: bare(user),
        from: from?,
        from_name: bare(from_name),
        ca: bare(ca),
    };
    if server.host.contains(char::is_whitespace) || !server.host.is_ascii() {
        let message = crate::t!("site-mail-bad-host", host = harmless(&server.host));
        sink.error("mail-host", message, host_place.unwrap_or(place), None);
    } else if security == MailSecurity::None && !server.is_on_this_computer() {
        let hint = Some(crate::t!("site-mail-not-secret-hint"));
        sink.error("mail-not-secret", crate::t!("site-mail-not-secret"), place, hint);
    }
    Some(server)
}

/// A place in the site's folder and nowhere else.
fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// What only the folder can tell: whether the authority's file is there. `file`: where it is asked for.
pub(super) fn missing_authority(server: Option<&MailServer>, dir: &Path, file: &str) -> Option<Diagnostic> {
    let path = server?.ca.as_deref().filter(|path| is_inside(path) && !dir.join(path).is_file())?;
    let message = crate::t!("site-mail-ca-missing", path = harmless(path));
    Some(Diagnostic::error(file, "mail-ca", message, None))
}

#[cfg(test)]
mod tests {
    use super::without_secrets;
    use crate::site::facility::{PATH, read};

    const HEAD: &str =
        "schema=1\nid='a'\ntitle='院'\nversion='2026-11-22'\nowner='o'\nreviewed=''\ndecided-by='chief'\n[mail]\n";

    fn found(mail: &str) -> Vec<&'static str> {
        read(PATH, &format!("{HEAD}{mail}")).1.iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_server_is_read_with_its_usual_port() {
        let text = format!("{HEAD}host='mail.example.jp'\nfrom='bcp@example.jp'\nca='mail/ca.pem'\n");
        let (facility, found) = read(PATH, &text);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(facility.unwrap().mail.unwrap().port, 587);
        let text = text.replace("ca=", "security='tls'\nca=");
        assert_eq!(read(PATH, &text).0.unwrap().mail.unwrap().port, 465);
    }

    #[test]
    fn what_would_not_work_or_not_be_safe_is_found() {
        let good = "host='mail.example.jp'\nfrom='bcp@example.jp'\n";
        assert_eq!(found("host='mail.example.jp'\n"), ["missing-key"]);
        assert_eq!(found("host='mail.example.jp'\nfrom='病院@example.jp'\n"), ["mail-from"]);
        assert_eq!(found("host='メール'\nfrom='bcp@example.jp'\n"), ["mail-host"]);
        for secret in super::SECRETS {
            assert_eq!(found(&format!("{good}\"{secret}\"='hikari'\n")), ["mail-password"], "{secret}");
        }
        assert_eq!(found(&format!("{good}security='none'\n")), ["mail-not-secret"]);
        assert!(found("host='127.0.0.1'\nfrom='bcp@example.jp'\nsecurity='none'\n").is_empty());
        for outside in ["/etc/ca.pem", "../ca.pem", "mail/../../ca.pem", "."] {
            assert_eq!(found(&format!("{good}ca='{outside}'\n")), ["mail-ca"], "{outside}");
        }
        assert_eq!(found(&format!("{good}from-name=\"a\\nb\"\n")).last(), Some(&"mail-name"));
    }

    #[test]
    fn an_authority_that_is_not_there_is_missed() {
        let text = format!("{HEAD}host='mail.example.jp'\nfrom='bcp@example.jp'\nca='mail/ca.pem'\n");
        let server = read(PATH, &text).0.unwrap().mail;
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(super::missing_authority(server.as_ref(), dir.path(), PATH).unwrap().code, "mail-ca");
        std::fs::create_dir(dir.path().join("mail")).unwrap();
        std::fs::write(dir.path().join("mail/ca.pem"), "x").unwrap();
        assert!(super::missing_authority(server.as_ref(), dir.path(), PATH).is_none());
    }

    #[test]
    fn a_password_is_not_kept_and_the_rest_is() {
        let text = "# 施設\nid = 'a'\n[mail]\nhost = 'h'\npassword = 'hikari'\nuser = 'u'\n";
        assert_eq!(without_secrets(text), "# 施設\nid = 'a'\n[mail]\nhost = 'h'\nuser = 'u'\n");
        let inline = "mail = { host = 'h', pw = 'hikari' }\n";
        assert!(!without_secrets(inline).contains("hikari"));
        let broken = "id = = 'a'\n\"パスワード\" = 'hikari'\nx = 1\n";
        assert_eq!(without_secrets(broken), "id = = 'a'\nx = 1\n");
        let without = "id = 'a' # pin = 'x'\n";
        assert_eq!(without_secrets(without), without);
    }
}
