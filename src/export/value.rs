//! The short form of values, for tables and labels.

use crate::entity::Value;

/// What a mention means in one short string: ISO 8601, `1200 USD`, `5 km`, `11.2`, `CN`; none for a date that is not known.
pub fn short(value: &Value) -> Option<String> {
    Some(match value {
        Value::Date(date) => date.iso.clone().or_else(|| date.relative.clone())?,
        Value::Time { iso } | Value::Duration { iso } => iso.clone(),
        Value::Money { amount, currency } => format!("{amount} {currency}"),
        Value::Quantity { amount, unit } => format!("{amount} {unit}"),
        Value::Amount { amount } => amount.clone(),
        Value::Location { country } => country.clone(),
        Value::Url { url } => url.clone(),
        Value::Email { email } => email.clone(),
        Value::Phone { number } => number.clone(),
        Value::Tag { tag } => tag.clone(),
        Value::Identifier { scheme, id } => format!("{scheme}:{id}"),
    })
}
