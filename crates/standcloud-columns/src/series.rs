//! The values of one measurement over all runs: stored, joined with the facts, and summed up.

mod build;
mod by_run;
mod chunk;
mod figures;
mod newest;
mod numbers;
mod picks;
mod select;
mod summary;
mod texts;
mod time_order;

pub use build::{BuiltChunk, build_number_chunks, build_text_chunks, continues_chunk};
pub use by_run::SeriesOfRuns;
pub use chunk::{CHUNK_VALUES_MAX, decode_numbers, decode_texts, encode_numbers, encode_texts};
pub use figures::SeriesFigures;
pub use numbers::NumberSeries;
pub use picks::RunPicks;
pub use select::{SelectedValues, select_values};
pub use summary::{decode_figures, encode_figures};
pub use texts::TextSeries;
