//! The nouns of the field, parsed once. In: nothing. Out: types whose values are already valid.
//! Never: a string that has to be checked again, a float, a clock.

pub(crate) mod as_bytes;
mod body;
mod code;
mod decision;
mod entry;
mod entry_list;
mod entry_record;
mod funding;
mod given_reason;
mod letters;
mod many_texts;
mod money;
mod number_rows;
mod own_texts;
mod period;
mod place;
mod plan;
mod position;
mod previous;
mod repeated;
mod signs;
mod small_spot;
mod text;

pub use body::{Body, BodyName, BodyRegister, DonorName};
pub use code::{ActivityCode, NotACode};
pub use decision::{Decision, Mark, Recognition, mark_of};
pub use entry::{AsWritten, ControlTotal, Entry, EntryWords, Submission};
pub use entry_list::EntryList;
pub use funding::{FundingKind, FundingRecord};
pub use given_reason::GivenReason;
pub use letters::visible;
pub use money::{Euros, LARGEST, NotAnAmount, NotEuros, add_known, grouped};
pub use own_texts::OwnTexts;
pub use period::{Basis, BasisFrom, Date, KnownBasis, Period, Quarter, When};
pub use place::{CellRef, Place, Placed, Spot};
pub use plan::{
    Activity, Holder, Measure, OperationalObjective, PerformanceIndicator, Plan, PlanLine, Source,
    SourceFile, StrategicArea,
};
pub use position::{Position, Positions};
pub use previous::{Previous, RecordedEntry, RecordedFinding, RecordedLine, RecordedSums};
pub(crate) use repeated::Repeated;
pub use signs::{InSigns, Raw, Signs, column_letters, id};
pub use text::{fold, is_plain, slug, tidy};
