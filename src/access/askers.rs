//! The askers: whoever names one in a handler's signature has been let in, with an open transaction.

use std::marker::PhantomData;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use futures_util::FutureExt;

use super::{Person, Role, Roles, sites, store};
use crate::app::{App, Site};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{TenantId, UserId};
use crate::limits::{Act, Whom};
use crate::text::initials;
use crate::text::token::Token;
use crate::web::address::ClientAddress;
use crate::web::ask::is_enhanced;
use crate::web::cookies::{self, Name};
use crate::web::errors::ChromeSlot;
use crate::web::page::{Chrome, UserChrome};
use crate::words::{Language, message};

/// Anybody, in an open workspace: perhaps signed in. On GET the transaction only reads.
#[derive(Debug)]
pub struct Visit {
    /// The product.
    pub app: App,
    /// The workspace.
    pub site: Arc<Site>,
    /// The open transaction. What is not committed has not happened.
    pub tx: TenantTx,
    /// Who, if somebody is signed in.
    pub person: Option<Person>,
    /// What stands around the page.
    pub chrome: Chrome,
    /// When the request came.
    pub now: Time,
    /// Where it came from: see `ClientAddress::network`.
    pub network: IpAddr,
}

impl Visit {
    /// Who is asking, for statements that show a person's own votes.
    pub fn id(&self) -> Option<UserId> {
        self.person.as_ref().map(|person| person.id)
    }

    /// Does something slow that needs no data, with no connection held meanwhile: closes the transaction, and opens another that
    /// only reads afterwards. Where it is done at once, or not at all, the transaction stays.
    pub async fn apart<T>(self, work: impl Future<Output = T>) -> Result<(Self, T)> {
        let mut work = pin!(work);
        if let Some(done) = work.as_mut().now_or_never() {
            return Ok((self, done));
        }
        let Self { app, site, tx, person, chrome, now, network } = self;
        drop(tx);
        let done = work.await;
        let tx = app.db.tenant_read(site.id).await?;
        Ok((Self { app, site, tx, person, chrome, now, network }, done))
    }

    /// Whether the asker sees staff boards, notes and addresses.
    pub fn is_staff(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.roles.staff())
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let (site, mut chrome) = sites::open(parts, app).await?;
        let now = app.clock.now();
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        let mut tx = if reads { app.db.tenant_read(site.id).await? } else { app.db.tenant(site.id).await? };
        let person = match cookies::get(&parts.headers, Name::Session, &app.config).as_deref().and_then(Token::parse) {
            Some(token) => match store::person(&mut tx, &token.hash(), now).await? {
                Some((person, unseen)) => {
                    if unseen {
                        see(app, site.id, token, now);
                    }
                    Some(person)
                }
                None => None,
            },
            None => None,
        };
        if let Some(person) = &person {
            chrome.theme.clone_from(&person.theme);
            if let Some(language) = person.language.as_deref().and_then(Language::chosen) {
                chrome.language = language;
            }
            let at_the_desk = reads && person.roles.staff() && chrome.path.starts_with("/admin");
            let (waiting, inbox) = if at_the_desk { store::waiting(&mut tx, now).await? } else { (0, 0) };
            let whole = reads && !is_enhanced(&parts.headers);
            let unread = if whole { store::unread(&mut tx, person.id, now).await? } else { 0 };
            if chrome.path.starts_with("/admin") {
                // The desk is in no catalogue.
                chrome.language = Language::English;
            }
            chrome.user = Some(UserChrome {
                name: person.name.clone(),
                initials: initials(&person.name),
                hue: person.hue(),
                is_staff: person.roles.staff(),
                administers: person.roles.administers(),
                unread,
                waiting,
                inbox,
            });
        }
        if let Some(slot) = parts.extensions.get::<ChromeSlot>() {
            let _ = slot.0.set(Chrome { flash: None, ..chrome.clone() });
        }
        let Ok(address) = ClientAddress::from_request_parts(parts, app).await;
        Ok(Self { app: app.clone(), site, tx, person, chrome, now, network: address.network() })
    }
}

/// Writes down, once an hour, that a session is in use: beside the request, which may only be reading.
fn see(app: &App, tenant: TenantId, token: Token, now: Time) {
    let app = app.clone();
    tokio::spawn(async move {
        let seen = async {
            let mut tx = app.db.tenant(tenant).await?;
            store::see(&mut tx, &token.hash(), now).await?;
            tx.commit().await
        };
        if let Err(error) = seen.await {
            tracing::warn!(error = format!("{error:#}"), "could not note that a session is in use");
        }
    });
}

/// What an asker has to be.
pub trait Rule: Send + Sync + 'static {
    /// Whether these roles are enough.
    fn admits(roles: &[Role]) -> bool;
}

/// Somebody who is signed in and may do this: see the aliases below.
#[derive(Debug)]
pub struct Asker<R> {
    /// The product.
    pub app: App,
    /// The workspace.
    pub site: Arc<Site>,
    /// The open transaction. What is not committed has not happened.
    pub tx: TenantTx,
    /// Who, for short.
    pub id: UserId,
    /// Who.
    pub person: Person,
    /// What stands around the page.
    pub chrome: Chrome,
    /// When the request came.
    pub now: Time,
    /// Where it came from.
    pub network: IpAddr,
    rule: PhantomData<R>,
}

impl<R> Asker<R> {
    /// Counts an act against the person and against their network, or says when to come back.
    pub fn limit(&self, act: Act) -> Result<()> {
        self.app.limits.check(act, Whom::Person(self.site.id, self.id))?;
        self.app.limits.check(act, Whom::Network(self.network))
    }

    /// Whether the asker sees staff boards, notes and addresses.
    pub fn is_staff(&self) -> bool {
        self.person.roles.staff()
    }

    /// Does something slow that needs no data, with no connection held meanwhile: closes the transaction and opens another
    /// afterwards. What was not committed is undone.
    pub async fn apart<T>(self, work: impl Future<Output = T>) -> Result<(Self, T)> {
        let Self { app, site, tx, id, person, chrome, now, network, rule } = self;
        drop(tx);
        let done = work.await;
        let tx = app.db.tenant(site.id).await?;
        Ok((Self { app, site, tx, id, person, chrome, now, network, rule }, done))
    }
}

impl<R: Rule> FromRequestParts<App> for Asker<R> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Visit { app, site, tx, person, chrome, now, network } = Visit::from_request_parts(parts, app).await?;
        let person = person.ok_or(Error::SignIn)?;
        // To somebody without the role the desk does not exist.
        if !R::admits(&person.roles) {
            return Err(if person.roles.staff() { Error::forbidden(message("error-role")) } else { Error::NotFound });
        }
        Ok(Self { app, site, tx, id: person.id, person, chrome, now, network, rule: PhantomData })
    }
}

macro_rules! askers {
    ($($(#[$doc:meta])* $alias:ident = $rule:ident($roles:ident) $admits:expr;)*) => {$(
        $(#[$doc])*
        pub type $alias = Asker<$rule>;

        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $rule;

        impl Rule for $rule {
            fn admits($roles: &[Role]) -> bool {
                $admits
            }
        }
    )*};
}

askers! {
    /// Anybody who is signed in.
    Member = IsMember(_roles) true;
    /// Anybody who works here: manager, releaser, admin or owner.
    Staff = IsStaff(roles) roles.staff();
    /// Whoever triages.
    Manager = IsManager(roles) roles.manages();
    /// Whoever ships.
    Releaser = IsReleaser(roles) roles.releases();
    /// Whoever decides about settings and people.
    Admin = IsAdmin(roles) roles.administers();
}
