//! The bytes to a mail server and back, in the clear or encrypted.
//!
//! Owns TLS. Must not know what is said.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};

use super::server::Server;

/// A connection.
pub(super) enum Wire {
    /// In the clear.
    Plain(TcpStream),
    /// Encrypted.
    Secret(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Wire {
    /// Connects to the first of the host's addresses that answers.
    pub(super) fn connect(host: &str, port: u16, patience: Duration) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, patience) {
                Ok(stream) => return Ok(Self::Plain(stream)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Encrypts, and makes sure now that it is the server that is meant.
    pub(super) fn encrypt(self, server: &Server) -> io::Result<Self> {
        let Self::Plain(mut stream) = self else { return Ok(self) };
        let name = ServerName::try_from(server.bare_host().to_owned()).map_err(io::Error::other)?;
        let config = server.tls().map_err(io::Error::other)?;
        let mut tls = ClientConnection::new(config, name).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut stream)?;
        }
        Ok(Self::Secret(Box::new(StreamOwned::new(tls, stream))))
    }

    /// How long one waits for the other side from now on.
    pub(super) fn wait(&mut self, patience: Duration) -> io::Result<()> {
        let stream = match self {
            Self::Plain(stream) => stream,
            Self::Secret(stream) => &mut stream.sock,
        };
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(into),
            Self::Secret(stream) => stream.read(into),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Secret(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Secret(stream) => stream.flush(),
        }
    }
}
