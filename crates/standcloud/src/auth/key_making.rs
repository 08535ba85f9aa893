//! What a new key is made of; the same from the page and from the command line.

use ipnet::IpNet;
use standcloud_store::{ApiKey, NewApiKey, OrganisationId, UnixMicros};
use uuid::Uuid;

use super::Scope;
use super::key_format::ApiKeyText;

pub const NAME_LENGTH_MAX: usize = 200;
/// How long a rotated key stays valid unless somebody says otherwise.
pub const OVERLAP_DAYS: i64 = 7;
pub const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A key as somebody asked for it.
#[derive(Debug, Clone)]
pub struct WantedKey<'a> {
    pub organisation: OrganisationId,
    pub name: &'a str,
    pub owner: Option<Uuid>,
    pub scopes: &'a [Scope],
    pub networks: &'a [IpNet],
    pub expires: Option<UnixMicros>,
}

impl WantedKey<'_> {
    /// What is stored of it.
    pub fn to_store(&self, text: &ApiKeyText, now: UnixMicros) -> NewApiKey {
        NewApiKey {
            organisation: self.organisation,
            public_id: text.public_id().to_owned(),
            name: self.name.to_owned(),
            owner: self.owner,
            secret_sha256: text.secret_sha256(),
            scopes: joined(self.scopes),
            allowed_networks: joined(self.networks),
            created: now,
            expires: self.expires,
        }
    }
}

/// A new key with the name and the rights of an old one.
pub fn successor_of(
    old: &ApiKey,
    text: &ApiKeyText,
    now: UnixMicros,
    expires: Option<UnixMicros>,
) -> NewApiKey {
    NewApiKey {
        organisation: old.organisation,
        public_id: text.public_id().to_owned(),
        name: old.name.clone(),
        owner: None,
        secret_sha256: text.secret_sha256(),
        scopes: old.scopes.clone(),
        allowed_networks: old.allowed_networks.clone(),
        created: now,
        expires,
    }
}

/// Space-separated, as it is stored.
fn joined<T: ToString>(items: &[T]) -> String {
    let texts: Vec<String> = items.iter().map(T::to_string).collect();
    texts.join(" ")
}

/// The networks of a stored or typed list, which spaces or commas separate.
///
/// # Errors
/// The first word that is neither a network nor an address.
pub fn parse_networks(text: &str) -> Result<Vec<IpNet>, String> {
    let words = text.split([' ', ',', ';', '\n', '\t', '\r']);
    words
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.parse::<IpNet>()
                .or_else(|_| word.parse::<std::net::IpAddr>().map(IpNet::from))
                .map_err(|_| word.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_as_people_type_them() {
        let networks = parse_networks("10.0.0.0/8, 192.168.1.7\n fd00::/8").unwrap();
        let texts: Vec<String> = networks.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["10.0.0.0/8", "192.168.1.7/32", "fd00::/8"]);
        assert_eq!(parse_networks("10.0.0.0/8 hall2"), Err("hall2".to_owned()));
        assert_eq!(parse_networks(" "), Ok(Vec::new()));
    }
}
