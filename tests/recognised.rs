//! Which entry a decision is about: by what it says, and where several say the same, by the place where
//! the entry stood and still stands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::matching::{Fit, Read, Recogniser};
use earmark::model::{
    BodyName, BodyRegister, Decision, Entry, EntryList, Mark, Place, Recognition,
};
use earmark::read::read_submissions;
use earmark::sheet::read_file;
use earmark::vocabulary::Vocabulary;

const HEADER: &str = "Code;Source;Spent (€);Date;Quarter;Description\n";

/// The entries of sheets, each a name and its rows.
fn read(sheets: &[(&str, &str)]) -> Vec<EntryList> {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    let mut entries = Vec::new();
    for (name, rows) in sheets {
        let bytes = format!("Institution: Ministry of Health;;;;;\n{HEADER}{rows}").into_bytes();
        let input = NamedBytes { name: (*name).to_owned(), bytes };
        let file = read_file(&input, &Limits::default(), &vocabulary).0.unwrap();
        let (submissions, _) = read_submissions(&file, &vocabulary, None);
        entries.extend(submissions.into_iter().map(|submission| submission.entries));
    }
    entries
}

fn entries(read: &[EntryList]) -> Vec<Entry<'_>> {
    read.iter().flat_map(EntryList::iter).collect()
}

/// What the decisions fit among the entries.
fn fits(entries: &[Entry<'_>], decisions: &[Decision]) -> Vec<Fit> {
    let body = BodyName("Ministry of Health".into());
    let read: Vec<Read<'_>> = entries
        .iter()
        .map(|entry| Read { entry: *entry, body: Some(&body), counts: true })
        .collect();
    let bodies = BodyRegister::default();
    Recogniser::new(&bodies, &read, decisions).fits(decisions)
}

/// A decision to leave out the entry that says this.
fn saying(marks: &[(Mark, &str)]) -> Decision {
    let marks = marks.iter().map(|(mark, text)| (*mark, (*text).into())).collect();
    leaving_out(Recognition { marks, whole: false })
}

fn leaving_out(entry: Recognition) -> Decision {
    let exclude = Some(Decision::YES.into());
    Decision { entry, exclude, ..Decision::at(Place::of_file(&"decisions.toml".into())) }
}

/// The same, by everything that an entry says.
fn about(entry: &Entry<'_>) -> Decision {
    leaving_out(Recognition::of(entry, Some(&BodyName("Ministry of Health".into()))))
}

fn accepting(decision: Decision) -> Decision {
    Decision { exclude: None, accept: Some(Decision::YES.into()), ..decision }
}

const FEE: &str = "1.1.1;Budget;100,00;12.03.2021;;fee\n";

#[test]
fn entries_that_are_alike_are_told_apart_by_their_place() {
    let both = FEE.repeat(2);
    let now = read(&[("a.csv", &both), ("b.csv", FEE)]);
    let now = entries(&now);
    let decisions: Vec<Decision> = now.iter().map(about).collect();
    assert_eq!(fits(&now, &decisions), [Fit::One(0), Fit::One(1), Fit::One(2)]);
    // In a file of another name nothing tells which of them it was, the same cell or not.
    let before = read(&[("c.csv", &both)]);
    let before = entries(&before);
    assert_eq!(fits(&now, &[about(&before[0])]), [Fit::Several([0, 1, 2].into())]);
}

#[test]
fn rows_that_moved_tell_nothing_by_their_cells() {
    let before = read(&[("a.csv", &FEE.repeat(2))]);
    let before = entries(&before);
    let other = "1.1.2;Budget;7,00;12.03.2021;;first\n".to_owned();
    let now = read(&[("a.csv", &(other + &FEE.repeat(2)))]);
    let now = entries(&now);
    // The second stands where the third is now; since the first is gone, that is chance.
    let decisions = [about(&before[0]), accepting(about(&before[1]))];
    assert_eq!(fits(&now, &decisions), [Fit::Several([1, 2].into()), Fit::Several([1, 2].into())]);
    // Where both say the same it makes no difference which is whose.
    let decisions = [about(&before[0]), about(&before[1])];
    assert_eq!(fits(&now, &decisions), [Fit::One(1), Fit::One(2)]);
}

#[test]
fn a_quarter_that_is_not_said_any_more_is_no_other_place() {
    let undated = FEE.replace("12.03.2021", "");
    let before = read(&[("a.csv", &undated.replace(";;fee", ";I;fee").repeat(2))]);
    let before = entries(&before);
    let now = read(&[("a.csv", &undated.repeat(2))]);
    let now = entries(&now);
    assert_eq!(fits(&now, &[about(&before[1])]), [Fit::One(1)]);
}

#[test]
fn what_is_not_said_may_be_anything() {
    let undated = FEE.replace("12.03.2021", "");
    let now = read(&[("a.csv", &(undated.clone() + &undated.replace(";;fee", ";I;fee")))]);
    let now = entries(&now);
    let amount = [(Mark::Amount, "100.00")];
    assert_eq!(fits(&now, &[saying(&amount)]), [Fit::Several([0, 1].into())]);
    // Nothing said is nothing meant.
    assert_eq!(fits(&now, &[saying(&[])]), [Fit::None(None)]);
}

#[test]
fn a_file_is_known_without_its_folder_and_by_its_own_letters() {
    let now = read(&[("north/q-1.csv", FEE), ("south/q_1.csv", FEE)]);
    let now = entries(&now);
    let of = |file| saying(&[(Mark::Amount, "100.00"), (Mark::File, file)]);
    let decisions = [of("Q-1.csv"), of("south/q_1.csv"), of("q 1.csv")];
    let [first, second, third] = fits(&now, &decisions).try_into().unwrap();
    assert_eq!((first, second), (Fit::One(0), Fit::One(1)));
    assert!(matches!(third, Fit::None(_)), "{third:?}");
}

#[test]
fn a_refund_is_not_what_it_refunds() {
    let now = read(&[("a.csv", FEE)]);
    let now = entries(&now);
    let refund = saying(&[(Mark::Amount, "-100.00"), (Mark::Description, "fee")]);
    assert_eq!(fits(&now, &[refund]), [Fit::None(None)]);
}
