//! The words of screens, commands and errors, in Japanese and English (Fluent, `i18n/*/sonae.ftl`).
//!
//! Owns the loading of the texts and the choice of language. Keys and arguments are checked when the program is compiled; a test
//! compares the two languages. Texts of runbooks and forms are data and stay in the language in which they were written.

use std::sync::LazyLock;

use i18n_embed::LanguageLoader as _;
use i18n_embed::fluent::{FluentLanguageLoader, fluent_language_loader};
use rust_embed::RustEmbed;

pub use crate::domain::facility::Lang;

#[derive(RustEmbed)]
#[folder = "i18n/"]
struct Texts;

/// The loader behind [`t!`](crate::t). Starts in Japanese.
pub static LOADER: LazyLock<FluentLanguageLoader> = LazyLock::new(|| {
    let loader = fluent_language_loader!();
    loader.set_use_isolating(false);
    // The texts are part of the program and read by a test: they cannot be missing here. Were they, keys would be shown.
    if loader.load_languages(&Texts, &[loader.fallback_language().clone()]).is_ok() {
        loader.set_use_isolating(false);
    }
    loader
});

/// Switches the language of everything that is drawn or printed from now on.
pub fn switch(lang: Lang) {
    let wanted = match lang {
        Lang::Ja => unic_langid::langid!("ja"),
        Lang::En => unic_langid::langid!("en"),
    };
    if LOADER.load_languages(&Texts, &[wanted, LOADER.fallback_language().clone()]).is_ok() {
        LOADER.set_use_isolating(false);
    }
}

/// The language of the texts now.
pub fn current() -> Lang {
    if LOADER.current_language().language.as_str() == "en" { Lang::En } else { Lang::Ja }
}

/// A language's word.
pub fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "ja",
        Lang::En => "en",
    }
}

/// Reads a language as people and locales write it: `ja`, `en`, `ja_JP.UTF-8`.
pub fn parse(text: &str) -> Option<Lang> {
    match text.split(['_', '-', '.']).next()?.to_ascii_lowercase().as_str() {
        "ja" => Some(Lang::Ja),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// A text by its key, with arguments: `t!("ack-recorded", id = short)`.
#[macro_export]
macro_rules! t {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!($crate::i18n::LOADER, $key $(, $name = $value)*)
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(lang: &str) -> BTreeSet<String> {
        let file = Texts::get(&format!("{lang}/sonae.ftl")).unwrap();
        let text = String::from_utf8(file.data.into_owned()).unwrap();
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
            .collect()
    }

    #[test]
    fn no_key_stands_twice() {
        for lang in ["ja", "en"] {
            let file = Texts::get(&format!("{lang}/sonae.ftl")).unwrap();
            let text = String::from_utf8(file.data.into_owned()).unwrap();
            let mut seen = BTreeSet::new();
            for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                let key = line.split_once(" =").unwrap().0;
                assert!(seen.insert(key), "{lang}: {key}");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        assert_eq!(keys("ja"), keys("en"));
        assert!(keys("ja").contains("program-name"));
    }

    #[test]
    fn locales_are_read() {
        assert_eq!(parse("ja_JP.UTF-8"), Some(Lang::Ja));
        assert_eq!(parse("EN-us"), Some(Lang::En));
        assert_eq!(parse("C.UTF-8"), None);
    }
}
