//! Who may take what away.

use serde_json::Value;

use super::Export;
use crate::support::{CAST, Setup, TestApp};

#[tokio::test]
async fn an_admin_downloads_the_workspace_and_it_is_on_record() {
    let app = TestApp::start().await;
    app.vera().submits("Dark mode").await;
    let ada = app.ada();
    ada.get("/admin/export").await.is(200).says("Ideas 1").lacks("Exported before");
    let page = ada.post("/admin/export", &[]).await.is(200);
    assert_eq!(page.header("content-type"), "application/zip");
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"acme-2026-09-01.zip\"");
    assert_eq!((page.header("cache-control"), page.header("content-encoding")), ("private, no-store", ""));
    let export = Export::unpack(&page.body);
    assert_eq!(export.records("idea")[0]["title"], "Dark mode");
    ada.get("/admin/export").await.is(200).says("Exported before just now by Ada Acme");
    assert_eq!(app.number("select count(*) from events where kind = 'workspace.exported'").await, 1);

    // A browser that takes compressed pages gets the zip as it is.
    let page = app.ada().with_header("accept-encoding", "gzip, br").post("/admin/export", &[]).await.is(200);
    assert_eq!(page.header("content-encoding"), "");
    Export::unpack(&page.body);
    app.deliver().await;
}

#[tokio::test]
async fn nobody_but_an_admin_takes_a_workspace_away_and_nobody_takes_another() {
    let app = TestApp::start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    for method in ["get", "post"] {
        let ask = async |browser: crate::support::Browser| match method {
            "get" => browser.get("/admin/export").await,
            _ => browser.post("/admin/export", &[]).await,
        };
        ask(app.nobody()).await.leads_to("/sign-in");
        ask(app.vera()).await.is(404);
        ask(app.max()).await.is(403);
        ask(app.rel()).await.is(403);
    }
    assert_eq!(app.number("select count(*) from events where kind = 'workspace.exported'").await, 0);
    let export = Export::unpack(&app.gus().post("/admin/export", &[]).await.is(200).body);
    assert!(export.records("idea").is_empty() && export.records("person").len() == 1);
}

#[tokio::test]
async fn exports_can_be_asked_for_only_so_often() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let ada = app.ada();
    for _ in 0..10 {
        ada.post("/admin/export", &[]).await.is(200);
    }
    ada.post("/admin/export", &[]).await.is(429);
}

#[tokio::test]
async fn a_person_takes_away_what_is_known_about_them_and_nothing_about_others() {
    let app = TestApp::start().await;
    let (vera, max) = (app.vera(), app.max());
    let idea = vera.submits("Dark mode").await;
    vera.comments_on(idea, "Please").await.is(303);
    max.comments_on(idea, "We are looking into it").await.is(303);
    max.votes_for(idea).await.is(303);
    app.change("update users set password_hash = '$argon2id$secret$' where email = 'vera@customer.example'").await;

    vera.get("/profile").await.says("Download my data");
    let page = vera.get("/profile/data").await.is(200);
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"my-data.json\"");
    assert_eq!(page.header("cache-control"), "private, no-store");
    let known: Value = serde_json::from_str(page.text()).unwrap();
    assert_eq!(known["person"]["email"], "vera@customer.example");
    assert_eq!(known["person"]["has_password"], true);
    assert_eq!(known["ideas"][0]["title"], "Dark mode");
    assert_eq!(known["votes"].as_array().unwrap().len(), 1);
    assert_eq!(known["comments"][0]["body"], "Please");
    assert_eq!(known["comments"].as_array().unwrap().len(), 1);
    assert_eq!(known["devices"][0]["browser"], "Firefox on a laptop");
    assert_eq!(known["follows"][0]["because"], "submitted");
    let page = page.lacks("argon2").lacks("Max").lacks("looking into it");
    page.lacks(&CAST.vera.session.reveal());

    app.nobody().get("/profile/data").await.leads_to("/sign-in");
    // Whoever is asked for it at the counter gives it, and that is on record.
    let path = format!("/admin/people/{}/data", CAST.vera.id);
    let page = app.ada().post(&path, &[]).await.is(200);
    assert!(page.text().contains("Dark mode"));
    app.ada().get(&format!("/admin/people/{}", CAST.vera.id)).await.says("Their data was downloaded by Ada Acme");
    max.post(&path, &[]).await.is(403);
    vera.post(&path, &[]).await.is(404);
    app.gus().post(&path, &[]).await.is(404);
    app.deliver().await;
}
