//! Settings, read from the environment and nowhere else.

pub mod dkim;
pub mod embeddings;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;

pub use embeddings::Embeddings;

/// Every setting there is. `shipboard --help` prints this list, so it is the one place that documents them.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Settings (environment variables)")]
pub struct Config {
    /// PostgreSQL to use (14 to 18), as `postgres://user:password@host/database`. Without it Shipboard runs a private one
    /// of its own in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_parser = database_url)]
    pub database_url: Option<SecretString>,

    /// The same database past a pooler that lends connections by the transaction (PgBouncer): for migrations and for hearing of
    /// changes, which need a connection of their own. Saying it also makes each transaction say its own role.
    #[arg(long, env = "DATABASE_DIRECT_URL", hide_env_values = true, value_parser = database_url)]
    pub database_direct_url: Option<SecretString>,

    /// Folder for the private PostgreSQL and for mail that is not sent.
    #[arg(long, env = "SHIPBOARD_DATA", default_value_os_t = default_data(), value_name = "FOLDER")]
    pub data: PathBuf,

    /// Address and port to listen on.
    #[arg(long, env = "SHIPBOARD_ADDRESS", default_value = "127.0.0.1:3000", value_name = "IP:PORT")]
    pub address: SocketAddr,

    /// How the base domain is reached by a browser; workspaces live on its subdomains. `https` here turns on secure
    /// cookies and HSTS.
    #[arg(long, env = "SHIPBOARD_BASE_URL", default_value = "http://localhost:3000", value_name = "URL")]
    pub base_url: BaseUrl,

    /// Answer every host with this one workspace (its address): for hosting a single company.
    #[arg(long, env = "SHIPBOARD_WORKSPACE", value_name = "SLUG")]
    pub workspace: Option<String>,

    /// Mail server: `smtp://` (plain), `smtps://` (TLS), `smtp://…?tls=required` (STARTTLS), with `user:password@` where
    /// needed. Without it mail is written to the data folder and can be read at `/_mail`.
    #[arg(long, env = "SMTP_URL", hide_env_values = true, value_parser = smtp_url)]
    pub smtp_url: Option<SecretString>,

    /// Sender of all mail.
    #[arg(long, env = "SHIPBOARD_MAIL_FROM", default_value = "Shipboard <shipboard@localhost>", value_name = "MAILBOX")]
    pub mail_from: lettre::message::Mailbox,

    /// Return path of all mail (the envelope's sender), where reports of mail servers go. Each mail leaves with an address of
    /// its own made of it, `bounces+<number>@…`, so the mail server has to deliver what stands behind a `+` as well. Without
    /// it, reports go to `SHIPBOARD_MAIL_FROM`.
    #[arg(long, env = "SHIPBOARD_BOUNCE_ADDRESS", value_name = "ADDRESS")]
    pub bounce_address: Option<lettre::Address>,

    /// Private key to sign all mail with (DKIM): a PEM file with an RSA or Ed25519 key, as `openssl genrsa -out FILE 2048` makes
    /// it. Without it mail is not signed here. `shipboard dkim` prints the record that has to stand in DNS.
    #[arg(long, env = "SHIPBOARD_DKIM_KEY", value_parser = dkim::SigningKey::read, value_name = "FILE")]
    pub dkim_key: Option<dkim::SigningKey>,

    /// What the key is called in DNS: the record is `SELECTOR._domainkey.DOMAIN`.
    #[arg(long, env = "SHIPBOARD_DKIM_SELECTOR", default_value = "shipboard", value_parser = dkim::dns_name, value_name = "NAME")]
    pub dkim_selector: String,

    /// Domain that signs. Without it, that of `SHIPBOARD_MAIL_FROM`, which receivers expect (DMARC).
    #[arg(long, env = "SHIPBOARD_DKIM_DOMAIN", value_parser = dkim::dns_name, value_name = "DOMAIN")]
    pub dkim_domain: Option<String>,

    /// Secret shared with the mail server, at least 24 characters. With it, `POST /_bounce` on any host takes a report of mail
    /// that came back (RFC 3464), as the mail server has it, with the header `Shipboard-Signature: t=SECONDS,v1=HMAC`: the
    /// HMAC-SHA256, in hexadecimal, of the seconds since 1970, a dot, and the report. The README has a script for that.
    #[arg(long, env = "SHIPBOARD_BOUNCE_SECRET", hide_env_values = true, value_parser = bounce_secret)]
    pub bounce_secret: Option<SecretString>,

    #[command(flatten)]
    pub embeddings: Embeddings,

    /// Reverse proxies in front of the server: this many of the last `X-Forwarded-For` entries are believed.
    #[arg(long, env = "SHIPBOARD_TRUSTED_PROXIES", default_value_t = 0, value_name = "COUNT")]
    pub trusted_proxies: usize,

    /// Where Prometheus metrics are served (`/metrics`), apart from the public address. `off` serves none.
    #[arg(long, env = "SHIPBOARD_METRICS_ADDRESS", default_value = "127.0.0.1:9464", value_name = "IP:PORT")]
    pub metrics_address: Optional<SocketAddr>,

    /// Connections to PostgreSQL kept by one server.
    #[arg(long, env = "SHIPBOARD_POOL", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=200), value_name = "COUNT")]
    pub pool: u32,

    /// Memory for pages that are kept for readers who are signed out, in MiB: about 150 pages each. 0 keeps none.
    #[arg(long, env = "SHIPBOARD_PAGE_CACHE", default_value_t = 24, value_name = "MIB")]
    pub page_cache: u32,

    /// Room for the pictures in the texts of one workspace, in MiB. What is there stays if that is more; 0 takes none.
    #[arg(long, env = "SHIPBOARD_PICTURE_ROOM", default_value_t = 1024, value_name = "MIB")]
    pub picture_room: u32,

    /// What is logged: a level, or filters such as `shipboard=debug,sqlx=warn`.
    #[arg(long, env = "SHIPBOARD_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
}

impl Config {
    /// The domain that signs mail.
    pub fn dkim_domain(&self) -> &str {
        self.dkim_domain.as_deref().unwrap_or_else(|| self.mail_from.email.domain())
    }
}

/// A value that may be switched off with the word `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optional<T> {
    /// Switched off.
    Off,
    /// In use.
    On(T),
}

impl<T: std::str::FromStr> std::str::FromStr for Optional<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" { Ok(Self::Off) } else { text.parse().map(Self::On) }
    }
}

/// The address of the base domain: scheme and authority, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Whether browsers come by TLS.
    pub secure: bool,
    /// Host without port: `localhost`, `feedback.example`.
    pub host: String,
    /// Port, where it is not the scheme's own.
    pub port: Option<u16>,
}

impl std::str::FromStr for BaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || format!("“{text}” is not an address such as https://feedback.example or http://localhost:3000");
        let uri: axum::http::Uri = text.trim_end_matches('/').parse().map_err(|_| wanted())?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wanted()),
        };
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(format!("“{text}” has a path; Shipboard lives at the root of its host"));
        }
        let host = uri.host().ok_or_else(wanted)?.to_ascii_lowercase();
        Ok(Self { secure, host, port: uri.port_u16() })
    }
}

impl BaseUrl {
    /// `https`, or `http`.
    pub fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }

    /// The address of a host on this installation: `https://acme.feedback.example:8443`.
    pub fn origin(&self, host: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme()),
            None => format!("{}://{host}", self.scheme()),
        }
    }

    /// The host of a workspace without a domain of its own.
    pub fn workspace_host(&self, slug: &str) -> String {
        format!("{slug}.{}", self.host)
    }
}

impl std::fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.origin(&self.host))
    }
}

fn database_url(text: &str) -> Result<SecretString, String> {
    match text.parse::<sqlx::postgres::PgConnectOptions>() {
        Ok(_) if text.starts_with("postgres://") || text.starts_with("postgresql://") => Ok(text.into()),
        _ => Err("it should read postgres://user:password@host:5432/database".to_owned()),
    }
}

/// Shorter ones can be guessed by whoever sees a signature.
const SHORTEST_SECRET: usize = 24;

fn bounce_secret(text: &str) -> Result<SecretString, String> {
    if text.chars().count() < SHORTEST_SECRET {
        return Err(format!("it needs at least {SHORTEST_SECRET} characters; openssl rand -hex 24 makes one"));
    }
    Ok(text.into())
}

fn smtp_url(text: &str) -> Result<SecretString, String> {
    lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(text).map(|_| text.into()).map_err(|error| {
        format!(
            "{error}; it should read smtp://host:25, smtps://user:password@host:465 or smtp://user:password@host:587?tls=required"
        )
    })
}

/// `/var/lib/shipboard` for root, whose home the private PostgreSQL's own user may not enter; otherwise
/// `$XDG_DATA_HOME/shipboard`, or `~/.local/share/shipboard`, or `./data` for somebody without a home.
fn default_data() -> PathBuf {
    if rustix::process::geteuid().is_root() {
        return PathBuf::from("/var/lib/shipboard");
    }
    let home = || std::env::var_os("HOME").filter(|home| !home.is_empty()).map(|home| PathBuf::from(home).join(".local/share"));
    std::env::var_os("XDG_DATA_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(home)
        .map_or_else(|| PathBuf::from("data"), |folder| folder.join("shipboard"))
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_base_address_is_a_scheme_and_a_host() {
        let base: BaseUrl = "http://localhost:3000/".parse().unwrap();
        assert_eq!(base.origin(&base.workspace_host("acme")), "http://acme.localhost:3000");
        for wrong in ["localhost:3000", "ftp://x", "https://x/y", ""] {
            assert!(wrong.parse::<BaseUrl>().is_err(), "{wrong}");
        }
    }
}
