//! The file of an import: kept in the database, because any server may go on with it, and put on disk to be read.

use std::fs::File;
use std::io::{Read, Seek, Write};

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ids::{ImportId, TenantId};

/// What is kept in one row.
const CHUNK: usize = 1024 * 1024;

/// What identifies a file: the same bytes have the same.
pub fn digest(file: &mut File) -> std::io::Result<Vec<u8>> {
    file.rewind()?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; CHUNK];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            file.rewind()?;
            return Ok(hash.finalize().to_vec());
        }
        hash.update(&buffer[..read]);
    }
}

/// Keeps a file, a piece at a time.
pub(super) async fn keep(tx: &mut TenantTx, import: ImportId, file: &mut File) -> Result<()> {
    file.rewind().map_err(Error::internal)?;
    for position in 0.. {
        let mut chunk = Vec::with_capacity(CHUNK);
        file.take(CHUNK as u64).read_to_end(&mut chunk).map_err(Error::internal)?;
        if chunk.is_empty() {
            break;
        }
        sqlx::query!("insert into import_chunks (import_id, position, content) values ($1, $2, $3)", import.0, position, chunk)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Puts a kept file on disk, where it has no name and is gone with whoever reads it.
pub(super) async fn fetch(app: &App, tenant: TenantId, import: ImportId) -> Result<File> {
    let mut file = tempfile::tempfile().map_err(Error::internal)?;
    let mut tx = app.db.tenant_read(tenant).await?;
    for position in 0.. {
        let chunk =
            sqlx::query_scalar!("select content from import_chunks where import_id = $1 and position = $2", import.0, position,)
                .fetch_optional(&mut *tx)
                .await?;
        let Some(chunk) = chunk else { break };
        file.write_all(&chunk).map_err(Error::internal)?;
    }
    file.rewind().map_err(Error::internal)?;
    Ok(file)
}

/// The beginning of a kept file: its first piece.
pub(super) async fn head(tx: &mut TenantTx, import: ImportId) -> Result<File> {
    let chunk = sqlx::query_scalar!("select content from import_chunks where import_id = $1 and position = 0", import.0)
        .fetch_optional(&mut **tx)
        .await?;
    let mut file = tempfile::tempfile().map_err(Error::internal)?;
    file.write_all(&chunk.unwrap_or_default()).map_err(Error::internal)?;
    file.rewind().map_err(Error::internal)?;
    Ok(file)
}

/// Lets go of a file that will not be read again: it may name people.
pub(super) async fn forget(tx: &mut TenantTx, import: ImportId) -> Result<()> {
    sqlx::query!("delete from import_chunks where import_id = $1", import.0).execute(&mut **tx).await?;
    Ok(())
}
