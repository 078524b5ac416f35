//! Pages that are seldom seen, and how the others look with nothing in them, with very long words, and from right to left: they
//! are for everybody, too.

use jiff::SignedDuration;
use serde_json::json;

use super::accessibility::{self, Wrong, cdp, nothing_is, prepare};
use super::chromium::{Chromium, Scripts};
use super::served;
use crate::ship::{release, settles, ships};
use crate::support::{CAST, Setup, TestApp};

/// As long as a title may be, without a place to break.
const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsjahreshauptversammlungsprotokollführerstellvertreterwahlen";
const ARABIC: &str = "الوضع الداكن للمخطط: version 2 (beta)!";

impl Chromium {
    /// Asks for pages in these languages from now on.
    async fn reads(&self, languages: &str) {
        cdp(self, "Network.enable", json!({})).await;
        cdp(self, "Network.setExtraHTTPHeaders", json!({ "headers": { "Accept-Language": languages } })).await;
    }

    /// Ends it, though it was refused something.
    async fn ends(self) {
        self.stayed_at_home().await;
        self.client.close().await.unwrap();
    }
}

/// Opens a page and looks at it, under a name that says in which state it is.
async fn look(browser: &Chromium, who: &str, page: &str, state: &str, wrong: &mut Wrong) {
    browser.visit(page).await;
    browser.finds("main").await;
    accessibility::look(browser, who, &format!("{page}#{state}"), wrong).await;
}

#[tokio::test]
async fn pages_with_nothing_and_with_very_long_words_are_for_everybody() {
    let app = served().await;
    let mut wrong = Wrong::new();
    let (visitor, ada) = tokio::join!(Chromium::at_acme(&app, Scripts::On), Chromium::at_acme(&app, Scripts::On));
    let ada = ada.has(&CAST.ada.session).await;
    prepare(&visitor).await;
    prepare(&ada).await;
    for page in ["/", "/?q=nothing", "/roadmap", "/roadmap?by=release", "/changelog"] {
        look(&visitor, "visitor", page, "empty", &mut wrong).await;
    }
    for page in ["/notifications", "/admin/inbox", "/admin/ideas", "/admin/releases", "/admin/moderation", "/admin/companies"] {
        look(&ada, "ada", page, "empty", &mut wrong).await;
    }

    // One of each, as long as can be, by people who are called so.
    app.change("update users set name = repeat('Maximiliana', 7) where email = 'vera@customer.example'").await;
    app.change("update boards set name = 'Verbesserungsvorschlagswesenangelegenheiten' where slug = 'features'").await;
    let vera = app.vera();
    let (long, arabic) = (vera.submits(LONG).await, vera.submits(ARABIC).await);
    app.clock.advance(SignedDuration::from_mins(1));
    let body = format!(
        "{LONG}\n\n    {LONG}{LONG}\n\n| a | b |\n|---|---|\n| {LONG} | `{LONG}` |\n\n> {LONG}\n\nhttps://example.com/{LONG}"
    );
    for idea in [long, arabic] {
        vera.comments_on(idea, &body).await.is(303);
        app.max().comments_on(idea, "مرحبا، متى يصل هذا؟ We hope in 2.4.").await.is(303);
    }
    look(&visitor, "visitor", "/", "long", &mut wrong).await;
    look(&visitor, "visitor", &format!("/ideas/{long}"), "long", &mut wrong).await;
    look(&visitor, "visitor", &format!("/ideas/{arabic}"), "arabic", &mut wrong).await;
    look(&ada, "ada", "/admin/inbox?show=new&open=1", "long", &mut wrong).await;
    look(&ada, "ada", "/admin/ideas?open=1", "long", &mut wrong).await;
    let number = release(&app, "Frühjahrsveröffentlichung-2027.03.01-rc", &[long, arabic]).await;
    let path = format!("/admin/releases/{number}");
    app.ada().post(&format!("{path}/stage"), &[("planned", "true")]).await.is(303);
    for page in ["/roadmap", "/roadmap?by=release"] {
        look(&visitor, "visitor", page, "long", &mut wrong).await;
    }
    look(&ada, "ada", &path, "long", &mut wrong).await;
    look(&ada, "ada", &format!("{path}/shipment"), "long", &mut wrong).await;
    ships(&app, number, "now").await;
    settles(&app).await;
    look(&visitor, "visitor", "/changelog", "long", &mut wrong).await;
    look(&visitor, "visitor", &format!("/changelog/{number}"), "long", &mut wrong).await;
    look(&ada, "ada", &path, "told", &mut wrong).await;
    nothing_is(&wrong);
    visitor.close().await;
    ada.close().await;
}

#[tokio::test]
async fn pages_that_are_seldom_seen_are_for_everybody() {
    let app = TestApp::start_with(Setup { listens: true, smtp: true, limits: true, ..Setup::default() }).await.leaves_outbox();
    let mut wrong = Wrong::new();
    let idea = app.vera().submits("Dark mode").await;
    app.clock.advance(SignedDuration::from_mins(1));
    app.max().comments_on(idea, "Which hours?").await.is(303);
    app.max().post(&format!("/ideas/{idea}/voters"), &[("who", "noor@customer.example"), ("source", "")]).await.is(303);
    app.deliver().await;
    let number = release(&app, "2.4", &[idea]).await;
    ships(&app, number, "now").await;
    settles(&app).await;
    app.change("update tenants set state = 'suspended' where slug = 'globex'").await;

    let (visitor, person) = tokio::join!(Chromium::at_acme(&app, Scripts::On), Chromium::at_acme(&app, Scripts::On));
    prepare(&visitor).await;
    prepare(&person).await;
    // What the links in mails lead to.
    let told = app.mail_to(CAST.vera.email).pop().unwrap().link("/unsubscribe/");
    let voted = app.mail_to("noor@customer.example").remove(0).link("/voted-for/");
    for (page, name) in [(&told, "/unsubscribe"), (&voted, "/voted-for")] {
        visitor.visit(page).await;
        visitor.finds("main").await;
        accessibility::look(&visitor, "visitor", name, &mut wrong).await;
    }
    // What is kept until somebody has said who they are; and in another language.
    app.ada().submits("Night shift").await;
    visitor.visit("/").await;
    visitor.press("Vote for “Night shift”").await;
    visitor.sees("is kept").await;
    accessibility::look(&visitor, "visitor", "/sign-in#kept", &mut wrong).await;
    visitor.reads("de").await;
    look(&visitor, "visitor", "/sign-in", "de", &mut wrong).await;
    visitor.reads("en").await;

    // Somebody's own, with news, and in other languages.
    let person = person.has(&CAST.vera.session).await;
    look(&person, "vera", "/notifications", "news", &mut wrong).await;
    for language in ["de", "ja"] {
        person.reads(language).await;
        look(&person, "vera", "/profile", language, &mut wrong).await;
        look(&person, "vera", &format!("/ideas/{idea}"), language, &mut wrong).await;
    }
    person.reads("en").await;

    // Founding a workspace, and one that is closed.
    let base = Chromium::open(&app, "localhost", Scripts::On).await;
    prepare(&base).await;
    base.visit("/workspaces/new").await;
    base.types("What is it called?", "Fresh Fish").await;
    base.sees("is free.").await;
    base.types("Your e-mail", "finn@fish.example").await;
    base.press("Start the workspace").await;
    base.sees("Open the link we mailed").await;
    accessibility::look(&base, "base", "/workspaces/fresh-fish", &mut wrong).await;
    base.visit(&app.config.base_url.origin(&app.config.base_url.workspace_host("globex"))).await;
    base.sees("Closed").await;
    accessibility::look(&base, "base", "/closed", &mut wrong).await;

    // What was refused, is not there, or broke.
    look(&visitor, "visitor", "/ideas/9999", "404", &mut wrong).await;
    let max = person.has(&CAST.max.session).await;
    max.visit("/admin/settings").await;
    max.sees("Not yours to do").await;
    accessibility::look(&max, "max", "/403", &mut wrong).await;
    visitor.visit("/sign-in/password").await;
    visitor.runs(GUESSES).await;
    visitor.types("Your e-mail address", "vera@customer.example").await;
    visitor.types("Password", "correct horse").await;
    visitor.press("Sign in").await;
    visitor.sees("A moment, please").await;
    accessibility::look(&visitor, "visitor", "/429", &mut wrong).await;
    app.change("alter table releases rename to released").await;
    visitor.visit("/changelog").await;
    visitor.sees("Something broke").await;
    accessibility::look(&visitor, "visitor", "/500", &mut wrong).await;
    app.change("alter table released rename to releases").await;
    nothing_is(&wrong);
    for browser in [visitor, max, base] {
        browser.ends().await;
    }
}

/// More guesses at a password than anybody has.
const GUESSES: &str = r#"
    const guess = () => fetch("/sign-in/password", { method: "POST", body: new URLSearchParams({ email: "vera@customer.example", password: "guess" }) });
    return Promise.all(Array.from({ length: 16 }, guess)).then(() => true);
"#;
