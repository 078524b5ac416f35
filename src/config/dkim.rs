//! The key that mail is signed with (DKIM, RFC 6376), and what DNS has to say about it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey as Ed25519;
use lettre::message::{DkimSigningAlgorithm, DkimSigningKey};
use rsa::RsaPrivateKey;
use rsa::pkcs1::{DecodeRsaPrivateKey as _, EncodeRsaPrivateKey as _, LineEnding};
use rsa::pkcs8::{DecodePrivateKey as _, EncodePublicKey as _};
use rsa::traits::PublicKeyParts as _;

/// The shortest that receivers have to accept (RFC 8301, 3.2). Signers should have 2048.
const SHORTEST_RSA: usize = 1024;

/// The longest text in one string of a DNS record (RFC 1035, 3.3.14).
const LONGEST_STRING: usize = 255;

/// A private key of either kind that DKIM knows (RFC 8463 for Ed25519).
#[derive(Clone)]
pub enum SigningKey {
    /// For receivers of every age.
    Rsa(Box<RsaPrivateKey>),
    /// Short and fast; some receivers cannot check it yet.
    Ed25519(Box<Ed25519>),
}

impl SigningKey {
    /// The key in a file that openssl wrote: PEM, as PKCS #8 or PKCS #1. Says what is wrong with it.
    pub fn read(file: &str) -> Result<Self, String> {
        let pem = std::fs::read_to_string(file).map_err(|error| format!("it cannot be read ({error})"))?;
        Self::parse(&pem)
    }

    fn parse(pem: &str) -> Result<Self, String> {
        let rsa = RsaPrivateKey::from_pkcs8_pem(pem).ok().or_else(|| RsaPrivateKey::from_pkcs1_pem(pem).ok());
        if let Some(key) = rsa {
            let bits = key.size() * 8;
            if bits < SHORTEST_RSA {
                return Err(format!("it has an RSA key of {bits} bits; {SHORTEST_RSA} are the fewest, and 2048 are better"));
            }
            return Ok(Self::Rsa(Box::new(key)));
        }
        let key = Ed25519::from_pkcs8_pem(pem).map_err(|_| {
            "it holds no RSA or Ed25519 private key in PEM; openssl genrsa -out dkim.pem 2048 makes one".to_owned()
        })?;
        Ok(Self::Ed25519(Box::new(key)))
    }

    /// As the mail library takes it.
    pub fn for_signing(&self) -> DkimSigningKey {
        let (text, algorithm) = match self {
            Self::Rsa(key) => (
                key.to_pkcs1_pem(LineEnding::LF).expect("a key that was read can be written").to_string(),
                DkimSigningAlgorithm::Rsa,
            ),
            Self::Ed25519(key) => (STANDARD.encode(key.to_bytes()), DkimSigningAlgorithm::Ed25519),
        };
        DkimSigningKey::new(&text, algorithm).expect("a key that was written is read again")
    }

    /// What the TXT record says: the public key (RFC 6376, 3.6.1; RFC 8463, 4).
    pub fn record(&self) -> String {
        let (kind, key) = match self {
            Self::Rsa(key) => {
                let der = key.to_public_key().to_public_key_der().expect("a key that was read can be written");
                ("rsa", STANDARD.encode(der.as_bytes()))
            }
            Self::Ed25519(key) => ("ed25519", STANDARD.encode(key.verifying_key().as_bytes())),
        };
        format!("v=DKIM1; k={kind}; p={key}")
    }

    /// The record as a line of a zone, in strings that are short enough.
    pub fn zone_line(&self, selector: &str, domain: &str) -> String {
        let record = self.record();
        let strings: Vec<String> =
            record.as_bytes().chunks(LONGEST_STRING).map(|string| format!("\"{}\"", String::from_utf8_lossy(string))).collect();
        format!("{selector}._domainkey.{domain}. IN TXT {}", strings.join(" "))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Rsa(_) => "SigningKey::Rsa(…)",
            Self::Ed25519(_) => "SigningKey::Ed25519(…)",
        })
    }
}

/// A name in DNS, in lower case (RFC 1035, 2.3.1, and `_` as in names of services).
pub fn dns_name(text: &str) -> Result<String, String> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if text.len() <= 253 && text.split('.').all(is_label) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("it is no name in DNS: letters, digits and hyphens, with dots between".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of RFC 8463, appendix A.
    const ED25519: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

    #[test]
    fn the_record_of_the_key_in_the_rfc_is_the_one_in_the_rfc() {
        let key = SigningKey::parse(ED25519).unwrap();
        assert_eq!(key.record(), "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assert_eq!(
            key.zone_line("brisbane", "football.example.com"),
            "brisbane._domainkey.football.example.com. IN TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\""
        );
        assert!(!format!("{key:?}").contains('M'), "a key is not written into a log");
    }

    #[test]
    fn what_is_no_key_is_refused_with_how_to_make_one() {
        for wrong in ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert!(SigningKey::parse(wrong).unwrap_err().contains("openssl genrsa"), "{wrong}");
        }
        assert!(SigningKey::read("/nonexistent/dkim.pem").unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn names_are_names_of_dns() {
        assert_eq!(dns_name("Mail2026.Feedback.example").unwrap(), "mail2026.feedback.example");
        for wrong in ["", "a..b", "-a", "a b", "ä.example", "a;b", &"a".repeat(64)] {
            assert!(dns_name(wrong).is_err(), "{wrong}");
        }
    }
}
