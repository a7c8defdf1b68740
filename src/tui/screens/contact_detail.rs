//! One contact in full: every way to reach it, how long ago it was checked, who is tried next, and what was tried in this incident.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::call::{Call, attempts, find};
use super::numbers::{bare, freshness, numbers};
use super::round::is_of_incident;
use super::setup::of_contact;
use super::{Cx, Screen};
use crate::domain::contact::{Contact, Freshness, alternates};
use crate::domain::id::Id;
use crate::report::contact_words;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::widgets::reading::Reading;

/// A contact in full.
pub struct ContactDetail {
    id: Id,
    reading: Reading,
}

impl ContactDetail {
    /// Of a contact.
    pub fn new(id: Id) -> Self {
        Self { id, reading: Reading::default() }
    }

    fn next<'a>(&self, model: &'a Model) -> Option<&'a Contact> {
        let contact = find(model, &self.id)?;
        contact.alternate.as_ref().and_then(|id| find(model, id))
    }
}

/// All that is known of a contact, row by row.
fn rows(contact: &Contact, model: &Model, theme: Theme) -> Vec<(String, Style)> {
    let fresh = freshness(contact, model);
    let style = if fresh == Freshness::Fresh { theme.strong() } else { theme.warning() };
    let mut rows = vec![(contact.name.clone(), theme.strong())];
    rows.extend(contact.desk.clone().map(|desk| (desk, theme.text())));
    rows.push((contact_words::mark_in_full(contact, fresh), style));
    rows.push((String::new(), theme.text()));
    rows.extend(numbers(contact, model).into_iter().map(|number| (number, style)));
    if !bare(contact, model).is_empty() {
        rows.extend(contact_words::other_channels(contact).into_iter().map(|said| (said, style)));
    }
    let labelled = |label: String, text: &Option<String>| text.as_ref().map(|text| format!("{label} {text}"));
    let said = [
        labelled(t!("call-hours"), &contact.hours),
        labelled(t!("call-in-case"), &contact.when),
        labelled(t!("call-have-ready"), &contact.have_ready),
    ];
    rows.extend(said.into_iter().flatten().map(|text| (text, theme.text())));
    let all = model.seen.as_ref().map(|seen| seen.contacts.as_slice()).unwrap_or_default();
    let next: Vec<&str> = alternates(all, contact).into_iter().map(|next| next.name.as_str()).collect();
    if !next.is_empty() {
        rows.push((t!("contact-alternate", name = next.join(" → ")), theme.accent()));
    }
    let tried: Vec<String> = attempts(contact, model).collect();
    if !tried.is_empty() {
        rows.push((String::new(), theme.text()));
        rows.push((t!("contact-tried"), theme.strong()));
        rows.extend(tried.into_iter().map(|tried| (format!("  {tried}"), theme.text())));
    }
    if !contact.source.is_empty() {
        rows.push((String::new(), theme.text()));
        rows.extend(contact.source.iter().map(|line| (t!("contact-source", line = line.as_str()), theme.faint())));
    }
    rows
}

impl Screen for ContactDetail {
    fn context(&self) -> Ctx {
        Ctx::ContactDetail
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Enter => model.open.is_some(),
            Cmd::Next => self.next(model).is_some(),
            Cmd::Correct => find(model, &self.id).is_some_and(|contact| of_contact(model, contact).is_some()),
            other => !is_of_incident(other) || model.open.is_some(),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter => cx.push(Call::of_contact(self.id.clone())),
            Cmd::Next => {
                if let Some(next) = self.next(cx.model).map(|next| next.id.clone()) {
                    cx.push(Self::new(next));
                }
            }
            Cmd::Correct => {
                if let Some(form) = find(cx.model, &self.id).and_then(|contact| of_contact(cx.model, contact)) {
                    cx.push(form);
                }
            }
            Cmd::Back => cx.back(),
            other => self.reading.handle(other, cx.model, || {
                let all = find(cx.model, &self.id).map(|contact| rows(contact, cx.model, cx.model.theme));
                all.unwrap_or_default().into_iter().map(|(text, _)| text).collect()
            }),
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("contact-title"), theme.text());
        let Some(contact) = find(model, &self.id) else {
            canvas.put(inside.x, inside.y, inside.width, &t!("call-nobody"), theme.warning());
            return;
        };
        self.reading.view(canvas, inside, &rows(contact, model, theme));
    }
}
