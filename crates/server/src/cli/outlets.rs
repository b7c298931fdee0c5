//! Where notices go out: mail server and gateways, out of flags, environment and settings file.

use super::args::SharedArgs;
use super::config::FileSettings;
use super::failure::Failure;
use crate::messages::Messages;
use app::notice::{Config, GatewayAddress, MailAddress, MailSecurity};

/// Reads the ways out; without any, notices stay in the inbox on the web.
pub(super) fn read(m: &Messages, shared: &mut SharedArgs, file: &mut FileSettings) -> Result<Config, Failure> {
    let wrong = || Failure::Usage(m.cli.notices_address.to_owned());
    let sms = gateway(
        shared.sms_gateway.take().or_else(|| file.sms_gateway.take()),
        shared.sms_secret.take().or_else(|| file.sms_secret.take()),
    );
    let chat = gateway(
        shared.chat_gateway.take().or_else(|| file.chat_gateway.take()),
        shared.chat_secret.take().or_else(|| file.chat_secret.take()),
    );
    let mail = mail(shared, file);
    Ok(Config { mail: mail.map_err(|()| wrong())?, sms: sms.map_err(|()| wrong())?, chat: chat.map_err(|()| wrong())? })
}

fn gateway(url: Option<String>, secret: Option<String>) -> Result<Option<GatewayAddress>, ()> {
    match (url, secret.filter(|secret| !secret.is_empty())) {
        (None, _) => Ok(None),
        (Some(url), Some(secret)) => Ok(Some(GatewayAddress { url, secret })),
        (Some(_), None) => Err(()),
    }
}

fn mail(shared: &mut SharedArgs, file: &mut FileSettings) -> Result<Option<MailAddress>, ()> {
    let Some(server) = shared.smtp.take().or_else(|| file.smtp.take()) else { return Ok(None) };
    let (host, port) = server.rsplit_once(':').ok_or(())?;
    let security = shared.smtp_security.take().or_else(|| file.smtp_security.take());
    let user = shared.smtp_user.take().or_else(|| file.smtp_user.take());
    let password = shared.smtp_password.take().or_else(|| file.smtp_password.take()).unwrap_or_default();
    Ok(Some(MailAddress {
        host: host.to_owned(),
        port: port.parse().map_err(|_| ())?,
        security: security.map_or(Some(MailSecurity::default()), |name| MailSecurity::from_name(&name)).ok_or(())?,
        login: user.map(|user| (user, password)),
        from: shared.smtp_from.take().or_else(|| file.smtp_from.take()).ok_or(())?,
    }))
}
