//! The changelog: the public story of releases, who follows it by mail, and what is promised.

mod correct;
mod feed_pages;
mod follow_pages;
pub mod jobs;
pub mod pages;
mod roadmap;
pub mod roadmap_pages;
mod store;
pub(crate) mod subscribers;
mod tell;

use crate::app::Site;
use crate::clock::Time;
use crate::config::Config;
use crate::ids::{ReleaseId, SubscriberId};
use crate::releases::Stage;
use crate::text::token;
use crate::words::{Message, message};

/// The story of one release, as one reader sees it.
#[derive(Clone, Debug)]
struct Entry {
    id: ReleaseId,
    number: i32,
    version: String,
    name: String,
    notes: String,
    notes_html: String,
    stage: Stage,
    shipped_at: Time,
    rolled_back_at: Option<Time>,
    rollback_note: String,
    /// When anything about it last changed.
    updated_at: Time,
    /// The ideas in it that this reader may see.
    wishes: Vec<Wish>,
    /// What else is in it.
    lines: Vec<String>,
    /// How many people asked for any of `wishes`, each counted once.
    people: i64,
}

/// An idea in a release.
#[derive(Clone, Debug)]
struct Wish {
    number: i32,
    title: String,
    votes: i32,
    /// Whether the release meets it fully.
    completes: bool,
}

impl Entry {
    /// `4.7 Payday`.
    fn title(&self) -> String {
        title(&self.version, &self.name)
    }

    /// What the entry is headed with: its name, or its version where it has none.
    fn heading(&self) -> &str {
        if self.name.is_empty() { &self.version } else { &self.name }
    }

    fn path(&self) -> String {
        path(self.number)
    }

    /// When it was taken back, where it was.
    fn withdrawn(&self) -> Option<Time> {
        self.rolled_back_at.filter(|_| self.stage == Stage::RolledBack)
    }

    /// `37 people asked for what is in here`; nothing where nobody did.
    fn headline(&self) -> Message {
        if self.people == 0 { Message::default() } else { message("entry-people").with("count", self.people) }
    }
}

impl Wish {
    /// `37 votes`, `1 vote, met in part`.
    fn demand(&self) -> Message {
        let votes = message("votes").with("count", self.votes);
        if self.completes { votes } else { message("wish-in-part").with("votes", votes) }
    }
}

/// Version and name as one line: `4.7 Payday`.
fn title(version: &str, name: &str) -> String {
    if name.is_empty() { version.to_owned() } else { format!("{version} {name}") }
}

/// Where the story of a release is. It keeps this address whatever becomes of the release.
fn path(number: i32) -> String {
    format!("/changelog/{number}")
}

/// The page that confirms an address, reached only from a mail to it.
fn confirm_path(site: &Site, id: SubscriberId) -> String {
    format!("/changelog/confirm/{id}/{}", token::sign(&site.mail_key, &confirming(id)))
}

/// The page that ends following by mail, reached without signing in.
fn leave_path(site: &Site, id: SubscriberId) -> String {
    format!("/changelog/leave/{id}/{}", token::sign(&site.mail_key, &leaving(id)))
}

/// What the link that confirms is signed over. A link of one purpose never serves the other.
fn confirming(id: SubscriberId) -> String {
    format!("changelog confirm:{id}")
}

/// What the link that leaves is signed over.
fn leaving(id: SubscriberId) -> String {
    format!("changelog:{id}")
}

/// The stable name of the mailing list (RFC 2919).
fn list_id(site: &Site, config: &Config) -> String {
    format!("changelog.{}", site.host(config))
}

/// HTML that is read away from the workspace's own pages: links to a path of ours, and pictures, name the host as well.
fn absolute(html: &str, origin: &str) -> String {
    with_host(&with_host(html, "href=\"/", origin), "src=\"/", origin)
}

fn with_host(html: &str, attribute: &str, origin: &str) -> String {
    let mut parts = html.split(attribute);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |absolute, part| {
        // `//elsewhere.example/x` names a host already.
        let origin = if part.starts_with('/') { "" } else { origin };
        absolute + attribute.trim_end_matches('/') + origin + "/" + part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_version_and_the_name_if_there_is_one() {
        assert_eq!(title("4.7", "Payday"), "4.7 Payday");
        assert_eq!(title("Spring", ""), "Spring");
    }

    #[test]
    fn links_in_notes_hold_wherever_they_are_read() {
        let html = "<p><a href=\"/ideas/1\">a</a> <a href=\"//b.example/\">b</a> <a href=\"https://c.example/\">c</a></p>";
        let wanted = "<p><a href=\"https://acme.example/ideas/1\">a</a> <a href=\"//b.example/\">b</a> <a href=\"https://c.example/\">c</a></p>";
        assert_eq!(absolute(html, "https://acme.example"), wanted);
        assert_eq!(
            absolute("<img src=\"/pictures/1\">", "https://acme.example"),
            "<img src=\"https://acme.example/pictures/1\">"
        );
        assert_eq!(absolute("plain", "https://acme.example"), "plain");
    }

    #[test]
    fn a_link_of_one_purpose_does_not_serve_the_other() {
        let id = SubscriberId::new();
        let signature = token::sign(b"key", &confirming(id));
        assert!(token::verify(b"key", &confirming(id), &signature));
        assert!(!token::verify(b"key", &leaving(id), &signature));
        assert!(!token::verify(b"key", &confirming(SubscriberId::new()), &signature));
    }
}
