//! Votes: one person, one idea, one vote.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;
use uuid::Uuid;

use super::{Batch, Said};
use crate::clock::Time;
use crate::error::Result;
use crate::imports::acts::Act;
use crate::imports::record::{Kind, Vote};

struct Ready {
    idea: Uuid,
    person: Uuid,
    cast_by: Option<Uuid>,
    record: Vote,
}

pub(super) async fn apply(batch: &mut Batch<'_>, records: Vec<Said<Vote>>) -> Result<()> {
    batch.resolve(Kind::Idea, records.iter().map(|(_, vote)| &vote.idea).collect()).await?;
    let people = records.iter().flat_map(|(_, vote)| [Some(&vote.person), vote.cast_by.as_ref()]).flatten();
    batch.resolve(Kind::Person, people.collect()).await?;
    let mut known = HashSet::new();
    let mut votes = Vec::new();
    for (line, record) in records {
        let (idea, person) = (batch.id(Kind::Idea, &record.idea), batch.id(Kind::Person, &record.person));
        match (idea, person) {
            (None, _) => batch.refuse(Kind::Vote, line, format!("No idea is called “{}” further up in the file.", record.idea)),
            (_, None) => batch.refuse(Kind::Vote, line, format!("Nobody is called “{}” further up in the file.", record.person)),
            // In a dry run nobody who is new has an id of their own yet.
            (Some(idea), Some(person)) if (idea.is_nil() || person.is_nil()) || known.insert((idea, person)) => {
                let cast_by = record.cast_by.as_ref().and_then(|caster| batch.id(Kind::Person, caster));
                votes.push(Ready { idea, person, cast_by, record });
            }
            _ => batch.count(Kind::Vote, |tally| tally.unchanged += 1),
        }
    }
    let ideas: Vec<Uuid> = votes.iter().map(|vote| vote.idea).collect();
    let voters: Vec<Uuid> = votes.iter().map(|vote| vote.person).collect();
    if batch.dry() {
        let here = sqlx::query_scalar!(
            r#"select count(*) as "count!" from unnest($1::uuid[], $2::uuid[]) as n (idea, person)
                 join votes v on v.idea_id = n.idea and v.user_id = n.person"#,
            &ideas,
            &voters,
        )
        .fetch_one(&mut **batch.tx)
        .await?;
        let all = i64::try_from(votes.len()).unwrap_or(0);
        batch.count(Kind::Vote, |tally| {
            tally.unchanged += here;
            tally.made += all - here;
        });
        return Ok(());
    }
    let new = write(batch, &ideas, &voters, &votes).await?;
    let made: HashSet<(Uuid, Uuid)> = new.iter().copied().collect();
    for &(idea, person) in &new {
        batch.act(Act::pair("vote", idea, person));
        batch.touch(idea);
    }
    let all = i64::try_from(votes.len()).unwrap_or(0);
    let count = i64::try_from(new.len()).unwrap_or(0);
    batch.count(Kind::Vote, |tally| {
        tally.made += count;
        tally.unchanged += all - count;
    });
    let mut counted: BTreeMap<Uuid, i32> = BTreeMap::new();
    for vote in votes.iter().filter(|vote| vote.record.counted && made.contains(&(vote.idea, vote.person))) {
        *counted.entry(vote.idea).or_default() += 1;
    }
    count_down(batch, &counted).await?;
    if !batch.complete {
        follow(batch, &votes, &made).await?;
    }
    Ok(())
}

async fn write(batch: &mut Batch<'_>, ideas: &[Uuid], voters: &[Uuid], votes: &[Ready]) -> Result<Vec<(Uuid, Uuid)>> {
    let casters: Vec<Option<Uuid>> = votes.iter().map(|vote| vote.cast_by).collect();
    let sources: Vec<Option<String>> = votes.iter().map(|vote| vote.record.source_url.clone()).collect();
    let created: Vec<Option<Time>> = votes.iter().map(|vote| vote.record.created_at).collect();
    let importance: Vec<Option<String>> =
        votes.iter().map(|vote| vote.record.importance.map(|importance| importance.word().to_owned())).collect();
    let new = sqlx::query!(
        r#"insert into votes (idea_id, user_id, cast_by, source_url, importance, created_at)
           select i.id, n.person, n.caster, n.source, n.importance::importance, coalesce(n.created, i.created_at)
             from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[])
                  as n (idea, person, caster, source, created, importance)
             join ideas i on i.id = n.idea
               on conflict on constraint votes_pkey do nothing
           returning idea_id as "idea: Uuid", user_id as "person: Uuid""#,
        ideas,
        voters,
        &casters as &[Option<Uuid>],
        &sources as &[Option<String>],
        &created as &[Option<Time>],
        &importance as &[Option<String>],
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    Ok(new.into_iter().map(|row| (row.idea, row.person)).collect())
}

/// Takes votes that have a name now out of the number of those without.
async fn count_down(batch: &mut Batch<'_>, counted: &BTreeMap<Uuid, i32>) -> Result<()> {
    if counted.is_empty() {
        return Ok(());
    }
    let ideas: Vec<Uuid> = counted.keys().copied().collect();
    let counts: Vec<i32> = counted.values().copied().collect();
    let changed = sqlx::query!(
        r#"with held as (
               select i.id, i.imported_votes as before, n.count
                 from unnest($1::uuid[], $2::integer[]) as n (id, count) join ideas i on i.id = n.id
                where i.imported_votes > 0
                order by i.id for no key update of i
           )
           update ideas i set imported_votes = greatest(held.before - held.count, 0)
             from held where i.id = held.id
           returning i.id as "id: Uuid", held.before, i.imported_votes as after"#,
        &ideas,
        &counts,
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    for row in changed {
        let (before, after) = (json!({ "imported_votes": row.before }), json!({ "imported_votes": row.after }));
        batch.act(Act::change("idea", row.id, before, after));
    }
    Ok(())
}

/// Whoever votes follows, as they would in the product, unless they have said no.
async fn follow(batch: &mut Batch<'_>, votes: &[Ready], made: &HashSet<(Uuid, Uuid)>) -> Result<()> {
    let new: Vec<&Ready> = votes.iter().filter(|vote| made.contains(&(vote.idea, vote.person))).collect();
    let ideas: Vec<Uuid> = new.iter().map(|vote| vote.idea).collect();
    let people: Vec<Uuid> = new.iter().map(|vote| vote.person).collect();
    let by_staff: Vec<bool> = new.iter().map(|vote| vote.cast_by.is_some()).collect();
    let created: Vec<Option<Time>> = new.iter().map(|vote| vote.record.created_at).collect();
    let new = sqlx::query!(
        r#"insert into followers (idea_id, user_id, reason, created_at)
           select i.id, n.person, case when n.by_staff then 'voted_for' else 'voted' end::follow_reason, coalesce(n.created, i.created_at)
             from unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::timestamptz[]) as n (idea, person, by_staff, created)
             join ideas i on i.id = n.idea
             join users u on u.id = n.person and u.deleted_at is null
            where not exists (select from opt_outs o where o.user_id = n.person and o.idea_id in (i.id, i.canonical_id))
               on conflict on constraint followers_pkey do nothing
           returning idea_id as "idea: Uuid", user_id as "person: Uuid""#,
        &ideas,
        &people,
        &by_staff,
        &created as &[Option<Time>],
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    for row in new {
        batch.act(Act::pair("follower", row.idea, row.person));
    }
    Ok(())
}
