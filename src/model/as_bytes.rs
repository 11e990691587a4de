//! Numbers on their way to where only this program reads them, another process or a packed row: a million
//! of them are no text to be read again. In: a decimal. Out: the same, with as many decimals.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) fn serialize<S: Serializer>(number: &Decimal, to: S) -> Result<S::Ok, S::Error> {
    number.serialize().serialize(to)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: From<Decimal>>(
    from: D,
) -> Result<T, D::Error> {
    <[u8; 16]>::deserialize(from).map(Decimal::deserialize).map(T::from)
}
