//! The host names the workspace.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use futures_util::future::BoxFuture;

use super::store;
use crate::app::{App, Site, TenantState};
use crate::clock::Time;
use crate::config::BaseUrl;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::TenantId;
use crate::web::errors::{ChromeSlot, flash};
use crate::web::page::{Chrome, LogoChrome, SiteChrome, asked};
use crate::words::message;

/// How a host is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// The base domain itself: where workspaces are founded.
    Base,
    /// A workspace by its address.
    Slug(String),
    /// Perhaps a workspace's own domain.
    Custom(String),
}

/// Reads the host of a request. With a single workspace every host is that one.
pub fn host(headers: &HeaderMap, base: &BaseUrl, single: Option<&str>) -> Option<Host> {
    if let Some(slug) = single {
        return Some(Host::Slug(slug.to_owned()));
    }
    let host = headers.get(header::HOST)?.to_str().ok()?.to_ascii_lowercase();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|c| c.is_ascii_digit()) => name,
        _ => host.as_str(),
    };
    let name = name.trim_end_matches('.');
    if name == base.host {
        return Some(Host::Base);
    }
    match name.strip_suffix(&base.host).and_then(|rest| rest.strip_suffix('.')) {
        Some(slug) if slug.contains('.') => None,
        Some(slug) => Some(Host::Slug(slug.to_owned())),
        None => Some(Host::Custom(name.to_owned())),
    }
}

/// The workspace at the host of a request, whether or not it is open; none on the base domain and where there is nothing.
pub async fn at(app: &App, headers: &HeaderMap) -> Result<Option<Arc<Site>>> {
    resolve(app, headers).await
}

/// The workspace at a host, remembered for a moment.
async fn resolve(app: &App, headers: &HeaderMap) -> Result<Option<Arc<Site>>> {
    let Some(host) = host(headers, &app.config.base_url, app.config.workspace.as_deref()) else { return Ok(None) };
    let (key, slug, domain) = match &host {
        Host::Base => return Ok(None),
        Host::Slug(slug) => (format!("slug:{slug}"), Some(slug.as_str()), None),
        Host::Custom(domain) => (format!("host:{domain}"), None, Some(domain.as_str())),
    };
    if let Some(known) = app.sites.get(&key).await {
        return Ok(known);
    }
    let site = store::site(&mut app.db.global().await?, slug, domain, None).await?.map(Arc::new);
    app.sites.insert(key, site.clone()).await;
    Ok(site)
}

/// Why there is no workspace at a host. Where every host is one workspace, somebody has yet to create it.
fn missing(app: &App) -> Error {
    match &app.config.workspace {
        Some(slug) => Error::Closed(
            format!(
                "This server is for one workspace, “{slug}”, which does not exist yet. Whoever runs the server can create it: \
                 shipboard workspace create NAME --slug {slug} --owner EMAIL"
            )
            .into(),
        ),
        None => Error::NotFound,
    }
}

/// Whether the workspace that every host is meant to be is still to be created.
pub async fn lacks_its_workspace(app: &App) -> Result<bool> {
    let Some(slug) = &app.config.workspace else { return Ok(false) };
    Ok(store::site(&mut app.db.global().await?, Some(slug), None, None).await?.is_none())
}

/// The workspace of a job.
pub fn find_site(app: &App, tenant: TenantId) -> BoxFuture<'_, Result<Option<Site>>> {
    Box::pin(async move { store::site(&mut app.db.global().await?, None, None, Some(tenant)).await })
}

/// The workspace at this host, whether or not it is open, without a transaction: for signing in, which is how a workspace
/// opens.
#[derive(Debug)]
pub struct AnySite {
    /// The product.
    pub app: App,
    /// The workspace.
    pub site: Arc<Site>,
    /// What stands around its pages.
    pub chrome: Chrome,
    /// When the request came.
    pub now: Time,
}

impl AnySite {
    /// A transaction in this workspace.
    pub async fn tx(&self) -> Result<TenantTx> {
        self.app.db.tenant(self.site.id).await
    }

    /// The full address of a path of this workspace.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.site.origin(&self.app.config))
    }
}

impl FromRequestParts<App> for AnySite {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let site = resolve(app, &parts.headers).await?.ok_or_else(|| missing(app))?;
        let chrome = chrome(app, &site, parts);
        if let Some(slot) = parts.extensions.get::<ChromeSlot>() {
            // The first to know fills it; an asker that knows the person as well does so before this.
            let _ = slot.0.set(chrome.clone());
        }
        if matches!(site.state, TenantState::Suspended | TenantState::Deleted) {
            return Err(closed(&site));
        }
        Ok(Self { app: app.clone(), site, chrome, now: app.clock.now() })
    }
}

/// The open workspace at this host.
pub(super) async fn open(parts: &Parts, app: &App) -> Result<(Arc<Site>, Chrome)> {
    let site = resolve(app, &parts.headers).await?.ok_or_else(|| missing(app))?;
    let chrome = chrome(app, &site, parts);
    if site.state != TenantState::Active {
        if let Some(slot) = parts.extensions.get::<ChromeSlot>() {
            let _ = slot.0.set(chrome);
        }
        return Err(closed(&site));
    }
    Ok((site, chrome))
}

fn closed(site: &Site) -> Error {
    Error::Closed(match site.state {
        TenantState::Pending => message("closed-pending").with("site", &site.name),
        TenantState::Suspended => message("closed-suspended").with("site", &site.name),
        TenantState::Deleted | TenantState::Active => message("closed-for-good"),
    })
}

fn chrome(app: &App, site: &Site, parts: &Parts) -> Chrome {
    Chrome {
        site: Some(Arc::new(SiteChrome {
            name: site.name.clone(),
            color: site.brand_color.clone(),
            logo: match (&site.logo, site.logo_width, site.logo_height) {
                (Some(hash), Some(width), Some(height)) => Some(LogoChrome::new(hash, width, height)),
                _ => None,
            },
            icon: site.icon.clone(),
            open: site.state == TenantState::Active,
            public: site.has_public_board,
            has_a_door: matches!(site.state, TenantState::Active | TenantState::Pending),
        })),
        user: None,
        path: parts.uri.path().to_owned(),
        origin: site.origin(&app.config),
        flash: flash(&parts.headers, app),
        theme: "auto".to_owned(),
        language: site.spoken(asked(&parts.headers)),
        indexed: site.indexed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_names_the_workspace_and_nothing_else_does() {
        let base: BaseUrl = "http://localhost:3000".parse().unwrap();
        let read = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, name.parse().unwrap());
            headers.insert("x-forwarded-host", "evil.localhost".parse().unwrap());
            host(&headers, &base, None)
        };
        assert_eq!(read("localhost:3000"), Some(Host::Base));
        assert_eq!(read("ACME.localhost:3000"), Some(Host::Slug("acme".to_owned())));
        assert_eq!(read("acme.localhost."), Some(Host::Slug("acme".to_owned())));
        assert_eq!(read("a.b.localhost"), None);
        assert_eq!(read("notlocalhost"), Some(Host::Custom("notlocalhost".to_owned())));
        assert_eq!(read("feedback.acme.example"), Some(Host::Custom("feedback.acme.example".to_owned())));
        assert_eq!(host(&HeaderMap::new(), &base, Some("acme")), Some(Host::Slug("acme".to_owned())));
    }
}
