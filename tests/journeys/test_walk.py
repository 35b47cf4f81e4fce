"""The walks by which the product is judged, from the home page to a figure and its record."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.addresses import AGREEMENTS, CLAIM, DESK_EDITION, EDITION, PUBLIC, WIND_FARM
from journeys.demonstration import Demonstration
from journeys.visitor import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]
THEME = "A theme that nobody has thought of before"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_home_page_to_the_evidence(
    visit: Visit, site: Demonstration, javascript: bool
) -> None:
    page = visit(site, java_script_enabled=javascript).open("/en/")
    main = page.get_by_role("main")

    main.get_by_role("link", name="About the edition").click()
    expect(page).to_have_url(site.url + EDITION)
    expect(page.get_by_role("heading", level=1)).to_contain_text("First Belt and Road Conference")

    main.get_by_role("link", name="See the programme").click()
    expect(page).to_have_url(f"{site.url}{EDITION}programme/")
    expect(main).to_contain_text("not stated in the sources")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Register").click()
    main.get_by_role("searchbox", name="Search").fill("zhanatas")
    main.get_by_role("button", name="Show").click()
    main.get_by_role("link", name="Zhanatas wind farm").click()
    expect(page).to_have_url(site.url + WIND_FARM)
    expect(main).to_contain_text("40 turbines")
    expect(main.get_by_role("heading", name="Sources", exact=True)).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Figures").click()
    main.get_by_role("link", name="Intergovernmental agreements").first.click()
    expect(page).to_have_url(site.url + AGREEMENTS)
    expect(stated(page)).to_contain_text("more than 80")
    expect(stated(page)).to_contain_text("2 independent origins, 4 sources")


def test_a_counted_figure_opens_exactly_what_it_counts(page: Page) -> None:
    page.goto(AGREEMENTS)
    counted = page.get_by_role("region", name="Counted")
    number = int(counted.locator(".numeral").inner_text())
    counted.get_by_role("link").click()
    expect(page.locator("main .listing-item")).to_have_count(number)
    assert set(page.locator("main .listing-item .kicker").all_inner_texts()) == {"Agreement"}


def test_the_theme_of_the_edition_is_changed_recorded_and_undone(
    visit: Visit, changed_site: Demonstration
) -> None:
    reader, secretariat = visit(changed_site), visit(changed_site)
    before = theme_of(reader)
    secretariat.sign_in("Example secretariat")
    page = secretariat.open(f"{DESK_EDITION}particulars/")

    theme_field(page).fill(THEME)
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    until(lambda: theme_of(reader).startswith(THEME))

    page.get_by_role("link", name="History").click()
    newest = page.locator(".route.history > li").first
    expect(newest).to_contain_text("Example secretariat")
    expect(newest).to_contain_text(THEME)
    newest.get_by_role("button", name="Undo").click()
    until(lambda: theme_of(reader) == before)


def test_a_rejected_claim_no_longer_carries_its_figure(
    visit: Visit, changed_site: Demonstration
) -> None:
    """By keyboard alone."""
    reader, analyst = visit(changed_site), visit(changed_site)
    reader.open(AGREEMENTS)
    expect(stated(reader.page)).to_contain_text("4 sources")
    analyst.sign_in("Example analyst")
    page = analyst.open(f"/en/desk/claims/{CLAIM}/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab_to(page, "Reason")
    page.keyboard.type("The report has no title and no author.")
    tab_to(page, "Reject")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Rejected")
    until(lambda: sources_of(reader) == "2 independent origins, 3 sources")

    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    until(lambda: sources_of(reader) == "2 independent origins, 4 sources")


def test_a_desk_saves_without_scripts(visit: Visit, changed_site: Demonstration) -> None:
    without_scripts = f"{THEME}, on paper"
    secretariat = visit(changed_site, java_script_enabled=False)
    secretariat.sign_in("Example secretariat")
    page = secretariat.open(f"{DESK_EDITION}particulars/")
    theme_field(page).fill(without_scripts)
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.goto(f"{DESK_EDITION}particulars/")
    expect(theme_field(page)).to_have_value(without_scripts)


def test_what_was_typed_into_a_form_is_kept(visit: Visit, site: Demonstration) -> None:
    secretariat = visit(site)
    secretariat.sign_in("Example secretariat")
    page = secretariat.open(f"{DESK_EDITION}particulars/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    theme_field(page).fill(THEME)
    page.goto("/en/desk/")
    assert asked == ["beforeunload"]
    page.goto(f"{DESK_EDITION}particulars/")
    expect(theme_field(page)).to_have_value(THEME)


@pytest.mark.parametrize("kind", ["programme by section", "record", "register, filtered"])
def test_another_language_keeps_the_page(page: Page, kind: str) -> None:
    page.goto(PUBLIC[kind])
    menu = page.get_by_role("banner").get_by_role("group").filter(has_text="English")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Français").click()
    expect(page).to_have_url(re.compile(re.escape(PUBLIC[kind].replace("/en/", "/fr/")) + "$"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_chosen_colours_are_remembered(page: Page) -> None:
    page.goto("/en/")
    switch = page.get_by_role("button", name="Colours")
    switch.click()
    switch.click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_somebody_signs_in_with_a_code_from_an_e_mail(visit: Visit, site: Demonstration) -> None:
    page = visit(site).open("/en/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").first.fill("delegate@serai.example")
    page.get_by_role("button", name="Send me a code").click()
    code = page.get_by_label("Code")
    code.wait_for()
    code.fill(code_sent(site.mail))
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("banner")).to_contain_text("Example delegate")


def stated(page: Page) -> Locator:
    return page.get_by_role("region", name="Stated")


def theme_field(page: Page) -> Locator:
    return page.get_by_role("group", name="Theme").get_by_label("English")


def theme_of(reader: Visitor) -> str:
    page = reader.open(EDITION)
    fact = page.locator("main .fact").filter(has=page.get_by_text("Theme", exact=True))
    return fact.locator("dd").inner_text()


def sources_of(reader: Visitor) -> str:
    reader.open(AGREEMENTS)
    return str(stated(reader.page).locator(".muted").inner_text())


def until(holds: Callable[[], bool]) -> None:
    """Ask again until something holds: public pages may be a second old."""
    for _attempt in range(100):
        if holds():
            return
    pytest.fail("It never came about.")


def tab_to(page: Page, name: str) -> None:
    """Press the tabulator until something of that name has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        named = page.evaluate(
            """() => {
              const here = document.activeElement;
              const label = here.getAttribute("aria-label") ?? here.labels?.[0]?.textContent;
              return (label ?? here.textContent).trim();
            }"""
        )
        if named.startswith(name):
            return
    pytest.fail(f"No “{name}” can be reached by keyboard.")


def code_sent(mail: Path) -> str:
    """The code in the last e-mail that the site sent."""
    last = max(mail.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    found = re.search(r"^([A-Z0-9-]{6,})$", last.read_text(), re.MULTILINE)
    assert found, last.read_text()
    return found.group(1)


def test_what_is_typed_is_kept_where_a_part_of_the_form_is_called_elements(
    visit: Visit, site: Demonstration
) -> None:
    editor = visit(site)
    editor.sign_in("Example register editor")
    page = editor.open(f"{WIND_FARM.replace('/en/', '/en/desk/')}contents/")
    value = page.locator('[name="measures-0-value"]')
    value.fill("41")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(value).to_have_value("41")
