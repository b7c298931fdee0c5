//! `motcua edxml`: an exchange envelope into JSON with its attachments, and back. Nothing is opened but the files named.

use super::args::{EdxmlCommand, EdxmlReadArgs, EdxmlWriteArgs};
use super::context::{Context, say};
use super::failure::Failure;
use crate::messages::fill;
use app::exchange::{EnvelopeFault, read_envelope, write_envelope};
use domain::edxml::Message;
use std::path::{Path, PathBuf};

pub(super) async fn run(context: &Context, command: EdxmlCommand) -> Result<(), Failure> {
    match command {
        EdxmlCommand::Read(args) => read(context, args).await,
        EdxmlCommand::Write(args) => write(context, args).await,
    }
}

async fn read(context: &Context, args: EdxmlReadArgs) -> Result<(), Failure> {
    let (file, folder) = (args.file.clone(), args.files);
    let read = tokio::task::spawn_blocking(move || read_envelope(&file, folder.as_deref())).await;
    let read = read.map_err(|error| Failure::because(context.m.cli.fault, &error))?;
    let read = read.map_err(|fault| refused(context, &args.file, &fault))?;
    let text = serde_json::to_string_pretty(&read).map_err(|error| Failure::because(context.m.cli.fault, &error))?;
    say(text);
    Ok(())
}

async fn write(context: &Context, args: EdxmlWriteArgs) -> Result<(), Failure> {
    let bytes = bytes(context, &args.file).await?;
    let message = message(&bytes).map_err(|error| {
        Failure::because(fill(context.m.cli.envelope_faulty, &[("file", &args.file.display())]), &error)
    })?;
    let key = match (&args.key, &args.certificate) {
        (Some(key), Some(certificate)) => {
            Some((self::bytes(context, key).await?, self::bytes(context, certificate).await?))
        }
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(Failure::Usage(context.m.cli.envelope_key.to_owned())),
    };
    let (files, out): (Vec<PathBuf>, PathBuf) = (args.attach, args.out.clone());
    let written = tokio::task::spawn_blocking(move || {
        let key = key.as_ref().map(|(key, certificate)| (key.as_slice(), certificate.as_slice()));
        write_envelope(message, &files, key, &out)
    });
    let written = written.await.map_err(|error| Failure::because(context.m.cli.fault, &error))?;
    written.map_err(|fault| refused(context, &args.out, &fault))?;
    say(fill(context.m.cli.paper_written, &[("file", &args.out.display())]));
    Ok(())
}

/// The message alone, or as `motcua edxml read` prints it.
fn message(bytes: &[u8]) -> Result<Message, serde_json::Error> {
    let value: serde_json::Value = serde_json::from_slice(bytes)?;
    let inner = value.get("message").filter(|inner| inner.is_object()).cloned();
    serde_json::from_value(inner.unwrap_or(value))
}

async fn bytes(context: &Context, path: &Path) -> Result<Vec<u8>, Failure> {
    tokio::fs::read(path).await.map_err(|error| {
        Failure::no(fill(context.m.cli.file_unreadable, &[("file", &path.display()), ("why", &error)]))
    })
}

fn refused(context: &Context, path: &Path, fault: &EnvelopeFault) -> Failure {
    Failure::because(fill(context.m.cli.envelope_faulty, &[("file", &path.display())]), fault)
}
