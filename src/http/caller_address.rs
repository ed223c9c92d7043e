//! From which address somebody calls (来访地址): of the connection; or, where a proxy of the office has it passed on, the one that
//! the proxy names. Not here: what is counted by it (`limits`).

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use actix_web::HttpRequest;

/// The header in which proxies name for whom they call, the nearest last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// How the address of a caller is found. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct CallerAddress {
    proxies: Arc<[IpAddr]>,
}

impl CallerAddress {
    /// With the proxies whose word is taken; anybody can send the header.
    #[must_use]
    pub fn behind(proxies: &[IpAddr]) -> CallerAddress {
        CallerAddress { proxies: proxies.iter().map(IpAddr::to_canonical).collect() }
    }

    /// The address of whoever sent a request.
    #[must_use]
    pub fn of(&self, request: &HttpRequest) -> Option<IpAddr> {
        let headers = request.headers().get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok());
        Some(self.named(request.peer_addr()?.ip(), &headers.collect::<Vec<_>>().join(",")))
    }

    /// From the connection backwards, for as long as it is one of the proxies that names the next.
    fn named(&self, peer: IpAddr, forwarded_for: &str) -> IpAddr {
        let mut address = peer.to_canonical();
        for named in forwarded_for.rsplit(',') {
            match parsed(named.trim()) {
                Some(next) if self.proxies.contains(&address) => address = next.to_canonical(),
                _ => break,
            }
        }
        address
    }
}

/// An address, with a port or without.
fn parsed(named: &str) -> Option<IpAddr> {
    named.parse().ok().or_else(|| named.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(proxies: &[&str], peer: &str, forwarded_for: &str) -> String {
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        CallerAddress::behind(&proxies).named(peer.parse().unwrap(), forwarded_for).to_string()
    }

    #[test]
    fn the_word_of_a_proxy_of_the_office_is_taken() {
        let proxies = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(named(&proxies, "10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(named(&proxies, "::ffff:10.0.0.1", "198.51.100.7:4711"), "198.51.100.7");
        // What stands before whom the proxy names, anybody may have written.
        assert_eq!(named(&proxies, "10.0.0.1", "192.0.2.1, 198.51.100.7"), "198.51.100.7");
        assert_eq!(named(&proxies, "10.0.0.1", "192.0.2.1, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
    }

    #[test]
    fn nobody_elses_is() {
        assert_eq!(named(&[], "198.51.100.7", "192.0.2.1"), "198.51.100.7");
        assert_eq!(named(&["10.0.0.1"], "198.51.100.7", "192.0.2.1"), "198.51.100.7");
        for nothing in ["", "unknown", "192.0.2.1, unknown"] {
            assert_eq!(named(&["10.0.0.1"], "10.0.0.1", nothing), "10.0.0.1", "{nothing}");
        }
    }
}
