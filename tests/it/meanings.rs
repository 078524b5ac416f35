//! A model that says what texts mean: it finds what the words do not, and nothing waits for it or fails because of it.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use shipboard::boards::Visibility;
use shipboard::ids::IdeaId;
use shipboard::similar::{self, Similar};

use crate::support::{CAST, Model, Setup, Temper, TestApp};

async fn app(model: &Model) -> TestApp {
    TestApp::start_with(Setup { embeddings: Some(model.url()), ..Setup::default() }).await
}

/// Asks the model about all that is new, and compares.
async fn settle(app: &TestApp) {
    for _ in 0..3 {
        app.clock.advance(SignedDuration::from_mins(1));
        app.deliver().await;
    }
}

/// What somebody who types this title is shown.
async fn shown(app: &TestApp, title: &str) -> Vec<String> {
    let path = format!("/ideas/similar?title={}", shipboard::web::form::escape(title));
    let titles = app.nobody().enhanced().get(&path).await.is(200).all(".similar a");
    titles.into_iter().map(|title| title.replace(" (opens in a new tab)", "")).collect()
}

async fn beside(app: &TestApp, idea: IdeaId) -> Vec<Similar> {
    let mut tx = app.db.tenant_read(CAST.acme.id).await.unwrap();
    similar::for_idea(app, &mut tx, idea, &Visibility::ALL, 5).await.unwrap()
}

async fn some(app: &TestApp) -> IdeaId {
    let vera = app.vera();
    vera.submits("Night theme").await;
    vera.submits("Download my data").await;
    vera.submits("Keyboard shortcuts for booking").await;
    let ids: Vec<(IdeaId,)> = app.sql("select id from ideas order by number limit 1").await;
    ids[0].0
}

#[tokio::test]
async fn what_means_the_same_in_other_words_is_found_beside_what_says_the_same() {
    let model = Model::start().await;
    let app = app(&model).await;
    let night = some(&app).await;
    assert_eq!(shown(&app, "Easier on the eyes please").await, [""; 0], "nothing is known of the ideas yet");
    settle(&app).await;
    assert_eq!(shown(&app, "Easier on the eyes please").await, ["Night theme"]);
    assert_eq!(shown(&app, "spreadsheet of everything").await, ["Download my data"]);
    assert_eq!(shown(&app, "Keybord shortcuts for bookings").await, ["Keyboard shortcuts for booking"], "by its words");
    assert_eq!(shown(&app, "Please add a calendar").await, [""; 0]);

    // At the desk as well, with the reason, and in the queue.
    app.vera().submits("Something easier on the eyes").await;
    settle(&app).await;
    let found = beside(&app, night).await;
    assert_eq!(
        found.iter().map(|one| (one.title.as_str(), one.reason().english())).collect::<Vec<_>>(),
        [("Something easier on the eyes", "means much the same".to_owned())]
    );
    assert_eq!(app.number("select count(*) from likely_pairs").await, 1);
    assert!(app.gus().get("/ideas/similar?title=easier+on+the+eyes").await.is(200).text().trim().is_empty());
}

#[tokio::test]
async fn the_model_is_asked_again_when_words_change_and_never_twice_about_the_same() {
    let model = Model::start().await;
    let app = app(&model).await;
    some(&app).await;
    settle(&app).await;
    let mut texts = model.texts();
    texts.sort();
    assert_eq!(texts, ["Download my data", "Keyboard shortcuts for booking", "Night theme"]);
    app.vera().post("/ideas/1/edit", &[("title", "Log on with my phone"), ("body", "")]).await.is(303);
    settle(&app).await;
    assert_eq!(model.texts()[3..], ["Log on with my phone"]);
    assert_eq!(shown(&app, "enter with google").await, ["Log on with my phone"]);
    assert_eq!(shown(&app, "easier on the eyes").await, [""; 0]);
    let asked = model.texts().len();
    shown(&app, "enter with google").await;
    assert_eq!(model.texts().len(), asked, "what was typed a moment ago is not asked about again");
}

#[tokio::test]
async fn where_the_model_is_down_slow_or_wrong_the_words_alone_serve_and_nobody_waits() {
    let model = Model::start().await;
    let app = app(&model).await;
    some(&app).await;
    settle(&app).await;
    for temper in [Temper::Broken, Temper::Slow, Temper::Short] {
        let other = super::similar::another_with(&app, &model.url()).await;
        model.becomes(temper);
        let begun = Instant::now();
        // The first to come finds out; the others are not kept.
        for title in ["keyboard shortcuts", "shortcuts for keyboards", "bookings by keyboard"] {
            let meant = similar::meant(&other, title).await;
            assert_eq!(meant, None, "{temper:?}");
            let mut tx = other.db.tenant_read(CAST.acme.id).await.unwrap();
            let draft = similar::Draft { title, text: "", meant: None };
            let found = similar::for_words(&other, &mut tx, draft, &[Visibility::Public], None, 5).await.unwrap();
            assert_eq!(found.len(), 1, "{title}, {temper:?}");
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{temper:?} was waited for");
    }

    // A job that the model does not answer comes back, and the idea is compared by its words meanwhile.
    model.becomes(Temper::Broken);
    app.vera().submits("Keyboard shortcuts for bookings").await;
    settle(&app).await;
    assert_eq!(app.number("select count(*) from likely_pairs").await, 1);
    let last: Vec<(String,)> = app.sql("select reason from outbox where kind = 'similar.understand' and state = 'waiting'").await;
    assert!(last[0].0.contains("500") && !last[0].0.contains("sk-secret"), "{last:?}");
    model.becomes(Temper::Well);
    app.clock.advance(SignedDuration::from_hours(1));
    settle(&app).await;
    assert_eq!(app.number("select count(*) from idea_meanings").await, 4);

    // Vectors of another length are compared with none of before.
    model.becomes(Temper::OtherLength);
    app.vera().submits("Something easier on the eyes").await;
    settle(&app).await;
    assert_eq!(shown(&app, "Night themes").await, ["Night theme"]);
}

#[tokio::test]
async fn the_key_goes_to_the_service_and_nowhere_else() {
    let model = Model::start().await;
    let app = app(&model).await;
    some(&app).await;
    settle(&app).await;
    assert!(model.keys().iter().all(|key| key == "Bearer sk-secret"), "{:?}", model.keys());
    assert!(!format!("{:?}", app.config).contains("sk-secret"));
    assert!(!format!("{:?}", app.meaning).contains("sk-secret"));
    for table in ["outbox", "events", "idea_meanings"] {
        let found = format!("select count(*) from {table} t where t::text like '%sk-secret%'");
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(found)).fetch_one(app.owner()).await.unwrap();
        assert_eq!(found, 0, "{table}");
    }
}

#[tokio::test]
async fn without_a_model_nothing_is_asked_or_stored() {
    let app = TestApp::start().await;
    some(&app).await;
    settle(&app).await;
    assert_eq!(app.number("select count(*) from outbox where kind = 'similar.understand'").await, 0);
    assert_eq!(app.number("select count(*) from idea_meanings").await, 0);
}

#[tokio::test]
async fn a_model_that_was_set_up_later_is_asked_about_all_that_is_there() {
    let app = TestApp::start().await;
    some(&app).await;
    settle(&app).await;
    let model = Model::start().await;
    let other = super::similar::another_with(&app, &model.url()).await;
    similar::meaning_jobs::understand_all(&other).await.unwrap();
    let handlers = shipboard::workers::handlers();
    while shipboard::outbox::worker::drain(&other, &handlers, shipboard::access::find_site).await.unwrap() > 0 {}
    assert_eq!(app.number("select count(*) from idea_meanings").await, 3);
}

#[tokio::test]
async fn a_network_that_asks_very_often_is_answered_by_the_words_alone() {
    let model = Model::start().await;
    let app = TestApp::start_with(Setup { embeddings: Some(model.url()), limits: true, ..Setup::default() }).await;
    some(&app).await;
    settle(&app).await;
    let asked = model.texts().len();
    for turn in 0..140 {
        shown(&app, &format!("Keyboard shortcuts {turn}")).await;
    }
    let more = model.texts().len() - asked;
    assert!((100..=125).contains(&more), "the model was asked {more} times");
    assert_eq!(shown(&app, "Keybord shortcuts").await, ["Keyboard shortcuts for booking"]);
}
