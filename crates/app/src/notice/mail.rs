//! Electronic mail over SMTP: plain text in UTF-8, TLS unless the server is on this machine.

use std::time::Duration;

use futures_util::future::BoxFuture;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::{Carrier, ChannelError, Parcel, SendFault};

/// How long a mail server may take for one command.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// How the line to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailSecurity {
    /// The line becomes TLS before anything is said (STARTTLS); a server that cannot is not used.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: only for a server on this machine.
    Plain,
}

impl MailSecurity {
    /// Reads `starttls`, `tls` or `none`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "starttls" => Some(Self::StartTls),
            "tls" => Some(Self::Tls),
            "none" => Some(Self::Plain),
            _ => None,
        }
    }
}

/// Where mail is handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// Name of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub security: MailSecurity,
    /// Name and password, if it asks for any.
    pub login: Option<(String, String)>,
    /// `Một Cửa <motcua@example.vn>`.
    pub from: String,
}

impl std::fmt::Debug for MailAddress {
    /// Without the password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "mail at {}:{}", self.host, self.port)
    }
}

/// The client of the mail server.
pub(super) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mail {
    pub(super) fn new(address: &MailAddress) -> Result<Self, ChannelError> {
        let client = |error: lettre::transport::smtp::Error| ChannelError::Client(error.to_string());
        let is_here = matches!(address.host.as_str(), "127.0.0.1" | "::1" | "localhost");
        let tls = match address.security {
            MailSecurity::StartTls => Tls::Required(TlsParameters::new(address.host.clone()).map_err(client)?),
            MailSecurity::Tls => Tls::Wrapper(TlsParameters::new(address.host.clone()).map_err(client)?),
            MailSecurity::Plain if is_here => Tls::None,
            MailSecurity::Plain => return Err(ChannelError::Address(address.host.clone())),
        };
        // "Dangerous" is its beginning without TLS, which is chosen here in every case.
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&address.host)
            .port(address.port)
            .tls(tls)
            .timeout(Some(ANSWER_LIMIT));
        if let Some((name, password)) = &address.login {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        let from = address.from.parse().map_err(|_| ChannelError::Sender(address.from.clone()))?;
        Ok(Self { transport: builder.build(), from })
    }

    fn message(&self, parcel: &Parcel) -> Result<Message, SendFault> {
        let to: Mailbox = parcel.to.trim().parse().map_err(|_| SendFault::BadAddress)?;
        let header = |name: &'static str, value: String| {
            HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
        };
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(parcel.letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", parcel.id, self.from.email.domain())))
            .raw_header(header("List-Unsubscribe", format!("<{}>", parcel.choices_url)))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(parcel.letter.body.clone())
            .map_err(|_| SendFault::BadAddress)
    }

    async fn hand_over(&self, parcel: &Parcel) -> Result<(), SendFault> {
        let message = self.message(parcel)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(fault(error.status().map(u16::from), error.is_permanent())),
        }
    }
}

impl Carrier for Mail {
    fn carry<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), SendFault>> {
        Box::pin(self.hand_over(parcel))
    }
}

/// Our own name and password being refused (530, 534, 535) says nothing against the message.
const fn fault(answer: Option<u16>, is_permanent: bool) -> SendFault {
    match answer {
        None => SendFault::Unreachable,
        Some(answer @ (530 | 534 | 535)) => SendFault::Busy { answer, retry_after: None },
        Some(answer) if is_permanent => SendFault::Refused { answer },
        Some(answer) => SendFault::Busy { answer, retry_after: None },
    }
}
