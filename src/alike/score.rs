//! The scores: what a word says of the wish it stands in, and how much alike one wish and the known ones are.

use std::collections::{HashMap, HashSet};

use super::index::Index;
use super::words::{self, Counts, Language, Title, Word};
use crate::ids::IdeaId;

/// A word of the asker's text, of what a word of the title counts; and how many of them, the most telling first.
pub(super) const OF_THE_TEXT: f32 = 0.3;
const MOST_OF_THE_TEXT: usize = 60;

/// BM25: how soon saying a word more often stops to say more.
const SATURATION: f32 = 1.0;

/// What a word in a title counts, where one in a text counts 1.
const IN_TITLE: f32 = 1.5;

/// BM25: a usual length, and how much of being longer is held against a wish. Fixed, so that a posting never changes.
const TITLE: Length = Length { usual: 7.0, counts: 0.5 };
const TEXT: Length = Length { usual: 90.0, counts: 0.75 };
const SPELLING: Length = Length { usual: 40.0, counts: 0.5 };

/// What all of a title's spelling counts, where all of its words count 1; and a compound's other spelling, where a word does.
const SPELLED: f32 = 0.75;
const COMPOUNDED: f32 = 0.5;

/// How much sooner something is asked again that was asked lately: the last wish counts fully, one from this many wishes ago three
/// quarters, and the oldest half.
const LATELY: f32 = 1_000.0;

/// Wishes that every workspace is taken to have beside its own, saying other things: in a workspace of three, a word is not
/// yet usual because one of them has it.
const OTHERS: f32 = 100.0;

/// What stands out is worth a look: how far above the background a wish has to be, where all of the weight is in the title, and
/// where all of it is in the text, which no two people write alike.
const ENOUGH: f32 = 0.45;
const ENOUGH_OF_A_TEXT: f32 = 0.30;

/// The background: how much is like a wish that is alike by nothing but its subject is seen by the wish in this place. Of its
/// score this part is held against all of them.
const BACKGROUND_PLACE: usize = 10;
const BACKGROUND: f32 = 0.35;

/// What a model says, where there is one, of what words say: how much it adds that something means the same, how near something has
/// to be for that to speak for it rather than against it, and from where on it is given as a reason.
const MEANT: f32 = 0.8;
const NEUTRAL: f32 = 0.25;
const MUCH_THE_SAME: f32 = 0.5;

struct Length {
    usual: f32,
    counts: f32,
}

impl Length {
    /// How often something stands there, set against the length of the whole.
    fn of(&self, times: u16, length: f32) -> f32 {
        f32::from(times) / (1.0 - self.counts + self.counts * length / self.usual)
    }
}

fn saturated(weight: f32) -> f32 {
    weight * (SATURATION + 1.0) / (weight + SATURATION)
}

fn length(counted: &Counts) -> f32 {
    counted.iter().map(|(_, times)| f32::from(*times)).sum()
}

/// What each word, pair and sequence says of the wish it stands in.
pub(super) fn impacts(title: &Title, text: &Counts) -> impl Iterator<Item = (u32, f32)> {
    let (title_length, text_length, spelling_length) = (length(&title.words), length(text), length(&title.sequences));
    let of_title = title.words.iter().map(|(word, times)| (*word, IN_TITLE * TITLE.of(*times, title_length)));
    let of_text = text.iter().map(|(word, times)| (*word, TEXT.of(*times, text_length)));
    let mut weights: Vec<(u32, f32)> = of_title.chain(of_text).collect();
    weights.sort_by_key(|(word, _)| *word);
    weights.dedup_by(|(word, weight), (before, sum)| {
        let same = word == before;
        *sum += if same { *weight } else { 0.0 };
        same
    });
    let once = saturated(IN_TITLE * TITLE.of(1, title_length));
    let mut pairs: Vec<u32> = title.pairs.iter().map(|word| words::pair(*word)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let sequences: Vec<_> =
        title.sequences.iter().map(|(sequence, times)| (*sequence, saturated(SPELLING.of(*times, spelling_length)))).collect();
    let words = weights.into_iter().map(|(word, weight)| (word, saturated(weight)));
    words.chain(pairs.into_iter().map(move |pair| (pair, once))).chain(sequences)
}

/// A wish to find others like.
#[derive(Clone, Debug)]
pub struct Wish {
    title: Title,
    text: Counts,
}

/// A known wish that is like another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which one.
    pub id: IdeaId,
    /// Its number.
    pub number: i32,
    /// How much alike: 1 says the same in the same words. It may be a little more.
    pub score: f32,
    /// By how much it stands out, newer wishes more than older ones of the same score, beyond what is enough to be worth a look.
    /// Negative where it does not stand out enough.
    pub stands_out: f32,
    /// Whether it means much the same, by the word of a model.
    pub meant: bool,
}

/// Best first.
fn best(one: &Hit, other: &Hit) -> std::cmp::Ordering {
    other.stands_out.total_cmp(&one.stands_out).then(other.number.cmp(&one.number))
}

impl Hit {
    /// Whether it is worth a look.
    pub fn is_telling(&self) -> bool {
        self.stands_out >= 0.0
    }
}

impl Wish {
    /// Reads a title, and a text that may be empty.
    pub fn new(language: &Language, title: &str, text: &str) -> Self {
        let mut reader = language.reader();
        Self { title: reader.title(title), text: reader.text(text) }
    }

    /// Whether it says anything that could be compared.
    pub fn says_something(&self) -> bool {
        !self.title.words.is_empty()
    }

    /// How far a wish has to stand out to be worth a look, `title` being the part of the whole weight that is in the title.
    fn enough(title: f32) -> f32 {
        ENOUGH_OF_A_TEXT + (ENOUGH - ENOUGH_OF_A_TEXT) * title
    }
}

impl Index {
    /// How much it says that a word stands somewhere, `count` being how many wishes it stands in.
    #[expect(clippy::cast_precision_loss, reason = "there are at most 2^24 wishes")]
    fn rarity(&self, count: usize) -> f32 {
        let (all, count) = (self.len() as f32 + OTHERS, (count as f32).min(self.len() as f32));
        (1.0 + (all - count + 0.5) / (count + 0.5)).ln()
    }

    /// The words that a known wish shares with this one, as they are written there, the most telling first: of its title, then
    /// those of its text that stand in this one's title. None where the two are only spelled alike.
    pub fn shared(&self, wish: &Wish, title: &str, text: &str, most: usize) -> Vec<String> {
        let said = |word: &Word| wish.title.has(word.stem) || words::has(&wish.text, word.stem);
        let mut shared = self.language().words(title);
        shared.retain(said);
        self.sort_by_rarity(&mut shared);
        let mut further = self.language().words(text);
        further.retain(|word| wish.title.has(word.stem));
        self.sort_by_rarity(&mut further);
        let mut stems = HashSet::new();
        let words = shared.into_iter().chain(further).filter(|word| stems.insert(word.stem));
        words.take(most).map(|word| word.written).collect()
    }

    fn sort_by_rarity(&self, words: &mut [Word]) {
        words.sort_by(|one, other| self.rarity(self.having(other.stem).0).total_cmp(&self.rarity(self.having(one.stem).0)));
    }

    /// The known wishes most like this one, of those with a lower number than `before`, if that is given. Best first: by how
    /// much alike they are, and of two that are about as much alike the later one.
    pub fn like(&self, wish: &Wish, before: Option<i32>, most: usize) -> Vec<Hit> {
        self.compared(wish, before, most).0
    }

    /// The same, where a model has said which of them are near by what they mean, from 0 to 1: that is added to how much they stand
    /// out by their words. Those that share no word with it have to be very near.
    pub fn like_and_near(&self, wish: &Wish, before: Option<i32>, most: usize, near: &[(IdeaId, f32)]) -> Vec<Hit> {
        let (mut hits, nothing) = self.compared(wish, before, most.max(near.len()));
        let mut near: HashMap<IdeaId, f32> = near.iter().copied().collect();
        let mean = |hit: Hit, near: f32| Hit {
            score: hit.score.max(near),
            stands_out: hit.stands_out + MEANT * (near - NEUTRAL),
            meant: near >= MUCH_THE_SAME,
            ..hit
        };
        for hit in &mut hits {
            *hit = mean(*hit, near.remove(&hit.id).unwrap_or(0.0));
        }
        hits.extend(near.into_iter().filter_map(|(id, near)| {
            let number = self.number(id)?;
            Some(mean(Hit { id, number, score: 0.0, stands_out: nothing, meant: false }, near))
        }));
        hits.sort_unstable_by(best);
        hits.truncate(most);
        hits
    }

    /// Beside them, how far something stands out (or rather does not) that shares nothing with the wish.
    #[expect(clippy::cast_precision_loss, reason = "there are at most 2^24 wishes")]
    fn compared(&self, wish: &Wish, before: Option<i32>, most: usize) -> (Vec<Hit>, f32) {
        let weights = self.weights(wish);
        let mut scores = vec![0.0_f32; self.places()];
        for (word, weight) in &weights.parts {
            for (place, impact) in self.having(*word).1 {
                scores[place as usize] += weight * impact;
            }
        }
        let whole = weights.whole.max(f32::MIN_POSITIVE);
        let last = before.map_or(self.last(), |before| self.last().min(before.saturating_sub(1)));
        let hits = scores.iter().enumerate().filter(|(_, score)| **score > 0.0).filter_map(|(place, score)| {
            let known = self.at(place).filter(|known| before.is_none_or(|before| known.number < before))?;
            let score = score / whole;
            let lately = f32::midpoint(1.0, LATELY / (LATELY + last.saturating_sub(known.number) as f32));
            Some(Hit { id: known.id, number: known.number, score, stands_out: score * lately, meant: false })
        });
        let mut hits: Vec<Hit> = hits.collect();
        let kept = most.max(BACKGROUND_PLACE);
        if hits.len() > kept {
            hits.select_nth_unstable_by(kept - 1, best);
        }
        hits.truncate(kept);
        hits.sort_unstable_by(best);
        let background = hits.get(BACKGROUND_PLACE - 1).map_or(0.0, |hit| BACKGROUND * hit.stands_out);
        hits.truncate(most);
        let enough = background + Wish::enough(weights.of_the_title);
        for hit in &mut hits {
            hit.stands_out -= enough;
        }
        (hits, -enough)
    }

    /// What each word of a wish is worth here.
    fn weights(&self, wish: &Wish) -> Weights {
        /// What a known wish with the same words would get for each, on the whole.
        const USUAL: f32 = f32::midpoint(SATURATION, 1.0);
        let mut parts: HashMap<u32, f32> = HashMap::new();
        let mut title = 0.0;
        for (word, _) in &wish.title.words {
            let count = self.having(*word).0;
            // A word that nobody used is perhaps two that somebody did.
            let other = if count == 0 && wish.title.compounds.contains(word) { self.having(words::pair(*word)).0 } else { count };
            title += self.rarity(other);
            *parts.entry(*word).or_default() += self.rarity(count);
        }
        for compound in &wish.title.compounds {
            let pair = words::pair(*compound);
            parts.insert(pair, COMPOUNDED * self.rarity(self.having(pair).0));
        }
        for word in wish.title.pairs.iter().filter(|word| !wish.title.has(**word)) {
            parts.insert(*word, COMPOUNDED * self.rarity(self.having(*word).0));
        }
        let mut text: Vec<(u32, f32)> = wish
            .text
            .iter()
            .filter_map(|(word, times)| {
                let (times, count) = (f32::from(*times), self.having(*word).0);
                (count > 0).then(|| (*word, self.rarity(count) * OF_THE_TEXT * 2.0 * times / (times + 1.0)))
            })
            .collect();
        text.sort_unstable_by(|(_, one), (_, other)| other.total_cmp(one));
        text.truncate(MOST_OF_THE_TEXT);
        let of_the_text: f32 = text.iter().map(|(_, weight)| weight).sum();
        for (word, weight) in text {
            *parts.entry(word).or_default() += weight;
        }
        // Spelling weighs by the words it spells.
        let sequences: Vec<(u32, f32)> =
            wish.title.sequences.iter().map(|(one, _)| (*one, self.rarity(self.having(*one).0))).collect();
        let spelling: f32 = sequences.iter().map(|(_, weight)| weight).sum();
        if spelling > 0.0 {
            parts.extend(sequences.into_iter().map(|(sequence, weight)| (sequence, SPELLED * weight * title / spelling)));
        }
        let of_the_title = title * USUAL + if spelling > 0.0 { SPELLED * title * USUAL } else { 0.0 };
        let whole = of_the_title + of_the_text * USUAL;
        Weights { parts, whole, of_the_title: if whole > 0.0 { of_the_title / whole } else { 1.0 } }
    }
}

struct Weights {
    parts: HashMap<u32, f32>,
    whole: f32,
    of_the_title: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOARD: [(&str, &str); 7] = [
        ("Dark mode", "My eyes hurt at night."),
        ("Export invoices as PDF in one go", "At the end of the month I click forty times."),
        ("Keyboard shortcuts for booking", ""),
        ("Notifications by mail", "Whenever somebody answers."),
        ("Datenexport nach Excel", ""),
        ("ダークモードが欲しい", ""),
        ("Import bank statements", "Export from my bank is CSV."),
    ];

    fn board(language: &str) -> Index {
        let mut index = Index::new(Language::of(language));
        for (number, (title, text)) in (1..).zip(BOARD) {
            index.read(IdeaId::new(), number, 0, title, text);
        }
        index.order();
        index
    }

    fn told(index: &Index, title: &str, text: &str) -> Vec<i32> {
        let wish = Wish::new(index.language(), title, text);
        index.like(&wish, None, 5).into_iter().filter(Hit::is_telling).map(|hit| hit.number).collect()
    }

    #[test]
    fn the_same_wish_is_found_in_other_words_orders_forms_and_spellings() {
        let index = board("en");
        for (title, number) in [
            ("Dark mode", 1),
            ("Please add a dark mode", 1),
            ("darkmode", 1),
            ("dark-mode", 1),
            ("Drak mode", 1),
            ("exporting all invoices as pdf", 2),
            ("PDF invoice export", 2),
            ("Keybord shortcuts for bookings", 3),
            ("Mail notification", 4),
            ("ダークモード", 6),
        ] {
            assert_eq!(told(&index, title, "").first(), Some(&number), "{title}");
        }
        assert_eq!(told(&board("de"), "Daten Export in Excel", "").first(), Some(&5));
    }

    #[test]
    fn the_words_two_wishes_share_are_named_the_rarest_first() {
        let index = board("en");
        let wish = Wish::new(index.language(), "Exporting PDF invoices", "");
        assert_eq!(index.shared(&wish, BOARD[1].0, BOARD[1].1, 3), ["invoices", "pdf", "export"]);
        assert_eq!(index.shared(&wish, BOARD[6].0, BOARD[6].1, 3), ["export"]);
        assert_eq!(index.shared(&wish, BOARD[0].0, BOARD[0].1, 3), [""; 0]);
    }

    #[test]
    fn nothing_is_said_where_nothing_is_much_alike() {
        let index = board("en");
        for title in ["Please add a calendar", "the", "", "Let me rename a project", "Single sign-on with SAML", "カレンダー"]
        {
            assert_eq!(told(&index, title, ""), [0; 0], "{title}");
        }
        assert_eq!(told(&index, "Sort tasks by due date", "I click forty times at the end of the month."), [0; 0]);
    }

    #[test]
    fn the_same_words_are_one_whatever_the_length_and_what_came_later_can_be_left_out() {
        let index = board("en");
        for (title, text) in BOARD.iter().take(4) {
            let hit = index.like(&Wish::new(index.language(), title, text), None, 1)[0];
            assert!((0.75..1.6).contains(&hit.score), "{title}: {}", hit.score);
        }
        let wish = Wish::new(index.language(), "Notifications by mail", "");
        assert!(index.like(&wish, Some(4), 9).iter().all(|hit| hit.number < 4));
        assert_eq!(index.like(&wish, None, 0), []);
    }
}
