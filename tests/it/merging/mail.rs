//! Who is told of a merge: everyone who asked for the part, once, and not at all where it was taken back in time.

use jiff::SignedDuration;

use super::ideas;
use crate::ship::settles;
use crate::support::{CAST, IdeaRow, Page, TestApp};

/// Max combines `parts` into `into` at the desk.
pub(super) async fn combines(app: &TestApp, parts: &[IdeaRow], into: IdeaRow) -> Page {
    let numbers: Vec<String> = parts.iter().map(|part| part.number.to_string()).collect();
    let into = into.number.to_string();
    let mut fields = vec![("into", into.as_str())];
    fields.extend(numbers[1..].iter().map(|number| ("and", number.as_str())));
    app.max().post(&format!("/admin/ideas/{}/merge", numbers[0]), &fields).await
}

/// Max takes a part out at the desk.
pub(super) async fn takes_out(app: &TestApp, part: IdeaRow) -> Page {
    app.max().post(&format!("/admin/ideas/{}/unmerge", part.number), &[]).await.is(303)
}

/// What the ledger says of merges: who, about which idea, and how that stands.
async fn ledger(app: &TestApp) -> Vec<(String, i32, String, Option<String>)> {
    app.sql(
        "select u.name, i.number, n.state::text, n.reason from notices n join users u on u.id = n.user_id join ideas i on i.id = n.idea_id
          where n.kind = 'merged' order by u.name, i.number",
    )
    .await
}

#[tokio::test]
async fn who_asked_for_the_part_is_told_once_where_it_is_now() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    app.rel().votes_for(part.number).await.is(303);
    app.rel().votes_for(root.number).await.is(303);
    app.max().votes_for(part.number).await.is(303);
    combines(&app, &[part], root).await.is(303);
    app.deliver().await;
    assert!(app.mailbox().is_empty(), "nothing leaves inside the settle delay");
    settles(&app).await;
    let said: Vec<(String, i32, String, Option<String>)> = ledger(&app).await;
    let of = |name: &str| said.iter().find(|row| row.0 == name).map(|row| (row.2.as_str(), row.3.as_deref())).unwrap();
    assert_eq!(of("Vera Voss"), ("sent", None));
    assert_eq!(of("Rel Ruiz"), ("excluded", Some("asks_for_both")), "he loses sight of nothing");
    assert_eq!(of("Max Meyer"), ("excluded", Some("actor")));
    let letters = app.mailbox();
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].to.as_str(), letters[0].subject.as_str()),
        (CAST.vera.email, "Combined with another idea: Night theme")
    );
    for words in ["Themes", "You asked for “Night theme”.", "/ideas/2"] {
        assert!(letters[0].text.contains(words), "{}", letters[0].text);
    }
    assert!(letters[0].html.contains("Themes") && letters[0].header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");

    // The address she knows leads there, and says why.
    let page = app.vera().get("/ideas/2").await.is(308);
    assert_eq!((page.location(), page.header("cache-control")), (Some("/ideas/1?from=2"), "no-cache"));
    app.vera().visit("/ideas/2").await.says("You were looking for #2 “Night theme”");

    // Out and in again: she has heard of it.
    takes_out(&app, part).await;
    combines(&app, &[part], root).await.is(303);
    settles(&app).await;
    assert_eq!(app.mailbox().len(), 1);
    app.is_in_order().await;
}

#[tokio::test]
async fn what_is_taken_out_within_the_delay_is_never_told_and_what_comes_after_it_is() {
    let app = TestApp::start().await;
    let [wrong, part, right] = ideas(&app, ["Printing", "Night theme", "Themes"]).await;
    app.vera().votes_for(part.number).await.is(303);
    combines(&app, &[part], wrong).await.is(303);
    app.clock.advance(SignedDuration::from_mins(4));
    takes_out(&app, part).await;
    app.is_in_order().await;
    settles(&app).await;
    assert!(app.mailbox().is_empty());
    combines(&app, &[part], right).await.is(303);
    settles(&app).await;
    let letters = app.mailbox();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("Themes") && !letters[0].text.contains("Printing"));
}

#[tokio::test]
async fn several_parts_at_once_are_one_mail_and_a_part_of_a_part_is_no_news() {
    let app = TestApp::start().await;
    let [root, one, other, below] = ideas(&app, ["Themes", "Night theme", "Dark mode", "Black background"]).await;
    for idea in [one, other] {
        app.vera().votes_for(idea.number).await.is(303);
    }
    app.rel().votes_for(below.number).await.is(303);
    combines(&app, &[below], one).await.is(303);
    settles(&app).await;
    assert_eq!(app.mail_to(CAST.rel.email).len(), 1);
    combines(&app, &[one, other], root).await.is(303);
    settles(&app).await;
    let letters = app.mail_to(CAST.vera.email);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].subject, "Combined with another idea: Night theme and 1 more");
    assert!(letters[0].text.contains("You asked for “Night theme” and “Dark mode”."), "{}", letters[0].text);
    assert_eq!(app.mail_to(CAST.rel.email).len(), 1, "he heard where to find it when it became a part");
    app.is_in_order().await;
}

#[tokio::test]
async fn who_wants_no_mail_or_may_not_see_where_it_went_is_left_out_with_the_reason() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().votes_for(part.number).await.is(303);
    app.change("insert into boards (tenant_id, id, slug, name, visibility, position, created_at) select id, gen_random_uuid(), 'internal', 'Internal', 'staff', 2, now() from tenants where slug = 'acme'").await;
    app.change("update ideas set board_id = (select id from boards where slug = 'internal') where number = 1").await;
    combines(&app, &[part], root).await.is(303);
    assert_eq!(ledger(&app).await, [("Vera Voss".to_owned(), 2, "excluded".to_owned(), Some("no_access".to_owned()))]);
    takes_out(&app, part).await;
    app.change(
        "update ideas set board_id = (select b.id from boards b where b.slug = 'features' and b.tenant_id = ideas.tenant_id)",
    )
    .await;
    combines(&app, &[part], root).await.is(303);
    // She says no before it leaves.
    app.vera().post("/profile/mail", &[("scope", "ideas"), ("out", "true")]).await.is(303);
    settles(&app).await;
    assert!(app.mailbox().is_empty());
    assert_eq!(ledger(&app).await, [("Vera Voss".to_owned(), 2, "excluded".to_owned(), Some("out_of_ideas".to_owned()))]);
    app.is_in_order().await;
}

#[tokio::test]
async fn comments_and_follows_by_the_address_of_a_part_are_the_parts_own() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Themes", "Night theme"]).await;
    app.vera().comments_on(root.number, "Which colours?").await.is(303);
    combines(&app, &[part], root).await.is(303);
    let (vera, rel) = (app.vera(), app.rel());
    // All forms of the page one comes to keep which idea was meant, with scripts and without.
    let page = rel.visit("/ideas/2").await;
    for form in [".vote-large form", "#following form", "#talk > form"] {
        assert!(page.attribute(form, "action").unwrap().starts_with("/ideas/2/"), "{form}");
        assert!(page.attribute(form, "hx-post").unwrap().starts_with("/ideas/2/"), "{form}");
    }
    rel.comments_on(part.number, "Black ones.").await.leads_to("/ideas/1?from=2#comment-");
    let page = vera.get("/ideas/1").await.says("Black ones.");
    assert_eq!(page.all(".origin"), ["on #2"], "each is marked with where it came from");
    vera.post("/ideas/2/follow", &[("following", "true"), ("comments", "true")]).await.is(303);
    let reply = vera.with_header("hx-request", "true").votes_for(part.number).await.is(200);
    assert_eq!(reply.attribute("form", "action").as_deref(), Some("/ideas/2/vote"));
    takes_out(&app, part).await;
    let stands: Vec<(String, i64, i64, i64)> = app
        .sql(
            "select title, (select count(*) from votes v where v.idea_id = i.id), (select count(*) from comments c where c.idea_id = i.id),
                    (select count(*) from followers f where f.idea_id = i.id) from ideas i order by number",
        )
        .await;
    assert_eq!(stands, [("Themes".to_owned(), 0, 1, 1), ("Night theme".to_owned(), 1, 1, 2)]);
    app.deliver().await;
    app.is_in_order().await;
}
