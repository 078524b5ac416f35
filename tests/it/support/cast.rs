//! The cast, with a reason for each person. *Nobody* is the one who is signed out.

use std::sync::LazyLock;

use shipboard::ids::{BoardId, StatusId, TenantId, UserId};
use shipboard::text::token::Token;

/// Everybody there is, the same in every test of a run.
pub(crate) static CAST: LazyLock<Cast> = LazyLock::new(Cast::new);

/// The people and their workspaces.
pub(crate) struct Cast {
    /// Where most tests happen.
    pub(crate) acme: Workspace,
    /// The neighbour, whom nothing of Acme's may reach.
    pub(crate) globex: Workspace,
    /// Founded Acme and administers it: may do everything there.
    pub(crate) ada: Person,
    /// Triages at Acme: may sort, merge and link, but not ship.
    pub(crate) max: Person,
    /// Ships at Acme: may plan and roll back, but not triage.
    pub(crate) rel: Person,
    /// A customer of Acme: asks and votes.
    pub(crate) vera: Person,
    /// Founded Globex and administers it: may do everything there, and nothing at Acme.
    pub(crate) gus: Person,
}

/// A workspace with one public board and the five statuses it was founded with.
pub(crate) struct Workspace {
    pub(crate) id: TenantId,
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    /// Signs the links in its mail.
    pub(crate) mail_key: Vec<u8>,
    /// `features`, which everybody may see.
    pub(crate) board: BoardId,
    /// One of each category, in this order: open, planned, active, done, declined.
    pub(crate) statuses: [StatusId; 5],
}

/// Somebody with a browser that is signed in.
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) roles: &'static [&'static str],
    /// Tells their network from everybody else's.
    pub(crate) address: &'static str,
    /// The session of their browser.
    pub(crate) session: Token,
}

impl Cast {
    fn new() -> Self {
        let workspace = |slug, name| Workspace {
            id: TenantId::new(),
            slug,
            name,
            mail_key: Token::new().bytes().to_vec(),
            board: BoardId::new(),
            statuses: std::array::from_fn(|_| StatusId::new()),
        };
        let person =
            |name, email, roles, address| Person { id: UserId::new(), name, email, roles, address, session: Token::new() };
        Self {
            acme: workspace("acme", "Acme"),
            globex: workspace("globex", "Globex"),
            ada: person("Ada Acme", "ada@acme.example", &["member", "admin", "owner"], "198.51.100.1"),
            max: person("Max Meyer", "max@acme.example", &["member", "manager"], "198.51.100.2"),
            rel: person("Rel Ruiz", "rel@acme.example", &["member", "releaser"], "198.51.100.3"),
            vera: person("Vera Voss", "vera@customer.example", &["member"], "203.0.113.4"),
            gus: person("Gus Globex", "gus@globex.example", &["member", "admin", "owner"], "192.0.2.5"),
        }
    }

    /// Everybody, with the workspace they belong to.
    pub(super) fn people(&self) -> [(&Person, &Workspace); 5] {
        [
            (&self.ada, &self.acme),
            (&self.max, &self.acme),
            (&self.rel, &self.acme),
            (&self.vera, &self.acme),
            (&self.gus, &self.globex),
        ]
    }
}
