//! Counting again: each counter and each rule, broken by hand, is named with its ids, and nothing else is.

use jiff::SignedDuration;
use shipboard::verify;

use crate::merging::merge;
use crate::moderation::{holds, newcomer, writes};
use crate::ship::{asks, release, ships};
use crate::support::{CAST, TestApp};

/// A workspace with something in every counter: a merge, votes, comments with an answer, a release that settles.
async fn lived_in() -> TestApp {
    let app = TestApp::start().await.leaves_outbox();
    asks(&app, &app.vera(), "Dark mode").await;
    let root = app.idea_by(&CAST.ada, "Themes").await;
    let part = app.idea_by(&CAST.ada, "Night theme").await;
    app.max().votes_for(part.number).await.is(303);
    app.vera().votes_for(root.number).await.is(303);
    app.vera().comments_on(root.number, "Please.").await.is(303);
    app.max().comments_on(part.number, "Me too.").await.is(303);
    merge(&app, part, root).await.unwrap();
    app.clock.advance(SignedDuration::from_mins(1));
    let number = release(&app, "2.4", &[1]).await;
    ships(&app, number, "settle").await;
    app.is_in_order().await;
    app
}

/// Breaks something as the owner, past all keys and constraints, and holds that these words name it.
async fn breaks(app: &TestApp, statement: &'static str, named: &[&str]) -> usize {
    let mut tx = app.owner().begin().await.unwrap();
    let keys = "alter table notices drop constraint notices_once_key, drop constraint notices_sent_check, drop constraint notices_reason_check";
    sqlx::query(keys).execute(&mut *tx).await.unwrap();
    let broken = sqlx::query(statement).execute(&mut *tx).await.unwrap().rows_affected();
    assert!(broken > 0, "{statement} breaks nothing");
    sqlx::query("select set_config('app.tenant_id', $1, true)").bind(CAST.acme.id.to_string()).execute(&mut *tx).await.unwrap();
    sqlx::query("set local role shipboard_app").execute(&mut *tx).await.unwrap();
    let mut found: Vec<String> = Vec::new();
    for check in verify::checks() {
        found.extend(sqlx::query_scalar::<_, String>(check.statement).fetch_all(&mut *tx).await.unwrap());
    }
    for named in named {
        assert!(found.iter().any(|words| words.contains(named)), "nothing says “{named}”: {found:#?}");
    }
    found.len()
}

#[tokio::test]
async fn every_counter_that_is_wrong_is_named_and_nothing_else_is() {
    let app = lived_in().await;
    let answers = "update comments set parent_id = (select id from comments order by id limit 1) where id = (select id from comments order by id desc limit 1)";
    for (statement, named) in [
        ("update ideas set vote_count = 7 where number = 2", ["idea #2 (", "shows 7 votes, and there are 2"]),
        ("update ideas set imported_votes = 3 where number = 3", ["idea #2 (", "shows 2 votes, and there are 5"]),
        ("update ideas set comment_count = 0 where number = 2", ["idea #2 (", "shows 0 comments, and there are 2"]),
        ("update comments set deleted_at = now() where body = 'Me too.'", ["idea #2 (", "shows 2 comments, and there are 1"]),
        ("update ideas set heat = heat + 1 where number = 1", ["idea #1 (", "has a heat of"]),
        ("update ideas set vote_count = 1 where number = 3", ["idea #3 (", "is merged, and shows 1 votes"]),
        ("update counters set last = 2 where noun = 'idea'", ["the next idea would be #3", "there is a #3"]),
        ("delete from counters where noun = 'release'", ["the next release would be #1", "there is a #1"]),
        (
            "update release_people set people = 7 where sees = 'staff'",
            ["release #1 (", "says that 7 people asked for it to whoever sees staff boards, and 1 did"],
        ),
        (answers, ["comment ", "stands on another idea"]),
    ] {
        assert_eq!(breaks(&app, statement, &named).await, 1, "{statement}");
    }
    let vote = "delete from votes where idea_id = (select id from ideas where number = 3)";
    assert_eq!(breaks(&app, vote, &["shows 2 votes, and there are 1", "has a heat of"]).await, 2);
}

#[tokio::test]
async fn a_tree_that_is_none_is_named() {
    let app = lived_in().await;
    let elsewhere = "update ideas set canonical_id = (select id from ideas where number = 1) where number = 3";
    breaks(&app, elsewhere, &["idea #3 (", "was merged into #2 and has the root #1, which is not the root of that"]).await;
    let circle = "update ideas set merged_into = (select id from ideas other where other.number = 5 - ideas.number),
                         canonical_id = (select id from ideas where number = 1)
                   where number in (2, 3)";
    breaks(&app, circle, &["was merged into #3, and that leads in a circle", "was merged into #2, and that leads in a circle"])
        .await;
}

#[tokio::test]
async fn every_promise_of_the_ledger_that_is_broken_is_named_and_nothing_else_is() {
    let app = lived_in().await;
    let twice = "with told as (update notices set state = 'sent', sent_at = now() returning *)
                 insert into notices (tenant_id, user_id, idea_id, kind, epoch, state, mail, created_at, sent_at)
                 select tenant_id, user_id, idea_id, kind, epoch, state, mail, created_at, sent_at from told";
    for (statement, named) in [
        ("update notices set state = 'sent'", "nothing says when it was sent"),
        ("update notices set state = 'excluded'", "nothing says why"),
        ("update outbox set state = 'done' where kind = 'releases.tell'", "no job of the outbox will tell it"),
        ("update outbox set state = 'done' where kind = 'releases.tell'", "waits to be announced, and no job"),
        ("delete from notices", "who had asked for it, is not in the ledger"),
        ("update notices set epoch = 9", "is of epoch 9, and the idea is in epoch 1"),
        (twice, "was told 2 times that idea #1"),
    ] {
        let differences = if statement.contains("releases.tell") { 2 } else { 1 };
        assert_eq!(breaks(&app, statement, &[named]).await, differences, "{statement}");
    }
}

#[tokio::test]
async fn what_waits_to_be_read_and_is_there_all_the_same_is_named() {
    let app = lived_in().await;
    holds(&app, "first").await;
    let nia = newcomer(&app, "nia").await;
    writes(&app, &nia, "Better boats", "").await.leads_to("/waiting/");
    let (id,): (String,) = app.sql::<(String,)>("select id::text from held_posts").await.remove(0);
    app.is_in_order().await;
    let there = "update held_posts set submission = (select submission from ideas where number = 2)";
    breaks(&app, there, &["is waiting, and stands already as idea #2"]).await;
    breaks(&app, "update users set deleted_at = now(), email = null where email like 'nia@%'", &["waits, and its author"]).await;
    app.max().post(&format!("/admin/moderation/{id}"), &[("act", "approve")]).await.is(303);
    app.is_in_order().await;
    breaks(&app, "update held_posts set submission = id", &["was approved, and what it became is not its own"]).await;
}
