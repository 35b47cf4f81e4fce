"""What a schema says is put in plain words."""

from __future__ import annotations

import pytest
from lxml import etree

from serai.engines.validation.explaining import explained

SCHEMA = etree.XMLSchema(
    etree.XML("""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="activity"><xs:complexType><xs:sequence>
    <xs:element name="title"/>
    <xs:element name="on" type="xs:date" minOccurs="0"/>
    <xs:element name="kind" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="a"/><xs:enumeration value="b"/>
    </xs:restriction></xs:simpleType></xs:element>
    <xs:element name="code" minOccurs="0"><xs:complexType>
      <xs:attribute name="share" type="xs:decimal" use="required"/>
      <xs:attribute name="year"><xs:simpleType><xs:restriction base="xs:string">
        <xs:pattern value="[0-9]{4}"/>
      </xs:restriction></xs:simpleType></xs:attribute>
    </xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
""")
)


@pytest.mark.parametrize(("inside", "said"), [
    ("<on>2023-11-06</on>", "<on> may not stand here. What may: <title>. Add before it what is"),
    ("", "<activity> is not complete. Add what comes next in it: <title>."),
    ("<title/><title/>", "<title> may not stand here. What may: <on>, <kind>, <code>."),
    ("<title/><code share='1'/><on/>", "<on> may not stand here, nor anything else"),
    ("Words<title/>", "<activity> holds text of its own, where only elements may stand."),
    ("<title/><on>6 November</on>",
     "“6 November” cannot stand in <on>. Write a date such as 2023-11-06."),
    ("<title/><kind>it's</kind>", "“it's” cannot stand in <kind>. Write one of these: a, b."),
    ("<title/><code/>", "<code> lacks the attribute “share”. Add it."),
    ("<title/><code share='half'/>",
     "“half” cannot stand in <code share>. Write a number such as 1234.5."),
    ("<title/><code share='1' year='last'/>",
     "“last” cannot stand in <code year>. Write what fits the pattern [0-9]{4}."),
    ("<title/><code share='1' xml:lang='fr'/>", "<code> has no attribute “xml:lang”"),
    ("<title/><code share='1'>Words</code>", "<code> must be empty."),
])  # fmt: skip
def test_a_message_of_the_schema_is_said_plainly(inside: str, said: str) -> None:
    SCHEMA.validate(etree.XML(f"<activity>{inside}</activity>"))
    messages = [str(explained(entry.message)) for entry in SCHEMA.error_log]
    assert [each for each in messages if each.startswith(said)], messages


def test_an_unknown_root_is_said_plainly_and_other_forms_are_left() -> None:
    SCHEMA.validate(etree.XML("<a:event xmlns:a='urn:a'/>"))
    assert str(explained(SCHEMA.error_log[0].message)).startswith("<event> is no element")
    others = explained("Element 'a': This element is not expected. Expected is ( ##other* ).")
    assert str(others).startswith("<a> may not stand here, nor anything else")
    assert explained("Element 'a': [facet 'minLength'] The value has a length of '0'.") is None
    assert explained("Something else.") is None
