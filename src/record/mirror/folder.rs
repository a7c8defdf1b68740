//! The layout of a mirror: its folder, the marker that says whose it is, and the names of its files.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::record::schema::sync_folder;
use crate::record::{Book, private};

use super::{MirrorFault, MirrorPlace};

/// The program's own folder inside the folder of the facility's choice.
pub(in crate::record) const FOLDER: &str = "sonae-hikae";

/// Says whose the folder is.
const MARKER: &str = "hikae.json";

const SCHEMA: &str = "sonae.hikae/1";

/// A marker has one short line.
const LONGEST_MARKER: u64 = 4096;

/// What stands in the marker.
#[derive(Serialize, Deserialize)]
struct Marker {
    schema: String,
    facility: Id,
}

/// The folder of the second copy, made where it is missing.
pub(super) fn open(place: &MirrorPlace) -> Result<PathBuf, MirrorFault> {
    match fs::metadata(&place.path) {
        Ok(there) if there.is_dir() => {}
        Ok(_) => return Err(MirrorFault::NotOurs(place.path.clone())),
        Err(error) => return Err(of_io(&error)),
    }
    let folder = place.path.join(FOLDER);
    match fs::symlink_metadata(&folder) {
        Ok(there) if there.is_dir() => {}
        Ok(_) => return Err(MirrorFault::NotOurs(folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(&place.path, &folder).map_err(|error| of_io(&error))?;
        }
        Err(error) => return Err(of_io(&error)),
    }
    judge(&folder, &place.facility, &place.formerly)?;
    Ok(folder)
}

fn make(inside: &Path, folder: &Path) -> io::Result<()> {
    match private::make_folder(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_folder(inside)
}

/// Whether the folder is this facility's. One without a marker becomes so.
fn judge(folder: &Path, facility: &Id, formerly: &[Id]) -> Result<(), MirrorFault> {
    let path = folder.join(MARKER);
    let mut text = Vec::new();
    match private::open(&path, false) {
        Ok(Some(file)) => {
            file.take(LONGEST_MARKER).read_to_end(&mut text).map_err(|error| of_io(&error))?;
        }
        Ok(None) => return Err(MirrorFault::NotOurs(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(of_io(&error)),
    }
    let mark = |path: &Path| mark(folder, path, facility).map_err(|error| of_io(&error));
    match serde_json::from_slice::<Marker>(&text) {
        Ok(marker) if marker.schema != SCHEMA => Err(MirrorFault::NotOurs(path)),
        // It was begun before the facility had a name of its own.
        Ok(marker) if marker.facility != *facility && formerly.contains(&marker.facility) => mark(&path),
        Ok(marker) if marker.facility != *facility => Err(MirrorFault::OtherFacility(marker.facility)),
        Ok(_) => Ok(()),
        // Not there, or cut off while it was written.
        Err(error) if error.is_eof() && text.len() < 512 => mark(&path),
        Err(_) => Err(MirrorFault::NotOurs(path)),
    }
}

fn mark(folder: &Path, path: &Path, facility: &Id) -> io::Result<()> {
    let marker = Marker { schema: SCHEMA.to_owned(), facility: facility.clone() };
    let mut text = serde_json::to_vec(&marker)?;
    text.push(b'\n');
    let mut file = private::options().write(true).create(true).truncate(true).open(path)?;
    file.write_all(&text)?;
    file.sync_all()?;
    sync_folder(folder)
}

/// The name of a store's file. The second one was begun because the first one went on where the store does not.
pub(super) fn name(book: Book, origin: &Id, number: u32) -> String {
    let book = word(book);
    if number < 2 { format!("{book}-{origin}.lines") } else { format!("{book}-{origin}-{number}.lines") }
}

/// The name of the file for lines that are handed over, because the database cannot be read beside the one who writes them.
pub(super) fn direct_name(book: Book, origin: &Id) -> String {
    format!("{}-{origin}-direct.lines", word(book))
}

fn word(book: Book) -> &'static str {
    match book {
        Book::Real => "real",
        Book::Drill => "drill",
    }
}

/// What an error says about a mirror.
pub(super) fn of_io(error: &io::Error) -> MirrorFault {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound | Kind::NotADirectory => MirrorFault::NotThere,
        Kind::ReadOnlyFilesystem | Kind::PermissionDenied => MirrorFault::ReadOnly,
        Kind::StorageFull | Kind::QuotaExceeded => MirrorFault::Full,
        _ => MirrorFault::Io(error.to_string()),
    }
}
