//! People: how they sign in, what they may, and what they look after themselves.

pub mod browser;
pub mod change_email;
pub mod delete;
pub mod delete_pages;
pub mod enter;
pub mod intents;
pub mod invite;
pub mod jobs;
pub mod language;
mod letters;
pub mod link_pages;
pub mod password;
pub mod password_pages;
pub mod people;
pub mod people_pages;
pub mod person_pages;
pub mod profile_pages;
pub mod roles;
pub mod security_pages;
pub mod sessions;
pub mod sign_in;
pub mod sign_in_pages;
pub mod store;
pub mod trust;
pub mod withheld;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::access::{Role, hue};
use crate::clock::Time;
use crate::ids::{OutboxId, TenantId, UserId};
use crate::text::{Email, PersonName, initials};
use crate::web::limits::Whom;
use crate::words::{Message, message};

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
    /// What they want pages and mail to be said in: BCP 47.
    pub language: Option<String>,
    /// When the owner of the address proved to be this person.
    pub confirmed_at: Option<Time>,
    /// When they were shut out.
    pub blocked_at: Option<Time>,
    /// When their name and address went.
    pub deleted_at: Option<Time>,
    /// Why mail to them is withheld.
    pub suppressed_reason: Option<String>,
    /// Since when; none where it came with an import.
    pub suppressed_at: Option<Time>,
    /// Because of which mail.
    pub suppressed_by: Option<OutboxId>,
    /// Since when what they write appears without being read first.
    pub trusted_at: Option<Time>,
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

/// What is limited when an address is mailed or a secret of its person is guessed, from wherever: the address, known or not,
/// so that running into the limit tells nothing about whether it is.
fn whoever_has(email: &str, tenant: TenantId) -> Whom {
    let mut stand_in = [0; 16];
    stand_in.copy_from_slice(&Sha256::digest(email.as_bytes())[..16]);
    Whom::Person(tenant, UserId(Uuid::from_bytes(stand_in)))
}

/// What a role is called, for the reader it belongs to.
fn role(word: &'static str) -> Message {
    message(match word {
        "manager" => "role-manager",
        "releaser" => "role-releaser",
        "admin" => "role-admin",
        "owner" => "role-owner",
        _ => "role-member",
    })
}

/// Roles as a page lists them. Everybody is a member, so that is said only of those who are nothing else.
fn role_words(roles: &[Role]) -> Vec<&'static str> {
    let words: Vec<_> = roles.iter().filter(|role| **role != Role::Member).map(|role| role.word()).collect();
    if words.is_empty() { vec![Role::Member.word()] } else { words }
}
