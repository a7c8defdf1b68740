//! 連絡訓練: how far it has come, and what its results change in the site's lists of contacts.

use chrono::NaiveDate;

use super::{App, AppError};
use crate::domain::contact::usual_months;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::round::{Round, Says, Update, round};
use crate::site::Site;
use crate::site::edit::{Change, Edit, Value};
use crate::t;

impl App {
    /// How far the round has come today.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn round(&mut self) -> Result<Round, AppError> {
        let series = self.standing()?;
        Ok(round_of(self.site(), &series, self.today()))
    }
}

/// How far the round of a site has come on a day.
pub fn round_of(site: &Site, series: &Incident, today: NaiveDate) -> Round {
    round(site.contacts(), series, &site.plan().facility, today, usual_months(site.year()))
}

/// The changes that write results into the lists: an entry that is right gets the day, who tried and how; one that is wrong counts as
/// checked no more. `file_of`: in which file of the site an entry stands.
pub fn edits(updates: &[Update], file_of: impl Fn(&Id) -> Option<String>) -> Vec<Edit> {
    let edit = |update: &Update| {
        let file = file_of(&update.contact)?;
        let (date, by, from) = match update.says {
            Says::Right => {
                let by = update.tried.by.as_ref().map(Value::text);
                (update.date.format("%Y-%m-%d").to_string(), by, Some(Value::Text(t!("round-from"))))
            }
            Says::Wrong => (String::new(), None, None),
        };
        let fields = vec![("verified", Some(Value::Text(date))), ("verified-by", by), ("verified-from", from)];
        Some(Edit::new(file, Change::Put { list: "contact", id: update.contact.as_str().to_owned(), fields }))
    };
    updates.iter().filter(|update| update.writes).filter_map(edit).collect()
}
