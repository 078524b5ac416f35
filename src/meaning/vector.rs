//! A direction in the space of a model.

/// What a text means: a direction, in whole numbers from -127 to 127. A quarter of the room of the numbers as they come, and two
/// texts are as far apart by either to the second digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector(Box<[i8]>);

impl Vector {
    /// From the numbers of a model; none where they have no direction.
    #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
    pub fn of(numbers: &[f32]) -> Option<Self> {
        let most = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let sound = most > 0.0 && most.is_finite() && numbers.iter().all(|number| number.is_finite());
        sound.then(|| Self(numbers.iter().map(|number| (number / most * 127.0).round() as i8).collect()))
    }

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().map(|number| number.cast_unsigned()).collect()
    }

    /// From how it was stored.
    pub fn stored(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// Its numbers.
    pub fn numbers(&self) -> &[i8] {
        &self.0
    }
}

/// Both multiplied and summed up: how far they point the same way, times the length of each.
#[expect(clippy::cast_precision_loss, reason = "millions")]
pub(super) fn product(one: &[i8], other: &[i8]) -> f32 {
    one.iter().zip(other).map(|(one, other)| i32::from(*one) * i32::from(*other)).sum::<i32>() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_survives_being_stored_and_nonsense_has_none() {
        let vector = Vector::of(&[0.5, -1.0, 0.25]).unwrap();
        assert_eq!(vector.numbers(), [64, -127, 32]);
        assert_eq!(Vector::stored(&vector.bytes()), vector);
        for nonsense in [&[][..], &[0.0, 0.0], &[f32::NAN, 1.0], &[f32::INFINITY]] {
            assert_eq!(Vector::of(nonsense), None, "{nonsense:?}");
        }
    }
}
