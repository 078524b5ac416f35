//! What people look after themselves: name, address, devices, and leaving.

use jiff::SignedDuration;

use crate::support::{CAST, TestApp};

#[tokio::test]
async fn a_person_changes_their_name_and_colours() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let page = vera.get("/profile").await.is(200).says(CAST.vera.email);
    vera.submit(&page, "form[action='/profile']", &[("name", ""), ("theme", "dark")]).await.is(422).says("The name is missing.");
    let page =
        vera.submit(&page, "form[action='/profile']", &[("name", "Vera V."), ("theme", "dark")]).await.leads_to("/profile");
    let page = vera.follow(page).await.says("Saved.");
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("dark"));
    assert_eq!(page.attribute("#field-name", "value").as_deref(), Some("Vera V."));
    app.nobody().get("/profile").await.leads_to("/sign-in?next=/profile");
}

#[tokio::test]
async fn a_new_address_is_proved_the_old_one_is_warned_first_and_other_browsers_are_signed_out() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let other = app.nobody();
    app.change(
        "insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         select tenant_id, gen_random_uuid(), user_id, '\\x00', 'Phone', '', created_at, seen_at, expires_at from sessions
          where user_id = (select id from users where email = 'vera@customer.example')",
    )
    .await;
    let page = vera.get("/profile").await;
    assert_eq!(page.all(".devices li").len(), 2);
    vera.submit(&page, "form[action='/profile/email']", &[("email", "nonsense")]).await.is(422);
    vera.submit(&page, "form[action='/profile/email']", &[("email", "vera@new.example")]).await.leads_to("/profile");
    app.deliver().await;
    let letters = app.mailbox();
    assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [CAST.vera.email, "vera@new.example"]);
    assert!(letters[0].text.contains("vera@new.example"));
    let link = letters[1].link("/sign-in/link/");
    other.get(&link).await.is(200).says("Is this your new address?");
    vera.get(&link).await.leads_to("/profile");
    assert_eq!(app.number("select count(*) from users where email = 'vera@new.example'").await, 1);
    let sessions = "select count(*) from sessions s join users u on u.id = s.user_id where u.email = 'vera@new.example'";
    assert_eq!(app.number(sessions).await, 1);
    vera.get("/profile").await.is(200).says("vera@new.example");
    other.get(&link).await.is(410);
}

#[tokio::test]
async fn a_new_address_can_be_proved_on_another_device_which_then_is_the_one_signed_in() {
    let app = TestApp::start().await;
    let vera = app.vera();
    vera.post("/profile/email", &[("email", "vera@new.example")]).await.leads_to("/profile");
    app.deliver().await;
    let link = app.mail_to("vera@new.example").pop().unwrap().link("/sign-in/link/");
    let phone = app.nobody();
    let page = phone.get(&link).await.is(200);
    phone.submit(&page, "main form", &[]).await.leads_to("/profile");
    phone.get("/profile").await.is(200).says("vera@new.example");
    vera.get("/profile").await.leads_to("/sign-in");
}

#[tokio::test]
async fn an_address_that_somebody_has_is_not_given_away_and_only_its_owner_is_told() {
    let app = TestApp::start().await;
    let vera = app.vera();
    vera.post("/profile/email", &[("email", CAST.max.email)]).await.leads_to("/profile");
    app.deliver().await;
    let letter = app.mail_to(CAST.max.email).pop().unwrap();
    assert!(letter.subject.contains("in use"), "{}", letter.subject);
    assert!(letter.links().is_empty());
    // Free when asked for, taken when proved.
    vera.post("/profile/email", &[("email", "wanted@new.example")]).await.leads_to("/profile");
    app.deliver().await;
    let link = app.mail_to("wanted@new.example").pop().unwrap().link("/sign-in/link/");
    app.change("update users set email = 'wanted@new.example' where email = 'rel@acme.example'").await;
    vera.get(&link).await.is(410);
    vera.get("/profile").await.is(200).says(CAST.vera.email);
}

#[tokio::test]
async fn devices_are_listed_and_signed_out_one_by_one_or_together() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let enter = async || {
        let browser = app.nobody();
        browser.post("/sign-in", &[("email", CAST.vera.email)]).await;
        app.deliver().await;
        browser.get(&app.mail_to(CAST.vera.email).pop().unwrap().link("/sign-in/link/")).await.leads_to("/");
        browser
    };
    let (one, two) = (enter().await, enter().await);
    let page = vera.get("/profile").await.says("this one");
    assert_eq!(page.all(".devices li").len(), 3);
    let action = page.attribute(".devices form", "action").unwrap();
    app.max().post(&action, &[]).await.is(404);
    app.gus().post(&action, &[]).await.is(404);
    vera.post(&action, &[]).await.leads_to("/profile");
    vera.post(&action, &[]).await.is(404);
    vera.post("/profile/devices/others/end", &[]).await.leads_to("/profile");
    for browser in [one, two] {
        browser.get("/profile").await.leads_to("/sign-in");
    }
    vera.get("/profile").await.is(200);
}

#[tokio::test]
async fn a_session_ends_after_sixty_days() {
    let app = TestApp::start().await;
    let browser = app.nobody();
    browser.post("/sign-in", &[("email", CAST.vera.email)]).await;
    app.deliver().await;
    browser.get(&app.mail_to(CAST.vera.email).pop().unwrap().link("/sign-in/link/")).await.leads_to("/");
    app.clock.advance(SignedDuration::from_hours(60 * 24 - 1));
    browser.get("/profile").await.is(200);
    app.clock.advance(SignedDuration::from_hours(1));
    browser.get("/profile").await.leads_to("/sign-in");
}

#[tokio::test]
async fn whoever_leaves_takes_name_and_address_along_and_leaves_the_votes() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    vera.votes_for(idea.number).await.is(303);
    vera.post("/profile/delete", &[("email", "someone@else.example")]).await.is(422).says("not the address of your account");
    let page = vera.get("/profile/delete").await.is(200);
    vera.submit(&page, "main form", &[("email", CAST.vera.email)]).await.leads_to("/");
    assert!(vera.cookie("session").is_none());
    assert_eq!(app.number("select count(*) from votes").await, 1);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
    assert_eq!(
        app.number("select count(*) from users where name = 'Deleted person' and email is null and deleted_at is not null").await,
        1
    );
    // No row of any table still has the address or the name.
    for (table,) in app.sql::<(String,)>("select tablename::text from pg_tables where schemaname = 'public'").await {
        let count = format!("select count(*) from {table} t where t::text like '%vera@customer%' or t::text like '%Vera Voss%'");
        let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(app.owner()).await.unwrap();
        assert_eq!(left, 0, "{table}");
    }
    for table in ["followers", "opt_outs"] {
        let count = format!("select count(*) from {table}");
        let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(app.owner()).await.unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

#[tokio::test]
async fn the_last_owner_cannot_leave() {
    let app = TestApp::start().await;
    let ada = app.ada();
    ada.post("/profile/delete", &[("email", CAST.ada.email)]).await.is(422).says("last owner");
    ada.get("/profile").await.is(200);
    app.change("update users set roles = '{member,owner}' where email = 'max@acme.example'").await;
    ada.post("/profile/delete", &[("email", CAST.ada.email)]).await.leads_to("/");
}
