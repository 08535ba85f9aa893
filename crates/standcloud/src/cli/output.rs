//! What the command line writes: data on stdout, all else on stderr.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line of data. A reader that has gone away (`| head`) ends the program quietly.
pub fn data(line: impl AsRef<str>) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match writeln!(stdout, "{}", line.as_ref()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        outcome => Ok(outcome?),
    }
}

/// A line for the person.
pub fn say(line: impl AsRef<str>) {
    // There is nowhere to report that stderr is gone.
    let _ = writeln!(std::io::stderr().lock(), "{}", line.as_ref());
}

/// Says what went wrong, then why, and in the end what to do about it.
pub fn fail(error: &anyhow::Error) -> ExitCode {
    let mut hints = Vec::new();
    let mut said = String::new();
    for (depth, cause) in error.chain().enumerate() {
        let text = cause.to_string();
        // Many errors end with the text of their own cause.
        if depth > 0 && said.ends_with(&text) {
            continue;
        }
        let (hint, what): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("hint: "));
        hints.extend(hint.into_iter().map(str::to_owned));
        let begin = if depth == 0 { "error" } else { "  because" };
        say(format!("{begin}: {}", what.join("\n")));
        said = text;
    }
    hints.into_iter().for_each(say);
    ExitCode::FAILURE
}

/// A progress bar on a terminal, a line every ten seconds elsewhere.
pub fn progress(total: u64, what: &'static str) -> ProgressBar {
    let template = format!("{what} {{wide_bar}} {{human_pos}}/{{human_len}} {{per_sec}} {{eta}}");
    let style = ProgressStyle::with_template(&template);
    let bar =
        ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Columns as wide as their widest entry, two spaces apart; statuses are coloured on a terminal.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> anyhow::Result<()> {
    let mut widths: Vec<usize> = headings
        .iter()
        .map(|heading| heading.chars().count())
        .collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    // <https://no-color.org>
    let is_coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded = cells.zip(&widths).map(|(cell, width)| {
            let padded = format!("{cell:<width$}");
            match colour_of(cell).filter(|_| is_coloured) {
                Some(colour) => format!("\x1b[{colour}m{padded}\x1b[0m"),
                None => padded,
            }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    data(line(&mut headings.iter().copied()))?;
    for row in rows {
        data(line(&mut row.iter().map(String::as_str)))?;
    }
    Ok(())
}

/// The SGR code of a word that stands for good or bad; the word says it without colour too.
fn colour_of(cell: &str) -> Option<u8> {
    match cell {
        "PASS" | "active" => Some(32),
        "FAIL" | "ERROR" | "revoked" | "expired" => Some(31),
        _ => None,
    }
}
