//! The words for why a line about paper or a gap cannot be written. What stands where is said in the report's words, so that paper and
//! screen agree.

use super::{Message, refused};
use crate::domain::refusal::Refusal;
pub use crate::report::ledger_words::{
    awaited, batch_remarks, batch_state, counts, gap_kind, gap_remarks, gap_state, least, open_kind, period, taken,
    today,
};
use crate::t;

pub(super) fn refusal(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::BatchExists { batch, free } => {
            let message = refused("batch-exists", t!("refusal-batch-exists", batch = batch.to_string()));
            match free {
                Some(free) => message.hint(t!("refusal-batch-exists-hint", free = free.to_string())),
                None => message,
            }
        }
        Refusal::MoreThanGiven { batch, given, said } => {
            let (batch, given, said) = (batch.to_string(), *given, *said);
            refused("more-than-given", t!("refusal-more-than-given", batch = batch, given = given, said = said))
                .hint(t!("refusal-more-than-given-hint"))
        }
        Refusal::MoreThanUsed { batch, used, entered } => {
            let (batch, used, entered) = (batch.to_string(), *used, *entered);
            refused("more-than-used", t!("refusal-more-than-used", batch = batch, used = used, entered = entered))
                .hint(t!("refusal-more-than-used-hint"))
        }
        Refusal::NotCounted { batch } => {
            let batch = batch.to_string();
            refused("not-counted", t!("refusal-not-counted", batch = batch.as_str()))
                .hint_by_face(t!("refusal-not-counted-hint", batch = batch.as_str()), t!("screen-not-counted"))
        }
        Refusal::EndsBeforeBegin => {
            refused("ends-before-begin", t!("refusal-ends-before-begin")).hint(t!("refusal-ends-before-begin-hint"))
        }
        _ => refused("no-sheets", t!("refusal-no-sheets")).hint(t!("refusal-no-sheets-hint")),
    }
}
