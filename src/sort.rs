//! Sorting, with one copy of the standard library's sort for all types: a copy a type was a twenty-fifth of the wasm.

use std::cmp::Ordering;

/// Sorts `items`; those that are equal keep their order.
pub(crate) fn by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    if items.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let order = order(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<_> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| unsorted.get_mut(index)?.take()));
}

/// Sorts `items` by what `key` gives for each; those with equal keys keep their order.
pub(crate) fn by_key<T, K: Ord>(items: &mut Vec<T>, mut key: impl FnMut(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// The indices of so many items, in the items' order.
fn order(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<_> = (0..length).collect();
    indices.sort_by(|&a, &b| compare(a, b));
    indices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_and_keeps_the_order_of_equals() {
        for length in [0, 1, 2, 19, 20, 21, 1000] {
            let items: Vec<_> = (0..length).map(|index: usize| ((index * 7919) % 13, index)).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            by_key(&mut ours, |&(key, _)| std::cmp::Reverse(key));
            theirs.sort_by_key(|&(key, _)| std::cmp::Reverse(key));
            assert_eq!(ours, theirs);
            by(&mut ours, Ord::cmp);
            theirs.sort();
            assert_eq!(ours, theirs);
        }
    }
}
