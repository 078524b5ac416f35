//! Voting for somebody who asked elsewhere, and who voted.

use crate::support::{CAST, TestApp};

#[tokio::test]
async fn a_vote_for_somebody_counts_once_and_they_can_take_it_back() {
    let app = TestApp::start().await.leaves_outbox();
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let voters = format!("/ideas/{}/voters", idea.number);
    let max = app.max();
    for said in ["The vote is counted, and they are told.", "They had voted already"] {
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
    max.post(&voters, &[("who", "Vera Voss"), ("source", "")]).await.is(422).says("Which of them?").says("v2@x.example");
    // Pressing one of those who are offered is an answer.
    let unclear = max.post(&voters, &[("who", "Voss"), ("source", "")]).await.is(422).says("Did you mean one of these?");
    assert_eq!(unclear.all("button[name=user]").len(), 2);
    let pressed = max.submit(&unclear, "button[name=user]:last-of-type", &[]).await;
    max.follow(pressed).await.says("v2@x.example");
    max.get(&format!("{voters}/people?who=vos")).await.is(200).says("Vera Voss");
    max.get(&format!("{voters}/people?who=v")).await.is(200).lacks("Vera Voss");
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
    max.submit(&shown, "tbody form[action$='/take-back']", &[]).await.is(303);
    max.post(&format!("{voters}/take-back"), &[("user", &ada)]).await.is(303);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
}

/// Max votes for an address. Returns the idea's number.
async fn voted_for(app: &TestApp, title: &str, email: &str) -> i32 {
    let idea = app.idea_by(&CAST.ada, title).await.number;
    let fields = [("who", email), ("source", "https://desk.example/tickets/7"), ("importance", "must")];
    app.max().does(&format!("/ideas/{idea}/voters"), &fields).await.says("The vote is counted, and they are told.");
    idea
}

async fn settles(app: &TestApp) {
    app.clock.advance(jiff::SignedDuration::from_mins(6));
    app.deliver().await;
}

#[tokio::test]
async fn the_person_is_told_once_and_can_confirm_withdraw_and_unsubscribe_without_signing_in() {
    let app = TestApp::start().await;
    let idea = voted_for(&app, "Dark mode", "new@customer.example").await;
    settles(&app).await;
    let letters = app.mail_to("new@customer.example");
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(letter.subject, "You asked for: Dark mode");
    assert!(letter.text.contains("Max Meyer at Acme") && !letter.text.contains("desk.example"), "{}", letter.text);
    assert!(letter.header("List-Unsubscribe").contains("/unsubscribe/"));
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let link = letter.link("/voted-for/");
    let nobody = app.nobody();
    // Looking changes nothing.
    let page = nobody.get(&link).await.is(200).says("Max Meyer at Acme noted that you asked for this");
    assert_eq!(app.number("select count(*) from users where confirmed_at is null").await, 1);
    let kept = nobody.submit(&page, "button[data-kind=primary]", &[]).await.is(303);
    nobody.follow(kept).await.says("You will hear when there is a decision");
    assert_eq!(app.number("select count(*) from users where confirmed_at is null").await, 0);
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);

    // Taken back, and never cast again by staff.
    let page = nobody.post(&link, &[("wish", "withdraw")]).await;
    nobody.follow(page).await.says("You have no vote here.");
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 0);
    let voters = format!("/ideas/{idea}/voters");
    let again = app.max().post(&voters, &[("who", "new@customer.example"), ("source", "")]).await.is(422);
    again.says("They took such a vote back themselves on 1 September 2026");
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 0);

    // Wanted after all: as their own.
    nobody.post(&link, &[("wish", "restore")]).await.is(303);
    assert_eq!(app.number("select count(*) from votes where cast_by is null").await, 1);
    app.max().does(&voters, &[("who", "new@customer.example"), ("source", "")]).await.says("They had voted already");
    app.max()
        .post(
            &format!("{voters}/take-back"),
            &[(
                "user",
                &app.in_scope::<uuid::Uuid>(&CAST.acme, "select id from users where email = 'new@customer.example'")
                    .await
                    .to_string(),
            )],
        )
        .await
        .is(422);
    settles(&app).await;
    assert_eq!(app.mail_to("new@customer.example").len(), 1, "told once");
}

#[tokio::test]
async fn whatever_staff_do_again_the_person_is_told_once() {
    let app = TestApp::start().await;
    let idea = voted_for(&app, "Dark mode", "new@customer.example").await;
    let voters = format!("/ideas/{idea}/voters");
    let user: uuid::Uuid = app.in_scope(&CAST.acme, "select id from users where email = 'new@customer.example'").await;
    let (max, user) = (app.max(), user.to_string());
    // Taken back before it left: nobody hears of it.
    max.does(&format!("{voters}/take-back"), &[("user", &user)]).await.says("The vote is taken back.");
    settles(&app).await;
    assert_eq!(app.mailbox().len(), 0);
    for _ in 0..3 {
        max.does(&voters, &[("who", "new@customer.example"), ("source", "")]).await.says("The vote is counted");
        settles(&app).await;
        max.does(&format!("{voters}/take-back"), &[("user", &user)]).await;
    }
    assert_eq!(app.mail_to("new@customer.example").len(), 1);
}

#[tokio::test]
async fn what_staff_do_for_one_person_in_a_few_minutes_is_one_mail() {
    let app = TestApp::start().await;
    voted_for(&app, "Dark mode", "new@customer.example").await;
    app.clock.advance(jiff::SignedDuration::from_mins(2));
    voted_for(&app, "Export", "new@customer.example").await;
    settles(&app).await;
    let letters = app.mail_to("new@customer.example");
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].subject, "You asked for: Dark mode and 1 more");
    assert!(letters[0].text.contains("Export"));
}

#[tokio::test]
async fn who_said_no_to_mail_or_cannot_be_reached_is_not_told_and_has_a_row() {
    let app = TestApp::start().await;
    for (email, change, reason) in [
        (
            "out@x.example",
            "insert into opt_outs (tenant_id, id, user_id, scope, created_at) select tenant_id, gen_random_uuid(), id, 'ideas', now() from users where email = 'out@x.example'",
            "out_of_ideas",
        ),
        (
            "gone@x.example",
            "update users set suppressed_reason = '550 no such user' where email = 'gone@x.example'",
            "suppressed",
        ),
        ("shut@x.example", "update users set blocked_at = now() where email = 'shut@x.example'", "blocked"),
    ] {
        voted_for(&app, &format!("Idea of {email}"), email).await;
        sqlx::query(change).execute(app.owner()).await.unwrap();
        settles(&app).await;
        let row: Vec<(String,)> =
            sqlx::query_as("select n.reason from notices n join users u on u.id = n.user_id where u.email = $1")
                .bind(email)
                .fetch_all(app.owner())
                .await
                .unwrap();
        assert_eq!(row, [(reason.to_owned(),)], "{email}");
    }
    assert_eq!(app.mailbox().len(), 0);
}

#[tokio::test]
async fn who_was_voted_for_hears_of_the_ship_once_the_address_is_confirmed_and_the_preview_says_so() {
    let app = TestApp::start().await;
    let idea = voted_for(&app, "Dark mode", "new@customer.example").await;
    settles(&app).await;
    let release = crate::ship::release(&app, "2.4", &[idea]).await;
    let preview = format!("/admin/releases/{release}/shipment");
    app.rel()
        .visit(&preview)
        .await
        .says("1 never confirmed the address (the team voted for 1 of them, who were asked by mail to confirm it)");
    let link = app.mail_to("new@customer.example")[0].link("/voted-for/");
    app.nobody().post(&link, &[("wish", "keep")]).await.is(303);
    app.rel().visit(&preview).await.lacks("never confirmed");
    crate::ship::ships(&app, release, "settle").await;
    crate::ship::settles(&app).await;
    let letters = app.mail_to("new@customer.example");
    assert!(letters.last().unwrap().subject.starts_with("It shipped"), "{:?}", letters.last());
}

#[tokio::test]
async fn a_link_is_worth_nothing_for_another_idea_person_address_or_workspace() {
    let app = TestApp::start().await;
    let idea = voted_for(&app, "Dark mode", "new@customer.example").await;
    let other = app.idea_by(&CAST.ada, "Other").await.number;
    settles(&app).await;
    let link = app.mail_to("new@customer.example")[0].link("/voted-for/");
    let path = link.split_once("/voted-for/").map(|(_, rest)| format!("/voted-for/{rest}")).unwrap();
    for wrong in [
        path.replace(&format!("/{idea}/"), &format!("/{other}/")),
        path.replacen(&path["/voted-for/".len()..]["".len()..36], &CAST.vera.id.to_string(), 1),
        format!("{path}x"),
    ] {
        app.nobody().get(&wrong).await.is(404);
        app.nobody().post(&wrong, &[("wish", "withdraw")]).await.is(404);
    }
    app.browser("globex.localhost").get(&path).await.is(404);
    app.nobody().post(&path, &[("wish", "explode")]).await.is(422);
    app.change("update users set email = 'moved@customer.example' where email = 'new@customer.example'").await;
    app.nobody().get(&path).await.is(404);
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
    assert_eq!(shown.all("#demand .stat-value"), ["3", "1", "€ 12,400.50"]);
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

#[tokio::test]
async fn staff_cast_no_votes_for_what_is_there_already() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    app.change("update ideas set status_id = (select id from statuses s where s.category = 'done' and s.tenant_id = ideas.tenant_id limit 1)").await;
    let fields = [("who", "new@customer.example"), ("source", "https://desk.example/tickets/7")];
    let refused = app.max().post(&format!("/ideas/{}/voters", idea.number), &fields).await.is(422);
    refused.says("“Dark mode” is there already, so it needs no more votes.");
    assert_eq!(app.number("select count(*) from votes").await, 0);
    assert_eq!(app.number("select count(*) from users where email like 'new@%'").await, 0);
}
