//! The server beside another program that serves as it does: what the release profile, the allocator and the size of the pool are
//! chosen by. `SHIPBOARD_BENCH_OTHER` names it: the same server built otherwise (`cargo build --release --target-dir target/lto
//! --config 'profile.release.lto="fat"'`), or a script that starts this one otherwise (`LD_PRELOAD=… exec target/release/shipboard
//! "$@"`, `SHIPBOARD_POOL=20 exec …`).

use crate::place::Place;
use crate::rows::{FRESH, PAGES, Report, Rule, Visitor, get, memory, reading, tenant, vote};
use crate::{Sizes, data, load};

/// Pages, votes and memory of both; nothing where no other is named.
pub(crate) async fn rows(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let Some(program) = sizes.other.as_deref() else { return Ok(()) };
    let host = "small.localhost";
    let cookies = data::sessions(place, "small").await?;
    {
        let (kept, kept_other) = (place.serve(&[]).await?, place.serve_by(program, &[]).await?);
        let (fresh, fresh_other) = (place.serve(&FRESH).await?, place.serve_by(program, &FRESH).await?);
        for (name, path) in PAGES {
            let request = get(host, path, Visitor::Nobody);
            let pairs = [("kept", &kept, &kept_other), ("made anew", &fresh, &fresh_other)];
            for (how, this, other) in pairs {
                let row = format!("{name}, {how}: this / the other");
                if sizes.wants(&row) {
                    let (ours, other) = (reading(this, sizes, &request), reading(other, sizes, &request));
                    report.turns(&row, Rule::Any, ours, other).await?;
                }
            }
        }
        let row = "board, signed in: this / the other";
        if sizes.wants(row) {
            let request = get(host, "/", Visitor::Signed(&cookies[0]));
            let (ours, other) = (reading(&kept, sizes, &request), reading(&kept_other, sizes, &request));
            report.turns(row, Rule::Any, ours, other).await?;
        }
        let row = "vote: this / the other";
        if sizes.wants(row) {
            let done = std::cell::Cell::new(data::voted(place, tenant(place, "small").await?).await?);
            let ask = |_| vote(host, &cookies, sizes.small[0] as usize, done.replace(done.get() + 1));
            let ours = || load::run(kept.address, sizes.connections, sizes.turn, &ask);
            let other = || load::run(kept_other.address, sizes.connections, sizes.turn, &ask);
            report.turns(row, Rule::Any, ours, other).await?;
        }
    }
    if !sizes.wants("memory: this / the other") {
        return data::drop_jobs(place).await;
    }
    let (idle, most) = memory(&place.serve(&[]).await?, place, sizes).await?;
    let (idle_other, most_other) = memory(&place.serve_by(program, &[]).await?, place, sizes).await?;
    report.say(format!(
        "| memory, idle: this / the other | {idle:.1} MiB | {idle_other:.1} MiB | {:.2} | | 0 |",
        idle / idle_other
    ));
    report.say(format!(
        "| memory, 64 connections: this / the other | {most:.1} MiB | {most_other:.1} MiB | {:.2} | | 0 |",
        most / most_other
    ));
    data::drop_jobs(place).await
}
