//! Pages that are kept for readers who are signed out: never too old, never anybody else's, and never somebody's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use shipboard::app::App;
use shipboard::db::{Db, changes};
use shipboard::limits::Limits;
use shipboard::router;
use tokio::task::JoinHandle;

use crate::support::{Browser, CAST, Page, Setup, TestApp};

/// Pages may be this old and no older.
const BOUND: Duration = Duration::from_secs(1);

async fn start() -> TestApp {
    TestApp::start_with(Setup { keeps_pages: true, ..Setup::default() }).await.leaves_outbox()
}

/// Another server on the same database; `hears` whether it hears what others announce.
async fn another_server(app: &TestApp, hears: bool) -> (axum::Router, Option<JoinHandle<()>>) {
    let db = Db::connect((*app.owner().connect_options()).clone(), 4).await.unwrap();
    let hearing = hears.then(|| tokio::spawn(changes::exchange(db.clone())));
    let app = App::new(db, app.clock.clone(), app.config.clone(), app.mail.clone(), Limits::off());
    (router::router(&app), hearing)
}

/// Changes titles behind the back of the triggers, so that nothing knows of it.
async fn secretly_call_everything(app: &TestApp, title: &str) {
    let mut tx = app.owner().begin_with("begin; set local session_replication_role = replica").await.unwrap();
    sqlx::query("update ideas set title = $1").bind(title).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

fn titles(page: &Page) -> Vec<String> {
    page.all(".idea-title")
}

#[tokio::test]
async fn a_page_that_did_not_change_is_kept_and_not_sent_twice() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    let first = app.nobody().get("/").await.is(200);
    let tag = first.header("etag").to_owned();
    assert!(tag.len() > 10, "{tag}");
    assert_eq!(first.header("cache-control"), "no-cache");
    let vary = first.headers.get_all("vary").iter().map(|vary| vary.to_str().unwrap()).collect::<Vec<_>>().join(", ");
    assert!(vary.contains("cookie") && vary.contains("hx-request") && vary.contains("accept-encoding"), "{vary}");
    assert!(first.header("content-security-policy").contains("default-src 'none'"), "a kept page has all its headers");
    secretly_call_everything(&app, "Light mode").await;
    assert_eq!(titles(&app.nobody().get("/").await), ["Dark mode"], "the page was kept");
    let again = app.nobody().with_header("if-none-match", &tag).get("/").await.is(304);
    assert!(again.body.is_empty() && again.header("etag") == tag);
    assert_eq!(again.header("cache-control"), "no-cache");
    app.nobody().with_header("if-none-match", "\"another\"").get("/").await.is(200);
    // The same page for somebody else, or asked for in another way, is another page.
    assert_eq!(titles(&app.vera().get("/").await), ["Light mode"]);
    assert_eq!(titles(&app.nobody().get("/?sort=new").await), ["Light mode"]);
    assert_eq!(titles(&app.nobody().enhanced().get("/").await), ["Light mode"]);
    assert_eq!(titles(&app.nobody().get("/?q=mode").await), ["Light mode"]);
}

#[tokio::test]
async fn each_way_to_compress_a_page_has_a_tag_of_its_own() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    let with = |coding: &str| app.nobody().with_header("accept-encoding", coding);
    let mut tags = Vec::new();
    for (accepts, sent) in [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", "")] {
        for _ in 0..2 {
            let page = with(accepts).get("/").await.is(200);
            assert_eq!(page.header("content-encoding"), sent, "for {accepts}");
            tags.push(page.header("etag").to_owned());
        }
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "{tags:?}");
}

#[tokio::test]
async fn whoever_brings_a_cookie_of_ours_is_answered_anew_and_leaves_nothing_behind() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    for name in ["session", "sign_in", "flash"] {
        let browser = app.nobody();
        browser.keep(name, "U29tZXRoaW5nIHNhaWQ");
        let page = browser.get("/roadmap").await.is(200);
        assert_eq!(page.header("etag"), "", "a page for a browser with {name} was kept");
    }
    // What was said to one browser is not said to the next.
    app.nobody().visit("/roadmap").await.lacks("Something said");
    // A cookie of somebody else's, set for the whole domain, changes nothing.
    let counted = app.nobody();
    counted.keep("_ga", "GA1.2.3");
    assert_ne!(counted.get("/roadmap").await.header("etag"), "");
    // Signed in, one reads one's own page, even where the browser names the page of those who are not.
    let tag = app.nobody().get("/").await.header("etag").to_owned();
    app.vera().with_header("if-none-match", &tag).get("/").await.is(200).says("Vera Voss");
    assert_eq!(app.vera().get("/").await.header("cache-control"), "private, no-store");
    app.nobody().get("/").await.is(200).lacks("Vera Voss");
}

#[tokio::test]
async fn nothing_leaks_between_workspaces_languages_and_boards() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    app.change("update boards set name = 'Secret plans', visibility = 'staff' where slug = 'features' and tenant_id <> (select id from tenants where slug = 'globex')").await;
    let globex = || app.browser("globex.localhost");
    for path in ["/", "/b/features", "/ideas/1", "/roadmap", "/changelog", "/changelog.atom"] {
        // Staff, members and neighbours first, so that there would be something to leak.
        for browser in [app.max(), app.vera(), globex(), app.browser("localhost")] {
            browser.get(path).await;
        }
        let page = app.nobody().get(path).await;
        let text = page.text();
        assert!(
            !text.contains("Dark mode") && !text.contains("Secret plans") && !text.contains("Globex"),
            "{}",
            page.described()
        );
        let theirs = globex().get(path).await;
        assert!(!theirs.text().contains("Acme") && !theirs.text().contains("Dark mode"), "{}", theirs.described());
    }
    app.nobody().get("/b/features").await.is(404);
    app.nobody().get("/ideas/1").await.is(404);
    assert_eq!(app.nobody().visit("/").await.attribute("html", "lang").unwrap(), "en");
    app.change("update tenants set language = 'de', name = 'Akme' where slug = 'acme'").await;
    tokio::time::sleep(BOUND).await;
    let german = app.nobody().visit("/").await;
    assert_eq!((german.attribute("html", "lang").unwrap().as_str(), german.one(".site-name").as_str()), ("de", "Akme"));
    app.change("update boards set visibility = 'signed_in'").await;
    tokio::time::sleep(BOUND).await;
    app.vera().get("/ideas/1").await.is(200);
    app.nobody().get("/ideas/1").await.is(404);
    app.change("update tenants set state = 'suspended' where slug = 'acme'").await;
    tokio::time::sleep(BOUND).await;
    app.nobody().get("/").await.is(410);
}

/// One thing after the other is changed by one server; readers of three servers ask all the time. Whoever asked a second after
/// a change was answered has to see it, whether or not their server hears of changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_of_any_server_sees_a_page_that_is_older_than_a_second() {
    const CHANGES: usize = 30;
    let app = start().await;
    let idea = app.idea_by(&CAST.vera, "Version 0").await;
    let (hearing, task) = another_server(&app, true).await;
    let (deaf, _) = another_server(&app, false).await;
    // When each version had been answered for.
    let answered: Arc<std::sync::Mutex<Vec<Instant>>> = Arc::new(std::sync::Mutex::new(vec![Instant::now()]));
    let (over, reads, kept) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let here = || app.nobody();
    let mut readers = Vec::new();
    for browser in [here(), here(), here().at(hearing.clone()), here().at(hearing), here().at(deaf.clone()), here().at(deaf)] {
        for path in ["/".to_owned(), format!("/ideas/{}", idea.number)] {
            let (browser, answered, over) = (browser.fork(), answered.clone(), over.clone());
            let (reads, kept) = (reads.clone(), kept.clone());
            readers.push(tokio::spawn(async move {
                let mut last = String::new();
                while !over.load(Ordering::SeqCst) {
                    let asked = Instant::now();
                    let page = browser.get(&path).await.is(200);
                    let shown = version(&page);
                    let due = answered.lock().unwrap().iter().rposition(|at| *at + BOUND <= asked).unwrap_or(0);
                    assert!(
                        shown >= due,
                        "{path} shows version {shown}, and version {due} was there a second before it was asked for"
                    );
                    reads.fetch_add(1, Ordering::SeqCst);
                    if page.header("etag") == last {
                        kept.fetch_add(1, Ordering::SeqCst);
                    }
                    page.header("etag").clone_into(&mut last);
                    tokio::task::yield_now().await;
                }
            }));
        }
    }
    let max = app.ada();
    for version in 1..=CHANGES {
        let title = format!("Version {version}");
        max.post(&format!("/ideas/{}/edit", idea.number), &[("title", &title), ("body", "")]).await.is(303);
        answered.lock().unwrap().push(Instant::now());
        tokio::time::sleep(Duration::from_millis(if version % 3 == 0 { 400 } else { 20 })).await;
    }
    tokio::time::sleep(BOUND + Duration::from_millis(200)).await;
    over.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.unwrap();
    }
    let (reads, kept) = (reads.load(Ordering::SeqCst), kept.load(Ordering::SeqCst));
    assert!(kept * 2 > reads, "of {reads} reads only {kept} were of a page that was kept");
    task.unwrap().abort();
}

fn version(page: &Page) -> usize {
    let title = page.all("h1, .idea-title").into_iter().find_map(|title| title.strip_prefix("Version ").map(str::to_owned));
    title.unwrap().parse().unwrap()
}

/// What a signed-out reader may see of it, changed in every way there is, and read on a server that hears nothing.
#[tokio::test]
async fn whatever_is_changed_is_seen_by_a_server_that_hears_nothing() {
    let app = start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let (deaf, _) = another_server(&app, false).await;
    let reader = app.nobody().at(deaf);
    let page = format!("/ideas/{}", idea.number);
    let (vera, max, ada) = (app.vera(), app.max(), app.ada());
    let vote = format!("{page}/vote");
    let board = [("name", "Ponies"), ("slug", "ponies"), ("visibility", "public"), ("description", "")];
    let acts = [
        (&vera, vote.as_str(), &[("voted", "true")][..], "1"),
        (&vera, vote.as_str(), &[("voted", "false")], "0"),
        (&max, "/admin/tags", &[("name", "Mobile"), ("color", "red")], "Mobile"),
        (&ada, "/admin/boards", &board, "Ponies"),
    ];
    for (browser, path, fields, sees) in acts {
        reader.get("/").await;
        browser.post(path, fields).await.is(303);
        tokio::time::sleep(BOUND).await;
        reader.get("/").await.is(200).says(sees);
    }
    reader.get(&page).await.lacks("At night");
    vera.comments_on(idea.number, "At night it blinds me").await.is(303);
    tokio::time::sleep(BOUND).await;
    reader.get(&page).await.says("At night it blinds me");
}

#[tokio::test]
async fn a_page_is_made_once_however_many_ask_for_it_at_the_same_moment() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    app.nobody().get("/roadmap").await.is(200);
    let before = statements(&app).await;
    let browsers: Vec<Browser> = (0..40).map(|_| app.nobody()).collect();
    let pages = futures_util::future::join_all(browsers.iter().map(|browser| browser.get("/"))).await;
    assert!(pages.iter().all(|page| page.header("etag") == pages[0].header("etag")));
    let once = statements(&app).await - before;
    assert!(once < 10, "{once} transactions for one page");
}

/// Transactions of this database so far, which PostgreSQL counts when a connection is idle.
async fn statements(app: &TestApp) -> i64 {
    app.number("select pg_stat_get_db_xact_commit(oid) + pg_stat_get_db_xact_rollback(oid) from pg_database where datname = current_database()").await
}

#[tokio::test]
async fn one_form_that_two_readers_were_shown_makes_two_comments() {
    let app = start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let page = app.nobody().get(&format!("/ideas/{}", idea.number)).await;
    let form = page.attribute("#talk > .comment-form input[name=submission]", "value").unwrap();
    let path = format!("/ideas/{}/comments", idea.number);
    for (browser, body) in
        [(app.vera(), "Yes please"), (app.max(), "Yes please"), (app.vera(), "And soon"), (app.vera(), "Yes please")]
    {
        browser.post(&path, &[("body", body), ("submission", &form)]).await.is(303);
    }
    assert_eq!(app.number("select count(*) from comments").await, 3, "the fourth was sent twice");
}

#[tokio::test]
async fn what_nobody_asks_for_any_more_is_swept_out_and_what_runs_is_not() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    // What everybody has seen by now is swept out; what is still running then, or begins later, is not.
    let mut running = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("update ideas set title = 'Light mode'").execute(&mut *running).await.unwrap();
    let seen = changes::sweep(&app.db, None).await.unwrap();
    assert!(app.number("select count(*) from changes").await > 1, "the first time nothing is known to have been seen");
    running.commit().await.unwrap();
    app.vera().submits("Another").await;
    changes::sweep(&app.db, Some(&seen)).await.unwrap();
    assert_eq!(app.number("select count(*) from changes").await, 2, "one row a transaction, however much it changes");
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("update ideas set title = 'Mode'").execute(&mut *tx).await.unwrap();
    let edition = app.db.edition(CAST.acme.id).await.unwrap();
    assert_eq!(app.db.edition(CAST.acme.id).await.unwrap(), edition);
    let neighbour = app.db.edition(CAST.globex.id).await.unwrap();
    tx.commit().await.unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_ne!(app.db.edition(CAST.acme.id).await.unwrap(), edition, "what was running is seen once it is over");
    assert_eq!(app.db.edition(CAST.globex.id).await.unwrap(), neighbour, "the neighbour has not changed");
}

#[tokio::test]
async fn a_change_is_noted_once_for_each_workspace_also_after_a_part_of_the_transaction_was_undone() {
    let app = start().await;
    app.idea_by(&CAST.vera, "Dark mode").await;
    let before = app.number("select count(*) from changes").await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let rename = "update ideas set title = title || '!'";
    for statement in ["savepoint a", rename, "rollback to a", rename, rename] {
        sqlx::raw_sql(statement).execute(&mut *tx).await.unwrap();
    }
    sqlx::query("select set_config('app.tenant_id', $1, true)").bind(CAST.globex.id.to_string()).execute(&mut *tx).await.unwrap();
    sqlx::query("update boards set description = 'Other'").execute(&mut *tx).await.unwrap();
    let noted: Vec<uuid::Uuid> =
        sqlx::query_scalar("select tenant_id from changes where xid = pg_current_xact_id()").fetch_all(&mut *tx).await.unwrap();
    assert_eq!(noted, [CAST.globex.id.0], "the policy shows the workspace that is open");
    tx.commit().await.unwrap();
    assert_eq!(app.number("select count(*) from changes").await, before + 2);
}
