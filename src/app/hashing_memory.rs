//! The memory in which passwords are hashed: places of 19 MiB each, at most so many as the machine has cores, made when
//! they are first needed and used again. Hashing takes a core for itself, so more at once would take longer and not do
//! more; and memory that each thread takes for itself is not given back. Not here: what is hashed (`passwords`).

use std::num::NonZero;
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;

use argon2::Block;
use tokio::sync::Semaphore;

/// The memory of this program.
pub(crate) static MEMORY: LazyLock<HashingMemory> =
    LazyLock::new(|| HashingMemory::of(thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)));

/// Places that are taken in turn.
pub(crate) struct HashingMemory {
    /// For those who wait without a thread.
    turns: Arc<Semaphore>,
    places: Mutex<Places>,
    freed: Condvar,
    most: usize,
}

struct Places {
    free: Vec<Vec<Block>>,
    made: usize,
}

/// A place that is taken until it is dropped.
struct Taken<'m> {
    memory: &'m HashingMemory,
    blocks: Vec<Block>,
}

impl HashingMemory {
    fn of(most: NonZero<usize>) -> HashingMemory {
        HashingMemory {
            turns: Arc::new(Semaphore::new(most.get())),
            places: Mutex::new(Places { free: Vec::new(), made: 0 }),
            freed: Condvar::new(),
            most: most.get(),
        }
    }

    /// Works off the async threads, when it is its turn: who waits for it holds no thread. A turn lasts as long as its work,
    /// which goes on when nobody waits for it any more.
    pub(crate) async fn in_turn<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, tokio::task::JoinError> {
        // Nobody closes it, and without a turn the work only waits for a place.
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let in_turn = move || {
            let done = work();
            drop(turn);
            done
        };
        tokio::task::spawn_blocking(in_turn).await
    }

    /// Works in a place of so many blocks. Blocks: not for async code.
    pub(crate) fn with<R>(&self, blocks: usize, work: impl FnOnce(&mut [Block]) -> R) -> R {
        let mut taken = self.take();
        // A hash says itself how much memory it takes; the office's own all take the same.
        if taken.blocks.len() != blocks {
            taken.blocks.clear();
            taken.blocks.shrink_to(blocks);
            taken.blocks.resize(blocks, Block::new());
        }
        work(&mut taken.blocks)
    }

    fn take(&self) -> Taken<'_> {
        let mut places = self.places();
        loop {
            if let Some(blocks) = places.free.pop() {
                return Taken { memory: self, blocks };
            }
            if places.made < self.most {
                places.made += 1;
                return Taken { memory: self, blocks: Vec::new() };
            }
            places = self.freed.wait(places).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.memory.places().free.push(std::mem::take(&mut self.blocks));
        self.memory.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Poll;

    use super::*;

    /// Twenty at once in three places: never more than three, and the same memory again.
    #[test]
    fn places_are_bounded_and_used_again() {
        let memory = HashingMemory::of(NonZero::new(3).unwrap());
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let addresses = Mutex::new(BTreeSet::new());
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    memory.with(8, |blocks| {
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        addresses.lock().unwrap().insert(blocks.as_ptr().addr());
                        assert_eq!(blocks.len(), 8);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    });
                });
            }
        });
        assert!(most.into_inner() <= 3);
        assert!(addresses.into_inner().unwrap().len() <= 3);
        let places = memory.places();
        assert_eq!(places.free.len(), places.made);
        assert!((1..=3).contains(&places.made));
    }

    /// Whoever asks may go away: what was begun for them goes on, and keeps its turn until it is done.
    #[tokio::test]
    async fn a_turn_lasts_as_long_as_its_work_though_nobody_waits() {
        let memory = HashingMemory::of(NonZero::<usize>::MIN);
        let (say_begun, begun) = tokio::sync::oneshot::channel();
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let mut first = Box::pin(memory.in_turn(move || {
            say_begun.send(()).unwrap();
            held.recv().unwrap();
        }));
        let waits =
            std::future::poll_fn(|context| Poll::Ready(first.as_mut().poll(context).is_pending())).await;
        assert!(waits, "it is under way");
        begun.await.unwrap();
        drop(first);
        assert_eq!(memory.turns.available_permits(), 0, "the only turn is still taken");
        let_go.send(()).unwrap();
        assert_eq!(memory.in_turn(|| "done").await.unwrap(), "done");
        assert_eq!(memory.turns.available_permits(), 1);
    }

    #[tokio::test]
    async fn a_turn_comes_back_from_work_that_broke_off() {
        let memory = HashingMemory::of(NonZero::<usize>::MIN);
        assert!(memory.in_turn(|| panic!("it broke off")).await.is_err());
        assert_eq!(memory.in_turn(|| 7).await.unwrap(), 7);
    }

    #[test]
    fn a_place_comes_back_from_work_that_broke_off() {
        let memory = HashingMemory::of(NonZero::<usize>::MIN);
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            memory.with(8, |_| panic!("it broke off"));
        }));
        assert!(broken.is_err());
        assert_eq!(memory.with(4, |blocks| blocks.len()), 4, "and has the size that is asked for");
    }
}
