//! Where the password of the mail server is found without asking anybody.
//!
//! Owns the order: the environment, then the computer's own place for passwords; who finds none asks a person. It is never written
//! down by this program anywhere else.

use super::keyring;
use super::password::Password;
use super::server::Server;

/// The variable of the environment.
pub const VARIABLE: &str = "SONAE_MAIL_PASSWORD";

/// The password that can be had without asking anybody. A keyring that cannot be read is no reason to fail: a person is asked then.
pub fn at_hand(server: &Server) -> Option<Password> {
    let set = std::env::var(VARIABLE).ok().and_then(Password::new);
    set.or_else(|| keyring::read(server).ok().flatten())
}
