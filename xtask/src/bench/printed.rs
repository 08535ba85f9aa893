//! Numbers out of what a program prints as one flat JSON object. A JSON parser would be a dependency
//! for a dozen numbers.

pub(super) fn number_of(printed: &str, name: &str) -> Option<f64> {
    field(printed, name)?.parse().ok()
}

pub(super) fn count_of(printed: &str, name: &str) -> Option<u64> {
    field(printed, name)?.parse().ok()
}

fn field<'a>(printed: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = printed.split_once(&format!("\"{name}\":"))?;
    rest.split([',', '}']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_by_their_whole_name() {
        let printed = "{\"p99_ms\":9,\"late_p99_ms\":1.5,\"none\":null}\n";
        assert_eq!(number_of(printed, "late_p99_ms"), Some(1.5));
        assert_eq!(number_of(printed, "p99_ms"), Some(9.0));
        assert_eq!(count_of(printed, "p99_ms"), Some(9));
        assert_eq!(number_of(printed, "none"), None);
        assert_eq!(number_of(printed, "ms"), None);
    }
}
