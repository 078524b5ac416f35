//! Mail that is signed: checked by a verifier that knows nothing of how it was signed (RFC 6376, RFC 8463).

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use mail_auth::common::parse::TxtRecordParser as _;
use mail_auth::common::verify::DomainKey;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt};
use shipboard::config::dkim::SigningKey;

use crate::ship::{asks, release, ships};
use crate::support::{CAST, Letter, Setup, TestApp};

/// A fresh key, as the README has an operator make it.
struct KeyFile(PathBuf);

impl KeyFile {
    fn make(name: &str, words: &[&str]) -> Self {
        let file = std::env::temp_dir().join(format!("shipboard-dkim-{}-{name}.pem", std::process::id()));
        let made = Command::new("openssl").args(words).arg("-out").arg(&file).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self(file)
    }

    fn read(&self) -> SigningKey {
        SigningKey::read(self.0.to_str().unwrap()).unwrap()
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What stands in DNS, without a network.
struct Dns(HashMap<String, Txt>);

impl Dns {
    /// The record that the product says has to be published.
    fn with(key: &SigningKey, name: &str) -> Self {
        let record = DomainKey::parse(key.record().as_bytes()).unwrap();
        Self(HashMap::from([(name.to_owned(), record.into())]))
    }

    /// What a receiver makes of a mail: one result for each signature.
    async fn verify(&self, raw: &str) -> Vec<DkimResult> {
        let nowhere = MessageAuthenticator::new(ResolverConfig::default(), ResolverOpts::default()).unwrap();
        let mail = AuthenticatedMessage::parse(raw.as_bytes()).unwrap();
        let outputs = nowhere.verify_dkim(Parameters::new(&mail).with_txt_cache(self)).await;
        outputs.iter().map(|output| output.result().clone()).collect()
    }
}

impl ResolverCache<String, Txt> for Dns {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        String: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.0.get(name).cloned().unwrap_or(Txt::Error(mail_auth::Error::RevokedPublicKey)))
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        String: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: String, _: Txt, _: Instant) {}
}

/// An installation that signs as `mail._domainkey.localhost`, and a mail that has shipped from it, with the longest of titles.
async fn signed_mail(key: SigningKey) -> Letter {
    let app = TestApp::start_with(Setup { smtp: true, dkim_key: Some(key), ..Setup::default() }).await;
    let title = format!("{}!", "🚀 Überlänge ".repeat(20).chars().take(139).collect::<String>());
    let idea = asks(&app, &app.vera(), &title).await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    app.mail_to(CAST.vera.email).remove(0)
}

#[tokio::test]
async fn a_signature_holds_for_either_kind_of_key_and_for_nothing_that_was_changed() {
    for (name, words) in [
        ("rsa", &["genrsa"][..]),
        ("traditional", &["genrsa", "-traditional"]),
        ("ed25519", &["genpkey", "-algorithm", "ed25519"]),
    ] {
        let file = KeyFile::make(name, words);
        let key = file.read();
        let letter = signed_mail(key.clone()).await;
        let dns = Dns::with(&key, "mail._domainkey.localhost.");
        assert_eq!(dns.verify(&letter.raw).await, [DkimResult::Pass], "{name}: {}", letter.raw);

        // As relays may change it on the way: headers folded anew, spaces at the ends of lines.
        let folded = letter.raw.replacen("Subject: ", "Subject:\r\n ", 1).replacen("Vera Voss,\r\n", "Vera Voss, \t\r\n", 1);
        assert_ne!(folded, letter.raw);
        assert_eq!(dns.verify(&folded).await, [DkimResult::Pass], "{name}");

        // What the signature covers cannot be changed, left out or added.
        let head = letter.raw.split("\r\n\r\n").next().unwrap();
        for header in [
            "Content-Type",
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Id",
        ] {
            let at = head.find(&format!("\r\n{header}: ")).map_or(0, |at| at + 2);
            assert!(head[at..].starts_with(header), "{name}: {header} is not there");
            let renamed = format!("{}X-{}", &letter.raw[..at], &letter.raw[at..]);
            assert_ne!(dns.verify(&renamed).await, [DkimResult::Pass], "{name}: {header} is not signed");
        }
        for added in ["Reply-To: mallory@elsewhere.example\r\n", "Cc: mallory@elsewhere.example\r\n"] {
            assert_ne!(dns.verify(&format!("{added}{}", letter.raw)).await, [DkimResult::Pass], "{name}: {added}");
        }
        let other_words = letter.raw.replacen("</html>", "<!-- --></html>", 1);
        assert_ne!(other_words, letter.raw);
        assert_ne!(dns.verify(&other_words).await, [DkimResult::Pass], "{name}");
        // Another installation's key is not this one's.
        let other = KeyFile::make(&format!("{name}-other"), words).read();
        assert_ne!(Dns::with(&other, "mail._domainkey.localhost.").verify(&letter.raw).await, [DkimResult::Pass], "{name}");
    }
}

#[test]
fn the_record_for_dns_is_printed_by_a_verb() {
    let file = KeyFile::make("verb", &["genpkey", "-algorithm", "ed25519"]);
    let shipboard = |key: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipboard"));
        command.arg("dkim").env("SHIPBOARD_DKIM_KEY", key).env("SHIPBOARD_DKIM_SELECTOR", "mail2026");
        command.env("SHIPBOARD_MAIL_FROM", "Shipboard <mail@Feedback.example>").output().unwrap()
    };
    let said = String::from_utf8(shipboard(file.0.to_str().unwrap()).stdout).unwrap();
    let record = file.read().record();
    assert_eq!(said, format!("mail2026._domainkey.Feedback.example. IN TXT \"{record}\"\n"));
    let off = shipboard("");
    assert!(!off.status.success());
    assert!(String::from_utf8(off.stderr).unwrap().contains("openssl genrsa"));
}

#[tokio::test]
async fn mail_is_not_signed_where_nothing_was_set() {
    let app = TestApp::start().await;
    app.nobody().post("/sign-in", &[("email", CAST.vera.email)]).await.is(303);
    app.deliver().await;
    assert!(!app.mailbox()[0].raw.contains("DKIM-Signature"));
}
