//! A key on a token in software (`SoftHSM`), through PKCS#11: it signs, and a wrong PIN or label is told apart.

use std::path::{Path, PathBuf};
use std::process::Command;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, CertificateType, ObjectClass};
use cryptoki::session::UserType;
use cryptoki::types::AuthPin;
use signing::{SignatureRequest, SignerFault, TokenKey, TokenSigner, TrustAnchors, inspect_pdf, sign_pdf};

use crate::support::{classic, der_of, openssl_identity, request, said};

const SIGNING: &str = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n";
const PIN: &str = "2468";

/// Where Debian has the module.
fn module() -> PathBuf {
    let known = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];
    let found = known.into_iter().map(PathBuf::from).find(|path| path.exists());
    found.unwrap_or_else(|| panic!("softhsm2 is needed"))
}

fn place(token: &str, key: &str, pin: &str) -> TokenKey {
    TokenKey { module: module(), token: token.to_owned(), key: key.to_owned(), pin: pin.to_owned().into() }
}

/// A token with a key and its certificate under each label.
fn token(folder: &Path, keys: &[(&str, &str, Vec<u8>)]) {
    said(folder, "softhsm2-util", &["--init-token", "--free", "--label", "phuong", "--so-pin", "1357", "--pin", PIN]);
    for (number, (label, key, _)) in keys.iter().enumerate() {
        let id = format!("0{}", number + 1);
        let arguments = ["--import", key, "--token", "phuong", "--label", label, "--id", &id, "--pin", PIN];
        said(folder, "softhsm2-util", &arguments);
    }
    let module = Pkcs11::new(module()).unwrap();
    module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).unwrap();
    let slots = module.get_slots_with_initialized_token().unwrap();
    let slot = slots.into_iter().find(|slot| module.get_token_info(*slot).unwrap().label() == "phuong").unwrap();
    let session = module.open_rw_session(slot).unwrap();
    session.login(UserType::User, Some(&AuthPin::from(PIN))).unwrap();
    for (label, _, certificate) in keys {
        let template = [
            Attribute::Class(ObjectClass::CERTIFICATE),
            Attribute::CertificateType(CertificateType::X_509),
            Attribute::Token(true),
            Attribute::Private(false),
            Attribute::Label(label.as_bytes().to_vec()),
            Attribute::Subject(subject(certificate)),
            Attribute::Value(certificate.clone()),
        ];
        session.create_object(&template).unwrap();
    }
}

fn subject(certificate: &[u8]) -> Vec<u8> {
    use der::{Decode, Encode};
    let read = x509_cert::Certificate::from_der(certificate).unwrap();
    read.tbs_certificate.subject.to_der().unwrap()
}

/// The module asks its environment where its tokens are, and a process that runs may not change that of its own: the test
/// is run once more, in a process of its own.
#[test]
fn a_key_that_never_leaves_its_token_signs() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let config = folder.path().join("softhsm2.conf");
    let text = format!("directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n", tokens.display());
    std::fs::write(&config, text).unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "tokens::within_a_process_of_its_own", "--ignored", "--nocapture"]);
    let output = again.env("SOFTHSM2_CONF", &config).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by the test above"]
fn within_a_process_of_its_own() {
    assert!(std::env::var_os("SOFTHSM2_CONF").is_some(), "run by the test above");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let kinds: [(&str, &[&str]); 2] = [
        ("rsa", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("p256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ];
    let made = kinds.map(|(name, key)| (name, openssl_identity(folder, name, key, SIGNING)));
    let keys: Vec<(&str, &str, Vec<u8>)> =
        made.iter().map(|(name, (_, key, own))| (*name, key.as_str(), der_of(folder, own))).collect();
    token(folder, &keys);
    for (name, (authority, ..)) in &made {
        let above = der_of(folder, authority);
        let signer = TokenSigner::open(&place("phuong", name, PIN), std::slice::from_ref(&above)).unwrap();
        let anchors = TrustAnchors::from_der([above]).unwrap();
        let time = anchors.facts().next().unwrap().not_before + jiff::SignedDuration::from_mins(1);
        let pdf = sign_pdf(&classic(), &signer, &SignatureRequest { time, ..request() }, None).unwrap();
        let [found] = inspect_pdf(&pdf, &anchors, time).unwrap().try_into().unwrap();
        assert!(found.is_trusted(), "{name}: {found:?}");
        std::fs::write(folder.join("signed.pdf"), pdf).unwrap();
        let heard = said(folder, "pdfsig", &["-nocert", "signed.pdf"]);
        assert!(heard.contains("Signature is Valid"), "{name}: {heard}");
    }
    let fault = |token: &str, key: &str, pin: &str| TokenSigner::open(&place(token, key, pin), &[]).unwrap_err();
    assert_eq!(fault("nobody", "rsa", PIN), SignerFault::NotFound);
    assert_eq!(fault("phuong", "nothing", PIN), SignerFault::NotFound);
    let elsewhere = TokenKey { module: folder.join("no-such.so"), ..place("phuong", "rsa", PIN) };
    assert_eq!(TokenSigner::open(&elsewhere, &[]).unwrap_err(), SignerFault::Module);
}
