//! What the lines say that the record writes by itself, in the language of the site.

use crate::domain::event::Head;
use crate::domain::facility::Lang;
use crate::domain::id::Id;
use crate::record::Words;

/// The site's words.
pub(super) struct SiteWords(pub(super) Lang);

impl Words for SiteWords {
    fn joined(&self, origin: &Id) -> String {
        match self.0 {
            Lang::Ja => format!("記録端末 {origin} が加わった"),
            Lang::En => format!("Recording terminal {origin} joined"),
        }
    }

    fn clock_stepped(&self, behind_seconds: u64) -> String {
        match self.0 {
            Lang::Ja => format!("端末の時計が {behind_seconds} 秒戻っている"),
            Lang::En => format!("The terminal's clock has gone back by {behind_seconds} seconds"),
        }
    }

    fn heads_seen(&self, heads: &[Head]) -> String {
        let origins: Vec<&str> = heads.iter().map(|head| head.origin.as_str()).collect();
        match self.0 {
            Lang::Ja => format!("記録端末 {} の記録を取り込んだ", origins.join("、")),
            Lang::En => format!("Lines of the terminals {} were taken in", origins.join(", ")),
        }
    }
}
