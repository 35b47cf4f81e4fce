"""Where each kind of page stands in the example; English, because others begin differently only."""

from __future__ import annotations

from collections.abc import Mapping

from serai.foundation.identity import code_for_key

EDITION = "/en/editions/chongqing-2023/"
DESK_EDITION = "/en/desk/editions/chongqing-2023/"
WIND_FARM = f"/en/register/{code_for_key('register.record', 'zhanatas-wind-farm')}/"
OTHER_RECORD = code_for_key("register.record", "venture-centre")
AGREEMENTS = "/en/figures/intergovernmental-agreements/"
CLAIM = code_for_key("evidence.claim", "agreements-feature")
SOURCE = code_for_key("evidence.source", "chongqing-feature")
INDICATOR = code_for_key("figures.indicator", "intergovernmental-agreements")
ACTIVITY = code_for_key("programme.activity", "opening-2023")
SESSION = code_for_key("programme.session", "opening-session-2023")
SPEAKER = code_for_key("directory.person", "wang-xiqin")
ORGANISATION = code_for_key("directory.organisation", "most")

PUBLIC: Mapping[str, str] = {
    "home": "/en/",
    "editions": "/en/editions/",
    "edition": EDITION,
    "series": "/en/series/belt-and-road-conference/",
    "programme": f"{EDITION}programme/",
    "timetable": f"{EDITION}programme/?view=grid",
    "now and next": f"{EDITION}now/?at=2023-11-06T09:00",
    "agenda": f"{EDITION}agenda/",
    "venue app without network": f"{EDITION}offline/",
    "programme by section": f"{EDITION}programme/?view=section",
    "programme by topic": f"{EDITION}programme/?view=topic",
    "programme to take along": f"{EDITION}programme/downloads/",
    "programme in a frame": f"{EDITION}programme/embed/",
    "changes to the programme": f"{EDITION}programme/releases/",
    "activity": f"{EDITION}activities/{ACTIVITY}/",
    "session": f"{EDITION}sessions/{SESSION}/",
    "speakers": f"{EDITION}speakers/",
    "speaker": f"{EDITION}speakers/{SPEAKER}/",
    "register": "/en/register/",
    "register, filtered": "/en/register/?kind=agreement&counted=yes",
    "register, searched": "/en/register/?q=joint+laborator",
    "register, nothing found": "/en/register/?q=nothing-is-called-so",
    "downloads": "/en/register/download/?kind=agreement",
    "record": WIND_FARM,
    "history of a record": f"{WIND_FARM}history/",
    "map of the register": "/en/register/map/",
    "timeline of the register": "/en/register/timeline/",
    "network of the register": "/en/register/network/",
    "network of organisations": "/en/register/network/?of=organisations",
    "figures": "/en/figures/",
    "figure": AGREEMENTS,
    "sources": "/en/sources/",
    "source": f"/en/sources/{SOURCE}/",
    "claim": f"/en/claims/{CLAIM}/",
    "organisations": "/en/organisations/",
    "organisation": f"/en/organisations/{ORGANISATION}/",
    "person": f"/en/people/{SPEAKER}/",
    "countries": "/en/countries/",
    "country": "/en/countries/kz/",
    "gallery": "/en/gallery/",
    "API": "/en/api/",
    "subject of the API": "/en/api/programme/",
    "problem of the API": "/en/api/problems/refused/",
    "sign in": "/en/accounts/login/",
    "sign up": "/en/accounts/signup/",
    "new password": "/en/accounts/password/reset/",
}
"""Pages that anybody may read."""

ERRORS: Mapping[str, str] = {
    "not found": "/en/register/nothing-here/",
    "not understood": "/en/register/?page=none",
}
"""Pages that tell what went wrong."""

DESK: Mapping[str, str] = {
    "proceedings": f"{DESK_EDITION}proceedings/",
    "materials": f"{DESK_EDITION}proceedings/{SESSION}/materials/",
    "new materials": f"{DESK_EDITION}proceedings/{SESSION}/materials/add/",
    "running order": f"{DESK_EDITION}proceedings/{SESSION}/running/",
    "items of a running order": f"{DESK_EDITION}proceedings/{SESSION}/running/edit/",
    "minutes": f"{DESK_EDITION}proceedings/{SESSION}/minutes/",
    "timetable": f"{DESK_EDITION}timetable/",
    "hours of the timetable": f"{DESK_EDITION}timetable/hours/",
    "times of people and rooms": f"{DESK_EDITION}timetable/availability/",
    "new time": f"{DESK_EDITION}timetable/availability/new/",
    "new plan": f"{DESK_EDITION}timetable/plans/new/",
    "speaking slots": f"{DESK_EDITION}timetable/speaking/",
    "open speaking slots": f"{DESK_EDITION}timetable/speaking/new/",
    "desk": "/en/desk/",
    "desk of claims": "/en/desk/claims/",
    "desk of a claim": f"/en/desk/claims/{CLAIM}/",
    "new claim": "/en/desk/claims/new/",
    "claim under a field": f"/en/desk/claims/{CLAIM}/field/",
    "desk of documents": "/en/desk/documents/",
    "upload": "/en/desk/documents/new/",
    "queue of proposals": "/en/desk/proposals/",
    "agreement of reviewers": "/en/desk/agreement/",
    "desk of the register": "/en/desk/register/",
    "desk of a record": WIND_FARM.replace("/en/", "/en/desk/"),
    "tasks": "/en/desk/register/tasks/",
    "new task": WIND_FARM.replace("/en/", "/en/desk/") + "tasks/new/",
    "possible duplicates": "/en/desk/register/duplicates/",
    "comparing two records": WIND_FARM.replace("/en/", "/en/desk/")
    + f"merge/?duplicate={OTHER_RECORD}",
    "particulars of a record": WIND_FARM.replace("/en/", "/en/desk/") + "particulars/",
    "parties of a record": WIND_FARM.replace("/en/", "/en/desk/") + "parties/",
    "desk of the figures": "/en/desk/figures/",
    "desk of a figure": f"/en/desk/figures/{INDICATOR}/",
    "desk of an edition": DESK_EDITION,
    "particulars of an edition": f"{DESK_EDITION}particulars/",
    "desk of the programme": f"{DESK_EDITION}programme/",
    "releases of the programme": f"{DESK_EDITION}programme/releases/",
    "desk of the speakers": f"{DESK_EDITION}speakers/",
    "desk of a speaker": f"{DESK_EDITION}speakers/{SPEAKER}/",
    "times of a speaker": f"{DESK_EDITION}speakers/{SPEAKER}/times/",
    "outbox of the speakers": f"{DESK_EDITION}speakers/outbox/",
    "own parts in conferences": "/en/my-part/",
    "activities": f"{DESK_EDITION}programme/activities/",
    "desk of the calls": f"{DESK_EDITION}calls/",
    "new call": f"{DESK_EDITION}calls/new/",
    "own submissions": "/en/accounts/me/submissions/",
    "new session": f"{DESK_EDITION}programme/sessions/new/",
    "history": WIND_FARM.replace("/en/register/", "/en/desk/history/register.record/"),
    "directory": "/en/desk/directory/",
    "jobs": "/en/desk/jobs/",
    "webhooks": "/en/desk/webhooks/",
    "new webhook": "/en/desk/webhooks/new/",
    "users": "/en/desk/users/",
    "API tokens": "/en/accounts/me/tokens/",
    "own account": "/en/accounts/me/",
    "imports": "/en/desk/register/imports/",
    "import of a file": "/en/desk/register/imports/new/",
    "saved searches": "/en/register/searches/",
    "saving a search": "/en/register/searches/save/?q=laboratory",
    "delete own account": "/en/accounts/me/delete/",
}
"""Pages behind the sign-in, as the administrator sees them."""
