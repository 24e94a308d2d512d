use std::{net::IpAddr, num::NonZeroU32, sync::Arc};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _, clock::DefaultClock};
use kernel::{Code, Problem};

/// How often someone may try to sign in: ten tries at once and one more every six seconds for an account,
/// three times that for an address.
#[derive(Clone, Debug)]
pub(crate) struct SignInLimits {
    account: Arc<DefaultKeyedRateLimiter<String>>,
    address: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Default for SignInLimits {
    fn default() -> Self {
        let per_minute = |n: u32| Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN));
        Self {
            account: Arc::new(RateLimiter::keyed(per_minute(10))),
            address: Arc::new(RateLimiter::keyed(per_minute(30))),
        }
    }
}

impl SignInLimits {
    /// Counts one try.
    pub(crate) fn take(&self, account: &str, address: Option<IpAddr>) -> Result<(), Problem> {
        let refused = self
            .account
            .check_key(&account.to_owned())
            .err()
            .or_else(|| address.and_then(|address| self.address.check_key(&address).err()));
        match refused {
            None => Ok(()),
            Some(until) => {
                let wait = until.wait_time_from(DefaultClock::default().now()).as_secs();
                let seconds = u32::try_from(wait).unwrap_or(60).saturating_add(1);
                Err(Problem::new(
                    Code::TooManyRequests,
                    format!("Too many tries to sign in. Please wait {seconds} seconds."),
                )
                .retry_after(seconds))
            }
        }
    }

    /// Forgets accounts and addresses that have not tried for a while.
    pub(crate) fn tidy(&self) {
        self.account.retain_recent();
        self.address.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_for_one_account_must_wait_and_another_account_need_not() {
        let limits = SignInLimits::default();
        for _ in 0..10 {
            limits.take("a@b.c", None).unwrap();
        }
        let refused = limits.take("a@b.c", None).unwrap_err();
        assert_eq!(refused.code, Code::TooManyRequests);
        assert!(refused.retry_after_seconds.unwrap() >= 1);
        limits.take("d@b.c", None).unwrap();
    }
}
