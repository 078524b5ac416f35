//! A "no" to mail, kept so that a later vote does not enrol the person again.

use crate::app::Site;
use crate::clock::Time;
use crate::config::Config;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IdeaId, OptOutId, UserId};
use crate::mail::List;
use crate::text::token;

/// What somebody does not want to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "opt_out_scope", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One idea.
    Idea,
    /// Any idea.
    Ideas,
    /// Anything at all, sign-in mail excepted.
    Everything,
}

/// What somebody has said no to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptOuts {
    /// Mail about any idea.
    pub ideas: bool,
    /// Any mail at all.
    pub everything: bool,
}

/// Says no (`out`) or takes the no back. Saying it twice changes nothing.
pub async fn set(tx: &mut TenantTx, user: UserId, scope: Scope, idea: Option<IdeaId>, out: bool, now: Time) -> Result<()> {
    let idea = idea.filter(|_| scope == Scope::Idea).map(|idea| idea.0);
    if out {
        sqlx::query!(
            "insert into opt_outs (id, user_id, scope, idea_id, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            OptOutId::new().0,
            user.0,
            scope as Scope,
            idea,
            now,
        )
        .execute(&mut **tx)
        .await?;
    } else {
        sqlx::query!(
            "delete from opt_outs where user_id = $1 and scope = $2 and idea_id is not distinct from $3",
            user.0,
            scope as Scope,
            idea,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// What somebody has said no to, beyond single ideas.
pub async fn of(tx: &mut TenantTx, user: UserId) -> Result<OptOuts> {
    let out = sqlx::query_as!(
        OptOuts,
        r#"select coalesce(bool_or(scope = 'ideas'), false) as "ideas!", coalesce(bool_or(scope = 'everything'), false) as "everything!"
             from opt_outs where user_id = $1"#,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(out)
}

/// An idea somebody follows.
#[derive(Debug)]
pub struct Followed {
    /// Which one.
    pub id: IdeaId,
    /// Its number.
    pub number: i32,
    /// Its title.
    pub title: String,
    /// Whether they said no to mail about it.
    pub out: bool,
    /// Whether they want its comments by mail.
    pub comments: bool,
}

/// The ideas somebody follows or has said no to, on boards they may see, newest first.
pub async fn followed(tx: &mut TenantTx, user: UserId, visibilities: &[crate::boards::Visibility]) -> Result<Vec<Followed>> {
    let ideas = sqlx::query_as!(
        Followed,
        r#"select i.id, i.number, i.title, (o.id is not null) as "out!", coalesce(f.comments, false) as "comments!"
             from ideas i join boards b on b.id = i.board_id
             left join followers f on f.idea_id = i.id and f.user_id = $1
             left join opt_outs o on o.idea_id = i.id and o.user_id = $1 and o.scope = 'idea'
            where (f.user_id is not null or o.id is not null) and i.deleted_at is null and b.visibility = any($2)
            order by i.number desc"#,
        user.0,
        visibilities as &[crate::boards::Visibility],
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ideas)
}

/// The person that a link is for, and the idea it came with.
#[derive(Debug)]
pub struct Reader {
    /// Who.
    pub id: UserId,
    /// Where their mail goes.
    pub email: String,
    /// What they have said no to.
    pub out: OptOuts,
    /// The idea the mail was about, if it was about one: id, title, whether they said no to it.
    pub idea: Option<(IdeaId, String, bool)>,
}

/// Reads the state that an unsubscribe page shows. None where the person has been deleted.
pub async fn reader(tx: &mut TenantTx, user: UserId, idea: Option<i32>) -> Result<Option<Reader>> {
    let Some(email) = sqlx::query_scalar!("select email from users where id = $1 and deleted_at is null", user.0)
        .fetch_optional(&mut **tx)
        .await?
        .flatten()
    else {
        return Ok(None);
    };
    let idea = sqlx::query!(
        r#"select i.id, i.title, (o.id is not null) as "out!"
             from ideas i left join opt_outs o on o.idea_id = i.id and o.user_id = $1 and o.scope = 'idea'
            where i.number = $2 and i.deleted_at is null
              and (exists (select from tree_of(i.id) t join votes v on v.idea_id = t.idea_id where v.user_id = $1)
                   or exists (select from tree_of(i.id) t join followers f on f.idea_id = t.idea_id where f.user_id = $1)
                   or o.id is not null)"#,
        user.0,
        idea,
    )
    .fetch_optional(&mut **tx)
    .await?
    .map(|row| (row.id, row.title, row.out));
    let out = of(tx, user).await?;
    Ok(Some(Reader { id: user, email, out, idea }))
}

/// The path that shows and changes what a person wants to hear, without signing in: signed, so that nobody can guess another's.
/// `idea` is the number of the one idea the mail is about.
pub fn path(site: &Site, user: UserId, idea: Option<i32>) -> String {
    let signature = token::sign(&site.mail_key, &message(user));
    match idea {
        Some(idea) => format!("/unsubscribe/{user}/{signature}?idea={idea}"),
        None => format!("/unsubscribe/{user}/{signature}"),
    }
}

/// Whether a signature is this person's.
pub fn verify(site: &Site, user: UserId, signature: &str) -> bool {
    token::verify(&site.mail_key, &message(user), signature)
}

fn message(user: UserId) -> String {
    format!("unsubscribe:{user}")
}

/// The list that all mail about ideas belongs to.
pub fn list(site: &Site, config: &Config, user: UserId, idea: Option<i32>) -> List {
    List { id: format!("ideas.{}", site.host(config)), unsubscribe: format!("{}{}", site.origin(config), path(site, user, idea)) }
}
