//! Reads `forms/inspection.toml`: the items of an inspection, and what of ours carries each.
//!
//! Owns the schema of this file. Must not know how what carries an item stands.

use toml::Spanned;

use super::header::{self, Part};
use super::reader::Reader;
use crate::domain::inspection::{Carrier, Checklist, Item};

/// The file's path in every site.
pub const PATH: &str = "forms/inspection.toml";

const LISTS: [(&str, Checklist); 2] = [("checklist", Checklist::Security), ("bcp", Checklist::Continuity)];

/// Reads the items.
pub(crate) fn load(file: &str, text: &str) -> Part<Vec<Item>> {
    header::load(file, text, |root, _| {
        let mut items = Vec::new();
        for table in root.tables("item") {
            items.extend(item(&table));
            table.finish();
        }
        Some(items)
    })
}

fn item(table: &Reader<'_>) -> Option<Item> {
    let list = table.word("list", &LISTS);
    let number = table.text("number").map(Spanned::into_inner);
    let title = table.text("title").map(Spanned::into_inner);
    let carried_by = carriers(table);
    let certain = !table.has("certain") || table.flag("certain");
    let source = table.lines("source");
    Some(Item { list: list?, number: number?, title: title?, carried_by, certain, source })
}

fn carriers(table: &Reader<'_>) -> Vec<Carrier> {
    let mut carriers = Vec::new();
    for text in table.texts("carried-by") {
        match Carrier::parse(text.get_ref()) {
            Some(carrier) => carriers.push(carrier),
            None => {
                let plain = Carrier::PLAIN.iter().map(|(word, _)| *word);
                let allowed = ["runbook:ID", "duty:ID"].into_iter().chain(plain).collect::<Vec<_>>().join(", ");
                let typed = super::diagnostic::harmless(text.get_ref());
                let message = crate::t!("site-bad-value", key = "carried-by", text = typed);
                let hint = Some(crate::t!("site-bad-value-hint", allowed = allowed));
                table.sink().error("bad-value", message, text.span(), hint);
            }
        }
    }
    carriers
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema=1\nid='inspection'\ntitle='点検'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";

    #[test]
    fn an_item_is_certain_unless_it_says_otherwise() {
        let text = format!(
            "{HEAD}[[item]]\nlist='bcp'\nnumber='1-1'\ntitle='台帳'\ncarried-by=['duty:inventory']\n\
             [[item]]\nlist='checklist'\nnumber='4'\ntitle='規程'\ncertain=false\n"
        );
        let part = load(PATH, &text);
        let items = part.value.unwrap();
        assert!(part.diagnostics.is_empty());
        assert_eq!(items.iter().map(|item| item.certain).collect::<Vec<_>>(), [true, false]);
        assert!(items[1].carried_by.is_empty());
    }

    #[test]
    fn what_carries_nothing_known_is_said_and_the_item_kept() {
        let text = format!("{HEAD}[[item]]\nlist='bcp'\nnumber='1'\ntitle='台帳'\ncarried-by=['duty:a', 'shelf:3']\n");
        let part = load(PATH, &text);
        assert_eq!(part.value.unwrap()[0].carried_by.len(), 1);
        assert_eq!(part.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["bad-value"]);
    }

    #[test]
    fn the_shipped_items_are_carried_by_what_the_pack_has() {
        let site = crate::site::Site::embedded();
        let duties: Vec<&str> = site.year().iter().map(|duty| duty.id.as_str()).collect();
        for item in site.inspection() {
            for carrier in &item.carried_by {
                let is_there = match carrier {
                    Carrier::Duty(id) => duties.contains(&id.as_str()),
                    Carrier::Runbook(id) => site.file(&format!("runbooks/{id}.toml")).is_some(),
                    _ => true,
                };
                assert!(is_there, "{} {}: {carrier:?}", item.number, item.title);
            }
        }
        let count = |list| site.inspection().iter().filter(|item| item.list == list).count();
        assert!(count(Checklist::Security) >= 16 && count(Checklist::Continuity) >= 20);
    }
}
