//! Words with a small typing error. In: a folded text and the words it may stand for. Out: the one
//! word it was meant to be. Never one of several, never a short word, never one that begins otherwise:
//! people seldom mistype the first letter, and other words mostly differ in it.

/// Shorter words are other words when one letter differs ("Plan", "Plain").
const SHORTEST: usize = 5;
/// Up to this length one edit is forgiven, beyond it two.
const ONE_EDIT: usize = 8;

/// The meaning of the known word nearest to a folded text, and that word; none where two meanings
/// are equally near.
pub(super) fn nearest<'a, T: PartialEq + Copy>(
    folded: &str,
    known: impl Iterator<Item = (&'a str, T)>,
) -> Option<(T, &'a str)> {
    if letters(folded) < SHORTEST {
        return None;
    }
    let mut best: Option<(usize, T, &str)> = None;
    let mut shared = false;
    for (word, meaning) in known {
        let Some(edits) = edits(folded, word) else { continue };
        match best {
            Some((least, ..)) if edits > least => {}
            Some((least, found, _)) if edits == least => shared |= found != meaning,
            _ => {
                best = Some((edits, meaning, word));
                shared = false;
            }
        }
    }
    best.filter(|_| !shared).map(|(_, meaning, word)| (meaning, word))
}

/// How many edits part two texts, where that is few enough for a typing error. A transposition is one.
pub(super) fn edits(typed: &str, known: &str) -> Option<usize> {
    if typed.chars().next() != known.chars().next() {
        return None;
    }
    let allowed = allowed(letters(known))?;
    let alike = letters(typed).abs_diff(letters(known)) <= allowed && signs(typed).eq(signs(known));
    if !alike {
        return None;
    }
    let edits = strsim::osa_distance(typed, known);
    (edits <= allowed && words_are_near(typed, known)).then_some(edits)
}

/// A phrase with as many words is near only where each of its words is.
fn words_are_near(typed: &str, known: &str) -> bool {
    let (typed, known): (Vec<&str>, Vec<&str>) =
        (typed.split(' ').collect(), known.split(' ').collect());
    typed.len() != known.len()
        || typed.iter().zip(&known).all(|(typed, known)| {
            typed == known
                || (letters(typed) >= SHORTEST
                    && allowed(letters(known))
                        .is_some_and(|allowed| strsim::osa_distance(typed, known) <= allowed))
        })
}

fn allowed(length: usize) -> Option<usize> {
    match length {
        0..SHORTEST => None,
        SHORTEST..=ONE_EDIT => Some(1),
        _ => Some(2),
    }
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

/// What is never a slip: digits, "%", "€".
fn signs(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_alphabetic() && *c != ' ')
}

/// Whether one folded text may be a typing error for another.
#[must_use]
pub fn is_near(typed: &str, known: &str) -> bool {
    edits(typed, known).is_some()
}
