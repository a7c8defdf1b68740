//! Diagnostics: what is wrong in a data file, where, and what to do about it.
//!
//! Owns their shape and how they are drawn (file, line, the line itself, a caret, a hint). Must not know what any file means.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is wrong: a part of the file is not used as it was meant.
    Error,
    /// It works, but somebody will miss something in an emergency.
    Warning,
    /// Good to know.
    Note,
}

/// One finding in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the site, with `/`.
    pub file: String,
    /// A short name that does not change with the language.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the language of the screen. Harmless to show.
    pub message: String,
    /// Where, as bytes of the text that was read (without a BOM, lines ending in LF); `None`: the file as a whole.
    pub span: Option<Range<usize>>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(file: &str, code: &'static str, message: String, span: Option<Range<usize>>) -> Self {
        Self { file: harmless(file), code, severity: Severity::Error, message: harmless(&message), span, hint: None }
    }

    /// A warning at a place.
    pub fn warning(file: &str, code: &'static str, message: String, span: Option<Range<usize>>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, code, message, span) }
    }

    /// A note at a place.
    pub fn note(file: &str, code: &'static str, message: String, span: Option<Range<usize>>) -> Self {
        Self { severity: Severity::Note, ..Self::error(file, code, message, span) }
    }

    /// The same with a hint.
    #[must_use]
    pub fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint: hint.as_deref().map(harmless), ..self }
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Draws a diagnostic like a compiler's. `source` is the text that the span points into.
pub fn render(diagnostic: &Diagnostic, source: Option<&str>, color: bool) -> String {
    let (level, name) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, crate::t!("site-severity-error")),
        Severity::Warning => (Level::WARNING, crate::t!("site-severity-warning")),
        Severity::Note => (Level::NOTE, crate::t!("site-severity-note")),
    };
    let title = level.with_name(name).primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let place = source.zip(diagnostic.span.as_ref()).and_then(|(source, span)| excerpt(source, span));
    let mut group = match place {
        Some(place) => title.element(
            Snippet::source(place.text)
                .line_start(place.line)
                .path(diagnostic.file.as_str())
                .fold(false)
                .annotation(AnnotationKind::Primary.span(place.span)),
        ),
        None => Group::with_title(title).element(Origin::path(diagnostic.file.as_str())),
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name(crate::t!("site-severity-hint")).message(hint.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The line that a span begins in, harmless to show, with the span moved into it.
struct Excerpt {
    text: String,
    line: usize,
    span: Range<usize>,
}

/// How much of a very long line is looked at on either side of where the span begins, in bytes. (The renderer cuts it to the
/// screen; the column that it prints is counted from here.)
const WINDOW: usize = 4096;

fn excerpt(source: &str, span: &Range<usize>) -> Option<Excerpt> {
    let start = source.floor_char_boundary(span.start);
    let before = source.get(..start)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = source.get(start..)?.find('\n').map_or(source.len(), |at| start + at);
    let end = source.floor_char_boundary(span.end.clamp(start, line_end));
    let from = source.ceil_char_boundary(line_start.max(start.saturating_sub(WINDOW)));
    let to = source.floor_char_boundary(line_end.min(start + WINDOW)).max(start);
    let end = end.min(to);

    let mut text = harmless(source.get(from..start)?);
    let marked = text.len();
    text.push_str(&harmless(source.get(start..end)?));
    let marked = marked..text.len();
    text.push_str(&harmless(source.get(end..to)?));
    Some(Excerpt { text, line: before.matches('\n').count() + 1, span: marked })
}

/// Whether a character could do something to a terminal, or hide or reorder what stands beside it.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// One line of somebody's text, harmless to show: a tab becomes a space, every other harmful character U+FFFD.
pub(crate) fn harmless(text: &str) -> String {
    let safe = |c: char| match c {
        '\t' => ' ',
        c if is_harmful(c) => '\u{FFFD}',
        c => c,
    };
    text.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: &str, part: &str) -> Diagnostic {
        let start = source.find(part).unwrap();
        Diagnostic::error(
            "runbooks/a.toml",
            "unknown-key",
            "知らないキーです".to_owned(),
            Some(start..start + part.len()),
        )
    }

    #[test]
    fn the_caret_stands_under_japanese_text() {
        let source = "schema = 1\ntitle = \"手順\" # 注\n";
        let drawn = render(&at(source, "\"手順\""), Some(source), false);
        let line = drawn.lines().find(|line| line.contains("title")).unwrap();
        let carets = drawn.lines().find(|line| line.contains('^')).unwrap();
        assert!(line.starts_with("2 |"), "{drawn}");
        assert_eq!(carets.matches('^').count(), 6, "four half-width and two full-width cells less two: {drawn}");
        assert!(drawn.contains("runbooks/a.toml:2:9"), "{drawn}");
    }

    #[test]
    fn hostile_text_is_drawn_harmless() {
        let source = "a = \"\u{1b}[31m\u{202E}x\u{E0041}\"\n";
        let drawn = render(&at(source, "x"), Some(source), false);
        assert!(!drawn.chars().any(|c| c != '\n' && is_harmful(c)), "{drawn:?}");
    }

    #[test]
    fn a_span_outside_the_text_and_a_line_without_end_do_not_matter() {
        let wild = Diagnostic::error("a", "syntax", String::new(), Some(90..100));
        assert!(render(&wild, Some("short"), false).contains("a:1"));
        let long = format!("a = \"{}\" 末", "あ".repeat(100_000));
        let drawn = render(&at(&long, "末"), Some(&long), true);
        assert!(drawn.len() < 4_000, "{}", drawn.len());
    }

    #[test]
    fn a_diagnostic_without_a_place_names_the_file() {
        let whole = Diagnostic::note("facility.toml", "sample", "見本です".to_owned(), None);
        let drawn = render(&whole.with_hint(Some("書き換える".to_owned())), None, false);
        assert!(drawn.contains("facility.toml") && drawn.contains("書き換える"), "{drawn}");
    }
}
