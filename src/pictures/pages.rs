//! Pictures as browsers bring and fetch them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::bring::{self, Refused, TAKEN};
use super::{LONGEST, store};
use crate::access::{Member, Visit};
use crate::app::App;
use crate::boards::Visibility;
use crate::error::{Error, Result};
use crate::text::picture::Address;
use crate::web::headers::has;
use crate::web::{Path, Reply};
use crate::words::Language;

/// What a picture may do that somebody opens by itself: nothing but be shown.
const ALONE: &str = "default-src 'none'; sandbox";

/// The routes.
pub fn router() -> Router<App> {
    Router::new().route("/pictures/{name}", get(fetch))
}

/// What takes files itself.
pub fn files() -> Router<App> {
    Router::new().route("/pictures", post(upload).layer(DefaultBodyLimit::max(TAKEN)))
}

/// `POST /pictures`: for scripts, ahead of the form whose text will mention it. Answers with the mention in Markdown, or with
/// what is wrong, in words for whoever brings it.
async fn upload(member: Member, form: Multipart) -> Result<Reply> {
    let language = member.chrome.language;
    let (member, arrived) = member.apart(bring::read(form, LONGEST)).await?;
    let file = match arrived.map(bring::Arrived::only_file) {
        Ok(Ok(file)) => file,
        Ok(Err(refused)) | Err(refused) => return Ok(plain(language, refused)),
    };
    let (mut member, ready) = bring::ready(member, file).await?;
    let kept = match ready {
        Ok(ready) => bring::keep(&mut member, &ready).await?,
        Err(refused) => Err(refused),
    };
    match kept {
        Ok(mention) => {
            member.tx.commit().await?;
            Ok((StatusCode::CREATED, [(CONTENT_TYPE, "text/plain; charset=utf-8")], mention).into_response())
        }
        Err(refused) => Ok(plain(language, refused)),
    }
}

/// What is wrong, without a page around it.
fn plain(language: Language, Refused { words, status, retry_after }: Refused) -> Reply {
    let words = language.say(words).to_string();
    let mut reply = (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response();
    if let Some(seconds) = retry_after {
        reply.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    reply
}

/// `GET /pictures/{name}`: the picture, for whoever may read a text that mentions it. Who may is asked each time.
async fn fetch(mut visit: Visit, Path(name): Path<String>, headers: HeaderMap) -> Result<Reply> {
    let address = Address::named(&name).ok_or(Error::NotFound)?;
    let tag = format!("\"{}\"", address.id.0.simple());
    let has = has(&headers, &tag);
    let (reader, visible, staff) = (visit.id(), Visibility::seen_by(visit.person.as_ref()), visit.is_staff());
    let seen = store::see(&mut visit.tx, &address, reader, &visible, staff, has).await?;
    let media_type = HeaderValue::from_static(address.format.media_type());
    let mut reply = if has { StatusCode::NOT_MODIFIED.into_response() } else { seen.picture.into_response() };
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(ETAG, HeaderValue::try_from(tag).map_err(Error::internal)?);
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(ALONE));
    // Nothing but the browser keeps it, so that what is closed later is closed; and what is not for everybody is asked for again,
    // so that whoever signs out leaves nothing behind.
    let keep = if seen.by_everybody { "private, max-age=31536000, immutable" } else { "private, no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    if !seen.by_everybody {
        // The feed is read on other sites, and what stands there is for everybody.
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    }
    Ok(reply)
}
