//! Layouts: how one table of payments is laid out. Each is one function from what was spent to a
//! sketch; a new layout is one more function and its name in `ALL`.

use earmark::model::{Quarter, Source};

use super::canvas::{Canvas, Expected};
use super::choices::Choices;
use super::columns::Columns;
use super::facts::{Fact, cents};
use super::sketch::{Head, Kind, Line, Mark, Sketch};
use super::words::{Script, headings};

/// A layout paints a table of these payments.
pub type Layout = fn(&mut Choices, Script, &[Fact]) -> Canvas;

/// Every layout, by its name in messages.
pub const ALL: [(&str, Layout); 7] = [
    ("one amount a row", one_a_row),
    ("budget and donation side by side", side_by_side),
    ("quarters across", quarters_across),
    ("months across", months_across),
    ("sources over quarters", sources_over_quarters),
    ("planned beside spent", planned_beside_spent),
    ("code once, its lines below", code_once),
];

fn one_a_row(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    rows(choices, script, facts, Vec::new()).paint(choices, script)
}

fn planned_beside_spent(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    let words = if choices.once_in(4) { vec!["Budget", "Budžet"] } else { headings("planned") };
    let head =
        Head { texts: vec![script.write(choices.of(&words))], kind: Kind::Planned, group: 50 };
    rows(choices, script, facts, vec![head]).paint(choices, script)
}

/// A line for each payment, and further columns of amounts that are not spent.
fn rows(choices: &mut Choices, script: Script, facts: &[Fact], aside: Vec<Head>) -> Sketch {
    let columns = Columns::choose(choices, script, true);
    let mut heads = columns.heads.clone();
    heads.push(amount_head(choices, script, 60));
    let planned = aside.len();
    heads.extend(aside);
    let line = |choices: &mut Choices, (number, fact): (usize, &Fact)| {
        let (mut cells, mut expected) = columns.line(choices, number, fact);
        expected.cents = fact.cents;
        cells.push(Mark::Amount(expected));
        cells.extend((0..planned).map(|_| Mark::Aside(cents(choices).abs())));
        Line { measure: fact.measure(), cells, joined: false }
    };
    let lines = facts.iter().enumerate().map(|fact| line(choices, fact)).collect();
    Sketch { heads, lines, may_say: Vec::new() }
}

fn amount_head(choices: &mut Choices, script: Script, group: usize) -> Head {
    let key = choices.of(&["spent", "amount"]);
    let text = script.write(choices.of(&headings(key)));
    Head { texts: vec![text], kind: Kind::Amount, group }
}

/// What a column of amounts stands for.
#[derive(Clone, Copy)]
struct Meaning {
    source: Option<Source>,
    quarter: Option<Quarter>,
}

/// Several amounts a line, in columns with a meaning, perhaps with their sum behind them.
fn across(
    choices: &mut Choices,
    script: Script,
    facts: &[Fact],
    amounts: Vec<(Head, Meaning)>,
    row_total: bool,
) -> Canvas {
    let by_source = amounts.iter().any(|(_, meaning)| meaning.source.is_some());
    let by_quarter = amounts.iter().any(|(_, meaning)| meaning.quarter.is_some());
    let columns = if by_source || by_quarter {
        Columns::choose_without(choices, script, by_source, by_quarter)
    } else {
        Columns::choose(choices, script, true)
    };
    let mut heads = columns.heads.clone();
    heads.extend(amounts.iter().map(|(head, _)| head.clone()));
    if row_total {
        let text =
            script.write(choices.of(&["Total", "Ukupno", "Svega", "UKUPNO (€)", "Total (€)"]));
        heads.push(Head { texts: vec![text], kind: Kind::RowTotal, group: 70 });
    }
    let mut lines = Vec::new();
    for (number, fact) in facts.iter().enumerate() {
        let (mut cells, expected) = columns.line(choices, number, fact);
        let always = choices.pick(amounts.len());
        let mut sum = 0;
        for (place, (_, meaning)) in amounts.iter().enumerate() {
            if place != always && choices.once_in(2) {
                cells.push(Mark::Blank);
                continue;
            }
            let cents = if place == always { fact.cents } else { cents(choices) };
            sum += cents;
            let quarter = meaning.quarter.or(expected.quarter);
            let column_source = meaning.source;
            cells.push(Mark::Amount(Expected {
                cents,
                quarter,
                column_source,
                ..expected.clone()
            }));
        }
        if row_total {
            cells.push(Mark::Aside(sum));
        }
        lines.push(Line { measure: fact.measure(), cells, joined: false });
    }
    Sketch { heads, lines, may_say: Vec::new() }.paint(choices, script)
}

fn source_words(choices: &mut Choices, script: Script, source: Source) -> String {
    let key = if source == Source::Budget { "spent_budget" } else { "spent_donation" };
    script.write(choices.of(&headings(key)))
}

/// A heading over several columns, or none.
fn over(choices: &mut Choices, script: Script) -> Vec<String> {
    match choices.pick(3) {
        0 => Vec::new(),
        _ => vec![script.write(choices.of(&headings("spent")))],
    }
}

fn side_by_side(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    let over = over(choices, script);
    let amounts = [Source::Budget, Source::Donation].map(|source| {
        let texts = [over.clone(), vec![source_words(choices, script, source)]].concat();
        let head = Head { texts, kind: Kind::Amount, group: 60 };
        (head, Meaning { source: Some(source), quarter: None })
    });
    let row_total = choices.once_in(3);
    across(choices, script, facts, amounts.to_vec(), row_total)
}

fn quarter_words(choices: &mut Choices, script: Script, quarter: Quarter, form: usize) -> String {
    let (number, roman) = (quarter.number(), quarter.roman());
    let ordinal = ["1st", "2nd", "3rd", "4th"][usize::from(number) - 1];
    let _ = choices;
    match form {
        0 => format!("Q{number}"),
        1 => script.write(&format!("{roman} kvartal")),
        2 => script.write(&format!("{number}. kvartal")),
        3 => format!("{ordinal} quarter"),
        4 => format!("{roman} quarter 2020"),
        5 => format!("Q{number} 2020"),
        _ => script.write(&format!("{roman} tromjesečje")),
    }
}

fn quarters_across(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    let over = over(choices, script);
    let form = choices.pick(7);
    let first = choices.pick(3);
    let amounts = Quarter::ALL[first..].iter().map(|quarter| {
        let texts = [over.clone(), vec![quarter_words(choices, script, *quarter, form)]].concat();
        let head = Head { texts, kind: Kind::Amount, group: 60 };
        (head, Meaning { source: None, quarter: Some(*quarter) })
    });
    let amounts: Vec<_> = amounts.collect();
    let row_total = choices.once_in(2);
    across(choices, script, facts, amounts, row_total)
}

fn months_across(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    const NAMES: [[&str; 12]; 3] = [
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        [
            "Januar",
            "Februar",
            "Mart",
            "April",
            "Maj",
            "Jun",
            "Jul",
            "Avgust",
            "Septembar",
            "Oktobar",
            "Novembar",
            "Decembar",
        ],
        ["Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Avg", "Sep", "Okt", "Nov", "Dec"],
    ];
    let over = over(choices, script);
    let names = choices.of(&NAMES);
    let year = choices.of(&["", " 2020", " 2020."]);
    let first = choices.pick(10);
    let count = 2 + choices.pick(11 - first);
    let amounts = (first..first + count).map(|month| {
        let texts = [over.clone(), vec![script.write(&format!("{}{year}", names[month]))]].concat();
        let quarter = Quarter::ALL[month / 3];
        let head = Head { texts, kind: Kind::Amount, group: 60 };
        (head, Meaning { source: None, quarter: Some(quarter) })
    });
    let amounts: Vec<_> = amounts.collect();
    let row_total = choices.once_in(2);
    across(choices, script, facts, amounts, row_total)
}

/// "Budget" and "Donation", each over its quarters; or each quarter over its sources.
fn sources_over_quarters(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    let over = over(choices, script);
    let form = choices.pick(7);
    let sources = [Source::Budget, Source::Donation]
        .map(|source| (source, source_words(choices, script, source)));
    let quarters: Vec<(Quarter, String)> = Quarter::ALL[choices.pick(3)..]
        .iter()
        .map(|quarter| (*quarter, quarter_words(choices, script, *quarter, form)))
        .collect();
    let sources_first = choices.once_in(2);
    let mut amounts = Vec::new();
    let mut add = |source: &(Source, String), quarter: &(Quarter, String)| {
        let mut own = vec![quarter.1.clone(), source.1.clone()];
        if sources_first {
            own.reverse();
        }
        let head = Head { texts: [over.clone(), own].concat(), kind: Kind::Amount, group: 60 };
        amounts.push((head, Meaning { source: Some(source.0), quarter: Some(quarter.0) }));
    };
    if sources_first {
        sources.iter().for_each(|source| quarters.iter().for_each(|quarter| add(source, quarter)));
    } else {
        quarters.iter().for_each(|quarter| sources.iter().for_each(|source| add(source, quarter)));
    }
    across(choices, script, facts, amounts, false)
}

/// The activity stands in the first of its lines; the others are merged with it, or blank.
fn code_once(choices: &mut Choices, script: Script, facts: &[Fact]) -> Canvas {
    let columns = Columns::choose_keyed(choices, script);
    let merged = choices.once_in(2);
    let mut heads = columns.heads.clone();
    heads.push(amount_head(choices, script, 60));
    let mut lines = Vec::new();
    for (number, fact) in facts.iter().enumerate() {
        let more = choices.pick(4);
        for below in 0..=more {
            let (mut cells, mut expected) = columns.line(choices, number, fact);
            expected.cents = if below == 0 { fact.cents } else { cents(choices) };
            for key in columns.keys.clone().filter(|_| below > 0) {
                cells[key] = if merged { Mark::Above } else { Mark::Blank };
            }
            cells.push(Mark::Amount(expected));
            lines.push(Line { measure: fact.measure(), cells, joined: below > 0 });
        }
    }
    let may_say = if merged { Vec::new() } else { vec!["W0216"] };
    Sketch { heads, lines, may_say }.paint(choices, script)
}
