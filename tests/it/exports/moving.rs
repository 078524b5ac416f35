//! Whatever has happened in a workspace: taken away and brought into an empty one, every row of it says the same.

use std::io::Write as _;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shipboard::ideas::followers::{self, Reason};

use super::round_trip::{differences, empty, moves};
use super::zipped;
use crate::merging::random::{World, act};
use crate::support::{CAST, TestApp};

/// How many workspaces move. `SHIPBOARD_SEQUENCES` asks for more, and then for others each time.
const MOVES: u32 = 6;

/// What somebody says about mail: whose, about which idea, and what.
fn wish() -> impl Strategy<Value = (usize, usize, u8)> {
    (0..4_usize, 0..8_usize, 0..4_u8)
}

async fn says(world: &mut World, (who, what, wish): (usize, usize, u8)) {
    let Some(user) = world.person(who) else { return };
    let (idea, now) = (world.idea(what), world.now());
    match wish {
        0 => followers::follow(&mut world.tx, idea, user, Reason::Asked, now).await.unwrap(),
        1 => followers::unfollow(&mut world.tx, idea, user, now).await.unwrap(),
        2 => followers::want_comments(&mut world.tx, idea, user, true).await.unwrap(),
        _ => {
            let no = "insert into opt_outs (id, user_id, scope, created_at) values (gen_random_uuid(), $1, 'ideas', $2) on conflict do nothing";
            sqlx::query(no).bind(user).bind(now).execute(&mut *world.tx).await.unwrap();
        }
    }
}

#[test]
fn whatever_has_happened_in_a_workspace_it_arrives_whole_in_an_empty_one() {
    let asked = std::env::var("SHIPBOARD_SEQUENCES").ok().and_then(|moves| moves.parse().ok());
    let config = Config {
        cases: asked.map_or(MOVES, |moves: u32| moves / 20),
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::default()
    };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let rows = std::cell::Cell::new(0);
    let stories = (prop::collection::vec(act(), 20..=60), prop::collection::vec(wish(), 0..=12));
    let outcome = runner.run(&stories, |(story, wishes)| {
        runtime.block_on(async {
            let app = TestApp::start().await.leaves_outbox();
            let mut world = World::begin(&app).await;
            let mut wishes = wishes.into_iter();
            for (turn, act) in story.into_iter().enumerate() {
                world.does(act).await;
                if let Some(wish) = wishes.next().filter(|_| turn % 2 == 0) {
                    says(&mut world, wish).await;
                }
            }
            world.tx.commit().await.unwrap();
            app.deliver().await;
            let globex = empty(&app).await;
            moves(&app, &zipped(&app, &CAST.acme).await).await;
            let (compared, wrong) = differences(&app, CAST.acme.id, globex).await;
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            app.is_in_order().await;
            rows.set(rows.get() + compared);
        });
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
    // Read although the test passes, whose printed words are not shown.
    let _ = writeln!(std::io::stderr(), "exports: workspaces of {} rows together arrived whole", rows.get());
}
