//! One field of a form: label, hint, error, control. The only place that writes an `<input>` with a label.

use crate::messages::Messages;
use askama::Template;
use askama::filters::HtmlSafe;
use std::fmt;

/// What a person types into or chooses from.
#[derive(Debug, Clone)]
pub enum Control {
    /// One line of this HTML type (`text`, `tel`, `email`, `date`, `password`, `search`).
    Line(&'static str),
    /// Several lines.
    Area,
    /// A list that opens.
    Choice(Vec<Option>),
    /// Buttons of which one is pressed.
    Radio(Vec<Option>),
    /// Boxes of which any number is ticked.
    Boxes {
        /// What is offered.
        choices: Vec<Option>,
        /// Values that are ticked.
        ticked: Vec<String>,
    },
    /// One box to tick.
    Tick,
    /// A file; the kinds offered first.
    File(String),
    /// Several files at once; the kinds offered first.
    Files(String),
}

/// One choice.
#[derive(Debug, Clone)]
pub struct Option {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
}

impl Option {
    /// A choice from two texts.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into() }
    }
}

/// One field with everything around it. Its id is `f-` and the name.
#[derive(Debug, Clone, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    m: &'static Messages,
    /// The id in the page, to which the error summary links.
    pub id: String,
    /// The name under which it is sent.
    pub name: String,
    label: String,
    hint: core::option::Option<String>,
    error: core::option::Option<String>,
    value: String,
    kind: Control,
    required: bool,
    short: bool,
    autocomplete: &'static str,
    inputmode: &'static str,
    max_length: usize,
    empty: core::option::Option<&'static str>,
    focused: bool,
}

impl Field {
    /// A required line of text.
    pub fn new(m: &'static Messages, name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            m,
            id: format!("f-{name}"),
            name,
            label: label.into(),
            hint: None,
            error: None,
            value: String::new(),
            kind: Control::Line("text"),
            required: true,
            short: false,
            autocomplete: "",
            inputmode: "",
            max_length: 0,
            empty: None,
            focused: false,
        }
    }

    /// With another id, where a name stands on a page more than once.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// With what was typed or stored.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With a hint under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.hint = (!hint.is_empty()).then_some(hint);
        self
    }

    /// With what is wrong.
    #[must_use]
    pub fn error(mut self, error: core::option::Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// With another control.
    #[must_use]
    pub fn kind(mut self, kind: Control) -> Self {
        self.kind = kind;
        self
    }

    /// May be left empty.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// A filter: may be left, with these words for "all" and nothing said beside the label.
    #[must_use]
    pub const fn optional_silently(mut self, all: &'static str) -> Self {
        self.empty = Some(all);
        self
    }

    /// Must be filled only if `required`.
    #[must_use]
    pub const fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Narrow, for numbers and codes.
    #[must_use]
    pub const fn short(mut self) -> Self {
        self.short = true;
        self
    }

    /// With the browser's own knowledge (`name`, `tel`, `street-address`, …).
    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// With a keyboard for digits.
    #[must_use]
    pub const fn digits(mut self) -> Self {
        self.inputmode = "numeric";
        self
    }

    /// Whether it must be filled.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.required
    }

    /// What it is filled in with.
    #[must_use]
    pub const fn control(&self) -> &Control {
        &self.kind
    }

    /// The line of the error summary: where it links to and what it says; `None` when nothing is wrong.
    #[must_use]
    pub fn fault(&self) -> core::option::Option<(String, String)> {
        self.error.as_ref().map(|error| (self.id.clone(), format!("{}: {error}", self.label)))
    }

    /// Whether "choose one" is offered: not when something must be chosen and is.
    fn offers_nothing(&self) -> bool {
        !self.required || self.value.is_empty() || self.empty.is_some()
    }

    /// With the cursor in it when the page opens.
    #[must_use]
    pub const fn focused(mut self) -> Self {
        self.focused = true;
        self
    }

    /// At most this many characters.
    #[must_use]
    pub const fn max_length(mut self, characters: usize) -> Self {
        self.max_length = characters;
        self
    }

    /// ` aria-describedby="…" aria-invalid="true"`, as far as they apply.
    fn described(&self) -> Attributes {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-goi-y", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-loi", self.id));
        }
        let mut pairs = Vec::new();
        if !ids.is_empty() {
            pairs.push(("aria-describedby", ids.join(" ")));
        }
        if self.error.is_some() {
            pairs.push(("aria-invalid", "true".to_owned()));
        }
        Attributes(pairs)
    }

    /// Everything else that the control needs.
    fn attributes(&self) -> Attributes {
        let Attributes(mut pairs) = self.described();
        if self.required && self.empty.is_none() {
            pairs.push(("aria-required", "true".to_owned()));
        }
        for (name, value) in [("autocomplete", self.autocomplete), ("inputmode", self.inputmode)] {
            if !value.is_empty() {
                pairs.push((name, value.to_owned()));
            }
        }
        if self.focused {
            pairs.push(("autofocus", String::new()));
        }
        if self.max_length > 0 {
            pairs.push(("maxlength", self.max_length.to_string()));
        }
        Attributes(pairs)
    }
}

impl HtmlSafe for Field {}

/// Attributes of a tag, escaped.
#[derive(Debug)]
struct Attributes(Vec<(&'static str, String)>);

impl fmt::Display for Attributes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            let value = value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
            write!(formatter, " {name}=\"{value}\"")?;
        }
        Ok(())
    }
}

impl HtmlSafe for Attributes {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VI;

    #[test]
    fn a_field_ties_label_hint_and_error_to_its_control() {
        let field = Field::new(&VI, "ten", "Họ <và> tên")
            .hint("Ghi đủ")
            .error(Some("Thiếu"))
            .value("A\"B")
            .autocomplete("name");
        let html = field.to_string();
        assert!(html.contains(r#"<label for="f-ten">Họ &#60;và&#62; tên"#), "{html}");
        assert!(html.contains(r#"aria-describedby="f-ten-goi-y f-ten-loi" aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"value="A&#34;B""#), "{html}");
        assert!(!html.contains("không bắt buộc"), "{html}");
    }

    #[test]
    fn every_control_keeps_what_was_chosen() {
        let options = || vec![Choice::new("a", "Một"), Choice::new("b", "Hai")];
        for (kind, sign) in [
            (Control::Choice(options()), r#"<option value="b" selected>"#),
            (Control::Radio(options()), r#"value="b" checked"#),
            (Control::Tick, "checked"),
            (Control::Area, ">b</textarea>"),
        ] {
            let html = Field::new(&VI, "x", "X").kind(kind).value("b").optional().to_string();
            assert!(html.contains(sign), "{html}");
        }
    }

    use super::Option as Choice;
}
