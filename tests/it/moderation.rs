//! What waits to be read by the team: whose posts, why, and what their authors do with them meanwhile.

use futures_util::future::join_all;
use jiff::SignedDuration;
use shipboard::ids::{IdeaId, SessionId, UserId};
use shipboard::text::token::Token;

use crate::support::{Browser, CAST, Page, TestApp};

/// Somebody of whom nothing stands here yet, signed in at Acme.
pub(crate) async fn newcomer(app: &TestApp, name: &str) -> Browser {
    let (id, session) = (UserId::new(), Token::new());
    sqlx::query(
        "with person as (
             insert into users (tenant_id, id, email, name, confirmed_at, created_at) values ($1, $2, $3 || '@new.example', $3, $6, $6))
         insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         values ($1, $4, $2, $5, '', '', $6, $6, $6 + interval '400 days')",
    )
    .bind(CAST.acme.id)
    .bind(id)
    .bind(name)
    .bind(SessionId::new())
    .bind(session.hash())
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    let browser = app.nobody();
    browser.keep("session", &session.reveal());
    browser
}

/// A board that holds first posts, or all.
pub(crate) async fn holds(app: &TestApp, moderation: &str) {
    app.max()
        .does(
            "/admin/boards/features",
            &[("name", "Features"), ("slug", "features"), ("visibility", "public"), ("moderation", moderation)],
        )
        .await;
}

/// Writes an idea with the form, as slowly as people do.
pub(crate) async fn writes(app: &TestApp, browser: &Browser, title: &str, body: &str) -> Page {
    let page = browser.get("/ideas/new").await.is(200);
    app.clock.advance(SignedDuration::from_secs(20));
    browser.submit(&page, "main form.form", &[("title", title), ("body", body)]).await
}

/// Comments on an idea with the form under it, as slowly as people do.
pub(crate) async fn says(app: &TestApp, browser: &Browser, idea: i32, body: &str) -> Page {
    let page = browser.get(&format!("/ideas/{idea}")).await.is(200);
    app.clock.advance(SignedDuration::from_secs(20));
    browser.submit(&page, "#talk > .comment-form", &[("body", body)]).await
}

/// The id of the only post that waits.
pub(crate) async fn held(app: &TestApp) -> String {
    let held: Vec<(String,)> = app.sql("select id::text from held_posts where state = 'waiting'").await;
    assert_eq!(held.len(), 1, "{held:?}");
    held[0].0.clone()
}

async fn reasons(app: &TestApp) -> Vec<String> {
    let found: Vec<(String,)> = app.sql("select array_to_string(reasons, ' ') from held_posts order by id").await;
    found.into_iter().map(|(reasons,)| reasons).collect()
}

#[tokio::test]
async fn a_first_post_waits_without_a_trace_and_appears_as_of_when_it_was_written() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let nia = newcomer(&app, "Nia").await;
    let sent = writes(&app, &nia, "Zebra mode", "Stripes, **everywhere**.").await;
    let own = nia.follow(sent.leads_to("/waiting/")).await.is(200);
    let own = own.says("waits to be read by the team").says("The team reads the first post of everybody who is new here.");
    assert_eq!(own.one("#field-body"), "Stripes, **everywhere**.");
    assert_eq!(
        app.sql::<(String,)>(
            "select (select count(*) from ideas) || ' ' || (select count(*) from votes) || ' '
        || (select count(*) from followers) || ' ' || (select count(*) from outbox)"
        )
        .await,
        [("0 0 0 0".to_owned(),)]
    );
    for reader in [app.nobody(), app.vera(), app.max()] {
        for page in ["/", "/b/features", "/?q=zebra", "/ideas/similar?title=Zebra+mode"] {
            assert!(!reader.get(page).await.is(200).one("body").contains("Zebra mode"), "{page}");
        }
        reader.get("/ideas/1").await.is(404);
    }
    // Its author sees it where they left it, and nobody else there.
    nia.get("/b/features").await.is(200).says("Your idea waits to be read by the team. Only you see this: Zebra mode");
    nia.get("/").await.is(200).says("Zebra mode");
    nia.get("/profile").await.says("What the team reads first");
    nia.get("/waiting").await.says("Zebra mode");

    let written = app.clock.now();
    app.clock.advance(SignedDuration::from_hours(30));
    let max = app.max();
    let queue = max.get("/admin/moderation").await.is(200).says("Zebra mode").says("first post of its author").says("Nia");
    assert_eq!(queue.one(".side-count"), "1 waiting");
    assert!(queue.all(".held a[href^='http']").is_empty(), "nothing that was typed can be clicked");
    max.submit(&queue, ".held button[value=approve]", &[]).await.leads_to("/admin/moderation");
    nia.get("/ideas/1").await.is(200).says("Zebra mode").says("Nia").says("1 day ago");
    let rows: Vec<(bool, String, i32)> = app
        .sql("select i.created_at = v.created_at, f.reason::text, i.vote_count from ideas i join votes v on v.idea_id = i.id join followers f on f.idea_id = i.id")
        .await;
    assert_eq!(rows, [(true, "submitted".to_owned(), 1)]);
    assert_eq!(app.sql::<(bool,)>("select body = '' and title = '' and words = '' from held_posts").await, [(true,)]);
    assert!(written < app.clock.now());
    nia.get(own.path.as_str()).await.leads_to("/ideas/1");
    nia.get("/profile").await.lacks("/waiting");
    app.deliver().await;
    let letters = app.mailbox();
    assert_eq!((letters.len(), letters[0].subject.as_str()), (1, "Your idea is there"));
    assert!(letters[0].text.contains("Zebra mode") && letters[0].text.contains("/ideas/1"), "{}", letters[0].text);
    // From now on she is known.
    writes(&app, &nia, "Zebra mode on phones", "").await.leads_to("/ideas/2");
}

#[tokio::test]
async fn where_everything_is_read_first_only_the_team_and_the_trusted_do_not_wait() {
    let app = TestApp::start().await;
    holds(&app, "all").await;
    app.change("update users set trusted_at = null where name = 'Vera Voss'").await;
    app.idea_by(&CAST.vera, "Known for it").await;
    let vera = app.vera();
    writes(&app, &vera, "Dark mode", "").await.leads_to("/waiting/");
    says(&app, &vera, 1, "And soon").await.leads_to("/waiting/");
    assert_eq!(reasons(&app).await, ["everything", "everything"]);
    writes(&app, &app.max(), "From the team", "").await.leads_to("/ideas/2");
    app.ada().does(&format!("/admin/people/{}/trust", CAST.vera.id), &[("trusted", "true")]).await.says("appears at once");
    writes(&app, &vera, "Trusted now", "").await.leads_to("/ideas/3");
    app.ada().does(&format!("/admin/people/{}/trust", CAST.vera.id), &[("trusted", "false")]).await.says("read first again");
    writes(&app, &vera, "Not any more", "").await.leads_to("/waiting/");
    let page = app.ada().get(&format!("/admin/people/{}", CAST.vera.id)).await.says("No longer trusted");
    assert!(page.words().contains("Trusted by Ada Acme"));
    app.max().post(&format!("/admin/people/{}/trust", CAST.vera.id), &[("trusted", "true")]).await.is(403);
}

#[tokio::test]
async fn a_comment_waits_with_its_author_and_is_announced_when_it_appears() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let idea = app.idea_by(&CAST.vera, "Dark mode").await;
    let path = format!("/ideas/{}", idea.number);
    app.vera().does(&format!("{path}/follow"), &[("following", "true"), ("comments", "true")]).await;
    let nia = newcomer(&app, "Nia").await.enhanced();
    let fragment = says(&app, &nia, idea.number, "At night, **please**").await.is(200).lacks("<html");
    assert_eq!(fragment.one(".waiting .as-typed"), "At night, **please**");
    assert_eq!(fragment.one("#comments .number"), "0");
    app.vera().get(&path).await.lacks("At night");
    app.max().get(&path).await.lacks("At night");
    assert_eq!(app.number("select comment_count::bigint + (select count(*) from comments) from ideas").await, 0);
    assert_eq!(app.deliver().await, 0);

    let post = held(&app).await;
    app.max().does(&format!("/admin/moderation/{post}"), &[("act", "approve")]).await.says("Approved 1 post.");
    let shown = app.vera().get(&path).await.says("At night, please");
    assert_eq!(shown.one("#comments .number"), "1");
    app.deliver().await;
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1);
    let comment: String = app.in_scope(&CAST.acme, "select id::text from comments").await;
    nia.get(&format!("/waiting/{post}")).await.leads_to(&format!("{path}#comment-{comment}"));
    assert_eq!(app.number("select count(*) from followers where reason = 'commented'").await, 1);
}

#[tokio::test]
async fn what_looks_like_spam_waits_on_every_board_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let robot = newcomer(&app, "Robot").await;
    let page = robot.get("/ideas/new").await;
    // At once, and with the field filled in that people do not see: the answer is that of any other idea.
    let typed = [("title", "Cheap watches"), ("website", "https://w.example")];
    let sent = robot.submit(&page, "main form.form", &typed).await.leads_to("/b/features");
    robot.follow(sent).await.says("Thank you. We have your idea.").says("Cheap watches");
    robot.post("/ideas", &[("title", "No form at all"), ("submission", &IdeaId::new().to_string())]).await.leads_to("/waiting/");
    writes(&app, &robot, "Look", "https://a.example and www.b.example and [c](https://c.example)").await.leads_to("/waiting/");
    writes(&app, &robot, "Two are fine", "https://a.example and https://b.example").await.leads_to("/ideas/1");
    assert_eq!(reasons(&app).await, ["trap haste", "haste", "links"]);
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    app.max().get("/admin/moderation").await.says("filled in a field that people do not see").says("many links");
    // A stamp is good for the form it came with, and is not lost when the form comes again.
    let sly = newcomer(&app, "Sly").await;
    let page = sly.get("/ideas/new").await;
    let shown = page.attribute("[name=shown]", "value").unwrap();
    app.clock.advance(SignedDuration::from_secs(20));
    let fields = [("title", "Borrowed"), ("submission", &IdeaId::new().to_string()), ("shown", &shown)];
    sly.post("/ideas", &fields).await.leads_to("/waiting/");
    let again = sly.submit(&page, "main form.form", &[("title", "ab")]).await.is(422);
    sly.submit(&again, "main form.form", &[("title", "Abacus")]).await.leads_to("/ideas/2");
}

#[tokio::test]
async fn what_was_declined_or_said_before_waits() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let text = "Best casino of the town, big bonus for everybody today, visit";
    writes(&app, &newcomer(&app, "One").await, "Casino", &format!("{text} https://one.example")).await.leads_to("/waiting/");
    let post = held(&app).await;
    app.max().does(&format!("/admin/moderation/{post}"), &[("act", "decline"), ("reason", "spam")]).await;
    holds(&app, "none").await;
    let two = newcomer(&app, "Two").await;
    writes(&app, &two, "Casino!", &format!("{text} https://two.example/x")).await.leads_to("/waiting/");
    writes(&app, &two, "Export", "The rota as a spreadsheet, please, with one row for every shift.").await.leads_to("/ideas/1");
    let comment = "Please have a look at my own page about this";
    for held in [false, false, true] {
        let sent = says(&app, &two, 1, comment).await;
        sent.leads_to(if held { "/waiting/" } else { "/ideas/1#comment-" });
    }
    // The same words, waiting already, from somebody else.
    says(&app, &newcomer(&app, "Three").await, 1, &comment.to_uppercase()).await.leads_to("/waiting/");
    // What everybody says is no spam.
    for _ in 0..4 {
        says(&app, &two, 1, "Yes, please!").await.leads_to("/ideas/1#comment-");
    }
    assert_eq!(reasons(&app).await[1..], ["declined_before", "repeated", "repeated"]);
    app.clock.advance(SignedDuration::from_mins(6));
    app.deliver().await;
}

#[tokio::test]
async fn an_author_changes_a_post_that_waits_and_takes_it_back() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let nia = newcomer(&app, "Nia").await;
    let sent = writes(&app, &nia, "Dark mode", "").await;
    let page = nia.follow(sent).await;
    let refused = nia.submit(&page, "main form.form", &[("title", "ab"), ("body", "Kept")]).await.is(422);
    assert_eq!(refused.one("#field-title-error"), "The title needs at least 3 characters.");
    assert_eq!(refused.one("#field-body"), "Kept");
    let saved = nia.submit(&refused, "main form.form", &[("title", "Dark mode, at night")]).await;
    nia.follow(saved).await.says("Saved.");
    app.max().get("/admin/moderation").await.says("Dark mode, at night").says("Kept");
    for stranger in [app.vera(), app.max(), app.gus()] {
        stranger.get(&page.path).await.is(404);
        stranger.post(&page.path, &[("title", "Mine now")]).await.is(404);
        stranger.post(&format!("{}/withdraw", page.path), &[]).await.is(404);
    }
    app.nobody().get(&page.path).await.leads_to("/sign-in");
    let gone = nia.submit(&refused, "form[action$=withdraw]", &[]).await;
    nia.follow(gone).await.says("Nothing of it is kept.");
    assert_eq!(app.number("select count(*) from held_posts").await, 0);
    assert_eq!(
        app.number("select count(*) from events where kind = 'post.withdrawn' and not data::text ilike '%dark%'").await,
        1
    );
    nia.get(&page.path).await.is(404);
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_waits_once() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let nia = newcomer(&app, "Nia").await;
    let submission = IdeaId::new().to_string();
    let fields = [("title", "Dark mode"), ("board", "features"), ("submission", submission.as_str())];
    for answer in join_all((0..5).map(|_| nia.post("/ideas", &fields))).await {
        answer.leads_to("/waiting/");
    }
    let post = held(&app).await;
    app.max().does(&format!("/admin/moderation/{post}"), &[("act", "approve")]).await;
    nia.follow(nia.post("/ideas", &fields).await.leads_to("/waiting/")).await.says("Dark mode");
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    newcomer(&app, "Thief").await.post("/ideas", &fields).await.is(422).says("This form has been sent before");
    app.deliver().await;
}

#[tokio::test]
async fn what_was_written_while_signed_out_waits_as_well() {
    let app = TestApp::start().await;
    holds(&app, "first").await;
    let browser = app.nobody();
    let kept = writes(&app, &browser, "Dark mode", "For late shifts").await;
    let page = browser.follow(kept.leads_to("/sign-in?intent=")).await;
    browser.submit(&page, "main form", &[("email", "new@customer.example")]).await;
    app.deliver().await;
    let letter = app.mail_to("new@customer.example").pop().unwrap();
    let reply = browser.post("/sign-in/code", &[("code", &letter.code())]).await;
    browser.follow(reply.leads_to("/waiting/")).await.says("waits to be read by the team");
    assert_eq!(reasons(&app).await, ["first"]);
}

#[tokio::test]
async fn a_change_waits_where_it_adds_links_or_where_everything_is_read_first() {
    let app = TestApp::start().await;
    let nia = newcomer(&app, "Nia").await;
    writes(&app, &nia, "Dark mode", "Please").await.leads_to("/ideas/1");
    let links = "https://a.example https://b.example https://c.example";
    let edit = |body: String| {
        let nia = &nia;
        async move { nia.post("/ideas/1/edit", &[("title", "Dark mode"), ("body", &body)]).await }
    };
    edit("Please, soon".to_owned()).await.leads_to("/ideas/1");
    edit(links.to_owned()).await.leads_to("/waiting/");
    edit(format!("{links} again")).await.leads_to("/waiting/");
    assert_eq!(reasons(&app).await, ["links"], "two changes that wait are one");
    nia.get("/ideas/1").await.says("Please, soon").says("Your change to an idea waits").says("again");
    app.nobody().get("/ideas/1").await.lacks("a.example");
    let post = held(&app).await;
    app.max().get("/admin/moderation").await.says("What it would change").says("Please, soon");
    app.max().does(&format!("/admin/moderation/{post}"), &[("act", "approve")]).await;
    app.nobody().get("/ideas/1").await.says("again");
    assert_eq!(app.number("select count(*) from idea_revisions").await, 2);

    holds(&app, "all").await;
    app.clock.advance(SignedDuration::from_mins(1));
    edit("Thought better of it".to_owned()).await.leads_to("/waiting/");
    let overtaken = held(&app).await;
    app.clock.advance(SignedDuration::from_mins(1));
    app.max().does("/ideas/1/edit", &[("title", "Dark mode"), ("body", "By the team")]).await;
    app.max()
        .does(&format!("/admin/moderation/{overtaken}"), &[("act", "approve")])
        .await
        .says("was changed by somebody else since");
    app.nobody().get("/ideas/1").await.says("By the team");
    app.deliver().await;
}
