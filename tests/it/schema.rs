//! Fence: every table is closed to other workspaces, and the server's role cannot open it.

use crate::support::Database;

/// Tables without a workspace: the list of workspaces itself, and the record of migrations.
const GLOBAL: [&str; 2] = ["_sqlx_migrations", "tenants"];

/// The worker's claim opens no workspace and has to see what is due in all of them; what has changed is asked for and swept out
/// without one.
const SEEN_WITHOUT_SCOPE: [&str; 2] = ["changes", "outbox"];

/// Tables that no page shows to somebody who is signed out: pages that are kept need not be made anew when they change.
const UNWATCHED: [&str; 34] = [
    "changelog_mails",
    "changelog_subscribers",
    "changes",
    "companies",
    "company_domains",
    "counters",
    "currencies",
    "desk_marks",
    "distinct_pairs",
    "followers",
    "held_posts",
    "idea_meanings",
    "idea_revisions",
    "import_acts",
    "import_chunks",
    "import_errors",
    "import_links",
    "import_sources",
    "imports",
    "inbox",
    "intents",
    "likely_pairs",
    "logos",
    "notices",
    "opt_outs",
    "outbox",
    "picture_uses",
    "pictures",
    "read_marks",
    "segments",
    "sessions",
    "sign_ins",
    "views",
    "vote_refusals",
];

/// Policies beside `tenant`: what the functions that run as the owner read by.
const OTHER_POLICIES: [&str; 2] = ["events.search", "ideas.search"];

/// Functions that run as the owner, outside of the policies, and name the workspace themselves.
const RUN_AS_OWNER: [&str; 2] = ["search_events", "search_ideas"];

async fn found(statement: &'static str) -> Vec<String> {
    let database = Database::create().await;
    sqlx::query_scalar(statement).fetch_all(database.owner()).await.unwrap()
}

#[tokio::test]
async fn every_table_but_a_named_few_belongs_to_a_workspace() {
    let without = found(
        "select relname::text from pg_class c
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v', 'f')
            and not exists (select from pg_attribute a where a.attrelid = c.oid and attname = 'tenant_id' and not attisdropped)
          order by 1",
    )
    .await;
    assert_eq!(without, GLOBAL);
}

#[tokio::test]
async fn a_workspace_is_filled_in_by_itself_and_never_missing() {
    let wrong = found(
        "select c.relname::text from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
           left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and not (a.attnotnull and a.atttypid = 'uuid'::regtype
                     and coalesce(pg_get_expr(d.adbin, d.adrelid) = 'current_tenant()', false))",
    )
    .await;
    assert!(wrong.is_empty(), "tenant_id is not “uuid not null default current_tenant()” in {wrong:?}");
}

#[tokio::test]
async fn row_level_security_is_forced_on_every_table_of_a_workspace() {
    let open = found(
        "select c.relname::text from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and not (c.relrowsecurity and c.relforcerowsecurity)",
    )
    .await;
    assert!(open.is_empty(), "these tables were not isolated: {open:?}");
}

#[tokio::test]
async fn one_policy_says_who_sees_and_who_writes() {
    let closed = "(tenant_id = current_tenant())";
    let database = Database::create().await;
    let tables: Vec<(String, Option<String>, Option<String>)> = sqlx::query_as(
        "select c.relname::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
           from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
           left join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant'
                and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')",
    )
    .fetch_all(database.owner())
    .await
    .unwrap();
    assert!(tables.len() > 20, "only {} tables were looked at", tables.len());
    for (table, sees, writes) in tables {
        if SEEN_WITHOUT_SCOPE.contains(&table.as_str()) {
            let claim = format!("({closed} OR (current_tenant() IS NULL))");
            assert_eq!((sees.as_deref(), writes.as_deref()), (Some(claim.as_str()), Some(claim.as_str())), "{table}");
        } else {
            assert_eq!((sees.as_deref(), writes.as_deref()), (Some(closed), Some(closed)), "the policy `tenant` of {table}");
        }
    }
    let others: Vec<String> = sqlx::query_scalar(
        "select relname || '.' || polname from pg_policy join pg_class on pg_class.oid = polrelid where polname <> 'tenant' order by 1",
    )
    .fetch_all(database.owner())
    .await
    .unwrap();
    assert_eq!(others, OTHER_POLICIES);
}

/// Whatever public pages may show says so when it changes, whichever verb changes it (`migrations/0052_changes.sql`).
#[tokio::test]
async fn a_change_of_any_table_is_noted_but_of_a_named_few() {
    let unwatched = found(
        "select c.relname::text from pg_class c
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '_sqlx_migrations'
            and not exists (select from pg_trigger t
                             where t.tgrelid = c.oid and t.tgfoid = 'note_change'::regproc and t.tgenabled = 'O'
                               and t.tgtype & 1 = 0 and t.tgtype & 28 = 28)
          order by 1",
    )
    .await;
    let left: Vec<&String> = unwatched.iter().filter(|table| !UNWATCHED.contains(&table.as_str())).collect();
    assert!(left.is_empty(), "say here that no public page shows {left:?}, or have their changes noted");
    let gone: Vec<&&str> = UNWATCHED.iter().filter(|table| !unwatched.iter().any(|name| name == **table)).collect();
    assert!(gone.is_empty(), "these are noted, or are no tables: {gone:?}");
}

#[tokio::test]
async fn every_key_begins_with_the_workspace() {
    let wrong = found(
        "select c.relname || coalesce(': ' || pg_get_constraintdef(k.oid), ' has no primary key')
           from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
           left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and k.conkey[1] is distinct from a.attnum",
    )
    .await;
    assert!(wrong.is_empty(), "{wrong:?}");
    let unique = found(
        "select c.relname || ': ' || i.indexrelid::regclass
           from pg_index i join pg_class c on c.oid = i.indrelid
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
          where c.relnamespace = 'public'::regnamespace and i.indisunique and i.indkey[0] <> a.attnum",
    )
    .await;
    assert!(unique.is_empty(), "unique across workspaces, which tells one of the other's rows: {unique:?}");
}

#[tokio::test]
async fn no_reference_leaves_the_workspace() {
    let wrong = found(
        "select k.conrelid::regclass || ': ' || pg_get_constraintdef(k.oid)
           from pg_constraint k
           join pg_attribute here on here.attrelid = k.conrelid and here.attname = 'tenant_id'
           left join pg_attribute there on there.attrelid = k.confrelid and there.attname = 'tenant_id'
          where k.contype = 'f' and k.connamespace = 'public'::regnamespace
            and case when there.attnum is null
                     then k.confrelid <> 'tenants'::regclass or k.conkey <> array[here.attnum]
                     else k.conkey[1] <> here.attnum or k.confkey[1] <> there.attnum end",
    )
    .await;
    assert!(wrong.is_empty(), "these references do not carry tenant_id: {wrong:?}");
}

#[tokio::test]
async fn the_server_works_as_a_role_that_is_bound() {
    let powers = found(
        "select power from (
         select unnest(array[case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
                             case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
                             case when rolreplication then 'replication' end]) as power
           from pg_roles where rolname = 'shipboard_app'
         union all
         select 'is a member of ' || roleid::regrole from pg_auth_members where member = 'shipboard_app'::regrole
         union all
         select 'owns ' || relname from pg_class where relowner = 'shipboard_app'::regrole
         union all
         select 'may ' || privilege_type || ' ' || table_name from information_schema.role_table_grants
          where grantee = 'shipboard_app' and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
         union all
         select 'may create in public' where has_schema_privilege('shipboard_app', 'public', 'create')
         ) powers where power is not null",
    )
    .await;
    assert!(powers.is_empty(), "the role shipboard_app {powers:?}");
}

#[tokio::test]
async fn functions_that_run_as_the_owner_are_the_named_ones_and_find_only_our_tables() {
    let functions = found(
        "select proname::text from pg_proc
          where prosecdef and pronamespace = 'public'::regnamespace
            and 'search_path=public, pg_temp' = any (proconfig) order by 1",
    );
    assert_eq!(functions.await, RUN_AS_OWNER);
    let all = found("select proname::text from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1");
    assert_eq!(all.await, RUN_AS_OWNER, "a function that runs as the owner has to fix its search_path");
}

/// Code maps the names of constraints to sentences, so they are chosen by hand: the table, what it is about, the kind.
/// PostgreSQL's own choice lists every column, and counts up where a name is taken.
#[tokio::test]
async fn every_constraint_and_index_is_named_by_hand() {
    let wrong = found(
        r"select name from (
              select c.relname as tab, k.conname as name,
                     case k.contype when 'p' then 'pkey' when 'f' then 'fkey' when 'u' then 'key' when 'c' then 'check' end as kind
                from pg_constraint k join pg_class c on c.oid = k.conrelid
               where k.connamespace = 'public'::regnamespace and k.contype in ('p', 'f', 'u', 'c')
              union all
              select c.relname, x.relname, case when i.indisunique then 'key' else 'idx' end
                from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
               where c.relnamespace = 'public'::regnamespace and not i.indisprimary
          ) named
          where tab <> '_sqlx_migrations'
            and (name !~ ('^' || tab || '_.+_' || kind || '$') and name <> tab || '_pkey' or name ~ 'tenant_id')",
    )
    .await;
    assert!(wrong.is_empty(), "not named for what they are about: {wrong:?}");
}
