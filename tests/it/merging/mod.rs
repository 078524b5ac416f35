//! Merging: a link that can be taken back, whatever has happened meanwhile, and whoever does it at the same moment.

mod mail;
mod pages;
pub(crate) mod random;
mod releases;

use futures_util::future::{join, join_all};
use shipboard::error::{Error, Result};
use shipboard::ideas::merge::{self, Merged};
use shipboard::ids::IdeaId;

use crate::support::{CAST, IdeaRow, TestApp};

/// Merges as Max, in a transaction of its own.
pub(crate) async fn merge(app: &TestApp, part: IdeaRow, into: IdeaRow) -> Result<Merged> {
    let mut tx = app.db.tenant(CAST.acme.id).await?;
    let merged = merge::merge(&mut tx, part.id, into.id, CAST.max.id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(merged)
}

/// Takes an idea out of what it is part of, as Max. Whether it was part of anything.
pub(crate) async fn unmerge(app: &TestApp, part: IdeaRow) -> bool {
    let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
    let unmerged = merge::unmerge(&mut tx, part.id, CAST.max.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    unmerged.changed
}

/// Why a merge was refused.
#[track_caller]
fn refused(result: Result<Merged>) -> String {
    match result {
        Err(Error::Rejected(sentence)) => sentence.english(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Every idea as its row says: number, parent, root, votes, comments.
async fn forest(app: &TestApp) -> Vec<(i32, Option<i32>, i32, i32, i32)> {
    app.sql(
        "select i.number, p.number, r.number, i.vote_count, i.comment_count
           from ideas i join ideas r on r.id = i.canonical_id left join ideas p on p.id = i.merged_into order by i.number",
    )
    .await
}

/// Ideas with these titles, numbered from 1.
pub(super) async fn ideas<const N: usize>(app: &TestApp, titles: [&str; N]) -> [IdeaRow; N] {
    let mut ideas = Vec::new();
    for title in titles {
        ideas.push(app.idea_by(&CAST.ada, title).await);
    }
    ideas.try_into().unwrap()
}

#[tokio::test]
async fn taking_an_idea_out_leaves_what_would_be_there_had_it_never_been_merged() {
    let app = TestApp::start().await;
    let [root, part] = ideas(&app, ["Dark mode", "Night theme"]).await;
    let (vera, max, rel) = (app.vera(), app.max(), app.rel());
    vera.votes_for(root.number).await.is(303);
    vera.votes_for(part.number).await.is(303);
    max.votes_for(part.number).await.is(303);
    vera.comments_on(part.number, "My eyes hurt.").await.is(303);
    assert_eq!(merge(&app, part, root).await.unwrap().votes, 2, "Vera counts once");
    assert_eq!(forest(&app).await, [(1, None, 1, 2, 1), (2, Some(1), 1, 0, 0)]);

    // Meanwhile a vote and a comment come by the address of the one that was merged.
    rel.votes_for(part.number).await.is(303);
    rel.comments_on(part.number, "Mine too.").await.is(303);
    assert_eq!(forest(&app).await, [(1, None, 1, 3, 2), (2, Some(1), 1, 0, 0)]);

    assert!(unmerge(&app, part).await);
    assert!(!unmerge(&app, part).await, "saying it twice changes nothing");
    assert_eq!(forest(&app).await, [(1, None, 1, 1, 0), (2, None, 2, 3, 2)]);
    let said: Vec<(String, i32)> = app.sql("select e.kind, i.number from events e join ideas i on i.id = e.subject_id where e.actor_id = (select id from users where name = 'Max Meyer') order by e.id").await;
    let said: Vec<(&str, i32)> = said.iter().map(|(kind, number)| (kind.as_str(), *number)).collect();
    assert_eq!(said, [("idea.merged", 2), ("idea.combined", 1), ("idea.unmerged", 2), ("idea.separated", 1)]);
    app.is_in_order().await;
}

#[tokio::test]
async fn an_idea_takes_its_parts_along_into_another_tree_and_out_of_it() {
    let app = TestApp::start().await;
    let [a, b, c, d] = ideas(&app, ["Dark mode", "Night theme", "Black background", "Themes"]).await;
    for (who, idea) in [(app.vera(), a), (app.max(), b), (app.rel(), c), (app.ada(), d)] {
        who.votes_for(idea.number).await.is(303);
    }
    merge(&app, a, b).await.unwrap();
    merge(&app, b, c).await.unwrap();
    // An idea can be merged into a part: it remembers whose part it is.
    assert_eq!(merge(&app, d, a).await.unwrap().root_number, c.number);
    assert_eq!(merge(&app, d, a).await.unwrap().changed, 0, "saying it twice changes nothing");
    let chain = [(1, Some(2), 3, 0, 0), (2, Some(3), 3, 0, 0), (3, None, 3, 4, 0), (4, Some(1), 3, 0, 0)];
    assert_eq!(forest(&app).await, chain);
    assert!(unmerge(&app, b).await);
    assert_eq!(forest(&app).await, [(1, Some(2), 2, 0, 0), (2, None, 2, 3, 0), (3, None, 3, 1, 0), (4, Some(1), 2, 0, 0)]);
    assert!(unmerge(&app, a).await);
    assert_eq!(forest(&app).await, [(1, None, 1, 2, 0), (2, None, 2, 1, 0), (3, None, 3, 1, 0), (4, Some(1), 1, 0, 0)]);
}

#[tokio::test]
async fn a_merge_that_cannot_be_is_refused_with_a_sentence() {
    let app = TestApp::start().await;
    let [a, b, c] = ideas(&app, ["Dark mode", "Night theme", "Themes"]).await;
    assert_eq!(refused(merge(&app, a, a).await), "#1 cannot be combined with itself.");
    merge(&app, a, b).await.unwrap();
    assert!(refused(merge(&app, b, a).await).starts_with("#1 is part of #2, so #2 cannot become part of it."));
    assert_eq!(refused(merge(&app, a, c).await), "#1 is part of #2 already. Take it out of there first.");
    app.change("update ideas set deleted_at = now() where number = 3").await;
    assert_eq!(refused(merge(&app, b, c).await), "#3 has been deleted. It has to be restored first.");
    assert_eq!(refused(merge(&app, c, b).await), "#3 has been deleted. It has to be restored first.");
    let nowhere = IdeaRow { id: IdeaId::new(), number: 9 };
    assert!(matches!(merge(&app, nowhere, a).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn of_two_merges_into_each_other_at_the_same_moment_one_wins_and_the_other_is_told() {
    let app = TestApp::start().await;
    for _ in 0..12 {
        let [a, b] = ideas(&app, ["Dark mode", "Night theme"]).await;
        let (one, other) = join(merge(&app, a, b), merge(&app, b, a)).await;
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let told = refused(if one.is_ok() { other } else { one });
        assert!(told.contains("is part of"), "{told}");
    }
    let circles = "select count(*) from ideas i join ideas r on r.id = i.canonical_id where r.merged_into is not null";
    assert_eq!(app.number(circles).await, 0);
    app.is_in_order().await;
}

#[tokio::test]
async fn a_ring_of_merges_at_the_same_moment_leaves_one_root_and_the_right_count() {
    let app = TestApp::start().await;
    for _ in 0..6 {
        let ring = ideas(&app, ["Dark mode", "Night theme", "Themes", "Black background"]).await;
        app.vera().votes_for(ring[0].number).await.is(303);
        app.vera().votes_for(ring[1].number).await.is(303);
        app.max().votes_for(ring[2].number).await.is(303);
        let merges = join_all((0..4).map(|place| merge(&app, ring[place], ring[(place + 1) % 4])));
        // A vote that comes in between is counted by whatever root there is when it is its turn.
        let (merged, _) = join(merges, app.rel().votes_for(ring[3].number)).await;
        let refusals: Vec<String> = merged.into_iter().filter(Result::is_err).map(refused).collect();
        let trees: Vec<(i64, i64)> = app
            .sql(
                "select count(*) filter (where r.id = i.id), sum(i.vote_count)
                   from ideas i join ideas r on r.id = i.canonical_id where i.number > (select max(number) - 4 from ideas)",
            )
            .await;
        // Each refusal leaves one more tree than the one that four merges of four ideas in a row would.
        assert_eq!(trees[0].0, i64::try_from(refusals.len()).unwrap(), "{refusals:?}");
        let counted = app.number("select coalesce(sum(c.votes), 0)::bigint from ideas i, set_config('app.tenant_id', i.tenant_id::text, false), count_votes(i.id) c where i.merged_into is null and i.number > (select max(number) - 4 from ideas)").await;
        assert_eq!(trees[0].1, counted);
    }
    app.is_in_order().await;
}

#[tokio::test]
async fn votes_merges_and_unmerges_at_the_same_moment_are_all_carried_out() {
    let app = TestApp::start().await.leaves_outbox();
    let [a, b, c] = ideas(&app, ["Dark mode", "Night theme", "Themes"]).await;
    let (vera, rel, ada) = (app.vera(), app.rel(), app.ada());
    for round in 0..25 {
        let voted = if round % 2 == 0 { "true" } else { "false" };
        let votes = [(&vera, a), (&rel, b), (&ada, c), (&vera, b), (&rel, a), (&ada, a)].map(async |(who, idea)| {
            who.post(&format!("/ideas/{}/vote", idea.number), &[("voted", voted)]).await.is(303);
        });
        let said = [a, b].map(async |idea| vera.comments_on(idea.number, "Me too.").await.is(303));
        let merges = [(b, a), (c, b), (b, c)].map(async |(part, into)| mail::combines(&app, &[part], into).await.status());
        let taken = [b, c].map(async |part| mail::takes_out(&app, part).await);
        let (_, _, merged, _) = tokio::join!(join_all(votes), join_all(said), join_all(merges), join_all(taken));
        assert!(merged.iter().all(|status| matches!(status, 303 | 422)), "{merged:?}");
    }
    app.is_in_order().await;
}

#[tokio::test]
async fn comments_that_a_reader_of_the_root_may_not_see_are_not_in_its_count() {
    let app = TestApp::start().await.leaves_outbox();
    let [root, part] = ideas(&app, ["Dark mode", "Night theme"]).await;
    app.vera().comments_on(root.number, "My eyes hurt.").await.is(303);
    app.max().comments_on(part.number, "A customer of ours asked.").await.is(303);
    let counted = async || app.number("select comment_count::bigint from ideas where number = 1").await;
    merge(&app, part, root).await.unwrap();
    assert_eq!(counted().await, 2);
    app.change("insert into boards (tenant_id, id, slug, name, visibility, position, created_at) select id, gen_random_uuid(), 'team', 'Team', 'staff', 2, created_at from tenants").await;
    app.change(
        "update ideas i set board_id = b.id from boards b where b.tenant_id = i.tenant_id and b.slug = 'team' and i.number = 2",
    )
    .await;
    assert_eq!(counted().await, 1, "moved to a board for the team");
    app.max().comments_on(part.number, "And another one.").await.is(303);
    assert_eq!(counted().await, 1);
    app.vera().comments_on(root.number, "Mine too.").await.is(303);
    assert_eq!(counted().await, 2);
    app.is_in_order().await;
    for (seen_by, count) in [
        ("update boards set visibility = 'public' where slug = 'team'", 4),
        ("update boards set visibility = 'signed_in' where slug = 'team'", 2),
        ("update boards set visibility = 'staff' where slug = 'team'", 2),
    ] {
        app.change(seen_by).await;
        assert_eq!(counted().await, count, "{seen_by}");
        app.is_in_order().await;
    }
    app.change("update boards set visibility = 'staff'").await;
    assert_eq!(counted().await, 4, "whoever sees the one sees the other");
    assert!(unmerge(&app, part).await);
    assert_eq!((counted().await, forest(&app).await[1].4), (2, 2));
    app.is_in_order().await;
}
