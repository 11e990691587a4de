//! Bodies and how they relate: spellings in any case, successors one after the other, reports for others.

use earmark::config::ExtraWords;
use earmark::model::{Body, BodyName, BodyRegister, Date, Euros};
use earmark::vocabulary::Vocabulary;

fn name(name: &str) -> BodyName {
    BodyName::new(name)
}

/// Each body with its successor and the bodies it reports for.
fn register(bodies: &[(&str, Option<&str>, &[&str])]) -> BodyRegister {
    let mut register = BodyRegister::default();
    for (body, successor, reports_for) in bodies {
        register.add(Body {
            abbreviation: Some(format!("{body}{body}")),
            successor: successor.map(|to| (name(to), Some(Date::constant(2020, 7, 1)))),
            reports_for: reports_for.iter().map(|other| name(other)).collect(),
            ..Body::named(body)
        });
    }
    register
}

#[test]
fn successors_follow_one_another_under_any_of_their_names() {
    let bodies = register(&[("A", Some("BB"), &[]), ("B", Some("C"), &[]), ("C", None, &[])]);
    let names: Vec<BodyName> = bodies.successors(&name("A")).into_iter().map(|(n, _)| n).collect();
    assert_eq!(names, [name("B"), name("C")]);
    for (one, other) in [("C", "A"), ("A", "C"), ("B", "A"), ("A", "A")] {
        assert!(bodies.stands_for(&name(one), &name(other)), "{one} for {other}");
    }
    assert!(!bodies.stands_for(&name("D"), &name("A")));
}

#[test]
fn two_bodies_of_one_successor_do_not_stand_for_each_other() {
    let bodies = register(&[("A", Some("C"), &[]), ("B", Some("C"), &[]), ("C", None, &[])]);
    assert!(!bodies.stands_for(&name("A"), &name("B")));
    assert!(bodies.stands_for(&name("C"), &name("A")) && bodies.stands_for(&name("C"), &name("B")));
}

#[test]
fn a_circle_of_successors_comes_to_an_end() {
    let bodies = register(&[("A", Some("B"), &[]), ("B", Some("C"), &[]), ("C", Some("B"), &[])]);
    let names: Vec<BodyName> = bodies.successors(&name("A")).into_iter().map(|(n, _)| n).collect();
    assert_eq!(names, [name("B"), name("C")]);
    let alone = register(&[("A", Some("A"), &[])]);
    assert!(alone.successors(&name("A")).is_empty());
}

#[test]
fn reporting_for_another_holds_one_way_and_for_its_predecessor() {
    let bodies = register(&[("A", None, &["CC"]), ("B", Some("C"), &[]), ("C", None, &[])]);
    assert!(bodies.stands_for(&name("A"), &name("C")));
    assert!(bodies.stands_for(&name("A"), &name("B")));
    assert!(!bodies.stands_for(&name("C"), &name("A")));
}

#[test]
fn a_name_is_known_in_any_case_and_script_and_not_with_a_typing_error() {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("the built-in words");
    let found = |text: &str| vocabulary.bodies().find_in_any_case(text).map(|b| &*b.name.0);
    assert_eq!(found("Министарства здравља"), Some("Ministry of Health"));
    assert_eq!(
        found("Zavodu za socijalnu i dječju zaštitu"),
        Some("Institute for Social and Child Protection")
    );
    assert_eq!(found("УИП"), Some("Administration for Inspection Affairs"));
    assert_eq!(found("Ministry of Cultur"), None);
    assert_eq!(found("Ministarstvo kultur"), None);
    let generic = |text: &str| vocabulary.bodies().find(text).is_some_and(|body| body.generic);
    for text in ["NVO", "Невладине организације", "lokalne samouprave", "Opštine", "CSOs"]
    {
        assert!(generic(text), "{text}");
    }
}

#[test]
fn an_amount_of_the_json_is_read_back_and_nothing_else_is() {
    for cents in [0, 1, -1, 99, -100, 123_456_789, 1_000_000_000_000_000] {
        let amount = Euros::from_cents(cents);
        assert_eq!(amount.to_string().parse(), Ok(amount));
    }
    for text in [
        "",
        "1",
        "1.5",
        "1.505",
        "+1.00",
        "1,00",
        " 1.00",
        "--1.00",
        "1e3.00",
        ".00",
        "١.00",
        "99999999999999999.00",
    ] {
        assert!(text.parse::<Euros>().is_err(), "{text:?}");
    }
}
