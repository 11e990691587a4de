//! The whole jobs, from named bytes to named bytes: what the command and any other face of earmark
//! call. In: bytes and settings. Out: results, findings, files to write. Never touches a disk.

use crate::NamedBytes;
use crate::diagnostic::Finding;
use crate::model::{Euros, Plan, Submission};
use crate::reconcile::{ProofFailed, Reconciliation};
use crate::write::WriteError;

/// What a reconciliation takes.
#[derive(Debug, Clone)]
pub struct ReconcileInputs {
    /// The plan, in any form.
    pub plan: NamedBytes,
    /// The register of funding.
    pub funding: Option<NamedBytes>,
    /// Expenditure sheets, in any order.
    pub sheets: Vec<NamedBytes>,
}

/// What a reconciliation gives.
#[derive(Debug, Clone)]
pub struct ReconcileOutputs {
    /// Every figure.
    pub reconciliation: Reconciliation,
    /// The files, each with its path below the output folder.
    pub files: Vec<NamedBytes>,
}

/// Why a job cannot go on.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// There is no plan to reconcile with; the findings say why.
    #[error("the plan could not be read")]
    NoPlan(Vec<Finding>),
    /// The register was given and could not be read; reconciling without it would call everything unfunded.
    #[error("the register of funding could not be read")]
    NoRegister(Vec<Finding>),
    /// Words or settings that do not hold together.
    #[error("{0}")]
    Words(String),
    /// Our own fault.
    #[error(transparent)]
    Proof(#[from] ProofFailed),
    /// Our own fault.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Told as a job goes on: how many files are done, of how many.
pub type Watch<'a> = &'a (dyn Fn(Step, usize, usize) + Sync);

/// The part of a job that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading sheets.
    Reading,
    /// Writing workbooks.
    Writing,
}

/// What a check of sheets finds.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What was read.
    pub submissions: Vec<Submission>,
    /// All findings in the order of files, sheets and cells.
    pub findings: Vec<Finding>,
    /// The sum that would count.
    pub counts: Euros,
    /// The sum that would not (suspense and excluded).
    pub does_not_count: Euros,
    /// The plan they were checked against, where one was given.
    pub plan: Option<Plan>,
}
