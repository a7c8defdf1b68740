//! The way to the mail server, checked before anything is tried.

use std::net::IpAddr;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use super::message::{BadMessage, Mailbox};
use crate::domain::address::NotAnAddress;
use crate::domain::facility::{MailSecurity, MailServer};

/// A mail server that can be tried.
#[derive(Debug, Clone)]
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: MailSecurity,
    pub(super) user: Option<String>,
    from: Mailbox,
    ca: Option<Vec<u8>>,
}

/// Why a server cannot be tried as it is written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadServer {
    /// Its name cannot be the name of a computer.
    #[error("{0:?} is no name of a server")]
    Host(String),
    /// Without encryption only a server on this computer may be reached.
    #[error("without encryption only a server on this computer may be reached, not {0:?}")]
    NotSecret(String),
    /// The address that mail comes from.
    #[error("the address that mail comes from: {0}")]
    From(NotAnAddress),
    /// The name beside that address.
    #[error("the name that mail comes from holds a line break or a control character")]
    FromName,
    /// The user's name.
    #[error("the user's name holds a line break or a control character")]
    User,
    /// The file with the facility's own authority holds no certificate.
    #[error("the file with the authority's certificate cannot be used: {0}")]
    Ca(String),
}

impl Server {
    /// The server as the facility wrote it down, with the content of its own authority's file.
    ///
    /// # Errors
    /// [`BadServer`].
    pub fn new(written: &MailServer, ca: Option<Vec<u8>>) -> Result<Self, BadServer> {
        let host = written.host.trim();
        if !is_host(host) {
            return Err(BadServer::Host(written.host.clone()));
        }
        if written.security == MailSecurity::None && !written.is_on_this_computer() {
            return Err(BadServer::NotSecret(host.to_owned()));
        }
        if written.user.as_deref().is_some_and(|user| user.chars().any(char::is_control)) {
            return Err(BadServer::User);
        }
        let from = Mailbox::new(written.from_name.as_deref(), &written.from).map_err(|bad| match bad {
            BadMessage::Address { why, .. } => BadServer::From(why),
            _ => BadServer::FromName,
        })?;
        let user = written.user.clone().filter(|user| !user.is_empty());
        let server = Self { host: host.to_owned(), port: written.port, security: written.security, user, from, ca };
        // A certificate that cannot be read is found before a mail waits for it.
        if server.security != MailSecurity::None && server.ca.is_some() {
            server.tls().map_err(BadServer::Ca)?;
        }
        Ok(server)
    }

    /// Whom mail comes from.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Who we are to it; `None`: it asks for no name and no password.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Name and port, as one says them.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Its name without the brackets of an address.
    pub(super) fn bare_host(&self) -> &str {
        self.host.trim_matches(['[', ']'])
    }

    /// How encryption is done. The facility's own authority is trusted in place of the computer's, not beside them: whoever names one
    /// means this one.
    pub(super) fn tls(&self) -> Result<Arc<ClientConfig>, String> {
        let mut trusted = RootCertStore::empty();
        match &self.ca {
            None => {
                trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
            Some(pem) => {
                for certificate in CertificateDer::pem_slice_iter(pem) {
                    let certificate = certificate.map_err(|error| error.to_string())?;
                    trusted.add(certificate).map_err(|error| error.to_string())?;
                }
            }
        }
        if trusted.is_empty() {
            return Err("no certificate".to_owned());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| error.to_string())?;
        Ok(Arc::new(builder.with_root_certificates(trusted).with_no_client_auth()))
    }
}

fn is_host(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    if bare.parse::<IpAddr>().is_ok() {
        return true;
    }
    let name = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    host.len() <= 253 && host.split('.').all(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(host: &str, security: MailSecurity) -> MailServer {
        MailServer {
            host: host.to_owned(),
            port: 587,
            security,
            user: Some("sonae".to_owned()),
            from: "bcp@mihon.example.jp".to_owned(),
            from_name: Some("見本病院".to_owned()),
            ca: None,
        }
    }

    #[test]
    fn without_encryption_only_this_computer_is_reached() {
        for local in ["localhost", "127.0.0.1", "127.8.0.1", "::1", "[::1]"] {
            assert!(Server::new(&written(local, MailSecurity::None), None).is_ok(), "{local}");
        }
        for away in ["mail.example.jp", "192.168.0.9", "localhost.example.jp"] {
            let refused = Server::new(&written(away, MailSecurity::None), None).unwrap_err();
            assert_eq!(refused, BadServer::NotSecret(away.to_owned()));
        }
    }

    #[test]
    fn what_cannot_be_a_server_is_refused() {
        for host in ["", "a b", "mail.example.jp\r\nEHLO", "例え.jp", "a..b"] {
            let refused = Server::new(&written(host, MailSecurity::StartTls), None).unwrap_err();
            assert_eq!(refused, BadServer::Host(host.to_owned()));
        }
        let mut named = written("mail.example.jp", MailSecurity::StartTls);
        named.from_name = Some("病院\r\nBcc: x@example.jp".to_owned());
        assert_eq!(Server::new(&named, None).unwrap_err(), BadServer::FromName);
        named.from_name = None;
        named.from = "病院@example.jp".to_owned();
        assert_eq!(Server::new(&named, None).unwrap_err(), BadServer::From(NotAnAddress::NotAscii));
        let bad_ca = Server::new(&written("mail.example.jp", MailSecurity::Tls), Some(b"not a certificate".to_vec()));
        assert!(matches!(bad_ca.unwrap_err(), BadServer::Ca(_)));
    }
}
