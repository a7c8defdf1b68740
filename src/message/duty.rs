//! The words for duties, where screens and commands look for words. They are the report's own, so that paper and screen agree.

pub use crate::report::duty_words::{
    begin_words, due_brief, due_notes, due_words, grounds, is_uncertain, met_words, rests_on, ruled_out, state_word,
    unsettled_words,
};
