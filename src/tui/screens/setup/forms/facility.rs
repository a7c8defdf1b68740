//! The facility itself: its name, and the short name under which its lines are recorded.

use super::Around;
use crate::domain::facility::Lang;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::site::edit::{Edit, Value};
use crate::site::facility::{PATH, STAND_INS};
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, clean};
use crate::tui::widgets::form::{Field, Form};

/// Whether lines are recorded under its short name already: then it stays. Those of the embedded pack stand in for any other.
fn is_settled(seen: &Seen) -> bool {
    let stands_in = STAND_INS.contains(&seen.plan.facility.id.as_str());
    !stands_in && !seen.incidents.is_empty()
}

/// The lines of the facility.
pub fn fields(seen: &Seen) -> Vec<Field> {
    let facility = &seen.plan.facility;
    let own = |text: &'_ str| if facility.sample { String::new() } else { text.to_owned() };
    let stands_in = STAND_INS.contains(&facility.id.as_str());
    let id = if stands_in { String::new() } else { facility.id.as_str().to_owned() };
    let roles = facility.roles.iter().map(|role| role.title.clone()).collect();
    let decides = facility.roles.iter().position(|role| role.id == facility.decided_by).unwrap_or_default();
    let hint = if is_settled(seen) { t!("setup-id-settled") } else { t!("setup-id-hint") };
    vec![
        Field::text("title", t!("setup-facility-name")).with(&own(&facility.name)).hint(t!("setup-facility-name-hint")),
        Field::text("id", t!("setup-facility-id")).with(&id).hint(hint),
        Field::choice("decided-by", t!("setup-facility-decides"), roles, decides).stops(true),
        Field::choice(
            "language",
            t!("setup-facility-language"),
            vec!["日本語".to_owned(), "English".to_owned()],
            usize::from(facility.lang == Lang::En),
        ),
    ]
}

/// The changes of the facility.
pub fn edits(form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let mut draft = Draft::new(false);
    draft.needed(form, "title")?;
    let Some(id) = clean(form, "id") else {
        // One is proposed, and written with the next Enter.
        let proposed = propose(&form.text("title"));
        if let Some(field) = form.fields.iter_mut().find(|field| field.id == "id")
            && let Some(text) = field.kind.text_mut()
        {
            text.set(&proposed);
        }
        form.complain("id", t!("setup-id-proposed"));
        return None;
    };
    let id: String = id.chars().map(crate::text::kana::half_ascii).collect::<String>().to_lowercase();
    if id != facility.id.as_str() {
        if Id::new(id.clone()).is_err() {
            form.complain("id", t!("setup-id-bad"));
            return None;
        }
        if is_settled(around.seen) {
            form.complain("id", t!("setup-id-settled"));
            return None;
        }
        draft.put("id", Some(Value::Text(id)));
    }
    let roles: Vec<Option<String>> = facility.roles.iter().map(|role| Some(role.id.as_str().to_owned())).collect();
    draft.choice(form, "decided-by", &roles);
    draft.choice(form, "language", &[Some("ja".to_owned()), Some("en".to_owned())]);
    draft.own(facility.sample);
    Some(draft.heads(PATH))
}

/// A short name for a facility: what is written in ASCII letters in its name, else a word with a number of its own.
fn propose(name: &str) -> String {
    let letters: String = name.chars().map(crate::text::kana::half_ascii).collect::<String>().to_lowercase();
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let word = words.collect::<Vec<_>>().join("-");
    if word.len() >= 3 && word.len() <= crate::domain::id::MAX_ID {
        return word;
    }
    let number: String =
        Hash::of(name.trim().as_bytes()).to_string().chars().filter(char::is_ascii_digit).take(4).collect();
    format!("clinic-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_proposed_is_a_name_that_can_be_recorded() {
        assert_eq!(propose("Ｓａｋｕｒａ Clinic"), "sakura-clinic");
        for name in ["さくら内科", "", "A", "医療法人社団 桜会 さくらクリニック", &"a".repeat(200)]
        {
            assert!(Id::new(propose(name)).is_ok(), "{name} {}", propose(name));
        }
        assert_ne!(propose("さくら内科"), propose("もみじ内科"));
    }
}
