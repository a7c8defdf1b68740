//! A report as one printable HTML file with its own style: no script, no network, nothing from outside.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

use super::document::Document;
use crate::text::sanitize;
use crate::text::width::{Ambiguous, width};

const TEMPLATE: &str = include_str!("../../assets/report.html.j2");
/// What may stand on one line in a table with few columns.
const SHORT_CELLS: usize = 16;

/// A date, a time and 頃: on one line in every table.
const TIME_CELLS: usize = 18;

const STYLE: &str = include_str!("../../assets/report.css");

/// The report as HTML.
///
/// # Errors
/// The template is part of the program and tested; an error here is a bug in it.
pub fn render(document: &Document) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("harmless", |text: &str| sanitize::block(text).into_owned());
    environment.add_filter("kind", |text: &str| Value::from_safe_string(kind(text).to_owned()));
    environment.add_template("report", TEMPLATE)?;
    environment.get_template("report")?.render(context! { document => Value::from(Serde(document)), style => STYLE })
}

/// How a cell of a table is laid out: a time or a few words are not torn over two lines, numbers stand below each other.
fn kind(text: &str) -> &'static str {
    let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let is_time =
        text.chars().zip("0000-00-00".chars()).filter(|(c, p)| c.is_ascii_digit() == p.is_ascii_digit()).count() == 10;
    match width(text, Ambiguous::Narrow) {
        _ if is_number => " class=\"number\"",
        1..=TIME_CELLS if is_time => " class=\"time\"",
        1..=SHORT_CELLS if !text.contains('\n') => " class=\"short\"",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Section;

    #[test]
    fn what_stood_in_the_record_does_not_become_markup() {
        let hostile = "<script>alert(1)</script>\" onload=\"x\u{1b}[2J\u{202e}\u{200b}";
        let document = Document {
            title: hostile.into(),
            running_head: hostile.into(),
            drill: true,
            lang: "ja",
            sections: vec![
                Section::new(hostile.into())
                    .paragraph(hostile.into())
                    .notice(hostile.into())
                    .list(vec![hostile.into()])
                    .pairs(vec![(hostile.into(), hostile.into())])
                    .table(vec![hostile.into()], vec![vec![hostile.into()]]),
            ],
        };
        let html = render(&document).unwrap();
        for bad in ["<script", "\"x", "\u{1b}", "\u{202e}", "\u{200b}", "http:", "https:"] {
            assert!(!html.contains(bad), "{bad:?} in {html}");
        }
        assert!(html.contains("default-src 'none'; style-src 'unsafe-inline'"));
    }
}
