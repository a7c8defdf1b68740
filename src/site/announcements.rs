//! Reads `forms/announcements.toml`: what is said or put up, and the words that are looked at again.
//!
//! Owns the schema of this file. What may stand in a template is `template`'s, whether its names exist `check`'s.

use toml::Spanned;

use super::condition;
use super::header::{self, Part};
use super::mention::Kind;
use super::reader::Reader;
use super::{template, toml_file};
use crate::domain::announcement::{Announcement, Audience, Caution};

/// The file's path in every site.
pub const PATH: &str = "forms/announcements.toml";

const AUDIENCES: [(&str, Audience); 6] = [
    ("hospital", Audience::Hospital),
    ("door", Audience::Door),
    ("phone", Audience::Phone),
    ("web", Audience::Web),
    ("staff", Audience::Staff),
    ("patients", Audience::Patients),
];

/// How near a word must stand, in characters, where a file does not say.
const NEAR: u16 = 12;

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Announcements {
    pub(crate) announcements: Vec<Announcement>,
    pub(crate) cautions: Vec<Caution>,
}

/// Reads templates and cautions.
pub(crate) fn load(file: &str, text: &str) -> Part<Announcements> {
    let text = &toml_file::normalize(text);
    header::load(file, text, |root, _| {
        let mut read = Announcements::default();
        for table in root.tables("announcement") {
            read.announcements.extend(announcement(&table, text));
            table.finish();
        }
        for table in root.tables("caution") {
            read.cautions.extend(caution(&table));
            table.finish();
        }
        Some(read)
    })
}

fn announcement(table: &Reader<'_>, file: &str) -> Option<Announcement> {
    let id = table.defined(Kind::Announcement);
    let title = table.text("title").map(Spanned::into_inner);
    let to = table.word("to", &AUDIENCES);
    let body = table.text("body").filter(|body| template::check(body, file, table.sink())).map(Spanned::into_inner);
    let hint = table.opt_text("hint");
    let source = table.lines("source");
    Some(Announcement { id: id?, title: title?, to: to?, body: body?, hint, source })
}

fn caution(table: &Reader<'_>) -> Option<Caution> {
    let id = table.defined(Kind::Caution);
    let words = table.lines("words");
    let unless_near = table.lines("unless-near");
    let near = table.opt_int("near", 1..=200).unwrap_or(NEAR);
    let has_condition = table.has("unless");
    let unless = condition::optional(table, "unless");
    let say = table.text("say").map(Spanned::into_inner);
    if words.is_empty() {
        table.missing("words");
    }
    // A faulty exception is none: rather a caution too many.
    let unless = unless.filter(|_| has_condition);
    (!words.is_empty()).then_some(())?;
    Some(Caution { id: id?, words, unless_near, near, unless, say: say? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema=1\nid='announcements'\ntitle='周知'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";

    #[test]
    fn templates_and_cautions_are_read_and_faulty_ones_left_out() {
        let text = format!(
            "{HEAD}[[announcement]]\nid='a'\ntitle='放送'\nto='hospital'\nbody='{{{{ facility }}}}です'\n\
             [[announcement]]\nid='b'\ntitle='掲示'\nto='roof'\nbody='x'\n\
             [[announcement]]\nid='c'\ntitle='掲示'\nto='door'\nbody='{{{{ x'\n\
             [[announcement]]\nid='d'\ntitle='掲示'\nto='door'\nbody='{{% for a in b %}}{{% endfor %}}'\n\
             [[caution]]\nid='denies'\nwords=['漏えいはありません']\nunless='leak-suspected = no'\nsay='確かめたか'\n\
             [[caution]]\nid='empty'\nsay='x'\n"
        );
        let part = load(PATH, &text);
        let codes: Vec<&str> = part.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["bad-value", "bad-template", "bad-template", "missing-key"]);
        let read = part.value.unwrap();
        assert_eq!((read.announcements.len(), read.cautions.len()), (1, 1));
        assert!(read.cautions[0].unless.is_some() && read.cautions[0].near == NEAR);
    }
}
