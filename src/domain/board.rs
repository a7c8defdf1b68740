//! The degraded-mode board: how each department stands, since when, by whose word, and what it needs to go on.
//!
//! Owns these rows and the situation for the two-hourly meeting. A department of which nobody has said anything is 未報告: that it works
//! is never concluded from silence.

use chrono::TimeDelta;

use super::degraded::{DepartmentSheet, Way};
use super::event::{Event, Mode, ModeSet, PatientsListed};
use super::guide::{GuideStep, all_steps, tally};
use super::id::Id;
use super::incident::{Incident, Made};
use super::plan::Plan;
use super::standing::patients_listed;
use super::when::Moment;

/// The meeting comes together after so long (半田 2021: about every two hours).
const MEETING: TimeDelta = TimeDelta::hours(2);

/// So long a list of patients is today's, where the department's sheet says nothing else.
const LIST_LASTS: TimeDelta = TimeDelta::days(1);

/// One department.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The department.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// What was said of it, oldest first by when it was so; the last one holds.
    pub said: Vec<Made<ModeSet>>,
    /// Today's list of patients as it was last printed; `None`: nobody has said.
    pub listed: Option<Made<PatientsListed>>,
    /// Its sheet; `None`: nobody has written one.
    pub sheet: Option<&'a DepartmentSheet>,
}

impl<'a> Row<'a> {
    /// How it stands; `None`: 未報告.
    pub fn mode(&self) -> Option<Mode> {
        self.last().map(|said| said.made.state)
    }

    /// What was said last.
    pub fn last(&self) -> Option<&Made<ModeSet>> {
        self.said.last()
    }

    /// Since when it stands so: from the first word of the same state without another in between.
    pub fn since(&self) -> Option<Moment> {
        let mode = self.mode()?;
        self.said.iter().rev().take_while(|said| said.made.state == mode).last()?.at
    }

    /// How it works at a level, and the level whose cell says so. Where no level is declared, the lowest is looked at.
    pub fn way(&self, level: u8) -> Option<(u8, &'a Way)> {
        self.sheet?.way(level)
    }

    /// Whether there is a list of today's patients: one that is older than the sheet allows is none. One without a time is not too old.
    pub fn has_list(&self, now: Moment) -> bool {
        let promised = self.sheet.and_then(|sheet| sheet.patients.as_ref()).and_then(|planned| planned.every);
        let lasts = promised.map_or(LIST_LASTS, |minutes| TimeDelta::minutes(minutes.into()));
        self.listed.as_ref().is_some_and(|listed| listed.at.is_none_or(|at| now - at <= lasts))
    }

    /// Whether it is known not to work as always.
    pub fn is_open(&self) -> bool {
        matches!(self.mode(), Some(Mode::Degraded | Mode::Stopped))
    }
}

/// All departments of the facility in its order, and those of the record that it does not have.
pub fn board<'a>(incident: &Incident, plan: &'a Plan) -> Vec<Row<'a>> {
    let row = |id: &Id, title: &str| Row {
        id: id.clone(),
        title: title.to_owned(),
        said: Vec::new(),
        listed: None,
        sheet: plan.sheet(id.as_str()),
    };
    let mut rows: Vec<Row<'a>> =
        plan.facility.departments.iter().map(|department| row(&department.id, &department.title)).collect();
    let is_of_board = |event: &Event| matches!(event, Event::ModeSet(_) | Event::PatientsListed(_));
    let held = incident.entries.iter().filter(|entry| entry.withdrawn.is_none());
    let mut held: Vec<_> = held.filter(|entry| is_of_board(&entry.line.event)).collect();
    held.sort_by(|a, b| a.recency().cmp(&b.recency()));
    for entry in held {
        let (id, title) = match &entry.line.event {
            Event::ModeSet(set) => (&set.department, &set.title),
            Event::PatientsListed(listed) => (&listed.department, &listed.title),
            _ => continue,
        };
        if !rows.iter().any(|row| row.id == *id) {
            rows.push(row(id, title));
        }
        let Some(row) = rows.iter_mut().find(|row| row.id == *id) else { continue };
        match &entry.line.event {
            Event::ModeSet(set) => row.said.push(Made::of(set, entry)),
            Event::PatientsListed(listed) => row.listed = Some(Made::of(listed, entry)),
            _ => {}
        }
    }
    rows
}

/// The same rows, with the lists that were printed in quiet times: they lie where they lay when it began. The later list counts.
pub fn with_quiet_lists<'a>(mut rows: Vec<Row<'a>>, series: &Incident) -> Vec<Row<'a>> {
    for listed in patients_listed(series) {
        let Some(row) = rows.iter_mut().find(|row| row.id == listed.what.department) else { continue };
        // Of a list of the incident without a time nobody knows that it is the older one.
        if row.listed.as_ref().is_none_or(|known| known.at.is_some_and(|at| at <= listed.at)) {
            row.listed = Some(Made { at: Some(listed.at), ..Made::of(listed.what, listed.entry) });
        }
    }
    rows
}

/// The steps that are a department's: those that every department does, in its own, and those that its sheet names.
pub fn steps<'a>(incident: &'a Incident, plan: &'a Plan, department: &Id) -> Vec<GuideStep<'a>> {
    all_steps(incident, plan).into_iter().filter(|step| is_of(step, plan, department)).collect()
}

/// Of each row how many of its steps are seen to, and how many there are.
pub fn progress(incident: &Incident, plan: &Plan, rows: &[Row<'_>], now: Moment) -> Vec<(usize, usize)> {
    let all = all_steps(incident, plan);
    let of = |row: &Row<'_>| {
        let own: Vec<&GuideStep<'_>> = all.iter().filter(|step| is_of(step, plan, &row.id)).collect();
        let tally = tally(own.iter().copied(), now);
        (tally.done + tally.skipped, own.len())
    };
    rows.iter().map(of).collect()
}

fn is_of(step: &GuideStep<'_>, plan: &Plan, department: &Id) -> bool {
    if let Some(own) = &step.key.department {
        return own == department;
    }
    let named = plan.sheet(department.as_str()).map(|sheet| sheet.steps.as_slice()).unwrap_or_default();
    named.iter().any(|key| key.runbook == step.key.runbook && key.step == step.key.step)
}

/// What the meeting is told: computed from the board, nothing added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// 停止, by title.
    pub stopped: Vec<String>,
    /// 縮退
    pub degraded: Vec<String>,
    /// 通常
    pub normal: Vec<String>,
    /// 未報告: nobody has said.
    pub unsaid: Vec<String>,
    /// What changed since the last meeting: title, from (`None`: 未報告) and to.
    pub changed: Vec<(String, Option<Mode>, Mode)>,
    /// Departments that do not work as always and have no list of today's patients, or only one that is too old.
    pub without_list: Vec<String>,
}

/// The situation at a moment. What changed since the last meeting is new.
pub fn situation(rows: &[Row<'_>], now: Moment) -> Situation {
    let since = now - MEETING;
    let mut told = Situation::default();
    for row in rows {
        let title = row.title.clone();
        match row.mode() {
            Some(Mode::Stopped) => told.stopped.push(title),
            Some(Mode::Degraded) => told.degraded.push(title),
            Some(Mode::Normal) => told.normal.push(title),
            None => told.unsaid.push(title),
        }
        if row.is_open() && !row.has_list(now) {
            told.without_list.push(row.title.clone());
        }
        let before =
            row.said.iter().rev().find(|said| said.at.is_some_and(|at| at < since)).map(|said| said.made.state);
        if let Some(now) = row.mode()
            && row.last().is_some_and(|last| last.at.is_none_or(|at| at >= since))
            && before != Some(now)
        {
            told.changed.push((row.title.clone(), before, now));
        }
    }
    told
}
