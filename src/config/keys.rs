//! The keys of templates/headings.toml: the meanings that a configuration may name. In: a key as typed.
//! Out: whether it exists, and the nearest ones.

use std::sync::LazyLock;

use crate::language::Said;
use indexmap::IndexMap;

/// How alike two keys have to be to be offered, in percent.
const ALIKE: usize = 50;
const SHOWN: usize = 4;

// A broken template has no keys; the vocabulary says so when it is made.
static KEYS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let headings = include_str!("../../templates/headings.toml");
    let table: IndexMap<String, Vec<String>> = toml::from_str(headings).unwrap_or_default();
    table.into_keys().collect()
});

/// All meanings of headings.
pub(super) fn heading_keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(String::as_str)
}

/// What is to be written in place of a key that does not exist: the nearest ones, or a few examples.
pub(super) fn near_keys(typed: &str, others: &[&'static str]) -> Said {
    let mut near: Vec<(usize, &str)> = heading_keys()
        .chain(others.iter().copied())
        .map(|key| (alike(typed, key), key))
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let quoted: Vec<String> =
        near.iter().take(SHOWN).map(|(_, key)| format!("\"{key}\"")).collect();
    match quoted.split_last() {
        None => Said::new(
            "a meaning such as \"code\", \"activity\", \"source\", \"spent\" or \"date\"; \
             `earmark inspect FILE` lists all",
        ),
        Some((only, [])) => Said::new("{key}, which is the nearest meaning").with_data("key", only),
        Some((last, others)) => Said::new("one of the nearest meanings: {keys} or {last}")
            .with_data("keys", others.join(", "))
            .with_data("last", last),
    }
}

/// Likeness in percent: by edits, or by one being the beginning of the other.
fn alike(typed: &str, key: &str) -> usize {
    let typed = typed.trim().to_lowercase().replace(['-', ' '], "_");
    let longest = typed.chars().count().max(key.len());
    if longest == 0 {
        return 0;
    }
    let begins = typed.len() >= 3 && (key.starts_with(&typed) || typed.starts_with(key));
    let edits = strsim::osa_distance(&typed, key).min(longest);
    ((longest - edits) * 100 / longest).max(if begins { 70 } else { 0 })
}
