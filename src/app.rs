//! What every request and every job can reach.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use moka::future::Cache;

use crate::alike::Memory;
use crate::brand::Color;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::drawing::{Drawings, Look};
use crate::ids::TenantId;
use crate::limits::Limits;
use crate::mail::{Letterhead, Sender, Transport};
use crate::meaning::{self, Meaning};
use crate::words::Language;

/// A change to a workspace's own settings made by another server is seen here within this time.
const SITE_AGE: Duration = Duration::from_millis(500);

/// Hosts remembered at most.
const SITES: u64 = 10_000;

/// Shared by everything; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] is made of.
pub struct Parts {
    /// The data.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The settings.
    pub config: Config,
    /// The way out for mail.
    pub mail: Transport,
    /// Who sends it.
    pub sender: Sender,
    /// Who has asked too often.
    pub limits: Limits,
    /// What was wished for in the workspaces where somebody asks, by its words.
    pub alike: Memory,
    /// The way to a model that says what texts mean, where there is one.
    pub meaning: Meaning,
    /// What it said of the ideas of the workspaces where somebody asks.
    pub meanings: meaning::Memory,
    /// Pictures that were drawn lately.
    pub drawings: Drawings,
    /// Host → workspace, for seconds.
    pub sites: Cache<String, Option<Arc<Site>>>,
}

impl App {
    /// Puts the parts together.
    pub fn new(db: Db, clock: Clock, config: Config, mail: Transport, limits: Limits) -> Self {
        let sites = Cache::builder().max_capacity(SITES).time_to_live(SITE_AGE).build();
        let (sender, meaning) = (Sender::of(&config), Meaning::of(&config.embeddings));
        let (alike, meanings, drawings) = (Memory::default(), meaning::Memory::default(), Drawings::default());
        Self(Arc::new(Parts { db, clock, config, mail, sender, limits, alike, meaning, meanings, drawings, sites }))
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}

/// The workspace that a request or a job is for, as every layer needs to know it.
#[derive(Clone, Debug, Hash)]
pub struct Site {
    /// Which one.
    pub id: TenantId,
    /// Its address on the base domain.
    pub slug: String,
    /// A domain of its own, which then is the address people see.
    pub custom_domain: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it says about itself in one line; may be empty.
    pub tagline: String,
    /// Whether it is open.
    pub state: TenantState,
    /// `#rrggbb`.
    pub brand_color: Option<String>,
    /// What names its logo among all that it has had, if it has one.
    pub logo: Option<String>,
    /// How wide the logo is, in points.
    pub logo_width: Option<i32>,
    /// How high the logo is, in points.
    pub logo_height: Option<i32>,
    /// What names its icons, see [`Look::hash`].
    pub icon: String,
    /// BCP 47: what people write in.
    pub language: String,
    /// What its pages and mail are said in; none where that follows from `language` and the browser.
    pub page_language: Option<String>,
    /// IANA name of the zone its times are said in.
    pub time_zone: String,
    /// Minutes between a ship and its mail.
    pub settle_minutes: i32,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// Whether anybody may read one of its boards without being let in.
    pub has_public_board: bool,
    /// Signs the links in its mail.
    pub mail_key: Vec<u8>,
}

impl Site {
    /// What its pages are said in for a browser that asks for `wanted`: what the workspace has chosen, or what people write in
    /// there. English is what a workspace has that never chose, so then the browser decides.
    pub fn spoken(&self, wanted: Option<Language>) -> Language {
        let own = || Language::chosen(&self.language).filter(|own| *own != Language::English);
        self.page_language.as_deref().and_then(Language::chosen).or_else(own).or(wanted).unwrap_or_default()
    }

    /// What its mail is said in to somebody who has chosen nothing: there is no browser to ask.
    pub fn written(&self) -> Language {
        self.spoken(None)
    }

    /// The colour it has chosen, or Shipboard's own.
    pub fn color(&self) -> Color {
        self.brand_color.as_deref().and_then(|color| Color::parse(color).ok()).unwrap_or(Color::OWN)
    }

    /// What pictures of it take.
    pub fn look(&self) -> Look {
        let (name, logo, language) = (self.name.clone(), self.logo.clone(), self.language.clone());
        Look { name, color: self.color(), logo, language }
    }

    /// What its mail begins with.
    pub fn letterhead(&self, config: &Config) -> Letterhead {
        let head = Letterhead::new(&self.name, self.color());
        match (&self.logo, self.logo_width, self.logo_height) {
            (Some(hash), Some(width), Some(height)) => {
                head.with_logo(format!("{}/logo.png?{hash}", self.origin(config)), width, height)
            }
            _ => head,
        }
    }

    /// Where people find it: `https://acme.feedback.example`.
    pub fn origin(&self, config: &Config) -> String {
        origin(&self.slug, self.custom_domain.as_deref(), config)
    }

    /// The host part of [`Site::origin`], which also names its mailing list.
    pub fn host(&self, config: &Config) -> String {
        host(&self.slug, self.custom_domain.as_deref(), config)
    }
}

/// Where people find the workspace with this address.
pub fn origin(slug: &str, custom_domain: Option<&str>, config: &Config) -> String {
    config.base_url.origin(&host(slug, custom_domain, config))
}

/// An installation of one workspace has it at the base domain; otherwise its own domain is the one people see, where it has one.
fn host(slug: &str, custom_domain: Option<&str>, config: &Config) -> String {
    match custom_domain {
        _ if config.workspace.as_deref() == Some(slug) => config.base_url.host.clone(),
        Some(domain) => domain.to_owned(),
        None => config.base_url.workspace_host(slug),
    }
}

/// Whether a workspace is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "tenant_state", rename_all = "snake_case")]
pub enum TenantState {
    /// Its founder has not opened the mailed link yet.
    Pending,
    /// Open.
    Active,
    /// Closed for now by the installation's operator.
    Suspended,
    /// Closed for good by its owner.
    Deleted,
}
