//! What the head of a column, or a label above a table, can mean.

use indexmap::IndexMap;

use crate::model::fold;

macro_rules! headings {
    ($($name:ident = $key:literal,)*) => {
        /// The meaning of a heading; its words stand in `templates/headings.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each is a key of templates/headings.toml")]
        pub enum Heading { $($name,)* }

        impl Heading {
            /// All of them.
            pub const ALL: &'static [Heading] = &[$(Heading::$name,)*];

            /// Its key in `templates/headings.toml`.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Heading::$name => $key,)* }
            }
        }
    };
}

headings! {
    Code = "code",
    Ordinal = "ordinal",
    Activity = "activity",
    Responsible = "responsible",
    Lead = "lead",
    Partners = "partners",
    Start = "start",
    End = "end",
    ResultIndicator = "result_indicator",
    Estimate = "estimate",
    NoFunding = "no_funding",
    Source = "source",
    Holder = "holder",
    Donor = "donor",
    Planned = "planned",
    Spent = "spent",
    Amount = "amount",
    SpentBudget = "spent_budget",
    SpentDonation = "spent_donation",
    Body = "body",
    Period = "period",
    Quarter = "quarter",
    Date = "date",
    Document = "document",
    Description = "description",
    Supplier = "supplier",
    Reason = "reason",
    Note = "note",
    Currency = "currency",
    Kind = "kind",
    Reference = "reference",
    StrategicArea = "strategic_area",
    Objective = "objective",
    Measure = "measure",
    MeasureTitle = "measure_title",
    AreaTitle = "area_title",
    PerformanceIndicator = "performance_indicator",
    InitialValue = "initial_value",
    TargetMiddle = "target_middle",
    TargetEnd = "target_end",
    Departments = "departments",
    Year = "year",
    Remaining = "remaining",
    Status = "status",
    Classification = "classification",
    Quantity = "quantity",
    DocumentDate = "document_date",
    Cumulative = "cumulative",
    Net = "net",
    PlanTitle = "plan_title",
    ObjectiveTitle = "objective_title",
    BodyName = "body_name",
    Montenegrin = "montenegrin",
    Abbreviation = "abbreviation",
    OtherNames = "other_names",
    Successor = "successor",
    SuccessorFrom = "successor_from",
    Generic = "generic",
}

impl Heading {
    /// By its key.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Heading::ALL.iter().copied().find(|heading| heading.key() == key)
    }
}

/// Folded word → heading, and the word as written. A word that two headings claim is a mistake in the template.
pub(super) fn built_in() -> Result<IndexMap<String, (Heading, String)>, String> {
    let table: IndexMap<String, Vec<String>> =
        toml::from_str(include_str!("../../templates/headings.toml")).map_err(|e| e.to_string())?;
    let mut headings: IndexMap<String, (Heading, String)> = IndexMap::new();
    for (key, words) in &table {
        let heading = Heading::named(key).ok_or_else(|| format!("headings.toml: {key}?"))?;
        for word in words {
            let before = headings.insert(fold(word), (heading, word.clone()));
            if before.is_some_and(|(other, _)| other != heading) {
                return Err(format!("headings.toml: {word:?} stands under two headings"));
            }
        }
    }
    Ok(headings)
}
