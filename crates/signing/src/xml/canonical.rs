//! The exclusive canonical form of what is read, written as it comes.

/// Where canonical XML goes.
pub(super) trait Sink {
    /// Takes more of it.
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// What an open element says of namespaces.
#[derive(Clone, Default)]
struct Scope {
    /// Prefixes and namespaces that the document declares there; the default one has no prefix.
    declared: Vec<(String, String)>,
    /// Those that the canonical form declares there.
    rendered: Vec<(String, String)>,
}

/// Writes the canonical form.
pub(super) struct Canonical<S> {
    pub(super) sink: S,
    scopes: Vec<Scope>,
}

impl<S: Sink> Canonical<S> {
    pub(super) const fn new(sink: S) -> Self {
        Self { sink, scopes: Vec::new() }
    }

    /// One that begins inside the elements that are open in another: their namespaces are known and not written yet.
    pub(super) fn inside<T>(other: &Canonical<T>, sink: S) -> Self {
        let known = |scope: &Scope| Scope { declared: scope.declared.clone(), rendered: Vec::new() };
        Self { sink, scopes: other.scopes.iter().map(known).collect() }
    }

    /// Begins an element. None where a prefix has no namespace, or two attributes are the same.
    pub(super) fn open(&mut self, name: &str, attributes: &[(String, String)]) -> Option<()> {
        self.enter(attributes);
        let mut used: Vec<&str> = vec![prefix_of(name)];
        let mut plain: Vec<(String, &str, &str)> = Vec::new();
        for (attribute, value) in attributes.iter().filter(|(attribute, _)| declared_by(attribute).is_none()) {
            let prefix = prefix_of(attribute);
            let space = if prefix.is_empty() { String::new() } else { self.namespace(prefix)?.to_owned() };
            if !prefix.is_empty() {
                used.push(prefix);
            }
            plain.push((space, attribute, value));
        }
        used.sort_unstable();
        used.dedup();
        let rendered = self.to_render(&used)?;
        self.put(&["<", name]);
        for (prefix, space) in &rendered {
            match prefix.as_str() {
                "" => self.put(&[" xmlns=\""]),
                prefix => self.put(&[" xmlns:", prefix, "=\""]),
            }
            self.value(space);
            self.put(&["\""]);
        }
        plain.sort_unstable_by(|one, other| (&one.0, local_of(one.1)).cmp(&(&other.0, local_of(other.1))));
        let is_twice = |pair: &[(String, &str, &str)]| match pair {
            [one, other] => one.0 == other.0 && local_of(one.1) == local_of(other.1),
            _ => false,
        };
        if plain.windows(2).any(is_twice) {
            return None;
        }
        for (_, attribute, value) in &plain {
            self.put(&[" ", attribute, "=\""]);
            self.value(value);
            self.put(&["\""]);
        }
        self.put(&[">"]);
        if let Some(scope) = self.scopes.last_mut() {
            scope.rendered = rendered;
        }
        Some(())
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) {
        self.put(&["</", name, ">"]);
        self.leave();
    }

    /// Goes into an element whose tags do not count.
    pub(super) fn enter(&mut self, attributes: &[(String, String)]) {
        let declared = attributes
            .iter()
            .filter_map(|(name, value)| declared_by(name).map(|prefix| (prefix.to_owned(), value.clone())));
        self.scopes.push(Scope { declared: declared.collect(), rendered: Vec::new() });
    }

    /// Leaves it again.
    pub(super) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// Some text.
    pub(super) fn text(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(place) = rest.iter().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\r')) {
            let (before, after) = rest.split_at(place);
            self.sink.put(before);
            match after.first() {
                Some(b'&') => self.sink.put(b"&amp;"),
                Some(b'<') => self.sink.put(b"&lt;"),
                Some(b'>') => self.sink.put(b"&gt;"),
                Some(_) | None => self.sink.put(b"&#xD;"),
            }
            rest = after.get(1..).unwrap_or_default();
        }
        self.sink.put(rest);
    }

    /// The namespace of an element of that name, where it stands; none where its prefix has none.
    pub(super) fn namespace_of(&self, name: &str) -> Option<&str> {
        self.namespace(prefix_of(name))
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        let declared = self.scopes.iter().rev().flat_map(|scope| scope.declared.iter().rev());
        let found = declared.filter(|(known, _)| known == prefix).map(|(_, space)| space.as_str()).next();
        match (prefix, found) {
            ("xml", _) => Some("http://www.w3.org/XML/1998/namespace"),
            ("", found) => Some(found.unwrap_or_default()),
            (_, found) => found.filter(|space| !space.is_empty()),
        }
    }

    /// The declarations that the canonical form needs here, in the order of their prefixes.
    fn to_render(&self, used: &[&str]) -> Option<Vec<(String, String)>> {
        let mut wanted = Vec::new();
        for prefix in used.iter().filter(|prefix| **prefix != "xml") {
            let space = self.namespace(prefix)?;
            let written = self.scopes.iter().rev().flat_map(|scope| scope.rendered.iter().rev());
            let before = written.filter(|(known, _)| known == prefix).map(|(_, space)| space.as_str()).next();
            if before.unwrap_or_default() != space {
                wanted.push(((*prefix).to_owned(), space.to_owned()));
            }
        }
        Some(wanted)
    }

    fn put(&mut self, parts: &[&str]) {
        for part in parts {
            self.sink.put(part.as_bytes());
        }
    }

    fn value(&mut self, value: &str) {
        for letter in value.chars() {
            match letter {
                '&' => self.sink.put(b"&amp;"),
                '<' => self.sink.put(b"&lt;"),
                '"' => self.sink.put(b"&quot;"),
                '\t' => self.sink.put(b"&#x9;"),
                '\n' => self.sink.put(b"&#xA;"),
                '\r' => self.sink.put(b"&#xD;"),
                other => self.sink.put(other.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
}

/// The prefix that an attribute declares: none for one that declares nothing, empty for the default namespace.
fn declared_by(attribute: &str) -> Option<&str> {
    if attribute == "xmlns" { Some("") } else { attribute.strip_prefix("xmlns:") }
}

fn prefix_of(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// A name without its prefix.
pub(super) fn local_of(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
