//! Tables for people with spreadsheets: what is there, without what was deleted. An import does not need them.

use csv::{Terminator, WriterBuilder};
use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;

use super::archive::{Archive, Outlet, Tray};
use crate::access::Role;
use crate::clock::Time;
use crate::companies::Money;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::text::table::defused;

/// By this a spreadsheet knows that what follows is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

type Lines<'a> = BoxStream<'a, sqlx::Result<Vec<String>>>;

/// Writes every table into the archive.
pub(super) async fn write<O: Outlet>(tx: &mut TenantTx, archive: &mut Archive<O>, origin: &str) -> Result<()> {
    table(archive, "ideas.csv", &IDEAS, ideas(tx, origin)).await?;
    table(archive, "votes.csv", &VOTES, votes(tx)).await?;
    table(archive, "comments.csv", &COMMENTS, comments(tx)).await?;
    table(archive, "people.csv", &PEOPLE, people(tx)).await
}

/// Writes one table, in the form that spreadsheets open by themselves (RFC 4180).
async fn table<O: Outlet>(archive: &mut Archive<O>, name: &str, heads: &[&str], mut lines: Lines<'_>) -> Result<()> {
    archive.begin(name)?;
    archive.text().extend_from_slice(BYTE_ORDER_MARK);
    let tray = Tray::default();
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(tray.clone());
    table.write_record(heads).map_err(Error::internal)?;
    while let Some(cells) = lines.try_next().await? {
        table.write_record(cells.iter().map(|cell| defused(cell).into_owned())).map_err(Error::internal)?;
        archive.text().append(&mut tray.empty());
        archive.flow().await?;
    }
    table.flush().map_err(Error::internal)?;
    archive.text().append(&mut tray.empty());
    archive.end().await
}

/// A moment as spreadsheets take it for one, in UTC.
fn moment(time: Time) -> String {
    time.timestamp().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn or_empty(text: Option<String>) -> String {
    text.unwrap_or_default()
}

const IDEAS: [&str; 17] = [
    "number",
    "title",
    "body",
    "board",
    "status",
    "category",
    "tags",
    "author",
    "author_email",
    "votes",
    "imported_votes",
    "comments",
    "merged_into",
    "releases",
    "response",
    "created_at_utc",
    "link",
];

fn ideas<'a>(tx: &'a mut TenantTx, origin: &'a str) -> Lines<'a> {
    sqlx::query!(
        r#"select i.number, i.title, i.body, b.name as board, s.name as status, s.category::text as "category!",
                  u.name as author, u.email, i.imported_votes, i.response, i.created_at, root.number as "merged_into?",
                  case when i.merged_into is null then i.vote_count
                       else (select count(*) from votes v where v.idea_id = i.id)::integer + i.imported_votes end as "votes!",
                  i.comment_count,
                  (select coalesce(string_agg(t.name, ', ' order by t.name), '')
                     from idea_tags it join tags t on t.id = it.tag_id where it.idea_id = i.id) as "tags!",
                  (select coalesce(string_agg(r.version, ', ' order by r.number), '')
                     from release_items ri join releases r on r.id = ri.release_id where ri.idea_id = i.id) as "releases!"
             from ideas i
             join boards b on b.id = i.board_id
             join statuses s on s.id = i.status_id
             join users u on u.id = i.author_id
             left join ideas root on root.id = i.merged_into
            where i.deleted_at is null
            order by i.number"#
    )
    .map(move |row| {
        vec![
            row.number.to_string(),
            row.title,
            row.body,
            row.board,
            row.status,
            row.category,
            row.tags,
            row.author,
            or_empty(row.email),
            row.votes.to_string(),
            row.imported_votes.to_string(),
            row.comment_count.to_string(),
            row.merged_into.map(|number| number.to_string()).unwrap_or_default(),
            row.releases,
            row.response,
            moment(row.created_at),
            format!("{origin}/ideas/{}", row.number),
        ]
    })
    .fetch(&mut **tx)
}

const VOTES: [&str; 10] =
    ["idea", "title", "name", "email", "company", "plan", "importance", "on_behalf_by", "source", "voted_at_utc"];

fn votes(tx: &mut TenantTx) -> Lines<'_> {
    sqlx::query!(
        r#"select i.number, i.title, u.name, u.email, c.name as "company?", c.plan as "plan?", v.importance::text as importance,
                  s.name as "cast_by?", v.source_url, v.created_at
             from votes v
             join ideas i on i.id = v.idea_id and i.deleted_at is null
             join users u on u.id = v.user_id
             left join companies c on c.id = u.company_id
             left join users s on s.id = v.cast_by
            order by v.idea_id, v.user_id"#
    )
    .map(|row| {
        vec![
            row.number.to_string(),
            row.title,
            row.name,
            or_empty(row.email),
            or_empty(row.company),
            or_empty(row.plan),
            or_empty(row.importance),
            or_empty(row.cast_by),
            or_empty(row.source_url),
            moment(row.created_at),
        ]
    })
    .fetch(&mut **tx)
}

const COMMENTS: [&str; 8] = ["idea", "title", "author", "email", "seen_by", "answer", "body", "created_at_utc"];

fn comments(tx: &mut TenantTx) -> Lines<'_> {
    sqlx::query!(
        r#"select i.number, i.title, u.name, u.email, c.staff_only, c.parent_id is not null as "answer!", c.body, c.created_at
             from comments c
             join ideas i on i.id = c.idea_id and i.deleted_at is null
             join users u on u.id = c.author_id
            where c.deleted_at is null
            order by c.idea_id, c.id"#
    )
    .map(|row| {
        vec![
            row.number.to_string(),
            row.title,
            row.name,
            or_empty(row.email),
            (if row.staff_only { "staff" } else { "everybody" }).to_owned(),
            (if row.answer { "yes" } else { "no" }).to_owned(),
            row.body,
            moment(row.created_at),
        ]
    })
    .fetch(&mut **tx)
}

const PEOPLE: [&str; 13] = [
    "name",
    "email",
    "roles",
    "company",
    "plan",
    "monthly_revenue",
    "currency",
    "ideas",
    "votes",
    "comments",
    "address_confirmed_at_utc",
    "blocked_at_utc",
    "created_at_utc",
];

fn people(tx: &mut TenantTx) -> Lines<'_> {
    sqlx::query!(
        r#"select u.name, u.email, u.roles, u.confirmed_at, u.blocked_at, u.created_at, c.name as "company?", c.plan as "plan?",
                  c.monthly_revenue_minor as "revenue?", c.currency as "currency?",
                  coalesce(asked.ideas, 0) as "ideas!", coalesce(cast_votes.votes, 0) as "votes!",
                  coalesce(said.comments, 0) as "comments!"
             from users u
             left join companies c on c.id = u.company_id
             left join (select author_id, count(*) as ideas from ideas where deleted_at is null group by 1) asked
                  on asked.author_id = u.id
             left join (select user_id, count(*) as votes from votes group by 1) cast_votes on cast_votes.user_id = u.id
             left join (select author_id, count(*) as comments from comments where deleted_at is null group by 1) said
                  on said.author_id = u.id
            where u.deleted_at is null
            order by u.id"#
    )
    .map(|row| {
        let roles: Vec<&str> = row.roles.iter().copied().map(Role::word).collect();
        vec![
            row.name,
            or_empty(row.email),
            roles.join(", "),
            or_empty(row.company),
            or_empty(row.plan),
            row.revenue
                .map(|revenue| Money::new(revenue, row.currency.as_deref().unwrap_or_default()).plain())
                .unwrap_or_default(),
            or_empty(row.currency),
            row.ideas.to_string(),
            row.votes.to_string(),
            row.comments.to_string(),
            row.confirmed_at.map(moment).unwrap_or_default(),
            row.blocked_at.map(moment).unwrap_or_default(),
            moment(row.created_at),
        ]
    })
    .fetch(&mut **tx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_be_a_formula_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(defused(formula), format!("'{formula}"));
        }
        for text in ["", "Dark mode", "1=1", "'=1", " x"] {
            assert_eq!(defused(text), text);
        }
    }
}
