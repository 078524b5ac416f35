//! What says something else the second time, what an import wrote down of somebody who is deleted, and follows that were asked
//! for since.

use shipboard::imports::State;
use shipboard::imports::record::Kind;
use shipboard::users::delete;

use super::{carry, counts_are_right, errors, import, rows};
use crate::ship::{release, settles, ships};
use crate::support::{CAST, TestApp};

const FILE: &str = r#"{"type":"board","id":"b","name":"Office","description":"Things"}
{"type":"status","id":"s","name":"Odd one","category":"planned"}
{"type":"tag","id":"t","name":"red","color":"red"}
{"type":"person","id":"u1","email":"milton@initech.example","name":"Milton"}
{"type":"idea","id":"1","title":"Staplers","author":"u1","created_at":"2023-01-01T00:00:00Z","board":"b","status":"s","tags":["t"]}
{"type":"vote","idea":"1","person":"u1","created_at":"2023-01-01T00:00:00Z"}
{"type":"comment","id":"c","idea":"1","author":"u1","body":"Mine","created_at":"2023-01-03T00:00:00Z"}
{"type":"comment","id":"d","idea":"1","author":"u1","body":"And mine","created_at":"2023-01-04T00:00:00Z"}
"#;

fn later() -> String {
    FILE.replace("Office", "Offices")
        .replace("Things", "All things")
        .replace("Odd one", "Odder one")
        .replace("\"red\"", "\"pink\"")
        .replace("\"Mine\"", "\"Still mine\"")
        .replace("\"And mine\",", "\"\",\"deleted_at\":\"2023-02-01T00:00:00Z\",")
}

async fn words(app: &TestApp) -> Vec<(String,)> {
    app.sql(
        "select concat_ws('|', b.name, b.description, s.name, t.name, t.color, c.body, c.body_html like '%' || c.body || '%', i.comment_count)
           from ideas i join boards b on b.id = i.board_id join statuses s on s.id = i.status_id, tags t, comments c
          where c.idea_id = i.id and c.body <> '' order by c.created_at limit 1",
    )
    .await
}

#[tokio::test]
async fn boards_statuses_tags_and_comments_say_what_the_file_says_now_and_go_back() {
    let app = TestApp::start().await;
    import(&app, FILE).await;
    let before = words(&app).await;
    let everything = rows(&app).await;
    let changed = import(&app, &later()).await;
    for (kind, count) in [(Kind::Board, 1), (Kind::Status, 1), (Kind::Tag, 1), (Kind::Comment, 2)] {
        assert_eq!(changed.summary.of(kind).changed, count, "{kind:?}");
    }
    assert_eq!(words(&app).await[0].0, "Offices|All things|Odder one|pink|pink|Still mine|t|1");
    counts_are_right(&app).await;
    assert!(import(&app, &later()).await.summary.changes_nothing());

    let undone = carry(&app, changed.id, State::Undoing).await;
    assert_eq!((undone.state, undone.summary.kept.as_slice()), (State::Undone, &[][..]), "{:?}", undone.failure);
    assert_eq!(words(&app).await, before);
    assert_eq!(rows(&app).await, everything);
    counts_are_right(&app).await;
}

#[tokio::test]
async fn what_somebody_has_changed_since_stays_and_a_name_that_is_taken_is_refused() {
    let app = TestApp::start().await;
    import(&app, FILE).await;
    let changed = import(&app, &later()).await;
    app.change("update comments set body = 'Ours now' where body = 'Still mine'").await;
    let undone = carry(&app, changed.id, State::Undoing).await;
    assert!(undone.summary.kept[0].starts_with("1 change stays"), "{:?}", undone.summary.kept);
    assert_eq!(app.number("select count(*) from comments where body = 'Ours now'").await, 1);

    app.change("insert into tags (tenant_id, id, name) select id, gen_random_uuid(), 'pink' from tenants where slug = 'acme'")
        .await;
    let refused = import(&app, &later()).await;
    assert_eq!(refused.summary.of(Kind::Tag).refused, 1);
    assert!(errors(&app, refused.id).await[0].1.contains("Something else is called “pink” here"));
}

#[tokio::test]
async fn a_follow_that_somebody_asked_for_since_outlasts_the_import() {
    let app = TestApp::start().await;
    let file = FILE.replace("milton@initech.example", CAST.vera.email);
    let done = import(&app, &file).await;
    let number = app.number("select number::bigint from ideas where title = 'Staplers'").await;
    app.clock.advance(jiff::SignedDuration::from_mins(1));
    app.vera().does(&format!("/ideas/{number}/follow"), &[("following", "true")]).await;
    assert_eq!(app.number("select count(*) from followers where reason = 'submitted' and asked_at is not null").await, 1);
    let page = app.ada().get(&format!("/admin/imports/{}/undo", done.id)).await.is(200);
    page.says("0 ideas, 1 vote and 2 comments");
    let undone = carry(&app, done.id, State::Undoing).await;
    assert_eq!(undone.summary.kept[0], "1 idea stays, with what others have added since.");
    assert_eq!(app.number("select count(*) from followers").await, 1);
}

#[tokio::test]
async fn nothing_that_an_import_wrote_down_names_somebody_who_was_deleted() {
    let app = TestApp::start().await;
    import(&app, FILE).await;
    let wrong = r#"{"type":"vote","idea":"1","person":"Milton@Initech.example"}
{"type":"vote","idea":"1","person":"Milton II"}
{"type":"vote","idea":"1","person":"Somebody else"}
"#;
    let second = format!("{}{wrong}", FILE.replace("\"Milton\"", "\"Milton II\""));
    let done = import(&app, &second).await;
    let named = "select (select count(*) from import_acts where before::text like '%Milton%' or after::text like '%Milton%')
                      + (select count(*) from import_errors where words ilike '%milton%')";
    assert_eq!(app.number(named).await, 3);
    let milton = app.sql::<(shipboard::ids::UserId,)>("select id from users where email = 'milton@initech.example'").await[0].0;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    delete::erase(&mut tx, milton, CAST.ada.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.number(named).await, 0);
    assert!(errors(&app, done.id).await.iter().any(|(_, words)| words.contains("Somebody else")));

    // The same file does not bring them back, by name, by company or as somebody who hears of it.
    import(&app, &FILE.replace("\"id\":\"u1\"", "\"id\":\"u1\",\"company\":\"Initech\"")).await;
    let left: Vec<(Option<String>, String, bool)> =
        app.sql("select email, name, company_id is null from users where deleted_at is not null").await;
    assert_eq!(left, [(None, delete::NAME.to_owned(), true)]);
    assert_eq!(app.number("select count(*) from users where email like 'milton%'").await, 0);
    assert_eq!(app.number("select count(*) from followers").await, 0);
    assert_eq!(app.number(named).await, 0);
    // Undoing has no name left to go back to.
    carry(&app, done.id, State::Undoing).await;
    assert_eq!(app.number("select count(*) from users where name like 'Milton%'").await, 0);
}

#[tokio::test]
async fn a_vote_that_is_dated_before_a_ship_and_came_after_it_is_no_difference() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.idea_by(&CAST.vera, "Staplers").await;
    let number = release(&app, "1.0", &[idea.number]).await;
    ships(&app, number, "settle").await;
    settles(&app).await;
    app.is_in_order().await;
    app.clock.advance(jiff::SignedDuration::from_mins(1));
    let file = format!(
        "{{\"type\":\"person\",\"id\":\"u\",\"email\":\"late@x.example\"}}
{{\"type\":\"idea\",\"id\":\"{}\",\"title\":\"Staplers\",\"created_at\":\"2023-01-01T00:00:00Z\"}}
{{\"type\":\"vote\",\"idea\":\"{}\",\"person\":\"u\",\"created_at\":\"2023-01-01T00:00:00Z\"}}\n",
        idea.id, idea.id
    );
    let done = import(&app, &file).await;
    assert_eq!((done.summary.of(Kind::Idea).found, done.summary.of(Kind::Vote).made), (1, 1));
    app.is_in_order().await;
}
