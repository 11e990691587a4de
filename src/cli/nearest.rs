//! What was probably meant. In: a path or a word that does not exist. Out: the nearest that does.

use std::fs;
use std::path::Path;

use earmark::model::fold;

use super::problem::Problem;

/// How alike two words have to be to be offered, in percent.
const ALIKE: u32 = 60;
const SHOWN: usize = 5;

/// The known words that are nearest to one, best first.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = fold(word);
    let mut scored: Vec<(u32, &str)> = known
        .into_iter()
        .map(|other| (alike(&folded, &fold(other)), other))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(SHOWN).map(|(_, other)| other).collect()
}

/// Likeness in percent: by edits, or by one being part of the other.
fn alike(a: &str, b: &str) -> u32 {
    let longest = a.chars().count().max(b.chars().count()) as u32;
    if longest == 0 {
        return 0;
    }
    let shortest = a.len().min(b.len());
    let part = if shortest >= 4 && (a.contains(b) || b.contains(a)) { 75 } else { 0 };
    let edits = strsim::osa_distance(a, b) as u32;
    part.max((longest - edits.min(longest)) * 100 / longest)
}

/// A path that is not there.
pub fn missing(path: &Path) -> Problem {
    // The first part of the path that is not there is where the mistake is.
    let mut wrong = path;
    while let Some(parent) = wrong.parent() {
        if parent.as_os_str().is_empty() || parent.exists() {
            break;
        }
        wrong = parent;
    }
    let folder = match wrong.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let message = if wrong == path {
        format!("there is no file or folder {}", path.display())
    } else {
        format!("there is no folder {} (in {})", wrong.display(), path.display())
    };
    let name = wrong.file_name().unwrap_or_default().to_string_lossy();
    let known = visible(folder);
    let best = nearest(&name, known.iter().map(String::as_str));
    let remedy = match best.first() {
        Some(best) if folder == Path::new(".") => format!("did you mean {best}?"),
        Some(best) => format!("did you mean {}?", folder.join(best).display()),
        None => inside(folder, "check the name"),
    };
    Problem::new(message, remedy)
}

/// What to do, with what is there to choose from.
pub fn inside(folder: &Path, todo: &str) -> String {
    let known = visible(folder);
    if known.is_empty() {
        return format!("{todo}; {} is empty", folder.display());
    }
    let more = if known.len() > SHOWN { ", …" } else { "" };
    let some = known.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    format!("{todo}; in {} there are: {some}{more}", folder.display())
}

fn visible(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with(['.', '~']))
        .collect();
    names.sort();
    names
}
