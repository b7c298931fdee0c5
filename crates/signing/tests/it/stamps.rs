//! Time stamps of a service that is not ours: `openssl ts` answers as one does.

use std::path::Path;

use signing::{StampFault, StampVerdict, TimeSource, TimeStamper, TrustAnchors, inspect_pdf, sign_pdf};

use crate::support::{classic, der_of, identity, request, said};

/// A service in a folder.
struct Service<'a>(&'a Path);

impl Service<'_> {
    fn make(folder: &Path) -> Service<'_> {
        let run = |arguments: &[&str]| said(folder, "openssl", arguments);
        let key = ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"];
        let subject = |name: &str| format!("/C=VN/O=Test/CN={name}");
        let write = |file: &str, text: &str| std::fs::write(folder.join(file), text).unwrap();
        write("root.ext", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
        write("tsa.ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
        for (name, extensions) in [("root", "root.ext"), ("tsa", "tsa.ext")] {
            let (key_file, request, certificate) =
                (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"));
            run(&[&key[..], &[&key_file]].concat());
            run(&["req", "-new", "-key", &key_file, "-subj", &subject(name), "-out", &request]);
            let mut arguments = vec!["x509", "-req", "-in", &request, "-extfile", extensions, "-days", "3650"];
            arguments.extend(["-out", &certificate]);
            match name {
                "root" => arguments.extend(["-signkey", "root.key"]),
                _ => arguments.extend(["-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]),
            }
            run(&arguments);
        }
        write("serial", "01\n");
        write(
            "ts.cnf",
            "[tsa]\ndefault_tsa = here\n[here]\nserial = serial\nsigner_cert = tsa.pem\ncerts = tsa.pem\nsigner_key = tsa.key\n\
             signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\nordering = yes\n\
             tsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n",
        );
        Service(folder)
    }
}

impl TimeStamper for Service<'_> {
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, StampFault> {
        std::fs::write(self.0.join("question.tsq"), request).unwrap();
        let arguments = ["ts", "-reply", "-config", "ts.cnf", "-section", "here", "-queryfile", "question.tsq"];
        said(self.0, "openssl", &[&arguments[..], &["-out", "answer.tsr"]].concat());
        Ok(std::fs::read(self.0.join("answer.tsr")).unwrap())
    }
}

#[test]
fn a_stamp_of_a_trusted_service_proves_the_time_and_of_another_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::make(folder.path());
    let who = identity();
    let now = TrustAnchors::from_der([der_of(folder.path(), "root.pem")]).unwrap();
    let now = now.facts().next().unwrap().not_before + jiff::SignedDuration::from_hours(1);
    let pdf = sign_pdf(&classic(), &who.signer, &request(), Some(&service)).unwrap();
    let root = der_of(folder.path(), "root.pem");
    let anchors = TrustAnchors::from_der([who.authority.as_slice(), root.as_slice()]).unwrap();
    let [found] = inspect_pdf(&pdf, &anchors, now).unwrap().try_into().unwrap();
    assert!(found.is_sound(), "{found:?}");
    let TimeSource::Stamped(at) = found.time else { panic!("{:?}", found.time) };
    assert!(now.duration_since(at).abs() < jiff::SignedDuration::from_hours(2), "{at}");
    let anchors = TrustAnchors::from_der([who.authority.as_slice()]).unwrap();
    let [found] = inspect_pdf(&pdf, &anchors, now).unwrap().try_into().unwrap();
    assert!(!matches!(found.time, TimeSource::Stamped(_)), "who stamped is not trusted");
    assert!(matches!(found.stamp.unwrap().verdict, StampVerdict::Sound { .. }));
    let heard = {
        std::fs::write(folder.path().join("stamped.pdf"), &pdf).unwrap();
        said(folder.path(), "pdfsig", &["-nocert", "stamped.pdf"])
    };
    assert!(heard.contains("Signature is Valid"), "{heard}");
}

#[test]
fn an_answer_to_another_question_is_refused() {
    /// Answers every question with the answer to one of its own.
    struct Deaf<'a>(Service<'a>);
    impl TimeStamper for Deaf<'_> {
        fn ask(&self, _: &[u8]) -> Result<Vec<u8>, StampFault> {
            self.0.ask(&signing::stamp_request(b"something else", 7))
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let service = Deaf(Service::make(folder.path()));
    let answer = sign_pdf(&classic(), &identity().signer, &request(), Some(&service));
    assert_eq!(answer.unwrap_err(), signing::SignFault::Stamp(StampFault::OtherContent));
}
