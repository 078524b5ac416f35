//! The demo workspace: believable at first sight, and it mails nobody.

use shipboard::demo;

use crate::support::TestApp;

#[tokio::test]
async fn the_demo_shows_the_product_and_mails_nobody() {
    let app = TestApp::start().await;
    let loaded = demo::load(&app).await.unwrap();
    assert_eq!(loaded.slug, "demo");
    assert_eq!(app.number("select count(*) from outbox where kind not like 'similar.%'").await, 0);
    assert_eq!(app.number("select count(*) from ideas").await, 64);
    assert_eq!(app.number("select count(*) from users u join tenants t on t.id = u.tenant_id where t.slug = 'demo'").await, 212);
    assert_eq!(app.number("select count(*) from releases where stage = 'shipped'").await, 2);
    assert_eq!(app.number("select count(distinct kind) from held_posts where state = 'waiting'").await, 3);
    assert_eq!(app.number("select count(*) from boards where moderation = 'first'").await, 1);
    assert_eq!(app.number("select count(*) from releases where stage = 'planned'").await, 1);
    assert_eq!(app.number("select count(*) from companies where owner_id is not null").await, 10);
    assert!(app.number("select count(*) from votes where importance is not null").await > 100);
    assert_eq!(app.number("select count(*) from segments").await, 2);
    let unseen = "select count(*) from users u join tenants t on t.id = u.tenant_id where t.slug = 'demo'
                   and not exists (select 1 from sessions s where s.user_id = u.id)";
    assert_eq!(app.number(unseen).await, 0, "everybody was there");
    app.is_in_order().await;
    for path in ["/", "/roadmap", "/roadmap?by=release", "/changelog", "/changelog/1"] {
        app.browser("demo.localhost").get(path).await.is(200).says("Rotafinch");
    }
    let again = demo::load(&app).await.unwrap_err().to_string();
    assert!(again.contains("left as it is"), "{again}");
}
