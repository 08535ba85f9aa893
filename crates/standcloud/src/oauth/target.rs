//! The APIs that a client asks for: `audience` as HardPy writes it, `resource` of RFC 8707.

use std::collections::BTreeSet;
use std::fmt;

use super::{OauthError, OauthErrorCode, OauthForm};
use crate::auth::Audience;
use crate::auth::audience::parse_stored_audiences;
use crate::origins::Origins;

/// Distinct audiences in one order; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudienceSet(BTreeSet<Audience>);

impl AudienceSet {
    pub fn all() -> Self {
        Self(Audience::ALL.into_iter().collect())
    }

    /// What the form asks for; `None` when it names nothing, `invalid_target` for what is not ours.
    pub fn from_form(form: &OauthForm, origins: &Origins) -> Result<Option<Self>, OauthError> {
        let audiences = form.all("audience").flat_map(|value| value.split(' '));
        let resources = form.all("resource");
        let found: Result<BTreeSet<_>, _> = audiences
            .chain(resources)
            .filter(|uri| !uri.is_empty())
            .map(|uri| origins.audience(uri).ok_or_else(unknown_target))
            .collect();
        Ok(Some(found?).filter(|found| !found.is_empty()).map(Self))
    }

    /// `None` for a list in which nothing is known.
    pub fn parse_stored(text: &str) -> Option<Self> {
        let known: BTreeSet<_> = parse_stored_audiences(text).into_iter().collect();
        (!known.is_empty()).then_some(Self(known))
    }

    pub fn contains(&self, audience: Audience) -> bool {
        self.0.contains(&audience)
    }

    pub fn is_subset(&self, of: &Self) -> bool {
        self.0.is_subset(&of.0)
    }

    pub fn iter(&self) -> impl Iterator<Item = Audience> {
        self.0.iter().copied()
    }
}

impl fmt::Display for AudienceSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Audience::as_str).collect();
        formatter.write_str(&names.join(" "))
    }
}

/// The same for every wrong one: which addresses this server has is nobody's business.
pub fn unknown_target() -> OauthError {
    OauthError::new(
        OauthErrorCode::InvalidTarget,
        "The audience is not an API of this server. Use the address that people type, or have it \
         added to public_url or also_known_as.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    ///
    #[test]
    fn audience_and_resource_are_understood_alike() {
        let origins = Origins::from_config(&Config::default());
        let ask = |text: &str| {
            let form = OauthForm::parse(text.as_bytes()).unwrap();
            AudienceSet::from_form(&form, &origins).map(|set| set.map(|set| set.to_string()))
        };
        let hardpy = "https://localhost:8443/hardpy/api/v1";
        let integration = "https://localhost:8443/integration/api/v1";
        assert_eq!(ask("").unwrap(), None);
        assert_eq!(
            ask(&format!("audience={hardpy}")).unwrap().unwrap(),
            "hardpy"
        );
        assert_eq!(
            ask(&format!("resource={hardpy}")).unwrap().unwrap(),
            "hardpy"
        );
        for both in [
            format!("audience={integration}+{hardpy}"),
            format!("resource={integration}&resource={hardpy}"),
            format!("resource={integration}&audience={hardpy}&audience={hardpy}"),
        ] {
            assert_eq!(ask(&both).unwrap().unwrap(), "hardpy integration", "{both}");
        }
        for wrong in [
            "audience=https://evil/hardpy/api/v1".to_owned(),
            format!("audience={hardpy}+https://evil/hardpy/api/v1"),
            format!("resource={hardpy}%23x"),
            "resource=/hardpy/api/v1".to_owned(),
        ] {
            let error = ask(&wrong).unwrap_err();
            assert_eq!(error.code(), OauthErrorCode::InvalidTarget, "{wrong}");
        }
    }
}
