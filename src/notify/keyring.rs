//! The computer's own place for passwords: the Credential Manager of Windows, the keychain of macOS.
//!
//! Linux has none here: the Secret Service speaks D-Bus, needs a desktop session and would add a hundred crates, and the keyring of the
//! kernel forgets at the next start. There the password comes from the environment or is asked for.

use super::password::Password;
use super::server::Server;

/// Why the keyring could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringFault {
    /// This computer has none that this program knows.
    #[error("this computer has no keyring that is known here")]
    None,
    /// It did not give or take the password.
    #[error("the keyring: {0}")]
    Failed(String),
}

/// Whether this computer has a keyring that is known here.
pub const fn is_there() -> bool {
    cfg!(any(windows, target_os = "macos"))
}

/// Under which name the password of a server is kept.
fn name(server: &Server) -> String {
    format!("{}@{}", server.user().unwrap_or_default(), server.place())
}

/// The password that is kept for a server; `None`: none is.
///
/// # Errors
/// [`KeyringFault`].
pub fn read(server: &Server) -> Result<Option<Password>, KeyringFault> {
    place::read(&name(server))
}

/// Keeps a password for a server.
///
/// # Errors
/// [`KeyringFault`].
pub fn keep(server: &Server, password: &Password) -> Result<(), KeyringFault> {
    place::keep(&name(server), password)
}

/// Forgets the password of a server. Whether there was one.
///
/// # Errors
/// [`KeyringFault`].
pub fn forget(server: &Server) -> Result<bool, KeyringFault> {
    place::forget(&name(server))
}

#[cfg(any(windows, target_os = "macos"))]
mod place {
    use std::sync::Arc;

    use keyring_core::{CredentialStore, Entry, Error};

    use super::{KeyringFault, Password};

    /// What people see in the list of the computer's passwords.
    const SERVICE: &str = "Sonae mail";

    #[cfg(windows)]
    fn store() -> keyring_core::Result<Arc<CredentialStore>> {
        windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
    }

    #[cfg(target_os = "macos")]
    fn store() -> keyring_core::Result<Arc<CredentialStore>> {
        apple_native_keyring_store::keychain::Store::new().map(|store| store as Arc<CredentialStore>)
    }

    fn entry(name: &str) -> Result<Entry, KeyringFault> {
        store().and_then(|store| store.build(SERVICE, name, None)).map_err(failed)
    }

    // What the keyring says may hold the password's bytes where it could not read them: only the kind of the error is passed on.
    fn failed(error: Error) -> KeyringFault {
        KeyringFault::Failed(match error {
            Error::PlatformFailure(why) | Error::NoStorageAccess(why) => why.to_string(),
            Error::TooLong(_, limit) => format!("longer than {limit}"),
            _ => "it cannot be used".to_owned(),
        })
    }

    pub(super) fn read(name: &str) -> Result<Option<Password>, KeyringFault> {
        match entry(name)?.get_password() {
            Ok(kept) => Ok(Password::new(kept)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    pub(super) fn keep(name: &str, password: &Password) -> Result<(), KeyringFault> {
        entry(name)?.set_password(password.reveal()).map_err(failed)
    }

    pub(super) fn forget(name: &str) -> Result<bool, KeyringFault> {
        match entry(name)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }
}

#[cfg(not(any(windows, target_os = "macos")))]
mod place {
    use super::{KeyringFault, Password};

    pub(super) fn read(_name: &str) -> Result<Option<Password>, KeyringFault> {
        Err(KeyringFault::None)
    }

    pub(super) fn keep(_name: &str, _password: &Password) -> Result<(), KeyringFault> {
        Err(KeyringFault::None)
    }

    pub(super) fn forget(_name: &str) -> Result<bool, KeyringFault> {
        Err(KeyringFault::None)
    }
}
