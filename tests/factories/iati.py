"""Documents of IATI that keep every rule, for tests that break one at a time."""

from __future__ import annotations

ACTIVITIES = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
  <iati-activity xml:lang="en" default-currency="USD" last-updated-datetime="2024-01-01T00:00:00Z">
    <iati-identifier>XM-DAC-99-LAB-1</iati-identifier>
    <reporting-org ref="XM-DAC-99" type="10"><narrative>Secretariat</narrative></reporting-org>
    <title><narrative>Joint laboratory</narrative></title>
    <description type="1"><narrative>What it is for.</narrative></description>
    <participating-org ref="XM-DAC-7" role="4" activity-id="XM-DAC-7-1">
      <narrative>Institute</narrative>
    </participating-org>
    <other-identifier ref="LAB" type="A3">
      <owner-org ref="XM-DAC-8"><narrative>Owner</narrative></owner-org>
    </other-identifier>
    <other-identifier ref="XM-DAC-9" type="B1"/>
    <activity-status code="4"/>
    <activity-date type="1" iso-date="2020-01-01"/>
    <activity-date type="2" iso-date="2020-02-01"/>
    <activity-date type="3" iso-date="2021-01-01"/>
    <activity-date type="4" iso-date="2021-02-01"/>
    <recipient-country code="CN" percentage="60"/>
    <recipient-country code="LA" percentage="40"/>
    <sector code="16020" vocabulary="1" percentage="50"/>
    <sector code="31182" vocabulary="1" percentage="50"/>
    <sector code="a" vocabulary="99" percentage="30"><narrative>A</narrative></sector>
    <sector code="b" vocabulary="99" percentage="70"><narrative>B</narrative></sector>
    <country-budget-items vocabulary="2">
      <budget-item code="1.1.1" percentage="50"/>
      <budget-item code="1.2.1" percentage="50"/>
    </country-budget-items>
    <policy-marker code="2" vocabulary="1" significance="1"/>
    <policy-marker code="own" vocabulary="99"><narrative>Own</narrative></policy-marker>
    <default-aid-type code="C01" vocabulary="1"/>
    <default-aid-type code="1" vocabulary="2"/>
    <budget>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-31"/>
      <value value-date="2020-01-01">10</value>
    </budget>
    <planned-disbursement>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-31"/>
      <value value-date="2020-01-01">10</value>
    </planned-disbursement>
    <capital-spend percentage="10"/>
    <transaction>
      <transaction-type code="3"/>
      <transaction-date iso-date="2020-06-01"/>
      <value value-date="2020-06-02">10</value>
      <provider-org ref="XM-DAC-10" provider-activity-id="XM-DAC-10-1"/>
      <receiver-org ref="XM-DAC-11" receiver-activity-id="XM-DAC-11-1"/>
      <aid-type code="C01" vocabulary="1"/>
      <aid-type code="1" vocabulary="2"/>
    </transaction>
    <related-activity ref="XM-DAC-99-PROGRAMME" type="1"/>
    <result type="1">
      <title><narrative>People trained</narrative></title>
      <indicator measure="1">
        <title><narrative>People</narrative></title>
        <reference vocabulary="99" code="own" indicator-uri="https://example.org/own"/>
        <baseline year="2020" iso-date="2020-01-01" value="0"/>
        <period>
          <period-start iso-date="2020-01-01"/>
          <period-end iso-date="2020-12-31"/>
          <target value="100"/>
          <actual value="80"/>
        </period>
      </indicator>
      <indicator measure="5">
        <title><narrative>What they say</narrative></title>
        <baseline year="2020" iso-date="2020-01-01"/>
        <period>
          <period-start iso-date="2020-01-01"/>
          <period-end iso-date="2020-12-31"/>
          <target/>
          <actual/>
        </period>
      </indicator>
    </result>
  </iati-activity>
</iati-activities>
"""

ORGANISATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<iati-organisations version="2.03">
  <iati-organisation xml:lang="en" default-currency="USD"
      last-updated-datetime="2024-01-01T00:00:00Z">
    <organisation-identifier>XM-DAC-99</organisation-identifier>
    <name><narrative>Secretariat</narrative></name>
    <reporting-org ref="XM-DAC-98" type="10"><narrative>Secretariat</narrative></reporting-org>
    <total-budget>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-31"/>
      <value value-date="2020-01-01">10</value>
    </total-budget>
    <recipient-org-budget>
      <recipient-org ref="XM-DAC-97"><narrative>Body</narrative></recipient-org>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-30"/>
      <value value-date="2020-01-01">10</value>
    </recipient-org-budget>
    <recipient-region-budget>
      <recipient-region code="298"/>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-29"/>
      <value value-date="2020-01-01">10</value>
    </recipient-region-budget>
    <recipient-country-budget>
      <recipient-country code="LA"/>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-28"/>
      <value value-date="2020-01-01">10</value>
      <budget-line>
        <value value-date="2020-03-01">10</value><narrative>Line</narrative>
      </budget-line>
    </recipient-country-budget>
    <total-expenditure>
      <period-start iso-date="2020-01-01"/>
      <period-end iso-date="2020-12-27"/>
      <value value-date="2020-01-01">10</value>
    </total-expenditure>
  </iati-organisation>
</iati-organisations>
"""
