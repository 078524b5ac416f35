//! What templates say texts with. The language is the one that the template is rendered in (`Template::render_with_values`).

#![expect(clippy::inline_always, reason = "the macro that makes a filter of a function writes it")]

use std::any::Any;

use askama::filters::Safe;
use askama::{Values, filter_fn};

use super::{Argument, Language, Message, Phrase, Sayable, ToArgument};
use crate::clock::Time;

/// Under which a template finds its language.
const LANGUAGE: &str = "language";

impl Values for Language {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        (key == LANGUAGE).then_some(self as &dyn Any)
    }
}

fn language(values: &dyn Values) -> Language {
    askama::get_value::<Language>(values, LANGUAGE).copied().unwrap_or_default()
}

/// A moment, or a reference to one.
pub trait Moment {
    /// The moment.
    fn moment(&self) -> Time;
}

impl Moment for Time {
    fn moment(&self) -> Time {
        *self
    }
}

impl<T: Moment> Moment for &T {
    fn moment(&self) -> Time {
        (**self).moment()
    }
}

/// The text with this key: `{{ "nav-ideas"|t }}`.
#[filter_fn]
pub fn t<K: AsRef<str>>(key: K, values: &dyn Values) -> askama::Result<Phrase> {
    Ok(language(values).say(Message::keyed(key.as_ref().to_owned())))
}

/// With a value for one of its variables: `{{ "votes"|t|with("count", votes) }}`.
#[filter_fn]
pub fn with<V: ToArgument>(phrase: Phrase, _values: &dyn Values, name: &'static str, value: V) -> askama::Result<Phrase> {
    Ok(phrase.with(name, value))
}

/// As HTML: marks in the catalogue count as such; what is put into it is escaped.
#[filter_fn]
pub fn rich(phrase: Phrase, _values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(phrase.html()))
}

/// Whatever somebody has to say, in the reader's language: a refusal, a flash, or words that stand for themselves.
#[filter_fn]
pub fn said<S: Sayable>(said: S, values: &dyn Values) -> askama::Result<String> {
    Ok(said.said(language(values)))
}

/// A text that is neither of a language nor of the template: one of the values that it is rendered with. Empty where there is none.
#[filter_fn]
pub fn given(key: &str, values: &dyn Values) -> askama::Result<String> {
    Ok(askama::get_value::<String>(values, key).cloned().unwrap_or_default())
}

/// A word of a workspace; one that Shipboard put there, in the reader's language.
#[filter_fn]
pub fn standard<W: Sayable>(word: W, values: &dyn Values) -> askama::Result<String> {
    Ok(super::standard::said(&word.said(language(values)), language(values)))
}

/// The tag of the language, for what is read aloud: `<html lang="{{ ""|tag }}"`.
#[filter_fn]
pub fn tag(_nothing: &str, values: &dyn Values) -> askama::Result<&'static str> {
    Ok(language(values).tag())
}

/// The way the language is written.
#[filter_fn]
pub fn direction(_nothing: &str, values: &dyn Values) -> askama::Result<&'static str> {
    Ok(language(values).direction())
}

/// In lines that end before column 72, for the text of a mail.
#[filter_fn]
pub fn wrapped<S: Sayable>(text: S, values: &dyn Values) -> askama::Result<String> {
    Ok(super::wrap::lines(&text.said(language(values))))
}

/// How long ago a moment was: `{{ created_at|ago(now) }}`.
#[filter_fn]
pub fn ago<M: Moment, N: Moment>(time: M, values: &dyn Values, now: N) -> askama::Result<String> {
    Ok(language(values).ago(time.moment(), now.moment()))
}

/// The exact minute of a moment in a zone.
#[filter_fn]
pub fn minute<M: Moment, Z: AsRef<str>>(time: M, values: &dyn Values, zone: Z) -> askama::Result<String> {
    Ok(language(values).minute(time.moment(), zone.as_ref()))
}

/// The day of a moment.
#[filter_fn]
pub fn day<M: Moment>(time: M, values: &dyn Values) -> askama::Result<String> {
    Ok(language(values).day(time.moment()))
}

/// A number with the signs of the language.
#[filter_fn]
pub fn number<N: ToArgument>(number: N, values: &dyn Values) -> askama::Result<String> {
    Ok(match number.to_argument() {
        Argument::Number(number) => language(values).number(number),
        Argument::Text(text) => text,
        Argument::Message(message) => message.said(language(values)),
        Argument::Day(date) => language(values).date(date),
        Argument::Month(date) => language(values).month(date),
    })
}
