//! A link as a QR code for a phone, two modules in one character.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

/// Black on white whatever the colours of the terminal, because many phones do not read a code with
/// its colours swapped. The colours are those of the 256-colour table that no theme changes.
const COLOURS: &str = "\x1b[38;5;16;48;5;231m";
const RESET: &str = "\x1b[0m";

/// With the quiet zone of four modules; `None` when it is wider than the terminal.
pub(crate) fn qr_code_lines(link: &str, columns: usize) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L).ok()?;
    let text = code.render::<Dense1x2>().build();
    let lines: Vec<_> = text.lines().collect();
    let fits = lines.iter().all(|line| line.chars().count() <= columns);
    fits.then(|| {
        let coloured = |line| format!("{COLOURS}{line}{RESET}");
        lines.into_iter().map(coloured).collect()
    })
}

#[cfg(test)]
mod tests {
    use qrcode::Color;

    use super::*;

    const LINK: &str =
        "https://plant.example:8443/auth/consent/openid/device-authorization?user_code=BCDF-GHJK";

    /// Reads the modules back from the characters: true is black.
    fn modules(lines: &[String]) -> Vec<Vec<bool>> {
        let mut rows = Vec::new();
        for line in lines {
            let line = line.strip_prefix(COLOURS).unwrap();
            let line = line.strip_suffix(RESET).unwrap();
            let halves = |letter| match letter {
                ' ' => (false, false),
                '▀' => (true, false),
                '▄' => (false, true),
                '█' => (true, true),
                other => panic!("{other:?}"),
            };
            rows.push(line.chars().map(|letter| halves(letter).0).collect());
            rows.push(line.chars().map(|letter| halves(letter).1).collect());
        }
        rows
    }

    #[test]
    fn the_modules_are_those_of_the_code_with_a_quiet_zone() {
        let code = QrCode::with_error_correction_level(LINK, EcLevel::L).unwrap();
        let (width, colors) = (code.width(), code.to_colors());
        let rows = modules(&qr_code_lines(LINK, 80).unwrap());
        assert!(rows.len() >= width + 8);
        for (y, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), width + 8);
            for (x, is_black) in row.iter().enumerate() {
                let inside = (4..width + 4).contains(&x) && (4..width + 4).contains(&y);
                let expected = inside && colors[(y - 4) * width + x - 4] == Color::Dark;
                assert_eq!(*is_black, expected, "{x} {y}");
            }
        }
    }

    #[test]
    fn it_fits_the_usual_terminal_and_is_left_out_of_a_narrow_one() {
        let width = modules(&qr_code_lines(LINK, 80).unwrap())[0].len();
        assert!(qr_code_lines(LINK, width).is_some());
        assert!(qr_code_lines(LINK, width - 1).is_none());
        assert!(qr_code_lines(&"x".repeat(5000), 10_000).is_none());
    }
}
