//! Proving an address: one mail with a link and, for the browser that asked, a six-digit code.
//!
//! The link and the code are made when the mail is written (`jobs`), and from the first moment only their hashes are kept:
//! neither the outbox nor any other row ever holds what would let its reader in. The code is short, so it is worth something
//! only together with the cookie of the browser that asked, and only for five guesses.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{IntentId, SignInId, UserId};
use crate::outbox::{self, Entry};
use crate::text::Email;
use crate::text::token::{Token, code_hash};
use crate::words::Language;

/// The kind of job that mails a proof.
pub(super) const MAIL: &str = "users.sign_in";

/// The kind of job that tells an address that its person is about to leave it, and then has the new one mailed.
pub(super) const WARN: &str = "users.leaving_address";

/// Wrong codes that one mail survives. Its link is not touched by them: whoever guesses need not be who was mailed.
pub const GUESSES: i32 = 5;

/// How long after its end a proof is still known, so that its link can say what became of it.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// What the proof is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "sign_in_purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// Signing in.
    SignIn,
    /// Opening a workspace.
    Found,
    /// Accepting an invitation.
    Invite,
    /// Proving a new address.
    ChangeEmail,
}

impl Purpose {
    /// How long the mail is good for.
    pub fn age(self) -> SignedDuration {
        match self {
            Self::SignIn => SignedDuration::from_mins(15),
            Self::Found => SignedDuration::from_hours(24),
            Self::Invite => SignedDuration::from_hours(7 * 24),
            Self::ChangeEmail => SignedDuration::from_hours(1),
        }
    }
}

/// A proof that somebody asks for.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// What for.
    pub purpose: Purpose,
    /// The address to prove, which is mailed.
    pub email: &'a Email,
    /// Whose it is, where that is settled. Left open, it is the person with the address, who may be new.
    pub user: Option<UserId>,
    /// The cookie ([`crate::web::cookies::Name::SignIn`]) of the browser that asks. Without one there is no code, and the link
    /// asks for a click wherever it is opened.
    pub browser: Option<&'a Token>,
    /// Where to go afterwards: a path of this workspace.
    pub next: &'a str,
    /// What is carried out afterwards.
    pub intent: Option<IntentId>,
    /// What the page was said in where it was asked for; none where no page was.
    pub language: Option<Language>,
}

/// What the job needs to know.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct Payload {
    pub(super) sign_in: SignInId,
    /// What the page was said in where it was asked for.
    #[serde(default)]
    pub(super) language: Option<Language>,
}

/// Has the proof mailed. Nothing is said or decided here about whether the address is known: the job does that, after the
/// answer has been given.
pub async fn begin(tx: &mut TenantTx, wanted: &Wanted<'_>, now: Time) -> Result<SignInId> {
    let id = SignInId::new();
    sqlx::query!("delete from sign_ins where expires_at < $1", now + REMEMBERED * -1).execute(&mut **tx).await?;
    sqlx::query!(
        "insert into sign_ins (id, purpose, email, user_id, token_hash, browser_hash, intent_id, next, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        wanted.purpose as Purpose,
        wanted.email.as_str(),
        wanted.user.map(|user| user.0),
        // Of a token that nobody has: the mail brings its own.
        Token::new().hash(),
        wanted.browser.map(Token::hash),
        wanted.intent.map(|intent| intent.0),
        wanted.next,
        now,
        now + wanted.purpose.age(),
    )
    .execute(&mut **tx)
    .await?;
    mail(
        tx,
        if wanted.purpose == Purpose::ChangeEmail { WARN } else { MAIL },
        Payload { sign_in: id, language: wanted.language },
        now,
    )
    .await?;
    Ok(id)
}

/// Has a mail about a proof written.
pub(super) async fn mail(tx: &mut TenantTx, kind: &str, payload: Payload, now: Time) -> Result<()> {
    let entry = Entry { kind, key: payload.sign_in.to_string(), payload: &payload, due_at: now, urgent: true };
    outbox::enqueue(tx, entry, now).await?;
    Ok(())
}

/// One mailed proof.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Which one.
    pub id: SignInId,
    /// What for.
    pub purpose: Purpose,
    /// The address that was mailed.
    pub email: String,
    /// Whose it is, where that was settled when it was asked for.
    pub user_id: Option<UserId>,
    /// See [`Proof::asked_by`].
    browser_hash: Option<Vec<u8>>,
    /// See [`guess`].
    code_hash: Option<Vec<u8>>,
    /// Wrong codes so far.
    pub guesses: i32,
    /// What is carried out afterwards.
    pub intent_id: Option<IntentId>,
    /// Where to go afterwards.
    pub next: String,
    /// When it was asked for.
    pub created_at: Time,
    /// When it ends unused.
    pub expires_at: Time,
    /// When it was used, or ended by the use of another.
    pub used_at: Option<Time>,
}

/// Whether a proof still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Open,
    /// It has done its service.
    Used,
    /// Its time is over.
    Expired,
}

impl Proof {
    /// Whether it still counts.
    pub fn standing(&self, now: Time) -> Standing {
        match self.used_at {
            Some(_) => Standing::Used,
            None if self.expires_at <= now => Standing::Expired,
            None => Standing::Open,
        }
    }

    /// Whether this browser asked for it.
    pub fn asked_by(&self, browser: Option<&Token>) -> bool {
        browser.is_some_and(|browser| self.browser_hash.as_ref() == Some(&browser.hash()))
    }

    /// Whether its mail has a code in it.
    pub fn has_code(&self) -> bool {
        self.browser_hash.is_some() && matches!(self.purpose, Purpose::SignIn | Purpose::Found)
    }
}

/// Puts a fresh link and code in the place of earlier ones: called for each attempt to mail them.
pub(super) async fn seal(tx: &mut TenantTx, proof: &Proof, token: &Token, code: Option<&str>) -> Result<()> {
    sqlx::query!(
        "update sign_ins set token_hash = $2, code_hash = $3 where id = $1",
        proof.id.0,
        token.hash(),
        code.map(|code| code_hash(code, proof.id.0.as_bytes())),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A proof by its id.
pub(super) async fn find(tx: &mut TenantTx, id: SignInId) -> Result<Option<Proof>> {
    let proof = sqlx::query_as!(
        Proof,
        "select id, purpose, email, user_id, browser_hash, code_hash, guesses, intent_id, next, created_at, expires_at, used_at
           from sign_ins where id = $1",
        id.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(proof)
}

/// The proof that a link stands for.
pub async fn by_link(tx: &mut TenantTx, token: &Token) -> Result<Option<Proof>> {
    let proof = sqlx::query_as!(
        Proof,
        "select id, purpose, email, user_id, browser_hash, code_hash, guesses, intent_id, next, created_at, expires_at, used_at
           from sign_ins where token_hash = $1",
        token.hash(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(proof)
}

/// What this browser asked for last, among that which comes with a code.
pub async fn latest(tx: &mut TenantTx, browser: &Token) -> Result<Option<Proof>> {
    let proof = sqlx::query_as!(
        Proof,
        "select id, purpose, email, user_id, browser_hash, code_hash, guesses, intent_id, next, created_at, expires_at, used_at
           from sign_ins
          where browser_hash = $1 and purpose in ('sign_in', 'found')
          order by id desc limit 1",
        browser.hash(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(proof)
}

/// What a code came to.
#[derive(Debug)]
pub enum Guess {
    /// It is the code of this proof.
    Right(Box<Proof>),
    /// It is not, and so many more may be tried.
    Wrong {
        /// At least one.
        left: i32,
    },
    /// All guesses are used up.
    Out,
    /// This browser has nothing open that a code would complete.
    Nothing,
}

/// Tries a code on everything this browser has open. Each look at a code counts before it is made, in one statement, so that
/// no number of guesses at the same moment gets more than five looks. The caller commits, whatever it came to.
pub async fn guess(tx: &mut TenantTx, browser: &Token, code: &str, now: Time) -> Result<Guess> {
    let open = sqlx::query_as!(
        Proof,
        "update sign_ins set guesses = guesses + 1
          where browser_hash = $1 and code_hash is not null and used_at is null and expires_at > $2 and guesses < $3
      returning id, purpose, email, user_id, browser_hash, code_hash, guesses, intent_id, next, created_at, expires_at, used_at",
        browser.hash(),
        now,
        GUESSES,
    )
    .fetch_all(&mut **tx)
    .await?;
    let left = open.iter().map(|proof| GUESSES - proof.guesses).max();
    let fits = |proof: &Proof| {
        let tried = code_hash(code, proof.id.0.as_bytes());
        proof.code_hash.as_ref().is_some_and(|kept| bool::from(kept.ct_eq(&tried)))
    };
    if let Some(proof) = open.into_iter().find(fits) {
        return Ok(Guess::Right(Box::new(proof)));
    }
    Ok(match left {
        Some(left @ 1..) => Guess::Wrong { left },
        Some(_) => Guess::Out,
        None => match latest(tx, browser).await? {
            Some(last) if last.standing(now) == Standing::Open && last.guesses >= GUESSES => Guess::Out,
            // The mail is being written at this moment: no code is right yet, and none counts.
            Some(last) if last.standing(now) == Standing::Open => Guess::Wrong { left: GUESSES - last.guesses },
            _ => Guess::Nothing,
        },
    })
}

/// Uses a proof. False where it was used, or ended, a moment before.
pub(super) async fn take(tx: &mut TenantTx, proof: &Proof, now: Time) -> Result<bool> {
    let taken =
        sqlx::query!("update sign_ins set used_at = $2 where id = $1 and used_at is null and expires_at > $2", proof.id.0, now,)
            .execute(&mut **tx)
            .await?;
    Ok(taken.rows_affected() == 1)
}

/// Ends whatever else is open for the same address, in the browser that asked for this proof or for no browser at all: a
/// second mail, an invitation. Other browsers keep theirs.
pub(super) async fn end_others(tx: &mut TenantTx, proof: &Proof, now: Time) -> Result<()> {
    sqlx::query!(
        "update sign_ins set used_at = $3
          where email = $1 and (browser_hash = $2 or browser_hash is null) and used_at is null and purpose <> 'change_email'",
        proof.email,
        proof.browser_hash,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends every open proof of a person and of their address: they were shut out, or have left it.
pub(super) async fn end_all(tx: &mut TenantTx, user: UserId, email: &str, now: Time) -> Result<()> {
    sqlx::query!("update sign_ins set used_at = $3 where (user_id = $1 or email = $2) and used_at is null", user.0, email, now,)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets every proof of a person and of their address.
pub(super) async fn forget(tx: &mut TenantTx, user: UserId, email: &str) -> Result<()> {
    sqlx::query!("delete from sign_ins where user_id = $1 or email = $2", user.0, email).execute(&mut **tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn proof(browser: Option<&Token>, now: Time) -> Proof {
        Proof {
            id: SignInId::new(),
            purpose: Purpose::SignIn,
            email: "vera@example.com".to_owned(),
            user_id: None,
            browser_hash: browser.map(Token::hash),
            code_hash: None,
            guesses: 0,
            intent_id: None,
            next: "/".to_owned(),
            created_at: now,
            expires_at: now + Purpose::SignIn.age(),
            used_at: None,
        }
    }

    #[test]
    fn a_proof_counts_once_and_for_its_time() {
        let now = Clock::system().now();
        let open = proof(None, now);
        assert_eq!(open.standing(now), Standing::Open);
        assert_eq!(open.standing(now + SignedDuration::from_mins(15)), Standing::Expired);
        assert_eq!(Proof { used_at: Some(now), ..open }.standing(now), Standing::Used);
    }

    #[test]
    fn only_the_browser_that_asked_is_the_browser_that_asked() {
        let now = Clock::system().now();
        let browser = Token::new();
        assert!(proof(Some(&browser), now).asked_by(Some(&browser)));
        assert!(!proof(Some(&browser), now).asked_by(Some(&Token::new())));
        assert!(!proof(Some(&browser), now).asked_by(None));
        assert!(!proof(None, now).asked_by(None));
        assert!(!proof(None, now).has_code());
    }
}
