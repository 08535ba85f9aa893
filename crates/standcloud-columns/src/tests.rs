//! Every operation against a reference that is too simple to be wrong.

mod calendar;
mod chunks;
mod facts;
mod first_test;
mod histories;
mod id_set;
mod names;
mod outlines;
mod queries;
mod reference;
mod series;
mod sorted;
mod stands;
mod values;
