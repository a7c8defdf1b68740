//! The rules as the people meet them, subject by subject, on the clinic and the story of `fixture`.

mod chain;
mod declare;
mod entries;
mod guide;
mod opening;
mod past;
mod properties;
mod resolve;
mod stages;
mod suggest;
mod unknown;
mod work;
