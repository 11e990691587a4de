//! What Excel is strict about, held against the parts of a finished workbook. A file that Excel would
//! "repair" or refuse breaks a rule here; so does one that it opens and shows wrong. Each rule is a
//! function of its own with the reason why it is one; `tests/strict/main.rs` plants a fault for each, and
//! keeps the list `tests/strict/RULES.md`. In: the bytes of a workbook. Out: the rules it breaks.

pub mod address;
pub mod formula;
pub mod model;
pub mod package;
mod rules;
pub mod xml;

pub use model::Workbook;

/// A rule: its name, why Excel or a reader minds, and what breaks it.
pub struct Rule {
    pub name: &'static str,
    #[allow(dead_code, reason = "the list of rules prints it")]
    pub why: &'static str,
    pub check: fn(&Workbook, &mut Vec<String>),
}

/// All rules by their theme.
pub fn rules() -> Vec<(&'static str, &'static [Rule])> {
    rules::all()
}

/// Every rule that a workbook breaks, with the place.
pub fn broken(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let workbook = Workbook::open(bytes);
    let mut found = Vec::new();
    for rule in rules().iter().flat_map(|(_, rules)| rules.iter()) {
        let mut messages = Vec::new();
        (rule.check)(&workbook, &mut messages);
        found.extend(messages.into_iter().map(|message| (rule.name, message)));
    }
    found
}

/// Fails where a workbook breaks a rule.
#[track_caller]
#[allow(dead_code, reason = "some tests want the list itself")]
pub fn assert_sound(name: &str, bytes: &[u8]) {
    let broken = broken(bytes);
    assert!(
        broken.is_empty(),
        "{name} breaks {} rules: {:#?}",
        broken.len(),
        broken.iter().take(20).collect::<Vec<_>>()
    );
}
