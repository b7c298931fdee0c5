//! The canonical form of small documents, case by case, and what is not well formed.

use super::canonical::{Canonical, Sink};
use super::tokens::{Token, Tokens, XmlFault};

fn canonical(xml: &[u8]) -> Result<String, XmlFault> {
    // Three bytes at a time: no case may depend on where the pieces end.
    let mut tokens = Tokens::new(std::io::BufReader::with_capacity(3, xml));
    let mut canonical = Canonical::new(Vec::new());
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open { name, attributes } => {
                canonical.open(&name, &attributes).ok_or(XmlFault::Unfit { at: 0, why: "no namespace" })?;
            }
            Token::Close { name, .. } => canonical.close(&name),
            Token::Text(text) => canonical.text(&text),
        }
    }
    let mut all = Vec::new();
    all.put(&canonical.sink);
    Ok(String::from_utf8(all).unwrap())
}

#[test]
fn the_canonical_form_is_that_of_the_recommendation() {
    for (given, expected) in [
        ("<?xml version=\"1.0\"?>\n<a/>\n", "<a></a>"),
        ("\u{feff}stray <a  b='1'\n a=\"2\" />", "<a a=\"2\" b=\"1\"></a>"),
        ("<a>x<!-- > -->y</a >", "<a>xy</a>"),
        ("<a>&lt;&amp;&gt;&quot;&apos;&#13;&#x1EA1;\r\n\rz</a>", "<a>&lt;&amp;&gt;\"'&#xD;ạ\n\nz</a>"),
        ("<a><![CDATA[<b>&\r\n]]></a>", "<a>&lt;b&gt;&amp;\n</a>"),
        ("<a b=\"&#9;&#10;x\ty&quot;'\"/>", "<a b=\"&#x9;&#xA;x y&quot;'\"></a>"),
        ("<a b='>'>t</a>", "<a b=\">\">t</a>"),
        (
            "<a xmlns='u' xmlns:p='v' xmlns:q='w'><p:b q:c='1' z='2'/></a>",
            "<a xmlns=\"u\"><p:b xmlns:p=\"v\" xmlns:q=\"w\" z=\"2\" q:c=\"1\"></p:b></a>",
        ),
        (
            "<p:a xmlns:p='v'><p:b xmlns:p='v'/><p:b xmlns:p='w'/></p:a>",
            "<p:a xmlns:p=\"v\"><p:b></p:b><p:b xmlns:p=\"w\"></p:b></p:a>",
        ),
        ("<a xmlns='u'><b xmlns=''/></a>", "<a xmlns=\"u\"><b xmlns=\"\"></b></a>"),
        (
            "<p:a xmlns:p='v' xmlns='u'><b/><p:c><b/></p:c></p:a>",
            "<p:a xmlns:p=\"v\"><b xmlns=\"u\"></b><p:c><b xmlns=\"u\"></b></p:c></p:a>",
        ),
        ("<a xml:lang='vi'/>", "<a xml:lang=\"vi\"></a>"),
        (
            "<a b:z='1' c:a='2' xmlns:b='http://2' xmlns:c='http://1'/>",
            "<a xmlns:b=\"http://2\" xmlns:c=\"http://1\" c:a=\"2\" b:z=\"1\"></a>",
        ),
    ] {
        assert_eq!(canonical(given.as_bytes()).unwrap(), expected, "{given}");
    }
}

#[test]
fn what_is_not_well_formed_or_not_needed_is_refused() {
    for bad in [
        "",
        "text",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a",
        "<a b>",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<a b='1'c='2'/>",
        "<a>&x;</a>",
        "<a>&#0;</a>",
        "<a>&#xFFFE;</a>",
        "<a>&amp</a>",
        "<a>&toolongreference;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<a><?php x ?></a>",
        "<p:a/>",
        "<a p:b='1'/>",
        "<a xmlns:p=''><p:b/></a>",
        "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
        "<![CDATA[x]]><a/>",
        "<=a/>",
        "<a b='&x;'/>",
        "<a :b='1'/>",
    ] {
        assert!(canonical(bad.as_bytes()).is_err(), "{bad}");
    }
    let deep = "<a>".repeat(65) + &"</a>".repeat(65);
    assert!(canonical(deep.as_bytes()).is_err(), "too deep");
    let long = format!("<a b='{}'/>", "x".repeat(70_000));
    assert!(canonical(long.as_bytes()).is_err(), "too long a tag");
    assert!(canonical(b"<a \xff='1'/>").is_err(), "not UTF-8");
}
