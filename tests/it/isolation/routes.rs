//! Every route there is, read from the sources: visited by the neighbour with Acme's ids, and written to by nobody.

use shipboard::text::token::sign;

use super::seeds::{Rows, one_of_each};
use crate::support::sources::{Route, routes};
use crate::support::{Browser, CAST, Page, TestApp};

/// Routes that belong to no workspace.
const OUTSIDE: [(&str, &str); 5] = [
    ("src/web/assets.rs", "static files are the same everywhere"),
    ("src/web/inbox.rs", "mail that is not sent, for whoever sits at the machine"),
    ("src/bounces/pages.rs", "signed by a mail server, for all workspaces at once"),
    ("src/serve/metrics.rs", "on an address of their own"),
    ("src/founding/pages.rs", "the base domain, before there is a workspace"),
];

/// Writes that nobody has to sign in for.
const FOR_NOBODY: [(&str, &str); 13] = [
    ("/sign-in", "how one signs in"),
    ("/sign-in/code", "how one signs in"),
    ("/sign-in/again", "how one signs in"),
    ("/sign-in/kept", "how one signs in"),
    ("/sign-in/password", "how one signs in"),
    ("/sign-in/link/{token}", "the mailed token is the permission"),
    ("/preview", "says how something will read, and keeps nothing"),
    ("/sign-out", "who is not signed in is signed out"),
    ("/unsubscribe/{user}/{signature}", "the signature is the permission (RFC 8058)"),
    ("/voted-for/{user}/{number}/{signature}", "the signature is the permission"),
    ("/changelog/subscription", "anybody may ask to be mailed the news"),
    ("/changelog/confirm/{id}/{signature}", "the signature is the permission"),
    ("/changelog/leave/{id}/{signature}", "the signature is the permission (RFC 8058)"),
];

/// The row that a parameter of a route stands for. A new route says here what its ids are.
fn value(route: &Route, parameter: &str, rows: &Rows) -> String {
    let signed = |message: String| sign(&CAST.acme.mail_key, &message);
    match (route.path.as_str(), parameter) {
        ("/ideas/{number}/restore", "number") => rows.get("deleted idea"),
        ("/changelog/{number}" | "/changelog/{number}/picture.png", "number") => rows.get("shipped release"),
        (path, "number") if ["/ideas/", "/admin/ideas/", "/admin/duplicates/"].iter().any(|at| path.starts_with(at)) => {
            rows.get("idea")
        }
        (path, "number") if path.starts_with("/admin/releases/") => rows.get("release"),
        ("/pictures/{name}", "name") => rows.get("picture"),
        (_, "item") => rows.get("item"),
        (path, "id") if path.starts_with("/comments/") => rows.get("comment"),
        (path, "id") if path.starts_with("/admin/people/") => rows.get("person"),
        ("/admin/moderation/{id}/undo", "id") => rows.get("declined post"),
        (path, "id") if path.starts_with("/waiting/") || path.starts_with("/admin/moderation/") => rows.get("held post"),
        (path, "id") if path.starts_with("/admin/companies/") => rows.get("company"),
        ("/admin/companies/{id}/people/{user}/removal", "user") => rows.get("employee"),
        (path, "id") if path.starts_with("/admin/segments/") => rows.get("segment"),
        ("/voted-for/{user}/{number}/{signature}", "number") => rows.get("idea"),
        ("/voted-for/{user}/{number}/{signature}", "signature") => {
            signed(format!("voted for:{}:{}:{}", rows.get("person"), rows.get("idea"), rows.get("email")))
        }
        (path, "id") if path.starts_with("/profile/devices/") => rows.get("session"),
        (path, "slug") if path.starts_with("/admin/boards/") || path.starts_with("/b/") => rows.get("board slug"),
        (_, "status") => rows.get("status"),
        (_, "tag") => rows.get("tag"),
        (_, "view") => rows.get("view"),
        (_, "import") => rows.get("import"),
        (path, "token") if path.starts_with("/sign-in/link/") => rows.get("token"),
        ("/unsubscribe/{user}/{signature}" | "/voted-for/{user}/{number}/{signature}", "user") => rows.get("person"),
        ("/unsubscribe/{user}/{signature}", "signature") => signed(format!("unsubscribe:{}", rows.get("person"))),
        (path, "id") if path.starts_with("/changelog/") => rows.get("subscriber"),
        ("/changelog/confirm/{id}/{signature}", "signature") => signed(format!("changelog confirm:{}", rows.get("subscriber"))),
        ("/changelog/leave/{id}/{signature}", "signature") => signed(format!("changelog:{}", rows.get("subscriber"))),
        (path, parameter) => panic!("say in isolation/routes.rs what {{{parameter}}} in {path} stands for"),
    }
}

/// A form that every route understands: it has the fields of all of them, and routes leave aside what they do not know.
fn form(route: &Route, rows: &Rows) -> Vec<(&'static str, String)> {
    let mut form = vec![
        ("submission", rows.get("fresh")),
        ("status", rows.get("status")),
        ("board", rows.get("board")),
        ("user", rows.get("person")),
        ("who", rows.get("email")),
        ("version", rows.get("short")),
    ];
    let said = [
        ("title", "A title"),
        ("body", "Some words"),
        ("name", "A name"),
        ("note", "A reason"),
        ("line", "A line"),
        ("voted", "true"),
        ("following", "true"),
        ("completes", "true"),
        ("planned", "true"),
        ("scope", "ideas"),
        ("out", "true"),
        ("target_precision", "day"),
        ("announcement", "settle"),
        ("way", "up"),
        ("blocked", "false"),
        ("carry", "false"),
        ("trusted", "true"),
        ("act", "approve"),
        ("importance", "must"),
        ("wish", "keep"),
    ];
    form.extend(said.map(|(name, value)| (name, value.to_owned())));
    if route.path == "/ideas/{number}/release" {
        form.push(("release", rows.get("release")));
    }
    form
}

impl Route {
    fn has_ids(&self) -> bool {
        self.path.contains('{')
    }

    fn is_of_a_workspace(&self) -> bool {
        !OUTSIDE.iter().any(|(file, _)| *file == self.file) && !self.path.starts_with("/health/")
    }

    /// Its path with ids of Acme's in it.
    pub(crate) fn filled(&self, rows: &Rows) -> String {
        let segments = self.path.split('/').map(|segment| match segment.strip_prefix('{') {
            Some(parameter) => value(self, parameter.trim_end_matches('}'), rows),
            None => segment.to_owned(),
        });
        segments.collect::<Vec<_>>().join("/")
    }

    async fn visited_by(&self, browser: &Browser, rows: &Rows) -> Page {
        let path = self.filled(rows);
        if self.method == "get" {
            return browser.get(&path).await;
        }
        assert_eq!(self.method, "post", "{}: a form without scripts can only get and post", self.path);
        let form = form(self, rows);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(&path, &form).await
    }
}

pub(crate) fn of_workspaces() -> Vec<Route> {
    let routes: Vec<Route> = routes().into_iter().filter(Route::is_of_a_workspace).collect();
    assert!(routes.len() >= 4, "the routes were not read: {routes:?}");
    routes
}

/// The neighbour may do everything at home, and with Acme's ids nothing. Whoever may at Acme finds the same address, or this
/// would prove nothing.
#[tokio::test]
async fn no_id_of_acme_means_anything_to_the_neighbour() {
    let app = TestApp::start().await.leaves_outbox();
    let mut wrong = Vec::new();
    for route in of_workspaces().into_iter().filter(Route::has_ids) {
        let rows = one_of_each(&app).await;
        let page = route.visited_by(&app.gus(), &rows).await;
        if page.status() != 404 {
            wrong.push(format!("Gus has to find nothing: {route} is {}", page.answer()));
        }
        let page = route.visited_by(&app.ada(), &rows).await;
        if page.status() == 404 || page.status.is_server_error() {
            wrong.push(format!("Ada has to find what Gus does not: {route} is {}", page.answer()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whoever brings a session of another workspace is nobody.
#[tokio::test]
async fn every_write_asks_nobody_to_sign_in() {
    let app = TestApp::start().await.leaves_outbox();
    let rows = one_of_each(&app).await;
    let mut wrong = Vec::new();
    let stranger = app.nobody();
    stranger.keep("session", &CAST.gus.session.reveal());
    for route in of_workspaces().into_iter().filter(|route| route.method != "get") {
        if FOR_NOBODY.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        for browser in [&app.nobody(), &stranger] {
            let page = route.visited_by(browser, &rows).await;
            let asked = page.status() == 303 && page.location().is_some_and(|location| location.starts_with("/sign-in"));
            if !asked {
                wrong.push(format!("nobody has to be asked to sign in: {route} is {}", page.answer()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The desk does not exist for those who do not work there.
#[tokio::test]
async fn nobody_and_no_customer_opens_a_page_of_the_desk() {
    let app = TestApp::start().await;
    let rows = one_of_each(&app).await;
    let mut wrong = Vec::new();
    for route in of_workspaces().into_iter().filter(|route| route.path.starts_with("/admin")) {
        let page = route.visited_by(&app.vera(), &rows).await;
        if page.status() != 404 {
            wrong.push(format!("Vera has to find nothing: {route} is {}", page.answer()));
        }
        let page = route.visited_by(&app.nobody(), &rows).await;
        if !page.location().is_some_and(|location| location.starts_with("/sign-in")) {
            wrong.push(format!("nobody has to be asked to sign in: {route} is {}", page.answer()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A list of exceptions that name nothing hides the next route of that name.
#[test]
fn every_exception_is_about_something() {
    let routes = routes();
    for (path, reason) in FOR_NOBODY {
        assert!(routes.iter().any(|route| route.path == path && route.method != "get"), "{path} ({reason}) is no route");
    }
    for (file, reason) in OUTSIDE {
        assert!(routes.iter().any(|route| route.file == file), "{file} ({reason}) has no route");
    }
}
