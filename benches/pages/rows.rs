//! The rows: what is measured, beside which ceiling, and what it should reach.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::ceilings::{Sent, pgbench, run_inner};
use crate::load::{self, Turn};
use crate::place::{Place, Server};
use crate::{Sizes, data, statements};

/// The pages that anybody may read.
pub(crate) const PAGES: [(&str, &str); 4] =
    [("board", "/"), ("idea", "/ideas/1"), ("roadmap", "/roadmap"), ("changelog", "/changelog")];

/// Who asks for a page.
#[derive(Clone, Copy)]
pub(crate) enum Visitor<'a> {
    Nobody,
    /// With this cookie; with none where it is empty.
    Signed(&'a str),
}

/// A request for a page as a browser makes it.
pub(crate) fn get(host: &str, path: &str, visitor: Visitor<'_>) -> Vec<u8> {
    let cookie = match visitor {
        Visitor::Signed(cookie) if !cookie.is_empty() => format!("cookie: {cookie}\r\n"),
        _ => String::new(),
    };
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\naccept-encoding: gzip, deflate, br\r\n{cookie}\r\n")
        .into_bytes()
}

/// A form as a browser sends it, each from another network.
pub(crate) fn post(host: &str, path: &str, cookie: &str, number: usize, form: &str) -> Vec<u8> {
    let from = format!("10.{}.{}.{}", number / 62_500 % 250, number / 250 % 250, number % 250);
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nsec-fetch-site: same-origin\r\nx-forwarded-for: {from}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncookie: {cookie}\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    )
    .into_bytes()
}

/// What came out, line by line.
pub(crate) struct Report {
    rounds: usize,
    lines: Vec<String>,
}

impl Report {
    pub(crate) fn new(sizes: &Sizes) -> Self {
        Self { rounds: sizes.rounds, lines: Vec::new() }
    }

    pub(crate) fn print(&self) {
        println!("\n| what | here | beside | ratio | should be | errors |\n|---|---|---|---|---|---|");
        self.lines.iter().for_each(|line| println!("{line}"));
    }

    pub(crate) fn say(&mut self, line: String) {
        println!("{line}");
        self.lines.push(line);
    }

    /// Two things in turns, and how one stands to the other: by their rates, or by their times. Of each turn by itself, since a
    /// machine that others use is faster in one turn than in the next; the middle of the turns is what counts.
    pub(crate) async fn turns<A, B>(
        &mut self,
        name: &str,
        rule: Rule,
        mut ours: impl FnMut() -> A,
        mut other: impl FnMut() -> B,
    ) -> anyhow::Result<()>
    where
        A: Future<Output = anyhow::Result<Turn>>,
        B: Future<Output = anyhow::Result<Turn>>,
    {
        let (mut here, mut there) = (Vec::new(), Vec::new());
        for round in 0..self.rounds {
            // Neither is always the one that comes first.
            if round % 2 == 0 {
                here.push(ours().await?);
                there.push(other().await?);
            } else {
                there.push(other().await?);
                here.push(ours().await?);
            }
        }
        let [rate, best] = [&here, &there].map(|turns| middle(turns, |turn| turn.rate));
        let [time, least] = [&here, &there].map(|turns| middle(turns, |turn| turn.middle));
        let pairs: Vec<_> = here.iter().zip(&there).collect();
        let (found, beside) = match rule {
            Rule::Times(_) => (format!("p50 {time:.2} ms"), format!("p50 {least:.2} ms")),
            _ if time == 0.0 => (format!("{rate:.0}/s"), format!("{best:.0}/s")),
            _ => {
                let slow = middle(&here, |turn| turn.slow);
                let bytes = here[0].bytes;
                (format!("{rate:.0}/s, p50 {time:.2} ms, p99 {slow:.1} ms, {bytes} B"), format!("{best:.0}/s"))
            }
        };
        let ratio = match rule {
            Rule::Times(_) => middle(&pairs, |(ours, other)| ours.middle / other.middle),
            _ => middle(&pairs, |(ours, other)| ours.rate / other.rate),
        };
        let errors: usize = here.iter().chain(&there).map(|turn| turn.errors).sum();
        let missed = if rule.holds(ratio, rate) && errors == 0 { "" } else { ", missed" };
        self.say(format!("| {name} | {found} | {beside} | {ratio:.2} | {rule}{missed} | {errors} |"));
        Ok(())
    }
}

/// What a row should come to.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    /// At least this share of the other's rate.
    Share(f64),
    /// The same, or so many a second.
    ShareOr(f64, f64),
    /// At most so many times as long as the other.
    Times(f64),
    /// As it comes: two ways are compared, to choose one.
    Any,
}

impl Rule {
    fn holds(self, ratio: f64, rate: f64) -> bool {
        match self {
            Self::Share(least) => ratio >= least,
            Self::ShareOr(least, enough) => ratio >= least || rate >= enough,
            Self::Times(most) => ratio <= most,
            Self::Any => true,
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Share(least) => write!(f, "≥ {least:.2}"),
            Self::ShareOr(least, enough) => write!(f, "≥ {least:.2} or {enough}/s"),
            Self::Times(most) => write!(f, "≤ {most:.2}"),
            Self::Any => Ok(()),
        }
    }
}

fn middle<T>(turns: &[T], of: impl Fn(&T) -> f64) -> f64 {
    let mut figures: Vec<f64> = turns.iter().map(of).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

pub(crate) const FRESH: [(&str, &str); 1] = [("SHIPBOARD_PAGE_CACHE", "0")];

pub(crate) async fn tenant(place: &Place, slug: &str) -> anyhow::Result<uuid::Uuid> {
    Ok(sqlx::query_scalar("select id from tenants where slug = $1").bind(slug).fetch_one(&place.owner).await?)
}

pub(crate) fn reading<'a>(
    server: &'a Server,
    sizes: &'a Sizes,
    request: &'a [u8],
) -> impl FnMut() -> std::pin::Pin<Box<dyn Future<Output = anyhow::Result<Turn>> + 'a>> {
    move || Box::pin(async move { load::run(server.address, sizes.connections, sizes.turn, &|_| request.to_vec()).await })
}

/// Pages that are kept, pages that are not, and pages of somebody who is signed in.
pub(crate) async fn pages(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let host = "small.localhost";
    let kept = place.serve(&[]).await?;
    let fresh = place.serve(&FRESH).await?;
    let mut sent = HashMap::new();
    for (_, path) in PAGES {
        let (status, headers, body) = load::once(kept.address, &get(host, path, Visitor::Nobody)).await?;
        ensure!(status == 200, "{path} answered {status}");
        let headers =
            headers.lines().skip(1).filter_map(|line| line.split_once(": ")).filter(|(name, _)| {
                !["content-length", "date", "transfer-encoding"].contains(&name.to_ascii_lowercase().as_str())
            });
        sent.insert(path, Sent { headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), body });
    }
    let file = place.folder.join("pages.json");
    std::fs::write(&file, serde_json::to_vec(&sent)?)?;
    let bare = place.bare(&file).await?;
    for (name, path) in PAGES {
        let request = get(host, path, Visitor::Nobody);
        let row = format!("{name}, kept / bare handler with the same bytes");
        if sizes.wants(&row) {
            report.turns(&row, Rule::Share(0.50), reading(&kept, sizes, &request), reading(&bare, sizes, &request)).await?;
        }
        let row = format!("{name}, made anew / statements and template alone");
        if sizes.wants(&row) {
            let alone = || run_inner(place, host, path, sizes.connections, sizes.turn);
            report.turns(&row, Rule::Share(0.60), reading(&fresh, sizes, &request), alone).await?;
        }
    }
    let row = "board, signed in / pgbench with its statements";
    if sizes.wants(row) {
        let cookies = data::sessions(place, "small").await?;
        let (script, variables) = statements::script(&statements::behind(place, host, "/", &cookies[0]).await?);
        let tenant = tenant(place, "small").await?;
        let request = get(host, "/", Visitor::Signed(&cookies[0]));
        let alone = || pgbench(place, tenant, &script, &variables, sizes.connections, sizes.turn);
        report.turns(row, Rule::Share(0.40), reading(&kept, sizes, &request), alone).await?;
    }
    Ok(())
}

const VOTE: &str = "\\set i random(1, {ideas})\n\\set u random(1, {people})\nbegin;
insert into votes (idea_id, user_id, created_at) values (md5('{slug}/idea/' || :i::text)::uuid, md5('{slug}/writer/' || :u::text)::uuid, now()) on conflict do nothing;
update ideas set vote_count = vote_count + 1, heat = add_warmth(heat, warmth(now())) where id = md5('{slug}/idea/' || :i::text)::uuid;
rollback_or_commit;
";

const IDEA: &str = "\\set u random(1, {people})\nbegin;
insert into ideas (id, number, board_id, author_id, status_id, title, body, body_html, canonical_id, submission, search, created_at)
select id, next_number('idea'), md5('{slug}/board')::uuid, md5('{slug}/writer/' || :u::text)::uuid, md5('{slug}/status/declined')::uuid, title, body, body, id, id,
       setweight(to_tsvector(current_language(), unaccent(title)), 'A') || setweight(to_tsvector(current_language(), unaccent(body)), 'B'), now()
  from (select gen_random_uuid() as id, 'Something new ' || :u::text as title, 'It would help us every day, and more often at night.' as body) new;
commit;
";

fn filled(script: &str, slug: &str, ideas: u32) -> String {
    let script = script.replace("{slug}", slug).replace("{ideas}", &ideas.to_string()).replace("rollback_or_commit", "commit");
    script.replace("{people}", &data::WRITERS.to_string())
}

/// The n-th vote: each writer votes for one idea after the other, and nobody twice for one.
pub(crate) fn vote(host: &str, cookies: &[String], ideas: usize, number: usize) -> Vec<u8> {
    let (person, lap) = (number % cookies.len(), number / cookies.len());
    let idea = 1 + (person.wrapping_mul(7919) + lap) % ideas;
    // What is done or declined takes no votes: its neighbour is open.
    let idea = if matches!(idea % 10, 7 | 9) { idea - 1 } else { idea };
    post(host, &format!("/ideas/{idea}/vote"), &cookies[person], number, "voted=true")
}

pub(crate) fn submit(host: &str, cookies: &[String], number: usize) -> Vec<u8> {
    let form = format!(
        "title=Something+new+{number}&body=It+would+help+us+every+day%2C+and+more+often+at+night.&board=ideas&submission={}",
        uuid::Uuid::from_u128(rand::random())
    );
    post(host, "/ideas", &cookies[number % cookies.len()], number, &form)
}

/// Votes and ideas: real requests of people who are signed in. What pgbench votes for is counted again afterwards.
pub(crate) async fn writes(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let (slug, host) = ("small", "small.localhost");
    let rows = ["vote / pgbench inserting the vote and its counter", "new idea / pgbench inserting the idea"];
    if !rows.iter().any(|row| sizes.wants(row)) {
        return Ok(());
    }
    let cookies = data::sessions(place, slug).await?;
    let tenant = tenant(place, slug).await?;
    let server = place.serve(&[]).await?;
    let ideas = usize::try_from(sizes.small[0])?;
    let done = std::cell::Cell::new(data::voted(place, tenant).await?);
    let next = || done.replace(done.get() + 1);
    if sizes.wants(rows[0]) {
        let ask = |_| vote(host, &cookies, ideas, next());
        let ours = || load::run(server.address, sizes.connections, sizes.turn, &ask);
        let script = filled(VOTE, slug, sizes.small[0]);
        let alone = || pgbench(place, tenant, &script, &[], sizes.connections, sizes.turn);
        report.turns(rows[0], Rule::Share(0.50), ours, alone).await?;
        place.say(format!("begin; set local app.tenant_id = '{tenant}'; select recount_votes(id) from ideas where tenant_id = '{tenant}'; commit")).await?;
    }
    if sizes.wants(rows[1]) {
        let ask = |_| submit(host, &cookies, next());
        let ours = || load::run(server.address, sizes.connections, sizes.turn, &ask);
        let script = filled(IDEA, slug, sizes.small[0]);
        let alone = || pgbench(place, tenant, &script, &[], sizes.connections, sizes.turn);
        report.turns(rows[1], Rule::ShareOr(0.40, 1000.0), ours, alone).await?;
        data::drop_jobs(place).await?;
    }
    Ok(())
}

/// What a server takes, and how soon it answers.
pub(crate) async fn footprint(place: &Place, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    if !sizes.wants("memory and start") {
        return Ok(());
    }
    let mut starts = Vec::new();
    for _ in 0..5 {
        starts.push(place.serve(&[]).await?.started_in);
    }
    starts.sort();
    let (idle, most) = memory(&place.serve(&[]).await?, place, sizes).await?;
    report.say(format!("| memory, idle | {idle:.1} MiB | | | ≤ 25 MiB | 0 |"));
    report.say(format!("| memory, 64 connections, kept and signed-in pages | {most:.1} MiB | | | ≤ 60 MiB | 0 |"));
    report.say(format!("| start, database up | {:.0} ms | | | ≤ 100 ms | 0 |", starts[2].as_secs_f64() * 1000.0));
    Ok(())
}

/// What a server takes in MiB: before anybody comes, and at most while 64 connections ask for pages.
pub(crate) async fn memory(server: &Server, place: &Place, sizes: &Sizes) -> anyhow::Result<(f64, f64)> {
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.memory()?;
    let mut most: f64 = 0.0;
    let cookie = data::sessions(place, "small").await?.pop().context("somebody is signed in")?;
    let paths = [("/", ""), ("/ideas/1", ""), ("/?sort=top", ""), ("/roadmap", ""), ("/", cookie.as_str())];
    for (path, cookie) in paths {
        let request = get("small.localhost", path, Visitor::Signed(cookie));
        load::run(server.address, 64, sizes.turn, &|_| request.clone()).await?;
        most = most.max(server.memory()?);
    }
    Ok((idle, most))
}
