//! What the ideas of a workspace mean, as a server keeps it in memory: like the words of [`crate::alike::memory`], and as easily
//! lost.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;

use super::Vector;
use super::vector::product;
use crate::ids::{IdeaId, TenantId};

/// What all of them may take, in KiB, and one in bytes: of more ideas the latest are known.
const MOST: u32 = 128 * 1024;
pub const MOST_OF_ONE: usize = 64 * 1024 * 1024;

/// Where nobody asks for this long, nothing is kept.
const QUIET: Duration = Duration::from_mins(10);

/// The background: how close is what is close by nothing but its subject is seen by the idea in this place.
const BACKGROUND_PLACE: usize = 10;

/// And where there are fewer, this is taken for it.
const BACKGROUND: f32 = 0.3;

/// The ideas of one workspace.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The model that said so.
    pub model: String,
    /// From where on the table has to be read again, as it counts.
    pub since: i64,
    /// Numbers in a vector.
    length: usize,
    ids: Vec<IdeaId>,
    places: HashMap<IdeaId, usize>,
    numbers: Vec<i8>,
    /// How long each vector is.
    sizes: Vec<f32>,
}

impl Known {
    /// By this model, nothing yet.
    pub fn by(model: &str) -> Self {
        Self { model: model.to_owned(), ..Self::default() }
    }

    /// Learns what an idea means. One of another length than the first is no answer of this model, and is left out.
    pub fn learn(&mut self, id: IdeaId, vector: &Vector) {
        let numbers = vector.numbers();
        if self.ids.is_empty() {
            self.length = numbers.len();
        }
        if numbers.len() != self.length || self.numbers.len() + numbers.len() > MOST_OF_ONE {
            return;
        }
        let size = product(numbers, numbers).sqrt();
        if let Some(place) = self.places.get(&id) {
            self.numbers[place * self.length..(place + 1) * self.length].copy_from_slice(numbers);
            self.sizes[*place] = size;
            return;
        }
        self.places.insert(id, self.ids.len());
        self.ids.push(id);
        self.numbers.extend_from_slice(numbers);
        self.sizes.push(size);
    }

    /// What an idea means, where that is known.
    pub fn of(&self, id: IdeaId) -> Option<Vector> {
        let place = *self.places.get(&id)?;
        let bytes: Vec<u8> =
            self.numbers[place * self.length..(place + 1) * self.length].iter().map(|number| number.cast_unsigned()).collect();
        Some(Vector::stored(&bytes))
    }

    /// The ideas closest to this, best first, and by how much each stands out from those that are close by nothing but their
    /// subject: from 0 to 1, which means the same.
    pub fn near(&self, vector: &Vector, most: usize, counts: impl Fn(IdeaId) -> bool) -> Vec<(IdeaId, f32)> {
        let numbers = vector.numbers();
        let size = product(numbers, numbers).sqrt();
        if numbers.len() != self.length || size == 0.0 {
            return Vec::new();
        }
        let places = self.numbers.chunks_exact(self.length.max(1)).zip(&self.sizes).zip(&self.ids);
        let mut near: Vec<(IdeaId, f32)> = places
            .filter(|(_, id)| counts(**id))
            .map(|((other, other_size), id)| (*id, product(numbers, other) / (size * other_size).max(1.0)))
            .collect();
        let kept = most.max(BACKGROUND_PLACE);
        if near.len() > kept {
            near.select_nth_unstable_by(kept - 1, |(_, one), (_, other)| other.total_cmp(one));
            near.truncate(kept);
        }
        near.sort_unstable_by(|(_, one), (_, other)| other.total_cmp(one));
        let background = near.get(BACKGROUND_PLACE - 1).map_or(BACKGROUND, |(_, likeness)| likeness.max(BACKGROUND)).min(0.99);
        near.truncate(most);
        for (_, likeness) in &mut near {
            *likeness = ((*likeness - background) / (1.0 - background)).clamp(0.0, 1.0);
        }
        near
    }

    /// What it takes in memory, in bytes.
    fn size(&self) -> usize {
        self.numbers.capacity() + self.ids.capacity() * 16 + self.sizes.capacity() * 4 + self.places.capacity() * 25
    }
}

/// Those of a server. Cheap to clone.
#[derive(Clone)]
pub struct Memory(Cache<TenantId, Arc<Known>>);

impl Default for Memory {
    fn default() -> Self {
        let weight = |_: &TenantId, known: &Arc<Known>| u32::try_from(known.size() / 1024 + 1).unwrap_or(MOST).min(MOST);
        Self(Cache::builder().weigher(weight).max_capacity(u64::from(MOST)).time_to_idle(QUIET).build())
    }
}

impl Memory {
    /// What is known in a workspace.
    pub async fn get(&self, tenant: TenantId) -> Option<Arc<Known>> {
        self.0.get(&tenant).await
    }

    /// Keeps what is known now.
    pub async fn keep(&self, tenant: TenantId, known: Arc<Known>) {
        self.0.insert(tenant, known).await;
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_is_near_and_what_is_of_another_length_is_nowhere() {
        let mut known = Known::default();
        let [one, other, odd] = [IdeaId::new(), IdeaId::new(), IdeaId::new()];
        known.learn(one, &Vector::of(&[1.0, 0.0, 0.0]).unwrap());
        known.learn(other, &Vector::of(&[0.0, 1.0, 0.0]).unwrap());
        known.learn(odd, &Vector::of(&[1.0]).unwrap());
        let near = known.near(&Vector::of(&[2.0, 0.1, 0.0]).unwrap(), 9, |_| true);
        assert_eq!(near.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [one, other]);
        assert!(near[0].1 > 0.9 && near[1].1 == 0.0, "{near:?}");
        assert_eq!(known.near(&Vector::of(&[1.0]).unwrap(), 9, |_| true), []);
        assert_eq!(known.near(&Vector::of(&[1.0, 0.0, 0.0]).unwrap(), 9, |id| id == other).len(), 1);
        known.learn(one, &Vector::of(&[0.0, 0.0, 1.0]).unwrap());
        assert_eq!(known.of(one).unwrap().numbers(), [0, 0, 127]);
    }
}
