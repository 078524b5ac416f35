//! Pairs of ideas that may be the same, over the whole workspace: which there are, and which somebody has told apart.

use std::fmt;
use std::str::FromStr;

use serde_json::json;
use uuid::Uuid;

use super::{Similar, jobs, path, percent, reason};
use crate::boards::Category;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{IdeaId, UserId};
use crate::text::count;

/// Pairs are counted up to this many; beyond it only "more" is said.
const COUNTED: i64 = 1_000;

/// One idea of a pair.
#[derive(Clone, Debug)]
pub struct Side {
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// How many want it.
    pub votes: i32,
    /// Where it stands, in the workspace's words.
    pub status: String,
    /// Where it stands, in ours.
    pub category: Category,
    /// The board it is on.
    pub board: String,
    /// Who asked.
    pub author: String,
    /// When.
    pub created_at: Time,
}

impl Side {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.number)
    }
}

/// Two ideas that may be the same.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What would be merged: of the two the one that fewer people want, or the later.
    pub lesser: Side,
    /// Into what.
    pub greater: Side,
    /// Why, beside the words: what their authors have in common, if anything.
    bond: Option<Bond>,
    words: Vec<String>,
    place: Place,
}

/// What the authors of two ideas have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bond {
    SameAuthor,
    SameCompany,
}

impl Pair {
    /// Why they may be the same: `shares “dark”, “theme”; same author company`.
    pub fn reason(&self) -> String {
        let words = reason(&self.words).english();
        match self.bond {
            Some(Bond::SameAuthor) => format!("{words}; same author"),
            Some(Bond::SameCompany) => format!("{words}; same author company"),
            None => words,
        }
    }

    /// How much alike, for people.
    pub fn percent(&self) -> String {
        percent(self.place.score)
    }

    /// Where somebody merges them after a look at what that does.
    pub fn merge_path(&self) -> String {
        format!("/admin/ideas/{}/merge?into={}", self.lesser.number, self.greater.number)
    }
}

/// A pair's place in the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    score: f32,
    one: Uuid,
    other: Uuid,
}

impl Place {
    const TOP: Self = Self { score: f32::INFINITY, one: Uuid::max(), other: Uuid::max() };
}

impl fmt::Display for Place {
    /// As it stands in an address: `0.75_<id>_<id>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.score, self.one.simple(), self.other.simple())
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '_');
        let mut part = || parts.next().ok_or(());
        let score: f32 = part()?.parse().map_err(drop)?;
        let (one, other) = (part()?.parse().map_err(drop)?, part()?.parse().map_err(drop)?);
        if score.is_nan() { Err(()) } else { Ok(Self { score, one, other }) }
    }
}

/// The pairs below a place, the most alike first, and where the next page begins. Ideas that were merged or deleted since are
/// no question any more, nor is what somebody has told apart.
pub async fn list(tx: &mut TenantTx, after: Option<Place>, most: usize) -> Result<(Vec<Pair>, Option<Place>)> {
    let after = after.unwrap_or(Place::TOP);
    let rows = sqlx::query!(
        r#"select p.one_id, p.other_id, p.score, p.words,
                  (a.vote_count, b.number) >= (b.vote_count, a.number) as "one_is_greater!",
                  a.author_id = b.author_id as "same_author!", coalesce(au.company_id = bu.company_id, false) as "same_company!",
                  a.number as a_number, a.title as a_title, a.vote_count as a_votes, sa.name as a_status, sa.category as "a_category: Category",
                  ba.name as a_board, au.name as a_author, a.created_at as "a_created_at: Time",
                  b.number as b_number, b.title as b_title, b.vote_count as b_votes, sb.name as b_status, sb.category as "b_category: Category",
                  bb.name as b_board, bu.name as b_author, b.created_at as "b_created_at: Time"
             from likely_pairs p
             join ideas a on a.id = p.one_id
             join ideas b on b.id = p.other_id
             join statuses sa on sa.id = a.status_id
             join statuses sb on sb.id = b.status_id
             join boards ba on ba.id = a.board_id
             join boards bb on bb.id = b.board_id
             join users au on au.id = a.author_id
             join users bu on bu.id = b.author_id
            where (p.score, p.one_id, p.other_id) < ($1, $2, $3)
              and a.merged_into is null and a.deleted_at is null and b.merged_into is null and b.deleted_at is null
            order by p.score desc, p.one_id desc, p.other_id desc
            limit $4"#,
        after.score,
        after.one,
        after.other,
        i64::try_from(most + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut pairs: Vec<Pair> = rows
        .into_iter()
        .map(|row| {
            let one = Side {
                number: row.a_number,
                title: row.a_title,
                votes: row.a_votes,
                status: row.a_status,
                category: row.a_category,
                board: row.a_board,
                author: row.a_author,
                created_at: row.a_created_at,
            };
            let other = Side {
                number: row.b_number,
                title: row.b_title,
                votes: row.b_votes,
                status: row.b_status,
                category: row.b_category,
                board: row.b_board,
                author: row.b_author,
                created_at: row.b_created_at,
            };
            let (lesser, greater) = if row.one_is_greater { (other, one) } else { (one, other) };
            let bond = if row.same_author { Some(Bond::SameAuthor) } else { row.same_company.then_some(Bond::SameCompany) };
            let place = Place { score: row.score, one: row.one_id, other: row.other_id };
            Pair { lesser, greater, bond, words: row.words, place }
        })
        .collect();
    let more = pairs.len() > most;
    pairs.truncate(most);
    let next = pairs.last().filter(|_| more).map(|pair| pair.place);
    Ok((pairs, next))
}

/// How many pairs wait to be looked at: `37 pairs`, `more than 1000 pairs`.
pub async fn waiting(tx: &mut TenantTx) -> Result<String> {
    let pairs = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from likely_pairs p
                 join ideas a on a.id = p.one_id
                 join ideas b on b.id = p.other_id
                where a.merged_into is null and a.deleted_at is null and b.merged_into is null and b.deleted_at is null
                limit $1) counted"#,
        COUNTED + 1,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(if pairs > COUNTED { format!("more than {COUNTED} pairs") } else { count(pairs, "pair", "pairs") })
}

/// Notes what an idea was found to be like: instead of all that was noted of it, or of it and earlier ones. Found from both
/// sides, a pair has the higher score.
pub(super) async fn note(tx: &mut TenantTx, idea: IdeaId, before: Option<i32>, like: &[Similar], now: Time) -> Result<()> {
    sqlx::query!(
        "delete from likely_pairs p
          using ideas i
          where (p.one_id = $1 and i.id = p.other_id or p.other_id = $1 and i.id = p.one_id)
            and ($2::integer is null or i.number < $2)",
        idea.0,
        before,
    )
    .execute(&mut **tx)
    .await?;
    for one in like {
        sqlx::query!(
            "insert into likely_pairs (one_id, other_id, score, words, created_at)
             values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, $5)
             on conflict on constraint likely_pairs_pkey
             do update set score = greatest(likely_pairs.score, excluded.score), words = excluded.words",
            idea.0,
            one.id.0,
            one.score,
            &one.words,
            now,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Two ideas that somebody has told apart.
#[derive(Clone, Debug)]
pub struct Distinct {
    /// The later one's number and title.
    pub one: (i32, String),
    /// The earlier one's.
    pub other: (i32, String),
    /// Who said so.
    pub decided_by: String,
    /// When.
    pub decided_at: Time,
}

impl Distinct {
    /// The page of the later one.
    pub fn one_path(&self) -> String {
        path(self.one.0)
    }

    /// The page of the earlier one.
    pub fn other_path(&self) -> String {
        path(self.other.0)
    }
}

/// The pairs that were told apart last, latest first.
pub async fn told_apart(tx: &mut TenantTx, most: i64) -> Result<Vec<Distinct>> {
    let rows = sqlx::query!(
        r#"select greatest(a.number, b.number) as "one!", case when a.number > b.number then a.title else b.title end as "one_title!",
                  least(a.number, b.number) as "other!", case when a.number > b.number then b.title else a.title end as "other_title!",
                  u.name, d.decided_at
             from distinct_pairs d
             join ideas a on a.id = d.one_id
             join ideas b on b.id = d.other_id
             join users u on u.id = d.decided_by
            where a.deleted_at is null and b.deleted_at is null
            order by d.decided_at desc, d.one_id desc, d.other_id desc
            limit $1"#,
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    let distinct = rows.into_iter().map(|row| Distinct {
        one: (row.one, row.one_title),
        other: (row.other, row.other_title),
        decided_by: row.name,
        decided_at: row.decided_at,
    });
    Ok(distinct.collect())
}

/// Says that two ideas are not the same, or takes that back. Saying it twice changes nothing. Taken back, they are compared
/// again.
pub async fn tell_apart(tx: &mut TenantTx, number: i32, other: i32, apart: bool, actor: UserId, now: Time) -> Result<()> {
    let ids = sqlx::query!(
        r#"select a.id as one, b.id as "other?: IdeaId" from ideas a
             left join ideas b on b.number = $2 and b.id <> a.id and b.deleted_at is null
            where a.number = $1 and a.deleted_at is null"#,
        number,
        other,
    )
    .fetch_one(&mut **tx)
    .await?;
    let (one, two) = (ids.one, ids.other.ok_or_else(|| Error::rejected("The other idea is not there any more."))?);
    let (first, second) = (one.min(two), one.max(two));
    let changed = if apart {
        sqlx::query!("delete from likely_pairs where one_id = $1 and other_id = $2", first.0, second.0)
            .execute(&mut **tx)
            .await?;
        sqlx::query!(
            "insert into distinct_pairs (one_id, other_id, decided_by, decided_at) values ($1, $2, $3, $4) on conflict do nothing",
            first.0,
            second.0,
            actor.0,
            now,
        )
        .execute(&mut **tx)
        .await?
    } else {
        sqlx::query!("delete from distinct_pairs where one_id = $1 and other_id = $2", first.0, second.0)
            .execute(&mut **tx)
            .await?
    };
    if changed.rows_affected() == 1 {
        let kind = if apart { "ideas.told_apart" } else { "ideas.not_told_apart" };
        events::record(tx, kind, Some(actor), one.0, json!({ "number": number, "other": other, "other_id": two }), now).await?;
        if !apart {
            jobs::compare(tx, one, now).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_its_address_and_nonsense_is_none() {
        let place = Place { score: 0.123_456_79, one: Uuid::max(), other: Uuid::nil() };
        assert_eq!(place.to_string().parse(), Ok(place));
        for nonsense in ["", "1", "NaN_0_0", "1_x_y", "1_00000000000000000000000000000000"] {
            assert!(nonsense.parse::<Place>().is_err(), "{nonsense}");
        }
    }
}
