//! Places keep their spots, however small the room: of every spot that a reader may give, what is kept
//! is the same spot, in the same order.

use arcstr::ArcStr;
use earmark::model::{
    AsWritten, CellRef, Date, Entry, EntryList, EntryWords, Euros, OwnTexts, Place, Position,
    Positions, Spot,
};
use proptest::prelude::*;

fn spot() -> impl Strategy<Value = Spot> {
    prop_oneof![
        Just(Spot::Whole),
        (any::<u32>(), 0_u32..1 << 29)
            .prop_map(|(row, column)| Spot::Cell(CellRef { row, column })),
        any::<u32>().prop_map(Spot::Line),
        any::<u32>().prop_map(Spot::Paragraph),
        (0_u32..1 << 17, 0_u32..1 << 24, 0_u32..1 << 20)
            .prop_map(|(table, row, column)| Spot::TableCell { table, row, column }),
    ]
}

fn place(spot: Spot) -> Place {
    Place::new(&ArcStr::from("sheet.xlsx"), None, spot)
}

proptest! {
    #[test]
    fn a_spot_is_kept_as_it_is(spot in spot(), other in spot()) {
        prop_assert_eq!(place(spot).spot(), spot);
        prop_assert_eq!(AsWritten::new(ArcStr::from("1.1.1"), spot, other).spot(other), spot);
        prop_assert_eq!(place(spot).cmp(&place(other)), spot.cmp(&other));
        prop_assert_eq!(place(spot) == place(other), spot == other);
    }
}

#[test]
fn rows_that_say_the_same_say_it_in_the_same_words() {
    let cell = |row, column| Spot::Cell(CellRef { row, column });
    let written =
        |row, amount_row| AsWritten::new(ArcStr::from("1.1.1"), cell(row, 0), cell(amount_row, 4));
    assert_eq!(written(7, 7), written(8, 8));
    assert_eq!(written(7, 7).spot(cell(9, 4)), cell(9, 0));
    // Of a heading above the rows.
    assert_eq!(written(3, 7), written(3, 8));
    assert_ne!(written(7, 8), written(8, 8));
}

proptest! {
    #[test]
    fn what_the_cell_of_an_amount_shows_is_kept(cents: i64, other in "[-0-9.]{0,12}") {
        let amount = Euros::from_cents(cents);
        let decimal = amount.to_decimal();
        let texts = [decimal.to_string(), decimal.normalize().to_string(), other];
        for text in &texts {
            let shown = Entry::kept(text, amount);
            // A spreadsheet's own number takes no room of its own.
            prop_assert_eq!(shown.is_none(), *text == texts[1]);
            let (whole, words) = (&place(Spot::Whole), &EntryWords::default());
            let (spot, texts) = (Spot::Whole, OwnTexts::new(shown, None, None));
            let (date, quarter, quarter_of_sheet, doubtful) = (None, None, false, false);
            let entry = Entry {
                whole, spot, amount, words, texts, date, quarter, quarter_of_sheet,
                doubtful,
            };
            prop_assert_eq!(&*entry.raw(), text.as_str());
        }
    }
}

/// A day now and then, mostly of one year.
fn day() -> impl Strategy<Value = Option<Date>> {
    let year = prop_oneof![4 => Just(2020), 1 => -9_999_i16..=9_999];
    (year, 1_i8..=12, 1_i8..=31).prop_map(|(year, month, day)| Date::new(year, month, day).ok())
}

/// A text now and then, short, long, or very long.
fn text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        3 => Just(None),
        6 => "[a-zčšž€ ]{0,12}".prop_map(Some),
        2 => any::<String>().prop_map(Some),
        2 => (60_usize..5_000).prop_map(|length| Some("ž".repeat(length))),
        1 => Just(Some("x".repeat(300_000))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn an_entry_comes_out_of_a_list_as_it_went_in(
        drafts in proptest::collection::vec(
            (any::<i64>(), (spot(), day()), (text(), text(), text()), 0_u8..6, any::<(bool, bool)>()),
            0..60,
        ),
        times in 1_usize..80,
    ) {
        let whole = place(Spot::Whole);
        let reasons: Vec<EntryWords> = (0..6)
            .map(|number: u8| {
                let reason = Some(ArcStr::from(number.to_string()));
                EntryWords { reason, ..EntryWords::default() }
            })
            .collect();
        let entries: Vec<Entry<'_>> = drafts
            .iter()
            .map(|(cents, (spot, date), (shown, document, description), words, signs)| Entry {
                whole: &whole,
                spot: *spot,
                // Of the highest some that no machine word holds.
                amount: Euros::from_cents(*cents) + Euros::from_cents(*cents),
                words: &reasons[usize::from(*words)],
                texts: OwnTexts::new(shown.as_deref(), document.as_deref(), description.as_deref()),
                date: *date,
                quarter: earmark::model::Quarter::new(*words),
                quarter_of_sheet: signs.1,
                doubtful: signs.0 != signs.1,
            })
            .collect();
        // Long texts once, so that blocks of every length stand beside each other.
        let short = entries.iter().filter(|entry| entry.document().is_none_or(|d| d.len() < 50));
        let short: Vec<&Entry<'_>> =
            short.filter(|entry| entry.description().is_none_or(|d| d.len() < 50)).collect();
        let mut all: Vec<&Entry<'_>> = Vec::new();
        for _ in 0..times {
            all.extend(&short);
        }
        all.extend(&entries);
        for _ in 0..times {
            all.extend(&short);
        }
        let mut list = EntryList::new(whole.clone());
        all.iter().for_each(|entry| list.push(entry));
        list.release();
        prop_assert_eq!(list.len(), all.len());
        prop_assert!(list.iter().eq(all.iter().map(|entry| **entry)));
        for (index, entry) in all.iter().enumerate() {
            prop_assert_eq!(list.get(index), Some(**entry));
        }
        prop_assert_eq!(list.get(all.len()), None);
        list.unsay_quarters(|index| index % 3 != 0);
        list.unsay_quarters(|index| index % 3 == 0);
        for (now, then) in list.iter().zip(&all) {
            let quarter = then.quarter.filter(|_| !then.quarter_of_sheet);
            prop_assert_eq!(now, Entry { quarter, quarter_of_sheet: false, ..**then });
        }
    }
}

/// A sheet whose first thousands of texts have nothing in common with those below, and signs of every kind.
#[test]
fn texts_unlike_those_above_come_out_as_they_went_in() {
    let above = (0..3_000).map(|number| format!("Račun za usluge br. {number}/20"));
    let every = (1..=0x10_ffff_u32).step_by(97).filter_map(char::from_u32);
    let below = every.map(|sign| format!("{sign}\0{sign}"));
    let long = std::iter::once("ž€x".repeat(90_000));
    let texts: Vec<String> = above.chain(below).chain(long).chain([String::new()]).collect();
    let whole = place(Spot::Whole);
    let words = EntryWords::default();
    let mut list = EntryList::new(whole.clone());
    for text in &texts {
        list.push(&Entry {
            whole: &whole,
            spot: Spot::Whole,
            amount: Euros::from_cents(1),
            words: &words,
            texts: OwnTexts::new(Some(text), Some(text), Some(text)),
            date: None,
            quarter: None,
            quarter_of_sheet: false,
            doubtful: false,
        });
    }
    list.release();
    for (entry, text) in list.iter().zip(&texts) {
        assert_eq!(&*entry.raw(), text);
        assert_eq!(entry.document().as_deref(), Some(text.as_str()));
        assert_eq!(entry.description().as_deref(), Some(text.as_str()));
    }
    assert_eq!(list.len(), texts.len());
}

#[test]
fn what_is_larger_than_its_room_stays_the_largest() {
    let huge = Spot::TableCell { table: u32::MAX, row: u32::MAX, column: u32::MAX };
    let kept = Spot::TableCell { table: (1 << 17) - 1, row: (1 << 24) - 1, column: (1 << 20) - 1 };
    assert_eq!(place(huge).spot(), kept);
    let wide = Spot::Cell(CellRef { row: u32::MAX, column: u32::MAX });
    let kept = Spot::Cell(CellRef { row: u32::MAX, column: (1 << 29) - 1 });
    assert_eq!(place(wide).spot(), kept);
}

proptest! {
    /// Whether they follow one another from the first to the last, at first, or not at all.
    #[test]
    fn positions_are_kept_as_they_are(
        first in 0_usize..5,
        run in 0_usize..9,
        others in proptest::collection::vec(0_usize..12, 0..9),
        most in 1_usize..6,
    ) {
        let all: Vec<usize> = (first..first + run).chain(others).collect();
        let of = |positions: &Positions| positions.iter().map(usize::from).collect::<Vec<_>>();
        let kept: Positions = all.iter().map(|at| Position::from(*at)).collect();
        prop_assert_eq!(&of(&kept), &all);
        prop_assert_eq!((kept.len(), kept.is_empty()), (all.len(), all.is_empty()));
        prop_assert_eq!(kept.get(all.len()), None);
        let parts: Vec<Vec<usize>> = kept.parts(most).map(|part| of(&part)).collect();
        let expected: Vec<&[usize]> = all.chunks(most).collect();
        prop_assert_eq!(parts, if all.is_empty() { vec![&[][..]] } else { expected });
        prop_assert_eq!(kept == Positions::first(run), all.iter().copied().eq(0..run));
    }
}
