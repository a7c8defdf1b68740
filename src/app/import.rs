//! Taking people and contacts over from a table.

use std::path::Path;

use super::{App, AppError};
use crate::domain::contact::Group;
use crate::site::import::{self, Choices, Columns, ImportFault, Kind, Preview, Table};

impl App {
    /// Reads a table from a file.
    ///
    /// # Errors
    /// [`AppError::Import`] says why there is none.
    pub fn read_table(&self, path: &Path) -> Result<Table, AppError> {
        let shown = path.display().to_string();
        import::read_table(path).map_err(|fault| AppError::Import { path: shown, fault })
    }

    /// What a table would change in the site. [`Preview::edits`] goes to [`App::edit_site`].
    pub fn import_preview(&self, table: &Table, columns: &Columns, group: Group, replace_samples: bool) -> Preview {
        let today = self.now().format("%Y-%m-%d").to_string();
        import::plan(table, columns, &self.site, &Choices { group, replace_samples, today })
    }

    /// A table for filling in, with what the site has.
    ///
    /// # Errors
    /// [`AppError::Import`] when it cannot be made.
    pub fn import_form(&self, kind: Kind) -> Result<Vec<u8>, AppError> {
        let failed = |fault: csv::Error| AppError::Import {
            path: "CSV".to_owned(),
            fault: ImportFault::Io(std::io::Error::other(fault)),
        };
        import::form(&self.site, kind).map_err(failed)
    }
}
