//! Passwords: optional, hashed with argon2id, off the threads that serve pages.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};
use crate::text::Password;

/// OWASP's first choice for argon2id: 19 MiB of memory, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes at the same time. Each takes its memory and a core for some 30 ms; more at once would starve the pages.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A hash that no password of anybody has: what is checked where there is none, so that both take equally long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let hash = argon2().hash_password(b"no password of anybody").map(|hash| hash.to_string());
    hash.unwrap_or_default()
});

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("these are OWASP's parameters");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The form a password is kept in (PHC string: algorithm, parameters, salt, hash).
pub async fn hash(password: Password) -> Result<String> {
    off_thread(move || argon2().hash_password(password.as_str().as_bytes()).map(|hash| hash.to_string()))
        .await?
        .map_err(|error| Error::internal(anyhow::anyhow!("hashing failed: {error}")))
}

/// Whether `typed` is the password behind a hash. Without one it is not, after as long a look.
pub async fn verify(kept: Option<String>, typed: String) -> Result<bool> {
    off_thread(move || {
        let hash = PasswordHash::new(kept.as_deref().unwrap_or(&NOBODY));
        let fits = hash.is_ok_and(|hash| argon2().verify_password(typed.trim().as_bytes(), &hash).is_ok());
        fits && kept.is_some()
    })
    .await
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _permit = AT_ONCE.acquire().await.map_err(Error::internal)?;
    spawn_blocking(work).await.map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nobody_elses() {
        let kept = hash(Password::parse("correct horse battery").unwrap()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify(Some(kept.clone()), " correct horse battery".to_owned()).await.unwrap());
        assert!(!verify(Some(kept), "incorrect horse battery".to_owned()).await.unwrap());
        assert!(!verify(None, "no password of anybody".to_owned()).await.unwrap());
        assert!(!verify(Some("nonsense".to_owned()), String::new()).await.unwrap());
    }
}
