//! A mail server that refuses, falls silent, breaks off or goes away, while a crowd is told.

use std::time::{Duration, Instant};

use super::crowd::{acme, gather, is_to_be_told, is_tried_again, waiting};
use super::long::Row;
use super::readers::Readers;
use super::reckoning::{nothing_broke, reckon};
use super::servers::{Server, until};
use crate::support::{Conduct, TestApp};

/// What a mail server does for a while, and then no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// 421 instead of a welcome.
    TooBusy,
    /// 451 for every second recipient.
    Greylists,
    /// 550 for every tenth recipient, for good.
    Refuses,
    /// Takes a mail and closes the connection without a word.
    TakesAndHangsUp,
    /// Falls silent when it hears of the recipient.
    Silent,
    /// Thinks about each mail for longer than a worker has a job to itself without saying that it is at it.
    Ponders,
    /// Takes three mails on one connection.
    FewPerConnection,
    /// Takes 50 ms for each.
    Slow,
    /// Nobody listens at its port.
    Down,
}

/// What a large crowd can be told through.
pub(super) const TROUBLES: [Trouble; 8] = [
    Trouble::TooBusy,
    Trouble::Greylists,
    Trouble::Refuses,
    Trouble::TakesAndHangsUp,
    Trouble::Silent,
    Trouble::FewPerConnection,
    Trouble::Slow,
    Trouble::Down,
];

/// What waits for another attempt.
const PUT_OFF: &str = "select count(*) from outbox
                        where state = 'waiting' and attempts > 0 and reason is not null and leased_until is null
                          and due_at > clock_timestamp()";

/// The trouble begins, the release ships, the trouble ends, and an admin tries again.
pub(super) async fn story(trouble: Trouble, people: usize) -> Row {
    let began = Instant::now();
    let app = acme(2).await;
    let crowd = gather(&app, people).await;
    let every = |nth: usize, reply: &str| {
        for id in crowd.iter().step_by(nth) {
            app.smtp().answers(&format!("{id}@crowd.example"), reply);
        }
    };
    match trouble {
        Trouble::TooBusy => app.smtp().behaves(Conduct { greeting: Some("421 4.3.2 too busy"), ..Conduct::default() }),
        Trouble::Greylists => every(2, "451 4.7.1 not yet"),
        Trouble::Refuses => every(10, "550 5.1.1 no such mailbox"),
        Trouble::TakesAndHangsUp => app.smtp().behaves(Conduct { takes_and_hangs_up: true, ..Conduct::default() }),
        Trouble::Silent => app.smtp().behaves(Conduct { falls_silent: true, ..Conduct::default() }),
        Trouble::Ponders => app.smtp().behaves(Conduct { slow: Duration::from_secs(100), ..Conduct::default() }),
        Trouble::FewPerConnection => app.smtp().behaves(Conduct { most_of_a_connection: Some(3), ..Conduct::default() }),
        Trouble::Slow => app.smtp().behaves(Conduct { slow: Duration::from_millis(50), ..Conduct::default() }),
        Trouble::Down => app.smtp().goes_down(),
    }
    let mut server = Server::beside(&app);
    server.is_ready().await;
    // Another would take what this one lets go of.
    let _other = (trouble == Trouble::Ponders).then(|| Server::beside(&app));
    is_to_be_told(&app, &crowd, "Wish").await;
    let readers = Readers::start(&app, 2, &[server.address]).await;
    let gone = matches!(trouble, Trouble::Refuses | Trouble::FewPerConnection | Trouble::Slow | Trouble::Ponders);
    if !gone {
        was_tried(&app, trouble).await;
        if trouble == Trouble::Down {
            app.smtp().comes_back().await;
        }
        app.smtp().takes_everything();
        is_tried_again(&app).await;
    }
    until("everybody is told", async || {
        // What was on its way when the trouble ended is put off only after that.
        if !gone && app.number(PUT_OFF).await > 0 {
            is_tried_again(&app).await;
        }
        waiting(&app).await == 0
    })
    .await;
    let answers = readers.answers();
    drop(readers);
    nothing_broke(&answers);
    assert_eq!(answers.of(503), 0, "pages do not wait for mail");
    let reckoning = reckon(&app, people).await;
    let refused = if trouble == Trouble::Refuses { people.div_ceil(10) } else { 0 };
    assert_eq!((reckoning.told, reckoning.left_out), (people - refused, refused), "{trouble:?}");
    Row { name: format!("mail server: {trouble:?}"), kills: 0, reckoning, answers, took: began.elapsed() }
}

/// Waits until the trouble has struck: something was put off because of it, or hangs.
async fn was_tried(app: &TestApp, trouble: Trouble) {
    until("the trouble strikes", async || match trouble {
        Trouble::Silent => app.smtp().ignored() == 8,
        _ => app.number(PUT_OFF).await > 0,
    })
    .await;
    if trouble == Trouble::Silent {
        nobody_keeps_a_transaction(app).await;
    }
}

/// While the network is spoken to, no transaction is open.
async fn nobody_keeps_a_transaction(app: &TestApp) {
    const OPEN: &str = "select count(*) from pg_stat_activity
                         where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'
                           and state_change < clock_timestamp() - interval '500 milliseconds'";
    for _ in 0..8 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(app.number(OPEN).await, 0);
        assert_eq!(app.smtp().ignored(), 8, "eight mails are on their way");
    }
}

#[tokio::test]
async fn a_mail_server_that_is_too_busy_is_asked_again() {
    let row = story(Trouble::TooBusy, 40).await;
    assert_eq!(row.reckoning.twice, 0, "it never took one");
}

#[tokio::test]
async fn recipients_that_are_put_off_are_tried_again_and_delay_nobody() {
    let row = story(Trouble::Greylists, 40).await;
    assert_eq!(row.reckoning.twice, 0);
}

#[tokio::test]
async fn recipients_that_are_refused_are_left_out_in_the_servers_words_and_delay_nobody() {
    let row = story(Trouble::Refuses, 60).await;
    assert_eq!(row.reckoning.twice, 0);
}

#[tokio::test]
async fn a_mail_that_was_taken_without_a_word_is_sent_again_under_the_same_name() {
    let row = story(Trouble::TakesAndHangsUp, 40).await;
    assert!(row.reckoning.twice > 0);
}

/// Takes half a minute: that is how long a server may be silent that has not been given the mail.
#[tokio::test]
async fn a_mail_server_that_falls_silent_holds_up_nothing_for_ever_and_no_transaction_at_all() {
    let row = story(Trouble::Silent, 40).await;
    assert_eq!(row.reckoning.twice, 0, "it never had one");
}

#[tokio::test]
async fn a_mail_server_that_takes_three_mails_on_a_connection_gets_new_ones_at_once() {
    let row = story(Trouble::FewPerConnection, 60).await;
    assert_eq!(row.reckoning.twice, 0);
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_waited_for() {
    let row = story(Trouble::Down, 40).await;
    assert_eq!(row.reckoning.twice, 0);
}

#[tokio::test]
async fn a_mail_server_that_breaks_its_own_tls_gets_no_mail_in_the_clear() {
    let app = acme(1).await;
    app.smtp().behaves(Conduct { breaks_tls: true, ..Conduct::default() });
    let crowd = gather(&app, 10).await;
    let url = format!("{}?tls=required", app.smtp().url());
    let mut server =
        Server::with(&[("DATABASE_URL", &super::servers::database_url(&app)), ("SMTP_URL", &url), ("SHIPBOARD_POOL", "4")]);
    server.is_ready().await;
    is_to_be_told(&app, &crowd, "Wish").await;
    was_tried(&app, Trouble::TooBusy).await;
    // One that does not offer it at all is no better.
    app.smtp().takes_everything();
    is_tried_again(&app).await;
    until("all have been tried", async || {
        app.number("select count(*) from outbox where state = 'waiting' and reason is null and kind not like 'similar.%'").await
            == 0
    })
    .await;
    assert_eq!(app.smtp().taken(), 0);
    assert_eq!(waiting(&app).await, 10, "they wait for a mail server that can be trusted");
    assert_eq!(app.number("select count(*) from users where suppressed_reason is not null").await, 0);
    drop(server);
    app.leaves_outbox();
}

/// Nobody's mailbox is to blame for a server that does not take mail from us.
#[tokio::test]
async fn a_mail_server_that_refuses_us_makes_nobody_unreachable() {
    for conduct in [
        Conduct { greeting: Some("554 5.7.1 we do not talk to you"), ..Conduct::default() },
        Conduct { sender: Some("550 5.7.1 not from you"), ..Conduct::default() },
    ] {
        let app = acme(1).await;
        app.smtp().behaves(conduct);
        let crowd = gather(&app, 10).await;
        is_to_be_told(&app, &crowd, "Wish").await;
        app.deliver().await;
        assert_eq!(app.number("select count(*) from users where suppressed_reason is not null").await, 0);
        app.smtp().takes_everything();
        is_tried_again(&app).await;
        app.deliver().await;
        assert_eq!(reckon(&app, 10).await.told, 10);
    }
}

/// A recipient that was refused costs no new connection, and a mail no more than one.
#[tokio::test]
async fn connections_are_kept_from_one_mail_to_the_next() {
    let app = acme(0).await;
    let crowd = gather(&app, 60).await;
    app.smtp().answers(&format!("{}@crowd.example", crowd[0]), "550 5.1.1 no such mailbox");
    is_to_be_told(&app, &crowd, "Wish").await;
    app.deliver().await;
    assert_eq!(app.smtp().taken(), 59);
    assert!(app.smtp().connections() <= 8, "{} connections for 60 mails", app.smtp().connections());
}
