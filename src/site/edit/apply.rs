//! Making changes in the text of one file.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike};

use super::toml_value::{in_place_of, says_the_same, to_toml};
use super::{Change, Field, RevisionNote, Value, find, place};

/// Why a text cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditFault {
    /// The text is no TOML: somebody has to mend it first. With what the parser says.
    Syntax(String),
    /// Where a list is expected stands something else.
    NotAList(String),
    /// There is no such entry to take out.
    NoSuchEntry {
        /// The list.
        list: String,
        /// Which entry.
        id: String,
    },
    /// A level is named by its number.
    NotANumber(String),
}

/// The text with the changes in it. Comments, order, line ends and BOM stay as they were; where nothing changes, so does the whole
/// text, and the revision history gets no line.
///
/// # Errors
/// [`EditFault`] when one of the changes cannot be made; then none is.
pub fn apply(text: &str, changes: &[Change], note: &RevisionNote) -> Result<String, EditFault> {
    let (bom, bare) = text.strip_prefix('\u{FEFF}').map_or(("", text), |bare| ("\u{FEFF}", bare));
    let crlf = bare.contains("\r\n");
    let before = bare.replace("\r\n", "\n");
    let parsed = before.parse::<DocumentMut>();
    let mut document = parsed.map_err(|fault| EditFault::Syntax(fault.message().to_owned()))?;
    for change in changes {
        make(&mut document, change)?;
    }
    let after = document.to_string();
    if after == before || changes.is_empty() {
        return Ok(text.to_owned());
    }
    revise(&mut document, note)?;
    let after = document.to_string();
    let after = if crlf { after.replace('\n', "\r\n") } else { after };
    Ok(format!("{bom}{after}"))
}

fn make(document: &mut DocumentMut, change: &Change) -> Result<(), EditFault> {
    match change {
        Change::Head { key, value } => {
            set(document.as_table_mut(), key, value.as_ref());
            Ok(())
        }
        Change::Put { list, id, fields } => {
            if let Some(entry) = find::entry(document, list, id) {
                set_all(entry, fields);
                return Ok(());
            }
            append(document, list, |entry| {
                let key = find::key_of(list);
                let name = match key {
                    "number" => Value::Int(id.parse().map_err(|_not_a_number| EditFault::NotANumber(id.clone()))?),
                    _ => Value::text(id),
                };
                set(entry, key, Some(&name));
                set_all(entry, fields);
                Ok(())
            })
        }
        Change::Remove { list, id } => place::remove(document, list, id),
    }
}

fn set_all(entry: &mut dyn TableLike, fields: &[Field]) {
    for (key, value) in fields {
        set(entry, key, value.as_ref());
    }
}

fn set(table: &mut dyn TableLike, key: &str, value: Option<&Value>) {
    let Some(value) = value else { return place::take_key(table, key) };
    match table.get_mut(key) {
        Some(Item::Value(old)) if says_the_same(old, value) => {}
        Some(Item::Value(old)) => *old = in_place_of(old, value),
        Some(other) => *other = Item::Value(to_toml(value)),
        None => {
            table.insert(key, Item::Value(to_toml(value)));
        }
    }
}

/// Puts a new entry behind the last one of its list.
fn append(
    document: &mut DocumentMut,
    list: &str,
    fill: impl FnOnce(&mut dyn TableLike) -> Result<(), EditFault>,
) -> Result<(), EditFault> {
    if !document.contains_key(list) {
        let mut table = Table::new();
        fill(&mut table)?;
        place::begin_list(document, &mut table);
        document.insert(list, Item::ArrayOfTables([table].into_iter().collect::<ArrayOfTables>()));
        return Ok(());
    }
    match document.get_mut(list) {
        Some(Item::ArrayOfTables(tables)) => {
            let mut table = Table::new();
            fill(&mut table)?;
            table.decor_mut().set_prefix("\n");
            tables.push(table);
            Ok(())
        }
        Some(Item::Value(toml_edit::Value::Array(array))) => {
            let mut table = InlineTable::new();
            fill(&mut table)?;
            array.push(table);
            Ok(())
        }
        _ => Err(EditFault::NotAList(list.to_owned())),
    }
}

/// How long the line of one day may grow, in characters; then a further one begins.
const LONGEST_LINE: usize = 300;

/// Writes the change into the 改版履歴, and makes the day of it the file's edition: what was approved before is an older one.
fn revise(document: &mut DocumentMut, note: &RevisionNote) -> Result<(), EditFault> {
    if document.contains_key("version") {
        set(document.as_table_mut(), "version", Some(&Value::text(&note.date)));
    }
    if let Some(tables) = document.get_mut("revision").and_then(Item::as_array_of_tables_mut) {
        let of_today = |table: &Table, key: &str, wanted: &str| {
            let value = table.get(key).and_then(Item::as_value);
            value.is_some_and(|value| says_the_same(value, &Value::text(wanted)))
        };
        let same = |table: &&mut Table| of_today(table, "date", &note.date) && of_today(table, "who", &note.who);
        if let Some(last) = tables.iter_mut().last().filter(same) {
            let said = last.get("what").and_then(Item::as_str).unwrap_or_default().to_owned();
            let is_new = |part: &&str| !said.split(SEPARATOR).any(|known| known == *part);
            let joined = note
                .what
                .split(SEPARATOR)
                .filter(is_new)
                .fold(said.clone(), |said, part| format!("{said}{SEPARATOR}{part}"));
            if joined.chars().count() <= LONGEST_LINE {
                set(last, "what", Some(&Value::Text(joined)));
                return Ok(());
            }
        }
    }
    append(document, "revision", |entry| {
        let fields = [("date", &note.date), ("who", &note.who), ("what", &note.what)];
        for (key, text) in fields {
            set(entry, key, Some(&Value::text(text)));
        }
        Ok(())
    })
}

/// What stands between two changes of one day.
const SEPARATOR: char = '、';
