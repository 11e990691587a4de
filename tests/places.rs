//! Places keep their spots, however small the room: of every spot that a reader may give, what is kept
//! is the same spot, in the same order.

use arcstr::ArcStr;
use earmark::model::{AsWritten, CellRef, Place, Spot};
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
        prop_assert_eq!(AsWritten::new(ArcStr::from("1.1.1"), spot).spot(), spot);
        prop_assert_eq!(place(spot).cmp(&place(other)), spot.cmp(&other));
        prop_assert_eq!(place(spot) == place(other), spot == other);
    }
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
