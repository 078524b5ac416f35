//! A model behind an address that speaks as OpenAI's does: `POST …/embeddings` with a model and texts.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{Trouble, Vector};
use crate::config::Embeddings;

/// The longest answer that is read, in bytes: a hundred vectors of the longest kind take a few megabytes as text.
const LONGEST: usize = 64 * 1024 * 1024;

/// How long a connection may take.
const CONNECTED: Duration = Duration::from_secs(5);

pub(super) struct Service {
    client: Client,
    address: Url,
    key: Option<SecretString>,
    model: String,
}

#[derive(Serialize)]
struct Asked<'a> {
    model: &'a str,
    input: &'a [String],
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Embedding>,
}

#[derive(Deserialize)]
struct Embedding {
    #[serde(default)]
    index: Option<usize>,
    embedding: Vec<f32>,
}

impl Service {
    pub(super) fn at(settings: &Embeddings) -> Option<Self> {
        let (address, model) = (settings.url.clone()?, settings.model.clone()?);
        // The certificates that are trusted are compiled in, as they are for mail.
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        // The key goes where the setting says and nowhere else.
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .connect_timeout(CONNECTED)
            .user_agent("Shipboard")
            .build()
            .ok()?;
        Some(Self { client, address: address.0, key: settings.key.clone(), model })
    }

    pub(super) fn model(&self) -> &str {
        &self.model
    }

    pub(super) async fn meanings_of(&self, texts: &[String]) -> Result<Vec<Vector>, Trouble> {
        let mut request = self.client.post(self.address.clone()).json(&Asked { model: &self.model, input: texts });
        if let Some(key) = &self.key {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", key.expose_secret()))
                .map_err(|_| Trouble("the key has characters that a header cannot have".to_owned()))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let mut response = request.send().await.map_err(trouble)?;
        let status = response.status();
        if !status.is_success() {
            // What it says may repeat what it was asked.
            return Err(Trouble(format!("it answers {status}")));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(trouble)? {
            if body.len() + chunk.len() > LONGEST {
                return Err(Trouble("its answer is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|error| Trouble(format!("its answer cannot be read: {error}")))?;
        vectors(answer, texts.len())
    }
}

fn trouble(error: reqwest::Error) -> Trouble {
    let error = error.without_url();
    let causes = std::iter::successors(std::error::Error::source(&error), |error| error.source());
    Trouble(causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}")))
}

/// One for each text, in their order, all of one length.
fn vectors(answer: Answer, texts: usize) -> Result<Vec<Vector>, Trouble> {
    let mut data = answer.data;
    if data.len() != texts {
        return Err(Trouble(format!("it was asked about {texts} texts and answers about {}", data.len())));
    }
    if data.iter().all(|one| one.index.is_some()) {
        data.sort_by_key(|one| one.index);
    }
    let length = data.first().map_or(0, |one| one.embedding.len());
    if data.iter().any(|one| one.embedding.len() != length) {
        return Err(Trouble("its vectors are not of one length".to_owned()));
    }
    let vectors: Option<Vec<Vector>> = data.iter().map(|one| Vector::of(&one.embedding)).collect();
    vectors.ok_or_else(|| Trouble("one of its vectors is no direction".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, texts: usize) -> Result<Vec<Vector>, String> {
        vectors(serde_json::from_str(text).unwrap(), texts).map_err(|trouble| trouble.0)
    }

    #[test]
    fn vectors_come_in_the_order_of_the_texts_or_not_at_all() {
        let text = r#"{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]}"#;
        assert_eq!(read(text, 2).unwrap()[0].numbers(), [127, 0]);
        assert!(read(text, 3).unwrap_err().contains("about 2"));
        assert!(read(r#"{"data":[{"embedding":[0,1]},{"embedding":[1]}]}"#, 2).unwrap_err().contains("one length"));
        assert!(read(r#"{"data":[{"embedding":[0,0]}]}"#, 1).unwrap_err().contains("no direction"));
    }
}
