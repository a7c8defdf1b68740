//! What to say on the telephone: who we are, what happened, what is known and what not yet, what it is about, and where to call back.
//!
//! Owns the sentences. All of them repeat the record and the plan: nothing is concluded, and what is suspected is not said as if it
//! were known. Must not know screens.

use super::call_sheet::Why;
use super::contact::{Contact, Group};
use super::duty::Duty;
use super::facility::Lang;
use super::id::Id;
use super::incident::{Incident, Opening};
use super::plan::Plan;
use super::runbook::Cause;
use super::step_key::StepKey;
use super::value::{Confidence, Value};
use super::when::{Moment, Precision, When};
use super::who::Who;
use super::wording::{confidence, pick, value, when};

/// Who calls whom, about what.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Whom.
    pub contact: &'a Contact,
    /// The step that asks for the call.
    pub step: Option<&'a StepKey>,
    /// Why, as the call sheet has it.
    pub whys: &'a [Why<'a>],
    /// Who sits at the keyboard.
    pub by: Option<&'a Who>,
    /// Now: a time of today is said without its date.
    pub now: Moment,
}

/// So many characters of what was noticed are read out; the whole stands in the record.
const READ_OUT: usize = 60;
/// So many unknown things are named.
const NAMED: usize = 4;

/// What does not work, by the names of the fact dictionary.
const UNUSABLE: [&str; 2] = ["affected-systems", "affected-departments"];
/// Which lines were cut.
const CUT: [&str; 2] = ["cut-time", "cut-outside-time"];
/// Who is in danger.
const PATIENTS: [&str; 2] = ["ventilator-count", "high-risk-count"];

/// At most eight lines to read out in forty seconds, of which the last one ends in asking for a repetition.
pub fn script(incident: &Incident, plan: &Plan, asked: &Asked<'_>, lang: Lang) -> Vec<String> {
    let said = Said { incident, plan, asked, lang };
    let mut lines = vec![said.who_we_are()];
    lines.extend(incident.opening.as_ref().map(|opening| said.what_happened(opening)));
    let mut unknown = Vec::new();
    lines.extend(said.known(said.pick("使えないもの", "Not usable"), &UNUSABLE, &mut unknown));
    if said.is_about_patients() {
        lines.extend(said.known(said.pick("患者", "Patients"), &PATIENTS, &mut unknown));
    }
    if said.is_about_lines() {
        lines.extend(said.known(said.pick("切った線", "Cut off"), &CUT, &mut unknown));
    }
    lines.push(said.request());
    said.collected(&mut unknown);
    if !unknown.is_empty() {
        lines.push(not_known(&unknown, lang));
    }
    lines.push(format!("{} {}", said.call_back(), said.pick("[復唱してもらう]", "[have it repeated]")));
    lines
}

struct Said<'a> {
    incident: &'a Incident,
    plan: &'a Plan,
    asked: &'a Asked<'a>,
    lang: Lang,
}

impl<'a> Said<'a> {
    fn pick(&self, ja: &'static str, en: &'static str) -> &'static str {
        pick(self.lang, ja, en)
    }

    fn who_we_are(&self) -> String {
        // Whoever hears it must not take an exercise for an emergency.
        let drill = if self.incident.drill { self.pick("訓練です。", "This is an exercise. ") } else { "" };
        let facility = &self.plan.facility.name;
        match (self.asked.by, self.lang) {
            (Some(by), Lang::Ja) => format!("{drill}{facility}の{}です。", by.name),
            (None, Lang::Ja) => format!("{drill}{facility}です。"),
            (Some(by), Lang::En) => format!("{drill}This is {}, {facility}.", by.name),
            (None, Lang::En) => format!("{drill}This is {facility}."),
        }
    }

    /// The first sign in the words of who noticed it.
    fn what_happened(&self, opening: &Opening) -> String {
        let at = if opening.noticed.at.is_some() {
            self.clock(&opening.noticed)
        } else {
            self.pick("時刻は不明", "time unknown").to_owned()
        };
        let text = opening.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = text.chars().take(READ_OUT).collect();
        let more = if short.len() < text.len() { self.pick(" (以下略)", " (shortened)") } else { "" };
        match self.lang {
            Lang::Ja => format!("{at}に気付いたこと: 「{short}」{more}"),
            Lang::En => format!("Noticed at {at}: \"{short}\"{more}"),
        }
    }

    /// A time of today without its date.
    fn clock(&self, at: &When) -> String {
        let here = |at: Moment| at.with_timezone(&self.plan.facility.offset);
        let today = at.at.map(here).filter(|moment| {
            at.precision() == Precision::Exact && moment.date_naive() == here(self.asked.now).date_naive()
        });
        today.map_or_else(|| when(&self.plan.facility, at, self.lang), |at| at.format("%H:%M").to_string())
    }

    /// What is known of some facts, in one line; what is not goes among the unknown.
    fn known(&self, head: &str, facts: &[&'a str], unknown: &mut Vec<&'a str>) -> Option<String> {
        let mut known = Vec::new();
        for id in facts.iter().copied().filter(|id| self.plan.fact(id).is_some()) {
            let Some(fact) = self.incident.fact(id).filter(|fact| !fact.value.is_unknown()) else {
                unknown.push(self.plan.fact_title(id));
                continue;
            };
            let words = match &fact.value {
                Value::Time(time) => self.clock(&time.when()),
                other => value(self.plan, id, other, self.lang),
            };
            // What somebody only supposes is not said as if it were known.
            let sure = match fact.confidence {
                Confidence::Confirmed => String::new(),
                other => format!(" [{}]", confidence(other, self.lang)),
            };
            let title = self.plan.fact_title(id);
            known.push(match self.lang {
                Lang::Ja => format!("{title} {words}{sure}"),
                Lang::En => format!("{title}: {words}{sure}"),
            });
        }
        let list = known.join(self.pick("、", "; "));
        (!known.is_empty()).then(|| format!("{head}: {list}"))
    }

    fn follows(&self, cause: Cause) -> bool {
        let runbooks = self.incident.active_runbooks();
        runbooks.iter().filter_map(|id| self.plan.runbook(id.as_str())).any(|runbook| runbook.cause == Some(cause))
    }

    /// A company that mends systems is not told about patients; in a disaster who brings power and water is.
    fn is_about_patients(&self) -> bool {
        self.asked.contact.group != Group::Vendor || self.follows(Cause::Disaster)
    }

    fn is_about_lines(&self) -> bool {
        self.follows(Cause::Cyberattack)
    }

    /// What it is about, and what we ask for.
    fn request(&self) -> String {
        let ask = match self.asked.contact.group {
            Group::Staff => {
                self.pick("指示と、来られる時刻をください。", "Please say what to do, and when you can be here.")
            }
            Group::Vendor | Group::Authority => self.pick(
                "お名前と受付番号、こちらですることを教えてください。",
                "Please give your name, a reference number, and what we are to do.",
            ),
        };
        let about = self.about();
        let about = about.trim_end_matches(['。', '.']);
        match self.lang {
            Lang::Ja => format!("用件: {about}。{ask}"),
            Lang::En => format!("About: {about}. {ask}"),
        }
    }

    /// What was asked of us, else what the plan says of a duty to tell this contact, else what fits everybody of its kind. A step's
    /// words are for who walks it, not for who is called.
    fn about(&self) -> String {
        let asked = self.asked.whys.iter().find_map(|why| match why {
            Why::Asked(asked) => Some(match self.lang {
                Lang::Ja => format!("お尋ねのあった「{asked}」のお返事です"),
                Lang::En => format!("this is our answer to what you asked for: {asked}"),
            }),
            _ => None,
        });
        asked.or_else(|| self.duty()).unwrap_or_else(|| self.of_its_kind().to_owned())
    }

    /// In the words of the duty that asks for the call, else of one that names this contact and fits what is followed.
    fn duty(&self) -> Option<String> {
        let asking = self.asked.whys.iter().find_map(|why| match why {
            Why::Duty(clock) => clock.duty.say.as_ref(),
            _ => None,
        });
        let names = |duty: &&Duty| duty.contacts.contains(&self.asked.contact.id);
        let fits = |duty: &&Duty| duty.causes.is_empty() || duty.causes.iter().any(|cause| self.follows(*cause));
        let naming = || self.plan.duties.iter().filter(names).filter(fits).find_map(|duty| duty.say.as_ref());
        asking.or_else(naming).cloned()
    }

    fn of_its_kind(&self) -> &'static str {
        match (self.asked.contact.group, self.follows(Cause::Disaster)) {
            (Group::Staff, true) => self.pick("災害が起きました", "there has been a disaster"),
            (Group::Staff, false) => self.pick("システムに障害が起きました", "our systems have failed"),
            (Group::Vendor, true) => self.pick(
                "災害で困っていることがあり、来てもらえるかを聞きたくて電話しました",
                "we have trouble after a disaster, and ask whether you can come",
            ),
            (Group::Vendor, false) => self.pick(
                "システムが使えなくなったので、見てほしくて電話しました",
                "our systems have failed, and we ask you to look at them",
            ),
            (Group::Authority, true) => {
                self.pick("災害のあとの様子をお知らせします", "this is how we are after the disaster")
            }
            (Group::Authority, false) => self.pick(
                "医療情報システムの障害について、お知らせします",
                "this is about a failure of our medical information systems",
            ),
        }
    }

    /// What the step collects and nobody could say yet.
    fn collected(&self, unknown: &mut Vec<&'a str>) {
        let step = self.asked.step.and_then(|step| self.plan.step(step));
        let collected: &[Id] = step.map(|step| step.collect.as_slice()).unwrap_or_default();
        let open = |id: &&Id| self.incident.fact(id.as_str()).is_none_or(|fact| fact.value.is_unknown());
        for title in collected.iter().filter(open).map(|id| self.plan.fact_title(id.as_str())) {
            if !unknown.contains(&title) {
                unknown.push(title);
            }
        }
    }

    /// Where we can be reached. An invented number is not read out.
    fn call_back(&self) -> String {
        let facility = &self.plan.facility;
        let id = self.asked.by.and_then(|by| by.id.as_ref());
        let person = id.and_then(|id| facility.person(id.as_str())).filter(|person| !person.sample);
        let own = person.and_then(|person| person.phone.as_deref());
        let number = own.or_else(|| facility.phone.as_deref().filter(|_| !facility.sample));
        match (number, self.lang) {
            (Some(number), Lang::Ja) => format!("折り返し: {number}"),
            (Some(number), Lang::En) => format!("Call back: {number}"),
            (None, Lang::Ja) => "折り返し: (ここの番号を言う)".to_owned(),
            (None, Lang::En) => "Call back: (say the number here)".to_owned(),
        }
    }
}

fn not_known(titles: &[&str], lang: Lang) -> String {
    let named: Vec<&str> = titles.iter().take(NAMED).copied().collect();
    let more = titles.len().saturating_sub(NAMED);
    let named = named.join(pick(lang, "、", ", "));
    match (lang, more) {
        (Lang::Ja, 0) => format!("まだ不明: {named}"),
        (Lang::Ja, more) => format!("まだ不明: {named} ほか{more}件"),
        (Lang::En, 0) => format!("Not known yet: {named}"),
        (Lang::En, more) => format!("Not known yet: {named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::duty::{Certainty, Due, DueRule, Start};
    use crate::domain::event::{FactValue, StepMark};
    use crate::domain::fixture::{Story, by, id, key, listed, mark, set, t, value};
    use crate::domain::runbook::FactDef;
    use crate::domain::value::{TimeValue, ValueType};

    fn vendor() -> Contact {
        let when = Some("電子カルテが使えないとき".into());
        Contact { when, sample: true, ..Contact::new(id("vendor-a"), "A社", Group::Vendor) }
    }

    fn said(story: &Story, step: Option<&str>, person: Option<&str>) -> Vec<String> {
        let (contact, step, by) = (vendor(), step.map(key), person.map(listed));
        let asked = Asked { contact: &contact, step: step.as_ref(), whys: &[], by: by.as_ref(), now: story.now };
        script(&story.state(), &story.plan, &asked, Lang::Ja)
    }

    #[test]
    fn it_says_who_what_and_what_for() {
        let story = Story::attacked();
        assert_eq!(
            said(&story, Some("ransomware:call-vendor"), Some("tanaka")),
            [
                "見本クリニックの田中 幸です。",
                "00:30に気付いたこと: 「プリンタが英文を印字」",
                "用件: システムが使えなくなったので、見てほしくて電話しました。お名前と受付番号、こちらですることを教えてください。",
                "まだ不明: 遮断した時刻",
                "折り返し: (ここの番号を言う) [復唱してもらう]",
            ]
        );
        let without_step = said(&story, None, None);
        assert_eq!(without_step.first().unwrap(), "見本クリニックです。");
        assert!(without_step[2].starts_with("用件: システムが使えなくなったので"), "{without_step:?}");
    }

    #[test]
    fn what_the_step_collects_is_unknown_until_somebody_knows_it() {
        let mut story = Story::attacked();
        let all = |story: &Story| said(story, Some("ransomware:count"), None);
        assert!(all(&story).contains(&"まだ不明: 遮断した時刻、患者数".to_owned()));
        story.say(by("tanaka"), set("patients", Value::Unknown));
        assert!(all(&story).contains(&"まだ不明: 遮断した時刻、患者数".to_owned()));
        story.say(by("tanaka"), set("patients", Value::Count(40)));
        assert!(!all(&story).concat().contains("患者数、"), "{:?}", all(&story));
        assert!(all(&story).contains(&"まだ不明: 遮断した時刻".to_owned()));
    }

    #[test]
    fn a_suspicion_stays_one_and_nothing_is_added() {
        let mut story = Story::attacked();
        story.say(by("tanaka"), mark("ransomware:keep-power", StepMark::Done));
        let all = said(&story, Some("ransomware:call-vendor"), None).concat();
        // The runbook that is followed is no finding.
        assert!(!all.contains("ランサム") && !all.contains("攻撃") && !all.contains("感染"), "{all}");
    }

    #[test]
    fn a_time_of_another_day_has_its_date_and_a_long_text_is_short() {
        let mut story = Story::attacked();
        story.now = t("23 0700");
        assert!(said(&story, None, None)[1].starts_with("2026-11-22 00:30に"), "{:?}", said(&story, None, None));
        let mut state = story.state();
        let opening = state.opening.as_mut().unwrap();
        opening.text = "長い話。".repeat(100);
        let contact = vendor();
        let asked = Asked { contact: &contact, step: None, whys: &[], by: None, now: story.now };
        state.drill = true;
        let lines = script(&state, &story.plan, &asked, Lang::Ja);
        assert!(lines[0].starts_with("訓練です。"), "{lines:?}");
        assert!(lines[1].ends_with("(以下略)") && lines[1].chars().count() < 120, "{lines:?}");
        assert!(lines.len() <= 8);
        assert!(script(&state, &story.plan, &asked, Lang::En)[0].starts_with("This is an exercise."));
    }

    /// The clinic of which more is known.
    fn dictionary(story: &mut Story) {
        let fact = |name: &str, title: &str, value| FactDef {
            id: id(name),
            title: title.into(),
            ask: None,
            value,
            unit: None,
            choices: Vec::new(),
            ahead: false,
        };
        story.plan.facts.extend([
            fact("affected-systems", "使えないシステム", ValueType::List),
            fact("cut-outside-time", "外部の回線を切った時刻", ValueType::Time),
            fact("ventilator-count", "人工呼吸器の患者数", ValueType::Count),
            fact("high-risk-count", "目を離せない患者数", ValueType::Count),
        ]);
    }

    #[test]
    fn what_is_known_is_said_as_sure_as_it_is_and_only_to_whom_it_helps() {
        let mut story = Story::attacked();
        dictionary(&mut story);
        let systems = FactValue {
            confidence: Confidence::Hearsay,
            ..value("affected-systems", Value::List(vec!["電子カルテ".into(), "オーダ".into()]))
        };
        story.say(by("tanaka"), Command::SetFacts { facts: vec![systems] });
        story.say(by("tanaka"), set("ventilator-count", Value::Count(3)));
        let cut = Value::Time(TimeValue { at: t("0110"), said: None });
        story.say(by("tanaka"), set("cut-outside-time", cut));
        let lines = said(&story, Some("ransomware:call-vendor"), None);
        assert_eq!(lines[2], "使えないもの: 使えないシステム 電子カルテ、オーダ [伝聞]");
        assert_eq!(lines[3], "切った線: 外部の回線を切った時刻 01:10");
        // Who mends the system is not told about patients.
        assert!(!lines.concat().contains("人工呼吸器"), "{lines:?}");
        assert_eq!(lines[5], "まだ不明: 遮断した時刻");
        assert!(lines.len() <= 8, "{lines:?}");
        let contact = Contact { group: Group::Authority, ..vendor() };
        let asked = Asked { contact: &contact, step: None, whys: &[], by: None, now: story.now };
        let lines = script(&story.state(), &story.plan, &asked, Lang::Ja);
        assert_eq!(lines[3], "患者: 人工呼吸器の患者数 3");
        assert!(lines.contains(&"まだ不明: 目を離せない患者数、遮断した時刻".to_owned()), "{lines:?}");
        assert!(lines.len() <= 8, "{lines:?}");
    }

    #[test]
    fn what_it_is_about_is_said_in_the_words_of_the_duty_that_names_the_contact() {
        let mut story = Story::attacked();
        let due = Due { rule: DueRule::AtOnce, certainty: Certainty::Secondary, note: None };
        let say = Some("原因が分からないので、見てほしくて電話しました".to_owned());
        story.plan.duties.push(Duty {
            id: id("vendor"),
            title: "保守会社へ連絡".into(),
            short: None,
            say,
            contacts: vec![id("vendor-a")],
            causes: vec![Cause::Cyberattack],
            founder: None,
            when: None,
            from: vec![Start::Noticed],
            due,
            needs_submission: false,
            optional: false,
            form: None,
            source: Vec::new(),
        });
        let about = |story: &Story| said(story, Some("ransomware:call-vendor"), None)[2].clone();
        assert!(
            about(&story).starts_with("用件: 原因が分からないので、見てほしくて電話しました。"),
            "{}",
            about(&story)
        );
        story.plan.duties[0].causes = vec![Cause::Disaster];
        assert!(about(&story).starts_with("用件: システムが使えなくなったので"), "of another cause: {}", about(&story));
    }

    #[test]
    fn our_own_number_is_said_and_an_invented_one_is_not() {
        let mut story = Story::attacked();
        let end = |story: &Story| said(story, None, Some("tanaka")).pop().unwrap();
        let me = story.plan.facility.people.iter_mut().find(|person| person.id == id("tanaka")).unwrap();
        me.phone = Some("03-1111-2222".into());
        assert_eq!(end(&story), "折り返し: 03-1111-2222 [復唱してもらう]");
        story.plan.facility.people.iter_mut().for_each(|person| person.sample = true);
        assert!(!end(&story).contains("03-1111"), "{}", end(&story));
        story.plan.facility.phone = Some("03-9999-0000".into());
        assert!(end(&story).contains("ここの番号"), "the facility is invented, too: {}", end(&story));
        story.plan.facility.sample = false;
        assert_eq!(end(&story), "折り返し: 03-9999-0000 [復唱してもらう]");
    }
}
