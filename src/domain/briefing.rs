//! The director at home: what one says on the telephone in a minute, and what is asked to be decided.
//!
//! Owns the sentences and their order (何が・患者は・切ったか・知らせた先・決めてほしいこと) and what gives way when a minute is not
//! enough. All of them repeat the record: nothing is concluded, what is suspected stays suspected, and what nobody has written down is
//! said to be unknown. Must not know screens.

mod say;
mod topics;

pub use topics::{Settled, Topic, topic, topics};

use super::facility::Lang;
use super::incident::Incident;
use super::plan::Plan;
use super::when::Moment;
use super::who::Who;

/// So many characters are read aloud in about a minute, in Japanese.
const A_MINUTE: usize = 300;
/// English takes more letters for the same minute.
const A_MINUTE_EN: usize = 900;

/// What a part of the briefing is about, in the order in which they are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// 名乗り
    Who,
    /// 何が
    What,
    /// 患者は
    Patients,
    /// 切ったか
    Cut,
    /// 知らせた先
    Told,
    /// 決めてほしいこと
    Ask,
}

impl About {
    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::What => "what",
            Self::Patients => "patients",
            Self::Cut => "cut",
            Self::Told => "told",
            Self::Ask => "ask",
        }
    }
}

/// A part of the briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub about: About,
    /// What is said.
    pub text: String,
}

/// A sentence, and how soon it gives way: what is 0 never does.
struct Sentence {
    about: About,
    gives_way: u8,
    text: String,
}

/// The briefing as it would be said now by somebody.
pub fn briefing(incident: &Incident, plan: &Plan, by: Option<&Who>, now: Moment, lang: Lang) -> Vec<Part> {
    let limit = match lang {
        Lang::Ja => A_MINUTE,
        Lang::En => A_MINUTE_EN,
    };
    let speaker = say::Speaker { incident, plan, now, lang };
    let mut sentences = speaker.sentences(by);
    while length(&sentences) > limit {
        let Some(first) = sentences.iter().map(|said| said.gives_way).filter(|rank| *rank > 0).max() else { break };
        sentences.retain(|said| said.gives_way != first);
    }
    let mut parts: Vec<Part> = Vec::new();
    for said in sentences {
        match parts.last_mut().filter(|part| part.about == said.about) {
            Some(part) => part.text.push_str(&format!("{}{}", if lang == Lang::En { " " } else { "" }, said.text)),
            None => parts.push(Part { about: said.about, text: said.text }),
        }
    }
    parts
}

fn length(sentences: &[Sentence]) -> usize {
    sentences.iter().map(|said| said.text.chars().count()).sum()
}

#[cfg(test)]
mod tests;
