//! Companies: by hand, from a file, their people, and what their money is worth.

use crate::demand::{company, employee, votes};
use crate::support::{Browser, CAST, Page, TestApp};

const BOUNDARY: &str = "----a-line-that-is-in-no-file";

/// Sends a form with a file in it, as a browser does (RFC 7578).
async fn uploads(browser: Browser, path: &str, file: &str, fields: &[(&str, &str)]) -> Page {
    let part = |head: String, body: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let mut body = part("name=\"file\"; filename=\"companies.csv\"".to_owned(), file);
    for (name, value) in fields {
        body.push_str(&part(format!("name=\"{name}\""), value));
    }
    body.push_str(&format!("--{BOUNDARY}--\r\n"));
    let browser = browser.with_header("content-type", &format!("multipart/form-data; boundary={BOUNDARY}"));
    browser.ask(axum::http::Method::POST, path, Some(body.into())).await
}

#[tokio::test]
async fn a_company_is_kept_by_hand_with_everything_it_was_before() {
    let app = TestApp::start().await;
    let max = app.max();
    let max_id = CAST.max.id.to_string();
    let typed = [
        ("name", " Northwind "),
        ("domains", "north.example, @North.example"),
        ("plan", "Team"),
        ("revenue", "1,240.50"),
        ("currency", "EUR"),
        ("owner", &max_id),
    ];
    let form = max.visit("/admin/companies/new").await;
    let made = max.submit(&form, "main form.form", &typed).await.leads_to("/admin/companies/");
    let path = made.location().unwrap().to_owned();
    max.follow(made).await.says("Northwind is here.").says("€ 1,240.50").says("north.example").says("Max Meyer");
    employee(&app, "ann@north.example", None).await;
    max.visit(&path).await.says("ann@north.example · by address");
    max.visit("/admin/companies?q=north").await.says("1 company").says("€ 1,240.50");
    max.visit("/admin/companies?q=south").await.says("No company fits");

    // What is wrong stands beside its field, and what was typed stays.
    for (name, value, said) in [
        ("name", "", "missing"),
        ("domains", "gmail.com", "Everybody can have an address at gmail.com"),
        ("revenue", "1.234", "could be read in two ways"),
        ("currency", "EURO", "not a currency"),
        ("owner", &CAST.vera.id.to_string(), "does not work here"),
    ] {
        let typed: Vec<_> = typed.iter().map(|(key, typed)| if *key == name { (*key, value) } else { (*key, *typed) }).collect();
        let refused = max.post(&format!("{path}/edit"), &typed).await.is(422).says(said);
        assert_eq!(refused.attribute("#field-plan", "value").as_deref(), Some("Team"));
    }
    // Names and domains are taken once.
    let other = [("name", "NORTHWIND"), ("currency", "EUR")];
    max.post("/admin/companies", &other).await.is(422).says("a company of that name already");
    let other = [("name", "Other"), ("currency", "EUR"), ("domains", "north.example")];
    max.post("/admin/companies", &other).await.is(422).says("north.example belongs to Northwind already");
    assert_eq!(app.number("select count(*) from companies").await, 1, "what was begun is undone");

    let yen = [("name", "Northwind"), ("plan", "Business"), ("revenue", "150,000"), ("currency", "JPY")];
    max.does(&format!("{path}/edit"), &yen).await.says("¥ 150,000").says("nobody");
    let told: Vec<(serde_json::Value,)> = app.sql("select data from events where kind = 'company.changed'").await;
    assert_eq!(told[0].0["before"]["revenue"], "€\u{a0}1,240.50");
    assert_eq!(told[0].0["after"]["revenue"], "¥\u{a0}150,000");

    let gone = max.does(&format!("{path}/deletion"), &[]).await;
    gone.says("Its 1 person stays, without a company.");
    assert_eq!(app.number("select count(*) from users where email = 'ann@north.example' and company_id is null").await, 1);
    max.get(&path).await.is(404);
}

#[tokio::test]
async fn companies_are_for_the_team_and_changed_by_those_who_triage() {
    let app = TestApp::start().await;
    let north = company(&app, "Northwind", "", 0, "EUR").await;
    let path = format!("/admin/companies/{north}");
    for address in ["/admin/companies", "/admin/companies.csv", &path] {
        app.rel().get(address).await.is(200);
        app.vera().get(address).await.is(404);
        app.nobody().get(address).await.leads_to("/sign-in");
    }
    app.rel().get("/admin/companies/new").await.is(403);
    app.rel().post(&format!("{path}/deletion"), &[]).await.is(403);
    app.max().get("/admin/companies/currencies").await.is(403);
}

#[tokio::test]
async fn people_are_put_into_a_company_and_out_of_it_by_hand() {
    let app = TestApp::start().await;
    let north = company(&app, "Northwind", "", 0, "EUR").await;
    let path = format!("/admin/companies/{north}");
    let max = app.max();
    let shown = max.visit(&path).await;
    let added = max.submit(&shown, "#add-somebody", &[("who", "vera voss")]).await;
    max.follow(added).await.says("vera@customer.example");
    let refused = max.post(&format!("{path}/people"), &[("who", "Vero")]).await.is(422).says("Nobody here is called “Vero”");
    assert_eq!(refused.attribute("#field-who", "value").as_deref(), Some("Vero"));
    max.does(&format!("{path}/people/{}/removal", CAST.vera.id), &[]).await.says("They belong to it no more.");
    max.post(&format!("{path}/people/{}/removal", CAST.vera.id), &[]).await.is(404);
    // The same from a person's page.
    let person = format!("/admin/people/{}", CAST.vera.id);
    let ada = app.ada();
    ada.does(&format!("{person}/company"), &[("company", "northwind")]).await.says("Belongs to northwind");
    ada.post(&format!("{person}/company"), &[("company", "Southwind")]).await.is(422).says("no company called “Southwind”");
    ada.does(&format!("{person}/company"), &[("company", "")]).await.says("They belong to no company.");
    assert_eq!(app.number("select count(*) from events where kind = 'user.company_changed'").await, 4);
}

#[tokio::test]
async fn a_list_of_companies_is_walked_without_skipping_one() {
    let app = TestApp::start().await;
    for number in 0..120 {
        company(&app, &format!("Company {number}"), "", i64::from(number % 7) * 100, "EUR").await;
    }
    for sort in ["revenue", "people", "newest"] {
        let (max, mut seen, mut path) = (app.max(), Vec::new(), format!("/admin/companies?sort={sort}"));
        loop {
            let page = max.visit(&path).await;
            seen.extend(page.all("tbody th"));
            match page.attribute("a[rel=next]", "href") {
                Some(next) => path = next,
                None => break,
            }
        }
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((all, seen.len()), (120, 120), "{sort}");
    }
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_changes_anything() {
    let app = TestApp::start().await;
    let north = company(&app, "Northwind", "Team", 50_000, "EUR").await;
    let file = "name;domains;plan;monthly revenue;currency;owner;colour\r\n\
                NORTHWIND;north.example;Business;600;EUR;max@acme.example;blue\r\n\
                Südwind;süd.example;Team;1.234,50;EUR;;\r\n";
    let seen = uploads(app.max(), "/admin/companies/csv", file, &[("text", "")]).await.is(200);
    let seen = seen
        .says("1 company is new, 1 is changed, 0 stay as it is.")
        .says("colour")
        .says("Team → Business")
        .says("€ 500 → € 600");
    assert_eq!(app.number("select count(*) from companies").await, 1, "looking changes nothing");
    let table = seen.one("#field-text");
    assert!(table.contains("Südwind"), "the table stays on the page: {table}");
    let done = uploads(app.max(), "/admin/companies/csv", "", &[("text", file), ("apply", "true")]).await.is(303);
    app.max().follow(done).await;
    let rows: Vec<(String, String, i64, String)> =
        app.sql("select name, plan, monthly_revenue_minor, currency from companies order by name").await;
    assert_eq!(rows[0], ("NORTHWIND".into(), "Business".into(), 60_000, "EUR".into()));
    assert_eq!(rows[1], ("Südwind".into(), "Team".into(), 123_450, "EUR".into()));
    assert_eq!(app.number("select count(*) from company_domains").await, 2);
    assert_eq!(app.number("select count(*) from events where kind in ('company.changed', 'company.created')").await, 2);
    app.max().visit(&format!("/admin/companies/{north}")).await.says("Max Meyer");
    uploads(app.max(), "/admin/companies/csv", file, &[]).await.is(200).says("Everything in it is so already.");
}

#[tokio::test]
async fn a_file_with_anything_wrong_changes_nothing_and_says_where() {
    let app = TestApp::start().await;
    company(&app, "Northwind", "Team", 50_000, "EUR").await;
    let file = "name,domains,monthly revenue,currency\nGood,good.example,1,EUR\nBad,gmail.com,1,EUR\nWorse,,1,EURO\n";
    let refused = uploads(app.max(), "/admin/companies/csv", "", &[("text", file), ("apply", "true")]).await.is(422);
    let refused = refused.says("Line 3: Everybody can have an address at gmail.com").says("Line 4: “EURO” is not a currency");
    assert!(refused.one("#field-text").contains("good.example"));
    assert_eq!(app.number("select count(*) from companies").await, 1);
    uploads(app.max(), "/admin/companies/csv", "", &[("text", " ")]).await.is(422).says("Please choose a file");
}

#[tokio::test]
async fn what_is_downloaded_carries_out_nothing_and_uploads_as_it_was() {
    let app = TestApp::start().await;
    company(&app, "=HYPERLINK(\"https://x.example\")", "+1", 123_450, "EUR").await;
    company(&app, "Dinar, \"quoted\"", "", 1_500, "KWD").await;
    let file = app.rel().get("/admin/companies.csv").await.is(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("companies.csv"));
    let text = file.text().to_owned();
    assert!(
        text.contains("\"'=HYPERLINK") && text.contains("'+1") && text.contains("1.500") && text.contains("1234.50"),
        "{text}"
    );
    uploads(app.max(), "/admin/companies/csv", &text, &[]).await.is(200).says("Everything in it is so already.");
}

#[tokio::test]
async fn an_admin_says_what_currencies_are_worth() {
    let app = TestApp::start().await;
    let idea = app.idea_by(&CAST.ada, "Dark mode").await;
    for (name, minor, currency) in
        [("One", 100_000, "EUR"), ("Two", 100_000, "EUR"), ("Three", 1_000_000, "KWD"), ("Four", 100_000, "JPY")]
    {
        let id = company(&app, name, "", minor, currency).await;
        let person = employee(&app, &format!("x@{}.example", name.to_lowercase()), Some(id)).await;
        votes(&app, person, idea).await;
    }
    let voters = format!("/ideas/{}/voters", idea.number);
    let ada = app.ada();
    ada.visit(&voters).await.says("€ 2,000 + KWD 1,000 + ¥ 100,000");
    let page = ada.visit("/admin/companies/currencies").await.says("1 JPY is").says("1 KWD is");
    assert_eq!(page.attribute("option[selected]", "value").as_deref(), Some("EUR"));
    let wrong = [("code", "JPY"), ("rate", "much"), ("code", "KWD"), ("rate", "3")];
    let refused = ada.post("/admin/companies/currencies", &wrong).await.is(422).says("“much” is not a rate");
    assert!(refused.text().contains("value=\"much\""), "what was typed stays");
    let rates = [("code", "JPY"), ("rate", "0,006"), ("code", "KWD"), ("rate", "3.0")];
    ada.does("/admin/companies/currencies", &rates).await.says("The rates are saved.");
    ada.visit(&voters).await.says("≈ € 5,600").says("KWD 1,000 + € 2,000 + ¥ 100,000");
    // In another currency the same sums are told anew.
    ada.does("/admin/companies/currencies/reporting", &[("reporting", "KWD")]).await.says("Sums are said in KWD.");
    ada.visit(&voters).await.says("≈ KWD 1,867");
    // In one that has no rate the others mean nothing.
    ada.does("/admin/companies/currencies/reporting", &[("reporting", "CHF")]).await.says("type them again");
    ada.visit(&voters).await.says("KWD 1,000 + € 2,000 + ¥ 100,000");
    assert_eq!(app.number("select count(*) from events where kind like 'currencies.%'").await, 3);
}
