//! Published reference data: figures of all modules against certified or published values.

mod capability;
mod data;
mod nist;
