//! Pages for everybody: axe finds nothing on them, light or dark, wide or narrow, and nothing sticks out of a small phone.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};
use shipboard::demo::{self, Demo};
use shipboard::ids::TenantId;
use shipboard::imports::options::Options;
use shipboard::imports::readers::csv::guess;
use shipboard::imports::store::{self, NewImport};
use shipboard::imports::{State, run};
use uuid::Uuid;

use super::chromium::{Chromium, Scripts};
use super::{screenshots, served, sight};
use crate::support::TestApp;

/// Checks a page by the rules of WCAG and by what is known to be good.
const AXE: &str = include_str!("axe.min.js");

/// The violations axe finds by these rules (all of them, if none is named), each in a line with the elements it is about. No
/// colour is caught on its way to another, and frames are documents of their own.
const VIOLATIONS: &str = r#"
    const [rules, done] = arguments;
    const which = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
    for (const change of document.getAnimations()) change.finish();
    axe.run(document, { ...which, resultTypes: ["violations"], iframes: false }).then(
        ({ violations }) => done(violations.map(({ id, help, nodes }) =>
            `${id}: ${help}: ${nodes.map(({ html, any }) => `${html} ${any.map((check) => check.message).join("; ")}`).join(" | ")}`)),
        (error) => done([String(error)]),
    );
"#;

/// What moved by itself after it was first drawn (more than 0.02 of a layout shift), and what stood before the first paint
/// besides one stylesheet.
const UNSTEADY: &str = r#"
    const [done] = arguments;
    const moved = [];
    new PerformanceObserver((list) => moved.push(...list.getEntries().filter((shift) => !shift.hadRecentInput)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => {
        const shift = moved.reduce((sum, { value }) => sum + value, 0);
        const what = moved.flatMap(({ sources }) => sources.map(({ node }) => node?.outerHTML?.slice(0, 120)));
        const blocking = performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking");
        done([
            ...(shift > 0.02 ? [`a layout shift of ${shift}: ${what.join(" | ")}`] : []),
            ...(blocking.length > 1 ? [`${blocking.length} things block the first paint: ${blocking.map(({ name }) => name).join(", ")}`] : []),
        ]);
    }, 50);
"#;

/// What the whole stylesheet would style on a page that takes the visitors' only: a part that is the desk's and should not be.
const UNSTYLED: &str = r#"
    const [done] = arguments;
    const own = document.querySelector("link[rel=stylesheet]");
    if (own.href.includes("/static/app-")) return done([]);
    const flat = (rules) => [...rules].flatMap((rule) => (rule.selectorText ? [rule] : flat(rule.cssRules ?? [])));
    fetch("/_ui").then((page) => page.text()).then(async (page) => {
        const whole = page.match(/<link rel="stylesheet" href="([^"]+)"/)?.[1];
        if (!whole || whole === own.getAttribute("href")) return done([]);
        const sheet = await new CSSStyleSheet().replace(await (await fetch(whole)).text());
        const known = new Set(flat(own.sheet.cssRules).map((rule) => rule.cssText));
        const there = (selector) => {
            try { return document.querySelector(selector); } catch { return null; }
        };
        const state = /::?(hover|active|focus|focus-visible|focus-within|before|after|backdrop|placeholder|marker)\b/g;
        const unknown = flat(sheet.cssRules).filter((rule) => !known.has(rule.cssText));
        done(unknown.length < 50 ? ["hardly any rule is the desk's alone"]
            : unknown.map((rule) => rule.selectorText).filter((selector) => there(selector.replaceAll(state, "")))
                .map((selector) => `only the desk's stylesheet has ${selector}`));
    }).catch((error) => done([String(error)]));
"#;

/// What is wider than the page, the innermost things first.
const STICKS_OUT: &str = r#"
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [`${page.scrollWidth} wide`, ...[...document.body.querySelectorAll("*")].reverse()
        .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1)
        .map((element) => element.outerHTML.slice(0, 120))];
"#;

/// Pages that a visitor may see.
const PUBLIC: [&str; 11] = [
    "/",
    "/?q=calendar",
    "/ideas/1",
    "/ideas/new",
    "/sign-in",
    "/sign-in/password",
    "/roadmap",
    "/roadmap?by=release",
    "/changelog",
    "/changelog/1",
    "/_ui",
];

/// Pages for whoever is signed in, the owner of the demo above all.
const OWNERS: [&str; 40] = [
    "/ideas/1",
    "/ideas/new",
    "/admin/ideas/2/merge",
    "/admin/ideas/2/merge?into=1&and=3",
    "/profile",
    "/profile/mail",
    "/notifications",
    "/waiting",
    "/admin/inbox",
    "/admin/inbox?show=new&open=1",
    "/admin/overview",
    "/admin/ideas",
    "/admin/ideas?sort=top&status=open&open=1",
    "/admin/ideas/1/note",
    "/admin/duplicates",
    "/admin/duplicates/apart",
    "/admin/audit",
    "/admin/audit?what=release",
    "/admin/people",
    "/admin/people?show=no-mail",
    "/admin/boards",
    "/admin/boards/integrations",
    "/admin/moderation",
    "/admin/statuses",
    "/admin/mail",
    "/admin/mail?state=bounced",
    "/admin/settings",
    "/admin/companies",
    "/admin/companies/new",
    "/admin/companies/csv",
    "/admin/companies/currencies",
    "/admin/segments",
    "/admin/segments/new",
    "/admin/imports",
    "/admin/export",
    "/admin/releases",
    "/admin/releases/1",
    "/admin/releases/3",
    "/admin/releases/3/items",
    "/admin/releases/3/shipment",
];

#[tokio::test]
async fn what_visitors_see_is_for_everybody() {
    let (app, demo) = demo().await;
    let visitor = at(&app, &demo).await;
    look_at(&visitor, "visitor", &PUBLIC).await;
    // What somebody who writes is shown, with a typing mistake in the title.
    visitor.visit("/ideas/new").await;
    visitor.types("Title", "Swap shfits with a colleague").await;
    visitor.finds(".similar li").await;
    let mut wrong = Wrong::new();
    look(&visitor, "visitor", "/ideas/new#similar", &mut wrong).await;
    nothing_is(&wrong);
    let base = Chromium::open(&app, "localhost", Scripts::On).await;
    look_at(&base, "base", &["/", "/workspaces/new"]).await;
    visitor.close().await;
    base.close().await;
}

#[tokio::test]
async fn what_the_team_sees_is_for_everybody() {
    let (app, demo) = demo().await;
    let owner = at(&app, &demo).await;
    // The first of those whom the demo may be looked at as.
    let (email, _) = &demo.people[0];
    owner.visit("/sign-in").await;
    owner.types("Your e-mail address", email).await;
    owner.press("Mail me a link").await;
    owner.sees("Look at your mail").await;
    look_at(&owner, "owner", &["/sign-in/code"]).await;
    app.deliver().await;
    owner.types("Code", &app.mail_to(email)[0].code()).await;
    owner.press("Sign in").await;
    owner.finds(".account").await;
    let person = came_back(&app, &demo).await;
    // What is in the demo is compared, and one pair is told apart.
    app.clock.advance(jiff::SignedDuration::from_mins(1));
    app.deliver().await;
    owner.visit("/admin/duplicates").await;
    owner.finds(".pair").await;
    let mut wrong = Wrong::new();
    prepare(&owner).await;
    owner.visit("/admin/duplicates").await;
    look(&owner, "owner", "/admin/duplicates#pairs", &mut wrong).await;
    owner.press("Not a duplicate").await;
    owner.sees("will not be proposed again").await;
    // What is said to whoever sends an idea without saying what it is.
    owner.visit("/ideas/new").await;
    owner.runs("document.querySelector('main form').noValidate = true").await;
    owner.press("Submit idea").await;
    owner.finds(".field-error").await;
    look(&owner, "owner", "/ideas/new#refused", &mut wrong).await;
    nothing_is(&wrong);
    // A browser notes what was refused.
    owner.extra("se/log", json!({ "type": "browser" })).await;
    look_at(&owner, "owner", &OWNERS).await;
    // What is done to several posts shows itself once there are any.
    let mut wrong = Wrong::new();
    owner.visit("/admin/moderation").await;
    owner.finds(".queue-bulk").await;
    let offered = "return document.querySelector('#selected button[value=approve]').checkVisibility()";
    assert_eq!(owner.runs(offered).await, false);
    owner.runs("document.querySelector('#selected [data-select-all]').click()").await;
    owner.finds("#selected button[value=approve]").await;
    look(&owner, "owner", "/admin/moderation#selected", &mut wrong).await;
    nothing_is(&wrong);
    look_at(&owner, "owner", &[&person]).await;
    let pages = of_demand(&app, &demo).await;
    look_at(&owner, "owner", &pages.iter().map(String::as_str).collect::<Vec<_>>()).await;
    owner.close().await;
}

/// Mail to one of the demo's people was refused, and one came back later. Returns the person's page.
async fn came_back(app: &TestApp, demo: &Demo) -> String {
    let words = "550 5.1.1 <somebody@customer.example>: Recipient address rejected: User unknown in virtual mailbox table";
    let person: uuid::Uuid = sqlx::query_scalar(
        "with mail as (
             update outbox set report = 'failed', report_words = $2, reported_at = now() where state = 'done' and kind = 'users.sign_in' returning id)
         update users set suppressed_reason = $2, suppressed_at = now(), suppressed_by = (select id from mail limit 1)
          where id = (select u.id from users u join tenants t on t.id = u.tenant_id
                       where t.slug = $1 and u.roles = '{member}' and u.deleted_at is null order by u.id limit 1)
      returning id",
    )
    .bind(&demo.slug)
    .bind(words)
    .fetch_one(app.owner())
    .await
    .unwrap();
    format!("/admin/people/{person}")
}

/// The pages of one company, one segment, those who want an idea, and a table that was looked at and has not come in.
async fn of_demand(app: &TestApp, demo: &Demo) -> Vec<String> {
    let table = "Headline,Asked on,Points,By,Why\nDark mode,2024-01-02,5,vera@x.example,At night\nExport,,3,max@x.example,\n";
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(table.as_bytes()).unwrap();
    let now = app.clock.now();
    let (tenant, company, segment): (TenantId, Uuid, Uuid) = sqlx::query_as(
        "select t.id, (select u.company_id from users u where u.tenant_id = t.id and u.company_id is not null order by u.id limit 1),
                (select s.id from segments s where s.tenant_id = t.id order by s.id limit 1)
           from tenants t where t.slug = $1",
    )
    .bind(&demo.slug)
    .fetch_one(app.owner())
    .await
    .unwrap();
    let headings = ["Headline", "Asked on", "Points", "By", "Why"].map(str::to_owned);
    let options = Options { columns: guess(&headings), ..Options::default() };
    let new = NewImport { file_name: "wishes.csv", format: "csv", options: &options, source: "csv", created_by: None };
    let mut tx = app.db.tenant(tenant).await.unwrap();
    let import = store::create(&mut tx, &new, &mut file, now).await.unwrap();
    run::begin(&mut tx, import, State::Checking, None, now).await.unwrap();
    assert!(run::claim(&mut tx, import, now).await.unwrap());
    tx.commit().await.unwrap();
    run::work(app, tenant, import, &mut |_| {}).await.unwrap();
    app.deliver().await;
    vec![
        format!("/admin/companies/{company}"),
        format!("/admin/companies/{company}/edit"),
        format!("/admin/segments/{segment}"),
        format!("/admin/segments/{segment}/edit"),
        "/ideas/1/voters".to_owned(),
        "/admin/imports".to_owned(),
        format!("/admin/imports/{import}"),
    ]
}

/// A server with the demo's workspace on it.
async fn demo() -> (TestApp, Demo) {
    let app = served().await;
    let demo = demo::load(&app).await.unwrap();
    (app, demo)
}

/// A browser that has never been at the demo.
async fn at(app: &TestApp, demo: &Demo) -> Chromium {
    Chromium::open(app, &app.config.base_url.workspace_host(&demo.slug), Scripts::On).await
}

/// From now on each page of the browser can be checked.
pub(super) async fn prepare(browser: &Chromium) {
    cdp(browser, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": AXE })).await;
}

/// Opens each page and looks at it in every way. Names everything that is wrong at once, and each thing once.
pub(super) async fn look_at(browser: &Chromium, who: &str, pages: &[&str]) {
    prepare(browser).await;
    let mut wrong = Wrong::new();
    for page in pages {
        browser.visit(page).await;
        browser.finds("main").await;
        assert_eq!(&browser.path().await, page.split('?').next().unwrap(), "the page is not there, or not for them");
        browser.lacks("Not found").await;
        let found = browser.client.execute_async(UNSTEADY, Vec::new()).await.unwrap();
        for line in lines(&found) {
            wrong.entry(line).or_default().push((*page).to_owned());
        }
        look(browser, who, page, &mut wrong).await;
    }
    nothing_is(&wrong);
}

/// What is wrong, and where.
pub(super) type Wrong = BTreeMap<String, Vec<String>>;

/// Looks at the page that is open in every way.
pub(super) async fn look(browser: &Chromium, who: &str, page: &str, wrong: &mut Wrong) {
    for width in [1280, 390] {
        is_wide(browser, width).await;
        // What is where depends on the width; how well it can be seen, on the colours too.
        for (scheme, rules) in [("light", json!([])), ("dark", json!(["color-contrast", "link-in-text-block"]))] {
            has_colours(browser, scheme).await;
            let found = browser.client.execute_async(VIOLATIONS, vec![rules]).await.unwrap();
            for line in lines(&found) {
                wrong.entry(line).or_default().push(format!("{page} ({width}, {scheme})"));
            }
            screenshots::keep(browser, &format!("{who}-{page}-{width}-{scheme}")).await;
        }
    }
    let found = browser.client.execute_async(UNSTYLED, Vec::new()).await.unwrap();
    for line in lines(&found) {
        wrong.entry(line).or_default().push(page.to_owned());
    }
    is_wide(browser, 320).await;
    let found = browser.client.execute(STICKS_OUT, Vec::new()).await.unwrap();
    for line in lines(&found) {
        wrong.entry(format!("sticks out: {line}")).or_default().push(format!("{page} (320)"));
    }
    sight::look(browser, page, wrong).await;
}

/// Pictures of the page that is open in every way, where none of its scripts may run and nothing can be asked of it.
pub(super) async fn keep(browser: &Chromium, who: &str, page: &str) {
    for width in [1280, 390] {
        is_wide(browser, width).await;
        for scheme in ["light", "dark"] {
            has_colours(browser, scheme).await;
            screenshots::keep(browser, &format!("{who}-{page}-{width}-{scheme}")).await;
        }
    }
    is_wide(browser, 1280).await;
}

/// Names everything that is wrong.
pub(super) fn nothing_is(wrong: &Wrong) {
    let wrong: Vec<String> = wrong.iter().map(|(line, places)| format!("{line}\n  at {}", places.join(", "))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn is_wide(browser: &Chromium, width: u32) {
    let screen = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    cdp(browser, "Emulation.setDeviceMetricsOverride", screen).await;
}

/// What a person has told their system.
async fn has_colours(browser: &Chromium, scheme: &str) {
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    cdp(browser, "Emulation.setEmulatedMedia", json!({ "features": features })).await;
}

/// Speaks the DevTools protocol to the browser.
pub(super) async fn cdp(browser: &Chromium, command: &str, parameters: Value) -> Value {
    browser.extra("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
}

pub(super) fn lines(found: &Value) -> impl Iterator<Item = String> {
    found.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned())
}
