//! Browsers that are signed in.

use jiff::SignedDuration;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{SessionId, UserId};
use crate::text::token::Token;
use crate::words::{Message, message};

/// How long a browser stays signed in.
pub const AGE: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The longest user agent that is kept; real ones are shorter.
const LONGEST_AGENT: usize = 400;

/// A browser that is signed in, as its person sees it.
#[derive(Debug)]
pub struct Session {
    /// Which one.
    pub id: SessionId,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Where it signed in from.
    pub address: String,
    /// When it signed in.
    pub created_at: Time,
    /// When it was last used, to the hour.
    pub seen_at: Time,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Signs a browser in. The token is for its cookie; only a hash is kept.
pub async fn open(tx: &mut TenantTx, user: UserId, user_agent: &str, address: &str, now: Time) -> Result<Token> {
    let token = Token::new();
    sqlx::query!("delete from sessions where user_id = $1 and expires_at <= $2", user.0, now).execute(&mut **tx).await?;
    sqlx::query!(
        "insert into sessions (id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7)",
        SessionId::new().0,
        user.0,
        token.hash(),
        user_agent.chars().take(LONGEST_AGENT).collect::<String>(),
        address,
        now,
        now + AGE,
    )
    .execute(&mut **tx)
    .await?;
    Ok(token)
}

/// A person's browsers, the one that asks first and then the latest used.
pub async fn list(tx: &mut TenantTx, user: UserId, asking: Option<&Token>, now: Time) -> Result<Vec<Session>> {
    let sessions = sqlx::query_as!(
        Session,
        r#"select id, user_agent, address, created_at, seen_at, coalesce(token_hash = $2, false) as "current!"
             from sessions where user_id = $1 and expires_at > $3
            order by coalesce(token_hash = $2, false) desc, seen_at desc, id desc"#,
        user.0,
        asking.map(Token::hash),
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(sessions)
}

/// Signs one of a person's browsers out. False where it is not theirs, or gone already.
pub async fn revoke(tx: &mut TenantTx, user: UserId, session: SessionId) -> Result<bool> {
    let gone = sqlx::query!("delete from sessions where user_id = $1 and id = $2", user.0, session.0).execute(&mut **tx).await?;
    Ok(gone.rows_affected() == 1)
}

/// Signs all of a person's browsers out, but perhaps for the one that asks. Returns how many.
pub async fn revoke_all(tx: &mut TenantTx, user: UserId, except: Option<&Token>) -> Result<u64> {
    let gone = sqlx::query!(
        "delete from sessions where user_id = $1 and ($2::bytea is null or token_hash <> $2)",
        user.0,
        except.map(Token::hash),
    )
    .execute(&mut **tx)
    .await?;
    Ok(gone.rows_affected())
}

/// Whose a session is, where it has not ended and the person may use it.
pub async fn owner(tx: &mut TenantTx, token: &Token, now: Time) -> Result<Option<UserId>> {
    let user = sqlx::query_scalar!(
        "select s.user_id from sessions s join users u on u.id = s.user_id
          where s.token_hash = $1 and s.expires_at > $2 and u.blocked_at is null and u.deleted_at is null",
        token.hash(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(user)
}

/// What to call a browser: `Firefox on Linux`. A hint for its person, nothing is decided by it.
pub fn device(user_agent: &str) -> Message {
    let named = |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name);
    // Each browser also carries the signs of those it descends from, so the most particular sign comes first.
    let browser = named(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = named(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => message("device-on").with("browser", browser).with("system", system),
        (Some(name), None) | (None, Some(name)) => name.into(),
        (None, None) => message("device-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_named_by_its_most_particular_sign() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/140 Safari/604", "Chrome on iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/18 Safari/605.1.15", "Safari on macOS"),
            ("curl/8.5", "An unknown browser"),
        ] {
            assert_eq!(device(agent).english(), name);
        }
    }
}
