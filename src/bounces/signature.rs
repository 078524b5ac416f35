//! Whether a report comes from a mail server that shares the secret.

use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use sha2::Sha256;

use crate::clock::Time;

/// The header: `t=1764090000,v1=<64 hexadecimal digits>`, HMAC-SHA256 (RFC 2104) over the time, a dot and the body.
pub(super) const HEADER: &str = "shipboard-signature";

/// How far the signed time may be from ours. Within it, a report that is sent again changes nothing.
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// Checks a signature in constant time. Says what is wrong, which helps nobody who does not have the secret.
pub(super) fn check(secret: &str, header: &str, body: &[u8], now: Time) -> Result<(), &'static str> {
    let part = |name: &str| header.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let (Some(time), Some(signature)) = (part("t"), part("v1")) else {
        return Err("The header Shipboard-Signature should read t=SECONDS,v1=SIGNATURE.");
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    let bytes = bytes(signature).unwrap_or_default();
    mac.verify_slice(&bytes).map_err(|_| "The signature is not right.")?;
    let signed = time.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let apart = signed.map(|signed| now.since(Time::from_timestamp(signed)).abs());
    match apart {
        Some(apart) if apart <= WINDOW => Ok(()),
        _ => Err("The signature is more than five minutes from the time here."),
    }
}

/// Hexadecimal digits as bytes.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf '%s.%s' 1764090000 'a report' | openssl dgst -sha256 -hmac 'a long shared secret'`.
    const BY_OPENSSL: &str = "7795b177838a62d4ccde22db3276cfeb30a28912c763af1b6da840c73cb26b82";

    fn at(seconds: i64) -> Time {
        Time::from_timestamp(jiff::Timestamp::from_second(seconds).unwrap())
    }

    fn checked(secret: &str, time: &str, signature: &str, body: &[u8], now: i64) -> Result<(), &'static str> {
        check(secret, &format!("t={time},v1={signature}"), body, at(now))
    }

    #[test]
    fn a_signature_holds_for_its_secret_its_body_and_five_minutes() {
        let secret = "a long shared secret";
        let (time, body) = ("1764090000", b"a report".as_slice());
        for now in [1_764_089_700, 1_764_090_000, 1_764_090_300] {
            assert_eq!(checked(secret, time, BY_OPENSSL, body, now), Ok(()), "{now}");
        }
        for now in [1_764_089_699, 1_764_090_301, 0] {
            assert!(checked(secret, time, BY_OPENSSL, body, now).is_err(), "{now}");
        }
        assert!(checked("another secret", time, BY_OPENSSL, body, 1_764_090_000).is_err());
        assert!(checked(secret, "1764090001", BY_OPENSSL, body, 1_764_090_001).is_err(), "the time is signed as well");
        assert!(checked(secret, time, BY_OPENSSL, b"another report", 1_764_090_000).is_err());
        for nonsense in ["", "0", "zz", &BY_OPENSSL[..62], "ä"] {
            assert!(checked(secret, time, nonsense, body, 1_764_090_000).is_err(), "{nonsense}");
        }
        for header in ["", "t=1764090000", "v1=00", "nonsense", "t=,v1="] {
            assert!(check(secret, header, body, at(1_764_090_000)).is_err(), "{header}");
        }
    }
}
