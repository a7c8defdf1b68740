//! Durations in minutes: as data files write them and as screens show them.
//!
//! Owns both notations. Must not know what lasts or is due.

use super::kana::half_ascii;

/// The units, largest first, with their minutes.
const UNITS: [(char, u32); 3] = [('d', 24 * 60), ('h', 60), ('m', 1)];

/// Reads `10m`, `2h`, `1h30m`, `3d` as minutes; units from large to small, each at most once. `None` for anything else.
pub fn parse_minutes(s: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let mut number: Option<u32> = None;
    let mut units = UNITS.iter();
    for c in s.trim().chars().map(|c| half_ascii(c).to_ascii_lowercase()) {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        } else {
            let (_, minutes) = units.find(|(unit, _)| *unit == c)?;
            total = total.checked_add(number.take()?.checked_mul(*minutes)?)?;
        }
    }
    let read_something = units.len() < UNITS.len();
    (read_something && number.is_none()).then_some(total)
}

/// Reads `1y`, `6mo`, `1y6mo` as months, at least one. `None` for anything else.
pub fn parse_months(s: &str) -> Option<u16> {
    let text: String = s.trim().chars().map(|c| half_ascii(c).to_ascii_lowercase()).collect();
    let (years, rest) = text.split_once('y').unwrap_or(("", text.as_str()));
    let count = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| is_number)
    };
    let months = match (years, rest) {
        ("", months) => count(months.strip_suffix("mo")?)?,
        (years, "") => count(years)?.checked_mul(12)?,
        (years, months) => count(years)?.checked_mul(12)?.checked_add(count(months.strip_suffix("mo")?)?)?,
    };
    (months > 0).then_some(months)
}

/// Shows minutes as hours and minutes: `0:42`, `26:10`, `-0:05`.
pub fn show_minutes(m: i64) -> String {
    let sign = if m < 0 { "-" } else { "" };
    let minutes = m.unsigned_abs();
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_read() {
        for (text, minutes) in [("10m", 10), ("2h", 120), ("1h30m", 90), ("3d", 4320), (" ３Ｄ１ｈ ", 4380), ("0m", 0)]
        {
            assert_eq!(parse_minutes(text), Some(minutes), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for bad in ["", "10", "m", "1h30", "30m1h", "1h1h", "-5m", "1.5h", "2 h", "9999999999m", "4294967295h", "十分"]
        {
            assert_eq!(parse_minutes(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn months_are_read() {
        for (text, months) in [("1y", 12), ("6mo", 6), (" １Ｙ６ＭＯ ", 18), ("12mo", 12)] {
            assert_eq!(parse_months(text), Some(months), "{text:?}");
        }
        for bad in ["", "y", "mo", "1", "1m", "0mo", "0y", "1y6", "6mo1y", "-1y", "+1y", "1yy", "9999y", "1.5y", "一年"]
        {
            assert_eq!(parse_months(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn durations_are_shown() {
        for (minutes, shown) in [(42, "0:42"), (1570, "26:10"), (-5, "-0:05"), (-65, "-1:05"), (0, "0:00")] {
            assert_eq!(show_minutes(minutes), shown);
        }
        assert!(show_minutes(i64::MIN).ends_with(":08"));
    }

    proptest! {
        #[test]
        fn hours_and_minutes_are_read_back(h in 0u32..9999, m in 0u32..60) {
            prop_assert_eq!(parse_minutes(&format!("{h}h{m}m")), Some(h * 60 + m));
        }

        #[test]
        fn whatever_is_read_ends_in_a_unit(s in "[0-9dhmｍ ]{0,14}|\\PC{0,9}") {
            if parse_minutes(&s).is_some() {
                prop_assert!(s.trim().ends_with(['d', 'h', 'm', 'ｍ', 'D', 'H', 'M', 'ｄ', 'ｈ', 'Ｄ', 'Ｈ', 'Ｍ']), "{:?}", s);
            }
        }
    }
}
