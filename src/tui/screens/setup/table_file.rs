//! Which table is read in: one of those at hand, or one whose place somebody types; and what is in it.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;

use super::allows;
use super::table::TablePreview;
use crate::domain::contact::Group;
use crate::site::import::Kind;
use crate::t;
use crate::text::kana::finds;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Reading};
use crate::tui::screens::menu::Menu;
use crate::tui::screens::{Action, Cx, Screen};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// The list of tables at hand, with a line for any other.
#[derive(Default)]
pub struct TableFile {
    typed: TextField,
    list: List,
    looked: bool,
}

impl TableFile {
    /// The tables at hand, narrowed by what is typed.
    fn rows<'a>(&self, model: &'a Model) -> Vec<&'a PathBuf> {
        let typed = self.typed.text();
        let all = model.tables.as_deref().unwrap_or_default().iter();
        all.filter(|path| finds(&path.to_string_lossy(), typed.trim())).collect()
    }

    /// What is meant: the chosen one, or where none fits, the place that is typed.
    fn chosen(&self, model: &Model) -> Option<PathBuf> {
        let typed = self.typed.text();
        // A path that is copied out of a file manager may stand between quotation marks.
        let typed = typed.trim().trim_matches('"').trim();
        let at_hand = self.rows(model).get(self.list.at).map(|path| (*path).clone());
        at_hand.or_else(|| (!typed.is_empty()).then(|| PathBuf::from(typed)))
    }
}

/// Asks what is in a table, and reads it.
fn ask_kind(path: &Path, cx: &mut Cx<'_>) {
    let row = |text: String, kind: Kind, group: Group| -> (String, Action) {
        let reading = Reading { path: path.to_owned(), kind, group, columns: None, replaces_samples: false };
        (text, Box::new(move |cx| TablePreview::open(reading.clone(), cx)))
    };
    let rows = vec![
        row(t!("table-kind-people"), Kind::People, Group::Staff),
        row(t!("table-kind-vendors"), Kind::Contacts, Group::Vendor),
        row(t!("table-kind-authorities"), Kind::Contacts, Group::Authority),
    ];
    Menu::push(cx, t!("table-kind"), rows);
}

impl Screen for TableFile {
    fn context(&self) -> Ctx {
        Ctx::SetupFile
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        allows(model, cmd)
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.typed)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _model: &Model) {
        self.list.at = 0;
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = self.rows(cx.model).len();
        if self.list.handle(cmd, rows, 10) {
            return;
        }
        match cmd {
            Cmd::Enter => match self.chosen(cx.model) {
                Some(path) => ask_kind(&path, cx),
                None => cx.model.say(t!("table-file-missing")),
            },
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn wants(&mut self, _model: &Model) -> Option<Effect> {
        let first = !std::mem::replace(&mut self.looked, true);
        first.then_some(Effect::FindTables)
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(self.rows(model).len());
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("table-file-title"), theme.text());
        let below = self.typed.draw_named(canvas, inside, &t!("table-file-label"), true);
        let said = if self.rows(model).is_empty() { t!("table-file-none") } else { t!("table-file-some") };
        let taken = canvas.wrapped(Rect { height: below.height / 3, ..below }, &said, theme.accent());
        let body = Rect { y: below.y + taken, height: below.height.saturating_sub(taken), ..below };
        let rows: Vec<String> = self
            .rows(model)
            .iter()
            .map(|path| {
                let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
                let folder = path.parent().map(|folder| folder.to_string_lossy()).unwrap_or_default();
                format!("{name}  ({folder})")
            })
            .collect();
        self.list.draw(canvas, body, true, rows.iter().map(|text| (text, theme.text())));
    }
}
