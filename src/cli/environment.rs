//! Settings from the environment: read, refused by the variable's name, and listed for `--help`.

use std::env;
use std::error::Error as _;
use std::ffi::OsString;
use std::fmt::Write as _;

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Args, Command, FromArgMatches};

use crate::config::Config;

/// Columns of the list in `--help`.
const WIDTH: usize = 100;

/// Every setting as one argument, by the name of its variable.
fn arguments() -> Command {
    Config::augment_args(Command::new("shipboard").no_binary_name(true))
}

/// The variable of a setting.
fn variable(argument: &Arg) -> Option<&str> {
    argument.get_env().and_then(|name| name.to_str())
}

/// Whether a variable is set to something. One that is set to nothing counts as not set: that is how compose files and shells
/// write "no value".
pub(super) fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Reads every setting, or says which variable is wrong and what would be right.
pub(super) fn read() -> Result<Config, String> {
    let set = |argument: &Arg| {
        let value = env::var_os(variable(argument)?).filter(|value| !value.is_empty())?;
        let mut word = OsString::from(format!("--{}=", argument.get_long()?));
        word.push(value);
        Some(word)
    };
    let words: Vec<OsString> = arguments().get_arguments().filter_map(set).collect();
    parse(words)
}

fn parse(words: Vec<OsString>) -> Result<Config, String> {
    // The words are made of the environment already; clap is not to look there again.
    let command = arguments().mut_args(|argument| argument.env(Resettable::Reset));
    command.try_get_matches_from(words).and_then(|matches| Config::from_arg_matches(&matches)).map_err(|error| explain(&error))
}

/// A refusal in words: the variable, its value unless that is a secret, why not, and what would do.
fn explain(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    let long = text(ContextKind::InvalidArg).trim_start_matches("--").split([' ', '=']).next().unwrap_or_default();
    let command = arguments();
    let Some(argument) = command.get_arguments().find(|argument| argument.get_long() == Some(long)) else {
        return error.to_string();
    };
    let name = variable(argument).unwrap_or(long);
    let value = if argument.is_hide_env_values_set() || error.kind() == ErrorKind::InvalidUtf8 {
        "set to something that does not work".to_owned()
    } else {
        format!("“{}”, which does not work", text(ContextKind::InvalidValue))
    };
    let why = error.source().map_or_else(|| "it is not text".to_owned(), ToString::to_string);
    let mut said = format!("{name} is {value}: {why}.");
    if let Some(default) = argument.get_default_values().first() {
        let form = argument.get_value_names().and_then(|names| names.first()).map_or("a value", |name| name.as_str());
        let _ = write!(said, " It takes {form}, such as {}, which is also what holds when it is not set.", default.display());
    }
    said
}

/// Variables that look like settings of ours and are not: mistyped, or from another version.
pub(super) fn unknown() -> Vec<String> {
    let command = arguments();
    let known: Vec<&str> = command.get_arguments().filter_map(variable).collect();
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| name.starts_with("SHIPBOARD_") && !known.contains(&name.as_str())).collect()
}

/// The list of settings as `--help` shows it.
pub(super) fn help() -> String {
    let mut text = "Settings, all from the environment:\n".to_owned();
    for argument in arguments().get_arguments() {
        let Some(name) = variable(argument) else { continue };
        let form = argument.get_value_names().and_then(|names| names.first()).map_or("VALUE", |name| name.as_str());
        let form = if form == name { "URL" } else { form };
        let default = argument.get_default_values().first().map(|default| format!("  [{}]", default.display()));
        let _ = writeln!(text, "\n  {name}={form}{}", default.unwrap_or_default());
        let about = argument.get_long_help().or_else(|| argument.get_help()).map(ToString::to_string).unwrap_or_default();
        for line in wrap(&about.replace('`', ""), WIDTH - 6) {
            let _ = writeln!(text, "      {line}");
        }
    }
    text.trim_end().to_owned()
}

/// Lines of at most so many characters, broken between words.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(word: &str) -> String {
        parse(vec![word.into()]).unwrap_err()
    }

    #[test]
    fn a_wrong_value_is_refused_by_the_variable_s_name_and_with_what_would_be_right() {
        let said = refused("--address=localhost");
        assert!(said.starts_with("SHIPBOARD_ADDRESS is “localhost”"), "{said}");
        assert!(said.contains("127.0.0.1:3000"), "{said}");
        assert!(refused("--pool=1000").contains("2..=200"));
        assert!(refused("--base-url=feedback.example").starts_with("SHIPBOARD_BASE_URL"));
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let said = refused("--database-url=mysql://user:hunter2@host/db");
        assert!(said.starts_with("DATABASE_URL is set to something"), "{said}");
        assert!(!said.contains("hunter2") && said.contains("postgres://"), "{said}");
    }

    #[test]
    fn help_lists_every_setting() {
        let help = help();
        for argument in arguments().get_arguments() {
            assert!(help.contains(&format!("  {}=", variable(argument).unwrap())), "{help}");
        }
        assert!(help.lines().all(|line| line.chars().count() <= WIDTH + 20), "{help}");
    }
}
