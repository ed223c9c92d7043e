//! Limits on trying (登录限速, 接口限速, 公众页限速): so many attempts a minute per login and address, so many requests a minute per
//! key, so many per address of those who have neither. Not here: limits on sizes; each stands where it is checked.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hash};
use std::net::IpAddr;
use std::num::NonZeroU32;

use actix_web::HttpRequest;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::app::error::Error;
use crate::http::caller_address::CallerAddress;

/// Attempts are counted in so many buckets: memory is bounded, whatever is tried. Which login
/// falls into which bucket differs at each start, so nobody can aim at another's.
const BUCKETS: u64 = 1 << 16;

/// So many a minute of each.
#[derive(Debug)]
struct Buckets {
    attempts: DefaultKeyedRateLimiter<u64>,
    buckets: RandomState,
}

impl Buckets {
    /// Allows so many a minute, all of them at once if need be.
    fn new(attempts_per_minute: u32) -> Buckets {
        let attempts = NonZeroU32::new(attempts_per_minute).unwrap_or(NonZeroU32::MIN);
        Buckets { attempts: RateLimiter::keyed(Quota::per_minute(attempts)), buckets: RandomState::new() }
    }

    fn count(&self, whose: impl Hash) -> Result<(), Error> {
        let bucket = self.buckets.hash_one(whose) % BUCKETS;
        self.attempts.check_key(&bucket).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Error::TooMany { retry_after_seconds: wait.as_secs() + 1 }
        })
    }
}

/// Counts the requests of programs, by their keys.
#[derive(Debug)]
pub struct KeyLimiter(Buckets);

impl KeyLimiter {
    /// Allows so many requests a minute.
    #[must_use]
    pub fn new(requests_per_minute: u32) -> KeyLimiter {
        KeyLimiter(Buckets::new(requests_per_minute))
    }

    /// Counts a request with a key.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn request(&self, key: &str) -> Result<(), Error> {
        self.0.count(key)
    }
}

/// Counts attempts at passwords.
#[derive(Debug)]
pub struct LoginLimiter(Buckets, CallerAddress);

impl LoginLimiter {
    /// Allows so many attempts a minute.
    #[must_use]
    pub fn new(attempts_per_minute: u32, addresses: CallerAddress) -> LoginLimiter {
        LoginLimiter(Buckets::new(attempts_per_minute), addresses)
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn attempt(&self, request: &HttpRequest, login: &str) -> Result<(), Error> {
        self.count(self.1.of(request), login)
    }

    fn count(&self, address: Option<IpAddr>, login: &str) -> Result<(), Error> {
        self.0.count((address, login.to_lowercase()))
    }
}

/// Counts the requests of those who have no login, by their addresses alone: whatever they type, each costs as much. What keeps
/// a code from being guessed is its length; this keeps the service from those who try nevertheless.
#[derive(Debug)]
pub struct PublicLimiter(Buckets, CallerAddress);

impl PublicLimiter {
    /// Allows so many requests a minute.
    #[must_use]
    pub fn new(requests_per_minute: u32, addresses: CallerAddress) -> PublicLimiter {
        PublicLimiter(Buckets::new(requests_per_minute), addresses)
    }

    /// Counts a request.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn attempt(&self, request: &HttpRequest) -> Result<(), Error> {
        self.0.count(self.1.of(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever sends keys that nobody issued makes no more of them than there are buckets.
    #[test]
    fn invented_keys_take_no_more_memory_than_the_buckets() {
        let limiter = KeyLimiter::new(300);
        for n in 0..BUCKETS * 3 {
            limiter.request(&format!("sikuai_{n}")).unwrap();
        }
        let kept = limiter.0.attempts.len();
        assert!(kept <= usize::try_from(BUCKETS).unwrap() && kept > 1_000, "{kept}");
    }

    #[test]
    fn the_attempt_after_the_last_is_refused_for_this_login_only() {
        let limiter = LoginLimiter::new(3, CallerAddress::default());
        let here: Option<IpAddr> = "127.0.0.1".parse().ok();
        for _ in 0..3 {
            limiter.count(here, "wang").unwrap();
        }
        let Err(Error::TooMany { retry_after_seconds }) = limiter.count(here, "WANG") else { panic!() };
        // One attempt comes back every 20 seconds.
        assert!((1..=21).contains(&retry_after_seconds), "{retry_after_seconds}");
        limiter.count(here, "li").unwrap();
        limiter.count("127.0.0.2".parse().ok(), "wang").unwrap();
    }
}
