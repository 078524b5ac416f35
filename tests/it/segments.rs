//! Segments: rules that describe people, with a count that follows them, and demand seen through their eyes.

use jiff::SignedDuration;

use crate::demand::{company, employee, votes};
use crate::support::{CAST, TestApp};

/// Makes a segment of Max's. Returns its path.
async fn segment(app: &TestApp, name: &str, rules: &[(&str, &str)]) -> String {
    let fields: Vec<_> = [("name", name)].into_iter().chain(rules.iter().copied()).collect();
    let made = app.max().post("/admin/segments", &fields).await.leads_to("/admin/segments/");
    made.location().unwrap().to_owned()
}

async fn addresses(app: &TestApp, path: &str) -> Vec<String> {
    let mut found = app.rel().visit(path).await.all("tbody .table-note");
    found.sort_unstable();
    found
}

#[tokio::test]
async fn every_rule_describes_people_and_all_of_them_have_to_hold() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    let big = company(&app, "Big", "Business", 500_000, "EUR").await;
    let small = company(&app, "Small", "Team", 1_000, "EUR").await;
    let yen = company(&app, "Yen", "Team", 1_000_000, "JPY").await;
    app.clock.advance(SignedDuration::from_hours(24 * 100));
    let ann = employee(&app, "ann@big.example", Some(big)).await;
    employee(&app, "ben@big.example", Some(big)).await;
    let sue = employee(&app, "sue@small.example", Some(small)).await;
    employee(&app, "yui@yen.example", Some(yen)).await;
    votes(&app, sue, idea).await;
    app.clock.advance(SignedDuration::from_hours(24 * 40));
    votes(&app, ann, idea).await;
    for (name, rules, wanted) in [
        ("Plan", &[("plans", "business; Enterprise")][..], &["ann@big.example", "ben@big.example"][..]),
        ("From", &[("revenue_from", "5,000"), ("currency", "EUR")], &["ann@big.example", "ben@big.example"]),
        ("To", &[("revenue_to", "10"), ("currency", "EUR")], &["sue@small.example"]),
        ("Yen", &[("revenue_from", "1"), ("currency", "JPY")], &["yui@yen.example"]),
        ("Domain", &[("domains", "@small.example, yen.example")], &["sue@small.example", "yui@yen.example"]),
        ("Role", &[("roles", "manager")], &["max@acme.example"]),
        ("Lately", &[("voted_within", "30")], &["ann@big.example"]),
        ("Once", &[("voted_within", "60"), ("quiet_for", "30")], &["sue@small.example"]),
        (
            "Since",
            &[("joined_since", "2026-12-01")],
            &["ann@big.example", "ben@big.example", "sue@small.example", "yui@yen.example"],
        ),
        ("Before", &[("joined_before", "2026-12-01"), ("roles", "releaser")], &["rel@acme.example"]),
        ("All", &[("plans", "business"), ("voted_within", "30")], &["ann@big.example"]),
    ] {
        let path = segment(&app, name, rules).await;
        assert_eq!(addresses(&app, &path).await, wanted, "{name}");
    }
    // An amount of another currency counts once there is a rate.
    app.change(
        "insert into currencies (tenant_id, code, reporting, rate, factor, set_by, set_at)
         select u.tenant_id, c.code, c.code = 'EUR', c.rate, c.factor, u.id, now()
           from users u, (values ('EUR', 1, 1), ('JPY', 0.006, 0.6)) c (code, rate, factor) where u.email = 'ada@acme.example'",
    )
    .await;
    let rich = segment(&app, "Rich", &[("revenue_from", "5000"), ("currency", "EUR")]).await;
    assert_eq!(addresses(&app, &rich).await, ["ann@big.example", "ben@big.example", "yui@yen.example"]);
    app.rel().visit("/admin/segments").await.says("Plan is business, and voted in the last 30 days");
}

#[tokio::test]
async fn a_segment_is_counted_while_it_is_typed_with_and_without_scripts() {
    let app = TestApp::start().await;
    let max = app.max();
    let form = max.visit("/admin/segments/new").await.says("Say at least one rule");
    let counted = max.submit(&form, "button[formmethod]", &[("plans", "x"), ("domains", "customer.example")]).await;
    let counted = counted.is(200).says("0 people now.");
    assert_eq!(counted.attribute("#field-domains", "value").as_deref(), Some("customer.example"));
    max.get("/admin/segments/count?domains=customer.example").await.is(200).says("1 person now.");
    max.get("/admin/segments/count?voted_within=x").await.is(200).says("Say at least one rule");

    let refused = max.post("/admin/segments", &[("name", "Everybody")]).await.is(422).says("needs at least one rule");
    assert_eq!(refused.attribute("#field-name", "value").as_deref(), Some("Everybody"));
    let path = segment(&app, "Customers", &[("domains", "customer.example")]).await;
    max.post("/admin/segments", &[("name", "CUSTOMERS"), ("plans", "x")]).await.is(422).says("of that name already");
    let edit = max.visit(&format!("{path}/edit")).await;
    let saved = max.submit(&edit, "#segment-form", &[("name", "Ours"), ("domains", ""), ("roles", "manager")]).await;
    max.follow(saved).await.says("Ours").says("Is manager").says("1 person");
    app.rel().get(&format!("{path}/edit")).await.is(403);
    app.rel().post("/admin/segments", &[("name", "x"), ("plans", "x")]).await.is(403);
    max.does(&format!("{path}/deletion"), &[]).await.says("The segment “Ours” is deleted.");
    let kinds: Vec<(String,)> = app.sql("select kind from events where kind like 'segment.%' order by id").await;
    assert_eq!(kinds.len(), 3);
}

#[tokio::test]
async fn demand_is_seen_through_a_segment_s_eyes() {
    let app = TestApp::start().await;
    let dark = app.idea_by(&CAST.ada, "Dark mode").await;
    let big = company(&app, "Big", "Business", 500_000, "EUR").await;
    let small = company(&app, "Small", "Team", 1_000, "EUR").await;
    let ann = employee(&app, "ann@big.example", Some(big)).await;
    let sue = employee(&app, "sue@small.example", Some(small)).await;
    votes(&app, ann, dark).await;
    votes(&app, sue, dark).await;
    let path = segment(&app, "Business", &[("plans", "business")]).await;
    let id = path.rsplit('/').next().unwrap();
    let voters = format!("/ideas/{}/voters", dark.number);
    app.max().visit(&voters).await.says("€ 5,010").says("sue@small.example");
    let seen = app.max().visit(&format!("{voters}?segment={id}")).await.says("€ 5,000").lacks("sue@small.example");
    assert_eq!(seen.all("tbody th").len(), 1);
    let people = seen.attribute("#demand a.stat-value", "href").unwrap();
    assert!(people.contains(id), "a figure of a segment opens the people of the segment: {people}");
}
