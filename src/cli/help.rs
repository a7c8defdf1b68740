//! Help and usage errors in the language of the reader.
//!
//! Owns how clap speaks. The words are in the same files as all others; a test fails when a subcommand or an option has none.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::out;
use crate::i18n::{self, LOADER, Lang};
use crate::message::{Exit, Message};
use crate::t;

/// Behind all other options.
const LAST: usize = 900;

/// Chooses the language before anything is printed: `--lang`, `SONAE_LANG`, the locale, Japanese. (The site's language comes in
/// between once it is read; until then the locale has to do.)
pub(super) fn choose_language(arguments: &[OsString]) {
    i18n::switch(asked_for(language_argument(arguments).as_deref()).or_else(of_the_locale).unwrap_or(Lang::Ja));
}

/// Follows the site's language where the reader asked for none. (Help is printed before a site is read: there the locale has to do.)
pub(super) fn follow_site(argument: Option<&str>, site: Lang) {
    if asked_for(argument).is_none() {
        i18n::switch(site);
    }
}

/// The language of `--lang`, else of `SONAE_LANG`.
pub(super) fn asked_for(argument: Option<&str>) -> Option<Lang> {
    let environment = std::env::var("SONAE_LANG").ok();
    argument.or(environment.as_deref()).and_then(i18n::parse)
}

fn of_the_locale() -> Option<Lang> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .as_deref()
        .and_then(i18n::parse)
}

/// What stands behind `--lang`, before the arguments are read as a whole.
fn language_argument(arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let mut given = None;
    while let Some(word) = words.next() {
        given = match word.strip_prefix("--lang=") {
            Some(value) => Some(value.to_owned()),
            None if word == "--lang" => words.next().map(ToOwned::to_owned),
            None => given,
        };
    }
    given
}

/// The command with its help in the chosen language.
pub(super) fn localized(command: Command) -> Command {
    let about = LOADER.get("help-about");
    // The name as it is typed, whatever the file of the program is called.
    describe(command, "").bin_name("sonae").about(about)
}

fn describe(mut command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path}-{name}") };
        command = command.mut_subcommand(name, |sub| describe(sub, &below).about(LOADER.get(&format!("help-{below}"))));
    }
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    for id in ids {
        command = command.mut_arg(&id, |arg| explain(arg, path));
    }
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(path.is_empty().then(|| {
            Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help(LOADER.get("help-arg-version"))
                .display_order(LAST)
                .help_heading(t!("help-common"))
        }))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(LOADER.get("help-arg-help"))
                .display_order(LAST)
                .help_heading(t!("help-common")),
        )
        .subcommand_help_heading(t!("help-commands"))
        .subcommand_value_name(t!("help-command"))
        .help_template(format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}\n", t!("help-usage")))
        // Japanese breaks nowhere else than at spaces here: narrower lines would be torn, and a terminal wraps them better.
        .term_width(100)
}

fn explain(arg: Arg, path: &str) -> Arg {
    let id = arg.get_id().to_string().replace('_', "-");
    let common = arg.is_global_set();
    let key = if common || path.is_empty() {
        format!("help-arg-{}", id.trim_end_matches('-'))
    } else {
        format!("help-{path}-{id}")
    };
    let heading = match (common, arg.is_positional()) {
        (true, _) => t!("help-common"),
        (false, true) => t!("help-arguments"),
        (false, false) => t!("help-options"),
    };
    // What clap would add about values is in English; the help texts name them in the reader's language.
    let takes_a_value = arg.get_action().takes_values();
    arg.help(LOADER.get(&key))
        .help_heading(heading)
        .hide_possible_values(takes_a_value)
        .hide_default_value(takes_a_value)
}

/// Prints help, or what is wrong with the usage.
pub(super) fn print(error: &clap::Error) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let help = error.render().to_string().replace("[OPTIONS]", &t!("help-options-placeholder"));
        let mut answer = out::Answer::file(help.into_bytes());
        answer.exit = Exit::Done;
        return out::answer(&answer, false, None);
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(&t!("list-separator")),
        _ => String::new(),
    };
    let arg = context(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => t!("usage-unknown", arg = arg.as_str()),
        ErrorKind::InvalidSubcommand => t!("usage-subcommand", name = context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            t!("usage-value", arg = arg.as_str(), value = context(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => t!("usage-missing", arg = arg.as_str()),
        ErrorKind::ArgumentConflict => t!("usage-conflict", arg = arg.as_str(), other = context(ContextKind::PriorArg)),
        _ => t!("usage-other"),
    };
    let mut message = Message::new("usage", Exit::Usage, what);
    for (kind, says) in
        [(ContextKind::SuggestedSubcommand, true), (ContextKind::SuggestedArg, true), (ContextKind::ValidValue, false)]
    {
        let found = context(kind);
        if !found.is_empty() {
            let hint =
                if says { t!("refusal-near", near = found) } else { t!("refusal-value-choices", choices = found) };
            message = message.hint(hint);
        }
    }
    let json = std::env::args_os().any(|word| word == "--json");
    out::failure(&message.hint(t!("usage-hint")), json)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn words(command: &Command, missing: &mut Vec<String>, path: &str) {
        let wordless = |text: Option<&clap::builder::StyledStr>| {
            text.is_none_or(|text| text.to_string().starts_with("No localization") || text.to_string().is_empty())
        };
        if wordless(command.get_about()) {
            missing.push(format!("{path}: about"));
        }
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set() && wordless(arg.get_help())) {
            missing.push(format!("{path}: {}", arg.get_id()));
        }
        for sub in command.get_subcommands() {
            words(sub, missing, &format!("{path} {}", sub.get_name()));
        }
    }

    #[test]
    fn every_command_and_option_has_its_words() {
        let mut missing = Vec::new();
        words(&localized(super::super::Cli::command()), &mut missing, "sonae");
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
