//! What can go wrong in the store, split by what the caller can do about it.

use thiserror::Error;

/// Why a store operation did not happen. Nothing was changed unless a variant says otherwise.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database is away, blocked or full: the same call may succeed later.
    #[error("the database does not answer: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A statement failed for another reason: a defect or a damaged database.
    #[error("the database refused a statement: {0}")]
    Statement(#[source] sqlx::Error),
    /// A row that the program never writes.
    #[error("table {table} holds an impossible value in {column} for {key}")]
    Corrupt {
        table: &'static str,
        column: &'static str,
        key: String,
    },
    /// The schema could not be brought up to date.
    #[error("the database schema could not be upgraded: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The name, address or slug is in use.
    #[error("{0} exists already")]
    Exists(String),
    /// A limit that protects the others would be exceeded.
    #[error("{0}")]
    LimitExceeded(String),
    /// Nobody may do this.
    #[error("{0}")]
    Refused(&'static str),
    /// A file operation beside the database failed.
    #[error("{path}: {source}")]
    File {
        path: String,
        source: std::io::Error,
    },
    /// A computation over what was read ended before its answer.
    #[error("a computation was interrupted")]
    Interrupted,
    /// The operation does not exist on this database.
    #[error("{0}")]
    NotSupported(&'static str),
}

impl StoreError {
    /// Whether waiting and trying again is the right answer.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Interrupted)
    }

    pub(crate) fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::File {
            path: path.display().to_string(),
            source,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_temporary(&error) {
            Self::Unavailable(error)
        } else {
            Self::Statement(error)
        }
    }
}

fn is_temporary(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        // A server that dies in the middle of an answer leaves a message that makes no sense.
        | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(database) => database.code().is_some_and(|code| {
            is_temporary_sqlite_code(&code) || is_temporary_postgres_state(&code)
        }),
        _ => false,
    }
}

/// SQLite's primary result codes BUSY 5, LOCKED 6, IOERR 10, FULL 13, CANTOPEN 14
/// (<https://sqlite.org/rescode.html>); the low byte of an extended code is the primary one.
fn is_temporary_sqlite_code(code: &str) -> bool {
    // PostgreSQL's states have five characters and may look like numbers.
    code.len() < 5
        && code
            .parse::<u32>()
            .is_ok_and(|number| matches!(number & 0xff, 5 | 6 | 10 | 13 | 14))
}

/// Classes 08 (connection), 53 (resources), 57P0x (shutdown), 40 (serialisation, deadlock), 25006
/// (a standby) and 55P03 (lock not available) of PostgreSQL's error codes, appendix A.
fn is_temporary_postgres_state(state: &str) -> bool {
    state.len() == 5
        && (["08", "53", "57P", "40"]
            .iter()
            .any(|class| state.starts_with(class))
            || matches!(state, "25006" | "55P03"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_pass_with_time_are_told_from_defects() {
        for code in ["5", "6", "10", "13", "14", "261", "778"] {
            assert!(is_temporary_sqlite_code(code), "{code}");
        }
        for code in ["1", "19", "2067", "11"] {
            assert!(!is_temporary_sqlite_code(code), "{code}");
        }
        for state in ["08006", "53300", "57P01", "57P03", "40001", "25006"] {
            assert!(is_temporary_postgres_state(state), "{state}");
        }
        for state in ["23505", "42601", "22021"] {
            assert!(!is_temporary_postgres_state(state), "{state}");
            assert!(!is_temporary_sqlite_code(state), "{state}");
        }
    }
}
