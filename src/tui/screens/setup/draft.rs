//! From the lines of a form to the keys of an entry: only what somebody changed is written, so that what another program wrote
//! meanwhile beside it stays.

use std::ops::RangeInclusive;

use crate::domain::hash::Hash;
use crate::site::edit::{Change, Edit, Field, Value};
use crate::t;
use crate::text::kana::half_ascii;
use crate::text::sanitize;
use crate::tui::widgets::form::Form;

/// What stands between the name of a line and what its choices are.
const AMONG: char = '@';

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

/// The name of a line with choices among `values`. Which ones they are is part of it: what was begun keeps only which one of the
/// choices it was, and of other choices that would be another one.
pub fn among(key: &str, values: &[Option<String>]) -> String {
    let values: Vec<&str> = values.iter().map(|value| value.as_deref().unwrap_or_default()).collect();
    let number: String = Hash::of(values.join("\n").as_bytes()).to_string().chars().take(8).collect();
    format!("{key}{AMONG}{number}")
}

/// The line of a form with this name, whatever its choices are.
pub fn line_of(form: &Form, key: &str) -> String {
    let found = form.fields.iter().find(|field| key_of(&field.id) == key);
    found.map_or_else(|| key.to_owned(), |field| field.id.clone())
}

/// The name of a line without its choices.
pub fn key_of(line: &str) -> &str {
    line.split(AMONG).next().unwrap_or(line)
}

/// Which of the values that a line was made of is chosen, if it is among those of `now`; `None` where it is gone, about which the
/// form then complains.
pub fn chosen(
    form: &mut Form,
    line: &str,
    values: &[Option<String>],
    now: &[Option<String>],
) -> Option<Option<String>> {
    let value = values.get(form.chosen(line)).filter(|value| now.contains(value));
    if value.is_none() {
        form.complain(line, t!("setup-choice-gone"));
    }
    value.cloned()
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
        let typed = form.given(key);
        let Some(number) = typed.and_then(|typed| number(&typed, &range)) else {
            form.complain(key, not_in(&range));
            return None;
        };
        if self.touched(form, key) {
            self.put(key, Some(Value::Int(number)));
        }
        Some(())
    }

    /// A number that may be missing.
    pub fn number_or_none(&mut self, form: &mut Form, key: &'static str, range: RangeInclusive<i64>) -> Option<()> {
        let typed = form.given(key);
        let number = typed.as_ref().and_then(|typed| number(typed, &range));
        if typed.is_some() && number.is_none() {
            form.complain(key, not_in(&range));
            return None;
        }
        if self.touched(form, key) && !(self.is_new && number.is_none()) {
            self.put(key, number.map(Value::Int));
        }
        Some(())
    }

    /// A length of time that may be missing, typed as a number of one unit.
    pub fn length(&mut self, form: &mut Form, key: &'static str, unit: &str, range: RangeInclusive<i64>) -> Option<()> {
        let typed = form.given(key);
        let number = typed.as_ref().and_then(|typed| number(typed, &range));
        if typed.is_some() && number.is_none() {
            form.complain(key, not_in(&range));
            return None;
        }
        if self.touched(form, key) && !(self.is_new && number.is_none()) {
            self.put(key, number.map(|number| Value::Text(format!("{number}{unit}"))));
        }
        Some(())
    }

    /// One of the values that the line was made of; `None` among them takes the key out. `None` where it is not among those of `now`
    /// any more, about which the form then complains.
    pub fn choice(
        &mut self,
        form: &mut Form,
        key: &'static str,
        values: &[Option<String>],
        now: &[Option<String>],
    ) -> Option<()> {
        let line = line_of(form, key);
        if self.touched(form, &line) {
            let value = chosen(form, &line, values, now)?;
            if !(self.is_new && value.is_none()) {
                self.put(key, value.map(Value::Text));
            }
        }
        Some(())
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

/// The number that was typed, also in full-width digits; `None` where it is none of the range.
fn number(typed: &str, range: &RangeInclusive<i64>) -> Option<i64> {
    let typed: String = typed.chars().map(half_ascii).collect();
    typed.trim().parse().ok().filter(|number| range.contains(number))
}

fn not_in(range: &RangeInclusive<i64>) -> String {
    let (least, most) = (*range.start(), *range.end());
    t!("setup-number", least = least, most = most)
}

/// A name for a new entry that no other one has.
pub fn fresh<'a>(prefix: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let free = |number: &usize| !known.clone().any(|id| id == format!("{prefix}-{number}"));
    // Of one number more than there are names, one is free.
    let number = (1..=known.clone().count() + 1).find(free).unwrap_or_default();
    format!("{prefix}-{number}")
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
