//! What the team finds under the bell: what has been told of a release, and what waits to be read.

use jiff::SignedDuration;
use sqlx::AssertSqlSafe;

use crate::moderation::{holds, newcomer, writes};
use crate::news::{bell, later};
use crate::ship::{asks, release, settles, ships};
use crate::support::{Browser, CAST, Setup, TestApp};

/// Nobody else hears of it: neither customers, nor strangers, nor the neighbours.
async fn is_nothing_to_others(app: &TestApp, what: &str) {
    for (browser, count) in [(app.vera(), "1"), (app.gus(), "")] {
        assert_eq!(bell(&browser).await, count);
        browser.get("/notifications").await.is(200).lacks(what);
    }
    app.nobody().get("/notifications").await.leads_to("/sign-in");
}

/// The button marks everything as read.
async fn marks_all(browser: &Browser) {
    let page = browser.get("/notifications").await;
    browser.submit(&page, "form[action='/notifications/read']", &[]).await.leads_to("/notifications");
}

/// Vera and Max ask for something, which Rel ships. Returns the release's number.
async fn shipped(app: &TestApp) -> i32 {
    let idea = asks(app, &app.vera(), "Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    let number = release(app, "2.4", &[idea]).await;
    ships(app, number, "settle").await;
    number
}

#[tokio::test]
async fn who_ships_hears_that_everybody_was_told_and_reads_it_on_the_release() {
    let app = TestApp::start().await;
    let number = shipped(&app).await;
    let (rel, ada) = (app.rel(), app.ada());
    assert_eq!(bell(&rel).await, "", "nobody has been told yet");
    settles(&app).await;
    let words = "Everybody who asked has been told of 2.4";
    for browser in [&rel, &ada] {
        assert_eq!(bell(browser).await, "1");
        let page = browser.get("/notifications").await.is(200).says(words);
        assert_eq!(page.attribute(".news > li[data-unread] a", "href").unwrap(), format!("/admin/releases/{number}"));
    }
    is_nothing_to_others(&app, "Everybody").await;
    let page = rel.get(&format!("/admin/releases/{number}")).await.is(200);
    assert_eq!(page.all(".bell-count").len(), 0, "the page that shows it does not count it any more");
    assert_eq!(bell(&rel).await, "");
    rel.get("/notifications").await.says(words).lacks("data-unread");
    assert_eq!(bell(&ada).await, "1", "nobody reads for anybody else");
    marks_all(&ada).await;
    assert_eq!(bell(&ada).await, "");
    app.max().get(&format!("/admin/releases/{number}")).await.is(200);
    app.max().get("/notifications").await.lacks("Everybody");
}

#[tokio::test]
async fn who_ships_hears_how_many_mails_failed_once_none_waits_any_more() {
    let app = TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await;
    app.smtp().answers(CAST.vera.email, "451 4.3.2 not now");
    let number = shipped(&app).await;
    settles(&app).await;
    let rel = app.rel();
    assert_eq!(bell(&rel).await, "", "one of the two mails will be tried again");
    app.smtp().takes_everything();
    app.smtp().answers(CAST.vera.email, "550 5.1.1 no such mailbox");
    later(&app);
    app.deliver().await;
    assert_eq!(bell(&rel).await, "1");
    let page = rel.get("/notifications").await.says("Everybody has been told of 2.4 but for one person, whose mail failed.");
    let failures = page.attribute(".news > li[data-unread] a", "href").unwrap();
    assert_eq!(failures, format!("/admin/releases/{number}?told=failed#told"));
    let failures = rel.get(failures.trim_end_matches("#told")).await.is(200).says("no such mailbox").one("#told table");
    assert!(failures.contains(CAST.vera.name) && !failures.contains(CAST.max.name));
    assert_eq!(bell(&rel).await, "");
    app.ada().get("/admin/audit").await.says("told everybody who asked of the release");
}

#[tokio::test]
async fn who_ships_hears_that_everybody_knows_of_a_roll_back_and_of_the_next_ship() {
    let app = TestApp::start().await;
    let number = shipped(&app).await;
    settles(&app).await;
    let rel = app.rel();
    rel.get(&format!("/admin/releases/{number}")).await.is(200);
    later(&app);
    rel.post(&format!("/admin/releases/{number}/rollback"), &[("note", "It lost data.")]).await.is(303);
    settles(&app).await;
    assert_eq!(bell(&rel).await, "1");
    rel.get("/notifications").await.says("Everybody who had been told knows that 2.4 was taken back.");
    later(&app);
    ships(&app, number, "now").await;
    app.deliver().await;
    assert_eq!(bell(&rel).await, "2");
    let told = app.number("select count(*) from events where kind = 'release.told'").await;
    assert_eq!(told, 2, "once for each ship, however many mails there were");
    marks_all(&rel).await;
    assert_eq!(bell(&rel).await, "");
}

#[tokio::test]
async fn of_what_was_told_nobody_there_is_nothing_to_hear() {
    let app = TestApp::start().await;
    let idea = app.rel().submits("Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    settles(&app).await;
    let silent = release(&app, "2.5", &[asks(&app, &app.max(), "Export").await]).await;
    ships(&app, silent, "silent").await;
    app.deliver().await;
    assert_eq!(bell(&app.rel()).await, "");
}

#[tokio::test]
async fn the_last_of_many_mails_that_leave_together_is_noticed() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    for _ in 0..3 {
        app.change(
            "with made as (
                 insert into users (tenant_id, id, email, name, confirmed_at, created_at)
                 select t.id, fresh.id, fresh.id || '@customer.example', 'Somebody', now(), now()
                   from tenants t, lateral (select gen_random_uuid() as id from generate_series(1, 10) where t.id is not null) fresh
                  where t.slug = 'acme' returning tenant_id, id)
             insert into votes (tenant_id, idea_id, user_id, created_at)
             select made.tenant_id, ideas.id, made.id, now() from made join ideas on ideas.tenant_id = made.tenant_id",
        )
        .await;
    }
    app.change("update ideas set vote_count = (select count(*) from votes v where v.idea_id = ideas.id)").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    app.deliver().await;
    let told: Vec<(i64, i64)> =
        app.sql("select (data ->> 'told')::bigint, (data ->> 'failed')::bigint from events where kind = 'release.told'").await;
    assert_eq!(told, [(31, 0)]);
}

#[tokio::test]
async fn the_last_mail_is_noticed_by_whoever_is_the_last_to_have_written_it_down() {
    let app = TestApp::start().await;
    // Max's mail is taken up late, so that whoever writes down Vera's still sees it wait; and that takes so long that Max's has
    // left before it is done.
    let slow = format!(
        "create function takes_long() returns trigger language plpgsql as $$ begin perform pg_sleep(tg_argv[0]::real); return new; end $$;
         create trigger late before update on notices for each row
           when (new.state = 'sending' and new.user_id = '{}') execute function takes_long('0.3');
         create trigger slow before update on outbox for each row
           when (new.state = 'done' and new.payload ->> 'user' = '{}') execute function takes_long('0.9')",
        CAST.max.id, CAST.vera.id
    );
    sqlx::raw_sql(AssertSqlSafe(slow)).execute(app.owner()).await.unwrap();
    shipped(&app).await;
    settles(&app).await;
    let told: Vec<(i64,)> = app.sql("select (data ->> 'told')::bigint from events where kind = 'release.told'").await;
    assert_eq!(told, [(2,)]);
}

#[tokio::test]
async fn posts_that_wait_are_one_line_for_those_who_decide_until_they_look() {
    let app = TestApp::start().await;
    holds(&app, "all").await;
    let (max, nia) = (app.max(), newcomer(&app, "nia").await);
    assert_eq!(bell(&max).await, "");
    for title in ["One", "Two", "Three"] {
        writes(&app, &nia, title, "").await.leads_to("/waiting/");
    }
    assert_eq!(bell(&max).await, "1", "one line however many wait");
    let page = max.get("/notifications").await.is(200).says("3 posts wait to be read before they appear.");
    assert_eq!(page.attribute(".news > li[data-unread] a", "href").unwrap(), "/admin/moderation");
    for browser in [&app.rel(), &app.vera(), &app.gus(), &nia] {
        browser.get("/notifications").await.lacks("wait to be read");
    }
    assert_eq!((bell(&app.rel()).await, bell(&app.gus()).await), (String::new(), String::new()));
    max.get("/admin/moderation?show=declined").await.is(200);
    assert_eq!(bell(&max).await, "1", "what was declined is another list");
    let page = max.get("/admin/moderation").await.is(200);
    assert_eq!(page.all(".bell-count").len(), 0);
    assert_eq!(bell(&max).await, "");
    max.get("/notifications").await.says("3 posts wait").lacks("data-unread");
    assert_eq!(bell(&app.ada()).await, "1");
    later(&app);
    writes(&app, &nia, "Four", "").await.leads_to("/waiting/");
    assert_eq!(bell(&max).await, "1", "what is written later is news again");
    later(&app);
    marks_all(&max).await;
    assert_eq!(bell(&max).await, "");
    app.change("update held_posts set state = 'declined', declined_as = 'spam', decided_at = created_at").await;
    app.ada().get("/notifications").await.lacks("to be read before");
    assert_eq!(bell(&app.ada()).await, "", "what somebody else has decided about is no news");
}

#[tokio::test]
async fn who_does_not_work_here_any_more_finds_nothing_of_it() {
    let app = TestApp::start().await;
    shipped(&app).await;
    settles(&app).await;
    holds(&app, "all").await;
    writes(&app, &newcomer(&app, "nia").await, "One", "").await.leads_to("/waiting/");
    let ada = app.ada();
    assert_eq!(bell(&ada).await, "2");
    app.change("update users set roles = '{member,releaser}' where email = 'ada@acme.example'").await;
    assert_eq!(bell(&ada).await, "1");
    ada.get("/notifications").await.says("Everybody who asked").lacks("wait");
    app.change("update users set roles = '{member}' where email = 'ada@acme.example'").await;
    assert_eq!(bell(&ada).await, "");
    ada.get("/notifications").await.lacks("Everybody who asked").lacks("waits to be read");
}

#[tokio::test]
async fn what_is_old_is_no_news_to_the_team_either() {
    let app = TestApp::start().await;
    shipped(&app).await;
    settles(&app).await;
    holds(&app, "all").await;
    writes(&app, &newcomer(&app, "nia").await, "One", "").await.leads_to("/waiting/");
    assert_eq!(bell(&app.ada()).await, "2");
    app.clock.advance(SignedDuration::from_hours(61 * 24));
    app.change("update sessions set expires_at = expires_at + interval '1 year'").await;
    assert_eq!(bell(&app.ada()).await, "");
}

#[tokio::test]
async fn who_looks_after_an_idea_hears_what_a_customer_says_and_who_does_not_hears_nothing() {
    let app = TestApp::start().await;
    let (max, vera) = (app.max(), app.vera());
    let idea = vera.submits("Dark mode").await;
    later(&app);
    app.ada().post("/admin/ideas/bulk", &[("idea", &idea.to_string()), ("assignee", &CAST.max.id.to_string())]).await.is(303);
    max.get(&format!("/ideas/{idea}")).await.is(200);
    later(&app);
    vera.comments_on(idea, "Any news?").await.is(303);
    let page = max.get("/notifications").await.is(200).says(&format!("{} commented on Dark mode", CAST.vera.name));
    assert!(page.attribute(".news > li[data-unread] a", "href").unwrap().starts_with(&format!("/ideas/{idea}#comment-")));
    assert_eq!((bell(&max).await.as_str(), bell(&app.rel()).await.as_str()), ("1", ""));
    app.gus().get("/notifications").await.lacks("Dark mode");
    app.vera().get("/notifications").await.lacks("Any news?").lacks("commented on");
    later(&app);
    marks_all(&max).await;
    assert_eq!(bell(&max).await, "");
    // As a customer they would see the idea, but look after nothing.
    app.change("update users set roles = '{member}' where email = 'max@acme.example'").await;
    app.change("update boards set visibility = 'staff' where slug = 'features'").await;
    later(&app);
    app.ada().comments_on(idea, "Soon").await.is(303);
    assert_eq!(bell(&max).await, "");
    max.get("/notifications").await.lacks("Dark mode");
}
