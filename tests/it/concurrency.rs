//! Many at the same moment, and the worst moment for each: nothing is counted twice, nothing is lost, nobody is mailed twice.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{join, join_all};
use jiff::SignedDuration;
use shipboard::access::find_site;
use shipboard::app::App;
use shipboard::db::Db;
use shipboard::ids::{IdeaId, UserId};
use shipboard::limits::Limits;
use shipboard::outbox::worker;
use shipboard::text::token::Token;
use shipboard::users::delete;
use shipboard::workers;

use crate::ship::{asks, release, settles, ships};
use crate::support::{Browser, CAST, IdeaRow, Page, TestApp};

/// People of Acme who are signed in.
async fn crowd(app: &TestApp, size: usize) -> Vec<(UserId, Browser)> {
    let (ids, tokens): (Vec<UserId>, Vec<Token>) = (0..size).map(|_| (UserId::new(), Token::new())).unzip();
    let hashes: Vec<Vec<u8>> = tokens.iter().map(Token::hash).collect();
    sqlx::query(
        "with one as (select * from unnest($2::uuid[], $3::bytea[]) as one (id, hash)),
              people as (
                  insert into users (tenant_id, id, email, name, confirmed_at, trusted_at, created_at)
                  select $1, id, id || '@crowd.example', 'One of many', $4, $4, $4 from one returning id)
         insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         select $1, gen_random_uuid(), id, hash, '', '203.0.113.7', $4, $4, $4 + interval '400 days' from one",
    )
    .bind(CAST.acme.id)
    .bind(&ids)
    .bind(&hashes)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    let browser = |token: Token| {
        let browser = app.nobody();
        browser.keep("session", &token.reveal());
        browser
    };
    ids.into_iter().zip(tokens.into_iter().map(browser)).collect()
}

/// Sends a form until it is not asked to come back in a moment, as a busy server may.
async fn insists(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    loop {
        let page = browser.post(path, fields).await;
        if page.status() != 503 {
            return page.is(303);
        }
    }
}

async fn vote(browser: &Browser, idea: IdeaRow, voted: bool) {
    insists(browser, &format!("/ideas/{}/vote", idea.number), &[("voted", if voted { "true" } else { "false" })]).await;
}

/// Another server on the same database, with the same way out for mail.
async fn another_server(app: &TestApp) -> App {
    let db = Db::connect((*app.owner().connect_options()).clone(), 4).await.unwrap();
    App::new(db, app.clock.clone(), app.config.clone(), app.mail.clone(), Limits::off())
}

/// Works until nothing is due.
async fn works(app: &App) -> usize {
    let (handlers, mut jobs) = (workers::handlers(), 0);
    loop {
        match worker::drain(app, &handlers, find_site).await.unwrap() {
            0 => return jobs,
            more => jobs += more,
        }
    }
}

/// Waits until somebody waits for a lock.
async fn until_somebody_waits(app: &TestApp) {
    const WAITING: &str = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while app.number(WAITING).await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_hundred_ideas_at_once_have_a_hundred_numbers_without_a_gap() {
    let app = TestApp::start().await;
    let people = crowd(&app, 10).await;
    let submissions: Vec<String> = (0..100).map(|_| IdeaId::new().to_string()).collect();
    let sent = submissions.iter().enumerate().map(async |(turn, submission)| {
        let title = format!("Idea of turn {turn}");
        let fields = [("title", title.as_str()), ("body", ""), ("board", "features"), ("submission", submission)];
        insists(&people[turn % 10].1, "/ideas", &fields).await.leads_to("/ideas/").location().unwrap().to_owned()
    });
    let led: BTreeSet<String> = join_all(sent).await.into_iter().collect();
    assert_eq!(led.len(), 100, "each answer leads to an idea of its own");
    let numbers: Vec<(i32,)> = app.sql("select number from ideas order by number").await;
    assert!(numbers.into_iter().map(|(number,)| number).eq(1..=100));
    assert_eq!(app.number("select count(distinct title) from ideas where vote_count = 1").await, 100);
    assert_eq!(app.number("select count(*) from events where kind = 'idea.submitted'").await, 100);
    app.is_in_order().await;
}

#[tokio::test]
async fn one_form_sent_six_times_at_once_makes_one_idea_and_every_answer_leads_to_it() {
    let app = TestApp::start().await;
    let (vera, submission) = (app.vera(), IdeaId::new().to_string());
    let fields = [("title", "Dark mode"), ("body", "Please."), ("board", "features"), ("submission", submission.as_str())];
    let answers = join_all((0..6).map(async |_| vera.post("/ideas", &fields).await.is(303))).await;
    let led: BTreeSet<&str> = answers.iter().map(|page| page.location().unwrap().split('?').next().unwrap()).collect();
    assert_eq!(led, BTreeSet::from(["/ideas/1"]));
    assert_eq!(app.number("select count(*) from ideas").await, 1);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
    assert_eq!(app.number("select count(*) from events").await, 1);
    assert_eq!(vera.submits("Export").await, 2, "and no number is lost by it");
    app.is_in_order().await;
}

#[tokio::test]
async fn one_comment_sent_six_times_at_once_is_said_once() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let (vera, submission) = (app.vera(), IdeaId::new().to_string());
    let path = format!("/ideas/{}/comments", idea.number);
    let fields = [("body", "Me too."), ("submission", submission.as_str())];
    join_all((0..6).map(async |_| vera.post(&path, &fields).await.is(303).leads_to(&format!("/ideas/{}", idea.number)))).await;
    assert_eq!(app.number("select count(*) from comments").await, 1);
    assert_eq!(app.number("select comment_count::bigint from ideas").await, 1);
    app.is_in_order().await;
}

#[tokio::test]
async fn a_hundred_people_voting_and_withdrawing_at_once_are_counted_right() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let people = crowd(&app, 100).await;
    join_all(people[..30].iter().map(|(_, browser)| vote(browser, idea, true))).await;
    join_all(people.iter().enumerate().map(|(place, (_, browser))| vote(browser, idea, place >= 30))).await;
    let counted: Vec<(i32, f64, i32, f64)> = app
        .sql("select i.vote_count, i.heat, c.votes, c.heat from ideas i, set_config('app.tenant_id', i.tenant_id::text, false), count_votes(i.id) c")
        .await;
    let (votes, heat, real, real_heat) = counted[0];
    assert_eq!((votes, real), (70, 70));
    assert!((heat - real_heat).abs() < 1e-9, "{heat} is not {real_heat}");
    assert_eq!(app.number("select count(*) from followers").await, 70);
    app.is_in_order().await;
}

#[tokio::test]
async fn one_person_voting_twelve_times_at_once_counts_once() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let vera = app.vera();
    join_all((0..12).map(|_| vote(&vera, idea, true))).await;
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
    assert_eq!(app.number("select count(*) from votes").await, 1);
    join_all((0..12).map(|_| vote(&vera, idea, false))).await;
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 0);
    app.is_in_order().await;
}

#[tokio::test]
async fn two_servers_and_a_release_for_three_hundred_people_mail_each_of_them_once() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let people = crowd(&app, 300).await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    sqlx::query("select count(set_vote($1, id, true, null, null, $3)) from unnest($2::uuid[]) id")
        .bind(idea.id)
        .bind(people.iter().map(|(id, _)| *id).collect::<Vec<_>>())
        .bind(app.clock.now())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let number = release(&app, "2.4", &[idea.number]).await;
    ships(&app, number, "now").await;
    let (other, handlers) = (another_server(&app).await, workers::handlers());
    // One of them writes a mail for each; then both send.
    worker::drain(&app, &handlers, find_site).await.unwrap();
    join(works(&app), works(&other)).await;
    app.deliver().await;
    let letters = app.mailbox();
    let reached: BTreeSet<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!((letters.len(), reached.len()), (300, 300));
    assert_eq!(app.number("select count(*) from notices where state = 'sent'").await, 300);
    settles(&app).await;
    assert_eq!(app.mailbox().len(), 300);
    app.is_in_order().await;
}

#[tokio::test]
async fn a_person_deleted_while_their_mail_is_being_prepared_gets_none() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    app.max().votes_for(idea).await.is(303);
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "settle").await;
    // The mail is written for each, and then held up where its notice is taken.
    app.clock.advance(SignedDuration::from_mins(6));
    let mut ledger = app.owner().begin().await.unwrap();
    sqlx::query("select from notices for update").execute(&mut *ledger).await.unwrap();
    let gone = async {
        until_somebody_waits(&app).await;
        let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
        delete::erase(&mut tx, CAST.vera.id, CAST.vera.id, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        ledger.commit().await.unwrap();
    };
    join(app.deliver(), gone).await;
    let letters = app.mailbox();
    assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [CAST.max.email]);
    let rows: Vec<(String, Option<String>)> = app
        .sql("select n.state::text, n.reason from notices n join users u on u.id = n.user_id where u.deleted_at is not null")
        .await;
    assert_eq!(rows, [("excluded".to_owned(), Some("deleted".to_owned()))]);
    app.is_in_order().await;
}

#[tokio::test]
async fn a_person_who_is_being_deleted_while_their_mail_leaves_stays_deleted_and_heard_once() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    // The deletion is under way, and not committed before the mail has left.
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    delete::erase(&mut tx, CAST.vera.id, CAST.vera.id, app.clock.now()).await.unwrap();
    app.deliver().await;
    tx.commit().await.unwrap();
    app.deliver().await;
    assert_eq!(app.mail_to(CAST.vera.email).len(), 1);
    assert_eq!(app.number("select count(*) from notices where state = 'sent'").await, 1);
    assert_eq!(app.number("select count(*) from users where deleted_at is not null and email is null").await, 1);
    // What is not there any more is no news to somebody who is not there any more.
    app.rel().post(&format!("/admin/releases/{number}/rollback"), &[("note", "Too slow.")]).await.is(303);
    settles(&app).await;
    assert_eq!(app.mailbox().len(), 1);
    app.is_in_order().await;
}

#[tokio::test]
async fn a_server_killed_after_a_mail_has_left_sends_it_again_under_the_same_name_and_counts_it_once() {
    let app = TestApp::start().await;
    let idea = asks(&app, &app.vera(), "Dark mode").await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    // Whoever ends a mail of a ship waits at this turnstile.
    app.change("create function turnstile() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(7); return new; end $$").await;
    app.change("create trigger turnstile before update on outbox for each row when (new.state = 'done' and new.kind = 'releases.ship_mail') execute function turnstile()").await;
    let mut turnstile = app.owner().begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(7)").execute(&mut *turnstile).await.unwrap();
    let victim = another_server(&app).await;
    let working = tokio::spawn(async move { works(&victim).await });
    until_somebody_waits(&app).await;
    assert_eq!(app.mailbox().len(), 1, "the mail has left, and nobody has written that down");
    working.abort();
    app.number(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'",
    )
    .await;
    turnstile.rollback().await.unwrap();
    app.change("drop trigger turnstile on outbox").await;

    app.deliver().await;
    assert_eq!(app.mailbox().len(), 1, "the killed server's lease has not ended");
    app.leases_end().await;
    app.deliver().await;
    settles(&app).await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].message_id, letters[1].message_id, "her mail program shows it once");
    assert_eq!(app.number("select count(*) from notices").await, 1);
    assert_eq!(app.number("select count(*) from notices where state = 'sent'").await, 1);
    app.is_in_order().await;
}

#[tokio::test]
async fn while_the_database_drops_its_connections_nothing_breaks_and_all_is_well_afterwards() {
    let app = Arc::new(TestApp::start().await);
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let people = crowd(&app, 6).await;
    let asked = people.iter().enumerate().map(async |(place, (_, browser))| {
        let mut seen = BTreeSet::new();
        for turn in 0..12 {
            let page = match place % 2 {
                0 => browser.get(&format!("/ideas/{}", idea.number)).await,
                _ => {
                    browser
                        .post(&format!("/ideas/{}/vote", idea.number), &[("voted", if turn % 2 == 0 { "true" } else { "false" })])
                        .await
                }
            };
            assert!(matches!(page.status(), 200 | 303 | 503), "{}", page.described());
            if page.status() == 503 {
                assert_eq!(page.header("retry-after"), "5");
            }
            seen.insert(page.status());
        }
        seen
    });
    let dropped = async {
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_millis(60)).await;
            app.number(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
            )
            .await;
        }
    };
    join(join_all(asked), dropped).await;
    // Whatever is left of the broken connections is gone after each has been tried once.
    for _ in 0..4 {
        people[0].1.get("/").await;
    }
    for (_, browser) in &people {
        browser.get("/").await.is(200);
        vote(browser, idea, true).await;
    }
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 6);
    assert_eq!(app.number("select count(*) from votes").await, 6);
    app.is_in_order().await;
}
