//! The bodies of a plan. In: cells such as "Police administration in cooperation with the Ministry
//! of the Interior – Department for …, NGOs". Out: bodies under one name each, with the departments
//! named beside them. Never splits a name at a word that may be part of it.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::split;
use crate::diagnostic::{Code, Finding};
use crate::model::{Body, BodyName, BodyRegister, Place, fold, tidy};
use crate::vocabulary::{PlanWord, Vocabulary};

/// A body as one cell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub body: BodyName,
    pub departments: Vec<String>,
}

/// The register as it grows with the plan, and how often the plan uses each spelling.
pub(super) struct Names<'a> {
    vocabulary: &'a Vocabulary,
    register: BodyRegister,
    uses: IndexMap<BodyName, IndexMap<String, (usize, Place)>>,
}

/// A spelling, how often it stands in the plan, and where first.
type Use<'a> = (&'a String, usize, &'a Place);

/// What the register is in the end.
pub(super) struct Settled {
    pub register: BodyRegister,
    pub renamed: BTreeMap<BodyName, BodyName>,
    pub findings: Vec<Finding>,
}

impl<'a> Names<'a> {
    /// Starts from the plan's own list of bodies, where it has one, and the known ones it lacks.
    pub(super) fn new(own: BodyRegister, vocabulary: &'a Vocabulary) -> Self {
        let mut register = own;
        let missing: Vec<Body> = vocabulary
            .bodies()
            .iter()
            .filter(|body| {
                register.get(&body.name).is_none() && register.find(&body.name.0).is_none()
            })
            .cloned()
            .collect();
        for body in missing {
            register.add(body);
        }
        register.learn_relations(vocabulary.bodies());
        Names { vocabulary, register, uses: IndexMap::new() }
    }

    pub(super) fn register(&self) -> &BodyRegister {
        &self.register
    }

    /// Takes names that nothing can split into the register, so that "A and B" can be told from one
    /// name once both stand alone somewhere.
    pub(super) fn learn(&mut self, text: &str) {
        for piece in self.pieces(text) {
            let joined = piece
                .split_whitespace()
                .any(|word| self.vocabulary.is_plan_word(PlanWord::Join, word));
            if !joined {
                for (name, _) in self.departments_apart(&piece) {
                    if self.resolve(&name).is_none() && !name.is_empty() {
                        self.register.add(Body::named(&name));
                    }
                }
            }
        }
    }

    /// The bodies that a cell names, in order, each once.
    pub(super) fn cell(&mut self, text: &str, place: &Place) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for piece in self.pieces(text) {
            for single in self.apart_at_and(&piece) {
                for (name, departments) in self.departments_apart(&single) {
                    if name.is_empty() {
                        continue;
                    }
                    let mut mention = self.mention(&name, place);
                    mention.departments.extend(departments);
                    match mentions.iter_mut().find(|known| known.body == mention.body) {
                        None => mentions.push(mention),
                        Some(known) => {
                            for department in mention.departments {
                                if !known.departments.contains(&department) {
                                    known.departments.push(department);
                                }
                            }
                        }
                    }
                }
            }
        }
        for mention in &mentions {
            self.remember_departments(mention);
        }
        mentions
    }

    /// Whether a whole text names a body.
    pub(super) fn has(&self, text: &str) -> bool {
        self.resolve(&self.exact_or_bare(text)).is_some()
    }

    fn exact_or_bare(&self, text: &str) -> String {
        let exact = tidy(text);
        match self.register.get(&BodyName::new(&exact)) {
            Some(_) => exact,
            None => without_the(text),
        }
    }

    /// The body that a whole text names, exactly or by another spelling; none where it is unknown.
    pub(super) fn known(&mut self, text: &str, place: &Place) -> Option<BodyName> {
        let name = self.exact_or_bare(text);
        let (body, by_spelling) = self.resolve(&name)?;
        if by_spelling {
            self.count(&body, &name, place);
        }
        Some(body)
    }

    /// The body of a name that the plan does not print in this form, so that it is no spelling of it.
    pub(super) fn unprinted(&self, name: &str) -> Option<BodyName> {
        self.resolve(name).map(|(body, _)| body)
    }

    /// Takes the departments of a mention into the register.
    pub(super) fn remember_departments(&mut self, mention: &Mention) {
        let new: Vec<String> = match self.register.get(&mention.body) {
            Some(body) => mention
                .departments
                .iter()
                .filter(|name| !body.departments.iter().any(|known| fold(known) == fold(name)))
                .cloned()
                .collect(),
            None => Vec::new(),
        };
        if !new.is_empty() {
            self.register.add(Body { departments: new, ..Body::named(&mention.body.0) });
        }
    }

    /// Settles on the plan's own commonest spelling of each body.
    pub(super) fn settle(mut self) -> Settled {
        let mut renamed = BTreeMap::new();
        let mut findings = Vec::new();
        for (body, uses) in &self.uses {
            let mut groups: IndexMap<String, (usize, Vec<Use<'_>>)> = IndexMap::new();
            for (spelling, (count, place)) in uses {
                let group = groups.entry(fold(spelling)).or_default();
                group.0 += count;
                group.1.push((spelling, *count, place));
            }
            let own = fold(&body.0);
            let best = groups
                .iter()
                .enumerate()
                .max_by_key(|(at, (key, group))| (group.0, **key == own, std::cmp::Reverse(*at)))
                .map(|(at, _)| at);
            let Some((_, winner)) = best.and_then(|at| groups.get_index(at)) else {
                continue;
            };
            let spelling = winner
                .1
                .iter()
                .enumerate()
                .max_by_key(|(at, (text, count, _))| {
                    (*count, ***text == *body.0, std::cmp::Reverse(*at))
                })
                .map(|(_, (text, ..))| (*text).clone());
            if groups.len() > 1
                && let Some((_, group)) = groups.iter().find(|(key, _)| {
                    best.and_then(|at| groups.get_index(at)).is_none_or(|(won, _)| won != *key)
                })
                && let Some((text, _, place)) = group.1.first()
            {
                let names: Vec<String> = groups
                    .values()
                    .flat_map(|group| &group.1)
                    .map(|(text, count, _)| format!("{text} ({count} ×)"))
                    .collect();
                findings.push(
                    Finding::new(Code::BodyUnderSeveralNames, (*place).clone())
                        .read(text.as_str())
                        .data("body", spelling.as_deref().unwrap_or(&body.0))
                        .data("names", names.join(", ")),
                );
            }
            let abbreviation =
                self.register.get(body).and_then(|body| body.abbreviation.as_deref()).map(fold);
            if let Some(spelling) = spelling
                && *spelling != *body.0
                && Some(fold(&spelling)) != abbreviation
            {
                renamed.insert(body.clone(), spelling);
            }
        }
        let mut done = BTreeMap::new();
        for (from, to) in renamed {
            self.register.rename(&from, &to);
            if self.register.get(&from).is_none() {
                done.insert(from, BodyName::new(&to));
            }
        }
        Settled { register: self.register, renamed: done, findings }
    }

    fn mention(&mut self, name: &str, place: &Place) -> Mention {
        match self.resolve(name) {
            Some((body, true)) => {
                self.count(&body, name, place);
                Mention { body, departments: Vec::new() }
            }
            // Named by its department alone.
            Some((body, false)) => Mention { body, departments: vec![name.to_owned()] },
            None => {
                self.register.add(Body::named(name));
                let body = BodyName::new(name);
                self.count(&body, name, place);
                Mention { body, departments: Vec::new() }
            }
        }
    }

    fn count(&mut self, body: &BodyName, spelling: &str, place: &Place) {
        let uses = self.uses.entry(body.clone()).or_default();
        uses.entry(spelling.to_owned()).or_insert_with(|| (0, place.clone())).0 += 1;
    }

    /// The body of a name, and whether by a spelling of its own (and not by a department).
    fn resolve(&self, name: &str) -> Option<(BodyName, bool)> {
        let exact = BodyName::new(name);
        if self.register.get(&exact).is_some() {
            return Some((exact, true));
        }
        let body = self.register.find(name)?;
        let folded = fold(name);
        let bare = folded.strip_prefix("the ").unwrap_or(&folded);
        let by_spelling = body.spellings().any(|spelling| {
            let spelling = fold(spelling);
            spelling == bare || spelling == folded
        });
        Some((body.name.clone(), by_spelling))
    }

    /// The cell cut at "in cooperation with", at commas and at lines, known names kept whole.
    fn pieces(&self, text: &str) -> Vec<String> {
        let text = split::lines_joined(text, |name| self.register.find(name).is_some());
        let mut pieces = Vec::new();
        for part in split::at_phrases(&text, self.vocabulary.cooperation()) {
            let commas = split::at_commas(part);
            let mut at = 0;
            while at < commas.len() {
                // A name may hold commas: the longest run that is a known name is one body.
                let most = commas.len().min(at + 6);
                let known = (at + 1..most).rev().find(|&to| {
                    let whole = part.get(commas[at].start..commas[to].end).unwrap_or("");
                    self.resolve(&without_the(whole)).is_some()
                });
                let to = known.unwrap_or(at);
                let piece = without_the(part.get(commas[at].start..commas[to].end).unwrap_or(""));
                if !piece.is_empty() {
                    pieces.push(piece);
                }
                at = to + 1;
            }
        }
        pieces
    }

    /// "A and B" as two where both are known, else as one name.
    fn apart_at_and(&self, piece: &str) -> Vec<String> {
        if self.resolve(piece).is_some() {
            return vec![piece.to_owned()];
        }
        let joins = split::joins(piece, |word| self.vocabulary.is_plan_word(PlanWord::Join, word));
        let known = |text: &str| {
            self.departments_apart(&without_the(text))
                .first()
                .is_some_and(|(name, _)| self.resolve(name).is_some())
        };
        let mut found = Vec::new();
        let mut from = 0;
        for (at, join) in joins.iter().enumerate().take(24) {
            if join.start < from {
                continue;
            }
            let left = piece.get(from..join.start).unwrap_or("");
            let ends =
                joins.iter().skip(at + 1).map(|next| next.start).take(6).chain([piece.len()]);
            let right = ends.into_iter().any(|end| known(piece.get(join.end..end).unwrap_or("")));
            if right && known(left) {
                found.push(without_the(left));
                from = join.end;
            }
        }
        found.push(without_the(piece.get(from..).unwrap_or("")));
        found
    }

    /// A body and its departments, from "Body - Department", "Body / Department", "Body (Department
    /// and Department)". Where the part behind the dash is another body, it is one.
    fn departments_apart(&self, piece: &str) -> Vec<(String, Vec<String>)> {
        let piece = without_the(piece);
        if self.resolve(&piece).is_some() {
            return vec![(piece, Vec::new())];
        }
        let (outside, inside) = split::brackets(&piece);
        let (name, behind) = split::at_dash(outside);
        let name = without_the(name);
        let mut bodies = vec![(name.clone(), Vec::new())];
        for part in behind.into_iter().chain(inside) {
            self.place_part(&name, part, &mut bodies);
        }
        bodies
    }

    fn place_part(&self, name: &str, part: &str, bodies: &mut Vec<(String, Vec<String>)>) {
        let own = self.resolve(name).map(|(body, _)| body);
        for department in self.departments_in(part) {
            match self.resolve(&department) {
                Some((body, true)) if Some(&body) != own.as_ref() && own.is_some() => {
                    bodies.push((department, Vec::new()));
                }
                // An abbreviation of the body itself in brackets.
                Some((body, true)) if Some(&body) == own.as_ref() => {}
                _ => {
                    if let Some((_, departments)) = bodies.first_mut() {
                        departments.push(department);
                    }
                }
            }
        }
    }

    /// "A and B" as two departments where B begins as a department does; commas part them too.
    fn departments_in(&self, part: &str) -> Vec<String> {
        let mut found = Vec::new();
        for range in split::at_commas(part) {
            let text = part.get(range).unwrap_or("");
            let mut from = 0;
            for join in
                split::joins(text, |word| self.vocabulary.is_plan_word(PlanWord::Join, word))
            {
                let right = text.get(join.end..).unwrap_or("").trim_start();
                let first = right.split_whitespace().next().unwrap_or("");
                if self.vocabulary.is_plan_word(PlanWord::Department, first) {
                    found.push(tidy(text.get(from..join.start).unwrap_or("")));
                    from = join.end;
                }
            }
            found.push(tidy(text.get(from..).unwrap_or("")));
        }
        found.retain(|department| !department.is_empty());
        found
    }
}

/// Tidied, without a bullet before it, a leading "The" or a full stop behind it.
fn without_the(text: &str) -> String {
    let text = tidy(text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '·' | '•' | '*' | ',' | ';' | '-' | '–' | '—')
    }));
    let text = text.strip_suffix('.').unwrap_or(&text);
    match text.get(..4) {
        Some(the) if the.eq_ignore_ascii_case("the ") => text.get(4..).unwrap_or("").to_owned(),
        _ => text.to_owned(),
    }
}
