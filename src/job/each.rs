//! One thing done to many items. In: items. Out: results in the order of the items, whatever
//! finished first. The only place where the library uses threads, and only those of rayon.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Step, Watch};

/// Does one thing to each item, on several threads where that is built in; results keep the order.
pub(super) fn on_each<T: Sync, R: Send>(
    items: &[T],
    step: Step,
    watch: Watch<'_>,
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    let done = AtomicUsize::new(0);
    let one = |item: &T| {
        let result = work(item);
        watch(step, done.fetch_add(1, Ordering::Relaxed) + 1, items.len());
        result
    };
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        items.par_iter().map(one).collect()
    }
    #[cfg(not(feature = "parallel"))]
    items.iter().map(one).collect()
}
