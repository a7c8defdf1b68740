//! The book of contacts on the screens: how old each number is, one contact in full, putting it right, and going through all of them in
//! quiet times.

use super::stage::Stage;
use crate::domain::contact::Contact;
use crate::domain::event::CheckOutcome;
use crate::domain::round::Round;
use crate::site::Site;
use crate::text::width::Ambiguous;

const HEAD: &str = "schema = 1\nid = \"vendors\"\ntitle = \"保守会社\"\ngroup = \"vendor\"\nversion = \"2026-11-22\"\nowner = \"事務\"\n\
                    reviewed = \"\"\n\n# 契約は総務の棚\n";

fn entry(id: &str, rest: &str) -> String {
    format!("[[contact]]\nid = \"{id}\"\nname = \"{id}社\"\n{rest}\n")
}

/// A clinic with three vendors of its own and nobody else to tell: one checked lately, one long ago, one never.
fn clinic() -> Stage {
    Stage::on((80, 24), Ambiguous::Narrow, |dir| {
        let folder = dir.join("contacts");
        for file in std::fs::read_dir(&folder).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        let vendors = [
            entry(
                "kita",
                "phone = [{ number = \"03-1\", label = \"昼\" }, { number = \"03-2\", label = \"夜\" }]\nverified = \"2026-11-01\"",
            ),
            entry(
                "minami",
                "phone = [{ number = \"03-3\" }]\nfax = \"03-4\"\nalternate = \"kita\"\nverified = \"2026-01-15\"\nverified-by = \"山田 恵\" # 本人が",
            ),
            entry("nishi", "phone = [{ number = \"110\" }, { number = \"03-5\" }]\nverified = \"\""),
        ];
        std::fs::write(folder.join("vendors.toml"), format!("{HEAD}{}", vendors.concat())).unwrap();
        let facility = std::fs::read_to_string(dir.join("facility.toml")).unwrap();
        std::fs::write(dir.join("facility.toml"), without_vendors(&facility)).unwrap();
    })
}

fn without_vendors(facility: &str) -> String {
    facility.lines().filter(|line| !line.starts_with("vendor = ")).map(|line| format!("{line}\n")).collect()
}

fn contact(stage: &Stage, id: &str) -> Contact {
    let site = Site::open(stage.dir.path()).unwrap();
    site.contacts().iter().find(|contact| contact.id.as_str() == id).unwrap().clone()
}

fn text(stage: &Stage) -> String {
    std::fs::read_to_string(stage.dir.path().join("contacts/vendors.toml")).unwrap()
}

fn round(stage: &Stage) -> Round {
    stage.session.model.seen.as_ref().unwrap().round.as_ref().clone()
}

#[test]
fn home_counts_what_has_to_be_checked_and_leads_there_but_not_while_something_goes_on() {
    let mut stage = clinic();
    stage.shows("連絡先: 確かめ直しが要るもの 2件");
    stage.press("End Enter");
    stage.shows("連絡訓練 (1/3件 済み)");
    stage.press("Esc Home F2 5 '印字' Enter Enter Esc Esc Esc");
    while stage.session.model.open.is_some() {
        stage.press("Esc");
    }
    stage.hides("確かめ直しが要るもの");
}

#[test]
fn a_number_says_everywhere_how_old_it_is() {
    let mut stage = clinic();
    stage.press("F2 5 '印字' Enter Enter Tab F6 Tab");
    stage.shows("電話 03-1 (昼) (確認 2026-11-01)");
    stage.shows("要再確認の番号: 03-3 (確認は2026-01-15、10か月前)");
    stage.shows("要確認の番号: 110");
    stage.press("F4");
    stage.shows("確かめ直しが要るもの");
    stage.hides("kita社");
    stage.press("'みな' F4 BackSpace BackSpace 'minami' Enter");
    stage.shows("要再確認の番号: 03-3");
}

#[test]
fn one_contact_shows_every_way_who_is_next_and_what_was_tried() {
    let mut stage = clinic();
    stage.press("F2 5 '印字' Enter Enter Tab F6 Tab 'minami' Enter F2 Esc Esc F2");
    for shown in ["minami社", "要再確認 (確認は2026-01-15", "山田 恵", "03-3", "FAX 03-4", "出ないとき: kita社", "不在"]
    {
        stage.shows(shown);
    }
    stage.press("F3");
    stage.shows("03-2 (夜)");
    stage.press("Enter");
    stage.shows("出た");
}

#[test]
fn a_round_goes_from_one_to_the_next_by_one_key_and_can_be_left_and_taken_up() {
    let mut stage = clinic();
    stage.press("F11 'やまだ' Enter {連絡訓練} Enter");
    stage.shows("nishi社");
    stage.shows("110番や119番には、確かめるための電話をかけないでください");
    stage.press("Tab");
    stage.shows("緊急の用ではありません");
    stage.press("1");
    stage.shows("minami社");
    let tried = round(&stage).rows[0].tried.clone().unwrap();
    assert_eq!((tried.outcome, tried.number.as_deref()), (CheckOutcome::Right, Some("03-5")));
    stage.start_again(None);
    stage.press("End Enter");
    stage.shows("連絡訓練 (2/3件 済み)");
    stage.press("Enter");
    stage.shows("minami社");
    // A slip of the finger is taken back.
    stage.press("3");
    assert!(round(&stage).is_complete());
    stage.shows("ひと回りしました");
    stage.press("BackSpace");
    stage.shows("いま記録した");
    stage.press("Enter");
    assert!(!round(&stage).is_complete());
}

#[test]
fn results_are_looked_at_and_then_written_with_the_comments_kept() {
    let mut stage = clinic();
    stage.press("F11 'やまだ' Enter {連絡訓練} Enter Tab 1 2 '番号が変わった' Enter");
    stage.shows("ひと回りしました (合っている 1件、違う 1件)");
    assert!(contact(&stage, "nishi").verified.is_none(), "nothing is written before somebody has looked");
    stage.press("F10");
    stage.shows("nishi社: 確認日を2026-11-22にする (山田 恵)");
    stage.shows("minami社: 違っていた");
    stage.shows("番号が変わった");
    stage.press("Enter");
    stage.shows("保存しました");
    let (nishi, minami) = (contact(&stage, "nishi"), contact(&stage, "minami"));
    assert_eq!(nishi.verified.as_deref(), Some("2026-11-22"));
    assert_eq!((nishi.verified_by.as_deref(), nishi.verified_from.as_deref()), (Some("山田 恵"), Some("連絡訓練で")));
    assert_eq!((minami.verified, minami.verified_by), (None, None));
    assert!(text(&stage).contains("# 契約は総務の棚"));
    // The year's duty is offered, with what came of it.
    stage.shows("連絡先の確かめ直し（連絡訓練）");
    stage.shows("合っている 1件、違う 1件");
    stage.press("F10");
    assert!(!round(&stage).is_complete());
    assert!(round(&stage).since.is_some());
    // What is wrong stays in sight until somebody puts it right.
    stage.shows("minami社: 違っていた");
    stage.press("F4 Tab Tab Ctrl-u '03-9' BackTab BackTab BackTab Right F10");
    assert_eq!(contact(&stage, "minami").phones[0].number, "03-9");
    assert!(round(&stage).updates.is_empty());
}

#[test]
fn the_duty_can_be_recorded_from_the_list_of_a_complete_round() {
    let mut stage = clinic();
    stage.press("{連絡訓練} F3");
    stage.hides("務めを済ませた");
    stage.press("Enter 4 4 F3");
    stage.shows("今回は見送り 2件");
    stage.press("F10");
    stage.shows("記録しました: 務めを済ませた");
    assert_eq!(round(&stage).settled(), 0, "the next round begins with everybody who was not checked since");
}

#[test]
fn what_is_invented_is_in_no_round() {
    let mut stage = Stage::new();
    stage.press("{連絡訓練}");
    stage.hides("見本メディカル");
    stage.shows("見本の");
}

#[test]
fn the_form_has_all_of_a_contact_and_moves_its_numbers() {
    let mut stage = clinic();
    stage.press("{連絡先を見る} 'kita' Enter F4 Tab Tab Tab Tab Tab F4 F10");
    let kita = contact(&stage, "kita");
    let numbers: Vec<&str> = kita.phones.iter().map(|phone| phone.number.as_str()).collect();
    assert_eq!(numbers, ["03-2", "03-1"]);
    assert_eq!(kita.phones[0].label.as_deref(), Some("夜"));
    assert_eq!(kita.verified.as_deref(), Some("2026-11-01"), "the same numbers, only in another order");
    // From the last line upwards: checked, how, after how many months, who is next, fax, web, mail.
    stage.press(
        "F4 BackTab BackTab 'ホームページで' BackTab '３' BackTab Right BackTab '０３－６' BackTab 'www.a.jp' F10",
    );
    stage.shows("https:// か http:// から");
    stage.press("Ctrl-u 'https://a.jp/' BackTab 'a b@c.jp' F10");
    stage.shows("メールアドレスとして読めません");
    stage.press("Ctrl-u 'ａ@b.jp' F10");
    stage.shows("保存しました");
    let kita = contact(&stage, "kita");
    assert_eq!((kita.fax.as_deref(), kita.mail.as_deref()), (Some("03-6"), Some("a@b.jp")));
    assert_eq!(kita.web.as_deref(), Some("https://a.jp/"));
    assert_eq!((kita.stale_after_months, kita.verified_from.as_deref()), (Some(3), Some("ホームページで")));
    // minami leads here already: only nishi can be tried next.
    assert_eq!(kita.alternate.as_ref().map(crate::domain::id::Id::as_str), Some("nishi"));
}

#[test]
fn whoever_goes_is_nobodys_next_any_more() {
    let mut stage = clinic();
    stage.press("{自院のものにする} Home Down Down Down Down Down Down Down Enter F3 Enter");
    let site = Site::open(stage.dir.path()).unwrap();
    assert!(site.contacts().iter().all(|contact| contact.id.as_str() != "kita"));
    assert!(contact(&stage, "minami").alternate.is_none());
    assert!(site.diagnostics().iter().all(|found| found.code != "dangling-id" || !found.message.contains("kita")));
}
