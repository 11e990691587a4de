//! Public bodies and donors under one name each, however a sheet writes them.

use std::fmt;

use arcstr::ArcStr;
use indexmap::IndexMap;
use serde::Serialize;

use super::period::Date;
use super::text::fold;

/// A body's one canonical name, without its department.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BodyName(pub ArcStr);

impl BodyName {
    /// A canonical name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        BodyName(ArcStr::from(name))
    }
}

impl fmt::Display for BodyName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A donor's one canonical name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DonorName(pub ArcStr);

impl DonorName {
    /// A canonical name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        DonorName(ArcStr::from(name))
    }

    /// The name of several donors together, in whatever order they are named.
    #[must_use]
    pub fn together(donors: &[DonorName]) -> Self {
        let mut names: Vec<&str> = donors.iter().map(|donor| &*donor.0).collect();
        names.sort_unstable();
        DonorName::new(&names.join(", "))
    }
}

impl fmt::Display for DonorName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// One body as the register knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Canonical name.
    pub name: BodyName,
    /// Its name in Montenegrin, where known.
    pub montenegrin: Option<String>,
    /// Its usual abbreviation.
    pub abbreviation: Option<String>,
    /// Every other spelling met or configured.
    pub other_names: Vec<String>,
    /// Its departments, which belong to it and are never bodies of their own.
    pub departments: Vec<String>,
    /// The body that took over its duties, and from when.
    pub successor: Option<(BodyName, Option<Date>)>,
    /// Bodies whose reports it hands in too, as typed.
    pub reports_for: Vec<BodyName>,
    /// A kind of partner ("NGOs"), never one body.
    pub generic: bool,
}

impl Body {
    /// A body of which only the name is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Body {
            name: BodyName::new(name),
            montenegrin: None,
            abbreviation: None,
            other_names: Vec::new(),
            departments: Vec::new(),
            successor: None,
            reports_for: Vec::new(),
            generic: false,
        }
    }

    /// All texts that name it, canonical first.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name.0)
            .chain(self.montenegrin.as_deref())
            .chain(self.abbreviation.as_deref())
            .chain(self.other_names.iter().map(String::as_str))
    }
}

/// The register of bodies: looks up any spelling. A spelling claimed by two bodies names neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyRegister {
    bodies: IndexMap<BodyName, Body>,
    // Folded spelling → the body, or nothing where two bodies share it ("MP").
    spellings: IndexMap<String, Option<BodyName>>,
    departments: IndexMap<String, Option<BodyName>>,
    // Spellings without the endings that Montenegrin cases change.
    stems: IndexMap<String, Option<BodyName>>,
}

impl BodyRegister {
    /// Adds a body, or adds what is new to the one of that name.
    pub fn add(&mut self, body: Body) {
        for spelling in body.spellings() {
            remember(&mut self.spellings, fold(spelling), &body.name);
            remember(&mut self.stems, stem(&fold(spelling)), &body.name);
        }
        for department in &body.departments {
            remember(&mut self.departments, fold(department), &body.name);
        }
        match self.bodies.get_mut(&body.name) {
            None => {
                self.bodies.insert(body.name.clone(), body);
            }
            Some(known) => {
                known.montenegrin = known.montenegrin.take().or(body.montenegrin);
                known.abbreviation = known.abbreviation.take().or(body.abbreviation);
                known.successor = known.successor.take().or(body.successor);
                known.generic |= body.generic;
                for name in body.reports_for {
                    if !known.reports_for.contains(&name) {
                        known.reports_for.push(name);
                    }
                }
                for name in body.other_names {
                    if !known.other_names.contains(&name) {
                        known.other_names.push(name);
                    }
                }
                for department in body.departments {
                    if !known.departments.contains(&department) {
                        known.departments.push(department);
                    }
                }
            }
        }
    }

    /// The body of that canonical name.
    #[must_use]
    pub fn get(&self, name: &BodyName) -> Option<&Body> {
        self.bodies.get(name)
    }

    /// The body that a text names, by any spelling, or by a department of it; a leading "The" and
    /// case, diacritics and script make no difference.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Body> {
        let folded = fold(text);
        let bare = folded.strip_prefix("the ").unwrap_or(&folded);
        let name = self
            .spellings
            .get(bare)
            .or_else(|| self.spellings.get(&folded))
            .or_else(|| self.departments.get(bare))?
            .as_ref()?;
        self.bodies.get(name)
    }

    /// The body that a text names in another grammatical case: "(Budžet) Uprave za kadrove" names
    /// Uprava za kadrove.
    #[must_use]
    pub fn find_inflected(&self, text: &str) -> Option<&Body> {
        self.find(text).or_else(|| {
            let name = self.stems.get(&stem(&fold(text)))?.as_ref()?;
            self.bodies.get(name)
        })
    }

    /// The body that a text names, by any spelling, or by its Montenegrin name in another case:
    /// "Ministarstva zdravlja". A word that lost its ending is a typing error and no case.
    #[must_use]
    pub fn find_in_any_case(&self, text: &str) -> Option<&Body> {
        if let Some(body) = self.find(text) {
            return Some(body);
        }
        let folded = fold(text);
        let body = self.find_inflected(text)?;
        let montenegrin = fold(body.montenegrin.as_deref()?);
        let cased = stem(&montenegrin) == stem(&folded)
            && folded.split(' ').zip(montenegrin.split(' ')).all(|(word, name)| {
                word == name || ENDINGS.iter().any(|ending| word.ends_with(ending))
            });
        cased.then_some(body)
    }

    /// The one body with a spelling that is a small typing error away from a text; none where two are.
    /// Never applied by itself.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&Body> {
        const LEAST: usize = 8;
        let folded = fold(text);
        if folded.len() < LEAST {
            return None;
        }
        let allowed = if folded.len() < 2 * LEAST { 1 } else { 2 };
        let mut near = self
            .spellings
            .iter()
            .filter(|(spelling, _)| spelling.len().abs_diff(folded.len()) <= allowed)
            .filter(|(spelling, _)| strsim::osa_distance(spelling, &folded) <= allowed)
            .filter_map(|(_, name)| name.as_ref());
        let first = near.next()?;
        near.all(|other| other == first).then(|| self.bodies.get(first))?
    }

    /// Takes over from another register how bodies relate to each other, for those that are known here
    /// under the same name.
    pub fn learn_relations(&mut self, other: &BodyRegister) {
        for body in other.iter() {
            if let Some(known) = self.bodies.get_mut(&body.name) {
                known.successor = known.successor.take().or_else(|| body.successor.clone());
                for name in &body.reports_for {
                    if !known.reports_for.contains(name) {
                        known.reports_for.push(name.clone());
                    }
                }
            }
        }
    }

    /// The body of that name, canonical or as typed.
    #[must_use]
    pub fn named(&self, name: &BodyName) -> Option<&Body> {
        self.get(name).or_else(|| self.find(&name.0))
    }

    /// The bodies that took over a body's duties, one after the other, each with the day from which.
    #[must_use]
    pub fn successors(&self, of: &BodyName) -> Vec<(BodyName, Option<Date>)> {
        let mut found: Vec<(BodyName, Option<Date>)> = Vec::new();
        let mut next = self.get(of);
        while let Some((name, from)) = next.and_then(|body| body.successor.as_ref()) {
            let successor = self.named(name);
            let name = successor.map_or_else(|| name.clone(), |body| body.name.clone());
            // Somebody may have typed a circle.
            if name == *of || found.iter().any(|(known, _)| *known == name) {
                break;
            }
            found.push((name, *from));
            next = successor;
        }
        found
    }

    /// Whether a body's report is one of another body: it is that body, took over its duties or had
    /// them before it, or reports for it.
    #[must_use]
    pub fn stands_for(&self, body: &BodyName, other: &BodyName) -> bool {
        let succeeds = |later: &BodyName, earlier: &BodyName| {
            self.successors(earlier).iter().any(|(name, _)| name == later)
        };
        let same = |one: &BodyName, other: &BodyName| one == other || succeeds(one, other);
        same(body, other)
            || succeeds(other, body)
            || self.get(body).is_some_and(|body| {
                body.reports_for
                    .iter()
                    .any(|name| same(self.named(name).map_or(name, |known| &known.name), other))
            })
    }

    /// All bodies, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Body> {
        self.bodies.values()
    }

    /// Gives a body another canonical name (the plan's own commonest spelling wins over the
    /// register's); the former name stays as a spelling. Nothing happens if `from` is unknown or
    /// `to` is already another body.
    pub fn rename(&mut self, from: &BodyName, to: &str) {
        let new = BodyName::new(to);
        if *from == new || self.bodies.contains_key(&new) {
            return;
        }
        let Some(index) = self.bodies.get_index_of(from) else {
            return;
        };
        let mut bodies: Vec<Body> = std::mem::take(&mut self.bodies).into_values().collect();
        let body = &mut bodies[index];
        body.other_names.retain(|name| *name != to);
        body.other_names.insert(0, from.0.to_string());
        body.name = new.clone();
        for other in &mut bodies {
            if let Some((successor, _)) = &mut other.successor
                && successor == from
            {
                *successor = new.clone();
            }
            for name in other.reports_for.iter_mut().filter(|name| *name == from) {
                *name = new.clone();
            }
        }
        self.spellings.clear();
        self.departments.clear();
        self.stems.clear();
        for body in bodies {
            self.add(body);
        }
    }
}

fn remember(index: &mut IndexMap<String, Option<BodyName>>, folded: String, name: &BodyName) {
    if folded.is_empty() {
        return;
    }
    match index.get_mut(&folded) {
        None => {
            index.insert(folded, Some(name.clone()));
        }
        Some(known) if known.as_ref() == Some(name) => {}
        Some(known) => *known = None,
    }
}

/// What Montenegrin cases end in, folded.
const ENDINGS: [&str; 11] = ["og", "om", "im", "ih", "oj", "em", "a", "e", "i", "u", "o"];

/// A folded text without the endings of its longer words.
fn stem(folded: &str) -> String {
    folded
        .split(' ')
        .map(|word| {
            let bare = ENDINGS
                .iter()
                .find_map(|ending| word.strip_suffix(ending))
                .filter(|bare| bare.len() >= 3)
                .unwrap_or(word);
            // "centar" loses its a in every other case.
            match bare.strip_suffix("ar") {
                Some(front) if front.len() >= 4 => format!("{front}r"),
                _ => bare.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
