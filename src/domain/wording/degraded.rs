//! What lines about working without the system say.

use super::{pick, who};
use crate::domain::event::{AccountClosed, AccountUsed, Closing, Mode, ModeSet, PatientsListed};
use crate::domain::facility::Lang;
use crate::domain::plan::Plan;

/// How a department stands, in a word.
pub fn mode(mode: Mode, lang: Lang) -> &'static str {
    match mode {
        Mode::Normal => pick(lang, "通常", "normal"),
        Mode::Degraded => pick(lang, "縮退", "degraded"),
        Mode::Stopped => pick(lang, "停止", "stopped"),
    }
}

/// How an emergency account was closed, in a word.
pub fn closing(how: Closing, lang: Lang) -> &'static str {
    match how {
        Closing::Disabled => pick(lang, "無効化", "disabled"),
        Closing::Changed => pick(lang, "パスワード変更", "password changed"),
        Closing::Resealed => pick(lang, "変更して再封緘", "changed and sealed again"),
    }
}

fn add(text: &mut String, head: &str, words: Option<&str>) {
    if let Some(words) = words {
        text.push_str(head);
        text.push_str(words);
    }
}

/// How a department stands.
pub fn set(plan: &Plan, made: &ModeSet) -> String {
    let lang = plan.facility.lang;
    let (title, state) = (&made.title, mode(made.state, lang));
    let mut text = match lang {
        Lang::Ja => format!("部門の状態: {title} {state}"),
        Lang::En => format!("Department: {title} {state}"),
    };
    add(&mut text, pick(lang, "。", ". "), made.remark.as_deref());
    text
}

/// Where today's patients are listed.
pub fn listed(plan: &Plan, made: &PatientsListed) -> String {
    let lang = plan.facility.lang;
    let (title, place) = (&made.title, &made.place);
    match (lang, made.count) {
        (Lang::Ja, Some(count)) => format!("今日の患者一覧: {title} {place} {count}人"),
        (Lang::Ja, None) => format!("今日の患者一覧: {title} {place}"),
        (Lang::En, Some(count)) => format!("Today's patients: {title}, {place}, {count}"),
        (Lang::En, None) => format!("Today's patients: {title}, {place}"),
    }
}

/// An emergency account that was opened.
pub fn used(plan: &Plan, made: &AccountUsed) -> String {
    let lang = plan.facility.lang;
    let mut text = format!("{}{}", pick(lang, "非常時アカウントを使用: ", "Emergency account used: "), made.account);
    add(&mut text, pick(lang, " 封緘番号 ", ", seal "), made.seal.as_deref());
    add(&mut text, pick(lang, "。目的: ", ". For: "), Some(&made.why));
    let approved = made.approved_by.as_ref().map(|person| who(&plan.facility, person));
    let approved = approved.as_deref().unwrap_or(pick(lang, "なし", "nobody"));
    add(&mut text, pick(lang, "。承認: ", ". Approved by: "), Some(approved));
    text
}

/// An emergency account that was closed.
pub fn closed(plan: &Plan, used: &AccountUsed, made: &AccountClosed) -> String {
    let lang = plan.facility.lang;
    let (account, how) = (&used.account, closing(made.how, lang));
    let mut text = match lang {
        Lang::Ja => format!("非常時アカウントを{how}: {account}"),
        Lang::En => format!("Emergency account {how}: {account}"),
    };
    add(&mut text, pick(lang, " 新しい封緘番号 ", ", new seal "), made.seal.as_deref());
    text
}
