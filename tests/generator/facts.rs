//! What really was spent: the entries that every dressing must give back.

use earmark::model::{ActivityCode, Date, Quarter};

use super::choices::Choices;

/// One payment.
#[derive(Debug, Clone)]
pub struct Fact {
    pub code: ActivityCode,
    pub title: &'static str,
    /// The source in words.
    pub source_words: &'static str,
    pub donor: Option<&'static str>,
    pub cents: i64,
    pub date: Date,
    pub document: Option<String>,
    pub description: Option<&'static str>,
}

impl Fact {
    pub fn quarter(&self) -> Quarter {
        Quarter::of(self.date)
    }

    pub fn measure(&self) -> String {
        let parts = self.code.parts();
        format!("{}.{}", parts[0], parts[1])
    }
}

const TITLES: [&str; 9] = [
    "Conduct trainings",
    "Obuka službenika",
    "Printing of leaflets",
    "Štampa flajera i plakata",
    "Обука полиције",
    "Sastanci radne grupe",
    "Shelter for victims, with food",
    "Kampanja u medijima",
    "Amend the law on foreigners",
];
const BUDGETS: [&str; 5] =
    ["Budget", "Budžet", "Ministry of Health budget", "Буџет", "State budget"];
const DONATIONS: [&str; 5] = ["Donation", "Donacija", "UNICEF", "Grant", "Донација"];
const DONORS: [&str; 3] = ["UNICEF", "OSCE", "US Embassy"];
const DESCRIPTIONS: [&str; 6] = [
    "Room hire",
    "Prevoz učesnika",
    "Štampanje, 2 dana",
    "Catering, II kvartal 2020",
    "Honorari",
    "Плаћање по уговору",
];

/// What was spent, in no particular order.
pub fn facts(choices: &mut Choices) -> Vec<Fact> {
    let count = 1 + choices.pick(9);
    (0..count).map(|number| fact(choices, number)).collect()
}

fn fact(choices: &mut Choices, number: usize) -> Fact {
    let parts = [1 + choices.pick(4), 1 + choices.pick(3), 1 + choices.pick(12)];
    let code = ActivityCode::from_parts(&parts.map(|part| part as u32)).expect("a code");
    // One title for one activity, whichever line it stands in.
    let title = TITLES[(parts[0] * 7 + parts[1] * 3 + parts[2]) % TITLES.len()];
    let budget = choices.pick(2) == 0;
    let source_words = choices.of(if budget { &BUDGETS } else { &DONATIONS });
    let donor = (!budget && choices.once_in(2)).then(|| choices.of(&DONORS));
    let (month, day) = (1 + choices.pick(12) as i8, 1 + choices.pick(28) as i8);
    Fact {
        code,
        title,
        source_words,
        donor,
        cents: cents(choices),
        date: Date::new(2020, month, day).expect("a day"),
        document: choices.once_in(2).then(|| format!("R-{}/2020", number + 1)),
        description: choices.once_in(2).then(|| choices.of(&DESCRIPTIONS)),
    }
}

/// An amount: small, round, large, nothing, or given back.
pub fn cents(choices: &mut Choices) -> i64 {
    let euros = match choices.pick(6) {
        0 => 1 + choices.pick(9),
        1 => 10 + choices.pick(990),
        2 => 1_000 + choices.pick(9_000),
        3 => 1_000 * (1 + choices.pick(200)),
        4 => 10_000 + choices.pick(3_000_000),
        _ => 0,
    };
    let cents = if choices.once_in(2) { choices.pick(100) } else { 0 };
    let sign = if choices.once_in(10) { -1 } else { 1 };
    sign * (euros * 100 + cents) as i64
}
