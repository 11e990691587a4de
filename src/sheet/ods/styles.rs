//! Styles of an OpenDocument spreadsheet. In: the elements of its styles, as they come. Out: the number
//! format of a cell style as Excel would write it, and whether a table is hidden. Colours and fonts
//! are nothing to a reader of amounts.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use quick_xml::events::BytesStart;

use crate::sheet::relations::attribute;

/// No format shows more digits; no chain of parents is longer.
const MOST_DIGITS: usize = 30;
const LONGEST_CHAIN: usize = 20;

#[derive(Default)]
struct CellStyle {
    data_style: Option<String>,
    parent: Option<String>,
}

#[derive(Default)]
struct DataStyle {
    code: String,
    /// Styles for numbers that fulfil a condition, in order.
    others: Vec<String>,
}

/// All styles met so far.
#[derive(Default)]
pub(super) struct Styles {
    cells: BTreeMap<String, CellStyle>,
    data: BTreeMap<String, DataStyle>,
    hidden_tables: BTreeMap<String, bool>,
    /// The style that is open.
    style: Option<String>,
    open_data: Option<(String, DataStyle)>,
    /// Literal text or a currency of the format that is open.
    literal: Option<(bool, String)>,
    known: BTreeMap<String, Option<ArcStr>>,
}

impl Styles {
    pub(super) fn start(&mut self, element: &BytesStart<'_>) {
        let of = |name: &str| attribute(element, name);
        let qualified = element.name();
        match qualified.as_ref() {
            "style:style" => {
                let Some(name) = of("name") else { return };
                if of("family").as_deref() == Some("table-cell") {
                    let parent = of("parent-style-name");
                    self.cells
                        .insert(name, CellStyle { data_style: of("data-style-name"), parent });
                } else {
                    self.style = Some(name);
                }
            }
            "style:table-properties" => {
                if let (Some(name), Some(display)) = (&self.style, of("display")) {
                    self.hidden_tables.insert(name.clone(), display == "false");
                }
            }
            "number:number-style"
            | "number:currency-style"
            | "number:percentage-style"
            | "number:date-style"
            | "number:time-style" => {
                self.open_data = of("name").map(|name| (name, DataStyle::default()));
            }
            "number:text" => self.literal = Some((false, String::new())),
            "number:currency-symbol" => self.literal = Some((true, String::new())),
            "style:map" => {
                if let (Some((_, style)), Some(name)) =
                    (&mut self.open_data, of("apply-style-name"))
                {
                    style.others.push(name);
                }
            }
            part => {
                if let Some((_, style)) = &mut self.open_data {
                    style.code.push_str(&code_of(part, &of));
                }
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, literal)) = &mut self.literal {
            literal.push_str(text);
        }
    }

    pub(super) fn end(&mut self, qualified: &str) {
        match qualified {
            "number:text" | "number:currency-symbol" => {
                if let (Some((currency, text)), Some((_, style))) =
                    (self.literal.take(), &mut self.open_data)
                {
                    let text = text.replace('"', "");
                    style.code.push_str(&match (currency, text.contains(char::is_alphabetic)) {
                        (true, _) => format!("[${text}]"),
                        (false, true) => format!("\"{text}\""),
                        (false, false) => text,
                    });
                }
            }
            "number:number-style"
            | "number:currency-style"
            | "number:percentage-style"
            | "number:date-style"
            | "number:time-style" => {
                self.data.extend(self.open_data.take());
            }
            "style:style" => self.style = None,
            _ => {}
        }
    }

    pub(super) fn hides_table(&self, style: Option<&str>) -> bool {
        style.and_then(|style| self.hidden_tables.get(style)).copied().unwrap_or(false)
    }

    /// The format of a cell style.
    pub(super) fn format(&mut self, style: &str) -> Option<ArcStr> {
        if let Some(known) = self.known.get(style) {
            return known.clone();
        }
        let mut at = Some(style);
        let mut format = None;
        for _ in 0..LONGEST_CHAIN {
            let Some(cell) = at.and_then(|name| self.cells.get(name)) else { break };
            if let Some(data) = cell.data_style.as_ref().and_then(|name| self.data.get(name)) {
                format = Some(self.code(data)).filter(|code| !code.is_empty()).map(Into::into);
                break;
            }
            at = cell.parent.as_deref();
        }
        self.known.insert(style.to_owned(), format.clone());
        format
    }

    /// Where a format has parts for positive numbers and for negative ones, the positive come first.
    fn code(&self, data: &DataStyle) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for other in data.others.iter().take(2) {
            parts.extend(self.data.get(other).map(|data| data.code.as_str()));
        }
        parts.push(&data.code);
        parts.join(";")
    }
}

fn code_of(part: &str, of: &dyn Fn(&str) -> Option<String>) -> String {
    let number = |name: &str| {
        of(name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0).min(MOST_DIGITS)
    };
    let long = of("style").as_deref() == Some("long");
    let either = |short: &str, other: &str| if long { other } else { short }.to_owned();
    match part {
        "number:number" | "number:scientific-number" => {
            let general = part == "number:number"
                && ["decimal-places", "grouping", "display-factor"].iter().all(|n| of(n).is_none());
            if general && number("min-integer-digits") <= 1 {
                return "General".to_owned();
            }
            let digits = "0".repeat(number("min-integer-digits"));
            let mut code = match of("grouping").as_deref() {
                Some("true") => format!("#,##{}", if digits.is_empty() { "#" } else { &digits }),
                _ if digits.is_empty() => "#".to_owned(),
                _ => digits,
            };
            if number("decimal-places") > 0 {
                code.push('.');
                code.push_str(&"0".repeat(number("decimal-places")));
            }
            match of("display-factor").as_deref() {
                Some("1000") => code.push(','),
                Some("1000000") => code.push_str(",,"),
                _ => {}
            }
            if part == "number:scientific-number" {
                code.push_str("E+00");
            }
            code
        }
        "number:fraction" => "# ?/?".to_owned(),
        "number:day" => either("d", "dd"),
        "number:month" if of("textual").as_deref() == Some("true") => either("mmm", "mmmm"),
        "number:month" => either("m", "mm"),
        "number:year" => either("yy", "yyyy"),
        "number:day-of-week" => either("ddd", "dddd"),
        "number:hours" => either("h", "hh"),
        "number:minutes" => either("m", "mm"),
        "number:seconds" => either("s", "ss"),
        "number:am-pm" => "AM/PM".to_owned(),
        _ => String::new(),
    }
}
