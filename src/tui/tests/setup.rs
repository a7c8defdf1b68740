//! 施設の準備: every form writes at once, nothing that was typed is lost, nothing points to what is gone.

use std::path::Path;

use super::stage::Stage;
use crate::domain::event::Paper;
use crate::domain::id::Id;
use crate::site::Site;
use crate::text::width::Ambiguous;
use crate::tui::msg::Effect;

/// At the list of the parts.
fn at_setup() -> Stage {
    let mut stage = Stage::new();
    stage.press("{自院のものにする}");
    stage
}

/// Opens the part with this number.
fn open(stage: &mut Stage, number: usize) {
    stage.press("Home");
    for _ in 1..number {
        stage.press("Down");
    }
    stage.press("Enter");
}

fn site(stage: &Stage) -> Site {
    Site::open(stage.dir.path()).unwrap()
}

fn text(stage: &Stage, file: &str) -> String {
    std::fs::read_to_string(stage.dir.path().join(file)).unwrap()
}

/// Replaces a piece of a file, as another program does.
fn change(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_first_screen_counts_what_is_sample_and_leads_there() {
    let mut stage = Stage::new();
    stage.shows("施設の準備 (見本 ");
    stage.press("Down Down Enter");
    stage.shows("1 施設の名前");
    stage.shows("見本 10件");
}

#[test]
fn the_name_of_the_facility_is_written_with_a_proposed_short_name() {
    let mut stage = at_setup();
    open(&mut stage, 1);
    stage.press("'さくら内科クリニック' Enter Enter Enter");
    stage.shows("もう一度 Enter");
    stage.press("F10");
    stage.shows("保存しました");
    let site = site(&stage);
    let facility = &site.plan().facility;
    assert_eq!(facility.name, "さくら内科クリニック");
    assert!(!facility.sample && facility.id.as_str() == "sakura-naika-clinic", "{}", facility.id);
    // The comments and the order that somebody wrote stay.
    let text = text(&stage, "facility.toml");
    assert!(text.starts_with("# 施設の見本。") && text.contains("# ---- 役割（代行は上から順に） ----"));
    stage.hides("施設の名前                          見本");
}

#[test]
fn a_short_name_under_which_incidents_are_recorded_stays() {
    let mut stage = at_setup();
    open(&mut stage, 1);
    stage.press("'さくら内科' Tab 'sakura' F10 Esc");
    stage.press("F2 5 'プリンタがおかしい' Enter Esc Esc Esc {自院のものにする}");
    stage.shows("続いている事案は、始めたときの施設データのまま");
    open(&mut stage, 1);
    stage.press("Tab 'x' F10");
    stage.shows("変えられません");
    assert_eq!(site(&stage).plan().facility.id.as_str(), "sakura");
}

#[test]
fn a_person_is_changed_added_and_taken_out_with_all_that_points_there() {
    let mut stage = at_setup();
    open(&mut stage, 2);
    stage.shows("佐藤 一郎");
    stage.press("Enter");
    stage.shows("いまの役割: 院長");
    stage.press("Tab Tab Ctrl-u '03-0000-1111' F10");
    stage.shows("保存しました");
    let facility = site(&stage).plan().facility.clone();
    let sato = facility.person("sato").unwrap();
    assert!(!sato.sample && sato.phone.as_deref() == Some("03-0000-1111"), "{sato:?}");
    assert!(!site(&stage).contacts().iter().find(|contact| contact.id.as_str() == "staff-sato").unwrap().sample);
    stage.press("F2 '森 あかり' Enter 'もり あかり' Enter '03-0000-2222' Enter '主任看護師' F10");
    let site_now = site(&stage);
    let mori = site_now.plan().facility.person_called("森 あかり").unwrap().clone();
    let contact = site_now.contacts().iter().find(|contact| contact.person.as_ref() == Some(&mori.id)).unwrap();
    assert_eq!((contact.desk.as_deref(), contact.sample), (Some("主任看護師"), false));
    // 高橋 誠 stands in for several roles.
    stage.press("Home Down F3");
    stage.shows("「高橋 誠」を消しますか");
    stage.shows("からも外します");
    stage.press("Enter");
    let site_now = site(&stage);
    let facility = &site_now.plan().facility;
    assert!(facility.person("takahashi").is_none(), "{}", stage.screen());
    let gone = Id::new("takahashi").unwrap();
    assert!(facility.roles.iter().all(|role| !role.alternates.contains(&gone)));
    assert!(site_now.contacts().iter().all(|contact| contact.person.as_ref() != Some(&gone)));
    // A runbook calls that place by its name: somebody else takes it, and has no second entry.
    stage.press("Esc");
    open(&mut stage, 5);
    stage.press("Down");
    stage.shows("高橋 誠");
    stage.press("Enter 'もり' F10");
    let of_mori: Vec<String> = site(&stage)
        .contacts()
        .iter()
        .filter(|contact| contact.person.as_ref() == Some(&mori.id))
        .map(|contact| contact.id.to_string())
        .collect();
    assert_eq!(of_mori, ["staff-takahashi"]);
    assert!(site_now.diagnostics().iter().all(|found| !found.is_error()), "{:#?}", site_now.diagnostics());
}

#[test]
fn a_role_gets_its_people_by_name_or_reading_and_nobody_who_is_not_on_the_list() {
    let mut stage = at_setup();
    open(&mut stage, 3);
    stage.shows("運用責任者");
    stage.press("Enter Ctrl-u 'だれか' F10");
    stage.shows("職員の一覧にない人です");
    stage.press("Ctrl-u 'いとう' Tab 'かとう' F10");
    let facility = site(&stage).plan().facility.clone();
    let role = Id::new("operations-manager").unwrap();
    let holders: Vec<&str> =
        facility.people.iter().filter(|person| person.roles.contains(&role)).map(|person| person.id.as_str()).collect();
    assert_eq!(holders, ["ito", "kato"]);
    // Who left it keeps the other roles.
    assert!(facility.person("sato").unwrap().roles.contains(&Id::new("director").unwrap()));
}

#[test]
fn what_points_to_a_cut_off_keeps_it_and_it_is_said_why() {
    let mut stage = at_setup();
    open(&mut stage, 10);
    stage.press("F3 Enter");
    stage.shows("Enter");
    assert!(site(&stage).plan().facility.cutoff("backup-network").is_some());
    stage.hides("保存しました");
    stage.press("Enter Enter");
    stage.shows("切り離すところ: ");
}

#[test]
fn all_that_is_sample_is_taken_over_or_out_after_a_question() {
    let mut stage = at_setup();
    open(&mut stage, 6);
    stage.press("F4");
    stage.shows("9件を、このまま");
    stage.press("Esc F4 Enter");
    stage.shows("うち見本 0件");
    assert!(site(&stage).plan().facility.departments.iter().all(|department| !department.sample));
    stage.press("Esc");
    open(&mut stage, 12);
    stage.press("F10 Enter");
    stage.shows("まだありません");
    assert!(site(&stage).plan().facility.backups.is_empty());
    stage.press("F2 '毎日' Enter Right Enter '写す' Enter '1日1回' Enter '７' Enter 'HDD' F10");
    stage.shows("保存しました");
    let facility = site(&stage).plan().facility.clone();
    assert_eq!((facility.backups.len(), facility.backups[0].generations), (1, 7));
}

#[test]
fn what_another_program_wrote_meanwhile_is_not_overwritten_and_what_was_typed_stays() {
    let mut stage = at_setup();
    open(&mut stage, 7);
    stage.press("Enter Ctrl-u 'カルテ一号'");
    change(stage.dir.path(), "facility.toml", "紙カルテ。前回", "紙のカルテ。前回");
    stage.press("F10");
    stage.hides("保存しました");
    stage.press("Enter");
    stage.shows("カルテ一号");
    stage.press("F10");
    stage.shows("保存しました");
    let facility = site(&stage).plan().facility.clone();
    let system = facility.system("ehr").unwrap();
    assert_eq!(system.title, "カルテ一号");
    assert!(system.fallback.as_deref().unwrap().starts_with("紙のカルテ"));
}

#[test]
fn what_was_begun_comes_back_after_the_program_was_killed() {
    let mut stage = at_setup();
    open(&mut stage, 8);
    stage.press("Enter Ctrl-u 'さくらシステム' Tab Tab Ctrl-u '03-1234'");
    stage.start_again(None);
    stage.shows("書きかけが1件");
    stage.press("Down Enter Enter");
    stage.shows("さくらシステム");
    stage.shows("03-1234");
    stage.press("F10");
    let contacts = site(&stage).contacts().to_vec();
    let vendor = contacts.iter().find(|contact| contact.name == "さくらシステム").unwrap();
    assert_eq!(vendor.phones[0].number, "03-1234");
}

#[test]
fn a_number_that_was_checked_today_says_so_and_by_whom() {
    let mut stage = at_setup();
    stage.press("F11 'やまだ' Enter");
    open(&mut stage, 9);
    stage.press("Down Enter Ctrl-u '千葉県' F10");
    let of = |stage: &Stage| {
        let contacts = site(stage).contacts().to_vec();
        contacts.into_iter().find(|contact| contact.id.as_str() == "prefecture").unwrap()
    };
    assert_eq!((of(&stage).name.as_str(), of(&stage).verified), ("千葉県", None));
    stage.press("Enter BackTab Right F10");
    assert_eq!(of(&stage).verified.as_deref(), Some("2026-11-22"));
    assert_eq!(of(&stage).verified_by.as_deref(), Some("山田 恵"));
    assert!(text(&stage, "contacts/authorities.toml").contains("# 役所、警察、相談窓口。"));
}

#[test]
fn levels_and_places_for_copies_are_added_changed_and_moved() {
    let mut stage = at_setup();
    open(&mut stage, 11);
    stage.press("F2 '2' Enter 'x' Enter 'y' F10");
    stage.shows("もうあります");
    stage.press("Ctrl-u '４' Tab Ctrl-u F10");
    stage.shows("空にできません");
    stage.press("'避難' Enter Ctrl-u '建物を出る' F10");
    assert_eq!(site(&stage).plan().facility.level(4).unwrap().title, "避難");
    stage.press("Esc");
    open(&mut stage, 13);
    stage.press("F2 'USB' Enter 'E:/' F10");
    stage.shows("E:/");
    stage.press("Enter Tab Ctrl-u 'F:/' F10");
    let mirrors = site(&stage).plan().facility.mirrors.clone();
    assert_eq!(mirrors.iter().map(|mirror| mirror.path.as_str()).collect::<Vec<_>>(), ["F:/"]);
    stage.press("F3 Enter");
    assert!(site(&stage).plan().facility.mirrors.is_empty());
}

#[test]
fn on_a_medium_that_cannot_be_written_it_is_said_and_what_was_typed_stays() {
    let mut stage = at_setup();
    open(&mut stage, 6);
    stage.press("Enter Ctrl-u '玄関'");
    // The file is gone, and a folder is in its place: whoever runs the tests, it cannot be written.
    let path = stage.dir.path().join("facility.toml");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    stage.press("F10");
    stage.hides("保存しました");
    stage.press("Enter");
    stage.shows("玄関");
}

/// A system that somebody else puts before all others.
const FIRST_SYSTEM: &str =
    "[[system]]\nid = \"first\"\ntitle = \"新しいもの\"\nimportance = 9\nrestore-order = 9\n\n[[system]]\nid = \"ehr\"";

#[test]
fn a_choice_is_written_as_what_was_chosen_whatever_stands_before_it_now() {
    let mut stage = at_setup();
    open(&mut stage, 12);
    stage.press("F2 '毎日' Enter Right Enter '写す' Enter '1日1回' Enter '7' Enter 'HDD'");
    change(stage.dir.path(), "facility.toml", "[[system]]\nid = \"ehr\"", FIRST_SYSTEM);
    stage.press("F10 Enter F10");
    stage.shows("保存しました");
    let facility = site(&stage).plan().facility.clone();
    assert_eq!(facility.systems[0].id.as_str(), "first");
    let backup = facility.backups.iter().find(|backup| backup.title == "毎日").unwrap();
    assert_eq!(backup.system.as_str(), "ehr");
}

#[test]
fn a_choice_that_is_gone_meanwhile_is_asked_again() {
    let mut stage = at_setup();
    open(&mut stage, 12);
    stage.press("F2 '毎日' Enter Right Enter '写す' Enter '1日1回' Enter '7' Enter 'HDD'");
    change(stage.dir.path(), "facility.toml", "[[system]]\nid = \"ehr\"", "[[system]]\nid = \"other\"");
    let path = stage.dir.path().join("facility.toml");
    let text = std::fs::read_to_string(&path).unwrap().replace("system = \"ehr\"", "system = \"other\"");
    std::fs::write(&path, text).unwrap();
    stage.press("F10 Enter F10");
    stage.shows("ほかで消されました");
    assert!(site(&stage).plan().facility.backups.iter().all(|backup| backup.title != "毎日"));
}

#[test]
fn a_choice_that_was_begun_among_others_is_asked_again_and_not_taken_for_another() {
    let mut stage = at_setup();
    open(&mut stage, 12);
    stage.press("F2 '毎日' Enter Right Enter '写す'");
    change(stage.dir.path(), "facility.toml", "[[system]]\nid = \"ehr\"", FIRST_SYSTEM);
    stage.start_again(None);
    stage.press("Down Enter Enter");
    stage.shows("毎日");
    stage.shows("選択肢が変わりました");
    stage.press("F10");
    stage.shows("システムを選んでください");
}

#[test]
fn a_table_that_could_not_be_written_is_worked_out_again_before_it_is() {
    let mut stage = at_setup();
    let path = stage.dir.path().join("list.csv");
    std::fs::write(&path, "氏名,電話番号\n佐藤 一郎,03-0000-7777\n").unwrap();
    open(&mut stage, 15);
    stage.paste(&path.display().to_string());
    stage.press("Enter");
    stage.shows("何の表ですか");
    stage.press("Enter");
    stage.shows("直す 1");
    change(stage.dir.path(), "facility.toml", "\"佐藤 一郎\"", "\"佐東 一郎\"");
    stage.press("Enter");
    stage.hides("保存しました");
    stage.press("Enter");
    // Nobody is called so any more: it is somebody new now, and that is shown before anything is written.
    stage.shows("足す 1");
    assert_eq!(site(&stage).plan().facility.person("sato").unwrap().name, "佐東 一郎");
    stage.press("Enter");
    let facility = site(&stage).plan().facility.clone();
    assert!(facility.person_called("佐東 一郎").is_some() && facility.person_called("佐藤 一郎").is_some());
}

#[test]
fn another_number_or_person_is_not_checked_yet() {
    let mut stage = at_setup();
    let of = |stage: &Stage, id: &str| {
        let contacts = site(stage).contacts().to_vec();
        let found = contacts.into_iter().find(|contact| contact.id.as_str() == id).unwrap();
        (found.verified, found.verified_by)
    };
    let checked = (Some("2026-11-22".to_owned()), Some("山田 恵".to_owned()));
    stage.press("F11 'やまだ' Enter");
    open(&mut stage, 9);
    stage.press("Down Enter Ctrl-u '千葉県' BackTab Right F10");
    assert_eq!(of(&stage, "prefecture"), checked);
    stage.press("Enter Tab Tab Ctrl-u '043-000-0000' F10");
    assert_eq!(of(&stage, "prefecture"), (None, None));
    // In the same form it can be said that the new one is.
    stage.press("Enter Tab Tab Ctrl-u '043-000-1111' BackTab BackTab BackTab Right F10");
    assert_eq!(of(&stage, "prefecture"), checked);
    stage.press("Esc");
    open(&mut stage, 2);
    stage.press("Enter BackTab Right F10");
    assert_eq!(of(&stage, "staff-sato"), checked);
    stage.press("Enter Tab Tab Ctrl-u '03-0000-1111' F10");
    assert_eq!(of(&stage, "staff-sato"), (None, None));
}

#[test]
fn invented_people_and_numbers_are_not_taken_over() {
    let mut stage = at_setup();
    for number in [2, 8, 9] {
        open(&mut stage, number);
        stage.press("F4");
        stage.hides("このまま自院のもの");
        stage.press("Esc");
    }
    assert!(site(&stage).plan().facility.people.iter().all(|person| person.sample));
}

#[test]
fn a_short_name_under_which_anything_is_recorded_stays() {
    let mut stage = at_setup();
    open(&mut stage, 1);
    stage.press("'さくら内科' Tab 'sakura' F10");
    open(&mut stage, 1);
    stage.press("Tab Ctrl-u 'sakura-naika' F10");
    assert_eq!(site(&stage).plan().facility.id.as_str(), "sakura-naika");
    stage.carry_out(vec![Effect::Print(0, Paper::Contacts, None)]);
    stage.press("Esc");
    open(&mut stage, 1);
    stage.press("Tab Ctrl-u 'momiji' F10");
    stage.shows("変えられません");
    assert_eq!(site(&stage).plan().facility.id.as_str(), "sakura-naika");
}

#[test]
fn who_holds_a_role_does_not_stand_in_for_it() {
    let mut stage = Stage::on((80, 24), Ambiguous::Narrow, |dir| {
        let path = dir.join("facility.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let (head, role) = text.split_once("[[role]]\nid = \"operations-manager\"").unwrap();
        let (lines, rest) = role.split_once("alternates = [").unwrap();
        let (_, rest) = rest.split_once(']').unwrap();
        let role = format!("[[role]]\nid = \"operations-manager\"{lines}alternates = [\"sato\"]{rest}");
        std::fs::write(&path, format!("{}{role}", head.replace("sample = true\n", ""))).unwrap();
    });
    stage.press("{自院のものにする}");
    open(&mut stage, 3);
    stage.shows("[代行がまだ] 担当 佐藤 一郎  代行 佐藤 一郎");
}

#[test]
fn what_check_finds_is_listed_with_what_to_do() {
    let mut stage = at_setup();
    open(&mut stage, 16);
    stage.shows("誤り 0、注意 2");
    stage.shows("には電話も FAX もメールもウェブもありません");
    stage.press("Enter");
    stage.shows("ファイル: ");
}

#[test]
fn the_option_opens_the_program_there() {
    let mut stage = Stage::new();
    stage.session.open_setup();
    stage.carry_out(vec![Effect::Look]);
    stage.shows("1 施設の名前");
    stage.press("Esc");
    stage.shows("異変に気づいた");
}

#[test]
fn the_mail_server_and_the_founder_are_written_and_no_password_is_asked_for() {
    let mut stage = at_setup();
    open(&mut stage, 14);
    stage.shows("パスワードはここには書きません");
    stage.press("'smtp.example.jp' Tab Tab '５８７' Tab 'sonae' Tab 'bcp' F10");
    stage.shows("name@example.jp の形で");
    stage.press("'@example.jp' F10");
    stage.shows("保存しました");
    let server = site(&stage).plan().facility.mail.clone().unwrap();
    assert_eq!((server.host.as_str(), server.port, server.from.as_str()), ("smtp.example.jp", 587, "bcp@example.jp"));
    assert_eq!(server.user.as_deref(), Some("sonae"));
    // Without a server there is none.
    open(&mut stage, 14);
    stage.press("Ctrl-u F10");
    assert_eq!(site(&stage).plan().facility.mail, None);
    assert!(!text(&stage, "facility.toml").contains("mail ="));
}
