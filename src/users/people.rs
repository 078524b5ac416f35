//! The people of a workspace, as its admins look through them.

use crate::access::{Role, hue};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::UserId;
use crate::text::initials;

/// People on one page.
pub const PAGE: usize = 50;

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Everybody.
    #[default]
    All,
    /// Those who work here.
    Team,
    /// Those who have not proved their address.
    Waiting,
    /// Those who are shut out.
    Blocked,
    /// Those whose mail came back.
    NoMail,
}

impl Which {
    /// In the order of the page.
    pub const ALL: [Which; 5] = [Self::All, Self::Team, Self::Waiting, Self::Blocked, Self::NoMail];

    /// As an address says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Team => "team",
            Self::Waiting => "waiting",
            Self::Blocked => "blocked",
            Self::NoMail => "no-mail",
        }
    }

    /// As the page says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "Everybody",
            Self::Team => "Team",
            Self::Waiting => "Not joined yet",
            Self::Blocked => "Blocked",
            Self::NoMail => "Mail came back",
        }
    }

    /// What an address meant.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|which| which.word() == word).unwrap_or_default()
    }
}

/// Where a page of the list begins: the person beside it.
#[derive(Clone, Copy, Debug)]
pub enum From {
    /// At the newest.
    Top,
    /// Those who came before this one.
    After(UserId),
    /// Those who came after this one.
    Before(UserId),
}

/// One line of the list.
#[derive(Debug)]
pub struct Line {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they may.
    pub roles: Vec<Role>,
    /// See `User::confirmed_at`.
    pub confirmed_at: Option<Time>,
    /// See `User::blocked_at`.
    pub blocked_at: Option<Time>,
    /// See `User::suppressed_reason`.
    pub suppressed_reason: Option<String>,
    /// When they were last here, as far as a browser of theirs is still signed in.
    pub seen_at: Option<Time>,
}

impl Line {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The colour of their avatar.
    pub fn hue(&self) -> u8 {
        hue(self.id)
    }

    /// What they are besides a member.
    pub fn duties(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().copied().filter(|role| *role != Role::Member)
    }
}

/// One page of people, the newest first, and whether there are more in the direction it was turned to.
pub async fn list(tx: &mut TenantTx, search: &str, which: Which, from: From) -> Result<(Vec<Line>, bool)> {
    let (after, before) = match from {
        From::Top => (None, None),
        From::After(id) => (Some(id.0), None),
        From::Before(id) => (None, Some(id.0)),
    };
    let mut lines = sqlx::query_as!(
        Line,
        r#"select u.id, u.name, u.email as "email!", u.roles, u.confirmed_at, u.blocked_at, u.suppressed_reason,
                  (select max(s.seen_at) from sessions s where s.user_id = u.id) as seen_at
             from users u
            where u.deleted_at is null
              and ($1 = '' or u.name ilike $2 or u.email ilike $2)
              and case $3 when 'team' then u.roles && '{manager,releaser,admin,owner}'::role[]
                          when 'waiting' then u.confirmed_at is null
                          when 'blocked' then u.blocked_at is not null
                          when 'no-mail' then u.suppressed_reason is not null
                          else true end
              and ($4::uuid is null or u.id < $4)
              and ($5::uuid is null or u.id > $5)
            order by case when $5::uuid is null then u.id end desc, u.id
            limit $6"#,
        search,
        pattern(search),
        which.word(),
        after,
        before,
        i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    if before.is_some() {
        lines.reverse();
    }
    Ok((lines, more))
}

/// How many there are on all pages together.
pub async fn count(tx: &mut TenantTx, search: &str, which: Which) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from users u
            where u.deleted_at is null
              and ($1 = '' or u.name ilike $2 or u.email ilike $2)
              and case $3 when 'team' then u.roles && '{manager,releaser,admin,owner}'::role[]
                          when 'waiting' then u.confirmed_at is null
                          when 'blocked' then u.blocked_at is not null
                          when 'no-mail' then u.suppressed_reason is not null
                          else true end"#,
        search,
        pattern(search),
        which.word(),
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}

/// "Contains", with what was typed taken literally.
fn pattern(search: &str) -> String {
    let literal: String =
        search.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("%{literal}%")
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_search_is_taken_literally() {
        assert_eq!(pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
