//! Mail addresses: the plain ones that every mail server understands.
//!
//! Owns their grammar. Narrower than the standard on purpose: no quoted names, no comments, no domains in other scripts; what is
//! accepted here can stand in a header and in an SMTP command as it is.

use std::fmt;

/// The longest address (RFC 5321: a path is at most 256 octets, with its brackets).
const LONGEST: usize = 254;

/// The longest part before the @ (RFC 5321 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// A mail address that mail can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAnAddress {
    /// Nothing is there.
    #[error("no address")]
    Empty,
    /// A line break or another control character is in it.
    #[error("a line break or control character in an address")]
    Control,
    /// A character that is not ASCII: often one that was typed full-width.
    #[error("a character in an address that is not ASCII")]
    NotAscii,
    /// It has not the form name@domain.
    #[error("not of the form name@domain")]
    Form,
}

impl Address {
    /// Reads an address. Spaces around it are left out.
    ///
    /// # Errors
    /// [`NotAnAddress`].
    pub fn new(text: &str) -> Result<Self, NotAnAddress> {
        if text.chars().any(char::is_control) {
            return Err(NotAnAddress::Control);
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAnAddress::Empty);
        }
        if !text.is_ascii() {
            return Err(NotAnAddress::NotAscii);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnAddress::Form)?;
        if text.len() <= LONGEST && is_local(local) && is_domain(domain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnAddress::Form)
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the @.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Whether it leads nowhere: the domain is under `.invalid` (RFC 2606).
    pub fn leads_nowhere(&self) -> bool {
        let domain = self.domain().to_ascii_lowercase();
        domain == "invalid" || domain.ends_with(".invalid")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words of letters, digits and some signs with dots between them (RFC 5322 dot-atom).
fn is_local(local: &str) -> bool {
    let atom = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || ATOM.contains(c));
    local.len() <= LONGEST_LOCAL && local.split('.').all(atom)
}

const ATOM: &str = "!#$%&'*+-/=?^_`{|}~";

fn is_domain(domain: &str) -> bool {
    let label = |word: &str| {
        (1..=63).contains(&word.len())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !word.starts_with('-')
            && !word.ends_with('-')
    };
    domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_are_read() {
        for good in
            ["a@example.jp", " jimu.shitsu+bcp@mihon.example.jp ", "x@localhost", "o'neil@a-b.jp", "-x@example.jp"]
        {
            assert_eq!(Address::new(good).unwrap().as_str(), good.trim());
        }
        assert_eq!(Address::new("a@Example.JP").unwrap().domain(), "Example.JP");
    }

    #[test]
    fn what_is_no_address_is_refused_and_says_why() {
        let cases = [
            ("", NotAnAddress::Empty),
            ("  ", NotAnAddress::Empty),
            ("a@example.jp\r\nBcc: b@example.jp", NotAnAddress::Control),
            ("a\0@example.jp", NotAnAddress::Control),
            ("a@example.jp\n", NotAnAddress::Control),
            ("ａ@example.jp", NotAnAddress::NotAscii),
            ("a@例え.jp", NotAnAddress::NotAscii),
            ("nobody", NotAnAddress::Form),
            ("a@", NotAnAddress::Form),
            ("@example.jp", NotAnAddress::Form),
            ("a b@example.jp", NotAnAddress::Form),
            ("a..b@example.jp", NotAnAddress::Form),
            ("a@example..jp", NotAnAddress::Form),
            ("a@[192.0.2.1]", NotAnAddress::Form),
            ("\"a b\"@example.jp", NotAnAddress::Form),
            ("A <a@example.jp>", NotAnAddress::Form),
            ("a@-x.jp", NotAnAddress::Form),
            ("a@b@c.jp", NotAnAddress::Form),
        ];
        for (text, why) in cases {
            assert_eq!(Address::new(text), Err(why), "{text:?}");
        }
        assert_eq!(Address::new(&format!("{}@example.jp", "a".repeat(65))), Err(NotAnAddress::Form));
    }

    #[test]
    fn what_is_under_invalid_leads_nowhere() {
        for nowhere in ["to-1@drill.invalid", "a@DRILL.Invalid", "a@invalid"] {
            assert!(Address::new(nowhere).unwrap().leads_nowhere(), "{nowhere}");
        }
        for real in ["a@invalid.example.jp", "a@notinvalid"] {
            assert!(!Address::new(real).unwrap().leads_nowhere(), "{real}");
        }
    }
}
