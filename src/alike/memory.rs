//! The indexes that a server keeps: of the workspaces where somebody asks, within a limit, and no longer than that lasts.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;

use super::Index;
use crate::error::{Error, Result};
use crate::ids::TenantId;

/// What all of them may take, in KiB. Beyond it, whoever was asked least goes first. One workspace that takes it all is kept.
const MOST: u32 = 64 * 1024;

/// Where nobody asks for this long, nothing is kept.
const QUIET: Duration = Duration::from_mins(10);

/// The indexes of a server. Cheap to clone; what is in it can be lost at any time.
#[derive(Clone)]
pub struct Memory(Cache<TenantId, Arc<Index>>);

impl Default for Memory {
    fn default() -> Self {
        let weight = |_: &TenantId, index: &Arc<Index>| u32::try_from(index.size() / 1024 + 1).unwrap_or(MOST).min(MOST);
        Self(Cache::builder().weigher(weight).max_capacity(u64::from(MOST)).time_to_idle(QUIET).build())
    }
}

impl Memory {
    /// The index of a workspace. Where there is none it is built, once, however many ask at the same moment.
    pub async fn of(&self, tenant: TenantId, build: impl Future<Output = Result<Index>>) -> Result<Arc<Index>> {
        let built = self.0.try_get_with(tenant, async { build.await.map(Arc::new) }).await;
        built.map_err(|error: Arc<Error>| match &*error {
            Error::Unavailable(cause) => Error::Unavailable(anyhow::anyhow!("{cause:#}")),
            error => Error::internal(anyhow::anyhow!("{error:#}")),
        })
    }

    /// Keeps a newer one.
    pub async fn keep(&self, tenant: TenantId, index: Arc<Index>) {
        self.0.insert(tenant, index).await;
    }

    /// Lets go of what has gone quiet, which otherwise happens when somebody asks for something else.
    pub async fn forget_the_quiet(&self) {
        self.0.run_pending_tasks().await;
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}
