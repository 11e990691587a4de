//! Many rows that are packed come out as they went in, at the place where they stood.

use arcstr::ArcStr;
use earmark::book::{Cell, Content, Look, Result, Row, Sheet, Style, Table};
use earmark::language::{Part, Said};
use earmark::model::{Date, Euros};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn content() -> impl Strategy<Value = Content> {
    let text = "[a-zčšž€=<&\"\u{0}\n ]{0,9}".prop_map(ArcStr::from);
    let euros =
        || any::<i64>().prop_map(|cents| Euros::from_cents(cents) + Euros::from_cents(cents));
    let decimal =
        || (any::<i64>(), 0_u32..20).prop_map(|(number, scale)| Decimal::new(number, scale));
    let said = text.clone().prop_map(|text| {
        let inner = Said::new("month {number}").with("number", Part::Count(3));
        Said::new("{text} of {inner}").with_data("text", text).with("inner", inner)
    });
    let result = prop_oneof![
        euros().prop_map(Result::Money),
        decimal().prop_map(|ratio| Result::Ratio(Box::new(ratio))),
        any::<u64>().prop_map(Result::Count),
        text.clone().prop_map(Result::Text),
        said.clone().prop_map(|said| Result::Said(Box::new(said))),
    ];
    prop_oneof![
        Just(Content::Empty),
        text.clone().prop_map(Content::Text),
        said.prop_map(|said| Content::Said(Box::new(said))),
        euros().prop_map(Content::Money),
        decimal().prop_map(|ratio| Content::Ratio(Box::new(ratio))),
        any::<u64>().prop_map(Content::Count),
        (-9_999_i16..=9_999).prop_map(|year| Content::Date(Date::new(year, 2, 28).unwrap())),
        decimal().prop_map(Content::Number),
        any::<bool>().prop_map(Content::Truth),
        (text, result).prop_map(|(formula, result)| Content::Formula(formula, result)),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let style = prop_oneof![Just(Style::Text), Just(Style::Money), Just(Style::Date)];
    let look = prop_oneof![Just(Look::Body), Just(Look::Bad), Just(Look::Input)];
    let cell =
        (content(), style, look, any::<[bool; 5]>()).prop_map(|(content, style, look, has)| {
            let mut cell = Cell::new(content, style).look(look);
            cell = if has[0] { cell.note("look here") } else { cell };
            cell = if has[1] { cell.link("Elsewhere", 7, 2) } else { cell };
            cell = if has[2] { cell.span(2) } else { cell };
            cell = if has[3] { cell.format(Some("0.000".into())) } else { cell };
            if has[4] { cell.unlocked() } else { cell }
        });
    (proptest::collection::vec(cell, 0..5), 0_u16..30, 0_u8..3).prop_map(
        |(cells, height, level)| {
            let cells = (0..).step_by(2).zip(cells).collect();
            Row { cells, height, level }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn packed_rows_come_out_as_they_went_in(
        kinds in proptest::collection::vec(row(), 1..40),
        counts in (0_usize..9, 990_usize..1_600, 0_usize..9),
        tables in any::<bool>(),
    ) {
        let (above, many, below) = counts;
        let rows: Vec<Row> = kinds.iter().cycle().take(above + many + below + 2).cloned().collect();
        let heading = |row: usize| Table { first: (row as u32, 0), ..Table::default() };
        let tables = if tables { vec![heading(above), heading(above + many + 1)] } else { Vec::new() };
        let whole = Sheet { rows, tables, ..Sheet::default() };
        let mut packed = whole.clone();
        packed.pack();
        let longest = if whole.tables.is_empty() { whole.rows.len() } else { many };
        prop_assert_eq!(packed.packed.is_some(), longest >= 1_000);
        prop_assert_eq!(packed.height(), whole.height());
        prop_assert!(packed.all_rows().eq(whole.all_rows()));
        prop_assert!(packed.laid_out().eq(whole.laid_out()));
        let held: Vec<(u32, &Row)> = packed.held().collect();
        for (number, row) in held {
            prop_assert_eq!(row, &whole.rows[number as usize]);
            prop_assert_eq!(packed.held_row(number), Some(row));
        }
        prop_assert_eq!(packed.packed.is_some(), whole.many().is_some());
        for its in packed.many().into_iter().chain(whole.many()) {
            let first = whole.many().map(|many| many.first());
            prop_assert_eq!((Some(its.first()), its.count() as usize), (first, longest));
            // Any of them, from wherever they are asked for.
            for (from, to) in [(0, 3), (its.first() + 250, its.first() + 260), (its.end() - 1, u32::MAX)] {
                let numbers = from.max(its.first())..to.min(its.end());
                let some = its.some(from..to).map(|(number, row)| (number, row.into_owned()));
                let some: Vec<(u32, Row)> = some.collect();
                let expected = numbers.map(|number| (number, whole.rows[number as usize].clone()));
                prop_assert_eq!(some, expected.collect::<Vec<_>>());
            }
            let cells = || its.rows().flat_map(|(_, row)| row.into_owned().cells);
            let have = its.have();
            let links = cells().filter(|(_, cell)| cell.more.link.is_some()).count();
            let notes = cells().filter(|(_, cell)| cell.more.note.is_some()).count();
            let merged = cells().filter(|(_, cell)| cell.more.span > 1).count();
            prop_assert_eq!((have.links, have.notes, have.merged), (links, notes, merged));
        }
        let mut again = packed;
        again.unpack();
        prop_assert_eq!(again, whole);
    }
}

/// Cells that span rows stay on the side on which they begin.
#[test]
fn rows_are_not_packed_apart_from_cells_that_reach_into_them() {
    let line = || Row::from_cells([Cell::text("x")]);
    let mut rows: Vec<Row> = std::iter::repeat_with(line).take(1_500).collect();
    let tables = vec![Table { first: (100, 0), ..Table::default() }];
    let is_packed = |rows: &[Row]| {
        let (rows, tables) = (rows.to_vec(), tables.clone());
        let mut sheet = Sheet { rows, tables, ..Sheet::default() };
        sheet.pack();
        sheet.packed.is_some()
    };
    assert!(is_packed(&rows));
    rows[99] = Row::from_cells([Cell::text("x").rows(4)]);
    assert!(!is_packed(&rows));
    rows[99] = line();
    rows[1_499] = Row::from_cells([Cell::text("x").rows(4)]);
    assert!(!is_packed(&rows));
}
