"""Names by head nouns in languages other than English.

In French, Spanish and Russian the head comes first and the name goes on over its complements; in
Chinese the head comes last and the name begins at a mark, a verb or a particle before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from serai.engines.claims.names.name import Name, NameKind

_HEADS: dict[str, dict[NameKind, str]] = {
    "fr": {
        "organisation": "Ministère|Université|Académie|Institut|Association|Commission|Agence"
        "|Conseil|Organisation|Centre national|Société|Fondation|Banque|Comité|Union|École",
        "facility": "Laboratoires?|Centre|Parc|Atelier",
        "agreement": "Mémorandum|Accord|Traité|Protocole|Convention|Déclaration",
        "event": "Conférence|Forum|Sommet|Congrès|Salon|Exposition|Assemblée",
        "project": "Projet|Programme|Plan|Initiative|Plateforme|Stratégie",
    },
    "es": {
        "organisation": "Ministerio|Universidad|Academia|Instituto|Asociación|Comisión|Agencia"
        "|Consejo|Organización|Sociedad|Fundación|Banco|Comité|Unión|Secretaría|Oficina",
        "facility": "Laboratorio|Centro|Parque|Taller",
        "agreement": "Memorando|Memorándum|Acuerdo|Tratado|Protocolo|Convenio|Declaración",
        "event": "Conferencia|Foro|Cumbre|Congreso|Feria|Exposición|Asamblea",
        "project": "Proyecto|Programa|Plan|Iniciativa|Plataforma|Estrategia",
    },
    "ru": {
        "organisation": "Министерств[оаеу]м?|Университет\\w{0,2}|Академи[яиею]й?|Институт\\w{0,2}"
        "|Ассоциаци[яиею]й?|Комисси[яиею]й?|Агентств[оаеу]м?|Организаци[яиею]й?|Фонд\\w{0,2}",
        "facility": "Лаборатори[яиею]й?|Центр\\w{0,2}|Парк\\w{0,2}|Мастерск\\w{2}",
        "agreement": "Меморандум\\w{0,2}|Соглашени[еяю]м?|Договор\\w{0,2}|Протокол\\w{0,2}",
        "event": "Конференци[яиею]й?|Форум\\w{0,2}|Саммит\\w{0,2}|Конгресс\\w{0,2}",
        "project": "Проект\\w{0,2}|Программ[аыуе]й?|План\\w{0,2}|Инициатив[аыуе]й?",
    },
}
_LINKS = {
    "fr": r"(?:de\s+la|de\s+l['’]|de|du|des|et(?:\s+de\s+la|\s+des?)?|pour|sur|en|à)",
    "es": r"(?:de\s+las?|de\s+los|de|del|y|e|para|sobre|en)",
    "ru": r"(?:и|по|в|о|об)",
}
_CHINESE: dict[NameKind, str] = {
    "organisation": "大学|科学院|工程院|研究院|研究所|委员会|科技部|外交部|教育部|商务部|科学技术部"
    "|协会|人民政府|国务院|科技局|集团|公司|学院|银行",
    "facility": "联合实验室|实验室|研究中心|示范中心|技术转移中心|创新中心|中心|产业园"
    "|科技园|园区|鲁班工坊|工坊|电站|风电场",
    "agreement": "谅解备忘录|备忘录|协定|协议|公约|条约|议定书",
    "event": "交流大会|大会|论坛|峰会|部长会议|博览会|研讨会|圆桌会议",
    "project": "行动计划|计划|规划纲要|工程|倡议|项目",
}  # fmt: skip
_BREAKS = (
    r"[，。；：、！？\s（）()]|和|与|及|在|由|向|对|将|已|的|了|参加|出席"
    r"|举办|举行|签署|建立|建设|成立|发布|来自|是|于|从"
)


@cache
def _pattern(code: str) -> re.Pattern[str]:
    heads = "|".join(f"(?P<{kind}>{words})" for kind, words in _HEADS[code].items())
    word = r"[«“\"]?[^\W\d_a-zа-яёà-ÿ][\w’'-]*[»”\"]?"
    plain = r"[^\W\d_][\w’'-]*"
    # One word in small letters may stand between a linking word and the next ("de la recherche").
    tail = rf"(?:\s+{_LINKS[code]}\s*(?:{word}|{plain})(?:\s+{word}){{0,3}}|\s+{word})"
    first = rf"(?:{word}\s+)?" if code == "ru" else ""
    return re.compile(rf"(?<!\w){first}(?:{heads})(?!\w){tail}{{1,6}}")


@cache
def _chinese() -> re.Pattern[str]:
    heads = "|".join(f"(?P<{kind}>{words})" for kind, words in _CHINESE.items())
    return re.compile(rf"(?:(?!{_BREAKS})[\w“”\"—-]){{2,20}}?(?:{heads})")


def find_by_heads(text: str, begin: int, stop: int, language: str) -> Iterator[Name]:
    """Find names in ``text[begin:stop]`` by their head nouns."""
    code = language[:2]
    if code not in _HEADS and code != "zh":
        return
    pattern = _chinese() if code == "zh" else _pattern(code)
    for found in pattern.finditer(text, begin, stop):
        kind: NameKind = found.lastgroup  # type: ignore[assignment]
        start, end = found.span()
        if code == "zh" and not 4 <= end - start <= 24:
            continue
        yield Name(
            start, end, text[start:end], kind, confidence=0.6 if code == "zh" else 0.65,
            rules=("head noun",),
        )  # fmt: skip
