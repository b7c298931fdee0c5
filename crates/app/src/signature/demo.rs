//! The identity with which the demo province signs: an authority of our own making and a certificate for each unit, all
//! marked as demonstration. Made at the first signature and kept with the settings; there is none without demo accounts.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::access::Person;
use serde::{Deserialize, Serialize};
use signing::{DemoKeys, FileSigner, demo_authority, demo_certificate};
use store::{Tx, setting};
use zeroize::Zeroizing;

use super::SharedSigner;
use crate::App;
use crate::demo::DEMO_ACCOUNTS_MADE;
use crate::error::ActError;

/// Keys and authority, as a setting.
const KEPT: &str = "signature.demo";
/// Longest name in a certificate.
const NAME_CHARS_MAX: usize = 64;

#[derive(Serialize, Deserialize)]
struct Kept {
    authority_key: String,
    signer_key: String,
    authority: String,
}

impl Kept {
    fn make(now: jiff::Timestamp) -> Result<Self, ActError> {
        let keys = DemoKeys::generate().map_err(fault)?;
        let authority = demo_authority(now, &keys).map_err(fault)?;
        let text = |bytes: &[u8]| BASE64.encode(bytes);
        let (authority_key, signer_key) = (text(&keys.authority), text(&keys.signer));
        Ok(Self { authority_key, signer_key, authority: BASE64.encode(authority) })
    }

    fn keys(&self) -> Result<DemoKeys, ActError> {
        let bytes = |text: &str| BASE64.decode(text).map(Zeroizing::new).map_err(fault);
        Ok(DemoKeys { authority: bytes(&self.authority_key)?, signer: bytes(&self.signer_key)? })
    }

    fn authority(&self) -> Result<Vec<u8>, ActError> {
        BASE64.decode(&self.authority).map_err(fault)
    }
}

impl App {
    /// Whether results can be signed here for demonstration.
    pub(super) async fn has_demo_identity(&self) -> Result<bool, ActError> {
        self.0.store.read(|tx| Ok(setting::get(tx, DEMO_ACCOUNTS_MADE)?.is_some())).await
    }

    /// The authority that is trusted for demonstrations, once something was signed.
    pub(super) async fn demo_anchor(&self) -> Result<Option<Vec<u8>>, ActError> {
        let kept = self.0.store.read(|tx| Ok::<_, ActError>(setting::get(tx, KEPT)?)).await?;
        kept.map(|text| serde_json::from_str::<Kept>(&text)?.authority()).transpose()
    }

    /// Who signs for a unit of the demo province.
    pub(super) async fn demo_signer(&self, unit: &str) -> Result<Option<SharedSigner>, ActError> {
        if !self.has_demo_identity().await? {
            return Ok(None);
        }
        let catalogue = self.catalogue();
        let province = catalogue.province(self.today()).unwrap_or_default();
        let name = |unit: &str| short(catalogue.unit_name(unit, self.today()));
        self.demo_key(format!("{KEPT}/{unit}"), (name(unit), name(province))).await.map(Some)
    }

    /// Who signs as a person of an agency of the demo province.
    pub(super) async fn demo_signer_of(&self, person: &Person, agency: &str) -> Result<Option<SharedSigner>, ActError> {
        if !self.has_demo_identity().await? {
            return Ok(None);
        }
        let organisation = short(self.catalogue().unit_name(agency, self.today()));
        let place = format!("{KEPT}/person/{}/{agency}", person.id);
        self.demo_key(place, (short(&person.name), organisation)).await.map(Some)
    }

    /// The key of the demo province with the certificate that is kept under a name.
    async fn demo_key(&self, place: String, (name, organisation): (String, String)) -> Result<SharedSigner, ActError> {
        let now = jiff::Timestamp::from_microsecond(self.0.clock.now().0).map_err(fault)?;
        let identity = move |tx: &mut Tx<'_>| {
            let fresh = || Ok::<_, ActError>(serde_json::to_string(&Kept::make(now)?)?);
            let kept: Kept = serde_json::from_str(&kept(tx, KEPT, fresh)?)?;
            let keys = kept.keys()?;
            let fresh = || {
                let made = demo_certificate(&name, &organisation, now, &keys).map_err(fault)?;
                Ok::<_, ActError>(serde_json::to_string(&BASE64.encode(made))?)
            };
            let own: String = serde_json::from_str(&self::kept(tx, &place, fresh)?)?;
            let chain = vec![BASE64.decode(own).map_err(fault)?, kept.authority()?];
            Ok::<_, ActError>((keys, chain))
        };
        let (keys, chain) = self.0.store.write(identity).await?;
        Ok(Arc::new(FileSigner::with_chain(&keys.signer, chain).map_err(fault)?))
    }
}

/// A name as certificates can hold it.
fn short(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).collect()
}

/// What stands under a name, made when it is missing.
fn kept(tx: &mut Tx<'_>, name: &str, fresh: impl FnOnce() -> Result<String, ActError>) -> Result<String, ActError> {
    match setting::get(tx, name)? {
        Some(text) => Ok(text),
        None => Ok(setting::ensure(tx, name, &fresh()?)?),
    }
}

fn fault(error: impl std::error::Error + Send + Sync + 'static) -> ActError {
    ActError::Fault(Box::new(error))
}
