//! Measures how long the facts of an organisation take to read after a start.
//!
//! `cargo run --release --example facts_load FOLDER ORGANISATION [POSTGRES_URL]`

#![expect(clippy::print_stdout, reason = "a program that prints a figure")]

use std::path::Path;
use std::time::Instant;

use standcloud_store::{OpenOptions, OrganisationId, Store, StoreError};

#[tokio::main]
async fn main() -> Result<(), StoreError> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let organisation = arguments.next().and_then(|number| number.parse().ok());
    let organisation = OrganisationId(organisation.unwrap_or(1));
    let options = OpenOptions::new(Path::new(&folder), arguments.next());
    let store = Store::open(&options).await?;
    for _ in 0..3 {
        let started = Instant::now();
        let loaded = store.load_facts(organisation).await?;
        println!(
            "{} runs in {:.2} s, {} bytes a run",
            loaded.facts.len(),
            started.elapsed().as_secs_f64(),
            loaded.facts.memory_bytes() / loaded.facts.len().max(1),
        );
    }
    Ok(())
}
