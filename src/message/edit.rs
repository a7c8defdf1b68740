//! The words for what goes wrong when data files are changed, and when tables are read.

use super::{Exit, Message, safe};
use crate::site::edit::{EditError, EditFault};
use crate::site::import::ImportFault;
use crate::t;

/// A change to a data file.
pub(super) fn edit(error: &EditError) -> Message {
    let said = |code, exit, what| Message::new(code, exit, what).meaning(t!("edit-untouched"));
    match error {
        EditError::NoFolder => said("site-embedded", Exit::Refused, t!("error-edit-no-folder"))
            .hint_by_face(t!("error-edit-no-folder-hint"), t!("screen-edit-no-folder")),
        EditError::Busy => said("site-busy", Exit::Refused, t!("error-edit-busy")).hint(t!("error-edit-busy-hint")),
        EditError::NoDataFile(file) => {
            said("no-data-file", Exit::Usage, t!("error-edit-no-data-file", file = safe(file)))
        }
        EditError::ChangedMeanwhile { file } => {
            said("changed-meanwhile", Exit::Refused, t!("error-edit-meanwhile", file = safe(file)))
                .hint(t!("error-edit-meanwhile-hint"))
        }
        EditError::TooLarge { file } => {
            let limit = crate::site::toml_file::MAX_FILE / 1024;
            said("edit-too-large", Exit::Refused, t!("edit-too-large", file = safe(file), limit = limit))
                .hint(t!("edit-too-large-hint"))
        }
        EditError::Fault { file, fault } => edit_fault(&safe(file), fault),
        EditError::WouldBreak { diagnostic, .. } => {
            let (file, detail) = (safe(&diagnostic.file), safe(&diagnostic.message));
            said("would-break", Exit::Data, t!("error-edit-would-break", file = file, detail = detail))
                .hint(t!("error-edit-would-break-hint"))
        }
        EditError::Io { path, source } => {
            let (path, detail) = (safe(&path.display().to_string()), safe(&source.to_string()));
            said("site-io", Exit::Refused, t!("error-edit-io", path = path, detail = detail))
                .hint(t!("error-edit-io-hint"))
        }
    }
}

fn edit_fault(file: &str, fault: &EditFault) -> Message {
    let what = match fault {
        EditFault::Syntax(detail) => t!("error-edit-syntax", file = file, detail = safe(detail)),
        EditFault::NotAList(list) => t!("error-edit-not-a-list", file = file, list = safe(list)),
        EditFault::NoSuchEntry { id, .. } => t!("error-edit-no-entry", file = file, id = safe(id)),
        EditFault::NotANumber(id) => t!("error-edit-not-a-number", id = safe(id)),
    };
    let message = Message::new("site-edit", Exit::Data, what).meaning(t!("edit-untouched"));
    match fault {
        EditFault::Syntax(_) | EditFault::NotAList(_) => {
            message.hint_by_face(t!("error-edit-syntax-hint"), t!("screen-edit-syntax"))
        }
        EditFault::NoSuchEntry { .. } | EditFault::NotANumber(_) => message.hint(t!("error-edit-would-break-hint")),
    }
}

/// A table of people or contacts.
pub(super) fn import(path: &str, fault: &ImportFault) -> Message {
    let path = safe(path);
    let (code, what) = match fault {
        ImportFault::Io(source) => ("input", t!("error-import-io", path = path, detail = safe(&source.to_string()))),
        ImportFault::NotAFile => ("not-a-file", t!("error-import-not-a-file", path = path)),
        ImportFault::TooLarge => ("too-large", t!("error-import-too-large", path = path)),
        ImportFault::Bomb => ("unpacks-too-large", t!("error-import-bomb", path = path)),
        ImportFault::OtherWorkbook => ("other-workbook", t!("error-import-other-workbook", path = path)),
        ImportFault::Damaged(detail) => {
            ("damaged-table", t!("error-import-damaged", path = path, detail = safe(detail)))
        }
        ImportFault::Encoding => ("encoding", t!("error-import-encoding", path = path)),
        ImportFault::OpenQuote { row } => ("open-quote", t!("error-import-open-quote", path = path, row = (*row))),
        ImportFault::Empty => ("empty-table", t!("error-import-empty", path = path)),
    };
    let message = Message::new(code, Exit::Data, what).meaning(t!("edit-untouched"));
    match fault {
        ImportFault::Io(_) | ImportFault::NotAFile => message.hint(t!("error-import-file-hint")),
        _ => message.hint(t!("error-import-save-hint")),
    }
}
