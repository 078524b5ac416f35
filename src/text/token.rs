//! Secrets people carry for us: random, and kept only as a hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::{Digest, Sha256};

/// A secret of 32 random bytes, for a cookie or a link.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// A fresh one, from the operating system's generator.
    pub fn new() -> Self {
        Self(rand::rng().random())
    }

    /// Reads one back from a cookie or a link; anything malformed is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The form that travels: 43 characters that need no escaping in an address (RFC 4648, 5).
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// SHA-256, the form that is kept. The secret is random, so no salt is needed.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// The bytes themselves, where the secret is a key that is kept as it is.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Six digits, for typing from one device into another.
pub fn code() -> String {
    format!("{:06}", rand::rng().random_range(0..1_000_000))
}

/// A code is short, so its hash hides it from a glance and no more: whoever checks it also asks for a secret.
pub fn code_hash(code: &str, salt: &[u8]) -> Vec<u8> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    Sha256::new().chain_update(salt).chain_update(digits).finalize().to_vec()
}

/// Signs a message (HMAC-SHA256, RFC 2104), in a form that can stand in an address.
pub fn sign(key: &[u8], message: &str) -> String {
    URL_SAFE_NO_PAD.encode(mac(key, message).finalize().into_bytes())
}

/// Whether `signature` is the message's, compared in constant time.
pub fn verify(key: &[u8], message: &str, signature: &str) -> bool {
    URL_SAFE_NO_PAD.decode(signature).is_ok_and(|bytes| mac(key, message).verify_slice(&bytes).is_ok())
}

fn mac(key: &[u8], message: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_journey_and_nothing_else_does() {
        let token = Token::new();
        assert_eq!(Token::parse(&token.reveal()).unwrap().hash(), token.hash());
        assert!(Token::parse("short").is_none());
        assert_ne!(Token::new().hash(), token.hash());
    }

    #[test]
    fn a_signature_holds_for_its_key_and_message_only() {
        let signature = sign(b"key", "message");
        assert!(verify(b"key", "message", &signature));
        assert!(!verify(b"key", "massage", &signature));
        assert!(!verify(b"kay", "message", &signature));
        assert!(!verify(b"key", "message", "x"));
    }
}
