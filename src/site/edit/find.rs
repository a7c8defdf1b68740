//! Finding an entry of a list in a document, whichever way the list was written.
//!
//! Owns by which key the entries of a list are told apart.

use toml_edit::{DocumentMut, Item, TableLike};

/// The key that names the entries of a list.
pub(super) fn key_of(list: &str) -> &'static str {
    match list {
        "level" => "number",
        "mirror" => "path",
        _ => "id",
    }
}

/// The entry of a list.
pub(super) fn entry<'d>(document: &'d mut DocumentMut, list: &str, id: &str) -> Option<&'d mut dyn TableLike> {
    match document.get_mut(list)? {
        Item::ArrayOfTables(tables) => {
            let table = tables.iter_mut().find(|table| is(*table, list, id))?;
            Some(table)
        }
        Item::Value(value) => {
            let items = value.as_array_mut()?.iter_mut();
            let table = items.filter_map(toml_edit::Value::as_inline_table_mut).find(|table| is(*table, list, id))?;
            Some(table)
        }
        _ => None,
    }
}

/// Whether a table is that entry.
pub(super) fn is(table: &dyn TableLike, list: &str, id: &str) -> bool {
    let Some(value) = table.get(key_of(list)).and_then(Item::as_value) else { return false };
    value.as_str().map_or_else(|| value.as_integer().is_some_and(|number| number.to_string() == id), |text| text == id)
}
