//! The head of a message as a tree of elements: small, and read whole.

use super::pull::{Opening, Space};

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) opening: Opening,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    pub(super) const fn new(opening: Opening) -> Self {
        Self { opening, children: Vec::new(), text: String::new() }
    }

    pub(super) fn name(&self) -> &str {
        &self.opening.name
    }

    /// Whether it says nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.children.iter().all(Self::is_empty)
    }

    pub(super) fn is_of_standard(&self) -> bool {
        self.opening.space == Space::Standard
    }
}

/// A tree that grows token by token.
#[derive(Debug)]
pub(super) struct Growing {
    open: Vec<Element>,
}

impl Growing {
    pub(super) fn new(root: Opening) -> Self {
        Self { open: vec![Element::new(root)] }
    }

    pub(super) fn open(&mut self, opening: Opening) {
        self.open.push(Element::new(opening));
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    /// The whole tree once its root closes.
    pub(super) fn close(&mut self) -> Option<Element> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(element);
                None
            }
            None => Some(element),
        }
    }

    /// The tree as it stands, every element closed.
    pub(super) fn cut(mut self) -> Option<Element> {
        loop {
            if let Some(root) = self.close() {
                return Some(root);
            }
            if self.open.is_empty() {
                return None;
            }
        }
    }
}
