//! What combining ideas would come to, before it happens.

use super::demand::{self, Demand};
use super::{path, search};
use crate::app::App;
use crate::boards::{Category, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, UserId};
use crate::notices::{ledger, merged};
use crate::similar;
use crate::text::markdown;

/// How much of a text is shown: enough to tell whether two people mean the same.
const EXCERPT: usize = 600;

/// One of the ideas side by side, with everything merged into it.
#[derive(Clone, Debug)]
pub struct Side {
    /// Which one: a root.
    pub id: IdeaId,
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// More about it, in Markdown.
    pub body: String,
    /// Where it stands, in the workspace's words.
    pub status: String,
    /// In ours.
    pub category: Category,
    /// What its board is called.
    pub board: String,
    /// Who sees that.
    pub visibility: Visibility,
    /// Who asked.
    pub author: String,
    /// When.
    pub created_at: Time,
    /// What its page shows.
    pub votes: i32,
    /// Distinct people among them.
    pub people: i64,
    /// Counts without names.
    pub imported: i64,
    /// Comments that everybody can read.
    pub comments: i32,
    /// Distinct people who follow.
    pub followers: i64,
    /// The numbers of what was merged into it.
    pub parts: Vec<i32>,
    /// The versions that promise it or brought it.
    pub releases: Vec<String>,
    /// Of those, the ones that have shipped.
    pub shipped: Vec<String>,
}

impl Side {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.number)
    }

    /// How its text begins, without markup.
    pub fn excerpt(&self) -> String {
        markdown::excerpt(&self.body, EXCERPT)
    }
}

/// The ideas with these numbers, or the roots of what they are part of, in this order and each once. What was deleted is left
/// out.
pub async fn sides(tx: &mut TenantTx, numbers: &[i32]) -> Result<Vec<Side>> {
    let sides = sqlx::query_as!(
        Side,
        r#"select i.id, i.number, i.title, i.body, s.name as status, s.category, b.name as board, b.visibility,
                  u.name as author, i.created_at, i.vote_count as votes, i.comment_count as comments,
                  (select count(distinct v.user_id) from tree_of(i.id) t join votes v on v.idea_id = t.idea_id) as "people!",
                  (select sum(t.imported) from tree_of(i.id) t)::bigint as "imported!",
                  (select count(distinct f.user_id) from tree_of(i.id) t join followers f on f.idea_id = t.idea_id) as "followers!",
                  array(select p.number from ideas p where p.canonical_id = i.id and p.merged_into is not null order by 1) as "parts!",
                  array(select distinct r.version from tree_of(i.id) t
                          join release_items item on item.idea_id = t.idea_id join releases r on r.id = item.release_id
                         where r.stage <> 'rolled_back' order by 1) as "releases!",
                  array(select distinct r.version from tree_of(i.id) t
                          join release_items item on item.idea_id = t.idea_id join releases r on r.id = item.release_id
                         where r.stage = 'shipped' and item.completes order by 1) as "shipped!"
             from ideas i
             join statuses s on s.id = i.status_id
             join boards b on b.id = i.board_id
             join users u on u.id = i.author_id
             join (select m.canonical_id, min(asked.place) as place
                     from unnest($1::integer[]) with ordinality asked (number, place)
                     join ideas m on m.number = asked.number
                    where m.deleted_at is null
                    group by m.canonical_id) asked on asked.canonical_id = i.id
            where i.deleted_at is null
            order by asked.place"#,
        numbers,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(sides)
}

/// What they would come to as one.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Distinct people.
    pub people: i64,
    /// Of those, who voted for more than one of them.
    pub in_common: i64,
    /// Counts without names.
    pub imported: i64,
    /// Distinct people who follow.
    pub followers: i64,
    /// Comments that everybody can read.
    pub comments: i64,
    /// What they are worth to whom.
    pub demand: Demand,
    /// People who would be told.
    pub told: i64,
    /// People who would not, by reason in words.
    pub left_out: Vec<(String, i64)>,
}

impl Outcome {
    /// What the page of the one that stays would show.
    pub fn votes(&self) -> i64 {
        self.people + self.imported
    }
}

/// What these ideas would come to as one, if `actor` made all of them parts of `into`, which is one of them.
pub async fn outcome(tx: &mut TenantTx, sides: &[Side], into: IdeaId, actor: UserId, now: Time) -> Result<Outcome> {
    let roots: Vec<_> = sides.iter().map(|side| side.id.0).collect();
    let sums = sqlx::query!(
        r#"with trees as (
               select root.id as root_id, t.idea_id from unnest($1::uuid[]) root (id) cross join lateral tree_of(root.id) t
           ), voters as (
               select v.user_id, count(distinct trees.root_id) as roots
                 from trees join votes v on v.idea_id = trees.idea_id
                group by v.user_id
           )
           select (select count(*) from voters) as "people!", (select count(*) from voters where roots > 1) as "in_common!",
                  (select count(distinct f.user_id) from trees join followers f on f.idea_id = trees.idea_id) as "followers!""#,
        &roots,
    )
    .fetch_one(&mut **tx)
    .await?;
    let ids: Vec<IdeaId> = sides.iter().map(|side| side.id).collect();
    let demand = demand::together(tx, &ids, None, now).await?;
    let parts: Vec<IdeaId> = sides.iter().map(|side| side.id).filter(|id| *id != into).collect();
    let counts = merged::headcount(tx, &parts, into, actor).await?;
    let told = counts.iter().find(|count| count.exclusion.is_none()).map_or(0, |count| count.people);
    let left_out = counts.into_iter().filter_map(|count| Some((ledger::why(&count.exclusion?).to_owned(), count.people)));
    Ok(Outcome {
        people: sums.people,
        in_common: sums.in_common,
        imported: sides.iter().map(|side| side.imported).sum(),
        followers: sums.followers,
        comments: sides.iter().map(|side| i64::from(side.comments)).sum(),
        demand,
        told,
        left_out: left_out.collect(),
    })
}

/// What whoever combines them should know, besides the figures.
pub fn cautions(into: &Side, parts: &[&Side]) -> Vec<String> {
    let mut cautions = Vec::new();
    for part in parts {
        let (number, other) = (part.number, into.number);
        let hidden = |side: &Side| Visibility::ALL.iter().position(|visibility| *visibility == side.visibility);
        if hidden(into) > hidden(part) {
            cautions.push(format!(
                "#{number} is on “{}”, and fewer people see “{}”. Those who do not will find neither of them.",
                part.board, into.board
            ));
        } else if hidden(part) > hidden(into) {
            cautions.push(format!(
                "What was said about #{number} on “{}” stays hidden from those who do not see that board.",
                part.board
            ));
        }
        if part.category != into.category {
            cautions.push(format!(
                "#{number} is “{}”. What counts from then on is where #{other} stands: “{}”.",
                part.status, into.status
            ));
        }
        for version in part.releases.iter().filter(|version| !into.releases.contains(version)) {
            cautions.push(if part.shipped.contains(version) {
                format!(
                    "#{number} shipped in {version}. Who was told of that stays told; #{other} does not become shipped by it."
                )
            } else {
                format!("#{number} is in {version}, which will show #{other} in its place, for as long as they are combined.")
            });
        }
    }
    cautions
}

/// An idea that could be the same as one that is looked at.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// How many want it.
    pub votes: i32,
    /// Where it stands, in the workspace's words.
    pub status: String,
    /// In ours.
    pub category: Category,
    /// What its board is called.
    pub board: String,
}

/// Candidates shown at most.
const CANDIDATES: usize = 8;

/// Ideas with these words or this number, best first; without words, the ideas that say nearly the same as `like`. Those that
/// are looked at already are left out.
pub async fn candidates(app: &App, tx: &mut TenantTx, words: &str, like: IdeaId, without: &[Side]) -> Result<Vec<Candidate>> {
    let found: Vec<i32> = if words.is_empty() {
        let most = i64::try_from(CANDIDATES + without.len()).unwrap_or(i64::MAX);
        similar::for_idea(app, tx, like, &Visibility::ALL, most).await?.into_iter().map(|similar| similar.number).collect()
    } else {
        search::find(tx, words, &Visibility::ALL).await?.into_iter().map(|hit| hit.number).collect()
    };
    let known = |number: &i32| without.iter().any(|side| side.number == *number);
    let numbers: Vec<i32> = found.into_iter().filter(|number| !known(number)).take(CANDIDATES).collect();
    let candidates = sqlx::query_as!(
        Candidate,
        "select i.number, i.title, i.vote_count as votes, s.name as status, s.category, b.name as board
           from ideas i join statuses s on s.id = i.status_id join boards b on b.id = i.board_id
          where i.number = any($1)
          order by array_position($1, i.number)",
        &numbers,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(candidates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(number: i32, visibility: Visibility, category: Category, releases: &[&str]) -> Side {
        Side {
            id: IdeaId::new(),
            number,
            title: "Dark mode".to_owned(),
            body: String::new(),
            status: category.word().to_owned(),
            category,
            board: format!("{visibility:?}"),
            visibility,
            author: "Vera".to_owned(),
            created_at: Time::from_timestamp("2026-01-01T00:00:00Z".parse().unwrap()),
            votes: 0,
            people: 0,
            imported: 0,
            comments: 0,
            followers: 0,
            parts: Vec::new(),
            releases: releases.iter().map(|version| (*version).to_owned()).collect(),
            shipped: Vec::new(),
        }
    }

    #[test]
    fn who_combines_is_told_of_boards_statuses_and_releases_that_differ_and_of_nothing_else() {
        let plain = side(1, Visibility::Public, Category::Open, &[]);
        assert!(cautions(&plain, &[&side(2, Visibility::Public, Category::Open, &[])]).is_empty());
        let said = cautions(&plain, &[&side(2, Visibility::Staff, Category::Planned, &["2.4"])]).join(" ");
        for words in ["stays hidden", "#2 is “planned”", "#2 is in 2.4, which will show #1"] {
            assert!(said.contains(words), "{said}");
        }
        let said = cautions(&side(3, Visibility::Staff, Category::Open, &[]), &[&plain]).join(" ");
        assert!(said.contains("will find neither"), "{said}");
    }
}
