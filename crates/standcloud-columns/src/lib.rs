//! The columnar projection of test data: what the server keeps beside the raw reports so that it
//! can answer questions about millions of test runs at once.
//!
//! Problem: every number on a dashboard is a count or a sum over many runs under any combination of
//! filters, and a row store reads far too much for it. Choice: [`Facts`] holds one row of narrow
//! columns per run in memory, every query is one pass over it, and the measurements of one run are
//! one compact blob ([`encode_values`]). Consequence: there are no roll-up tables that can go wrong;
//! memory grows by some 40 bytes a run, and everything here can be rebuilt from the raw reports.
//!
//! The crate is pure: values in, values out. It must never depend on the store or on HTTP, and it
//! knows no clock.

mod facts;
mod filter;
mod names;
mod query;
mod series;
mod values;

#[cfg(test)]
mod tests;

pub use facts::{FactRow, Facts, RunPosition, RunStatus, Verdict};
pub use filter::{Bounds, Filter, IdSet, StatusSet, VoidedRuns};
pub use names::Names;
pub use query::{
    Bucket, Calendar, DayStartError, Dimension, Direction, Group, GroupError, Grouping, LatestTest,
    NameField, PageStart, Period, RunOutline, SortBy, SortedRun, Span, StandActivity, TooManyRuns,
    TopBy, TopGroups, Trends, count, count_distinct, count_per_unit, count_trends, end_of_times,
    group_by, largest_id, last_run_per_unit, newest_first, newest_first_after, next_newer,
    run_outlines, sorted_page, spans_by, stand_activity, top_groups,
};
pub use series::{
    BuiltChunk, CHUNK_VALUES_MAX, NumberSeries, RunPicks, SelectedValues, SeriesFigures,
    SeriesOfRuns, TextSeries, build_number_chunks, build_text_chunks, continues_chunk,
    decode_figures, decode_numbers, decode_texts, encode_figures, encode_numbers, encode_texts,
    select_values,
};
pub use values::{DecodeError, RunValue, Value, decode_values, encode_values};
