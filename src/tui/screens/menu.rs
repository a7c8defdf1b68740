//! All that can be done from here, as a list: what has a key shows it.
//!
//! Owns the list. It is made of the key table, so that nothing has a key and is missing here.

use ratatui::layout::Rect;

use super::accounts::Accounts;
use super::announce::Announce;
use super::brief::Brief;
use super::confirm::Confirm;
use super::duties::Duties;
use super::facts::Facts;
use super::first_things::FirstThings;
use super::jump::Jump;
use super::ledger::Ledger;
use super::mode_board::ModeBoard;
use super::normal::Normal;
use super::outbox::{self, Outbox};
use super::paper_back::PaperBack;
use super::propose::Propose;
use super::restore::Restore;
use super::setup::Setup;
use super::since::Since;
use super::stand_down::StandDown;
use super::tour::Tour;
use super::unfinished::UnfinishedTexts;
use super::{Action, Cx, Screen, Todo, confirm_all, hand_over, home_readiness, looks, print, put_aside, stages};
use crate::domain::command::Command;
use crate::domain::facility::Lang;
use crate::domain::incident::Stage;
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{self, Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;

/// So many cells of a row are the key's.
const KEY: usize = 11;

/// A list of things to do.
pub struct Menu {
    title: String,
    rows: Vec<(String, Action)>,
    list: List,
}

impl Menu {
    /// Shows a list.
    pub fn push(cx: &mut Cx<'_>, title: String, rows: Vec<(String, Action)>) {
        cx.push(Self { title, rows, list: List::default() });
    }

    /// Everything that can be done on a screen.
    pub fn of(screen: &dyn Screen, model: &Model) -> Self {
        let mut rows: Vec<(String, Action)> = Vec::new();
        for row in keys::rows(screen.context()) {
            // Confirming all stands among the further rows, for every screen.
            let opens_this = matches!(row.cmd, Cmd::Menu | Cmd::Back | Cmd::Enter);
            let shown = row.footer
                || matches!(
                    row.cmd,
                    Cmd::TakeBack | Cmd::Who | Cmd::Report | Cmd::Scribe | Cmd::Search | Cmd::Brief | Cmd::Announce
                )
                || (model.open.is_some() && matches!(row.cmd, Cmd::Board | Cmd::Restore));
            if shown && !opens_this && screen.enabled(model, row.cmd) && row.cmd != Cmd::ConfirmAll {
                let key = row.keys.first().map(|key| keys::shown(key)).unwrap_or_default();
                let cmd = row.cmd;
                let text = format!("{}{}", pad(&key, KEY, model.theme.ambiguous), (row.help)());
                rows.push((text, Box::new(move |cx| cx.todo.push(Todo::Give(cmd)))));
            }
        }
        rows.extend(
            further(screen.context(), model).into_iter().map(|(text, action)| (format!("{:KEY$}{text}", ""), action)),
        );
        Self { title: t!("menu-title"), rows, list: List::default() }
    }
}

fn further(ctx: Ctx, model: &Model) -> Vec<(String, Action)> {
    let mut rows: Vec<(String, Action)> = Vec::new();
    let Some(open) = &model.open else {
        rows.push((t!("paper-menu"), Box::new(print::choose)));
        rows.extend(home_readiness::menu());
        rows.extend(program(ctx, model));
        rows.push((t!("menu-quit"), Box::new(|cx| cx.todo.push(Todo::Give(Cmd::Quit)))));
        return rows;
    };
    if !open.incident.active_runbooks().is_empty() {
        // In the guide it has a key, and stands above.
        if ctx != Ctx::Guide {
            rows.push((t!("menu-jump"), Box::new(|cx| cx.push(Jump::default()))));
        }
        rows.push((t!("menu-first-things"), Box::new(|cx| cx.push(FirstThings::default()))));
        rows.push((t!("menu-declare"), Box::new(|cx| cx.push(super::declare::Declare::new(cx.model)))));
    }
    rows.push((
        t!("menu-runbook"),
        Box::new(|cx| {
            if let Some(open) = cx.model.open.clone() {
                cx.push(Propose::new(&open));
            }
        }),
    ));
    if !open.incident.active_runbooks().is_empty() {
        rows.push((t!("menu-put-aside"), Box::new(put_aside::begin)));
    }
    if ctx != Ctx::Guide {
        rows.push((t!("menu-brief"), Box::new(|cx| cx.push(Brief::default()))));
        rows.push((t!("menu-announce"), Box::new(|cx| cx.push(Announce::default()))));
    }
    rows.push((t!("menu-facts"), Box::new(|cx| cx.push(Facts::default()))));
    rows.push((outbox::menu_text(open, model.now), Box::new(|cx| cx.push(Outbox::default()))));
    // Where its key means something else, it has no row above.
    let has_key = |cmd| keys::rows(ctx).iter().any(|row| row.cmd == cmd);
    if !has_key(Cmd::Duties) {
        rows.push((t!("menu-duties"), Box::new(|cx| cx.push(Duties::default()))));
    }
    if !has_key(Cmd::Board) {
        rows.push((t!("menu-mode"), Box::new(|cx| cx.push(ModeBoard::default()))));
    }
    rows.push((t!("menu-accounts"), Box::new(|cx| cx.push(Accounts::default()))));
    if !has_key(Cmd::Restore) {
        rows.push((t!("menu-restore"), Box::new(|cx| cx.push(Restore::default()))));
    }
    rows.push((t!("menu-ledger"), Box::new(|cx| cx.push(Ledger::default()))));
    rows.push((t!("menu-return"), Box::new(|cx| cx.push(Normal::default()))));
    rows.push((t!("menu-paper-back"), Box::new(|cx| cx.push(PaperBack::default()))));
    rows.push((t!("menu-since"), Box::new(|cx| cx.push(Since::new(cx.model)))));
    rows.push((
        t!("menu-hand-over"),
        Box::new(|cx| {
            if let Some(form) = hand_over::hand_over(cx.model) {
                cx.push(form);
            }
        }),
    ));
    rows.push((t!("menu-confirm-all"), Box::new(|cx| cx.push(confirm_all::confirm_all(cx.model)))));
    match open.incident.stage {
        Stage::Open => rows.push((t!("menu-stand-down"), Box::new(|cx| cx.push(StandDown::default())))),
        Stage::StoodDown => rows.push((
            t!("menu-close"),
            Box::new(|cx| {
                cx.push(Confirm::new(t!("close-ask"), |cx| {
                    let deed = cx.model.deed(Command::Close);
                    cx.act(deed);
                }));
            }),
        )),
        Stage::Closed => {}
    }
    if open.incident.stage != Stage::Open {
        rows.push((t!("menu-reopen"), Box::new(|cx| cx.push(stages::reopen()))));
    }
    rows.extend(program(ctx, model));
    rows.push((t!("menu-home"), Box::new(|cx| cx.todo.push(Todo::Home))));
    rows.push((t!("menu-quit"), Box::new(|cx| cx.todo.push(Todo::Give(Cmd::Quit)))));
    rows
}

/// What concerns the program and not an incident.
fn program(ctx: Ctx, model: &Model) -> Vec<(String, Action)> {
    let mut rows: Vec<(String, Action)> = Vec::new();
    if !model.unfinished.is_empty() {
        let text = t!("menu-unfinished", count = model.unfinished.len());
        rows.push((text, Box::new(|cx| cx.push(UnfinishedTexts::default()))));
    }
    if !matches!(ctx, Ctx::Setup | Ctx::SetupList | Ctx::SetupFile | Ctx::SetupTable) {
        rows.push((t!("menu-setup"), Box::new(|cx| cx.push(Setup::default()))));
    }
    rows.push((t!("menu-tour"), Box::new(|cx| cx.push(Tour::default()))));
    rows.push((t!("menu-looks"), Box::new(looks::choose)));
    // In the language of who looks for it.
    let (text, other) = match lang() {
        Lang::Ja => ("Show in English (英語で表示する)", Lang::En),
        Lang::En => ("日本語で表示する (show in Japanese)", Lang::Ja),
    };
    rows.push((text.to_owned(), Box::new(move |cx| cx.todo.push(Todo::Language(other)))));
    rows
}

impl Screen for Menu {
    fn context(&self) -> Ctx {
        Ctx::Menu
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        !cmd.leads_elsewhere() && !matches!(cmd, Cmd::TakeBack | Cmd::Help)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let last = self.rows.len().saturating_sub(1);
        match cmd {
            // Once around: the last rows are as near as the first.
            Cmd::Up if self.list.at == 0 => self.list.at = last,
            Cmd::Down if self.list.at == last => self.list.at = 0,
            Cmd::Enter => {
                cx.back();
                if let Some((_, action)) = self.rows.get(self.list.at) {
                    action(cx);
                }
            }
            Cmd::Back => cx.back(),
            other => {
                self.list.handle(other, self.rows.len(), 8);
            }
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            // A list of things to do: whoever clicks one means it.
            Spot::Row(at) => {
                self.list.at = at;
                Pointed::Entered
            }
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let height = (cells(self.rows.len()) + 2).min(area.height);
        let outside = Rect { y: area.bottom() - height, height, ..area };
        // Where not all of it is in sight, it says so.
        let hidden = self.rows.len() + 2 > usize::from(outside.height);
        let title = if hidden {
            t!("menu-at", title = self.title.as_str(), at = (self.list.at + 1), all = self.rows.len())
        } else {
            self.title.clone()
        };
        let inside = canvas.frame(outside, &title, theme.accent());
        self.list.draw(canvas, inside, true, self.rows.iter().map(|(text, _)| (text, theme.text())));
    }
}
