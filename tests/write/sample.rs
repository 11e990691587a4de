//! A book with everything in it, and a look into the parts of a file.

use std::io::{Cursor, Read};

use earmark::book::{
    Book, Cell, Chart, ChartKind, Column, Condition, Content, Look, Mark, Print, Properties,
    Result as Computed, Row, Series, Sheet, Style, TabColour, Table, Validation, ValidationRule,
};
use earmark::model::{Date, Euros};

pub fn one_sheet(rows: Vec<Row>) -> Book {
    Book {
        sheets: vec![Sheet { name: "Sheet".to_owned(), rows, ..Sheet::default() }],
        ..Book::default()
    }
}

pub fn cell(cell: Cell) -> Book {
    one_sheet(vec![Row::from_cells([cell])])
}

pub fn bytes(book: &Book) -> Vec<u8> {
    earmark::write::xlsx(book).unwrap()
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

pub fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

fn money(cents: i64) -> Cell {
    Cell::money(Euros::from_cents(cents))
}

fn ratio(formula: &str, thousandths: i64) -> Cell {
    let ratio = rust_decimal::Decimal::new(thousandths, 3);
    Cell::new(Content::formula(formula, Computed::Ratio(Box::new(ratio))), Style::Percent)
}

fn line(
    code: &'static str,
    title: &'static str,
    planned: i64,
    spent: i64,
    row: u32,
    status: &'static str,
) -> Row {
    let variance = format!("D{row}-C{row}");
    Row::from_cells([
        Cell::new(code, Style::Centre),
        Cell::wrap(title),
        money(planned),
        money(spent),
        Cell::money_formula(variance, Euros::from_cents(spent - planned)),
        ratio(&format!("E{row}/C{row}"), (spent - planned) * 1000 / planned),
        Cell::new(
            Content::formula(
                format!("IF(E{row}>0,\"overspent\",\"underspent\")"),
                Computed::Text(status.into()),
            ),
            Style::Text,
        )
        .look(if status == "overspent" { Look::Bad } else { Look::Attention }),
    ])
}

/// Every kind of thing that a book can hold.
pub fn full() -> Book {
    let header = ["Code", "Activity", "Planned", "Spent", "Variance", "Deviation %", "Status"];
    let mut rows = vec![
        Row::from_cells([Cell::text("Variances").look(Look::Title).span(4)]),
        Row::from_cells([Cell::text("Spent less planned & the rest").look(Look::Subtitle).span(7)]),
        Row::default(),
        Row::from_cells(header.iter().map(|text| Cell::wrap(*text).look(Look::Header))),
        line("1.1.1", "Training of officers", 100_000, 105_000, 5, "overspent"),
        line(
            "1.1.10",
            "A long title that goes on over more lines than one because it names everything that \
             is to be done by everybody who is responsible for it",
            80_000,
            20_000,
            6,
            "underspent",
        ),
        Row::from_cells([
            Cell::text("Total").look(Look::Total),
            Cell::text("").look(Look::Total),
            Cell::money_formula("SUM(C5:C6)", Euros::from_cents(180_000)).look(Look::Total),
            Cell::money_formula("SUM(D5:D6)", Euros::from_cents(125_000)).look(Look::Total),
            Cell::money_formula("D7-C7", Euros::from_cents(-55_000)).look(Look::Total),
        ]),
    ];
    for row in &mut rows[4..6] {
        row.level = 1;
    }
    rows[4].cells[0].1 = rows[4].cells[0].1.clone().link("It's detail", 2, 1).note("from Q2");
    let mut columns: Vec<Column> = [10, 30, 14, 14, 14, 12, 14].map(Column::width).to_vec();
    columns.push(Column { width: 9, hidden: true, level: 1 });
    let variances = Sheet {
        name: "Variances".to_owned(),
        columns,
        rows,
        freeze: (4, 2),
        tables: vec![Table {
            name: "Variances".to_owned(),
            first: (3, 0),
            last: (5, 6),
            filter_only: false,
        }],
        conditions: vec![
            Condition { first: (4, 4), last: (5, 4), mark: Mark::PositiveIsBad },
            Condition { first: (4, 3), last: (5, 3), mark: Mark::Bar },
        ],
        charts: vec![Chart {
            kind: ChartKind::Bars,
            title: "Planned and spent".into(),
            description: "Bars of planned and spent euros for each activity".into(),
            series: ["C", "D"]
                .map(|column| Series {
                    name: if column == "C" { "Planned" } else { "Spent" }.into(),
                    categories: "Variances!$A$5:$A$6".to_owned(),
                    values: format!("Variances!${column}$5:${column}$6"),
                })
                .to_vec(),
            at: (9, 1),
            size: (560, 260),
            step: Some(5_000),
        }],
        print: Print {
            portrait: false,
            repeat: Some((3, 3)),
            footer: "Health & Labour, 2020".into(),
            ..Print::default()
        },
        ..Sheet::default()
    };
    let looks = [
        Look::Body,
        Look::Section,
        Look::Hint,
        Look::Group,
        Look::SubGroup,
        Look::Input,
        Look::Given,
        Look::Good,
        Look::Attention,
        Look::Bad,
        Look::Link,
        Look::Figure,
    ];
    let mut rows: Vec<Row> = looks
        .iter()
        .map(|look| {
            Row::from_cells([
                Cell::text(format!("{look:?}")).look(*look),
                money(-123_456).look(*look),
                Cell::new(Date::constant(2020, 2, 29), Style::Date).look(*look),
                Cell::new(1_234_usize, Style::Count).look(*look),
            ])
        })
        .collect();
    rows.push(Row::from_cells([Cell::new("", Style::Money).look(Look::Input).unlocked()]));
    let input = (looks.len() as u32, 0);
    let detail = Sheet {
        name: "It's detail".into(),
        columns: [16, 16, 14, 12].map(Column::width).to_vec(),
        rows,
        protected: true,
        tab: TabColour::Attention,
        validations: vec![
            Validation {
                first: input,
                last: input,
                rule: ValidationRule::Money,
                prompt: ("Euros".into(), "A number".into()),
                error: ("Not an amount".into(), "Write a number".into()),
            },
            Validation {
                first: (20, 1),
                last: (30, 1),
                rule: ValidationRule::Words(vec!["Budget".into(), "Donation".into()]),
                prompt: ("".into(), "".into()),
                error: ("Not a source".into(), "Choose one".into()),
            },
            Validation {
                first: (20, 2),
                last: (30, 2),
                rule: ValidationRule::Date(
                    Date::constant(2020, 1, 1),
                    Date::constant(2020, 12, 31),
                ),
                prompt: ("Date".into(), "a day of 2020".into()),
                error: ("Not a day".into(), "of 2020".into()),
            },
            Validation {
                first: (20, 3),
                last: (30, 3),
                rule: ValidationRule::Range("Lists!$A$1:$A$2".into()),
                prompt: ("".into(), "".into()),
                error: ("".into(), "".into()),
            },
        ],
        ..Sheet::default()
    };
    let lists = Sheet {
        name: "Lists".into(),
        rows: vec![Row::from_cells([Cell::text("1.1.1")]), Row::from_cells([Cell::text("1.1.10")])],
        hidden: true,
        ..Sheet::default()
    };
    Book {
        properties: Properties {
            title: "Reconciliation".into(),
            subject: "Action plan 2020".into(),
            created: Some(Date::constant(2021, 2, 15)),
        },
        sheets: vec![variances, detail, lists],
        names: vec![("planned_total".to_owned(), "Variances!$C$7".to_owned())],
    }
}
