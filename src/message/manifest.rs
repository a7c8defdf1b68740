//! The words for folders that were not hashed or compared.

use super::{Exit, Message, safe};
use crate::app::manifest::ManifestFault;
use crate::t;

pub(super) fn fault(fault: &ManifestFault) -> Message {
    let said = |code, exit, what| Message::new(code, exit, what).meaning(t!("record-untouched"));
    match fault {
        ManifestFault::Folder { path, source } => {
            let detail = safe(&source.to_string());
            said("folder", Exit::Usage, t!("manifest-error-folder", path = safe(path), detail = detail))
        }
        ManifestFault::OutputInside { path } => {
            said("output-inside", Exit::Usage, t!("manifest-error-inside", path = safe(path)))
                .hint(t!("manifest-error-inside-hint"))
        }
        ManifestFault::HoldsTheRecord { path } => {
            said("holds-the-record", Exit::Usage, t!("manifest-error-record", path = safe(path)))
                .hint(t!("manifest-error-record-hint"))
        }
        ManifestFault::List { path, source } => {
            let detail = safe(&source.to_string());
            said("list", Exit::Data, t!("manifest-error-list", path = safe(path), detail = detail))
        }
        ManifestFault::NotAManifest { path } => {
            said("not-a-manifest", Exit::Data, t!("manifest-error-not-one", path = safe(path)))
                .hint(t!("manifest-error-not-one-hint"))
        }
    }
}
