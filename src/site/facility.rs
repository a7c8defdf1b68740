//! Reads `facility.toml`: people, roles, departments, systems, levels and cut-offs.
//!
//! Owns the schema of this file. A faulty entry is left out and the rest is kept. Must not know other files.

use chrono::FixedOffset;
use toml::Spanned;

use super::diagnostic::{Diagnostic, harmless};
use super::duties;
use super::header::{self, Header, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use crate::domain::facility::{Backup, Cutoff, Department, Facility, Lang, Level, Mirror, Person, Role, System};
use crate::domain::id::Id;
use crate::text::duration;

/// The file's path in every site.
pub const PATH: &str = "facility.toml";

/// Under what ids lines are recorded while the site's own facility cannot be read: of no facility file, and of the embedded pack's.
pub const STAND_INS: [&str; 2] = ["facility", "mihon-clinic"];

/// Japan's, where a facility does not say another.
const JAPAN: i32 = 9 * 60 * 60;

/// Reads the text of a `facility.toml`. `None` when it cannot be used: TOML that is broken, no id, or a newer schema.
pub fn read(file_name: &str, text: &str) -> (Option<Facility>, Vec<Diagnostic>) {
    let part = load(file_name, text);
    (part.value, part.diagnostics)
}

/// The same, as a part of the site.
pub(crate) fn load(file: &str, text: &str) -> Part<Facility> {
    header::load(file, text, |root, header| {
        let facility = facility(root, header);
        // Half of the people would look as if it were all of them.
        (!root.sink().broken()).then_some(facility)
    })
}

/// The facility of a program that was given none: nobody works there, but an incident can be recorded.
#[expect(clippy::expect_used, reason = "three constants, looked at by a test")]
pub(crate) fn nobody() -> Facility {
    Facility {
        id: Id::new("facility").expect("an id"),
        name: "施設".to_owned(),
        phone: None,
        sample: true,
        lang: Lang::Ja,
        offset: FixedOffset::east_opt(JAPAN).expect("an offset"),
        decided_by: Id::new("operations-manager").expect("an id"),
        restore_decided_by: None,
        people: Vec::new(),
        roles: Vec::new(),
        departments: Vec::new(),
        systems: Vec::new(),
        levels: Vec::new(),
        cutoffs: Vec::new(),
        backups: Vec::new(),
        mirrors: Vec::new(),
        founder: None,
        mail: None,
    }
}

fn facility(root: &Reader<'_>, header: &Header) -> Facility {
    let fallback = nobody();
    let decided_by = root.id("decided-by");
    if let Some(role) = &decided_by {
        root.sink().refer(Target::Decider(role.get_ref().clone()), role.span());
    }
    let levels = levels(root);
    let mut cutoffs: Vec<Cutoff> = entries(root, "cutoff", cutoff);
    cutoffs.sort_by_key(|cutoff| cutoff.order);
    Facility {
        id: header.id.clone(),
        name: header.title.clone(),
        phone: root.opt_text("phone"),
        sample: root.flag("sample"),
        lang: root.opt_word("language", &[("ja", Lang::Ja), ("en", Lang::En)]).unwrap_or_default(),
        offset: offset(root).unwrap_or(fallback.offset),
        decided_by: decided_by.map_or(fallback.decided_by, Spanned::into_inner),
        restore_decided_by: root.opt_ref("restore-decided-by", Target::Decider),
        people: entries(root, "person", person),
        roles: entries(root, "role", role),
        departments: entries(root, "department", department),
        systems: entries(root, "system", system),
        levels,
        cutoffs,
        backups: entries(root, "backup", backup),
        mirrors: entries(root, "mirror", mirror),
        founder: root.opt_word("founder", &duties::FOUNDERS),
        mail: root.table("mail").and_then(super::mail::read),
    }
}

fn entries<'a, T>(root: &Reader<'a>, key: &'static str, read: fn(&Reader<'a>) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for table in root.tables(key) {
        found.extend(read(&table));
        table.finish();
    }
    found
}

fn person(table: &Reader<'_>) -> Option<Person> {
    let id = table.defined(Kind::Person);
    let name = table.text("name").map(Spanned::into_inner);
    let person = (table.opt_text("kana"), table.refs("roles", Target::Role), table.opt_text("phone"));
    let (kana, roles, phone) = person;
    let sample = table.flag("sample");
    Some(Person { id: id?, name: name?, kana, roles, phone, sample })
}

fn role(table: &Reader<'_>) -> Option<Role> {
    let id = table.defined(Kind::Role);
    let title = table.text("title").map(Spanned::into_inner);
    let alternates = table.refs("alternates", Target::Person);
    Some(Role { id: id?, title: title?, alternates })
}

fn department(table: &Reader<'_>) -> Option<Department> {
    let id = table.defined(Kind::Department);
    let title = table.text("title").map(Spanned::into_inner);
    let sample = table.flag("sample");
    Some(Department { id: id?, title: title?, sample })
}

fn system(table: &Reader<'_>) -> Option<System> {
    let id = table.defined(Kind::System);
    let title = table.text("title").map(Spanned::into_inner);
    let importance = table.int("importance", 1..=99);
    let restore_order = table.int("restore-order", 1..=99);
    let vendor = table.opt_ref("vendor", Target::Contact);
    let fallback = table.opt_text("fallback");
    let needs = table.refs("needs", Target::System);
    let procedure = table.opt_ref("procedure", Target::Runbook);
    let checked_by = table.refs("checked-by", Target::Department);
    let without_backup = table.opt_text("without-backup");
    let sample = table.flag("sample");
    Some(System {
        id: id?,
        title: title?,
        importance: importance?,
        restore_order: restore_order?,
        vendor,
        fallback,
        needs,
        procedure,
        checked_by,
        without_backup,
        sample,
    })
}

/// The levels, lowest first. Of two with one number, the first counts.
fn levels(root: &Reader<'_>) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for table in root.tables("level") {
        if let Some(read) = level(&table) {
            if levels.iter().any(|known| known.number == read.number) {
                let message = crate::t!("site-duplicate-level", number = read.number);
                root.sink().error("duplicate-id", message, table.key_span("number"), None);
            } else {
                // A level has a number in place of an id; checks across files find its place by that.
                if let Ok(id) = Id::new(read.number.to_string()) {
                    root.sink().define(Kind::Level, &Spanned::new(table.key_span("number"), id));
                }
                levels.push(read);
            }
        }
        table.finish();
    }
    levels.sort_by_key(|level| level.number);
    levels
}

fn level(table: &Reader<'_>) -> Option<Level> {
    let number = table.int("number", 1..=9);
    let title = table.text("title").map(Spanned::into_inner);
    let meaning = table.text("meaning").map(Spanned::into_inner);
    let sample = table.flag("sample");
    Some(Level { number: number?, title: title?, meaning: meaning?, sample })
}

fn cutoff(table: &Reader<'_>) -> Option<Cutoff> {
    let id = table.defined(Kind::Cutoff);
    let title = table.text("title").map(Spanned::into_inner);
    let order = table.int("order", 1..=99);
    let place = table.opt_text("place").unwrap_or_default();
    let how = table.text("how").map(Spanned::into_inner);
    let alone = table.refs("alone", Target::Role);
    let alone_after = table.opt_int("alone-after", 0..=1440);
    let stops = table.text("stops").map(Spanned::into_inner);
    let photo = table.opt_text("photo");
    let sample = table.flag("sample");
    Some(Cutoff {
        id: id?,
        title: title?,
        order: order?,
        place,
        how: how.unwrap_or_default(),
        alone,
        alone_after,
        stops: stops.unwrap_or_default(),
        photo,
        sample,
    })
}

fn backup(table: &Reader<'_>) -> Option<Backup> {
    let id = table.defined(Kind::Backup);
    let title = table.text("title").map(Spanned::into_inner);
    let system = table.id("system");
    if let Some(system) = &system {
        table.sink().refer(Target::System(system.get_ref().clone()), system.span());
    }
    let words = |key| table.text(key).map(Spanned::into_inner).unwrap_or_default();
    let (method, frequency, medium) = (words("method"), words("frequency"), words("medium"));
    let generations = table.int("generations", 1..=9999);
    let apart = table.flag("apart");
    let place = table.opt_text("place").unwrap_or_default();
    let keeper = table.opt_ref("keeper", Target::Role);
    let restore = table.opt_text("restore").unwrap_or_default();
    let procedure = table.opt_ref("procedure", Target::Runbook);
    let tested = table.date("tested").filter(|date| !date.is_empty());
    let max_age = lasting(table, "max-age", |text| duration::parse_minutes(text).filter(|minutes| *minutes > 0));
    let test_every = lasting(table, "test-every", duration::parse_months);
    let sample = table.flag("sample");
    Some(Backup {
        id: id?,
        title: title?,
        system: system?.into_inner(),
        method,
        frequency,
        generations: generations.unwrap_or(1),
        medium,
        apart,
        place,
        keeper,
        restore,
        procedure,
        tested,
        max_age,
        test_every,
        sample,
    })
}

/// How long something lasts; what cannot be read is an error of the file.
fn lasting<T>(table: &Reader<'_>, key: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let words = table.opt_words(key)?;
    let found = read(words.get_ref());
    if found.is_none() {
        let message = crate::t!("site-bad-duration", key = key, text = harmless(words.get_ref()));
        table.sink().error("bad-duration", message, words.span(), Some(crate::t!("site-lasting-hint")));
    }
    found
}

fn mirror(table: &Reader<'_>) -> Option<Mirror> {
    let path = table.text("path").map(Spanned::into_inner);
    let title = table.opt_text("title");
    let path = path?;
    Some(Mirror { title: title.unwrap_or_else(|| path.clone()), path })
}

fn offset(root: &Reader<'_>) -> Option<FixedOffset> {
    let words = root.opt_words("utc-offset")?;
    let offset = parse_offset(words.get_ref());
    if offset.is_none() {
        let message = crate::t!("site-bad-offset", text = harmless(words.get_ref()));
        root.sink().error("bad-value", message, words.span(), None);
    }
    offset
}

/// Reads `+09:00`.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hours) || !two_digits(minutes) {
        return None;
    }
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    let fits = hours <= 14 && minutes < 60;
    fits.then(|| FixedOffset::east_opt(sign * (i32::from(hours) * 60 + i32::from(minutes)) * 60)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "schema=1\nid='a'\ntitle='院'\nversion='2026-11-22'\nowner='o'\nreviewed=''\ndecided-by='chief'\n";

    #[test]
    fn a_faulty_entry_is_left_out_and_the_rest_is_kept() {
        let text = format!("{HEAD}[[person]]\nid='sato'\nname=1\n[[person]]\nid='ito'\nname='伊藤'\n");
        let (facility, found) = read(PATH, &text);
        let facility = facility.unwrap();
        assert_eq!(facility.people.iter().map(|person| person.id.as_str()).collect::<Vec<_>>(), ["ito"]);
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["wrong-type"]);
    }

    #[test]
    fn what_stands_in_for_a_facility_is_known_by_its_id() {
        let embedded = crate::site::Site::embedded();
        assert_eq!(STAND_INS, [nobody().id.as_str(), embedded.plan().facility.id.as_str()]);
    }

    #[test]
    fn without_any_file_nobody_works_here() {
        assert!(nobody().holders_and_alternates("operations-manager").is_empty());
    }

    #[test]
    fn broken_toml_makes_it_unusable() {
        let (facility, found) = read(PATH, &format!("{HEAD}[[person]\nid='sato'\n"));
        assert!(facility.is_none());
        assert!(found.iter().all(|found| found.code == "syntax"), "{found:?}");
    }

    #[test]
    fn offsets_are_read_and_refused() {
        assert_eq!(parse_offset("+09:00").unwrap().local_minus_utc(), JAPAN);
        assert_eq!(parse_offset("-03:30").unwrap().local_minus_utc(), -12_600);
        for bad in ["", "9", "+9:00", "+09:60", "+24:00", "JST", "+09:0あ", "++9:00"] {
            assert!(parse_offset(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn levels_and_cut_offs_stand_in_their_order() {
        let text = format!(
            "{HEAD}level=[{{number=2,title='b',meaning='m'}},{{number=1,title='a',meaning='m'}}]\n\
             cutoff=[{{id='y',title='t',order=2,how='h',stops='s'}},{{id='x',title='t',order=1,how='h',stops='s'}}]\n"
        );
        let facility = read(PATH, &text).0.unwrap();
        assert_eq!(facility.levels.iter().map(|level| level.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(facility.cutoffs.iter().map(|cutoff| cutoff.id.as_str()).collect::<Vec<_>>(), ["x", "y"]);
    }
}
