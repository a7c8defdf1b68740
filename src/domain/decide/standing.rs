//! What is recorded in quiet times, in the standing series: duties carried out, files read, paper printed.
//!
//! Owns what such a line must name. That it is written into the standing series, and nowhere else, is the caller's.

use super::super::command::{Context, Decision};
use super::super::event::{DutyDone, Event, FileRead, PaperPrinted};
use super::super::refusal::Refusal;
use super::super::wording;
use super::{not_empty, one};

pub(super) fn duty_done(context: &Context<'_>, done: &DutyDone) -> Result<Decision, Refusal> {
    not_empty(&done.title)?;
    let text = wording::duty_done(context.plan, done);
    one(context, Event::DutyDone(done.clone()), text)
}

pub(super) fn file_read(context: &Context<'_>, read: &FileRead) -> Result<Decision, Refusal> {
    if read.readers.is_empty() {
        return Err(Refusal::NeedsPerson);
    }
    let text = wording::file_read(context.plan, read);
    one(context, Event::FileRead(read.clone()), text)
}

pub(super) fn paper_printed(context: &Context<'_>, printed: &PaperPrinted) -> Result<Decision, Refusal> {
    let text = wording::paper_printed(context.plan, printed);
    one(context, Event::PaperPrinted(printed.clone()), text)
}
