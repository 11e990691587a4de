//! The register of bodies and donors that comes with the program.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::config::TypedBody;
use crate::model::{Body, BodyName, BodyRegister};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    #[serde(default)]
    body: Vec<TypedBody>,
    #[serde(default)]
    donors: IndexMap<String, Vec<String>>,
}

fn register() -> Result<Register, String> {
    toml::from_str(include_str!("../../templates/bodies.toml")).map_err(|error| error.to_string())
}

pub(super) fn built_in() -> Result<BodyRegister, String> {
    let mut bodies = BodyRegister::default();
    for body in register()?.body {
        let from = match &body.successor_from {
            Some(text) => Some(text.parse().map_err(|_| format!("bodies.toml: {text}?"))?),
            None => None,
        };
        bodies.add(Body {
            montenegrin: body.montenegrin,
            abbreviation: body.abbreviation,
            other_names: body.other_names,
            departments: body.departments,
            successor: body.successor.map(|name| (BodyName::new(&name), from)),
            reports_for: body.reports_for.iter().map(|name| BodyName::new(name)).collect(),
            generic: body.generic,
            ..Body::named(&body.name)
        });
    }
    Ok(bodies)
}

pub(super) fn donors() -> Result<IndexMap<String, Vec<String>>, String> {
    Ok(register()?.donors)
}
