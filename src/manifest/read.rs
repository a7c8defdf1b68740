//! Reading one file to its end, a buffer at a time.

use std::io::{self, Read as _};
use std::path::Path;

use ring::digest::{Context, SHA256};

use super::progress::Meter;
use super::walk::failed;
use super::{Kind, Source};
use crate::domain::hash::Hash;

/// So much is held of a file at a time, whatever its size.
pub(super) const BUFFER: usize = 1024 * 1024;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digested {
    pub(super) hash: Hash,
    pub(super) len: u64,
}

/// Reads a file that had so many bytes when the folder was listed.
///
/// # Errors
/// What is wrong with it: it cannot be read, is gone, or changes under the reader's hands.
pub(super) fn digest(
    source: &dyn Source,
    path: &Path,
    buffer: &mut [u8],
    meter: &mut Meter<'_>,
) -> Result<Digested, Kind> {
    let mut stream = source.open(path).map_err(|error| failed(&error, None))?;
    let before = stream.stamp().map_err(|error| failed(&error, Some(0)))?;
    let mut sha = Context::new(&SHA256);
    let mut len: u64 = 0;
    loop {
        match stream.read(buffer) {
            Ok(0) => break,
            Ok(count) => {
                let Some(read) = buffer.get(..count) else { break };
                sha.update(read);
                len += count as u64;
                meter.read(count as u64);
                // It grows faster than it is read: there is no end to wait for.
                if len > before.len.saturating_add(BUFFER as u64) {
                    return Err(Kind::Unsteady);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(&error, Some(len))),
        }
    }
    let after = stream.stamp().map_err(|error| failed(&error, Some(len)))?;
    if after != before || len != before.len {
        return Err(Kind::Unsteady);
    }
    let bytes = sha.finish().as_ref().try_into();
    // SHA-256 has 32 bytes; what has not is none.
    bytes.map(|bytes| Digested { hash: Hash::from_bytes(bytes), len }).map_err(|_other_length| Kind::Unsteady)
}
