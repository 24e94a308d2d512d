//! Tables for people who open them in a spreadsheet.

/// A cell that no spreadsheet takes for a formula. The import takes the sign away again.
pub(crate) fn escaped(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    let risky = cell.starts_with(['=', '+', '-', '@', '\'', '\t', '\r']);
    if risky && !number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn formulas_are_disarmed_and_numbers_stay() {
        assert_eq!(escaped("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(escaped("@SUM(1)"), "'@SUM(1)");
        assert_eq!(escaped("'quoted"), "''quoted");
        assert_eq!(escaped("-12.50"), "-12.50");
        assert_eq!(escaped("Pump - north"), "Pump - north");
    }
}
