//! What a spreadsheet would calculate.

/// Whether a spreadsheet may take a cell for a formula (OWASP CSV injection; full-width forms as reproduced in Japanese Excel).
pub fn may_begin(text: &str) -> bool {
    text.starts_with(|c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_both_widths_are_known() {
        assert!(["=1", "+1", "-1", "@x", "\t=1", "\r1", "＝1", "＋1", "－1", "＠x"].into_iter().all(may_begin));
        assert!(!["", "1=1", "青木", "ー"].into_iter().any(may_begin));
    }
}
