//! News: what somebody finds under the bell, read from the ledger, the comments and what happened, and how far they have read.

use uuid::Uuid;

use crate::access::{hue, news_since};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CommentId, HeldId, IdeaId, ReleaseId, UserId};
use crate::text::initials;

/// The most that a page lists.
const LISTED: usize = 60;

/// What news is about, and whose page it is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An idea: a root.
    Idea(IdeaId),
    /// That everybody has been told of a release.
    Release(ReleaseId),
    /// Posts that wait.
    Queue,
    /// A post of somebody's own that was declined.
    Post(HeldId),
}

impl Subject {
    /// The idea, where it is one.
    fn idea(self) -> Option<IdeaId> {
        if let Self::Idea(idea) = self { Some(idea) } else { None }
    }

    /// What else has a mark of its own; the queue has that of the workspace.
    fn other(self) -> Option<Uuid> {
        match self {
            Self::Release(release) => Some(release.0),
            Self::Post(post) => Some(post.0),
            Self::Idea(_) | Self::Queue => None,
        }
    }
}

/// One thing that happened to an idea somebody cares for, or that somebody of the team has to know.
#[derive(Clone, Debug)]
pub struct News {
    /// A [`super::Kind`] as the schema spells it, or `commented`, or `assigned`; for whoever sent what the team read
    /// first, `appears` and `refused`; for the team also `told`, `corrected` and `held`.
    pub kind: String,
    /// The number of the idea, or of the release that everybody has been told of.
    pub number: i32,
    /// What that is called.
    pub title: String,
    /// The release it is in, where it is about one.
    pub release: Option<String>,
    /// The last comment, where it is about comments.
    pub comment: Option<CommentId>,
    /// The post that was decided about, where it is about one.
    pub post: Option<HeldId>,
    /// What that is, as texts choose what they call it.
    pub post_kind: Option<String>,
    /// Who did it, where that matters.
    pub actor: Option<UserId>,
    /// What they are called.
    pub actor_name: Option<String>,
    /// How many comments, those that were not read where there are any; how many mails failed; or how many posts wait.
    pub times: i64,
    /// When; of several, the last.
    pub at: Time,
    /// Whether it came after they last read about it.
    pub unread: bool,
}

impl News {
    /// Where it leads.
    pub fn path(&self) -> String {
        match (self.kind.as_str(), self.comment) {
            ("refused", _) => self.post.map_or_else(|| "/waiting".to_owned(), |post| format!("/waiting/{post}")),
            ("held", _) => "/admin/moderation".to_owned(),
            ("told" | "corrected", _) if self.times > 0 => format!("/admin/releases/{}?told=failed#told", self.number),
            ("told" | "corrected", _) => format!("/admin/releases/{}", self.number),
            (_, Some(comment)) => format!("/ideas/{}#comment-{comment}", self.number),
            (_, None) => format!("/ideas/{}", self.number),
        }
    }

    /// The picture of its kind: a name in the sprite.
    pub fn picture(&self) -> &'static str {
        match self.kind.as_str() {
            "shipped" => "rocket",
            "withdrawn" => "undo-2",
            "planned" => "calendar",
            "declined" | "refused" => "circle-x",
            "appears" => "circle-check",
            "merged" => "git-merge",
            "voted_for" => "triangle",
            "commented" => "message-square",
            "told" | "corrected" if self.times > 0 => "triangle-alert",
            "told" | "corrected" => "mail",
            "held" => "shield",
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
            ("told", _) if self.times > 0 => "news-told-failed",
            ("told", _) => "news-told",
            ("corrected", _) if self.times > 0 => "news-corrected-failed",
            ("corrected", _) => "news-corrected",
            ("held", _) => "news-held",
            ("appears", _) => "news-appears",
            ("refused", _) => "news-refused",
            _ if self.times > 1 => "news-commented-more",
            _ => "news-commented",
        }
    }

    /// How many comments there are, where there is more than one.
    pub fn comments(&self) -> Option<i64> {
        (self.kind == "commented" && self.times > 1).then_some(self.times)
    }

    /// The release, for the sentence.
    pub fn release(&self) -> String {
        self.release.clone().unwrap_or_default()
    }

    /// Whoever did it, for the sentence.
    pub fn who(&self) -> String {
        self.actor_name.clone().unwrap_or_default()
    }

    /// What a post is, for the sentence.
    pub fn post_kind(&self) -> String {
        self.post_kind.clone().unwrap_or_default()
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
        r#"select n.kind as "kind!", coalesce(i.number, r.number, 0) as "number!",
                  coalesce(i.title, h.title, called.release, '') as "title!",
                  called.release, n.comment_id as "comment: CommentId", n.post_id as "post: HeldId",
                  case h.kind when 'idea' then 'idea' when 'idea_edit' then 'edit'
                              when 'comment' then 'comment' when 'comment_edit' then 'comment' end as post_kind, n.actor_id as "actor: UserId", u.name as "actor_name?",
                  case n.kind when 'held' then (select count(*) from held_posts where state = 'waiting') else n.times end as "times!",
                  n.at as "at!: Time", n.unread as "unread!"
             from news($1, $2) n
             left join held_posts h on h.id = n.post_id
             left join ideas i on i.id = coalesce(h.idea_id, n.idea_id)
             left join releases r on r.id = n.release_id
             left join users u on u.id = n.actor_id
            cross join lateral (select nullif(concat_ws(' ', r.version, nullif(r.name, '')), '') as release) called
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

/// How many things somebody has not read of one subject.
pub(super) async fn unread_of(tx: &mut TenantTx, reader: UserId, subject: Subject, now: Time) -> Result<i64> {
    let unread = sqlx::query_scalar!(
        r#"select count(*) as "unread!" from news($1, $2) n
            where n.unread and (n.idea_id = $3 or n.idea_id is null and ($4 in (n.release_id, n.post_id) or $5 and n.kind = 'held'))"#,
        reader.0,
        news_since(now) as Time,
        subject.idea().map(|idea| idea.0),
        subject.other(),
        subject == Subject::Queue,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(unread)
}

/// Marks one subject as read by somebody until this moment.
pub(super) async fn read(tx: &mut TenantTx, reader: UserId, subject: Subject, now: Time) -> Result<()> {
    if let Some(idea) = subject.idea() {
        sqlx::query!(
            "insert into read_marks as old (user_id, idea_id, read_at) values ($1, $2, $3)
             on conflict on constraint read_marks_pkey do update set read_at = excluded.read_at where old.read_at < excluded.read_at",
            reader.0,
            idea.0,
            now,
        )
        .execute(&mut **tx)
        .await?;
        return Ok(());
    }
    sqlx::query!(
        "insert into desk_marks as old (user_id, subject_id, read_at) values ($1, coalesce($2, current_tenant()), $3)
         on conflict on constraint desk_marks_pkey do update set read_at = excluded.read_at where old.read_at < excluded.read_at",
        reader.0,
        subject.other(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Marks everything as read that had happened by `until`: what came after a page was shown stays news. Forgets marks that are
/// older than any news.
pub(super) async fn read_all(tx: &mut TenantTx, reader: UserId, until: Time, now: Time) -> Result<()> {
    sqlx::query!(
        "with of_the_desk as (delete from desk_marks where user_id = $1 and read_at < $2)
         delete from read_marks where user_id = $1 and read_at < $2",
        reader.0,
        news_since(now)
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "with unread as materialized (select n.* from news($1, $2) n where n.unread and n.at <= $3), of_the_desk as (
             insert into desk_marks as old (user_id, subject_id, read_at)
             select distinct $1::uuid, coalesce(n.release_id, n.post_id, current_tenant()), $3::timestamptz from unread n where n.idea_id is null
             on conflict on constraint desk_marks_pkey do update set read_at = excluded.read_at where old.read_at < excluded.read_at)
         insert into read_marks as old (user_id, idea_id, read_at)
         select distinct $1::uuid, n.idea_id, $3::timestamptz from unread n where n.idea_id is not null
         on conflict on constraint read_marks_pkey do update set read_at = excluded.read_at where old.read_at < excluded.read_at",
        reader.0,
        news_since(now) as Time,
        until as Time,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
