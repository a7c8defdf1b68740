//! A report as Markdown.
//!
//! Owns the escaping: nothing that stood in the record becomes markup.

use super::document::{Block, Document};
use crate::text::sanitize;

/// The report as Markdown, ending in one line feed.
pub fn render(document: &Document) -> String {
    let mut out = format!("# {}\n\n{}\n", inline(&document.title), inline(&document.running_head));
    for section in &document.sections {
        out.push_str(&format!("\n## {}\n", inline(&section.heading)));
        for block in &section.blocks {
            out.push('\n');
            block_into(&mut out, block);
        }
    }
    out
}

fn block_into(out: &mut String, block: &Block) {
    match block {
        Block::Paragraph { text } => {
            out.push_str(&paragraph(text));
            out.push('\n');
        }
        Block::Notice { text } => out.push_str(&format!("**{}**\n", inline(text))),
        Block::Pairs { pairs } => {
            for (name, value) in pairs {
                out.push_str(&format!("- {}: {}\n", inline(name), inline(value)));
            }
        }
        Block::Table { head, rows } => {
            table_row(out, head);
            out.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
            for row in rows {
                table_row(out, row);
            }
        }
        Block::List { items } => {
            for item in items {
                out.push_str(&format!("- {}\n", inline(item)));
            }
        }
    }
}

fn table_row(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        let cell = sanitize::block(cell).lines().map(escape).collect::<Vec<_>>().join("<br>");
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

fn paragraph(text: &str) -> String {
    sanitize::block(text).lines().map(escape_line).collect::<Vec<_>>().join("  \n")
}

fn inline(text: &str) -> String {
    escape(&sanitize::line(text))
}

/// A line of its own could also begin a list or a heading.
fn escape_line(line: &str) -> String {
    let escaped = escape(line);
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    let rest: String = escaped.chars().skip(digits).collect();
    if digits > 0 && rest.starts_with(['.', ')']) {
        let number: String = escaped.chars().take(digits).collect();
        return format!("{number}\\{rest}");
    }
    if escaped.starts_with(['-', '+', '=']) { format!("\\{escaped}") } else { escaped }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Section;

    #[test]
    fn what_stood_in_the_record_does_not_become_markup() {
        let hostile = "<script>alert(1)</script> [a](javascript:b) | `c` **d** \u{1b}[2J\u{202e}";
        let document = Document {
            title: "# x".into(),
            running_head: String::new(),
            drill: false,
            lang: "ja",
            sections: vec![
                Section::new("- y".into())
                    .paragraph(format!("1. {hostile}\n- z"))
                    .table(vec!["a".into()], vec![vec![hostile.into()]]),
            ],
        };
        let text = render(&document);
        for bad in ["<script", " | `", "\u{1b}", "\u{202e}", "\n1. ", "\n- z"] {
            assert!(!text.contains(bad), "{bad:?} in {text}");
        }
        assert!(text.contains("\\[a\\](javascript:b) \\|"), "{text}");
    }
}
