//! Who is at the other end of a connection.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::app::App;

/// The address a request comes from: the peer's, or what the trusted proxies in front say of it.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What is limited together: an IPv4 address, or a household's IPv6 network (/64).
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            v4 @ IpAddr::V4(_) => v4,
        }
    }

    /// Whether the request was made on this machine, by nobody's order but ours.
    pub fn is_loopback(self) -> bool {
        self.0.to_canonical().is_loopback()
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V6(Ipv6Addr::LOCALHOST), |peer| peer.0.ip());
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        Ok(Self(behind(peer, forwarded, app.config.trusted_proxies)))
    }
}

/// Each proxy appends the address it saw, so with `n` proxies the client is the `n`th entry from the end. Whatever stands
/// before it was written by the client and is not believed.
fn behind<'a>(peer: IpAddr, forwarded: impl Iterator<Item = &'a str>, proxies: usize) -> IpAddr {
    let entries: Vec<&str> = forwarded.flat_map(|line| line.split(',')).map(str::trim).collect();
    if proxies == 0 {
        return peer;
    }
    entries.len().checked_sub(proxies).and_then(|index| entries[index].parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let seen = |header: &'static str, proxies| behind(peer, std::iter::once(header), proxies).to_string();
        assert_eq!(seen("6.6.6.6", 0), "10.0.0.1");
        assert_eq!(seen("6.6.6.6, 1.2.3.4", 1), "1.2.3.4");
        assert_eq!(seen("6.6.6.6, 1.2.3.4, 10.0.0.2", 2), "1.2.3.4");
        assert_eq!(seen("1.2.3.4", 3), "10.0.0.1");
        assert_eq!(seen("nonsense", 1), "10.0.0.1");
    }
}
