//! The workbench: ideas side by side, what they would come to, and the way back.

use super::ideas;
use super::mail::{combines, takes_out};
use crate::support::{CAST, TestApp};

#[tokio::test]
async fn the_workbench_says_what_will_happen_before_it_does_and_one_button_takes_it_back() {
    let app = TestApp::start().await.leaves_outbox();
    let [root, part] = ideas(&app, ["Dark mode", "Dark mode please"]).await;
    for who in [app.vera(), app.rel()] {
        who.votes_for(root.number).await.is(303);
    }
    app.vera().votes_for(part.number).await.is(303);
    app.max().votes_for(part.number).await.is(303);
    let max = app.max();
    // From the idea, over the ones much like it, to the two side by side.
    let page = max.get("/ideas/2").await.is(200);
    assert_eq!(page.attribute("#combined a.button", "href").as_deref(), Some("/admin/ideas/2/merge"));
    let page = max.get("/admin/ideas/2/merge").await.is(200).says("Which idea asks for the same?");
    let compare = page.attribute(".table td a", "href").unwrap();
    assert_eq!(compare, "/admin/ideas/2/merge?into=1", "what more people want stays, until somebody says otherwise");
    let page = max.get(&compare).await.is(200);
    assert_eq!(page.all(".merge-title"), ["Dark mode please #2", "Dark mode #1"]);
    let figures: Vec<(String, String)> = page.all(".stat dt").into_iter().zip(page.all(".stat-value")).collect();
    let figure = |name: &str| figures.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!((figure("Voters of #2"), figure("Voters of #1")), ("2", "2"));
    assert_eq!((figure("In common"), figure("Votes together")), ("1", "3"));
    // Vera and Rel ask for both; Max does it himself.
    let page = page.says("Nobody is mailed.").says("1 did it themselves; 1 asked for the other idea as well");
    assert_eq!(page.attribute(".merge-side:not([data-kept]) .buttons a", "href").as_deref(), Some("/admin/ideas/1/merge?into=2"));

    let done = max.submit(&page, "form.buttons button", &[]).await.leads_to("/ideas/1");
    let page = max.follow(done).await.is(200).says("#2 is combined with this.");
    assert_eq!(page.all("#combined li > span"), ["#2 Dark mode please"]);
    let undone = max.submit(&page, ".flash button", &[]).await.leads_to("/ideas/1");
    max.follow(undone).await.is(200).says("#2 stands for itself again.");
    assert_eq!(app.number("select sum(vote_count) from ideas").await, 4);
    app.is_in_order().await;
}

#[tokio::test]
async fn several_are_found_by_words_and_by_number_laid_side_by_side_and_combined_and_taken_out_together() {
    let app = TestApp::start().await.leaves_outbox();
    let [root, night, black] = ideas(&app, ["Dark mode", "Night theme", "Black background"]).await;
    let max = app.max();
    let page = max.get("/admin/ideas/2/merge?into=1&q=black").await.is(200);
    let add = page.attribute(".table td a", "href").unwrap();
    assert_eq!(add, "/admin/ideas/2/merge?into=1&and=3");
    assert_eq!(max.get("/admin/ideas/2/merge?into=1&q=%233").await.attribute(".table td a", "href").unwrap(), add);
    let page = max.get(&add).await.is(200).says("Combine #2 and #3 into #1");
    // Any of them can be the one that stays, or stay out of it.
    let links: Vec<String> = ["Keep this one #2", "Leave out #2", "Keep this one #3", "Leave out #3"].map(str::to_owned).to_vec();
    assert_eq!(page.all(".merge-side .buttons a"), links);
    let done = max.submit(&page, "form.buttons button", &[]).await.leads_to("/ideas/1");
    let page = max.follow(done).await.says("#2 and #3 are combined with this.");
    assert_eq!(app.number("select count(*) from ideas where merged_into is not null").await, 2);
    let undone = max.submit(&page, ".flash button", &[]).await;
    max.follow(undone).await.is(200).says("#2 and #3 stand for themselves again.");
    assert_eq!(app.number("select count(*) from ideas where merged_into is not null").await, 0);

    // One by one on the page of the idea that stays.
    combines(&app, &[night, black], root).await.is(303);
    let page = max.get("/ideas/1").await.is(200);
    max.submit(&page, "#combined li:first-child button", &[]).await.is(303);
    assert_eq!(max.get("/ideas/1").await.all("#combined li > span"), ["#3 Black background"]);
    // Customers see that it was combined, and no button.
    let page = app.vera().get("/ideas/1").await.is(200).says("#3").lacks("unmerge");
    assert!(page.all("#combined").is_empty());
    app.is_in_order().await;
}

#[tokio::test]
async fn what_cannot_be_is_said_on_the_workbench_and_a_part_stands_there_for_its_root() {
    let app = TestApp::start().await.leaves_outbox();
    let [a, b, c] = ideas(&app, ["Dark mode", "Night theme", "Printing"]).await;
    combines(&app, &[a], b).await.is(303);
    let refused = combines(&app, &[b], a).await.is(422).says("#1 is part of #2, so #2 cannot become part of it.");
    assert_eq!(refused.all(".merge-title"), ["Night theme #2"]);
    combines(&app, &[a], c).await.is(422).says("#1 is part of #2 already. Take it out of there first.");
    combines(&app, &[a], a).await.is(422).says("#1 cannot be combined with itself.");
    let page = combines(&app, &[a], b).await.leads_to("/ideas/2");
    app.max().follow(page).await.is(200);
    let page = app.max().get("/admin/ideas/1/merge?into=3").await.is(200);
    assert_eq!(page.all(".merge-title"), ["Night theme #2", "Printing #3"]);
    // Numbers that are not there are left aside.
    app.max().get("/admin/ideas/2/merge?into=99").await.is(200).says("Which idea asks for the same?");
    app.max().get("/admin/ideas/99/merge").await.is(404);
    app.max().get("/admin/ideas/2/merge?into=x").await.is(200);
    app.max().post("/admin/ideas/2/merge", &[("into", "99")]).await.is(404);
    app.max().post("/admin/ideas/2/merge", &[]).await.is(422).says("Please choose which of them stays.");
    app.max().post("/admin/ideas/99/unmerge", &[]).await.is(404);
    takes_out(&app, a).await;
    takes_out(&app, a).await;
    app.is_in_order().await;
}

#[tokio::test]
async fn boards_statuses_and_releases_that_differ_are_pointed_out() {
    let app = TestApp::start().await.leaves_outbox();
    let [_, part] = ideas(&app, ["Dark mode", "Night theme"]).await;
    crate::ship::release(&app, "2.4", &[part.number]).await;
    let status = CAST.acme.statuses[2].to_string();
    app.max().post("/ideas/2/status", &[("status", &status), ("response", "")]).await.is(303);
    let page = app.max().get("/admin/ideas/2/merge?into=1").await.is(200);
    let said = page.one(".banner");
    assert!(said.contains("#2 is “In progress”. What counts from then on is where #1 stands: “Under review”."), "{said}");
    assert!(said.contains("#2 is in 2.4, which will show #1 in its place"), "{said}");
}

#[tokio::test]
async fn merging_is_for_whoever_triages_and_for_nobody_else() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Dark mode", "Night theme"]).await;
    let path = format!("/admin/ideas/{}/merge", part.number);
    let into = root.number.to_string();
    app.vera().get(&path).await.is(404);
    app.rel().get(&path).await.is(403);
    app.rel().post(&path, &[("into", &into)]).await.is(403);
    app.gus().post(&path, &[("into", &into)]).await.is(404);
    app.nobody().post(&path, &[("into", &into)]).await.leads_to("/sign-in");
    assert_eq!(app.number("select count(*) from ideas where merged_into is not null").await, 0);
}
