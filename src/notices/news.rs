//! News: what somebody finds under the bell, read from the ledger and the comments, and how far they have read.

use crate::access::{hue, news_since};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CommentId, IdeaId, UserId};
use crate::text::initials;

/// The most that a page lists.
const LISTED: usize = 60;

/// One thing that happened to an idea somebody cares for.
#[derive(Clone, Debug)]
pub struct News {
    /// A [`super::Kind`] as the schema spells it, or `commented`, or `assigned`.
    pub kind: String,
    /// The idea's number.
    pub number: i32,
    /// Its title.
    pub title: String,
    /// The release it is in, where it is about one.
    pub release: Option<String>,
    /// The last comment, where it is about comments.
    pub comment: Option<CommentId>,
    /// Who did it, where that matters.
    pub actor: Option<UserId>,
    /// What they are called.
    pub actor_name: Option<String>,
    /// How many comments; those that were not read, where there are any.
    pub times: i64,
    /// When; of several, the last.
    pub at: Time,
    /// Whether it came after they last read the idea.
    pub unread: bool,
}

impl News {
    /// Where it leads.
    pub fn path(&self) -> String {
        let idea = format!("/ideas/{}", self.number);
        self.comment.map_or(idea.clone(), |comment| format!("{idea}#comment-{comment}"))
    }

    /// The picture of its kind: a name in the sprite.
    pub fn picture(&self) -> &'static str {
        match self.kind.as_str() {
            "shipped" => "rocket",
            "withdrawn" => "undo-2",
            "planned" => "calendar",
            "declined" => "circle-x",
            "merged" => "git-merge",
            "voted_for" => "triangle",
            "commented" => "message-square",
            _ => "user",
        }
    }

    /// The key of the sentence that tells it.
    pub fn sentence(&self) -> &'static str {
        match (self.kind.as_str(), self.release.is_some()) {
            ("shipped", false) => "news-shipped",
            ("shipped", true) => "news-shipped-in",
            ("withdrawn", false) => "news-withdrawn",
            ("withdrawn", true) => "news-withdrawn-in",
            ("planned", false) => "news-planned",
            ("planned", true) => "news-planned-for",
            ("declined", _) => "news-declined",
            ("merged", _) => "news-merged",
            ("voted_for", _) => "news-voted-for",
            ("assigned", _) => "news-assigned",
            _ if self.times > 1 => "news-commented-more",
            _ => "news-commented",
        }
    }

    /// The release, for the sentence.
    pub fn release(&self) -> String {
        self.release.clone().unwrap_or_default()
    }

    /// Whoever did it, for the sentence.
    pub fn who(&self) -> String {
        self.actor_name.clone().unwrap_or_default()
    }

    /// The letters of whoever did it.
    pub fn initials(&self) -> String {
        initials(self.actor_name.as_deref().unwrap_or_default())
    }

    /// The colour that goes with them.
    pub fn hue(&self) -> u8 {
        self.actor.map_or(0, hue)
    }
}

/// What somebody has to read and has read of late, the newest first, and whether older news was left out.
pub async fn list(tx: &mut TenantTx, reader: UserId, now: Time) -> Result<(Vec<News>, bool)> {
    let mut news = sqlx::query_as!(
        News,
        r#"select n.kind as "kind!", i.number, i.title, nullif(concat_ws(' ', r.version, nullif(r.name, '')), '') as release,
                  n.comment_id as "comment: CommentId", n.actor_id as "actor: UserId", u.name as "actor_name?",
                  n.times as "times!", n.at as "at!: Time", n.unread as "unread!"
             from news($1, $2) n
             join ideas i on i.id = n.idea_id
             left join releases r on r.id = n.release_id
             left join users u on u.id = n.actor_id
            order by n.at desc, i.number desc, n.kind
            limit $3"#,
        reader.0,
        news_since(now) as Time,
        i64::try_from(LISTED + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    let more = news.len() > LISTED;
    news.truncate(LISTED);
    Ok((news, more))
}

/// How many things somebody has not read of one idea (a root).
pub async fn unread_of(tx: &mut TenantTx, reader: UserId, idea: IdeaId, now: Time) -> Result<i64> {
    let unread = sqlx::query_scalar!(
        r#"select count(*) as "unread!" from news($1, $2) n where n.idea_id = $3 and n.unread"#,
        reader.0,
        news_since(now) as Time,
        idea.0,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(unread)
}

/// Marks one idea (a root) as read by somebody until this moment.
pub async fn read(tx: &mut TenantTx, reader: UserId, idea: IdeaId, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into read_marks as old (user_id, idea_id, read_at) values ($1, $2, $3)
         on conflict on constraint read_marks_pkey do update set read_at = excluded.read_at where old.read_at < excluded.read_at",
        reader.0,
        idea.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Marks everything as read that had happened by `until`: what came after a page was shown stays news. Forgets marks that are
/// older than any news.
pub async fn read_all(tx: &mut TenantTx, reader: UserId, until: Time, now: Time) -> Result<()> {
    sqlx::query!("delete from read_marks where user_id = $1 and read_at < $2", reader.0, news_since(now))
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into read_marks as old (user_id, idea_id, read_at)
         select distinct $1::uuid, n.idea_id, $3::timestamptz from news($1, $2) n where n.unread and n.at <= $3
         on conflict on constraint read_marks_pkey do update set read_at = excluded.read_at where old.read_at < excluded.read_at",
        reader.0,
        news_since(now) as Time,
        until as Time,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
