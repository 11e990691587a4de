//! The plan as a clean workbook: one row for each planned amount, the bodies with all their names,
//! the indicators, and what is doubtful. A person can correct it and use it as the plan; `read`
//! gives the same plan back. Adds nothing up.

use super::form::parts::prompt;
use crate::book::{
    Book, Cell, Column, Content, Look, Print, Properties, Row, Sheet, Style, TabColour, Table,
    Validation, ValidationRule,
};
use crate::diagnostic::{Catalogue, Finding, Severity};
use crate::language::{Said, Translation};
use crate::model::{Activity, Holder, Measure, Plan, PlanLine, Quarter, Source};

/// Columns of the sheet "Plan", with their widths. Each heading stands in `templates/headings.toml`.
const PLAN: [(&str, u16); 17] = [
    ("Code", 14),
    ("Activity", 60),
    ("Lead body", 30),
    ("Partners", 34),
    ("Departments", 40),
    ("Start quarter", 9),
    ("End quarter", 9),
    ("Result indicators", 60),
    ("Strategic area", 9),
    ("Strategic area title", 32),
    ("Measure", 10),
    ("Measure title", 40),
    ("Source", 11),
    ("Holder", 30),
    ("Donor", 18),
    ("Planned (€)", 14),
    ("No funding required", 12),
];

const BODIES: [(&str, u16); 8] = [
    ("Name", 44),
    ("Montenegrin", 44),
    ("Abbreviation", 13),
    ("Other names", 44),
    ("Departments", 50),
    ("Successor", 40),
    ("From", 12),
    ("Generic", 10),
];

const INDICATORS: [(&str, u16); 7] = [
    ("Operational objective", 12),
    ("Objective title", 44),
    ("Strategic area", 10),
    ("Performance indicator", 44),
    ("Initial value", 44),
    ("Target value (middle)", 44),
    ("Target value (end)", 44),
];

const FINDINGS: [(&str, u16); 7] = [
    ("Finding", 9),
    ("Severity", 10),
    ("Where", 40),
    ("What is wrong", 44),
    ("What stands there", 50),
    ("What to do", 60),
    ("Euros", 13),
];

/// The row of the headings on the sheet "Plan"; the title and the year stand above it.
const HEAD: u32 = 5;

pub(super) fn book(
    plan: &Plan,
    findings: &[Finding],
    catalogue: &Catalogue,
    words: &Translation,
) -> Book {
    Book {
        properties: Properties {
            title: plan.title.clone().unwrap_or_default().into(),
            subject: "Action plan".into(),
            created: None,
        }
        .spoken(words),
        sheets: [
            plan_sheet(plan),
            bodies_sheet(plan),
            indicators_sheet(plan),
            findings_sheet(findings, catalogue),
        ]
        .into_iter()
        .map(|sheet| sheet.spoken(words))
        .collect(),
        names: Vec::new(),
    }
}

fn plan_sheet(plan: &Plan) -> Sheet {
    let mut rows = vec![
        Row::from_cells([Cell::text("The plan").look(Look::Title)]),
        Row::from_cells([Cell::text(
            "One row for each planned amount. Correct what is wrong and use this file as the plan; \
             several names in a cell stand on lines of their own.",
        )
        .look(Look::Hint)]),
        Row::from_cells([
            Cell::text("Plan title").look(Look::Section),
            Cell::wrap(plan.title.clone()).look(Look::Input),
        ]),
        Row::from_cells([
            Cell::text("Year").look(Look::Section),
            Cell::text(plan.year.map(|year| year.to_string())).look(Look::Input),
        ]),
        Row::default(),
        head(&PLAN),
    ];
    rows.extend(body_rows(plan));
    let last = (rows.len() as u32).saturating_sub(1);
    Sheet {
        name: "Plan".to_owned(),
        columns: widths(&PLAN),
        freeze: (HEAD + 1, 2),
        tables: table("Plan", HEAD, last, PLAN.len()),
        validations: validations(last),
        print: print(HEAD),
        tab: TabColour::Answer,
        rows,
        ..Sheet::default()
    }
}

/// Activities without a measure first, then measure by measure, each with its rows; an area or a
/// measure without activities has a row of its own.
fn body_rows(plan: &Plan) -> Vec<Row> {
    let mut rows = Vec::new();
    let known = |code: &str| plan.measures.iter().any(|measure| measure.code == code);
    for activity in plan.activities.values().filter(|activity| !known(&activity.measure)) {
        rows.extend(activity_rows(plan, activity, None));
    }
    for measure in &plan.measures {
        let mut empty = true;
        for activity in plan.activities.values().filter(|a| a.measure == measure.code) {
            rows.extend(activity_rows(plan, activity, Some(measure)));
            empty = false;
        }
        if empty {
            rows.push(cells(structure(plan, measure.area, Some(measure))));
        }
    }
    for area in &plan.areas {
        let used = plan.activities.values().any(|activity| activity.area == area.number)
            || plan.measures.iter().any(|measure| measure.area == area.number);
        if !used {
            rows.push(cells(structure(plan, area.number, None)));
        }
    }
    rows
}

fn structure(plan: &Plan, area: u16, measure: Option<&Measure>) -> Vec<(u16, Cell)> {
    let title = plan.areas.iter().find(|known| known.number == area).map(|a| a.title.as_str());
    let number = if area == 0 { Cell::default() } else { ordinal(area) };
    let mut cells = vec![(8, number), (9, Cell::wrap(title.map(Content::data)))];
    if let Some(measure) = measure {
        cells.push((10, Cell::new(measure.code.clone(), Style::Centre)));
        cells.push((11, Cell::wrap(measure.title.clone())));
    }
    cells
}

fn activity_rows(plan: &Plan, activity: &Activity, measure: Option<&Measure>) -> Vec<Row> {
    let lines: Vec<&PlanLine> = plan.lines_of(activity.code).map(|(_, line)| line).collect();
    let lines: Vec<Option<&PlanLine>> =
        if lines.is_empty() { vec![None] } else { lines.into_iter().map(Some).collect() };
    lines
        .into_iter()
        .map(|line| {
            let mut row = activity_cells(activity);
            row.extend(structure(plan, activity.area, measure));
            row.extend(line.into_iter().flat_map(line_cells));
            if activity.no_funding_required {
                row.push((16, Cell::new("yes", Style::Centre)));
            }
            cells(row)
        })
        .collect()
}

fn activity_cells(activity: &Activity) -> Vec<(u16, Cell)> {
    let partners: Vec<&str> = activity.partners.iter().map(|body| &*body.0).collect();
    let departments: Vec<String> = activity
        .departments
        .iter()
        .map(|(body, department)| format!("{body}: {department}"))
        .collect();
    let quarter = |quarter: Option<Quarter>| {
        Cell::new(quarter.map(|quarter| quarter.to_string()), Style::Centre)
    };
    vec![
        (0, Cell::new(activity.code.to_string(), Style::Centre)),
        (1, Cell::wrap(activity.title.clone())),
        (2, Cell::wrap(activity.lead.as_ref().map(|lead| lead.0.to_string()))),
        (3, Cell::wrap(partners.join("\n"))),
        (4, Cell::wrap(departments.join("\n"))),
        (5, quarter(activity.start)),
        (6, quarter(activity.end)),
        (7, Cell::wrap(activity.result_indicators.join("\n"))),
    ]
}

fn line_cells(line: &PlanLine) -> Vec<(u16, Cell)> {
    let holder = match &line.holder {
        Holder::Body(body) => Content::data(&body.0),
        Holder::Shared => Content::from("all implementers"),
        Holder::NotNamed => Content::Empty,
    };
    let donors: Vec<&str> = line.donors().map(|donor| &*donor.0).collect();
    let source = Cell::new(line.source.word(), Style::Centre);
    let source = if line.source == Source::Unnamed { source.look(Look::Attention) } else { source };
    vec![
        (12, source),
        (13, Cell::wrap(holder)),
        (14, Cell::wrap(donors.join("\n"))),
        (15, Cell::money(line.planned)),
    ]
}

fn bodies_sheet(plan: &Plan) -> Sheet {
    let mut rows = vec![
        Row::from_cells([Cell::text("Bodies").look(Look::Title)]),
        Row::from_cells([Cell::text(
            "Every name under which a body may report. Other names and departments stand on lines of \
             their own; a body marked generic is never one body.",
        )
        .look(Look::Hint)]),
        Row::default(),
        head(&BODIES),
    ];
    for body in plan.bodies.iter() {
        let (successor, from) = match &body.successor {
            Some((name, from)) => (name.0.to_string(), *from),
            None => (String::new(), None),
        };
        rows.push(cells(vec![
            (0, Cell::wrap(Content::data(&body.name.0))),
            (1, Cell::wrap(body.montenegrin.clone())),
            (2, Cell::new(body.abbreviation.clone(), Style::Centre)),
            (3, Cell::wrap(body.other_names.join("\n"))),
            (4, Cell::wrap(body.departments.join("\n"))),
            (5, Cell::wrap(successor)),
            (6, Cell::new(from, Style::Date)),
            (7, Cell::new(if body.generic { "yes" } else { "" }, Style::Centre)),
        ]));
    }
    sheet("Bodies", rows, &BODIES, TabColour::Detail)
}

fn indicators_sheet(plan: &Plan) -> Sheet {
    let mut rows = vec![
        Row::from_cells([Cell::text("Indicators").look(Look::Title)]),
        Row::from_cells([Cell::text(
            "Operational objectives and what shows whether they are reached.",
        )
        .look(Look::Hint)]),
        Row::default(),
        head(&INDICATORS),
    ];
    for objective in &plan.objectives {
        let start = || {
            vec![
                (0, ordinal(objective.number)),
                (1, Cell::wrap(objective.title.clone())),
                (2, ordinal(objective.area)),
            ]
        };
        if objective.indicators.is_empty() {
            rows.push(cells(start()));
        }
        for indicator in &objective.indicators {
            let mut row = start();
            row.extend([
                (3, Cell::wrap(indicator.indicator.clone())),
                (4, Cell::wrap(indicator.initial.clone())),
                (5, Cell::wrap(indicator.middle.clone())),
                (6, Cell::wrap(indicator.end.clone())),
            ]);
            rows.push(cells(row));
        }
    }
    sheet("Indicators", rows, &INDICATORS, TabColour::Detail)
}

fn findings_sheet(findings: &[Finding], catalogue: &Catalogue) -> Sheet {
    let hint = match findings.len() {
        0 => "Nothing in the plan is doubtful.",
        _ => "What is wrong or doubtful in the document the plan was read from.",
    };
    let mut rows = vec![
        Row::from_cells([Cell::text("Findings").look(Look::Title)]),
        Row::from_cells([Cell::text(hint).look(Look::Hint)]),
        Row::default(),
        head(&FINDINGS),
    ];
    for finding in findings {
        let look = match finding.severity() {
            Severity::Error => Look::Bad,
            Severity::Warning => Look::Attention,
            Severity::Note => Look::Body,
        };
        rows.push(cells(vec![
            (0, Cell::new(Content::data(finding.code.number()), Style::Centre)),
            (1, Cell::new(finding.severity().word(), Style::Centre).look(look)),
            (2, Cell::wrap(Said::from(&finding.place))),
            (3, Cell::wrap(catalogue.title(finding))),
            (4, Cell::wrap(catalogue.read(finding))),
            (5, Cell::wrap(catalogue.remedy(finding))),
            (6, Cell::money(finding.amount)),
        ]));
    }
    sheet("Findings", rows, &FINDINGS, TabColour::Attention)
}

/// A sheet whose headings stand in its fourth row.
fn sheet(name: &str, rows: Vec<Row>, columns: &[(&str, u16)], tab: TabColour) -> Sheet {
    const HEAD: u32 = 3;
    let last = (rows.len() as u32).saturating_sub(1);
    Sheet {
        name: name.to_owned(),
        columns: widths(columns),
        freeze: (HEAD + 1, 1),
        tables: table(name, HEAD, last, columns.len()),
        print: print(HEAD),
        tab,
        rows,
        ..Sheet::default()
    }
}

fn head(columns: &[(&'static str, u16)]) -> Row {
    let cells = columns.iter().map(|(name, _)| Cell::new(*name, Style::Wrap).look(Look::Header));
    Row::from_cells(cells).height(32)
}

fn cells(cells: Vec<(u16, Cell)>) -> Row {
    Row { cells, ..Row::default() }
}

fn ordinal(number: u16) -> Cell {
    Cell::new(usize::from(number), Style::Centre)
}

fn widths(columns: &[(&str, u16)]) -> Vec<Column> {
    columns.iter().map(|(_, width)| Column::width(*width)).collect()
}

/// A table from the row of headings to the last row; none where no row follows.
fn table(name: &str, head: u32, last: u32, columns: usize) -> Vec<Table> {
    if last <= head {
        return Vec::new();
    }
    let column = (columns as u16).saturating_sub(1);
    let name = format!("{name}Table");
    vec![Table { name, first: (head, 0), last: (last, column), filter_only: false }]
}

fn print(head: u32) -> Print {
    Print { repeat: Some((head, head)), footer: "Action plan".into(), ..Print::default() }
}

/// What may be typed, down to some rows below the last for those that a person adds.
fn validations(last: u32) -> Vec<Validation> {
    let to = last + 200;
    let choice = |column: u16, words: Vec<Said>, error: &'static str| Validation {
        first: (HEAD + 1, column),
        last: (to, column),
        rule: ValidationRule::Words(words),
        prompt: prompt("", ""),
        error: prompt("Not one of the choices", error),
    };
    let quarters = || Quarter::ALL.map(|quarter| Said::data(quarter.to_string())).to_vec();
    let sources = Source::ALL.map(|source| Said::new(source.word())).to_vec();
    vec![
        choice(5, quarters(), "Choose a quarter from Q1 to Q4, or leave it empty."),
        choice(6, quarters(), "Choose a quarter from Q1 to Q4, or leave it empty."),
        choice(12, sources, "Choose budget, donation or unnamed, or leave it empty."),
        choice(16, vec!["yes".into()], "Choose yes, or leave it empty."),
        Validation {
            first: (HEAD + 1, 15),
            last: (to, 15),
            rule: ValidationRule::Money,
            prompt: prompt("", ""),
            error: prompt("Not an amount", "Type a number in euros, such as 12500."),
        },
    ]
}
