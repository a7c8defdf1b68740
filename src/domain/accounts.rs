//! Emergency accounts: which were opened, and which are closed again.
//!
//! Owns which uses are open. An open one is part of what has to be seen to before all is as it was.

use super::event::{AccountClosed, AccountUsed, Event};
use super::incident::{Incident, Made};

/// One use of an emergency account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Who used which, what for.
    pub used: Made<AccountUsed>,
    /// How it was closed; `None`: it is open.
    pub closed: Option<Made<AccountClosed>>,
}

/// Every use, in the order of the record.
pub fn accounts(incident: &Incident) -> Vec<Account> {
    let mut accounts: Vec<Account> = Vec::new();
    for entry in incident.entries.iter().filter(|entry| entry.withdrawn.is_none()) {
        match &entry.line.event {
            Event::AccountUsed(used) => accounts.push(Account { used: Made::of(used, entry), closed: None }),
            Event::AccountClosed(closed) => {
                if let Some(known) = accounts.iter_mut().find(|known| known.used.line == closed.account) {
                    known.closed = Some(Made::of(closed, entry));
                }
            }
            _ => {}
        }
    }
    accounts
}

/// Those that nobody has closed.
pub fn open_accounts(incident: &Incident) -> Vec<Account> {
    accounts(incident).into_iter().filter(|account| account.closed.is_none()).collect()
}
