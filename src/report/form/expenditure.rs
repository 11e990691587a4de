//! Expenditure forms: what an institution fills in and sends back. In: a plan and one of its bodies, or
//! nothing. Out: a book whose headings the reader of sheets knows. Never a figure beyond the plan's own.

use arcstr::ArcStr;

use crate::book::{
    Book, Cell, Condition, Content, Look, Mark, Print, Properties, Result, Row, Sheet, Style,
    Validation, ValidationRule,
};
use crate::config::ReasonThreshold;
use crate::language::{Said, Translation};
use crate::model::{
    Activity, BodyName, CellRef, Date, Euros, Holder, Plan, PlanLine, Quarter, Source, tidy,
};

use super::lists::{CODES, DONORS, Lists};
use super::parts::{columns, date_rule, input, prompt, words as list};
use super::{instructions, paper};

/// The name of the sheet to fill in.
const SHEET: &str = "Expenditure";

/// The headings, each the first word of its list in `templates/headings.toml`, and their widths.
const COLUMNS: [(&str, u16, Style); 11] = [
    ("Code", 12, Style::Centre),
    ("Activity", 42, Style::Wrap),
    ("Source of funding", 18, Style::Wrap),
    ("Donor", 16, Style::Wrap),
    ("Planned (€)", 13, Style::Money),
    ("Spent (€)", 13, Style::Money),
    ("Date", 11, Style::Date),
    ("Document number", 16, Style::Text),
    ("Description", 27, Style::Wrap),
    ("Reason for deviation", 27, Style::Wrap),
    ("Reason needed", 15, Style::Wrap),
];
const WIDTH: u16 = COLUMNS.len() as u16;
const CODE: u16 = 0;
const SOURCE: u16 = 2;
const DONOR: u16 = 3;
const PLANNED: u16 = 4;
const SPENT: u16 = 5;
const DATE: u16 = 6;
const REASON: u16 = 9;
const NEEDED: u16 = 10;

/// The row of the headings, and of the period above them.
const HEADER: u32 = 6;
const PERIOD: u32 = 4;

/// What the form calls the pool that any responsible body may draw on.
const SHARED: &str = "Budget of all implementers";

/// The bodies of a plan that get a form, by name: those with a line that they could spend. A kind of
/// partner ("NGOs") is no body and gets none.
#[must_use]
pub fn form_bodies(plan: &Plan) -> Vec<BodyName> {
    let mut bodies = std::collections::BTreeSet::new();
    for line in &plan.lines {
        if let Holder::Body(body) = &line.holder {
            bodies.insert(body);
        } else if let Some(activity) = plan.activities.get(&line.activity) {
            bodies.extend(activity.responsible());
        }
    }
    bodies
        .into_iter()
        .filter(|body| !plan.bodies.get(body).is_some_and(|known| known.generic))
        .cloned()
        .collect()
}

/// An expenditure form filled in with the activities of one body.
#[must_use]
pub fn form(plan: &Plan, body: &BodyName, threshold: ReasonThreshold, words: &Translation) -> Book {
    let title = plan.title.as_deref().map(tidy).unwrap_or_default();
    let title = match plan.year {
        Some(year) if !title.contains(&year.to_string()) => format!("{title} {year}"),
        _ => title,
    };
    let institution = Cell::new(Content::data(&body.0), Style::Wrap).look(Look::Given);
    let mut layout = Layout::new(&title, institution, threshold);
    layout.sheet.print.footer =
        Said::new("{body} · Expenditure").with_data("body", body.to_string());
    let mut titles = Vec::new();
    for line in &plan.lines {
        if let Some(activity) = plan.activities.get(&line.activity)
            && may_spend(line, activity, body)
        {
            layout.line(line, activity);
            titles.push(activity.title.chars().count());
        }
    }
    let lists = Lists::of(plan);
    let empty = paper::empty_rows(titles.into_iter());
    layout.empty_rows(empty, lists.range(CODES), Look::Given);
    layout.close(plan.year, lists.range(DONORS));
    let name = Said::new("Expenditure form, {body}").with_data("body", body.to_string());
    book(layout.sheet, lists, name, title, words)
}

/// A blank expenditure form, for any plan.
#[must_use]
pub fn blank_form(threshold: ReasonThreshold, words: &Translation) -> Book {
    let mut layout = Layout::new("", input("", Style::Wrap), threshold);
    layout.sheet.print.footer = "Expenditure".into();
    layout.empty_rows(paper::BLANK, None, Look::Input);
    layout.close(None, None);
    book(layout.sheet, Lists::default(), "Expenditure form".into(), String::new(), words)
}

fn book(sheet: Sheet, lists: Lists, title: Said, subject: String, words: &Translation) -> Book {
    let sheets = [Some(sheet), Some(instructions::expenditure()), lists.sheet()];
    let properties = Properties { title, subject: subject.into(), created: None };
    Book {
        properties: properties.spoken(words),
        sheets: sheets.into_iter().flatten().map(|sheet| sheet.spoken(words)).collect(),
        names: Vec::new(),
    }
}

/// Whether a body could spend a line: it holds the money, or nobody in particular does and the body is
/// responsible for the activity.
fn may_spend(line: &PlanLine, activity: &Activity, body: &BodyName) -> bool {
    match &line.holder {
        Holder::Body(holder) => holder == body,
        Holder::Shared | Holder::NotNamed => activity.responsible().any(|known| known == body),
    }
}

/// The sheet as it grows downwards.
struct Layout {
    sheet: Sheet,
    threshold: ReasonThreshold,
}

impl Layout {
    fn new(plan: &str, institution: Cell, threshold: ReasonThreshold) -> Self {
        let label = |words: &'static str| Cell::text(words).look(Look::SubGroup);
        let hint = Said::new(
            "Fill in the yellow cells. Write 0 where nothing was spent; an empty cell means that nothing \
             is reported. Give the reason where what was spent deviates from the planned amount by \
             {threshold}: more at once, less once the activity is finished. How to fill in this form \
             stands on the next sheet.",
        )
        .with("threshold", threshold.in_words());
        let header = COLUMNS
            .iter()
            .map(|(heading, _, style)| Cell::new(*heading, *style).look(Look::Header));
        let rows = vec![
            Row::from_cells([Cell::text("Expenditure form").look(Look::Title).span(WIDTH)]),
            Row::from_cells([Cell::wrap(Content::data(plan)).look(Look::Subtitle).span(WIDTH)]),
            Row::from_cells([Cell::wrap(hint).look(Look::Hint).span(WIDTH)]),
            Row::from_cells([label("Institution"), institution.span(2)]),
            Row::from_cells([label("Period"), input("", Style::Text)]),
            Row::default().height(8),
            Row::from_cells(header).height(30),
        ];
        Layout {
            sheet: Sheet {
                name: SHEET.to_owned(),
                columns: columns(COLUMNS.iter().map(|(_, width, _)| *width)),
                rows,
                freeze: (HEADER + 1, 2),
                print: Print { repeat: Some((HEADER, HEADER)), ..Print::default() },
                protected: true,
                ..Sheet::default()
            },
            threshold,
        }
    }

    fn next_row(&self) -> u32 {
        self.sheet.rows.len() as u32
    }

    /// A row for one planned amount.
    fn line(&mut self, line: &PlanLine, activity: &Activity) {
        let row = self.next_row();
        let source = match (line.source, &line.holder) {
            (Source::Budget, Holder::Shared) => SHARED,
            (Source::Budget, _) => "Budget",
            (Source::Donation, _) => "Donation",
            (Source::Unnamed, _) => "",
        };
        let source = if source.is_empty() {
            self.sheet.validations.push(source_rule((row, SOURCE), (row, SOURCE)));
            input("", Style::Wrap)
        } else {
            given(source, Style::Wrap)
        };
        let donor = line.donor.as_ref().map(|donor| Content::data(&donor.0));
        let donor = match line.source {
            Source::Budget => given("", Style::Wrap),
            Source::Donation | Source::Unnamed => input(donor, Style::Wrap),
        };
        let mut cells = vec![
            given(line.activity.to_string(), Style::Centre),
            given(tidy(&activity.title), Style::Wrap),
            source,
            donor,
            given(line.planned, Style::Money),
        ];
        let open = COLUMNS.iter().take(usize::from(NEEDED)).skip(cells.len());
        cells.extend(open.map(|(_, _, style)| input("", *style)));
        cells.push(reason_needed(row, self.threshold));
        self.sheet.rows.push(Row::from_cells(cells));
    }

    /// Rows for what the form does not foresee: a second payment, an activity that is not listed.
    fn empty_rows(&mut self, count: u32, codes: Option<String>, planned: Look) {
        let first = self.next_row();
        let last = first + count - 1;
        for _ in first..=last {
            let row = self.next_row();
            let cells = (0..).zip(&COLUMNS).map(|(column, (_, _, style))| {
                if column == NEEDED && planned == Look::Input {
                    reason_needed(row, self.threshold)
                } else if column == NEEDED {
                    given("", *style)
                } else if column == PLANNED && planned != Look::Input {
                    Cell::new("", *style).look(planned)
                } else {
                    input("", *style)
                }
            });
            self.sheet.rows.push(Row::from_cells(cells));
        }
        let (text, wrong) = match codes {
            Some(_) => (
                "Choose the code of the activity from the list, or type it with points: 1.1.10.",
                "The plan has no activity with this code. Choose one from the list.",
            ),
            None => ("The code of the activity as the plan prints it, such as 1.1.10.", ""),
        };
        self.sheet.validations.push(Validation {
            first: (first, CODE),
            last: (last, CODE),
            rule: codes.map_or(ValidationRule::Any, ValidationRule::Range),
            prompt: prompt("Code", text),
            error: prompt("Not a code of the plan", wrong),
        });
        self.sheet.validations.push(source_rule((first, SOURCE), (last, SOURCE)));
        if planned == Look::Input {
            let text =
                "What the plan estimates, in euros. Leave it empty where you do not know it.";
            self.sheet.validations.push(money_rule((first, PLANNED), (last, PLANNED), text));
        }
    }

    /// The total, the lines to sign, and the rules that hold for all rows.
    fn close(&mut self, year: Option<i16>, donors: Option<String>) {
        let (first, last) = (HEADER + 1, self.next_row().saturating_sub(1));
        let spent = |row| CellRef { row, column: u32::from(SPENT) };
        let sum = format!("SUM({}:{})", spent(first), spent(last));
        let total = COLUMNS.iter().enumerate().map(|(column, (_, _, style))| {
            let content = match column as u16 {
                CODE => Content::from("Total"),
                SPENT => Content::formula(sum.clone(), Result::Money(Euros::ZERO)),
                _ => Content::Empty,
            };
            let style = if column as u16 == CODE { Style::Text } else { *style };
            Cell::new(content, style).look(Look::Total)
        });
        self.sheet.rows.push(Row::from_cells(total));
        self.sheet.rows.push(Row::default());
        let confirmed = "We confirm that the amounts above are complete and correct, that they were \
                         spent on the activities named, and that documents prove each of them.";
        let confirmed = Cell::wrap(confirmed).look(Look::Given).span(WIDTH);
        self.sheet.rows.push(Row::from_cells([confirmed]));
        let label = |words: &'static str| Cell::text(words).look(Look::SubGroup);
        for role in ["Prepared by", "Approved by"] {
            let mut signed = Row::from_cells([
                label(role),
                input("", Style::Text),
                label("Signature"),
                input("", Style::Text).span(3),
            ]);
            signed.height = 20;
            self.sheet.rows.push(signed);
        }
        let day = Row::from_cells([label("Date"), input("", Style::Date)]);
        self.sheet.rows.push(day.height(20));
        let text = "A number in euros, without words. Write 0 where nothing was spent, a minus for \
                    a refund.";
        let rules = [
            period_rule(year),
            money_rule((first, SPENT), (last, SPENT), text),
            date_rule((first, DATE), (last, DATE), days(year)),
            donor_rule((first, DONOR), (last, DONOR), donors),
        ];
        self.sheet.validations.extend(rules);
        self.sheet.validations.push(Validation {
            first: (first, REASON),
            last: (last, REASON),
            rule: ValidationRule::Any,
            prompt: prompt(
                "Reason for deviation",
                Said::new(
                    "Needed where what was spent deviates from the planned amount by {threshold}.",
                )
                .with("threshold", self.threshold.in_words()),
            ),
            error: prompt("", ""),
        });
        let (first, last) = ((first, NEEDED), (last, NEEDED));
        self.sheet.conditions.push(Condition { first, last, mark: Mark::FilledIsAttention });
    }
}

/// Says "reason needed" as soon as what is spent in a row deviates from the planned amount beside it
/// beyond the threshold and no reason is written. Less than planned may still be spent later.
fn reason_needed(row: u32, threshold: ReasonThreshold) -> Cell {
    let at = |column: u16| CellRef { row, column: u32::from(column) };
    let (planned, spent, reason) = (at(PLANNED), at(SPENT), at(REASON));
    let deviation = format!("ABS(ROUND({spent}-{planned},2))");
    let percent = threshold.percent.map(|percent| {
        let percent = percent.normalize();
        format!("{deviation}*100>{planned}*{percent}")
    });
    let euros = threshold.euros.map(|euros| format!("{deviation}>{euros}"));
    let beyond: Vec<String> = percent.into_iter().chain(euros).collect();
    let formula = format!(
        "IF(OR({planned}=\"\",{spent}=\"\",{reason}<>\"\"),\"\",IF(AND({}),\
         IF({spent}>{planned},\"reason needed\",\"reason needed, if finished\"),\"\"))",
        beyond.join(",")
    );
    Cell::new(Content::formula(formula, Result::Text(ArcStr::new())), Style::Wrap).look(Look::Given)
}

/// A cell that is already filled in.
fn given(content: impl Into<Content>, style: Style) -> Cell {
    Cell::new(content, style).look(Look::Given)
}

fn days(year: Option<i16>) -> Option<(Date, Date)> {
    let year = year?;
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

fn period_rule(year: Option<i16>) -> Validation {
    let at = (PERIOD, 1);
    let rule = match year {
        Some(year) => {
            let quarters =
                Quarter::ALL.into_iter().map(|quarter| Said::data(format!("{quarter} {year}")));
            let whole = Said::new("Year {year}").with_data("year", year.to_string());
            ValidationRule::Words(quarters.chain([whole]).collect())
        }
        None => ValidationRule::Any,
    };
    let text = match year {
        Some(_) => "Choose the quarter that this form covers, or the whole year.",
        None => "The quarter that this form covers, such as Q2 2020, or the whole year: Year 2020.",
    };
    Validation {
        first: at,
        last: at,
        rule,
        prompt: prompt("Period", text),
        error: prompt("Not a period of the plan", "Choose one of the periods in the list."),
    }
}

fn source_rule(first: (u32, u16), last: (u32, u16)) -> Validation {
    let text = "Where the money came from. For a donation, name the donor in the next column.";
    Validation {
        first,
        last,
        rule: list(&["Budget", "Donation", SHARED]),
        prompt: prompt("Source of funding", text),
        error: prompt("Not a source", "Choose one of the sources in the list."),
    }
}

/// The donors that the plan names; another one may be typed.
fn donor_rule(first: (u32, u16), last: (u32, u16), donors: Option<String>) -> Validation {
    let text = match donors {
        Some(_) => {
            "Who gave the donation. Choose from the list, or type the name of a donor that is not in it. \
             Leave it empty for budget money."
        }
        None => "Who gave the donation. Leave it empty for budget money.",
    };
    Validation {
        first,
        last,
        rule: donors.map_or(ValidationRule::Any, ValidationRule::RangeOrOther),
        prompt: prompt("Donor", text),
        error: prompt("", ""),
    }
}

fn money_rule(first: (u32, u16), last: (u32, u16), text: &'static str) -> Validation {
    Validation {
        first,
        last,
        rule: ValidationRule::Money,
        prompt: prompt("Euros", text),
        error: prompt(
            "Not an amount",
            "Write only the number, in euros and with at most two decimals, such as 12500. Words go \
             into the column Description.",
        ),
    }
}
