//! The plan as people have it: the published document as docx and as exported text, the same tables
//! pasted into a sheet, doubtful plans, and the plan workbook that reads back as the same plan.

#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

mod plan_support;

use std::collections::BTreeMap;

use earmark::diagnostic::{Catalogue, Code};
use earmark::language::Translation;
use earmark::model::{ActivityCode, BodyName, Euros, Holder, Plan, Source};
use earmark::vocabulary::Heading;
use plan_support::{
    as_table, book_to_file, docx, docx_with_core, published, read, read_grid, same_plan, text_file,
    vocabulary,
};

fn euros(whole: i64) -> Euros {
    Euros::from_cents(whole * 100)
}

fn code(text: &str) -> ActivityCode {
    text.parse().expect("a code")
}

fn sum<'a>(
    plan: &'a Plan,
    source: Source,
    of: impl Fn(&'a earmark::model::Activity) -> bool,
) -> Euros {
    plan.lines
        .iter()
        .filter(|line| line.source == source && of(&plan.activities[&line.activity]))
        .filter_map(|line| line.planned)
        .sum()
}

fn both() -> [Plan; 2] {
    ["action-plan-2020.docx", "action-plan-2020.txt"]
        .map(|name| published(name).0.expect("the plan is read"))
}

#[test]
fn the_published_plan_has_its_activities_lines_and_totals() {
    for plan in both() {
        assert_eq!(plan.activities.len(), 48);
        assert_eq!(plan.lines.len(), 29);
        assert_eq!(plan.measures.len(), 15);
        assert_eq!(plan.areas.len(), 4);
        assert_eq!(plan.planned(Source::Budget), Some(euros(91_400)));
        assert_eq!(plan.planned(Source::Donation), Some(euros(82_500)));
        assert_eq!(plan.planned(Source::Unnamed), None);
        assert_eq!(plan.activities.values().filter(|a| a.no_funding_required).count(), 20);
        let indicators: usize = plan.activities.values().map(|a| a.result_indicators.len()).sum();
        assert_eq!(indicators, 59);
        let performance: usize = plan.objectives.iter().map(|o| o.indicators.len()).sum();
        assert_eq!(performance, 11);
        assert_eq!(plan.year, Some(2020));
        assert_eq!(
            plan.title.as_deref(),
            Some(
                "Action plan for implementation of the Strategy for Combating Trafficking in Human \
                 Beings for 2020"
            )
        );
        assert!(plan.activities.values().all(|a| a.start.is_some() && a.end.is_some()));
        assert!(plan.activities.values().all(|a| a.lead.is_some() && !a.title.is_empty()));
    }
}

#[test]
fn the_published_plan_has_its_sums_by_measure() {
    let expected = [
        ("1.1", 10_900, 6_000, 12),
        ("1.2", 5_000, 0, 3),
        ("1.3", 11_000, 0, 3),
        ("1.4", 0, 0, 2),
        ("1.5", 0, 0, 1),
        ("2.1", 0, 2_000, 4),
        ("2.2", 0, 1_000, 1),
        ("2.3", 4_000, 0, 2),
        ("2.4", 0, 51_500, 4),
        ("3.1", 0, 0, 3),
        ("3.3/3.4", 0, 0, 1),
        ("3.5", 500, 12_000, 3),
        ("4.1", 0, 0, 4),
        ("4.2", 45_000, 0, 3),
        ("4.3", 15_000, 10_000, 2),
    ];
    for plan in both() {
        for (measure, (name, budget, donation, activities)) in plan.measures.iter().zip(expected) {
            assert_eq!(measure.code, name);
            let of = |a: &earmark::model::Activity| a.measure == name;
            assert_eq!(sum(&plan, Source::Budget, of), euros(budget), "{name}");
            assert_eq!(sum(&plan, Source::Donation, of), euros(donation), "{name}");
            assert_eq!(plan.activities.values().filter(|a| of(a)).count(), activities, "{name}");
        }
    }
}

#[test]
fn the_published_plan_has_its_sums_by_area() {
    for plan in both() {
        for (area, budget, donation) in
            [(1, 26_900, 6_000), (2, 4_000, 54_500), (3, 500, 12_000), (4, 60_000, 10_000)]
        {
            assert_eq!(sum(&plan, Source::Budget, |a| a.area == area), euros(budget));
            assert_eq!(sum(&plan, Source::Donation, |a| a.area == area), euros(donation));
        }
    }
}

#[test]
fn the_published_plan_has_its_sums_by_holder() {
    let expected = BTreeMap::from([
        ("Ministry of the Interior", 41_500),
        ("all implementers", 15_000),
        ("Ministry for Human and Minority Rights", 10_000),
        ("Institute for Social and Child Protection", 5_000),
        ("Ministry of Culture", 5_000),
        ("Ministry of Sustainable Development and Tourism", 5_000),
        ("Human Resources Management Authority", 4_700),
        ("Ministry of Labor and Social Welfare", 4_000),
        ("Police administration", 500),
        ("Centre for Training of the Judiciary and State Prosecution", 500),
        ("Ministry of Defence", 200),
    ]);
    for plan in both() {
        let mut found: BTreeMap<&str, Euros> = BTreeMap::new();
        for line in plan.lines.iter().filter(|line| line.source == Source::Budget) {
            let name = match &line.holder {
                Holder::Body(body) => &*body.0,
                Holder::Shared => "all implementers",
                Holder::NotNamed => "nobody",
            };
            *found.entry(name).or_default() += line.planned.expect("an amount");
        }
        let expected: BTreeMap<&str, Euros> =
            expected.iter().map(|(name, whole)| (*name, euros(*whole))).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn word_text_and_pasted_tables_give_the_same_plan() {
    let [word, text] = both();
    same_plan(&word, &text);
    let (file, _) = plan_support::open("action-plan-2020.docx");
    let (pasted, _) = read_grid(as_table("plan-2020.csv", &file.grids[0]));
    same_plan(&word, &pasted.expect("the pasted plan is read"));
}

#[test]
fn a_joined_measure_without_its_words_holds_its_activity() {
    for plan in both() {
        assert_eq!(plan.activities[&code("3.3.1")].measure, "3.3/3.4");
        assert_eq!(plan.activities[&code("3.5.1")].measure, "3.5");
    }
}

#[test]
fn a_measure_numbered_as_its_objective_takes_the_number_of_its_codes() {
    let [plan, _] = both();
    assert_eq!(plan.measures[0].code, "1.1");
    assert!(plan.measures[0].title.starts_with("Improve prevention activities"));
}

#[test]
fn an_area_named_only_in_the_introduction_has_its_title() {
    for plan in both() {
        assert_eq!(plan.areas[0].title, "Prevention of trafficking in human beings");
        assert_eq!(plan.areas[1].title, "Protection of the victims of trafficking in human beings");
        assert_eq!(plan.objectives[0].area, 1);
        assert_eq!(plan.objectives[3].title.split(' ').next(), Some("Strengthen"));
    }
}

#[test]
fn codes_sort_as_numbers_and_lose_their_points() {
    for plan in both() {
        let codes: Vec<String> = plan.activities.keys().take(12).map(ToString::to_string).collect();
        assert_eq!(codes[8..], ["1.1.9", "1.1.10", "1.1.11", "1.1.12"]);
        let without_point = &plan.activities[&code("4.2.3")];
        assert!(without_point.title.starts_with("Conduct activities to raise"));
    }
}

#[test]
fn two_sources_in_one_cell_are_two_lines() {
    for plan in both() {
        let lines: Vec<_> = plan.lines_of(code("4.3.1")).map(|(_, line)| line).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].planned, &lines[0].holder), (Some(euros(15_000)), &Holder::Shared));
        assert_eq!((lines[1].planned, lines[1].source), (Some(euros(5_000)), Source::Donation));
    }
}

#[test]
fn amounts_with_odd_spaces_and_without_currency_are_read() {
    for plan in both() {
        for (activity, whole) in [
            ("1.1.7", 2_200),
            ("1.1.11", 200),
            ("2.2.1", 1_000),
            ("2.4.4", 5_000),
            ("4.3.2", 5_000),
        ] {
            let lines: Vec<_> = plan.lines_of(code(activity)).collect();
            assert_eq!(lines.len(), 1, "{activity}");
            assert_eq!(lines[0].1.planned, Some(euros(whole)), "{activity}");
        }
    }
}

#[test]
fn numbers_in_other_columns_are_not_money() {
    for plan in both() {
        let shelter = &plan.activities[&code("2.3.1")];
        assert!(shelter.result_indicators[0].starts_with("4000 Euros allocated"));
        assert_eq!(plan.lines_of(code("2.3.1")).count(), 1);
        assert_eq!(plan.lines_of(code("2.1.3")).count(), 0);
    }
}

#[test]
fn a_holder_in_another_case_is_the_same_body() {
    for plan in both() {
        let (_, line) = plan.lines_of(code("1.1.4")).next().expect("a line");
        let body = BodyName::new("Institute for Social and Child Protection");
        assert_eq!(line.holder, Holder::Body(body));
    }
}

#[test]
fn departments_belong_to_the_body_before_them() {
    for plan in both() {
        let interior = BodyName::new("Ministry of the Interior");
        let activity = &plan.activities[&code("1.1.1")];
        assert_eq!(activity.lead.as_ref(), Some(&interior));
        assert!(activity.partners.is_empty());
        assert_eq!(
            activity.departments,
            [
                (
                    interior.clone(),
                    "Directorate for Civil Status and Personal Documents".to_owned()
                ),
                (
                    interior.clone(),
                    "Department for Combating Trafficking in Human Beings".to_owned()
                ),
            ]
        );
        // Behind " / " and " – " too.
        for other in ["1.1.12", "1.1.6", "1.1.3", "4.2.3"] {
            let departments = &plan.activities[&code(other)].departments;
            assert_eq!(departments.len(), 1, "{other}");
            assert_eq!(departments[0].0, interior, "{other}");
        }
    }
}

#[test]
fn and_parts_bodies_only_where_both_are_bodies() {
    for plan in both() {
        let partners = |at: &str| -> Vec<String> {
            plan.activities[&code(at)].partners.iter().map(ToString::to_string).collect()
        };
        assert_eq!(partners("1.1.8"), ["Ministry of the Interior", "Ministry of Foreign Affairs"]);
        assert_eq!(partners("1.1.9"), ["Ministry of the Interior", "Ministry of Health"]);
        assert_eq!(
            plan.activities[&code("2.3.1")].lead,
            Some(BodyName::new("Ministry of Labor and Social Welfare"))
        );
        assert_eq!(partners("4.1.3").len(), 8);
        assert_eq!(partners("4.1.3").last().map(String::as_str), Some("NGOs"));
    }
}

#[test]
fn a_body_under_several_names_is_one_body() {
    for plan in both() {
        let office = BodyName::new("Supreme State Prosecutor’s Office");
        assert!(plan.activities[&code("1.2.2")].partners.contains(&office));
        assert!(plan.activities[&code("4.1.3")].partners.contains(&office));
        let court = BodyName::new("Supreme Court of Montenegro");
        assert!(plan.activities[&code("4.3.1")].partners.contains(&court));
    }
}

#[test]
fn the_published_plan_has_these_findings_and_no_others() {
    for name in ["action-plan-2020.docx", "action-plan-2020.txt"] {
        let (_, findings) = published(name);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &findings {
            *counts.entry(finding.code.number()).or_default() += 1;
        }
        let expected = BTreeMap::from([
            ("W0322", 1),
            ("W0323", 2),
            ("N0324", 2),
            ("N0332", 1),
            ("N0334", 2),
            ("W0335", 1),
        ]);
        assert_eq!(counts, expected, "{name}: {findings:#?}");
    }
}

#[test]
fn every_finding_about_a_plan_has_all_its_texts() {
    let catalogue = Catalogue::built_in().expect("a catalogue");
    let plan_codes = Code::ALL.iter().filter(|code| {
        let number: u32 = code.number()[1..].parse().expect("a number");
        (321..=349).contains(&number) || **code == Code::NoPlanFound
    });
    for code in plan_codes {
        let texts = catalogue.explanation(*code).unwrap_or_else(|| panic!("{code} has no texts"));
        for text in [&texts.title, &texts.expected, &texts.remedy, &texts.explain] {
            assert!(!text.is_empty(), "{code}");
        }
    }
}

/// Each fixture is a small plan as text; its `.findings` lists code, line and what was read.
#[test]
fn doubtful_plans_give_their_findings_with_their_places() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/plan");
    let mut seen = 0;
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).expect("fixtures").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    let mut wrong = Vec::new();
    for path in entries.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
        let text = std::fs::read_to_string(path).expect("a fixture");
        let (plan, findings) = read(&text_file(name, &text));
        let mut lines: Vec<String> = findings
            .iter()
            .map(|finding| {
                let place = finding.place.to_string();
                let place = place.split_once(", ").map_or("whole file", |(_, spot)| spot);
                let read =
                    finding.read.as_ref().map(earmark::language::Said::english).unwrap_or_default();
                format!("{} {place}: {read}", finding.code)
            })
            .collect();
        lines.push(match plan {
            Some(plan) => format!(
                "plan: {} activities, {} lines, budget {}, donation {}, unnamed {}",
                plan.activities.len(),
                plan.lines.len(),
                plan.planned(Source::Budget).map_or("-".to_owned(), |e| e.to_string()),
                plan.planned(Source::Donation).map_or("-".to_owned(), |e| e.to_string()),
                plan.planned(Source::Unnamed).map_or("-".to_owned(), |e| e.to_string()),
            ),
            None => "no plan".to_owned(),
        });
        let found = format!("{}\n", lines.join("\n"));
        let golden = path.with_extension("findings");
        if std::env::var_os("EARMARK_BLESS").is_some() {
            std::fs::write(&golden, &found).expect("written");
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{name}\nexpected:\n{expected}\nfound:\n{found}"));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 10, "only {seen} fixtures");
}

#[test]
fn bodies_in_odd_forms_are_told_apart() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/plan/bodies-in-odd-forms.txt");
    let text = std::fs::read_to_string(path).expect("a fixture");
    let plan = read(&text_file("odd.txt", &text)).0.expect("a plan");
    let bodies = |at: &str| -> Vec<String> {
        plan.activities[&code(at)].responsible().map(ToString::to_string).collect()
    };
    // Another body behind the slash is a partner, and "(MUP)" no department.
    assert_eq!(bodies("1.1.1"), ["Ministry of the Interior", "Police administration"]);
    assert!(plan.activities[&code("1.1.1")].departments.is_empty());
    // "and" stays within a name that is not two known ones.
    assert_eq!(
        bodies("1.1.2"),
        ["Ministry of Education", "Science and Sport Affairs Agency", "Ministry of Health"]
    );
    // A department alone stands for its body.
    assert_eq!(bodies("1.1.3"), ["Ministry of the Interior"]);
    assert_eq!(plan.activities[&code("1.1.3")].departments.len(), 1);
    let holders: Vec<&Holder> = plan.lines.iter().map(|line| &line.holder).collect();
    let body = |name: &str| Holder::Body(BodyName::new(name));
    assert_eq!(holders, [&body("Agency for Youth"), &body("Ministry of the Interior")]);
}

#[test]
fn a_plan_in_montenegrin_in_both_scripts_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/plan/in-montenegrin.txt");
    let text = std::fs::read_to_string(path).expect("a fixture");
    let plan = read(&text_file("plan.txt", &text)).0.expect("a plan");
    assert_eq!(plan.year, Some(2021));
    assert_eq!(plan.planned(Source::Budget), Some(euros(1_500)));
    assert_eq!(plan.planned(Source::Donation), Some(euros(2_000)));
    assert_eq!(plan.measures[0].title, "Jačanje svijesti");
    assert!(plan.activities[&code("1.1.3")].no_funding_required);
    assert_eq!(plan.activities[&code("1.1.3")].partners.len(), 1);
    let (_, line) = plan.lines_of(code("1.1.1")).next().expect("a line");
    assert_eq!(
        line.holder,
        Holder::Body(plan.activities[&code("1.1.1")].lead.clone().expect("a lead"))
    );
    let (_, line) = plan.lines_of(code("1.1.2")).next().expect("a line");
    assert_eq!(line.donor.as_ref().map(ToString::to_string).as_deref(), Some("UNICEF"));
}

const HEAD: &str = "<w:tr><w:tc><w:p><w:r><w:t>Activity</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>\
<w:t>Responsible bodies</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Financial estimate</w:t></w:r>\
</w:p></w:tc></w:tr>";

fn cell(text: &str) -> String {
    format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let estimate = "<w:tc><w:p><w:del w:id=\"1\"><w:r><w:delText>4 000</w:delText></w:r></w:del>\
        <w:ins w:id=\"2\"><w:r><w:t>5 000</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> Euros</w:t></w:r>\
        <w:moveFrom w:id=\"3\"><w:r><w:t> (budget)</w:t></w:r></w:moveFrom></w:p><w:p><w:r>\
        <w:t>(donation)</w:t></w:r></w:p></w:tc>";
    let row =
        format!("<w:tr>{}{}{estimate}</w:tr>", cell("1.1.1. Train"), cell("Ministry of Health"));
    let struck = format!(
        "<w:tr><w:trPr><w:del w:id=\"9\"/></w:trPr>{}{}{}</w:tr>",
        cell("1.1.2. Gone"),
        cell("Ministry of Health"),
        cell("700 Euros (donation)")
    );
    let file = docx("changed.docx", &format!("<w:tbl>{HEAD}{row}{struck}</w:tbl>"));
    let (plan, findings) = read(&file);
    let plan = plan.expect("a plan");
    assert_eq!(plan.activities.len(), 1);
    assert_eq!(plan.planned(Source::Donation), Some(euros(5_000)));
    assert_eq!(plan.planned(Source::Budget), None);
    assert_eq!(findings.iter().filter(|f| f.code == Code::TrackedChanges).count(), 1);
}

#[test]
fn a_code_in_a_merged_cell_holds_for_all_its_rows() {
    let merged = |mark: &str, text: &str| {
        format!(
            "<w:tc><w:tcPr><w:vMerge{mark}/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )
    };
    let first = format!(
        "<w:tr>{}{}{}</w:tr>",
        merged(" w:val=\"restart\"", "1.1.1. Train"),
        cell("Ministry of Health"),
        cell("300 Euros (donation)")
    );
    let second =
        format!("<w:tr>{}{}{}</w:tr>", merged("", ""), cell(""), cell("200 Euros (budget)"));
    let (plan, _) = read(&docx("merged.docx", &format!("<w:tbl>{HEAD}{first}{second}</w:tbl>")));
    let plan = plan.expect("a plan");
    assert_eq!(plan.planned(Source::Donation), Some(euros(300)));
    assert_eq!(plan.planned(Source::Budget), Some(euros(200)));
}

#[test]
fn a_title_in_the_documents_properties_is_the_plans() {
    let row = format!(
        "<w:tr>{}{}{}</w:tr>",
        cell("1.1.1. Train"),
        cell("Ministry of Health"),
        cell("No funding required")
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>Action plan on youth \
        &amp; sport 2023</dc:title></cp:coreProperties>";
    let file = docx_with_core("p.docx", &format!("<w:tbl>{HEAD}{row}</w:tbl>"), core);
    let plan = read(&file).0.expect("a plan");
    assert_eq!(plan.title.as_deref(), Some("Action plan on youth & sport 2023"));
    assert_eq!(plan.year, Some(2023));
}

#[test]
fn a_document_without_a_plan_says_so() {
    let file =
        docx("letter.docx", "<w:p><w:r><w:t>Dear colleague, we need 500 Euros.</w:t></w:r></w:p>");
    let (plan, findings) = read(&file);
    assert!(plan.is_none());
    assert!(findings.iter().any(|f| f.code == Code::NoPlanFound));
}

#[test]
fn broken_documents_are_findings_and_never_a_panic() {
    let bytes = std::fs::read(plan_support::PUBLISHED.to_owned() + "action-plan-2020.docx")
        .expect("the published plan");
    for cut in (0..bytes.len()).step_by(997) {
        let (_, findings) = read(&earmark::NamedBytes {
            name: "cut.docx".to_owned(),
            bytes: bytes[..cut].to_vec(),
        });
        assert!(!findings.is_empty(), "cut at {cut}");
    }
    let deep = "<w:tbl><w:tr><w:tc>".repeat(2_000);
    let (_, findings) = read(&docx("deep.docx", &deep));
    assert!(findings.iter().any(|f| f.code == Code::FileBroken));
}

#[test]
fn the_plan_workbook_reads_back_as_the_same_plan() {
    let catalogue = Catalogue::built_in().expect("a catalogue");
    let (plan, findings) = published("action-plan-2020.docx");
    let plan = plan.expect("the plan");
    let book = earmark::report::plan_workbook(&plan, &findings, &catalogue, Translation::english());
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Plan", "Bodies", "Indicators", "Findings"]);
    let (again, findings) = earmark::read::read_plan(&book_to_file(&book), vocabulary());
    same_plan(&plan, &again.expect("the workbook is a plan"));
    let left: Vec<&str> = findings.iter().map(|f| f.code.number()).collect();
    assert_eq!(left, ["N0332"], "only the gap in the numbering is still there: {findings:#?}");
}

#[test]
fn several_donors_of_one_amount_go_round_in_the_plan_workbook() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/plan/several-donors.txt");
    let text = std::fs::read_to_string(path).expect("a fixture");
    let plan = read(&text_file("several-donors.txt", &text)).0.expect("a plan");
    let donors: Vec<Vec<&str>> =
        plan.lines.iter().map(|line| line.donors().map(|donor| &*donor.0).collect()).collect();
    let both = vec!["UNDP", "OSCE"];
    assert_eq!(donors[..2], [both.clone(), both]);
    assert_eq!(donors[2..4], [vec!["UNICEF", "UNDP", "OSCE"], vec!["UNICEF", "UNDP"]]);
    // One that nobody knows leaves the name whole; two names of one donor are one.
    assert_eq!(donors[4..], [["UNDP and Kind Foundation"], ["UNDP"]]);
    let catalogue = Catalogue::built_in().expect("a catalogue");
    let book = earmark::report::plan_workbook(&plan, &[], &catalogue, Translation::english());
    let (again, _) = earmark::read::read_plan(&book_to_file(&book), vocabulary());
    same_plan(&plan, &again.expect("the workbook is a plan"));
    // A long list that ends in a name nobody knows is gone through once.
    let long = format!("{}Nobody", "UNDP , , ".repeat(25));
    assert_eq!(vocabulary().known_donors(&long), []);
}

#[test]
fn every_heading_of_the_plan_workbook_is_a_known_one() {
    let (plan, _) = published("action-plan-2020.docx");
    let catalogue = Catalogue::built_in().expect("a catalogue");
    let book = earmark::report::plan_workbook(
        &plan.expect("the plan"),
        &[],
        &catalogue,
        Translation::english(),
    );
    for sheet in book.sheets.iter().filter(|sheet| sheet.name != "Findings") {
        let row = &sheet.rows[sheet.freeze.0 as usize - 1];
        let mut seen: Vec<Heading> = Vec::new();
        for (_, cell) in &row.cells {
            let earmark::book::Content::Text(text) = &cell.content else {
                panic!("a heading is text");
            };
            let heading = vocabulary().heading(text);
            let heading = heading.unwrap_or_else(|| panic!("{text} is not in headings.toml"));
            assert!(!seen.contains(&heading), "{text} stands for {heading:?} a second time");
            seen.push(heading);
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]
    #[test]
    fn any_plan_reads_back_from_its_workbook(plan in plan_support::any_plan()) {
        let catalogue = Catalogue::built_in().expect("a catalogue");
        let book = earmark::report::plan_workbook(&plan, &[], &catalogue, Translation::english());
        let (again, _) = earmark::read::read_plan(&book_to_file(&book), vocabulary());
        let again = again.expect("the workbook is a plan");
        same_plan(&plan, &again);
        // And as the file that a person opens and sends back.
        let bytes = earmark::write::xlsx(&book).expect("a workbook");
        let (again, findings) = read(&earmark::NamedBytes { name: "plan.xlsx".to_owned(), bytes });
        let again = again.unwrap_or_else(|| panic!("the file is a plan: {findings:?}"));
        same_plan(&plan, &again);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\t\\n 0-9.,a-zA-Z€()/š–-]{0,400}") {
        let head = "\tActivity\n\tResponsible bodies\n\tFinancial estimate\n\t1.1.1 A\n\tB\n\t";
        let _ = read(&text_file("any.txt", &format!("{head}{text}")));
        let _ = read(&text_file("any.txt", &text));
    }
}
