//! People: how they sign in, what they may, and what they look after themselves.

pub mod sign_in;
