//! How often an address may do something: a bucket that fills up over a minute.
//!
//! By the clock that is passed in, so that its tests need not wait.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use standcloud_store::UnixMicros;

const MINUTE_US: i64 = 60_000_000;
const ADDRESSES_MAX: usize = 10_000;

/// One bucket for each address.
#[derive(Debug)]
pub struct AddressLimiter {
    per_minute: u32,
    /// When the bucket of an address will be full again.
    full_at: Mutex<HashMap<IpAddr, UnixMicros>>,
}

impl AddressLimiter {
    pub fn per_minute(per_minute: u32) -> Self {
        Self {
            per_minute: per_minute.max(1),
            full_at: Mutex::default(),
        }
    }

    /// Takes one; the seconds to wait when there is none.
    pub fn take(&self, address: IpAddr, now: UnixMicros) -> Result<(), u32> {
        let cost = MINUTE_US / i64::from(self.per_minute);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= ADDRESSES_MAX {
            full_at.retain(|_, full| full.0 > now.0);
        }
        // A clock that was set back must not lock anybody out for longer than a minute.
        let address = network(address);
        let known = full_at.get(&address).map_or(now.0, |full| full.0);
        let full = known.clamp(now.0, now.0 + MINUTE_US) + cost;
        if full > now.0 + MINUTE_US {
            let wait = (full - now.0 - MINUTE_US + 999_999) / 1_000_000;
            return Err(u32::try_from(wait).unwrap_or(60));
        }
        full_at.insert(address, UnixMicros(full));
        Ok(())
    }
}

/// One subscriber has 2⁶⁴ addresses of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn ten_at_once_and_then_one_every_six_seconds() {
        let limiter = AddressLimiter::per_minute(10);
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        let at = |seconds: i64| UnixMicros(seconds * 1_000_000);
        for _ in 0..10 {
            assert_eq!(limiter.take(address, at(100)), Ok(()));
        }
        assert_eq!(limiter.take(address, at(100)), Err(6));
        assert_eq!(limiter.take(address, at(105)), Err(1));
        assert_eq!(limiter.take(address, at(106)), Ok(()));
        assert_eq!(limiter.take(address, at(106)), Err(6));
        assert_eq!(limiter.take("192.0.2.2".parse().unwrap(), at(106)), Ok(()));
        assert_eq!(
            limiter.take(address, at(-1000)),
            Err(6),
            "the clock was set back"
        );
    }

    #[test]
    fn addresses_of_one_subscriber_share_a_bucket() {
        let limiter = AddressLimiter::per_minute(1);
        let take = |address: &str| limiter.take(address.parse().unwrap(), UnixMicros(1));
        assert!(take("2001:db8::1").is_ok());
        assert!(take("2001:db8::2").is_err());
        assert!(take("2001:db8:0:1::1").is_ok());
    }

    #[test]
    fn addresses_are_forgotten_when_there_are_too_many() {
        let limiter = AddressLimiter::per_minute(1);
        for number in 0..30_000_u32 {
            let now = UnixMicros(i64::from(number) * MINUTE_US / 1000);
            limiter
                .take(IpAddr::from(number.to_be_bytes()), now)
                .unwrap();
        }
        assert!(limiter.full_at.lock().unwrap().len() <= ADDRESSES_MAX);
    }
}
