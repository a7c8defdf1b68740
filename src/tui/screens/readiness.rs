//! 準備の様子: what is not done, by group; what there is to do about each is said or recorded from here.

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::duty_done::duty_done;
use super::quiet_list;
use super::readers::Readers;
use super::trouble::Trouble;
use super::{Cx, Screen};
use crate::domain::readiness::{Finding, Group, Mend, Readiness as Found, State, What};
use crate::report::readiness::words;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::spot::Spot;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::{List, draw_row};

/// The findings that can be chosen.
#[derive(Default)]
pub struct Readiness {
    list: List,
}

fn found(model: &Model) -> Option<Arc<Found>> {
    model.seen.as_ref()?.readiness.clone()
}

/// All findings in the order in which they stand on the screen.
fn rows(found: &Found) -> Vec<&Finding> {
    Group::ALL.into_iter().flat_map(|group| found.of(group)).collect()
}

/// What a finding is, when, whose, and what to do about it.
fn whole(finding: &Finding) -> String {
    let mut said = vec![words::in_one_row(finding, lang())];
    if let What::Reading { unread, .. } = &finding.what
        && !unread.is_empty()
    {
        said.push(words::names(unread));
    }
    said.extend(finding.whose.as_ref().map(|who| t!("readiness-whose", who = who.as_str())));
    if finding.state != State::Done {
        said.push(words::to_do(finding));
    }
    said.join("\n")
}

fn style(state: State, theme: Theme) -> Style {
    match state {
        State::NotDone | State::Expired => theme.warning(),
        State::Check | State::Soon => theme.text(),
        State::Done => theme.faint(),
    }
}

impl Screen for Readiness {
    fn context(&self) -> Ctx {
        Ctx::Readiness
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        // What concerns one incident is offered inside of it.
        let of_incident = matches!(
            cmd,
            Cmd::Report
                | Cmd::Scribe
                | Cmd::Contacts
                | Cmd::Chronology
                | Cmd::Criteria
                | Cmd::Duties
                | Cmd::TakeBack
                | Cmd::Who
        );
        !(of_incident && model.open.is_none())
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if cmd == Cmd::Back {
            return cx.back();
        }
        let Some(found) = found(cx.model) else { return };
        let rows = rows(&found);
        if self.list.handle(cmd, rows.len(), 10) || cmd != Cmd::Enter {
            return;
        }
        let Some(finding) = rows.get(self.list.at) else { return };
        match &finding.mend {
            Mend::Duty(duty) => {
                if let Some(form) = duty_done(cx.model, duty) {
                    cx.push(form);
                }
            }
            Mend::Read(path) => cx.push(Readers::of(path.clone())),
            Mend::Patients(departments) => quiet_list::open(departments, cx),
            Mend::File(_) | Mend::Print(_) => {
                cx.push(Trouble::said(words::group(finding.group), whole(finding)));
            }
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(found(model).map_or(0, |found| found.findings.len()));
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("readiness-title"), theme.text());
        let Some(found) = found(model) else {
            canvas.wrapped(inside, &t!("readiness-failed"), theme.warning());
            return;
        };
        let counts = words::counts(&found).unwrap_or_else(|| t!("readiness-nothing-open"));
        let head = canvas.wrapped(inside, &t!("readiness-caution"), theme.faint());
        let mut y = inside.y + head;
        if y < inside.bottom() {
            canvas.put(inside.x, y, inside.width, &counts, theme.strong());
        }
        y += 1;
        let rows = rows(&found);
        let begins = |at: usize| at.checked_sub(1).and_then(|above| rows.get(above)).map(|above| above.group);
        let heading = |at: usize| rows.get(at).map(|finding| finding.group).filter(|group| begins(at) != Some(*group));
        let heights: Vec<u16> = (0..rows.len()).map(|at| 1 + u16::from(heading(at).is_some())).collect();
        let first = self.list.first_in_sight(&heights, inside.bottom().saturating_sub(y));
        let mut ys = y..inside.bottom();
        for (at, finding) in rows.iter().enumerate().skip(first) {
            if let Some(group) = heading(at) {
                let Some(y) = ys.next() else { break };
                canvas.put(inside.x, y, inside.width, &words::group(group), theme.accent());
            }
            let Some(y) = ys.next() else { break };
            let text = words::in_one_row(finding, lang());
            let place = Rect { y, height: 1, ..inside };
            draw_row(canvas, place, at == self.list.at, &text, style(finding.state, theme), Spot::Row(at));
        }
    }
}
