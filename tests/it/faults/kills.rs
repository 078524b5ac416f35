//! Servers that are killed while they tell a crowd, again and again.

use std::time::{Duration, Instant};

use rand::RngExt as _;

use super::crowd::{acme, gather, is_to_be_told, waiting};
use super::long::Row;
use super::readers::Readers;
use super::reckoning::{Reckoning, nothing_broke, reckon};
use super::servers::{Server, until};
use crate::support::Conduct;

/// A mail server that takes a moment, so that most kills come in the middle of a conversation.
const A_MOMENT: Duration = Duration::from_millis(5);

/// Which servers die at once, and how long their jobs stay theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Death {
    /// All of them, and then the time that their leases had left is over.
    Together,
    /// One of them, while the others go on and its jobs stay its own as long as they do for real.
    Alone,
}

/// So many servers tell so many people, while so many kills strike at random moments; further releases ship as long as kills
/// are left. Afterwards the servers are left in peace, until nothing waits.
pub(super) async fn story(servers: usize, people: usize, kills: usize, death: Death) -> Row {
    let began = Instant::now();
    let app = acme(u32::try_from(servers).unwrap()).await;
    app.smtp().behaves(Conduct { slow: A_MOMENT, ..Conduct::default() });
    let crowd = gather(&app, people).await;
    let mut running: Vec<Server> = (0..servers).map(|_| Server::beside(&app)).collect();
    for server in &mut running {
        server.is_ready().await;
    }
    let addresses: Vec<_> = running.iter().map(|server| server.address).collect();
    let readers = Readers::start(&app, 2, &addresses).await;
    let (mut done, mut releases) = (0, 0);
    while done < kills {
        if waiting(&app).await == 0 {
            releases += 1;
            is_to_be_told(&app, &crowd, &format!("Wish {releases}")).await;
        }
        let pause = rand::rng().random_range(0..1_200);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        match death {
            Death::Together => {
                running.iter_mut().for_each(Server::is_killed);
                done += running.len();
                app.leases_end().await;
                running.iter_mut().for_each(Server::starts);
            }
            Death::Alone => {
                let victim = rand::rng().random_range(0..running.len());
                running[victim].is_killed();
                running[victim].starts();
                done += 1;
            }
        }
    }
    until("everybody is told", async || waiting(&app).await == 0).await;
    // Whoever was dead at the end answers again.
    for server in &mut running {
        server.is_ready().await;
    }
    let answers = readers.answers();
    drop(readers);
    nothing_broke(&answers);
    let reckoning = reckon(&app, people * releases).await;
    assert_eq!(reckoning.told, reckoning.people, "nobody is left out");
    Row { name: format!("{servers} servers killed"), kills: done, reckoning, answers, took: began.elapsed() }
}

/// What may be taken twice is what was on its way when its server died: no more than a server has hands.
fn few_were_taken_twice(reckoning: &Reckoning, kills: usize) {
    const HANDS: usize = 8;
    assert!(reckoning.twice <= kills * HANDS, "{reckoning:?}");
}

#[tokio::test]
async fn a_server_that_is_killed_again_and_again_tells_everybody_once() {
    let row = story(1, 120, 5, Death::Together).await;
    few_were_taken_twice(&row.reckoning, row.kills);
}

#[tokio::test]
async fn two_servers_that_are_killed_together_tell_everybody_once() {
    let row = story(2, 120, 6, Death::Together).await;
    few_were_taken_twice(&row.reckoning, row.kills);
}
