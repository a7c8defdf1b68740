//! The rules as the people meet them, subject by subject, on the clinic and the story of `fixture`.

mod attention;
mod backup;
mod calls;
mod candidates;
mod chain;
mod declare;
mod degraded;
mod duty;
mod entries;
mod guide;
mod ledger;
mod letter;
mod missing;
mod opening;
mod outbox;
mod past;
mod properties;
mod resolve;
mod restoration;
mod since;
mod stages;
mod suggest;
mod telling;
mod unknown;
mod work;
