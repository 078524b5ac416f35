//! The audit log: every act of the team in words, found again, and taken along.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use shipboard::desk::told;

use crate::support::sources::sources;
use crate::support::{Browser, CAST, Page, TestApp};

/// What the log says, a line an event: who, what, before and after.
async fn log(browser: &Browser, query: &str) -> Vec<String> {
    let page = browser.get(&format!("/admin/audit{query}")).await.is(200);
    lines(&page)
}

fn lines(page: &Page) -> Vec<String> {
    let (who, what, changes) =
        (page.all(".audit td:nth-child(2)"), page.all(".audit td:nth-child(3)"), page.all(".audit td:nth-child(4)"));
    let rows = who.into_iter().zip(what).zip(changes);
    rows.map(|((who, what), changes)| format!("{who} {what} | {changes}").trim_end_matches(" | ").to_owned()).collect()
}

#[tokio::test]
async fn what_the_team_does_is_said_with_who_before_and_after_and_what_customers_do_is_not() {
    let app = TestApp::start().await.leaves_outbox();
    let (ada, max) = (app.ada(), app.max());
    let idea = app.vera().submits("Dark mode").await;
    app.vera().comments_on(idea, "Please").await;
    assert_eq!(log(&ada, "").await, [""; 0]);
    app.clock.advance(SignedDuration::from_mins(1));
    max.does(&format!("/admin/ideas/{idea}/status"), &[("status", &CAST.acme.statuses[1].to_string())]).await;
    app.clock.advance(SignedDuration::from_mins(1));
    let person = format!("/admin/people/{}", CAST.vera.id);
    ada.does(&format!("{person}/roles"), &[("roles", "manager")]).await;
    app.clock.advance(SignedDuration::from_mins(1));
    let settings = ada.get("/admin/settings").await;
    ada.submit(&settings, "form[action='/admin/settings']", &[("tagline", "Ask us anything")]).await.is(303);
    assert_eq!(
        log(&ada, "").await,
        [
            "Ada Acme changed the settings of Acme | tagline Ask us anything",
            "Ada Acme changed the roles of Vera Voss | member member, manager",
            "Max Meyer changed the status of #1 Dark mode | Under review Planned",
        ]
    );
    // What she did as a customer is not made the team's by what she has become.
    assert_eq!(log(&ada, &format!("?who={}", CAST.vera.id)).await, [""; 0]);
    for query in ["?q=dark", "?q=%231", "?q=planned", "?q=max%20meyer", &format!("?who={}", CAST.max.id), "?what=idea"] {
        assert_eq!(log(&ada, query).await.len(), 1, "{query}");
    }
    assert_eq!(log(&ada, &format!("?to={}", CAST.vera.id)).await.len(), 1);
    assert_eq!(log(&ada, "?from=2026-09-01&until=2026-09-01").await.len(), 3);
    assert_eq!(log(&ada, "?from=2026-09-02").await.len(), 0);
    assert_eq!(log(&ada, "?until=2026-08-31").await.len(), 0);
    ada.get("/admin/audit?q=zebra").await.says("Nothing of that kind");
    // Nobody but those who run the place reads it, and everybody their own.
    assert_eq!(log(&app.gus(), "").await, [""; 0]);
    for path in ["/admin/audit", "/admin/audit/export.csv", "/admin/audit/export.jsonl"] {
        max.get(path).await.is(403);
        app.nobody().get(path).await.leads_to("/sign-in");
    }
    assert!(max.get("/admin/ideas").await.all(".side a[href='/admin/audit']").is_empty());
}

#[tokio::test]
async fn every_setting_word_board_and_release_that_is_changed_leaves_what_it_was() {
    let app = TestApp::start().await.leaves_outbox();
    let (ada, max, rel) = (app.ada(), app.max(), app.rel());
    let idea = app.vera().submits("Dark mode").await;
    let status = format!("/admin/statuses/{}", CAST.acme.statuses[0]);
    max.does(&status, &[("name", "Being looked at"), ("category", "open")]).await;
    max.does("/admin/tags", &[("name", "files"), ("color", "red")]).await;
    let tag: Vec<(uuid::Uuid,)> = app.sql("select id from tags").await;
    max.does(&format!("/admin/tags/{}", tag[0].0), &[("name", "files"), ("color", "blue")]).await;
    let board = [("name", "Wishes"), ("slug", "features"), ("description", "All of them"), ("visibility", "signed_in")];
    max.does("/admin/boards/features", &board).await;
    max.does("/admin/boards", &[("name", "Bugs"), ("visibility", "public")]).await;
    max.does("/admin/boards/bugs/move", &[("way", "up")]).await;
    rel.does("/admin/releases", &[("version", "2.4"), ("target_precision", "day")]).await;
    rel.does("/admin/releases/1/edit", &[("version", "2.5"), ("target_date", "2027-03-01"), ("target_precision", "month")]).await;
    rel.does("/admin/releases/1/items", &[("line", "Faster")]).await;
    rel.does("/admin/releases/1/items", &[("idea", &idea.to_string())]).await;
    let items: Vec<(uuid::Uuid, bool)> = app.sql("select id, idea_id is null from release_items").await;
    let item = |line: bool| items.iter().find(|(_, is_line)| *is_line == line).unwrap().0;
    rel.does(&format!("/admin/releases/1/items/{}/completes", item(false)), &[("completes", "false")]).await;
    rel.does(&format!("/admin/releases/1/items/{}/removal", item(true)), &[]).await;
    rel.does("/admin/releases/1/stage", &[("planned", "true")]).await;
    ada.does("/admin/mail/retry", &[]).await;
    let said = log(&ada, "").await;
    for wanted in [
        "Max Meyer changed the status called Being looked at | name Under review Being looked at",
        "Max Meyer changed the tag files | colour red blue",
        "Max Meyer changed the board Wishes |",
        "name Features Wishes",
        "visibility public signed in",
        "description All of them",
        "Max Meyer changed the order of the boards, moving Bugs | up",
        "Rel Ruiz edited the release 2.5 |",
        "version 2.4 2.5",
        "target date 2027-03-01",
        "Rel Ruiz added a line to the release 2.5 | Faster",
        "Rel Ruiz took a line out of the release 2.5 | Faster",
        "Rel Ruiz changed how fully an idea is met by the release 2.5 | meets it fully yes no",
        "Rel Ruiz put into a release #1 Dark mode | 2.5",
        "Rel Ruiz promised the release 2.5",
        "Ada Acme had all waiting mail tried again for Acme",
    ] {
        assert!(said.iter().any(|line| line.contains(wanted)), "“{wanted}” is not in\n{}", said.join("\n"));
    }
}

#[tokio::test]
async fn the_log_is_walked_to_its_end_and_taken_along_whole_in_both_forms() {
    let app = TestApp::start().await;
    let ada = app.ada();
    app.change(
        "insert into events (tenant_id, id, kind, actor_id, subject_id, data, created_at, by_staff)
         select u.tenant_id, gen_random_uuid(), 'board.changed', u.id, gen_random_uuid(),
                jsonb_build_object('name', '=cmd|' || n, 'name_before', 'x'), now() - n / 3 * interval '1 second', true
           from users u, generate_series(1, 1203) n where u.email = 'max@acme.example'",
    )
    .await;
    let (mut path, mut seen) = (Some("/admin/audit?what=board".to_owned()), BTreeSet::new());
    while let Some(at) = path {
        let page = ada.get(&at).await.is(200);
        for line in lines(&page) {
            assert!(seen.insert(line.clone()), "{line} comes twice");
        }
        path = page.attribute("a[rel=next]", "href");
    }
    assert_eq!(seen.len(), 1203);
    let csv = ada.get("/admin/audit/export.csv?what=board").await.is(200);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"audit-acme-2026-09-01.csv\"");
    let mut table = csv::Reader::from_reader(csv.text().as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1203);
    assert!(
        rows.iter().all(|row| row[1] == *CAST.max.name && row[4].starts_with("'=cmd|") && row[5].starts_with("name: x → =cmd|"))
    );
    let lines = ada.get("/admin/audit/export.jsonl").await.is(200);
    let objects: Vec<serde_json::Value> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 1203);
    assert_eq!(objects[0]["changes"][0]["before"], "x");
    assert_eq!(ada.get("/admin/audit/export.csv?q=zebra").await.text().lines().count(), 1, "the heading alone");
    assert!(app.gus().get("/admin/audit/export.jsonl").await.is(200).text().is_empty());
}

/// Whoever adds a verb says in `desk/told.rs` how the log is to put it.
#[test]
fn every_kind_of_event_that_is_recorded_has_its_words() {
    let known: BTreeSet<&str> = told::KINDS.iter().map(|(kind, _)| *kind).collect();
    let mut missing = BTreeSet::new();
    for source in sources("src", "rs").iter().filter(|source| source.path != "src/desk/told.rs") {
        let code = source.code();
        for (at, _) in code.match_indices("events::record(") {
            // The kind stands in the call, or just before it where there are two to choose from.
            let around = &code[at.saturating_sub(220)..(at + 160).min(code.len())];
            let quoted = around.split('"').skip(1).step_by(2);
            missing.extend(quoted.filter(|word| is_kind(word) && !known.contains(word)).map(str::to_owned));
        }
    }
    assert!(missing.is_empty(), "these kinds have no words in src/desk/told.rs: {missing:?}");
}

/// A noun and a verb: `idea.moved`.
fn is_kind(word: &str) -> bool {
    let lower = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    word.split_once('.').is_some_and(|(noun, verb)| lower(noun) && lower(verb))
}
