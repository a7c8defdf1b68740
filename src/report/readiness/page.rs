//! The report for an inspection on two printed pages, and as Markdown.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

use super::{Inspection, Row};
use crate::report::document::{Document, Section};
use crate::report::markdown as of_document;
use crate::t;
use crate::text::sanitize;

const TEMPLATE: &str = include_str!("../../../assets/inspection.html.j2");
const STYLE: &str = include_str!("../../../assets/inspection.css");

/// The heads of the columns.
fn heads() -> Vec<String> {
    vec![
        t!("inspection-column-number"),
        t!("inspection-column-item"),
        t!("inspection-column-carried"),
        t!("inspection-column-version"),
        t!("inspection-column-approved"),
        t!("inspection-column-last"),
    ]
}

/// The report as HTML.
///
/// # Errors
/// The template is part of the program and tested; an error here is a bug in it.
pub fn html(made: &Inspection) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("harmless", |text: &str| sanitize::block(text).into_owned());
    environment.add_template("inspection", TEMPLATE)?;
    environment.get_template("inspection")?.render(context! {
        made => Value::from(Serde(made)),
        heads => heads(),
        uncertain => t!("contact-unverified"),
        chart_title => t!("chart-title"),
        // Its writer escapes it; nothing else is let through as it is.
        drawing => Value::from_safe_string(made.drawing.clone()),
        style => STYLE,
    })
}

/// The report as Markdown.
pub fn markdown(made: &Inspection) -> String {
    let mut sections =
        vec![Section::new(t!("inspection-state")).notice(made.caution.clone()).paragraph(made.counts.clone())];
    for list in &made.lists {
        let rows = list.items.iter().map(cells).collect();
        sections.push(Section::new(list.title.clone()).table(heads(), rows));
    }
    let (title, running_head) = (made.title.clone(), made.head.clone());
    let document = Document { title, running_head, drill: false, lang: made.lang, sections };
    let mut out = of_document::render(&document);
    // Four blanks make a block of text as it is, whatever stands in it.
    out.push_str(&format!("\n## {}\n\n", t!("chart-title")));
    for row in made.chart.lines() {
        out.push_str(format!("    {row}").trim_end());
        out.push('\n');
    }
    out
}

fn cells(row: &Row) -> Vec<String> {
    let number = if row.certain { row.number.clone() } else { format!("{} {}", row.number, t!("contact-unverified")) };
    vec![number, row.title.clone(), row.carried_by.clone(), row.version.clone(), row.approved.clone(), row.last.clone()]
}
