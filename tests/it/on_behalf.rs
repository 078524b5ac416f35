//! Voting for somebody who asked elsewhere, and who voted.

use crate::support::{CAST, TestApp};

#[tokio::test]
async fn a_vote_for_somebody_counts_once_and_they_can_take_it_back() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let voters = format!("/ideas/{}/voters", idea.number);
    let max = app.max();
    for said in ["The vote is counted.", "They had voted already"] {
        let form = max.visit(&voters).await;
        let fields = [("who", "vera@customer.example"), ("source", "https://desk.example/tickets/7")];
        let done = max.submit(&form, "#for-somebody form", &fields).await.is(303);
        max.follow(done).await.says(said);
    }
    let shown = max.visit(&voters).await.says("Vera Voss").says("vera@customer.example").says("by Max Meyer");
    assert_eq!(shown.attribute("tbody a", "href").as_deref(), Some("https://desk.example/tickets/7"));
    let vera = app.vera();
    vera.visit(&format!("/ideas/{}", idea.number)).await.says("because the team voted for you");
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
    // It is theirs: voting changes nothing, withdrawing does.
    vera.votes_for(idea.number).await;
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
    vera.unvotes(idea.number).await;
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 0);
    vera.visit(&format!("/ideas/{}", idea.number)).await.says("You do not hear about this idea.");
}

#[tokio::test]
async fn an_unknown_address_becomes_a_person_who_has_not_confirmed_it() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let voters = format!("/ideas/{}/voters", idea.number);
    app.rel().post(&voters, &[("who", " New.Person@Customer.example "), ("source", "")]).await.is(303);
    app.rel().visit(&voters).await.says("New Person").says("new.person@customer.example, not confirmed");
    assert_eq!(app.number("select count(*) from users where confirmed_at is null").await, 1);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
}

#[tokio::test]
async fn somebody_can_be_named_and_what_is_unclear_is_asked_about() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let voters = format!("/ideas/{}/voters", idea.number);
    let max = app.max();
    max.post(&voters, &[("who", "vera voss"), ("source", "")]).await.is(303);
    max.visit(&voters).await.says("vera@customer.example");
    let refused = max.post(&voters, &[("who", "Vero Vass"), ("source", "https://x.example")]).await.is(422);
    assert_eq!(refused.attribute("#field-who", "value").as_deref(), Some("Vero Vass"));
    assert_eq!(refused.attribute("#field-source", "value").as_deref(), Some("https://x.example"));
    refused.says("Nobody here is called “Vero Vass”.");
    max.post(&voters, &[("who", ""), ("source", "")]).await.is(422).says("Who asked for this?");
    max.post(&voters, &[("who", "a@b@c"), ("source", "")]).await.is(422).says("is not an e-mail address");
    max.post(&voters, &[("who", "a@b.example"), ("source", "javascript:alert(1)")]).await.is(422).says("https://");
    app.change("insert into users (tenant_id, id, email, name, created_at) select tenant_id, gen_random_uuid(), 'v2@x.example', name, now() from users where name = 'Vera Voss'").await;
    max.post(&voters, &[("who", "Vera Voss"), ("source", "")]).await.is(422).says("Which of them").says("v2@x.example");
    assert_eq!(app.number("select count(*) from users where email = 'a@b.example'").await, 0);
}

#[tokio::test]
async fn staff_take_back_what_staff_cast_and_nothing_else() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let voters = format!("/ideas/{}/voters", idea.number);
    let max = app.max();
    app.vera().votes_for(idea.number).await;
    max.post(&voters, &[("who", "ada@acme.example"), ("source", "")]).await.is(303);
    let (vera, ada) = (CAST.vera.id.to_string(), CAST.ada.id.to_string());
    max.post(&format!("{voters}/take-back"), &[("user", &vera)]).await.is(422).says("They voted themselves");
    let shown = max.visit(&voters).await;
    max.submit(&shown, "tbody form", &[]).await.is(303);
    max.post(&format!("{voters}/take-back"), &[("user", &ada)]).await.is(303);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
}

#[tokio::test]
async fn companies_count_once_however_many_of_their_people_voted() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    app.change("insert into companies (tenant_id, id, name, plan, monthly_revenue_minor, currency, created_at) select id, gen_random_uuid(), 'Northwind', 'Team', 1240050, 'EUR', now() from tenants where slug = 'acme'").await;
    app.change("update users u set company_id = c.id from companies c where c.tenant_id = u.tenant_id and u.name in ('Vera Voss', 'Rel Ruiz')").await;
    for browser in [app.vera(), app.rel(), app.ada()] {
        browser.votes_for(idea.number).await;
    }
    let shown = app.max().visit(&format!("/ideas/{}/voters", idea.number)).await;
    assert_eq!(shown.all(".stat-value"), ["3", "1", "€ 12,400.50"]);
    assert_eq!(shown.all("tbody td:nth-child(2)")[2], "", "who pays most comes first");
}

#[tokio::test]
async fn who_voted_is_for_staff_only() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let voters = format!("/ideas/{}/voters", idea.number);
    app.max().votes_for(idea.number).await;
    for browser in [app.vera(), app.gus()] {
        browser.get(&voters).await.is(404).lacks("max@acme.example");
        browser.post(&voters, &[("who", "x@y.example"), ("source", "")]).await.is(404);
        browser.post(&format!("{voters}/take-back"), &[("user", &CAST.max.id.to_string())]).await.is(404);
    }
    app.nobody().get(&voters).await.leads_to("/sign-in");
    app.nobody().post(&voters, &[("who", "x@y.example")]).await.leads_to("/sign-in");
    app.nobody().visit(&format!("/ideas/{}", idea.number)).await.lacks("max@acme.example").lacks("Max Meyer");
}
