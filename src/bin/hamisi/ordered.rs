//! Work on many threads, results in order.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Gives `work` of each item to `sink`, in the items' order. At most three items a thread are held at a time.
pub fn map<T: Send, R: Send>(
    threads: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R),
) {
    if threads <= 1 {
        return items.map(work).for_each(sink);
    }
    // Each item goes to whichever worker is free; the place where its result will appear goes into the line.
    let (jobs, free) = sync_channel::<(T, SyncSender<R>)>(threads);
    let (places, line) = sync_channel::<Receiver<R>>(threads);
    let free = Mutex::new(free);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                let (result, place) = sync_channel(1);
                if jobs.send((item, result)).is_err() || places.send(place).is_err() {
                    break;
                }
            }
        });
        for _ in 0..threads {
            scope.spawn(|| {
                let next = || free.lock().ok()?.recv().ok();
                while let Some((item, result)) = next() {
                    // Nobody waits for the result only when a thread has panicked; then the scope does, too.
                    let _ = result.send(work(item));
                }
            });
        }
        line.iter().filter_map(|place| place.recv().ok()).for_each(&mut sink);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_whatever_the_pace() {
        for threads in [1, 2, 7] {
            let mut results = Vec::new();
            let work = |item: u64| {
                thread::sleep(std::time::Duration::from_micros(item * 7919 % 500));
                item
            };
            map(threads, 0..200, work, |result| results.push(result));
            assert!(results.iter().copied().eq(0..200), "{threads} threads");
        }
    }
}
