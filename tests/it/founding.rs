//! Founding a workspace: from a name and an address to the first steps on its desk.

use jiff::SignedDuration;

use crate::support::{Browser, Page, Setup, TestApp};

/// Somebody who wants a workspace, on the base domain.
fn founder(app: &TestApp) -> Browser {
    app.browser("localhost")
}

async fn asks(browser: &Browser, name: &str, slug: &str, email: &str) -> Page {
    browser.post("/workspaces", &[("name", name), ("slug", slug), ("email", email)]).await
}

#[tokio::test]
async fn a_founder_goes_from_a_name_to_the_first_steps() {
    let app = TestApp::start().await;
    let browser = founder(&app);
    let form = browser.visit("/").await.says("Everyone who asked is told, once.");
    assert!(form.all("a[href='/workspaces/new']").len() >= 2);
    let form = browser.visit("/workspaces/new").await;
    let reply =
        browser.submit(&form, "form[action='/workspaces']", &[("name", "Fresh Fish"), ("email", "finn@fish.example")]).await;
    let page = browser.follow(reply.leads_to("/workspaces/fresh-fish")).await.is(200);
    page.says("Open the link we mailed").says("We mailed a link to finn@fish.example.");

    // Until then there is nothing to see at its address, and it says why.
    let home = app.browser("fresh-fish.localhost");
    home.get("/admin").await.is(410).says("Fresh Fish is being set up");
    app.deliver().await;
    let letters = app.mail_to("finn@fish.example");
    assert_eq!(letters.len(), 1);
    // The page on the base domain set no cookie that could be of use there, so the link asks for a click.
    let link = letters[0].link("http://fresh-fish.localhost:3000/sign-in/");
    let page = home.visit(&link).await.says("Fresh Fish");
    assert_eq!(app.number("select count(*) from tenants where state = 'active' and slug = 'fresh-fish'").await, 0);
    let reply = home.submit(&page, "main form", &[]).await;
    let desk = home.follow(reply).await.is(200).says("First steps").says("0 of 4 done").says("Ask for something");
    assert_eq!(desk.path, "/admin");
    home.visit("/admin/settings").await.says("Close this workspace");

    let (boards, statuses): (i64, i64) = app
        .sql::<(i64, i64)>(
            "select (select count(*) from boards b where b.tenant_id = t.id and visibility = 'public'),
                    (select count(distinct category) from statuses s where s.tenant_id = t.id)
               from tenants t where slug = 'fresh-fish'",
        )
        .await[0];
    assert_eq!((boards, statuses), (1, 5));
    founder(&app).visit("/workspaces/fresh-fish").await.says("Fresh Fish is open");
    // Nobody else got in by any of this.
    app.gus().get("/admin").await.is(200).lacks("Fresh Fish");
}

#[tokio::test]
async fn of_two_who_want_one_address_at_the_same_moment_one_has_it_and_the_other_is_told() {
    let app = TestApp::start().await;
    let (one, other) = (founder(&app), founder(&app));
    let (one, other) =
        tokio::join!(asks(&one, "Fish", "fish", "finn@fish.example"), asks(&other, "Fishers", "fish", "fay@fishers.example"));
    let (won, lost) = if one.status() == 303 { (one, other) } else { (other, one) };
    won.leads_to("/workspaces/fish");
    let typed = lost.is(422).says("“fish” is taken. “fish-feedback” is free.");
    let html = typed.html();
    let value = |name: &str| {
        let field = html.select(&scraper::Selector::parse(&format!("input[name='{name}']")).unwrap()).next().unwrap();
        field.attr("value").unwrap().to_owned()
    };
    assert_eq!(value("slug"), "fish");
    assert!(value("email").ends_with(".example") && value("name").starts_with("Fish"));
    assert_eq!(app.number("select count(*) from tenants where slug = 'fish'").await, 1);
    assert_eq!(app.number("select count(*) from users where email like '%@fish%'").await, 1);
    app.deliver().await;
}

#[tokio::test]
async fn the_same_founder_asking_twice_has_one_workspace_and_another_link() {
    let app = TestApp::start().await;
    let browser = founder(&app);
    asks(&browser, "Fish", "fish", "finn@fish.example").await.leads_to("/workspaces/fish");
    asks(&browser, "Fish", "fish", "Finn@fish.example ").await.leads_to("/workspaces/fish");
    assert_eq!(app.number("select count(*) from tenants where slug = 'fish'").await, 1);
    app.deliver().await;
    assert!(!app.mail_to("finn@fish.example").is_empty());
    // Somebody who merely knows the address founds nothing there and hears nothing.
    asks(&browser, "Fish", "fish", "eve@evil.example").await.is(422).says("is taken");
    app.deliver().await;
    assert!(app.mail_to("eve@evil.example").is_empty());
}

#[tokio::test]
async fn an_address_is_kept_for_a_day_and_then_free_again() {
    let app = TestApp::start().await;
    let browser = founder(&app);
    asks(&browser, "Fish", "fish", "finn@fish.example").await.is(303);
    app.deliver().await;
    app.clock.advance(SignedDuration::from_hours(23));
    asks(&browser, "Other", "fish", "olga@other.example").await.is(422);
    app.clock.advance(SignedDuration::from_hours(2));
    browser.get("/workspaces/address?slug=fish").await.is(200).says("fish.localhost:3000 is free.");
    browser.get("/workspaces/fish").await.is(404);
    asks(&browser, "Other", "fish", "olga@other.example").await.is(303);
    assert_eq!(app.sql::<(String,)>("select name from tenants where slug = 'fish'").await, [("Other".to_owned(),)]);
    assert_eq!(
        app.number("select count(*) from users where email = 'finn@fish.example'").await,
        0,
        "nothing of the first is left"
    );
    app.deliver().await;
}

#[tokio::test]
async fn an_open_workspace_is_never_given_away() {
    let app = TestApp::start().await;
    app.clock.advance(SignedDuration::from_hours(1_000));
    asks(&founder(&app), "Acme", "acme", "ada@acme.example").await.is(422).says("“acme” is taken");
    app.change("update tenants set state = 'deleted' where slug = 'globex'").await;
    asks(&founder(&app), "Globex", "globex", "gus@globex.example").await.is(422).says("“globex” is taken");
    assert_eq!(app.number("select count(*) from tenants").await, 2);
}

#[tokio::test]
async fn what_cannot_be_is_refused_beside_its_field_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let browser = founder(&app);
    for (slug, reason) in [
        ("admin", "reserved for the people who run this server"),
        ("adm1n", "looks too much like “admin”"),
        ("shipb0ard", "kept for Shipboard itself"),
        ("xn--80ak6aa92e", "cannot begin with “xn--”"),
        ("two words", "only letters a to z, digits and hyphens"),
        ("a", "2 to 40 characters"),
    ] {
        let page = asks(&browser, "A name", slug, "finn@fish.example").await.is(422).says(reason);
        assert!(page.text().contains(&format!("value=\"{slug}\"")), "{slug} is gone");
        browser.get(&format!("/workspaces/address?slug={}", slug.replace(' ', "+"))).await.is(200).says(reason);
    }
    let page = asks(&browser, "", "", "nonsense").await.is(422);
    let page = page.says("The name is missing.").says("The address is missing.");
    page.says("“nonsense” is not an e-mail address.").says("Start a workspace");
    asks(&browser, "要望", "", "finn@fish.example").await.is(422).says("The address is missing.");
    assert_eq!(app.number("select count(*) from tenants").await, 2);
}

#[tokio::test]
async fn the_address_is_checked_while_the_name_is_typed() {
    let app = TestApp::start().await;
    let browser = founder(&app).enhanced();
    let says = async |query: &str| browser.get(&format!("/workspaces/address?{query}")).await.is(200).text().to_owned();
    assert!(says("name=Fresh+Fish%21&slug=").await.contains("fresh-fish.localhost:3000 is free."));
    assert!(says("name=Acme&slug=").await.contains("“acme” is taken. “acme-feedback” is free."));
    assert!(says("name=Acme&slug=my-own").await.contains("my-own.localhost:3000 is free."));
    assert_eq!(says("name=&slug=").await, "");
}

#[tokio::test]
async fn founding_many_workspaces_from_one_network_has_to_wait() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let browser = founder(&app);
    for number in 0..5 {
        asks(&browser, "Fish", &format!("fish-{number}"), "finn@fish.example").await.is(303);
    }
    // What is mistyped does not count.
    asks(&browser, "Fish", "admin", "finn@fish.example").await.is(422);
    let page = asks(&browser, "Fish", "fish-5", "finn@fish.example").await.is(429).says("try again in");
    assert!(page.header("retry-after").parse::<u64>().unwrap() > 0);
    asks(&founder(&app).from("192.0.2.77"), "Fish", "fish-5", "finn@fish.example").await.is(303);
    app.deliver().await;
}

#[tokio::test]
async fn suspended_and_closed_workspaces_say_so() {
    let app = TestApp::start().await;
    app.change("update tenants set state = 'suspended' where slug = 'acme'").await;
    app.sites.invalidate_all();
    app.ada().get("/admin").await.is(410).says("Acme has been suspended by the people who run this server.");
    app.nobody().get("/sign-in").await.is(410);
    app.change("update tenants set state = 'deleted' where slug = 'acme'").await;
    app.sites.invalidate_all();
    app.nobody().get("/admin").await.is(410).says("closed by its owner");
    app.gus().get("/admin").await.is(200);
}

#[tokio::test]
async fn a_server_for_one_workspace_says_how_to_create_it() {
    let app = TestApp::start_with(Setup { workspace: Some("fish"), ..Setup::default() }).await;
    app.browser("localhost").get("/admin").await.is(410).says("shipboard workspace create NAME --slug fish --owner EMAIL");
    let app = TestApp::start_with(Setup { workspace: Some("acme"), ..Setup::default() }).await;
    let page = app.browser("feedback.anything.example").get("/robots.txt").await.is(200);
    assert!(page.text().contains("User-agent"));
    app.browser("localhost").get("/workspaces/new").await.is(404);
}

#[tokio::test]
async fn the_first_steps_follow_what_has_been_done_and_are_for_staff() {
    let app = TestApp::start().await;
    app.nobody().get("/admin").await.leads_to("/sign-in");
    app.vera().get("/admin").await.is(404);
    app.change(
        "delete from sessions where user_id in (select id from users where email in ('max@acme.example', 'rel@acme.example'))",
    )
    .await;
    app.change("update users set roles = '{member}' where email in ('max@acme.example', 'rel@acme.example')").await;
    app.ada().visit("/admin").await.says("0 of 4 done");
    app.idea_by(&crate::support::CAST.vera, "Dark mode").await;
    app.change("update users set roles = '{member,manager}' where email = 'max@acme.example'").await;
    app.draft_release("1.0").await;
    let page = app.ada().visit("/admin").await.says("3 of 4 done").says("Dark mode");
    assert_eq!(
        page.all(".steps > li[data-done] h2"),
        ["Ask for something (done)", "Invite a colleague (done)", "Plan a release (done)"]
    );
    app.change("update releases set stage = 'shipped', shipped_at = now()").await;
    app.ada().visit("/admin").await.says("Overview").lacks("of 4 done");
    app.gus().visit("/admin").await.says("0 of 4 done").lacks("Dark mode");
}
