//! What lines about paper, gaps and takers say.

use super::{moment, pick, with_remark};
use crate::domain::event::{
    AccountUsed, GapClosed, GapKind, GapNoted, SheetsCounted, SheetsEntered, SheetsGiven, Taken,
};
use crate::domain::facility::Lang;
use crate::domain::ledger::Batch;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;

/// What became of personal data, as people call it.
pub fn gap_kind(kind: GapKind, lang: Lang) -> &'static str {
    match kind {
        GapKind::Loss => pick(lang, "滅失", "lost"),
        GapKind::Damage => pick(lang, "毀損", "damaged"),
        GapKind::None => pick(lang, "なし", "none"),
        GapKind::Unknown => pick(lang, "不明", "unknown"),
    }
}

/// A batch, as people recognise it: 「ward-1 病棟 処方せん」.
pub fn batch(given: &SheetsGiven) -> String {
    format!("{} {} {}", given.batch, given.title, given.sheet)
}

/// Paper given out.
pub fn given(plan: &Plan, made: &SheetsGiven) -> String {
    let lang = plan.facility.lang;
    let (batch, count) = (batch(made), made.count);
    let said = match lang {
        Lang::Ja => format!("紙を渡した: {batch} {count}枚"),
        Lang::En => format!("Paper given out: {batch}, {count} sheets"),
    };
    let place = made.place.as_deref().map(|place| format!("{}{place}", pick(lang, "場所: ", "place: ")));
    with_remark(&said, place.as_deref())
}

/// Paper counted.
pub fn counted(plan: &Plan, of: &Batch, made: &SheetsCounted) -> String {
    let (batch, used, unused) = (batch(&of.given.made), made.used, made.unused);
    let missing = of.sheets.saturating_sub(u64::from(used) + u64::from(unused));
    match plan.facility.lang {
        Lang::Ja => {
            let missing = if missing > 0 { format!("、見つからない {missing}枚") } else { String::new() };
            format!("紙を数えた: {batch} 使った {used}枚、白紙 {unused}枚{missing}")
        }
        Lang::En => {
            let missing = if missing > 0 { format!(", {missing} not found") } else { String::new() };
            format!("Paper counted: {batch}, {used} used, {unused} blank{missing}")
        }
    }
}

/// Paper typed back.
pub fn entered(plan: &Plan, of: &Batch, made: &SheetsEntered) -> String {
    let lang = plan.facility.lang;
    let (batch, entered, used) = (batch(&of.given.made), made.entered, of.used().unwrap_or_default());
    let said = match lang {
        Lang::Ja => format!("紙を打ち戻した: {batch} 使った{used}枚のうち{entered}枚"),
        Lang::En => format!("Paper typed back: {batch}, {entered} of {used} used"),
    };
    let kept = made.kept_at.as_deref().map(|place| format!("{}{place}", pick(lang, "原本: ", "originals: ")));
    with_remark(&said, kept.as_deref())
}

fn edge(plan: &Plan, at: Option<Moment>) -> String {
    at.map_or_else(|| pick(plan.facility.lang, "不明", "unknown").to_owned(), |at| moment(&plan.facility, at))
}

/// From when until when something is missing.
pub fn period(plan: &Plan, from: Option<Moment>, until: Option<Moment>) -> String {
    let to = pick(plan.facility.lang, "~", " to ");
    format!("{}{to}{}", edge(plan, from), edge(plan, until))
}

/// A gap, as people recognise it.
pub fn gap(plan: &Plan, made: &GapNoted) -> String {
    format!("{} {} {}", made.system.title, period(plan, made.from, made.until), made.lost)
}

/// A gap noted.
pub fn gap_noted(plan: &Plan, made: &GapNoted) -> String {
    let lang = plan.facility.lang;
    let kind = gap_kind(made.kind, lang);
    let said = match lang {
        Lang::Ja => format!("データの空白: {}。滅失・毀損: {kind}", gap(plan, made)),
        Lang::En => format!("Gap in the data: {}. Loss or damage of personal data: {kind}", gap(plan, made)),
    };
    let how = made.how.as_deref().map(|how| format!("{}{how}", pick(lang, "作り直し: ", "to be made again: ")));
    with_remark(&said, how.as_deref())
}

/// A gap closed.
pub fn gap_closed(plan: &Plan, of: &GapNoted, made: &GapClosed) -> String {
    let head = pick(plan.facility.lang, "データの空白を終えた", "Gap in the data closed");
    with_remark(&format!("{head}: {}", gap(plan, of)), Some(&made.how))
}

/// A system on its way back, among what is open.
pub fn to_restore(plan: &Plan, title: &str) -> String {
    match plan.facility.lang {
        Lang::Ja => format!("{title}の復旧"),
        Lang::En => format!("getting {title} back"),
    }
}

/// A system in use whose gates are to be looked at again, among what is open.
pub fn to_recheck(plan: &Plan, title: &str) -> String {
    match plan.facility.lang {
        Lang::Ja => format!("{title}の復元前の確認をもう一度"),
        Lang::En => format!("the gates of {title}, again"),
    }
}

/// A system in use in which something was found wrong, among what is open.
pub fn to_decide(plan: &Plan, title: &str) -> String {
    match plan.facility.lang {
        Lang::Ja => format!("{title}を使い続けるか止めるかを決める"),
        Lang::En => format!("whether {title} stays in use or is stopped"),
    }
}

/// A department that is not back, among what is open.
pub fn to_normal(plan: &Plan, title: &str) -> String {
    match plan.facility.lang {
        Lang::Ja => format!("{title}を通常に戻す"),
        Lang::En => format!("{title} back to normal"),
    }
}

/// An emergency account that nobody has closed, among what is open.
pub fn open_account(plan: &Plan, used: &AccountUsed) -> String {
    format!("{} {}", pick(plan.facility.lang, "非常時アカウント", "emergency account"), used.account)
}

/// A batch of paper, among what is open.
pub fn open_batch(plan: &Plan, given: &SheetsGiven) -> String {
    format!("{} {}", pick(plan.facility.lang, "紙", "paper"), batch(given))
}

/// A gap, among what is open.
pub fn open_gap(plan: &Plan, noted: &GapNoted) -> String {
    format!("{} {}", pick(plan.facility.lang, "データの空白", "gap in the data:"), gap(plan, noted))
}

/// An open item taken.
pub fn taken(plan: &Plan, made: &Taken) -> String {
    let (title, taker, until) = (super::quoted(&made.title), &made.taker.name, &made.until);
    let said = match plan.facility.lang {
        Lang::Ja => format!("未了を引き受けた: {title} 担当 {taker}、{until}まで"),
        Lang::En => format!("Open item taken: {title}, by {taker}, until {until}"),
    };
    with_remark(&said, Some(&made.reason))
}
