//! Numbers come out of a workbook as what they were typed as. In: floats as a workbook stores them.
//! Out: for each the decimal with the shortest text that is that float, and no other.

use std::fmt::Write;
use std::str::FromStr;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::sheet::{Value, read_file};
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::silent::with_part;

#[allow(clippy::float_arithmetic, reason = "makes the floats that workbooks store")]
/// Whole cents, what lies beside them, halves of a cent, powers of two, and anything else.
fn float() -> impl Strategy<Value = f64> {
    let cents = (-2_000_000_000_000_000_i64..2_000_000_000_000_000).prop_map(|c| c as f64 / 100.0);
    let small = (-100_000_i64..100_000).prop_map(|c| c as f64 / 100.0);
    let tenths_of_cents = (-10_000_000_i64..10_000_000).prop_map(|c| c as f64 / 1_000.0);
    let powers = (-20_i32..62).prop_map(|power| 2_f64.powi(power));
    let near = |float: f64, steps: i64| f64::from_bits(float.to_bits().wrapping_add_signed(steps));
    let plain = prop_oneof![cents, small, tenths_of_cents, powers];
    let beside = (plain, -3_i64..4).prop_map(move |(float, steps)| near(float, steps));
    prop_oneof![beside, -1e20_f64..1e20]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_number_is_the_shortest_decimal_that_is_stored_so(
        floats in proptest::collection::vec(float(), 50)
    ) {
        let mut rows = String::new();
        for (row, float) in (1..).zip(&floats) {
            write!(rows, "<row r=\"{row}\"><c r=\"A{row}\"><v>{float:e}</v></c></row>").unwrap();
        }
        let part = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
             <sheetData>{rows}</sheetData></worksheet>"
        );
        let bytes = with_part("sheet1.xml", part.as_bytes());
        let input = NamedBytes { name: "numbers.xlsx".to_owned(), bytes };
        let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
        let (file, findings) = read_file(&input, &Limits::default(), &vocabulary);
        prop_assert!(findings.is_empty(), "{findings:?}");
        let grid = &file.unwrap().grids[0];
        for (row, float) in (0..).zip(&floats) {
            let expected = Decimal::from_str(&float.to_string()).unwrap();
            let read = grid.cell(row, 0).map(|cell| cell.value().clone());
            prop_assert_eq!(read, Some(Value::Number(expected)), "{}", float);
        }
    }
}

/// What one cell holds is what was put in, to the last digit.
#[test]
fn cells_keep_their_values() {
    use earmark::sheet::{Cell, FormatId, Value, date_of_serial};
    use rust_decimal::Decimal;
    let day = jiff::civil::date(2020, 3, 31);
    let mut values: Vec<Value> = [Decimal::MAX, Decimal::MIN, Decimal::ZERO]
        .into_iter()
        .chain([i64::MAX, i64::MIN].map(Decimal::from))
        .chain(
            ["0.01", "-12345678901234567890.12", "0.0000000000000000000000000001", "1.10"]
                .map(|number| number.parse().expect("a number")),
        )
        .map(Value::Number)
        .collect();
    values.push(date_of_serial(Decimal::from(43_921)));
    values.push(date_of_serial("43921.75".parse().expect("a number")));
    // The 60th day, which never was; a day of a workbook that counts from 1904; none at all.
    values.push(date_of_serial(Decimal::from(60)));
    values.push(Value::Date { serial: Decimal::from(42_459), date: Some(day) });
    values.push(Value::Date { serial: Decimal::from(43_921), date: None });
    values.extend([Value::Bool(true), Value::NotCalculated]);
    values.extend([Value::Text("".into()), Value::Error("#REF!".into())]);
    for value in values {
        let cell = Cell::new(16_383, value.clone(), FormatId::default());
        assert_eq!((cell.value(), cell.column()), (value.clone(), 16_383));
        assert_eq!(cell.is_number(), matches!(value, Value::Number(_)));
        // And on its way from one process to another.
        let bytes = postcard::to_stdvec(&cell).expect("bytes");
        assert_eq!(postcard::from_bytes::<Cell>(&bytes), Ok(cell.clone()));
        if let Value::Number(number) = value {
            let Value::Number(kept) = cell.value() else { panic!("a number") };
            assert_eq!(kept.to_string(), number.to_string());
        }
    }
    assert_eq!(size_of::<Cell>(), 16);
}
