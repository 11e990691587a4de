//! Plans and expenditure sheets made by code: every machine makes the same bytes. In: a size. Out: a
//! folder with `plan.csv`, for a large plan `funding.csv`, and `received/`, made once and kept.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// How much there is of everything.
#[derive(Clone, Copy)]
pub struct Size {
    /// Entries in all files together.
    pub entries: u32,
    /// Files.
    pub files: u32,
    /// Activities of the plan.
    pub activities: u32,
    /// How the sheets are written: xlsx or csv.
    pub form: &'static str,
}

impl Size {
    /// Numbers of entries, files and activities, and the form.
    pub fn name(&self) -> String {
        let Size { entries, files, activities, form } = self;
        format!("{entries}-{files}-{activities}-{form}")
    }
}

/// Bodies that report; each leads every fortieth activity.
const BODIES: u32 = 40;
/// Larger plans have a register of funding.
const SMALL_PLAN: u32 = 5_000;
/// Columns of a sheet.
pub const COLUMNS: u16 = 8;

/// The sizes of the table.
pub fn sizes() -> Vec<Size> {
    let xlsx = |entries, files, activities| Size { entries, files, activities, form: "xlsx" };
    let mut sizes = Vec::new();
    for entries in [10_000, 100_000, 1_000_000] {
        for files in [1, 30, 300] {
            sizes.push(xlsx(entries, files, 5_000));
        }
    }
    sizes.extend([48, 60_000].map(|activities| xlsx(100_000, 30, activities)));
    sizes.push(Size { entries: 1_000_000, files: 30, activities: 5_000, form: "csv" });
    sizes.push(xlsx(5_000_000, 30, 5_000));
    sizes
}

/// Makes the files of a size, where they are not there already.
pub fn make(size: &Size) -> PathBuf {
    let Size { entries, files, activities, form } = *size;
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let folder = root.join(size.name());
    if folder.join("whole").exists() {
        return folder;
    }
    let received = folder.join("received");
    fs::create_dir_all(&received).expect("a folder");
    fs::write(folder.join("plan.csv"), plan(activities)).expect("the plan");
    if activities > SMALL_PLAN {
        fs::write(folder.join("funding.csv"), register(activities)).expect("the register");
    }
    for file in 0..files {
        let rows = (0..entries).skip(file as usize).step_by(files as usize);
        let path = received.join(format!("body-{file:03}.{form}"));
        match form {
            "csv" => fs::write(path, csv_sheet(file, rows, activities)).expect("a sheet"),
            _ => xlsx_sheet(file, rows, activities).save(path).expect("a sheet"),
        }
    }
    fs::write(folder.join("whole"), "").expect("a mark");
    folder
}

fn code(activity: u32) -> String {
    let (area, rest) = (activity / 5_000 + 1, activity % 5_000);
    format!("{area}.{}.{}", rest / 50 + 1, rest % 50 + 1)
}

fn body(number: u32) -> String {
    format!("Ministry of Subject {:02}", number % BODIES + 1)
}

/// The plan: every activity with a budget line, every fourth with a donation too.
fn plan(activities: u32) -> String {
    let mut text = String::from(
        "Action plan for 2020\n\nCode;Activity;Lead body;Start;End;Amount (EUR);Source of funding\n",
    );
    for activity in 0..activities {
        let (code, lead) = (code(activity), body(activity));
        let title =
            format!("Carry out programme {activity} for the professional staff of the region");
        let _ = writeln!(text, "{code};{title};{lead};Q1;Q4;{}.00;Budget", 1_000 + activity % 977);
        if activity.is_multiple_of(4) {
            let _ =
                writeln!(text, "{code};{title};{lead};Q1;Q4;{}.50;Donation", 500 + activity % 311);
        }
    }
    text
}

/// The register of such a plan: too little for each budget line, and more than enough of each donation.
fn register(activities: u32) -> String {
    let mut text = String::from("Code;Source of funding;Donor;Kind;Amount (EUR)\n");
    for activity in 0..activities {
        let code = code(activity);
        let _ = writeln!(text, "{code};Budget;;appropriated;{}.00", 900 + activity % 977);
        if activity.is_multiple_of(4) {
            let _ = writeln!(text, "{code};Donation;UNDP;committed;{}.50", 600 + activity % 311);
        }
    }
    text
}

/// One payment.
struct Payment {
    code: String,
    description: String,
    source: &'static str,
    donor: &'static str,
    cents: u32,
    day: (u16, u8, u8),
    document: String,
    supplier: String,
}

/// The payment of a number: most are in order, some have no code of the plan, some no source.
fn payment(file: u32, number: u32, activities: u32) -> Payment {
    // Spreads the numbers over everything without a source of chance.
    let mixed = number.wrapping_mul(2_654_435_761);
    let activity = {
        // One that the body of the file leads.
        let own = (mixed % activities.div_ceil(BODIES)) * BODIES + file % BODIES;
        if own < activities { own } else { mixed % activities }
    };
    let donated = activity.is_multiple_of(4) && mixed.is_multiple_of(3);
    Payment {
        code: if number.is_multiple_of(997) { "99.99.99".to_owned() } else { code(activity) },
        description: format!("Invoice for services no. {number}"),
        source: match (number.is_multiple_of(499), donated) {
            (true, _) => "",
            (_, true) => "Donation",
            (_, false) => "Budget",
        },
        donor: if donated { "UNDP" } else { "" },
        cents: mixed % 90_000 + 1,
        day: (2020, (mixed / 7 % 12 + 1) as u8, (mixed / 11 % 28 + 1) as u8),
        document: format!("{:05}/20-{file}", number),
        supplier: format!("Supplier {}", mixed % 5_000),
    }
}

const HEADINGS: [&str; COLUMNS as usize] = [
    "Code",
    "Description",
    "Source of funding",
    "Donor",
    "Spent (EUR)",
    "Date",
    "Document",
    "Supplier",
];

fn xlsx_sheet(file: u32, rows: impl Iterator<Item = u32>, activities: u32) -> Workbook {
    let mut workbook = Workbook::new();
    let (money, date) =
        (Format::new().set_num_format("#,##0.00"), Format::new().set_num_format("dd.mm.yyyy"));
    let sheet = workbook.add_worksheet_with_low_memory().unwrap();
    sheet.write_string(0, 0, format!("Institution: {}", body(file))).unwrap();
    sheet.write_string(1, 0, "Period: 2020").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(3, column, heading).unwrap();
    }
    for (row, number) in (4..).zip(rows) {
        let paid = payment(file, number, activities);
        sheet.write_string(row, 0, paid.code).unwrap();
        sheet.write_string(row, 1, paid.description).unwrap();
        sheet.write_string(row, 2, paid.source).unwrap();
        sheet.write_string(row, 3, paid.donor).unwrap();
        let euros: f64 = format!("{}.{:02}", paid.cents / 100, paid.cents % 100).parse().unwrap();
        sheet.write_number_with_format(row, 4, euros, &money).unwrap();
        let day = ExcelDateTime::from_ymd(paid.day.0, paid.day.1, paid.day.2).unwrap();
        sheet.write_datetime_with_format(row, 5, &day, &date).unwrap();
        sheet.write_string(row, 6, paid.document).unwrap();
        sheet.write_string(row, 7, paid.supplier).unwrap();
    }
    workbook
}

fn csv_sheet(file: u32, rows: impl Iterator<Item = u32>, activities: u32) -> String {
    let mut text = format!("Institution: {}\nPeriod: 2020\n\n{}\n", body(file), HEADINGS.join(";"));
    for number in rows {
        let paid = payment(file, number, activities);
        let _ = writeln!(
            text,
            "{};{};{};{};{}.{:02};{:02}.{:02}.{};{};{}",
            paid.code,
            paid.description,
            paid.source,
            paid.donor,
            paid.cents / 100,
            paid.cents % 100,
            paid.day.2,
            paid.day.1,
            paid.day.0,
            paid.document,
            paid.supplier
        );
    }
    text
}
