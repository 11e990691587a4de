//! Rows that are made when they are written stand in the file as if the sheet had held them.

use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use earmark::book::{Book, Cell, Column, Content, Lent, Long, Look, Put, Row, Sheet, Style, Table};
use earmark::language::{Language, Said, Translation};
use earmark::model::{ActivityCode, CellRef, Date, Euros, InSigns, Quarter};

use crate::sample::{bytes, part};

pub const TEXTS: [&str; 12] = [
    "",
    "Paper",
    "a & b < c > d \"e\" 'f'",
    "_x0041_ and _x00zz_ and __",
    " a space before",
    "a break\nand a tab\tand an end\n",
    "č ć ž š đ and a \u{fffe} \u{7} \u{85} of none",
    "=1+1",
    "<r>rich</r>",
    "a description that is so long that it goes on over more lines than one, and one-more-word/again",
    "a\r\nb\rc",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
];
const WORDS: [&str; 3] = ["reconciled", "suspense", "nothing"];

/// A sheet of so many rows, with a heading above and a total below.
fn book(count: u32) -> Book {
    let looks = [
        Cell::text("looked at"),
        Cell::wrap(Content::Empty),
        Cell::new(Content::Empty, Style::Date),
        Cell::money(Euros::ZERO),
        Cell::new("reconciled", Style::Centre).look(Look::Good),
        Cell::new("suspense", Style::Centre).look(Look::Bad),
        Cell::wrap(Content::Empty).look(Look::Section),
    ];
    let row = |row: u32, put: Put<'_>| {
        let number = row as usize;
        let text = |more: usize| TEXTS[(number + more) % TEXTS.len()];
        let cents = [0, 5, -5, 99, 100, -123_456_789, i64::MAX][number % 7];
        let day = Date::new([1899, 1900, 1900, 2020, 9999][number % 5], 2, (row % 28 + 1) as i8);
        let day = day.unwrap().checked_add(jiff::Span::new().days(i64::from(row % 3))).unwrap();
        let said = Said::new("{count} rows of {name}").with("count", number).with_data("name", "x");
        put(0, Lent::Text(&format!("e{row}")));
        put(1, Lent::Name(text(0)));
        put(1, Lent::Text(text(1)));
        put(2, if row.is_multiple_of(4) { Lent::Empty } else { Lent::Date(day) });
        put(3, Lent::Money(Euros::from_cents(cents)));
        put(4 + number % 2, Lent::Word(WORDS[number % 3]));
        put(6, if row.is_multiple_of(3) { Lent::Said(&said) } else { Lent::Text("") });
        put(1, Lent::Name(TEXTS[number / 50 % TEXTS.len()]));
    };
    let header = |column: u16| Cell::wrap(format!("Column {column}")).look(Look::Header);
    let total = Row::from_cells([Cell::text("Total").look(Look::Total)]);
    let sheet = Sheet {
        name: "Entries".to_owned(),
        columns: [8, 30, 24, 0, 14, 12, 40, 9].map(Column::width).to_vec(),
        rows: vec![Row::from_cells((0..8).map(header)), total],
        long: Some(Long { first: 1, count, looks: looks.into(), put: Arc::new(row), words: None }),
        tables: vec![Table {
            name: "Entries".to_owned(),
            first: (0, 0),
            last: (count, 7),
            filter_only: false,
        }],
        ..Sheet::default()
    };
    Book { sheets: vec![sheet], ..Book::default() }
}

fn values(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut workbook = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The numbers of the rows and their heights.
fn rows(bytes: &[u8]) -> Vec<(String, Option<f64>)> {
    let sheet = part(bytes, "xl/worksheets/sheet1.xml");
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let tags = sheet.split("<row").skip(1).map(|row| row.split_once('>').unwrap().0);
    let tags = tags.map(|tag| {
        (attribute(tag, "r").unwrap(), attribute(tag, "ht").map(|points| points.parse().unwrap()))
    });
    tags.collect()
}

#[test]
fn long_rows_read_as_those_that_are_held() {
    let words = Translation::of(Language::Montenegrin).unwrap();
    // The library writes the rows of a small sheet, the program itself those of a large one.
    for (count, words) in [(900, None), (2_500, None), (900, Some(words))] {
        let mut book = book(count);
        if let Some(long) = &mut book.sheets[0].long {
            long.words = words;
        }
        let (long, held) = (bytes(&book), bytes(&book.clone().whole()));
        let (long_values, held_values) = (values(&long), values(&held));
        assert_eq!(long_values.len(), count as usize + 2);
        for (number, (long, held)) in long_values.iter().zip(&held_values).enumerate() {
            assert_eq!(long, held, "row {number}");
        }
        let (long_rows, held_rows) = (rows(&long), rows(&held));
        assert_eq!(long_rows.len(), held_rows.len());
        for ((number, long), (same, held)) in long_rows.into_iter().zip(held_rows) {
            assert_eq!(number, same);
            // The library rounds heights to whole pixels, which are three quarters of a point.
            let near = long.zip(held).is_none_or(|(long, held)| (long - held).abs() < 0.75);
            assert!(near && long.is_some() == held.is_some(), "{number}: {long:?} and {held:?}");
        }
    }
}

#[test]
fn cells_of_a_small_sheet_name_their_places() {
    for (count, named) in [(999, true), (1_000, false)] {
        let sheet = part(&bytes(&book(count)), "xl/worksheets/sheet1.xml");
        assert_eq!(sheet.contains("<c r=\"H500\""), named);
        assert_eq!(sheet.contains("<c s=\""), !named);
        // What stands around the rows is the library's.
        assert!(sheet.contains("<c r=\"H1\"") && sheet.contains("<row r=\"500\""));
    }
}

#[test]
fn a_look_or_a_column_that_nobody_named_is_refused() {
    let mut more = book(10);
    more.sheets[0].long.as_mut().unwrap().put = Arc::new(|_, put| put(7, Lent::Text("x")));
    assert!(earmark::write::xlsx(&more).is_err());
    let mut wide = book(10);
    wide.sheets[0].long.as_mut().unwrap().put =
        Arc::new(|_, put| (0..9).for_each(|_| put(0, Lent::Text("x"))));
    assert!(earmark::write::xlsx(&wide).is_err());
}

#[test]
fn signs_of_a_value_are_those_it_shows_itself_with() {
    let all = [0, 1, 9, 10, 99, 100, 101, 123_456, i64::MAX, i64::MIN + 1];
    for cents in all.into_iter().flat_map(|cents| [cents, -cents]) {
        let amount = Euros::from_cents(cents);
        for amount in [amount, amount + amount + amount] {
            let (sign, cents) = (amount.cents().signum(), amount.cents().unsigned_abs());
            let plain = format!("{}.{:02}", cents / 100, cents % 100);
            assert_eq!(*amount.signs(), *if sign < 0 { format!("-{plain}") } else { plain });
        }
    }
    let letters = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")];
    for (column, letters) in letters.into_iter().chain([(16_383, "XFD"), (u32::MAX, "MWLQKWV")]) {
        for row in [0, 9, 1_048_575, u32::MAX] {
            let cell = CellRef { row, column };
            assert_eq!(*cell.signs(), *format!("{letters}{}", u64::from(row) + 1));
        }
    }
    for code in ["1.1.1", "1.10.100", "9999.9999.9999.9999.9999.9999"] {
        assert_eq!(*code.parse::<ActivityCode>().unwrap().signs(), *code);
    }
    for (year, month, day) in [(2020, 1, 31), (0, 12, 9), (987, 10, 10), (-5, 2, 3), (9999, 12, 31)]
    {
        let day = Date::new(year, month, day).unwrap();
        assert_eq!(*day.signs(), *day.to_string());
        assert_eq!(*Quarter::of(day).signs(), *format!("Q{}", (day.month() - 1) / 3 + 1));
    }
}

#[cfg(feature = "parallel")]
#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let book = book(40_000);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bytes(&book))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
}
