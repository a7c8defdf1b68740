//! A report as one printable HTML file with its own style: no script, no network, nothing from outside.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

use super::document::Document;
use crate::text::sanitize;

const TEMPLATE: &str = include_str!("../../assets/report.html.j2");
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
    environment.add_template("report", TEMPLATE)?;
    environment.get_template("report")?.render(context! { document => Value::from(Serde(document)), style => STYLE })
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
