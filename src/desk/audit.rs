//! The record of what the team did, searched. The schema's `search_events` decides what is found.

use serde_json::Value;

use super::told::{self, Change};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{EventId, UserId};

/// What is looked for; what is none or empty is not asked for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// In what was written down, or in the name of whom or what it was done to and by whom.
    pub words: String,
    /// Who did it.
    pub actor: Option<UserId>,
    /// What was done.
    pub kinds: Option<Vec<String>>,
    /// The idea, release, person or other thing it was done to.
    pub subject: Option<uuid::Uuid>,
    /// Not before this moment.
    pub since: Option<Time>,
    /// Before this moment.
    pub until: Option<Time>,
}

/// A place in the record: right below this one.
pub type Place = (Time, EventId);

/// Something that was done.
#[derive(Debug)]
pub struct Entry {
    /// Which event.
    pub id: EventId,
    /// Noun and verb in the past.
    pub kind: String,
    /// Who did it, as they are called now; nobody where Shipboard did it, or whoever runs it.
    pub actor: Option<String>,
    /// Where mail reaches them, for telling two of one name apart.
    pub actor_email: Option<String>,
    /// What it was done to.
    pub subject_id: uuid::Uuid,
    /// What that is called, as far as it is still there.
    pub subject: Option<String>,
    /// Where that is.
    pub path: Option<String>,
    /// Somebody else whom it concerned.
    pub person: Option<String>,
    /// What was written down with it.
    pub data: Value,
    /// When.
    pub created_at: Time,
}

/// What is written down of what a thing was called.
const CALLED: [&str; 6] = ["title", "name", "version", "email", "file", "what"];

impl Entry {
    /// Who, for people.
    pub fn who(&self) -> &str {
        self.actor.as_deref().unwrap_or("Shipboard")
    }

    /// What they did.
    pub fn verb(&self) -> String {
        told::verb(&self.kind)
    }

    /// To what. What is gone is called what it was called when it went.
    pub fn whom(&self) -> String {
        let kept = CALLED.into_iter().find_map(|key| self.data[key].as_str());
        self.subject.as_deref().or(kept).unwrap_or("something that is gone").to_owned()
    }

    /// What is different.
    pub fn changes(&self) -> Vec<Change> {
        let mut changes = told::changes(&self.data);
        // What it is called stands beside it already.
        let whom = self.whom();
        let is_name = |change: &Change| CALLED.contains(&change.what.as_str()) && change.before.is_empty();
        changes.retain(|change| !is_name(change) || !whom.contains(&change.after));
        if let Some(person) = &self.person {
            changes.insert(0, Change { what: "for".to_owned(), before: String::new(), after: person.clone() });
        }
        changes
    }
}

/// A page of the record, latest first, from right below a place on.
pub async fn page(tx: &mut TenantTx, sought: &Sought, below: Option<Place>, most: i32) -> Result<Vec<Entry>> {
    let entries = sqlx::query_as!(
        Entry,
        r#"select e.id, e.kind, a.name as "actor?", a.email as "actor_email?", e.subject_id, e.data, e.created_at,
                  case split_part(e.kind, '.', 1)
                      when 'release' then concat_ws(' ', r.version, nullif(r.name, ''))
                      when 'user' then u.name
                      when 'board' then b.name
                      when 'status' then s.name
                      when 'tag' then t.name
                      when 'view' then v.name
                      when 'company' then c.name
                      when 'workspace' then w.name
                      when 'currencies' then w.name
                      when 'mail' then w.name
                      else '#' || i.number || ' ' || i.title end as subject,
                  case when i.id is not null then '/ideas/' || i.number
                       when r.id is not null then '/admin/releases/' || r.number
                       when u.id is not null and u.deleted_at is null then '/admin/people/' || u.id
                       when b.id is not null then '/admin/boards/' || b.slug end as path,
                  p.name as "person?"
             from search_events($1, $2, $3, $4, $5, $6, $7, $8, $9) found
             join events e on e.id = found.id
             left join users a on a.id = e.actor_id
             left join ideas i on i.id = e.subject_id
             left join releases r on r.id = e.subject_id
             left join users u on u.id = e.subject_id
             left join boards b on b.id = e.subject_id
             left join statuses s on s.id = e.subject_id
             left join tags t on t.id = e.subject_id
             left join views v on v.id = e.subject_id
             left join companies c on c.id = e.subject_id
             left join tenants w on w.id = e.subject_id
             left join users p on p.id = case when coalesce(e.data ->> 'user', e.data ->> 'author') ~ '^[0-9a-f-]{36}$'
                                           then coalesce(e.data ->> 'user', e.data ->> 'author')::uuid end
            order by e.created_at desc, e.id desc"#,
        sought.words,
        sought.actor.map(|actor| actor.0),
        sought.kinds.as_deref() as Option<&[String]>,
        sought.subject,
        sought.since as Option<Time>,
        sought.until as Option<Time>,
        below.map(|(at, _)| at) as Option<Time>,
        below.map(|(_, id)| id.0),
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(entries)
}

/// Everybody who has done anything while they worked here, by name: those who may be looked for.
pub async fn actors(tx: &mut TenantTx) -> Result<Vec<(UserId, String)>> {
    let actors = sqlx::query!(
        // Steps from one person to the next by the index, however much each has done.
        "with recursive doers (id) as (
             (select e.actor_id from events e where e.by_staff and e.actor_id is not null order by e.actor_id limit 1)
             union all
             select (select e.actor_id from events e where e.by_staff and e.actor_id > d.id order by e.actor_id limit 1)
               from doers d where d.id is not null
         )
         select u.id, u.name from users u
          where u.id in (select d.id from doers d)
          order by lower(u.name), u.id",
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(actors.into_iter().map(|actor| (actor.id, actor.name)).collect())
}
