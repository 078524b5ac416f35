//! What the team does with posts that wait, and who is told of it.

use futures_util::future::join;
use jiff::SignedDuration;

use crate::moderation::{held, holds, newcomer, says, writes};
use crate::support::{Browser, CAST, Page, TestApp};

/// A board that holds first posts, and somebody new who has sent ideas with these titles, none of which appears.
async fn with(app: &TestApp, titles: &[&str]) -> Browser {
    holds(app, "first").await;
    let nia = newcomer(app, "nia").await;
    for title in titles {
        writes(app, &nia, title, "").await.leads_to("/waiting/");
    }
    nia
}

async fn does(app: &TestApp, title: &'static str, fields: &[(&str, &str)]) -> Page {
    let max = app.max();
    let sent = max.post(&at(app, title).await, fields).await;
    max.follow(sent).await
}

/// Where one decides about the post with this title.
async fn at(app: &TestApp, title: &str) -> String {
    let (id,): (String,) =
        sqlx::query_as("select id::text from held_posts where title = $1").bind(title).fetch_one(app.owner()).await.unwrap();
    format!("/admin/moderation/{id}")
}

const DECLINE: [(&str, &str); 3] = [("act", "decline"), ("reason", "off_topic"), ("note", "We make rotas.")];
const BLOCK: [(&str, &str); 2] = [("act", "block"), ("reason", "spam")];

#[tokio::test]
async fn a_declined_post_is_explained_once_and_can_wait_again() {
    let app = TestApp::start().await;
    let nia = with(&app, &["Better boats"]).await;
    does(&app, "Better boats", &DECLINE).await.says("Declined 1 post.").says("Nothing waits");
    let page = app.max().get("/admin/moderation?show=declined").await.is(200).says("Better boats").says("We make rotas.");
    // Taken back before its mail has left, nothing leaves.
    app.max().submit(&page, "form[action$=undo] button", &[]).await.leads_to("/admin/moderation");
    app.clock.advance(SignedDuration::from_mins(6));
    app.deliver().await;
    assert_eq!(app.mailbox().len(), 0);

    for _ in 0..2 {
        does(&app, "Better boats", &DECLINE).await;
        app.clock.advance(SignedDuration::from_mins(6));
        app.deliver().await;
        let letters = app.mail_to("nia@new.example");
        assert_eq!((letters.len(), letters[0].subject.as_str()), (1, "Your idea does not appear"));
        assert!(letters[0].text.contains("It is not about something that we make") && letters[0].text.contains("We make rotas."));
        nia.get(&letters[0].link("/waiting/"))
            .await
            .is(200)
            .says("It is not about something that we make")
            .says("We make rotas.");
        // Declined twice, they are told once.
        app.max().does(&format!("{}/undo", at(&app, "Better boats").await), &[]).await.says("It waits again.");
    }
    app.max().post(&format!("{}/undo", at(&app, "Better boats").await), &[]).await.is(422).says("waits again already");
    // Approved in the end, they hear that.
    does(&app, "Better boats", &[("act", "approve")]).await;
    app.deliver().await;
    assert_eq!(app.mail_to("nia@new.example")[1].subject, "Your idea is there");
    nia.get("/ideas/1").await.is(200).says("Better boats");
}

#[tokio::test]
async fn who_wants_no_mail_about_ideas_gets_none() {
    let app = TestApp::start().await;
    let nia = with(&app, &["One", "Two", "Three"]).await;
    for (title, change) in [
        (
            "One",
            "insert into opt_outs (tenant_id, id, user_id, scope, created_at) select tenant_id, id, id, 'ideas', created_at from users where name = 'nia'",
        ),
        ("Two", "with back as (delete from opt_outs) update users set confirmed_at = null where name = 'nia'"),
        ("Three", "update users set confirmed_at = created_at, suppressed_reason = 'no such user' where name = 'nia'"),
    ] {
        app.change(change).await;
        does(&app, title, &[("act", "approve")]).await.says("Approved 1 post.");
        app.deliver().await;
    }
    assert_eq!(app.mailbox().len(), 0);
    assert_eq!(app.number("select count(*) from outbox where kind = 'moderation.decided' and state = 'dropped'").await, 3);
    nia.get("/ideas/3").await.is(200);
}

#[tokio::test]
async fn trusting_somebody_lets_everything_of_theirs_appear_in_one_mail() {
    let app = TestApp::start().await;
    let nia = with(&app, &["One", "Two", "Three"]).await;
    writes(&app, &newcomer(&app, "other").await, "Not theirs", "").await.leads_to("/waiting/");
    does(&app, "Two", &[("act", "trust")]).await.says("Approved 3 posts.").says("Not theirs");
    app.deliver().await;
    let letters = app.mailbox();
    assert_eq!((letters.len(), letters[0].subject.as_str()), (1, "3 posts of yours are there"));
    for title in ["One", "Two", "Three"] {
        assert!(letters[0].text.contains(title) && letters[0].html.contains(title));
    }
    holds(&app, "all").await;
    writes(&app, &nia, "Four", "").await.leads_to("/ideas/4");
    assert_eq!(app.number("select count(*) from events where kind = 'user.trusted'").await, 1);
}

#[tokio::test]
async fn blocking_ends_sessions_declines_all_that_waits_and_writes_to_nobody() {
    let app = TestApp::start().await;
    let nia = with(&app, &["One", "Two"]).await;
    let page = does(&app, "One", &BLOCK).await.is(422).says("Only an admin can block people.");
    assert!(page.all("button[value=block]").is_empty());
    nia.get("/waiting").await.is(200);
    let ada = app.ada();
    ada.does(&at(&app, "One").await, &BLOCK).await.says("Declined 2 posts, and blocked their author.");
    nia.get("/waiting").await.leads_to("/sign-in");
    assert_eq!(app.number("select count(*) from held_posts where state = 'declined' and declined_as = 'spam'").await, 2);
    app.clock.advance(SignedDuration::from_hours(1));
    app.deliver().await;
    assert_eq!(app.mailbox().len(), 0);
    // Waiting again, it cannot appear for as long as its author is shut out.
    does(&app, "One", &[]).await.is(422);
    app.max().does(&format!("{}/undo", at(&app, "One").await), &[]).await.says("Its author is blocked.");
    does(&app, "One", &[("act", "approve")]).await.says("“One”: Its author is blocked.");
    assert_eq!(app.number("select count(*) from ideas").await, 0);
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_told() {
    let app = TestApp::start().await;
    with(&app, &["One", "Two"]).await;
    let (one, ada, max) = (at(&app, "One").await, app.ada(), app.max());
    let (approved, declined) = join(ada.post(&one, &[("act", "approve")]), max.post(&one, &DECLINE)).await;
    let (approved, declined) = (ada.follow(approved).await, max.follow(declined).await);
    let told = [&approved, &declined].map(|page| page.words().contains("already."));
    assert_eq!(told.iter().filter(|told| **told).count(), 1, "{} {}", approved.words(), declined.words());
    let appears = app.number("select count(*) from ideas where title = 'One'").await;
    assert_eq!(appears + app.number("select count(*) from held_posts where title = 'One' and state = 'declined'").await, 1);
    assert_eq!(appears == 1, told[1]);
    does(&app, "Two", &[("act", "approve")]).await;
    app.clock.advance(SignedDuration::from_hours(1));
    app.deliver().await;
}

#[tokio::test]
async fn many_are_decided_at_once_and_what_cannot_be_is_said() {
    let app = TestApp::start().await;
    let nia = with(&app, &["One", "Two", "Three"]).await;
    let max = app.max();
    let page = max.get("/admin/moderation").await;
    max.submit(&page, "#selected button[value=approve]", &[]).await.is(422).says("Please select the posts first.");
    let two: Vec<String> = page
        .html()
        .select(&scraper::Selector::parse("input[name=post]").unwrap())
        .take(2)
        .map(|input| input.attr("value").unwrap().to_owned())
        .collect();
    let chosen = [("post", two[0].as_str()), ("post", two[1].as_str())];
    let refused = max.submit(&page, "#selected button[value=decline]", &[chosen[0], chosen[1], ("note", "Kept")]).await.is(422);
    assert_eq!(refused.one(".field-error"), "Please choose a reason.");
    assert_eq!(refused.attribute("#selected input[name=note]", "value").as_deref(), Some("Kept"));
    assert_eq!(refused.all("input[name=post][checked]").len(), 2);
    let sent = max.submit(&refused, "#selected button[value=decline]", &[("reason", "duplicate")]).await;
    max.follow(sent).await.says("Declined 2 posts.");
    let page = max.submit(&page, "#selected button[value=approve]", &[chosen[0], chosen[1]]).await;
    max.follow(page).await.says("“One” has been declined by Max Meyer already.").says("“Two” has been declined");
    app.clock.advance(SignedDuration::from_hours(1));
    app.deliver().await;
    assert_eq!(app.mail_to("nia@new.example").len(), 1);
    nia.get("/waiting").await.says("One").says("declined");
}

#[tokio::test]
async fn what_a_comment_waits_for_may_be_merged_moved_or_deleted_meanwhile() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let (root, merged) = (app.idea_by(&CAST.vera, "Dark mode").await, app.idea_by(&CAST.max, "Night theme").await);
    let nia = newcomer(&app, "nia").await;
    says(&app, &nia, merged.number, "At night").await.leads_to("/waiting/");
    app.change("update ideas m set merged_into = r.id, canonical_id = r.id from ideas r where m.title = 'Night theme' and r.title = 'Dark mode'").await;
    nia.get(&format!("/ideas/{}", root.number)).await.says("Your comment waits");
    let post = held(&app).await;
    app.change("update ideas set deleted_at = created_at").await;
    let page = app.max().get("/admin/moderation").await.says("What it is about was deleted.");
    assert!(page.all(".held button[value=approve]").is_empty());
    app.max().does(&format!("/admin/moderation/{post}"), &[("act", "approve")]).await.says("What it is about was deleted.");
    app.change("update ideas set deleted_at = null").await;
    app.max().does(&format!("/admin/moderation/{post}"), &[("act", "approve")]).await.says("Approved 1 post.");
    let counts: Vec<(i32, i32)> = app.sql("select number, comment_count from ideas order by number").await;
    assert_eq!(counts, [(1, 1), (2, 0)]);
    assert_eq!(app.number("select i.number::bigint from comments c join ideas i on i.id = c.idea_id").await, 2);
    app.deliver().await;
}

#[tokio::test]
async fn what_waits_goes_with_its_author_and_moves_with_its_board() {
    let app = TestApp::start().await;
    let nia = with(&app, &["One"]).await;
    app.max().does("/admin/boards", &[("name", "Later"), ("slug", "later"), ("visibility", "public")]).await;
    app.max().does("/admin/boards/features/close", &[("move_to", "later")]).await;
    app.max().get("/admin/moderation").await.says("Later").lacks("(closed)");
    let gone = at(&app, "One").await;
    nia.does("/profile/delete", &[("email", "nia@new.example")]).await.says("Your account is deleted.");
    assert_eq!(app.number("select count(*) from held_posts").await, 0);
    app.max().post(&gone, &[("act", "approve")]).await.is(404);

    let late = newcomer(&app, "late").await;
    app.max()
        .does("/admin/boards/later", &[("name", "Later"), ("slug", "later"), ("visibility", "public"), ("moderation", "first")])
        .await;
    writes(&app, &late, "In time", "").await.leads_to("/waiting/");
    app.max().does("/admin/boards/features/reopen", &[]).await;
    app.max().does("/admin/boards/later/close", &[]).await;
    app.max().get("/admin/moderation").await.says("Later (closed)");
    does(&app, "In time", &[("act", "approve")]).await.says("Approved 1 post.");
    late.get("/b/later").await.says("In time");
    app.deliver().await;
}

#[tokio::test]
async fn the_queue_is_for_those_who_triage_and_every_act_is_written_down() {
    let app = TestApp::start().await;
    with(&app, &["One", "Two"]).await;
    let rel = app.rel().get("/admin/moderation").await.is(200).says("One");
    assert!(rel.all("main form").is_empty());
    let one = at(&app, "One").await;
    app.rel().post(&one, &[("act", "approve")]).await.is(403);
    app.vera().post(&one, &[("act", "approve")]).await.is(404);
    app.gus().post(&one, &[("act", "approve")]).await.is(404);
    app.gus().get("/admin/moderation").await.is(200).lacks("One").says("Nothing waits");
    app.nobody().post(&one, &[("act", "approve")]).await.leads_to("/sign-in");
    does(&app, "One", &[("act", "approve")]).await;
    does(&app, "Two", &DECLINE).await;
    let events: Vec<(String, String, String)> = app
        .sql("select e.kind, u.name, concat_ws(' ', e.data->>'from', e.data->>'to', e.data->>'reason', e.data->>'note') from events e join users u on u.id = e.actor_id
               where e.kind like 'post.%' and e.kind <> 'post.held' order by e.id")
        .await;
    let wanted = [
        ("post.approved", "Max Meyer", "waiting approved"),
        ("post.declined", "Max Meyer", "waiting declined off_topic We make rotas."),
    ];
    assert_eq!(events, wanted.map(|(kind, who, what)| (kind.to_owned(), who.to_owned(), what.to_owned())));
    app.clock.advance(SignedDuration::from_hours(1));
    app.deliver().await;
}
