//! A table as a Parquet file, which Polars, `DuckDB`, pandas and Spark read with its types.
//!
//! Rows come one by one and leave in groups, so memory does not depend on their number. All columns may be
//! empty, because what a stand did not say is nothing and not a zero or an empty text.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;

use super::table::Cell;

const GROUP_ROWS: usize = 65_536;

/// What the cells of a column are. Others become empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParquetKind {
    Text,
    Whole,
    Number,
    /// Microseconds in UTC.
    Instant,
}

#[derive(Debug, Clone, Copy)]
pub struct ParquetColumn {
    /// Letters and underscores.
    pub name: &'static str,
    pub kind: ParquetKind,
}

/// Each row has as many cells as there are columns.
pub fn write_parquet(
    columns: &[ParquetColumn],
    mut rows: impl Iterator<Item = Vec<Cell>>,
    file: impl Write + Send,
) -> Result<()> {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let mut writer =
        SerializedFileWriter::new(file, schema(columns)?, Arc::new(properties.build()))?;
    loop {
        let mut gathered: Vec<Gathered> = columns.iter().map(Gathered::new).collect();
        let mut count = 0;
        for row in rows.by_ref().take(GROUP_ROWS) {
            count += 1;
            for (column, cell) in gathered.iter_mut().zip(row) {
                column.add(cell);
            }
        }
        if count == 0 {
            break;
        }
        let mut group = writer.next_row_group()?;
        for column in gathered {
            let mut place = group.next_column()?.ok_or_else(mismatch)?;
            column.write(place.untyped())?;
            place.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn mismatch() -> ParquetError {
    ParquetError::General("a column is not what the schema says".to_owned())
}

fn schema(columns: &[ParquetColumn]) -> Result<Arc<Type>> {
    let fields = columns.iter().map(|column| {
        let name = column.name;
        match column.kind {
            ParquetKind::Text => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
            ParquetKind::Whole => format!("OPTIONAL INT64 {name};"),
            ParquetKind::Number => format!("OPTIONAL DOUBLE {name};"),
            ParquetKind::Instant => format!("OPTIONAL INT64 {name} (TIMESTAMP(MICROS,true));"),
        }
    });
    let fields: Vec<String> = fields.collect();
    let message = format!("message rows {{ {} }}", fields.join(" "));
    Ok(Arc::new(parse_message_type(&message)?))
}

/// One column of one group: whether each row has something, and what.
struct Gathered {
    has: Vec<i16>,
    values: GatheredValues,
}

enum GatheredValues {
    Texts(Vec<ByteArray>),
    Whole(Vec<i64>),
    Numbers(Vec<f64>),
}

impl Gathered {
    fn new(column: &ParquetColumn) -> Self {
        Self {
            has: Vec::new(),
            values: match column.kind {
                ParquetKind::Text => GatheredValues::Texts(Vec::new()),
                ParquetKind::Whole | ParquetKind::Instant => GatheredValues::Whole(Vec::new()),
                ParquetKind::Number => GatheredValues::Numbers(Vec::new()),
            },
        }
    }

    fn add(&mut self, cell: Cell) {
        let is_there = match (&mut self.values, cell) {
            (GatheredValues::Texts(texts), Cell::Text(text)) => {
                texts.push(ByteArray::from(text.into_bytes()));
                true
            }
            (GatheredValues::Whole(numbers), Cell::Whole(number)) => {
                numbers.push(number);
                true
            }
            (GatheredValues::Whole(numbers), Cell::Instant(at)) => {
                numbers.push(at.as_microsecond());
                true
            }
            (GatheredValues::Numbers(numbers), Cell::Number(number) | Cell::Share(number)) => {
                numbers.push(number);
                true
            }
            _ => false,
        };
        self.has.push(i16::from(is_there));
    }

    fn write(&self, place: &mut ColumnWriter<'_>) -> Result<()> {
        let has = Some(self.has.as_slice());
        match (&self.values, place) {
            (GatheredValues::Texts(texts), ColumnWriter::ByteArrayColumnWriter(place)) => {
                place.write_batch(texts, has, None)?;
            }
            (GatheredValues::Whole(numbers), ColumnWriter::Int64ColumnWriter(place)) => {
                place.write_batch(numbers, has, None)?;
            }
            (GatheredValues::Numbers(numbers), ColumnWriter::DoubleColumnWriter(place)) => {
                place.write_batch(numbers, has, None)?;
            }
            _ => return Err(mismatch()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;

    const COLUMNS: [ParquetColumn; 3] = [
        ParquetColumn {
            name: "run_number",
            kind: ParquetKind::Whole,
        },
        ParquetColumn {
            name: "value",
            kind: ParquetKind::Number,
        },
        ParquetColumn {
            name: "stand",
            kind: ParquetKind::Text,
        },
    ];

    fn written(count: i64) -> SerializedFileReader<Bytes> {
        let rows = (0..count).map(|at| {
            let stand = if at % 2 == 0 {
                Cell::Text(format!("Stand {}", at % 7))
            } else {
                Cell::Empty
            };
            vec![Cell::Whole(at), Cell::Number(0.5), stand]
        });
        let mut file = Vec::new();
        write_parquet(&COLUMNS, rows, &mut file).unwrap();
        SerializedFileReader::new(Bytes::from(file)).unwrap()
    }

    #[test]
    fn what_was_written_is_read_back() {
        let count = i64::try_from(GROUP_ROWS).unwrap() + 10;
        let reader = written(count);
        assert_eq!(reader.metadata().num_row_groups(), 2);
        let mut at = 0;
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            assert_eq!(row.get_long(0).unwrap(), at);
            assert_eq!(row.get_double(1).unwrap().to_bits(), 0.5_f64.to_bits());
            match at % 2 {
                0 => assert_eq!(*row.get_string(2).unwrap(), format!("Stand {}", at % 7)),
                _ => assert!(row.get_string(2).is_err()),
            }
            at += 1;
        }
        assert_eq!(at, count);
    }

    #[test]
    fn no_rows_are_a_file_too() {
        assert_eq!(written(0).metadata().file_metadata().num_rows(), 0);
    }
}
