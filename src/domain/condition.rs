//! Conditions over facts, in three-valued (Kleene) logic.
//!
//! Owns their shape, the grammar of an atom and their evaluation. Must not know where the facts come from: a caller gives a
//! lookup. A criterion's id is a yes/no/unknown fact, so one namespace serves all conditions.

use std::collections::BTreeSet;

use super::id::Id;
use super::value::{Answer, Value};

/// True, false, or not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It cannot be said yet: something was not asked, or was answered 不明.
    Unknown,
}

impl Truth {
    /// Kleene's and.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Kleene's or.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::Unknown,
        }
    }

    /// Kleene's not.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// A condition: `all`, `any` and `not` over atoms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All of them hold. Empty: true.
    All(Vec<Condition>),
    /// At least one of them holds. Empty: false.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// One fact compared.
    Atom(Atom),
}

/// One comparison: `key`, `key = value`, `key != value`, `key < 3`, `key <= 3`, `key > 3`, `key >= 3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    /// The fact or criterion. `level` is the declared level (0 when nothing is declared).
    pub key: Id,
    /// How it is compared; `None` asks a yes/no/unknown fact whether it is yes.
    pub test: Option<(Comparison, String)>,
}

/// How an atom compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// The text is not an atom.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a condition: {0:?} (write `key`, `key = value`, or one of != < <= > >=)")]
pub struct NotAnAtom(pub String);

impl Atom {
    /// Reads an atom.
    ///
    /// # Errors
    /// [`NotAnAtom`] when there is no key, no value after a sign, or an order sign without a number.
    pub fn parse(text: &str) -> Result<Self, NotAnAtom> {
        const SIGNS: [(&str, Comparison); 6] = [
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("=", Comparison::Equal),
            ("<", Comparison::Less),
            (">", Comparison::More),
        ];
        let bad = || NotAnAtom(text.to_owned());
        let id = |key: &str| Id::new(key.trim()).map_err(|_not_an_id| bad());
        for (sign, comparison) in SIGNS {
            if let Some((key, value)) = text.split_once(sign) {
                let value = value.trim();
                let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
                if value.is_empty() || (ordered && value.parse::<i64>().is_err()) {
                    return Err(bad());
                }
                return Ok(Self { key: id(key)?, test: Some((comparison, value.to_owned())) });
            }
        }
        Ok(Self { key: id(text)?, test: None })
    }

    /// Compares with the fact's value; a fact that was never asked, or answered 不明, makes it unknown.
    pub fn evaluate(&self, value: Option<&Value>) -> Truth {
        let Some(value) = value.filter(|value| !value.is_unknown()) else {
            return self.unknown_value(value);
        };
        let Some((comparison, wanted)) = &self.test else {
            return match value {
                Value::Answer(answer) => Truth::from(*answer == Answer::Yes),
                _ => Truth::Unknown,
            };
        };
        match comparison {
            Comparison::Equal => equal(value, wanted),
            Comparison::NotEqual => equal(value, wanted).negate(),
            order => ordered(*order, value, wanted),
        }
    }

    /// `key = unknown` can be asked of a fact that was answered 不明; everything else stays open.
    fn unknown_value(&self, value: Option<&Value>) -> Truth {
        match (&self.test, value) {
            (Some((Comparison::Equal, wanted)), Some(_)) if wanted == "unknown" => Truth::True,
            (Some((Comparison::NotEqual, wanted)), Some(_)) if wanted == "unknown" => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

fn equal(value: &Value, wanted: &str) -> Truth {
    match value {
        Value::Text(text) | Value::Choice(text) => Truth::from(text == wanted),
        Value::Time(time) => super::when::read(wanted).map_or(Truth::False, |wanted| Truth::from(time.at == wanted)),
        Value::Count(number) => wanted.parse::<i64>().map_or(Truth::False, |w| Truth::from(*number == w)),
        Value::Range { .. } => range(value, wanted, |low, high, w| {
            if low == w && high == w {
                Truth::True
            } else if w < low || w > high {
                Truth::False
            } else {
                Truth::Unknown
            }
        }),
        Value::Answer(answer) => Truth::from(match answer {
            Answer::Yes => wanted == "yes",
            Answer::No => wanted == "no",
            Answer::Unknown => wanted == "unknown",
        }),
        Value::List(items) => Truth::from(items.iter().any(|item| item == wanted)),
        Value::Unknown => Truth::Unknown,
    }
}

fn ordered(comparison: Comparison, value: &Value, wanted: &str) -> Truth {
    let holds = |number: i64, wanted: i64| match comparison {
        Comparison::Less => number < wanted,
        Comparison::AtMost => number <= wanted,
        Comparison::More => number > wanted,
        Comparison::AtLeast => number >= wanted,
        Comparison::Equal => number == wanted,
        Comparison::NotEqual => number != wanted,
    };
    match value {
        Value::Count(number) => wanted.parse::<i64>().map_or(Truth::Unknown, |w| Truth::from(holds(*number, w))),
        Value::Range { .. } => range(value, wanted, |low, high, w| match (holds(low, w), holds(high, w)) {
            (true, true) => Truth::True,
            (false, false) => Truth::False,
            _ => Truth::Unknown,
        }),
        _ => Truth::Unknown,
    }
}

fn range(value: &Value, wanted: &str, judge: impl Fn(i64, i64, i64) -> Truth) -> Truth {
    match (value, wanted.parse::<i64>()) {
        (Value::Range { low, high }, Ok(wanted)) => judge(*low, *high, wanted),
        _ => Truth::Unknown,
    }
}

impl Condition {
    /// Evaluates with a lookup of facts. Total: whatever is missing makes it unknown, never an error.
    pub fn evaluate<'a>(&self, lookup: &impl Fn(&Id) -> Option<&'a Value>) -> Truth {
        match self {
            Self::All(parts) => parts.iter().map(|part| part.evaluate(lookup)).fold(Truth::True, Truth::and),
            Self::Any(parts) => parts.iter().map(|part| part.evaluate(lookup)).fold(Truth::False, Truth::or),
            Self::Not(part) => part.evaluate(lookup).negate(),
            Self::Atom(atom) => atom.evaluate(lookup(&atom.key)),
        }
    }

    /// The facts that this condition rests on.
    pub fn keys(&self) -> BTreeSet<&Id> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::keys).collect(),
            Self::Not(part) => part.keys(),
            Self::Atom(atom) => BTreeSet::from([&atom.key]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn atom(text: &str, value: Option<Value>) -> Truth {
        Atom::parse(text).unwrap().evaluate(value.as_ref())
    }

    #[test]
    fn a_bare_key_asks_for_yes() {
        assert_eq!(atom("attack", Some(Value::Answer(Answer::Yes))), Truth::True);
        assert_eq!(atom("attack", Some(Value::Answer(Answer::No))), Truth::False);
        assert_eq!(atom("attack", Some(Value::Answer(Answer::Unknown))), Truth::Unknown);
        assert_eq!(atom("attack", None), Truth::Unknown);
    }

    #[test]
    fn asked_and_unknown_differs_from_never_asked() {
        assert_eq!(atom("leak = unknown", Some(Value::Unknown)), Truth::True);
        assert_eq!(atom("leak = unknown", None), Truth::Unknown);
        assert_eq!(atom("leak != unknown", Some(Value::Answer(Answer::Unknown))), Truth::False);
        assert_eq!(atom("leak = unknown", Some(Value::Answer(Answer::No))), Truth::False);
    }

    #[test]
    fn counts_and_ranges_compare() {
        assert_eq!(atom("patients > 1000", Some(Value::Count(1001))), Truth::True);
        assert_eq!(atom("patients > 1000", Some(Value::Range { low: 900, high: 1100 })), Truth::Unknown);
        assert_eq!(atom("patients >= 900", Some(Value::Range { low: 900, high: 1100 })), Truth::True);
        assert_eq!(atom("patients = 5", Some(Value::Range { low: 6, high: 9 })), Truth::False);
    }

    #[test]
    fn broken_atoms_are_refused() {
        for bad in ["", "= 3", "a =", "a < many", "日本 = 3", "a b"] {
            assert!(Atom::parse(bad).is_err(), "{bad:?}");
        }
    }

    fn truth() -> impl Strategy<Value = Truth> {
        prop_oneof![Just(Truth::True), Just(Truth::False), Just(Truth::Unknown)]
    }

    proptest! {
        #[test]
        fn kleene_logic_obeys_de_morgan(a in truth(), b in truth()) {
            prop_assert_eq!(a.and(b).negate(), a.negate().or(b.negate()));
            prop_assert_eq!(a.or(b).negate(), a.negate().and(b.negate()));
            prop_assert_eq!(a.and(b), b.and(a));
        }
    }
}
