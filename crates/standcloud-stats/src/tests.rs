//! Published reference data: figures of all modules against certified or published values.

mod capability;
pub(crate) mod data;
mod nist;
