//! The settings of a model that says what texts mean. All of it is optional, and off by default.

use clap::Args;
use secrecy::SecretString;
use url::Url;

/// Where the model is, and how it is asked.
#[derive(Args, Clone, Debug, Default)]
pub struct Embeddings {
    /// A model that finds likely duplicates by what they mean, beside the built-in search by words: the address of a service that
    /// speaks as OpenAI's does, such as `https://api.openai.com/v1` or `http://localhost:11434/v1`. The titles of all ideas, and
    /// those that people are typing, are sent there. Without it nothing is.
    #[arg(
        id = "embeddings_url", long = "embeddings-url", env = "SHIPBOARD_EMBEDDINGS_URL", value_parser = address,
        requires = "embeddings_model", value_name = "URL"
    )]
    pub url: Option<Address>,

    /// The key of that service, where it asks for one.
    #[arg(
        id = "embeddings_key",
        long = "embeddings-key",
        env = "SHIPBOARD_EMBEDDINGS_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    pub key: Option<SecretString>,

    /// The model to ask for there, such as `text-embedding-3-small` or `nomic-embed-text`.
    #[arg(id = "embeddings_model", long = "embeddings-model", env = "SHIPBOARD_EMBEDDINGS_MODEL", value_name = "NAME")]
    pub model: Option<String>,
}

/// Where texts are sent: `…/embeddings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(pub Url);

/// Reads the address of a service.
pub fn address(text: &str) -> Result<Address, String> {
    let wanted = "it should read https://api.openai.com/v1 or http://localhost:11434/v1";
    let mut url = Url::parse(text).map_err(|error| format!("{error}; {wanted}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wanted.to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a key does not belong into the address; SHIPBOARD_EMBEDDINGS_KEY takes it".to_owned());
    }
    let path = url.path().trim_end_matches('/').to_owned();
    if !path.ends_with("/embeddings") {
        url.set_path(&format!("{path}/embeddings"));
    }
    Ok(Address(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_the_service_or_of_its_embeddings() {
        for (text, read) in [
            ("http://localhost:11434/v1", "http://localhost:11434/v1/embeddings"),
            ("https://x.example/", "https://x.example/embeddings"),
            ("https://x.example/v1/embeddings?api-version=1", "https://x.example/v1/embeddings?api-version=1"),
        ] {
            assert_eq!(address(text).unwrap().0.as_str(), read);
        }
        for wrong in ["ftp://x.example", "x", "https://me:key@x.example/v1"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
