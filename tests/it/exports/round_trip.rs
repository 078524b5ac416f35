//! What was taken away arrives whole, and taken away again it says the same.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::Value;
use shipboard::ids::TenantId;
use shipboard::imports::options::Options;
use shipboard::imports::record::Kind;
use shipboard::imports::store::{self, NewImport};
use shipboard::imports::{Import, State, run};
use sqlx::AssertSqlSafe;

use super::{Export, zipped};
use crate::picture_room::fills;
use crate::pictures::{address, brings, jpeg, png};
use crate::ship::{asks, release, settles, ships};
use crate::support::{CAST, Setup, TestApp};

/// Tables that hold no part of a workspace that moves, and columns that follow from others or are another workspace's own.
const ELSEWHERE: [&str; 19] = [
    "changes",
    "counters",
    "desk_marks",
    "idea_meanings",
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
    "outbox",
    "read_marks",
    "release_people",
    "sessions",
    "sign_ins",
];

/// A workspace without anything, to move to: only somebody who opens the door.
pub(super) async fn empty(app: &TestApp) -> TenantId {
    app.change("delete from sessions where tenant_id = (select id from tenants where slug = 'globex')").await;
    app.change("delete from boards where tenant_id = (select id from tenants where slug = 'globex')").await;
    app.change("delete from statuses where tenant_id = (select id from tenants where slug = 'globex')").await;
    app.change("update tenants set language = 'en' where slug = 'globex'").await;
    CAST.globex.id
}

/// Moves Acme's export into Globex, all of it.
pub(super) async fn moves(app: &TestApp, zip: &[u8]) -> Import {
    let (import, errors) = brought(app, zip).await;
    assert!(errors.is_empty(), "{errors:#?}");
    import
}

/// Brings a file to Globex. Returns what was wrong with its lines as well.
async fn brought(app: &TestApp, zip: &[u8]) -> (Import, Vec<String>) {
    looked_through(app, zip, State::Running, State::Done).await
}

/// Begins so with a file, which is to end so.
async fn looked_through(app: &TestApp, zip: &[u8], begun: State, ended: State) -> (Import, Vec<String>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(zip).unwrap();
    let options = Options { trust: true, ..Options::default() };
    let new = NewImport {
        file_name: "acme.zip",
        format: "shipboard",
        options: &options,
        source: "shipboard",
        created_by: Some(CAST.gus.id),
    };
    let tenant = CAST.globex.id;
    let mut tx = app.db.tenant(tenant).await.unwrap();
    let id = store::create(&mut tx, &new, &mut file, app.clock.now()).await.unwrap();
    run::begin(&mut tx, id, begun, Some(CAST.gus.id), app.clock.now()).await.unwrap();
    assert!(run::claim(&mut tx, id, app.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    let import = run::work(app, tenant, id, &mut |_| {}).await.unwrap();
    assert_eq!(import.state, ended, "{:?}", import.failure);
    let mut tx = app.db.tenant(tenant).await.unwrap();
    let errors: Vec<String> = store::errors(&mut tx, id, 0, 50)
        .await
        .unwrap()
        .into_iter()
        .map(|error| format!("{}: {}", error.line, error.words))
        .collect();
    (import, errors)
}

/// Every row of every table of a workspace, in an order of their own, without what is another's by nature.
async fn rows(app: &TestApp, tenant: TenantId) -> BTreeMap<String, Vec<Value>> {
    let tables: Vec<(String,)> = app
        .sql(
            "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1",
        )
        .await;
    let mut rows = BTreeMap::new();
    for (table,) in tables.into_iter().filter(|(table,)| !ELSEWHERE.contains(&table.as_str())) {
        let statement = format!(
            "select to_jsonb(t) - '{{tenant_id,submission,password_hash,search,worded_in,decision}}'::text[] - case when '{table}' = 'notices' then 'id' when '{table}' = 'followers' then 'asked_at' when '{table}' = 'pictures' then 'uploaded_at' else '' end
               from {table} t where tenant_id = $1"
        );
        let mut found: Vec<Value> =
            sqlx::query_scalar(AssertSqlSafe(statement)).bind(tenant).fetch_all(app.owner()).await.unwrap();
        for row in &mut found {
            tidy(&table, row, tenant);
        }
        found.retain(|row| row["email"].as_str().is_none_or(|email| email != CAST.gus.email));
        found.retain(|row| table != "events" || !row["kind"].as_str().is_some_and(|kind| kind.starts_with("import.")));
        found.sort_by_key(ToString::to_string);
        rows.insert(table, found);
    }
    rows
}

/// How many rows there are in the first workspace, and what the other one does not have as it does.
pub(super) async fn differences(app: &TestApp, one: TenantId, other: TenantId) -> (usize, Vec<String>) {
    let (there, here) = (rows(app, one).await, rows(app, other).await);
    let mut wrong = Vec::new();
    for (table, rows) in &there {
        wrong.extend(rows.iter().filter(|row| !here[table].contains(row)).map(|row| format!("lost from {table}: {row}")));
        wrong.extend(here[table].iter().filter(|row| !rows.contains(row)).map(|row| format!("added to {table}: {row}")));
    }
    (there.values().map(Vec::len).sum(), wrong)
}

/// Heat is a sum that may be added up in another order; the workspace is another one.
fn tidy(table: &str, row: &mut Value, tenant: TenantId) {
    if let Some(heat) = row.get("heat").and_then(Value::as_f64) {
        row["heat"] = ((heat * 1e6).round() / 1e6).into();
    }
    // An owner is made by an owner, never by a file.
    if let Some(roles) = row.get_mut("roles").and_then(Value::as_array_mut) {
        roles.retain(|role| role != "owner");
    }
    if table == "events" && row["subject_id"] == tenant.to_string() {
        row["subject_id"] = "workspace".into();
    }
}

/// A workspace in which everything has happened that can.
async fn lived_in(app: &TestApp) {
    let (vera, max, ada) = (app.vera(), app.max(), app.ada());
    let dark = asks(app, &vera, "Dark mode").await;
    let night = vera.submits("Night mode").await;
    max.votes_for(night).await.is(303);
    vera.comments_on(night, "Please, **soon**").await.is(303);
    max.comments_on(dark, "We are on it").await.is(303);
    let waiting = asks(app, &max, "Waiting").await;
    let gone = asks(app, &vera, "Gone").await;
    ada.post(&format!("/ideas/{gone}/delete"), &[]).await;
    let first = release(app, "1.0", &[dark]).await;
    ships(app, first, "settle").await;
    settles(app).await;
    let second = release(app, "2.0", &[waiting]).await;
    app.change("update ideas set imported_votes = 7, vote_count = vote_count + 7 where title = 'Dark mode'").await;
    app.change("update votes set importance = 'must' where user_id = (select id from users where email = 'max@acme.example')")
        .await;
    app.change(
        "update ideas set merged_into = (select id from ideas where title = 'Dark mode'),
                          canonical_id = (select id from ideas where title = 'Dark mode') where title = 'Night mode'",
    )
    .await;
    app.in_scope::<i32>(&CAST.acme, "select 1 from (select recount_tree(i.id) from ideas i where i.title = 'Dark mode') counted")
        .await;
    app.change("update ideas set vote_count = 0, heat = 0, comment_count = 0 where merged_into is not null").await;
    let acme = "(select id from tenants where slug = 'acme')";
    for statement in [
        format!("insert into companies (tenant_id, id, name, plan, monthly_revenue_minor, currency, created_at, owner_id) select {acme}, gen_random_uuid(), 'Voss', 'Pro', 1200, 'EUR', now(), (select id from users where email = 'max@acme.example')"),
        "insert into company_domains (tenant_id, domain, company_id) select tenant_id, 'customer.example', id from companies".to_owned(),
        "update users u set company_id = c.id, company_by = 'domain', theme = 'dark', language = 'de' from companies c where c.tenant_id = u.tenant_id and u.email = 'vera@customer.example'".to_owned(),
        format!("insert into currencies (tenant_id, code, reporting, rate, factor, set_by, set_at) select {acme}, code, code = 'EUR', rate, rate, u.id, now() from (values ('EUR', 1::numeric), ('USD', 0.92)) r (code, rate), users u where u.email = 'ada@acme.example'"),
        format!("insert into segments (tenant_id, id, name, plans, created_by, created_at) select {acme}, gen_random_uuid(), 'Pros', '{{pro}}', id, now() from users where email = 'ada@acme.example'"),
        format!("insert into opt_outs (tenant_id, id, user_id, scope, created_at) select {acme}, gen_random_uuid(), id, 'ideas', now() from users where email = 'vera@customer.example'"),
        format!("insert into vote_refusals (tenant_id, idea_id, user_id, created_at) select {acme}, i.id, u.id, now() from ideas i, users u where i.title = 'Waiting' and u.email = 'vera@customer.example'"),
        format!("insert into changelog_subscribers (tenant_id, id, email, created_at, asked_at, confirmed_at) select {acme}, gen_random_uuid(), 'reader@reader.example', now(), now(), now()"),
        "insert into changelog_mails (tenant_id, subscriber_id, release_id, attempt, sent_at) select s.tenant_id, s.id, r.id, 1, now() from changelog_subscribers s, releases r where r.version = '1.0'".to_owned(),
        format!("insert into tags (tenant_id, id, name, color) select {acme}, gen_random_uuid(), 'Design', 'teal'"),
        "insert into idea_tags (tenant_id, idea_id, tag_id) select t.tenant_id, i.id, t.id from tags t, ideas i".to_owned(),
        format!("insert into idea_revisions (tenant_id, id, idea_id, editor_id, title, body, created_at) select {acme}, gen_random_uuid(), i.id, u.id, 'Dark', 'It was shorter', now() from ideas i, users u where i.title = 'Dark mode' and u.email = 'vera@customer.example'"),
        "update comments c set staff_only = true, edited_at = now() where body like 'We are%'".to_owned(),
        "update ideas set assignee_id = (select id from users where email = 'max@acme.example') where title = 'Waiting'".to_owned(),
        format!("insert into held_posts (tenant_id, id, kind, author_id, board_id, title, body, words, submission, reasons, created_at) select {acme}, gen_random_uuid(), 'idea', u.id, b.id, 'Buy now', 'Cheap **watches**', 'buy now cheap watches', gen_random_uuid(), '{{links,first}}', now() from users u, boards b where u.email = 'vera@customer.example' and b.tenant_id = u.tenant_id limit 1"),
        format!("insert into held_posts (tenant_id, id, kind, author_id, idea_id, body, words, submission, reasons, state, decided_by, decided_at, declined_as, note, told, created_at) select {acme}, gen_random_uuid(), 'comment', u.id, i.id, 'Nonsense', 'nonsense', gen_random_uuid(), '{{first}}', 'declined', a.id, now(), 'spam', 'No.', 'declined', now() from users u, users a, ideas i where u.email = 'vera@customer.example' and a.email = 'ada@acme.example' and i.title = 'Waiting'"),
        format!("insert into distinct_pairs (tenant_id, one_id, other_id, decided_by, decided_at) select {acme}, least(i.id, o.id), greatest(i.id, o.id), u.id, now() from ideas i, ideas o, users u where i.title = 'Waiting' and o.title = 'Gone' and u.email = 'max@acme.example'"),
        format!("insert into views (tenant_id, id, owner_id, name, query, shared, created_at) select {acme}, gen_random_uuid(), id, 'Mine', 'status=open', true, now() from users where email = 'max@acme.example'"),
        format!("update releases set notes = 'Some *words*', notes_html = '<p dir=\"auto\">Some <em>words</em></p>\n' where number = {second}"),
    ] {
        sqlx::query(AssertSqlSafe(statement)).execute(app.owner()).await.unwrap();
    }
    app.in_scope::<i32>(&CAST.acme, "select 1 from (select recount_tree(i.id) from ideas i where i.title = 'Dark mode') counted")
        .await;
    app.deliver().await;
    let drawn = brings(max, &png(64, 40)).await;
    vera.comments_on(dark, &format!("It looks like this:\n\n{drawn}")).await.is(303);
    let photograph = brings(app.vera(), &jpeg(40, 64)).await;
    let fields = [("title", "Dark mode"), ("body", photograph.as_str())];
    app.max().post(&format!("/ideas/{dark}/edit"), &fields).await.is(303);
    app.deliver().await;
}

#[tokio::test]
async fn an_export_arrives_whole_in_an_empty_workspace_and_says_the_same_again() {
    let app = TestApp::start().await;
    lived_in(&app).await;
    let globex = empty(&app).await;
    let mail = app.mailbox().len();
    let zip = zipped(&app, &CAST.acme).await;
    moves(&app, &zip).await;
    for (table, rows) in rows(&app, CAST.acme.id).await {
        assert!(!rows.is_empty(), "{table} has no row that could get lost: give it one");
    }
    let (_, wrong) = differences(&app, CAST.acme.id, globex).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Nothing leaves because of it.
    app.deliver().await;
    assert_eq!(app.mailbox().len(), mail);

    let (first, second) = (Export::unpack(&zip), Export::of(&app, &CAST.globex).await);
    let ours = |export: &Export| -> Vec<String> {
        let theirs = |line: &&str| {
            !line.contains("\"type\":\"shipboard\"")
                && !line.contains("\"type\":\"workspace\"")
                && !line.contains(CAST.gus.email)
                && !line.contains("\"kind\":\"import.")
        };
        export.lines().lines().filter(theirs).map(|line| line.replace(",\"owner\"", "")).collect()
    };
    assert_eq!(ours(&first), ours(&second));
    // The pictures lie beside the records, called as the texts say, and are seen where they have arrived.
    assert_eq!(first.pictures.len(), 2);
    assert_eq!(first.pictures, second.pictures);
    let named: Vec<String> = first.records("picture").iter().map(|record| record["file"].as_str().unwrap().to_owned()).collect();
    assert_eq!(named, first.pictures.keys().cloned().collect::<Vec<_>>());
    for (name, bytes) in &first.pictures {
        assert!(first.lines().contains(&format!("(/{name})")), "{name} is mentioned");
        assert_eq!(app.browser("globex.localhost").get(&format!("/{name}")).await.is(200).body, bytes);
    }
}

#[tokio::test]
async fn pictures_that_find_no_room_are_named_and_come_when_there_is_some() {
    let app = TestApp::start_with(Setup { picture_room: Some(1), ..Setup::default() }).await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let drawn = brings(app.vera(), &png(64, 40)).await;
    app.vera().comments_on(idea, &drawn).await.is(303);
    brings(app.vera(), &png(8, 8)).await;
    app.deliver().await;
    let zip = zipped(&app, &CAST.acme).await;
    assert_eq!(Export::unpack(&zip).pictures.len(), 1, "what no text mentions stays where it is");
    empty(&app).await;
    fills(&app, "globex", 10).await;
    let (import, errors) = brought(&app, &zip).await;
    assert_eq!(import.summary.of(Kind::Picture).refused, 1);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].contains("There is no room left for this picture."), "{errors:?}");
    app.browser("globex.localhost").get(address(&drawn)).await.is(404);
    // The texts are in by then.
    app.change("delete from pictures p using tenants t where t.id = p.tenant_id and t.slug = 'globex'").await;
    let import = moves(&app, &zip).await;
    assert_eq!(import.summary.of(Kind::Picture).made, 1);
    assert_eq!(import.summary.of(Kind::Comment).made, 0);
    app.browser("globex.localhost").get(address(&drawn)).await.is(200);
    assert_eq!(moves(&app, &zip).await.summary.of(Kind::Picture).unchanged, 1);
}

#[tokio::test]
async fn a_dry_run_foretells_which_pictures_will_find_no_room_and_what_they_take() {
    let app = TestApp::start_with(Setup { picture_room: Some(1), ..Setup::default() }).await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    for _ in 0..3 {
        let drawn = brings(app.vera(), &png(64, 40)).await;
        app.vera().comments_on(idea, &drawn).await.is(303);
    }
    app.deliver().await;
    let size = i32::try_from(app.number("select octet_length(picture)::bigint from pictures limit 1").await).unwrap();
    let zip = zipped(&app, &CAST.acme).await;
    fills(&app, "globex", 2 * size).await;
    let (dry, foretold) = looked_through(&app, &zip, State::Checking, State::Checked).await;
    let tally = dry.summary.of(Kind::Picture);
    assert_eq!((tally.made, tally.refused), (2, 1), "also where there is room for some");
    let tenths = (10 * size + 1023) / 1024;
    let words = format!("1 picture of this file, {}.{} kB, finds no room", tenths / 10, tenths % 10);
    assert!(dry.summary.notes.iter().any(|note| note.starts_with(&words)), "{words}: {dry:?}");
    assert_eq!(app.number("select count(*) from pictures where octet_length(picture) < 100000").await, 3, "nothing is kept");
    let (import, errors) = brought(&app, &zip).await;
    assert_eq!((import.summary.of(Kind::Picture), errors), (tally, foretold), "and so it comes");
}

#[tokio::test]
async fn records_without_their_archive_say_where_the_pictures_are_and_undoing_takes_pictures_back() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.vera().submits("Dark mode").await;
    let drawn = brings(app.vera(), &png(64, 40)).await;
    app.vera().comments_on(idea, &drawn).await.is(303);
    app.deliver().await;
    let zip = zipped(&app, &CAST.acme).await;
    let globex = empty(&app).await;
    let (_, errors) = brought(&app, Export::unpack(&zip).lines().as_bytes()).await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("lies in the archive of the export"), "{errors:?}");

    let import = moves(&app, &zip).await;
    assert_eq!(app.in_scope::<i64>(&CAST.globex, "select count(*) from pictures where tenant_id = current_tenant()").await, 1);
    let mut tx = app.db.tenant(globex).await.unwrap();
    run::begin(&mut tx, import.id, State::Undoing, Some(CAST.gus.id), app.clock.now()).await.unwrap();
    assert!(run::claim(&mut tx, import.id, app.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    let undone = run::work(&app, globex, import.id, &mut |_| {}).await.unwrap();
    assert_eq!(undone.state, State::Undone, "{:?}", undone.failure);
    // The comment came with the first import, and stays with its picture.
    assert_eq!(undone.summary.kept, ["1 picture stays, in texts that stay."]);
}

#[tokio::test]
async fn an_export_that_was_tampered_with_says_which_file() {
    let app = TestApp::start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    let zip = zipped(&app, &CAST.acme).await;
    let export = Export::unpack(&zip);
    let mut changed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in &export.files {
        changed.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        changed.write_all(text.replace("Dark mode", "Dark mood").as_bytes()).unwrap();
    }
    let zip = changed.finish().unwrap().into_inner();
    let wrong = shipboard::imports::manifest::check(&mut zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap()).unwrap_err();
    assert!(wrong.contains("shipboard.jsonl is not what was written") && wrong.contains("ideas.csv"), "{wrong}");
}
