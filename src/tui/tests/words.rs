//! The program's own words on the screens: no character that terminals disagree about.

use unicode_width::UnicodeWidthStr as _;

#[test]
fn the_words_of_the_screens_have_no_ambiguous_character() {
    for lang in ["ja", "en"] {
        let path = format!("{}/i18n/{lang}/sonae.ftl", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let (_, rest) = text.split_once("## Screens (src/tui/)").unwrap();
        // Reports and diagnostics are read elsewhere.
        let screens = rest.split("\n## ").filter(|part| !part.starts_with("Report") && !part.starts_with("Site"));
        for row in screens.flat_map(str::lines) {
            assert_eq!(row.width(), row.width_cjk(), "{lang}: {row}");
        }
    }
}
