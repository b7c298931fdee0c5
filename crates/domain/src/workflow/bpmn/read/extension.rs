//! Reading what the standard lacks.

use jiff::civil::Date;

use super::super::super::definition::{Compensation, Definition, Fact, UnitRule};
use super::super::fault::BpmnFaultKind;
use super::super::part::{type_of, unit_of};
use super::super::tree::Element;
use super::Reading;
use crate::access::Role;
use crate::deadline::Limit;
use crate::organisation::day;

impl<'e> Reading<'e> {
    /// The extension element of that name; every other one is not carried.
    pub(super) fn extension(&mut self, element: &'e Element, name: &str) -> Option<&'e Element> {
        let mut found = None;
        for extensions in element.children.iter().filter(|child| child.name == "bpmn:extensionElements") {
            self.only(extensions, &[], &[name]);
            for extension in extensions.children.iter().filter(|child| child.name == name) {
                if found.is_some() {
                    self.faults.push(extension.fault(BpmnFaultKind::NotCarried));
                }
                found = Some(extension);
            }
        }
        found
    }

    /// An attribute as something else than text; none when it is missing or wrong, which is noted.
    pub(super) fn parsed<T>(
        &mut self,
        element: &'e Element,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let given = self.needed(element, name);
        let parsed = parse(given);
        if parsed.is_none() {
            self.wrong(element, name, given);
        }
        parsed
    }

    pub(super) fn limit(&mut self, element: &'e Element) -> Option<Limit> {
        element.get("limit")?;
        self.parsed(element, "limit", |text| text.parse().ok())
    }

    pub(super) fn unit(&mut self, of: &'e Element) -> UnitRule {
        let Some(element) = of.children.iter().find(|child| child.name == "motcua:unit") else {
            self.faults.push(of.fault(BpmnFaultKind::Missing { what: "motcua:unit".to_owned() }));
            return UnitRule::Handling;
        };
        self.only(element, &["kind", "of"], &[]);
        let named = element.get("of");
        self.parsed(element, "kind", |kind| unit_of(kind, named)).unwrap_or(UnitRule::Handling)
    }

    /// A task that undoes a step.
    pub(super) fn undoing(&mut self, element: &'e Element) -> Option<Compensation> {
        self.only(element, &["id", "name", "isForCompensation"], &["bpmn:extensionElements"]);
        let name_vi = self.needed(element, "name").to_owned();
        let Some(of) = self.extension(element, "motcua:step") else {
            self.faults.push(element.fault(BpmnFaultKind::Missing { what: "motcua:step".to_owned() }));
            return None;
        };
        self.only(of, &["role"], &["motcua:unit"]);
        let role = self.parsed(of, "role", Role::from_name)?;
        Some(Compensation { name_vi, role, unit: self.unit(of) })
    }

    /// What the standard lacks of the whole.
    pub(super) fn whole(&mut self, of: &'e Element, definition: &mut Definition) {
        self.only(
            of,
            &["version", "nameEn", "limit", "validFrom", "validTo", "source"],
            &["motcua:procedure", "motcua:fact", "motcua:basis", "motcua:assumption"],
        );
        definition.version = self.parsed(of, "version", |text| text.parse().ok()).unwrap_or(1);
        definition.name_en = of.get("nameEn").map(str::to_owned);
        definition.limit = self.limit(of);
        self.needed(of, "source").clone_into(&mut definition.source);
        definition.validity.from = self.day(of, "validFrom");
        definition.validity.to = self.day(of, "validTo");
        for child in &of.children {
            match child.name.as_str() {
                "motcua:procedure" => definition.procedure_ids.push(self.leaf(child)),
                "motcua:basis" => definition.legal_basis_vi.push(self.leaf(child)),
                "motcua:assumption" => definition.assumptions_vi.push(self.leaf(child)),
                "motcua:fact" => definition.facts.extend(self.fact(child)),
                _refused_above => (),
            }
        }
    }

    fn day(&mut self, of: &'e Element, name: &str) -> Option<Date> {
        of.get(name)?;
        self.parsed(of, name, day)
    }

    fn fact(&mut self, element: &'e Element) -> Option<Fact> {
        self.only(element, &["name", "type", "labelVi", "labelEn"], &["motcua:choice"]);
        let kind = self.parsed(element, "type", type_of)?;
        let name = self.needed(element, "name").to_owned();
        let choices = element.children.iter().map(|choice| self.leaf(choice)).collect();
        let label = |name: &str| element.get(name).map(str::to_owned);
        Some(Fact { name, kind, choices, label_vi: label("labelVi"), label_en: label("labelEn") })
    }

    /// The text of an element that has nothing else.
    fn leaf(&mut self, element: &Element) -> String {
        for child in &element.children {
            self.faults.push(child.fault(BpmnFaultKind::NotCarried));
        }
        for (name, _) in &element.attributes {
            self.faults.push(element.fault(BpmnFaultKind::Attribute { attribute: name.clone() }));
        }
        element.text.clone()
    }
}
