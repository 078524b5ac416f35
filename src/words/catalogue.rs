//! The catalogues: in the binary, and read when somebody first asks for their language.

use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::{Argument, Language};

/// The files of a language, as `build.rs` has found them: (language, the text of each).
const FILES: &[(&str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/catalogues.in"));

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: [OnceLock<Bundle>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

/// The text with this key. What a language lacks is said in English, and what English lacks is the key itself, which no test lets
/// pass.
pub(super) fn text(language: Language, key: &str, arguments: &[(&'static str, Argument)]) -> String {
    let values: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, self::value(language, value))).collect();
    for language in [language, Language::English] {
        let bundle = bundle(language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
        if errors.is_empty() {
            return text.into_owned();
        }
        tracing::error!(key, language = language.tag(), ?errors, "a text lacks what is put into it");
        return text.into_owned();
    }
    tracing::error!(key, "a text is in no catalogue");
    key.to_owned()
}

/// Every key of a language, with the variables it uses: `votes($count)`.
pub fn keys(language: Language) -> BTreeSet<String> {
    let texts = FILES.iter().filter(|(tag, _)| *tag == language.tag()).flat_map(|(_, texts)| texts.iter());
    texts.flat_map(|text| entries(text)).collect()
}

/// The messages of one file, each with its variables in order.
fn entries(text: &str) -> Vec<String> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in text.lines() {
        if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| key.bytes().all(is_of_a_key)) {
            found.push((key.to_owned(), BTreeSet::new()));
        }
        let Some((_, variables)) = found.last_mut() else { continue };
        for used in line.split('$').skip(1) {
            variables.insert(used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
        }
    }
    let shown = |(key, variables): (String, BTreeSet<String>)| {
        let variables: Vec<String> = variables.into_iter().collect();
        format!("{key}({})", variables.join(", "))
    };
    found.into_iter().map(shown).collect()
}

fn is_of_a_key(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

fn value(language: Language, argument: &Argument) -> FluentValue<'static> {
    match argument {
        Argument::Number(number) => FluentValue::from(*number),
        Argument::Text(text) => FluentValue::from(text.clone()),
        Argument::Message(message) => FluentValue::from(language.say(message.clone()).to_string()),
        Argument::Day(date) => FluentValue::from(language.date(*date)),
        Argument::Month(date) => FluentValue::from(language.month(*date)),
    }
}

fn bundle(language: Language) -> &'static Bundle {
    BUNDLES[language as usize].get_or_init(|| read(language))
}

fn read(language: Language) -> Bundle {
    static UNKNOWN: LazyLock<unic_langid::LanguageIdentifier> = LazyLock::new(Default::default);
    let tag = language.tag().parse().unwrap_or_else(|_| UNKNOWN.clone());
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Around names in a line of the other direction; in ours, and in the subject of a mail, the marks would only be seen.
    bundle.set_use_isolating(language.direction() == "rtl");
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| grouped(value, ",", 4),
        Language::German => |value, _| grouped(value, ".", 4),
        Language::French => |value, _| grouped(value, "\u{202f}", 4),
        Language::Spanish => |value, _| grouped(value, ".", 5),
        Language::Portuguese => |value, _| grouped(value, ".", 4),
        Language::Japanese => |value, _| grouped(value, ",", 4),
    }));
    for (_, texts) in FILES.iter().filter(|(tag, _)| *tag == language.tag()) {
        for text in *texts {
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(language = language.tag(), ?errors, "a catalogue has a mistake");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(language = language.tag(), ?errors, "a catalogue says a text twice");
            }
        }
    }
    bundle
}

/// A whole number with its thousands apart, from as many digits on as the language does that (CLDR, minimumGroupingDigits).
fn grouped(value: &FluentValue<'_>, separator: &str, from: usize) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let plain = number.as_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", &*plain), |digits| ("-", digits));
    if digits.len() < from || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut said = sign.to_owned();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push_str(separator);
        }
        said.push(digit);
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_is_read_without_a_mistake() {
        for (language, texts) in FILES {
            for text in *texts {
                if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                    panic!("{language}: {errors:?} in {text}");
                }
            }
            assert!(Language::of(language).is_some(), "locales/{language} is a language that is not offered");
        }
    }

    #[test]
    fn numbers_have_the_signs_of_the_language() {
        let said =
            |language: Language, number: i64| language.say(super::super::message("number").with("number", number)).to_string();
        assert_eq!(said(Language::English, 1_234_567), "1,234,567");
        assert_eq!(said(Language::German, 1_234), "1.234");
        assert_eq!(said(Language::French, -12_345), "-12\u{202f}345");
        assert_eq!(said(Language::Spanish, 1_234), "1234");
        assert_eq!(said(Language::Spanish, 12_345), "12.345");
        assert_eq!(said(Language::English, 999), "999");
    }

    #[test]
    fn a_key_knows_its_variables() {
        let text = "a = { $n ->\n    [one] one\n   *[other] { $n } of { $all }\n}\nb-2 = two\n";
        assert_eq!(entries(text), ["a(all, n)", "b-2()"]);
    }
}
