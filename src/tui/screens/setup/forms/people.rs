//! Names that people type where somebody of the staff is meant.

use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::t;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// Lines for several people of one kind, one more than there are, two at least: `holder-1`, `holder-2`.
pub fn lines(kind: &str, label: impl Fn(usize) -> String, names: &[&str]) -> Vec<Field> {
    let count = (names.len() + 1).max(2);
    let line = |at: usize| {
        let name = names.get(at).copied().unwrap_or_default();
        Field::person(&format!("{kind}-{}", at + 1), label(at + 1)).with(name).hint(t!("setup-person-hint"))
    };
    (0..count).map(line).collect()
}

/// Who stands in such lines, in order, nobody twice; and who stood there before anybody typed. `None` where a name is of nobody of
/// the staff, about which the form then complains.
pub fn read(form: &mut Form, kind: &str, plan: &Plan) -> Option<(Vec<Id>, Vec<Id>)> {
    let lines: Vec<String> = form.fields.iter().map(|field| field.id.clone()).collect();
    let (mut now, mut before) = (Vec::new(), Vec::new());
    for line in lines.iter().filter(|line| line.strip_prefix(kind).is_some_and(|rest| rest.starts_with('-'))) {
        let listed = |text: &str| typed::person(plan, text).and_then(|who| who.id);
        before.extend(form.pristine(line).and_then(listed));
        let Some(text) = form.given(line) else { continue };
        let Some(person) = listed(&text) else {
            form.complain(line, t!("setup-person-unknown"));
            return None;
        };
        if !now.contains(&person) {
            now.push(person);
        }
    }
    Some((now, before))
}
