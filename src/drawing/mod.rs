//! Pictures that the server draws: what stands in a browser's tab, and what is shown of a page where somebody shares its address;
//! and reading those that are uploaded ([`reading`]).
//!
//! What a picture shows is told by whoever wants it ([`Card`], [`Look`]); drawing knows no feature. Its name is the hash of what
//! it shows, so an address that carries it never changes its answer. Drawing takes a moment of a processor and some
//! megabytes: it is done away from those that serve, one at a time, and what was drawn lately is kept as long as there is room.

mod canvas;
mod card;
mod icon;
mod lettering;
pub mod reading;

use std::sync::Arc;

use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moka::future::Cache;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::brand::Color;
use crate::error::{Error, Result};

pub use card::{Card, Fact, Tone};
pub use icon::{Icon, initial};

/// Red, green and blue.
type Rgb = [u8; 3];

/// Whoever draws anything in another way says so here: names change, and with them addresses that browsers keep for ever.
const EDITION: u8 = 1;

/// How many are drawn at once. One takes a moment of a processor; the memory of several would stay with the process.
const AT_ONCE: usize = 1;

/// What is kept of those that were drawn, in bytes: about a hundred.
const KEPT: u64 = 4 << 20;

/// What a picture takes of the workspace that it is of.
#[derive(Clone, Debug, Serialize)]
pub struct Look {
    /// What it is called.
    pub name: String,
    /// Its colour.
    pub color: Color,
    /// What names its logo, if it has one.
    pub logo: Option<String>,
    /// BCP 47: what people write in there.
    pub language: String,
}

impl Look {
    /// What names the icons of a workspace that looks like this.
    pub fn hash(&self) -> String {
        hash(self)
    }
}

/// What names something that is drawn among all that is.
fn hash(of: &impl Serialize) -> String {
    let shown = serde_json::to_vec(&(EDITION, of)).expect("texts and numbers are JSON");
    URL_SAFE_NO_PAD.encode(&Sha256::digest(&shown)[..12])
}

/// The pictures of one server.
#[derive(Debug)]
pub struct Drawings {
    kept: Cache<String, Bytes>,
    drawing: Arc<Semaphore>,
}

impl Default for Drawings {
    fn default() -> Self {
        let weigh = |name: &String, picture: &Bytes| u32::try_from(name.len() + picture.len()).unwrap_or(u32::MAX);
        Self { kept: Cache::builder().max_capacity(KEPT).weigher(weigh).build(), drawing: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Drawings {
    /// The picture with this name, if it was drawn lately.
    pub async fn find(&self, name: &str) -> Option<Bytes> {
        self.kept.get(name).await
    }

    /// Draws a picture, and keeps it under its name.
    pub async fn draw(&self, name: String, draw: impl FnOnce() -> Result<Vec<u8>> + Send + 'static) -> Result<Bytes> {
        let turn = self.drawing.clone().acquire_owned().await.map_err(Error::internal)?;
        // Somebody who waited before may have wanted the same.
        if let Some(kept) = self.find(&name).await {
            return Ok(kept);
        }
        // The turn goes along: whoever does not wait for a picture any more does not let another begin.
        let drawn = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            draw()
        });
        // Copied: kept where it was drawn, it would lie in the midst of the megabytes that drawing took, and those with it.
        let picture = Bytes::copy_from_slice(&drawn.await.map_err(Error::internal)??);
        self.kept.insert(name, picture.clone()).await;
        Ok(picture)
    }
}
