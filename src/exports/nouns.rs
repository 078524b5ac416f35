//! The records that other records name: the workspace, its words, its people, its releases and its ideas.

use futures_util::stream::BoxStream;

use super::id;
use crate::db::TenantTx;
use crate::error::Result;
use crate::imports::is_stand_in;
use crate::imports::record::{Board, Company, Currency, Idea, Person, Record, Release, Segment, Status, Tag, Workspace};

/// Records on their way out of the database, one at a time.
pub(super) type Rows<'a> = BoxStream<'a, sqlx::Result<Record>>;

/// How the workspace is set up, and its address.
pub(super) async fn workspace(tx: &mut TenantTx) -> Result<(String, Workspace)> {
    let row = sqlx::query!(
        "select t.slug, t.name, t.tagline, t.brand_color, t.language, t.page_language, t.time_zone, t.settle_minutes, t.indexed
           from tenants t where t.id = current_tenant()"
    )
    .fetch_one(&mut **tx)
    .await?;
    let workspace = Workspace {
        name: row.name,
        tagline: row.tagline,
        brand_color: row.brand_color,
        language: row.language,
        page_language: row.page_language,
        time_zone: row.time_zone,
        settle_minutes: row.settle_minutes,
        indexed: row.indexed,
    };
    Ok((row.slug, workspace))
}

pub(super) fn companies(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select c.id, c.name, c.plan, c.monthly_revenue_minor, c.currency, c.created_at,
                  array(select d.domain from company_domains d where d.company_id = c.id order by d.domain) as "domains!"
             from companies c order by c.id"#
    )
    .map(|row| {
        let company = Company {
            id: id(row.id),
            name: row.name,
            domains: row.domains,
            plan: row.plan,
            monthly_revenue_minor: row.monthly_revenue_minor,
            currency: row.currency,
            created_at: Some(row.created_at),
        };
        company.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn boards(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        "select b.id, b.name, b.slug, b.description, b.visibility, b.moderation, b.position, b.created_at, b.archived_at from boards b order by b.id"
    )
    .map(|row| {
        let board = Board {
            id: id(row.id),
            name: row.name,
            slug: Some(row.slug),
            description: row.description,
            visibility: row.visibility,
            moderation: row.moderation,
            position: Some(row.position),
            created_at: Some(row.created_at),
            archived_at: row.archived_at,
        };
        board.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn statuses(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select s.id, s.name, s.category, s.position from statuses s order by s.id")
        .map(|row| Status { id: id(row.id), name: row.name, category: row.category, position: Some(row.position) }.into())
        .fetch(&mut **tx)
}

pub(super) fn tags(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!("select t.id, t.name, t.color from tags t order by t.id")
        .map(|row| Tag { id: id(row.id), name: row.name, color: Some(row.color) }.into())
        .fetch(&mut **tx)
}

/// Everybody, those who were deleted included: their votes count. Nothing that lets anybody in goes with them.
pub(super) fn people(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select u.id, u.email, u.name, u.roles, u.company_id, u.theme, u.language, u.confirmed_at, u.trusted_at, u.blocked_at, u.deleted_at,
                  u.suppressed_reason, u.suppressed_at, u.created_at, u.company_by as "company_by: crate::companies::Source",
                  array(select c.id::text from companies c where c.owner_id = u.id order by c.id) as "looks_after!"
             from users u order by u.id"#
    )
    .map(|row| {
        // Whoever came without an address has one that leads nowhere, and goes without it again.
        let nowhere = row.email.as_deref().is_some_and(is_stand_in);
        let person = Person {
            id: id(row.id),
            email: row.email.filter(|_| !nowhere),
            name: row.name,
            roles: row.roles,
            company: row.company_id.map(id),
            company_by: row.company_by,
            looks_after: row.looks_after,
            theme: Some(row.theme),
            language: row.language,
            confirmed_at: row.confirmed_at,
            trusted_at: row.trusted_at,
            blocked_at: row.blocked_at,
            deleted_at: row.deleted_at,
            suppressed_reason: row.suppressed_reason.filter(|_| !nowhere),
            suppressed_at: row.suppressed_at.filter(|_| !nowhere),
            created_at: Some(row.created_at),
        };
        person.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn currencies(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select c.code, c.reporting, c.rate::text as "rate!", c.set_by as "set_by: crate::ids::UserId", c.set_at
             from currencies c order by c.code"#
    )
    .map(|row| {
        let currency = Currency {
            code: row.code,
            reporting: row.reporting,
            rate: row.rate,
            set_by: Some(id(row.set_by)),
            set_at: row.set_at,
        };
        currency.into()
    })
    .fetch(&mut **tx)
}

pub(super) fn segments(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select s.id, s.name, s.plans, s.revenue_from, s.revenue_to, s.currency, s.domains, s.roles, s.voted_within, s.quiet_for,
                  s.joined_before, s.joined_since, s.created_by as "created_by: crate::ids::UserId", s.created_at
             from segments s order by s.id"#
    )
    .map(|row| {
        let segment = Segment {
            id: id(row.id),
            name: row.name,
            plans: row.plans,
            revenue_from: row.revenue_from,
            revenue_to: row.revenue_to,
            currency: row.currency,
            domains: row.domains,
            roles: row.roles,
            voted_within: row.voted_within,
            quiet_for: row.quiet_for,
            joined_before: row.joined_before,
            joined_since: row.joined_since,
            created_by: Some(id(row.created_by)),
            created_at: row.created_at,
        };
        segment.into()
    })
    .fetch(&mut **tx)
}

/// Releases. One that shipped and has not begun to tell anybody goes as one that is planned: wherever it arrives nobody is
/// told by an import, so that whoever ships it there tells them, once.
pub(super) fn releases(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select r.id, r.number, r.version, r.name, r.notes, r.target_date, r.target_precision, r.attempt,
                  case when settling.yes then 'planned' else r.stage end as "stage!: crate::releases::Stage",
                  case when not settling.yes then r.shipped_at end as "shipped_at: crate::clock::Time",
                  case when not settling.yes then r.settles_at end as "settles_at: crate::clock::Time",
                  r.announced_at, r.rolled_back_at, r.rollback_note, r.created_by, r.created_at, r.updated_at
             from releases r cross join lateral (select r.stage = 'shipped' and r.announced_at is null as yes) settling
            order by r.number"#
    )
    .map(|row| {
        let release = Release {
            id: id(row.id),
            number: Some(row.number),
            version: row.version,
            name: row.name,
            notes: row.notes,
            stage: row.stage,
            target_date: row.target_date,
            target_precision: row.target_precision,
            attempt: row.attempt,
            shipped_at: row.shipped_at,
            settles_at: row.settles_at,
            announced_at: row.announced_at,
            rolled_back_at: row.rolled_back_at,
            rollback_note: row.rollback_note,
            created_by: Some(id(row.created_by)),
            created_at: row.created_at,
            updated_at: Some(row.updated_at),
        };
        release.into()
    })
    .fetch(&mut **tx)
}

/// Ideas, those that were deleted included. What is done only because of a release that goes as planned stands where it
/// stood before that shipped.
pub(super) fn ideas(tx: &mut TenantTx) -> Rows<'_> {
    sqlx::query!(
        r#"select i.id, i.number, i.title, i.body, i.board_id, i.author_id, i.assignee_id as "assignee_id?: crate::ids::UserId", i.merged_into as "merged_into?", i.imported_votes,
                  i.response, i.responded_at, i.epoch, i.created_at, i.edited_at, i.deleted_at,
                  coalesce(
                      (select item.status_before_ship
                         from statuses s
                         join release_items item on item.idea_id = i.id and item.completes
                         join releases r on r.id = item.release_id and r.stage = 'shipped' and r.announced_at is null
                        where s.id = i.status_id and s.category = 'done' and item.status_before_ship is not null
                          and not exists (select from release_items other join releases o on o.id = other.release_id
                                           where other.idea_id = i.id and other.completes and o.stage = 'shipped'
                                             and o.announced_at is not null)
                        order by r.shipped_at limit 1),
                      i.status_id) as "status_id!: crate::ids::StatusId",
                  array(select t.tag_id::text from idea_tags t where t.idea_id = i.id order by t.tag_id) as "tags!"
             from ideas i order by i.number"#
    )
    .map(|row| {
        let idea = Idea {
            votes_are_all: false,
            id: id(row.id),
            number: Some(row.number),
            title: row.title,
            body: row.body,
            board: Some(id(row.board_id)),
            status: Some(id(row.status_id)),
            tags: row.tags,
            author: Some(id(row.author_id)),
            assignee: row.assignee_id.map(id),
            imported_votes: row.imported_votes,
            merged_into: row.merged_into.map(id),
            response: row.response,
            responded_at: row.responded_at,
            epoch: row.epoch,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
        };
        idea.into()
    })
    .fetch(&mut **tx)
}
