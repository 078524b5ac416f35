//! Corrections to the changelog by mail: to whoever was mailed that a release is out, and to nobody else.

use jiff::SignedDuration;
use shipboard::releases::ship::Announcement;

use crate::changelog::{drafted, rolls_back, ships};
use crate::changelog_mail::{SETTLED, SUE, follows, news};
use crate::support::TestApp;

#[tokio::test]
async fn a_roll_back_is_told_once_to_those_who_were_told_and_follow_still() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    let leave = follows(&app, "tim@reader.example").await;
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    app.clock.advance(SignedDuration::from_mins(10));
    follows(&app, "late@reader.example").await;
    app.nobody().post(&leave, &[]).await.is(303);
    rolls_back(&app, release, "It was not ready.").await;
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 1, "a false alarm can be taken back first");
    app.clock.advance(SETTLED);
    for _ in 0..2 {
        app.deliver().await;
        assert_eq!(news(&app, SUE).len(), 2);
        assert_eq!(news(&app, "tim@reader.example").len(), 1);
        assert_eq!(news(&app, "late@reader.example").len(), 0);
        app.change("update outbox set state = 'waiting', finished_at = null, key = key || '+' where kind = 'changelog.correct'")
            .await;
    }
    app.deliver().await;
}

#[tokio::test]
async fn whoever_was_not_corrected_is_not_told_again() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    // Taken back and shipped again before the correction left: to whoever was told, nothing has changed.
    rolls_back(&app, release, "It was not ready.").await;
    ships(&app, release, Announcement::Now).await;
    app.clock.advance(SETTLED);
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 1);
    // What the second ship did not say is corrected all the same when it goes.
    rolls_back(&app, release, "Neither was it now.").await;
    app.clock.advance(SETTLED);
    app.deliver().await;
    let letters = news(&app, SUE);
    assert_eq!(letters.len(), 2);
    assert!(letters[1].text.contains("Neither was it now."));
}

#[tokio::test]
async fn a_mail_that_may_have_arrived_is_corrected_and_one_that_did_not_is_not() {
    let app = TestApp::start().await;
    follows(&app, SUE).await;
    follows(&app, "tim@reader.example").await;
    let release = drafted(&app, "4.7", &[]).await;
    ships(&app, release, Announcement::Now).await;
    app.deliver().await;
    let (sue, tim) = (news(&app, SUE).len(), news(&app, "tim@reader.example").len());
    assert_eq!((sue, tim), (1, 1));
    // As if the server had ended while both were being sent: one handed over without an answer, the other refused for now.
    app.change(
        "update changelog_mails m set sent_at = null, begun_at = case when s.email like 'sue%' then begun_at end
           from changelog_subscribers s where s.id = m.subscriber_id",
    )
    .await;
    app.change("update outbox set state = 'waiting', finished_at = null where kind = 'changelog.mail'").await;
    rolls_back(&app, release, "It was not ready.").await;
    app.clock.advance(SETTLED);
    app.deliver().await;
    app.clock.advance(SETTLED);
    app.deliver().await;
    assert_eq!(news(&app, SUE).len(), 2);
    assert_eq!(news(&app, "tim@reader.example").len(), 1);
}
