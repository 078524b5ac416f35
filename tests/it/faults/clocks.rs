//! Clocks that are set forward and back, and two that do not agree.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use shipboard::access::find_site;
use shipboard::app::App;
use shipboard::clock::Clock;
use shipboard::db::Db;
use shipboard::limits::Limits;
use shipboard::outbox::worker;
use shipboard::workers;

use super::crowd::{acme, gather, is_to_be_told, waiting};
use super::reckoning::reckon;
use crate::support::TestApp;

const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Another server on the same database, whose clock is off by so much.
async fn server_whose_clock_is_off(app: &TestApp, by: SignedDuration) -> App {
    let db = Db::connect(app.database().options(), 4).await.unwrap();
    let clock = Clock::stopped(app.clock.now() + by);
    App::new(db, clock, app.config.clone(), app.mail.clone(), Limits::off())
}

#[tokio::test]
async fn a_clock_that_jumps_back_and_forth_tells_everybody_once() {
    let app = acme(1).await;
    let crowd = gather(&app, 120).await;
    is_to_be_told(&app, &crowd, "Wish").await;
    let handlers = workers::handlers();
    for step in [1, -1, -1, 1, 1, 1, -1, -1, 1, -1] {
        worker::drain(&app, &handlers, find_site).await.unwrap();
        app.clock.advance(AN_HOUR * step);
    }
    app.deliver().await;
    assert_eq!(waiting(&app).await, 0);
    let reckoning = reckon(&app, 120).await;
    assert_eq!((reckoning.told, reckoning.twice), (120, 0));
}

#[tokio::test]
async fn servers_whose_clocks_disagree_by_an_hour_take_nothing_from_each_other() {
    let app = acme(2).await;
    let crowd = gather(&app, 120).await;
    is_to_be_told(&app, &crowd, "Wish").await;
    app.smtp().behaves(crate::support::Conduct { slow: std::time::Duration::from_millis(20), ..Default::default() });
    let (ahead, behind) = (server_whose_clock_is_off(&app, AN_HOUR).await, server_whose_clock_is_off(&app, AN_HOUR * -1).await);
    let handlers = workers::handlers();
    let works = async |app: &App| while worker::drain(app, &handlers, find_site).await.unwrap() > 0 {};
    tokio::join!(works(&app), works(&ahead), works(&behind));
    works(&ahead).await;
    let letters = app.mailbox();
    let names: BTreeSet<_> = letters.iter().map(|letter| &letter.message_id).collect();
    assert_eq!((letters.len(), names.len()), (120, 120), "nobody sent what another was just sending");
    assert_eq!(reckon(&app, 120).await.told, 120);
}

#[tokio::test]
async fn a_lease_from_before_the_clock_was_set_back_keeps_nobody_waiting() {
    let app = acme(0).await;
    let crowd = gather(&app, 10).await;
    is_to_be_told(&app, &crowd, "Wish").await;
    app.change("update outbox set leased_until = clock_timestamp() + interval '1 hour', attempts = 1 where state = 'waiting'")
        .await;
    app.deliver().await;
    assert_eq!(reckon(&app, 10).await.told, 10);
}

#[tokio::test]
async fn a_lease_that_somebody_has_is_left_alone() {
    let app = acme(0).await;
    let crowd = gather(&app, 10).await;
    is_to_be_told(&app, &crowd, "Wish").await;
    app.change("update outbox set leased_until = clock_timestamp() + interval '1 minute', attempts = 1 where state = 'waiting'")
        .await;
    assert_eq!(app.deliver().await, 0);
    app.clock.advance(AN_HOUR);
    assert_eq!(app.deliver().await, 0, "whatever this server's clock says");
    app.leases_end().await;
    app.deliver().await;
    assert_eq!(reckon(&app, 10).await.told, 10);
}
