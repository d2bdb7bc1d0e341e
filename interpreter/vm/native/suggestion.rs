//! The name that was probably meant, by CPython's measure of how far names are apart.

const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;
const LONGEST: usize = 40;
const MOST_CANDIDATES: usize = 750;

/// The candidate that is closest to `wrong`, if any is close.
pub fn closest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for (number, candidate) in candidates.enumerate() {
        if number >= MOST_CANDIDATES {
            return None;
        }
        if candidate == wrong {
            continue;
        }
        let mut limit = (candidate.len() + wrong.len() + 3) * MOVE_COST / 6;
        if let Some((distance, _)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        let distance = distance(wrong.as_bytes(), candidate.as_bytes(), limit);
        if distance > limit {
            continue;
        }
        if best.is_none_or(|(smallest, _)| distance < smallest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn substitution_cost(one: u8, other: u8) -> usize {
    if one == other {
        0
    } else if one.eq_ignore_ascii_case(&other) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The edit distance; anything above `limit` for names further apart than that.
fn distance(one: &[u8], other: &[u8], limit: usize) -> usize {
    let prefix = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[prefix..], &other[prefix..]);
    let suffix = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (one, other) = (&one[..one.len() - suffix], &other[..other.len() - suffix]);
    if one.is_empty() || other.is_empty() {
        return (one.len() + other.len()) * MOVE_COST;
    }
    if one.len() > LONGEST || other.len() > LONGEST {
        return limit + 1;
    }
    let (short, long) = if other.len() < one.len() {
        (other, one)
    } else {
        (one, other)
    };
    if (long.len() - short.len()) * MOVE_COST > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=short.len()).map(|count| count * MOVE_COST).collect();
    let mut result = 0;
    for (index, &wanted) in long.iter().enumerate() {
        let mut diagonal = index * MOVE_COST;
        result = diagonal + MOVE_COST;
        let mut smallest = usize::MAX;
        for (place, &have) in short.iter().enumerate() {
            let substitute = diagonal + substitution_cost(wanted, have);
            diagonal = row[place];
            let insert_or_delete = result.min(diagonal) + MOVE_COST;
            result = insert_or_delete.min(substitute);
            row[place] = result;
            smallest = smallest.min(result);
        }
        if smallest > limit {
            return limit + 1;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_found() {
        assert_eq!(
            closest("sepp", ["sep", "maxsplit"].into_iter()),
            Some("sep")
        );
        assert_eq!(closest("coun", ["count"].into_iter()), Some("count"));
        assert_eq!(closest("x", ["sep", "maxsplit"].into_iter()), None);
    }
}
