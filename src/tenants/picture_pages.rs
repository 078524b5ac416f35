//! Pictures that are drawn of a workspace: its icon, here, and how every other one is answered.

use std::convert::Infallible;
use std::net::IpAddr;

use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

use super::logo;
use crate::access::{AnySite, Visit};
use crate::app::{App, Site};
use crate::db::TenantTx;
use crate::drawing::{Card, Icon, initial};
use crate::error::{Error, Result};
use crate::limits::{Act, Whom};
use crate::web::Reply;
use crate::web::address::ClientAddress;
use crate::web::headers::{has, kept};

/// How wide and high the icon of a tab is, in points: enough for the sharpest screens.
const TAB: u32 = 64;

/// The same on the home screen of a telephone (Apple asks for 180).
const TOUCH: u32 = 180;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/icon.svg", get(letter))
        .route("/icon.png", get(icon))
        .route("/apple-touch-icon.png", get(touch_icon))
        .route("/favicon.ico", get(favicon))
}

#[derive(Template)]
#[template(path = "drawing/icon.svg")]
struct Letter {
    initial: String,
    ground: String,
    ink: String,
}

/// The letter needs no drawing: browsers have fonts of their own, for every script.
async fn letter(any: AnySite, RawQuery(query): RawQuery) -> Result<Reply> {
    let look = any.site.look();
    let keep = kept(query.as_deref() == Some(&look.hash()));
    let letter = Letter { initial: initial(&look.name), ground: look.color.to_string(), ink: look.color.ink().to_string() };
    let svg = letter.render().map_err(Error::internal)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, keep)], svg).into_response())
}

async fn icon(any: AnySite, wanted: Wanted) -> Result<Reply> {
    drawn_icon(any, wanted, TAB, false).await
}

async fn touch_icon(any: AnySite, wanted: Wanted) -> Result<Reply> {
    drawn_icon(any, wanted, TOUCH, true).await
}

async fn drawn_icon(any: AnySite, wanted: Wanted, edge: u32, full: bool) -> Result<Reply> {
    let icon = Icon { look: any.site.look(), edge, full };
    let hash = icon.look.hash();
    let tx = any.tx().await?;
    wanted.answer(&any.app, &any.site, tx, &hash, &format!("{hash}.{edge}"), move |logo| icon.draw(logo)).await
}

/// What browsers ask for by themselves where no page names an icon.
async fn favicon(any: AnySite) -> Result<Reply> {
    let (icon, _) = any.chrome.site.as_ref().ok_or(Error::NotFound)?.tab_icon();
    Ok(([(CACHE_CONTROL, "public, max-age=3600")], Redirect::temporary(&icon)).into_response())
}

/// What a request for a picture says of it.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The hash in its address.
    hash: Option<String>,
    known: HeaderMap,
    network: IpAddr,
}

impl FromRequestParts<App> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let address = ClientAddress::from_request_parts(parts, app).await?;
        let hash = parts.uri.query().map(str::to_owned);
        Ok(Self { hash, known: parts.headers.clone(), network: address.network() })
    }
}

impl Wanted {
    /// Answers with the picture of a page, for whose readers anybody may stand.
    pub(crate) async fn card(self, visit: Visit, card: Card) -> Result<Reply> {
        let hash = card.hash();
        self.answer(&visit.app, &visit.site, visit.tx, &hash, &hash, move |logo| card.draw(logo)).await
    }

    /// Answers with a picture of a workspace. `hash` names what it shows, `name` the picture; `tx` is where the logo is read.
    pub(crate) async fn answer(
        self,
        app: &App,
        site: &Site,
        mut tx: TenantTx,
        hash: &str,
        name: &str,
        draw: impl FnOnce(Option<&[u8]>) -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<Reply> {
        let logo = async move { if site.logo.is_some() { logo::picture(&mut tx).await } else { Ok(None) } };
        let mut reply = self.drawn(app, hash, name, logo, draw).await?;
        if !site.indexed {
            reply.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
        }
        Ok(reply)
    }

    /// Answers with the picture of a page that belongs to no workspace.
    pub(crate) async fn own_card(self, app: &App, card: Card) -> Result<Reply> {
        let hash = card.hash();
        self.drawn(app, &hash, &hash, async { Ok(None) }, move |logo| card.draw(logo)).await
    }

    /// Which of these cards is named by the address.
    pub(crate) fn among(&self, mut cards: impl Iterator<Item = Card>) -> Option<Card> {
        cards.find(|card| self.hash.as_deref() == Some(&card.hash()))
    }

    /// Not at all where it is known, as it was drawn lately, or drawn now, which is limited.
    async fn drawn(
        self,
        app: &App,
        hash: &str,
        name: &str,
        logo: impl Future<Output = Result<Option<Vec<u8>>>>,
        draw: impl FnOnce(Option<&[u8]>) -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<Reply> {
        let tag = format!("\"{name}\"");
        let mut reply = if has(&self.known, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let picture = if let Some(picture) = app.drawings.find(name).await {
                picture
            } else {
                app.limits.check(Act::Draw, Whom::Network(self.network))?;
                let logo = logo.await?;
                app.drawings.draw(name.to_owned(), move || draw(logo.as_deref())).await?
            };
            ([(CONTENT_TYPE, "image/png")], picture).into_response()
        };
        let headers = reply.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept(self.hash.as_deref() == Some(hash))));
        headers.insert(ETAG, HeaderValue::try_from(tag).map_err(Error::internal)?);
        Ok(reply)
    }
}
