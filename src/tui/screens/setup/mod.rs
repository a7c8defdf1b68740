//! 施設の準備: a facility makes the site its own, part by part.
//!
//! Owns the list of the parts with what is left in each. Every form is written when it is filled in, so that one can leave at any
//! time and come back. What a part holds is in [`part`], its entries in [`entries`], one entry in [`entry`].

pub mod draft;
pub mod entries;
pub mod entry;
pub mod findings;
pub mod forms;
pub mod named;
pub mod part;
pub mod sweep;
pub mod table;
pub mod table_file;

use ratatui::layout::Rect;

use self::entries::Entries;
pub use self::entry::{begun, of_contact};
use self::findings::Findings;
pub use self::part::samples;
use self::part::{Left, Part};
use self::table_file::TableFile;
use super::{Cx, Screen};
use crate::domain::incident::Stage;
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::widgets::list::List;

/// The cells of a part's name.
const NAME: usize = 36;

/// The list of the parts.
#[derive(Default)]
pub struct Setup {
    list: List,
}

/// Whether a command holds while the site is made one's own: what concerns an incident needs one.
fn allows(model: &Model, cmd: Cmd) -> bool {
    let everywhere = matches!(cmd, Cmd::Menu | Cmd::Memo | Cmd::Who);
    cmd != Cmd::TakeBack && (everywhere || !cmd.leads_elsewhere() || model.open.is_some())
}

/// What stands above: how it goes, and that incidents that go on keep what they began with.
fn said_above(model: &Model) -> Vec<String> {
    let going_on = model.incidents().iter().any(|known| known.incident.stage != Stage::Closed);
    going_on.then(|| t!("setup-incident-goes-on")).into_iter().collect()
}

/// What is left in a part, in words; `true`: something is.
fn left_in_words(part: Part, left: Left) -> (String, bool) {
    let Left { samples, open, all } = left;
    match part {
        Part::Import => (String::new(), false),
        Part::Check if open > 0 => (t!("setup-left-wrong", count = open), true),
        Part::Check => (t!("setup-left-notes", count = all), false),
        _ if samples > 0 && open > 0 => (t!("setup-left-both", samples = samples, open = open), true),
        _ if samples > 0 => (t!("setup-left-samples", samples = samples), true),
        _ if open > 0 => (t!("setup-left-open", open = open), true),
        _ if all == 0 => (t!("setup-left-none"), true),
        _ => (t!("setup-left-done", all = all), false),
    }
}

impl Screen for Setup {
    fn context(&self) -> Ctx {
        Ctx::Setup
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        allows(model, cmd)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if self.list.handle(cmd, Part::ALL.len(), 7) {
            return;
        }
        match (cmd, Part::ALL.get(self.list.at)) {
            (Cmd::Enter, Some(Part::Import)) => cx.push(TableFile::default()),
            (Cmd::Enter, Some(Part::Check)) => cx.push(Findings::default()),
            (Cmd::Enter, Some(part)) if part.is_single() => {
                if let Some(form) = entry::form(cx.model, *part, None) {
                    cx.push(form);
                }
            }
            (Cmd::Enter, Some(part)) => cx.push(Entries::new(*part)),
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("setup-title"), theme.text());
        let Some(seen) = &model.seen else {
            canvas.put(inside.x, inside.y, inside.width, &t!("home-reading"), theme.text());
            return;
        };
        let mut head = vec![t!("setup-head", samples = samples(seen))];
        head.extend(said_above(model));
        let taken = canvas.wrapped(Rect { height: inside.height / 3, ..inside }, &head.join("\n"), theme.strong());
        let why = Part::ALL.get(self.list.at).map(|part| part.why()).unwrap_or_default();
        let foot = crate::tui::canvas::cells(canvas.rows(&why, inside.width).len()).min(3);
        let rest = inside.height.saturating_sub(taken);
        let foot = if rest > foot + 3 { foot } else { 0 };
        let body = Rect { y: inside.y + taken, height: rest - foot, ..inside };
        let mode = theme.ambiguous;
        let rows: Vec<(String, ratatui::style::Style)> = Part::ALL
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let (left, is_left) = left_in_words(*part, part.left(seen));
                let text = format!("{:>2} {}{left}", at + 1, pad(&part.title(), NAME, mode));
                (text, if is_left { theme.text() } else { theme.faint() })
            })
            .collect();
        self.list.draw(canvas, body, true, rows.iter().map(|(text, style)| (text, *style)));
        canvas.wrapped(Rect { y: body.bottom(), height: foot, ..inside }, &why, theme.accent());
    }
}
