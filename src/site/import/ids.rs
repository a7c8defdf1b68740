//! Short names for new entries: of the reading where there is one, else a number.

use std::collections::BTreeSet;

use crate::domain::id::MAX_ID;
use crate::text::romaji;

/// Ids that are taken, and how new ones are found.
#[derive(Debug)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// What stands before a number.
    letter: char,
}

impl Ids {
    pub(super) fn new(taken: impl IntoIterator<Item = String>, letter: char) -> Self {
        Self { taken: taken.into_iter().collect(), letter }
    }

    /// This id, or with a number behind it where somebody has it. `None` when it is too long then.
    pub(super) fn take(&mut self, wanted: &str) -> Option<String> {
        let numbered = (2..=self.taken.len() + 2).map(|number| format!("{wanted}-{number}"));
        let id = std::iter::once(wanted.to_owned()).chain(numbered).find(|id| !self.taken.contains(id))?;
        (id.len() <= MAX_ID).then(|| {
            self.taken.insert(id.clone());
            id
        })
    }

    /// An id that nobody has: the family name, the whole name, the whole name with a number, or only a number.
    pub(super) fn next(&mut self, name: &str, kana: &str) -> String {
        let words = romaji::words(kana).or_else(|| romaji::words(&without_form(name))).unwrap_or_default();
        let fits = |id: &String| (2..=MAX_ID - 3).contains(&id.len());
        let names = [words.first().cloned().unwrap_or_default(), words.join("-")];
        let free = names.iter().find(|id| fits(id) && !self.taken.contains(*id)).cloned();
        let stem = names.into_iter().rev().find(fits);
        let numbered = |number: usize| match &stem {
            Some(stem) => format!("{stem}-{}", number + 1),
            None => format!("{}-{number:02}", self.letter),
        };
        let id = free.unwrap_or_else(|| {
            (1..=self.taken.len() + 1).map(numbered).find(|id| !self.taken.contains(id)).unwrap_or_default()
        });
        self.taken.insert(id.clone());
        id
    }
}

/// A company's name without its legal form.
fn without_form(name: &str) -> String {
    ["株式会社", "有限会社", "(株)", "（株）", "㈱", "(有)", "（有）", "㈲"]
        .iter()
        .fold(name.to_owned(), |name, form| name.replace(form, ""))
}
