"""The board in a real browser: by pointer, by keys, and with somebody else at it."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django_scopes import scopes_disabled
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import accessibility_faults, sign_in
from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import make_activity, make_participation, make_room, make_session
from factories.timetable import make_plan
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.operations import save_session
from serai.convene.timetable.models import Plan, PlanKind
from serai.foundation.accounts.models import Role
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.operations import Program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/en/desk/editions/fifth/timetable/"


@pytest.fixture
def edition() -> Edition:
    return make_edition(
        slug="fifth", time_zone="UTC", starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 7)
    )


@pytest.fixture
def board(browser_context: BrowserContext, page: Page, live_server: LiveServer) -> Page:
    sign_in(browser_context, signed_in(user_with(Role.SECRETARIAT)), live_server)
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def opened(board: Page) -> None:
    board.goto(BOARD)
    board.locator("[data-board]").wait_for()


def card(board: Page, session: Session) -> Locator:
    return board.locator(f"[data-session='{session.code}']")


STANDS_STILL = """(card) => new Promise((done) => {
  let before = "", frames = 0;
  const look = () => {
    const { x, y } = card.getBoundingClientRect();
    frames = `${x} ${y}` === before ? frames + 1 : 0;
    before = `${x} ${y}`;
    if (frames > 15) done(); else requestAnimationFrame(look);
  };
  look();
})"""


def top(board: Page, session: Session) -> tuple[float, float, float]:
    """A point in the upper part of a card once it stands still, and how high the card is."""
    card(board, session).evaluate(STANDS_STILL)
    box = card(board, session).bounding_box()
    assert box
    return box["x"] + 20, box["y"] + 4, box["height"]


def now(session: Session) -> Session:
    found: Session = Session._base_manager.select_related("room").get(pk=session.pk)
    return found


def settled(board: Page) -> None:
    """Wait until the last move was answered."""
    board.wait_for_function("() => performance.getEntriesByName('board-settled').length > 0")


def test_a_session_is_dragged_and_brought_back(board: Page, edition: Edition) -> None:
    hall, chamber = make_room(edition, "Hall"), make_room(edition, "Chamber", capacity=10)
    taken = make_session(make_activity(edition), "2023-11-06 09:00", room=chamber)
    session = make_session(
        make_activity(edition), "2023-11-06 09:00", room=hall, expected=50, title="Storage"
    )
    opened(board)
    assert accessibility_faults(board) == []
    x, y, _height = top(board, session)
    board.mouse.move(x, y)
    board.mouse.down()
    x, y, height = top(board, taken)
    board.mouse.move(x, y, steps=4)
    expect(board.locator(".board-ghost")).to_contain_text("The room is taken by")
    expect(board.locator(".board-band.is-conflict").first).to_be_attached()
    # An hour later the room is free, but small.
    board.mouse.move(x, y + height + 2, steps=4)
    expect(board.locator(".board-ghost")).to_contain_text("10 seats for 50 people.")
    board.mouse.up()
    settled(board)
    moved = now(session)
    assert moved.starts_at
    assert (moved.room, moved.starts_at.hour) == (chamber, 10)
    board.get_by_role("button", name="Undo").click()
    expect(board.get_by_role("button", name="Redo")).to_be_enabled()
    assert now(session).room == hall


def test_a_session_is_carried_by_keys(board: Page, edition: Edition) -> None:
    room = make_room(edition, "Hall")
    make_session(make_activity(edition), "2023-11-06 08:00", room=room)
    session = make_session(make_activity(edition), duration=30, title="Storage")
    opened(board)
    said = board.locator("[data-board-said]")
    card(board, session).focus()
    board.keyboard.press("Enter")
    # It is offered the first place that is free.
    expect(said).to_contain_text("Hall, Monday 6 November, 09:00. Nothing stands against it.")
    board.keyboard.press("ArrowUp")
    expect(said).to_contain_text("08:45. The room is taken by")
    board.keyboard.press("Escape")
    expect(said).to_have_text("Put back: Storage.")
    board.keyboard.press("Enter")
    board.keyboard.press("PageDown")
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Enter")
    settled(board)
    placed = now(session)
    assert placed.starts_at
    assert (str(placed.day), placed.starts_at.strftime("%H:%M")) == ("2023-11-07", "09:15")
    expect(card(board, session)).to_be_focused()
    board.keyboard.press("?")
    expect(board.get_by_role("dialog", name="Keys")).to_be_visible()


def test_what_another_did_meanwhile_is_shown_and_stands(board: Page, edition: Edition) -> None:
    hall, chamber = make_room(edition, "Hall"), make_room(edition, "Chamber")
    session = make_session(make_activity(edition), "2023-11-06 09:00", room=hall, title="Storage")
    # The board does not look for changes while the test goes on.
    board.route("**/changes.json*", lambda route: route.abort())
    opened(board)
    save_session(
        actor=Program("Mariam"), edition=edition, values={"room": chamber}, session=session
    )
    card(board, session).focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        board.keyboard.press(key)
    note = board.locator("[data-board-note]")
    expect(note).to_contain_text("Mariam has changed the place of “Storage” meanwhile.")
    expect(note).to_contain_text("Chamber, Monday 6 November, 09:00")
    assert now(session).room == chamber
    note.get_by_role("button", name="Do it all the same").click()
    expect(card(board, session)).to_contain_text("09:15")
    board.wait_for_function("() => performance.getEntriesByName('board-settled').length > 1")
    placed = now(session)
    assert placed.starts_at
    assert (placed.room, placed.starts_at.minute) == (hall, 15)


class Finger:
    """One finger on the screen, as Chromium gets it from a real one."""

    def __init__(self, board: Page) -> None:
        self.board = board
        self.line = board.context.new_cdp_session(board)
        self.line.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def _send(self, kind: str, *points: dict[str, float]) -> None:
        self.line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", {"x": x, "y": y})

    def to(self, x: float, y: float) -> None:
        self._send("touchMove", {"x": x, "y": y})

    def down_to(self, time: str, x: float, y: float) -> None:
        """Go down, as by sight, until what is carried would begin at a time."""
        ghost = self.board.locator(".board-ghost")
        for step in range(40):
            if time in ghost.inner_text():
                break
            self.to(x, y + 2 * step)
        expect(ghost).to_contain_text(time)

    def up(self) -> None:
        self._send("touchEnd")

    def is_lost(self) -> None:
        """The system takes the finger away: a call comes in."""
        self._send("touchCancel")


def test_a_finger_that_stays_carries_and_one_that_moves_scrolls(
    board: Page, edition: Edition
) -> None:
    hall, chamber = make_room(edition, "Hall"), make_room(edition, "Chamber")
    beside = make_session(make_activity(edition), "2023-11-06 10:00", room=chamber)
    session = make_session(make_activity(edition), "2023-11-06 09:00", room=hall, title="Storage")
    opened(board)
    finger, holding = Finger(board), board.locator(".board.is-holding")
    x, y, _height = top(board, session)
    finger.down(x, y)
    for step in range(1, 6):
        finger.to(x, y - 12 * step)
    expect(holding).to_have_count(0)
    finger.up()
    # What was pushed scrolls on, at times until the card lies under the bar above the board.
    card(board, session).evaluate(STANDS_STILL)
    grid = board.locator("[data-board-grid]")
    assert grid.evaluate("(grid) => grid.scrollTop") > 0
    grid.evaluate("(grid) => grid.scrollTo(0, 0)")

    x, y, _height = top(board, session)
    finger.down(x, y)
    holding.wait_for()
    to_x, to_y, height = top(board, beside)
    for step in range(1, 6):
        finger.to(x + (to_x - x) * step / 5, y + (to_y + height + 2 - y) * step / 5)
    finger.down_to("11:00–", to_x, to_y + height + 2)
    # A call comes in: what was carried goes back.
    finger.is_lost()
    expect(board.locator("[data-board-said]")).to_have_text("Put back: Storage.")
    expect(holding).to_have_count(0)
    assert now(session).room == hall

    x, y, _height = top(board, session)
    finger.down(x, y)
    holding.wait_for()
    to_x, to_y, height = top(board, beside)
    for step in range(1, 6):
        finger.to(x + (to_x - x) * step / 5, y + (to_y + height + 2 - y) * step / 5)
    finger.down_to("11:00–", to_x, to_y + height + 2)
    finger.up()
    settled(board)
    placed = now(session)
    assert placed.starts_at
    assert (placed.room, placed.starts_at.hour) == (chamber, 11)


def test_a_plan_is_compared_with_what_there_is_as_two_boards(board: Page, edition: Edition) -> None:
    hall, chamber, cellar = (make_room(edition, name) for name in ("Hall", "Chamber", "Cellar"))
    make_session(make_activity(edition), "2023-11-06 09:00", room=chamber, title="Seeds")
    make_session(make_activity(edition), "2023-11-06 09:00", room=cellar, title="Elsewhere")
    moved = make_session(make_activity(edition), "2023-11-06 09:00", room=hall, title="Storage")
    left = make_session(make_activity(edition), "2023-11-07 09:00", room=hall, title="Vaccines")
    before = {"start": "2023-11-06T09:00:00+00:00", "room": hall.code}
    after = {"start": "2023-11-06T10:30:00+00:00", "room": chamber.code}
    gone = {"start": "2023-11-07T09:00:00+00:00", "room": hall.code}
    plan = make_plan(
        edition,
        {"session": moved.code, "before": before, "after": after, "told": 5, "reason": ""},
        {"session": left.code, "before": gone, "after": None, "told": 5, "reason": "No room"},
        kind=PlanKind.REPAIR,
    )
    board.goto(plan.get_desk_url())
    days = board.locator(".plan-day")
    expect(days).to_have_count(2)
    first, second = days.nth(0), days.nth(1)
    expect(first.locator("thead")).to_have_text(["HallChamber", "HallChamber"])
    expect(first.locator(".is-before .plan-block")).to_have_text(["1 Storage", "Seeds"])
    expect(first.locator(".is-after .plan-block")).to_have_text(["Seeds", "1 Storage"])
    expect(second.locator(".plan-block")).to_have_text(["2 Vaccines"])
    first.locator(".is-after").get_by_role("link", name="1 Storage").click()
    row = board.locator("#move-1")
    expect(row).to_contain_text("6 November 2023, 10:30, Chamber")
    expect(first.locator(".is-before .plan-block.is-marked")).to_have_text("1 Storage")
    assert accessibility_faults(board) == []
    board.set_viewport_size({"width": 320, "height": 800})
    one, other = (first.locator(f".is-{side}").bounding_box() for side in ("before", "after"))
    assert one
    assert other
    assert other["y"] > one["y"] + one["height"]
    assert board.evaluate("document.documentElement.scrollWidth") <= 320


def test_who_cancels_a_run_in_the_browser_keeps_its_best_plan(
    board: Page, edition: Edition
) -> None:
    rooms = [make_room(edition) for _each in range(4)]
    people = [make_person() for _each in range(12)]
    for number in range(60):
        session = make_session(make_activity(edition), duration=30 + 15 * (number % 5))
        for each in range(3):
            make_participation(session, people[(number * 5 + each * 7) % 12])
    assert rooms
    opened(board)
    # As long as can be asked for: it must not end by itself before the page has seen it begin.
    board.locator(".board-run [name=seconds]").evaluate("(field) => { field.value = '300'; }")
    board.get_by_role("button", name="Finish the rest").click()
    cancel = board.get_by_role("button", name="Cancel")
    cancel.wait_for()
    work = Thread(target=lambda: (run_now(Job.objects.get()), connection.close()))
    work.start()
    try:
        board.get_by_text("Cost").first.wait_for()
        cancel.click()
        # Told as it happens, or by the page that answers, where it happened before that.
        stopped = "Stopped. The best plan until then is kept."
        expect(board.get_by_text(stopped).first).to_be_attached()
    finally:
        work.join()
    with scopes_disabled():
        plan = Plan.objects.get()
    assert plan.seconds < 250
    assert plan.moves
    board.goto(plan.get_desk_url())
    expect(board.get_by_role("button", name="Take it over")).to_be_visible()
    assert accessibility_faults(board) == []


def test_a_board_that_does_not_arrive_is_asked_for_again(board: Page, edition: Edition) -> None:
    session = make_session(make_activity(edition), "2023-11-06 09:00", title="Storage")
    board.route("**/board.json*", lambda route: route.abort())
    board.goto(BOARD)
    late = board.get_by_text("The board has not arrived yet; it is asked for again.")
    expect(late).to_be_visible()
    expect(board.get_by_role("link", name="Storage")).to_be_visible()
    board.unroute("**/board.json*")
    expect(card(board, session)).to_be_visible()
    expect(late).to_have_count(0)


def test_without_scripts_the_sessions_lead_to_their_forms(
    secretariat_client: Client, edition: Edition
) -> None:
    session = make_session(make_activity(edition), "2023-11-06 09:00", title="Storage")
    page = secretariat_client.get(BOARD).content.decode()
    assert f'<a href="{session.get_desk_url()}">Storage</a>' in page


@pytest.mark.parametrize(
    ("dates", "with_session", "words"),
    [
        ({}, False, "There are no sessions yet"),
        ({}, True, "The edition has no days yet"),
        ({"starts_on": date(2023, 11, 6)}, True, "There are no rooms yet"),
    ],
)
def test_an_empty_timetable_says_what_to_do(
    secretariat_client: Client, dates: dict[str, date], with_session: bool, words: str
) -> None:
    edition = make_edition(slug="fifth", **{"starts_on": None, "ends_on": None, **dates})
    if with_session:
        make_session(make_activity(edition))
    assert words in secretariat_client.get(BOARD).content.decode()
