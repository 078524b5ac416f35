//! Words as they are compared: folded, taken apart, stemmed, and as numbers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Characters of a sequence that spelling is compared by.
const SEQUENCE: usize = 4;

/// Longer words are hashes, keys and lines of code without a space.
const LONGEST: usize = 40;

/// The shortest word that may be two words written as one.
const COMPOUND: usize = 6;

/// Words that a reader remembers at most.
const MET: usize = 50_000;

/// What every second wish says while it says nothing about what is wanted, by language. PostgreSQL and other lists of stop words
/// have articles and pronouns; these are the words of asking.
const ASKING: [(&str, &str); 5] = [
    (
        "en",
        "please add adding allow support provide make option ability able possible possibility feature request suggestion need needs want would like nice great help use using wish",
    ),
    (
        "de",
        "bitte hinzufügen ermöglichen unterstützen unterstützung möglichkeit möglich funktion wunsch vorschlag wäre schön gerne option",
    ),
    ("fr", "ajouter ajout permettre possibilité possible fonctionnalité demande souhait serait merci option"),
    ("es", "añadir agregar permitir posibilidad posible función funcionalidad solicitud sería favor opción"),
    ("pt", "adicionar permitir possibilidade possível função funcionalidade pedido seria favor opção"),
];

/// The language a workspace writes in: how its words are inflected, and which of them say nothing.
#[derive(Clone)]
pub struct Language {
    tag: String,
    stemmer: Option<Algorithm>,
    idle: Arc<HashSet<String>>,
}

impl Language {
    /// By its BCP 47 tag. Of a language that is not known words are compared as they stand.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
        let stemmer = match primary.as_str() {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "nl" => Some(Algorithm::Dutch),
            "en" => Some(Algorithm::English),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "nb" | "no" => Some(Algorithm::Norwegian),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "es" => Some(Algorithm::Spanish),
            "sv" => Some(Algorithm::Swedish),
            "ta" => Some(Algorithm::Tamil),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        let listed = stop_words::lookup(if primary == "nb" { "no" } else { &primary }).unwrap_or_default();
        let asking = ASKING.iter().filter(|(of, _)| *of == primary).flat_map(|(_, words)| words.split(' '));
        // What is listed with an apostrophe or an accent is met without: "don't" arrives as "don" and "t".
        let mut idle = HashSet::new();
        for word in listed.iter().copied().chain(asking) {
            groups(word, |group| idle.extend(group.parts().map(str::to_owned)));
        }
        Self { tag: tag.to_owned(), stemmer, idle: Arc::new(idle) }
    }

    /// Its tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// A reader of this language, which remembers the words it has met. A stemmer cannot be shared between threads, so each has
    /// its own.
    pub fn reader(&self) -> Reader<'_> {
        Reader { stemmer: self.stemmer.map(Stemmer::create), idle: &self.idle, met: HashMap::new() }
    }

    /// The words of a text that say something, with how they were written.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let (mut words, mut reader) = (Vec::new(), self.reader());
        reader.each(text, |stem, written| words.push(Word { stem, written: written.to_owned() }));
        words
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Language({})", self.tag)
    }
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is compared by.
    pub stem: u32,
    /// As it was written, in lower case.
    pub written: String,
}

/// A title, taken apart.
#[derive(Clone, Debug)]
pub struct Title {
    /// Its words, and how often each stands in it.
    pub words: Counts,
    /// Every two neighbours, written as one word.
    pub pairs: Vec<u32>,
    /// The words that may be two written as one.
    pub compounds: Vec<u32>,
    /// The sequences of characters it is spelled with.
    pub sequences: Counts,
}

impl Title {
    /// Whether it has this word.
    pub fn has(&self, word: u32) -> bool {
        has(&self.words, word)
    }
}

/// Whether this is among what was counted.
pub fn has(counts: &Counts, number: u32) -> bool {
    counts.binary_search_by_key(&number, |(counted, _)| *counted).is_ok()
}

/// Things by their numbers, and how often each stands there: in order.
pub type Counts = Vec<(u32, u16)>;

/// How often each stands there.
fn counted(mut numbers: Vec<u32>) -> Counts {
    numbers.sort_unstable();
    let times = |same: &[u32]| u16::try_from(same.len()).unwrap_or(u16::MAX);
    numbers.chunk_by(|one, other| one == other).map(|same| (same[0], times(same))).collect()
}

/// Sorts of things that are compared. The same letters mean different things in each.
#[derive(Clone, Copy)]
enum Kind {
    Word = 1,
    Sequence,
}

/// The number that stands for a word: FNV-1a, folded to 32 bits. Two words of a workspace that share one are a rarity, and
/// then one of them counts a little too much.
fn number(kind: Kind, bytes: impl Iterator<Item = u8>) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ kind as u64;
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let [high, low] = [hash >> 32, hash & 0xffff_ffff];
    u32::try_from(high ^ low).unwrap_or_default()
}

/// The number of a sequence of characters.
fn sequence(characters: &[char]) -> u32 {
    let mut bytes = [[0; 4]; SEQUENCE];
    let encoded = characters.iter().zip(&mut bytes).flat_map(|(c, bytes)| c.encode_utf8(bytes).bytes());
    number(Kind::Sequence, encoded)
}

/// The number of a pair of words, for the word it makes.
pub fn pair(word: u32) -> u32 {
    word.rotate_left(7) ^ 0x9e37_79b9
}

/// Reads texts of one language.
pub struct Reader<'a> {
    stemmer: Option<Stemmer>,
    idle: &'a HashSet<String>,
    /// The words met so far: most of a text are of the same few thousand. None for those that say nothing.
    met: HashMap<String, Option<u32>>,
}

impl Reader<'_> {
    fn stem(&self, word: &str) -> u32 {
        match &self.stemmer {
            Some(stemmer) => number(Kind::Word, stemmer.stem(word).bytes()),
            None => number(Kind::Word, word.bytes()),
        }
    }

    /// Whether a word says something: a single letter does not, unless it is a sign that is a word.
    fn says(&self, word: &str) -> bool {
        let alone = word.len() == 1 && !word.as_bytes()[0].is_ascii_digit();
        !alone && word.chars().count() <= LONGEST && !self.idle.contains(word)
    }

    /// What a word is compared by; none for one that says nothing.
    fn meet(&mut self, word: &str) -> Option<u32> {
        if let Some(met) = self.met.get(word) {
            return *met;
        }
        let stem = self.says(word).then(|| self.stem(word));
        if self.met.len() < MET {
            self.met.insert(word.to_owned(), stem);
        }
        stem
    }

    /// Tells each word of a text that says something: what it is compared by, and how it was written.
    fn each(&mut self, text: &str, mut tell: impl FnMut(u32, &str)) {
        groups(text, |group| {
            let mut word = |written: &str| {
                if let Some(stem) = self.meet(written) {
                    tell(stem, written);
                }
            };
            group.parts().for_each(&mut word);
            if group.ends.len() > 1 && !group.unspaced {
                word(&group.letters);
            }
        });
    }

    /// The words of a text that say something, counted.
    pub fn text(&mut self, text: &str) -> Counts {
        let mut stems = Vec::new();
        self.each(text, |stem, _| stems.push(stem));
        counted(stems)
    }

    /// A title, taken apart.
    pub fn title(&mut self, title: &str) -> Title {
        let words = self.text(title);
        // Beside the words themselves, what they make in pairs: the compound's other spelling.
        let mut spoken: Vec<String> = Vec::new();
        groups(title, |group| spoken.extend(group.parts().filter(|part| self.says(part)).map(str::to_owned)));
        let long = |word: &str| (COMPOUND..=LONGEST).contains(&word.chars().count());
        let pairs = spoken.windows(2).map(<[String]>::concat).filter(|pair| long(pair));
        let pairs: Vec<u32> = pairs.map(|pair| self.stem(&pair)).collect();
        let compounds: Vec<u32> = spoken.iter().filter(|word| long(word)).map(|word| self.stem(word)).collect();
        let plain: Vec<char> = format!(" {} ", spoken.join(" ")).chars().collect();
        let sequences = plain.windows(SEQUENCE).filter(|characters| !characters.iter().any(|c| unspaced(*c)));
        Title { words, pairs, compounds, sequences: counted(sequences.map(sequence).collect()) }
    }
}

/// What stands between spaces, and the words in it: `dark-mode` and `darkMode` have two.
#[derive(Default)]
struct Group {
    /// The words, one behind the other, and where each ends.
    letters: String,
    ends: Vec<usize>,
    unspaced: bool,
}

impl Group {
    fn parts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.letters[start..*end])
    }

    /// Ends a word, where one has begun.
    fn end(&mut self) {
        if self.letters.len() > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(self.letters.len());
        }
    }

    /// Tells of itself, where there is something in it, and is empty afterwards.
    fn close(&mut self, tell: &mut impl FnMut(&Self)) {
        if !self.ends.is_empty() {
            tell(self);
            self.letters.clear();
            self.ends.clear();
        }
    }
}

/// Takes a text apart.
fn groups(text: &str, mut tell: impl FnMut(&Group)) {
    let mut group = Group::default();
    let mut signs: Vec<char> = Vec::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let sign = unspaced(c);
        if !sign && !signs.is_empty() {
            in_pairs(&mut signs, &mut tell);
        }
        if sign || !c.is_alphanumeric() {
            group.end();
            if !matches!(c, '_' | '-' | '\'' | '’') {
                group.close(&mut tell);
            }
            signs.extend(sign.then_some(c));
        } else {
            let humps = before.is_lowercase() && c.is_uppercase()
                || before.is_uppercase() && c.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase());
            if humps {
                group.end();
            }
            fold(c, &mut group.letters);
        }
        before = c;
    }
    in_pairs(&mut signs, &mut tell);
    group.end();
    group.close(&mut tell);
}

/// Signs of a script without spaces: every two neighbours are a word.
fn in_pairs(signs: &mut Vec<char>, tell: &mut impl FnMut(&Group)) {
    let mut group = Group { unspaced: true, ..Group::default() };
    for two in signs.windows(2.min(signs.len()).max(1)) {
        group.letters.extend(two);
        group.end();
    }
    group.close(tell);
    signs.clear();
}

/// Whether a character belongs to a script that writes without spaces, or whose words carry particles: Chinese, Japanese,
/// Korean, Thai, Lao, Khmer, Burmese.
fn unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x2FA1F)
}

/// A letter without accents and case. Only Latin letters lose their marks: in other scripts those make another letter.
fn fold(c: char, into: &mut String) {
    if c.is_ascii() {
        into.push(c.to_ascii_lowercase());
        return;
    }
    if matches!(u32::from(c), 0x00C0..=0x024F | 0x1E00..=0x1EFF | 0xFF00..=0xFFEF) {
        let fold = |plain: char| {
            if !is_combining_mark(plain) {
                into.extend(plain.to_lowercase());
            }
        };
        decompose_compatible(c, fold);
    } else {
        into.extend(c.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(language: &str, text: &str) -> Vec<String> {
        Language::of(language).words(text).into_iter().map(|word| word.written).collect()
    }

    fn stems(language: &str, text: &str) -> Vec<u32> {
        Language::of(language).words(text).into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn a_text_is_taken_apart_into_what_it_says() {
        assert_eq!(written("en", "Please add a Dark-Mode, it's the best!"), ["dark", "mode", "darkmode", "best"]);
        assert_eq!(
            written("en", "fooBar snake_case HTTPServer v2 x"),
            ["foo", "bar", "foobar", "snake", "case", "snakecase", "http", "server", "httpserver", "v2"]
        );
        assert_eq!(written("de", "Bitte Größe und Häuser"), ["große", "hauser"]);
        assert_eq!(written("en", "the and of"), [""; 0]);
    }

    #[test]
    fn inflection_and_accents_make_no_difference() {
        assert_eq!(stems("en", "exports notifications"), stems("en", "exported notification"));
        assert_eq!(stems("de", "Häuser Einstellungen"), stems("de", "Hauser Einstellung"));
        assert_eq!(stems("fr", "création"), stems("fr", "creation"));
        assert_eq!(stems("xx", "words"), stems("xx", "Words"));
        assert_ne!(stems("xx", "words"), stems("xx", "word"));
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(written("ja", "ダークモード希望"), ["ダー", "ーク", "クモ", "モー", "ード", "ド希", "希望"]);
        assert_eq!(written("zh", "夜间 mode 版"), ["夜间", "mode", "版"]);
    }

    #[test]
    fn a_compound_and_its_words_meet() {
        let language = Language::of("en");
        let mut reader = language.reader();
        let (one, two) = (reader.title("Darkmode"), reader.title("A dark mode"));
        assert_eq!(one.compounds, two.pairs);
        assert!(one.sequences.iter().filter(|(sequence, _)| has(&two.sequences, *sequence)).count() >= 4);
    }
}
