//! A report as rows of so many cells, to be read where there is neither a browser nor paper.
//!
//! Owns how headings, pairs and tables stand in rows. Must not know what draws them: a row says what it is, not how it looks.

use super::document::{Block, Document, Section};
use crate::text::linebreak::wrap;
use crate::text::width::{Ambiguous, pad, width};
use crate::text::{kana, sanitize};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The report's title.
    Title,
    /// The heading of a section.
    Heading,
    /// The heads of a table's columns.
    Head,
    /// Something that must be noticed.
    Notice,
    /// All else.
    Text,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Its text, at most as wide as was asked for.
    pub text: String,
}

/// Between two columns.
const GAP: usize = 2;
/// A column is not made narrower than this: a date, or five characters.
const NARROWEST: usize = 10;
/// A column of names, as long as there is room.
const NAMED: usize = 14;
/// Names before their values take at most this many cells.
const NAMES: usize = 20;

/// The report in rows of `cells` cells.
pub fn render(document: &Document, cells: usize, mode: Ambiguous) -> Vec<Row> {
    let mut out = Rows { done: Vec::new(), cells: cells.max(2 * NARROWEST), mode };
    out.text(Kind::Title, &document.title);
    out.text(Kind::Text, &document.running_head);
    for section in &document.sections {
        out.section(section);
    }
    out.done
}

/// The rows so far.
struct Rows {
    done: Vec<Row>,
    cells: usize,
    mode: Ambiguous,
}

/// A text as it is drawn: harmless, half-width kana widened.
fn clean(text: &str) -> String {
    kana::widen(&sanitize::block(text)).into_owned()
}

/// Whether a text begins with a date, as the times of a report do: it can be broken behind the date.
fn is_time(text: &str) -> bool {
    text.is_empty() || text.len() > NARROWEST && text.chars().take(4).all(|c| c.is_ascii_digit()) && text.contains(' ')
}

impl Rows {
    fn section(&mut self, section: &Section) {
        self.push(Kind::Text, String::new());
        self.text(Kind::Heading, &section.heading);
        for block in &section.blocks {
            match block {
                Block::Paragraph { text } => self.text(Kind::Text, text),
                Block::Notice { text } => self.text(Kind::Notice, &format!("! {text}")),
                Block::Pairs { pairs } => {
                    let rows: Vec<Vec<String>> =
                        pairs.iter().map(|(name, value)| vec![clean(name), clean(value)]).collect();
                    let names = rows.iter().filter_map(|row| row.first()).map(|name| width(name, self.mode));
                    let names = names.max().unwrap_or(0).min(NAMES).min(self.cells / 2);
                    for row in &rows {
                        self.columns(Kind::Text, row, &[names, self.cells.saturating_sub(names + GAP)]);
                    }
                }
                Block::Table { head, rows } => self.table(head, rows),
                Block::List { items } => {
                    for item in items {
                        self.columns(Kind::Text, &["-".to_owned(), clean(item)], &[1, self.cells.saturating_sub(2)]);
                    }
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, text: String) {
        self.done.push(Row { kind, text });
    }

    fn text(&mut self, kind: Kind, text: &str) {
        for row in wrap(&clean(text), self.cells, self.mode) {
            self.push(kind, row);
        }
    }

    /// Columns beside each other, each broken within its own cells.
    fn columns(&mut self, kind: Kind, texts: &[String], widths: &[usize]) {
        let gap = if widths.first() == Some(&1) { 1 } else { GAP };
        let broken: Vec<Vec<String>> =
            texts.iter().zip(widths).map(|(text, cells)| wrap(text, (*cells).max(2), self.mode)).collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut row = String::new();
            for (column, cells) in broken.iter().zip(widths) {
                let text = column.get(at).map_or("", String::as_str);
                // The blank at which a text was broken does not push its next row in.
                let text = if at > 0 { text.trim_start() } else { text };
                row.push_str(&pad(text, *cells, self.mode));
                row.push_str(&" ".repeat(gap));
            }
            self.push(kind, row.trim_end().to_owned());
        }
    }

    /// A table: beside each other where that can be read, else each row as names and values. Columns in which nothing stands
    /// are left out.
    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let filled: Vec<usize> = (0..head.len())
            .filter(|at| rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.trim().is_empty())))
            .collect();
        let only = |row: &[String]| -> Vec<String> {
            filled.iter().map(|at| row.get(*at).map_or_else(String::new, |cell| clean(cell))).collect()
        };
        let head = only(head);
        let rows: Vec<Vec<String>> = rows.iter().map(|row| only(row)).collect();
        match self.widths(&head, &rows) {
            Some(widths) => {
                self.columns(Kind::Head, &head, &widths);
                for row in &rows {
                    self.columns(Kind::Text, row, &widths);
                }
            }
            None => {
                for (at, row) in rows.iter().enumerate() {
                    if at > 0 {
                        self.push(Kind::Text, String::new());
                    }
                    for (name, cell) in head.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                        self.columns(Kind::Text, &["-".to_owned(), format!("{name}: {cell}")], &[1, self.cells - 2]);
                    }
                }
            }
        }
    }

    /// How wide the columns are; `None` when they cannot stand beside each other.
    fn widths(&self, head: &[String], rows: &[Vec<String>]) -> Option<Vec<usize>> {
        let widest = |at: usize| {
            let texts = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
            texts.flat_map(|text| text.lines()).map(|line| width(line, self.mode)).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..head.len()).map(widest).collect();
        let room = self.cells.checked_sub(GAP * head.len().saturating_sub(1))?;
        let too_much = |widths: &[usize]| widths.iter().sum::<usize>() > room;
        // First the times give way, which break well behind their date.
        if too_much(&widths) {
            for (at, cells) in widths.iter_mut().enumerate() {
                if rows.iter().filter_map(|row| row.get(at)).all(|text| is_time(text)) {
                    *cells = NARROWEST.min(*cells);
                }
            }
        }
        // What is told needs more room than what is named: the column with most text gives way last.
        let amount = |at: &usize| -> usize {
            rows.iter().filter_map(|row| row.get(*at)).map(|text| width(text, self.mode)).sum()
        };
        let told = (0..head.len()).max_by_key(amount)?;
        let half = room * 2 / 5;
        for (least_told, least_named) in [(half, NAMED), (half, NARROWEST), (NAMED, NARROWEST)] {
            while too_much(&widths) {
                let least = |at: usize| if at == told { least_told } else { least_named };
                let wide = widths.iter_mut().enumerate().filter(|(at, cells)| **cells > least(*at));
                let Some((_, most)) = wide.max_by_key(|(_, cells)| **cells) else { break };
                *most -= 1;
            }
        }
        if too_much(&widths) {
            return None;
        }
        Some(widths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(section: Section) -> Document {
        let running_head = "見本病院 / 20261122-k3f7w2xx".into();
        Document {
            title: "【訓練】事案報告書".into(), running_head, drill: true, lang: "ja", sections: vec![section]
        }
    }

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.text.as_str()).collect()
    }

    #[test]
    fn no_row_is_wider_than_asked_for_and_nothing_is_lost() {
        let long = "電子カルテの画面が開かず、病棟の複数のプリンタが英語の紙を出し続けている。紙切れまで止まらない";
        let when = "2026-11-22 00:31";
        let row = [when, when, "電話", long, "山田 恵(看護師)〔代行 鈴木〕"].map(ToOwned::to_owned).to_vec();
        let head = ["起きた", "書いた", "発・受", "内容", "誰が"].map(ToOwned::to_owned).to_vec();
        let section = Section::new("クロノロジー".into())
            .paragraph(long.into())
            .pairs(vec![("指紋".into(), long.into())])
            .list(vec![long.into()])
            .table(head, vec![row.clone(), row]);
        let document = document(section);
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            for cells in [20, 36, 56, 76, 96, 116, 196] {
                let rows = render(&document, cells, mode);
                for row in &rows {
                    assert!(width(&row.text, mode) <= cells, "{cells}: {}", row.text);
                }
                let all: String = texts(&rows).concat().split_whitespace().collect();
                assert_eq!(all.matches("2026-11-22").count(), 4, "{cells}\n{}", texts(&rows).join("\n"));
            }
        }
    }

    #[test]
    fn a_table_stands_in_columns_and_an_empty_column_is_left_out() {
        let head = ["起きた", "備考", "内容"].map(ToOwned::to_owned).to_vec();
        let rows = vec![["2026-11-22 00:31", "", "停電"].map(ToOwned::to_owned).to_vec()];
        let rendered = render(&document(Section::new("表".into()).table(head, rows)), 76, Ambiguous::Narrow);
        let rows = texts(&rendered);
        assert!(rows.contains(&"起きた            内容"), "{rows:?}");
        assert!(rows.contains(&"2026-11-22 00:31  停電"), "{rows:?}");
        assert_eq!(rendered[0], Row { kind: Kind::Title, text: "【訓練】事案報告書".into() });
    }

    #[test]
    fn what_cannot_stand_in_columns_stands_as_names_and_values() {
        let head: Vec<String> = (1..=7).map(|at| format!("とても長い見出し{at}")).collect();
        let row: Vec<String> = (1..=7).map(|at| format!("とても長い値その{at}")).collect();
        let rendered = render(&document(Section::new("表".into()).table(head, vec![row])), 40, Ambiguous::Narrow);
        assert!(texts(&rendered).contains(&"- とても長い見出し7: とても長い値その7"), "{:?}", texts(&rendered));
    }

    #[test]
    fn nothing_in_it_can_act_on_a_terminal() {
        let section =
            Section::new("a\u{1b}[2J".into()).paragraph("\u{202e}b\u{7}".into()).list(vec!["\u{9b}2J".into()]);
        let all = texts(&render(&document(section), 40, Ambiguous::Narrow)).concat();
        assert!(!all.contains(|c: char| c.is_control() || c == '\u{202e}'), "{all:?}");
    }
}
