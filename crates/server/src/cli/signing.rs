//! The table `[signing]` of the settings file: keys of units and of people, who is trusted, and where time stamps come from.

use super::failure::Failure;
use crate::messages::{Messages, fill};
use app::signature::{KeyHolder, KeyPlace, SigningConfig, SigningKey};
use serde::Deserialize;
use std::path::PathBuf;

/// The table `[signing]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SigningSettings {
    /// Files with certificates of trusted authorities.
    anchors: Vec<PathBuf>,
    /// Where time stamps are asked for.
    time_stamps: Option<String>,
    /// The keys.
    keys: Vec<KeySettings>,
}

/// A key in a file or on a token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeySettings {
    /// The unit, or `*`.
    unit: Option<String>,
    /// The person, by the name with which they sign in; either a unit or a person is named.
    person: Option<String>,
    /// A PNG of the seal or of the signature by hand.
    picture: Option<PathBuf>,
    /// File of the key.
    key: Option<PathBuf>,
    /// File of the certificates; of a token those of the authorities above.
    certificates: Option<PathBuf>,
    /// Module of the token.
    module: Option<PathBuf>,
    /// Label of the token.
    token: Option<String>,
    /// Label of key and certificate on it.
    label: Option<String>,
    /// File that holds the PIN and nothing else.
    pin_file: Option<PathBuf>,
}

impl SigningSettings {
    /// What the product takes. A PIN that stands in no file stands in `MOTCUA_SIGNING_PIN_` and the unit in capitals.
    pub(super) fn config(&self, m: &Messages) -> Result<SigningConfig, Failure> {
        let keys = self.keys.iter().map(|one| one.key(m)).collect::<Result<_, _>>()?;
        Ok(SigningConfig { keys, anchors: self.anchors.clone(), time_stamps: self.time_stamps.clone() })
    }
}

impl KeySettings {
    fn key(&self, m: &Messages) -> Result<SigningKey, Failure> {
        let named = self.unit.as_deref().or(self.person.as_deref()).unwrap_or_default();
        let incomplete = || Failure::Usage(fill(m.cli.signing_incomplete, &[("unit", &named)]));
        let holder = match (&self.unit, &self.person) {
            (Some(unit), None) => KeyHolder::Unit(unit.clone()),
            (None, Some(person)) => KeyHolder::Person(person.to_lowercase()),
            (Some(_), Some(_)) | (None, None) => return Err(incomplete()),
        };
        let place = match (&self.key, &self.certificates, &self.module) {
            (Some(key), Some(certificates), None) => {
                KeyPlace::File { key: key.clone(), certificates: certificates.clone() }
            }
            (None, above, Some(module)) => KeyPlace::Token {
                module: module.clone(),
                token: self.token.clone().ok_or_else(incomplete)?,
                label: self.label.clone().ok_or_else(incomplete)?,
                pin: self.pin(m, named)?.ok_or_else(incomplete)?.into(),
                above: above.clone(),
            },
            _ => return Err(incomplete()),
        };
        Ok(SigningKey { holder, place, picture: self.picture.clone() })
    }

    fn pin(&self, m: &Messages, named: &str) -> Result<Option<String>, Failure> {
        if let Some(file) = &self.pin_file {
            let read = std::fs::read_to_string(file);
            let failed = |_| Failure::Usage(fill(m.cli.config_read, &[("file", &file.display())]));
            return read.map(|text| Some(text.trim().to_owned())).map_err(failed);
        }
        let unit = if named == "*" { "ANY" } else { named };
        let variable = format!("MOTCUA_SIGNING_PIN_{}", unit.to_ascii_uppercase().replace(['-', '.'], "_"));
        Ok(std::env::var(variable).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VI;

    fn read(who: &str) -> Result<SigningConfig, Failure> {
        let text = format!("[[keys]]\n{who}\nkey = \"k\"\ncertificates = \"c\"\npicture = \"p.png\"\n");
        toml::from_str::<SigningSettings>(&text).expect("a table").config(&VI)
    }

    #[test]
    fn a_key_is_of_a_unit_or_of_a_person() {
        let holder = |who: &str| read(who).ok().map(|config| config.keys[0].holder.clone());
        assert_eq!(holder("unit = \"05443\""), Some(KeyHolder::Unit("05443".to_owned())));
        assert_eq!(holder("person = \"LanhDao.Phuong\""), Some(KeyHolder::Person("lanhdao.phuong".to_owned())));
        assert_eq!(holder("unit = \"05443\"\nperson = \"an\""), None);
        assert_eq!(holder(""), None);
        let picture = read("person = \"an\"").ok().and_then(|config| config.keys[0].picture.clone());
        assert_eq!(picture, Some(PathBuf::from("p.png")));
    }
}
