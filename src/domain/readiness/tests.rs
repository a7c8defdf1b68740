use super::*;
use crate::domain::command::Command;
use crate::domain::contact::Group as List;
use crate::domain::event::{DutyDone, FileRead, PaperPrinted, PrintedFile};
use crate::domain::facility::{Backup, Cutoff, Mirror};
use crate::domain::fixture::{Story, by, id, listed, plan, withdraw};
use crate::domain::plan::Plan;
use crate::domain::who::Who;

const RUNBOOK: &str = "runbooks/ransomware.toml";

fn day(text: &str) -> NaiveDate {
    dates::read(text).unwrap()
}

fn contact(name: &str, verified: Option<&str>, sample: bool) -> Contact {
    Contact { verified: verified.map(ToOwned::to_owned), sample, ..Contact::new(id("a"), name, List::Vendor) }
}

fn duty(name: &str, every_months: u16) -> YearDuty {
    let (role, keep, source) = (Some(id("operations-manager")), None, Vec::new());
    YearDuty { id: id(name), title: name.into(), every_months, role, keep, source }
}

fn backup(name: &str) -> Backup {
    Backup {
        id: id("daily"),
        title: name.into(),
        system: id("ehr"),
        method: "写す".into(),
        frequency: "毎日".into(),
        generations: 1,
        medium: "HDD".into(),
        apart: false,
        place: String::new(),
        keeper: None,
        restore: "戻す".into(),
        procedure: None,
        tested: None,
        max_age: None,
        test_every: None,
        sample: false,
    }
}

fn cutoff(place: &str) -> Cutoff {
    Cutoff {
        id: id("line"),
        title: "外の線".into(),
        order: 1,
        place: place.into(),
        how: String::new(),
        alone: Vec::new(),
        alone_after: None,
        stops: String::new(),
        photo: None,
        sample: false,
    }
}

fn head(path: &str, version: &str, text: &str) -> FileHead {
    FileHead {
        path: path.into(),
        title: "ランサムウェア".into(),
        version: version.into(),
        owner: "管理者".into(),
        reviewed: None,
        approved: None,
        sha256: Hash::of(text.as_bytes()),
    }
}

/// A site with its record, on 22 November 2026.
struct Scene {
    plan: Plan,
    files: Vec<FileHead>,
    contacts: Vec<Contact>,
    duties: Vec<YearDuty>,
    story: Story,
    drilled: Option<NaiveDate>,
    mirrors: Option<Vec<MirrorState>>,
}

impl Scene {
    fn new() -> Self {
        let files = vec![head(RUNBOOK, "2026-10-01", "today")];
        let duties = vec![duty("contacts-check", 6), duty("drill", 12), duty("runbook-review", 12), duty("audit", 12)];
        let (contacts, story) = (Vec::new(), Story::blank());
        Self { plan: plan(), files, contacts, duties, story, drilled: None, mirrors: None }
    }

    fn look(&self) -> Readiness {
        let series = self.story.state();
        readiness(&Input {
            facility: &self.plan.facility,
            runbooks: &self.plan.runbooks,
            files: &self.files,
            contacts: &self.contacts,
            duties: &self.duties,
            tell: &self.plan.duties,
            sheets: &self.plan.degraded,
            calendar: self.plan.calendar.as_ref(),
            series: &series,
            drilled: self.drilled,
            mirrors: self.mirrors.as_deref(),
            today: day("2026-11-22"),
            now: crate::domain::fixture::t("1200"),
        })
    }

    #[track_caller]
    fn finds(&self, what: &What) -> Finding {
        let found = self.look();
        found.findings.iter().find(|finding| finding.what == *what).cloned().unwrap_or_else(|| {
            panic!("{what:?} is not among {:#?}", found.findings.iter().map(|f| &f.what).collect::<Vec<_>>())
        })
    }

    #[track_caller]
    fn state(&self, what: &What) -> State {
        self.finds(what).state
    }

    fn read(&mut self, version: &str, text: &str, readers: Vec<Who>) -> Hash {
        let (path, title, version) = (RUNBOOK.into(), "ランサムウェア".into(), version.into());
        let read = FileRead { path, title, version, sha256: Hash::of(text.as_bytes()), readers };
        self.story.say(by("sato"), Command::FileRead(read))
    }

    fn print(&mut self, paper: Paper, files: &[(&str, &str)]) -> Hash {
        let file = |(path, text): &(&str, &str)| PrintedFile {
            path: (*path).to_owned(),
            version: String::new(),
            sha256: Hash::of(text.as_bytes()),
        };
        let files = files.iter().map(file).collect();
        self.story
            .say(by("sato"), Command::PaperPrinted(PaperPrinted { paper, edition: None, files, lines: Vec::new() }))
    }

    fn unread(&self) -> Vec<String> {
        let found = self.look();
        let of = |finding: &Finding| match &finding.what {
            What::Reading { unread, .. } => Some(unread.clone()),
            _ => None,
        };
        found.findings.iter().find_map(of).unwrap()
    }
}

fn everybody() -> Vec<Who> {
    plan().facility.people.iter().map(|person| listed(person.id.as_str())).collect()
}

#[test]
fn a_contact_is_checked_again_after_the_months_of_its_duty() {
    let mut scene = Scene::new();
    scene.contacts = vec![
        contact("新", Some("2026-11-01"), false),
        contact("やがて", Some("2026-06-10"), false),
        contact("古", Some("2026-05-21"), false),
        contact("未", None, false),
        contact("見本", None, true),
    ];
    let of = |name: &str| scene.state(&What::Contact(name.into()));
    assert_eq!([of("新"), of("やがて"), of("古"), of("未")], [State::Done, State::Soon, State::Expired, State::Check]);
    assert!(!scene.look().findings.iter().any(|finding| finding.what == What::Contact("見本".into())));
    assert_eq!(scene.look().samples(), plan().facility.samples() + 1);
    scene.duties.clear();
    assert_eq!(scene.state(&What::Contact("古".into())), State::Done, "nobody said that it comes round");
    scene.contacts = vec![contact("見本", None, true)];
    assert_eq!(scene.state(&What::NoContacts), State::NotDone);
}

#[test]
fn nobody_stands_in_for_himself() {
    let mut scene = Scene::new();
    let title = scene.plan.facility.role_title("operations-manager").to_owned();
    let what = What::Alternate(title);
    let holder = scene.plan.facility.holders_and_alternates("operations-manager")[0].id.clone();
    let role = |scene: &mut Scene, alternates| {
        let role = scene.plan.facility.roles.iter_mut().find(|role| role.id.as_str() == "operations-manager").unwrap();
        role.alternates = alternates;
    };
    role(&mut scene, vec![holder]);
    assert_eq!(scene.state(&what), State::NotDone);
    role(&mut scene, vec![id("nobody-of-ours")]);
    assert_eq!(scene.state(&what), State::NotDone, "who left cannot stand in");
    let other = scene.plan.facility.people.iter().find(|p| !p.roles.contains(&id("operations-manager"))).unwrap();
    let other = other.id.clone();
    role(&mut scene, vec![other]);
    assert_eq!(scene.state(&what), State::Done);
    scene.plan.facility.roles.retain(|role| role.id.as_str() != "privacy-officer");
    assert_eq!(scene.state(&What::Alternate("privacy-officer".into())), State::NotDone, "a role that is not there");
}

#[test]
fn a_place_that_nobody_wrote_down_is_not_done() {
    let mut scene = Scene::new();
    scene.plan.facility.cutoffs.clear();
    assert_eq!(scene.state(&What::NoCutoffs), State::NotDone);
    scene.plan.facility.cutoffs = vec![cutoff(" ")];
    assert_eq!(scene.state(&What::CutoffPlace("外の線".into())), State::NotDone);
    scene.plan.facility.cutoffs = vec![cutoff("1階")];
    assert_eq!(scene.state(&What::CutoffPlace("外の線".into())), State::Done);
}

#[test]
fn a_backup_lies_apart_somewhere_and_was_restored() {
    let mut scene = Scene::new();
    scene.duties.push(duty("restore-test", 12));
    assert_eq!(scene.state(&What::NoBackups), State::NotDone);
    scene.plan.facility.backups = vec![backup("毎日")];
    assert_eq!(scene.state(&What::NoneApart), State::NotDone);
    assert_eq!(scene.state(&What::BackupPlace("毎日".into())), State::NotDone);
    assert_eq!(scene.state(&What::RestoreTest("毎日".into())), State::NotDone);
    let first = &mut scene.plan.facility.backups[0];
    (first.apart, first.place, first.tested) = (true, "金庫".into(), Some("2025-11-21".into()));
    assert_eq!(scene.state(&What::RestoreTest("毎日".into())), State::Expired);
    let found = scene.look().findings;
    assert!(!found.iter().any(|f| matches!(f.what, What::NoneApart | What::BackupPlace(_) | What::NoBackups)));
}

#[test]
fn a_list_of_patients_is_as_new_as_its_department_promised() {
    use crate::domain::command::Degrading;
    use crate::domain::degraded::PatientList;
    use crate::domain::fixture::t;
    let mut scene = Scene::new();
    let lists = |scene: &Scene| {
        let found = scene.look().findings.into_iter();
        found.filter(|found| found.group == Group::Patients).collect::<Vec<_>>()
    };
    let promise = |department: &str, every| {
        let list = PatientList { place: "机".into(), how: None, every };
        let (title, steps, back_entry, cells) = (String::new(), Vec::new(), None, Vec::new());
        DepartmentSheet { department: id(department), title, steps, patients: Some(list), back_entry, cells }
    };
    scene.plan.degraded = vec![promise("ward", None), promise("nowhere", Some(60))];
    assert!(lists(&scene).is_empty(), "nobody promised how often, and no such department");
    scene.plan.degraded = vec![promise("ward", Some(24 * 60)), promise("reception", Some(24 * 60))];
    let title = |scene: &Scene, name: &str| scene.plan.facility.department_title(name).to_owned();
    let never = What::ListsNeverRecorded(vec![title(&scene, "ward"), title(&scene, "reception")]);
    assert_eq!(scene.state(&never), State::Check);
    assert_eq!(lists(&scene)[0].mend, Mend::Patients(vec![id("ward"), id("reception")]));

    let print = |scene: &mut Scene, at: &str| {
        let list = Degrading::List { department: id("ward"), place: "机".into(), count: Some(38) };
        scene.story.now = t("1200");
        scene.story.say(by("sato").at(at), Command::Degrade(list))
    };
    print(&mut scene, "21 1159");
    let what = What::PatientList(title(&scene, "ward"));
    let found = scene.finds(&what);
    assert_eq!(
        (found.state, found.last, found.due),
        (State::Expired, Some(day("2026-11-21")), Some(day("2026-11-22")))
    );
    assert_eq!(lists(&scene).len(), 2, "of the other one nobody has recorded any");
    let in_time = print(&mut scene, "21 1200");
    assert_eq!(scene.state(&what), State::Done, "to the very minute");
    scene.story.say(by("sato"), withdraw(in_time));
    assert_eq!(scene.state(&what), State::Expired);
    scene.plan.facility.departments.iter_mut().for_each(|department| department.sample = true);
    assert!(lists(&scene).is_empty(), "of what is invented nothing was promised");
}

#[test]
fn a_drill_counts_whether_somebody_wrote_it_down_or_the_program_saw_it() {
    let mut scene = Scene::new();
    let what = What::Duty("drill".into());
    assert_eq!(scene.state(&what), State::NotDone);
    scene.drilled = Some(day("2025-06-01"));
    assert_eq!(scene.state(&what), State::Expired);
    let done =
        DutyDone { duty: id("drill"), title: "訓練".into(), result: None, material: None, attended: Vec::new() };
    let line = scene.story.say(by("sato").at("0010"), Command::DutyDone(done));
    let found = scene.finds(&what);
    assert_eq!((found.state, found.last, found.due), (State::Done, Some(day("2026-11-22")), Some(day("2027-11-22"))));
    assert_eq!((found.group, found.mend), (Group::Drills, Mend::Duty(id("drill"))));
    scene.story.say(by("sato"), withdraw(line));
    assert_eq!(scene.state(&what), State::Expired, "a withdrawn line is none");
    assert_eq!(scene.finds(&What::Duty("audit".into())).group, Group::Year);
}

#[test]
fn an_edition_that_was_written_after_the_approval_is_not_approved() {
    let mut scene = Scene::new();
    let what = What::Approval("ランサムウェア".into());
    assert_eq!(scene.state(&what), State::NotDone);
    let approve = |on: &str| Some(Approved { by: "院長".into(), on: on.into() });
    scene.files[0].approved = approve("2026-09-30");
    assert_eq!(scene.state(&what), State::Expired);
    scene.files[0].approved = approve("2026-10-01");
    assert_eq!(scene.state(&what), State::Done);
    let review = What::Review("ランサムウェア".into());
    assert_eq!(scene.state(&review), State::NotDone);
    scene.files[0].reviewed = Some("2025-11-21".into());
    assert_eq!(scene.state(&review), State::Expired);
}

#[test]
fn a_reading_is_of_one_edition() {
    let mut scene = Scene::new();
    let all = everybody();
    assert_eq!(scene.unread().len(), all.len());
    scene.read("2026-09-01", "older", all.clone());
    assert_eq!(scene.unread().len(), all.len(), "who read another edition has not read this one");
    assert_eq!(scene.look().readings[0].people[0].mark, ReadMark::Older("2026-09-01".into()));
    let (first, rest) = all.split_first().unwrap();
    scene.read("2026-10-01", "today", rest.to_vec());
    assert_eq!(scene.unread(), std::slice::from_ref(&first.name));
    // Somebody typed the name by hand, with other blanks.
    let by_hand = first.name.replace(' ', "");
    let line = scene.read("2026-10-01", "today", vec![Who::stranger(by_hand)]);
    assert!(scene.unread().is_empty());
    scene.story.say(by("sato"), withdraw(line));
    assert_eq!(scene.unread(), std::slice::from_ref(&first.name), "a withdrawn reading is none");
    scene.files[0].version = "2026-11-20".into();
    assert_eq!(scene.unread().len(), all.len(), "a new edition is unread");
}

#[test]
fn a_text_that_changed_under_the_same_edition_is_said() {
    let mut scene = Scene::new();
    let changed = What::ChangedSinceRead("ランサムウェア".into());
    let says = |scene: &Scene| scene.look().findings.iter().any(|finding| finding.what == changed);
    scene.read("2026-10-01", "today", everybody());
    assert!(!says(&scene));
    scene.files[0].sha256 = Hash::of(b"mended");
    assert!(says(&scene));
    scene.read("2026-10-01", "mended", vec![listed("sato")]);
    assert!(!says(&scene));
}

#[test]
fn paper_is_older_as_soon_as_one_of_its_files_is_another_one() {
    let mut scene = Scene::new();
    let binder = What::Paper(Paper::Binder);
    assert_eq!(scene.state(&binder), State::NotDone);
    scene.print(Paper::Binder, &[(RUNBOOK, "older")]);
    assert_eq!(scene.state(&binder), State::Expired);
    let line = scene.print(Paper::Binder, &[(RUNBOOK, "today")]);
    assert_eq!(scene.state(&binder), State::Done);
    scene.files.push(head("runbooks/quake.toml", "2026-10-01", "new"));
    assert_eq!(scene.state(&binder), State::Expired, "a runbook that is not in it");
    scene.files.pop();
    scene.files[0].path = "runbooks/other.toml".into();
    assert_eq!(scene.state(&binder), State::Expired, "one that is gone");
    scene.files[0].path = RUNBOOK.into();
    scene.story.say(by("sato"), withdraw(line));
    assert_eq!(scene.state(&binder), State::Expired, "the print before it counts again");
    let cards = |scene: &Scene| scene.look().findings.iter().any(|f| f.what == What::Paper(Paper::RoleCards));
    assert!(!cards(&scene));
    scene.print(Paper::RoleCards, &[]);
    assert!(cards(&scene));
}

#[test]
fn copies_that_nobody_looked_at_are_to_be_checked() {
    let mut scene = Scene::new();
    assert_eq!(scene.state(&What::NoMirror), State::NotDone);
    scene.plan.facility.mirrors = vec![Mirror { title: "USB".into(), path: "E:/".into() }];
    let mirror = |word: Option<&str>| What::Mirror { title: "USB".into(), word: word.map(ToOwned::to_owned) };
    assert_eq!(scene.state(&mirror(None)), State::Check);
    scene.mirrors = Some(vec![MirrorState { title: "USB".into(), word: "そろっています".into(), well: true }]);
    assert_eq!(scene.state(&mirror(Some("そろっています"))), State::Done);
}

#[test]
fn what_presses_most_stands_first_in_its_group() {
    let mut scene = Scene::new();
    scene.contacts = vec![contact("新", Some("2026-11-01"), false), contact("古", Some("2020-01-01"), false)];
    let found = scene.look();
    let states: Vec<State> = found.of(Group::Contacts).iter().map(|finding| finding.state).collect();
    assert_eq!(states, [State::NotDone, State::Expired, State::Done]);
    assert!(found.is_open());
    assert_eq!(State::ALL.into_iter().map(|state| found.count(state)).sum::<usize>(), found.findings.len());
    let groups: Vec<Group> = found.findings.iter().map(|finding| finding.group).collect();
    assert!(groups.is_sorted());
}

#[test]
fn closed_days_are_written_down_as_far_ahead_as_the_longest_duty_needs() {
    use crate::domain::duty::{Calendar, Certainty, ClosedRule, Due, DueRule, Duty, Start};
    let mut scene = Scene::new();
    let found = |scene: &Scene| scene.look().findings.into_iter().find(|found| found.what == What::Holidays);
    assert_eq!(found(&scene), None, "no duty needs them");
    let closed = ClosedRule::NextOpen;
    let rule = DueRule::Days { first: None, days: 60, count_first_day: true, closed };
    scene.plan.duties.push(Duty {
        id: id("final"),
        title: "確報".into(),
        short: None,
        say: None,
        contacts: Vec::new(),
        causes: Vec::new(),
        founder: None,
        when: None,
        from: vec![Start::Noticed],
        due: Due { rule, certainty: Certainty::Unverified, note: None },
        needs_submission: true,
        optional: false,
        form: None,
        source: Vec::new(),
    });
    assert_eq!(found(&scene).unwrap().state, State::NotDone);
    for (until, state) in [
        ("2026-11-21", State::Expired),
        ("2026-11-22", State::Soon),
        ("2027-02-20", State::Soon),
        ("2027-02-21", State::Done),
    ] {
        let (from, until) = (day("2026-01-01"), day(until));
        let (weekends, holidays, closed) = (Vec::new(), Vec::new(), Vec::new());
        scene.plan.calendar = Some(Calendar { from, until, weekends, holidays, closed });
        let found = found(&scene).unwrap();
        assert_eq!((found.state, found.due), (state, Some(until)));
    }
}
