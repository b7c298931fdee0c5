//! XML within bounds, as a tree of elements whose names say to which namespace they belong.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::fault::{BpmnFault, BpmnFaultKind};
use super::{BOUNDS, INSTANCE, MAX_BYTES, MAX_DEPTH, MAX_PARTS, MODEL, OWN, PICTURE, POINTS};

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// `bpmn:task`: the prefix is ours, whatever the file calls the namespace.
    pub(super) name: String,
    /// Names without prefix for those without namespace.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    pub(super) line: usize,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn fault(&self, kind: BpmnFaultKind) -> BpmnFault {
        let id = self.get("id").unwrap_or("-");
        BpmnFault { line: self.line, element: shown(&self.name), id: shown(id), kind }
    }
}

fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Namespaces with a prefix of ours; others keep their own, so that a fault names them as the file does.
fn prefix_of(namespace: &str) -> Option<&'static str> {
    let known =
        [(MODEL, "bpmn"), (PICTURE, "bpmndi"), (BOUNDS, "dc"), (POINTS, "di"), (OWN, "motcua"), (INSTANCE, "xsi")];
    known.into_iter().find(|(name, _)| *name == namespace).map(|(_, prefix)| prefix)
}

struct Reading<'a> {
    text: &'a str,
    /// Elements that are open, with the namespaces that they declare.
    open: Vec<(Element, BTreeMap<String, String>)>,
    root: Option<Element>,
    parts: usize,
    /// Up to where lines were counted, and how many there were.
    counted: (usize, usize),
}

/// Reads a whole file.
pub(super) fn read(bytes: &[u8]) -> Result<Element, BpmnFault> {
    let whole = |kind| BpmnFault { line: 1, element: "-".to_owned(), id: "-".to_owned(), kind };
    if bytes.len() > MAX_BYTES {
        return Err(whole(BpmnFaultKind::TooLarge { limit: MAX_BYTES }));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| whole(BpmnFaultKind::NotXml { why: error.to_string() }))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut reading = Reading { text, open: Vec::new(), root: None, parts: 0, counted: (0, 1) };
    loop {
        let offset = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = reading.line(offset);
        let event = reader.read_event().map_err(|error| not_xml(line, &error))?;
        if matches!(event, Event::Eof) {
            break;
        }
        reading.take(event, line)?;
    }
    match (reading.root, reading.open.is_empty()) {
        (Some(root), true) => Ok(root),
        (Some(_) | None, _) => Err(whole(BpmnFaultKind::NotXml { why: "cut off or empty".to_owned() })),
    }
}

fn not_xml(line: usize, error: &dyn std::fmt::Display) -> BpmnFault {
    let kind = BpmnFaultKind::NotXml { why: shown(&error.to_string()) };
    BpmnFault { line, element: "-".to_owned(), id: "-".to_owned(), kind }
}

impl Reading<'_> {
    fn line(&mut self, offset: usize) -> usize {
        let (from, lines) = self.counted;
        let between = self.text.as_bytes().get(from..offset).unwrap_or_default();
        let more = between.split(|byte| *byte == b'\n').count().saturating_sub(1);
        self.counted = (offset.max(from), lines.saturating_add(more));
        self.counted.1
    }

    fn fault(&self, line: usize, kind: BpmnFaultKind) -> BpmnFault {
        let element = self.open.last().map_or("-", |(element, _)| element.name.as_str());
        BpmnFault { line, element: shown(element), id: "-".to_owned(), kind }
    }

    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), BpmnFault> {
        match event {
            Event::Start(start) | Event::Empty(start) => self.start(&start, line),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content(), line),
            Event::CData(text) => self.text(&text.xml10_content(), line),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| not_xml(line, &error))?;
                let name = reference.xml10_content();
                let text = character
                    .map(String::from)
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                match text {
                    Some(text) => self.text(&text, line),
                    None => Err(not_xml(line, &format!("&{name};"))),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::Eof => Ok(()),
            Event::PI(_) | Event::DocType(_) => Err(self.fault(line, BpmnFaultKind::NotRead)),
        }
    }

    fn text(&mut self, text: &str, line: usize) -> Result<(), BpmnFault> {
        match self.open.last_mut() {
            Some((element, _)) => element.text.push_str(text),
            None if text.trim().is_empty() => (),
            None => return Err(self.fault(line, BpmnFaultKind::Text)),
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, line: usize) -> Result<(), BpmnFault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fault(line, BpmnFaultKind::TooDeep { limit: MAX_DEPTH }));
        }
        if self.root.is_some() {
            return Err(not_xml(line, &"a second root"));
        }
        let (mut declared, mut plain) = (BTreeMap::new(), Vec::new());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| not_xml(line, &error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| not_xml(line, &error))?;
            let key = attribute.key.into_inner();
            self.parts = self.parts.saturating_add(1);
            if key == "xmlns" {
                declared.insert(String::new(), value.into_owned());
            } else if let Some(prefix) = key.strip_prefix("xmlns:") {
                declared.insert(prefix.to_owned(), value.into_owned());
            } else {
                plain.push((key.to_owned(), value.into_owned()));
            }
        }
        self.parts = self.parts.saturating_add(1);
        if self.parts > MAX_PARTS {
            return Err(self.fault(line, BpmnFaultKind::TooMany { limit: MAX_PARTS }));
        }
        let name = self.named(start.name().into_inner(), &declared, true);
        let attributes = plain.into_iter().map(|(key, value)| (self.named(&key, &declared, false), value)).collect();
        let element = Element { name, attributes, children: Vec::new(), text: String::new(), line };
        self.open.push((element, declared));
        Ok(())
    }

    /// The name with our prefix for its namespace.
    fn named(&self, name: &str, declared: &BTreeMap<String, String>, is_element: bool) -> String {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix.is_empty() && !is_element {
            return local.to_owned();
        }
        let outer = self.open.iter().rev().map(|(_, declared)| declared);
        let namespace = std::iter::once(declared).chain(outer).find_map(|declared| declared.get(prefix));
        match namespace.and_then(|namespace| prefix_of(namespace)) {
            Some(ours) => format!("{ours}:{local}"),
            // A prefix of ours for a foreign namespace must not pass for ours.
            None => format!("?{prefix}:{local}"),
        }
    }

    fn end(&mut self) {
        let Some((element, _)) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }
}
