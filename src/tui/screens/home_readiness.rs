//! How ready the facility is, in one quiet row of the first screen.
//!
//! Owns when it is shown: never while something is going on.

use super::Cx;
use super::readiness::Readiness;
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
        (t!("menu-inspection"), save(Kept::Html)),
        (t!("menu-contact-chart"), save(Kept::ChartSvg)),
    ]
}
