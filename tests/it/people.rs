//! People, as the admins of a workspace look after them.

use futures_util::future::join;
use jiff::SignedDuration;

use crate::support::{Browser, CAST, TestApp};

fn page_of(id: impl std::fmt::Display) -> String {
    format!("/admin/people/{id}")
}

async fn gives(browser: &Browser, id: impl std::fmt::Display, roles: &[&str]) -> crate::support::Page {
    let fields: Vec<_> = roles.iter().map(|role| ("roles", *role)).collect();
    browser.post(&format!("{}/roles", page_of(id)), &fields).await
}

async fn roles_of(app: &TestApp, email: &'static str) -> String {
    let found: Vec<(String, String)> =
        app.sql("select email, array_to_string(roles, ' ') from users where email is not null").await;
    found.into_iter().find(|(address, _)| address == email).unwrap().1
}

#[tokio::test]
async fn only_admins_see_people_and_a_neighbour_sees_none_of_them() {
    let app = TestApp::start().await;
    let vera = page_of(CAST.vera.id);
    app.ada().get("/admin/people").await.is(200).says(CAST.vera.email).lacks("Gus");
    app.ada().get(&vera).await.is(200).says("Vera Voss");
    for path in ["/admin/people", "/admin/people/invite", &vera] {
        app.max().get(path).await.is(403);
        app.vera().get(path).await.is(404);
        app.nobody().get(path).await.leads_to("/sign-in");
    }
    app.gus().get("/admin/people").await.is(200).lacks("Vera");
    app.gus().get(&vera).await.is(404);
    for (action, fields) in
        [("roles", vec![("roles", "manager")]), ("block", vec![("blocked", "true")]), ("invite", vec![]), ("delete", vec![])]
    {
        app.gus().post(&format!("{vera}/{action}"), &fields).await.is(404);
        app.max().post(&format!("{vera}/{action}"), &fields).await.is(403);
        app.vera().post(&format!("{vera}/{action}"), &fields).await.is(404);
    }
    assert_eq!(roles_of(&app, CAST.vera.email).await, "member");
}

#[tokio::test]
async fn people_are_found_by_name_address_and_kind_and_turned_by_the_page() {
    let app = TestApp::start().await;
    app.change(
        "insert into users (tenant_id, id, email, name, created_at)
         select t.id, gen_random_uuid(), 'p' || n || '@many.example', 'Person ' || n, now()
           from tenants t, generate_series(1, 120) n where t.slug = 'acme'",
    )
    .await;
    let ada = app.ada();
    ada.get("/admin/people?q=max").await.says("Max Meyer").says("1 person").lacks("Vera");
    ada.get("/admin/people?q=CUSTOMER.example").await.says("Vera Voss").lacks("Max");
    ada.get("/admin/people?q=%25").await.says("Nobody found");
    ada.get("/admin/people?show=team").await.says("3 people").lacks("Vera");
    ada.get("/admin/people?show=waiting").await.says("120 people");
    ada.get("/admin/people?show=blocked").await.says("Nobody here");
    let mut seen = Vec::new();
    let mut page = ada.get("/admin/people").await.says("124 people");
    loop {
        seen.extend(page.all("tbody th a"));
        match page.attribute("a[rel=next]", "href") {
            Some(next) => page = ada.get(&next).await.is(200),
            None => break,
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (124, 124));
    let back = page.attribute("a[rel=prev]", "href").unwrap();
    assert_eq!(ada.get(&back).await.all("tbody th a").len(), 50);
}

#[tokio::test]
async fn invited_people_join_with_their_roles_by_a_button() {
    let app = TestApp::start().await;
    let ada = app.ada();
    let page = ada.get("/admin/people/invite").await.is(200);
    ada.submit(&page, "main form", &[("emails", "nonsense"), ("roles", "manager")]).await.is(422).says("nonsense");
    let emails = "Mia@team.example, tom@team.example\nvera@customer.example";
    let page = ada.submit(&page, "main form", &[("emails", emails), ("roles", "manager")]).await.leads_to("/admin/people");
    ada.follow(page).await.says("2 invitations are on the way").says("vera@customer.example is here already");
    app.deliver().await;
    let letter = app.mail_to("mia@team.example").pop().unwrap();
    assert!(letter.text.contains("manager"), "{}", letter.text);
    let link = letter.link("/sign-in/link/");
    app.clock.advance(SignedDuration::from_hours(6 * 24));
    let mia = app.nobody();
    let page = mia.get(&link).await.is(200).says("You are invited to Acme");
    assert_eq!(app.number("select count(*) from users where email = 'mia@team.example' and confirmed_at is null").await, 1);
    mia.submit(&page, "main form", &[]).await.leads_to("/admin");
    mia.get("/admin/people").await.is(403);
    assert_eq!(roles_of(&app, "mia@team.example").await, "member manager");
    assert_eq!(roles_of(&app, CAST.vera.email).await, "member", "somebody who is here is not changed by an invitation");
    assert_eq!(app.number("select count(*) from events where kind = 'user.invited'").await, 2);
}

#[tokio::test]
async fn an_invitation_ends_after_seven_days_and_can_be_sent_again() {
    let app = TestApp::start().await;
    let ada = app.ada();
    ada.post("/admin/people/invite", &[("emails", "mia@team.example"), ("roles", "releaser")]).await.leads_to("/admin/people");
    app.deliver().await;
    app.clock.advance(SignedDuration::from_hours(7 * 24));
    let link = app.mail_to("mia@team.example").pop().unwrap().link("/sign-in/link/");
    app.nobody().get(&link).await.is(410).says("This link has expired");
    let (id,): (sqlx::types::Uuid,) = app.sql("select id from users where email = 'mia@team.example'").await.remove(0);
    ada.post(&format!("{}/invite", page_of(id)), &[]).await.leads_to(&page_of(id));
    app.deliver().await;
    let link = app.mail_to("mia@team.example").pop().unwrap().link("/sign-in/link/");
    app.nobody().post(&link, &[]).await.leads_to("/admin");
    ada.post(&format!("{}/invite", page_of(id)), &[]).await.is(422).says("has joined already");
}

#[tokio::test]
async fn a_changed_role_ends_every_session_and_is_written_down() {
    let app = TestApp::start().await;
    let (ada, vera) = (app.ada(), app.vera());
    let page = ada.get(&page_of(CAST.vera.id)).await;
    ada.submit(&page, "form[action$='/roles']", &[("roles", "manager")]).await.leads_to(&page_of(CAST.vera.id));
    assert_eq!(roles_of(&app, CAST.vera.email).await, "member manager");
    vera.get("/profile").await.leads_to("/sign-in");
    ada.get(&page_of(CAST.vera.id)).await.says("Role changed from member to manager by Ada Acme");
    gives(&ada, CAST.vera.id, &["manager"]).await.leads_to(&page_of(CAST.vera.id));
    assert_eq!(app.number("select count(*) from events where kind = 'user.roles_changed'").await, 1);
}

#[tokio::test]
async fn only_an_owner_makes_owners_and_admins_leave_owners_alone() {
    let app = TestApp::start().await;
    app.change("update users set roles = '{member,admin}' where email = 'max@acme.example'").await;
    let max = app.max();
    gives(&max, CAST.vera.id, &["owner"]).await.is(422).says("Only an owner");
    gives(&max, CAST.max.id, &["admin", "owner"]).await.is(422);
    gives(&max, CAST.ada.id, &["admin"]).await.is(422).says("Only an owner");
    max.post(&format!("{}/block", page_of(CAST.ada.id)), &[("blocked", "true")]).await.is(422);
    max.post(&format!("{}/delete", page_of(CAST.ada.id)), &[]).await.is(422);
    max.post("/admin/people/invite", &[("emails", "new@team.example"), ("roles", "owner")]).await.is(422);
    assert_eq!(app.number("select count(*) from users where email = 'new@team.example'").await, 0);
    gives(&max, CAST.vera.id, &["manager"]).await.is(303);
    assert_eq!(roles_of(&app, CAST.ada.email).await, "member admin owner");
}

#[tokio::test]
async fn the_last_owner_stays_one() {
    let app = TestApp::start().await;
    let ada = app.ada();
    gives(&ada, CAST.ada.id, &["admin"]).await.is(422).says("last owner");
    ada.post(&format!("{}/block", page_of(CAST.ada.id)), &[("blocked", "true")]).await.is(422);
    ada.post(&format!("{}/delete", page_of(CAST.ada.id)), &[]).await.is(422);
    // A blocked owner does not count: nobody could sign in as them.
    app.change("update users set roles = '{member,owner}', blocked_at = now() where email = 'max@acme.example'").await;
    gives(&ada, CAST.ada.id, &["admin"]).await.is(422).says("last owner");
    // Nor does one who was invited and has not come.
    app.change("update users set blocked_at = null, confirmed_at = null where email = 'max@acme.example'").await;
    gives(&ada, CAST.ada.id, &["admin"]).await.is(422).says("last owner");
}

#[tokio::test]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    for _ in 0..8 {
        app.change("update users set roles = '{member,admin,owner}' where email in ('ada@acme.example', 'max@acme.example')")
            .await;
        app.change("delete from sessions where user_id in (select id from users where email in ('ada@acme.example', 'max@acme.example'))").await;
        for person in [&CAST.ada, &CAST.max] {
            sqlx::query(
                "insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
                 select tenant_id, gen_random_uuid(), id, $2, '', '', $3, $3, $3 + interval '1 day' from users where id = $1",
            )
            .bind(person.id)
            .bind(person.session.hash())
            .bind(app.clock.now())
            .execute(app.owner())
            .await
            .unwrap();
        }
        let (ada, max) = (app.ada(), app.max());
        let (one, two) = join(gives(&ada, CAST.max.id, &[]), gives(&max, CAST.ada.id, &[])).await;
        let done =
            [&one, &two].iter().filter(|page| page.status() == 303 && page.location().unwrap().starts_with("/admin")).count();
        assert_eq!(done, 1, "{}\n{}", one.described(), two.described());
        assert_eq!(
            app.number(
                "select count(*) from users u join tenants t on t.id = u.tenant_id where slug = 'acme' and 'owner' = any(roles)"
            )
            .await,
            1
        );
    }
}

#[tokio::test]
async fn somebody_blocked_is_out_at_once_and_may_be_let_in_again() {
    let app = TestApp::start().await;
    let (ada, vera) = (app.ada(), app.vera());
    let page = ada.get(&page_of(CAST.vera.id)).await;
    ada.submit(&page, "form[action$='/block']", &[]).await.leads_to(&page_of(CAST.vera.id));
    vera.get("/profile").await.leads_to("/sign-in");
    vera.post("/sign-in", &[("email", CAST.vera.email)]).await.leads_to("/sign-in/code");
    app.deliver().await;
    assert!(app.mailbox().is_empty());
    ada.post("/admin/people/invite", &[("emails", CAST.vera.email)]).await.is(422).says("is blocked");
    let page = ada.get(&page_of(CAST.vera.id)).await.says("Blocked");
    ada.submit(&page, "form[action$='/block']", &[]).await.leads_to(&page_of(CAST.vera.id));
    vera.post("/sign-in", &[("email", CAST.vera.email)]).await;
    app.deliver().await;
    assert_eq!(app.mailbox().len(), 1);
    ada.post(&format!("{}/block", page_of(CAST.ada.id)), &[("blocked", "true")]).await.is(422).says("yourself");
}

#[tokio::test]
async fn a_deleted_person_is_nowhere_but_in_the_counts() {
    let app = TestApp::start().await;
    let (ada, vera) = (app.ada(), app.vera());
    let idea = app.idea_by(&CAST.max, "Dark mode").await;
    vera.votes_for(idea.number).await.is(303);
    let page = ada.get(&format!("{}/delete", page_of(CAST.vera.id))).await.is(200).says("Delete Vera Voss?");
    ada.submit(&page, "main form", &[]).await.leads_to("/admin/people");
    ada.get(&page_of(CAST.vera.id)).await.is(404);
    ada.post(&format!("{}/delete", page_of(CAST.vera.id)), &[]).await.is(404);
    ada.get("/admin/people").await.lacks("Deleted person").lacks("Vera");
    vera.get("/profile").await.leads_to("/sign-in");
    assert_eq!(app.number("select vote_count::bigint from ideas").await, 1);
    assert_eq!(app.number("select count(*) from events where kind = 'user.deleted'").await, 1);
}
