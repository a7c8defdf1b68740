//! 解除: what is still open, and who takes it. Open items never block.

use ratatui::layout::Rect;

use super::form::{FormScreen, Purpose};
use super::{Cx, Screen};
use crate::domain::command::{Assignment, Command};
use crate::domain::open_items::{OpenKind, open_items};
use crate::t;
use crate::text::spoken_time;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};
use crate::tui::widgets::list::List;

/// The list of what is open.
#[derive(Default)]
pub struct StandDown {
    list: List,
}

impl Screen for StandDown {
    fn context(&self) -> Ctx {
        Ctx::StandDown
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let rows = open_items(&open.incident, &open.plan).len();
        if self.list.handle(cmd, rows, 10) {
            return;
        }
        match cmd {
            Cmd::Enter => {
                if let Some(form) = takers(cx.model) {
                    cx.push(form);
                }
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn recorded(&mut self, _ticket: crate::tui::msg::Ticket, recorded: &crate::tui::msg::Recorded, cx: &mut Cx<'_>) {
        if recorded.snapshot.incident.stage != crate::domain::incident::Stage::Open {
            cx.go_to(super::guide::Guide::default());
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(at) => self.list.point(at),
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let items = open_items(&open.incident, &open.plan);
        let inside = canvas.frame(area, &t!("stand-down-title"), theme.text());
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let ask = if items.is_empty() { t!("stand-down-none") } else { t!("stand-down-ask", count = items.len()) };
        let taken = canvas.wrapped(inside, &ask, theme.strong());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let rows = items.iter().map(|item| {
            let kind = match item.what {
                OpenKind::Declaration(_) => t!("open-declaration"),
                OpenKind::Order(_) => t!("open-order"),
                OpenKind::Later(_) => t!("open-later"),
                OpenKind::Failed(_) => t!("open-failed"),
                OpenKind::Untouched(_) => t!("open-untouched"),
                OpenKind::Unconfirmed(_) => t!("open-unconfirmed"),
            };
            let due = item.due.map(|due| format!("  {}", spoken_time::show(due, model.now))).unwrap_or_default();
            (format!("[{kind}] {}{due}", item.title), theme.text())
        });
        self.list.draw(canvas, body, true, rows);
    }
}

/// The form that asks who takes what is open, and records the end.
pub fn takers(model: &Model) -> Option<FormScreen<Takers>> {
    let open = model.open.as_ref()?;
    let here = model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let fields = vec![
        Field::person("taker", t!("stand-down-taker")).hint(here).stops(true),
        Field::person("decided", t!("stand-down-decided")).hint(t!("stand-down-decided-hint")).stops(false),
        Field::time("until", t!("stand-down-until")).hint(t!("stand-down-until-hint")),
        Field::text("reason", t!("stand-down-reason")).stops(false).hint(t!("stand-down-reason-hint")),
        Field::time("time", t!("form-time")).hint(t!("form-now")),
    ];
    let open = open_items(&open.incident, &open.plan).len();
    Some(FormScreen::new(Takers { open }, Form::new(fields)))
}

/// Who takes what is open.
pub struct Takers {
    open: usize,
}

impl Purpose for Takers {
    fn title(&self, _model: &Model) -> String {
        t!("stand-down-confirm")
    }

    fn above(&self, _model: &Model) -> String {
        t!("stand-down-above", count = self.open)
    }

    fn begun_key(&self) -> String {
        "stand-down".to_owned()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let plan = model.plan()?;
        let taker = typed::person(&plan, &form.text("taker"));
        if taker.is_none() && model.keyboard.is_none() && self.open > 0 {
            form.complain("taker", t!("stand-down-taker-missing"));
            return None;
        }
        let until = match form.given("until").map(|until| typed::due(&until, model.now)).transpose() {
            Ok(until) => until.map(|until| until.date_naive()),
            Err(complaint) => {
                form.complain("until", complaint);
                return None;
            }
        };
        let occurred = form.when(model.now)?;
        let otherwise = Assignment { item: String::new(), taker, until, reason: form.given("reason") };
        let decided = typed::person(&plan, &form.text("decided"));
        Some(Deed { occurred, for_: decided, ..model.deed(Command::StandDown { takers: Vec::new(), otherwise }) })
    }
}
