//! The writer of SQLite: one thread that takes closures, gives each its savepoint, and commits those
//! that are already waiting together, so that one flush to disk answers many.
//! Not here: PostgreSQL, where every write is a transaction of its own (`store`).

use std::thread::JoinHandle;

use diesel::connection::TransactionManager as _;
use tokio::sync::{mpsc, oneshot};

use super::connection::{Connection, Opener, Pooled, Purpose, Tx, begin_write};
use super::error::StorageError;
use super::room::Room;

/// At most so many closures share one commit, so that the first does not wait long for the last.
const GROUP_JOBS_MAX: usize = 64;
/// So many may wait; the next caller waits to be let in, without a thread.
const QUEUE_JOBS_MAX: usize = 1024;

/// One closure of a caller. It is given the transaction, or the reason why there is none.
pub(super) type Job = Box<dyn FnOnce(Result<&mut Tx, StorageError>) -> Ran + Send>;

/// A closure that has run: whether its rows are to be kept, and how its caller is told.
pub(super) struct Ran {
    keep: bool,
    answer: Box<dyn FnOnce(Result<(), StorageError>) + Send>,
}

/// The thread and the way to it.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Opens the writing connection, so that its failure is known at once, and starts the thread.
    pub(super) fn start(opener: Opener, room: Room) -> Result<Self, StorageError> {
        let connection = opener.open(Purpose::Writer)?;
        let (jobs, waiting) = mpsc::channel(QUEUE_JOBS_MAX);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || Loop { opener, room, connection: Some(connection) }.run(waiting))
            .map_err(|error| StorageError::Unreachable { reason: error.to_string() })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Where closures are sent.
    pub(super) fn jobs(&self) -> Result<&mpsc::Sender<Job>, StorageError> {
        self.jobs.as_ref().ok_or(StorageError::Closing)
    }
}

impl Drop for Writer {
    /// Finishes what is queued. The writer's own thread cannot wait for itself.
    fn drop(&mut self) {
        drop(self.jobs.take());
        let own = std::thread::current().id();
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != own) {
            // A panic of the thread has been told to its callers; there is nothing left to say.
            let _finished = thread.join();
        }
    }
}

/// Makes a job of a closure; the caller waits at the other end of the channel.
pub(super) fn job<T, E, F>(work: F) -> (Job, oneshot::Receiver<Result<T, E>>)
where
    F: FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StorageError> + Send + 'static,
{
    let (caller, answered) = oneshot::channel();
    let job: Job = Box::new(move |tx| {
        let outcome = tx.map_or_else(|error| Err(error.into()), |tx| tx.work(work));
        let keep = outcome.is_ok();
        let answer = Box::new(move |committed: Result<(), StorageError>| {
            let answer = outcome.and_then(|value| committed.map(|()| value).map_err(E::from));
            // A caller that has gone away is not waiting for the answer.
            let _gone = caller.send(answer);
        });
        Ran { keep, answer }
    });
    (job, answered)
}

/// The thread's own state. Without a connection it opens another before the next group.
struct Loop {
    opener: Opener,
    room: Room,
    connection: Option<Pooled>,
}

impl Loop {
    fn run(mut self, mut waiting: mpsc::Receiver<Job>) {
        while let Some(first) = waiting.blocking_recv() {
            let mut group = vec![first];
            while group.len() < GROUP_JOBS_MAX
                && let Ok(next) = waiting.try_recv()
            {
                group.push(next);
            }
            self.serve(group);
        }
    }

    fn serve(&mut self, group: Vec<Job>) {
        let connection = match self.connection.take() {
            Some(connection) => Ok(connection),
            None => self.opener.open(Purpose::Writer),
        };
        match connection {
            Ok(mut connection) => {
                // After a failure the state of the connection is not worth guessing; closing it
                // rolls back whatever is left.
                if commit_together(&mut connection.tx, &self.room, group).is_ok() {
                    self.connection = Some(connection);
                }
            }
            Err(error) => refuse(group, &error),
        }
    }
}

/// Runs a group and commits it, and only then answers. If the commit fails, nothing of the group is
/// kept and every caller hears so.
fn commit_together(tx: &mut Tx, room: &Room, group: Vec<Job>) -> Result<(), StorageError> {
    if let Err(error) = begin_write(tx) {
        refuse(group, &error);
        return Err(error);
    }
    let (mut answers, mut kept) = (Vec::with_capacity(group.len()), 0);
    let mut end = Ok(());
    for job in group {
        let ran = match &end {
            Ok(()) => in_savepoint(tx, job, &mut end),
            Err(error) => job(Err(error.clone())),
        };
        kept += usize::from(ran.keep);
        answers.push(ran.answer);
    }
    let end = end.and_then(|()| Ok(Connection::commit_transaction(tx)?));
    // Before anybody is answered, who may look at once.
    room.learn(tx, if end.is_ok() { kept } else { 0 });
    for answer in answers {
        answer(end.clone());
    }
    end
}

/// Runs one closure in its savepoint. When SQLite has given up the whole transaction by itself
/// (a full disk), the savepoint is gone, and with it the group.
fn in_savepoint(tx: &mut Tx, job: Job, end: &mut Result<(), StorageError>) -> Ran {
    if let Err(error) = Connection::begin_transaction(tx) {
        let error = StorageError::from(error);
        *end = Err(error.clone());
        return job(Err(error));
    }
    let ran = job(Ok(tx));
    let closed =
        if ran.keep { Connection::commit_transaction(tx) } else { Connection::rollback_transaction(tx) };
    *end = closed.map_err(StorageError::from);
    ran
}

fn refuse(group: Vec<Job>, error: &StorageError) {
    for job in group {
        (job(Err(error.clone())).answer)(Err(error.clone()));
    }
}
