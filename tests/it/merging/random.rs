//! Whatever is done to ideas in whichever order: every count and every comment is where a small model in memory has it.
//!
//! A story is told in one transaction that is never committed, so thousands of them fit into one database.

use std::collections::BTreeSet;
use std::io::Write as _;

use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shipboard::boards::Visibility;
use shipboard::clock::Time;
use shipboard::db::TenantTx;
use shipboard::error::Error;
use shipboard::ideas::comments::{self, NewComment};
use shipboard::ideas::followers::{self, Reason};
use shipboard::ideas::submit::{self, NewIdea};
use shipboard::ideas::{merge, votes};
use shipboard::ids::{CommentId, IdeaId, UserId};
use shipboard::text::{Body, CommentBody, Email, Title};
use shipboard::users::{delete, store};
use shipboard::verify;

use crate::support::{CAST, TestApp};

/// How many stories are told. `SHIPBOARD_SEQUENCES` asks for more, and then for others each time.
const STORIES: u32 = 150;

/// How long the longest is.
const LONGEST: usize = 30;

/// Stories after which what they left behind in the tables is swept up.
const SWEEP: usize = 100;

const PEOPLE: usize = 4;
const IDEAS: usize = 4;

/// One thing that happens. People, ideas and comments by their place, counted around.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Submit(usize),
    Vote(usize, usize, bool),
    /// Says something about an idea, or answers a comment; perhaps as a note among staff.
    Comment(usize, usize, Option<usize>, bool),
    DeleteComment(usize),
    Merge(usize, usize),
    MergeTwo(usize, usize, usize),
    Unmerge(usize),
    DeletePerson(usize),
    /// An import brings votes without names.
    Import(usize, i32),
}

pub(crate) fn act() -> impl Strategy<Value = Act> {
    let (person, idea) = (0..PEOPLE, 0..IDEAS * 2);
    let answered = prop_oneof![2 => Just(None), 1 => (0..20_usize).prop_map(Some)];
    prop_oneof![
        1 => person.clone().prop_map(Act::Submit),
        8 => (person.clone(), idea.clone(), prop::bool::weighted(0.75)).prop_map(|(who, what, voted)| Act::Vote(who, what, voted)),
        4 => (person.clone(), idea.clone(), answered, prop::bool::weighted(0.2))
            .prop_map(|(who, what, answers, note)| Act::Comment(who, what, answers, note)),
        1 => (0..20_usize).prop_map(Act::DeleteComment),
        7 => (idea.clone(), idea.clone()).prop_map(|(part, into)| Act::Merge(part, into)),
        1 => (idea.clone(), idea.clone(), idea.clone()).prop_map(|(one, other, into)| Act::MergeTwo(one, other, into)),
        5 => idea.clone().prop_map(Act::Unmerge),
        1 => person.prop_map(Act::DeletePerson),
        2 => (idea, 0..5_i32).prop_map(|(what, votes)| Act::Import(what, votes)),
    ]
}

#[test]
fn whatever_is_done_in_whichever_order_every_count_and_every_comment_is_where_it_should_be() {
    let asked = std::env::var("SHIPBOARD_SEQUENCES").ok().and_then(|stories| stories.parse().ok());
    let config =
        Config { cases: asked.unwrap_or(STORIES), failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = runtime.block_on(TestApp::start());
    let (told, done) = (std::cell::Cell::new(0), std::cell::Cell::new([0_usize; 3]));
    let stories = prop::collection::vec(act(), 6..=LONGEST);
    let outcome = runner.run(&stories, |story| {
        runtime.block_on(async {
            told.set(told.get() + 1);
            if told.get() % SWEEP == 0 {
                app.change("vacuum").await;
            }
            let mut world = World::begin(&app).await;
            for act in &story {
                world.does(*act).await;
                world.is_as_the_model_has_it().await;
            }
            let differences = verify::differences(&mut world.tx).await.unwrap();
            assert!(differences.is_empty(), "{differences:#?}");
            let [acts, merges, refusals] = done.get();
            done.set([acts + story.len(), merges + world.merges, refusals + world.refusals]);
        });
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
    let [acts, merges, refusals] = done.get();
    // Read although the test passes, whose printed words are not shown.
    let _ = writeln!(
        std::io::stderr(),
        "merging: {} stories of {acts} acts, {merges} merged or taken out, {refusals} refused",
        told.get(),
    );
    runtime.block_on(async { drop(app) });
}

/// An idea, as the model has it.
struct Idea {
    id: IdeaId,
    parent: Option<usize>,
    imported: i32,
    votes: BTreeSet<usize>,
    followers: BTreeSet<usize>,
}

/// A comment, as the model has it.
struct Said {
    id: CommentId,
    idea: usize,
    note: bool,
    deleted: bool,
}

pub(crate) struct World {
    pub(crate) tx: TenantTx,
    now: Time,
    people: Vec<(UserId, bool)>,
    ideas: Vec<Idea>,
    comments: Vec<Said>,
    merges: usize,
    refusals: usize,
}

impl World {
    pub(crate) async fn begin(app: &TestApp) -> Self {
        let mut tx = app.db.tenant(CAST.acme.id).await.unwrap();
        let now = app.clock.now();
        let mut people = Vec::new();
        for place in 0..PEOPLE {
            let email = Email::parse(&format!("person-{place}@crowd.example")).unwrap();
            people.push((store::ensure(&mut tx, &email, now).await.unwrap(), true));
        }
        let (ideas, comments) = (Vec::new(), Vec::new());
        let mut world = Self { tx, now, people, ideas, comments, merges: 0, refusals: 0 };
        for place in 0..IDEAS {
            world.submit(place % PEOPLE).await;
        }
        world
    }

    /// Somebody who is still here.
    pub(crate) fn person(&self, who: usize) -> Option<UserId> {
        self.people.get(who).filter(|(_, here)| *here).map(|(id, _)| *id)
    }

    /// An idea, by its place, counted around.
    pub(crate) fn idea(&self, place: usize) -> IdeaId {
        self.ideas[place % self.ideas.len()].id
    }

    /// The moment the story has come to.
    pub(crate) fn now(&self) -> Time {
        self.now
    }

    pub(crate) async fn does(&mut self, act: Act) {
        self.now = self.now + SignedDuration::from_mins(7);
        let idea = |place: usize| place % self.ideas.len();
        match act {
            Act::Submit(who) if self.people[who].1 && self.ideas.len() < IDEAS * 2 => self.submit(who).await,
            Act::Vote(who, what, voted) if self.people[who].1 => self.vote(who, idea(what), voted).await,
            Act::Comment(who, what, answers, note) if self.people[who].1 => {
                self.comment(who, idea(what), answers, note).await;
            }
            Act::DeleteComment(which) if !self.comments.is_empty() => self.delete_comment(which % self.comments.len()).await,
            Act::Merge(part, into) => self.merge(&[idea(part)], idea(into)).await,
            Act::MergeTwo(one, other, into) => self.merge(&[idea(one), idea(other)], idea(into)).await,
            Act::Unmerge(part) => self.unmerge(idea(part)).await,
            Act::DeletePerson(who) if self.people[who].1 => {
                delete::erase(&mut self.tx, self.people[who].0, CAST.ada.id, self.now).await.unwrap();
                self.people[who].1 = false;
                for idea in &mut self.ideas {
                    idea.followers.remove(&who);
                }
            }
            Act::Import(what, imported) => {
                let what = idea(what);
                let id = self.ideas[what].id;
                let change = sqlx::query("update ideas set imported_votes = $2 where id = $1").bind(id).bind(imported);
                change.execute(&mut *self.tx).await.unwrap();
                votes::recount(&mut self.tx, id).await.unwrap();
                self.ideas[what].imported = imported;
            }
            _ => {}
        }
    }

    async fn submit(&mut self, who: usize) {
        let new = NewIdea {
            board: CAST.acme.board,
            author: self.people[who].0,
            status: CAST.acme.statuses[0],
            title: Title::parse("Dark mode").unwrap(),
            body: Body::parse("").unwrap(),
            submission: IdeaId::new().0,
            created_at: self.now,
        };
        let id = submit::insert(&mut self.tx, &new).await.unwrap().id;
        followers::follow(&mut self.tx, id, new.author, Reason::Submitted, self.now).await.unwrap();
        self.ideas.push(Idea { id, parent: None, imported: 0, votes: BTreeSet::new(), followers: BTreeSet::from([who]) });
    }

    async fn vote(&mut self, who: usize, what: usize, voted: bool) {
        let (user, id) = (self.people[who].0, self.ideas[what].id);
        let counted = votes::set(&mut self.tx, id, user, voted, None, self.now).await.unwrap();
        let changed = if voted {
            self.ideas[what].followers.insert(who);
            self.ideas[what].votes.insert(who)
        } else {
            let mut withdrawn = false;
            for place in self.tree(self.root(what)) {
                withdrawn |= self.ideas[place].votes.remove(&who);
            }
            withdrawn
        };
        assert_eq!(counted.changed, changed);
        if changed && !voted {
            // Who asked to begin with goes on following what they asked for.
            for place in self.tree(self.root(what)) {
                let submitted = self.submitted_by(place).await == user;
                if !submitted {
                    self.ideas[place].followers.remove(&who);
                }
            }
        }
    }

    async fn submitted_by(&mut self, what: usize) -> UserId {
        let author = sqlx::query_scalar("select author_id from ideas where id = $1").bind(self.ideas[what].id);
        author.fetch_one(&mut *self.tx).await.unwrap()
    }

    async fn comment(&mut self, who: usize, what: usize, answers: Option<usize>, note: bool) {
        // Only what stands on the same page can be answered.
        let here = self.tree(self.root(what));
        let there: Vec<usize> = (0..self.comments.len()).filter(|place| here.contains(&self.comments[*place].idea)).collect();
        let parent = answers.filter(|_| !there.is_empty()).map(|place| there[place % there.len()]);
        let new = NewComment {
            idea: self.ideas[what].id,
            author: self.people[who].0,
            parent: parent.map(|place| self.comments[place].id),
            visible: Visibility::ALL.to_vec(),
            by_staff: true,
            body: CommentBody::parse("Me too.").unwrap(),
            staff_only: note,
            submission: CommentId::new().0,
        };
        let id = comments::add(&mut self.tx, &new, self.now).await.unwrap().unwrap();
        let (idea, note) = parent.map_or((what, note), |place| (self.comments[place].idea, note || self.comments[place].note));
        self.comments.push(Said { id, idea, note, deleted: false });
    }

    async fn delete_comment(&mut self, which: usize) {
        match comments::find(&mut self.tx, self.comments[which].id, &Visibility::ALL, true).await {
            Ok(found) => comments::delete(&mut self.tx, &found, CAST.ada.id, self.now).await.unwrap(),
            Err(error) => assert!(matches!(error, Error::NotFound) && self.comments[which].deleted, "{error}"),
        }
        self.comments[which].deleted = true;
    }

    async fn merge(&mut self, parts: &[usize], into: usize) {
        let refused = parts.iter().any(|part| {
            let (own, other) = (self.root(*part), self.root(into));
            *part == into || other == *part || self.ideas[*part].parent.is_some() && own != other
        });
        let ids: Vec<IdeaId> = parts.iter().map(|part| self.ideas[*part].id).collect();
        let before = self.everything_but_the_links().await;
        let merged = merge::merge_all(&mut self.tx, &ids, self.ideas[into].id, CAST.max.id, self.now).await;
        assert_eq!(self.everything_but_the_links().await, before, "a merge copies nothing and moves nothing");
        match merged {
            Ok(merged) if !refused => {
                assert_eq!(merged.root, self.ideas[self.root(into)].id);
                for part in parts {
                    if self.ideas[*part].parent.is_none() {
                        self.ideas[*part].parent = Some(into);
                        self.merges += 1;
                    }
                }
            }
            Err(Error::Rejected(_)) if refused => self.refusals += 1,
            other => panic!("{other:?}, and refused should be {refused}"),
        }
    }

    async fn unmerge(&mut self, part: usize) {
        let before = self.everything_but_the_links().await;
        let unmerged = merge::unmerge(&mut self.tx, self.ideas[part].id, CAST.max.id, self.now).await.unwrap();
        assert_eq!(self.everything_but_the_links().await, before, "taking out copies nothing and moves nothing");
        assert_eq!(unmerged.changed, self.ideas[part].parent.is_some());
        self.merges += usize::from(unmerged.changed);
        self.ideas[part].parent = None;
    }

    /// A fingerprint of all rows of ideas, without how they are linked and what is counted, and of all that hangs on them.
    async fn everything_but_the_links(&mut self) -> String {
        let rows = sqlx::query_scalar(
            "select md5(concat_ws('#',
                 (select string_agg((to_jsonb(i) - '{merged_into,canonical_id,vote_count,comment_count,heat}'::text[])::text, ';' order by id) from ideas i),
                 (select string_agg(v::text, ';' order by idea_id, user_id) from votes v),
                 (select string_agg(c::text, ';' order by id) from comments c),
                 (select string_agg(f::text, ';' order by idea_id, user_id) from followers f)))",
        );
        rows.fetch_one(&mut *self.tx).await.unwrap()
    }

    fn root(&self, mut what: usize) -> usize {
        while let Some(parent) = self.ideas[what].parent {
            what = parent;
        }
        what
    }

    fn tree(&self, root: usize) -> Vec<usize> {
        (0..self.ideas.len()).filter(|place| self.root(*place) == root).collect()
    }

    async fn is_as_the_model_has_it(&mut self) {
        let rows: Vec<(IdeaId, Option<IdeaId>, IdeaId, i32, i32)> =
            sqlx::query_as("select id, merged_into, canonical_id, vote_count, comment_count from ideas order by number")
                .fetch_all(&mut *self.tx)
                .await
                .unwrap();
        assert_eq!(rows.len(), self.ideas.len());
        for (place, row) in rows.into_iter().enumerate() {
            let (idea, root) = (&self.ideas[place], self.root(place));
            let (mut votes, mut said) = (0, 0);
            if root == place {
                let tree = self.tree(root);
                let voters: BTreeSet<usize> = tree.iter().flat_map(|place| self.ideas[*place].votes.iter().copied()).collect();
                votes = i32::try_from(voters.len()).unwrap() + tree.iter().map(|place| self.ideas[*place].imported).sum::<i32>();
                said = i32::try_from(self.visible(&tree, false).len()).unwrap();
            }
            let parent = idea.parent.map(|parent| self.ideas[parent].id);
            assert_eq!(row, (idea.id, parent, self.ideas[root].id, votes, said), "idea {place}");
        }
        for root in 0..self.ideas.len() {
            if self.ideas[root].parent.is_none() {
                self.shows_the_right_comments_and_followers(root).await;
            }
        }
    }

    /// The comments of a tree that a reader sees, in the order of time.
    fn visible(&self, tree: &[usize], staff: bool) -> Vec<CommentId> {
        let seen = |said: &&Said| tree.contains(&said.idea) && !said.deleted && (staff || !said.note);
        self.comments.iter().filter(seen).map(|said| said.id).collect()
    }

    async fn shows_the_right_comments_and_followers(&mut self, root: usize) {
        let (id, tree) = (self.ideas[root].id, self.tree(root));
        for staff in [false, true] {
            let threads = comments::threads(&mut self.tx, id, &Visibility::ALL, staff).await.unwrap();
            let first: Vec<Time> = threads.iter().map(|thread| thread.comment.created_at).collect();
            assert!(first.is_sorted(), "threads stand in the order of time");
            let all = threads.into_iter().flat_map(|thread| [thread.comment].into_iter().chain(thread.replies));
            let mut shown: Vec<_> = all.filter(|comment| comment.deleted_at.is_none()).collect();
            shown.sort_by_key(|comment| (comment.created_at, comment.id));
            let shown: Vec<CommentId> = shown.into_iter().map(|comment| comment.id).collect();
            assert_eq!(shown, self.visible(&tree, staff));
        }
        for (who, (user, here)) in self.people.clone().into_iter().enumerate() {
            let follows = followers::of(&mut self.tx, id, user).await.unwrap().reason.is_some();
            let expected = here && tree.iter().any(|place| self.ideas[*place].followers.contains(&who));
            assert_eq!(follows, expected, "person {who} and the followers of idea {root}");
        }
    }
}
