//! What the words beside an amount say about where the money comes from. In: "Ministry of Culture
//! budget", "donation - UNICEF". Out: source, holder and donor. Never guesses: words that name no
//! source are handed back.

use super::bodies::Names;
use crate::model::{BodyName, DonorName, Holder, Place, Source, fold, tidy};
use crate::vocabulary::{PlanWord, SourceWords, Vocabulary};

/// Where one planned amount comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub source: Source,
    pub holder: Holder,
    pub donor: Option<DonorName>,
    /// Several donors of the one amount.
    pub joint_donors: Vec<DonorName>,
    /// Words beside "donation" that name no donor.
    pub unused: Option<String>,
}

impl Origin {
    pub(super) fn of(source: Source) -> Self {
        let (holder, joint_donors) = (Holder::NotNamed, Vec::new());
        Origin { source, holder, donor: None, joint_donors, unused: None }
    }

    /// Whether the words name known donors, one or several; they are taken over then.
    pub(super) fn names_donors(&mut self, words: &str, vocabulary: &Vocabulary) -> bool {
        let mut known = vocabulary.known_donors(words);
        if let [_, _, ..] = known.as_slice() {
            (self.donor, self.joint_donors) = (None, known);
            return true;
        }
        let only = known.pop();
        let named = only.is_some();
        self.donor = only.or(self.donor.take());
        named
    }
}

/// Reads the words; none where they name no source.
pub(super) fn read(
    words: &str,
    names: &mut Names<'_>,
    vocabulary: &Vocabulary,
    place: &Place,
) -> Option<Origin> {
    let words = tidy(words);
    if words.is_empty() || vocabulary.is_plan_word(PlanWord::Unnamed, &words) {
        return Some(Origin::of(Source::Unnamed));
    }
    match vocabulary.source(&words) {
        Some(SourceWords::Shared) => {
            return Some(Origin { holder: Holder::Shared, ..Origin::of(Source::Budget) });
        }
        Some(SourceWords::Is(source)) => return Some(Origin::of(source)),
        None => {}
    }
    let mut donation_of = Origin::of(Source::Donation);
    if donation_of.names_donors(&words, vocabulary) {
        return Some(donation_of);
    }
    if let Some(folded) = vocabulary.body_of_budget(&words) {
        let body = holder(&words, &folded, names, vocabulary, place)?;
        return Some(Origin { holder: Holder::Body(body), ..Origin::of(Source::Budget) });
    }
    if let Some(rest) = beside_donation(&words, vocabulary) {
        return Some(donation(&rest, vocabulary));
    }
    let body = names.known(&words, place)?;
    let generic = names.register().get(&body).is_some_and(|body| body.generic);
    (!generic).then(|| Origin { holder: Holder::Body(body), ..Origin::of(Source::Budget) })
}

/// The body whose budget it is, in the plan's own spelling: the words that fold to what was found.
fn holder(
    words: &str,
    folded: &str,
    names: &mut Names<'_>,
    vocabulary: &Vocabulary,
    place: &Place,
) -> Option<BodyName> {
    let all: Vec<&str> = words.split(' ').collect();
    let mut spelling = None;
    for from in 0..all.len().min(4) {
        for to in (from + 1..=all.len()).rev().take(4) {
            let text = all.get(from..to).unwrap_or_default().join(" ");
            let here = fold(&text);
            if here == folded || here.strip_prefix("the ") == Some(folded) {
                spelling = Some(text);
            }
        }
    }
    let spelling = spelling?;
    let spelling = spelling.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    if let Some(body) = names.known(spelling, place) {
        return Some(body);
    }
    // "budžet Ministarstva kulture": the genitive of a name that the register has.
    if let Some((first, rest)) = spelling.split_once(' ') {
        let first = fold(first);
        for pair in vocabulary.plan_words(PlanWord::Genitive) {
            if let Some((genitive, nominative)) = pair.split_once(' ')
                && genitive == first
                && let Some(body) = names.unprinted(&format!("{nominative} {rest}"))
            {
                return Some(body);
            }
        }
    }
    // Someone the register does not know: only what is written as a name is taken for one.
    let name = spelling.split(' ').all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '-' | '–' | '/'))
            || matches!(word, "of" | "for" | "and" | "the" | "in" | "za" | "i" | "u" | "od")
    });
    let clear = name && !fold(spelling).contains("budget") && !spelling.contains(',');
    if !clear || !spelling.starts_with(char::is_uppercase) {
        return None;
    }
    match names.cell(spelling, place).as_slice() {
        [one] => Some(one.body.clone()),
        _ => None,
    }
}

/// What stands beside a word for a donation: "UNICEF donation", "donation - UNICEF".
fn beside_donation(words: &str, vocabulary: &Vocabulary) -> Option<String> {
    let all: Vec<&str> = words.split(' ').collect();
    let is_donation =
        |text: &str| vocabulary.source(text) == Some(SourceWords::Is(Source::Donation));
    for length in [2, 1] {
        if all.len() <= length {
            continue;
        }
        let (head, behind) = all.split_at(length);
        if is_donation(&head.join(" ")) {
            return Some(behind.join(" "));
        }
        let (before, tail) = all.split_at(all.len() - length);
        if is_donation(&tail.join(" ")) {
            return Some(before.join(" "));
        }
    }
    None
}

fn donation(rest: &str, vocabulary: &Vocabulary) -> Origin {
    let mut name =
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | ':' | ','));
    for word in ["of the ", "from the ", "by the ", "of ", "from ", "by ", "od ", "the "] {
        match name.get(..word.len()) {
            Some(start) if start.eq_ignore_ascii_case(word) => {
                name = name.get(word.len()..).unwrap_or("");
                break;
            }
            _ => {}
        }
    }
    let mut origin = Origin::of(Source::Donation);
    if origin.names_donors(name, vocabulary) {
        // Whom the plan has a name for.
    } else if name.starts_with(char::is_uppercase) && name.split(' ').count() <= 8 {
        origin.donor = Some(DonorName::new(name));
    } else if !name.is_empty() {
        origin.unused = Some(name.to_owned());
    }
    origin
}
