//! Takes a report in: notes it beside the mail it is about, and suppresses an address that does not exist.

use super::{Fate, Notification};
use crate::access::find_site;
use crate::app::{App, Site};
use crate::changelog::subscribers;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::OutboxId;
use crate::mail::verdict::{self, Verdict};
use crate::outbox::{Refusal, Report, recipient, reports};
use crate::text::Email;
use crate::users::withheld;

/// What was done about a report, a sentence a recipient. Taking the same report again changes nothing.
pub(super) async fn take(app: &App, notification: &Notification) -> Result<Vec<&'static str>> {
    for id in &notification.mails {
        let tenant = reports::workspace_of(&mut app.db.global().await?, *id).await?;
        let Some(tenant) = tenant else { continue };
        let Some(site) = find_site(app, tenant).await? else { continue };
        let mut tx = app.db.tenant(tenant).await?;
        let mut done = Vec::new();
        for fate in &notification.fates {
            done.push(one(&mut tx, app, &site, *id, fate).await?);
        }
        tx.commit().await?;
        return Ok(done);
    }
    Ok(vec!["Nothing was done: it is about no mail that left here."])
}

async fn one(tx: &mut TenantTx, app: &App, site: &Site, id: OutboxId, fate: &Fate) -> Result<&'static str> {
    let Some(mailed) = reports::mailed(tx, id).await? else {
        return Ok("Nothing was done: that mail never left.");
    };
    let Some(to) = mailed.recipient else {
        // The report was faster than the worker that sent the mail; the mail server is to try again.
        return Err(Error::Unavailable(anyhow::anyhow!("a report about a mail that is just being sent")));
    };
    let Some(address) = fate.recipients.iter().find(|address| recipient(site, address) == to) else {
        return Ok("Nothing was done: that mail went to somebody else.");
    };
    if mailed.report.is_some_and(|known| known >= fate.action) {
        return Ok("Nothing was done: that is known.");
    }
    let now = app.clock.now();
    let words = fate.words();
    reports::report(tx, id, fate.action, &words, now).await?;
    let gone = fate.action == Report::Failed && verdict::of_report(&fate.status, &fate.diagnostic) == Verdict::Address;
    match Email::parse(address) {
        Ok(to) if gone => {
            let refusal = Refusal { to, words };
            subscribers::refused(tx, &refusal, now).await?;
            withheld::withhold(tx, &refusal, id, now).await?;
            Ok("Noted; the address is suppressed.")
        }
        _ => Ok("Noted."),
    }
}
