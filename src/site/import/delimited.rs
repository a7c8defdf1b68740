//! Tables as text: CSV and TSV, in the encodings that Japanese spreadsheets write.

use encoding_rs::{EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::ImportFault;
use super::table::{Encoding, Grid, Table};

/// A cell of more lines than this is a quotation mark that was never closed.
const MAX_LINES: usize = 30;

pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportFault> {
    let (text, encoding) = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    'rows: for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|fault| ImportFault::Damaged(fault.to_string()))?;
        for (column, cell) in record.iter().enumerate() {
            if cell.matches('\n').count() > MAX_LINES {
                return Err(ImportFault::OpenQuote { row: at + 1 });
            }
            if !grid.put(at + 1, column + 1, cell) {
                break 'rows;
            }
        }
    }
    grid.into_table(encoding, None)
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
    if bare.contains(&0) {
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
