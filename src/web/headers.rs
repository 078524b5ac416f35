//! What headers say: lists of values, what a browser has already, and how long it may keep an answer.

use axum::http::header::IF_NONE_MATCH;
use axum::http::{HeaderMap, HeaderName};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// For an answer that never changes, whoever asks (RFC 9111, 5.2.2, and RFC 8246).
pub(crate) const LASTING: &str = "public, max-age=31536000, immutable";

/// How long an answer may be kept: for ever, where its address names what it shows.
pub(crate) fn kept(named: bool) -> &'static str {
    if named { LASTING } else { "no-cache" }
}

/// What names an answer by what it says (RFC 9110, 8.8.3).
pub(crate) fn tag(body: &[u8]) -> String {
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..18]))
}

/// Whether whoever asks has what this tag names: tags are compared weakly, and `*` is any (RFC 9110, 13.1.2).
pub(crate) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim_start_matches("W/").to_owned();
    listed(headers, &IF_NONE_MATCH).any(|known| known == "*" || bare(known) == bare(tag))
}

/// The comma-separated values of a header.
pub(crate) fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter();
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_tag_is_known_in_any_header_strong_or_weak_and_by_a_star() {
        let asked = |values: &[&'static str]| {
            values.iter().map(|value| (IF_NONE_MATCH, HeaderValue::from_static(value))).collect::<HeaderMap>()
        };
        for known in [&["\"a\""][..], &["W/\"a\""], &["\"b\", \"a\""], &["\"b\"", "\"a\""], &["*"]] {
            assert!(has(&asked(known), "\"a\"") && has(&asked(known), "W/\"a\""), "{known:?}");
        }
        for other in [&[][..], &["\"b\""], &["a"], &["\"aa\""]] {
            assert!(!has(&asked(other), "\"a\""), "{other:?}");
        }
    }
}
