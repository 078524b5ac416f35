//! Who hears of an idea, and who has said no.

use std::collections::HashSet;

use uuid::Uuid;

use super::sources::Link;
use super::{Batch, Fresh, Said, Sorted, mint, own};
use crate::clock::Time;
use crate::error::Result;
use crate::ideas::followers::Reason;
use crate::imports::record::{Follower, Kind, OptOut};
use crate::notices::opt_outs::Scope;

/// Followers that the file lists.
pub(super) async fn followers(batch: &mut Batch<'_>, records: Vec<Said<Follower>>) -> Result<()> {
    batch.resolve(Kind::Idea, records.iter().map(|(_, follower)| &follower.idea).collect()).await?;
    batch.resolve(Kind::Person, records.iter().map(|(_, follower)| &follower.person).collect()).await?;
    let (mut ideas, mut people, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    let (mut comments, mut created) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for (line, record) in records {
        match (batch.id(Kind::Idea, &record.idea), batch.id(Kind::Person, &record.person)) {
            (None, _) => {
                batch.refuse(Kind::Follower, line, format!("No idea is called “{}” further up in the file.", record.idea));
            }
            (_, None) => {
                batch.refuse(Kind::Follower, line, format!("Nobody is called “{}” further up in the file.", record.person));
            }
            (Some(idea), Some(person)) => {
                if batch.dry() || known.insert((idea, person)) {
                    ideas.push(idea);
                    people.push(person);
                    reasons.push(record.reason);
                    comments.push(record.comments);
                    created.push(record.created_at);
                }
            }
        }
    }
    let all = i64::try_from(ideas.len()).unwrap_or(0);
    if batch.dry() {
        let here = sqlx::query_scalar!(
            r#"select count(*) as "count!" from unnest($1::uuid[], $2::uuid[]) as n (idea, person)
                 join followers f on f.idea_id = n.idea and f.user_id = n.person"#,
            &ideas,
            &people,
        )
        .fetch_one(&mut **batch.tx)
        .await?;
        batch.count(Kind::Follower, |tally| {
            tally.unchanged += here;
            tally.made += all - here;
        });
        return Ok(());
    }
    let new = sqlx::query!(
        r#"insert into followers (idea_id, user_id, reason, comments, created_at)
           select i.id, n.person, n.reason, n.comments, coalesce(n.created, i.created_at)
             from unnest($1::uuid[], $2::uuid[], $3::follow_reason[], $4::boolean[], $5::timestamptz[])
                  as n (idea, person, reason, comments, created)
             join ideas i on i.id = n.idea
             join users u on u.id = n.person and u.deleted_at is null
            where not exists (select from opt_outs o where o.user_id = n.person and o.idea_id = n.idea)
               on conflict on constraint followers_pkey do nothing
           returning idea_id as "idea: Uuid", user_id as "person: Uuid""#,
        &ideas,
        &people,
        &reasons as &[Reason],
        &comments,
        &created as &[Option<Time>],
    )
    .fetch_all(&mut **batch.tx)
    .await?;
    batch.made_pairs(Kind::Follower, all, "follower", new.into_iter().map(|row| (row.idea, row.person)).collect());
    Ok(())
}

/// A "no" comes with whoever said it.
pub(super) async fn opt_outs(batch: &mut Batch<'_>, records: Vec<Said<OptOut>>) -> Result<()> {
    let Sorted { new, .. } = batch.sort(Kind::OptOut, records, |no| &no.id).await?;
    if new.is_empty() {
        return Ok(());
    }
    batch.resolve(Kind::Person, new.iter().map(|fresh| &fresh.record.person).collect()).await?;
    batch.resolve(Kind::Idea, new.iter().filter_map(|fresh| fresh.record.idea.as_ref()).collect()).await?;
    let own_ids: Vec<Uuid> = new.iter().filter_map(|fresh| own(&fresh.record.id)).collect();
    let here: HashSet<Uuid> = sqlx::query_scalar!(r#"select id as "id: Uuid" from opt_outs where id = any($1)"#, &own_ids)
        .fetch_all(&mut **batch.tx)
        .await?
        .into_iter()
        .collect();
    let (mut ids, mut people, mut scopes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ideas, mut created, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for Fresh { line, record, digest } in new {
        if let Some(id) = own(&record.id).filter(|id| here.contains(id)) {
            batch.found(Kind::OptOut, &record.id, id, &mut links, digest);
            continue;
        }
        let idea = record.idea.as_ref().and_then(|idea| batch.id(Kind::Idea, idea));
        match batch.id(Kind::Person, &record.person) {
            None => batch.refuse(Kind::OptOut, line, format!("Nobody is called “{}” further up in the file.", record.person)),
            Some(_) if (record.scope == Scope::Idea) != idea.is_some() => {
                batch.refuse(
                    Kind::OptOut,
                    line,
                    "A “no” to one idea has to name one that stands further up in the file, and no other may.",
                );
            }
            Some(person) => {
                ids.push(mint(&record.id, record.created_at));
                people.push(person);
                scopes.push(record.scope);
                ideas.push(idea);
                created.push(record.created_at);
                links.push(Link { source_id: record.id, target: ids[ids.len() - 1], digest, made: true });
            }
        }
    }
    if batch.dry() {
        let count = i64::try_from(ids.len()).unwrap_or(0);
        batch.count(Kind::OptOut, |tally| tally.made += count);
        return Ok(());
    }
    // Somebody may have said the same here before.
    let new: HashSet<Uuid> = sqlx::query_scalar!(
        r#"insert into opt_outs (id, user_id, scope, idea_id, created_at)
           select * from unnest($1::uuid[], $2::uuid[], $3::opt_out_scope[], $4::uuid[], $5::timestamptz[])
               on conflict do nothing
           returning id as "id: Uuid""#,
        &ids,
        &people,
        &scopes as &[Scope],
        &ideas as &[Option<Uuid>],
        &created as &[Time],
    )
    .fetch_all(&mut **batch.tx)
    .await?
    .into_iter()
    .collect();
    for link in &mut links {
        link.made &= new.contains(&link.target);
    }
    let (made, said): (Vec<Link>, Vec<Link>) = links.into_iter().partition(|link| link.made);
    batch.count(Kind::OptOut, |tally| tally.made += i64::try_from(made.len()).unwrap_or(0));
    batch.link(Kind::OptOut, made).await?;
    batch.link(Kind::OptOut, said).await
}
