//! Notes that would repeat for each row of a sheet are said once, with their number and their euros. In:
//! all findings. Out: the same with one note for a sheet and a donor, at its first amount. What a note
//! says of an amount stays known: the entry has its donor.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::Euros;

/// The donor of a donation was taken from the plan or the register.
pub(super) fn once_for_each_sheet(findings: &mut Vec<Finding>) {
    let mut groups: BTreeMap<_, Vec<Finding>> = BTreeMap::new();
    findings.retain(|finding| {
        if finding.code != Code::DonorFromRegister {
            return true;
        }
        let donor = finding.named("donor").cloned();
        let key = (finding.place.file().clone(), finding.place.sheet().clone(), donor);
        groups.entry(key).or_default().push(finding.clone());
        false
    });
    for mut group in groups.into_values() {
        group.sort();
        let euros: Euros = group.iter().filter_map(|finding| finding.amount).sum();
        let count = group.len();
        let Some(mut first) = group.into_iter().next() else { continue };
        if count > 1 {
            let counted =
                Said::new("{count} amounts of this sheet, of which this is the first, count")
                    .with("count", count);
            first = first.instead("counted", counted).amount(euros);
        }
        findings.push(first);
    }
}
