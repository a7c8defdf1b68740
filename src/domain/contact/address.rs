//! What can be an address at all: mail, web, a number to dial.
//!
//! Owns the shapes. Whether anybody is there only a person can find out.

/// The longest part before the `@` (RFC 5321, 4.5.3.1.1), and the longest address.
const MAX_LOCAL: usize = 64;
const MAX_MAIL: usize = 254;

/// Whether it stands on one line, with nothing in it that a terminal or a mail server obeys.
pub fn is_one_line(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Whether it is a mail address that a mail program takes: `name@host.example`. Names in quotation marks and addresses in other
/// letters than ASCII are none: hardly any server of a facility passes them on.
pub fn is_mail(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let in_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    let part = |part: &str| !part.is_empty() && part.chars().all(in_local);
    text.len() <= MAX_MAIL
        && local.len() <= MAX_LOCAL
        && local.split('.').all(part)
        && is_host(host)
        && host.contains('.')
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        let inner = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !label.is_empty() && label.len() <= 63 && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    host.split('.').all(label)
}

/// Whether it is the address of a page: `https://` or `http://`, and a host.
pub fn is_web(text: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..))?
    });
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && text.chars().all(is_plain)
}

/// Whether there is anything in it that can be dialled.
pub fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// How far a digit in full width stands behind the same one in half width.
const WIDE: u32 = 0xFEE0;

/// Whether it is 110, 118 or 119: a number that nobody calls to see whether it is right.
pub fn is_emergency(number: &str) -> bool {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - WIDE).unwrap_or(c),
        c => c,
    };
    let dialled: String = number.chars().map(half).filter(|c| !c.is_whitespace() && *c != '-').collect();
    matches!(dialled.as_str(), "110" | "118" | "119")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_no_mail_program_takes_are_told() {
        for sound in ["a@b.jp", "bcp.tanto+1@hosp-1.example.or.jp", "x_y@sub.example.invalid"] {
            assert!(is_mail(sound), "{sound}");
        }
        let long = format!("{}@example.jp", "a".repeat(65));
        for faulty in [
            "",
            "a",
            "@b.jp",
            "a@",
            "a@b",
            "a b@c.jp",
            "a..b@c.jp",
            ".a@c.jp",
            "a@b..jp",
            "a@-b.jp",
            "a@b.jp\r\nBcc: x@y.jp",
            "a@b.jp\n",
            "山田@例.jp",
            "a＠b.jp",
            "<a@b.jp>",
            "a@b.jp, c@d.jp",
            long.as_str(),
        ] {
            assert!(!is_mail(faulty), "{faulty:?}");
        }
    }

    #[test]
    fn pages_begin_with_their_scheme_and_have_a_host() {
        for sound in ["https://www.ppc.go.jp/personalinfo/", "http://a", "HTTPS://a.jp?x"] {
            assert!(is_web(sound), "{sound}");
        }
        for faulty in
            ["www.ppc.go.jp", "https://", "https:///x", "ftp://a.jp", "javascript:alert(1)", "https://a b", "あ"]
        {
            assert!(!is_web(faulty), "{faulty}");
        }
    }

    #[test]
    fn a_number_has_a_digit_in_either_width() {
        assert!(has_digit("内線 ３") && has_digit("#9110") && !has_digit("代表へ"));
        assert!(is_emergency("110") && is_emergency("１１９") && !is_emergency("#9110") && !is_emergency("03-0110"));
        assert!(is_one_line("03-0 (夜)") && !is_one_line("03\n04") && !is_one_line("03\u{2028}"));
    }
}
