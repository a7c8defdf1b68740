//! How ready the facility is, in one quiet row of the first screen.
//!
//! Owns when it is shown: never while something is going on.

use super::Cx;
use super::backups::Backups;
use super::contacts::Contacts;
use super::readiness::Readiness;
use super::round::Rounds;
use crate::app::readiness::Kept;
use crate::domain::incident::Stage;
use crate::report::readiness::words;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::screens::Action;

/// The row; `None` where there is nothing to say, or something else matters now.
pub fn row(model: &Model) -> Option<String> {
    let going_on = model.incidents().iter().any(|known| known.incident.stage == Stage::Open);
    let found = model.seen.as_ref()?.readiness.as_ref().filter(|_| !going_on)?;
    Some(t!("home-readiness", counts = words::counts(found)?))
}

/// The row about contacts that somebody has to check; `None` where there is none, or something else matters now.
pub fn contacts_row(model: &Model) -> Option<String> {
    let going_on = model.incidents().iter().any(|known| known.incident.stage == Stage::Open);
    let count = model.seen.as_ref().filter(|_| !going_on)?.round.due();
    (count > 0).then(|| t!("home-contacts", count = count))
}

/// Shows how ready the facility is.
pub fn open(cx: &mut Cx<'_>) {
    cx.push(Readiness::default());
}

/// What the menu offers while no incident is open.
pub fn menu() -> Vec<(String, Action)> {
    let save = |what: Kept| -> Action {
        Box::new(move |cx: &mut Cx<'_>| {
            cx.ask(|ticket| Effect::SaveReadiness(ticket, what));
        })
    };
    vec![
        (t!("menu-readiness"), Box::new(open)),
        (t!("menu-contacts"), Box::new(|cx: &mut Cx<'_>| cx.push(Contacts::default()))),
        (t!("menu-round"), Box::new(|cx: &mut Cx<'_>| cx.push(Rounds::new(cx.model)))),
        (t!("menu-backups"), Box::new(|cx: &mut Cx<'_>| cx.push(Backups::default()))),
        (t!("menu-inspection"), save(Kept::Html)),
        (t!("menu-contact-chart"), save(Kept::ChartSvg)),
    ]
}
