//! Duties with their clocks, and the header that shows them, in an incident of 10,000 events: recomputed within one frame (16 ms).
//!
//! `cargo bench --bench duties`. The figures stand in `docs/performance.md`; no test asserts them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may stop and prints its figures"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sonae::app::App;
use sonae::app::world::SystemWorld;
use sonae::domain::duty::clock::{DutyState, clocks};
use sonae::domain::event::{CallMade, CallResult, CriterionAnswered, Event, FactSet, FactValue, Nothing};
use sonae::domain::fold::fold;
use sonae::domain::id::Id;
use sonae::domain::line::Draft;
use sonae::domain::value::{Answer, Confidence, Value};
use sonae::domain::when::When;
use sonae::text::width::Ambiguous;
use sonae::tui::keys::Key;
use sonae::tui::model::Model;
use sonae::tui::msg::{Effect, Msg};
use sonae::tui::theme::{Ground, Palette, Theme};
use sonae::tui::update::Session;
use sonae::tui::view;
use sonae::tui::worker::Worker;
use support::{Cast, carry_out, fill};

mod support;

const LINES: usize = 10_000;
const ROUNDS: usize = 50;
/// One frame at 60 in a second.
const FRAME: f64 = 16.0;

/// What decides on duties, and is answered again and again.
const ANSWERED: [&str; 8] = [
    "notice-t1-attack",
    "notice-t2-failure",
    "notice-t3-harm",
    "ransom-signs",
    "files-encrypted",
    "records-unavailable",
    "vital-care-hit",
    "many-systems",
];
const FACTS: [&str; 5] =
    ["leak-suspected", "data-unrestorable", "malicious-purpose", "eligibility-down", "storage-leak-danger"];

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let incident = fill(&site, LINES, line);
    let mut app = App::open(site.clone(), Box::new(SystemWorld));
    let state = app.incident(&incident).unwrap();
    let plan = app.plan_of(&state);
    let of = |wanted: DutyState| clocks(&state, &plan).iter().filter(|clock| clock.state == wanted).count();
    println!(
        "{} lines, {} duties: {} open, {} not settled, {} met; a frame is {FRAME} ms",
        state.entries.len(),
        plan.duties.len(),
        of(DutyState::Open),
        of(DutyState::Undetermined),
        of(DutyState::Met)
    );
    row("duties of a state", (0..ROUNDS).map(|_| timed(|| clocks(&state, &plan).len())));
    let record = app.record(&incident).unwrap();
    let lines = record.lines(&incident).unwrap();
    row("limit: the state from all lines", (0..ROUNDS).map(|_| timed(|| fold(lines).entries.len())));
    row("state and duties", (0..ROUNDS).map(|_| timed(|| clocks(&fold(lines), &plan).len())));
    header(&site, &incident);
}

/// The guide's whole frame at 120×40, its header among it.
fn header(site: &Path, incident: &Id) {
    let mut worker = Worker::open(site.to_owned());
    let theme = Theme { palette: Palette::Full(Ground::Dark), ambiguous: Ambiguous::Narrow, ascii: false };
    let (mut session, first) = Session::new(Model::new(worker.clock()(), theme));
    session.model.size = Some((120, 40));
    carry_out(&mut session, &mut worker, first);
    let effects = session.update(Msg::Key(Key::plain(KeyCode::Enter)));
    carry_out(&mut session, &mut worker, effects);
    assert!(session.model.open.as_ref().is_some_and(|open| open.id == *incident), "the incident is on the screen");
    let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: 120, height: 40 });
    row("a frame of the guide with its header", (0..ROUNDS).map(|_| timed(|| view::draw(&session, &mut buffer))));
    for (letter, name) in [('d', "a frame of the board of departments"), ('r', "a frame of the restoration")] {
        let key = Key { modifiers: KeyModifiers::CONTROL, ..Key::plain(KeyCode::Char(letter)) };
        let effects = session.update(Msg::Key(key));
        carry_out(&mut session, &mut worker, effects);
        row(name, (0..ROUNDS).map(|_| timed(|| view::draw(&session, &mut buffer))));
        let effects = session.update(Msg::Key(Key::plain(KeyCode::Esc)));
        carry_out(&mut session, &mut worker, effects);
    }
    let effect = Effect::Open(incident.clone());
    row(
        "worker: all that a screen needs of the incident",
        (0..ROUNDS).map(|_| timed(|| worker.carry_out(&effect).len())),
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    black_box(work());
    begin.elapsed()
}

fn row(name: &str, times: impl Iterator<Item = Duration>) {
    let mut times: Vec<f64> = times.map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    let (median, late) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    let share = median / FRAME;
    println!("{name:<50} median {median:>7.2} ms   p95 {late:>7.2} ms   {share:>5.2} of a frame");
}

/// An incident in which the answers that decide on duties are given again and again, with hundreds of attempts to tell.
fn line(cast: &Cast, n: usize) -> Draft {
    let id = |names: &[&str]| Id::new(names[n / 4 % names.len()]).unwrap();
    let event = match n % 4 {
        0 => {
            let answer = if n.is_multiple_of(3) { Answer::Unknown } else { Answer::Yes };
            let confidence = Confidence::Hearsay;
            Event::CriterionAnswered(CriterionAnswered { criterion: id(&ANSWERED), answer, confidence })
        }
        1 => {
            let value = Value::Answer(if n.is_multiple_of(5) { Answer::No } else { Answer::Yes });
            let fact = FactValue { fact: id(&FACTS), value, confidence: Confidence::Estimated };
            Event::FactSet(FactSet { facts: vec![fact] })
        }
        2 if n.is_multiple_of(5) => {
            let contact = &cast.contacts[n / 20 % cast.contacts.len()];
            Event::CallMade(CallMade::new(contact.id.clone(), contact.name.clone(), CallResult::NoAnswer))
        }
        _ => Event::NoteWritten(Nothing {}),
    };
    let (occurred, by) = (When::now(cast.at(n)), Some(cast.who(n)));
    Draft { occurred, by, for_: None, via: None, from: None, to: None, event, text: format!("記録 {n}") }
}
