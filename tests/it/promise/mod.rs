//! The promise, whatever happens in whichever order: everyone who asked is told, once, and nobody is left with what is not so.

mod heard;

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shipboard::ids::UserId;
use shipboard::outbox::worker;
use shipboard::text::token::Token;

use self::heard::Word;
use crate::ship::release;
use crate::support::{Browser, CAST, IdeaRow, Setup, TestApp};

/// How many stories are told. `PROPTEST_CASES` asks for more, and then for others each time.
const STORIES: u32 = 24;

/// How long the longest is.
const LONGEST: usize = 28;

const PEOPLE: usize = 4;
const IDEAS: usize = 3;
const RELEASES: usize = 2;

/// Rel, who asks like everybody else, but ships, and so need not be told.
const REL: usize = 3;

/// One thing that happens. People, ideas and releases by their place.
#[derive(Clone, Copy, Debug)]
enum Act {
    Vote(usize, usize, bool),
    /// Follows an idea, or says no to it on its page.
    Follow(usize, usize, bool),
    /// Says no to `ideas` or `everything` (true), or takes that back.
    OptOut(usize, &'static str, bool),
    Link(usize, usize),
    Unlink(usize, usize),
    Completes(usize, usize, bool),
    Promise(usize, bool),
    Ship(usize, &'static str),
    SendNow(usize),
    Unship(usize),
    RollBack(usize),
    /// Somebody gives an idea one of the five statuses by hand.
    Decide(usize, usize),
    /// Somebody of the team, who asks for nothing, makes one idea a part of another, or takes it out of what it is part of.
    Merge(usize, usize),
    Unmerge(usize),
    Wait(i64),
    Deliver,
    /// The mail server refuses everything for now (true), or takes everything again.
    Refuse(bool),
}

fn act() -> impl Strategy<Value = Act> {
    let (person, idea, release) = (0..PEOPLE, 0..IDEAS, 0..RELEASES);
    let scope = select(vec!["ideas", "everything"]);
    prop_oneof![
        3 => (person.clone(), idea.clone(), any::<bool>()).prop_map(|(who, what, voted)| Act::Vote(who, what, voted)),
        2 => (person.clone(), idea.clone(), any::<bool>()).prop_map(|(who, what, follows)| Act::Follow(who, what, follows)),
        2 => (person, scope, any::<bool>()).prop_map(|(who, scope, out)| Act::OptOut(who, scope, out)),
        2 => (release.clone(), idea.clone()).prop_map(|(where_to, what)| Act::Link(where_to, what)),
        2 => (release.clone(), idea.clone()).prop_map(|(from, what)| Act::Unlink(from, what)),
        1 => (release.clone(), idea.clone(), any::<bool>()).prop_map(|(of, what, fully)| Act::Completes(of, what, fully)),
        2 => (release.clone(), any::<bool>()).prop_map(|(which, planned)| Act::Promise(which, planned)),
        7 => (release.clone(), select(vec!["settle", "settle", "now", "now", "silent"])).prop_map(|(which, how)| Act::Ship(which, how)),
        1 => release.clone().prop_map(Act::SendNow),
        3 => release.clone().prop_map(Act::Unship),
        5 => release.prop_map(Act::RollBack),
        1 => (idea.clone(), 0..5_usize).prop_map(|(what, status)| Act::Decide(what, status)),
        2 => (idea.clone(), idea.clone()).prop_map(|(part, into)| Act::Merge(part, into)),
        1 => idea.prop_map(Act::Unmerge),
        5 => select(vec![1, 6, 6, 20]).prop_map(Act::Wait),
        6 => Just(Act::Deliver),
        2 => any::<bool>().prop_map(Act::Refuse),
    ]
}

#[test]
fn whatever_happens_everyone_who_asked_is_told_once() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config =
        Config { cases: asked.unwrap_or(STORIES), failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stories = prop::collection::vec(act(), 4..=LONGEST);
    let told = runner.run(&stories, |story| {
        runtime.block_on(async {
            let mut world = World::begin().await;
            for act in &story {
                world.does(*act).await;
            }
            world.comes_to_rest().await;
            world.keeps_the_promise(&story).await;
        });
        Ok(())
    });
    if let Err(broken) = told {
        panic!("{broken}");
    }
}

/// Four people, three ideas, two releases.
struct World {
    app: TestApp,
    people: Vec<(UserId, &'static str, Browser)>,
    ideas: Vec<IdeaRow>,
    releases: Vec<i32>,
    ada: Browser,
    rel: Browser,
    /// Who was asking for what when a release last shipped.
    asked: BTreeMap<usize, BTreeSet<(usize, usize)>>,
    /// How many letters had been read when something was last delivered.
    read: usize,
}

impl World {
    /// Vera wants everything, Max and Cleo something. The first release has the first two ideas, the second the first.
    async fn begin() -> Self {
        let app = TestApp::start_with(Setup { smtp: true, ..Setup::default() }).await.leaves_outbox();
        let (cleo, token) = (UserId::new(), Token::new());
        sqlx::query(
            "with cleo as (
                 insert into users (tenant_id, id, email, name, confirmed_at, created_at)
                 values ($1, $2, 'cleo@customer.example', 'Cleo Claes', $4, $4) returning tenant_id, id)
             insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
             select tenant_id, gen_random_uuid(), id, $3, '', '203.0.113.5', $4, $4, $4 + interval '400 days' from cleo",
        )
        .bind(CAST.acme.id)
        .bind(cleo)
        .bind(token.hash())
        .bind(app.clock.now())
        .execute(app.owner())
        .await
        .unwrap();
        let browser = app.nobody();
        browser.keep("session", &token.reveal());
        let people = vec![
            (CAST.vera.id, CAST.vera.email, app.vera()),
            (CAST.max.id, CAST.max.email, app.max()),
            (cleo, "cleo@customer.example", browser),
            (CAST.rel.id, CAST.rel.email, app.rel()),
        ];
        let mut ideas = Vec::new();
        for title in ["Dark mode", "Export as CSV", "Single sign-on"] {
            ideas.push(app.idea_by(&CAST.ada, title).await);
        }
        for (who, what) in [(0, 0), (0, 1), (0, 2), (1, 0), (2, 1)] {
            people[who].2.votes_for(ideas[what].number).await.is(303);
        }
        let first = release(&app, "2.4", &[ideas[0].number, ideas[1].number]).await;
        let second = release(&app, "2.5", &[ideas[0].number]).await;
        let (ada, rel) = (app.ada(), app.rel());
        Self { people, ideas, releases: vec![first, second], ada, rel, asked: BTreeMap::new(), read: 0, app }
    }

    /// Does it, or is refused in words.
    async fn does(&mut self, act: Act) {
        let release = |place: usize| format!("/admin/releases/{}", self.releases[place]);
        let number = |place: usize| self.ideas[place].number;
        let said = |yes: bool| if yes { "true" } else { "false" };
        let page = match act {
            Act::Vote(who, what, voted) => {
                self.people[who].2.post(&format!("/ideas/{}/vote", number(what)), &[("voted", said(voted))]).await
            }
            Act::Follow(who, what, follows) => {
                self.people[who].2.post(&format!("/ideas/{}/follow", number(what)), &[("following", said(follows))]).await
            }
            Act::OptOut(who, scope, out) => {
                self.people[who].2.post("/profile/mail", &[("scope", scope), ("out", said(out))]).await
            }
            Act::Link(to, what) => self.ada.post(&format!("{}/items", release(to)), &[("idea", &number(what).to_string())]).await,
            Act::Unlink(from, what) => match self.item(from, what).await {
                Some(item) => self.ada.post(&format!("{}/items/{item}/removal", release(from)), &[]).await,
                None => return,
            },
            Act::Completes(of, what, fully) => match self.item(of, what).await {
                Some(item) => {
                    let fields = [("completes", said(fully))];
                    self.ada.post(&format!("{}/items/{item}/completes", release(of)), &fields).await
                }
                None => return,
            },
            Act::Promise(which, planned) => {
                self.ada.post(&format!("{}/stage", release(which)), &[("planned", said(planned))]).await
            }
            Act::Ship(which, how) => {
                let before = self.attempt(which).await;
                let asking = self.asking().await;
                let page = self.rel.post(&format!("{}/shipment", release(which)), &[("announcement", how)]).await;
                if self.attempt(which).await != before {
                    self.asked.insert(which, asking);
                }
                page
            }
            Act::SendNow(which) => self.rel.post(&format!("{}/shipment/mail", release(which)), &[]).await,
            Act::Unship(which) => self.rel.post(&format!("{}/shipment/removal", release(which)), &[]).await,
            Act::RollBack(which) => {
                self.rel.post(&format!("{}/rollback", release(which)), &[("note", "It lost settings.")]).await
            }
            Act::Decide(what, status) => {
                let status = CAST.acme.statuses[status].to_string();
                self.ada.post(&format!("/ideas/{}/status", number(what)), &[("status", &status), ("response", "")]).await
            }
            Act::Merge(part, into) => {
                self.ada.post(&format!("/admin/ideas/{}/merge", number(part)), &[("into", &number(into).to_string())]).await
            }
            Act::Unmerge(part) => self.ada.post(&format!("/admin/ideas/{}/unmerge", number(part)), &[]).await,
            Act::Wait(minutes) => return self.app.clock.advance(SignedDuration::from_mins(minutes)),
            Act::Deliver => {
                self.app.deliver().await;
                return self.nobody_hears_twice_of_a_wish().await;
            }
            Act::Refuse(true) => {
                return self.people.iter().for_each(|(_, email, _)| self.app.smtp().answers(email, "452 4.2.2 mailbox full"));
            }
            Act::Refuse(false) => return self.app.smtp().takes_everything(),
        };
        assert!(matches!(page.status(), 303 | 404 | 422), "{act:?}: {}", page.described());
    }

    async fn item(&self, release: usize, idea: usize) -> Option<String> {
        sqlx::query_scalar(
            "select item.id::text from release_items item join releases r on r.id = item.release_id
              where r.number = $1 and item.idea_id = $2",
        )
        .bind(self.releases[release])
        .bind(self.ideas[idea].id)
        .fetch_optional(self.app.owner())
        .await
        .unwrap()
    }

    async fn attempt(&self, release: usize) -> i32 {
        let statement = "select attempt from releases where number = $1";
        sqlx::query_scalar(statement).bind(self.releases[release]).fetch_one(self.app.owner()).await.unwrap()
    }

    /// Who asks for what: by a vote, or by following.
    async fn asking(&self) -> BTreeSet<(usize, usize)> {
        let rows = self.app.sql("select user_id, idea_id from votes union select user_id, idea_id from followers").await;
        rows.into_iter().filter_map(|(user, idea)| self.places(user, idea)).collect()
    }

    fn places(&self, user: UserId, idea: shipboard::ids::IdeaId) -> Option<(usize, usize)> {
        let who = self.people.iter().position(|(id, ..)| *id == user)?;
        Some((who, self.ideas.iter().position(|row| row.id == idea)?))
    }

    /// The mail server takes everything, and time passes until there is nothing left to do.
    async fn comes_to_rest(&mut self) {
        self.app.smtp().takes_everything();
        while let Some(due) = worker::next_due(&self.app).await.unwrap() {
            self.app.clock.advance(due.since(self.app.clock.now()).max(SignedDuration::ZERO));
            self.app.deliver().await;
            self.nobody_hears_twice_of_a_wish().await;
        }
    }

    async fn keeps_the_promise(&self, story: &[Act]) {
        let ids: Vec<String> = self.app.mailbox().into_iter().map(|letter| letter.message_id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "a mail left twice");
        let words = self.words();
        let ledger: Vec<(UserId, shipboard::ids::IdeaId, String, i32, String, Option<String>)> =
            self.app.sql("select user_id, idea_id, kind::text, epoch, state::text, reason from notices").await;
        let rows = |who: usize, what: usize, word: Word| {
            let of = (who, what);
            let row = move |row: &&(UserId, _, String, i32, String, Option<String>)| {
                self.places(row.0, row.1) == Some(of) && row.2 == word.in_the_ledger()
            };
            ledger.iter().filter(row).collect::<Vec<_>>()
        };
        let open = ledger.iter().filter(|(.., state, _)| matches!(state.as_str(), "planned" | "sending")).count();
        assert_eq!(open, 0, "notices wait for a mail that nobody writes: {ledger:?}");

        // Where things stand: who promises what, and whether that was said.
        let there: Vec<(i32, shipboard::ids::IdeaId, bool)> = self
            .app
            .sql(
                "select r.number, item.idea_id, r.settles_at is null from release_items item join releases r on r.id = item.release_id
                  where r.stage = 'shipped' and item.completes",
            )
            .await;
        let states: Vec<(shipboard::ids::IdeaId, i32, String)> =
            self.app.sql("select i.id, i.epoch, s.category::text from ideas i join statuses s on s.id = i.status_id").await;
        let (asking, roots) = (self.asking().await, self.roots().await);
        let merges = story.iter().any(|act| matches!(act, Act::Merge(one, other) if one != other));
        let unmerges = story.iter().any(|act| matches!(act, Act::Unmerge(_)));
        let has = |what: usize| there.iter().any(|(_, id, _)| *id == self.ideas[what].id);
        let said_no = |who: usize| {
            story.iter().any(|act| matches!(act, Act::Follow(one, _, false) | Act::OptOut(one, _, true) if *one == who))
        };
        for (what, idea) in self.ideas.iter().enumerate() {
            let available = has(what) || has(roots[what]);
            let (_, epoch, category) = states.iter().find(|(id, ..)| *id == idea.id).unwrap();
            if !merges && !story.iter().any(|act| matches!(act, Act::Decide(one, _) if *one == what)) {
                assert_eq!(category == "done", available, "the status of idea {what} is {category}");
            }
            for who in 0..PEOPLE {
                let heard = words.get(&(who, what)).cloned().unwrap_or_default();
                let whom = format!("person {who}, idea {what}, heard {heard:?}, ledger {ledger:?}");
                for word in Word::ALL {
                    let sent = rows(who, what, word).iter().filter(|(.., state, _)| state == "sent").count();
                    let times = heard.iter().filter(|one| **one == word).count();
                    assert_eq!(sent, times, "the ledger is not what was mailed: {word:?}, {whom}");
                    assert!(times <= usize::try_from(*epoch).unwrap(), "{word:?} too often: {whom}");
                }
                let turns: Vec<Word> = heard.into_iter().filter(|word| matches!(word, Word::There | Word::Gone)).collect();
                let expected = [Word::There, Word::Gone].into_iter().cycle();
                assert!(turns.iter().copied().eq(expected.take(turns.len())), "told twice, or corrected of nothing: {whom}");

                let last = turns.last().copied();
                let withheld =
                    |word| rows(who, what, word).iter().any(|(.., state, reason)| state == "excluded" && reason.is_some());
                // Taking apart mails nobody: who heard of the whole is not told that it was not so of the part.
                if !available && last == Some(Word::There) && !unmerges {
                    let knew = (0..IDEAS).any(|other| {
                        let told_before =
                            |row: &&&(UserId, _, String, i32, String, Option<String>)| row.5.as_deref() == Some("told_before");
                        other != what
                            && roots[other] == roots[what]
                            && has(other)
                            && rows(who, other, Word::There).iter().any(|row| told_before(&row))
                    });
                    assert!(knew || said_no(who) && withheld(Word::Gone), "left with what is not so any more: {whom}");
                }
                let promised = there.iter().any(|(number, id, silent)| {
                    let place = self.releases.iter().position(|release| release == number).unwrap();
                    *id == idea.id && !silent && self.asked[&place].contains(&(who, what))
                });
                if promised && merges {
                    // Under the name of any idea that it is merged together with.
                    let tree = (0..IDEAS).filter(|other| roots[*other] == roots[what]);
                    let mut rows = tree.flat_map(|other| rows(who, other, Word::There));
                    let told = |row: &(UserId, _, String, i32, String, Option<String>)| row.4 == "sent" || row.5.is_some();
                    assert!(unmerges || rows.any(told), "asked, and neither told nor left out: {whom}");
                } else if promised && asking.contains(&(who, what)) && last != Some(Word::There) {
                    let reason = rows(who, what, Word::There)
                        .into_iter()
                        .find(|row| row.3 == *epoch && row.4 == "excluded")
                        .and_then(|row| row.5.clone());
                    assert!(reason.is_some(), "asked, and neither told nor left out: {whom}");
                    let wavered = story.iter().any(|act| matches!(act, Act::Vote(one, _, false) if *one == who));
                    assert!(said_no(who) || wavered || who == REL, "left out for {reason:?}: {whom}");
                }
            }
        }
        self.app.is_in_order().await;
    }
}
