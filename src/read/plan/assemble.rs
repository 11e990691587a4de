//! Draft → Plan. In: rows with their meanings. Out: activities, measures, areas and lines under one
//! name each, and findings about what is doubtful.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::bodies::{Mention, Names};
use super::draft::{Draft, Field, RawActivity};
use super::estimate::Marks;
use super::{blocks, checks, lines, title};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{
    Activity, ActivityCode, BodyName, Holder, Plan, PlanLine, Quarter, SourceFile, StrategicArea,
    tidy,
};
use crate::sheet::Value;
use crate::vocabulary::{Heading, Vocabulary, period};

/// The plan of a draft.
pub(super) fn plan(
    mut draft: Draft,
    source: SourceFile,
    sheets: &[&str],
    vocabulary: &Vocabulary,
) -> (Plan, Vec<Finding>) {
    let mut findings = std::mem::take(&mut draft.findings);
    let (name, year) = title::find(&draft, &source.file, sheets, vocabulary);
    if year.is_none() {
        findings.push(Finding::new(Code::YearNotFound, crate::model::Place::of_file(&source.file)));
    }
    let measures = blocks::measures(&mut draft, &mut findings);
    let mut names = Names::new(std::mem::take(&mut draft.bodies), vocabulary);
    for activity in &draft.activities {
        learn(activity, &mut names);
    }
    let mut marks = Marks::default();
    let money = draft.activities.iter().flat_map(|activity| activity.money.iter().flatten());
    for cell in money.filter(|cell| lines::is_amount(cell.heading)) {
        if matches!(cell.value, Value::Text(_)) {
            marks.learn(&cell.text);
        }
    }
    let mut activities = BTreeMap::new();
    let mut planned: Vec<PlanLine> = Vec::new();
    let mut bodies: Vec<(ActivityCode, Vec<Mention>, bool)> = Vec::new();
    for raw in &draft.activities {
        let (mentions, has_lead) = responsible(raw, &mut names, &mut findings);
        bodies.push((raw.code, mentions, has_lead));
    }
    for (raw, (_, mentions, has_lead)) in draft.activities.iter().zip(bodies) {
        let money = lines::read(raw, marks, &mut names, vocabulary, &mut findings);
        planned.extend(money.lines);
        let mut activity = activity(raw, mentions, has_lead, &mut findings);
        activity.no_funding_required = money.no_funding;
        let block = raw.block.and_then(|block| measures.of_block.get(block));
        activity.measure = block.map_or_else(String::new, |measure| measure.code.clone());
        activity.area = raw
            .area
            .or(block.map(|measure| measure.area))
            .unwrap_or_else(|| raw.code.parts().first().copied().unwrap_or_default());
        checks::row(raw, &activity, &mut findings);
        activities.insert(activity.code, activity);
    }
    planned.sort_by_key(|line| line.activity);
    let settled = names.settle();
    findings.extend(settled.findings);
    let now = |body: &mut BodyName| {
        if let Some(to) = settled.renamed.get(body) {
            *body = to.clone();
        }
    };
    for activity in activities.values_mut() {
        activity.lead.iter_mut().for_each(&now);
        activity.partners.iter_mut().for_each(&now);
        activity.departments.iter_mut().for_each(|(body, _)| now(body));
    }
    for line in &mut planned {
        if let Holder::Body(body) = &mut line.holder {
            now(body);
        }
    }
    checks::gaps(&activities, &measures.all, &measures.places, &mut findings);
    checks::headers(&draft.headers, &mut findings);
    let plan = Plan {
        source,
        title: name,
        year,
        areas: areas(&draft, &activities, &mut findings),
        objectives: draft.objectives,
        measures: measures.all,
        activities: activities.into_iter().collect::<IndexMap<_, _>>(),
        lines: planned,
        bodies: settled.register,
    };
    (plan, findings)
}

fn learn(activity: &RawActivity, names: &mut Names<'_>) {
    for field in &activity.fields {
        match field.heading {
            Heading::Responsible => names.learn(&field.text),
            Heading::Lead | Heading::Partners => {
                for line in field.text.lines().filter(|line| !line.trim().is_empty()) {
                    if !names.has(line) {
                        names.learn(line);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The bodies of an activity, the lead first where it has one.
fn responsible(
    raw: &RawActivity,
    names: &mut Names<'_>,
    findings: &mut Vec<Finding>,
) -> (Vec<Mention>, bool) {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut add = |found: Vec<Mention>| {
        for mention in found {
            match mentions.iter_mut().find(|known| known.body == mention.body) {
                None => mentions.push(mention),
                Some(known) => known.departments.extend(mention.departments),
            }
        }
    };
    let typed = |field: &Field, names: &mut Names<'_>| -> Vec<Mention> {
        let mut found = Vec::new();
        for line in field.text.lines().filter(|line| !line.trim().is_empty()) {
            match names.known(line, &field.place) {
                Some(body) => found.push(Mention { body, departments: Vec::new() }),
                None => found.extend(names.cell(line, &field.place)),
            }
        }
        found
    };
    let lead_column = raw.columns.contains(&Heading::Lead);
    if let Some(field) = raw.field(Heading::Lead) {
        add(typed(field, names));
    }
    let mut has_lead = raw.field(Heading::Lead).is_some();
    if let Some(field) = raw.field(Heading::Responsible) {
        add(names.cell(&field.text, &field.place));
        has_lead |= !lead_column;
    }
    if let Some(field) = raw.field(Heading::Partners) {
        add(typed(field, names));
    }
    if let Some(field) = raw.field(Heading::Departments) {
        for line in field.text.lines().map(tidy).filter(|line| !line.is_empty()) {
            let named = line.match_indices(": ").find_map(|(at, _)| {
                let body = BodyName::new(line.get(..at)?);
                let rest = line.get(at + 2..)?.to_owned();
                mentions.iter().position(|mention| mention.body == body).map(|index| (index, rest))
            });
            let (index, department) = named.unwrap_or((0, line));
            if let Some(mention) = mentions.get_mut(index)
                && !mention.departments.contains(&department)
            {
                mention.departments.push(department);
            }
        }
        for mention in &mentions {
            names.remember_departments(mention);
        }
    }
    let generic = mentions
        .first()
        .and_then(|mention| names.register().get(&mention.body))
        .is_some_and(|body| body.generic);
    let has_lead = has_lead && !generic && !mentions.is_empty();
    if !has_lead {
        let cell = [Heading::Lead, Heading::Responsible].into_iter().find_map(|h| raw.field(h));
        let place = cell.map_or(&raw.place, |cell| &cell.place);
        let mut finding =
            Finding::new(Code::NoResponsibleBody, place.clone()).detail("code", raw.code);
        if let Some(cell) = cell {
            finding = finding.read(tidy(&cell.text));
        }
        findings.push(finding);
    }
    (mentions, has_lead)
}

fn activity(
    raw: &RawActivity,
    mentions: Vec<Mention>,
    has_lead: bool,
    findings: &mut Vec<Finding>,
) -> Activity {
    let mut departments = Vec::new();
    let mut bodies = Vec::new();
    for mention in mentions {
        for department in mention.departments {
            let pair = (mention.body.clone(), department);
            if !departments.contains(&pair) {
                departments.push(pair);
            }
        }
        bodies.push(mention.body);
    }
    let mut bodies = bodies.into_iter();
    let lead = if has_lead { bodies.next() } else { None };
    let start = quarters(raw, Heading::Start, findings);
    let end = quarters(raw, Heading::End, findings);
    let (start, end) = match (start, end) {
        // One column for both: "I–III quarter".
        (Some((from, to)), None) if from != to => (Some(from), Some(to)),
        (start, end) => (start.map(|(from, _)| from), end.map(|(_, to)| to)),
    };
    Activity {
        code: raw.code,
        title: raw.title.clone(),
        lead,
        partners: bodies.collect(),
        departments,
        start,
        end,
        measure: String::new(),
        area: 0,
        result_indicators: raw
            .fields
            .iter()
            .filter(|field| field.heading == Heading::ResultIndicator)
            .flat_map(|field| indicators(&field.text))
            .collect(),
        no_funding_required: false,
        place: raw.place.clone(),
    }
}

/// The quarter or span of quarters in a cell.
fn quarters(
    raw: &RawActivity,
    heading: Heading,
    findings: &mut Vec<Finding>,
) -> Option<(Quarter, Quarter)> {
    let cell = raw.field(heading)?;
    let text = tidy(&cell.text);
    let found = match &cell.value {
        Value::Date { date: Some(date), .. } => Some((Quarter::of(*date), Quarter::of(*date))),
        _ => match period(&text) {
            Some(period) => period.from.zip(period.to),
            None => checks::day(&text).map(|day| (Quarter::of(day), Quarter::of(day))),
        },
    };
    if found.is_none() {
        findings.push(
            Finding::new(Code::PlanQuarterNotUnderstood, cell.place.clone())
                .read(text)
                .detail("code", raw.code)
                .data("column", &cell.header),
        );
    }
    found
}

/// One for each line or bullet.
fn indicators(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut line = line.trim();
        loop {
            let bare = line
                .strip_prefix("- ")
                .or_else(|| line.strip_prefix("– "))
                .or_else(|| line.strip_prefix(['·', '•', '▪', '\u{f0b7}']));
            match bare {
                Some(bare) => line = bare.trim_start(),
                None => break,
            }
        }
        let line = tidy(line);
        if !line.is_empty() && !matches!(line.as_str(), "-" | "–") {
            found.push(line);
        }
    }
    found
}

fn areas(
    draft: &Draft,
    activities: &BTreeMap<ActivityCode, Activity>,
    findings: &mut Vec<Finding>,
) -> Vec<StrategicArea> {
    let mut titles: BTreeMap<u16, String> =
        draft.areas.iter().map(|(number, area)| (*number, area.title.clone())).collect();
    let used = activities.values().map(|activity| activity.area);
    for number in used.chain(draft.objectives.iter().map(|objective| objective.area)) {
        titles.entry(number).or_default();
    }
    titles.remove(&0);
    for (number, title) in &mut titles {
        if let (true, Some(listed)) = (title.is_empty(), draft.listed.get(number)) {
            title.clone_from(&listed.title);
            if !draft.areas.contains_key(number) && !draft.areas.is_empty() {
                findings.push(
                    Finding::new(Code::HeadingOutOfLine, listed.place.clone())
                        .read(&listed.title)
                        .detail(
                            "heading",
                            Said::new("strategic area {number}").with_data("number", number),
                        ),
                );
            }
        }
    }
    titles.into_iter().map(|(number, title)| StrategicArea { number, title }).collect()
}
