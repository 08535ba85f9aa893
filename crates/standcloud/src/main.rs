use std::process::ExitCode;

use clap::Parser;
use standcloud::cli::{Cli, run};

/// A report is thousands of small texts, made on one thread and dropped on another: with the
/// system's allocator a sixth of the time of an upload went into it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return standcloud::cli::output::fail(&error.into()),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => standcloud::cli::output::fail(&error),
    }
}
