//! One idea, as its page shows it to one reader.

use sqlx::types::Json;

use crate::access::{Role, Roles, hue};
use crate::boards::{self, Category, Label, Visibility};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{BoardId, IdeaId, StatusId, UserId};
use crate::text::initials;
use crate::words::{Message, message};

/// What an address names: the idea that is meant, and the root of its tree, which is what is shown.
#[derive(Clone, Debug)]
pub struct Meant {
    /// The idea with the number in the address.
    pub id: IdeaId,
    /// That number.
    pub number: i32,
    /// The root of its tree; the idea itself where it was merged into nothing.
    pub root: IdeaId,
    /// The root's number.
    pub root_number: i32,
    /// What is wanted there.
    pub root_title: String,
    /// Where that stands.
    pub root_category: Category,
}

impl Meant {
    /// Where the idea is shown, remembering which one was meant.
    pub fn path(&self) -> String {
        let path = super::path(self.root_number);
        if self.id == self.root { path } else { format!("{path}?from={}", self.number) }
    }
}

/// The idea with this number, if it and its root exist for a reader who sees these boards.
///
/// Boards are looked up and not joined, here and wherever little is asked for that is named: PostgreSQL may begin a join with the
/// board, since a workspace has few, and go through all that is on it.
pub async fn meant(tx: &mut TenantTx, number: i32, visible: &[Visibility]) -> Result<Meant> {
    let meant = sqlx::query_as!(
        Meant,
        r#"select m.id, m.number, r.id as root, r.number as root_number, r.title as root_title,
                  s.category as "root_category: Category"
           from ideas m
           join ideas r on r.id = m.canonical_id
           join statuses s on s.id = r.status_id
          where m.number = $1 and m.deleted_at is null and r.deleted_at is null
            and (select b.visibility from boards b where b.id = m.board_id) = any($2::visibility[])
            and (select b.visibility from boards b where b.id = r.board_id) = any($2::visibility[])"#,
        number,
        visible as &[Visibility],
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(meant)
}

/// An idea, whole.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Which one.
    pub id: IdeaId,
    /// What people call it by.
    pub number: i32,
    /// What is wanted.
    pub title: String,
    /// More about it, in Markdown.
    pub body: String,
    /// The same, safe to put into a page.
    pub body_html: String,
    /// The team's public answer, in Markdown; empty where there is none.
    pub response: String,
    /// The same, safe to put into a page.
    pub response_html: String,
    /// When the team answered.
    pub responded_at: Option<Time>,
    /// Where it stands.
    pub status_id: StatusId,
    /// In the workspace's words.
    pub status: String,
    /// In ours.
    pub category: Category,
    /// The board it is on.
    pub board_id: BoardId,
    /// What that is called.
    pub board: String,
    /// Its address.
    pub board_slug: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// Who asked.
    pub author_id: UserId,
    /// What they are called.
    pub author: String,
    /// What they may.
    pub author_roles: Vec<Role>,
    /// What it is about.
    pub tags: Json<Vec<Label>>,
    /// How many people want it, over its tree.
    pub votes: i32,
    /// Whether the reader is one of them.
    pub voted: bool,
    /// When it was asked.
    pub created_at: Time,
    /// When its title or text last changed.
    pub edited_at: Option<Time>,
}

impl Shown {
    /// Its page.
    pub fn path(&self) -> String {
        super::path(self.number)
    }

    /// The page of its board.
    pub fn board_path(&self) -> String {
        boards::path(&self.board_slug)
    }

    /// The letters of its author's avatar.
    pub fn initials(&self) -> String {
        initials(&self.author)
    }

    /// The colour of it.
    pub fn hue(&self) -> u8 {
        hue(self.author_id)
    }

    /// Whether its author works here.
    pub fn by_staff(&self) -> bool {
        self.author_roles.staff()
    }

    /// Whether it is about this.
    pub fn has_tag(&self, name: &str) -> bool {
        self.tags.iter().any(|tag| tag.name == name)
    }
}

/// Reads an idea that [`meant`] has found; `reader` is who looks.
pub async fn read(tx: &mut TenantTx, idea: IdeaId, reader: Option<UserId>) -> Result<Shown> {
    let shown = sqlx::query_as!(
        Shown,
        r#"select i.id, i.number, i.title, i.body, i.body_html, i.response, i.response_html, i.responded_at,
                  i.status_id, s.name as status, s.category,
                  i.board_id, b.name as board, b.slug as board_slug, b.visibility,
                  i.author_id, u.name as author, u.roles as author_roles,
                  (select coalesce(json_agg(json_build_object('name', t.name, 'color', t.color) order by lower(t.name)), '[]')
                     from idea_tags it join tags t on t.id = it.tag_id
                    where it.idea_id = i.id) as "tags!: Json<Vec<Label>>",
                  i.vote_count as votes,
                  exists (select from tree_of(i.id) t join votes v on v.idea_id = t.idea_id where v.user_id = $2) as "voted!",
                  i.created_at, i.edited_at
             from ideas i
             join statuses s on s.id = i.status_id
             join boards b on b.id = i.board_id
             join users u on u.id = i.author_id
            where i.id = $1"#,
        idea.0,
        reader.map(|reader| reader.0),
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(shown)
}

/// An idea that was combined with the one shown.
#[derive(Clone, Debug)]
pub struct Combined {
    /// What people called it by.
    pub number: i32,
    /// What was wanted.
    pub title: String,
}

/// What was combined with an idea, as far as the reader may know, oldest first.
pub async fn combined(tx: &mut TenantTx, root: IdeaId, visible: &[Visibility]) -> Result<Vec<Combined>> {
    let combined = sqlx::query_as!(
        Combined,
        "select i.number, i.title
           from ideas i join boards b on b.id = i.board_id
          where i.canonical_id = $1 and i.merged_into is not null and b.visibility = any($2::visibility[])
          order by i.number",
        root.0,
        visible as &[Visibility],
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(combined)
}

/// A release that an idea is part of.
#[derive(Clone, Debug)]
pub struct PartOf {
    /// The release's number in addresses.
    pub number: i32,
    /// Its version.
    pub version: String,
    /// Its name; may be empty.
    pub name: String,
    /// Where it stands: `draft`, `planned`, `shipped` or `rolled_back`.
    pub stage: String,
    /// Whether it meets the whole wish.
    pub completes: bool,
}

impl PartOf {
    /// Where a reader finds it: the story of what has shipped, the plan of what has not, and the desk for what is not public.
    pub fn path(&self) -> String {
        match self.stage.as_str() {
            "shipped" => format!("/changelog/{}", self.number),
            "planned" => "/roadmap".to_owned(),
            _ => format!("/admin/releases/{}", self.number),
        }
    }

    /// Whether it can still be shipped.
    pub fn is_open(&self) -> bool {
        matches!(self.stage.as_str(), "draft" | "planned")
    }

    /// What there is to add about it.
    pub fn note(&self) -> Message {
        message(match (self.stage.as_str(), self.completes) {
            ("draft", _) => "release-draft",
            ("rolled_back", _) => "release-rolled-back",
            (_, false) => "release-in-part",
            _ => return Message::default(),
        })
    }
}

/// The releases an idea is part of, earliest first. Only staff know of those that are not public.
pub async fn releases(tx: &mut TenantTx, root: IdeaId, staff: bool) -> Result<Vec<PartOf>> {
    let releases = sqlx::query_as!(
        PartOf,
        r#"select r.number, r.version, r.name, r.stage::text as "stage!", bool_or(ri.completes) as "completes!"
             from tree_of($1) t
             join release_items ri on ri.idea_id = t.idea_id
             join releases r on r.id = ri.release_id
            where r.stage in ('planned', 'shipped') or $2
            group by r.id, r.number, r.version, r.name, r.stage
            order by r.number"#,
        root.0,
        staff,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(releases)
}

/// What an idea can be planned for, as number and words: releases that have not shipped, soonest first.
pub async fn open_releases(tx: &mut TenantTx) -> Result<Vec<(String, String)>> {
    let releases = sqlx::query!(
        r#"select number, concat_ws(' ', version, nullif(name, '')) as "words!"
             from releases where stage in ('draft', 'planned')
            order by target_date nulls last, number"#,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(releases.into_iter().map(|release| (release.number.to_string(), release.words)).collect())
}
