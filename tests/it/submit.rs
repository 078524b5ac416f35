//! Submitting an idea: one form makes one idea with a number of its own, and nothing typed is lost.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use shipboard::ideas::submit::{self, NewIdea};
use shipboard::ids::IdeaId;
use shipboard::text::{Body, Title};

use crate::support::{CAST, Setup, TestApp};

#[tokio::test]
async fn an_idea_comes_in_with_its_authors_vote_and_its_author_follows_it() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let page = vera.get("/ideas/new").await.is(200);
    let sent = vera.submit(&page, "form.form", &[("title", " Dark mode "), ("body", "My eyes, **at night**.")]).await;
    let shown = vera.follow(sent.leads_to("/ideas/1")).await.is(200).says("Thank you").says("Dark mode").says("at night");
    assert_eq!(shown.attribute("#vote-button-1", "aria-pressed").as_deref(), Some("true"));
    let follow: Vec<(String, String)> =
        app.sql("select u.name, f.reason::text from followers f join users u on u.id = f.user_id").await;
    assert_eq!(follow, [("Vera Voss".to_owned(), "submitted".to_owned())]);
    assert_eq!(app.number("select count(*) from events where kind = 'idea.submitted'").await, 1);
    app.gus().get("/ideas/1").await.is(404);
    app.nobody().get("/ideas/1").await.is(200);
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_idea_and_both_answers_lead_to_it() {
    let app = TestApp::start().await;
    let submission = IdeaId::new().to_string();
    let fields = [("title", "Dark mode"), ("body", ""), ("board", "features"), ("submission", submission.as_str())];
    let vera = app.vera();
    let answers = join_all((0..5).map(|_| vera.post("/ideas", &fields))).await;
    for answer in answers {
        answer.leads_to("/ideas/1");
    }
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    assert_eq!(app.number("select count(*) from votes").await, 1);
    assert_eq!(app.number("select count(*) from events where kind = 'idea.submitted'").await, 1);
    // Somebody else with the same key is told, and is shown nothing of Vera's.
    app.max().post("/ideas", &fields).await.is(422).says("This form has been sent before");
    assert_eq!(vera.submits("Next").await, 2);
}

#[tokio::test]
async fn a_hundred_people_submitting_at_once_get_a_hundred_numbers() {
    let app = TestApp::start().await;
    let at_once = (0..100).map(|number| {
        let app = &app;
        async move {
            let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
            let new = NewIdea {
                board: CAST.acme.board,
                author: CAST.vera.id,
                status: CAST.acme.statuses[0],
                title: Title::parse(&format!("Idea {number}")).unwrap(),
                body: Body::parse("").unwrap(),
                submission: IdeaId::new().0,
                created_at: app.clock.now(),
            };
            let idea = submit::insert(&mut tx, &new).await.unwrap();
            tx.commit().await.unwrap();
            idea.number
        }
    });
    let numbers: BTreeSet<i32> = join_all(at_once).await.into_iter().collect();
    assert_eq!(numbers, (1..=100).collect());
    // The neighbour counts for themselves.
    app.change("update boards set slug = 'features'").await;
    assert_eq!(app.gus().submits("First of Globex").await, 1);
}

#[tokio::test]
async fn a_refused_form_says_why_beside_the_field_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let fields = [("title", "ab"), ("body", "A long <story>\nin two lines"), ("board", "features")];
    let page = vera.post("/ideas", &fields).await.is(422);
    assert_eq!(page.one("#field-title-error"), "The title needs at least 3 characters.");
    assert_eq!(page.attribute("#field-title", "value").as_deref(), Some("ab"));
    assert_eq!(page.one("#field-body"), "A long <story> in two lines");
    // Mended on the page itself, it goes in.
    vera.submit(&page, "form.form", &[("title", "Abacus")]).await.leads_to("/ideas/1");
    vera.post("/ideas", &[("title", "Lost"), ("board", "nowhere")]).await.is(422).says("does not take ideas");
    vera.post("/ideas", &[("title", "The only board")]).await.leads_to("/ideas/2");
    app.change("insert into boards (tenant_id, id, slug, name, visibility, position, created_at) select id, gen_random_uuid(), 'team', 'Team', 'staff', 2, created_at from tenants").await;
    vera.post("/ideas", &[("title", "Not for me"), ("board", "team")]).await.is(422);
    app.max().post("/ideas", &[("title", "For us"), ("board", "team")]).await.leads_to("/ideas/");
}

#[tokio::test]
async fn who_is_signed_out_can_write_and_is_asked_who_they_are_at_the_end() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    let page = nobody.get("/ideas/new?title=Dark").await.is(200);
    assert_eq!(page.attribute("#field-title", "value").as_deref(), Some("Dark"));
    nobody.submit(&page, "form.form", &[("title", "Dark mode")]).await.leads_to("/sign-in");
    assert_eq!(app.number("select count(*) from ideas").await, 0);
}

#[tokio::test]
async fn without_scripts_a_form_comes_back_once_with_the_ideas_much_like_it_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let first = app.max().submits("Dark mode").await;
    let vera = app.vera();
    let typed = [("title", "A dark mode, please"), ("body", "My eyes!"), ("submission", "018f4f5e-0000-7000-8000-000000000001")];
    let sent = [&typed[..], &[("look", "first")]].concat();
    let looked = vera.post("/ideas", &sent).await.is(200).says("Is it this one?").says("Submit anyway");
    assert_eq!(looked.attribute("#field-title", "value").as_deref(), Some("A dark mode, please"));
    assert_eq!(looked.one("#field-body"), "My eyes!");
    assert_eq!(looked.attribute("[name=submission]", "value").as_deref(), Some(typed[2].1));
    assert_eq!(looked.one(".similar-why"), "shares “dark”, “mode”");
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    // One may vote there instead, and is led to what one voted for.
    let button = looked.attribute("button.similar-vote", "formaction").unwrap();
    assert_eq!(
        (button.as_str(), looked.attribute("button.similar-vote", "form").as_deref()),
        ("/ideas/1/vote", Some("similar-votes"))
    );
    vera.get("/ideas/new").await;
    vera.post(&button, &[("voted", "true")]).await.leads_to("/ideas/1");
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 2);
    let again = vera.post("/ideas", &sent).await.says("You want this already");
    assert_eq!(again.attribute("button.similar-vote", "aria-pressed").as_deref(), Some("true"));
    // Or one goes on.
    vera.submit(&looked, "form.form .form-actions button", &[]).await.leads_to("/ideas/2");
    assert_eq!((first, app.number("select count(*) from ideas").await), (1, 2));
    // Where nothing is much like it, it goes in at once.
    vera.post("/ideas", &[("title", "Import bank statements"), ("look", "first")]).await.leads_to("/ideas/3");
}

#[tokio::test]
async fn too_many_ideas_at_once_keep_what_was_typed_and_say_when_to_come_back() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let vera = app.vera();
    for number in 0..15 {
        vera.submits(&format!("Idea {number}")).await;
    }
    let page = vera.post("/ideas", &[("title", "One too many"), ("body", "Keep me")]).await.is(429).says("in 1 minute");
    assert!(!page.header("retry-after").is_empty());
    assert_eq!(page.one("#field-body"), "Keep me");
}

#[tokio::test]
async fn what_is_written_from_right_to_left_is_typed_and_read_that_way() {
    let app = TestApp::start().await;
    let vera = app.vera();
    let form = vera.get("/ideas/new").await;
    for field in ["input[name=title]", "textarea[name=body]"] {
        assert_eq!(form.attribute(field, "dir").as_deref(), Some("auto"), "{field}");
    }
    let sent = vera.submit(&form, "form.form", &[("title", "ייצוא לקובץ PDF"), ("body", "אני רוצה להדפיס.")]).await;
    let shown = vera.follow(sent.leads_to("/ideas/1")).await.is(200);
    assert_eq!(shown.one("h1 > bdi"), "ייצוא לקובץ PDF");
    assert_eq!(shown.attribute(".prose p", "dir").as_deref(), Some("auto"));
}
