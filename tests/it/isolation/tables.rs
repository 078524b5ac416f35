//! Every table of Acme's, as a transaction of Globex sees it.

use sqlx::AssertSqlSafe;
use sqlx::error::DatabaseError;

use super::seeds::one_of_each;
use crate::support::{CAST, TestApp};

/// "New row violates row-level security policy" (PostgreSQL, appendix A).
const FORBIDDEN: &str = "42501";

async fn tables(app: &TestApp) -> Vec<String> {
    let tables: Vec<(String,)> = app
        .sql(
            "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
              where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1",
        )
        .await;
    tables.into_iter().map(|(name,)| name).collect()
}

#[tokio::test]
async fn the_neighbour_sees_changes_and_adds_no_row_of_any_table() {
    let app = TestApp::start().await;
    one_of_each(&app).await;
    for table in tables(&app).await {
        let ours = format!("select to_jsonb(t) from {table} t where tenant_id = $1 limit 1");
        let row: Option<serde_json::Value> =
            sqlx::query_scalar(AssertSqlSafe(ours)).bind(CAST.acme.id).fetch_optional(app.owner()).await.unwrap();
        let row = row.unwrap_or_else(|| panic!("{table} has no row of Acme's to look for: write one in seeds.rs"));

        let mut tx = app.db.tenant(CAST.globex.id).await.unwrap();
        let seen = AssertSqlSafe(format!("select count(*) from {table} where tenant_id = $1"));
        let seen: i64 = sqlx::query_scalar(seen).bind(CAST.acme.id).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, 0, "{table}");
        let removed = AssertSqlSafe(format!("delete from {table} where tenant_id = $1"));
        let removed = sqlx::query(removed).bind(CAST.acme.id).execute(&mut *tx).await.unwrap().rows_affected();
        assert_eq!(removed, 0, "{table}");
        let add = AssertSqlSafe(format!("insert into {table} select * from jsonb_populate_record(null::{table}, $1)"));
        let error = sqlx::query(add).bind(row).execute(&mut *tx).await.unwrap_err();
        let code = error.as_database_error().and_then(DatabaseError::code).unwrap_or_default();
        assert_eq!(code, FORBIDDEN, "{table}: {error}");
    }
}

#[tokio::test]
async fn without_a_scope_no_table_but_two_has_rows() {
    let app = TestApp::start().await;
    one_of_each(&app).await;
    let mut tx = app.db.global().await.unwrap();
    for table in tables(&app).await {
        let seen = AssertSqlSafe(format!("select count(*) from {table}"));
        let seen: i64 = sqlx::query_scalar(seen).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen > 0, ["changes", "outbox"].contains(&table.as_str()), "{table} shows {seen} rows");
    }
}
