//! What a line says in plain words, in the site's language.
//!
//! Owns the `text` of the lines that the program words itself. Written once into the record, so that a line can be read without
//! the program or the runbook; the words of screens are elsewhere and may change freely.

pub mod backup;
pub mod degraded;
pub mod ledger;
pub mod restoring;
pub mod telling;

use super::event::{CallResult, DutyDone, FactValue, FileRead, Paper, PaperPrinted, Sign, StepMark};
use super::facility::{Department, Facility, Lang};
use super::plan::Plan;
use super::runbook::Step;
use super::step_key::StepKey;
use super::value::{Answer, Confidence, Value};
use super::when::Moment;
use super::who::Who;

/// Picks the words of a language.
pub fn pick<'a>(lang: Lang, ja: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// What was noticed, as the first-sign screen calls it.
pub fn sign(sign: Sign, lang: Lang) -> &'static str {
    let (ja, en) = match sign {
        Sign::CannotSee => ("見えない", "Cannot see"),
        Sign::CannotEnter => ("入らない", "Cannot enter"),
        Sign::CannotContact => ("連絡できない", "Cannot contact"),
        Sign::DeviceFails => ("機器が動かない", "Device fails"),
        Sign::Omen => ("予兆", "Omen"),
        Sign::Disaster => ("災害", "Disaster"),
    };
    pick(lang, ja, en)
}

/// はい, いいえ, 不明.
pub fn answer(answer: Answer, lang: Lang) -> &'static str {
    let (ja, en) = match answer {
        Answer::Yes => ("はい", "yes"),
        Answer::No => ("いいえ", "no"),
        Answer::Unknown => ("不明", "unknown"),
    };
    pick(lang, ja, en)
}

/// 確認済, 伝聞, 推定.
pub fn confidence(confidence: Confidence, lang: Lang) -> &'static str {
    let (ja, en) = match confidence {
        Confidence::Confirmed => ("確認済", "confirmed"),
        Confidence::Hearsay => ("伝聞", "hearsay"),
        Confidence::Estimated => ("推定", "estimated"),
    };
    pick(lang, ja, en)
}

/// What was done with a step.
pub fn mark(mark: StepMark, lang: Lang) -> &'static str {
    let (ja, en) = match mark {
        StepMark::Done => ("完了", "Done"),
        StepMark::Failed => ("不可", "Failed"),
        StepMark::Skipped => ("該当なし", "Does not apply"),
        StepMark::Later => ("後で", "Later"),
        StepMark::Reopened => ("やり直し", "Reopened"),
    };
    pick(lang, ja, en)
}

/// What came of a call.
pub fn call_result(result: CallResult, lang: Lang) -> &'static str {
    let (ja, en) = match result {
        CallResult::Reached => ("出た", "reached"),
        CallResult::NoAnswer => ("不在", "no answer"),
        CallResult::Busy => ("話中", "busy"),
        CallResult::Message => ("伝言", "message left"),
        CallResult::Fax => ("FAX送信", "fax sent"),
        CallResult::WrongDesk => ("担当外", "wrong desk"),
    };
    pick(lang, ja, en)
}

/// A step's action, with the department where it has one.
pub fn step_title(step: &Step, department: Option<&Department>) -> String {
    match department {
        Some(department) => format!("{}〔{}〕", step.action, department.title),
        None => step.action.clone(),
    }
}

/// The step that a key names, in words; the key itself where no runbook has it.
pub fn step_named(plan: &Plan, key: &StepKey) -> String {
    let department = key.department.as_ref().and_then(|id| plan.facility.department(id.as_str()));
    plan.step(key).map_or_else(|| key.to_string(), |step| step_title(step, department))
}

/// A value, with the unit and the words of its choices where the dictionary has them.
pub fn value(plan: &Plan, fact: &str, value: &Value, lang: Lang) -> String {
    let def = plan.fact(fact);
    let unit = def.and_then(|def| def.unit.as_deref()).unwrap_or("");
    match value {
        Value::Text(text) => text.clone(),
        Value::Time(time) => when(&plan.facility, &time.when(), lang),
        Value::Count(number) => format!("{number}{unit}"),
        Value::Range { low, high } => match lang {
            Lang::Ja => format!("{low}~{high}{unit}"),
            Lang::En => format!("{low} to {high}{unit}"),
        },
        Value::Choice(choice) => def
            .and_then(|def| def.choices.iter().find(|(id, _)| id.as_str() == choice))
            .map_or_else(|| choice.clone(), |(_, title)| title.clone()),
        Value::Answer(given) => answer(*given, lang).to_owned(),
        Value::List(items) => items.join(pick(lang, "、", ", ")),
        Value::Unknown => answer(Answer::Unknown, lang).to_owned(),
    }
}

/// Facts with their values: 「遮断した時刻: 2026-11-22 02:24」. What is not 確認済 says so.
pub fn facts(plan: &Plan, facts: &[FactValue], lang: Lang) -> String {
    let one = |fact: &FactValue| {
        let id = fact.fact.as_str();
        let sure = match fact.confidence {
            Confidence::Confirmed => String::new(),
            other => format!(" [{}]", confidence(other, lang)),
        };
        format!("{}: {}{sure}", plan.fact_title(id), value(plan, id, &fact.value, lang))
    };
    facts.iter().map(one).collect::<Vec<_>>().join(pick(lang, "、", "; "))
}

/// A moment on the facility's clock.
pub fn moment(facility: &Facility, at: Moment) -> String {
    at.with_timezone(&facility.offset).format("%Y-%m-%d %H:%M").to_string()
}

/// How another line's words are repeated: enough to recognise it. The whole stands in that line.
pub fn quoted(text: &str) -> String {
    const KEPT: usize = 120;
    if text.chars().nth(KEPT).is_none() {
        return text.to_owned();
    }
    text.chars().take(KEPT).chain(['…']).collect()
}

/// What an answer says.
pub fn answered(plan: &Plan, criterion: &str, given: Answer, sure: Confidence) -> String {
    let lang = plan.facility.lang;
    let sure = (sure != Confidence::Confirmed).then(|| confidence(sure, lang));
    with_remark(&format!("{} {}", plan.fact_title(criterion), answer(given, lang)), sure)
}

/// What a mark on a step says.
pub fn marked(plan: &Plan, key: &StepKey, as_: StepMark, reason: Option<&str>, collected: &[FactValue]) -> String {
    let lang = plan.facility.lang;
    let text = with_remark(&format!("{}: {}", mark(as_, lang), step_named(plan, key)), reason);
    if collected.is_empty() { text } else { format!("{text} [{}]", facts(plan, collected, lang)) }
}

/// What is printed.
pub fn paper(paper: Paper, lang: Lang) -> &'static str {
    let (ja, en) = match paper {
        Paper::Binder => ("手順書の綴り", "binder"),
        Paper::Contacts => ("連絡先", "contacts"),
        Paper::RoleCards => ("役割カード", "role cards"),
        Paper::BlankForms => ("白紙の用紙", "blank forms"),
    };
    pick(lang, ja, en)
}

/// What a duty carried out says: 「務めを済ませた: 情報セキュリティの研修 (結果: …、資料: …、出席 3名: …)」.
pub fn duty_done(plan: &Plan, done: &DutyDone) -> String {
    let lang = plan.facility.lang;
    let said = |ja: &str, en: &str, words: &Option<String>| {
        words.as_ref().map(|words| format!("{}: {words}", pick(lang, ja, en)))
    };
    let attended = (!done.attended.is_empty()).then(|| {
        let head = match lang {
            Lang::Ja => format!("出席 {}名", done.attended.len()),
            Lang::En => format!("{} took part", done.attended.len()),
        };
        format!("{head}: {}", names(&done.attended, lang))
    });
    let remarks = [said("結果", "result", &done.result), said("資料", "material", &done.material), attended];
    let remarks: Vec<String> = remarks.into_iter().flatten().collect();
    let sentence = format!("{}: {}", pick(lang, "務めを済ませた", "Duty carried out"), done.title);
    with_remark(&sentence, Some(&remarks.join(pick(lang, "、", ", "))))
}

/// What a 周知 says: 「読んだ: ランサムウェア… 2026-11-22版 (佐藤 一郎、鈴木 花子)」.
pub fn file_read(plan: &Plan, read: &FileRead) -> String {
    let lang = plan.facility.lang;
    let sentence = match lang {
        Lang::Ja => format!("読んだ: {} {}版", read.title, read.version),
        Lang::En => format!("Read: {}, edition {}", read.title, read.version),
    };
    with_remark(&sentence, Some(&names(&read.readers, lang)))
}

/// What a print says: 「印刷用に作った: 手順書の綴り 第3版」.
pub fn paper_printed(plan: &Plan, printed: &PaperPrinted) -> String {
    let lang = plan.facility.lang;
    let what = paper(printed.paper, lang);
    match (lang, printed.edition) {
        (Lang::Ja, Some(edition)) => format!("印刷用に作った: {what} 第{edition}版"),
        (Lang::Ja, None) => format!("印刷用に作った: {what}"),
        (Lang::En, Some(edition)) => format!("Made for printing: {what}, edition {edition}"),
        (Lang::En, None) => format!("Made for printing: {what}"),
    }
}

/// What a line of a sheet says whose step the incident does not have: 「紙の記録 p2-7 完了: …」.
pub fn from_paper(plan: &Plan, code: &str, title: &str, as_: StepMark, reason: Option<&str>) -> String {
    let lang = plan.facility.lang;
    let head = pick(lang, "紙の記録", "From paper");
    with_remark(&format!("{head} {code} {}: {title}", mark(as_, lang)), reason)
}

fn names(people: &[Who], lang: Lang) -> String {
    people.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join(pick(lang, "、", ", "))
}

/// A person with the role in which he or she acts: 「佐藤 一郎(運用責任者)」.
pub fn who(facility: &Facility, who: &Who) -> String {
    match &who.role {
        Some(role) => {
            let person = who.id.as_ref().and_then(|id| facility.person(id.as_str()));
            // Who stands in for a role does not hold it.
            let acting = if person.is_some_and(|person| !person.roles.contains(role)) {
                pick(facility.lang, "の代行", ", acting")
            } else {
                ""
            };
            format!("{}({}{acting})", who.name, facility.role_title(role.as_str()))
        }
        None => who.name.clone(),
    }
}

/// A sentence with what is in brackets behind it, where there is something.
pub fn with_remark(sentence: &str, remark: Option<&str>) -> String {
    match remark.filter(|remark| !remark.is_empty()) {
        Some(remark) => format!("{sentence} ({remark})"),
        None => sentence.to_owned(),
    }
}

/// A time on the facility's clock as people read it, with its date and how sure it is: 「2021-10-31 00:30頃」.
pub fn when(facility: &Facility, when: &super::when::When, lang: Lang) -> String {
    use super::when::Precision;
    let here = |at: Moment| at.with_timezone(&facility.offset);
    let moment = |at: Moment| moment(facility, at);
    let words = when.said.as_ref().map(|said| said.words.as_str()).unwrap_or_default();
    match (when.precision(), when.at.map(here), when.until().map(here)) {
        (Precision::Unknown, _, _) | (_, None, _) => answer(Answer::Unknown, lang).to_owned(),
        (Precision::Exact, Some(at), _) | (Precision::Range, Some(at), None) => moment(at),
        (Precision::About, Some(at), _) => match lang {
            Lang::Ja => format!("{}頃", moment(at)),
            Lang::En => format!("about {}", moment(at)),
        },
        (Precision::Range, Some(at), Some(until)) if until.date_naive() == at.date_naive() => {
            format!("{}~{}", moment(at), until.format("%H:%M"))
        }
        (Precision::Range, Some(at), Some(until)) => format!("{}~{}", moment(at), moment(until)),
        (Precision::PartOfDay, Some(at), _) => format!("{} {words}", at.format("%Y-%m-%d")),
    }
}
