//! A workspace's settings, its colours, its own domain, its mail log, and closing it.

use shipboard::workers;

use crate::support::{CAST, Page, TestApp};

/// The form as it stands, with these fields changed.
async fn saves(app: &TestApp, fields: &[(&str, &str)]) -> Page {
    let ada = app.ada();
    let form = ada.visit("/admin/settings").await;
    ada.submit(&form, "form[action='/admin/settings']", fields).await
}

#[tokio::test]
async fn settings_are_kept_and_take_effect_at_once() {
    let app = TestApp::start().await;
    let fields = [
        ("name", "Acme & Sons"),
        ("tagline", "We make\r\neverything"),
        ("brand_color", "0A7CFF"),
        ("language", "de"),
        ("time_zone", "europe/berlin"),
        ("settle_minutes", "0"),
        ("custom_domain", "https://feedback.acme.example/"),
    ];
    saves(&app, &fields).await.leads_to("/admin/settings");
    let page = app.ada().visit("/admin/settings").await;
    for kept in ["value=\"#0a7cff\"", "value=\"Europe/Berlin\"", "value=\"0\"", "value=\"feedback.acme.example\""] {
        assert!(page.text().contains(kept), "{kept} is not in {}", page.text());
    }
    assert_eq!(page.attribute("html", "lang").unwrap(), "en", "the desk is in no catalogue");
    let page = page.says("Acme & Sons");
    assert_eq!(page.one("textarea[name=tagline]"), "We make everything", "a break in its field is a space");
    assert_eq!(app.nobody().visit("/roadmap").await.attribute("html", "lang").unwrap(), "de");
    assert_eq!(app.number("select count(*) from events where kind = 'workspace.changed'").await, 1);
    // The form's switch is on by itself; a browser sends nothing for one that is off.
    let off = [("name", "Acme"), ("language", "en"), ("time_zone", "UTC"), ("settle_minutes", "5")];
    app.ada().post("/admin/settings", &off).await.is(303);
    assert_eq!(app.nobody().get("/robots.txt").await.text(), "User-agent: *\nDisallow: /\n");
    app.deliver().await;
}

#[tokio::test]
async fn search_follows_a_change_of_language() {
    let app = TestApp::start().await;
    for number in 0..3 {
        app.idea_by(&CAST.vera, &format!("Häuser {number}")).await;
    }
    let german = "select count(*) from ideas where search @@ to_tsquery('german', 'haus')";
    assert_eq!(app.number(german).await, 0);
    saves(&app, &[("language", "de")]).await.is(303);
    assert_eq!(app.deliver().await, 2, "one batch, and one that finds nothing more");
    assert_eq!(app.number(german).await, 3);
    saves(&app, &[("language", "de"), ("name", "Acme GmbH")]).await.is(303);
    assert_eq!(app.deliver().await, 0, "nothing is read again where the language stays");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let fields = [
        ("name", ""),
        ("brand_color", "bluish"),
        ("time_zone", "Atlantis"),
        ("settle_minutes", "4321"),
        ("custom_domain", "acme.localhost"),
    ];
    let page = saves(&app, &fields).await.is(422);
    assert_eq!(page.all(".field-error").len(), fields.len());
    for (_, typed) in &fields[1..] {
        assert!(page.text().contains(&format!("value=\"{typed}\"")), "{typed} is gone");
    }
    let page = page.says("The name is missing.").says("“bluish” is not a colour").says("“Atlantis” is not a time zone");
    page.says("from 0 to 4320").says("belongs to this server");
    app.ada()
        .post("/admin/settings", &[("name", "Acme"), ("language", "tlh"), ("time_zone", "UTC"), ("settle_minutes", "5")])
        .await
        .is(422);
    app.ada().visit("/admin/settings").await.lacks("bluish");
}

#[tokio::test]
async fn a_domain_of_ones_own_leads_to_the_workspace_and_belongs_to_one() {
    let app = TestApp::start().await;
    app.browser("feedback.acme.example").get("/robots.txt").await.is(404);
    saves(&app, &[("custom_domain", "feedback.acme.example")]).await.is(303);
    app.browser("feedback.acme.example").get("/robots.txt").await.is(200);
    app.nobody().get("/robots.txt").await.is(200);
    let gus = app.gus();
    let form = gus.visit("/admin/settings").await;
    let page = gus.submit(&form, "form[action='/admin/settings']", &[("custom_domain", "Feedback.Acme.example")]).await;
    page.is(422).says("Another workspace on this server has this domain already.");
    saves(&app, &[("custom_domain", "")]).await.is(303);
    app.browser("feedback.acme.example").get("/robots.txt").await.is(404);
}

#[tokio::test]
async fn a_colour_that_cannot_be_seen_is_put_right_and_said_so() {
    let app = TestApp::start().await;
    let reply = saves(&app, &[("brand_color", "#ffee00")]).await;
    let page = app.ada().follow(reply).await.says("can hardly be seen on light pages");
    let sheet = page
        .html()
        .select(&scraper::Selector::parse("link[href^='/brand.css']").unwrap())
        .next()
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();
    let css = app.nobody().get(&sheet).await.is(200);
    assert!(css.header("content-type").starts_with("text/css") && css.header("cache-control").contains("immutable"));
    assert!(css.text().starts_with("@layer reset") && css.text().trim_end().ends_with("; } }"), "one sheet is all a page needs");
    assert_eq!(page.html().select(&scraper::Selector::parse("link[rel=stylesheet]").unwrap()).count(), 1);
    let (color, _build) = sheet.rsplit_once('.').unwrap();
    let older = app.nobody().get(&format!("{color}.0000")).await.is(200);
    assert_eq!(older.header("cache-control"), "no-cache", "another build's page keeps nothing");
    assert!(css.text().contains("--brand-hue") && !css.text().contains("light-dark(#ffee00"), "{}", css.text());
    for nonsense in ["/brand.css", "/brand.css?red", "/brand.css?ffee00;}body{display:none"] {
        app.nobody().get(nonsense).await.is(404);
    }
    let fragment = app.ada().enhanced().get("/admin/settings/color?brand_color=%23000033").await.is(200);
    fragment.says("can hardly be seen on dark pages").lacks("<html");
}

#[tokio::test]
async fn settings_and_mail_are_for_admins() {
    let app = TestApp::start().await;
    for path in ["/admin/settings", "/admin/mail", "/admin/settings/color?brand_color=fff"] {
        app.nobody().get(path).await.leads_to("/sign-in");
        app.vera().get(path).await.is(404);
        app.max().get(path).await.is(403);
        app.gus().get(path).await.is(200).lacks("Acme");
    }
    app.max().post("/admin/settings", &[("name", "Max's")]).await.is(403);
    app.vera().post("/admin/settings/close", &[("address", "acme")]).await.is(404);
    app.max().post("/admin/mail/retry", &[]).await.is(403);
}

#[tokio::test]
async fn an_owner_closes_the_workspace_by_typing_its_address() {
    let app = TestApp::start().await;
    let wrong = app.ada().post("/admin/settings/close", &[("address", "acne")]).await.is(422);
    wrong.says("This has to be “acme”. Nothing was closed.");
    app.change("update users set roles = '{member,admin}' where email = 'max@acme.example'").await;
    app.max().visit("/admin/settings").await.lacks("Close this workspace");
    app.max().post("/admin/settings/close", &[("address", "acme")]).await.is(403).says("Only an owner");
    app.change(
        "insert into outbox (tenant_id, kind, key, payload, due_at, created_at)
         select id, 'releases.ship_mail', 'x', '{}', now() + interval '1 hour', now() from tenants where slug = 'acme'",
    )
    .await;
    app.ada().post("/admin/settings/close", &[("address", " Acme ")]).await.is(303);
    app.ada().get("/admin").await.is(410).says("closed by its owner");
    app.gus().get("/admin").await.is(200);
    assert_eq!(app.number("select count(*) from outbox where state = 'dropped'").await, 1, "mail that waited does not leave");
}

#[tokio::test]
async fn mail_of_a_suspended_workspace_waits_until_it_is_open_again() {
    let app = TestApp::start().await.leaves_outbox();
    app.change(
        "insert into outbox (tenant_id, kind, key, payload, due_at, created_at)
         select id, 'nobody.does', 'x', '{}', '2026-01-01', '2026-01-01' from tenants where slug = 'acme'",
    )
    .await;
    app.change("update tenants set state = 'suspended' where slug = 'acme'").await;
    assert_eq!(app.deliver().await, 0);
    app.change("update tenants set state = 'active' where slug = 'acme'").await;
    assert_eq!(app.deliver().await, 1);
}

#[tokio::test]
async fn the_mail_log_says_in_words_what_waits_what_failed_and_why() {
    let app = TestApp::start().await.leaves_outbox();
    for kind in workers::handlers().kinds() {
        sqlx::query(
            "insert into outbox (tenant_id, kind, key, payload, state, due_at, created_at, finished_at)
             values ($1, $2, $2, '{}', 'done', now(), now(), now())",
        )
        .bind(CAST.acme.id)
        .bind(kind)
        .execute(app.owner())
        .await
        .unwrap();
    }
    let page = app.ada().visit("/admin/mail").await;
    for kind in workers::handlers().kinds() {
        assert!(!page.text().contains(kind), "{kind} has no words on the page");
    }
    app.change(
        "insert into outbox (tenant_id, kind, key, payload, state, due_at, attempts, reason, created_at)
         select id, 'users.sign_in', job.state, '{}', job.state::outbox_state, job.due, 2, job.reason, '2026-09-01'
           from tenants, (values ('failed', '550 no such user', timestamptz '2026-09-01'),
                                 ('waiting', 'connection refused', timestamptz '2026-09-01 10:00Z')) job (state, reason, due)
          where slug = 'acme'",
    )
    .await;
    app.ada().visit("/admin/mail?state=failed").await.says("550 no such user.").lacks("onnection refused");
    let page = app.ada().visit("/admin/mail?state=waiting").await;
    let page = page.says("Connection refused. Next at 1 September 2026, 10:00 UTC.");
    let ada = app.ada();
    let reply = ada.submit(&page, "form[action='/admin/mail/retry']", &[]).await;
    ada.follow(reply).await.says("1 job is being tried again now.").says("Due now.");
    app.ada().visit("/admin").await.says("One mail could not be delivered.");
    app.gus().visit("/admin/mail").await.says("Nothing here").lacks("no such user");
}
