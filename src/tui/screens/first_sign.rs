//! The first line: what was noticed. One key for the sign, the text, Enter.
//!
//! Owns the choice of signs and the lines below it. A stray Enter with an empty text records nothing.

use ratatui::layout::Rect;

use super::first_things::FirstThings;
use super::propose::Propose;
use super::{Cx, Screen};
use crate::domain::event::Sign;
use crate::domain::who::Who;
use crate::domain::wording;
use crate::t;
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Beginning, Effect, Recorded, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::form_view::{self, Around};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// By which words an unfinished beginning is found again: of a real incident, of a drill.
pub const KEY: &str = "first-sign";
/// See [`KEY`].
pub const KEY_DRILL: &str = "first-sign-drill";

/// The beginning of an incident.
pub struct FirstSign {
    drill: bool,
    list: List,
    chosen: [bool; Sign::ALL.len()],
    form: Form,
    at_signs: bool,
    ticket: Option<Ticket>,
}

impl FirstSign {
    /// A beginning, of a drill or of a real incident.
    pub fn new(drill: bool) -> Self {
        let form = Form::new(vec![
            Field::text("text", t!("sign-text")).hint(t!("sign-text-hint")).of_many_lines(),
            Field::time("time", t!("sign-time")).hint(t!("form-now")),
            Field::person("for", t!("sign-for")).hint(t!("sign-for-hint")),
        ]);
        Self { drill, list: List::default(), chosen: [false; Sign::ALL.len()], form, at_signs: true, ticket: None }
    }

    fn mark(&mut self, at: usize, on: impl FnOnce(bool) -> bool) {
        if let Some(chosen) = self.chosen.get_mut(at) {
            *chosen = on(*chosen);
        }
    }

    fn submit(&mut self, cx: &mut Cx<'_>) {
        if self.ticket.is_some() {
            return;
        }
        let Some(text) = self.form.given("text") else {
            self.form.complain("text", t!("sign-text-missing"));
            return;
        };
        let noticed = match typed::time(&self.form.text("time"), cx.model.now) {
            Ok(noticed) => noticed,
            Err(complaint) => return self.form.complain("time", complaint),
        };
        // Whoever types faster than the site is read does not wait for it: the name is kept as typed.
        let whose = self.form.given("for");
        let whose = whose.and_then(|name| match cx.model.plan() {
            Some(plan) => typed::person(&plan, &name),
            None => Some(Who::stranger(name)),
        });
        let signs =
            Sign::ALL.into_iter().zip(self.chosen).filter(|(_, chosen)| *chosen).map(|(sign, _)| sign).collect();
        let beginning = Beginning {
            drill: self.drill,
            signs,
            text,
            noticed,
            by: cx.model.keyboard.clone(),
            for_: whose,
            agreed: false,
        };
        self.ticket = cx.ask(|ticket| Effect::Begin(ticket, Box::new(beginning)));
    }
}

impl Screen for FirstSign {
    fn context(&self) -> Ctx {
        if self.at_signs { Ctx::FirstSign } else { Ctx::Form }
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        !cmd.leads_elsewhere() && !matches!(cmd, Cmd::Unknown | Cmd::TakeBack)
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        match (cmd, self.at_signs) {
            (Cmd::Enter, true) => Some(t!("label-write")),
            (Cmd::Enter, false) => Some(t!("label-record")),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut TextField> {
        if self.at_signs || self.ticket.is_some() {
            return None;
        }
        self.form.focused().and_then(|field| {
            field.complaint = None;
            field.kind.text_mut()
        })
    }

    fn is_typing(&self) -> bool {
        !self.at_signs && self.form.is_typing()
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        // It is being recorded: the reply leads on.
        if self.ticket.is_some() {
            return;
        }
        if self.at_signs {
            match cmd {
                Cmd::Pick(number) => {
                    self.list.at = usize::from(number).saturating_sub(1);
                    self.mark(self.list.at, |on| !on);
                    self.at_signs = false;
                }
                Cmd::Toggle => self.mark(self.list.at, |on| !on),
                Cmd::Enter => {
                    if !self.chosen.contains(&true) {
                        self.mark(self.list.at, |_| true);
                    }
                    self.at_signs = false;
                }
                Cmd::Next => self.at_signs = false,
                Cmd::Down if self.list.at + 1 == Sign::ALL.len() => self.at_signs = false,
                Cmd::Back => cx.back(),
                other => {
                    self.list.handle(other, Sign::ALL.len(), 3);
                }
            }
            return;
        }
        match cmd {
            Cmd::Up if self.form.focus == 0 => self.at_signs = true,
            Cmd::Back if self.ticket.is_none() => cx.back(),
            // The other lines are filled already: from each of them Enter records.
            Cmd::Submit | Cmd::Enter => self.submit(cx),
            other => {
                self.form.handle(other);
            }
        }
    }

    fn begun(&self, _model: &Model) -> Option<Begun> {
        let (key, title) = if self.drill { (KEY_DRILL, t!("sign-title-drill")) } else { (KEY, t!("sign-title")) };
        let mut lines = self.form.begun();
        if !lines.is_empty() {
            let signs = self.chosen.map(|on| if on { 'x' } else { '-' });
            lines.push(("signs".to_owned(), signs.iter().collect()));
        }
        Some(Begun { key: key.to_owned(), title, first: true, lines })
    }

    fn take_up(&mut self, lines: &[(String, String)], written: Option<Written>) {
        self.form.take_up(lines, written);
        let signs = lines.iter().find(|(id, _)| id == "signs").map_or("", |(_, signs)| signs);
        for (chosen, sign) in self.chosen.iter_mut().zip(signs.chars()) {
            *chosen = sign == 'x';
        }
        self.at_signs = false;
    }

    fn recorded(&mut self, ticket: Ticket, recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.ticket != Some(ticket) {
            return;
        }
        cx.finished(self.begun(cx.model));
        if recorded.snapshot.incident.active_runbooks().is_empty() {
            cx.go_to(Propose::new(&recorded.snapshot));
        } else {
            cx.go_to(FirstThings::default());
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(at) => {
                self.list.at = at;
                self.mark(at, |on| !on);
                self.at_signs = true;
                Pointed::Chosen
            }
            other => {
                self.at_signs = false;
                self.form.point(other)
            }
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let title = if self.drill { t!("sign-title-drill") } else { t!("sign-title") };
        let inside = canvas.page(area, &title, theme.text());
        let roomy = inside.height >= 15;
        let mut y = inside.y;
        canvas.put(inside.x, y, inside.width, &t!("sign-ask"), theme.strong());
        y += if roomy { 2 } else { 1 };
        for (at, sign) in Sign::ALL.into_iter().enumerate() {
            let here = self.at_signs && self.list.at == at;
            let on = self.chosen.get(at).copied().unwrap_or_default();
            let name = crate::text::width::pad(wording::sign(sign, lang()), 16, canvas.mode());
            let text = format!(
                "{}{} {} {name}{}",
                if here { ">" } else { " " },
                if on { "[x]" } else { "[ ]" },
                at + 1,
                about(sign)
            );
            if y < inside.bottom() {
                canvas.spot(Rect { y, height: 1, ..inside }, Spot::Row(at));
                canvas.put(inside.x, y, inside.width, &text, if here { theme.chosen() } else { theme.text() });
            }
            y += 1;
        }
        y += u16::from(roomy);
        let plan = model.plan();
        let rest = inside.bottom().saturating_sub(y);
        let foot = u16::from(rest > 3);
        let lines = Rect { y, height: rest - foot, ..inside };
        let mut form = std::borrow::Cow::Borrowed(&self.form);
        if self.at_signs {
            // No line has the focus, so none parks the caret.
            form.to_mut().focus = usize::MAX;
        }
        form_view::draw(&form, canvas, lines, Around { plan: plan.as_deref(), now: model.now });
        if foot > 0 {
            let said = match (self.ticket.is_some(), self.at_signs) {
                (true, _) => t!("form-recording"),
                (false, true) => t!("sign-foot-signs"),
                (false, false) => t!("sign-foot-text"),
            };
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &said, theme.accent());
        }
    }
}

/// What a sign means, for somebody who reads it for the first time.
fn about(sign: Sign) -> String {
    match sign {
        Sign::CannotSee => t!("sign-about-cannot-see"),
        Sign::CannotEnter => t!("sign-about-cannot-enter"),
        Sign::CannotContact => t!("sign-about-cannot-contact"),
        Sign::DeviceFails => t!("sign-about-device-fails"),
        Sign::Omen => t!("sign-about-omen"),
        Sign::Disaster => t!("sign-about-disaster"),
    }
}
