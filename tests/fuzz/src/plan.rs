//! Bytes as a plan, written as text or decoded to a sheet: what is read hangs together, and the plan
//! workbook written of it is the same plan again.

use arbitrary::Unstructured;
use earmark::NamedBytes;
use earmark::config::Limits;
use earmark::language::Translation;
use earmark::model::{Plan, Source};
use earmark::read::read_plan;
use earmark::sheet::{SheetFile, read_file};

/// Reads the plan.
pub fn run(data: &[u8]) {
    let Some((first, content)) = data.split_first() else { return };
    let Some(file) = decode(*first, content) else { return };
    let (plan, findings) = read_plan(&file, super::vocabulary());
    super::show(&findings);
    let Some(plan) = plan else {
        assert!(!findings.is_empty(), "a file without a plan says why");
        return;
    };
    for line in &plan.lines {
        assert!(plan.activities.contains_key(&line.activity), "{} of no activity", line.activity);
    }
    for (code, activity) in &plan.activities {
        assert_eq!(*code, activity.code);
    }
    for source in Source::ALL {
        let lines = plan.lines.iter().filter(|line| line.source == source);
        let known: Vec<_> = lines.filter_map(|line| line.planned).collect();
        let sum = (!known.is_empty()).then(|| known.iter().copied().sum());
        assert_eq!(plan.planned(source), sum);
    }
    check_again(&plan);
}

fn decode(choice: u8, content: &[u8]) -> Option<SheetFile> {
    if choice.is_multiple_of(2) {
        return super::decode::file("plan.xlsx", &mut Unstructured::new(content)).ok();
    }
    let input = NamedBytes { name: "plan.txt".to_owned(), bytes: content.to_vec() };
    read_file(&input, &Limits::default(), super::vocabulary()).0
}

/// The plan workbook that is written of a plan says the same: activities, and what is planned.
fn check_again(plan: &Plan) {
    let book =
        earmark::report::plan_workbook(plan, &[], super::catalogue(), Translation::english());
    let bytes = earmark::write::xlsx(&book).expect("a workbook");
    let input = NamedBytes { name: "plan.xlsx".to_owned(), bytes };
    let file = read_file(&input, &Limits::default(), super::vocabulary()).0.expect("a file");
    let again = read_plan(&file, super::vocabulary()).0.expect("a plan");
    assert!(again.activities.keys().eq(plan.activities.keys()), "the same activities");
    for source in Source::ALL {
        assert_eq!(again.planned(source), plan.planned(source), "{source:?}");
    }
}
