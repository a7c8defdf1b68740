//! The server that takes the facility's mail. Its password is never asked for here: it is not for a file.

use super::Around;
use crate::domain::facility::{MailSecurity, MailServer};
use crate::site::edit::{Change, Edit, Value};
use crate::site::facility::PATH;
use crate::t;
use crate::text::kana::half_ascii;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::clean;
use crate::tui::widgets::form::{Field, Form};

/// How the way is kept secret, in the order in which it is offered.
const WAYS: [(MailSecurity, &str); 3] =
    [(MailSecurity::StartTls, "starttls"), (MailSecurity::Tls, "tls"), (MailSecurity::None, "none")];

/// The lines of the mail server.
pub fn fields(seen: &Seen) -> Vec<Field> {
    let known = seen.plan.facility.mail.as_ref();
    let text = |key, label, read: fn(&MailServer) -> Option<&str>| {
        Field::text(key, label).with(known.and_then(read).unwrap_or_default())
    };
    let port = known.map(|known| known.port.to_string()).unwrap_or_default();
    let way = known.and_then(|known| WAYS.iter().position(|(way, _)| *way == known.security)).unwrap_or_default();
    let ways = vec![t!("setup-mail-starttls"), t!("setup-mail-tls"), t!("setup-mail-none")];
    vec![
        text("host", t!("setup-mail-host"), |known| Some(&known.host)).hint(t!("setup-mail-host-hint")),
        Field::choice("security", t!("setup-mail-security"), ways, way),
        Field::text("port", t!("setup-mail-port")).with(&port).hint(t!("setup-mail-port-hint")),
        text("user", t!("setup-mail-user"), |known| known.user.as_deref()).hint(t!("setup-mail-user-hint")),
        text("from", t!("setup-mail-from"), |known| Some(&known.from)).hint(t!("setup-mail-from-hint")),
        text("from-name", t!("setup-mail-from-name"), |known| known.from_name.as_deref()),
        text("ca", t!("setup-mail-ca"), |known| known.ca.as_deref()).hint(t!("setup-mail-ca-hint")),
    ]
}

/// The change of the mail server. Without a name of a server there is none, and no mail is sent from here.
pub fn edits(form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let head = |value| vec![Edit::new(PATH, Change::Head { key: "mail", value })];
    let changed = form.fields.iter().map(|field| field.id.clone()).any(|line| form.changed(&line));
    if !changed {
        return Some(Vec::new());
    }
    let Some(host) = clean(form, "host") else {
        return Some(if around.seen.plan.facility.mail.is_some() { head(None) } else { Vec::new() });
    };
    let Some(from) = clean(form, "from").filter(|from| from.contains('@')) else {
        form.complain("from", t!("setup-mail-from-bad"));
        return None;
    };
    let mut keys = vec![("host".to_owned(), Value::Text(host))];
    if let Some(typed) = clean(form, "port") {
        let typed: String = typed.chars().map(half_ascii).collect();
        let Some(port) = typed.parse::<u16>().ok().filter(|port| *port > 0) else {
            form.complain("port", t!("setup-number", least = 1, most = 65535));
            return None;
        };
        keys.push(("port".to_owned(), Value::Int(i64::from(port))));
    }
    let (_, way) = WAYS.get(form.chosen("security"))?;
    keys.push(("security".to_owned(), Value::text(*way)));
    keys.push(("from".to_owned(), Value::Text(from)));
    for key in ["from-name", "user", "ca"] {
        keys.extend(clean(form, key).map(|text| (key.to_owned(), Value::Text(text))));
    }
    Some(head(Some(Value::Table(keys))))
}
