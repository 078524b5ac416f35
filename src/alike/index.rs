//! Which wishes a word stands in: an index in memory that can only be added to.

use std::collections::HashMap;
use std::sync::Arc;

use super::score;
use super::words::Language;
use crate::ids::IdeaId;

/// How much of a text is read, in characters. A duplicate that can only be told by what comes later is told by nobody.
pub const READ: i32 = 2_000;

/// How many wishes are known at most: of more, the latest. Bug reports of the longest kind take some half a kilobyte each.
pub const MOST: i32 = 150_000;

/// Wishes added since the index was last put in order. Beyond this, and beyond this part of the whole, it is done again.
const RECENT: usize = 200;
const RECENT_PART: usize = 16;

/// A wish that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Which one.
    pub id: IdeaId,
    /// Its number; what was asked later has a higher one.
    pub number: i32,
    /// Which writing of its words this is.
    pub version: i64,
    /// Whether it has been read again since, and this reading does not count any more.
    replaced: bool,
}

/// A wish as it is written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Which one.
    pub id: IdeaId,
    /// Its number.
    pub number: i32,
    /// Which writing of its words this is.
    pub version: i64,
    /// What is wanted.
    pub title: String,
    /// And why: as much of it as is read.
    pub text: String,
}

/// Wishes that were read, to be taken by an index: reading takes long, and can be done beside it.
#[derive(Debug)]
pub struct Batch {
    known: Vec<Known>,
    /// With places from 0 on.
    postings: Vec<u64>,
}

/// Reads wishes.
pub fn read(language: &Language, wishes: &[Written]) -> Batch {
    let mut reader = language.reader();
    let mut postings = Vec::new();
    for (place, wish) in (0..).zip(wishes) {
        let (title, text) = (reader.title(&wish.title), reader.text(&wish.text));
        postings.extend(score::impacts(&title, &text).map(|(word, impact)| Postings::pack(word, place, impact)));
    }
    let known = |wish: &Written| Known { id: wish.id, number: wish.number, version: wish.version, replaced: false };
    Batch { known: wishes.iter().map(known).collect(), postings }
}

/// The wishes of one workspace and the words in them. A copy shares what is in order and can be added to on its own.
#[derive(Clone, Debug)]
pub struct Index {
    language: Language,
    ordered: Arc<Postings>,
    recent: Postings,
    unordered: Vec<u64>,
    known: Vec<Known>,
    places: HashMap<IdeaId, u32>,
    ordered_to: usize,
    last: i32,
    /// From where on the source of the wishes has to be read again, as it counts.
    pub since: i64,
}

impl Index {
    /// Knows nothing yet.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            ordered: Arc::default(),
            recent: Postings::default(),
            unordered: Vec::new(),
            known: Vec::new(),
            places: HashMap::new(),
            ordered_to: 0,
            last: 0,
            since: 0,
        }
    }

    /// The language it reads in.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// How many wishes it knows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether so much of it was read again since, or so much was added, that it had better be built anew.
    pub fn is_worn(&self) -> bool {
        let most = usize::try_from(MOST + MOST / 8).unwrap_or_default();
        self.known.len() > 2 * self.places.len() + RECENT || self.places.len() > most
    }

    /// Whether it knows this writing of a wish's words.
    pub fn knows(&self, id: IdeaId, version: i64) -> bool {
        self.places.get(&id).is_some_and(|place| self.known[*place as usize].version == version)
    }

    /// Reads a wish, or reads it again. It is found once the index was put in order.
    pub fn read(&mut self, id: IdeaId, number: i32, version: i64, title: &str, text: &str) {
        let wish = Written { id, number, version, title: title.to_owned(), text: text.to_owned() };
        self.take(read(&self.language, &[wish]));
    }

    /// Takes wishes that were read already. They are found once the index was put in order.
    pub fn take(&mut self, batch: Batch) {
        let fits = |first: &u32| self.known.len() + batch.known.len() <= Postings::MOST as usize && *first < Postings::MOST;
        let Some(first) = u32::try_from(self.known.len()).ok().filter(fits) else { return };
        for (place, known) in (first..).zip(batch.known) {
            if let Some(before) = self.places.insert(known.id, place) {
                self.known[before as usize].replaced = true;
            }
            self.last = self.last.max(known.number);
            self.known.push(known);
        }
        self.unordered.extend(batch.postings.into_iter().map(|posting| Postings::moved(posting, first)));
    }

    /// Puts in order what was read since.
    pub fn order(&mut self) {
        if self.unordered.is_empty() {
            return;
        }
        let unordered = std::mem::take(&mut self.unordered);
        let recent = self.known.len() - self.ordered_to;
        if recent > RECENT && recent > self.known.len() / RECENT_PART {
            let recent = std::mem::take(&mut self.recent);
            self.ordered = Arc::new(Postings::ordered(self.ordered.unpacked().chain(recent.unpacked()).chain(unordered)));
            self.ordered_to = self.known.len();
        } else {
            self.recent = Postings::ordered(self.recent.unpacked().chain(unordered));
        }
    }

    /// The wishes that a word stands in: in order, and how much it says of each. The number is how many.
    pub(super) fn having(&self, word: u32) -> (usize, impl Iterator<Item = (u32, f32)>) {
        let (ordered, recent) = (self.ordered.of(word), self.recent.of(word));
        (ordered.len() + recent.len(), ordered.iter().chain(recent).map(|posting| Postings::unpack(*posting)))
    }

    /// The wish at a place, unless it has been read again since.
    pub(super) fn at(&self, place: usize) -> Option<Known> {
        self.known.get(place).copied().filter(|known| !known.replaced)
    }

    /// The number of a wish that it knows.
    pub fn number(&self, id: IdeaId) -> Option<i32> {
        self.places.get(&id).map(|place| self.known[*place as usize].number)
    }

    /// The highest number that it knows; 0 where it knows none.
    pub(super) fn last(&self) -> i32 {
        self.last
    }

    /// Places, those read again included.
    pub(super) fn places(&self) -> usize {
        self.known.len()
    }

    /// What it takes in memory, in bytes.
    pub fn size(&self) -> usize {
        let known = self.known.capacity() * size_of::<Known>() + self.places.capacity() * (size_of::<(IdeaId, u32)>() + 1);
        known + self.ordered.size() + self.recent.size() + self.unordered.capacity() * 8
    }
}

/// Words in order, and for each the places it stands in. A posting has a place in its upper 24 bits and in its lower eight how
/// much the word says of the wish there.
#[derive(Clone, Debug, Default)]
struct Postings {
    words: Vec<u32>,
    starts: Vec<u32>,
    packed: Vec<u32>,
}

impl Postings {
    /// Places that a posting can name.
    const MOST: u32 = 1 << 24;

    /// What the lower eight bits count in.
    const STEPS: f32 = 100.0;

    /// A posting under its word, so that sorting brings words together.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an impact is at most score::MOST, and positive")]
    fn pack(word: u32, place: u32, impact: f32) -> u64 {
        let steps = (impact * Self::STEPS).round().clamp(1.0, 255.0) as u8;
        u64::from(word) << 32 | u64::from(place) << 8 | u64::from(steps)
    }

    /// The same, so many places further on.
    fn moved(packed: u64, places: u32) -> u64 {
        packed + (u64::from(places) << 8)
    }

    fn unpack(posting: u32) -> (u32, f32) {
        (posting >> 8, f32::from(posting.to_le_bytes()[0]) / Self::STEPS)
    }

    fn ordered(packed: impl Iterator<Item = u64>) -> Self {
        let mut sorted: Vec<u64> = packed.collect();
        sorted.sort_unstable();
        let mut ordered = Self { packed: Vec::with_capacity(sorted.len()), ..Self::default() };
        for posting in sorted {
            let [word, posting] = [posting >> 32, posting & 0xffff_ffff].map(|half| u32::try_from(half).unwrap_or_default());
            if ordered.words.last() != Some(&word) {
                ordered.words.push(word);
                ordered.starts.push(u32::try_from(ordered.packed.len()).unwrap_or(u32::MAX));
            }
            ordered.packed.push(posting);
        }
        ordered.words.shrink_to_fit();
        ordered.starts.shrink_to_fit();
        ordered
    }

    fn unpacked(&self) -> impl Iterator<Item = u64> {
        let words = self.words.iter().enumerate();
        words.flat_map(|(at, word)| self.at(at).iter().map(move |posting| u64::from(*word) << 32 | u64::from(*posting)))
    }

    fn at(&self, at: usize) -> &[u32] {
        let end = self.starts.get(at + 1).map_or(self.packed.len(), |end| *end as usize);
        &self.packed[self.starts[at] as usize..end]
    }

    fn of(&self, word: u32) -> &[u32] {
        self.words.binary_search(&word).map_or(&[], |at| self.at(at))
    }

    fn size(&self) -> usize {
        (self.words.capacity() + self.starts.capacity() + self.packed.capacity()) * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alike::Wish;

    fn index(titles: &[&str]) -> Index {
        let mut index = Index::new(Language::of("en"));
        for (number, title) in (1..).zip(titles) {
            index.read(IdeaId::new(), number, 0, title, "");
        }
        index.order();
        index
    }

    fn found(index: &Index, title: &str) -> Vec<i32> {
        let wish = Wish::new(index.language(), title, "");
        index.like(&wish, None, 10).into_iter().map(|hit| hit.number).collect()
    }

    #[test]
    fn what_is_added_later_is_found_like_what_was_there_before() {
        let mut index = index(&["Dark mode", "Export as PDF"]);
        let copy = index.clone();
        let late: Vec<IdeaId> = (0..500).map(|_| IdeaId::new()).collect();
        for (number, id) in (3..).zip(&late) {
            index.read(*id, number, 0, &format!("Calendar number{number}"), "");
            index.order();
        }
        assert_eq!(found(&index, "dark mode")[0], 1);
        assert_eq!(found(&index, "number432")[0], 432);
        assert_eq!(index.len(), 502);
        assert_eq!(found(&copy, "number432"), [0; 0], "a copy is on its own");
        index.read(late[429], 432, 1, "Spreadsheet", "");
        index.order();
        assert!(!found(&index, "number432").contains(&432), "what it said before does not count any more");
        assert_eq!(found(&index, "spreadsheets"), [432]);
    }

    #[test]
    fn a_posting_keeps_its_word_its_place_and_its_impact() {
        let postings = Postings::ordered(
            [Postings::pack(7, 70_000, 1.234), Postings::pack(7, 3, 2.2), Postings::pack(2, 1, 0.0)].into_iter(),
        );
        let unpacked: Vec<_> = postings.of(7).iter().map(|posting| Postings::unpack(*posting)).collect();
        assert_eq!(unpacked, [(3, 2.2), (70_000, 1.23)]);
        assert_eq!((postings.of(2).len(), postings.of(5).len()), (1, 0));
    }
}
