//! Whether every step of the shipped pack can be read at once at 80×24, measured with the view that draws it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::stage::Stage;
use crate::domain::guide::guide;
use crate::tui::canvas::Canvas;
use crate::tui::screens::guide::Guide;
use crate::tui::screens::home::Home;
use crate::tui::screens::step_detail;

/// The step pane of the guide as it is drawn: cells and rows for text.
fn pane(stage: &Stage) -> (u16, u16) {
    let screen = stage.screen();
    let row_of = |joint: char| screen.lines().position(|row| row.contains(joint)).unwrap();
    let (top, bottom) = (row_of('┬'), row_of('┴'));
    let above = screen.lines().nth(top).unwrap();
    let left = unicode_width::UnicodeWidthStr::width(above.split('┬').next().unwrap());
    // Between the two lines, a blank at each side.
    (u16::try_from(80 - left - 4).unwrap(), u16::try_from(bottom - top - 1).unwrap())
}

#[test]
fn every_step_of_the_pack_can_be_read_without_scrolling() {
    let mut stage = Stage::begun();
    let open = stage.session.model.open.clone().unwrap();
    let runbook = open.plan.runbooks.iter().find(|runbook| runbook.id.as_str() == "ransomware").unwrap();
    let phases = guide(&open.incident, &open.plan, &runbook.id);
    let steps: Vec<_> = phases.iter().flat_map(|phase| &phase.steps).collect();
    assert!(steps.len() >= 63);
    stage.session.stack = vec![Box::new(Home::default()), Box::new(Guide::at(&open, &steps[0].key))];
    let (cells, rows) = pane(&stage);
    assert!(cells >= 48 && rows >= 12, "{cells}×{rows}");
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    let canvas = Canvas::new(&mut buffer, stage.session.model.theme);
    for step in steps {
        let height = step_detail::height(step, &stage.session.model, &open, &canvas, cells);
        assert!(height <= rows, "{} takes {height} rows of {rows}", step.key);
    }
}
