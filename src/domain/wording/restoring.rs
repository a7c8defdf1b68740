//! What lines about getting systems back say.

use super::{pick, when};
use crate::domain::event::{
    BackTo, Gate, GateChecked, GateOverridden, GateResult, GenerationNoted, RestoreApproved, RestoreBegun,
    RestoreEnded, RestorePlanned, RestoreReleased, RestoreSteppedBack, RestoreVerified, SystemMark, SystemNamed,
    SystemsMarked,
};
use crate::domain::facility::Lang;
use crate::domain::plan::Plan;
use crate::domain::when::{Moment, When};

/// A gate, as people call it.
pub fn gate(gate: Gate, lang: Lang) -> &'static str {
    match gate {
        Gate::Evidence => pick(lang, "証拠保全", "evidence kept"),
        Gate::Entry => pick(lang, "侵入経路・アカウント・保守回線", "way in, accounts and maintenance lines"),
        Gate::Clean => pick(lang, "汚染確認", "generation clean"),
        Gate::Departments => pick(lang, "部門の確認", "check by the departments"),
    }
}

fn names(systems: &[SystemNamed], lang: Lang) -> String {
    let titles: Vec<&str> = systems.iter().map(|named| named.title.as_str()).collect();
    titles.join(pick(lang, "、", ", "))
}

fn rest(text: Option<&str>, lang: Lang) -> String {
    text.map(|text| format!("{}{text}", pick(lang, "。", ". "))).unwrap_or_default()
}

fn taken(plan: &Plan, taken: Option<Moment>) -> String {
    let lang = plan.facility.lang;
    match taken {
        Some(at) => {
            format!("{}{}", pick(lang, " 取った時刻: ", ", taken "), when(&plan.facility, &When::now(at), lang))
        }
        None => pick(lang, " 取った時刻: 不明", ", time taken unknown").to_owned(),
    }
}

/// Systems that stopped, or were found unaffected.
pub fn marked(plan: &Plan, made: &SystemsMarked) -> String {
    let lang = plan.facility.lang;
    let head = match made.state {
        SystemMark::Stopped => pick(lang, "停止したシステム: ", "Systems stopped: "),
        SystemMark::Unaffected => pick(lang, "影響なしを確かめたシステム: ", "Systems found unaffected: "),
    };
    format!("{head}{}{}", names(&made.systems, lang), rest(made.remark.as_deref(), lang))
}

/// A generation that was found.
pub fn noted(plan: &Plan, made: &GenerationNoted) -> String {
    let lang = plan.facility.lang;
    let unusable = made.unusable.as_deref();
    let unusable =
        unusable.map(|why| format!("{}{why}", pick(lang, "。使えない: ", ". Unusable: "))).unwrap_or_default();
    let head = pick(lang, "見つかった世代", "Generation found");
    let (system, generation, taken) = (&made.system.title, &made.generation, taken(plan, made.taken));
    format!("{head}: {system} {generation}{taken}{unusable}")
}

/// A generation that was chosen.
pub fn planned(plan: &Plan, made: &RestorePlanned) -> String {
    let lang = plan.facility.lang;
    let head = pick(lang, "復元に使う世代", "Generation chosen");
    format!("{head}: {} {}{}", names(&made.systems, lang), made.generation, taken(plan, made.taken))
}

/// A gate that was looked at.
pub fn checked(plan: &Plan, made: &GateChecked) -> String {
    let lang = plan.facility.lang;
    let result = match made.result {
        GateResult::Passed => pick(lang, "済み", "holds"),
        GateResult::Waived => pick(lang, "行わない", "waived"),
        GateResult::Failed => pick(lang, "不可", "does not hold"),
    };
    let head = pick(lang, "復元前の確認", "Before restoring");
    let (gate, names) = (gate(made.gate, lang), names(&made.systems, lang));
    format!("{head}: {gate} {result} {}{names}{}", pick(lang, "対象: ", "for "), rest(Some(&made.how), lang))
}

/// A gate that was overridden.
pub fn overridden(plan: &Plan, made: &GateOverridden) -> String {
    let lang = plan.facility.lang;
    let (gate, names, reason) = (gate(made.gate, lang), names(&made.systems, lang), &made.reason);
    match lang {
        Lang::Ja => format!("{gate}を確かめないまま進める 対象: {names}。理由: {reason}"),
        Lang::En => format!("Overridden: {gate}, for {names}. Reason: {reason}"),
    }
}

/// An approval.
pub fn approved(plan: &Plan, made: &RestoreApproved) -> String {
    let lang = plan.facility.lang;
    format!("{}{}", pick(lang, "復元を承認: ", "Restoration approved: "), names(&made.systems, lang))
}

/// A beginning.
pub fn begun(plan: &Plan, made: &RestoreBegun) -> String {
    let lang = plan.facility.lang;
    format!("{}{}", pick(lang, "復元を始めた: ", "Restoration begun: "), names(&made.systems, lang))
}

/// An end.
pub fn ended(plan: &Plan, made: &RestoreEnded) -> String {
    let lang = plan.facility.lang;
    let head = if made.worked {
        pick(lang, "復元が終わった: ", "Restoration ended: ")
    } else {
        pick(lang, "復元に失敗した: ", "Restoration failed: ")
    };
    format!("{head}{}{}", names(&made.systems, lang), rest(made.note.as_deref(), lang))
}

/// What a department saw.
pub fn verified(plan: &Plan, made: &RestoreVerified) -> String {
    let lang = plan.facility.lang;
    let (system, department) = (names(&made.systems, lang), &made.department_title);
    let seen = if made.right { pick(lang, "正しい", "right") } else { pick(lang, "正しくない", "not right") };
    let rest = rest(made.note.as_deref(), lang);
    match lang {
        Lang::Ja => format!("{department}が{system}を確かめた: {seen}{rest}"),
        Lang::En => format!("{department} checked {system}: {seen}{rest}"),
    }
}

/// A release.
pub fn released(plan: &Plan, made: &RestoreReleased) -> String {
    let lang = plan.facility.lang;
    format!("{}{}", pick(lang, "使用を再開: ", "In use again: "), names(&made.systems, lang))
}

/// To where a restoration goes back, as people call it.
pub fn back_to(to: BackTo, lang: Lang) -> &'static str {
    match to {
        BackTo::Generation => pick(lang, "世代選び", "choosing the generation"),
        BackTo::Gates => pick(lang, "復元前の確認", "the gates"),
        BackTo::Restore => pick(lang, "復元", "restoring"),
        BackTo::Verification => pick(lang, "部門の確認", "the check by the departments"),
    }
}

/// A step back.
pub fn stepped_back(plan: &Plan, made: &RestoreSteppedBack) -> String {
    let lang = plan.facility.lang;
    let (system, to, reason) = (&made.system.title, back_to(made.to, lang), &made.reason);
    match lang {
        Lang::Ja => format!("{system}を{to}からやり直す。理由: {reason}"),
        Lang::En => format!("{system} goes back to {to}. Reason: {reason}"),
    }
}
