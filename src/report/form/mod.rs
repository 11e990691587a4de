//! Forms that people fill in and send back. In: a plan and a body, or nothing. Out: books with exactly
//! the headings that the readers know, drop-downs and plain-word rules. Never a figure beyond the plan's.

mod expenditure;
mod instructions;
mod lists;
mod paper;
pub(super) mod parts;
mod register;

pub use expenditure::{blank_form, form, form_bodies};
pub use register::blank_funding_register;
