//! Who writes: the origin of this store, made anew whenever the store might not be the end of its own series.
//!
//! Owns `meta` and the recognition of a copied store. Must not know lines.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _};

use crate::domain::hash::Hash;
use crate::domain::id::{Id, random_word};
use crate::domain::world::World;

use super::error::RecordError;

/// The length of an origin's word.
const LENGTH: usize = 10;

/// The current origin.
pub(super) const ORIGIN: &str = "origin";
/// Where the file stood when it was last opened for writing.
pub(super) const PLACE: &str = "place";
/// A word that stays the same for the life of the file, also in its copies: names the spool folders outside of the site.
pub(super) const STORE: &str = "store";
/// `origin/WORD`: every origin that this file ever had, with the place where it was made.
const EVERY_ORIGIN: &str = "origin/";
/// `union/INCIDENT`: lines came in from elsewhere, and no line names the chains yet.
const UNION: &str = "union/";

/// A new origin.
///
/// # Errors
/// [`RecordError::NoRandomness`].
pub(super) fn mint(world: &dyn World) -> Result<Id, RecordError> {
    let random = world.random();
    // The word is drawn from a hash, of which there are as many as needed, because some bytes are passed over.
    (0..=u8::MAX)
        .find_map(|salt| {
            let mut bytes = random.to_vec();
            bytes.push(salt);
            random_word(Hash::of(&bytes).bytes(), LENGTH)
        })
        .and_then(|word| Id::new(word).ok())
        .ok_or(RecordError::NoRandomness)
}

/// Where a database stands: another path, another file or another computer means that it is a copy.
pub(super) fn place_of(path: &Path, file: &Path) -> String {
    let folder = path.parent().unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).unwrap_or_else(|_unknown| folder.to_path_buf());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let made = fs::metadata(file)
        .and_then(|metadata| metadata.created())
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or_else(|| "-".to_owned(), |time| time.as_nanos().to_string());
    let host = fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_elsewhere| std::env::var("COMPUTERNAME"))
        .unwrap_or_default();
    format!("{}|{made}|{}", folder.join(name).display(), host.trim())
}

/// The first rows of a new database.
pub(super) fn first_rows(origin: &Id, store: &Id, place: String) -> Vec<(String, String)> {
    vec![
        (ORIGIN.to_owned(), origin.to_string()),
        (format!("{EVERY_ORIGIN}{origin}"), place.clone()),
        (STORE.to_owned(), store.to_string()),
        (PLACE.to_owned(), place),
    ]
}

/// A row of `meta`.
pub(super) fn get(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()
}

/// Every origin that wrote where the file stands now. Where the file was made does not matter: a record that was set back to an older
/// copy is still the record of this place.
pub(super) fn of_this_place(connection: &Connection) -> rusqlite::Result<Vec<Id>> {
    // Path, time of creation, computer.
    let apart = |place: &str| -> Option<(String, String)> {
        let (rest, host) = place.rsplit_once('|')?;
        Some((rest.rsplit_once('|')?.0.to_owned(), host.to_owned()))
    };
    let here = get(connection, PLACE)?.and_then(|place| apart(&place));
    let mut statement = connection.prepare("SELECT key, value FROM meta ORDER BY key")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let rows: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
    let of_here = rows.into_iter().filter(|(_, place)| apart(place) == here);
    Ok(of_here.filter_map(|(key, _)| Id::new(key.strip_prefix(EVERY_ORIGIN)?).ok()).collect())
}

fn set(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value";
    connection.execute(sql, (key, value)).map(|_rows| ())
}

/// Makes `origin` the one that writes from now on; the ones before stay in the list.
pub(super) fn adopt(connection: &Connection, origin: &Id, place: &str) -> rusqlite::Result<()> {
    set(connection, ORIGIN, origin.as_str())?;
    set(connection, PLACE, place)?;
    set(connection, &format!("{EVERY_ORIGIN}{origin}"), place)
}

/// Notes that an incident got lines from elsewhere.
pub(super) fn note_union(connection: &Connection, incident: &Id) -> rusqlite::Result<()> {
    set(connection, &format!("{UNION}{incident}"), "")
}

/// Whether an incident got lines from elsewhere that no `heads.seen` names yet.
pub(super) fn is_union_new(connection: &Connection, incident: &Id) -> rusqlite::Result<bool> {
    get(connection, &format!("{UNION}{incident}")).map(|row| row.is_some())
}

/// The `heads.seen` is being written.
pub(super) fn forget_union(connection: &Connection, incident: &Id) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM meta WHERE key = ?1", [format!("{UNION}{incident}")]).map(|_rows| ())
}
