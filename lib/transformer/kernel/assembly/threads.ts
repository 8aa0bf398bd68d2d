/**
 * The pool: the caller publishes a job, all claim its pieces, the caller returns when they are done. Threads spin for
 * a few dozen microseconds, which is what lies between two products of a pass, and sleep otherwise.
 *
 * @module
 */
import { Job, JOB_BYTES, runPiece } from "./jobs";

/** The number of the job and, below it, the next piece to claim: one word, so that both are claimed at once. */
const CLAIM: usize = 128;
const CLAIM_JOB: usize = CLAIM + 4;
const SLEEPING: usize = 136;
const STOPPED: usize = 140;
const READY: usize = 144;
/** Jobs take turns in these rooms, so that a late thread never reads one that is being written. */
const ROOMS: usize = 1024;
const ROOM_MASK: i32 = 7;

const SPINS = 20_000;
const PATIENCE_NANOSECONDS: i64 = 5_000_000_000;

// @ts-ignore: decorator
@inline
function roomOf(number: i32): Job {
  return changetype<Job>(ROOMS + <usize>(number & ROOM_MASK) * JOB_BYTES);
}

/** Where the caller writes the next job. */
export function nextJob(): usize {
  return changetype<usize>(roomOf(load<i32>(CLAIM_JOB) + 1));
}

/** Runs the job that was written. Returns whether all of it was done: a thread may have died. */
export function runJob(): bool {
  const number = load<i32>(CLAIM_JOB) + 1;
  const job = roomOf(number);
  job.done = 0;
  job.waiting = 0;
  atomic.store<i64>(CLAIM, <i64>number << 32);
  if (atomic.load<i32>(SLEEPING) > 0) atomic.notify(CLAIM_JOB, -1);
  while (claimPiece(0)) {}
  const done = changetype<usize>(job) + offsetof<Job>("done");
  for (let spins = 0; spins < SPINS; spins++) if (atomic.load<i32>(done) === job.pieces) return true;
  atomic.store<i32>(changetype<usize>(job) + offsetof<Job>("waiting"), 1);
  let count = atomic.load<i32>(done);
  while (count !== job.pieces) {
    if (atomic.wait<i32>(done, count, PATIENCE_NANOSECONDS) === AtomicWaitResult.TIMED_OUT) return false;
    count = atomic.load<i32>(done);
  }
  return true;
}

/** Claims a piece and does it. Returns false where none is left. */
function claimPiece(thread: i32): bool {
  let claim = atomic.load<i64>(CLAIM);
  let job = roomOf(<i32>(claim >> 32));
  while (<i32>claim < job.pieces) {
    const found = atomic.cmpxchg<i64>(CLAIM, claim, claim + 1);
    if (found === claim) {
      runPiece(job, <i32>claim, thread);
      finishPiece(job);
      return true;
    }
    claim = found;
    job = roomOf(<i32>(claim >> 32));
  }
  return false;
}

function finishPiece(job: Job): void {
  const done = changetype<usize>(job) + offsetof<Job>("done");
  if (atomic.add<i32>(done, 1) + 1 < job.pieces) return;
  if (atomic.load<i32>(changetype<usize>(job) + offsetof<Job>("waiting"))) atomic.notify(done, 1);
}

/** A thread's life: returns when the pool is stopped. */
export function serve(thread: i32): void {
  atomic.add<i32>(READY, 1);
  let spins = 0;
  while (!atomic.load<i32>(STOPPED)) {
    const number = atomic.load<i32>(CLAIM_JOB);
    if (claimPiece(thread)) spins = 0;
    else if (++spins > SPINS) {
      atomic.add<i32>(SLEEPING, 1);
      if (!atomic.load<i32>(STOPPED)) atomic.wait<i32>(CLAIM_JOB, number, -1);
      atomic.sub<i32>(SLEEPING, 1);
      spins = 0;
    }
  }
}

/** Lets all threads end. */
export function stop(): void {
  atomic.store<i32>(STOPPED, 1);
  // Another number, for one that is just falling asleep.
  atomic.store<i64>(CLAIM, <i64>(load<i32>(CLAIM_JOB) + 1) << 32 | 0x7fffffff);
  atomic.notify(CLAIM_JOB, -1);
}

/** Waits until no thread spins, or a while: one that wakes up has seen all that happened before. */
export function settle(): void {
  for (let spins = 0; spins < 10_000_000; spins++) {
    if (atomic.load<i32>(SLEEPING) === atomic.load<i32>(READY)) return;
  }
}
