//! What a table would change in a site: entry by entry, and what was not understood.
//!
//! Owns when an entry of the table is one that the site has, and what is never overwritten: nothing is emptied by an empty cell.

mod contacts;
mod matches;
mod people;
mod words;

use super::columns::{Columns, Key, Kind};
use super::table::Table;
use crate::domain::contact::Group;
use crate::site::Site;
use crate::site::edit::Edit;
use crate::text::kana;

/// What a person says beside the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// On which list contacts stand whose row does not say it.
    pub group: Group,
    /// Take out the invented people of the sample who are not in the table.
    pub replace_samples: bool,
    /// The date of today, for files that begin.
    pub today: String,
}

/// What would become of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is new.
    Added,
    /// It is there, and these keys of it change.
    Changed(Vec<String>),
    /// It is there just so.
    Same,
    /// An invented entry that goes.
    Removed,
}

/// One entry as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The row that it comes from, as the spreadsheet counts; 0: none.
    pub row: usize,
    /// Its short name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What else is told of it, on one line.
    pub detail: String,
    /// What would become of it.
    pub standing: Standing,
}

/// Why something was not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A row with no name.
    NoName,
    /// A title that is no role here. With roles that look like it.
    UnknownRole(Vec<String>),
    /// No digit is in it.
    NotANumber,
    /// A spreadsheet may have taken the 0 from its beginning; it is taken over as it is.
    PerhapsLostZero,
    /// No date.
    NotADate,
    /// No mail address.
    NotAMail,
    /// No address of a page.
    NotAWeb,
    /// Nobody of the lists or of the table is called so.
    UnknownContact,
    /// Neither staff nor vendor nor authority.
    UnknownGroup,
    /// An entry of the site has the name or the number, but may be another one: the row became a new entry.
    PerhapsSame {
        /// The name of that entry.
        name: String,
    },
    /// The same name stands in this row already.
    Twice {
        /// The row, as the spreadsheet counts.
        row: usize,
    },
}

/// Something in a cell that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row, as the spreadsheet counts.
    pub row: usize,
    /// What stands above the column.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What would be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// The entries, in the order of the table.
    pub entries: Vec<Entry>,
    /// What was not understood.
    pub problems: Vec<Problem>,
    /// The edits that make it so.
    pub edits: Vec<Edit>,
}

impl Preview {
    /// How many entries are new, changed, as they were, and taken out.
    pub fn counts(&self) -> (usize, usize, usize, usize) {
        let count = |is: fn(&Standing) -> bool| self.entries.iter().filter(|entry| is(&entry.standing)).count();
        (
            count(|standing| *standing == Standing::Added),
            count(|standing| matches!(standing, Standing::Changed(_))),
            count(|standing| *standing == Standing::Same),
            count(|standing| *standing == Standing::Removed),
        )
    }
}

/// Works out what a table would change. Without a column of names there is nothing.
pub fn plan(table: &Table, columns: &Columns, site: &Site, choices: &Choices) -> Preview {
    match columns.kind {
        Kind::People => people::plan(table, columns, site, choices),
        Kind::Contacts => contacts::plan(table, columns, site, choices),
    }
}

/// A row with its columns.
struct Row<'t> {
    table: &'t Table,
    columns: &'t Columns,
    cells: &'t [String],
    number: usize,
}

impl<'t> Row<'t> {
    fn all(table: &'t Table, columns: &'t Columns) -> impl Iterator<Item = Self> {
        table.rows.iter().zip(&table.numbers).map(move |(cells, number)| Self {
            table,
            columns,
            cells,
            number: *number,
        })
    }

    /// What stands under a key; empty where there is no such column.
    fn get(&self, key: Key) -> &'t str {
        self.columns.of(key).and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    fn problem(&self, at: Option<usize>, text: &str, why: Why) -> Problem {
        let column = at.and_then(|at| self.table.head.get(at)).cloned().unwrap_or_default();
        Problem { row: self.number, column, text: text.to_owned(), why }
    }

    /// The numbers of all columns of telephones, with the words above them.
    fn phones(&self, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for at in self.columns.all_of(Key::Phone) {
            let cell = self.cells.get(at).map_or("", String::as_str);
            let head = self.table.head.get(at).map_or("", String::as_str);
            for part in
                cell.split(['、', ',', '，', '/', '／', ';', '；']).map(str::trim).filter(|part| !part.is_empty())
            {
                let number = dialled(part);
                let digits = digits(&number);
                if digits.is_empty() {
                    problems.push(self.problem(Some(at), part, Why::NotANumber));
                    continue;
                }
                let bare = digits.len() == number.chars().filter(|c| !c.is_whitespace()).count();
                if bare && !digits.starts_with('0') && (9..=10).contains(&digits.len()) {
                    problems.push(self.problem(Some(at), part, Why::PerhapsLostZero));
                }
                found.push((number, head.to_owned()));
            }
        }
        found
    }
}

/// A number as one dials it: its digits and signs in half width; words stay.
fn dialled(text: &str) -> String {
    let half = |c: char| match kana::half_ascii(c) {
        half @ ('0'..='9' | '+' | '-' | '(' | ')' | '#' | '*' | ' ') => half,
        _ => c,
    };
    text.chars().map(half).collect::<String>().trim().to_owned()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// As two names are compared.
fn bare(name: &str) -> String {
    kana::fold(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Remembers names, to tell a row that stands there twice.
#[derive(Default)]
struct Names(Vec<(String, usize)>);

impl Names {
    /// The row in which this was before.
    fn seen(&mut self, name: String, row: usize) -> Option<usize> {
        let before = self.0.iter().find(|(known, _)| *known == name).map(|(_, row)| *row);
        if before.is_none() {
            self.0.push((name, row));
        }
        before
    }
}
