//! Telling a crowd: the click that ships a release, and the mail that leaves afterwards.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use shipboard::clock::Clock;
use shipboard::db::Db;
use shipboard::ids::{IdeaId, ReleaseId, TenantId, UserId};
use shipboard::notices::Kind;
use shipboard::notices::ledger::{self, Plan};

use crate::load::{self, Turn};
use crate::place::Place;
use crate::rows::{Report, Rule, post, tenant};
use crate::sink::{self, Sink};
use crate::{Sizes, data};

/// Connections to the mail server that are kept, here and there.
const CONNECTIONS: usize = 8;

const CLICK: &str = "ship a release: the click / its one `insert … select`";

/// Mail to these many people, with a mail server that takes so long for each.
const MAILS: [(&str, usize, Duration); 2] = [
    ("mail, mail server without delay / bare loop of the mail library", 3_000, Duration::ZERO),
    ("mail, mail server that takes 50 ms / bare loop of the mail library", 600, Duration::from_millis(50)),
];

/// A crowd that wants a few things, each promised by a release of its own, and whoever ships them.
struct Crowd<'a> {
    place: &'a Place,
    slug: &'static str,
    tenant: TenantId,
    owner: String,
    /// How many releases were made.
    next: std::cell::Cell<u32>,
}

impl<'a> Crowd<'a> {
    async fn gather(place: &'a Place, slug: &'static str, people: u32) -> anyhow::Result<Self> {
        data::workspace(place, slug, [1_000, 0, people]).await?;
        // As it would be by itself a minute later.
        place.say("analyze").await?;
        let owner = data::owner(place, slug).await?;
        let tenant = TenantId(tenant(place, slug).await?);
        Ok(Self { place, slug, tenant, owner, next: 0.into() })
    }

    /// Another release, with one idea in it that so many people want. The release, the idea, and the release's number.
    async fn release(&self, voters: usize) -> anyhow::Result<(ReleaseId, IdeaId, i32)> {
        let turn = self.next.replace(self.next.get() + 1) + 1;
        // Even ones are in no release yet, and may be voted for.
        let (idea, number) = (turn * 20, 100 + turn);
        let (slug, tenant) = (self.slug, self.tenant);
        self.place
            .say(format!(
                "begin; set local session_replication_role = replica; set local app.tenant_id = '{tenant}';
                 insert into votes (idea_id, user_id, created_at)
                 select md5('{slug}/idea/{idea}')::uuid, md5('{slug}/user/' || n)::uuid, now() from generate_series(1, {voters}) n on conflict do nothing;
                 select recount_votes(md5('{slug}/idea/{idea}')::uuid);
                 insert into releases (id, number, version, stage, created_by, created_at, updated_at)
                 values (md5('{slug}/release/{number}')::uuid, {number}, '9.{turn}', 'planned', md5('{slug}/user/1')::uuid, now(), now());
                 insert into release_items (id, release_id, idea_id, completes, position, created_at)
                 values (gen_random_uuid(), md5('{slug}/release/{number}')::uuid, md5('{slug}/idea/{idea}')::uuid, true, 1, now());
                 update counters set last = greatest(last, {number}) where tenant_id = '{tenant}' and noun = 'release';
                 commit; analyze votes"
            ))
            .await?;
        let (release, idea) = sqlx::query_as("select md5($1 || '/release/' || $2)::uuid, md5($1 || '/idea/' || $3)::uuid")
            .bind(slug)
            .bind(number.to_string())
            .bind(idea.to_string())
            .fetch_one(&self.place.owner)
            .await?;
        Ok((ReleaseId(release), IdeaId(idea), i32::try_from(number)?))
    }

    /// Its owner clicks on "ship". How long the answer takes.
    async fn click(&self, server: std::net::SocketAddr, number: i32, announcement: &str) -> anyhow::Result<Duration> {
        let host = format!("{}.localhost", self.slug);
        let path = format!("/admin/releases/{number}/shipment");
        let request = post(&host, &path, &self.owner, 1, &format!("announcement={announcement}"));
        let began = Instant::now();
        let (status, ..) = load::once(server, &request).await?;
        anyhow::ensure!(status == 303, "{path} answered {status}");
        Ok(began.elapsed())
    }
}

fn took(time: Duration) -> Turn {
    Turn { middle: time.as_secs_f64() * 1000.0, rate: 1.0 / time.as_secs_f64(), ..Turn::default() }
}

/// How long the click takes, beside the statement that plans what everybody is told.
pub(crate) async fn click(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    if !sizes.wants(CLICK) {
        return Ok(());
    }
    let crowd = Crowd::gather(place, "crowd", sizes.voters).await?;
    let db = Db::connect(place.options(), 1).await?;
    // The settle delay is longer than this takes: nothing leaves.
    let server = place.serve(&[]).await?;
    let (crowd, db, server) = (&crowd, &db, &server);
    let voters = usize::try_from(sizes.voters)?;
    let actor: UserId = sqlx::query_scalar("select md5('crowd/user/1')::uuid").fetch_one(&place.owner).await?;
    let ours = || async move {
        let (_, _, number) = crowd.release(voters).await?;
        Ok(took(crowd.click(server.address, number, "settle").await?))
    };
    let alone = || async move {
        let (release, idea, _) = crowd.release(voters).await?;
        let plan = Plan { kind: Kind::Shipped, ideas: &[idea], release: Some(release), actor, mail: "bench", silent: false };
        let mut tx = db.tenant(crowd.tenant).await?;
        let began = Instant::now();
        let planned = ledger::plan(&mut tx, &plan, Clock::system().now()).await?;
        let time = took(began.elapsed());
        anyhow::ensure!(planned == u64::from(sizes.voters), "{planned} of {voters} people");
        // Undone: nobody is to be told by this one.
        drop(tx);
        Ok(time)
    };
    report.turns(&format!("{CLICK}, {voters} people"), Rule::Times(1.30), ours, alone).await
}

/// How fast mail leaves through the worker, beside a loop that does nothing but send the same mail.
pub(crate) async fn mail(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    if !MAILS.iter().any(|(row, ..)| sizes.wants(row)) {
        return Ok(());
    }
    let most = MAILS.iter().map(|(_, people, _)| *people).max().unwrap_or_default();
    let crowd = Crowd::gather(place, "told", u32::try_from(most)?).await?;
    for (row, people, delay) in MAILS.into_iter().filter(|(row, ..)| sizes.wants(row)) {
        let sink = Sink::start(delay).await?;
        let server = place.serve(&[("SMTP_URL", &format!("smtp://{}", sink.address))]).await?;
        let file = place.folder.join("mail.eml");
        let (crowd, sink, server, file) = (&crowd, &sink, &server, &file);
        let ours = || async move {
            let (_, _, number) = crowd.release(people).await?;
            // Whoever ships it is not told of it.
            let taking = sink.take(people - 1);
            crowd.click(server.address, number, "now").await?;
            let turn = taking.await?;
            std::fs::write(file, sink.last())?;
            Ok(turn)
        };
        let bare = || async move {
            let taking = sink.take(people - 1);
            let sending = sink::run_letters(sink.address, file, people - 1, CONNECTIONS);
            let (turn, ()) = futures_util::try_join!(taking, sending)?;
            Ok(turn)
        };
        report.turns(row, Rule::Share(0.80), ours, bare).await?;
        let mails: HashMap<String, i64> =
            sqlx::query_as("select state::text, count(*) from notices where tenant_id = $1 group by 1")
                .bind(crowd.tenant.0)
                .fetch_all(&place.owner)
                .await?
                .into_iter()
                .collect();
        println!("notices: {mails:?}");
    }
    Ok(())
}
