//! Words inside cells: sources, totals, currencies, kinds of funding.

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::heading::Heading;
use crate::model::{FundingKind, Source, fold};

/// What a text says about a source of funding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceWords {
    /// A budget or a donation, in general words.
    Is(Source),
    /// The budget of all implementers together.
    Shared,
}

/// What a word beside an amount says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// It is of euros.
    Euro,
    /// It is of another currency.
    OtherCurrency,
    /// It is of thousands.
    Thousand,
}

/// The lists of words that only plans use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanWord {
    /// What a plan calls itself: "action plan".
    Title,
    /// What a line says above the list of areas: "strategic areas".
    AreaList,
    /// What joins two names: "and".
    Join,
    /// What begins the name of a department.
    Department,
    /// What stands beside an amount and says nothing about its source: "about".
    About,
    /// What stands in the place of a source that nobody named: "unnamed".
    Unnamed,
    /// A word in the genitive and the same in the nominative: "ministarstva ministarstvo".
    Genitive,
}

impl PlanWord {
    fn key(self) -> &'static str {
        match self {
            PlanWord::Title => "plan_title",
            PlanWord::AreaList => "area_list",
            PlanWord::Join => "join",
            PlanWord::Department => "department",
            PlanWord::About => "about",
            PlanWord::Unnamed => "unnamed",
            PlanWord::Genitive => "genitive",
        }
    }
}

/// The lists that come with the program, folded. Whoever makes a [`super::Vocabulary`] is told where
/// they are broken.
static LISTS: LazyLock<Result<IndexMap<String, Vec<String>>, String>> = LazyLock::new(|| {
    let table: IndexMap<String, Vec<String>> =
        toml::from_str(include_str!("../../templates/words.toml")).map_err(|e| e.to_string())?;
    let folded = |words: Vec<String>| words.iter().map(|word| fold(word)).collect();
    Ok(table.into_iter().map(|(key, words)| (key, folded(words))).collect())
});

/// A list that no project adds to.
pub(super) fn built_in(key: &str) -> &'static [String] {
    LISTS.as_ref().ok().and_then(|lists| lists.get(key)).map_or(&[], Vec::as_slice)
}

/// Whether a folded word stands in a list that no project adds to.
pub(super) fn is_built_in(key: &str, folded: &str) -> bool {
    !folded.is_empty() && built_in(key).iter().any(|word| word == folded)
}

/// The letter that a text begins with when it is folded; none where only folding it tells.
fn first_letter(text: &str) -> Option<u8> {
    let kept = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'%' | b'$');
    let first = text.bytes().find(kept).filter(|_| text.is_ascii())?;
    Some(first.to_ascii_lowercase())
}

/// The sign of another currency, which folds to nothing.
fn is_foreign_sign(text: &str) -> bool {
    matches!(text.trim(), "£" | "$")
}

/// The lists of `templates/words.toml`, folded.
#[derive(Debug, Clone)]
pub(super) struct Words {
    lists: IndexMap<String, Vec<String>>,
    pub(super) cooperation: Vec<String>,
    months: IndexMap<String, u8>,
    /// What the words of these lists begin with: every text of every line is asked, and one letter answers
    /// for nearly all of them.
    total: Letters,
    carried_forward: Letters,
    sources: Letters,
}

/// Letters of ASCII, a bit each.
#[derive(Debug, Clone, Copy)]
struct Letters(u128);

impl Letters {
    fn beginning(lists: &IndexMap<String, Vec<String>>, keys: &[&str]) -> Self {
        let words = keys.iter().filter_map(|key| lists.get(*key)).flatten();
        let firsts = words.filter_map(|word| word.bytes().next().filter(u8::is_ascii));
        Letters(firsts.fold(0, |letters, first| letters | 1 << first))
    }

    fn of_sources(lists: &IndexMap<String, Vec<String>>) -> Self {
        // "The" may stand before each of them.
        Letters(Letters::beginning(lists, &["shared", "budget", "donation"]).0 | 1 << b't')
    }

    /// Whether a text may begin with one of them, folded.
    fn may_begin(self, text: &str) -> bool {
        first_letter(text).is_none_or(|first| self.0 >> first & 1 == 1)
    }
}

impl Words {
    pub(super) fn built_in() -> Result<Self, String> {
        let lists = LISTS.clone()?;
        let mut cooperation: Vec<String> = lists.get("cooperation").cloned().unwrap_or_default();
        cooperation.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let names = |month: u8| {
            let names = lists.get(&format!("month_{month}")).into_iter().flatten();
            names.filter(|name| !name.is_empty()).map(move |name| (name.clone(), month))
        };
        Ok(Words {
            cooperation,
            months: (1..=12).rev().flat_map(names).collect(),
            total: Letters::beginning(&lists, &["total"]),
            carried_forward: Letters::beginning(&lists, &["carried_forward"]),
            sources: Letters::of_sources(&lists),
            lists,
        })
    }

    pub(super) fn add_sources(&mut self, budget: &[String], donation: &[String]) {
        for (key, words) in [("budget", budget), ("donation", donation)] {
            self.lists.entry(key.to_owned()).or_default().extend(words.iter().map(|w| fold(w)));
        }
        self.sources = Letters::of_sources(&self.lists);
    }

    // A word of signs only ("£") folds to nothing, and nothing is no word.
    fn is(&self, key: &str, folded: &str) -> bool {
        !folded.is_empty()
            && self.lists.get(key).is_some_and(|words| words.iter().any(|word| word == folded))
    }

    pub(super) fn source(&self, text: &str) -> Option<SourceWords> {
        if !self.sources.may_begin(text) {
            return None;
        }
        let folded = fold(text);
        let bare = folded.strip_prefix("the ").unwrap_or(&folded);
        if self.is("shared", &folded) || self.is("shared", bare) {
            Some(SourceWords::Shared)
        } else if self.is("budget", bare) {
            Some(SourceWords::Is(Source::Budget))
        } else if self.is("donation", bare) {
            Some(SourceWords::Is(Source::Donation))
        } else {
            None
        }
    }

    /// All words for a source, with what each means.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, SourceWords)> {
        let of = |key: &str, meaning: SourceWords| {
            let words = self.lists.get(key).map_or(&[][..], Vec::as_slice);
            words.iter().map(move |word| (word.as_str(), meaning))
        };
        of("budget", SourceWords::Is(Source::Budget))
            .chain(of("donation", SourceWords::Is(Source::Donation)))
            .chain(of("shared", SourceWords::Shared))
    }

    pub(super) fn body_of_budget(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        for word in self.lists.get("budget_of")? {
            for body in [
                folded.strip_suffix(word.as_str()).filter(|body| body.ends_with(' ')),
                folded.strip_prefix(word.as_str()).filter(|body| body.starts_with(' ')),
            ] {
                if let Some(body) = body.map(str::trim).filter(|body| !body.is_empty()) {
                    let body = body.strip_prefix("of ").unwrap_or(body);
                    return Some(body.strip_prefix("the ").unwrap_or(body).to_owned());
                }
            }
        }
        None
    }

    pub(super) fn no_funding(&self, text: &str) -> bool {
        self.is("no_funding", &fold(text))
    }

    pub(super) fn is_total(&self, text: &str) -> bool {
        if !self.total.may_begin(text) {
            return false;
        }
        let folded = fold(text);
        self.lists.get("total").is_some_and(|words| {
            words.iter().any(|word| {
                folded == *word
                    || folded
                        .strip_prefix(word.as_str())
                        .is_some_and(|rest| rest.starts_with([' ', '€']))
            })
        })
    }

    pub(super) fn is_bare_total(&self, text: &str) -> bool {
        let folded = fold(text);
        let mut words: Vec<&str> = folded.split(' ').collect();
        while words.last().is_some_and(|word| self.is_unit(word)) {
            words.pop();
        }
        !words.is_empty() && self.is("total", &words.join(" "))
    }

    pub(super) fn is_euro(&self, text: &str) -> bool {
        self.is("euro", &fold(text))
    }

    pub(super) fn is_other_currency(&self, text: &str) -> bool {
        // A number format is asked for each amount, and has most often neither letters nor signs.
        let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphabetic() && byte != b'$';
        !text.bytes().all(plain)
            && (self.is("other_currency", &fold(text)) || is_foreign_sign(text))
    }

    pub(super) fn unit(&self, word: &str) -> Option<Unit> {
        let folded = fold(word);
        if self.is("euro", &folded) {
            Some(Unit::Euro)
        } else if self.is("other_currency", &folded) || is_foreign_sign(word) {
            Some(Unit::OtherCurrency)
        } else if self.is("thousand", &folded) {
            Some(Unit::Thousand)
        } else {
            None
        }
    }

    pub(super) fn is_thousand(&self, text: &str) -> bool {
        self.is("thousand", &fold(text))
    }

    /// Whether a folded word belongs to a unit behind a heading.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        matches!(word, "€" | "000" | "in" | "u" | "of")
            || self.is("euro", word)
            || self.is("thousand", word)
    }

    pub(super) fn funding_kind(&self, text: &str) -> Option<FundingKind> {
        let folded = fold(text);
        FundingKind::ALL.into_iter().find(|kind| self.is(kind.word(), &folded))
    }

    /// A list of `templates/words.toml`, folded.
    pub(super) fn list(&self, list: &str) -> &[String] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded word stands in a list of `templates/words.toml`.
    pub(super) fn is_word(&self, list: &str, word: &str) -> bool {
        self.is(list, word)
    }

    /// The month that a folded word names.
    pub(super) fn month(&self, word: &str) -> Option<u8> {
        self.months.get(word).copied()
    }

    /// Whether a folded word means a quarter of a year.
    pub(super) fn is_quarter_word(&self, word: &str) -> bool {
        self.is("quarter_word", word)
    }

    /// Whether a folded word beside a time says nothing: "in", "za", "mjesec".
    pub(super) fn is_time_filler(&self, word: &str) -> bool {
        self.is("time_filler", word)
    }

    /// Whether a text heads an amount that was carried forward from another page or period.
    pub(super) fn is_carried_forward(&self, text: &str) -> bool {
        if !self.carried_forward.may_begin(text) {
            return false;
        }
        let Some(first) = text.chars().find(|c| c.is_alphanumeric()) else { return false };
        let Some(phrases) = self.lists.get("carried_forward") else { return false };
        let begins = if first.is_ascii() {
            phrases.iter().any(|phrase| phrase.starts_with(first.to_ascii_lowercase()))
        } else {
            let first = fold(first.encode_utf8(&mut [0; 4]));
            phrases.iter().any(|phrase| phrase.starts_with(&first))
        };
        begins && phrases.contains(&fold(text))
    }

    pub(super) fn is_yes(&self, text: &str) -> bool {
        self.is("yes", &fold(text))
    }

    /// Whether a text stands in a list of `templates/words.toml` that only plans use.
    pub(super) fn is_plan_word(&self, list: PlanWord, text: &str) -> bool {
        self.is(list.key(), &fold(text))
    }

    pub(super) fn plan_words(&self, list: PlanWord) -> &[String] {
        self.lists.get(list.key()).map_or(&[], Vec::as_slice)
    }

    /// "Key measure 1.2: Continue …" gives (Measure, "1.2: Continue …"). The words must stand at the
    /// start of the line and a number must follow.
    pub(super) fn plan_heading<'a>(&self, line: &'a str) -> Option<(Heading, &'a str)> {
        let line = line.trim();
        let number = line.find(|c: char| c.is_ascii_digit())?;
        let folded = fold(&line[..number]);
        for (key, heading) in [
            ("strategic_area", Heading::StrategicArea),
            ("objective", Heading::Objective),
            ("measure", Heading::Measure),
        ] {
            if self.is(key, &folded) {
                return Some((heading, &line[number..]));
            }
        }
        None
    }
}
