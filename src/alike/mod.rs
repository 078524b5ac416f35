//! How much alike two wishes are: words in, scores out. Knows no table and no page.
//!
//! # How it scores
//!
//! A wish is a title and, perhaps, a text. Both are cut into words ([`words`]): accents folded, `camelCase` and `snake_case`
//! taken apart, inflection removed by the stemmer of the workspace's language, words that only hold a sentence together left
//! out, scripts that write without spaces cut into pairs of characters. An [`Index`] knows in which wishes each word stands,
//! and answers with the wishes that share the most telling ones. A score is the sum of three things:
//!
//! 1. *Words*, by BM25F: a word counts by how rare it is in the workspace, more in a title than in a text, and less the longer
//!    the title or text is that it was found in.
//! 2. *Words of the asker's own text*, at [`score::OF_THE_TEXT`] of what a word of the title counts, and only the most telling
//!    ones. The text of a bug report says what its title does not; the text of a wish mostly repeats the title or wanders off,
//!    and at this weight it can do little harm.
//! 3. *Spelling*: sequences of four characters of the titles, also by rarity, scaled to weigh as much as the title's words do.
//!    They survive misspelling, word order, compounds and inflection that no stemmer knows. "darkmode" also meets "dark mode"
//!    as a word: neighbours in a title are known by what they make when written as one.
//!
//! What comes out is divided by the score of a wish that says the same in the same words, so that 1 is "the same" whatever the
//! length. Two things more decide what is shown, and in which order:
//!
//! - *Lately.* What is asked again was mostly asked not long ago: people meet the same thing in the same months. Of two wishes
//!   that are about as much alike the later one stands first; the oldest counts half ([`score::LATELY`], counted in wishes, so
//!   that it means as much on a quiet board as on a busy one).
//! - *Standing out.* In a large workspace something always shares words, because the subject is the same; in a small one every
//!   word is rare. So a score says little alone. What the tenth best gets says how much is alike by nothing but its subject: a
//!   part of that ([`score::BACKGROUND`]) is taken from all, and what is left has to be enough. Otherwise nothing is said at
//!   all: a box that cries wolf is not read.
//!
//! An installation may have set up a model that says what texts mean ([`crate::meaning`]). How near it says that two titles are, set
//! against the tenth nearest, is then added to how far a wish stands out ([`score::MEANT`]), or, where it is not near, taken from
//! it: [`Index::like_and_near`].
//!
//! There is no learning and nothing to train: the numbers were chosen once, by looking at four trackers with recorded
//! duplicates. The rule for what is enough was compared with others by choosing on two trackers and looking at the other two,
//! both ways; the weights and the thresholds that stand here were chosen with all four in view, so on a fifth expect a little
//! less (`benches/duplicates.rs` prints how well they do, and what more or less than enough would cost).
//!
//! # Where it lives
//!
//! In the memory of each server, built from the table of ideas when somebody first asks and kept fresh by the same
//! transaction that asks ([`memory`]). Nothing is stored, so nothing can be stale, has to be migrated, or differs between
//! servers; what was submitted a moment ago is found at once. A posting takes four bytes, so that 16,000 bug reports with their
//! texts take some ten megabytes, and going through the postings of a wish takes less time than one round trip to the
//! database. What is kept is bounded over all workspaces, and where nobody asks nothing is kept; of a workspace with more than
//! [`index::MOST`] ideas only the latest are compared. Postings as rows of
//! PostgreSQL would need no memory, but a hundred rows read for each question and a hundred rewritten for each idea.

pub mod index;
pub mod memory;
mod score;
pub mod words;

pub use index::{Batch, Index, Known, Written, read};
pub use memory::Memory;
pub use score::{Hit, Wish};
pub use words::Language;
