//! 周知の文: a template filled from the record, and the words in a text that should be looked at again.
//!
//! Owns what a template can name and how what is not known stands in the text. Plain text; a template reaches no file and no other
//! template, repeats nothing and cannot grow. Must not know screens.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Timelike as _;
use minijinja::value::{Object, ObjectRepr};
use minijinja::{Environment, UndefinedBehavior, Value as Jinja};

use crate::domain::announcement::{Announcement, Audience, OWN_NAMES};
use crate::domain::caution::pressing;
use crate::domain::facility::Lang;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::{Moment, Precision, When};
use crate::domain::wording;
use crate::t;
use crate::text::said::Folded;
use crate::text::sanitize;

/// So many steps of a template are taken at most.
const FUEL: u64 = 20_000;

/// How a filled text is cut off, in characters: an announcement is read aloud or fits a sheet of paper.
const LONGEST: usize = 8000;

/// A template that was filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub body: String,
    /// What stands in it as 「まだ不明」, by title.
    pub unknown: Vec<String>,
    /// What stands in it and nobody has confirmed, by title.
    pub unsure: Vec<String>,
    /// The facts of the dictionary that would have to be known for it.
    pub ask: Vec<Id>,
}

/// Words in a text that should be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Where they stand in the text, in bytes.
    pub at: Range<usize>,
    /// The words, as the text has them; empty: it is about the text as a whole.
    pub words: String,
    /// What to think about.
    pub say: String,
}

impl Doubt {
    /// As the record keeps it and a screen shows it.
    pub fn line(&self) -> String {
        if self.words.is_empty() { self.say.clone() } else { format!("「{}」 {}", self.words, self.say) }
    }
}

/// Who reads or hears it, in words.
pub fn audience(to: Audience) -> String {
    match to {
        Audience::Hospital => t!("audience-hospital"),
        Audience::Door => t!("audience-door"),
        Audience::Phone => t!("audience-phone"),
        Audience::Web => t!("audience-web"),
        Audience::Staff => t!("audience-staff"),
        Audience::Patients => t!("audience-patients"),
    }
}

/// Fills a template from what is recorded.
///
/// # Errors
/// A template that was not checked before it was used, or names something in a way that no template may.
pub fn fill(made: &Announcement, incident: &Incident, plan: &Plan, now: Moment) -> Result<Filled, minijinja::Error> {
    let lang = plan.facility.lang;
    let source = Source { incident, plan, now, to: made.to, lang };
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(20);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let template = environment.template_from_str(made.body.trim())?;
    let mut names = template.undeclared_variables(false);
    names.extend(OWN_NAMES.iter().map(|own| (*own).to_owned()));
    let values = names.into_iter().map(|name| {
        let shown = own(&name, &source).unwrap_or_else(|| named(&name, &source));
        let shown = Shown { seen: Arc::clone(&seen), ..shown };
        (name, Jinja::from_object(shown))
    });
    let text = template.render(Jinja::from_pairs(values))?;
    let text: String = sanitize::block(&text).chars().take(LONGEST).collect();
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Filled {
        body: in_drill(text.trim(), made.to, incident.drill, lang),
        unknown: seen.unknown.iter().cloned().collect(),
        unsure: seen.unsure.iter().cloned().collect(),
        ask: plan.facts.iter().map(|fact| &fact.id).filter(|id| seen.asked.contains(*id)).cloned().collect(),
    })
}

/// The mark of a drill.
pub fn drill_mark(to: Audience, lang: Lang) -> &'static str {
    match (to.is_heard(), lang) {
        // Read aloud, brackets are not heard.
        (true, Lang::Ja) => "訓練、訓練。これは訓練です。",
        (true, Lang::En) => "Exercise, exercise. This is an exercise.",
        (false, Lang::Ja) => "【訓練】これは訓練です。",
        (false, Lang::En) => "[DRILL] This is an exercise.",
    }
}

/// In a drill nobody must be able to take it for real, whoever wrote the template.
fn in_drill(text: &str, to: Audience, drill: bool, lang: Lang) -> String {
    if !drill {
        return text.to_owned();
    }
    let mark = drill_mark(to, lang);
    format!("{mark}\n{text}\n{mark}")
}

/// What of a text should be looked at again, in its order.
pub fn doubts(text: &str, incident: &Incident, plan: &Plan) -> Vec<Doubt> {
    let folded = Folded::new(text);
    let mut found: Vec<Doubt> = Vec::new();
    for caution in pressing(incident, plan) {
        let mut places: Vec<Range<usize>> = caution.words.iter().flat_map(|word| folded.find(word)).collect();
        places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut until = 0;
        for place in places {
            // Of words that overlap, a caution names the first and longest.
            if place.start < until || folded.has_near(&place, usize::from(caution.near), &caution.unless_near) {
                continue;
            }
            until = place.end;
            let at = folded.bytes(&place);
            let words = text.get(at.clone()).unwrap_or_default().split_whitespace().collect();
            found.push(Doubt { at, words, say: caution.say.clone() });
        }
    }
    found.sort_by_key(|doubt| doubt.at.start);
    let says_drill = ["訓練", "exercise", "drill"].iter().any(|word| !folded.find(word).is_empty());
    if incident.drill && !says_drill && !text.trim().is_empty() {
        found.insert(0, Doubt { at: 0..0, words: String::new(), say: t!("announce-no-drill") });
    }
    found
}

/// What was shown in a text and is not known, or not confirmed.
#[derive(Debug, Default)]
struct Seen {
    unknown: BTreeSet<String>,
    unsure: BTreeSet<String>,
    asked: BTreeSet<Id>,
}

/// A value as a template shows it.
#[derive(Debug)]
struct Shown {
    /// The fact, where it is one.
    id: Option<Id>,
    title: String,
    text: String,
    /// Whether `if` takes it as yes.
    holds: bool,
    is_unknown: bool,
    is_unsure: bool,
    seen: Arc<Mutex<Seen>>,
}

impl Object for Shown {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.holds
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_unknown {
            seen.unknown.insert(self.title.clone());
            seen.asked.extend(self.id.clone());
        } else if self.is_unsure {
            seen.unsure.insert(self.title.clone());
        }
        f.write_str(&self.text)
    }
}

fn shown(title: String, text: String) -> Shown {
    Shown { id: None, title, text, holds: true, is_unknown: false, is_unsure: false, seen: Arc::default() }
}

fn unknown(title: String, lang: Lang) -> Shown {
    let text = wording::pick(lang, "まだ不明", "not known yet").to_owned();
    Shown { holds: false, is_unknown: true, ..shown(title, text) }
}

/// What a template is filled from.
struct Source<'a> {
    incident: &'a Incident,
    plan: &'a Plan,
    now: Moment,
    to: Audience,
    lang: Lang,
}

impl Source<'_> {
    fn pick<'b>(&self, ja: &'b str, en: &'b str) -> &'b str {
        wording::pick(self.lang, ja, en)
    }

    /// A time as people say and read it: 11月22日 8時30分. Where it is heard, a time of today is said without its date.
    fn time(&self, when: &When) -> String {
        let offset = self.plan.facility.offset;
        let at = when.at.map(|at| at.with_timezone(&offset));
        let (Some(at), Precision::Exact | Precision::About, Lang::Ja) = (at, when.precision(), self.lang) else {
            return wording::when(&self.plan.facility, when, self.lang);
        };
        let heard = self.to.is_heard();
        let today = at.date_naive() == self.now.with_timezone(&offset).date_naive();
        let day = if heard && today { String::new() } else { at.format("%-m月%-d日 ").to_string() };
        let time = if at.minute() == 0 { at.format("%-H時") } else { at.format("%-H時%-M分") };
        let about = if when.precision() == Precision::About { "頃" } else { "" };
        format!("{day}{time}{about}")
    }
}

fn own(name: &str, source: &Source<'_>) -> Option<Shown> {
    let incident = source.incident;
    let title = || name.to_owned();
    Some(match name {
        "facility" => shown(title(), source.plan.facility.name.clone()),
        "now" => shown(title(), source.time(&When::now(source.now))),
        "noticed" => match incident.opening.as_ref().filter(|opening| opening.noticed.at.is_some()) {
            Some(opening) => shown(title(), source.time(&opening.noticed)),
            None => unknown(t!("report-noticed"), source.lang),
        },
        "level" => match incident.declaration() {
            Some(declared) => shown(title(), format!("{} {}", declared.made.level, declared.made.level_title)),
            None => Shown { holds: false, ..shown(title(), source.pick("宣言なし", "none declared").to_owned()) },
        },
        "drill" => {
            let text = if incident.drill { source.pick("訓練", "exercise") } else { "" };
            Shown { holds: incident.drill, ..shown(title(), text.to_owned()) }
        }
        _ => return None,
    })
}

/// A fact or criterion by its name in a template. What does not exist is as unknown as what nobody has answered.
fn named(name: &str, source: &Source<'_>) -> Shown {
    let Ok(id) = Id::new(name.replace('_', "-")) else { return unknown(name.to_owned(), source.lang) };
    let title = source.plan.fact_title(id.as_str()).to_owned();
    let Some(fact) = source.incident.fact(id.as_str()).filter(|fact| !fact.value.is_unknown()) else {
        return Shown { id: Some(id), ..unknown(title, source.lang) };
    };
    let is_unsure = fact.confidence != Confidence::Confirmed;
    let mark = if is_unsure { source.pick("(未確認)", " (unconfirmed)") } else { "" };
    let text = match &fact.value {
        Value::Time(time) => source.time(&time.when()),
        other => wording::value(source.plan, id.as_str(), other, source.lang),
    };
    let holds = fact.value != Value::Answer(Answer::No);
    Shown { holds, is_unsure, ..shown(title, format!("{text}{mark}")) }
}

#[cfg(test)]
mod tests;
