//! Growth: a hundred times the ideas, and a thousand times the workspaces.

use crate::place::{Place, Server};
use crate::rows::{FRESH, PAGES, Report, Rule, Visitor, get, reading, submit, tenant, vote};
use crate::{Sizes, data, load};

/// A hundred times the ideas, and a thousand times the workspaces.
pub(crate) async fn rows(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    if sizes.large[0] > 0 && sizes.wants("large / small") {
        ideas(place, sizes, report).await?;
    }
    if sizes.workspaces >= TEN && sizes.wants("workspaces") {
        workspaces(place, sizes, report).await?;
    }
    Ok(())
}

const IDEAS: Rule = Rule::Times(1.25);

async fn ideas(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    // What was written a moment ago PostgreSQL would have looked at by now.
    place.say("vacuum analyze").await?;
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

/// How many workspaces the smaller installation has, and how many are asked in both.
const TEN: u32 = 10;

/// Who votes and submits in each of them.
const WRITERS: usize = data::WRITERS / TEN as usize;

/// The same work in ten workspaces: of an installation that has many, and of one that has these ten. Beside it, what it comes to
/// when all of the many are asked alike, so that none is asked again before everything that is remembered of it is forgotten.
async fn workspaces(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let few = place.another("ten").await?;
    data::fill_with(&few, sizes, TEN).await?;
    let in_many = Ten::of(place).await?;
    let in_few = Ten::of(&few).await?;
    for (name, path) in PAGES {
        for how in ["kept", "made anew"] {
            let [ours, other] = [&in_many, &in_few].map(|ten| {
                let server = if how == "kept" { &ten.kept } else { &ten.fresh };
                let page = move |n: usize| get(&ten.host(n), path, Visitor::Nobody);
                move || async move { load::run(server.address, sizes.connections, sizes.turn, &page).await }
            });
            report.turns(&format!("{name}, {how}: ten of many workspaces / of ten"), WORKSPACES, ours, other).await?;
        }
    }
    let [ours, other] = [&in_many, &in_few].map(|ten| {
        let signed_in = move |n: usize| get(&ten.host(n), "/", Visitor::Signed(&ten.cookies[n % ten.cookies.len()][0]));
        move || async move { load::run(ten.kept.address, sizes.connections, sizes.turn, &signed_in).await }
    });
    report.turns("board, signed in: ten of many workspaces / of ten", WORKSPACES, ours, other).await?;
    // Nobody votes twice.
    let mut voted = 0;
    for (place, ten) in [(place, &in_many), (&few, &in_few)] {
        for slug in &ten.slugs {
            voted = voted.max(data::voted(place, tenant(place, slug).await?).await?);
        }
    }
    let done = std::cell::Cell::new((voted + 1) * TEN as usize);
    let next = || done.replace(done.get() + 1);
    let [ours, other] = [&in_many, &in_few].map(|ten| {
        let press = move |_: usize| {
            let n = next();
            vote(&ten.host(n), &ten.cookies[n % ten.cookies.len()], 100, n / ten.cookies.len())
        };
        move || async move { load::run(ten.kept.address, sizes.connections, sizes.turn, &press).await }
    });
    report.turns("vote: ten of many workspaces / of ten", WORKSPACES, ours, other).await?;
    let [ours, other] = [&in_many, &in_few].map(|ten| {
        let put = move |_: usize| {
            let n = next();
            submit(&ten.host(n), &ten.cookies[n % ten.cookies.len()], n / ten.cookies.len())
        };
        move || async move { load::run(ten.kept.address, sizes.connections, sizes.turn, &put).await }
    });
    report.turns("new idea: ten of many workspaces / of ten", WORKSPACES, ours, other).await?;
    data::drop_jobs(place).await?;
    data::drop_jobs(&few).await?;
    for (name, path) in PAGES {
        for (how, server) in [("kept", &in_many.kept), ("made anew", &in_many.fresh)] {
            let of = |count: usize| move |n: usize| get(&format!("many{}.localhost", 1 + n % count), path, Visitor::Nobody);
            let (in_all, in_ten) = (of(usize::try_from(sizes.workspaces)?), of(TEN as usize));
            let much = || load::run(server.address, sizes.connections, sizes.turn, &in_all);
            let little = || load::run(server.address, sizes.connections, sizes.turn, &in_ten);
            report.turns(&format!("{name}, {how}: all workspaces asked alike / ten"), Rule::Any, much, little).await?;
        }
    }
    drop((in_many, in_few));
    few.leave().await
}

/// Ten workspaces of an installation, and who is signed in there.
struct Ten {
    kept: Server,
    fresh: Server,
    slugs: Vec<String>,
    cookies: Vec<Vec<String>>,
}

impl Ten {
    /// The first ten, which have the same ideas in both.
    async fn of(place: &Place) -> anyhow::Result<Self> {
        let slugs: Vec<String> = (1..=TEN).map(|n| format!("many{n}")).collect();
        let mut cookies = Vec::new();
        for slug in &slugs {
            cookies.push(data::sessions_of(place, slug, WRITERS).await?);
        }
        place.say("vacuum analyze").await?;
        Ok(Self { kept: place.serve(&[]).await?, fresh: place.serve(&FRESH).await?, slugs, cookies })
    }

    fn host(&self, number: usize) -> String {
        format!("{}.localhost", self.slugs[number % self.slugs.len()])
    }
}
