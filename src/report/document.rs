//! The neutral shape of a report: sections of paragraphs, pairs, tables and lists.
//!
//! Owns the shape only. Texts are as in the record; each renderer makes them harmless for what it writes.

use serde::Serialize;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// What it is.
    pub title: String,
    /// What stands on every page: facility, incident, 【訓練】.
    pub running_head: String,
    /// 訓練: marked everywhere.
    pub drill: bool,
    /// The language, `ja` or `en`.
    pub lang: &'static str,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: String,
    },
    /// Something that must be noticed.
    Notice {
        /// Its text.
        text: String,
    },
    /// Names and values.
    Pairs {
        /// The pairs.
        pairs: Vec<(String, String)>,
    },
    /// A table.
    Table {
        /// The column heads.
        head: Vec<String>,
        /// The rows; each as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<String>,
    },
}

impl Section {
    /// A section without content yet.
    pub fn new(heading: String) -> Self {
        Self { heading, blocks: Vec::new() }
    }

    /// With a paragraph.
    #[must_use]
    pub fn paragraph(mut self, text: String) -> Self {
        self.blocks.push(Block::Paragraph { text });
        self
    }

    /// With something that must be noticed.
    #[must_use]
    pub fn notice(mut self, text: String) -> Self {
        self.blocks.push(Block::Notice { text });
        self
    }

    /// With names and values.
    #[must_use]
    pub fn pairs(mut self, pairs: Vec<(String, String)>) -> Self {
        self.blocks.push(Block::Pairs { pairs });
        self
    }

    /// With a table; without rows, with the words for "none".
    #[must_use]
    pub fn table(mut self, head: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        if rows.is_empty() {
            return self.paragraph(crate::t!("report-none"));
        }
        self.blocks.push(Block::Table { head, rows });
        self
    }

    /// With a list; without items, with the words for "none".
    #[must_use]
    pub fn list(mut self, items: Vec<String>) -> Self {
        if items.is_empty() {
            return self.paragraph(crate::t!("report-none"));
        }
        self.blocks.push(Block::List { items });
        self
    }
}
