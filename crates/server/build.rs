//! Turns `messages/{vi,en}/*.toml` into one typed struct per language and gives each asset a name with its hash.
//!
//! A sentence that one language lacks, placeholders that differ and text that is not composed (NFC)
//! stop the build, with every fault named, so that no page can meet them.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use unicode_normalization::is_nfc;

type Fault = Box<dyn Error>;

/// The texts of one file: key (`name` or `table.name`) to text.
type Room = BTreeMap<String, String>;

/// Length from which clippy speaks of a long function, as in `clippy.toml`.
const FUNCTION_LINES_MAX: usize = 60;

fn main() -> Result<(), Fault> {
    println!("cargo::rerun-if-changed=messages");
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let vietnamese = language(&root.join("messages/vi"))?;
    let english = language(&root.join("messages/en"))?;
    let faults = differences(&vietnamese, &english);
    if !faults.is_empty() {
        return Err(format!("messages:\n  {}", faults.join("\n  ")).into());
    }
    fs::write(out.join("messages.rs"), messages_source(&vietnamese, &english)?)?;
    fs::write(out.join("assets.rs"), assets_source(&root.join("assets"))?)?;
    Ok(())
}

/// All rooms of one language, by file name without its ending.
fn language(folder: &Path) -> Result<BTreeMap<String, Room>, Fault> {
    let mut rooms = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let name = path.file_stem().and_then(|stem| stem.to_str()).ok_or("file name is not UTF-8")?.to_owned();
        let table: toml::Table =
            fs::read_to_string(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        let mut room = Room::new();
        for (key, value) in table {
            match value {
                toml::Value::String(text) => drop(room.insert(key, text)),
                toml::Value::Table(inner) => {
                    for (sub, value) in inner {
                        let toml::Value::String(text) = value else {
                            return Err(format!("{}: {key}.{sub} is not a text", path.display()).into());
                        };
                        room.insert(format!("{key}.{sub}"), text);
                    }
                }
                _ => return Err(format!("{}: {key} is neither a text nor a table", path.display()).into()),
            }
        }
        rooms.insert(name, room);
    }
    Ok(rooms)
}

/// Everything in which the two languages do not agree.
fn differences(vietnamese: &BTreeMap<String, Room>, english: &BTreeMap<String, Room>) -> Vec<String> {
    let mut faults = Vec::new();
    let names: BTreeSet<&String> = vietnamese.keys().chain(english.keys()).collect();
    let empty = Room::new();
    for name in names {
        let (vi, en) = (vietnamese.get(name).unwrap_or(&empty), english.get(name).unwrap_or(&empty));
        let keys: BTreeSet<&String> = vi.keys().chain(en.keys()).collect();
        for key in keys {
            match (vi.get(key), en.get(key)) {
                (Some(first), Some(second)) if placeholders(first) != placeholders(second) => {
                    faults.push(format!("{name}.toml: {key}: the placeholders of vi and en differ"));
                }
                (Some(_), Some(_)) => (),
                (Some(_), None) => faults.push(format!("en/{name}.toml: {key} is missing")),
                (None, _) => faults.push(format!("vi/{name}.toml: {key} is missing")),
            }
        }
        for (language, room) in [("vi", vi), ("en", en)] {
            for (key, text) in room {
                if !is_nfc(text) {
                    faults.push(format!("{language}/{name}.toml: {key} is not composed text (NFC)"));
                }
                if !key.split('.').all(is_word) {
                    faults.push(format!("{language}/{name}.toml: {key} is not a lower-case name"));
                }
            }
        }
    }
    faults
}

fn is_word(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_lowercase())
        && key
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_' || letter == '-')
}

/// The names in braces of a text.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn messages_source(vietnamese: &BTreeMap<String, Room>, english: &BTreeMap<String, Room>) -> Result<String, Fault> {
    let mut code = String::new();
    writeln!(code, "/// Every sentence of the product in one language.\n#[derive(Debug)]\npub struct Messages {{")?;
    for name in vietnamese.keys() {
        writeln!(code, "/// Texts of `{name}.toml`.\npub {}: {},", field(name), camel(name))?;
    }
    writeln!(code, "}}")?;
    for (name, room) in vietnamese {
        room_type(&mut code, name, room)?;
    }
    for (constant, doc, rooms) in [("VI", "Vietnamese", vietnamese), ("EN", "English", english)] {
        writeln!(code, "/// {doc}.\npub static {constant}: Messages = Messages {{")?;
        for (name, room) in rooms {
            room_value(&mut code, name, room)?;
        }
        writeln!(code, "}};")?;
    }
    Ok(code)
}

/// The struct of one room, those of its tables, and the look-up by key.
fn room_type(code: &mut String, name: &str, room: &Room) -> Result<(), Fault> {
    let owner = camel(name);
    writeln!(code, "/// Texts of `{name}.toml`.\n#[derive(Debug)]\npub struct {owner} {{")?;
    for key in room.keys().filter(|key| !key.contains('.')) {
        writeln!(code, "/// `{key}`\npub {}: &'static str,", field(key))?;
    }
    for table in tables(room) {
        writeln!(code, "/// Table `{table}`.\npub {}: {owner}{},", field(table), camel(table))?;
    }
    writeln!(code, "}}")?;
    for table in tables(room) {
        writeln!(
            code,
            "/// Table `{table}` of `{name}.toml`.\n#[derive(Debug)]\npub struct {owner}{} {{",
            camel(table)
        )?;
        for (key, _) in entries(room, table) {
            writeln!(code, "/// `{key}`\npub {}: &'static str,", field(key))?;
        }
        writeln!(code, "}}")?;
    }
    writeln!(code, "impl {owner} {{\n/// The text under a key (`name` or `table.name`), for keys that are data.")?;
    if room.len() + 3 > FUNCTION_LINES_MAX {
        writeln!(code, "#[expect(clippy::too_many_lines, reason = \"one line a key\")]")?;
    }
    writeln!(code, "#[must_use]\npub fn get(&self, key: &str) -> Option<&'static str> {{\nSome(match key {{")?;
    for key in room.keys() {
        let path = key.split('.').map(field).collect::<Vec<_>>().join(".");
        writeln!(code, "{key:?} => self.{path},")?;
    }
    writeln!(code, "_ => return None,\n}})\n}}\n}}")?;
    Ok(())
}

fn room_value(code: &mut String, name: &str, room: &Room) -> Result<(), Fault> {
    let owner = camel(name);
    writeln!(code, "{}: {owner} {{", field(name))?;
    for (key, text) in room.iter().filter(|(key, _)| !key.contains('.')) {
        writeln!(code, "{}: {text:?},", field(key))?;
    }
    for table in tables(room) {
        writeln!(code, "{}: {owner}{} {{", field(table), camel(table))?;
        for (key, text) in entries(room, table) {
            writeln!(code, "{}: {text:?},", field(key))?;
        }
        writeln!(code, "}},")?;
    }
    writeln!(code, "}},")?;
    Ok(())
}

fn tables(room: &Room) -> BTreeSet<&str> {
    room.keys().filter_map(|key| key.split_once('.')).map(|(table, _)| table).collect()
}

fn entries<'a>(room: &'a Room, table: &'a str) -> impl Iterator<Item = (&'a str, &'a String)> {
    room.iter().filter_map(move |(key, text)| key.strip_prefix(table)?.strip_prefix('.').map(|key| (key, text)))
}

/// A key as a field name: hyphens become underscores, keywords are raw.
fn field(key: &str) -> String {
    let name = key.replace('-', "_");
    match name.as_str() {
        "type" | "match" | "return" | "move" | "for" | "in" | "if" | "use" | "where" | "as" | "final" | "do"
        | "yield" => format!("r#{name}"),
        _ => name,
    }
}

fn camel(name: &str) -> String {
    name.split(['_', '-'])
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters.collect::<Vec<_>>())
        })
        .collect()
}

/// One constant per asset; the name carries the first 16 hex digits of the content's SHA-256.
fn assets_source(folder: &Path) -> Result<String, Fault> {
    let mut code = String::new();
    let mut constants = Vec::new();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        let (Some(stem), Some(ending)) =
            (path.file_stem().and_then(|s| s.to_str()), path.extension().and_then(|s| s.to_str()))
        else {
            continue;
        };
        let kind = match ending {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => return Err(format!("{}: no media type known for this asset", path.display()).into()),
        };
        let hash = Sha256::digest(fs::read(&path)?).iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let file = path.to_str().ok_or("the path is not UTF-8")?;
        let constant = stem.to_ascii_uppercase().replace('-', "_");
        writeln!(
            code,
            "/// `{stem}.{ending}`\npub const {constant}: Asset = Asset {{ name: \"{stem}.{hash}.{ending}\", \
             url: \"/tai-san/{stem}.{hash}.{ending}\", kind: {kind:?}, bytes: include_bytes!({file:?}) }};"
        )?;
        constants.push(constant);
    }
    writeln!(code, "/// Every asset.\npub const ALL: [Asset; {}] = [{}];", constants.len(), constants.join(", "))?;
    Ok(code)
}
