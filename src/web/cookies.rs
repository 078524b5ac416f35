//! Cookies: host-only, out of a script's reach, and named so that a neighbour's host cannot set them where TLS allows it.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum_extra::extract::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;

use crate::config::Config;

/// A cookie of ours, by its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Who is signed in.
    Session,
    /// Which browser asked for a sign-in code.
    SignIn,
    /// What the next page should say first.
    Flash,
}

impl Name {
    /// Every one.
    pub const ALL: [Name; 3] = [Self::Session, Self::SignIn, Self::Flash];

    fn plain(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::SignIn => "sign_in",
            Self::Flash => "flash",
        }
    }

    /// With TLS the `__Host-` prefix makes browsers refuse the cookie from any other host (RFC 6265bis, 4.1.3.2).
    fn full(self, config: &Config) -> String {
        if config.base_url.secure { format!("__Host-{}", self.plain()) } else { self.plain().to_owned() }
    }
}

/// What the browser sent.
pub fn get(headers: &HeaderMap, name: Name, config: &Config) -> Option<String> {
    CookieJar::from_headers(headers).get(&name.full(config)).map(|cookie| cookie.value().to_owned())
}

/// A `Set-Cookie` header that keeps `value` for `age`, or for as long as the browser is open. The value is one of ours: a
/// token, or [`encode`]d text.
pub fn set(name: Name, value: &str, age: Option<SignedDuration>, config: &Config) -> (HeaderName, HeaderValue) {
    let name = name.full(config);
    let secure = if config.base_url.secure { "; Secure" } else { "" };
    let age = age.map(|age| format!("; Max-Age={}", age.as_secs())).unwrap_or_default();
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    (SET_COOKIE, HeaderValue::try_from(cookie).expect("our cookie values are ASCII"))
}

/// A `Set-Cookie` header that makes the browser forget.
pub fn clear(name: Name, config: &Config) -> (HeaderName, HeaderValue) {
    set(name, "", Some(SignedDuration::ZERO), config)
}

/// Any text in a form a cookie can carry.
pub fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// The text that [`encode`] was given.
pub fn decode(value: &str) -> Option<String> {
    URL_SAFE_NO_PAD.decode(value).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}
