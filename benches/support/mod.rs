//! What more than one bench needs: an incident of many lines in a site of its own, and a session with its worker on this thread.

#![allow(dead_code, reason = "each bench is a program of its own and uses what it needs")]

use std::path::Path;

use chrono::TimeDelta;
use sonae::app::world::SystemWorld;
use sonae::app::{App, Start};
use sonae::domain::contact::Contact;
use sonae::domain::event::Head;
use sonae::domain::id::Id;
use sonae::domain::line::Draft;
use sonae::domain::plan::Plan;
use sonae::domain::when::{Moment, When};
use sonae::domain::who::Who;
use sonae::record::{Book, Words};
use sonae::tui::msg::{Effect, Msg};
use sonae::tui::typed;
use sonae::tui::update::Session;
use sonae::tui::worker::Worker;

/// The record's own lines, without words.
pub(crate) struct Silent;

impl Words for Silent {
    fn joined(&self, _: &Id) -> String {
        String::new()
    }
    fn clock_stepped(&self, _: u64) -> String {
        String::new()
    }
    fn heads_seen(&self, _: &[Head]) -> String {
        String::new()
    }
}

/// What a line can be made of.
pub(crate) struct Cast {
    pub(crate) plan: Plan,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) people: Vec<Who>,
    noticed: Moment,
}

impl Cast {
    /// When line `n` happened: three seconds after the one before.
    pub(crate) fn at(&self, n: usize) -> Moment {
        self.noticed + TimeDelta::seconds(i64::try_from(n).unwrap() * 3)
    }

    /// Who typed line `n`: everybody in turn.
    pub(crate) fn who(&self, n: usize) -> Who {
        self.people[n % self.people.len()].clone()
    }
}

/// Begins an incident in a new site and writes until it has so many lines.
pub(crate) fn fill(site: &Path, lines: usize, draft: impl Fn(&Cast, usize) -> Draft) -> Id {
    let mut app = App::open(site.to_owned(), Box::new(SystemWorld));
    let plan = app.site().plan().clone();
    let cast = Cast {
        contacts: app.site().contacts().to_vec(),
        people: plan.facility.people.iter().map(typed::who).collect(),
        noticed: app.now() - TimeDelta::hours(9),
        plan,
    };
    let started = app.start(Start {
        drill: false,
        signs: Vec::new(),
        text: "病棟のプリンタが英語の紙を出し続けている".to_owned(),
        noticed: When::now(cast.noticed),
        runbooks: cast.plan.runbooks.iter().map(|runbook| runbook.id.clone()).collect(),
        by: cast.people.first().cloned(),
        for_: None,
        via: None,
        agreed: true,
    });
    let incident = started.unwrap().incident;
    let record = app.book(Book::Real).unwrap();
    let mut written = record.lines(&incident).unwrap().len();
    while written < lines {
        let drafts: Vec<Draft> = (written..lines.min(written + 200)).map(|n| draft(&cast, n)).collect();
        let facility = &cast.plan.facility.id;
        record.append(&incident, facility, &SystemWorld, &Silent, |_| Ok::<_, ()>(drafts)).unwrap();
        written = record.lines(&incident).unwrap().len();
    }
    incident
}

/// Does what a session asks for, and what follows from the replies.
pub(crate) fn carry_out(session: &mut Session, worker: &mut Worker, effects: Vec<Effect>) {
    for effect in effects {
        for reply in worker.carry_out(&effect) {
            let further = session.update(Msg::Reply(Box::new(reply)));
            carry_out(session, worker, further);
        }
    }
}
