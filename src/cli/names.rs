//! Short names of files. In: paths. Out: for each the last part of its path, with as many folders
//! before it as tell it apart from the others. Never two names that are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// "mup.xlsx"; "q1/mup.xlsx" where there is a "q2/mup.xlsx" too.
pub fn distinguishing(paths: &[PathBuf]) -> Vec<String> {
    let parts: Vec<Vec<String>> = paths.iter().map(|path| parts(path)).collect();
    let mut depths = vec![1; paths.len()];
    loop {
        let names: Vec<String> =
            parts.iter().zip(&depths).map(|(parts, depth)| last(parts, *depth)).collect();
        let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            same.entry(name).or_default().push(index);
        }
        let mut longer = false;
        for index in same.values().filter(|group| group.len() > 1).flatten() {
            if depths[*index] < parts[*index].len() {
                depths[*index] += 1;
                longer = true;
            }
        }
        if !longer {
            return numbered(names);
        }
    }
}

fn parts(path: &Path) -> Vec<String> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut parts = Vec::new();
    for component in whole.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()),
            _ => {}
        }
    }
    parts
}

fn last(parts: &[String], depth: usize) -> String {
    parts[parts.len().saturating_sub(depth)..].join("/")
}

/// Names that are the same to the end (bytes that are no text look alike) are told apart by number.
fn numbered(mut names: Vec<String>) -> Vec<String> {
    let all: BTreeSet<String> = names.iter().cloned().collect();
    let mut taken = BTreeSet::new();
    for name in &mut names {
        if taken.insert(name.clone()) {
            continue;
        }
        let is_free = |other: &String| !all.contains(other) && taken.insert(other.clone());
        let mut others = (2_usize..).map(|number| format!("{name} ({number})"));
        if let Some(free) = others.find(is_free) {
            *name = free;
        }
    }
    names
}
