//! Proving an address: one mail with a link and a code.

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
