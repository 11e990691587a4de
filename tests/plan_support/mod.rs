//! What the tests of plans share: files from texts, a book as grids, plans of arbitrary content.

use std::io::Write;
use std::sync::OnceLock;

use arcstr::ArcStr;
use earmark::NamedBytes;
use earmark::book::{Book, Content};
use earmark::config::{ExtraWords, Limits};
use earmark::diagnostic::Finding;
use earmark::model::{
    Activity, ActivityCode, Body, BodyName, DonorName, Euros, Holder, Measure,
    OperationalObjective, PerformanceIndicator, Place, Plan, PlanLine, Quarter, Source, SourceFile,
    StrategicArea, tidy,
};
use earmark::sheet::{Cell, FileKind, FormatId, Grid, Row, SheetFile, Value, read_file};
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Where the published plan lies.
pub const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/plan/published/");

pub fn vocabulary() -> &'static Vocabulary {
    static WORDS: OnceLock<Vocabulary> = OnceLock::new();
    WORDS.get_or_init(|| Vocabulary::new(&ExtraWords::default()).expect("the built-in words"))
}

pub fn read(input: &NamedBytes) -> (Option<Plan>, Vec<Finding>) {
    let (file, mut findings) = read_file(input, &Limits::default(), vocabulary());
    let Some(file) = file else {
        return (None, findings);
    };
    let (plan, more) = earmark::read::read_plan(&file, vocabulary());
    findings.extend(more);
    (plan, findings)
}

pub fn open(name: &str) -> (SheetFile, Vec<Finding>) {
    let bytes = std::fs::read(format!("{PUBLISHED}{name}")).expect("the published plan");
    let input = NamedBytes { name: name.to_owned(), bytes };
    let (file, findings) = read_file(&input, &Limits::default(), vocabulary());
    (file.expect("it can be read"), findings)
}

pub fn published(name: &str) -> (Option<Plan>, Vec<Finding>) {
    let (file, mut findings) = open(name);
    let (plan, more) = earmark::read::read_plan(&file, vocabulary());
    findings.extend(more);
    (plan, findings)
}

pub fn read_grid(grid: Grid) -> (Option<Plan>, Vec<Finding>) {
    let source = SourceFile { file: ArcStr::clone(grid.file()), sha256: String::new() };
    let file = SheetFile { source, kind: FileKind::Csv, grids: vec![grid] };
    earmark::read::read_plan(&file, vocabulary())
}

pub fn text_file(name: &str, text: &str) -> NamedBytes {
    NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

pub fn docx(name: &str, body: &str) -> NamedBytes {
    docx_with_core(name, body, "<cp:coreProperties/>")
}

pub fn docx_with_core(name: &str, body: &str, core: &str) -> NamedBytes {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    for (part, content) in [("word/document.xml", document.as_str()), ("docProps/core.xml", core)] {
        archive.start_file(part, options).expect("a part");
        archive.write_all(content.as_bytes()).expect("its bytes");
    }
    let bytes = archive.finish().expect("an archive").into_inner();
    NamedBytes { name: name.to_owned(), bytes }
}

/// The rows of a document as a sheet of a csv file: rows and columns and nothing else.
pub fn as_table(name: &str, document: &Grid) -> Grid {
    let rows = document.rows.iter().map(|row| row.with_cells(|_| true)).collect();
    Grid { rows, ..Grid::empty(&name.into(), None) }
}

/// A book as the grids that a reader of spreadsheets would make of it.
pub fn book_to_file(book: &Book) -> SheetFile {
    let file: ArcStr = "plan.xlsx".into();
    let grids = book
        .sheets
        .iter()
        .map(|sheet| {
            let mut rows = Vec::new();
            for (index, row) in sheet.rows.iter().enumerate() {
                let cells: Vec<Cell> = row
                    .cells
                    .iter()
                    .filter_map(|(column, cell)| {
                        let value = match &cell.content {
                            Content::Empty => return None,
                            Content::Text(text) => Value::Text(ArcStr::clone(text)),
                            Content::Said(said) => Value::Text(said.shown().into()),
                            Content::Money(amount) => Value::Number(amount.to_decimal()),
                            Content::Ratio(ratio) => Value::Number(**ratio),
                            Content::Count(count) => Value::Number(Decimal::from(*count)),
                            Content::Date(date) => {
                                Value::Date { serial: Decimal::ONE, date: Some(*date) }
                            }
                            Content::Number(number) => Value::Number(*number),
                            Content::Truth(is) => Value::Bool(*is),
                            Content::Formula(..) => panic!("a plan workbook has no formulas"),
                        };
                        Some(Cell::new(u32::from(*column), value, FormatId::default()))
                    })
                    .collect();
                if !cells.is_empty() {
                    rows.push(Row::new(index as u32, cells));
                }
            }
            Grid { rows, ..Grid::empty(&file, Some(sheet.name.as_str().into())) }
        })
        .collect();
    let source = SourceFile { file, sha256: String::new() };
    SheetFile { source, kind: FileKind::Xlsx, grids }
}

/// The same plan: everything but the file and the places it was read from.
#[track_caller]
pub fn same_plan(left: &Plan, right: &Plan) {
    assert_eq!(left.title, right.title);
    assert_eq!(left.year, right.year);
    assert_eq!(left.areas, right.areas);
    assert_eq!(left.objectives, right.objectives);
    assert_eq!(left.measures, right.measures);
    let codes = |plan: &Plan| plan.activities.keys().copied().collect::<Vec<_>>();
    assert_eq!(codes(left), codes(right));
    let place = Place::of_file(&"".into());
    for (code, activity) in &left.activities {
        let bare = |activity: &Activity| Activity { place: place.clone(), ..activity.clone() };
        assert_eq!(bare(activity), bare(&right.activities[code]));
    }
    let lines = |plan: &Plan| -> Vec<PlanLine> {
        plan.lines.iter().map(|line| PlanLine { place: place.clone(), ..line.clone() }).collect()
    };
    assert_eq!(lines(left), lines(right));
    let bodies = |plan: &Plan| {
        let mut bodies: Vec<Body> = plan.bodies.iter().cloned().collect();
        bodies.sort_by(|one, other| one.name.cmp(&other.name));
        bodies
    };
    assert_eq!(bodies(left), bodies(right));
    assert!(left.bodies == right.bodies, "the registers look names up differently");
}

/// A line of text as it stands in a plan that was read: tidy, not empty, without a bullet.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@\"'(A-Za-zčćšžđЖ0-9 ,.;/–-]{1,40}",
        Just("=SUM(A1:A9)".to_owned()),
        Just("in cooperation with NGOs, and others".to_owned()),
        Just("500 Euros (donation) and more".to_owned()),
        Just("1.1.1. not a code".to_owned()),
        Just("Key measure 1.2: not a heading".to_owned()),
        Just("Total".to_owned()),
    ]
    .prop_map(|text| tidy(&text))
    .prop_filter("not empty, no bullet, no dash alone", |text| {
        !text.is_empty()
            && !text.starts_with("- ")
            && !text.starts_with("– ")
            && !matches!(text.as_str(), "-" | "–")
    })
}

fn name() -> impl Strategy<Value = String> {
    // A name as a register would have it: no ": ", which parts a body from its department.
    "[A-ZČŠŽ][a-zčćšž]{2,9}( (and|i|of|[A-Z][a-zš]{1,8}|\\(X\\)|-|Y,)){0,4} [A-Z][a-z]{3,8}"
}

fn quarter() -> impl Strategy<Value = Option<Quarter>> {
    prop::option::of((1_u8..=4).prop_map(|number| Quarter::new(number).expect("a quarter")))
}

#[derive(Debug, Clone)]
struct Seed {
    title: String,
    lead: Option<usize>,
    partners: Vec<usize>,
    department: Option<String>,
    quarters: (Option<Quarter>, Option<Quarter>),
    indicators: Vec<String>,
    no_funding: bool,
    lines: Vec<(u8, usize, Option<i64>)>,
}

fn seed() -> impl Strategy<Value = Seed> {
    (
        prop_oneof![3 => line(), 1 => Just(String::new())],
        prop::option::of(0_usize..6),
        prop::collection::vec(0_usize..6, 0..4),
        prop::option::of(line()),
        (quarter(), quarter()),
        prop::collection::vec(line(), 0..4),
        any::<bool>(),
        prop::collection::vec((0_u8..5, 0_usize..6, prop::option::of(0_i64..900_000_000)), 0..4),
    )
        .prop_map(
            |(title, lead, partners, department, quarters, indicators, no_funding, lines)| Seed {
                // A title that begins with a code is read as that code; reading never leaves one.
                title: if title.starts_with(|c: char| c.is_ascii_digit()) {
                    format!("x{title}")
                } else {
                    title
                },
                lead,
                partners,
                department,
                quarters,
                indicators,
                no_funding,
                lines,
            },
        )
}

/// Plans such as reading could give: consistent in codes and references, of any content.
pub fn any_plan() -> impl Strategy<Value = Plan> {
    (
        prop::collection::btree_set(name(), 6),
        prop::collection::vec(
            (line(), prop::collection::vec((line(), prop::collection::vec(seed(), 0..3)), 0..3)),
            1..4,
        ),
        prop::option::of(line()),
        prop::option::of(2000_i16..2100),
        prop::collection::vec(
            (line(), prop::collection::vec((line(), line(), line()), 0..3)),
            0..3,
        ),
        seed(),
    )
        .prop_map(|(names, areas, title, year, objectives, first)| {
            plan(names.into_iter().collect(), areas, title, year, objectives, first)
        })
}

type Areas = Vec<(String, Vec<(String, Vec<Seed>)>)>;
type Objectives = Vec<(String, Vec<(String, String, String)>)>;

fn plan(
    names: Vec<String>,
    areas: Areas,
    title: Option<String>,
    year: Option<i16>,
    objectives: Objectives,
    first: Seed,
) -> Plan {
    let place = Place::of_file(&"any".into());
    let mut bodies = vocabulary().bodies().clone();
    for (index, name) in names.iter().enumerate() {
        bodies.add(Body {
            other_names: vec![format!("Alias {index}")],
            generic: index == 5,
            successor: (index == 1).then(|| (BodyName::new(&names[0]), "2020-12-04".parse().ok())),
            ..Body::named(name)
        });
    }
    let mut plan = Plan {
        source: SourceFile { file: "any".into(), sha256: String::new() },
        title,
        year,
        areas: Vec::new(),
        objectives: Vec::new(),
        measures: Vec::new(),
        activities: Default::default(),
        lines: Vec::new(),
        bodies,
    };
    for (area, (title, measures)) in areas.into_iter().enumerate() {
        let area = area as u16 + 1;
        plan.areas.push(StrategicArea { number: area, title });
        for (measure, (title, seeds)) in measures.into_iter().enumerate() {
            let code = format!("{area}.{}", measure + 1);
            plan.measures.push(Measure { code: code.clone(), title, area });
            for (index, seed) in seeds.into_iter().enumerate() {
                add(&mut plan, seed, &format!("{code}.{}", index + 1), &code, area, &names, &place);
            }
        }
    }
    // One activity that belongs to no measure, so that there is always a plan.
    add(&mut plan, first, "1.9.1", "", 1, &names, &place);
    plan.activities.sort_keys();
    plan.lines.sort_by_key(|line| line.activity);
    for (index, (title, indicators)) in objectives.into_iter().enumerate() {
        let indicators = indicators
            .into_iter()
            .map(|(indicator, initial, end)| PerformanceIndicator {
                indicator,
                initial,
                middle: String::new(),
                end,
            })
            .collect();
        let number = index as u16 + 1;
        let area = 1;
        plan.objectives.push(OperationalObjective { number, title, area, indicators });
    }
    plan
}

fn add(
    plan: &mut Plan,
    seed: Seed,
    code: &str,
    measure: &str,
    area: u16,
    names: &[String],
    place: &Place,
) {
    let code: ActivityCode = code.parse().expect("a code");
    // The last name is generic and leads nothing.
    let lead = seed.lead.filter(|index| *index < 5).map(|index| BodyName::new(&names[index]));
    let mut partners: Vec<BodyName> = Vec::new();
    for index in seed.partners {
        let body = BodyName::new(&names[index]);
        if Some(&body) != lead.as_ref() && !partners.contains(&body) {
            partners.push(body);
        }
    }
    // A body that is named first leads; the workbook keeps them apart by its columns.
    let mut departments = Vec::new();
    if let (Some(body), Some(department)) = (lead.as_ref().or(partners.first()), seed.department) {
        departments.push((body.clone(), department.clone()));
        let known = plan.bodies.get(body).is_some_and(|body| {
            body.departments
                .iter()
                .any(|known| earmark::model::fold(known) == earmark::model::fold(&department))
        });
        if !known {
            plan.bodies.add(Body { departments: vec![department], ..Body::named(&body.0) });
        }
    }
    for (kind, holder, cents) in seed.lines {
        let holder = BodyName::new(&names[holder.min(4)]);
        let (source, holder, donor) = match kind {
            0 => (Source::Budget, Holder::Body(holder), None),
            1 => (Source::Budget, Holder::Shared, None),
            2 => (Source::Donation, Holder::NotNamed, None),
            3 => (Source::Donation, Holder::NotNamed, Some(DonorName::new("UNICEF"))),
            _ => (Source::Unnamed, Holder::NotNamed, None),
        };
        plan.lines.push(PlanLine {
            activity: code,
            source,
            holder,
            donor,
            joint_donors: Vec::new(),
            planned: cents.map(Euros::from_cents),
            place: place.clone(),
        });
    }
    plan.activities.insert(
        code,
        Activity {
            code,
            title: seed.title,
            lead,
            partners,
            departments,
            start: seed.quarters.0,
            end: seed.quarters.1,
            measure: measure.to_owned(),
            area,
            result_indicators: seed.indicators,
            no_funding_required: seed.no_funding,
            place: place.clone(),
        },
    );
}
