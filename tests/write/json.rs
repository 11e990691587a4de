//! The JSON contract: the schema, its keys, and what they hold.

use earmark::diagnostic::Catalogue;
use serde_json::Value;

use crate::small;

fn document() -> Value {
    serde_json::from_str(&text()).unwrap()
}

fn text() -> String {
    // The texts are read from templates that other tests check one by one.
    let catalogue = Catalogue::built_in().unwrap();
    let mut text = Vec::new();
    earmark::write::json(&small::reconciliation(), &catalogue, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../../templates/reconciliation.schema.json")).unwrap()
}

fn problems(document: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_document_keeps_to_the_schema() {
    assert_eq!(problems(&document()), Vec::<String>::new());
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn each_value_stands_on_a_line_of_its_own_under_what_holds_it() {
    let (mut within, mut deepest) = (0_usize, 0);
    for line in text().lines() {
        let bare = line.trim_start_matches(' ');
        within -= usize::from(bare.starts_with(['}', ']']));
        assert_eq!(line.len() - bare.len(), within * 2, "{line}");
        within += usize::from(bare.ends_with(['{', '[']));
        deepest = deepest.max(within);
    }
    assert_eq!(within, 0);
    assert!(deepest > 3);
}

type Break = (&'static str, fn(&mut Value));

#[test]
fn a_broken_document_is_refused() {
    let breaks: [Break; 9] = [
        ("totals missing", |d| drop(d.as_object_mut().unwrap().remove("totals"))),
        ("proof open", |d| d["proof"]["difference"] = "0.01".into()),
        ("amount as number", |d| d["entries"][0]["amount"] = 1050.0.into()),
        ("one decimal", |d| d["totals"]["planned"]["total"] = "1.5".into()),
        ("unknown source", |d| d["lines"][0]["source"] = "grant".into()),
        ("unknown outcome", |d| d["entries"][0]["outcome"] = "lost".into()),
        ("no such quarter", |d| d["entries"][0]["quarter"] = 5.into()),
        ("not an address", |d| d["findings"][1]["cell"] = "5F".into()),
        ("remedy missing", |d| {
            drop(d["findings"][0].as_object_mut().unwrap().remove("remedy"));
        }),
    ];
    for (fault, change) in breaks {
        let mut document = document();
        change(&mut document);
        assert!(!problems(&document).is_empty(), "{fault} was accepted");
    }
}

#[test]
fn the_contract_keys_hold_what_the_design_says() {
    let document = document();
    assert_eq!(document["schema"], "earmark/reconciliation/1");
    assert_eq!(document["plan"]["activities"], 4);
    assert_eq!(document["as_of"], "2020-12-31");
    assert_eq!(document["totals"]["planned"]["budget"], "1800.00");
    assert_eq!(document["totals"]["planned"]["donation"], Value::Null);
    let activity = &document["activities"][2];
    assert_eq!((&activity["code"], &activity["start_quarter"]), (&"1.1.10".into(), &1.into()));
    assert_eq!(activity["no_funding_required"], true);
    let line = &document["lines"][0];
    assert_eq!(line["variance"], "50.00");
    assert_eq!(line["deviation_percent"], "5.00");
    assert_eq!(line["spending_status"], "on_plan");
    assert_eq!(line["entries"][0], "e1");
    let entry = &document["entries"][1];
    assert_eq!((&entry["id"], &entry["cell"]), (&"e2".into(), &"F6".into()));
    assert_eq!((&entry["outcome"], &entry["matched_by"]), (&"suspense".into(), &"none".into()));
    assert_eq!(entry["findings"][0], "f2");
    assert_eq!(entry["suggestions"][0]["activity"], "1.1.2");
    assert_eq!(entry["date"], "2020-05-20");
    let finding = &document["findings"][0];
    assert_eq!((&finding["sheet"], &finding["cell"]), (&Value::Null, &Value::Null));
    let submission = &document["submissions"][0];
    assert_eq!(submission["period"], "Q2 2020");
    assert_eq!(submission["control_totals"][0]["stated"], "1070.00");
    assert_eq!(submission["suspense"], "20.50");
    assert_eq!(document["not_reported"][0], "Police administration");
    assert_eq!(document["proof"]["difference"], "0.00");
    assert_eq!(document["proof"]["by_file"][0]["read"], "1070.50");
}

#[test]
fn the_text_is_the_same_each_time_and_ends_with_a_line() {
    assert_eq!(text(), text());
    assert!(text().ends_with("}\n"));
}
