//! What comes in: everything the file says, once.

use shipboard::imports::State;
use shipboard::imports::options::Options;
use shipboard::imports::record::Kind;

use super::{begin, bring, carry, counts_are_right, dies_after, errors, import, made, rows, says_nothing_new};
use crate::support::{CAST, TestApp};

/// Two people, three ideas of which one is part of another that stands further down, votes, comments, a "no".
const FILE: &str = r#"{"type":"company","id":"c1","name":"Initech","monthly_revenue_minor":50000,"currency":"EUR"}
{"type":"person","id":"u1","email":"Milton@Initech.example","name":"Milton","company":"c1"}
{"type":"person","id":"u2","email":"peter@initech.example","name":"Peter","company":"Initech","roles":["owner"],"confirmed_at":"2020-01-01T00:00:00Z"}
{"type":"idea","id":"7","title":"Red stapler","author":"u1","created_at":"2023-01-01T00:00:00Z","merged_into":"9","status":"Odd one","tags":["office"],"board":"Office"}
{"type":"idea","id":"8","title":"Cake","body":"**For all**","author":"u2","created_at":"2023-02-01T00:00:00Z","imported_votes":5,"status":"completed"}
{"type":"idea","id":"9","title":"Staplers","author":"u2","created_at":"2023-03-01T00:00:00Z","number":40}
{"type":"vote","idea":"7","person":"u1","created_at":"2023-01-02T00:00:00Z"}
{"type":"vote","idea":"9","person":"u1","created_at":"2023-03-02T00:00:00Z"}
{"type":"vote","idea":"9","person":"u2"}
{"type":"vote","idea":"8","person":"u2","created_at":"2023-03-02T00:00:00Z"}
{"type":"comment","id":"a","idea":"7","author":"u1","body":"I believe you have my stapler","created_at":"2023-01-03T00:00:00Z"}
{"type":"comment","id":"b","idea":"7","parent":"a","author":"u2","body":"No","created_at":"2023-01-04T00:00:00Z"}
{"type":"comment","id":"c","idea":"7","parent":"b","author":"u1","body":"Yes","created_at":"2023-01-05T00:00:00Z"}
{"type":"comment","id":"d","idea":"8","author":"u2","body":"Among us","staff_only":true,"created_at":"2023-01-05T00:00:00Z"}
{"type":"opt_out","id":"o1","person":"u2","scope":"ideas","created_at":"2023-04-01T00:00:00Z"}
"#;

#[tokio::test]
async fn a_file_comes_in_as_it_says_and_a_second_time_changes_nothing() {
    let app = TestApp::start().await;
    let done = import(&app, FILE).await;
    assert_eq!(done.state, State::Done, "{:?}", done.failure);
    assert_eq!(errors(&app, done.id).await, []);
    for (kind, count) in
        [(Kind::Idea, 3), (Kind::Vote, 4), (Kind::Comment, 4), (Kind::Person, 2), (Kind::OptOut, 1), (Kind::Company, 1)]
    {
        assert_eq!(done.summary.of(kind), made(count), "{kind:?}");
    }
    counts_are_right(&app).await;

    let root: Vec<(i32, i32, i32)> =
        app.sql("select number, vote_count, comment_count from ideas where title = 'Staplers'").await;
    assert_eq!(root, [(40, 2, 3)], "the number is kept; two people over the tree; comments of both");
    let part: Vec<(bool,)> = app.sql("select merged_into is not null from ideas where title = 'Red stapler'").await;
    assert_eq!(part, [(true,)]);
    let cake: Vec<(i32, String)> = app
        .sql("select i.vote_count, s.category::text from ideas i join statuses s on s.id = i.status_id where i.title = 'Cake'")
        .await;
    assert_eq!(cake, [(6, "done".to_owned())], "“completed” is the workspace's own word for done");
    assert_eq!(app.number("select count(*) from statuses where name = 'Odd one' and category = 'open'").await, 1);
    assert_eq!(
        app.number("select count(*) from comments where parent_id = (select id from comments where body like 'I believe%')")
            .await,
        2
    );
    let people: Vec<(String, bool, Vec<String>)> =
        app.sql("select email, confirmed_at is null, roles::text[] from users where email like '%initech%' order by email").await;
    let member = vec!["member".to_owned()];
    assert_eq!(
        people,
        [("milton@initech.example".to_owned(), true, member.clone()), ("peter@initech.example".to_owned(), true, member)]
    );
    assert_eq!(
        app.number("select count(*) from followers where reason = 'voted'").await,
        1,
        "the others follow already as authors"
    );

    let before = rows(&app).await;
    let again = import(&app, FILE).await;
    says_nothing_new(&again);
    assert_eq!(rows(&app).await, before);
    assert_eq!(app.mailbox().len(), 0);
    assert_eq!(app.number("select count(*) from notices").await, 0);
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_leaves_everything_as_it_is() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let id = bring(&app, FILE.as_bytes(), "shipboard", &Options::default()).await;
    let checked = carry(&app, id, State::Checking).await;
    assert_eq!((checked.state, checked.record_count), (State::Checked, Some(15)));
    let after = rows(&app).await;
    assert!(before.iter().all(|(table, count)| table.starts_with("import_") || after[table] == *count), "{after:?}");
    assert_eq!(checked.summary.sample.len(), 3);
    assert!(checked.summary.notes.iter().any(|note| note.contains("Odd one")), "{:?}", checked.summary.notes);
    assert!(checked.summary.notes.iter().any(|note| note.contains("completed")), "{:?}", checked.summary.notes);

    let done = carry(&app, id, State::Running).await;
    for kind in [Kind::Idea, Kind::Vote, Kind::Comment, Kind::Person, Kind::Board, Kind::Status, Kind::Tag] {
        assert_eq!(checked.summary.of(kind), done.summary.of(kind), "{kind:?}");
    }
}

#[tokio::test]
async fn what_says_something_else_the_second_time_is_changed() {
    let app = TestApp::start().await;
    import(&app, FILE).await;
    let later =
        FILE.replace("Cake", "Birthday cake").replace("\"imported_votes\":5", "\"imported_votes\":9").replace("50000", "70000");
    let done = import(&app, &later).await;
    assert_eq!(done.summary.of(Kind::Idea).changed, 1);
    assert_eq!(done.summary.of(Kind::Company).changed, 1);
    let cake: Vec<(i32,)> = app.sql("select vote_count from ideas where title = 'Birthday cake'").await;
    assert_eq!(cake, [(10,)]);
    assert_eq!(app.number("select monthly_revenue_minor from companies").await, 70_000);
    counts_are_right(&app).await;
}

#[tokio::test]
async fn people_who_are_here_stay_who_they_are() {
    let app = TestApp::start().await;
    let file = r#"{"type":"person","id":"x","email":"vera@customer.example","name":"Another name","roles":["admin"]}
{"type":"idea","id":"1","title":"From elsewhere","author":"x","created_at":"2023-01-01T00:00:00Z"}
{"type":"vote","idea":"1","person":"x"}
"#;
    let done = import(&app, file).await;
    assert_eq!(done.summary.of(Kind::Person).found, 1);
    let vera: Vec<(String, Vec<String>)> =
        app.sql("select name, roles::text[] from users where email = 'vera@customer.example'").await;
    assert_eq!(vera, [(CAST.vera.name.to_owned(), vec!["member".to_owned()])]);
    let author: Vec<(String,)> =
        app.sql("select u.email from ideas i join users u on u.id = i.author_id where i.title = 'From elsewhere'").await;
    assert_eq!(author, [("vera@customer.example".to_owned(),)]);
}

#[tokio::test]
async fn a_workspace_that_moves_house_is_trusted_where_somebody_says_so() {
    let app = TestApp::start().await;
    let file = r#"{"type":"shipboard","version":1}
{"type":"person","id":"u1","email":"max@initech.example","name":"Max","roles":["member","manager","owner"],"confirmed_at":"2020-01-01T00:00:00Z"}
{"type":"person","id":"u2","email":null,"name":"Deleted person","deleted_at":"2021-01-01T00:00:00Z"}
{"type":"idea","id":"1","title":"A wish","author":"u1","created_at":"2023-01-01T00:00:00Z"}
{"type":"vote","idea":"1","person":"u1"}
{"type":"vote","idea":"1","person":"u2"}
{"type":"follower","idea":"1","person":"u1","reason":"asked","comments":true}
"#;
    let id = bring(&app, file.as_bytes(), "shipboard", &Options { trust: true, ..Options::default() }).await;
    carry(&app, id, State::Running).await;
    let max: Vec<(Vec<String>, bool)> =
        app.sql("select roles::text[], confirmed_at is not null from users where email = 'max@initech.example'").await;
    assert_eq!(max, [(vec!["member".to_owned(), "manager".to_owned()], true)], "an owner is made by an owner");
    let followers: Vec<(String, bool)> = app.sql("select reason::text, comments from followers").await;
    assert_eq!(followers, [("asked".to_owned(), true)], "a file with a header lists its followers");
    assert_eq!(
        app.number("select vote_count::bigint from ideas where title = 'A wish'").await,
        2,
        "the vote of a deleted person counts"
    );
}

#[tokio::test]
async fn an_import_that_dies_in_the_middle_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let mut file = String::from("{\"type\":\"person\",\"id\":\"u\",\"email\":\"u@x.example\"}\n");
    for number in 0..3_500 {
        file += &format!(
            "{{\"type\":\"idea\",\"id\":\"{number}\",\"title\":\"Wish {number}\",\"author\":\"u\",\"created_at\":\"2023-01-01T00:00:00Z\",\"imported_votes\":1}}\n"
        );
    }
    let id = bring(&app, file.as_bytes(), "shipboard", &Options::default()).await;
    begin(&app, id, State::Running).await;
    dies_after(&app, id, 2).await;
    assert_eq!(app.number("select count(*) from ideas").await, 1_999, "two batches are in, and one record was a person");
    assert!(app.deliver().await > 0, "somebody looks, and finds that it is taken");
    assert_eq!(app.number("select count(*) from ideas").await, 1_999);

    // A minute later nobody has been heard of, and the job goes on with it.
    app.clock.advance(store_lease());
    app.deliver().await;
    for _ in 0..600 {
        if app.number("select count(*) from imports where state = 'done'").await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(app.number("select count(*) from ideas").await, 3_500);
    assert_eq!(app.number("select sum(vote_count) from ideas").await, 3_500);
    app.clock.advance(store_lease());
    app.deliver().await;
    counts_are_right(&app).await;
}

fn store_lease() -> jiff::SignedDuration {
    shipboard::imports::store::LEASE + jiff::SignedDuration::from_secs(1)
}
