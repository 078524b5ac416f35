//! What is in an export, and what is not.

use std::io;

use jiff::SignedDuration;
use serde_json::json;
use shipboard::exports;
use shipboard::exports::archive::Outlet;
use shipboard::ids::IdeaId;
use shipboard::imports::record::Kind;

use super::Export;
use crate::ship::{asks, release, settles, ships};
use crate::support::{CAST, TestApp};

#[tokio::test]
async fn everything_is_counted_and_every_file_summed() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let idea = vera.submits("Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    vera.comments_on(idea, "Please").await.is(303);
    let export = Export::of(&app, &CAST.acme).await;
    for (kind, count) in
        [(Kind::Shipboard, 1), (Kind::Workspace, 1), (Kind::Board, 1), (Kind::Status, 5), (Kind::Person, 4), (Kind::Idea, 1)]
    {
        assert_eq!(export.manifest.records[&kind], count, "{kind:?}");
    }
    // Whoever submits votes.
    assert_eq!(export.manifest.records[&Kind::Vote], 2);
    assert_eq!(export.manifest.records[&Kind::Comment], 1);
    assert!(export.lines().starts_with(r#"{"type":"shipboard","version":1,"#), "{}", export.lines());
    let total: u64 = export.manifest.records.values().sum();
    assert_eq!(export.lines().lines().count() as u64, total);
    let names: Vec<&str> = export.manifest.files.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["shipboard.jsonl", "ideas.csv", "votes.csv", "comments.csv", "people.csv"]);
    // The neighbour's stays with the neighbour.
    assert!(!export.lines().contains("Globex") && !export.lines().contains("gus@"));
    app.deliver().await;
}

#[tokio::test]
async fn an_export_has_nothing_in_it_that_lets_somebody_in() {
    let app = TestApp::start().await;
    app.change("update users set password_hash = '$argon2id$secret$' where email = 'vera@customer.example'").await;
    app.change("update tenants set mail_key = decode(repeat('ab', 32), 'hex') where slug = 'acme'").await;
    app.nobody().post("/sign-in", &[("email", "vera@customer.example")]).await;
    app.vera().submits("Dark mode").await;
    let export = Export::of(&app, &CAST.acme).await;
    let hashes: Vec<(String,)> = app
        .sql(
            "select encode(token_hash, format) from (select token_hash from sessions union all select token_hash from sign_ins) held,
                    (values ('hex'), ('base64')) formats (format)",
        )
        .await;
    assert!(hashes.len() > 8, "{}", hashes.len());
    let secrets = ["argon2", "abababab", "q6urq6ur"].map(str::to_owned);
    for (name, text) in &export.files {
        for secret in secrets.iter().chain(hashes.iter().map(|(hash,)| hash)) {
            assert!(!text.contains(secret.as_str()), "{secret} is in {name}");
        }
        assert!(!text.contains(&CAST.vera.session.reveal()), "a session is in {name}");
    }
    app.deliver().await;
}

#[tokio::test]
async fn a_table_is_text_to_a_spreadsheet() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let idea = vera.submits("=HYPERLINK(\"http://evil.example\",\"Dark\")").await;
    vera.comments_on(idea, "+1, \"quoted\"\nand a second line").await.is(303);
    app.change("update users set name = '@SUM(1)' where email = 'vera@customer.example'").await;
    app.change(
        "insert into companies (tenant_id, id, name, plan, monthly_revenue_minor, currency, created_at)
                select id, gen_random_uuid(), '-Voss', 'Pro', 123456, 'EUR', now() from tenants where slug = 'acme'",
    )
    .await;
    app.change("update users u set company_id = c.id from companies c where c.tenant_id = u.tenant_id and email = 'vera@customer.example'").await;
    let export = Export::of(&app, &CAST.acme).await;
    let ideas = export.table("ideas.csv");
    assert_eq!(ideas[0]["title"], "'=HYPERLINK(\"http://evil.example\",\"Dark\")");
    assert_eq!((ideas[0]["votes"].as_str(), ideas[0]["link"].as_str()), ("1", "http://acme.localhost/ideas/1"));
    assert_eq!(ideas[0]["created_at_utc"], "2026-09-01 09:00:00");
    let comments = export.table("comments.csv");
    assert_eq!(comments[0]["body"], "'+1, \"quoted\"\nand a second line");
    assert_eq!(comments[0]["seen_by"], "everybody");
    let people = export.table("people.csv");
    let vera = people.iter().find(|line| line["email"] == "vera@customer.example").unwrap();
    assert_eq!(
        (vera["name"].as_str(), vera["company"].as_str(), vera["monthly_revenue"].as_str()),
        ("'@SUM(1)", "'-Voss", "1234.56")
    );
    assert_eq!((vera["ideas"].as_str(), vera["votes"].as_str(), vera["comments"].as_str()), ("1", "1", "1"));
    assert_eq!(export.table("votes.csv")[0]["company"], "'-Voss");
    app.deliver().await;
}

/// What has been told stays told; what has not leaves from here or is planned anew, and a release that could still be taken
/// back in silence has not shipped.
#[tokio::test]
async fn a_release_within_its_settle_delay_goes_as_planned_and_a_told_one_as_told() {
    let app = TestApp::start().await.leaves_outbox();
    let (told, waiting) = (asks(&app, &app.vera(), "Told").await, asks(&app, &app.vera(), "Waiting").await);
    let first = release(&app, "1.0", &[told]).await;
    ships(&app, first, "settle").await;
    settles(&app).await;
    let second = release(&app, "2.0", &[waiting]).await;
    ships(&app, second, "settle").await;

    let export = Export::of(&app, &CAST.acme).await;
    let releases = export.records("release");
    assert_eq!((&releases[0]["version"], &releases[0]["stage"]), (&json!("1.0"), &json!("shipped")));
    assert!(releases[0]["announced_at"].is_string() && releases[0]["settles_at"].is_string());
    assert_eq!(
        (&releases[1]["version"], &releases[1]["stage"], &releases[1]["attempt"]),
        (&json!("2.0"), &json!("planned"), &json!(1))
    );
    assert!(releases[1]["shipped_at"].is_null() && releases[1]["settles_at"].is_null());
    let category = |idea: usize| {
        let status = &export.records("idea")[idea]["status"];
        export.records("status").into_iter().find(|known| known["id"] == *status).unwrap()["category"].clone()
    };
    assert_eq!((category(0), category(1)), (json!("done"), json!("open")));
    let states: Vec<_> =
        export.records("notice").iter().map(|notice| (notice["kind"].clone(), notice["state"].clone())).collect();
    assert_eq!(states.iter().filter(|state| **state == (json!("shipped"), json!("sent"))).count(), 1, "{states:?}");
    assert!(states.iter().all(|(_, state)| state != "planned" && state != "sending"), "{states:?}");
    assert!(states.contains(&(json!("shipped"), json!("cancelled"))), "{states:?}");

    // A mail that is being handed over counts as sent.
    app.change("update notices set state = 'sending' where state = 'planned'").await;
    let export = Export::of(&app, &CAST.acme).await;
    let sent = export.records("notice").into_iter().filter(|notice| notice["kind"] == "shipped");
    assert!(
        sent.clone().all(|notice| notice["state"] == "sent" && notice["sent_at"].is_string()),
        "{:?}",
        sent.collect::<Vec<_>>()
    );
}

/// Somebody asks for more while it is written.
struct Meddling<'a>(&'a TestApp, Vec<u8>);

impl Outlet for Meddling<'_> {
    async fn take(&mut self, mut piece: Vec<u8>) -> io::Result<()> {
        self.1.append(&mut piece);
        self.0.idea_by(&CAST.vera, "Late").await;
        self.0.change("delete from votes").await;
        Ok(())
    }
}

#[tokio::test]
async fn an_export_shows_one_moment() {
    let app = TestApp::start().await;
    for at in 0..200 {
        // Long enough for several pieces, and nothing that a zip makes small.
        let title = (0..40).map(|_| IdeaId::new().to_string()).collect::<Vec<_>>().join(" ");
        app.idea_by(&CAST.vera, &title).await;
        app.clock.advance(SignedDuration::from_secs(at));
    }
    app.change(
        "insert into votes (tenant_id, idea_id, user_id, created_at) select i.tenant_id, i.id, i.author_id, now() from ideas i",
    )
    .await;
    let mut snapshot = app.db.tenant_snapshot(CAST.acme.id).await.unwrap();
    let outlet = Meddling(&app, Vec::new());
    let (manifest, Meddling(_, bytes)) =
        exports::write(&mut snapshot, outlet, "http://acme.localhost", app.clock.now()).await.unwrap();
    assert_eq!((manifest.records[&Kind::Idea], manifest.records[&Kind::Vote]), (200, 200));
    let export = Export::unpack(&bytes);
    assert_eq!((export.table("ideas.csv").len(), export.table("votes.csv").len()), (200, 200));
    assert_eq!(app.number("select count(*) from votes").await, 0);
}

#[tokio::test]
async fn what_was_deleted_goes_with_the_records_and_not_with_the_tables() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let idea = vera.submits("Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    app.ada().post(&format!("/admin/people/{}/delete", CAST.max.id), &[]).await.is(303);
    let export = Export::of(&app, &CAST.acme).await;
    let max = export.records("person").into_iter().find(|person| person["id"] == CAST.max.id.to_string()).unwrap();
    assert!(max["email"].is_null() && max["deleted_at"].is_string() && max["name"] == "Deleted person");
    assert_eq!(export.records("vote").len(), 2);
    assert!(export.table("people.csv").iter().all(|line| line["name"] != "Deleted person"));
    assert!(!export.lines().contains("max@acme.example"));

    app.ada().post(&format!("/ideas/{idea}/delete"), &[]).await.is(303);
    let export = Export::of(&app, &CAST.acme).await;
    assert!(export.records("idea")[0]["deleted_at"].is_string());
    assert!(export.table("ideas.csv").is_empty() && export.table("votes.csv").is_empty());
    app.deliver().await;
}
