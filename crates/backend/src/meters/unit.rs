//! Units as UCUM writes them, pure: known atoms with prefixes, exponents, products and quotients, and counted things in
//! braces. Enough of the grammar to refuse what another program could not read.

/// Atoms that take a metric prefix.
const METRIC: &[&str] = &[
    "m", "g", "s", "L", "l", "Pa", "bar", "N", "J", "W", "V", "A", "K", "Cel", "Hz", "Ohm", "F", "C", "S",
    "T", "Wb", "H", "lm", "lx", "cd", "mol", "rad", "sr", "Bq", "Gy", "Sv", "eV", "t", "cal", "u", "ar",
    "st", "Np", "B", "By", "bit", "P", "St", "U", "osm", "eq", "VA", "g%", "B[SPL]", "B[W]", "B[V]",
    "m[H2O]", "m[Hg]",
];

/// Atoms that stand alone.
const PLAIN: &[&str] = &[
    "1",
    "10*",
    "10^",
    "min",
    "h",
    "d",
    "wk",
    "mo",
    "a",
    "deg",
    "'",
    "''",
    "%",
    "[ppth]",
    "[ppm]",
    "[ppb]",
    "[pH]",
    "[degF]",
    "[psi]",
    "[in_i]",
    "[ft_i]",
    "[yd_i]",
    "[mi_i]",
    "[gal_us]",
    "[lb_av]",
    "[oz_av]",
    "[HP]",
    "[Btu]",
    "[in_i'H2O]",
    "[in_i'Hg]",
    "[kn_i]",
    "[g]",
    "[pi]",
    "[CFU]",
    "atm",
    "gf",
    "[lbf_av]",
    "har",
    "[acr_us]",
    "[ft_us]",
    "[pt_us]",
    "[qt_us]",
    "[foz_us]",
    "[cin_i]",
    "[cft_i]",
    "[sft_i]",
    "[sin_i]",
    "[Brix]",
    "circ",
    "gon",
];

const PREFIXES: &[&str] = &[
    "Y", "Z", "E", "P", "T", "G", "M", "k", "h", "da", "d", "c", "m", "u", "n", "p", "f", "a", "z", "y",
    "Ki", "Mi", "Gi", "Ti",
];

/// Whether a text is a unit.
pub(super) fn is_unit(text: &str) -> bool {
    let text = text.strip_prefix('/').unwrap_or(text);
    !text.is_empty()
        && text.len() <= 40
        && terms(text).is_some_and(|terms| terms.iter().all(|term| is_term(term)))
}

/// Splits at `.` and `/` outside brackets and braces; nothing where those do not pair.
fn terms(text: &str) -> Option<Vec<&str>> {
    let (mut found, mut from, mut open) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('{' | '[', None) => open = Some(c),
            ('}', Some('{')) | (']', Some('[')) => open = None,
            ('{' | '}' | '[' | ']', _) => return None,
            ('.' | '/', None) => {
                found.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[from..]);
    open.is_none().then_some(found)
}

fn is_term(term: &str) -> bool {
    // What is counted stands in braces, alone or after a unit.
    let (unit, note) =
        term.split_once('{').map_or((term, None), |(unit, note)| (unit, note.strip_suffix('}')));
    if term.contains('{')
        && !note
            .is_some_and(|note| !note.is_empty() && note.chars().all(|c| c == ' ' || c.is_ascii_graphic()))
    {
        return false;
    }
    if unit.is_empty() {
        return note.is_some();
    }
    let symbol = unit.trim_end_matches(|c: char| c.is_ascii_digit());
    let symbol =
        if symbol.is_empty() { return true } else { symbol.strip_suffix(['-', '+']).unwrap_or(symbol) };
    is_symbol(symbol) || is_symbol(unit)
}

fn is_symbol(symbol: &str) -> bool {
    METRIC.contains(&symbol)
        || PLAIN.contains(&symbol)
        || PREFIXES.iter().filter_map(|prefix| symbol.strip_prefix(prefix)).any(|rest| METRIC.contains(&rest))
}

#[cfg(test)]
mod tests {
    use super::is_unit;

    #[test]
    fn units_of_a_plant_are_known_and_others_are_not() {
        for good in [
            "h",
            "Cel",
            "[degF]",
            "bar",
            "mbar",
            "kPa",
            "[psi]",
            "mm/s",
            "m3/h",
            "L/min",
            "kW.h",
            "kW",
            "A",
            "mA",
            "1/min",
            "/min",
            "Hz",
            "%",
            "{bottles}",
            "{count}",
            "m/s2",
            "um",
            "dB[SPL]",
            "mm[Hg]",
            "m2",
            "10*3",
            "t",
            "[pH]",
            "uS/cm",
            "L{oil}",
            "km",
            "[in_i]",
            "g/L",
            "s-1",
        ] {
            assert!(is_unit(good), "{good}");
        }
        for bad in [
            "", "hours", "°C", "C°", "{", "{bottles", "mm//s", "psi", "bar]", "[bar", "{}", "kilo", "/",
            "m3 /h",
        ] {
            assert!(!is_unit(bad), "{bad}");
        }
    }
}
