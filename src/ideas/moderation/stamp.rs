//! What a form carries that people do not see: when it was shown, and a field that only machines fill in.

use jiff::SignedDuration;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Time;
use crate::ids::UserId;
use crate::text::token;

/// Nobody reads a form, types a title or a comment and sends it within this time.
const FASTEST: SignedDuration = SignedDuration::from_secs(2);

/// A form that is about to be shown. It makes one post, however often it is sent.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// Which form.
    pub submission: Uuid,
    /// When it was shown, signed for this form alone.
    pub shown: String,
}

impl Fresh {
    /// A form of its own.
    pub fn new(key: &[u8], now: Time) -> Self {
        Self::of(Uuid::new_v4(), key, now)
    }

    /// The form that is known by `submission`.
    pub fn of(submission: Uuid, key: &[u8], now: Time) -> Self {
        let second = now.timestamp().as_second();
        Self { submission, shown: format!("{second}.{}", token::sign(key, &message(submission, second))) }
    }

    /// A form that is shown again with what was typed: as old as it was. One that says nothing true of its age is as old as
    /// this moment.
    pub fn again(submission: Uuid, shown: &str, key: &[u8], now: Time) -> Self {
        match shown_at(submission, shown, key) {
            Some(_) => Self { submission, shown: shown.to_owned() },
            None => Self::of(submission, key, now),
        }
    }
}

/// What makes what somebody sends one post, however often they send it: the form, who they are, and what they say. Readers who
/// are signed out may have been shown one form together, and one of them may fill it in twice before they sign in.
pub fn post_of(submission: Uuid, author: UserId, words: &str) -> Uuid {
    let digest = Sha256::new().chain_update(submission).chain_update(author.0).chain_update(words).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// What a form brought along besides what was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Carried {
    /// See [`Fresh::shown`].
    pub shown: String,
    /// The field that people do not see, and leave empty.
    pub website: String,
}

impl Carried {
    /// Whether the hidden field was filled in.
    pub fn trapped(&self) -> bool {
        !self.website.trim().is_empty()
    }

    /// Whether it came back faster than people type, or was never shown.
    pub fn hasty(&self, submission: Uuid, key: &[u8], now: Time) -> bool {
        shown_at(submission, &self.shown, key).is_none_or(|second| now.timestamp().as_second() - second < FASTEST.as_secs())
    }
}

/// The second in which a form was shown, if that is signed.
fn shown_at(submission: Uuid, shown: &str, key: &[u8]) -> Option<i64> {
    let (second, signature) = shown.split_once('.')?;
    let second = second.parse().ok()?;
    token::verify(key, &message(submission, second), signature).then_some(second)
}

fn message(submission: Uuid, second: i64) -> String {
    format!("form shown:{submission}:{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"a key of a workspace";

    fn at(second: i64) -> Time {
        Time::from_timestamp(jiff::Timestamp::from_second(second).unwrap())
    }

    fn carried(form: &Fresh) -> Carried {
        Carried { shown: form.shown.clone(), website: String::new() }
    }

    #[test]
    fn a_form_is_hasty_for_two_seconds_and_never_again() {
        let form = Fresh::new(KEY, at(1_000));
        assert!(carried(&form).hasty(form.submission, KEY, at(1_001)));
        assert!(!carried(&form).hasty(form.submission, KEY, at(1_002)));
        assert!(!carried(&form).hasty(form.submission, KEY, at(1_000_000)));
    }

    #[test]
    fn a_stamp_is_good_for_its_form_and_its_workspace_only() {
        let form = Fresh::new(KEY, at(1_000));
        assert!(carried(&form).hasty(Uuid::new_v4(), KEY, at(2_000)));
        assert!(carried(&form).hasty(form.submission, b"another key", at(2_000)));
        for forged in ["", "1", "1.", "1.x", "x.y"] {
            let carried = Carried { shown: forged.to_owned(), website: String::new() };
            assert!(carried.hasty(form.submission, KEY, at(2_000)), "{forged}");
        }
    }

    #[test]
    fn a_form_shown_again_keeps_its_age_and_a_forged_one_begins_anew() {
        let form = Fresh::new(KEY, at(1_000));
        assert_eq!(Fresh::again(form.submission, &form.shown, KEY, at(5_000)).shown, form.shown);
        let anew = Fresh::again(form.submission, "900.forged", KEY, at(5_000));
        assert!(carried(&anew).hasty(form.submission, KEY, at(5_001)));
    }
}
