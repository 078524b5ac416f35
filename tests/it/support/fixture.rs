//! What stands in every test's database: two workspaces and the people in them, written once, into the template.

use shipboard::clock::Time;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};

use super::cast::{CAST, Person, Workspace};

/// When every test begins.
pub(super) fn start() -> Time {
    Time::from_timestamp("2026-09-01T09:00:00Z".parse().unwrap())
}

/// Names and categories of the statuses a workspace is founded with.
const STATUSES: [(&str, &str); 5] = [
    ("Under review", "open"),
    ("Planned", "planned"),
    ("In progress", "active"),
    ("Shipped", "done"),
    ("Not planned", "declined"),
];

/// Writes the cast down. Nothing is connected to the database afterwards, or it could not be copied.
pub(super) async fn plant(options: &PgConnectOptions) {
    let mut owner = PgConnection::connect_with(options).await.unwrap();
    for workspace in [&CAST.acme, &CAST.globex] {
        found(&mut owner, workspace).await;
    }
    for (person, workspace) in CAST.people() {
        enter(&mut owner, workspace).await;
        admit(&mut owner, person).await;
    }
    owner.close().await.unwrap();
}

/// From here on `tenant_id` is this workspace's wherever a statement leaves it out.
async fn enter(owner: &mut PgConnection, workspace: &Workspace) {
    let scope = workspace.id.to_string();
    sqlx::query("select set_config('app.tenant_id', $1, false)").bind(scope).execute(owner).await.unwrap();
}

async fn found(owner: &mut PgConnection, workspace: &Workspace) {
    sqlx::query(
        "insert into tenants (id, slug, name, state, mail_key, created_at, activated_at)
         values ($1, $2, $3, 'active', $4, $5, $5)",
    )
    .bind(workspace.id)
    .bind(workspace.slug)
    .bind(workspace.name)
    .bind(&workspace.mail_key)
    .bind(start())
    .execute(&mut *owner)
    .await
    .unwrap();
    enter(owner, workspace).await;
    sqlx::query("insert into boards (id, slug, name, position, created_at) values ($1, 'features', 'Features', 1, $2)")
        .bind(workspace.board)
        .bind(start())
        .execute(&mut *owner)
        .await
        .unwrap();
    for ((id, (name, category)), position) in workspace.statuses.into_iter().zip(STATUSES).zip(1..) {
        sqlx::query("insert into statuses (id, name, category, position) values ($1, $2, $3::status_category, $4)")
            .bind(id)
            .bind(name)
            .bind(category)
            .bind(position)
            .execute(&mut *owner)
            .await
            .unwrap();
    }
}

async fn admit(owner: &mut PgConnection, person: &Person) {
    sqlx::query(
        // Everybody is trusted: what they write is not read first, however fast a test writes.
        "insert into users (id, email, name, roles, confirmed_at, trusted_at, created_at)
         values ($1, $2, $3, $4::text[]::role[], $5, $5, $5)",
    )
    .bind(person.id)
    .bind(person.email)
    .bind(person.name)
    .bind(person.roles)
    .bind(start())
    .execute(&mut *owner)
    .await
    .unwrap();
    sqlx::query(
        "insert into sessions (id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         values ($1, $2, $3, 'Firefox on a laptop', $4, $5, $5, $5 + interval '400 days')",
    )
    .bind(shipboard::ids::SessionId::new())
    .bind(person.id)
    .bind(person.session.hash())
    .bind(person.address)
    .bind(start())
    .execute(&mut *owner)
    .await
    .unwrap();
}
