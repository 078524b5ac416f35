//! The harness itself: what the other tests lean on.

use crate::support::{CAST, Setup, TestApp};

#[tokio::test]
async fn everybody_of_the_cast_is_signed_in_where_they_belong() {
    let app = TestApp::start().await;
    let people: Vec<(String, i64)> = app
        .sql(
            "select t.slug, count(*) from users u join tenants t on t.id = u.tenant_id
               join sessions s on s.tenant_id = u.tenant_id and s.user_id = u.id group by 1 order by 1",
        )
        .await;
    assert_eq!(people, [("acme".to_owned(), 4), ("globex".to_owned(), 1)]);
    for browser in [app.ada(), app.max(), app.rel(), app.vera(), app.gus()] {
        browser.get("/nowhere").await.is(404).says("Not found");
    }
}
