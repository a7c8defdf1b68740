//! Which words of an announcement are to be looked at again: what it denies, names or promises that nobody has confirmed.
//!
//! Owns when a caution presses. It warns and forbids nothing: a person decides. Which words there are is data ([`Caution`]); how they
//! are found in a text is not known here.

use super::announcement::Caution;
use super::condition::{Condition, Truth};
use super::incident::Incident;
use super::plan::Plan;
use super::value::Confidence;

/// The cautions that no answer has settled.
pub fn pressing<'a>(incident: &Incident, plan: &'a Plan) -> Vec<&'a Caution> {
    let settled = |caution: &Caution| caution.unless.as_ref().is_some_and(|unless| is_settled(unless, incident));
    plan.cautions.iter().filter(|caution| !settled(caution)).collect()
}

/// Whether an exception holds: it is true, and all that it rests on is 確認済. What is only heard or concluded excuses nothing.
fn is_settled(unless: &Condition, incident: &Incident) -> bool {
    let holds = unless.evaluate(&|key| incident.value(key)) == Truth::True;
    holds && incident.weakest(unless) == Some(Confidence::Confirmed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::condition::Atom;
    use crate::domain::fixture::{Story, answer, by, id};
    use crate::domain::value::Answer;

    #[test]
    fn only_what_is_confirmed_settles_a_caution() {
        let atom = |text: &str| Condition::Atom(Atom::parse(text).unwrap());
        let caution = |name: &str, unless| Caution {
            id: id(name),
            words: vec!["攻撃".into()],
            unless_near: Vec::new(),
            near: 12,
            unless,
            say: String::new(),
        };
        let mut story = Story::attacked();
        let both = Condition::All(vec![atom("attack"), atom("harm = no")]);
        story.plan.cautions =
            vec![caution("attack", Some(atom("attack"))), caution("both", Some(both)), caution("always", None)];
        let pressing = |story: &Story| -> Vec<String> {
            pressing(&story.state(), &story.plan).iter().map(|caution| caution.id.to_string()).collect()
        };
        assert_eq!(pressing(&story), ["attack", "both", "always"]);
        let hearsay = |confidence| Command::Answer { criterion: id("attack"), answer: Answer::Yes, confidence };
        story.say(by("tanaka"), hearsay(Confidence::Hearsay));
        assert_eq!(pressing(&story).len(), 3, "what is only heard excuses nothing");
        story.say(by("tanaka"), hearsay(Confidence::Confirmed));
        assert_eq!(pressing(&story), ["both", "always"]);
        story.say(by("tanaka"), answer("harm", Answer::No));
        assert_eq!(pressing(&story), ["always"]);
        story.say(by("tanaka"), answer("attack", Answer::Unknown));
        assert_eq!(pressing(&story).len(), 3);
    }
}
