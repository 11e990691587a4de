//! Sheets as institutions keep them: what is read from each cell, and what is said about it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;

use earmark::config::ExtraWords;
use earmark::model::Submission;
use earmark::read::read_submissions;
use earmark::vocabulary::Vocabulary;

/// What a sheet gives, a line an entry: cell, amount, code, source, quarter; then codes of findings.
fn read(name: &str, text: &str) -> (Vec<String>, Vec<String>, Vec<Submission>) {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    let file = fixture::sheet(name, "Sheet1", text);
    let (submissions, findings) = read_submissions(&file, &vocabulary, None);
    let entries = submissions
        .iter()
        .flat_map(|submission| &submission.entries)
        .map(|entry| {
            let code = entry.activity_code.map_or_else(|| "-".to_owned(), |code| code.to_string());
            let source = match (&entry.source, entry.column_source) {
                (Some(words), _) => words.value.to_string(),
                (None, Some(column)) => format!("column {column}"),
                (None, None) => "-".to_owned(),
            };
            let quarter =
                entry.quarter.map_or_else(|| "-".to_owned(), |quarter| quarter.to_string());
            let cell = entry.place.cell().unwrap();
            format!("{cell} {} {code} {source} {quarter}", entry.amount)
        })
        .collect();
    let findings = findings
        .iter()
        .map(|finding| match finding.place.cell() {
            Some(cell) => format!("{} {cell}", finding.code),
            None => finding.code.to_string(),
        })
        .collect();
    (entries, findings, submissions)
}

#[track_caller]
fn expect(text: &str, entries: &[&str], findings: &[&str]) {
    let (found, said, submissions) = read("sheet.xlsx", text);
    assert_eq!(found, entries);
    assert_eq!(said, findings);
    for submission in submissions {
        let sum: earmark::model::Euros = submission.entries.iter().map(|entry| entry.amount).sum();
        assert_eq!(submission.read, sum, "what the reader counted and what it gave out");
    }
}

#[test]
fn a_tidy_table_in_english() {
    expect(
        "
Code   | Source of funding | Spent (€) | Date
1.1.7  | Budget            | #2200     | @2020-05-04
1.1.10 | Budget            | #1100.50  | 31.12.2020
",
        &["C2 2200.00 1.1.7 Budget Q2", "C3 1100.50 1.1.10 Budget Q4"],
        &[],
    );
}

#[test]
fn a_table_in_montenegrin_below_titles_not_at_the_corner() {
    expect(
        "
| CRNA GORA
| Uprava za kadrove

| Izvještaj o utrošku sredstava | | | II kvartal 2020
| R. br. | Šifra aktivnosti | Izvor finansiranja | Utrošeno (EUR) | Napomena
| #1     | 1.1.7            | Budžet             | 1.200,50       |
| #2     | 1.1.9.           | Budžet             | 300            | račun 5
|        | UKUPNO           |                    | 1.500,50       |
",
        &["E6 1200.50 1.1.7 Budžet Q2", "E7 300.00 1.1.9 Budžet Q2"],
        &[],
    );
    let (_, _, submissions) = read(
        "x.xlsx",
        "
Uprava za kadrove
Šifra | Iznos
1.1.7 | #5
",
    );
    assert_eq!(&*submissions[0].body.as_ref().unwrap().value, "Uprava za kadrove");
}

#[test]
fn cyrillic_headings() {
    expect(
        "
Шифра | Извор финансирања | Утрошена средства
1.1.2 | Буџет             | #4000
",
        &["C2 4000.00 1.1.2 Буџет -"],
        &[],
    );
}

#[test]
fn a_header_of_two_rows_with_sources_side_by_side() {
    expect(
        "
Code | Activity | Spent  | <
^    | ^        | Budget | Donation
1.1.1 | Trainings | #500 |
4.3.1 | Meetings  | #100 | #50
Total |           | #600 | #50
",
        &[
            "C3 500.00 1.1.1 column budget -",
            "C4 100.00 4.3.1 column budget -",
            "D4 50.00 4.3.1 column donation -",
        ],
        &[],
    );
}

#[test]
fn quarters_across_with_a_total_column_that_is_checked() {
    expect(
        "
Code  | Source | Q1  | Q2   | Q3 | Q4 | Total
1.1.7 | Budget | #10 | #20  |    | #5 | #35
1.1.8 | Budget |     | #300 |    |    | #301
",
        &[
            "C2 10.00 1.1.7 Budget Q1",
            "D2 20.00 1.1.7 Budget Q2",
            "F2 5.00 1.1.7 Budget Q4",
            "D3 300.00 1.1.8 Budget Q2",
        ],
        &["W0304 G3"],
    );
}

#[test]
fn planned_beside_spent_is_not_counted() {
    expect(
        "
Code  | Planned | Spent
1.1.7 | #2200   | #2000
",
        &["C2 2000.00 1.1.7 - -"],
        &[],
    );
    expect(
        "
Code  | Budget | Spent
1.1.7 | #2200  | #2000
",
        &["C2 2000.00 1.1.7 - -"],
        &[],
    );
}

#[test]
fn marks_of_a_column_decide_what_could_mean_two_things() {
    expect(
        "
Code  | Amount
1.1.1 | 1.000
1.1.2 | 2.500,50
",
        &["B2 1000.00 1.1.1 - -", "B3 2500.50 1.1.2 - -"],
        &["W0205 B2"],
    );
    expect(
        "
Code  | Amount
1.1.1 | 1.000
1.1.2 | 2,500.50
",
        &["B2 1.00 1.1.1 - -", "B3 2500.50 1.1.2 - -"],
        &["W0205 B2"],
    );
    expect(
        "
Code  | Amount
1.1.1 | 1.000
1.1.2 | 500
",
        &["B2 1000.00 1.1.1 - -", "B3 500.00 1.1.2 - -"],
        &["E0204 B2"],
    );
}

#[test]
fn amounts_as_people_write_them() {
    for (written, amount) in [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("4 000", "4000.00"),
        ("4\u{a0}000,5", "4000.50"),
        ("1.234.567", "1234567.00"),
        ("€ 500", "500.00"),
        ("500 €", "500.00"),
        ("500,00 EUR", "500.00"),
        ("300 Euros", "300.00"),
        ("(500)", "-500.00"),
        ("500-", "-500.00"),
        ("−12,50", "-12.50"),
        ("12 hiljada", "12000.00"),
        ("1'234.50", "1234.50"),
        ("0", "0.00"),
        ("#0.30000000000000004", "0.30"),
        ("#-0", "0.00"),
    ] {
        let text = format!("Code | Amount\n1.1.1 | {written}\n1.1.2 | 1,5");
        let text = if written.contains(".5") { text.replace("1,5", "7.55") } else { text };
        let (entries, ..) = read("a.xlsx", &text);
        let first = entries.first().cloned().unwrap_or_default();
        assert_eq!(first, format!("B2 {amount} 1.1.1 - -"), "{written}");
    }
}

#[test]
fn what_is_no_amount_is_said_with_its_cell() {
    for (written, code) in [
        ("12.500 (est.)", "E0203"),
        ("twelve", "E0203"),
        ("1 50", "E0203"),
        ("1.23.456", "E0203"),
        ("33,333.333,1", "E0203"),
        ("#333.3333", "E0206"),
        ("12,345 RSD", "E0207"),
        ("$500", "E0207"),
        ("100 KM", "E0207"),
        ("!#REF!", "E0201"),
        ("?", "E0202"),
        ("#99999999999999", "E0208"),
        ("5 5 hiljada hiljada", "E0203"),
    ] {
        let text = format!("Code | Amount\n1.1.1 | {written}");
        let (entries, findings, _) = read("a.xlsx", &text);
        assert_eq!((entries, findings), (vec![], vec![format!("{code} B2")]), "{written}");
    }
}

#[test]
fn blank_and_dash_never_become_zero() {
    expect(
        "
Code  | Amount
1.1.1 |
1.1.2 | -
1.1.3 | –
1.1.4 | € -
1.1.5 | #0
",
        &["B6 0.00 1.1.5 - -"],
        &[],
    );
}

#[test]
fn totals_at_three_levels_and_a_wrong_one() {
    expect(
        "
Code     | Source | Amount
1.1.1    | Budget | #100
1.1.2    | Budget | #50
Subtotal |        | #150
1.2.1    | Budget | #30
Subtotal |        | #31
Total    |        | #180
Grand total |     | #180
",
        &["C2 100.00 1.1.1 Budget -", "C3 50.00 1.1.2 Budget -", "C5 30.00 1.2.1 Budget -"],
        &["W0304 C6"],
    );
}

#[test]
fn codes_as_people_write_them() {
    for (written, code) in [
        ("1.1.10", "1.1.10"),
        ("1.1.10.", "1.1.10"),
        ("1,1,10", "1.1.10"),
        ("Act. 1.1.10", "1.1.10"),
        ("Aktivnost br. 1.1.10", "1.1.10"),
        ("Активност 1.1.10", "1.1.10"),
        ("1. 1. 10.", "1.1.10"),
        ("1.1.10 Conduct trainings", "1.1.10"),
        ("1.1", "-"),
        ("#1.1", "-"),
        ("10", "-"),
        ("1.1.10a", "-"),
    ] {
        let (entries, ..) = read("a.xlsx", &format!("Code | Amount\n{written} | #5"));
        assert_eq!(entries, vec![format!("B2 5.00 {code} - -")], "{written}");
    }
}

#[test]
fn a_code_in_a_merged_cell_holds_for_its_rows_and_a_blank_one_is_said() {
    expect(
        "
Code  | Source   | Amount
4.3.1 | Budget   | #10
^     | Donation | #20
2.4.1 | Donation | #1
      | Donation | #2
",
        &[
            "C2 10.00 4.3.1 Budget -",
            "C3 20.00 4.3.1 Donation -",
            "C4 1.00 2.4.1 Donation -",
            "C5 2.00 2.4.1 Donation -",
        ],
        &["W0216 A5"],
    );
}

#[test]
fn an_amount_that_names_no_activity_is_still_read() {
    expect(
        "
Code  | Source | Amount
1.1.1 | Budget | #10

      | Budget | #20
      |        | #30
",
        &["C2 10.00 1.1.1 Budget -", "C4 20.00 - Budget -", "C5 30.00 - - -"],
        &[],
    );
}

#[test]
fn a_sheet_without_a_table_is_passed_over_only_without_numbers() {
    expect("How to fill in this form\nWrite one payment a row", &[], &[]);
    expect("Something | #500\nElse | #600", &[], &["E0301 B1"]);
}

#[test]
fn what_the_header_lacks_is_said_once() {
    expect("Code | Activity | Note\n1.1.1 | x | y", &[], &["E0302 A1"]);
    expect(
        "Date | Amount\n01.02.2020 | #5\n02.02.2020 | #6",
        &["B2 5.00 - - Q1", "B3 6.00 - - Q1"],
        &["E0303 A1"],
    );
    expect("Code | Obligo | Spent\n1.1.1 | #7 | #5", &["C2 5.00 1.1.1 - -"], &["N0305 B1"]);
    expect("Code | Iznos (RSD) | Spent\n1.1.1 | #7 | #5", &["C2 5.00 1.1.1 - -"], &["E0207 B1"]);
    expect("Code | Iznos u 000 €\n1.1.1 | 12,5", &["B2 12500.00 1.1.1 - -"], &["W0217 B1"]);
    expect(
        "Code | Amount | Currency\n1.1.1 | #7 | USD\n1.1.2 | #8 | EUR",
        &["B3 8.00 1.1.2 - -"],
        &["E0207 B2"],
    );
}

#[test]
fn several_tables_and_repeated_headers() {
    expect(
        "
Code  | Amount
1.1.1 | #1
Code  | Amount
1.1.2 | #2

Šifra | Izvor | Iznos
1.1.3 | Budžet | #3
",
        &["B2 1.00 1.1.1 - -", "B4 2.00 1.1.2 - -", "C7 3.00 1.1.3 Budžet -"],
        &[],
    );
}

#[test]
fn institution_and_period_from_labels_sheet_and_file() {
    for (name, text, body, period) in [
        (
            "a.xlsx",
            "Institution: Ministry of Health\nPeriod | Q2 2020\nCode | Amount\n1.1.1 | #1",
            "Ministry of Health",
            "Q2 2020",
        ),
        ("mup-q3-2020.xlsx", "Code | Amount\n1.1.1 | #1", "mup", "Q3 2020"),
        (
            "a.xlsx",
            "Институција | Министарство здравља\nПериод: I–II квартал 2020\nCode | Amount\n1.1.1 | #1",
            "Министарство здравља",
            "Q1–Q2 2020",
        ),
    ] {
        let (_, _, submissions) = read(name, text);
        let submission = &submissions[0];
        assert_eq!(submission.body.as_ref().map(|placed| &*placed.value), Some(body));
        assert_eq!(submission.period.map(|period| period.to_string()).as_deref(), Some(period));
    }
}

#[test]
fn a_certification_below_the_table_is_no_entry() {
    expect(
        "
Code  | Source | Spent (€)
1.1.1 | Budget | #10

Total |        | #10

Prepared by: | | Approved by:
Date:        | | 15.10.2020
",
        &["C2 10.00 1.1.1 Budget -"],
        &[],
    );
}

#[test]
fn a_line_of_heading_words_or_a_currency_is_no_header() {
    expect(
        "
Code  | Source   | Currency | Spent
1.2.1 | Donation | EUR      | 100,00
1.2.1 | UNICEF   | EUR      | 50,00
      | Budget   | EUR      | 7,00
",
        &["D2 100.00 1.2.1 Donation -", "D3 50.00 1.2.1 UNICEF -", "D4 7.00 1.2.1 Budget -"],
        &["W0216 A4"],
    );
    expect(
        "
Code  | Activity   | Source | Spent
1.2.1 | A          | Budget | 100,00
      | Activity   | Budget | 200,00
1.2.1 | Aktivnost  | Budžet | 300,00
",
        &["D2 100.00 1.2.1 Budget -", "D3 200.00 - Budget -", "D4 300.00 1.2.1 Budžet -"],
        &[],
    );
}

#[test]
fn a_payment_that_speaks_of_a_total_is_a_payment() {
    expect(
        "
Activity           | Source             | Description             | Spent
Training of police | Budget             | first                   | 100,00
Total evaluation   | Budget             | second                  | 800,00
Other              | Sum of two         | third                   | 100,00
Fourth             | Budget             | Total cost of room hire | 100,00
Total              |                    |                         | 1.100,00
",
        &[
            "D2 100.00 - Budget -",
            "D3 800.00 - Budget -",
            "D4 100.00 - Sum of two -",
            "D5 100.00 - Budget -",
        ],
        &[],
    );
    expect(
        "Code | Amount\n1.1.1 | #5\nTOTAL 1.1 | #5\nUkupno za Q2 | #6",
        &["B2 5.00 1.1.1 - -"],
        &["W0304 B4"],
    );
}

#[test]
fn amounts_beside_their_column_are_said() {
    expect("Code | Source | Q1 | Q2 | Total\n1.2.1 | Budget | | | 400,00", &[], &["W0304 E2"]);
    expect("Code | Source | Spent |\n1.2.1 | Budget | | 200,00", &[], &["N0305 D1"]);
    expect("Code | Source | Spent\n1.2.1 | 500,00 |", &[], &["E0215 B2"]);
    expect("Activity | Source | Spent\nTraining | Budget | 1.3.2020", &[], &["E0203 C2"]);
    expect(
        "Code | Spent | Spent (€)\n1.2.1 | #100 | #100",
        &["B2 100.00 1.2.1 - -"],
        &["N0305 C1"],
    );
}

#[test]
fn a_cell_with_two_codes_names_no_activity() {
    for written in
        ["1.1.1 and 1.1.2", "1.2.1, 1.2.2", "1.1.1-1.1.3", "1.2.1/1.2.2", "1.1.7 i 1.1.8"]
    {
        let (entries, ..) = read("a.xlsx", &format!("Code | Amount\n{written} | #5"));
        assert_eq!(entries, vec!["B2 5.00 - - -"], "{written}");
    }
}
