//! Fence: no page asks the database more often because there is more to show.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::isolation::{of_workspaces, one_of_each};
use crate::support::{Browser, CAST, TestApp};

/// How much there is of everything, when there is much.
const MUCH: usize = 20;

/// Keeps statements as sqlx tells of them. A test has its thread to itself, and so has what it counts.
#[derive(Clone, Default)]
struct Counter(Arc<Mutex<Vec<String>>>);

/// How statements begin, in order.
type Statements = Vec<String>;

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut statement = Summary::default();
        event.record(&mut statement);
        // What frames a transaction, or readies a connection, comes when a connection is free for it, whichever page is next.
        let words = statement.0.trim_start_matches('"').to_ascii_lowercase();
        let frames = ["begin", "commit", "rollback", "set role"].iter().any(|frame| words.starts_with(frame));
        let readies = words.contains("pg_catalog") || words.contains("pg_type");
        // Which workspace a host names is known for some seconds, and asked again by whichever page comes after them.
        let finds_the_workspace = words.starts_with("select id, slug, custom_domain");
        if event.metadata().target() == "sqlx::query" && !frames && !readies && !finds_the_workspace {
            self.0.lock().unwrap().push(words);
        }
    }
}

/// How a statement begins.
#[derive(Default)]
struct Summary(String);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if ["summary", "db.statement"].contains(&field.name()) {
            self.0.push_str(&format!("{value:?}"));
        }
    }
}

impl Counter {
    /// Statements for each of these pages, once whatever is looked up once has been: the fewer of two times.
    async fn fewest(
        &self,
        browsers: impl Fn() -> [(&'static str, Browser); 3],
        paths: &[String],
    ) -> BTreeMap<String, Statements> {
        let mut fewest = self.pages(browsers(), paths).await;
        for (page, again) in self.pages(browsers(), paths).await {
            fewest.entry(page).and_modify(|fewer| *fewer = if again.len() < fewer.len() { again } else { std::mem::take(fewer) });
        }
        fewest
    }

    async fn pages(&self, browsers: [(&str, Browser); 3], paths: &[String]) -> BTreeMap<String, Statements> {
        let mut pages = BTreeMap::new();
        for (who, browser) in browsers {
            for path in paths {
                self.0.lock().unwrap().clear();
                let page = browser.get(path).await;
                assert!(!page.status.is_server_error(), "{}", page.described());
                pages.insert(format!("{path} for {who}"), std::mem::take(&mut *self.0.lock().unwrap()));
            }
        }
        pages
    }
}

/// Puts everything of Acme's onto the first of its kind, so that pages of one thing have much to show as well.
const GATHERED: &str = "
    with here as (select current_tenant() as id),
         u as (select users.id from users, here where users.tenant_id = here.id),
         i as (select ideas.* from ideas, here where ideas.tenant_id = here.id and ideas.deleted_at is null),
         r as (select releases.id, releases.number from releases, here where releases.tenant_id = here.id),
         one as (select i.id, i.board_id from i order by i.number limit 1),
         spoken as (
             insert into comments (id, idea_id, author_id, body, body_html, submission, created_at)
             select fresh, one.id, u.id, 'So do I', '', fresh, now() from one, u, lateral (select gen_random_uuid() as fresh, u.id) f),
         voted as (insert into votes (idea_id, user_id, created_at) select one.id, u.id, now() from one, u on conflict do nothing),
         followed as (
             insert into followers (idea_id, user_id, reason, created_at) select one.id, u.id, 'voted', now() from one, u
             on conflict do nothing),
         employed as (
             update users set company_id = (select min(c.id::text)::uuid from companies c, here where c.tenant_id = here.id)
              where tenant_id = (select id from here) and email like '%@c%.example'),
         gathered as (
             update ideas set board_id = one.board_id,
                    merged_into = case when ideas.number % 3 = 0 then one.id end,
                    canonical_id = case when ideas.number % 3 = 0 then one.id else ideas.id end
               from one, i where i.id = ideas.id and i.id <> one.id),
         tagged as (
             insert into idea_tags (idea_id, tag_id) select one.id, t.id from one, tags t, here where t.tenant_id = here.id
             on conflict do nothing),
         linked as (
             insert into release_items (id, release_id, idea_id, position, created_at)
             select gen_random_uuid(), r.id, i.id, 7, now() from r, i, one where r.number <= 2 or i.id = one.id
             on conflict do nothing),
         happened as (
             insert into events (id, kind, actor_id, subject_id, data, created_at)
             select gen_random_uuid(), 'idea.edited', u.id, one.id, '{}', now() from one, u)
    select count(*) from one";

#[tokio::test]
async fn no_page_asks_more_often_because_there_is_more() {
    let counter = Counter::default();
    let _counting = tracing::subscriber::set_default(tracing_subscriber::registry().with(counter.clone()));
    let app = TestApp::start().await.leaves_outbox();
    let rows = one_of_each(&app).await;
    let mut paths: Vec<String> =
        of_workspaces().iter().filter(|route| route.method == "get").map(|route| route.filled(&rows)).collect();
    paths.extend(
        [
            "/?sort=top",
            "/?q=idea",
            "/?q=idaes",
            "/?status=open",
            "/roadmap?by=release",
            "/admin/ideas?q=idea",
            "/admin/ideas?order=revenue",
        ]
        .map(str::to_owned),
    );
    let everybody = || [("nobody", app.nobody()), ("a customer", app.vera()), ("the owner", app.ada())];
    let _: i64 = app.in_scope(&CAST.acme, GATHERED).await;
    let little = counter.fewest(everybody, &paths).await;
    assert!(little.values().filter(|statements| statements.len() > 3).count() > 60, "statements are not counted: {little:?}");
    for _ in 0..MUCH {
        one_of_each(&app).await;
    }
    let _: i64 = app.in_scope(&CAST.acme, GATHERED).await;
    let much = counter.fewest(everybody, &paths).await;
    let grown: Vec<String> = much
        .iter()
        .filter(|(page, statements)| statements.len() > little[*page].len())
        .map(|(page, statements)| format!("{page} also asks: {}", further(statements, &little[page]).join("; ")))
        .collect();
    assert!(grown.is_empty(), "{}", grown.join("\n"));
}

/// The statements that are not among those others.
fn further(statements: &[String], others: &[String]) -> Statements {
    let mut known = others.to_vec();
    let is_new = |statement: &&String| match known.iter().position(|other| other == *statement) {
        Some(at) => {
            known.swap_remove(at);
            false
        }
        None => true,
    };
    statements.iter().filter(is_new).cloned().collect()
}
