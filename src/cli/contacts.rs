//! `sonae contacts`: whom one can call, how long ago each was checked; `check` records what came of trying a number in quiet times,
//! `apply` writes the results into the lists.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::context::{Context, refused, usage};
use super::out::Answer;
use crate::app::moment::when_or_day;
use crate::app::round::edits;
use crate::app::standing::series;
use crate::app::{Act, AppError};
use crate::domain::command::Command;
use crate::domain::contact::{Contact, Freshness, Group, Standing, alternates, usual_months};
use crate::domain::event::{CheckOutcome, ContactChecked};
use crate::domain::round::{Says, Update};
use crate::message::{self, Message};
use crate::report::contact_words;
use crate::site::contacts::file_with;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Contacts {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(Which),
    Show {
        contact: String,
    },
    Check {
        contact: String,
        outcome: Outcome,
        #[arg(long, value_name = "NUMBER")]
        number: Option<String>,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    Apply,
}

/// Which contacts are listed.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Which {
    #[arg(long)]
    stale: bool,
    #[arg(long, value_name = "GROUP")]
    group: Option<GroupName>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GroupName {
    Staff,
    Vendor,
    Authority,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Outcome {
    #[value(alias = "合っている")]
    Right,
    #[value(alias = "違う")]
    Wrong,
    #[value(alias = "不在")]
    NoAnswer,
    #[value(alias = "見送り")]
    Skipped,
}

impl Contacts {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            None => Ok(list(context, &self.which)),
            Some(Action::List(which)) => Ok(list(context, &which)),
            Some(Action::Show { contact }) => show(context, &contact),
            Some(Action::Check { contact, outcome, number, note }) => check(context, &contact, outcome, number, note),
            Some(Action::Apply) => apply(context),
        }
    }
}

/// Whom one can call. A number that nobody has checked lately says so; an invented one is not shown.
pub(super) fn list(context: &Context, which: &Which) -> Answer {
    let wanted = |contact: &&Contact| {
        let group = which.group.map(|name| match name {
            GroupName::Staff => Group::Staff,
            GroupName::Vendor => Group::Vendor,
            GroupName::Authority => Group::Authority,
        });
        group.is_none_or(|group| contact.group == group) && (!which.stale || freshness(context, contact).is_due())
    };
    let listed: Vec<&Contact> = context.app.site().contacts().iter().filter(wanted).collect();
    let mut text = String::new();
    for contact in &listed {
        let (numbers, freshness) = (numbers(context, contact), freshness(context, contact));
        let shown = match (freshness, numbers.is_empty()) {
            (Freshness::Sample, _) => t!("contact-sample"),
            (_, true) => t!("contact-no-number"),
            (Freshness::Fresh, false) => numbers.join(&t!("list-separator")),
            (_, false) => {
                format!("{} ({})", numbers.join(&t!("list-separator")), contact_words::mark(contact, freshness))
            }
        };
        text.push_str(&sanitize::line(&format!("{}  {}  {shown}", contact.id, contact.name)));
        text.push('\n');
    }
    if listed.is_empty() {
        text = t!("contacts-none");
    }
    let rows: Vec<Json> = listed.iter().map(|contact| as_json(context, contact)).collect();
    Answer::new(text, "contacts", json!({ "contacts": rows }))
}

/// All of one contact.
fn show(context: &Context, typed: &str) -> Result<Answer, Message> {
    let contact = context.app.contact_called(typed).map_err(refused)?;
    let fresh = freshness(context, &contact);
    let numbers = numbers(context, &contact);
    let number = |number: &String| contact_words::number(number, &contact, fresh);
    let labelled = |label: String, text: &Option<String>| text.as_ref().map(|text| format!("{label} {text}"));
    let mut rows = vec![format!("{}  {}  [{}]", contact.id, contact.name, contact_words::group(contact.group))];
    rows.extend(contact.desk.clone());
    rows.push(contact_words::mark_in_full(&contact, fresh));
    if fresh != Freshness::Sample {
        rows.extend(numbers.iter().map(number));
        if numbers.is_empty() {
            rows.push(t!("contact-no-number"));
        }
        rows.extend(contact_words::other_channels(&contact));
    }
    rows.extend(labelled(t!("call-hours"), &contact.hours));
    rows.extend(labelled(t!("call-in-case"), &contact.when));
    rows.extend(labelled(t!("call-have-ready"), &contact.have_ready));
    let next: Vec<&str> =
        alternates(context.app.site().contacts(), &contact).into_iter().map(|next| next.name.as_str()).collect();
    if !next.is_empty() {
        rows.push(t!("contact-alternate", name = next.join(" → ")));
    }
    if let Some(file) = file_with(context.app.site(), &contact.id) {
        rows.push(t!("contacts-file", file = file));
    }
    let text: String = rows.iter().map(|row| format!("{}\n", sanitize::line(row))).collect();
    Ok(Answer::new(text, "contacts", json!({ "contacts": [as_json(context, &contact)] })))
}

fn freshness(context: &Context, contact: &Contact) -> Freshness {
    contact.freshness(context.app.today(), usual_months(context.app.site().year()))
}

/// The numbers of a contact that are not invented.
fn numbers(context: &Context, contact: &Contact) -> Vec<String> {
    if contact.sample {
        return Vec::new();
    }
    let facility = &context.app.site().plan().facility;
    let person = contact.person.as_ref().and_then(|id| facility.person(id.as_str())).filter(|person| !person.sample);
    contact_words::bare_numbers(contact, person.and_then(|person| person.phone.as_deref()))
}

fn as_json(context: &Context, contact: &Contact) -> Json {
    let fresh = freshness(context, contact);
    let real = |text: &Option<String>| text.clone().filter(|_| !contact.sample);
    json!({
        "id": contact.id,
        "name": contact.name,
        "desk": contact.desk,
        "numbers": numbers(context, contact),
        "standing": match contact.standing() {
            Standing::Verified => "verified",
            Standing::Unverified => "unverified",
            Standing::Sample => "sample",
        },
        "group": contact.group.word(),
        "fax": real(&contact.fax),
        "mail": real(&contact.mail),
        "web": real(&contact.web),
        "hours": contact.hours,
        "alternate": contact.alternate,
        "verified": contact.verified,
        "verified_by": contact.verified_by,
        "verified_from": contact.verified_from,
        "freshness": fresh.word(),
        "stale_months": match fresh {
            Freshness::Stale { months } => Some(months),
            _ => None,
        },
    })
}

/// Records what came of trying a number.
fn check(
    context: &mut Context,
    typed: &str,
    outcome: Outcome,
    number: Option<String>,
    note: Option<String>,
) -> Result<Answer, Message> {
    let contact = context.app.contact_called(typed).map_err(refused)?;
    if contact.sample {
        return Err(usage("sample", t!("round-sample", name = sanitize::line(&contact.name).into_owned()))
            .hint(t!("round-sample-hint")));
    }
    let outcome = match outcome {
        Outcome::Right => CheckOutcome::Right,
        Outcome::Wrong => CheckOutcome::Wrong,
        Outcome::NoAnswer => CheckOutcome::NoAnswer,
        Outcome::Skipped => CheckOutcome::Skipped,
    };
    let plan = context.app.site().plan().clone();
    let (by, for_) = context.people(&plan)?;
    let occurred = when_or_day(context.common.at.as_deref(), context.now()).map_err(AppError::from)?;
    let (via, from, to) = (context.common.via.clone(), context.common.from.clone(), context.common.to.clone());
    let checked = ContactChecked { contact: contact.id, contact_name: contact.name, number, outcome, note };
    let command = Command::ContactChecked(checked);
    let mut answer =
        context.record(&series()?, &Act { command, occurred, by, for_, via, from, to, agreed: context.common.yes })?;
    let round = context.app.round()?;
    answer.text.push_str(&t!("round-progress", settled = round.settled(), all = round.rows.len()));
    if round.is_complete() {
        answer.notices.push(t!("round-complete-cli"));
    }
    Ok(answer)
}

/// What the results change in the lists; with `--yes` it is written.
fn apply(context: &mut Context) -> Result<Answer, Message> {
    let updates = context.app.round()?.updates;
    let edits = edits(&updates, |id| file_with(context.app.site(), id));
    let write = context.common.yes && !edits.is_empty();
    let mut files = Vec::new();
    if write {
        let plan = context.app.site().plan().clone();
        let (by, _) = context.people(&plan)?;
        files = context.app.edit_site(&edits, by.as_ref())?.files;
    }
    let mut text = String::new();
    for update in &updates {
        let note = update.tried.note.iter().map(|note| format!("    {note}"));
        for row in std::iter::once(contact_words::update(update)).chain(note) {
            text.push_str(&format!("{}\n", sanitize::line(&row)));
        }
    }
    text.push_str(&if updates.is_empty() {
        t!("round-nothing")
    } else if write {
        t!("import-done", files = files.join(&t!("list-separator")))
    } else if edits.is_empty() {
        t!("round-only-by-hand")
    } else {
        t!("round-not-yet")
    });
    let rows: Vec<Json> = updates.iter().map(update_json).collect();
    let data = json!({ "updates": rows, "written": write, "files": files });
    let mut answer = Answer::new(text, "contact-updates", data);
    let notices = std::mem::take(&mut context.notices);
    let plan = context.app.site().plan();
    answer.notices = notices.iter().map(|notice| message::notice(notice, plan)).collect();
    answer.notices.extend(context.record_problem(&series()?)?);
    Ok(answer)
}

fn update_json(update: &Update) -> Json {
    json!({
        "contact": update.contact,
        "name": update.name,
        "says": match update.says {
            Says::Right => "right",
            Says::Wrong => "wrong",
        },
        "date": update.date.format("%Y-%m-%d").to_string(),
        "by": update.tried.by,
        "number": update.tried.number,
        "note": update.tried.note,
        "writes": update.writes,
    })
}
