//! The sentences of the briefing, made of what is recorded.
//!
//! Owns which facts of the shipped dictionary are said. A facility that has taken one out does not hear of it.

mod told;

use chrono::Timelike as _;

use super::topics::topics;
use super::{About, Sentence};
use crate::domain::facility::Lang;
use crate::domain::incident::{FactEntry, Incident};
use crate::domain::plan::Plan;
use crate::domain::runbook::{Cause, Runbook};
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::{Moment, Precision, When};
use crate::domain::who::Who;
use crate::domain::wording::{self, pick};

/// So many characters of what was noticed are said.
const NOTICED: usize = 40;
/// So many characters of a value are said.
const SAID: usize = 30;
/// So many names are said in a row.
const NAMED: usize = 3;

/// Yes to one of these is a suspicion of an attack, and no more.
const SUSPICIONS: [&str; 4] = ["notice-t1-attack", "ransom-signs", "files-encrypted", "odd-signs"];
const CONFIRMED: &str = "attack-confirmed";

/// Numbers of patients.
const PATIENTS: [(&str, &str, &str); 4] = [
    ("patients-in-house", "院内に", "in house"),
    ("ventilator-count", "人工呼吸器", "on ventilators"),
    ("high-risk-count", "目を離せない人", "to be watched"),
    ("injured-patients", "けが", "injured"),
];
const HARM: &str = "vital-care-hit";

/// When something was cut.
const CUTS: [(&str, &str, &str); 3] = [
    ("cut-time", "バックアップの線", "the backup line"),
    ("cut-outside-time", "外部の回線", "the outside lines"),
    ("cut-segment-time", "院内の区画の境目", "the segment boundary"),
];

const SYSTEMS: &str = "affected-systems";
const PAPER: &str = "paper-start";

/// Who says what is recorded.
pub(super) struct Speaker<'a> {
    pub(super) incident: &'a Incident,
    pub(super) plan: &'a Plan,
    pub(super) now: Moment,
    pub(super) lang: Lang,
}

impl Speaker<'_> {
    pub(super) fn sentences(&self, by: Option<&Who>) -> Vec<Sentence> {
        let said = |about, gives_way, text| Sentence { about, gives_way, text };
        let all = [
            said(About::Who, 0, self.who(by)),
            said(About::What, 0, self.noticed()),
            said(About::What, 2, self.systems()),
            said(About::What, 0, self.attack()),
            said(About::Patients, 0, self.patients()),
            said(About::Patients, 0, self.harm()),
            said(About::Cut, 0, self.cuts()),
            said(About::Cut, 4, self.paper()),
            said(About::Told, 0, self.told()),
            said(About::Told, 5, self.in_vain()),
            said(About::Ask, 3, self.level()),
            said(About::Ask, 0, self.ask()),
        ];
        all.into_iter().filter(|said| !said.text.is_empty()).collect()
    }

    fn pick<'b>(&self, ja: &'b str, en: &'b str) -> &'b str {
        pick(self.lang, ja, en)
    }

    /// The name of a list in speech.
    fn row(&self, names: &[String]) -> String {
        let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
        let first = first.join(self.pick("、", ", "));
        match (self.lang, names.len().saturating_sub(NAMED)) {
            (_, 0) => first,
            (Lang::Ja, more) => format!("{first}ほか{more}件"),
            (Lang::En, more) => format!("{first} and {more} more"),
        }
    }

    /// A time as one says it today.
    fn time(&self, when: &When) -> String {
        let here = |at: Moment| at.with_timezone(&self.plan.facility.offset);
        match when.at.map(here) {
            None => self.pick("時刻不明", "at an unknown time").to_owned(),
            Some(at) => {
                let day = if at.date_naive() == here(self.now).date_naive() {
                    String::new()
                } else {
                    format!("{} ", at.format("%m/%d"))
                };
                match when.precision() {
                    Precision::Exact => format!("{day}{:02}:{:02}", at.hour(), at.minute()),
                    Precision::About => {
                        format!("{day}{:02}:{:02}{}", at.hour(), at.minute(), self.pick("頃", " or so"))
                    }
                    // 明け方 stays 明け方.
                    _ => wording::when(&self.plan.facility, when, self.lang),
                }
            }
        }
    }

    fn known(&self, id: &str) -> Option<&FactEntry> {
        self.incident.fact(id).filter(|fact| !fact.value.is_unknown())
    }

    /// A value as it is said; what is not 確認済 says so.
    fn value(&self, id: &str, fact: &FactEntry) -> String {
        let text = match &fact.value {
            Value::Time(time) => self.time(&time.when()),
            Value::List(items) => self.row(items),
            other => wording::value(self.plan, id, other, self.lang),
        };
        format!("{}{}", cut(&text, SAID), self.unsure(fact.confidence))
    }

    fn unsure(&self, confidence: Confidence) -> String {
        if confidence == Confidence::Confirmed {
            return String::new();
        }
        format!("({})", wording::confidence(confidence, self.lang))
    }

    fn has(&self, id: &str) -> bool {
        self.plan.fact(id).is_some() || self.plan.criterion(id).is_some()
    }

    fn followed(&self) -> impl Iterator<Item = &Runbook> {
        self.incident.active_runbooks().into_iter().filter_map(|id| self.plan.runbook(id.as_str()))
    }

    fn who(&self, by: Option<&Who>) -> String {
        // Whoever hears it must not take an exercise for an emergency.
        let drill = if self.incident.drill { self.pick("訓練です。", "This is an exercise. ") } else { "" };
        let facility = &self.plan.facility.name;
        match (by, self.lang) {
            (Some(by), Lang::Ja) => format!("{drill}{facility}の{}です。", by.name),
            (None, Lang::Ja) => format!("{drill}{facility}です。"),
            (Some(by), Lang::En) => format!("{drill}This is {}, {facility}.", by.name),
            (None, Lang::En) => format!("{drill}This is {facility}."),
        }
    }

    /// The first sign, in the words of who noticed it.
    fn noticed(&self) -> String {
        let Some(opening) = &self.incident.opening else { return String::new() };
        let (at, text) = (self.time(&opening.noticed), cut(&opening.text, NOTICED));
        match (self.lang, text.is_empty()) {
            (Lang::Ja, true) => format!("{at}に異常に気付きました。"),
            (Lang::Ja, false) => format!("{at}に「{text}」と気付きました。"),
            (Lang::En, true) => format!("At {at} we noticed that something was wrong."),
            (Lang::En, false) => format!("At {at} we noticed: \"{text}\"."),
        }
    }

    fn systems(&self) -> String {
        if !self.has(SYSTEMS) {
            return String::new();
        }
        match (self.known(SYSTEMS).map(|fact| self.value(SYSTEMS, fact)), self.lang) {
            (Some(names), Lang::Ja) => format!("使えないのは{names}です。"),
            (None, Lang::Ja) => "何が使えないかは、まだ不明です。".to_owned(),
            (Some(names), Lang::En) => format!("Out of use: {names}."),
            (None, Lang::En) => "What is out of use is not known yet.".to_owned(),
        }
    }

    fn answered(&self, id: &str) -> Option<(Answer, Confidence)> {
        let fact = self.incident.fact(id)?;
        match fact.value {
            Value::Answer(answer) => Some((answer, fact.confidence)),
            _ => None,
        }
    }

    /// Confirmed only where somebody has confirmed it; a sign of it is a suspicion.
    fn attack(&self) -> String {
        let suspected = SUSPICIONS.iter().any(|id| matches!(self.answered(id), Some((Answer::Yes, _))));
        let said = match self.answered(CONFIRMED) {
            Some((Answer::Yes, Confidence::Confirmed)) => {
                self.pick("サイバー攻撃と確かめました。", "A cyberattack, confirmed.")
            }
            Some((Answer::Yes, _)) => self.pick(
                "攻撃と聞いていますが、まだ確かめていません。",
                "We were told of an attack; nobody has confirmed it.",
            ),
            _ if suspected => self.pick("攻撃の疑いがあります。", "An attack is suspected."),
            _ if self.followed().any(|runbook| runbook.cause.is_some_and(|cause| cause != Cause::Disaster)) => {
                self.pick("攻撃かどうかは、まだ不明です。", "Whether it is an attack is not known yet.")
            }
            _ => "",
        };
        said.to_owned()
    }

    fn patients(&self) -> String {
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for (id, ja, en) in PATIENTS.into_iter().filter(|(id, ..)| self.has(id)) {
            match self.known(id).map(|fact| self.value(id, fact)) {
                Some(value) if self.lang == Lang::Ja => known.push(format!("{ja}{value}")),
                Some(value) => known.push(format!("{value} {en}")),
                // Nobody is asked for the injured in a failure of computers.
                None if id == "injured-patients" => {}
                None => unknown.push(self.pick(ja.trim_end_matches('に'), en)),
            }
        }
        let (known, unknown) = (known.join(self.pick("、", ", ")), unknown.join(self.pick("、", ", ")));
        match (self.lang, known.is_empty(), unknown.is_empty()) {
            (_, true, true) => String::new(),
            (Lang::Ja, true, false) => "患者の数は、まだ不明です。".to_owned(),
            (Lang::Ja, false, true) => format!("患者は、{known}です。"),
            (Lang::Ja, false, false) => format!("患者は、{known}です。{unknown}の数は、まだ不明です。"),
            (Lang::En, true, false) => "The number of patients is not known yet.".to_owned(),
            (Lang::En, false, true) => format!("Patients: {known}."),
            (Lang::En, false, false) => format!("Patients: {known}. Not known yet: {unknown}."),
        }
    }

    fn harm(&self) -> String {
        if !self.has(HARM) {
            return String::new();
        }
        let sure = |confidence| self.unsure(confidence);
        match (self.answered(HARM), self.lang) {
            (Some((Answer::Yes, how)), Lang::Ja) => format!("命にかかわる診療に影響があります{}。", sure(how)),
            (Some((Answer::No, how)), Lang::Ja) => {
                format!("命にかかわる診療への影響は、いまはありません{}。", sure(how))
            }
            (_, Lang::Ja) => "命にかかわる診療への影響は、まだ不明です。".to_owned(),
            (Some((Answer::Yes, how)), Lang::En) => format!("Vital care is affected{}.", sure(how)),
            (Some((Answer::No, how)), Lang::En) => format!("Vital care is not affected now{}.", sure(how)),
            (_, Lang::En) => "Whether vital care is affected is not known yet.".to_owned(),
        }
    }

    /// What was cut and when; where nothing is written down, just that.
    fn cuts(&self) -> String {
        let asks = self.followed().flat_map(Runbook::steps).any(|(_, step)| {
            step.cutoff.is_some() || CUTS.iter().any(|(id, ..)| step.collect.iter().any(|known| known.as_str() == *id))
        });
        let any = CUTS.iter().any(|(id, ..)| self.incident.fact(id).is_some());
        if !asks && !any {
            return String::new();
        }
        let (mut done, mut open) = (Vec::new(), Vec::new());
        for (id, ja, en) in CUTS.into_iter().filter(|(id, ..)| self.has(id)) {
            match self.known(id).map(|fact| self.value(id, fact)) {
                Some(at) if self.lang == Lang::Ja => done.push(format!("{ja}を{at}に")),
                Some(at) => done.push(format!("{en} at {at}")),
                None => open.push(self.pick(ja, en)),
            }
        }
        let (done, open) = (done.join(self.pick("、", ", ")), open.join(self.pick("と", " and ")));
        let done = match (self.lang, done.is_empty()) {
            (_, true) => String::new(),
            (Lang::Ja, false) => format!("{done}切りました。"),
            (Lang::En, false) => format!("We cut {done}. "),
        };
        let open = match (self.lang, open.is_empty()) {
            (_, true) => String::new(),
            (Lang::Ja, false) => format!("{open}は、切った記録がありません。"),
            (Lang::En, false) => format!("No record that {open} was cut."),
        };
        format!("{done}{open}").trim_end().to_owned()
    }

    fn paper(&self) -> String {
        match (self.known(PAPER).map(|fact| self.value(PAPER, fact)), self.lang) {
            (Some(at), Lang::Ja) => format!("紙の運用は{at}からです。"),
            (Some(at), Lang::En) => format!("On paper since {at}."),
            (None, _) => String::new(),
        }
    }

    fn level(&self) -> String {
        let Some(declared) = self.incident.declaration() else { return String::new() };
        let (level, title) = (declared.made.level, &declared.made.level_title);
        match (self.lang, declared.awaits_confirmation()) {
            (Lang::Ja, true) => format!("レベル{level}({title})を仮に宣言しています。"),
            (Lang::Ja, false) => format!("レベル{level}({title})を宣言しています。"),
            (Lang::En, true) => format!("Level {level} ({title}) is declared provisionally."),
            (Lang::En, false) => format!("Level {level} ({title}) is declared."),
        }
    }

    fn ask(&self) -> String {
        let provisional = self.incident.awaiting().next().is_some();
        let topics = topics(self.incident, self.plan);
        let open = |topic: &&super::Topic<'_>| topic.settled.is_none() || (topic.topic.fact.is_none() && provisional);
        let open: Vec<String> = topics.iter().filter(open).map(|topic| topic.topic.title.clone()).collect();
        match (topics.is_empty(), open.is_empty(), self.lang) {
            (true, ..) => String::new(),
            (_, true, Lang::Ja) => "いま決めてほしいことは、ありません。".to_owned(),
            (_, true, Lang::En) => "There is nothing to decide now.".to_owned(),
            (_, false, Lang::Ja) => format!("決めてほしいのは、{}です。", self.row(&open)),
            (_, false, Lang::En) => format!("Please decide: {}.", self.row(&open)),
        }
    }
}

/// The beginning of a text on one line.
fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().nth(most).is_none() {
        return text;
    }
    text.chars().take(most).chain(['…']).collect()
}
