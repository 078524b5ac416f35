//! The browser that asks, as signing in needs to know it.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::app::App;
use crate::error::Error;
use crate::text::token::Token;
use crate::web::address::ClientAddress;
use crate::web::cookies::{self, Name};

/// What a browser carries and says of itself.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The cookie that says "I asked to sign in".
    pub asking: Option<Token>,
    /// The cookie that says "I am signed in".
    pub session: Option<Token>,
    /// What it calls itself.
    pub agent: String,
    /// Where it is.
    pub address: ClientAddress,
}

impl FromRequestParts<App> for Browser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let Ok(address) = ClientAddress::from_request_parts(parts, app).await;
        let token = |name| cookies::get(&parts.headers, name, &app.config).as_deref().and_then(Token::parse);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Self { asking: token(Name::SignIn), session: token(Name::Session), agent: agent.to_owned(), address })
    }
}
