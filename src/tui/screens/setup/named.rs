//! Several things of the site in one line of a form: their names with a sign between them.
//!
//! Owns which thing a name means, and what is said of a name that nothing has.

use crate::domain::id::Id;
use crate::site::edit::Value;
use crate::t;
use crate::text::kana::{half_ascii, widen};
use crate::tui::screens::setup::draft::{Draft, clean};
use crate::tui::widgets::form::Form;

/// Signs between two names.
const BETWEEN: [char; 6] = ['、', ',', '，', '､', ';', '；'];

/// The names of these ids as they stand in a line; an id that names nothing stands as it is.
pub fn names<'a>(ids: &[Id], known: impl Iterator<Item = (&'a Id, &'a str)> + Clone) -> String {
    let name = |id: &Id| {
        known.clone().find(|(other, _)| *other == id).map_or_else(|| id.as_str(), |(_, title)| title).to_owned()
    };
    ids.iter().map(name).collect::<Vec<_>>().join("、")
}

/// The ids that are meant in a line, each once; `None` where a name is nobody's, about which the form then complains.
pub fn meant<'a>(
    form: &mut Form,
    line: &str,
    known: impl Iterator<Item = (&'a Id, &'a str)> + Clone,
) -> Option<Vec<Id>> {
    let typed = clean(form, line).unwrap_or_default();
    let plain = |text: &str| widen(text.trim()).chars().map(half_ascii).collect::<String>().to_lowercase();
    let mut ids: Vec<Id> = Vec::new();
    for name in typed.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty()) {
        let wanted = plain(name);
        let found = known.clone().find(|(id, title)| id.as_str() == wanted || plain(title) == wanted);
        let Some((id, _)) = found else {
            let all = known.map(|(_, title)| title).collect::<Vec<_>>().join("、");
            form.complain(line, t!("setup-no-such", name = name, known = all));
            return None;
        };
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    Some(ids)
}

/// Writes the ids of a line, where somebody changed it; none takes the key out.
pub fn put(draft: &mut Draft, form: &Form, key: &'static str, ids: &[Id]) {
    if form.changed(key) {
        let texts: Vec<String> = ids.iter().map(|id| id.as_str().to_owned()).collect();
        draft.put(key, (!texts.is_empty()).then_some(Value::Texts(texts)));
    }
}
