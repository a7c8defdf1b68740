//! The facility itself: its name, and the short name under which its lines are recorded.

use super::{Around, choices};
use crate::domain::duty::Founder;
use crate::domain::facility::{Facility, Lang};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::site::edit::{Edit, Value};
use crate::site::facility::{PATH, STAND_INS};
use crate::t;
use crate::text::{kana, romaji};
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, clean};
use crate::tui::widgets::form::{Field, Form};

/// Words that stand in many names.
const WORDS: [(&str, &str); 9] = [
    ("クリニック", "clinic"),
    ("診療所", "clinic"),
    ("病院", "hospital"),
    ("医院", "iin"),
    ("小児科", "shonika"),
    ("内科", "naika"),
    ("外科", "geka"),
    ("眼科", "ganka"),
    ("歯科", "shika"),
];

/// Whether lines are recorded under its short name already: then it stays. Those of the embedded pack stand in for any other.
fn is_settled(seen: &Seen) -> bool {
    let stands_in = STAND_INS.contains(&seen.plan.facility.id.as_str());
    !stands_in && (seen.has_standing_lines || !seen.incidents.is_empty())
}

/// The roles among which the one who declares is chosen.
fn roles(facility: &Facility) -> Vec<Option<String>> {
    facility.roles.iter().map(|role| Some(role.id.as_str().to_owned())).collect()
}

/// The roles among which the one who approves restorations is chosen; without one it is who declares.
fn restorers(facility: &Facility) -> (Vec<String>, Vec<Option<String>>, usize) {
    let roles = facility.roles.iter().map(|role| (&role.id, role.title.as_str()));
    choices(t!("setup-facility-restores-same"), roles, facility.restore_decided_by.as_ref())
}

/// The lines of the facility.
pub fn fields(seen: &Seen) -> Vec<Field> {
    let facility = &seen.plan.facility;
    let own = |text: &'_ str| if facility.sample { String::new() } else { text.to_owned() };
    let stands_in = STAND_INS.contains(&facility.id.as_str());
    let id = if stands_in { String::new() } else { facility.id.as_str().to_owned() };
    let titles = facility.roles.iter().map(|role| role.title.clone()).collect();
    let decides = facility.roles.iter().position(|role| role.id == facility.decided_by).unwrap_or_default();
    let (restorer_words, restorer_values, restores) = restorers(facility);
    let hint = if is_settled(seen) { t!("setup-id-settled") } else { t!("setup-id-hint") };
    vec![
        Field::text("title", t!("setup-facility-name")).with(&own(&facility.name)).hint(t!("setup-facility-name-hint")),
        Field::text("id", t!("setup-facility-id")).with(&id).hint(hint),
        Field::text("phone", t!("setup-facility-phone"))
            .with(&own(facility.phone.as_deref().unwrap_or_default()))
            .hint(t!("setup-facility-phone-hint"))
            .stops(false),
        Field::choice(&among("decided-by", &roles(facility)), t!("setup-facility-decides"), titles, decides)
            .stops(true),
        Field::choice(
            &among("restore-decided-by", &restorer_values),
            t!("setup-facility-restores"),
            restorer_words,
            restores,
        ),
        Field::choice(
            "language",
            t!("setup-facility-language"),
            vec!["日本語".to_owned(), "English".to_owned()],
            usize::from(facility.lang == Lang::En),
        ),
        Field::choice(
            "founder",
            t!("setup-facility-founder"),
            vec![t!("setup-founder-unsaid"), t!("setup-founder-private"), t!("setup-founder-public")],
            match facility.founder {
                None => 0,
                Some(Founder::Private) => 1,
                Some(Founder::Public) => 2,
            },
        )
        .hint(t!("setup-facility-founder-hint")),
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
    let id: String = id.chars().map(kana::half_ascii).collect::<String>().to_lowercase();
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
    draft.text(form, "phone");
    draft.choice(form, "decided-by", &roles(&around.asked.plan.facility), &roles(facility))?;
    let asked = &around.asked.plan.facility;
    draft.choice(form, "restore-decided-by", &restorers(asked).1, &restorers(facility).1)?;
    let languages = [Some("ja".to_owned()), Some("en".to_owned())];
    draft.choice(form, "language", &languages, &languages)?;
    let founders = [None, Some("private".to_owned()), Some("public".to_owned())];
    draft.choice(form, "founder", &founders, &founders)?;
    draft.own(facility.sample);
    Some(draft.heads(PATH))
}

/// A short name for a facility: its name in Latin letters where it can be read, else a word with a number of its own.
fn propose(name: &str) -> String {
    let mut spelt = name.to_owned();
    for (word, letters) in WORDS {
        spelt = spelt.replace(word, &format!(" {letters} "));
    }
    let spelt: String = spelt.chars().map(kana::half_ascii).collect::<String>().to_lowercase();
    let parts = spelt.split(|c: char| c.is_whitespace() || c == '-').filter(|part| !part.is_empty());
    let letters = |part: &str| {
        let is_latin = part.chars().all(|c| c.is_ascii_alphanumeric());
        if is_latin { Some(part.to_owned()) } else { romaji::words(part).map(|words| words.join("-")) }
    };
    let word = parts.map(letters).collect::<Option<Vec<_>>>().map(|parts| parts.join("-"));
    if let Some(word) = word.filter(|word| word.len() >= 3 && Id::new(word.as_str()).is_ok()) {
        return word;
    }
    let number = Hash::of(name.trim().as_bytes()).to_string();
    format!("clinic-{}", number.chars().filter(char::is_ascii_digit).take(4).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_proposed_is_a_name_that_can_be_recorded() {
        assert_eq!(propose("Ｓａｋｕｒａ Clinic"), "sakura-clinic");
        assert_eq!(propose("さくら内科クリニック"), "sakura-naika-clinic");
        for name in ["桜内科", "さくら内科", "", "A", "医療法人社団 桜会 さくらクリニック", &"a".repeat(200)]
        {
            assert!(Id::new(propose(name)).is_ok(), "{name} {}", propose(name));
        }
        assert_ne!(propose("桜内科"), propose("紅葉内科"));
    }
}
