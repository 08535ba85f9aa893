//! How cells look in a workbook.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet};

use super::cells::Cell;

const SECONDS_FORMAT: &str = "0.000";
const SHARE_FORMAT: &str = "0.00%";
const INSTANT_FORMAT: &str = "yyyy-mm-dd hh:mm:ss";
/// Excel knows no day before 1900 and none after 9999.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=9999;

/// Made once: each is a style of the workbook.
#[derive(Debug)]
pub struct CellFormats {
    seconds: Format,
    share: Format,
    instant: Format,
    /// In which people read instants.
    zone: TimeZone,
}

/// Titles and widths of the columns; they stay in sight.
pub fn write_head(
    worksheet: &mut Worksheet,
    columns: impl Iterator<Item = (String, u8)>,
) -> anyhow::Result<()> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Left);
    worksheet.set_freeze_panes(1, 0)?;
    for (at, (title, width)) in (0..).zip(columns) {
        worksheet.set_column_width(at, width)?;
        worksheet.write_string_with_format(0, at, title, &bold)?;
    }
    Ok(())
}

impl CellFormats {
    pub fn new(zone: TimeZone) -> Self {
        Self {
            seconds: Format::new().set_num_format(SECONDS_FORMAT),
            share: Format::new().set_num_format(SHARE_FORMAT),
            instant: Format::new().set_num_format(INSTANT_FORMAT),
            zone,
        }
    }

    pub fn write(
        &self,
        worksheet: &mut Worksheet,
        row: u32,
        at: u16,
        cell: Cell,
    ) -> anyhow::Result<()> {
        match cell {
            Cell::Text(text) => {
                worksheet.write_string(row, at, text)?;
            }
            Cell::Whole(number) => {
                worksheet.write_number(row, at, as_number(number))?;
            }
            Cell::Number(number) if number.is_finite() => {
                worksheet.write_number(row, at, number)?;
            }
            Cell::Share(share) if share.is_finite() => {
                worksheet.write_number_with_format(row, at, share, &self.share)?;
            }
            Cell::Seconds(milliseconds) => {
                let seconds = as_number(milliseconds) / 1000.0;
                worksheet.write_number_with_format(row, at, seconds, &self.seconds)?;
            }
            Cell::Instant(instant) => match excel_time(instant, &self.zone) {
                Some(time) => {
                    worksheet.write_datetime_with_format(row, at, time, &self.instant)?;
                }
                None => {
                    worksheet.write_string(row, at, instant.to_string())?;
                }
            },
            Cell::Empty | Cell::Number(_) | Cell::Share(_) => {}
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a cell of Excel is a double, whatever is put into it"
)]
fn as_number(number: i64) -> f64 {
    number as f64
}

/// The wall clock of that zone; Excel knows no zones.
fn excel_time(instant: Timestamp, zone: &TimeZone) -> Option<ExcelDateTime> {
    let local = zone.to_datetime(instant);
    let year = YEARS.contains(&local.year()).then_some(local.year())?;
    let part = |value: i8| u8::try_from(value).ok();
    let date = ExcelDateTime::from_ymd(
        u16::try_from(year).ok()?,
        part(local.month())?,
        part(local.day())?,
    );
    let hour = u16::try_from(local.hour()).ok()?;
    let time = date
        .ok()?
        .and_hms(hour, part(local.minute())?, part(local.second())?);
    time.ok()
}
