//! Where comments go when a key or an entry is taken out, and where a list begins that was not there.
//!
//! Owns which comment belongs to what: lines right above a thing are its own, lines with an empty one between are not.

use toml_edit::{Decor, DocumentMut, Item, Table, TableLike};

use super::{EditFault, find};

/// Takes an entry out with the comment lines right above it. What else stands above stays, above what follows.
pub(super) fn remove(document: &mut DocumentMut, list: &str, id: &str) -> Result<(), EditFault> {
    let missing = || EditFault::NoSuchEntry { list: list.to_owned(), id: id.to_owned() };
    let (left, position, empty) = match document.get_mut(list) {
        Some(Item::ArrayOfTables(tables)) => {
            let at = tables.iter().position(|table| find::is(table, list, id)).ok_or_else(missing)?;
            let table = tables.remove(at);
            (not_its_own(&prefix(table.decor())).to_owned(), table.position(), tables.is_empty())
        }
        Some(Item::Value(toml_edit::Value::Array(array))) => {
            let is = |item: &toml_edit::Value| item.as_inline_table().is_some_and(|table| find::is(table, list, id));
            let at = array.iter().position(is).ok_or_else(missing)?;
            array.remove(at);
            return Ok(());
        }
        _ => return Err(missing()),
    };
    if empty {
        document.remove(list);
    }
    if left.trim().is_empty() {
        return Ok(());
    }
    match following(document, position) {
        Some(table) => {
            let joined = format!("{left}{}", prefix(table.decor()));
            table.decor_mut().set_prefix(joined);
        }
        None => {
            let joined = format!("{left}{}", document.trailing().as_str().unwrap_or_default());
            document.set_trailing(joined);
        }
    }
    Ok(())
}

fn prefix(decor: &Decor) -> String {
    decor.prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned()
}

/// What stands above an entry and is not about it: all up to the last empty line.
fn not_its_own(above: &str) -> &str {
    above.rfind("\n\n").and_then(|at| above.get(..=at)).unwrap_or_default()
}

/// The table that follows a position in the text.
fn following(document: &mut DocumentMut, position: Option<isize>) -> Option<&mut Table> {
    let position = position?;
    let tables = document.iter_mut().flat_map(|(_, item)| -> Box<dyn Iterator<Item = &mut Table>> {
        match item {
            Item::Table(table) => Box::new(std::iter::once(table)),
            Item::ArrayOfTables(tables) => Box::new(tables.iter_mut()),
            _ => Box::new(std::iter::empty()),
        }
    });
    let after = tables.filter(|table| table.position().is_some_and(|at| at > position));
    after.min_by_key(|table| table.position())
}

/// Takes a key out. Comment lines above it stay, above the key that follows or behind the one before.
pub(super) fn take_key(table: &mut dyn TableLike, key: &str) {
    // Only keys with values: lists of tables stand behind all of those, whatever their order.
    let values = table.iter().filter(|(_, item)| item.is_value());
    let keys: Vec<String> = values.map(|(key, _)| key.to_owned()).collect();
    let Some(at) = keys.iter().position(|known| known == key) else {
        table.remove(key);
        return;
    };
    let comment = table.key(key).map(|key| prefix(key.leaf_decor())).unwrap_or_default();
    table.remove(key);
    if !comment.contains('#') {
        return;
    }
    if let Some(mut next) = keys.get(at + 1).and_then(|next| table.key_mut(next)) {
        let joined = format!("{comment}{}", prefix(next.leaf_decor()));
        next.leaf_decor_mut().set_prefix(joined);
    } else if let Some(before) = at.checked_sub(1).and_then(|before| keys.get(before))
        && let Some(Item::Value(value)) = table.get_mut(before)
    {
        let behind = value.decor().suffix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
        value.decor_mut().set_suffix(format!("{behind}\n{}", comment.trim_end()));
    }
}

/// The first entry of a list that was not there stands at the end, below the comments there: they may say how one is written.
pub(super) fn begin_list(document: &mut DocumentMut, table: &mut Table) {
    let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    let above = if trailing.trim().is_empty() { "\n".to_owned() } else { format!("{}\n\n", trailing.trim_end()) };
    table.decor_mut().set_prefix(above);
    document.set_trailing("");
}
