//! From the items to the rows of the report.

use super::{Inspection, List, Row, words};
use crate::domain::contact::usual_months;
use crate::domain::facility::Lang;
use crate::domain::inspection::{Carried, Carrier, Checklist, Item, carried};
use crate::domain::readiness::{Input, Readiness, readiness};
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::report::chart;
use crate::t;
use crate::text::sanitize;
use crate::text::width::{Ambiguous, cut};

/// What carries an item stands on one line each, however long its title is.
const CARRIED: usize = 38;
/// The same of who approved it.
const APPROVED: usize = 16;
/// The same of when somebody last looked.
const LAST: usize = 24;

/// Where there is nothing to say.
const NOTHING: &str = "-";
/// A printer has no cells; a line is kept short by them all the same.
const MODE: Ambiguous = Ambiguous::Narrow;

/// The report, worded.
pub fn inspection(input: &Input<'_>, items: &[Item], now: Moment, lang: Lang) -> Inspection {
    let readiness = readiness(input);
    let list = |list: Checklist| List {
        list: list.word(),
        title: match list {
            Checklist::Security => t!("inspection-checklist"),
            Checklist::Continuity => t!("inspection-bcp"),
        },
        items: items.iter().filter(|item| item.list == list).map(|item| row(item, input, &readiness)).collect(),
    };
    let drawn = chart::chart(input.facility, input.contacts, input.today, usual_months(input.duties));
    let mark = if input.facility.sample { t!("mark-sample") } else { String::new() };
    let name = cut(&input.facility.name, CARRIED, MODE);
    Inspection {
        title: t!("inspection-title"),
        head: t!("inspection-head", name = format!("{mark}{name}"), at = wording::moment(input.facility, now)),
        caution: t!("inspection-caution"),
        counts: words::counts(&readiness).unwrap_or_else(|| t!("readiness-nothing-open")),
        lang: match lang {
            Lang::Ja => "ja",
            Lang::En => "en",
        },
        lists: Checklist::ALL.map(list).into(),
        chart: chart::text(&drawn),
        drawing: chart::svg(&drawn),
    }
}

fn row(item: &Item, input: &Input<'_>, readiness: &Readiness) -> Row {
    let carriers: Vec<Carried> = item.carried_by.iter().map(|carrier| carried(carrier, input, readiness)).collect();
    // A line each, so that what stands beside a name belongs to it.
    let each = |cells: usize, said: &dyn Fn(&Carried) -> Option<String>| {
        let line = |carried| cut(&sanitize::line(&said(carried).unwrap_or_else(|| NOTHING.to_owned())), cells, MODE);
        carriers.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let is_missing = !carriers.is_empty() && carriers.iter().all(|carried| !carried.is_there);
    let approved =
        |carried: &Carried| carried.approved.as_ref().map(|approved| format!("{} {}", approved.by, approved.on));
    Row {
        number: item.number.clone(),
        title: item.title.clone(),
        certain: item.certain,
        carried_by: if carriers.is_empty() {
            t!("inspection-elsewhere")
        } else {
            each(CARRIED, &|carried| Some(name(carried)))
        },
        version: each(APPROVED, &|carried| carried.version.clone()),
        approved: each(APPROVED, &approved),
        last: each(LAST, &last),
        is_missing,
    }
}

/// What people call it.
fn name(carried: &Carried) -> String {
    match &carried.carrier {
        Carrier::Runbook(_) => t!("inspection-runbook", title = carried.title.clone().unwrap_or_default()),
        Carrier::Duty(_) => t!("inspection-duty", title = carried.title.clone().unwrap_or_default()),
        Carrier::Runbooks => t!("inspection-runbooks"),
        Carrier::Contacts => t!("readiness-group-contacts"),
        Carrier::Roles => t!("inspection-roles"),
        Carrier::Systems => t!("inspection-systems"),
        Carrier::Departments => t!("inspection-departments"),
        Carrier::Levels => t!("inspection-levels"),
        Carrier::Cutoffs => t!("inspection-cutoffs"),
        Carrier::Backups => t!("inspection-backups"),
        Carrier::Facts => t!("inspection-facts"),
        Carrier::Year => t!("readiness-group-year"),
        Carrier::ContactChart => t!("chart-title"),
        Carrier::IncidentReport => t!("report-title"),
        Carrier::Record => t!("inspection-record"),
    }
}

/// When somebody last looked, what nobody has looked at, what is invented; what has no date of its own says nothing.
fn last(carried: &Carried) -> Option<String> {
    if carried.is_made {
        return None;
    }
    let mut said: Vec<String> = carried.last.map(words::day).into_iter().collect();
    if carried.samples > 0 {
        said.push(t!("readiness-count-samples", count = carried.samples));
    }
    if carried.unchecked > 0 {
        said.push(match carried.carrier {
            Carrier::Runbook(_) => t!("inspection-unread", count = carried.unchecked),
            _ => t!("inspection-unchecked", count = carried.unchecked),
        });
    }
    if said.is_empty() || !carried.is_there && carried.samples == 0 {
        said = vec![t!("readiness-not-done")];
    }
    Some(said.join(" "))
}
