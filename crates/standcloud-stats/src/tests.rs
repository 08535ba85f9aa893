//! Published reference data: figures of all modules against certified or published values.

mod data;
mod nist;
