//! People: how they sign in, what they may, and what they look after themselves.

pub mod delete;
pub mod jobs;
pub mod people_pages;
pub mod profile_pages;
pub mod roles;
pub mod sessions;
pub mod sign_in;
pub mod sign_in_pages;
pub mod store;

use crate::access::{Role, hue};
use crate::clock::Time;
use crate::ids::UserId;
use crate::text::{Email, PersonName, initials};

/// A person in this workspace.
#[derive(Clone, Debug)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// Where mail reaches them; none once they have been deleted.
    pub email: Option<String>,
    /// What they are called.
    pub name: String,
    /// What they may.
    pub roles: Vec<Role>,
    /// Whether they can sign in without a mail.
    pub has_password: bool,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// When the owner of the address proved to be this person.
    pub confirmed_at: Option<Time>,
    /// When they were shut out.
    pub blocked_at: Option<Time>,
    /// When their name and address went.
    pub deleted_at: Option<Time>,
    /// Why mail to them is withheld.
    pub suppressed_reason: Option<String>,
    /// When they were first heard of.
    pub created_at: Time,
}

impl User {
    /// The letters of their avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The colour of their avatar, 0 to 11.
    pub fn hue(&self) -> u8 {
        hue(self.id)
    }

    /// Whether they may sign in.
    pub fn is_welcome(&self) -> bool {
        self.blocked_at.is_none() && self.deleted_at.is_none()
    }
}

impl PersonName {
    /// A first guess at what somebody is called: what stands before the `@`.
    pub fn guess(email: &Email) -> Self {
        let short: String = email.guess_name().chars().take(Self::MAX).collect();
        Self::parse(&short).unwrap_or_else(|_| Self::parse("Somebody").expect("a name of ours is a name"))
    }
}
