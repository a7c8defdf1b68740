//! Tables in Excel workbooks (`.xlsx`).
//!
//! Owns the guard against workbooks that unpack to more than a computer has. Cells are taken one by one: a workbook with two cells at
//! opposite ends of a sheet is a small one.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader as _, Xlsx, open_workbook_from_rs};
use zip::ZipArchive;

use super::ImportFault;
use super::grid::Grid;
use super::table::{Encoding, Remark, Table};
use crate::text::sanitize;

/// The most that a workbook may unpack to, in bytes.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// The most files in a workbook.
const MAX_PARTS: usize = 1000;

/// How many sheets are looked at for a head.
const MAX_SHEETS: usize = 20;

/// How many cells of a sheet are looked at.
const MAX_CELLS: usize = 1_000_000;

pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportFault> {
    measure(bytes)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = book.sheet_names().into_iter().take(MAX_SHEETS).collect();
    let mut first: Option<(String, Grid)> = None;
    for name in &names {
        // A sheet of charts has no cells.
        let Ok(grid) = sheet(&mut book, name) else { continue };
        let has_head = grid.head().is_some();
        if has_head || (first.is_none() && !grid.rows.is_empty()) {
            first = Some((name.clone(), grid));
        }
        if has_head {
            break;
        }
    }
    let (name, mut grid) = first.ok_or(ImportFault::Empty)?;
    let safe = |name: &String| sanitize::line(name).into_owned();
    let others: Vec<String> = names.iter().filter(|other| **other != name).map(safe).collect();
    if !others.is_empty() {
        grid.remarks.push(Remark::OtherSheets(others));
    }
    grid.into_table(Encoding::Workbook, Some(safe(&name)))
}

fn damaged(fault: calamine::XlsxError) -> ImportFault {
    ImportFault::Damaged(sanitize::line(&fault.to_string()).into_owned())
}

/// Unpacks everything into nothing and counts: what an archive says of its sizes may be a lie.
fn measure(bytes: &[u8]) -> Result<(), ImportFault> {
    let broken = |detail: String| ImportFault::Damaged(sanitize::line(&detail).into_owned());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| broken(fault.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(ImportFault::Bomb);
    }
    let mut left = MAX_UNPACKED;
    let mut is_xlsx = false;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|fault| broken(fault.to_string()))?;
        is_xlsx |= part.name().is_ok_and(|name| name.eq_ignore_ascii_case("xl/workbook.xml"));
        let unpacked =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|fault| broken(fault.to_string()))?;
        left = left.checked_sub(unpacked).ok_or(ImportFault::Bomb)?;
    }
    if is_xlsx { Ok(()) } else { Err(ImportFault::OtherWorkbook) }
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, ImportFault> {
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut grid = Grid::default();
    for _ in 0..MAX_CELLS {
        let Some(cell) = cells.next_cell().map_err(damaged)? else { break };
        let (row, column) = cell.get_position();
        let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX - 1) + 1;
        if !grid.put(at(row), at(column), &words(cell.get_value())) {
            break;
        }
    }
    Ok(grid)
}

/// What a cell shows. Of a formula, the value that the file holds.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            if moment.as_f64() < 1.0 { format!("{hour}:{minute:02}") } else { format!("{year:04}-{month:02}-{day:02}") }
        }
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
