//! What to do with a refresh token that is presented.
//!
//! Problem: each refresh gives out a new token and ends the old one, so that a stolen one is noticed;
//! but several processes of one stand share one token without a lock, and an answer can be lost on
//! its way. Choice: for a minute an ended token still gives out siblings; after that it does so only
//! when nobody has ever used what it gave out. Everything else is somebody with a copy.

use crate::UnixMicros;

/// How long an ended token may still be presented.
pub(super) const OVERLAP_US: i64 = 60_000_000;
/// How often.
pub(super) const OVERLAP_USES: i64 = 5;

/// What is known of the token that is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PresentedToken {
    /// Its first use, or the use that found its answer lost.
    pub(super) rotated: Option<UnixMicros>,
    /// Uses after that.
    pub(super) reuses: i64,
    pub(super) is_revoked: bool,
    /// Whether a token that came of it was used: a refresh token refreshed, an access token shown.
    pub(super) is_successor_used: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RefreshDecision {
    /// Its first use.
    Rotate,
    /// Another process was quicker: one more pair beside the others.
    AddSibling,
    /// The answer was lost: revoke what nobody got and give out a new pair.
    ReplaceLost,
    /// Too often within the overlap: nothing is given out and nothing ends.
    RefuseExhausted,
    /// Somebody has a copy: the whole family ends.
    EndFamily,
}

pub(super) fn decide_refresh(token: &PresentedToken, now: UnixMicros) -> RefreshDecision {
    if token.is_revoked {
        return RefreshDecision::EndFamily;
    }
    let Some(rotated) = token.rotated else {
        return RefreshDecision::Rotate;
    };
    // A clock that was set back makes the age negative, which is within the overlap.
    let is_overlap = now.0 - rotated.0 <= OVERLAP_US;
    match (is_overlap, token.is_successor_used) {
        (true, _) if token.reuses < OVERLAP_USES => RefreshDecision::AddSibling,
        (true, _) => RefreshDecision::RefuseExhausted,
        (false, false) => RefreshDecision::ReplaceLost,
        (false, true) => RefreshDecision::EndFamily,
    }
}

#[cfg(test)]
mod tests {
    use super::RefreshDecision::{AddSibling, EndFamily, RefuseExhausted, ReplaceLost, Rotate};
    use super::*;

    const SECOND: i64 = 1_000_000;

    /// R-36, case by case: seconds since the first use, reuses, revoked, successor used.
    #[test]
    fn r_36_every_way_in_which_a_token_comes_back() {
        for (age, reuses, is_revoked, is_successor_used, expected) in [
            (None, 0, false, false, Rotate),
            (None, 0, true, false, EndFamily),
            (Some(0), 0, false, false, AddSibling),
            (Some(0), 0, false, true, AddSibling),
            (Some(60), 4, false, true, AddSibling),
            (Some(60), 5, false, true, RefuseExhausted),
            (Some(1), 5, false, false, RefuseExhausted),
            (Some(-100), 0, false, true, AddSibling),
            (Some(61), 0, false, false, ReplaceLost),
            (Some(61), 5, false, false, ReplaceLost),
            (Some(61), 0, false, true, EndFamily),
            (Some(61), 5, false, true, EndFamily),
            (Some(1), 0, true, false, EndFamily),
            (Some(1), 0, true, true, EndFamily),
            (Some(61), 0, true, false, EndFamily),
        ] {
            let now = UnixMicros(1_000 * SECOND);
            let token = PresentedToken {
                rotated: age.map(|age: i64| UnixMicros(now.0 - age * SECOND)),
                reuses,
                is_revoked,
                is_successor_used,
            };
            assert_eq!(decide_refresh(&token, now), expected, "{token:?}");
        }
    }
}
