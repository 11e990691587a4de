//! Number formats. In: the number of a built-in format, a name, or a format's code. Out: the code,
//! and whether it shows a date. Never formats a number.

/// The code of a built-in format that is not "General".
pub(super) fn built_in(number: u16) -> Option<&'static str> {
    Some(match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "mm-dd-yy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "m/d/yy h:mm",
        37 => "#,##0 ;(#,##0)",
        38 => "#,##0 ;[Red](#,##0)",
        39 => "#,##0.00;(#,##0.00)",
        40 => "#,##0.00;[Red](#,##0.00)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mmss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

/// The code behind a name that Excel writes into web pages and XML files; any other is a code already.
pub(super) fn named(name: &str) -> Option<&str> {
    Some(match name {
        "" | "General" | "General Number" => return None,
        // The currency of the writer's computer, which the file does not say.
        "Currency" | "Standard" => "#,##0.00",
        "Euro Currency" => "[$€-2] #,##0.00",
        "Fixed" => "0.00",
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        "Short Date" | "General Date" => "mm-dd-yy",
        "Medium Date" => "d-mmm-yy",
        "Long Date" => "d mmmm yyyy",
        "Short Time" | "Medium Time" => "h:mm",
        "Long Time" => "h:mm:ss",
        code => code,
    })
}

/// Whether a code shows a day, as opposed to a number or a time of day.
pub(super) fn is_date(code: &str) -> bool {
    let mut shown = String::new();
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for character in code.split(';').next().unwrap_or(code).chars() {
        match character {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            other => shown.push(other.to_ascii_lowercase()),
        }
    }
    let shown = shown.replace("am/pm", "").replace("general", "").replace("standard", "");
    let number = shown.contains(['#', '0', '?', '@']);
    !number && (shown.contains(['d', 'y']) || (shown.contains('m') && !shown.contains(['h', 's'])))
}

/// Whether a code shows thousands or millions only: `#,##0,`.
pub(super) fn scales(code: &str) -> bool {
    let shown = code.split(';').next().unwrap_or(code);
    let bytes = shown.as_bytes();
    let last = shown.rfind(['0', '#', '?']);
    last.is_some_and(|last| bytes.get(last + 1) == Some(&b',') && !shown.ends_with('%'))
}
