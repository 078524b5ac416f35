//! To open the page of something is to read its news.

use super::news::{self, Subject};
use crate::app::App;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{TenantId, UserId};
use crate::web::Chrome;

/// That somebody has opened the page of something they have news of.
#[derive(Clone, Copy, Debug)]
#[must_use = "it is noted once the transaction of the page is closed"]
pub struct Opened {
    reader: UserId,
    subject: Subject,
    at: Time,
}

/// Whether somebody who is signed in has news of what they open; the bell of the page does not count those any more.
pub async fn opened(
    tx: &mut TenantTx,
    chrome: &mut Chrome,
    reader: UserId,
    subject: Subject,
    now: Time,
) -> Result<Option<Opened>> {
    let Some(user) = chrome.user.as_mut().filter(|user| user.unread > 0) else { return Ok(None) };
    let of_this = news::unread_of(tx, reader, subject, now).await?;
    user.unread -= of_this;
    Ok((of_this > 0).then_some(Opened { reader, subject, at: now }))
}

impl Opened {
    /// Notes it beside the request, which only reads. The page is shown whether or not that works.
    pub async fn note(self, app: &App, tenant: TenantId) {
        let noted = async {
            let mut tx = app.db.tenant(tenant).await?;
            news::read(&mut tx, self.reader, self.subject, self.at).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(error = format!("{error:#}"), "could not note that news was read");
        }
    }
}
