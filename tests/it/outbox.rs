//! The outbox: what must happen later happens, whoever is killed, refused or flooded meanwhile.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use serde_json::json;
use shipboard::access::find_site;
use shipboard::clock::Time;
use shipboard::error::{Error, Result};
use shipboard::ids::TenantId;
use shipboard::mail::Mail;
use shipboard::outbox::{Desk, Entry, Handler, Handlers, Outcome, Prepared, enqueue, worker};
use shipboard::text::Email;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::support::{CAST, Setup, TestApp};

const JOB: &str = "test.letter";

/// Sends a letter to the address in the payload, or behaves as badly as it is told to.
#[derive(Clone, Default)]
struct Postman {
    conduct: Conduct,
    /// How each letter ended.
    ended: Arc<Mutex<Vec<Outcome>>>,
    /// Told when it hangs.
    hangs: Arc<Notify>,
}

impl Postman {
    async fn hang<T>(&self) -> T {
        self.hangs.notify_one();
        std::future::pending().await
    }
}

#[derive(Clone, Copy, Default)]
enum Conduct {
    #[default]
    Good,
    /// Never comes back from preparing, as one that was killed.
    HangsBefore,
    /// Never comes back from settling.
    HangsAfter,
    FailsBefore,
    FailsAfter,
    Panics,
    WaitsUntil(Time),
    SeesNoPoint,
}

impl Handler for Postman {
    fn prepare<'a>(&'a self, desk: Desk<'a>) -> BoxFuture<'a, Result<Prepared>> {
        Box::pin(async move {
            Ok(match self.conduct {
                Conduct::HangsBefore => self.hang().await,
                Conduct::FailsBefore => return Err(Error::internal(std::fmt::Error)),
                Conduct::Panics => panic!("a bug"),
                Conduct::WaitsUntil(time) if desk.app.clock.now() < time => Prepared::NotYet("something else comes first"),
                Conduct::SeesNoPoint => Prepared::Pointless("it was taken back"),
                _ => Prepared::Mail(Box::new(Mail {
                    to: Email::parse(&desk.job.payload::<String>()?).unwrap(),
                    to_name: String::new(),
                    from_name: desk.site.name.clone(),
                    subject: desk.job.key.clone(),
                    text: "text".to_owned(),
                    html: "<p>html</p>".to_owned(),
                    list: None,
                    in_reply_to: None,
                })),
            })
        })
    }

    fn settle<'a>(&'a self, _desk: Desk<'a>, outcome: &'a Outcome) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match self.conduct {
                Conduct::HangsAfter => self.hang().await,
                Conduct::FailsAfter => return Err(Error::internal(std::fmt::Error)),
                _ => self.ended.lock().unwrap().push(outcome.clone()),
            }
            Ok(())
        })
    }
}

fn postman(conduct: Conduct) -> Handlers {
    Handlers::default().with(JOB, Postman { conduct, ..Postman::default() })
}

async fn post(app: &TestApp, tenant: TenantId, to: &str, key: &str, due_at: Time) -> bool {
    let mut tx = app.db.tenant(tenant).await.unwrap();
    let entry = Entry { kind: JOB, key: key.to_owned(), payload: &to, due_at, urgent: key == "urgent" };
    let new = enqueue(&mut tx, entry, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    new
}

async fn letter(app: &TestApp, to: &str) {
    assert!(post(app, CAST.acme.id, to, &format!("letter to {to}"), app.clock.now()).await);
}

async fn drain(app: &TestApp, handlers: &Handlers) -> usize {
    worker::drain(app, handlers, find_site).await.unwrap()
}

/// State, attempts and reason of the one job there is.
async fn job(app: &TestApp) -> (String, i32, Option<String>) {
    app.sql("select state::text, attempts, reason from outbox").await.remove(0)
}

#[tokio::test]
async fn a_job_said_twice_is_done_once() {
    let app = TestApp::start().await;
    letter(&app, "vera@customer.example").await;
    let again = post(&app, CAST.acme.id, "vera@customer.example", "letter to vera@customer.example", app.clock.now()).await;
    assert!(!again);
    // The neighbour's job of the same name is another.
    assert!(post(&app, CAST.globex.id, "gus@globex.example", "letter to vera@customer.example", app.clock.now()).await);
    assert_eq!(app.deliver_by(&postman(Conduct::Good)).await, 2);
    assert_eq!(app.deliver_by(&postman(Conduct::Good)).await, 0);
    let senders: BTreeMap<String, String> = app.mailbox().into_iter().map(|letter| (letter.to, letter.from_name)).collect();
    assert_eq!(senders["vera@customer.example"], "Acme");
    assert_eq!(senders["gus@globex.example"], "Globex");
}

#[tokio::test]
async fn nothing_leaves_before_it_is_due_or_for_a_cause_that_was_undone() {
    let app = TestApp::start().await;
    let later = app.clock.now() + SignedDuration::from_mins(5);
    post(&app, CAST.acme.id, "vera@customer.example", "later", later).await;
    let mut undone = app.db.tenant(CAST.acme.id).await.unwrap();
    let entry = Entry { kind: JOB, key: "undone".to_owned(), payload: &json!("max@acme.example"), due_at: later, urgent: false };
    enqueue(&mut undone, entry, app.clock.now()).await.unwrap();
    drop(undone);
    app.clock.advance(SignedDuration::from_secs(299));
    assert_eq!(app.deliver_by(&postman(Conduct::Good)).await, 0);
    app.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(app.deliver_by(&postman(Conduct::Good)).await, 1);
    assert_eq!(app.mailbox().len(), 1);
}

#[tokio::test]
async fn a_mailbox_that_is_full_is_tried_again_until_it_is_not() {
    let app = TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await;
    let postman = Postman::default();
    let handlers = Handlers::default().with(JOB, postman.clone());
    app.smtp().answers("vera@customer.example", "452 4.2.2 mailbox full");
    letter(&app, "vera@customer.example").await;
    assert_eq!(app.deliver_by(&handlers).await, 1);
    let (state, attempts, reason) = job(&app).await;
    assert_eq!((state.as_str(), attempts), ("waiting", 1));
    assert!(reason.unwrap().contains("mailbox full"), "the mail server's own words");
    app.clock.advance(SignedDuration::from_secs(9));
    assert_eq!(app.deliver_by(&handlers).await, 0, "not before ten seconds have gone");
    app.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(app.deliver_by(&handlers).await, 1);
    app.smtp().takes_everything();
    app.clock.advance(SignedDuration::from_secs(59));
    assert_eq!(app.deliver_by(&handlers).await, 0, "the second time it waits for a minute");
    app.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(app.deliver_by(&handlers).await, 1);
    assert_eq!(job(&app).await.0, "done");
    assert_eq!(*postman.ended.lock().unwrap(), [Outcome::Sent]);
    assert_eq!(app.mailbox().len(), 1);
}

#[tokio::test]
async fn after_two_days_it_is_given_up_with_the_last_words() {
    let app = TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await;
    let postman = Postman::default();
    let handlers = Handlers::default().with(JOB, postman.clone());
    app.smtp().answers("vera@customer.example", "452 4.2.2 mailbox full");
    letter(&app, "vera@customer.example").await;
    let began = app.clock.now();
    while let Some(next) = worker::next_due(&app).await.unwrap() {
        app.clock.advance(next.since(app.clock.now()));
        app.deliver_by(&handlers).await;
    }
    let (state, attempts, reason) = job(&app).await;
    assert_eq!((state.as_str(), attempts), ("failed", 11));
    assert!(reason.unwrap().contains("mailbox full"));
    assert!(matches!(postman.ended.lock().unwrap().as_slice(), [Outcome::GivenUp(words)] if words.contains("mailbox full")));
    let hours = app.clock.now().since(began).as_hours();
    assert!((46..=49).contains(&hours), "{hours} hours");
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_is_refused_for_good_and_delays_nobody() {
    let app = TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await;
    let postman = Postman::default();
    app.smtp().answers("gone@customer.example", "550 5.1.1 no such mailbox");
    for to in ["a@customer.example", "gone@customer.example", "z@customer.example"] {
        letter(&app, to).await;
    }
    assert_eq!(app.deliver_by(&Handlers::default().with(JOB, postman.clone())).await, 3);
    let mut reached: Vec<String> = app.mailbox().into_iter().map(|letter| letter.to).collect();
    reached.sort();
    assert_eq!(reached, ["a@customer.example", "z@customer.example"]);
    let failed: Vec<(String,)> = app.sql("select reason from outbox where state = 'failed'").await;
    assert!(failed[0].0.contains("no such mailbox"));
    assert!(postman.ended.lock().unwrap().iter().any(|outcome| matches!(outcome, Outcome::Refused(_))));
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_waited_for() {
    let app = TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await;
    app.smtp().hangs_up();
    letter(&app, "vera@customer.example").await;
    app.deliver_by(&postman(Conduct::Good)).await;
    assert_eq!(job(&app).await.0, "waiting");
    app.smtp().takes_everything();
    app.clock.advance(SignedDuration::from_secs(10));
    app.deliver_by(&postman(Conduct::Good)).await;
    assert_eq!(app.mailbox().len(), 1);
}

#[tokio::test]
async fn a_worker_has_a_job_to_itself_and_a_killed_one_loses_it() {
    let app = TestApp::start().await;
    letter(&app, "vera@customer.example").await;
    kill_while_it_hangs(&app, Conduct::HangsBefore).await;
    assert_eq!(app.deliver_by(&postman(Conduct::Good)).await, 0, "it may still live");
    app.leases_end().await;
    assert_eq!(app.deliver_by(&postman(Conduct::Good)).await, 1);
    assert_eq!(app.mailbox().len(), 1);
}

#[tokio::test]
async fn a_worker_killed_after_sending_sends_again_under_the_same_name() {
    let app = TestApp::start().await;
    letter(&app, "vera@customer.example").await;
    kill_while_it_hangs(&app, Conduct::HangsAfter).await;
    assert_eq!(app.mailbox().len(), 1, "it was sent, and nobody wrote that down");
    app.leases_end().await;
    let postman = Postman::default();
    app.deliver_by(&Handlers::default().with(JOB, postman.clone())).await;
    let letters = app.mailbox();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].message_id, letters[1].message_id, "so that the reader's mail program shows one");
    assert_eq!(*postman.ended.lock().unwrap(), [Outcome::Sent]);
}

async fn kill_while_it_hangs(app: &TestApp, conduct: Conduct) {
    let postman = Postman { conduct, ..Postman::default() };
    let handlers = Handlers::default().with(JOB, postman.clone());
    tokio::select! {
        _ = drain(app, &handlers) => panic!("it did not hang"),
        () = postman.hangs.notified() => {}
    }
    // Its connection is closed as well: what it had locked is free.
    app.number("select count(*) from (select from outbox for update) free").await;
}

#[tokio::test]
async fn workers_side_by_side_do_every_job_once() {
    let app = TestApp::start().await;
    for number in 0..60 {
        letter(&app, &format!("reader-{number}@customer.example")).await;
    }
    let handlers = postman(Conduct::Good);
    let (one, other, third) = tokio::join!(app.deliver_by(&handlers), app.deliver_by(&handlers), app.deliver_by(&handlers));
    assert_eq!(one + other + third, 60);
    let mut readers: Vec<String> = app.mailbox().into_iter().map(|letter| letter.to).collect();
    assert_eq!(readers.len(), 60);
    readers.sort();
    readers.dedup();
    assert_eq!(readers.len(), 60);
}

#[tokio::test]
async fn what_waits_for_something_else_does_not_wear_out() {
    let app = TestApp::start().await;
    let until = app.clock.now() + SignedDuration::from_mins(2);
    letter(&app, "vera@customer.example").await;
    let handlers = postman(Conduct::WaitsUntil(until));
    for _ in 0..24 {
        assert_eq!(app.deliver_by(&handlers).await, 1);
        assert_eq!(job(&app).await, ("waiting".to_owned(), 0, Some("something else comes first".to_owned())));
        app.clock.advance(SignedDuration::from_secs(5));
    }
    app.deliver_by(&handlers).await;
    assert_eq!(job(&app).await.0, "done");
}

#[tokio::test]
async fn what_has_become_pointless_is_dropped_with_its_reason() {
    let app = TestApp::start().await;
    letter(&app, "vera@customer.example").await;
    app.deliver_by(&postman(Conduct::SeesNoPoint)).await;
    assert_eq!(job(&app).await, ("dropped".to_owned(), 1, Some("it was taken back".to_owned())));
    assert!(app.mailbox().is_empty());
}

/// Whatever a handler does wrong, it harms its own jobs alone, and those not for ever.
#[tokio::test]
async fn a_handler_with_a_bug_is_tried_ever_more_slowly_and_then_given_up() {
    for conduct in [Conduct::FailsBefore, Conduct::FailsAfter, Conduct::Panics] {
        let app = TestApp::start().await;
        letter(&app, "vera@customer.example").await;
        post(&app, CAST.acme.id, "max@acme.example", "other", app.clock.now()).await;
        app.change("update outbox set kind = 'test.other' where key = 'other'").await;
        let handlers = postman(conduct).with("test.other", Postman::default());
        app.deliver_by(&handlers).await;
        assert_eq!(app.mail_to("max@acme.example").len(), 1, "the other job is done");
        let mut rounds = 1;
        while let Some(next) = worker::next_due(&app).await.unwrap() {
            app.clock.advance(next.since(app.clock.now()));
            app.deliver_by(&handlers).await;
            rounds += 1;
            assert!(rounds < 20, "it is tried for ever");
        }
        let failed: Vec<(i32, String)> = app.sql("select attempts, reason from outbox where state = 'failed'").await;
        assert_eq!(failed.len(), 1);
        assert!(failed[0].1.contains("the log says why"), "{}", failed[0].1);
    }
}

#[tokio::test]
async fn floods_of_some_workspaces_starve_no_other() {
    let app = TestApp::start().await;
    app.change(
        "insert into tenants (id, slug, name, state, mail_key, created_at)
         select gen_random_uuid(), 'flood-' || n, 'Flood', 'active', decode(repeat('00', 32), 'hex'), now() from generate_series(1, 3) n",
    )
    .await;
    app.change(
        "insert into outbox (tenant_id, kind, key, payload, due_at, created_at)
         select t.id, 'test.letter', n::text, to_jsonb('flood@customer.example'::text), '2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z'
           from tenants t, generate_series(1, 100) n where t.slug like 'flood-%'",
    )
    .await;
    post(&app, CAST.globex.id, "gus@globex.example", "later than the floods", app.clock.now()).await;
    drain(&app, &postman(Conduct::Good)).await;
    assert_eq!(app.mail_to("gus@globex.example").len(), 1, "in the first batch");
    let app = app.leaves_outbox();
    assert!(app.number("select count(*) from outbox where state = 'waiting'").await > 200);
}

#[tokio::test]
async fn whoever_waits_in_front_of_a_screen_comes_first() {
    let app = TestApp::start().await.leaves_outbox();
    for number in 0..20 {
        letter(&app, &format!("reader-{number}@customer.example")).await;
    }
    post(&app, CAST.acme.id, "vera@customer.example", "urgent", app.clock.now()).await;
    drain(&app, &postman(Conduct::Good)).await;
    assert_eq!(app.mail_to("vera@customer.example").len(), 1, "in the first batch, though it came last");
}

#[tokio::test]
async fn the_worker_hears_of_a_job_at_once_and_ends_what_it_has_begun() {
    let app = TestApp::start().await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(worker::run(shipboard::app::App::clone(&app), postman(Conduct::Good), find_site, stop.clone()));
    // The worker listens and has found nothing.
    tokio::time::sleep(Duration::from_millis(30)).await;
    let mut quickest = Duration::MAX;
    for number in 1..=3 {
        let posted = Instant::now();
        letter(&app, &format!("reader-{number}@customer.example")).await;
        while app.mailbox().len() < number {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        quickest = quickest.min(posted.elapsed());
    }
    assert!(quickest < Duration::from_secs(1), "by notification, and not by the poll every two seconds: {quickest:?}");
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(30), worker).await.expect("it stops when told").unwrap();
    assert_eq!(app.number("select count(*) from outbox where state = 'done'").await, 3);
}
