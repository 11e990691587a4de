//! What is doubtful in a plan although it could be read. In: what was read. Out: findings.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::columns::Column;
use super::draft::RawActivity;
use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::{Activity, ActivityCode, Date, Measure, Place, fold};
use crate::vocabulary::Heading;

/// How many missing codes are named one by one.
const NAMED: usize = 12;

/// One activity: an end before its start, cells left blank.
pub(super) fn row(raw: &RawActivity, activity: &Activity, findings: &mut Vec<Finding>) {
    if let (Some(start), Some(end)) = (activity.start, activity.end)
        && end < start
    {
        let place = raw.field(Heading::End).map_or(&raw.place, |cell| &cell.place);
        findings.push(
            Finding::new(Code::EndBeforeStart, place.clone())
                .read(format!("{} – {}", start.roman(), end.roman()))
                .detail("code", raw.code)
                .data("start", start.roman())
                .data("end", end.roman()),
        );
    }
    let mut missing = Vec::new();
    if activity.title.is_empty() {
        missing.push(Part::from("the title"));
    }
    for (heading, name) in [
        (Heading::Start, "the start"),
        (Heading::End, "the end"),
        (Heading::ResultIndicator, "the result indicator"),
    ] {
        if raw.columns.contains(&heading) && raw.field(heading).is_none() {
            missing.push(name.into());
        }
    }
    if !missing.is_empty() {
        findings.push(
            Finding::new(Code::RowIncomplete, raw.place.clone())
                .read(format!("{} {}", raw.code, raw.title))
                .detail(
                    "missing",
                    Said::new("it lacks {what}").with("what", Part::list(missing, ", ")),
                ),
        );
    }
}

/// Numbers left out among measures and activities.
pub(super) fn gaps(
    activities: &BTreeMap<ActivityCode, Activity>,
    measures: &[Measure],
    places: &[Place],
    findings: &mut Vec<Finding>,
) {
    let mut groups: BTreeMap<String, BTreeMap<u16, Place>> = BTreeMap::new();
    for (measure, place) in measures.iter().zip(places) {
        for code in measure.code.split('/') {
            if let Some((group, Ok(number))) =
                code.rsplit_once('.').map(|(group, number)| (group, number.parse()))
            {
                groups.entry(group.to_owned()).or_default().insert(number, place.clone());
            }
        }
    }
    for activity in activities.values() {
        if let Some((number, group)) = activity.code.parts().split_last() {
            let group = group.iter().map(u16::to_string).collect::<Vec<_>>().join(".");
            groups.entry(group).or_default().insert(*number, activity.place.clone());
        }
    }
    for (group, numbers) in groups {
        let mut before = 0;
        for (number, place) in &numbers {
            let missing = number.saturating_sub(before).saturating_sub(1);
            if missing > 0 {
                let named: Vec<String> = (before + 1..*number)
                    .take(NAMED)
                    .map(|missing| format!("{group}.{missing}"))
                    .collect();
                let more = usize::from(missing).saturating_sub(NAMED);
                let codes = match more {
                    0 => Said::data(named.join(", ")),
                    _ => Said::new("{codes} and {count} more")
                        .with_data("codes", named.join(", "))
                        .with("count", more),
                };
                findings.push(
                    Finding::new(Code::CodeGap, place.clone())
                        .read(format!("{group}.{number}"))
                        .detail("missing", codes),
                );
            }
            before = *number;
        }
    }
}

/// Columns that one table names otherwise than the other tables.
pub(super) fn headers(headers: &[Column], findings: &mut Vec<Finding>) {
    let mut words: IndexMap<Heading, IndexMap<String, (usize, String)>> = IndexMap::new();
    for column in headers {
        let word = words.entry(column.heading).or_default();
        word.entry(fold(&column.header)).or_insert_with(|| (0, column.header.clone())).0 += 1;
    }
    for column in headers {
        let Some(all) = words.get(&column.heading) else {
            continue;
        };
        let own = fold(&column.header);
        let count = all.get(&own).map_or(0, |(count, _)| *count);
        let most = all.values().max_by_key(|(count, _)| *count);
        if let Some((usual, word)) = most
            && *usual > count
        {
            findings.push(
                Finding::new(Code::ColumnNamedOtherwise, column.place.clone())
                    .read(column.header.as_str())
                    .data("usual", word),
            );
        }
    }
}

/// A day as people write it: 30.06.2020, 30/6/2020, 2020-06-30.
pub(super) fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> =
        text.trim_end_matches(['.', ' ']).split(['.', '/']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
