//! What a text means, in numbers, by a model that is not part of Shipboard. Off unless a setting names one. Knows no table and no
//! page.
//!
//! Two texts that mean much the same lie close together, in whatever words. What comes of that is added to the built-in score
//! ([`crate::alike`]) and never stands in its way: who types waits for [`BUDGET`] at most, one that does not answer is left alone
//! for [`REST`], and the built-in score then serves alone. What is stored of an idea is asked for by a job, with no transaction
//! open (`similar::meaning_jobs`).

pub mod memory;
mod service;
mod vector;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moka::future::Cache;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

pub use memory::{Known, Memory};
pub use vector::Vector;

use crate::config::Embeddings;
use service::Service;

/// How long somebody who types waits for it.
pub const BUDGET: Duration = Duration::from_millis(250);

/// How long a job does.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long it is left alone by those who type, after it did not answer in time, or wrongly.
pub const REST: Duration = Duration::from_secs(30);

/// Texts that are asked about at once by those who type. Whoever comes when all places are taken goes without.
const AT_ONCE: usize = 8;

/// Texts that were typed lately: whoever types on asks about the same again.
const TYPED: u64 = 1_000;

/// Why there is no answer, in words that name no key.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(pub(crate) String);

/// The way to the model, if there is one. Cheap to clone.
#[derive(Clone, Default)]
pub struct Meaning(Option<Arc<Parts>>);

struct Parts {
    service: Service,
    typed: Cache<String, Arc<Vector>>,
    places: Semaphore,
    rests_until: Mutex<Option<Instant>>,
}

impl Meaning {
    /// As the settings say.
    pub fn of(settings: &Embeddings) -> Self {
        let parts = Service::at(settings).map(|service| {
            let typed = Cache::builder().max_capacity(TYPED).time_to_live(Duration::from_mins(10)).build();
            Arc::new(Parts { service, typed, places: Semaphore::new(AT_ONCE), rests_until: Mutex::default() })
        });
        Self(parts)
    }

    /// What the model is called, where there is one: numbers of two models say nothing about each other.
    pub fn model(&self) -> Option<&str> {
        self.0.as_deref().map(|parts| parts.service.model())
    }

    /// What these texts mean: for a job, which has time. One for each, all of one length.
    pub async fn of_all(&self, texts: &[String]) -> Result<Vec<Vector>, Trouble> {
        let Some(parts) = &self.0 else { return Err(Trouble("no model is set up".to_owned())) };
        let answer = timeout(PATIENCE, parts.service.meanings_of(texts)).await;
        answer.unwrap_or_else(|_| Err(Trouble(format!("no answer in {} s", PATIENCE.as_secs()))))
    }

    /// What a text means that somebody is typing; none where there is no model, or it does not say so at once.
    pub async fn of_typed(&self, text: &str) -> Option<Arc<Vector>> {
        let parts = self.0.as_deref()?;
        if let Some(known) = parts.typed.get(text).await {
            return Some(known);
        }
        if parts.rests() {
            return None;
        }
        let _place = parts.places.try_acquire().ok()?;
        let asked = [text.to_owned()];
        let words = match timeout(BUDGET, parts.service.meanings_of(&asked)).await {
            Ok(Ok(vectors)) => {
                let vector = Arc::new(vectors.into_iter().next()?);
                parts.typed.insert(text.to_owned(), vector.clone()).await;
                return Some(vector);
            }
            Ok(Err(trouble)) => trouble.0,
            Err(_) => format!("no answer in {} ms", BUDGET.as_millis()),
        };
        tracing::warn!(words, "the embedding model is left alone for {} s", REST.as_secs());
        *parts.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
        None
    }
}

impl Parts {
    fn rests(&self) -> bool {
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|until| Instant::now() < until)
    }
}

impl std::fmt::Debug for Meaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Meaning({})", self.model().unwrap_or("off"))
    }
}
