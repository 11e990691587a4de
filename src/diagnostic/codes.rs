//! The one table of finding codes. A code is never reused for something else.
//! Ranges: 01 file, 02 cell, 03 table, 04 matching, 05 reconciliation, 06 configuration, 09 our own
//! fault. E: euros could not be placed; W: doubtful, counted; N: a note.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How bad a finding is. Ordered worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Euros could not be placed, or something could not be read.
    Error,
    /// Doubtful, and counted.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word used in messages and in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal,)*) => {
        /// A kind of finding. What each means stands in `templates/findings/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each is explained in templates/findings/")]
        pub enum Code { $($name,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as printed, such as E0203.
            #[must_use]
            pub fn number(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }
        }
    };
}

codes! {
    // 01 file
    FileBroken = "E0101",
    FileEncrypted = "E0102",
    FileUnknown = "E0103",
    WordBinary = "E0104",
    Pdf = "E0105",
    LimitExceeded = "E0106",
    NoPlanFound = "E0107",
    FileEmpty = "E0108",
    LockFile = "N0109",
    HiddenSheet = "N0110",
    NameDiffersFromContent = "W0111",
    SheetBroken = "E0112",
    FileSkipped = "N0113",
    EncodingGuessed = "N0114",
    ArchiveUnpacked = "N0115",
    ZeroBytes = "W0116",
    NotExpenditure = "W0117",
    ReturnSentBack = "N0118",
    // 02 cell
    ErrorValue = "E0201",
    NotCalculated = "E0202",
    AmountNotANumber = "E0203",
    AmountAmbiguous = "E0204",
    AmountDecidedByColumn = "W0205",
    PartOfCent = "E0206",
    OtherCurrency = "E0207",
    AmountTooLarge = "E0208",
    AmountStoredAsDate = "W0209",
    DateNotUnderstood = "W0211",
    CodeRecoveredFromDate = "W0212",
    NegativeAmount = "N0213",
    QuarterNotUnderstood = "W0214",
    AmountNotCounted = "E0215",
    CodeFromRowAbove = "W0216",
    AmountInThousands = "W0217",
    CodeReadAs = "W0218",
    AmountOverActivities = "W0219",
    // 03 table: expenditure sheets and the funding register
    NoTable = "E0301",
    NoAmountColumn = "E0302",
    NoActivityColumn = "E0303",
    ControlTotalDiffers = "W0304",
    ColumnNotUsed = "N0305",
    AmountWithoutRow = "E0306",
    KindNotUnderstood = "E0307",
    ControlTotalUnreadable = "W0308",
    HeadingReadAs = "W0309",
    FixedLayout = "N0310",
    HiddenRows = "N0311",
    CarriedForward = "W0312",
    AmountsAboveHeader = "E0313",
    // 03 table: the plan
    CostWithoutSource = "W0321",
    CurrencyMissing = "W0322",
    HeadingOutOfLine = "W0323",
    BodyUnderSeveralNames = "N0324",
    CodeRepeated = "E0325",
    CodeMissing = "E0326",
    EndBeforeStart = "W0327",
    NoResponsibleBody = "W0328",
    EstimateNotUnderstood = "E0329",
    NoEstimate = "W0330",
    PlanQuarterNotUnderstood = "W0331",
    CodeGap = "N0332",
    RowIncomplete = "W0333",
    ColumnNamedOtherwise = "N0334",
    MeasureDiffersFromCode = "W0335",
    CostAndNoFunding = "W0336",
    TrackedChanges = "N0337",
    YearNotFound = "W0338",
    PlanTextNotUsed = "N0339",
    EstimateMarksDecided = "W0340",
    SeveralDonors = "N0341",
    // 04 matching
    NoActivity = "E0401",
    CodeAndTitleDisagree = "W0402",
    SourceUnknown = "E0403",
    SourceFromPlan = "W0404",
    BodyNotResponsible = "W0405",
    BodyUnknown = "W0406",
    BodyNotStated = "W0407",
    SeveralLines = "E0408",
    MatchedByTitle = "N0409",
    DonorDiffersFromPlan = "W0410",
    DonorFromRegister = "N0411",
    CodeNotInPlan = "W0412",
    RegisterActivityUnknown = "E0413",
    RegisterSourceUnknown = "E0414",
    SourceAndColumnDisagree = "W0415",
    DonorOnBudget = "W0416",
    SourceReadAs = "W0418",
    BodyWithUnit = "N0419",
    OnBehalfOf = "N0420",
    PlannedDiffers = "W0417",
    // 05 reconciliation
    SameFileTwice = "W0501",
    UnplannedSpending = "W0502",
    SpentWithoutFundingNeed = "W0503",
    Overspent = "W0504",
    OutsideYear = "W0505",
    NotReported = "N0506",
    SheetSuperseded = "W0507",
    SheetsAlike = "W0508",
    // 051 decisions
    DecisionFitsNone = "E0510",
    DecisionFitsSeveral = "E0511",
    DecisionsContradict = "E0512",
    DecisionsNotRead = "E0513",
    DecisionNotUnderstood = "E0514",
    DecisionOnLeftOut = "E0515",
    DecisionNotSigned = "W0516",
    DecisionNotNeeded = "N0517",
    Decided = "N0518",
    DecisionNotEnough = "W0519",
    // 052 periods and timing
    SupersededByCumulative = "N0520",
    CumulativeByEvidence = "W0521",
    PerhapsCumulative = "W0522",
    CumulativeWithoutOrder = "W0523",
    CumulativeFell = "W0524",
    FileCorrected = "W0525",
    SamePeriodTwice = "W0526",
    BeforeStart = "W0527",
    AfterEnd = "W0528",
    AfterAsOf = "N0529",
    CumulativeOfOtherMoney = "W0558",
    // 053 double claims, swaps, pools
    ClaimedByTwoBodies = "W0531",
    ClaimedFromTwoSources = "W0532",
    ClaimedTwice = "W0533",
    ManyDoubleClaims = "W0534",
    DocumentRepeats = "N0535",
    NotAllCompared = "N0536",
    SourceSwap = "W0537",
    PoolOverdrawn = "W0538",
    // 054 funding and donors' rules
    DonorNoteMissing = "W0541",
    DonorLimitExceeded = "W0542",
    DonorLimitNotJudged = "N0543",
    TooManyDonors = "W0559",
    RegisterRowTwice = "W0544",
    ReceivedBeyondCommitted = "W0545",
    EvidenceOutsideYear = "N0546",
    GapCovered = "N0547",
    // 055 rounds: reasons, reporting, changes
    PreviousUnreadable = "E0550",
    PreviousOtherPlan = "W0551",
    PreviousDoesNotAddUp = "W0552",
    PreviousOtherSchema = "W0553",
    ReasonMissing = "N0554",
    QuarterMissing = "N0555",
    SuccessorBeforeItsTime = "N0556",
    PredecessorAfterItsTime = "N0557",
    // 056 decisions that nobody reads
    DecisionColumnTwice = "W0560",
    DecisionBeside = "E0561",
    // 06 configuration
    ConfigUnreadable = "E0601",
    ConfigValue = "E0602",
    LayoutUnused = "W0603",
    DonorRuleUnused = "W0605",
    ConfigBodyUnknown = "W0606",
    SubmissionUnused = "W0604",
    // 09 our own fault
    ProofFailed = "E0901",
}

impl Code {
    /// Severity, by the code's letter.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self.number().as_bytes().first() {
            Some(b'E') => Severity::Error,
            Some(b'W') => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.number())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.number())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = String::deserialize(deserializer)?;
        number.parse().map_err(|()| serde::de::Error::custom("there is no such finding"))
    }
}

/// By its printed form, in either case, with or without its letter.
impl FromStr for Code {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let wanted = text.trim().to_ascii_uppercase();
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.number() == wanted || code.number().get(1..) == Some(&*wanted))
            .ok_or(())
    }
}
