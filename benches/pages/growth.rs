//! Growth: a hundred times the ideas, and a thousand times the workspaces.

use crate::place::Place;
use crate::rows::{FRESH, PAGES, Report, Rule, Visitor, get, reading, submit, tenant, vote};
use crate::{Sizes, data, load};

/// A hundred times the ideas, and a thousand times the workspaces.
pub(crate) async fn rows(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    if sizes.large[0] > 0 && sizes.wants("large / small") {
        ideas(place, sizes, report).await?;
    }
    if sizes.workspaces >= 10 && sizes.wants("all / ten workspaces") {
        workspaces(place, sizes, report).await?;
    }
    Ok(())
}

const IDEAS: Rule = Rule::Times(1.25);

async fn ideas(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let (kept, fresh) = (place.serve(&[]).await?, place.serve(&FRESH).await?);
    let (few, many) = (data::sessions(place, "small").await?, data::sessions(place, "large").await?);
    let tenants = [tenant(place, "small").await?, tenant(place, "large").await?];
    // An idea that is talked about as much: what a page says more takes longer to say.
    let alike: i32 = sqlx::query_scalar(
        "select number from ideas i where tenant_id = $2 and merged_into is null
          order by abs(comment_count - (select comment_count from ideas where tenant_id = $1 and number = 1)), number limit 1",
    )
    .bind(tenants[0])
    .bind(tenants[1])
    .fetch_one(&place.owner)
    .await?;
    let alike = format!("/ideas/{alike}");
    for (name, path) in PAGES {
        for (how, server) in [("kept", &kept), ("made anew", &fresh)] {
            let large = get("large.localhost", if name == "idea" { &alike } else { path }, Visitor::Nobody);
            let small = get("small.localhost", path, Visitor::Nobody);
            let (much, little) = (reading(server, sizes, &large), reading(server, sizes, &small));
            report.turns(&format!("{name}, {how}: large / small"), IDEAS, much, little).await?;
        }
    }
    let large = get("large.localhost", "/", Visitor::Signed(&many[0]));
    let small = get("small.localhost", "/", Visitor::Signed(&few[0]));
    let (much, little) = (reading(&kept, sizes, &large), reading(&kept, sizes, &small));
    report.turns("board, signed in: large / small", IDEAS, much, little).await?;
    // Nobody votes twice.
    let done = std::cell::Cell::new(data::voted(place, tenants[0]).await?.max(data::voted(place, tenants[1]).await?));
    let next = || done.replace(done.get() + 1);
    let in_large = |_| vote("large.localhost", &many, sizes.large[0] as usize, next());
    let in_small = |_| vote("small.localhost", &few, sizes.small[0] as usize, next());
    let much = || load::run(kept.address, sizes.connections, sizes.turn, &in_large);
    let little = || load::run(kept.address, sizes.connections, sizes.turn, &in_small);
    report.turns("vote: large / small", IDEAS, much, little).await?;
    let (in_large, in_small) = (|_| submit("large.localhost", &many, next()), |_| submit("small.localhost", &few, next()));
    let much = || load::run(kept.address, sizes.connections, sizes.turn, &in_large);
    let little = || load::run(kept.address, sizes.connections, sizes.turn, &in_small);
    report.turns("new idea: large / small", IDEAS, much, little).await?;
    data::drop_jobs(place).await
}

const WORKSPACES: Rule = Rule::Times(1.10);

async fn workspaces(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let (kept, fresh) = (place.serve(&[]).await?, place.serve(&FRESH).await?);
    for (name, path) in PAGES {
        for (how, server) in [("kept", &kept), ("made anew", &fresh)] {
            let of = |count: usize| move |n: usize| get(&format!("many{}.localhost", 1 + n % count), path, Visitor::Nobody);
            let (in_all, in_ten) = (of(usize::try_from(sizes.workspaces)?), of(10));
            let much = || load::run(server.address, sizes.connections, sizes.turn, &in_all);
            let little = || load::run(server.address, sizes.connections, sizes.turn, &in_ten);
            report.turns(&format!("{name}, {how}: all / ten workspaces"), WORKSPACES, much, little).await?;
        }
    }
    Ok(())
}
