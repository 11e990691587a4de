//! The other shapes of the same figures: csv beside the JSON, and the page to mail and print.

use std::collections::BTreeMap;
use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::{Desk, sample};

type Row = BTreeMap<String, String>;

/// Keys of a line's row that the JSON has with the activity.
const OF_ACTIVITY: [&str; 7] = [
    "title",
    "strategic_area",
    "measure",
    "lead",
    "start_quarter",
    "end_quarter",
    "no_funding_required",
];

fn reconciled(more: &[&str]) -> Desk {
    let desk = Desk::new();
    let (sheets, funding) = (sample("expenditure"), sample("funding.xlsx"));
    let mut arguments = vec!["--as-of", "Q3", "--funding", funding.to_str().unwrap()];
    arguments.extend(more);
    arguments.push(sheets.to_str().unwrap());
    desk.reconcile(&arguments).wrote();
    desk
}

fn table(desk: &Desk, name: &str) -> Vec<Row> {
    let text = fs::read_to_string(desk.path("out").join(name)).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("Excel would read it in another encoding");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    rows.deserialize().map(Result::unwrap).collect()
}

/// What the JSON has under a key, as a field of csv shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(parts) => parts.iter().map(shown).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[test]
fn lines_and_entries_in_csv_are_those_of_the_json() {
    let desk = reconciled(&["--csv"]);
    let json = desk.json();
    let of_activity: BTreeMap<&str, &Value> = json["activities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|activity| (activity["code"].as_str().unwrap(), activity))
        .collect();
    for (file, list) in [("lines.csv", "lines"), ("entries.csv", "entries")] {
        let (rows, items) = (table(&desk, file), json[list].as_array().unwrap());
        assert_eq!(rows.len(), items.len(), "{file}");
        for (row, item) in rows.iter().zip(items) {
            for (heading, field) in row {
                let wanted = match heading.as_str() {
                    "appropriated" | "pledged" | "committed" | "received" => {
                        shown(&item["evidence"][heading])
                    }
                    "finding_codes" => continue,
                    name if list == "lines" && OF_ACTIVITY.contains(&name) => {
                        shown(&of_activity[item["activity"].as_str().unwrap()][name])
                    }
                    name => shown(item.get(name).unwrap_or_else(|| panic!("{name}"))),
                };
                let guarded = field.strip_prefix('\'').unwrap_or(field);
                assert_eq!(guarded, wanted, "{file}, {heading} of {}", row["id"]);
            }
        }
    }
}

#[test]
fn what_a_spreadsheet_would_run_stays_text_in_csv_and_keeps_its_length() {
    let desk = Desk::new();
    let long = "one very long description ".repeat(40);
    desk.file(
        "kultura.csv",
        format!(
            "Institution;Ministry of Culture;;;\nPeriod;Q2 2020;;;\n\n\
             Code;Source of funding;Spent (EUR);Document;Description\n\
             1.2.1;Budget;100;=1+1;@SUM(A1)\n1.2.1;Budget;-5;12/20;{long}\n"
        ),
    );
    desk.reconcile(&["--csv", "kultura.csv"]).wrote();
    let entries = table(&desk, "entries.csv");
    assert_eq!(entries[0]["document"], "'=1+1");
    assert_eq!(entries[0]["description"], "'@SUM(A1)");
    assert_eq!(entries[1]["amount"], "-5.00", "an amount is no text");
    assert_eq!(entries[1]["description"], long.trim());
}

#[test]
fn csv_is_written_only_where_it_is_wanted_and_replaced_with_the_rest() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    desk.reconcile(&["--csv", "kultura.csv"]).wrote().says("lines.csv");
    assert!(desk.path("out/entries.csv").exists());
    desk.reconcile(&["kultura.csv"]).wrote();
    assert!(!desk.path("out/entries.csv").exists(), "of the run before");
    assert!(desk.path("out/summary.html").exists());
    // One that somebody worked in is kept.
    desk.reconcile(&["--csv", "kultura.csv"]).wrote();
    desk.file("out/lines.csv", "mine");
    desk.reconcile(&["kultura.csv"]).refused("lines.csv");
}

/// The text of a page: every text between its marks, and the names of the elements.
fn page(html: &str) -> (String, Vec<String>) {
    let (mut words, mut elements) = (String::new(), Vec::new());
    let mut open: Vec<String> = Vec::new();
    for token in html5gum::Tokenizer::new(html).flatten() {
        match token {
            html5gum::Token::String(_) if open.last().is_some_and(|name| name == "style") => {}
            html5gum::Token::String(text) => words.push_str(&String::from_utf8_lossy(&text)),
            html5gum::Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let alone = ["meta", "col", "rect"].contains(&name.as_str());
                elements.push(name.clone());
                if !alone {
                    open.push(name);
                }
            }
            html5gum::Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert_eq!(open.pop(), Some(name), "an element is closed in another");
                words.push('\n');
            }
            html5gum::Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    assert_eq!(open, Vec::<String>::new(), "left open");
    (words.replace('\u{a0}', " "), elements)
}

#[test]
fn the_summary_shows_what_the_first_sheet_shows() {
    let desk = reconciled(&[]);
    let html = fs::read_to_string(desk.path("out/summary.html")).unwrap();
    let (words, elements) = page(&html);
    let mut workbook: Xlsx<_> = open_workbook(desk.path("out/reconciliation.xlsx")).unwrap();
    let overview = workbook.worksheet_range("Overview").unwrap();
    let mut seen = 0;
    // Links to other sheets of the workbook, which a page does not have.
    let links = ["All 23 lines whose spending is known", "Definitions, rules and all inputs"];
    for (row, column, value) in overview.used_cells() {
        let wanted = match value {
            Data::String(text) if links.contains(&text.as_str()) => continue,
            Data::String(text) => text.clone(),
            // Counts, percentages and euros: each in one of its forms.
            Data::Float(number) => {
                let euros = earmark::model::grouped(&format!("{number:.2}"));
                let forms =
                    [format!("{euros} €"), format!("{:.1}%", number * 100.0), format!("{number}")];
                seen += 1;
                assert!(
                    forms.iter().any(|form| words.contains(form)),
                    "({row}, {column}): {forms:?}"
                );
                continue;
            }
            _ => continue,
        };
        assert!(words.contains(&wanted), "({row}, {column}): {wanted:?}");
    }
    assert!(seen > 80, "{seen} numbers");
    for charts in ["svg", "figcaption"] {
        assert_eq!(elements.iter().filter(|name| *name == charts).count(), 3);
    }
    for foreign in ["script", "img", "link", "iframe", "object"] {
        assert!(!elements.iter().any(|name| name == foreign), "{foreign}");
    }
    assert!(!html.contains("http"), "nothing is fetched");
}

#[test]
fn text_of_an_input_stays_text_on_the_page() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    desk.file("own.toml", "title = \"<script>alert(1)</script> & \\\"Co\\\"\"\n");
    desk.reconcile(&["--config", "own.toml", "kultura.csv"]).wrote();
    let html = fs::read_to_string(desk.path("out/summary.html")).unwrap();
    let (words, elements) = page(&html);
    assert!(words.contains("<script>alert(1)</script> & \"Co\""), "{words}");
    assert!(!elements.iter().any(|name| name == "script"));
}
