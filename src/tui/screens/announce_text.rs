//! A text before it is given out: filled from the record, changed by hand, with what should be looked at again below it.
//!
//! Owns the text. What is not known stands in it as such and can be written down from here; as long as nobody has changed the text,
//! it follows what is known. Which words are doubted is the wording check's.

use ratatui::layout::Rect;

use super::aloud::Aloud;
use super::announce_give::give;
use super::facts::set_facts;
use super::{Cx, Screen};
use crate::domain::announcement::Announcement;
use crate::domain::id::Id;
use crate::report::announcement::{Doubt, Filled, audience, doubts, fill};
use crate::t;
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::text_field::TextField;

/// By which word an unfinished text is found again.
pub const KEY: &str = "announce";

/// So many rows are for the doubts at most.
const DOUBTS: u16 = 5;

/// A text to be given out.
pub struct AnnounceText {
    template: Announcement,
    text: TextField,
    filled: Filled,
}

impl AnnounceText {
    /// The text of a template; `None` where there is none, or it cannot be filled.
    pub fn new(model: &Model, id: &Id) -> Option<Self> {
        let open = model.open.as_ref()?;
        let template = open.plan.announcements.iter().find(|template| template.id == *id)?.clone();
        let filled = fill(&template, &open.incident, &open.plan, model.now).ok()?;
        let mut screen = Self { template, text: TextField::default().of_many_lines(), filled };
        screen.put();
        Some(screen)
    }

    /// The text as it is filled now, from its first line on.
    fn put(&mut self) {
        self.text.set(&self.filled.body);
        self.text.to_start();
    }

    /// What of the text as it stands should be looked at again.
    fn doubts(&self, model: &Model) -> Vec<Doubt> {
        let open = model.open.as_ref();
        open.map(|open| doubts(&self.text.text(), &open.incident, &open.plan)).unwrap_or_default()
    }

    fn is_changed(&self) -> bool {
        self.text.text() != self.filled.body
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.template.id)
    }

    /// What stands above the text: to whom, what to mind, what is not known.
    fn remarks(&self) -> Vec<(String, bool)> {
        let mut said = vec![match &self.template.hint {
            Some(hint) => (format!("{}: {hint}", audience(self.template.to)), false),
            None => (audience(self.template.to), false),
        }];
        let row = |names: &[String]| names.join(&t!("list-separator"));
        if !self.is_changed() && !self.filled.unknown.is_empty() {
            said.push((t!("announce-unknown-row", names = row(&self.filled.unknown)), true));
        }
        if !self.is_changed() && !self.filled.unsure.is_empty() {
            said.push((t!("announce-unsure", names = row(&self.filled.unsure)), true));
        }
        said
    }
}

impl Screen for AnnounceText {
    fn context(&self) -> Ctx {
        Ctx::AnnounceText
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::FillIn => !self.filled.ask.is_empty(),
            Cmd::FillAgain => self.is_changed(),
            other => !matches!(other, Cmd::Announce | Cmd::TakeBack),
        }
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.text)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter => self.text.paste("\n"),
            Cmd::Up => self.text.move_row(false),
            Cmd::Down => self.text.move_row(true),
            Cmd::PageUp => (0..6).for_each(|_| self.text.move_row(false)),
            Cmd::PageDown => (0..6).for_each(|_| self.text.move_row(true)),
            Cmd::Aloud => cx.push(Aloud::new(self.template.title.clone(), self.text.text())),
            Cmd::FillIn => {
                if let Some(open) = cx.model.open.clone() {
                    cx.push(set_facts(&open, self.filled.ask.clone()));
                }
            }
            Cmd::FillAgain => {
                self.put();
                cx.finished(self.begun(cx.model));
            }
            Cmd::Submit if self.text.is_blank() => cx.model.say(t!("announce-empty")),
            Cmd::Submit => {
                let form = give(&self.template, self.text.text(), &self.doubts(cx.model), self.begun_key());
                cx.push(form);
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        let Ok(filled) = fill(&self.template, &open.incident, &open.plan, model.now) else { return };
        // What somebody has changed stays as it is; what nobody has follows what is known.
        let follows = !self.is_changed() && filled.body != self.filled.body;
        self.filled = filled;
        if follows {
            self.put();
        }
    }

    fn begun(&self, _model: &Model) -> Option<Begun> {
        let lines = if self.is_changed() && !self.text.is_blank() {
            vec![("text".to_owned(), self.text.text())]
        } else {
            Vec::new()
        };
        Some(Begun { key: self.begun_key(), title: self.template.title.clone(), first: false, lines })
    }

    fn take_up(&mut self, lines: &[(String, String)], _written: Option<Written>) {
        if let Some((_, text)) = lines.iter().find(|(name, _)| name == "text") {
            self.text.set(text);
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Field { .. } => Pointed::Chosen,
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("announce-text-title", title = self.template.title.as_str()), theme.text());
        let mut y = inside.y;
        for (text, pressing) in self.remarks() {
            let style = if pressing { theme.warning() } else { theme.faint() };
            let room = Rect { y, height: inside.bottom().saturating_sub(y).min(2), ..inside };
            y += canvas.wrapped(room, &text, style);
        }
        let doubts = self.doubts(model);
        let mut below: Vec<String> = Vec::new();
        for doubt in &doubts {
            below.extend(canvas.rows(&format!("! {}", doubt.line()), inside.width));
        }
        let rest = inside.bottom().saturating_sub(y);
        let most = DOUBTS.min(rest / 2);
        let hidden = cells(below.len()) > most;
        let rows = cells(below.len()).min(most);
        let text = Rect { y: y + 1, height: rest.saturating_sub(rows + 2), ..inside };
        canvas.put(inside.x, y, inside.width, &"-".repeat(usize::from(inside.width)), theme.faint());
        let all = self.text.rows(text.width, canvas);
        if all > text.height {
            // A text that goes on below says so: half of one is soon read aloud as the whole.
            let more = t!("announce-longer", rows = all);
            let width = canvas.width(&more);
            canvas.put(inside.right().saturating_sub(width + 1), y, width, &more, theme.accent());
        }
        canvas.spot(
            text,
            Spot::Field {
                line: 0,
                x: text.x,
                y: text.y,
                room: text.width,
                first: self.text.first_row(text, true, canvas),
            },
        );
        self.text.draw(canvas, text, true, theme.text());
        let mut y = text.bottom();
        let head = match (doubts.len(), hidden) {
            (0, _) => t!("announce-no-doubt"),
            (count, false) => t!("announce-doubts", count = count),
            (count, true) => t!("announce-doubts-more", count = count),
        };
        let style = if doubts.is_empty() { theme.faint() } else { theme.warning() };
        canvas.put(inside.x, y, inside.width, &head, style);
        for row in below.iter().take(usize::from(rows)) {
            y += 1;
            canvas.put(inside.x, y, inside.width, row, theme.warning());
        }
    }
}
