//! A flood of mail in one workspace, and somebody in another who waits for a code in front of a screen.

use std::time::{Duration, Instant};

use shipboard::text::token::Token;

use super::crowd::{acme, gather, is_to_be_told};
use super::readers::ask;
use super::servers::{Server, until};
use crate::support::{CAST, Conduct};

/// How often somebody asks for a code during the flood.
const CODES: usize = 5;

/// Mails that a server has taken at a time, and those on their way: a code waits for no more of them than this.
const AHEAD: usize = 40;

/// Acme tells so many people by a mail server that takes 50 ms for each, and Gus of Globex asks for a sign-in code now and
/// then. Says how long the codes took, and how many mails of the flood left before each.
pub(super) async fn story(people: usize) -> String {
    let app = acme(1).await;
    app.smtp().behaves(Conduct { slow: Duration::from_millis(50), ..Conduct::default() });
    let crowd = gather(&app, people).await;
    let mut server = Server::beside(&app);
    server.is_ready().await;
    is_to_be_told(&app, &crowd, "Wish").await;
    let mut waits = Vec::new();
    for code in 1..=CODES {
        let before = app.smtp().taken();
        until("the flood is under way", async || app.smtp().taken() >= before + 30 || app.smtp().taken() >= people).await;
        let (asked, before) = (Instant::now(), app.smtp().taken());
        let form = format!("email={}", CAST.gus.email.replace('@', "%40"));
        let answer = ask(server.address, "POST", CAST.globex.slug, "/sign-in", Some((&form, &Token::new()))).await.unwrap();
        assert_eq!(answer.status, 303, "{}", answer.head);
        until("the code has left", async || app.smtp().taken_for(CAST.gus.email).len() == code).await;
        let (place, at) = app.smtp().taken_for(CAST.gus.email)[code - 1];
        let ahead = place.saturating_sub(before);
        waits.push((at.duration_since(asked), ahead));
        assert!(ahead <= AHEAD, "{ahead} mails of the flood left before the code");
    }
    let told = app.smtp().taken() - CODES;
    assert!(told < people, "the flood was not over");
    let longest = waits.iter().map(|(wait, _)| *wait).max().unwrap_or_default();
    let most = waits.iter().map(|(_, ahead)| *ahead).max().unwrap_or_default();
    drop(server);
    app.leaves_outbox();
    format!(
        "{CODES} sign-in codes beside a flood of {people} mails at 50 ms each: the slowest left after {:.2} s, at most {most} mails of the flood before it",
        longest.as_secs_f64()
    )
}

#[tokio::test]
async fn a_sign_in_code_does_not_wait_for_the_flood_of_a_neighbour() {
    story(900).await;
}
