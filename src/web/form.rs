//! What a request carries: forms, paths and queries that are refused in our words, and forms that keep what was typed.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::{Error, Result};
use crate::words::{Message, message};

/// A posted form. Fields that come several times become a `Vec`; text fields are `String`s and are parsed by the handler, so
/// that a refusal can stand beside the field.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        match axum_extra::extract::Form::from_request(request, app).await {
            Ok(axum_extra::extract::Form(form)) => Ok(Self(form)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Error::rejected(message("form-too-long")))
            }
            Err(rejection) => Err(Error::rejected(message("form-garbled").with("why", rejection.to_string()))),
        }
    }
}

/// Parts of the path. What does not parse does not exist.
#[derive(Debug)]
pub struct Path<T>(pub T);

#[expect(clippy::disallowed_types, reason = "this is what stands in for it")]
impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match axum::extract::Path::from_request_parts(parts, app).await {
            Ok(axum::extract::Path(path)) => Ok(Self(path)),
            Err(_) => Err(Error::NotFound),
        }
    }
}

/// The query. What does not parse counts as not said: an old or mistyped link still shows a page.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequestParts<App> for Query<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let query = axum_extra::extract::Query::from_request_parts(parts, app).await;
        Ok(Self(query.map(|axum_extra::extract::Query(query)| query).unwrap_or_default()))
    }
}

/// A value as it can stand in a query: percent-encoded (RFC 3986, 2.1), all but letters, digits and `-._~/`.
pub fn escape(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut escaped, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
        escaped
    })
}

/// What is wrong with a form, by field. `""` is the form as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(BTreeMap<&'static str, Message>);

impl Errors {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes what is wrong with a field; the first thing said stands.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<Message>) {
        self.0.entry(field).or_insert_with(|| sentence.into());
    }

    /// Takes a parsed value, or notes why it was refused.
    pub fn take<T>(&mut self, field: &'static str, parsed: Result<T, impl Into<Message>>) -> Option<T> {
        parsed.map_err(|refusal| self.add(field, refusal)).ok()
    }

    /// What is wrong with a field; empty where nothing is.
    pub fn of(&self, field: &str) -> Message {
        self.0.get(field).cloned().unwrap_or_default()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<Message>> From<(&'static str, T)> for Errors {
    fn from((field, sentence): (&'static str, T)) -> Self {
        let mut errors = Self::new();
        errors.add(field, sentence);
        errors
    }
}
