//! The doors around every request: what a browser is told, what is refused, and how that is said.

use axum::Router;
use axum::http::Method;
use axum::routing::{get, post};
use shipboard::access::Member;
use shipboard::app::App;
use shipboard::error::Result;
use shipboard::limits::{Act, Whom};
use shipboard::web::layers;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Browser, CAST, Page, Setup, TestApp};

/// A route that takes a form from anybody who is signed in.
const FORM: &str = "/profile/mail";

#[tokio::test]
async fn a_form_from_another_site_is_not_carried_out() {
    let app = TestApp::start().await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        // A neighbour's workspace is another site's worth of trust, though browsers call it the same site.
        ("sec-fetch-site", "same-site"),
    ] {
        let refused = app.vera().with_header(name, value).post(FORM, &[("scope", "ideas"), ("out", "true")]).await;
        refused.is(403).says("sent from another site");
    }
    // A browser that says nothing about the site is judged by the origin.
    let old = || app.vera().with_header("sec-fetch-site", "");
    old().with_header("origin", "https://evil.example").post(FORM, &[("out", "true")]).await.is(403);
    old().with_header("origin", "null").post(FORM, &[("out", "true")]).await.is(403);
    assert_eq!(app.number("select count(*) from opt_outs").await, 0);
    app.vera().post(FORM, &[("scope", "ideas"), ("out", "true")]).await.is(303);
    assert_eq!(app.number("select count(*) from opt_outs").await, 1);
}

#[tokio::test]
async fn a_link_from_another_site_is_followed() {
    let app = TestApp::start().await;
    app.vera().with_header("sec-fetch-site", "cross-site").get(FORM).await.is(200);
}

#[tokio::test]
async fn every_page_is_closed_to_scripts_frames_and_guesses() {
    let app = TestApp::start().await;
    for page in
        [app.vera().get(FORM).await.is(200), app.nobody().get("/nowhere").await.is(404), app.nobody().get("/health/live").await]
    {
        let policy = page.header("content-security-policy");
        for directive in
            ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
        {
            assert!(policy.contains(directive), "{directive} is not in {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("strict-transport-security"), "", "nobody is bound to TLS where there is none");
    }
}

#[tokio::test]
async fn what_somebody_reads_who_is_signed_in_stands_apart_from_whoever_opened_it() {
    let app = TestApp::start().await;
    assert_eq!(app.vera().get(FORM).await.is(200).header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(app.ada().get("/admin").await.header("cross-origin-opener-policy"), "same-origin");
    let public = app.nobody().get("/").await.is(200);
    assert_eq!(public.header("cross-origin-opener-policy"), "", "a browser would start a process for what anybody may read");
}

#[tokio::test]
async fn with_tls_browsers_are_bound_to_it_and_cookies_to_their_host() {
    let app = TestApp::start_with(Setup { secure: true, ..Setup::default() }).await;
    let page = app.vera().get(FORM).await.is(200);
    assert!(page.header("strict-transport-security").starts_with("max-age="));
    let vera = app.vera();
    vera.post(FORM, &[("scope", "ideas"), ("out", "true")]).await.is(303);
    assert!(vera.cookie("__Host-flash").is_some());
}

#[tokio::test]
async fn what_a_signed_in_person_sees_is_kept_by_no_cache() {
    let app = TestApp::start().await;
    assert_eq!(app.vera().get(FORM).await.header("cache-control"), "private, no-store");
    assert_eq!(app.nobody().get("/nowhere").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_form_of_any_sensible_size_is_taken_and_no_larger_one() {
    let app = TestApp::start().await;
    let sensible = "a".repeat(200_000);
    app.vera().post(FORM, &[("scope", "ideas"), ("out", "true"), ("more", &sensible)]).await.is(303);
    let page = app.vera().post(FORM, &[("scope", "ideas"), ("out", "true"), ("more", &"a".repeat(300_000))]).await;
    assert!(page.status.is_client_error(), "{}", page.described());
    page.says("256 kB");
}

#[tokio::test]
async fn an_error_of_ours_gives_a_number_to_quote_and_nothing_else_away() {
    let app = TestApp::start().await;
    app.change("alter table opt_outs rename to elsewhere").await;
    let page = app.vera().get(FORM).await.is(500).says("This is our fault, not yours");
    let reference = page.one("code");
    assert_eq!(reference.len(), 36, "{reference} is the request's id");
    for inside in ["opt_outs", "elsewhere", "relation", "sqlx", "panicked", "src/"] {
        assert!(!page.text().contains(inside), "the page says {inside}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_host_that_names_no_workspace_is_not_found() {
    let app = TestApp::start().await;
    for host in ["unknown.localhost", "acme.example", "a.acme.localhost", "acme"] {
        app.browser(host).get("/profile/mail").await.is(404).lacks("Acme");
    }
    app.nobody().get("/nowhere").await.is(404).says("Not found").says("To all ideas");
}

#[tokio::test]
async fn one_workspace_may_answer_every_host() {
    let app = TestApp::start_with(Setup { workspace: Some("acme"), ..Setup::default() }).await;
    app.browser("feedback.acme.example").get("/nowhere").await.is(404).says("Acme");
}

#[tokio::test]
async fn a_workspace_that_is_closed_says_so_and_to_whom_to_turn() {
    let app = TestApp::start().await;
    app.change("update tenants set state = 'suspended' where slug = 'acme'").await;
    app.vera().get(FORM).await.is(410).says("suspended by the people who run this server");
    app.gus().get(FORM).await.is(200);
}

#[tokio::test]
async fn where_there_is_nothing_to_read_nothing_offers_it() {
    let app = TestApp::start().await;
    let offered = |page: &Page| {
        let searches = page.all(".header-inner .search").into_iter().map(|_| "search".to_owned());
        page.all(".header-inner a:not(.site)").into_iter().chain(searches).collect::<Vec<_>>()
    };
    let everything = ["Ideas", "Roadmap", "Changelog", "Sign in", "search"];
    assert_eq!(offered(&app.nobody().get("/").await.is(200)), everything);

    // All of its boards are for those who have signed in.
    app.change("update boards set visibility = 'signed_in' where slug = 'features'").await;
    app.sites.invalidate_all();
    app.nobody().get("/").await.leads_to("/sign-in?next=/");
    assert_eq!(offered(&app.nobody().get("/sign-in?next=/").await.is(200)), ["Changelog", "Sign in"]);
    assert_eq!(offered(&app.nobody().get("/changelog").await.is(200)), ["Changelog", "Sign in"]);
    assert!(offered(&app.vera().get("/").await.is(200)).starts_with(&["Ideas", "Roadmap"].map(str::to_owned)));
    assert_eq!(app.vera().get("/").await.all(".search").len(), 1);
    app.change("update boards set visibility = 'public' where slug = 'features'").await;
    app.sites.invalidate_all();
    assert_eq!(offered(&app.nobody().get("/").await.is(200)), everything);
    app.change("delete from boards b using tenants t where t.id = b.tenant_id and t.slug = 'globex'").await;
    let public: Vec<(String, bool)> = app.sql("select slug, has_public_board from tenants order by 1").await;
    assert_eq!(public, [("acme".to_owned(), true), ("globex".to_owned(), false)]);

    for (state, left) in [("pending", vec!["Sign in"]), ("suspended", vec![]), ("deleted", vec![])] {
        sqlx::query("update tenants set state = $1::tenant_state where slug = 'acme'")
            .bind(state)
            .execute(app.owner())
            .await
            .unwrap();
        app.sites.invalidate_all();
        for browser in [app.nobody(), app.vera()] {
            assert_eq!(offered(&browser.get("/").await.is(410)), left, "{state}");
        }
    }
}

#[tokio::test]
async fn somebody_who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let app = TestApp::start().await;
    app.nobody().get("/profile/mail").await.is(303).leads_to("/sign-in?next=/profile/mail");
    app.nobody().enhanced().get("/profile/mail").await.is(204).leads_to("/sign-in?next=/profile/mail");
    app.gus().get("/profile/mail").await.is(200);
    // A session is its workspace's: elsewhere it is nobody's.
    let stolen = app.nobody();
    stolen.keep("session", &CAST.gus.session.reveal());
    stolen.get("/profile/mail").await.leads_to("/sign-in");
    // And it ends.
    app.change("update sessions set expires_at = '2026-09-01T08:59:59Z'").await;
    app.vera().get("/profile/mail").await.leads_to("/sign-in");
}

#[tokio::test]
async fn whoever_does_too_much_is_told_when_to_come_back() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let vera = probing(&app, app.vera());
    while app.limits.check(Act::Vote, Whom::Person(CAST.acme.id, CAST.vera.id)).is_ok() {}
    let refused = vera.post("/vote", &[]).await.is(429).says("Please try again in");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3600).contains(&wait), "{wait}");
    // Others are not held up by her, not even at the same network address.
    probing(&app, app.max()).from(CAST.vera.address).post("/vote", &[]).await.is(200);
}

#[tokio::test]
async fn a_network_is_limited_as_its_trusted_proxy_names_it() {
    let app = TestApp::start_with(Setup { limits: true, trusted_proxies: 1, ..Setup::default() }).await;
    while app.limits.check(Act::Vote, Whom::Network("198.51.100.77".parse().unwrap())).is_ok() {}
    let vera = |forwarded| probing(&app, app.vera()).with_header("x-forwarded-for", forwarded);
    vera("198.51.100.77").post("/vote", &[]).await.is(429);
    // What the client itself put in front is not believed.
    vera("198.51.100.77, 203.0.113.9").post("/vote", &[]).await.is(200);
}

#[tokio::test]
async fn a_panic_is_an_error_of_ours_like_any_other() {
    let app = TestApp::start().await;
    let vera = probing(&app, app.vera());
    vera.get("/panic").await.is(500).lacks("private words").says("Something broke");
    vera.post("/vote", &[]).await.is(200);
}

/// Somebody in front of two routes that do what the product should not, or only does elsewhere.
fn probing(app: &TestApp, browser: Browser) -> Browser {
    async fn vote(member: Member) -> Result<&'static str> {
        member.limit(Act::Vote)?;
        Ok("voted")
    }
    async fn panic() {
        panic!("private words");
    }
    let routes = Router::new().route("/vote", post(vote)).route("/panic", get(panic));
    browser.at(layers::around(routes, app).with_state(App::clone(app)))
}

#[tokio::test]
async fn a_page_has_its_stylesheet_and_its_script() {
    let app = TestApp::start().await;
    let page = app.nobody().get("/nowhere").await;
    let (css, js) = (page.attribute("link[rel=stylesheet]", "href").unwrap(), page.attribute("script", "src").unwrap());
    for (file, kind) in [(css, "text/css; charset=utf-8"), (js, "text/javascript; charset=utf-8")] {
        let file = app.nobody().get(&file).await.is(200);
        assert_eq!(file.header("content-type"), kind);
        assert!(file.header("cache-control").contains("immutable"));
    }
    app.nobody().get("/static/unknown.css").await.is(404);
}

#[tokio::test]
async fn a_link_that_was_mistyped_leads_nowhere_and_breaks_nothing() {
    let app = TestApp::start().await;
    for path in ["/ideas/99999999999999999999", "/ideas/x", "/unsubscribe/x/y", "/ideas/%00", "//", "/ideas/1/../..", "/%ff"] {
        let page = app.nobody().get(path).await;
        assert!(matches!(page.status(), 303 | 404), "{}", page.described());
    }
    let page = app.vera().ask(Method::DELETE, FORM, None).await;
    page.is(404).says("Not found");
}

#[tokio::test]
async fn the_server_answers_over_a_real_connection_and_drops_what_it_cannot_read() {
    let app = TestApp::start_with(Setup { listens: true, ..Setup::default() }).await;
    for (request, status) in [
        (format!("GET /health/ready HTTP/1.1\r\nhost: acme.{}\r\nconnection: close\r\n\r\n", app.config.base_url.host), "200"),
        ("GET /nowhere HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned(), "404"),
        ("nonsense\r\n\r\n".to_owned(), "400"),
    ] {
        let mut stream = TcpStream::connect(app.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await.unwrap();
        assert!(reply.starts_with(&format!("HTTP/1.1 {status}")), "{request} was answered {reply}");
    }
}

#[tokio::test]
async fn a_form_that_breaks_off_is_not_carried_out_and_that_is_said() {
    let app = TestApp::start_with(Setup { listens: true, ..Setup::default() }).await;
    let mut stream = TcpStream::connect(app.address()).await.unwrap();
    let head = format!(
        "POST {FORM} HTTP/1.1\r\nhost: acme.localhost\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nscope="
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 422") && reply.contains("did not arrive whole"), "{reply}");
}
