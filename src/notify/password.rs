//! The password of the mail server, while it is in memory.
//!
//! Owns that it is never shown, and that its bytes are overwritten. Where it comes from is in [`super::at_hand`].

use std::fmt;

use zeroize::Zeroizing;

/// A password. What is printed of it is that it is one; when it is no longer needed, its bytes are overwritten.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// A password as somebody typed it. `None`: nothing was typed, or a character that no server can be given.
    pub fn new(typed: String) -> Option<Self> {
        let typed = Zeroizing::new(typed);
        let usable = !typed.is_empty() && !typed.chars().any(char::is_control);
        usable.then_some(Self(typed))
    }

    /// The password itself, for those who hand it over.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let password = Password::new("hikari-1234".to_owned()).unwrap();
        assert_eq!(format!("{password:?} {:?}", Some(&password)), "Password(…) Some(Password(…))");
        assert_eq!(password.reveal(), "hikari-1234");
    }

    #[test]
    fn what_no_server_can_be_given_is_no_password() {
        for bad in ["", "a\0b", "a\r\nb"] {
            assert!(Password::new(bad.to_owned()).is_none(), "{bad:?}");
        }
    }
}
