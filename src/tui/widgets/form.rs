//! Lines to fill in: text, time, person, choice.
//!
//! Owns the fields, which of them has the focus, and what Enter means: to the next line that waits for something, and from the last
//! one, record. Lines that have an answer already (the time is now) are passed over; arrows and Tab reach them. Drawing is in
//! [`super::form_view`]. Must not know what is recorded.

use super::text_field::TextField;
use crate::domain::when::{Moment, When};
use crate::text::spoken_time;
use crate::tui::begun::Written;
use crate::tui::keys::{Cmd, Key};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;

/// A form.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Its lines.
    pub fields: Vec<Field>,
    /// Which of them has the focus.
    pub focus: usize,
    /// What stood in the lines before anybody typed.
    pristine: Vec<String>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Field {
    /// What the form's owner calls it.
    pub id: String,
    /// What people read before it.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether Enter stops here on its way down.
    pub stops: bool,
    /// Of a time: it lies ahead, so that `0200` is the next one.
    pub ahead: bool,
    /// What stands in it while it is empty, or beside it.
    pub hint: String,
    /// What is wrong with it.
    pub complaint: Option<String>,
}

/// What a line holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Free text.
    Text(TextField),
    /// A time as a person says it; it is echoed with its date.
    Time(TextField),
    /// Somebody, by name or kana; it is echoed as the staff list has it.
    Person(TextField),
    /// One of several.
    Choice {
        /// Their words.
        options: Vec<String>,
        /// Which.
        at: usize,
    },
}

/// A line could not be read; the form says so beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complained;

impl Field {
    /// A line of text at which Enter stops.
    pub fn text(id: &str, label: String) -> Self {
        Self::of(id, label, Kind::Text(TextField::default()), true)
    }

    /// A line for a time, now where nothing is typed.
    pub fn time(id: &str, label: String) -> Self {
        Self::of(id, label, Kind::Time(TextField::default()), false)
    }

    /// A line for a person.
    pub fn person(id: &str, label: String) -> Self {
        Self::of(id, label, Kind::Person(TextField::default()), false)
    }

    /// A line with choices.
    pub fn choice(id: &str, label: String, options: Vec<String>, at: usize) -> Self {
        Self::of(id, label, Kind::Choice { options, at }, false)
    }

    fn of(id: &str, label: String, kind: Kind, stops: bool) -> Self {
        Self { id: id.to_owned(), label, kind, stops, ahead: false, hint: String::new(), complaint: None }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// With a time that lies ahead.
    #[must_use]
    pub fn ahead(mut self) -> Self {
        self.ahead = true;
        self
    }

    /// With whether Enter stops at it.
    #[must_use]
    pub fn stops(mut self, stops: bool) -> Self {
        self.stops = stops;
        self
    }

    /// With a text in it.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        if let Some(field) = self.kind.text_mut() {
            field.set(text);
        }
        self
    }

    /// Keeps pasted newlines.
    #[must_use]
    pub fn of_many_lines(mut self) -> Self {
        if let Kind::Text(field) = self.kind {
            self.kind = Kind::Text(field.of_many_lines());
        }
        self
    }
}

impl Kind {
    /// The text that is typed here.
    pub fn text_mut(&mut self) -> Option<&mut TextField> {
        match self {
            Self::Text(field) | Self::Time(field) | Self::Person(field) => Some(field),
            Self::Choice { .. } => None,
        }
    }

    /// The text that is typed here.
    pub fn text_field(&self) -> Option<&TextField> {
        match self {
            Self::Text(field) | Self::Time(field) | Self::Person(field) => Some(field),
            Self::Choice { .. } => None,
        }
    }
}

impl Kind {
    /// What stands in it, as it can be put back: a text, or the number of the choice.
    fn content(&self) -> String {
        match self {
            Self::Text(field) | Self::Time(field) | Self::Person(field) => field.text(),
            Self::Choice { at, .. } => at.to_string(),
        }
    }

    fn put(&mut self, content: &str) {
        match self {
            Self::Text(field) | Self::Time(field) | Self::Person(field) => field.set(content),
            Self::Choice { options, at } => {
                *at = content.parse().unwrap_or(*at).min(options.len().saturating_sub(1));
            }
        }
    }
}

impl Form {
    /// A form that begins at the first line at which Enter stops.
    pub fn new(fields: Vec<Field>) -> Self {
        let focus = fields.iter().position(|field| field.stops).unwrap_or(0);
        let pristine = fields.iter().map(|field| field.kind.content()).collect();
        Self { fields, focus, pristine }
    }

    /// Puts a text into a line before anybody types.
    pub fn preset(&mut self, id: &str, text: &str) {
        for (field, pristine) in self.fields.iter_mut().zip(&mut self.pristine).filter(|(field, _)| field.id == id) {
            field.kind.put(text);
            *pristine = field.kind.content();
        }
    }

    /// What was typed or chosen here and would be lost, by line; empty where nothing would.
    pub fn begun(&self) -> Vec<(String, String)> {
        let content: Vec<String> = self.fields.iter().map(|field| field.kind.content()).collect();
        let texts = |field: &Field| field.kind.text_field().is_some_and(|text| !text.is_blank());
        if content == self.pristine || !self.fields.iter().any(texts) {
            return Vec::new();
        }
        self.fields.iter().map(|field| field.id.clone()).zip(content).collect()
    }

    /// Goes on with what was begun. Lines that the form has no more are left out. What was written a while ago keeps its time: an
    /// empty one meant then, and `-5` five minutes before then.
    pub fn take_up(&mut self, lines: &[(String, String)], written: Option<Written>) {
        for field in &mut self.fields {
            if let Some((_, content)) = lines.iter().find(|(id, _)| *id == field.id) {
                field.kind.put(content);
            }
            let (Some(Written { at, now }), Kind::Time(text)) = (written, &mut field.kind) else { continue };
            let meant = if text.is_blank() { Ok(at) } else { typed::moment(&text.text(), at, field.ahead) };
            if let Ok(meant) = meant
                && (field.id == "time" || !text.is_blank())
            {
                text.set(&spoken_time::show(meant, now));
            }
        }
    }

    /// The line with this name.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// What was typed in a line; empty where there is no such line.
    pub fn text(&self, id: &str) -> String {
        self.field(id).and_then(|field| field.kind.text_field()).map(TextField::text).unwrap_or_default()
    }

    /// What was typed in a line, without blanks around it; `None` when nothing was.
    pub fn given(&self, id: &str) -> Option<String> {
        Some(self.text(id).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Whether a line holds something else than before anybody typed.
    pub fn changed(&self, id: &str) -> bool {
        let here = |(field, pristine): (&Field, &String)| field.id == id && field.kind.content() != *pristine;
        self.fields.iter().zip(&self.pristine).any(here)
    }

    /// What stood in a line before anybody typed.
    pub fn pristine(&self, id: &str) -> Option<&str> {
        let at = self.fields.iter().position(|field| field.id == id)?;
        self.pristine.get(at).map(String::as_str)
    }

    /// Which choice holds; 0 where there is no such line.
    pub fn chosen(&self, id: &str) -> usize {
        match self.field(id).map(|field| &field.kind) {
            Some(Kind::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// The time in the line `time`, nothing typed being now; `None` when it cannot be read, about which the form then complains.
    pub fn when(&mut self, now: Moment) -> Option<When> {
        typed::time(&self.text("time"), now).map_err(|complaint| self.complain("time", complaint)).ok()
    }

    /// Says what is wrong with a line, and goes there.
    pub fn complain(&mut self, id: &str, complaint: String) {
        if let Some(at) = self.fields.iter().position(|field| field.id == id) {
            self.focus = at;
            if let Some(field) = self.fields.get_mut(at) {
                field.complaint = Some(complaint);
            }
        }
    }

    /// The line with the focus.
    pub fn focused(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.focus)
    }

    /// Whether a text has the focus.
    pub fn is_typing(&self) -> bool {
        self.fields.get(self.focus).is_some_and(|field| field.kind.text_field().is_some())
    }

    /// Takes a key of somebody who types.
    pub fn key(&mut self, key: &Key) -> bool {
        let Some(field) = self.focused() else { return false };
        field.complaint = None;
        field.kind.text_mut().is_some_and(|text| text.key(key))
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.focused() {
            field.complaint = None;
            if let Some(typed) = field.kind.text_mut() {
                typed.paste(text);
            }
        }
    }

    /// Moves among the lines and choices; says whether the command was one for a form.
    pub fn handle(&mut self, cmd: Cmd) -> bool {
        let last = self.fields.len().saturating_sub(1);
        match cmd {
            Cmd::Down | Cmd::Next => self.focus = if self.focus >= last { 0 } else { self.focus + 1 },
            Cmd::Up | Cmd::Previous => self.focus = self.focus.checked_sub(1).unwrap_or(last),
            Cmd::Left | Cmd::Right | Cmd::Toggle | Cmd::PageDown | Cmd::Pick(_) => return self.choose(cmd),
            _ => return false,
        }
        true
    }

    fn choose(&mut self, cmd: Cmd) -> bool {
        let Some(Field { kind: Kind::Choice { options, at }, .. }) = self.focused() else { return false };
        let count = options.len().max(1);
        *at = match cmd {
            Cmd::Left => (*at + count - 1) % count,
            Cmd::Pick(number) => usize::from(number).saturating_sub(1).min(count - 1),
            _ => (*at + 1) % count,
        };
        true
    }

    /// Goes to the line that was clicked, or takes the choice.
    pub fn point(&mut self, spot: Spot) -> Pointed {
        match spot {
            Spot::Field { line, .. } => self.focus = line,
            Spot::Choice { line, choice } => {
                self.focus = line;
                self.handle(Cmd::Pick(u8::try_from(choice + 1).unwrap_or(u8::MAX)));
            }
            _ => return Pointed::Nothing,
        }
        Pointed::Chosen
    }

    /// Whether Enter goes on to another line, and does not record yet.
    pub fn goes_on(&self) -> bool {
        self.fields.iter().skip(self.focus + 1).any(|field| field.stops)
    }

    /// What Enter does: to the next line at which it stops. `true`: there is none, the form is to be recorded.
    pub fn enter(&mut self) -> bool {
        let next = self.fields.iter().enumerate().skip(self.focus + 1).find(|(_, field)| field.stops);
        match next {
            Some((at, _)) => {
                self.focus = at;
                false
            }
            None => true,
        }
    }
}
