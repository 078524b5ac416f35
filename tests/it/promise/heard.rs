//! What was said in the mail of a story, and that nobody hears of a wish twice.

use std::collections::{BTreeMap, BTreeSet};

use super::{IDEAS, World};
use crate::support::Letter;

/// What a mail says about an idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    /// It is there, for the first time or again.
    There,
    Gone,
    Planned,
    Declined,
}

impl Word {
    pub(super) const ALL: [Self; 4] = [Self::There, Self::Gone, Self::Planned, Self::Declined];

    /// None where it says where an idea is to be found from now on.
    fn of(letter: &Letter) -> Option<Self> {
        let (beginning, _) = letter.subject.split_once(':').unwrap_or_else(|| panic!("{}", letter.subject));
        match beginning {
            "It shipped" | "It is back" => Some(Self::There),
            "Not there after all" => Some(Self::Gone),
            "Planned" => Some(Self::Planned),
            "Not planned" => Some(Self::Declined),
            "Combined with another idea" => None,
            other => panic!("{other}"),
        }
    }

    pub(super) fn in_the_ledger(self) -> &'static str {
        match self {
            Self::There => "shipped",
            Self::Gone => "withdrawn",
            Self::Planned => "planned",
            Self::Declined => "declined",
        }
    }
}

impl World {
    /// What was said, to whom and about which idea, in order.
    fn said(&self) -> Vec<Vec<(usize, usize, Word)>> {
        let of = |letter: Letter| {
            let Some(word) = Word::of(&letter) else { return Vec::new() };
            let who = self.people.iter().position(|(_, email, _)| *email == letter.to).unwrap();
            let named = letter.links().into_iter().filter_map(|link| link.split_once("/ideas/")?.1.parse().ok());
            let named = named.collect::<BTreeSet<i32>>().into_iter();
            named.map(|number| (who, self.ideas.iter().position(|idea| idea.number == number).unwrap(), word)).collect()
        };
        self.app.mailbox().into_iter().map(of).collect()
    }

    /// What everybody was told about every idea, in order.
    pub(super) fn words(&self) -> BTreeMap<(usize, usize), Vec<Word>> {
        let mut words: BTreeMap<_, Vec<Word>> = BTreeMap::new();
        for (who, what, word) in self.said().into_iter().flatten() {
            words.entry((who, what)).or_default().push(word);
        }
        words
    }

    /// The root of every idea, by their places.
    pub(super) async fn roots(&self) -> Vec<usize> {
        let place = |id| self.ideas.iter().position(|row| row.id == id).unwrap();
        let rows: Vec<(shipboard::ids::IdeaId, shipboard::ids::IdeaId)> =
            self.app.sql("select id, canonical_id from ideas").await;
        let roots: BTreeMap<usize, usize> = rows.into_iter().map(|(id, root)| (place(id), place(root))).collect();
        roots.into_values().collect()
    }

    /// Of what is merged together as a letter leaves nobody is told again who knows that it is there.
    pub(super) async fn nobody_hears_twice_of_a_wish(&mut self) {
        let (roots, said) = (self.roots().await, self.said());
        let mut knows: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (turn, letter) in said.iter().enumerate() {
            for (who, what, word) in letter {
                let knew =
                    (0..IDEAS).find(|other| other != what && roots[*other] == roots[*what] && knows.contains(&(*who, *other)));
                if turn >= self.read && *word == Word::There {
                    assert_eq!(knew, None, "person {who} is told of idea {what}: {said:?}");
                }
            }
            for (who, what, word) in letter {
                match word {
                    Word::There => knows.insert((*who, *what)),
                    Word::Gone => knows.remove(&(*who, *what)),
                    Word::Planned | Word::Declined => continue,
                };
            }
        }
        self.read = said.len();
    }
}
