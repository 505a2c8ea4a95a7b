//! Fills maps from hashes to values; the runtime tells their shape.

use hamisi::retrieval::slots;
use std::collections::BTreeMap;
use std::error::Error;

/// A map from which `values` of so many `bits` can be told again.
pub fn write(values: &BTreeMap<u64, u16>, bits: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let keys = values.len().max(2) as f64;
    // As Graf and Lemire chose them.
    let segment = 1_u32 << ((keys.ln() / 3.33_f64.ln() + 2.25).floor().min(18.0) as u32);
    let slack = (0.875 + 0.25 * 1e6_f64.ln() / keys.ln()).max(1.125);
    let count = ((keys * slack) as u32 / segment + 1).max(3) * segment;
    for seed in 0..100 {
        if let Some(filled) = fill(values, seed, segment, count) {
            let mut bytes = [seed.to_le_bytes(), segment.to_le_bytes()].concat();
            let (mut open, mut held) = (0_u32, 0);
            for value in filled {
                open |= u32::from(value) << held;
                held += bits;
                while held >= 8 {
                    bytes.push(open as u8);
                    (open, held) = (open >> 8, held - 8);
                }
            }
            bytes.extend((held > 0).then_some(open as u8));
            return Ok(bytes);
        }
    }
    Err("no seed gives a table".into())
}

/// Fills the slots, unless the keys depend on each other: takes away keys that have a slot to themselves until none is left,
/// then gives the slots their values in the opposite order.
fn fill(values: &BTreeMap<u64, u16>, seed: u32, segment: u32, count: u32) -> Option<Vec<u16>> {
    // Of the keys that share a slot: how many, and the exclusive or of them.
    let mut shared = vec![(0_u32, 0_u64); count as usize];
    let flip = |shared: &mut Vec<(u32, u64)>, key: u64, add: bool| {
        for slot in slots(key, seed, segment, count) {
            let (number, keys) = &mut shared[slot as usize];
            *number = if add { *number + 1 } else { *number - 1 };
            *keys ^= key;
        }
    };
    values.keys().for_each(|&key| flip(&mut shared, key, true));
    let mut free: Vec<u32> = (0..count).filter(|&slot| shared[slot as usize].0 == 1).collect();
    let mut order = Vec::with_capacity(values.len());
    while let Some(slot) = free.pop() {
        let (1, key) = shared[slot as usize] else { continue };
        flip(&mut shared, key, false);
        order.push((slot, key));
        free.extend(slots(key, seed, segment, count).into_iter().filter(|&slot| shared[slot as usize].0 == 1));
    }
    if order.len() < values.len() {
        return None;
    }
    let mut filled = vec![0_u16; count as usize];
    for (slot, key) in order.into_iter().rev() {
        let others = slots(key, seed, segment, count).into_iter().fold(0, |sum, slot| sum ^ filled[slot as usize]);
        filled[slot as usize] = values[&key] ^ others;
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::write;
    use hamisi::retrieval::Retrieval;
    use std::collections::BTreeMap;

    #[test]
    fn values_are_told_again() {
        for (count, bits) in [(0, 8), (1, 4), (2, 16), (500, 7), (20_000, 11), (20_000, 16)] {
            let value = |key: u64| (key.wrapping_mul(40_503) % (1 << bits)) as u16;
            let values: BTreeMap<u64, u16> =
                (0..count).map(|key| key * 0x1234_5678_9ABC).map(|key| (key, value(key))).collect();
            let table = Retrieval::new(write(&values, bits).unwrap(), bits).unwrap();
            assert!(values.iter().all(|(&key, &value)| table.value(key) == value), "{count} of {bits} bits");
        }
    }
}
