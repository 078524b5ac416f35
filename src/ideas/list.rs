//! Lists of ideas: filtered, sorted, and walked page by page without skipping or repeating one.
//!
//! A page ends with a cursor: the sort key and the number of its last idea. The next page begins right below it, whatever
//! was added or voted for meanwhile.

use std::fmt;
use std::str::FromStr;

use sqlx::types::{Json, Uuid};

use super::Idea;
use super::filter::{Filter, Said, left};
use super::search::Hit;
use crate::boards::Label;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{BoardId, IdeaId, StatusId, UserId};

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// What is wanted most these days.
    #[default]
    Trending,
    /// What most people want.
    Top,
    /// What was asked last.
    New,
    /// As [`Filter::hits`] come.
    Ranked,
}

/// A place between two ideas of a sorted list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// What the list is sorted by: the votes, the heat or the rank. Nothing where that is the number.
    pub key: f64,
    /// The number, which decides among equals.
    pub number: i32,
}

impl Cursor {
    /// Above every idea.
    const TOP: Self = Self { key: f64::INFINITY, number: i32::MAX };

    /// The votes as their column keeps them.
    #[expect(clippy::cast_possible_truncation, reason = "an integer that was widened; infinity becomes the largest")]
    fn whole(self) -> i32 {
        self.key as i32
    }

    /// Whether an idea of a ranking stands below this place.
    fn is_above(self, hit: &Hit) -> bool {
        (hit.rank, hit.number) < (self.key, self.number)
    }

    /// Whether an idea of a ranking stands above this place.
    fn is_below(self, hit: &Hit) -> bool {
        (hit.rank, hit.number) > (self.key, self.number)
    }
}

impl fmt::Display for Cursor {
    /// As it stands in an address: `0.25_12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.key, self.number)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (key, number) = text.split_once('_').ok_or(())?;
        let key: f64 = key.parse().map_err(drop)?;
        if key.is_nan() {
            return Err(());
        }
        Ok(Self { key, number: number.parse().map_err(drop)? })
    }
}

/// From where, and which way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum From {
    /// Down from the top.
    Top,
    /// Down from a place.
    After(Cursor),
    /// The page that ends above a place.
    Before(Cursor),
}

/// One page of a list.
#[derive(Debug)]
pub struct Slice {
    /// The ideas, in order.
    pub ideas: Vec<Idea>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Where the page before ends, if there is one.
    pub previous: Option<Cursor>,
}

/// One page of the ideas that a filter leaves, as `reader` sees them, at most `most` of them.
pub async fn page(
    tx: &mut TenantTx,
    filter: &Filter,
    sort: Sort,
    from: From,
    reader: Option<UserId>,
    most: usize,
) -> Result<Slice> {
    let mut from = from;
    let mut ideas = fetch(tx, filter, sort, from, reader, most + 1).await?;
    if matches!(from, From::Before(_)) {
        if ideas.len() > most {
            ideas.truncate(most);
            ideas.reverse();
        } else {
            // Back at the top: the first page is shown whole, as it is now.
            from = From::Top;
            ideas = fetch(tx, filter, sort, from, reader, most + 1).await?;
        }
    }
    let more = ideas.len() > most;
    ideas.truncate(most);
    let cursor = |idea: &Idea| place(idea, sort, filter);
    let (above, below) = match from {
        From::Top => (false, more),
        From::After(_) => (true, more),
        From::Before(_) => (true, true),
    };
    Ok(Slice { next: ideas.last().filter(|_| below).map(cursor), previous: ideas.first().filter(|_| above).map(cursor), ideas })
}

/// Where an idea stands in a sorted list.
fn place(idea: &Idea, sort: Sort, filter: &Filter) -> Cursor {
    let key = match sort {
        Sort::Trending => idea.heat,
        Sort::Top => f64::from(idea.votes),
        Sort::New => 0.0,
        Sort::Ranked => {
            let mut hits = filter.hits.iter().flatten();
            hits.find(|hit| hit.id == idea.id).map_or(0.0, |hit| hit.rank)
        }
    };
    Cursor { key, number: idea.number }
}

/// Which ideas a page of a list shows. Each order and direction is a statement of its own, so that each has its index.
macro_rules! ideas {
    ($tx:ident, $said:ident, $most:ident, $place:literal, $order:literal $(, $bind:expr)*) => {
        left!(
            query_scalar!(),
            $said,
            ["select i.id from ideas i", "and ", $place, " order by ", $order, " limit $6"],
            i64::try_from($most).unwrap_or(i64::MAX)
            $(, $bind)*
        )
        .fetch_all(&mut **$tx)
        .await?
    };
}

/// What a list shows of these ideas, in this order, as `reader` sees them. A person has voted for an idea who voted for it or for
/// anything merged into it. All of it is found by keys, so it is planned once, and the many tables cost nothing afterwards.
async fn shown(tx: &mut TenantTx, ids: &[IdeaId], reader: Option<UserId>) -> Result<Vec<Idea>> {
    let ideas = sqlx::query_as!(
        Idea,
        r#"with page as materialized (
               select i.*, w.place
                 from unnest($1::uuid[]) with ordinality w(id, place) join ideas i on i.id = w.id
                where i.merged_into is null and i.deleted_at is null
           ), mine as materialized (
               select t.canonical_id as root
                 from page join ideas t on t.canonical_id = page.id
                 join votes v on v.idea_id = t.id and v.user_id = $2
           ), promised as materialized (
               select distinct on (t.canonical_id) t.canonical_id as root, r.version
                 from page join ideas t on t.canonical_id = page.id
                 join statuses s on s.id = page.status_id
                 join release_items ri on ri.idea_id = t.id
                 join releases r on r.id = ri.release_id
                where r.stage in ('planned', 'shipped')
                order by t.canonical_id, (r.stage = 'shipped') = (s.category = 'done') desc, r.number desc
           )
           select i.id as "id!: IdeaId", i.number as "number!", i.title as "title!", left(i.body, 400) as "opening!",
                  i.status_id as "status_id!: StatusId", s.name as status, s.category,
                  i.board_id as "board_id!: BoardId", b.name as board, b.slug as board_slug,
                  i.author_id as "author_id!: UserId", u.name as author, i.vote_count as "votes!",
                  i.comment_count as "comments!", i.heat as "heat!", i.created_at as "created_at!: Time",
                  coalesce((select json_agg(json_build_object('name', t.name, 'color', t.color) order by lower(t.name))
                              from idea_tags it join tags t on t.id = it.tag_id
                             where it.idea_id = i.id), '[]') as "tags!: Json<Vec<Label>>",
                  exists (select from mine where mine.root = i.id) as "voted!",
                  (select p.version from promised p where p.root = i.id) as release
             from page i
             join boards b on b.id = i.board_id
             join statuses s on s.id = i.status_id
             join users u on u.id = i.author_id
            order by i.place"#,
        ids as &[IdeaId],
        reader.map(|reader| reader.0),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ideas)
}

/// Up to `most` ideas from a place on; upwards for [`From::Before`].
async fn fetch(
    tx: &mut TenantTx,
    filter: &Filter,
    sort: Sort,
    from: From,
    reader: Option<UserId>,
    most: usize,
) -> Result<Vec<Idea>> {
    let (at, back) = match from {
        From::Top => (Cursor::TOP, false),
        From::After(cursor) => (cursor, false),
        From::Before(cursor) => (cursor, true),
    };
    let hits = filter.hits.as_deref().filter(|_| sort == Sort::Ranked);
    let among = hits.map(|hits| cut(hits, from));
    let said = filter.said();
    let said = Said { among: among.or(said.among), ..said };
    let (heat, votes, number) = (at.key, at.whole(), at.number);
    #[rustfmt::skip]
    let ids = match (sort, back) {
        (Sort::Trending, false) => ideas!(tx, said, most, "(i.heat, i.number) < ($7::float8, $8::integer)", "i.heat desc, i.number desc", heat, number),
        (Sort::Trending, true) => ideas!(tx, said, most, "(i.heat, i.number) > ($7::float8, $8::integer)", "i.heat, i.number", heat, number),
        (Sort::Top, false) => ideas!(tx, said, most, "(i.vote_count, i.number) < ($7::integer, $8::integer)", "i.vote_count desc, i.number desc", votes, number),
        (Sort::Top, true) => ideas!(tx, said, most, "(i.vote_count, i.number) > ($7::integer, $8::integer)", "i.vote_count, i.number", votes, number),
        (Sort::New, false) => ideas!(tx, said, most, "i.number < $7", "i.number desc", number),
        (Sort::New, true) => ideas!(tx, said, most, "i.number > $7", "i.number", number),
        (Sort::Ranked, _) => ideas!(tx, said, most, "true", "array_position($4, i.id)"),
    };
    shown(tx, &ids, reader).await
}

pub(super) fn ids<'a>(hits: impl Iterator<Item = &'a Hit>) -> Vec<Uuid> {
    hits.map(|hit| hit.id.0).collect()
}

/// The part of a ranking that lies ahead, nearest first.
fn cut(hits: &[Hit], from: From) -> Vec<Uuid> {
    match from {
        From::Top => ids(hits.iter()),
        From::After(cursor) => ids(hits.iter().filter(|hit| cursor.is_above(hit))),
        From::Before(cursor) => ids(hits.iter().rev().filter(|hit| cursor.is_below(hit))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_as_it_was_written() {
        for cursor in
            [Cursor { key: 0.1 + 0.2, number: 12 }, Cursor { key: -3.5e-7, number: 1 }, Cursor { key: 128.0, number: 45 }]
        {
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for wrong in ["", "12", "_", "NaN_3", "1_x", "1_2_3"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_ranking_is_cut_without_losing_or_repeating_a_hit() {
        let hits: Vec<Hit> = [(2.0, 9), (2.0, 4), (1.0, 7), (1.0, 3), (0.5, 8)]
            .map(|(rank, number)| Hit { id: IdeaId::new(), number, rank })
            .into();
        let cursor = Cursor { key: 1.0, number: 7 };
        assert_eq!(cut(&hits, From::After(cursor)), ids(hits[3..].iter()));
        assert_eq!(cut(&hits, From::Before(cursor)), ids(hits[..2].iter().rev()));
        assert_eq!(cut(&hits, From::Top), ids(hits.iter()));
    }
}
