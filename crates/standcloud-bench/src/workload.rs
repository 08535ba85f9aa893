//! `workload`: the runs of the analysis benchmark as plain tables, for other engines to read.
//!
//! `runs.csv` has a line per run, `values.bin` its values beside each other, as whole numbers of 0.0001 in
//! four bytes, lowest first. Both are in the order of run numbers.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use standcloud_demo::{Workload, WorkloadRun};

#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    size: Size,
    /// Where the tables go.
    #[arg(long)]
    folder: PathBuf,
}

/// Which workload.
#[derive(Args)]
pub(crate) struct Size {
    /// How many runs.
    #[arg(long)]
    pub(crate) runs: u64,
    /// Of each run; they come in tens.
    #[arg(long, default_value_t = 100)]
    pub(crate) measurements: usize,
}

impl Size {
    pub(crate) fn workload(&self) -> Workload {
        Workload::new(self.runs, self.measurements)
    }
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let workload = options.size.workload();
    let file = |name| {
        let path = options.folder.join(name);
        File::create(&path).with_context(|| format!("making {}", path.display()))
    };
    let mut runs = BufWriter::new(file("runs.csv")?);
    let mut values = BufWriter::new(file("values.bin")?);
    writeln!(
        runs,
        "number,unit,start_s,stand,batch,part,status,failed_case"
    )?;
    for number in 0..workload.runs() {
        write_run(&workload.run(number), &mut runs, &mut values)?;
    }
    runs.flush()?;
    Ok(values.flush()?)
}

fn write_run(
    run: &WorkloadRun,
    runs: &mut impl Write,
    values: &mut impl Write,
) -> std::io::Result<()> {
    write!(
        runs,
        "{},{},{},{},{},{},{},",
        run.number,
        run.unit,
        run.start_s,
        run.stand,
        run.batch,
        run.part,
        run.status.as_str()
    )?;
    match run.failed_case {
        Some(case) => writeln!(runs, "{case}")?,
        None => writeln!(runs)?,
    }
    for value in &run.values {
        values.write_all(&value.to_le_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_a_line_and_its_values() {
        let workload = Workload::new(10, 10);
        let (mut runs, mut values) = (Vec::new(), Vec::new());
        let run = workload.run(3);
        write_run(&run, &mut runs, &mut values).unwrap();
        let line = String::from_utf8(runs).unwrap();
        assert!(line.starts_with("3,3,"), "{line}");
        assert_eq!(line.matches(',').count(), 7);
        assert_eq!(values.len(), 40);
        assert_eq!(values[..4], run.values[0].to_le_bytes());
    }
}
