//! Words as they are compared: folded, taken apart, stemmed, and as numbers.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Characters of a sequence that spelling is compared by.
const SEQUENCE: usize = 4;

/// Longer words are hashes, keys and lines of code without a space.
const LONGEST: usize = 40;

/// The shortest word that may be two words written as one.
const COMPOUND: usize = 6;

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
        let idle = listed.iter().copied().chain(asking).flat_map(groups).flat_map(|group| group.parts).collect();
        Self { tag: tag.to_owned(), stemmer, idle: Arc::new(idle) }
    }

    /// Its tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// A reader of this language. It is made anew for each text: a stemmer cannot be shared between threads.
    fn reader(&self) -> Reader<'_> {
        Reader { stemmer: self.stemmer.map(Stemmer::create), idle: &self.idle }
    }

    /// The words of a text that say something, with how they were written.
    pub fn words(&self, text: &str) -> Vec<Word> {
        self.reader().words(text)
    }

    /// A title, taken apart.
    pub fn title(&self, title: &str) -> Title {
        let reader = self.reader();
        let words = reader.words(title);
        // Beside the words themselves, what they make in pairs: the compound's other spelling.
        let spoken: Vec<String> =
            groups(title).into_iter().flat_map(|group| group.parts).filter(|part| reader.says(part)).collect();
        let pairs = spoken.windows(2).map(<[String]>::concat);
        let pairs = pairs.filter(|pair| (COMPOUND..=LONGEST).contains(&pair.chars().count()));
        let pairs: Vec<u32> = pairs.map(|pair| reader.stem(&pair)).collect();
        let compounds = spoken.iter().filter(|word| (COMPOUND..=LONGEST).contains(&word.chars().count()));
        let compounds: Vec<u32> = compounds.map(|word| reader.stem(word)).collect();
        let plain: Vec<char> = format!(" {} ", spoken.join(" ")).chars().collect();
        let sequences = plain.windows(SEQUENCE).filter(|sequence| !sequence.iter().any(|c| unspaced(*c)));
        let sequences = sequences.map(|sequence| number(Kind::Sequence, &sequence.iter().collect::<String>()));
        Title { words: counted(words.iter().map(|word| word.stem)), pairs, compounds, sequences: counted(sequences) }
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
    pub words: BTreeMap<u32, u16>,
    /// Every two neighbours, written as one word.
    pub pairs: Vec<u32>,
    /// The words that may be two written as one.
    pub compounds: Vec<u32>,
    /// The sequences of characters it is spelled with.
    pub sequences: BTreeMap<u32, u16>,
}

/// How often each stands there.
pub fn counted(stems: impl Iterator<Item = u32>) -> BTreeMap<u32, u16> {
    let mut counts = BTreeMap::new();
    for stem in stems {
        let count: &mut u16 = counts.entry(stem).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// Sorts of things that are compared. The same letters mean different things in each.
#[derive(Clone, Copy)]
enum Kind {
    Word = 1,
    Sequence,
}

/// The number that stands for a word: FNV-1a, folded to 32 bits. Two words of a workspace that share one are a rarity, and
/// then one of them counts a little too much.
fn number(kind: Kind, word: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ kind as u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let [high, low] = [hash >> 32, hash & 0xffff_ffff];
    u32::try_from(high ^ low).unwrap_or_default()
}

/// The number of a pair of words, for the word it makes.
pub fn pair(word: u32) -> u32 {
    word.rotate_left(7) ^ 0x9e37_79b9
}

struct Reader<'a> {
    stemmer: Option<Stemmer>,
    idle: &'a HashSet<String>,
}

impl Reader<'_> {
    fn stem(&self, word: &str) -> u32 {
        match &self.stemmer {
            Some(stemmer) => number(Kind::Word, &stemmer.stem(word)),
            None => number(Kind::Word, word),
        }
    }

    /// Whether a word says something: a single letter does not, unless it is a sign that is a word.
    fn says(&self, word: &str) -> bool {
        let alone = word.len() == 1 && !word.as_bytes()[0].is_ascii_digit();
        !alone && word.chars().count() <= LONGEST && !self.idle.contains(word)
    }

    fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        for group in groups(text) {
            let word = |written: String| Word { stem: self.stem(&written), written };
            let whole = (group.parts.len() > 1 && !group.unspaced).then(|| group.parts.concat());
            words.extend(group.parts.into_iter().filter(|part| self.says(part)).map(word));
            words.extend(whole.filter(|whole| self.says(whole)).map(word));
        }
        words
    }
}

/// What stands between spaces, and the words in it: `dark-mode` and `darkMode` have two.
struct Group {
    parts: Vec<String>,
    unspaced: bool,
}

/// Takes a text apart.
fn groups(text: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut signs: Vec<char> = Vec::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let sign = unspaced(c);
        if !sign && !signs.is_empty() {
            groups.push(in_pairs(&std::mem::take(&mut signs)));
        }
        if sign || !c.is_alphanumeric() {
            if !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            if !matches!(c, '_' | '-' | '\'' | '’') && !parts.is_empty() {
                groups.push(Group { parts: std::mem::take(&mut parts), unspaced: false });
            }
            if sign {
                signs.push(c);
            }
        } else {
            let humps = before.is_lowercase() && c.is_uppercase()
                || before.is_uppercase() && c.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase());
            if humps && !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            fold(c, &mut part);
        }
        before = c;
    }
    if !signs.is_empty() {
        groups.push(in_pairs(&signs));
    }
    if !part.is_empty() {
        parts.push(part);
    }
    if !parts.is_empty() {
        groups.push(Group { parts, unspaced: false });
    }
    groups
}

/// Signs of a script without spaces: every two neighbours are a word.
fn in_pairs(signs: &[char]) -> Group {
    let parts =
        if signs.len() == 1 { vec![signs[0].to_string()] } else { signs.windows(2).map(|two| two.iter().collect()).collect() };
    Group { parts, unspaced: true }
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
        let (one, two) = (language.title("Darkmode"), language.title("A dark mode"));
        assert_eq!(one.compounds, two.pairs);
        assert!(one.sequences.keys().filter(|sequence| two.sequences.contains_key(sequence)).count() >= 4);
    }
}
