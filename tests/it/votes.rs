//! Voting: set, withdrawn, and counted once per person whatever else happens at the same moment.

use futures_util::future::join_all;
use shipboard::ideas::votes;
use shipboard::ids::{IdeaId, UserId};
use shipboard::limits::{Act, Whom};

use crate::support::{CAST, IdeaRow, Setup, TestApp};

/// What the root of an idea's tree says, and what the votes come to.
async fn counters(app: &TestApp, idea: IdeaId) -> ((i32, f64), (i32, f64)) {
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let said = sqlx::query_as("select vote_count, heat from ideas where id = $1").bind(idea).fetch_one(&mut *tx).await.unwrap();
    let real = sqlx::query_as("select votes, heat from count_votes($1)").bind(idea).fetch_one(&mut *tx).await.unwrap();
    (said, real)
}

/// Holds that an idea's counters are what its votes come to, and that these are so many.
#[track_caller]
fn agree(((votes, heat), (real_votes, real_heat)): ((i32, f64), (i32, f64)), expected: i32) {
    assert_eq!((votes, real_votes), (expected, expected));
    assert!((heat - real_heat).abs() < 1e-9, "{heat} is not {real_heat}");
}

/// People of Acme who have done nothing yet.
async fn crowd(app: &TestApp, size: usize) -> Vec<UserId> {
    let people: Vec<UserId> = (0..size).map(|_| UserId::new()).collect();
    sqlx::query(
        "insert into users (tenant_id, id, email, name, created_at)
         select $1, id, id || '@crowd.example', 'One of many', $3 from unnest($2) id",
    )
    .bind(CAST.acme.id)
    .bind(&people)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
    people
}

/// Makes one idea a part of another, as a merge does.
async fn merge(app: &TestApp, part: IdeaRow, root: IdeaRow) {
    sqlx::query("update ideas set merged_into = $2, canonical_id = $2 where id = $1")
        .bind(part.id)
        .bind(root.id)
        .execute(app.owner())
        .await
        .unwrap();
}

async fn set(app: &TestApp, idea: IdeaId, user: UserId, voted: bool) -> i32 {
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let counted = votes::set(&mut tx, idea, user, voted, None, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    counted.votes
}

#[tokio::test]
async fn a_vote_said_twice_counts_once_and_a_withdrawal_said_twice_takes_one_back() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let vera = app.vera();
    let page = vera.get(&format!("/ideas/{}", idea.number)).await;
    assert_eq!(page.attribute(".vote-large button", "aria-pressed").as_deref(), Some("false"));
    for _ in 0..2 {
        vera.votes_for(idea.number).await.is(303);
        agree(counters(&app, idea.id).await, 1);
    }
    let page = vera.get(&format!("/ideas/{}", idea.number)).await;
    assert_eq!(page.attribute(".vote-large button", "aria-pressed").as_deref(), Some("true"));
    for _ in 0..2 {
        vera.unvotes(idea.number).await.is(303);
        agree(counters(&app, idea.id).await, 0);
    }
}

#[tokio::test]
async fn the_reply_to_a_script_is_the_button_with_the_new_count() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let reply = app.vera().enhanced().votes_for(idea.number).await.is(200).lacks("<html");
    assert_eq!(reply.one("button"), "1");
    assert_eq!(reply.attribute("input[name=voted]", "value").as_deref(), Some("false"));
    assert_eq!(reply.attribute("button", "aria-label").as_deref(), Some("Vote for “Dark mode”, 1 vote"));
}

#[tokio::test]
async fn without_scripts_one_comes_back_to_the_list_one_voted_in() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let vera = app.vera();
    vera.get("/?sort=top").await;
    vera.votes_for(idea.number).await.leads_to(&format!("/?sort=top#vote-{}", idea.number));
}

#[tokio::test]
async fn a_hundred_votes_and_withdrawals_at_once_leave_the_right_count() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let people = crowd(&app, 60).await;
    // Twenty have voted before. At one moment they withdraw, forty others vote, and Vera cannot make up her mind.
    join_all(people[..20].iter().map(|user| set(&app, idea.id, *user, true))).await;
    let vera = app.vera();
    let crowd = join_all(people.iter().enumerate().map(|(place, user)| set(&app, idea.id, *user, place >= 20)));
    let undecided = join_all((0..40).map(async |turn| {
        if turn % 2 == 0 { vera.votes_for(idea.number).await.is(303) } else { vera.unvotes(idea.number).await.is(303) }
    }));
    futures_util::join!(crowd, undecided);
    let own = i32::try_from(
        app.number("select count(*) from votes v join users u on u.id = v.user_id where u.name = 'Vera Voss'").await,
    );
    agree(counters(&app, idea.id).await, 40 + own.unwrap());
    vera.unvotes(idea.number).await;
    agree(counters(&app, idea.id).await, 40);
    assert_eq!(app.number("select count(*) from followers").await, 40);
}

#[tokio::test]
async fn a_person_counts_once_over_everything_combined_and_votes_without_names_count_always() {
    let app = TestApp::start().await;
    let root = app.idea_by(&CAST.ada, "Dark mode").await;
    let part = app.idea_by(&CAST.ada, "Night theme").await;
    merge(&app, part, root).await;
    sqlx::query("update ideas set imported_votes = case when id = $1 then 7 else 3 end")
        .bind(root.id)
        .execute(app.owner())
        .await
        .unwrap();
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    votes::recount(&mut tx, part.id).await.unwrap();
    tx.commit().await.unwrap();
    agree(counters(&app, root.id).await, 10);

    let vera = app.vera();
    vera.votes_for(root.number).await.is(303);
    vera.votes_for(part.number).await.is(303);
    agree(counters(&app, root.id).await, 11);
    app.max().votes_for(part.number).await.is(303);
    agree(counters(&app, root.id).await, 12);
    // Each vote stands on the idea that was meant.
    assert_eq!(
        app.number("select count(*) from votes v join ideas i on i.id = v.idea_id where i.title = 'Night theme'").await,
        2
    );
    // What shows as one vote is taken back as one.
    vera.unvotes(root.number).await.is(303);
    agree(counters(&app, root.id).await, 11);
    assert_eq!(app.number("select count(*) from votes").await, 1);
}

#[tokio::test]
async fn a_vote_that_waits_for_a_merge_is_counted_by_the_new_root() {
    let app = TestApp::start().await;
    let part = app.idea_by(&CAST.ada, "Night theme").await;
    let root = app.idea_by(&CAST.ada, "Dark mode").await;
    let mut merging = app.owner().begin().await.unwrap();
    sqlx::query("update ideas set merged_into = $2, canonical_id = $2 where id = $1")
        .bind(part.id)
        .bind(root.id)
        .execute(&mut *merging)
        .await
        .unwrap();
    let vote = async { set(&app, part.id, CAST.vera.id, true).await };
    let merge = async {
        // The vote is waiting for the lock by now, or will find the merge done: both have to come out right.
        while app.number("select count(*) from pg_locks where not granted").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        merging.commit().await.unwrap();
    };
    let (votes, ()) = futures_util::join!(vote, merge);
    assert_eq!(votes, 1);
    agree(counters(&app, root.id).await, 1);
    assert_eq!(app.number("select vote_count::bigint from ideas where title = 'Night theme'").await, 0);
}

#[tokio::test]
async fn recent_votes_make_more_heat_and_heat_survives_any_date() {
    let app = TestApp::start().await;
    let (early, late) = (app.idea_by(&CAST.ada, "Early").await, app.idea_by(&CAST.ada, "Late").await);
    let people = crowd(&app, 3).await;
    for (idea, day) in [(early.id, "1970-01-01"), (early.id, "2026-07-01"), (late.id, "2026-08-30")] {
        let moment = shipboard::clock::Time::from_timestamp(format!("{day}T00:00:00Z").parse().unwrap());
        let user = people[usize::from(day == "1970-01-01")];
        let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
        votes::set(&mut tx, idea, user, true, None, moment).await.unwrap();
        tx.commit().await.unwrap();
    }
    let (early, late) = (counters(&app, early.id).await, counters(&app, late.id).await);
    agree(early, 2);
    agree(late, 1);
    assert!(late.0.1 > early.0.1);
}

#[tokio::test]
async fn voting_follows_unless_one_said_no_and_withdrawing_ends_only_what_voting_began() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let page = format!("/ideas/{}", idea.number);
    let vera = app.vera();
    vera.votes_for(idea.number).await;
    vera.visit(&page).await.says("because you voted");
    vera.unvotes(idea.number).await;
    vera.visit(&page).await.says("You do not hear about this idea.");

    // The part of the page that says so is asked for again when the vote was enhanced.
    let enhanced = app.vera().enhanced();
    assert_eq!(enhanced.votes_for(idea.number).await.header("hx-trigger"), "voted");
    enhanced.get(&format!("{page}/follow")).await.is(200).lacks("<html").says("because you voted");

    // Who asked to follow stays when the vote goes.
    vera.post(&format!("{page}/follow"), &[("following", "true"), ("comments", "true")]).await.is(303);
    vera.unvotes(idea.number).await;
    vera.visit(&page).await.says("because you asked to");

    // Who said no is not enrolled again by a vote.
    vera.post(&format!("{page}/follow"), &[("following", "false")]).await.is(303);
    vera.votes_for(idea.number).await;
    vera.visit(&page).await.says("You do not hear about this idea.");
    assert_eq!(app.number("select count(*) from followers").await, 0);
    // Until they ask for it.
    vera.post(&format!("{page}/follow"), &[("following", "true"), ("comments", "true")]).await.is(303);
    vera.visit(&page).await.says("and about comments, because you asked to");
    assert_eq!(app.number("select count(*) from opt_outs").await, 0);
}

#[tokio::test]
async fn one_can_vote_for_what_is_declined_but_not_for_what_is_gone() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    sqlx::query("update ideas set status_id = $1").bind(CAST.acme.statuses[4]).execute(app.owner()).await.unwrap();
    app.vera().votes_for(idea.number).await.is(303);
    app.change("update ideas set deleted_at = now()").await;
    app.vera().votes_for(idea.number).await.is(404);
    app.vera().votes_for(idea.number + 1).await.is(404);
    assert_eq!(app.number("select count(*) from votes").await, 1);
}

#[tokio::test]
async fn what_is_there_needs_no_more_votes_and_one_can_still_be_taken_back() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let (vera, max) = (app.vera(), app.max());
    vera.votes_for(idea.number).await.is(303);
    sqlx::query("update ideas set status_id = $1").bind(CAST.acme.statuses[3]).execute(app.owner()).await.unwrap();
    let page = max.get("/ideas/1").await.is(200);
    assert_eq!(page.one(".vote-large .vote-count"), "1");
    assert_eq!(page.all(".vote-large button").len(), 0);
    max.votes_for(idea.number).await.is(422).says("“Dark mode” is there already");
    assert_eq!(app.number("select count(*) from votes").await, 1);
    // Taken back by roll-back, it wants votes again.
    sqlx::query("update ideas set status_id = $1").bind(CAST.acme.statuses[1]).execute(app.owner()).await.unwrap();
    max.votes_for(idea.number).await.is(303);
    sqlx::query("update ideas set status_id = $1").bind(CAST.acme.statuses[3]).execute(app.owner()).await.unwrap();
    vera.unvotes(idea.number).await.is(303);
    assert_eq!(app.number("select count(*) from votes").await, 1);
}

#[tokio::test]
async fn a_vote_is_of_no_concern_to_the_neighbour_and_asks_nobody_who_they_are() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    app.gus().votes_for(idea.number).await.is(404);
    app.nobody().votes_for(idea.number).await.leads_to("/sign-in");
    assert_eq!(app.number("select count(*) from votes").await, 0);
}

#[tokio::test]
async fn a_flood_of_votes_is_asked_to_come_back_later() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let vera = app.vera();
    vera.votes_for(idea.number).await.is(303);
    // The limiter's clock is the machine's, so the rest of the flood has to be quick.
    while app.limits.check(Act::Vote, Whom::Person(CAST.acme.id, CAST.vera.id)).is_ok() {}
    vera.votes_for(idea.number).await.is(429).says("Please try again in");
}

#[tokio::test]
async fn whoever_voted_says_how_much_it_matters_and_staff_may_say_it_for_them() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let path = format!("/ideas/{}", idea.number);
    let vera = app.vera();
    vera.visit(&path).await.lacks("How much does it matter to you?");
    vera.post(&format!("{path}/importance"), &[("importance", "must")]).await.is(422).says("Please vote first");
    vera.votes_for(idea.number).await;
    let page = vera.visit(&path).await.says("How much does it matter to you?");
    let said = vera.submit(&page, "#importance-must", &[]).await.is(303);
    let page = vera.follow(said).await;
    assert_eq!(page.attribute("#importance-must", "aria-pressed").as_deref(), Some("true"));
    // Voting again keeps it; saying it again takes it back.
    vera.votes_for(idea.number).await;
    let musts = "select count(*) from votes where importance = 'must'";
    assert_eq!(app.number(musts).await, 1);
    let fragment = app.vera().enhanced().post(&format!("{path}/importance"), &[("importance", "nice")]).await.is(200);
    assert_eq!(fragment.attribute("#importance-nice", "aria-pressed").as_deref(), Some("true"));
    let page = vera.visit(&path).await;
    vera.submit(&page, "#importance-nice", &[]).await.is(303);
    assert_eq!(app.number("select count(*) from votes where importance is null").await, 1);

    let vera_id = CAST.vera.id.to_string();
    let said = [("user", vera_id.as_str()), ("importance", "must")];
    app.vera().post(&format!("{path}/voters/importance"), &said).await.is(404);
    for _ in 0..2 {
        app.rel().post(&format!("{path}/voters/importance"), &said).await.is(303);
    }
    app.rel()
        .post(&format!("{path}/voters/importance"), &[("user", &CAST.max.id.to_string()), ("importance", "must")])
        .await
        .is(422);
    assert_eq!(app.number(musts).await, 1);
    let told: Vec<(serde_json::Value,)> = app.sql("select data from events where kind = 'idea.importance_set'").await;
    assert_eq!((told.len(), told[0].0["from"].as_str(), told[0].0["to"].as_str()), (1, None, Some("must")));
    vera.unvotes(idea.number).await;
    vera.visit(&path).await.lacks("How much does it matter to you?");
}

#[tokio::test]
async fn a_vote_dated_before_another_of_the_same_person_warms_the_tree_from_then_on() {
    let app = TestApp::start().await.leaves_outbox();
    let root = app.idea_by(&CAST.ada, "Themes").await;
    let part = app.idea_by(&CAST.ada, "Night theme").await;
    app.vera().votes_for(root.number).await.is(303);
    merge(&app, part, root).await;
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let earlier = app.clock.now() + jiff::SignedDuration::from_hours(-24 * 30);
    assert!(votes::set(&mut tx, part.id, CAST.vera.id, true, None, earlier).await.unwrap().changed);
    tx.commit().await.unwrap();
    app.is_in_order().await;
}
