"""One session as if it had been held: its slides, running order, minutes and what came of it."""

from __future__ import annotations

from datetime import timedelta

from serai.convene.proceedings.models import MaterialAccess, MaterialKind
from serai.convene.proceedings.operations import (
    add_material,
    approve_minutes,
    begin_minutes,
    draft_running_order,
    propose_record,
    publish_minutes,
    save_minutes,
    save_running_order,
)
from serai.convene.proceedings.released import as_snapshot, drawn
from serai.convene.programme.models import Session
from serai.foundation.accounts.models import User
from serai.foundation.directory.models import Person
from serai.foundation.releases.queries import fingerprint
from serai.project.illustration.call import FILES
from serai.track.register.models import RecordKind

SESSION = "open-innovation-forum-illustration-session1"
CHAIR, SPEAKER = "sample-chair-4-illustration", "sample-speaker-5-illustration"
SLIDES = {
    "en": "Sample slides", "zh-hans": "示例幻灯片", "fr": "Diapositives d’exemple",
    "ru": "Пример слайдов", "ar": "شرائح نموذجية", "es": "Diapositivas de ejemplo",
}  # fmt: skip
WELCOME = {
    "en": "Welcome", "zh-hans": "欢迎辞", "fr": "Mots d’accueil", "ru": "Приветствие",
    "ar": "كلمة ترحيب", "es": "Bienvenida",
}  # fmt: skip
SAID = {
    "en": "Made up for the illustration: both talks were given, and questions were answered.",
    "zh-hans": "为示例虚构：两场报告均已举行，并回答了提问。",
    "fr": "Inventé pour l’exemple : les deux exposés ont eu lieu et les questions ont eu réponse.",
    "ru": "Вымышлено для примера: оба доклада состоялись, на вопросы ответили.",
    "ar": "مختلق لغرض التوضيح: أُلقي العرضان وأُجيب عن الأسئلة.",
    "es": "Inventado para el ejemplo: se dieron las dos ponencias y se respondió a las preguntas.",
}
DECIDED = {
    "en": "Sample decision: to meet again in two years",
    "zh-hans": "示例决定：两年后再次会面",
    "fr": "Décision d’exemple : se retrouver dans deux ans",
    "ru": "Пример решения: встретиться снова через два года",
    "ar": "قرار نموذجي: الاجتماع مجددا بعد عامين",
    "es": "Decisión de ejemplo: volver a reunirse dentro de dos años",
}
TO_DO = {
    "en": "Sample task: send the slides to everybody",
    "zh-hans": "示例任务：将幻灯片发给所有人",
    "fr": "Tâche d’exemple : envoyer les diapositives à tous",
    "ru": "Пример поручения: разослать всем слайды",
    "ar": "مهمة نموذجية: إرسال الشرائح إلى الجميع",
    "es": "Tarea de ejemplo: enviar las diapositivas a todos",
}


def hold_session(*, actor: User) -> None:
    """Add slides and a running order to a session, publish its minutes and propose an outcome.

    The outcome is a draft in the register: readers and figures know nothing of it.
    """
    session = Session.objects.select_related("edition", "activity").get(key=SESSION)
    add_material(
        actor=actor, target=session.contributions.all()[0], title=SLIDES, language="en",
        content=(FILES / "slides.pdf").read_bytes(), file_name="sample-slides.pdf",
        kind=MaterialKind.SLIDES, access=MaterialAccess.EVERYBODY,
    )  # fmt: skip
    welcome = {"minutes": 10, "title": WELCOME, "person": Person.objects.get(key=CHAIR)}
    save_running_order(actor=actor, session=session, items=[welcome])
    draft_running_order(actor=actor, session=session)
    minutes = begin_minutes(actor=actor, session=session)
    parts = {
        "sections": [{"text": SAID}],
        "decisions": [{"text": DECIDED}],
        "actions": [
            {
                "text": TO_DO, "person": Person.objects.get(key=SPEAKER),
                "until": session.edition.ends_on + timedelta(days=7),
            }
        ],
    }  # fmt: skip
    minutes = save_minutes(actor=actor, minutes=minutes, parts=parts)
    seen = fingerprint(as_snapshot(drawn(minutes)))
    minutes = approve_minutes(actor=actor, minutes=minutes, expected=seen)
    publish_minutes(actor=actor, minutes=minutes)
    propose_record(actor=actor, decision=minutes.decisions.get(), kind=RecordKind.INITIATIVE)
