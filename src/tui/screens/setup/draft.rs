//! From the lines of a form to the keys of an entry: only what somebody changed is written, so that what another program wrote
//! meanwhile beside it stays.

use std::ops::RangeInclusive;

use crate::site::edit::{Change, Edit, Field, Value};
use crate::t;
use crate::text::kana::half_ascii;
use crate::text::sanitize;
use crate::tui::widgets::form::Form;

/// The keys of one entry that are to be written.
#[derive(Debug)]
pub struct Draft {
    is_new: bool,
    fields: Vec<Field>,
}

/// What was typed in a line as it is written: without blanks around it, and nothing in it that a terminal obeys.
pub fn clean(form: &Form, line: &str) -> Option<String> {
    form.given(line).map(|text| sanitize::line(&text).trim().to_owned()).filter(|text| !text.is_empty())
}

impl Draft {
    /// Of an entry; `is_new`: there is none yet.
    pub fn new(is_new: bool) -> Self {
        Self { is_new, fields: Vec::new() }
    }

    fn touched(&self, form: &Form, line: &str) -> bool {
        self.is_new || form.changed(line)
    }

    /// A key that is always written.
    pub fn put(&mut self, key: &'static str, value: Option<Value>) {
        self.fields.push((key, value));
    }

    /// A text that may be missing.
    pub fn text(&mut self, form: &Form, key: &'static str) {
        let text = clean(form, key);
        if self.touched(form, key) && !(self.is_new && text.is_none()) {
            self.put(key, text.map(Value::Text));
        }
    }

    /// A text that must be there; `None` when it is not, about which the form then complains.
    pub fn needed(&mut self, form: &mut Form, key: &'static str) -> Option<()> {
        let Some(text) = clean(form, key) else {
            form.complain(key, t!("setup-missing"));
            return None;
        };
        if self.touched(form, key) {
            self.put(key, Some(Value::Text(text)));
        }
        Some(())
    }

    /// A number that must be there, within a range.
    pub fn number(&mut self, form: &mut Form, key: &'static str, range: RangeInclusive<i64>) -> Option<()> {
        match number(form, key, &range) {
            Counted::Number(number) => {
                if self.touched(form, key) {
                    self.put(key, Some(Value::Int(number)));
                }
                Some(())
            }
            _ => {
                form.complain(key, not_in(&range));
                None
            }
        }
    }

    /// A number that may be missing.
    pub fn number_or_none(&mut self, form: &mut Form, key: &'static str, range: RangeInclusive<i64>) -> Option<()> {
        let number = match number(form, key, &range) {
            Counted::Nothing => None,
            Counted::Number(number) => Some(number),
            Counted::NotOne => {
                form.complain(key, not_in(&range));
                return None;
            }
        };
        if self.touched(form, key) && !(self.is_new && number.is_none()) {
            self.put(key, number.map(Value::Int));
        }
        Some(())
    }

    /// One of several values; `None` among them takes the key out.
    pub fn choice(&mut self, form: &Form, key: &'static str, values: &[Option<String>]) {
        let value = values.get(form.chosen(key)).cloned().flatten();
        if self.touched(form, key) && !(self.is_new && value.is_none()) {
            self.put(key, value.map(Value::Text));
        }
    }

    /// Yes or no; the second choice is yes.
    pub fn flag(&mut self, form: &Form, key: &'static str) {
        if self.touched(form, key) {
            self.put(key, Some(Value::Flag(form.chosen(key) == 1)));
        }
    }

    /// That it is not 見本 any more: somebody looked at it and said yes.
    pub fn own(&mut self, was_sample: bool) {
        if was_sample {
            self.put("sample", None);
        }
    }

    /// The change of the entry `id` of a list; none where nothing changed.
    pub fn edit(self, file: &str, list: &'static str, id: &str) -> Option<Edit> {
        let change = Change::Put { list, id: id.to_owned(), fields: self.fields };
        let changes = !matches!(&change, Change::Put { fields, .. } if fields.is_empty());
        changes.then(|| Edit::new(file, change))
    }

    /// The changes of keys at the head of a file.
    pub fn heads(self, file: &str) -> Vec<Edit> {
        self.fields.into_iter().map(|(key, value)| Edit::new(file, Change::Head { key, value })).collect()
    }
}

/// What a line for a number holds.
enum Counted {
    /// Nothing is typed.
    Nothing,
    /// A number of the range.
    Number(i64),
    /// Something else.
    NotOne,
}

fn number(form: &Form, line: &str, range: &RangeInclusive<i64>) -> Counted {
    let Some(text) = form.given(line) else { return Counted::Nothing };
    let text: String = text.chars().map(half_ascii).collect();
    let number = text.trim().parse().ok().filter(|number| range.contains(number));
    number.map_or(Counted::NotOne, Counted::Number)
}

fn not_in(range: &RangeInclusive<i64>) -> String {
    let (least, most) = (*range.start(), *range.end());
    t!("setup-number", least = least, most = most)
}

/// A name for a new entry that no other one has.
pub fn fresh<'a>(prefix: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    // Of one number more than there are entries, one at least is free.
    let mut names = (1..=known.clone().count() + 1).map(|number| format!("{prefix}-{number}"));
    names.find(|name| !known.clone().any(|id| id == name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::form::Field as Line;

    fn form() -> Form {
        Form::new(vec![
            Line::text("title", String::new()).with("外来"),
            Line::text("importance", String::new()).with("３"),
            Line::text("fallback", String::new()),
        ])
    }

    #[test]
    fn what_nobody_changed_is_not_written() {
        let (mut form, mut draft) = (form(), Draft::new(false));
        assert!(draft.needed(&mut form, "title").is_some() && draft.number(&mut form, "importance", 1..=99).is_some());
        draft.text(&form, "fallback");
        assert!(draft.edit("facility.toml", "system", "ehr").is_none());
    }

    #[test]
    fn of_a_new_entry_all_that_is_filled_in_is_written() {
        let (mut form, mut draft) = (form(), Draft::new(true));
        draft.needed(&mut form, "title");
        draft.number(&mut form, "importance", 1..=99);
        draft.text(&form, "fallback");
        let expected = vec![("title", Some(Value::text("外来"))), ("importance", Some(Value::Int(3)))];
        assert_eq!(draft.fields, expected);
    }

    #[test]
    fn a_number_out_of_its_range_or_no_number_is_said() {
        for typed in ["0", "100", "三", "1.5", "-1"] {
            let mut form = Form::new(vec![Line::text("importance", String::new()).with(typed)]);
            assert!(Draft::new(true).number(&mut form, "importance", 1..=99).is_none(), "{typed}");
            assert!(form.fields[0].complaint.is_some());
        }
    }

    #[test]
    fn a_new_name_is_one_that_nobody_has() {
        assert_eq!(fresh("vendor", ["vendor-1", "vendor-3"].into_iter()), "vendor-2");
    }

    #[test]
    fn escapes_that_were_pasted_are_not_written() {
        let form = Form::new(vec![Line::text("title", String::new()).with("外\u{1b}[2J来")]);
        assert!(!clean(&form, "title").unwrap().contains('\u{1b}'));
    }
}
