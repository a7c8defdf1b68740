//! Files on disk, opened for reading only.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::{Source, Stamp, Stream};

/// The computer's own files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Source for Disk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Stream>> {
        let file = open(path)?;
        // What was a file when the folder was listed may be a pipe or a link by now.
        if !file.metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file any more"));
        }
        Ok(Box::new(OnDisk(file)))
    }
}

struct OnDisk(File);

impl Read for OnDisk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Stream for OnDisk {
    fn stamp(&self) -> io::Result<Stamp> {
        self.0.metadata().map(|known| stamp(&known))
    }
}

fn stamp(known: &Metadata) -> Stamp {
    Stamp { len: known.len(), modified: known.modified().ok() }
}

/// Never through a link, and never waiting for the other end of a pipe. Where one may, without changing when the file was read
/// last: that may be evidence.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let open = |flags: OFlags| {
        let flags = i32::try_from(flags.bits()).map_err(io::Error::other)?;
        OpenOptions::new().read(true).custom_flags(flags).open(path)
    };
    let careful = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    #[cfg(target_os = "linux")]
    match open(careful | OFlags::NOATIME) {
        // Only the owner may.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
        opened => return opened,
    }
    open(careful)
}

/// A reparse point is opened as itself, and is then no regular file.
#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;

    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    const FILE_FLAG_SEQUENTIAL_SCAN: u32 = 0x0800_0000;
    OpenOptions::new().read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_SEQUENTIAL_SCAN).open(path)
}

#[cfg(not(any(unix, windows)))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}
