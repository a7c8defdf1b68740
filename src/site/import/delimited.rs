//! Tables as text: CSV and TSV, in the encodings that Japanese spreadsheets write.

use encoding_rs::{EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::ImportFault;
use super::grid::Grid;
use super::table::{Encoding, Remark, Table};

/// A cell of more lines than this is a quotation mark that was never closed.
const MAX_LINES: usize = 30;

pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportFault> {
    let (text, encoding) = decode(bytes)?;
    let sign = delimiter(&text);
    let numbers = row_numbers(&text, sign).map_err(|row| ImportFault::OpenQuote { row })?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
    let mut grid = Grid::default();
    'rows: for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|fault| ImportFault::Damaged(fault.to_string()))?;
        let row = numbers.get(at).copied().unwrap_or(at + 1);
        for (column, cell) in record.iter().enumerate() {
            if cell.matches('\n').count() > MAX_LINES {
                return Err(ImportFault::OpenQuote { row });
            }
            if cell.trim().contains(['\n', '\r']) {
                grid.remark(Remark::ManyLines { row, column: column + 1 });
            }
            if !grid.put(row, column + 1, cell) {
                break 'rows;
            }
        }
    }
    grid.into_table(encoding, None)
}

/// Where the scan of a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    RowStart,
    CellStart,
    Bare,
    /// Between quotation marks; with the row in which they opened.
    Quoted(usize),
    /// Behind a quotation mark that closes, unless another one follows.
    Closing(usize),
}

/// The number of each row that has anything in it, empty lines counted, by the same rules as the reader's. A quotation mark that is
/// open at the end would have swallowed all rows below it: then the row in which it opened is the error.
fn row_numbers(text: &str, sign: u8) -> Result<Vec<usize>, usize> {
    let mut numbers = Vec::new();
    let (mut row, mut at, mut before) = (1, At::RowStart, 0);
    for byte in text.bytes() {
        let ends_line = matches!(byte, b'\n' | b'\r');
        if at == At::RowStart && !ends_line {
            numbers.push(row);
        }
        at = match at {
            At::Quoted(opened) if byte == b'"' => At::Closing(opened),
            At::Quoted(opened) => At::Quoted(opened),
            At::Closing(opened) if byte == b'"' => At::Quoted(opened),
            _ if ends_line => {
                row += usize::from(!(byte == b'\n' && before == b'\r' && at == At::RowStart));
                At::RowStart
            }
            _ if byte == sign => At::CellStart,
            At::RowStart | At::CellStart if byte == b'"' => At::Quoted(row),
            _ => At::Bare,
        };
        before = byte;
    }
    match at {
        At::Quoted(opened) => Err(opened),
        _ => Ok(numbers),
    }
}

/// The text and how it was written. What is not certain is refused: names in the wrong characters would look like names.
fn decode(bytes: &[u8]) -> Result<(String, Encoding), ImportFault> {
    for (bom, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(bom) {
            let (text, faulty) = encoding.decode_without_bom_handling(rest);
            return if faulty { Err(ImportFault::Encoding) } else { Ok((text.into_owned(), Encoding::Utf16)) };
        }
    }
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // An escape is ISO-2022-JP, which looks like ASCII byte by byte.
    if bare.contains(&0) || bare.contains(&0x1B) {
        return Err(ImportFault::Encoding);
    }
    if let Ok(text) = std::str::from_utf8(bare) {
        return Ok((text.to_owned(), Encoding::Utf8));
    }
    let (text, faulty) = SHIFT_JIS.decode_without_bom_handling(bare);
    if faulty || bare.len() < bytes.len() || may_be_euc(bare, &text) {
        return Err(ImportFault::Encoding);
    }
    Ok((text.into_owned(), Encoding::ShiftJis))
}

/// Text in EUC-JP, read as Shift_JIS, is mostly half-width katakana.
fn may_be_euc(bytes: &[u8], as_shift_jis: &str) -> bool {
    let half = as_shift_jis.chars().filter(|c| matches!(c, '\u{ff61}'..='\u{ff9f}')).count();
    let whole = as_shift_jis.chars().filter(|c| matches!(c, 'ぁ'..='ヶ' | '一'..='龠')).count();
    half > whole && EUC_JP.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

/// The sign that stands most often between the cells of the first rows.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    let (mut quoted, mut lines) = (false, 0);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => lines += 1,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
        if lines >= 5 {
            break;
        }
    }
    // Of signs that stand as often, the comma, which is written first.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn rows_are_counted_as_the_reader_counts_them(text in "[a\",\n\r]{0,40}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let records = reader.records().count();
            // An open quotation mark: with it closed, the count is the same.
            let closed = row_numbers(&text, b',').or_else(|_| row_numbers(&format!("{text}\""), b','));
            proptest::prop_assert_eq!(closed.map(|rows| rows.len()), Ok(records));
        }
    }
}
