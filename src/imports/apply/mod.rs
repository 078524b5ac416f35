//! Carrying out one batch of records, or finding out what that would do. Every statement is about the whole batch: their number
//! does not grow with it.

mod change;
mod comments;
mod companies;
mod demand;
mod desk;
mod follows;
mod ideas;
mod imagined;
mod past;
mod people;
mod pictures;
mod releases;
mod reworded;
mod revised;
mod sources;
mod text;
mod told;
mod votes;
pub(super) mod whole;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use change::Change;
pub(super) use imagined::Imagined;

use super::acts::{self, Act};
use super::readers::{Fault, Item};
use super::record::{Kind, Record, SourceId};
use super::store::LineError;
use super::{Import, Tally};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ideas::merge;
use crate::ids::{IdeaId, UserId};

/// A record and the line it stands in.
pub(super) type Said<T> = (u64, T);

/// On what terms a batch comes in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Whoever has done what nobody is named for.
    pub(super) actor: UserId,
    /// When it comes in.
    pub(super) now: Time,
    /// Whether the file lists everything, followers included.
    pub(super) complete: bool,
    /// What the pictures of the workspace may take, in bytes.
    pub(super) room: u64,
}

/// One batch on its way in.
pub(super) struct Batch<'a> {
    /// The transaction of this batch.
    pub(super) tx: &'a mut TenantTx,
    /// The import, whose numbers grow.
    pub(super) import: &'a mut Import,
    /// Whoever has done what nobody is named for.
    pub(super) actor: UserId,
    /// When it comes in.
    pub(super) now: Time,
    /// What would be there, in a dry run. None where it is for good.
    pub(super) imagined: Option<&'a mut Imagined>,
    /// Whether the file lists everything, followers included.
    pub(super) complete: bool,
    /// What the pictures of the workspace may take, in bytes.
    pub(super) room: u64,
    acts: Vec<Act>,
    errors: Vec<LineError>,
    ids: HashMap<(Kind, String), Uuid>,
    /// Ideas whose votes or comments have changed.
    touched: BTreeSet<Uuid>,
}

/// Takes the records in, and writes down what was done and what was wrong.
pub(super) async fn carry_out(
    tx: &mut TenantTx,
    import: &mut Import,
    terms: Terms,
    imagined: Option<&mut Imagined>,
    items: Vec<Item>,
) -> Result<()> {
    let Terms { actor, now, complete, room } = terms;
    let (acts, errors) = (Vec::new(), Vec::new());
    let (ids, touched) = (HashMap::new(), BTreeSet::new());
    let mut batch = Batch { tx, import, actor, now, imagined, complete, room, acts, errors, ids, touched };
    batch.perform(items).await?;
    batch.end().await
}

impl Batch<'_> {
    async fn perform(&mut self, items: Vec<Item>) -> Result<()> {
        let mut kinds: BTreeMap<Kind, Vec<(u64, Record)>> = BTreeMap::new();
        for item in items {
            match item.record {
                Ok(record) => kinds.entry(record.kind()).or_default().push((item.line, record)),
                Err(Fault::Line(words) | Fault::File(words)) => self.complain(item.line, words),
                Err(Fault::Note(words)) => self.import.summary.note(words),
            }
        }
        macro_rules! of {
            ($records:expr, $kind:ident) => {
                $records
                    .into_iter()
                    .filter_map(|(line, record)| match record {
                        Record::$kind(record) => Some((line, record)),
                        _ => None,
                    })
                    .collect()
            };
        }
        for (kind, records) in kinds {
            match kind {
                Kind::Shipboard | Kind::Workspace => {}
                Kind::Company => companies::apply(self, of!(records, Company)).await?,
                Kind::Board => words::boards(self, of!(records, Board)).await?,
                Kind::Status => words::statuses(self, of!(records, Status)).await?,
                Kind::Tag => words::tags(self, of!(records, Tag)).await?,
                Kind::Person => people::apply(self, of!(records, Person)).await?,
                Kind::Idea => ideas::apply(self, of!(records, Idea)).await?,
                Kind::Vote => votes::apply(self, of!(records, Vote)).await?,
                Kind::Comment => comments::apply(self, of!(records, Comment)).await?,
                Kind::Follower => follows::followers(self, of!(records, Follower)).await?,
                Kind::OptOut => follows::opt_outs(self, of!(records, OptOut)).await?,
                Kind::Currency => demand::currencies(self, of!(records, Currency)).await?,
                Kind::Segment => demand::segments(self, of!(records, Segment)).await?,
                Kind::Refusal => demand::refusals(self, of!(records, Refusal)).await?,
                Kind::Picture => pictures::apply(self, of!(records, Picture)).await?,
                Kind::Release => releases::apply(self, of!(records, Release)).await?,
                Kind::Item => releases::items(self, of!(records, Item)).await?,
                Kind::Held => desk::held(self, of!(records, Held)).await?,
                Kind::Distinct => desk::distinct(self, of!(records, Distinct)).await?,
                Kind::View => desk::views(self, of!(records, View)).await?,
                Kind::Revision => past::revisions(self, of!(records, Revision)).await?,
                Kind::Event => past::events(self, of!(records, Event)).await?,
                Kind::Notice => told::notices(self, of!(records, Notice)).await?,
                Kind::Subscriber => told::subscribers(self, of!(records, Subscriber)).await?,
            }
        }
        Ok(())
    }

    async fn end(self) -> Result<()> {
        let Self { tx, import, imagined, mut errors, acts, touched, .. } = self;
        // Whoever reads the list reads it beside the file.
        errors.sort_by_key(|error| error.line);
        super::store::complain(tx, import.id, import.error_count, &errors).await?;
        import.error_count += i64::try_from(errors.len()).unwrap_or(i64::MAX);
        if imagined.is_some() {
            return Ok(());
        }
        recount(tx, &touched).await?;
        acts::write(tx, import.id, import.act_count, &acts).await?;
        import.act_count += i64::try_from(acts.len()).unwrap_or(i64::MAX);
        Ok(())
    }

    /// Whether nothing is to be written.
    pub(super) fn dry(&self) -> bool {
        self.imagined.is_some()
    }

    /// Notes what would be there, in a dry run.
    fn imagine(&mut self, note: impl FnOnce(&mut Imagined)) {
        if let Some(imagined) = &mut self.imagined {
            note(imagined);
        }
    }

    /// Counts one record of a kind.
    pub(super) fn count(&mut self, kind: Kind, add: impl FnOnce(&mut Tally)) {
        self.import.summary.count(kind, add);
    }

    /// Notes what is wrong with a line.
    pub(super) fn complain(&mut self, line: u64, words: impl Into<String>) {
        self.errors.push(LineError { line: i64::try_from(line).unwrap_or(i64::MAX), words: words.into() });
    }

    /// Leaves a record out, and says why.
    pub(super) fn refuse(&mut self, kind: Kind, line: u64, words: impl Into<String>) {
        self.complain(line, words);
        self.count(kind, |tally| tally.refused += 1);
    }

    /// Writes down what was done.
    pub(super) fn act(&mut self, act: Act) {
        if !self.dry() {
            self.acts.push(act);
        }
    }

    /// Counts and writes down the pairs that were made, of `all` that were asked for; the others stood there already.
    pub(super) fn made_pairs(&mut self, kind: Kind, all: i64, word: &'static str, made: Vec<(Uuid, Uuid)>) {
        let new = i64::try_from(made.len()).unwrap_or(0);
        self.count(kind, |tally| {
            tally.made += new;
            tally.unchanged += all - new;
        });
        for (one, other) in made {
            self.act(Act::pair(word, one, other));
        }
    }

    /// Has the tree of an idea counted again when the batch ends.
    pub(super) fn touch(&mut self, idea: Uuid) {
        self.touched.insert(idea);
    }

    /// What is called this where the file comes from, as far as it has been looked up.
    pub(super) fn id(&self, kind: Kind, source_id: &str) -> Option<Uuid> {
        self.ids.get(&(kind, source_id.to_owned())).copied()
    }

    /// Remembers which of ours is called this.
    pub(super) fn learn(&mut self, kind: Kind, source_id: &str, id: Uuid) {
        self.imagine(|imagined| imagined.learn(kind, source_id));
        self.ids.insert((kind, source_id.to_owned()), id);
    }

    /// Looks up who or what these are.
    pub(super) async fn resolve(&mut self, kind: Kind, source_ids: Vec<&SourceId>) -> Result<()> {
        let wanted: BTreeSet<&SourceId> = source_ids.into_iter().filter(|id| self.id(kind, id).is_none()).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let known = sources::known(self.tx, &self.import.source, kind, &wanted).await?;
        for id in wanted {
            if let Some(known) = known.get(id.as_str()) {
                self.ids.insert((kind, id.clone()), known.target);
            } else if self.imagined.as_ref().is_some_and(|imagined| imagined.knows(kind, id)) {
                self.ids.insert((kind, id.clone()), Uuid::nil());
            }
        }
        Ok(())
    }

    /// Of these records, those that are new, and those that say something else than when they were brought last.
    pub(super) async fn sort<T: Serialize>(
        &mut self,
        kind: Kind,
        records: Vec<Said<T>>,
        id: fn(&T) -> &SourceId,
    ) -> Result<Sorted<T>> {
        let ids = records.iter().map(|(_, record)| id(record)).collect();
        let known = sources::known(self.tx, &self.import.source, kind, &ids).await?;
        let mut sorted = Sorted { new: Vec::new(), changed: Vec::new() };
        for (line, record) in records {
            let digest = digest(&record);
            match known.get(id(&record).as_str()) {
                None => sorted.new.push(Fresh { line, record, digest }),
                Some(known) => {
                    self.learn(kind, id(&record), known.target);
                    if known.digest == digest || !known.made {
                        self.count(kind, |tally| tally.unchanged += 1);
                    } else {
                        sorted.changed.push(Changed { line, record, digest, was: known.digest, id: known.target });
                    }
                }
            }
        }
        Ok(sorted)
    }

    /// Takes what a record is about for something that is here already.
    fn found(&mut self, kind: Kind, source_id: &str, id: Uuid, links: &mut Vec<sources::Link>, digest: i64) {
        self.learn(kind, source_id, id);
        // A word that an idea happens to use is no record of its own.
        self.count(kind, |tally| tally.found += i64::from(digest != 0));
        links.push(sources::Link { source_id: source_id.to_owned(), target: id, digest, made: false });
    }

    /// Notes that a record is about something new.
    fn made(&mut self, kind: Kind, source_id: &str, id: Uuid, links: &mut Vec<sources::Link>, digest: i64) {
        self.learn(kind, source_id, id);
        self.count(kind, |tally| tally.made += 1);
        links.push(sources::Link { source_id: source_id.to_owned(), target: id, digest, made: true });
    }

    /// Notes that something says something else now: what changed, and into what.
    fn changed<T>(&mut self, kind: Kind, source_id: &str, changed: &Changed<T>, change: Change, links: &mut Vec<sources::Link>) {
        self.count(kind, |tally| tally.changed += 1);
        links.push(sources::Link { source_id: source_id.to_owned(), target: changed.id, digest: changed.digest, made: true });
        let Change { mut before, after } = change;
        before.insert("digest".to_owned(), changed.was.into());
        let mut act = Act::change(acts::word(kind), changed.id, before.into(), after.into());
        act.source_id = Some(sources::kept(kind, source_id).into_owned());
        self.act(act);
    }

    /// The same, where a record may say something else that is not taken over: then nothing has changed.
    fn differs<T>(&mut self, kind: Kind, source_id: &str, changed: &Changed<T>, change: Change, links: &mut Vec<sources::Link>) {
        if !change.after.is_empty() {
            return self.changed(kind, source_id, changed, change, links);
        }
        self.count(kind, |tally| tally.unchanged += 1);
        links.push(sources::Link { source_id: source_id.to_owned(), target: changed.id, digest: changed.digest, made: true });
    }

    /// Writes down which of ours is called what.
    async fn link(&mut self, kind: Kind, links: Vec<sources::Link>) -> Result<()> {
        if self.dry() || links.is_empty() {
            return Ok(());
        }
        let acts = sources::remember(self.tx, &self.import.source, kind, &links).await?;
        self.acts.extend(acts);
        Ok(())
    }
}

/// A record that is new.
pub(super) struct Fresh<T> {
    pub(super) line: u64,
    pub(super) record: T,
    pub(super) digest: i64,
}

/// A record that was brought before and says something else now.
pub(super) struct Changed<T> {
    pub(super) line: u64,
    pub(super) record: T,
    pub(super) digest: i64,
    /// The digest of what it said then.
    pub(super) was: i64,
    pub(super) id: Uuid,
}

/// See [`Batch::sort`].
pub(super) struct Sorted<T> {
    pub(super) new: Vec<Fresh<T>>,
    pub(super) changed: Vec<Changed<T>>,
}

/// What tells a record from the same one with something else in it.
fn digest(record: &impl Serialize) -> i64 {
    let bytes = serde_json::to_vec(record).unwrap_or_default();
    let hash = Sha256::digest(&bytes);
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(first)
}

/// The id of something new: the one it has where it comes from, if that is a UUID, or one of its age.
pub(super) fn mint(source_id: &str, moment: Time) -> Uuid {
    own(source_id).unwrap_or_else(|| IdeaId::of(moment.timestamp()).0)
}

/// An id that is a UUID of its own.
pub(super) fn own(source_id: &str) -> Option<Uuid> {
    // Not any text of 32 digits: as Shipboard writes them.
    source_id.parse().ok().filter(|id: &Uuid| !id.is_nil() && source_id.len() == 36)
}

/// Makes the counters of these ideas' trees say what they should.
pub(super) async fn recount(tx: &mut TenantTx, ideas: &BTreeSet<Uuid>) -> Result<()> {
    let ideas: Vec<Uuid> = ideas.iter().copied().collect();
    if ideas.is_empty() {
        return Ok(());
    }
    // In the order in which everybody locks.
    let roots = sqlx::query_scalar!(
        "select r.id from ideas r
          where r.id in (select i.canonical_id from ideas i where i.id = any($1))
          order by r.id for no key update",
        &ideas,
    )
    .fetch_all(&mut **tx)
    .await?;
    merge::recount_all(tx, &roots).await
}
