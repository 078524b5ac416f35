//! Texts by key, with what is put into them.

use std::borrow::Cow;
use std::fmt;

use jiff::civil;

use super::{Language, catalogue};
use crate::clock::{Date, Time};

/// A text without a language: a key of the catalogue and what is put into it, or words that stand for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    text: Text,
    arguments: Vec<(&'static str, Argument)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Text {
    Key(Cow<'static, str>),
    Verbatim(Cow<'static, str>),
}

/// What is put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Said with the signs of the language, and what plurals are chosen by.
    Number(i64),
    /// As it is.
    Text(String),
    /// In the language of the text it is put into.
    Message(Message),
    /// A day of the calendar.
    Day(civil::Date),
    /// A month of the calendar.
    Month(civil::Date),
}

/// The text with this key.
pub fn message(key: &'static str) -> Message {
    Message { text: Text::Key(Cow::Borrowed(key)), arguments: Vec::new() }
}

impl Message {
    /// With a value for one of its variables.
    pub fn with(mut self, name: &'static str, value: impl ToArgument) -> Self {
        self.arguments.push((name, value.to_argument()));
        self
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        matches!(&self.text, Text::Verbatim(words) if words.is_empty())
    }

    /// Whether these are words that stand for themselves, whoever reads them.
    pub fn is_verbatim(&self) -> bool {
        matches!(&self.text, Text::Verbatim(_))
    }

    /// In English: for logs, and for pages that are in no catalogue.
    pub fn english(&self) -> String {
        Language::English.say(self.clone()).to_string()
    }

    pub(super) fn keyed(key: String) -> Self {
        Self { text: Text::Key(Cow::Owned(key)), arguments: Vec::new() }
    }

    pub(super) fn arguments(&self) -> &[(&'static str, Argument)] {
        &self.arguments
    }

    fn mapped(&self, change: &dyn Fn(&str) -> String) -> Self {
        let arguments = self.arguments.iter().map(|(name, value)| {
            let value = match value {
                Argument::Number(number) => Argument::Number(*number),
                Argument::Text(text) => Argument::Text(change(text)),
                Argument::Message(inner) => Argument::Message(inner.mapped(change)),
                Argument::Day(date) => Argument::Day(*date),
                Argument::Month(date) => Argument::Month(*date),
            };
            (*name, value)
        });
        let text = match &self.text {
            Text::Key(key) => Text::Key(key.clone()),
            Text::Verbatim(words) => Text::Verbatim(change(words).into()),
        };
        Self { text, arguments: arguments.collect() }
    }
}

impl fmt::Display for Message {
    /// In English. Whoever shows it to a reader says in which language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.english()
    }
}

impl Default for Message {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Message {
    /// Words that stand for themselves.
    fn from(words: &str) -> Self {
        Self::from(words.to_owned())
    }
}

impl From<String> for Message {
    fn from(words: String) -> Self {
        Self { text: Text::Verbatim(words.into()), arguments: Vec::new() }
    }
}

impl From<Cow<'static, str>> for Message {
    fn from(words: Cow<'static, str>) -> Self {
        Self { text: Text::Verbatim(words), arguments: Vec::new() }
    }
}

impl From<&String> for Message {
    fn from(words: &String) -> Self {
        Self::from(words.clone())
    }
}

impl From<Phrase> for Message {
    fn from(phrase: Phrase) -> Self {
        Self::from(phrase.to_string())
    }
}

/// Whatever can be put into a text.
pub trait ToArgument {
    /// As it is put into one.
    fn to_argument(&self) -> Argument;
}

impl ToArgument for str {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.to_owned())
    }
}

impl ToArgument for String {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.clone())
    }
}

impl ToArgument for Message {
    fn to_argument(&self) -> Argument {
        Argument::Message(self.clone())
    }
}

impl ToArgument for Argument {
    fn to_argument(&self) -> Argument {
        self.clone()
    }
}

impl ToArgument for Date {
    fn to_argument(&self) -> Argument {
        Argument::Day(self.0)
    }
}

impl ToArgument for Time {
    fn to_argument(&self) -> Argument {
        Argument::Day(self.date().0)
    }
}

impl ToArgument for Phrase {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.to_string())
    }
}

impl<T: ToArgument + ?Sized> ToArgument for &T {
    fn to_argument(&self) -> Argument {
        (**self).to_argument()
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => {$(
        impl ToArgument for $kind {
            fn to_argument(&self) -> Argument {
                Argument::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}

numbers! { i8 i16 i32 i64 u8 u16 u32 u64 usize }

/// A text in a language.
#[derive(Clone, Debug)]
pub struct Phrase {
    language: Language,
    message: Message,
}

impl Phrase {
    pub(super) fn new(language: Language, message: Message) -> Self {
        Self { language, message }
    }

    /// With a value for one of its variables.
    pub fn with(mut self, name: &'static str, value: impl ToArgument) -> Self {
        self.message = self.message.with(name, value);
        self
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.message.is_empty()
    }

    /// The text as HTML: marks in the catalogue count as such, what is put into it does not.
    pub(super) fn html(&self) -> String {
        let escaped = |text: &str| {
            askama::filters::escape(text, askama::filters::Html).map_or_else(|_| String::new(), |safe| safe.to_string())
        };
        Self { language: self.language, message: self.message.mapped(&escaped) }.to_string()
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message.text {
            Text::Verbatim(words) => f.write_str(words),
            Text::Key(key) => f.write_str(&catalogue::text(self.language, key, self.message.arguments())),
        }
    }
}

impl From<Phrase> for String {
    fn from(phrase: Phrase) -> Self {
        phrase.to_string()
    }
}

/// Whatever can be shown in a language: words that stand for themselves, and messages.
pub trait Sayable {
    /// In this language.
    fn said(&self, language: Language) -> String;
}

impl Sayable for str {
    fn said(&self, _: Language) -> String {
        self.to_owned()
    }
}

impl Sayable for String {
    fn said(&self, _: Language) -> String {
        self.clone()
    }
}

impl Sayable for Cow<'_, str> {
    fn said(&self, _: Language) -> String {
        self.clone().into_owned()
    }
}

impl Sayable for Phrase {
    fn said(&self, _: Language) -> String {
        self.to_string()
    }
}

impl Sayable for Message {
    fn said(&self, language: Language) -> String {
        language.say(self.clone()).to_string()
    }
}

impl<T: Sayable + ?Sized> Sayable for &T {
    fn said(&self, language: Language) -> String {
        (**self).said(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_html_is_escaped_and_the_catalogues_own_marks_are_not() {
        let phrase = Language::English.say(Message::from("<b>x</b>"));
        assert_eq!(phrase.html(), "&#60;b&#62;x&#60;/b&#62;");
    }

    #[test]
    fn words_that_stand_for_themselves_are_the_same_in_every_language() {
        assert!(Language::ALL.into_iter().all(|language| language.say("Acme").to_string() == "Acme"));
    }
}
