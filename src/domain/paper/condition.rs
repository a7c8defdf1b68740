//! A condition in words: on paper nobody works out whether a step applies, so the sheet says when it does.
//!
//! Owns these words only. What a condition means is [`crate::domain::condition`]'s.

use crate::domain::condition::{Atom, Comparison, Condition};
use crate::domain::facility::Lang;
use crate::domain::plan::Plan;
use crate::domain::value::{Answer, ValueType};
use crate::domain::wording::{answer, pick};

/// A condition in words: 「攻撃が疑われますか」がはい、または「患者数」が100以上.
pub fn words(plan: &Plan, condition: &Condition, lang: Lang) -> String {
    said(plan, condition, lang, false)
}

fn said(plan: &Plan, condition: &Condition, lang: Lang, inside: bool) -> String {
    let joined = |parts: &[Condition], ja: &str, en: &str| {
        let parts: Vec<String> = parts.iter().map(|part| said(plan, part, lang, parts.len() > 1)).collect();
        let several = parts.len() > 1;
        let text = parts.join(pick(lang, ja, en));
        if several && inside { format!("({text})") } else { text }
    };
    match condition {
        Condition::All(parts) => joined(parts, "、かつ", " and "),
        Condition::Any(parts) => joined(parts, "、または", " or "),
        Condition::Not(part) => {
            let text = said(plan, part, lang, true);
            match lang {
                Lang::Ja => format!("{text}ではない"),
                Lang::En => format!("not: {text}"),
            }
        }
        Condition::Atom(atom) => compared(plan, atom, lang),
    }
}

fn compared(plan: &Plan, atom: &Atom, lang: Lang) -> String {
    let key = atom.key.as_str();
    let title = if key == "level" { pick(lang, "非常時レベル", "the level") } else { plan.fact_title(key) };
    let (comparison, value) = match &atom.test {
        None => (Comparison::Equal, answer(Answer::Yes, lang).to_owned()),
        Some((comparison, value)) => (*comparison, value_words(plan, key, value, lang)),
    };
    match lang {
        Lang::Ja => {
            let after = match comparison {
                Comparison::Equal => "",
                Comparison::NotEqual => "以外",
                Comparison::Less => "未満",
                Comparison::AtMost => "以下",
                Comparison::More => "より多い",
                Comparison::AtLeast => "以上",
            };
            format!("「{title}」が{value}{after}")
        }
        Lang::En => {
            let sign = match comparison {
                Comparison::Equal => "is",
                Comparison::NotEqual => "is not",
                Comparison::Less => "is less than",
                Comparison::AtMost => "is at most",
                Comparison::More => "is more than",
                Comparison::AtLeast => "is at least",
            };
            format!("\"{title}\" {sign} {value}")
        }
    }
}

fn value_words(plan: &Plan, key: &str, value: &str, lang: Lang) -> String {
    let def = plan.fact(key);
    let answers = def.is_none_or(|def| def.value == ValueType::Answer);
    match value {
        "unknown" => answer(Answer::Unknown, lang).to_owned(),
        "yes" if answers => answer(Answer::Yes, lang).to_owned(),
        "no" if answers => answer(Answer::No, lang).to_owned(),
        _ => {
            let unit = def.and_then(|def| def.unit.as_deref()).unwrap_or_default();
            let choice = def.and_then(|def| def.choices.iter().find(|(id, _)| id.as_str() == value));
            choice.map_or_else(|| format!("{value}{unit}"), |(_, title)| title.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::plan;

    fn atom(text: &str) -> Condition {
        Condition::Atom(Atom::parse(text).unwrap())
    }

    #[test]
    fn conditions_are_said_as_people_say_them() {
        let plan = plan();
        let ja = |condition: &Condition| words(&plan, condition, Lang::Ja);
        assert_eq!(ja(&atom("attack")), "「攻撃が疑われますか」がはい");
        assert_eq!(ja(&atom("patients >= 100")), "「患者数」が100人以上");
        assert_eq!(ja(&atom("cause != attack")), "「原因」が攻撃以外");
        assert_eq!(ja(&atom("level >= 2")), "「非常時レベル」が2以上");
        assert_eq!(ja(&Condition::Not(Box::new(atom("harm = no")))), "「診療に支障がありますか」がいいえではない");
        let nested =
            Condition::Any(vec![atom("attack"), Condition::All(vec![atom("failure"), atom("harm = unknown")])]);
        assert_eq!(
            ja(&nested),
            "「攻撃が疑われますか」がはい、または(「システムが止まっていますか」がはい、かつ「診療に支障がありますか」が不明)"
        );
        assert_eq!(words(&plan, &atom("patients < 3"), Lang::En), "\"患者数\" is less than 3人");
    }
}
