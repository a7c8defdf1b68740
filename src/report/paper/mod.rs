//! What is printed in quiet times and filled in by hand: the binder, contacts, role cards, blank forms.
//!
//! Owns the pages as one printable HTML file: no script, no network, nothing from outside. Each kind of paper has a file here that
//! says what stands on it, and a template that says how. Must not know files, the store, or which edition comes next.

mod binder;
mod cards;
mod contacts;
mod departments;
mod forms;
mod words;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;

use crate::domain::blank::BlankForm;
use crate::domain::contact::Contact;
use crate::domain::event::Paper;
use crate::domain::facility::Lang;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::t;
use crate::text::sanitize;

const STYLE: &str = include_str!("../../../assets/paper.css");

/// The templates, by the name under which a part asks for its own.
const TEMPLATES: [(&str, &str); 9] = [
    ("paper", include_str!("../../../assets/paper.html.j2")),
    ("cover", include_str!("../../../assets/paper/cover.html.j2")),
    ("sheet", include_str!("../../../assets/paper/sheet.html.j2")),
    ("back", include_str!("../../../assets/paper/back.html.j2")),
    ("contacts", include_str!("../../../assets/paper/contacts.html.j2")),
    ("card", include_str!("../../../assets/paper/card.html.j2")),
    ("department", include_str!("../../../assets/paper/department.html.j2")),
    ("chronology", include_str!("../../../assets/paper/chronology.html.j2")),
    ("form", include_str!("../../../assets/paper/form.html.j2")),
];

/// What papers are made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the facility has prepared.
    pub plan: &'a Plan,
    /// Whom to tell.
    pub contacts: &'a [Contact],
    /// After how many months the facility checks its contacts again.
    pub usual_months: u16,
    /// The blank forms.
    pub forms: &'a [BlankForm],
    /// The edition that stands in the codes of the binder.
    pub edition: u32,
    /// When it is made.
    pub now: Moment,
    /// The language of the words around the site's own.
    pub lang: Lang,
}

/// A part that begins on a page of its own.
struct Part {
    template: &'static str,
    title: String,
    landscape: bool,
    data: Value,
}

impl Part {
    fn new(template: &'static str, title: String, data: impl Serialize) -> Self {
        Self { template, title, landscape: false, data: Value::from(Serde(data)) }
    }

    fn value(self) -> Value {
        context! { template => self.template, title => self.title, landscape => self.landscape, data => self.data }
    }
}

/// A paper as one HTML file.
///
/// # Errors
/// The templates are part of the program and tested; an error here is a bug in them.
pub fn render(paper: Paper, input: &Input<'_>) -> Result<String, minijinja::Error> {
    let parts = match paper {
        Paper::Binder => binder::parts(input),
        Paper::Contacts => contacts::parts(input),
        Paper::RoleCards => cards::parts(input),
        Paper::BlankForms => forms::parts(input),
    };
    let facility = &input.plan.facility;
    let mark = if facility.sample { t!("mark-sample") } else { String::new() };
    let name = format!("{mark}{}", facility.name);
    let date = input.now.with_timezone(&facility.offset).format("%Y-%m-%d").to_string();
    let stamp = match paper {
        Paper::Binder => t!("paper-stamp-edition", edition = input.edition, date = date),
        _ => t!("paper-stamp", date = date),
    };
    let title = wording::paper(paper, input.lang);
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("harmless", |text: &str| sanitize::block(text).into_owned());
    environment.add_filter("css", |text: &str| Value::from_safe_string(css(text)));
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    let lang = match input.lang {
        Lang::Ja => "ja",
        Lang::En => "en",
    };
    environment.get_template("paper")?.render(context! {
        kind => paper.word(),
        lang => lang,
        style => STYLE,
        title => title,
        facility => name,
        sample => facility.sample,
        stamp => stamp,
        parts => parts.into_iter().map(Part::value).collect::<Vec<_>>(),
    })
}

/// A text as a string of CSS, in which nothing can end the string or the style.
fn css(text: &str) -> String {
    let harmless = sanitize::line(text);
    let mut out = String::from("\"");
    for c in harmless.chars() {
        if c.is_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::blank::BlankField;
    use crate::domain::contact::{Group, Phone};
    use crate::domain::fixture::{id, plan};
    use crate::domain::when::read;

    const HOSTILE: &str = "<script>alert(1)</script>\" onload=\"x\u{1b}[2J\u{202e}</style>\\";

    fn contact(name: &str) -> Contact {
        let night = Phone { label: Some("夜間".into()), ..Phone::new("000-0000") };
        Contact { phones: vec![night], ..Contact::new(id("vendor-a"), name, Group::Vendor) }
    }

    fn form(title: &str) -> BlankForm {
        let field = BlankField { title: title.into(), choices: vec![title.into()], wide: true, rows: 2 };
        BlankForm {
            id: id("reception"),
            title: title.into(),
            purpose: None,
            landscape: true,
            fields: vec![field],
            columns: vec![title.into()],
            lines: 3,
            notes: vec![title.into()],
            source: Vec::new(),
        }
    }

    fn made(plan: &Plan, words: &str, paper: Paper) -> String {
        let now = read("2026-11-22T01:00:00+09:00").unwrap();
        let (contacts, forms) = ([contact(words)], [form(words)]);
        render(
            paper,
            &Input { plan, contacts: &contacts, usual_months: 6, forms: &forms, edition: 3, now, lang: Lang::Ja },
        )
        .unwrap()
    }

    #[test]
    fn every_paper_is_made_and_says_whose_it_is() {
        let mut plan = plan();
        let role = id("nurse");
        plan.runbooks.iter_mut().flat_map(|runbook| &mut runbook.phases).for_each(|phase| {
            phase.steps.iter_mut().for_each(|step| step.role = Some(role.clone()));
        });
        for paper in Paper::ALL {
            let html = made(&plan, "甲", paper);
            assert!(html.contains("【見本】見本クリニック"), "{paper:?}");
            assert!(html.contains(if paper == Paper::Binder { "第3版 2026-11-22" } else { "2026-11-22" }), "{paper:?}");
            assert!(!html.contains("http:") && !html.contains("<script"), "{paper:?}");
        }
        let binder = made(&plan, "甲", Paper::Binder);
        for words in
            ["p3-1<", "ネットワークを切り離す", "目安: 覚知から10分以内", "くり返し: 2時間ごと", "モニタを見る〔病棟〕"]
        {
            assert!(binder.contains(words), "{words} is not in {binder}");
        }
        assert!(made(&plan, "甲", Paper::Contacts).contains("要確認の番号: 000-0000 (夜間)"));
        assert_eq!(made(&plan, "甲", Paper::RoleCards).matches("class=\"card ").count(), 1, "roles with steps only");
    }

    #[test]
    fn the_list_of_contacts_says_how_old_each_is_and_who_is_next() {
        let plan = plan();
        let of = |verified: &str| {
            let old = Contact {
                fax: Some("000-0001".into()),
                alternate: Some(id("vendor-b")),
                verified: Some(verified.into()),
                verified_by: Some("山田".into()),
                verified_from: Some("電話で".into()),
                ..contact("甲社")
            };
            let next = Contact { id: id("vendor-b"), ..contact("乙社") };
            let now = read("2026-11-22T01:00:00+09:00").unwrap();
            let (contacts, lang) = ([old, next], Lang::Ja);
            let input = Input { plan: &plan, contacts: &contacts, usual_months: 6, forms: &[], edition: 3, now, lang };
            render(Paper::Contacts, &input).unwrap()
        };
        let old = of("2026-01-15");
        for words in [
            "要再確認 2026-01-15",
            "要再確認 000-0000 (夜間)",
            "要再確認 FAX 000-0001",
            "出ないとき: 乙社",
            "山田、電話で",
        ] {
            assert!(old.contains(words), "{words} is not in {old}");
        }
        let fresh = of("2026-11-15");
        assert!(fresh.contains("確認 2026-11-15") && !fresh.contains("要再確認"), "{fresh}");
    }

    #[test]
    fn what_stands_in_a_data_file_does_not_become_markup() {
        let mut plan = plan();
        plan.facility.name = HOSTILE.into();
        let role = id("nurse");
        plan.runbooks.iter_mut().for_each(|runbook| runbook.title = HOSTILE.into());
        plan.runbooks.iter_mut().flat_map(|runbook| &mut runbook.phases).for_each(|phase| {
            phase.title = HOSTILE.into();
            phase.steps.iter_mut().for_each(|step| {
                (step.action, step.warn, step.role) = (HOSTILE.into(), Some(HOSTILE.into()), Some(role.clone()));
            });
        });
        plan.facts.iter_mut().for_each(|fact| fact.title = HOSTILE.into());
        plan.facility.roles.iter_mut().for_each(|role| role.title = HOSTILE.into());
        for paper in Paper::ALL {
            let html = made(&plan, HOSTILE, paper);
            for bad in ["<script", "\"x", "\u{1b}", "\u{202e}"] {
                assert!(!html.contains(bad), "{bad:?} in {paper:?}");
            }
            assert_eq!(html.matches("</style>").count(), 1, "{paper:?}");
        }
    }
}
