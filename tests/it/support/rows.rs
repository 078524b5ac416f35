//! Rows written directly, for tests of what comes after them.

use shipboard::ids::{IdeaId, ReleaseId};

use super::app::TestApp;
use super::cast::{CAST, Person, Workspace};

/// An idea, by both of its names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdeaRow {
    pub(crate) id: IdeaId,
    pub(crate) number: i32,
}

/// A release, by both of its names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReleaseRow {
    pub(crate) id: ReleaseId,
    pub(crate) number: i32,
}

impl TestApp {
    /// Carries out a statement that finds one value, as the owner but in the scope of a workspace.
    pub(crate) async fn in_scope<T>(&self, workspace: &Workspace, statement: &'static str) -> T
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        let mut tx = self.owner().begin_with(scope(workspace)).await.unwrap();
        let value = sqlx::query_scalar(statement).fetch_one(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        value
    }

    /// An idea of Acme's, open, on the public board, without votes or followers.
    pub(crate) async fn idea_by(&self, author: &Person, title: &str) -> IdeaRow {
        let mut tx = self.owner().begin_with(scope(&CAST.acme)).await.unwrap();
        let id = IdeaId::new();
        let number = sqlx::query_scalar(
            "insert into ideas (id, number, board_id, author_id, status_id, title, body, body_html, canonical_id, submission,
                                search, created_at)
             values ($1, next_number('idea'), $2, $3, $4, $5, '', '', $1, gen_random_uuid(), to_tsvector('english', $5), $6)
             returning number",
        )
        .bind(id)
        .bind(CAST.acme.board)
        .bind(author.id)
        .bind(CAST.acme.statuses[0])
        .bind(title)
        .bind(self.clock.now())
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        IdeaRow { id, number }
    }

    /// A release of Acme's that is being thought about.
    pub(crate) async fn draft_release(&self, version: &str) -> ReleaseRow {
        let mut tx = self.owner().begin_with(scope(&CAST.acme)).await.unwrap();
        let id = ReleaseId::new();
        let number = sqlx::query_scalar(
            "insert into releases (id, number, version, created_by, created_at, updated_at)
             values ($1, next_number('release'), $2, $3, $4, $4) returning number",
        )
        .bind(id)
        .bind(version)
        .bind(CAST.rel.id)
        .bind(self.clock.now())
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        ReleaseRow { id, number }
    }
}

fn scope(workspace: &Workspace) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("begin; set local app.tenant_id = '{}'", workspace.id))
}
