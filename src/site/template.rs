//! Templates as data files write them: what may stand in one, and which names it asks for.
//!
//! Owns the small part of the template language that a data file may use: names and conditions on names. Nothing in it repeats,
//! computes or reaches elsewhere, so that no file can keep the program busy. Whether a name means something is `check`'s.

use std::collections::BTreeSet;
use std::ops::Range;

use minijinja::Environment;

use super::diagnostic::harmless;
use super::mention::Target;
use super::reader::Words;
use super::sink::Sink;

/// The first words of what stands between `{%` and `%}`.
const KEYWORDS: [&str; 4] = ["if", "elif", "else", "endif"];

/// Looks at a template, and notes the names that it asks for. `false`: it cannot be used.
pub(crate) fn check(body: &Words, file: &str, sink: &Sink) -> bool {
    let text = body.get_ref();
    let raw = file.get(body.span()).unwrap_or_default();
    let place = Place { raw, span: body.span() };
    if let Some(fault) = tags(text).find(|tag| !is_plain(tag)) {
        let message = crate::t!("site-template-form", text = harmless(fault.whole));
        sink.error("bad-template", message, place.of(fault.whole), Some(crate::t!("site-template-form-hint")));
        return false;
    }
    let environment = Environment::empty();
    let template = match environment.template_from_str(text) {
        Ok(template) => template,
        Err(error) => {
            let said = error.detail().unwrap_or_default();
            let message = crate::t!("site-template-syntax", said = harmless(said));
            let hint = Some(crate::t!("site-template-form-hint"));
            sink.error("bad-template", message, place.line(error.line().unwrap_or(1), text), hint);
            return false;
        }
    };
    // Sorted: the findings of a file stand in one order.
    let names: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
    for name in names {
        let span = place.word(&name);
        sink.refer(Target::Variable(name), span);
    }
    true
}

/// What stands between two braces.
struct Tag<'a> {
    /// With its braces.
    whole: &'a str,
    /// Without.
    inside: &'a str,
    /// `{%`
    is_statement: bool,
}

fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('{')?;
            let from = rest.get(at..)?;
            let close = match from.get(..2) {
                Some("{{") => "}}",
                Some("{%") => "%}",
                Some("{#") => "#}",
                _ => {
                    rest = from.get(1..)?;
                    continue;
                }
            };
            // One that is not closed is the parser's to tell.
            let end = from.find(close)?;
            let (whole, inside) = (from.get(..end + 2)?, from.get(2..end)?);
            rest = from.get(end + 2..)?;
            if close != "#}" {
                return Some(Tag { whole, inside, is_statement: close == "%}" });
            }
        }
    })
}

/// Whether a tag holds names only, and of statements those that choose.
fn is_plain(tag: &Tag<'_>) -> bool {
    let inside = tag.inside.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).trim();
    let mut words = inside.split_whitespace();
    if tag.is_statement && !words.next().is_some_and(|word| KEYWORDS.contains(&word)) {
        return false;
    }
    let is_name = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    words.all(is_name)
}

/// Where parts of a template stand in its file.
struct Place<'a> {
    raw: &'a str,
    span: Range<usize>,
}

impl Place<'_> {
    fn at(&self, start: usize, length: usize) -> Range<usize> {
        let start = self.span.start + start;
        start..start + length
    }

    /// Where these words stand; the whole template where the file writes them otherwise.
    fn of(&self, words: &str) -> Range<usize> {
        self.raw.find(words).map_or_else(|| self.span.clone(), |at| self.at(at, words.len()))
    }

    /// Where a name stands by itself.
    fn word(&self, name: &str) -> Range<usize> {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let alone = |at: &usize| {
            let before = self.raw.get(..*at).and_then(|before| before.chars().next_back());
            let after = self.raw.get(at + name.len()..).and_then(|after| after.chars().next());
            !is_part(before) && !is_part(after)
        };
        let found = self.raw.match_indices(name).map(|(at, _)| at).find(alone);
        found.map_or_else(|| self.span.clone(), |at| self.at(at, name.len()))
    }

    /// A line of the template, counted from 1.
    fn line(&self, number: usize, text: &str) -> Range<usize> {
        let line = text.lines().nth(number.saturating_sub(1)).unwrap_or_default().trim();
        if line.is_empty() { self.span.clone() } else { self.of(line) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_and_choices_by_name_may_stand_in_a_template() {
        let plain = |text: &str| tags(text).all(|tag| is_plain(&tag));
        for good in [
            "{{ facility }}です",
            "{{- now -}}",
            "{% if a %}x{% elif not b and c %}y{% else %}z{% endif %}",
            "{# {{ 何でも }} #}",
            "{ これは { ただの } 括弧 }",
            "{{ 閉じていない",
            "",
        ] {
            assert!(plain(good), "{good}");
        }
        for bad in [
            "{% for a in range(999) %}{% endfor %}",
            "{% set a = a ~ a %}",
            "{% include 'x' %}",
            "{% macro m() %}{% endmacro %}",
            "{{ 'a' * 999999999 }}",
            "{{ a | upper }}",
            "{{ a.b() }}",
            "{{ [1] }}",
            "{% %}",
        ] {
            assert!(!plain(bad), "{bad}");
        }
    }
}
