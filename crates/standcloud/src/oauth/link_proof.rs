//! The proof in the link that a stand shows.
//!
//! Whoever guesses user codes can put them into links as well. When so many wrong codes come in that
//! typing them is switched off, links must go on working; so a link holds a few letters that only
//! this server can make of its code.

use super::user_code::UserCode;
use crate::server_keys::ServerKeys;

const PURPOSE: &str = "user code link";
/// The whole link should stay below 100 characters, or its QR code gets large.
const LENGTH: usize = 6;
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Six letters (30 bits) for the parameter `p`.
pub fn link_proof(keys: &ServerKeys, code: &UserCode) -> String {
    letters(&keys.mac(PURPOSE, code.to_string().as_bytes()))
}

/// Whether this server, under any version of its key, has made the link.
pub fn is_link_proof(keys: &ServerKeys, code: &UserCode, found: &str) -> bool {
    use subtle::ConstantTimeEq;
    keys.macs(PURPOSE, code.to_string().as_bytes())
        .iter()
        .any(|mac| bool::from(letters(mac).as_bytes().ct_eq(found.as_bytes())))
}

fn letters(mac: &[u8; 32]) -> String {
    mac.iter()
        .take(LENGTH)
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Randomness;

    ///
    #[test]
    fn a_proof_fits_its_code_only() {
        let keys = ServerKeys::generate(&Randomness::from_seed(1));
        let code = UserCode::parse("BCDF-GHJK").unwrap();
        let other = UserCode::parse("BCDF-GHJL").unwrap();
        let proof = link_proof(&keys, &code);
        assert_eq!(proof.len(), 6);
        assert!(is_link_proof(&keys, &code, &proof));
        for (code, proof) in [(&other, proof.as_str()), (&code, ""), (&code, "000000")] {
            assert!(!is_link_proof(&keys, code, proof), "{proof}");
        }
    }
}
