//! Work on many values at once, on every core of the machine. Only for what computes: nothing here reads or writes
//! a row.

use std::num::NonZero;
use std::thread;

/// Fewer values than this are not worth a thread.
const VALUES_PER_THREAD_MIN: usize = 16;

/// What the work makes of each value, in their order.
pub(crate) fn on_all_cores<T: Sync, R: Send>(values: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = values.len().div_ceil(cores).max(VALUES_PER_THREAD_MIN);
    let mut shares = values.chunks(share);
    let own = shares.next().unwrap_or_default();
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> =
            shares.map(|share| scope.spawn(move || share.iter().map(work).collect::<Vec<R>>())).collect();
        let mut made: Vec<R> = own.iter().map(work).collect();
        for other in others {
            // A panic of the work is the caller's, as it would be without threads.
            made.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::on_all_cores;

    #[test]
    fn values_keep_their_order_however_many_there_are() {
        for count in [0, 1, 15, 16, 17, 33, 1000] {
            let values: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = values.iter().map(|n| n * 2).collect();
            assert_eq!(on_all_cores(&values, |n| n * 2), doubled);
        }
    }

    #[test]
    #[should_panic(expected = "the last one")]
    fn a_panic_in_a_thread_is_not_swallowed() {
        let values: Vec<usize> = (0..1000).collect();
        on_all_cores(&values, |n| assert!(*n < 999, "the last one"));
    }
}
