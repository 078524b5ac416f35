//! Who is asking, and what they may: the first argument of every handler.
//!
//! [`Visit`] and the askers carry the open transaction, so there is no way to the data without having been let in.

pub mod askers;
pub mod sites;
mod store;

use crate::ids::UserId;

pub use askers::{Admin, Asker, Manager, Member, Releaser, Staff, Visit};
pub use sites::{AnySite, find_site};
pub use store::{end_session, news_since};

/// What a person may do. A user holds a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "role", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asks and votes.
    Member,
    /// Triages, merges, links.
    Manager,
    /// Plans, ships, rolls back.
    Releaser,
    /// Settings and people; and all that manager and releaser may.
    Admin,
    /// Deletes the workspace; and all that an admin may.
    Owner,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Role; 5] = [Self::Member, Self::Manager, Self::Releaser, Self::Admin, Self::Owner];

    /// As forms and the command line say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Manager => "manager",
            Self::Releaser => "releaser",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// What somebody with this role does, for the page where it is given.
    pub fn duty(self) -> &'static str {
        match self {
            Self::Member => "asks and votes",
            Self::Manager => "sorts ideas, answers, links them to releases",
            Self::Releaser => "plans releases, ships them, rolls them back",
            Self::Admin => "settings and people, and everything above",
            Self::Owner => "may also close the workspace",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.word() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::word).join(", ");
            format!("“{word}” is not a role; the roles are {words}")
        })
    }
}

/// What somebody's roles come to.
pub trait Roles {
    /// Whether they hold any of `roles`.
    fn any(&self, roles: &[Role]) -> bool;

    /// Settings and people.
    fn administers(&self) -> bool {
        self.any(&[Role::Admin, Role::Owner])
    }

    /// Triage.
    fn manages(&self) -> bool {
        self.administers() || self.any(&[Role::Manager])
    }

    /// Releases.
    fn releases(&self) -> bool {
        self.administers() || self.any(&[Role::Releaser])
    }

    /// Sees the desk, staff boards, notes and addresses.
    fn staff(&self) -> bool {
        self.manages() || self.releases()
    }
}

impl Roles for [Role] {
    fn any(&self, roles: &[Role]) -> bool {
        self.iter().any(|role| roles.contains(role))
    }
}

/// The person who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they may.
    pub roles: Vec<Role>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// What they want pages and mail to be said in, if they have said so.
    pub language: Option<String>,
}

impl Person {
    /// The colour of the person's avatar, 0 to 11: the same everywhere, and nothing can be read from it.
    pub fn hue(&self) -> u8 {
        hue(self.id)
    }
}

/// See [`Person::hue`].
pub fn hue(id: UserId) -> u8 {
    id.0.as_bytes()[15] % 12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admins_may_what_managers_and_releasers_may_but_not_the_other_way_round() {
        assert!([Role::Admin].manages() && [Role::Owner].releases() && [Role::Owner].administers());
        assert!(![Role::Manager].releases() && ![Role::Releaser].manages() && ![Role::Manager].administers());
        assert!([Role::Member, Role::Releaser].staff() && ![Role::Member].staff());
    }
}
