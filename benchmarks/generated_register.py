"""A register of any size, made up: plausible names in six languages, skewed as real ones are.

The same seed gives the same records. Nothing in it is true.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

KINDS = {
    "project": 46, "training_run": 18, "joint_laboratory": 12, "agreement": 10, "programme": 5,
    "workshop": 3, "demonstration_centre": 2, "transfer_centre": 2, "platform": 1,
    "overseas_park": 0.6, "initiative": 0.4,
}  # fmt: skip
STATUSES = ("operating", "completed", "planned", "agreed", "building", "unknown", "closed")
INSTRUMENTS = ("memorandum", "institutional", "intergovernmental", "protocol", "unknown")

# What is worked on, in the six languages of the interface: subject, then kind of undertaking.
SUBJECTS = (
    ("wheat breeding", "小麦育种", "sélection du blé", "селекция пшеницы", "تربية القمح",
     "mejora del trigo"),
    ("solar energy", "太阳能", "énergie solaire", "солнечная энергия", "الطاقة الشمسية",
     "energía solar"),
    ("wind power", "风力发电", "énergie éolienne", "ветровая энергия", "طاقة الرياح",
     "energía eólica"),
    ("traditional medicine", "传统医学", "médecine traditionnelle", "традиционная медицина",
     "الطب التقليدي", "medicina tradicional"),
    ("water treatment", "水处理", "traitement de l’eau", "очистка воды", "معالجة المياه",
     "tratamiento del agua"),
    ("remote sensing", "遥感", "télédétection", "дистанционное зондирование", "الاستشعار عن بعد",
     "teledetección"),
    ("marine science", "海洋科学", "sciences de la mer", "морская наука", "علوم البحار",
     "ciencias marinas"),
    ("molecular biology", "分子生物学", "biologie moléculaire", "молекулярная биология",
     "الأحياء الجزيئية", "biología molecular"),
    ("artificial intelligence", "人工智能", "intelligence artificielle",
     "искусственный интеллект", "الذكاء الاصطناعي", "inteligencia artificial"),
    ("seismic monitoring", "地震监测", "surveillance sismique", "сейсмический мониторинг",
     "رصد الزلازل", "vigilancia sísmica"),
    ("desert control", "荒漠化防治", "lutte contre la désertification",
     "борьба с опустыниванием", "مكافحة التصحر", "lucha contra la desertificación"),
    ("hybrid rice", "杂交水稻", "riz hybride", "гибридный рис", "الأرز الهجين", "arroz híbrido"),
    ("railway engineering", "铁路工程", "génie ferroviaire", "железнодорожная техника",
     "هندسة السكك الحديدية", "ingeniería ferroviaria"),
    ("vaccine research", "疫苗研究", "recherche vaccinale", "исследование вакцин",
     "أبحاث اللقاحات", "investigación de vacunas"),
    ("new materials", "新材料", "nouveaux matériaux", "новые материалы", "مواد جديدة",
     "nuevos materiales"),
    ("biodiversity", "生物多样性", "biodiversité", "биоразнообразие", "التنوع الحيوي",
     "biodiversidad"),
)  # fmt: skip
UNDERTAKINGS = {
    "project": ("Research project", "研究项目", "Projet de recherche",
                "Исследовательский проект", "مشروع بحثي", "Proyecto de investigación"),
    "training_run": ("Training course", "培训班", "Stage de formation", "Учебный курс",
                     "دورة تدريبية", "Curso de formación"),
    "joint_laboratory": ("Joint laboratory", "联合实验室", "Laboratoire conjoint",
                         "Совместная лаборатория", "مختبر مشترك", "Laboratorio conjunto"),
    "agreement": ("Agreement on cooperation", "合作协定", "Accord de coopération",
                  "Соглашение о сотрудничестве", "اتفاق تعاون", "Acuerdo de cooperación"),
    "programme": ("Programme", "计划", "Programme", "Программа", "برنامج", "Programa"),
    "workshop": ("Workshop", "工坊", "Atelier", "Мастерская", "ورشة", "Taller"),
    "demonstration_centre": ("Demonstration centre", "示范中心", "Centre de démonstration",
                             "Демонстрационный центр", "مركز إيضاحي", "Centro de demostración"),
    "transfer_centre": ("Technology transfer centre", "技术转移中心",
                        "Centre de transfert de technologie", "Центр передачи технологий",
                        "مركز نقل التكنولوجيا", "Centro de transferencia de tecnología"),
    "platform": ("Cooperation platform", "合作平台", "Plateforme de coopération",
                 "Платформа сотрудничества", "منصة تعاون", "Plataforma de cooperación"),
    "overseas_park": ("Science park", "科技园", "Parc scientifique", "Научный парк",
                      "حديقة علمية", "Parque científico"),
    "initiative": ("Initiative", "倡议", "Initiative", "Инициатива", "مبادرة", "Iniciativa"),
}  # fmt: skip
LANGUAGES = ("en", "zh-hans", "fr", "ru", "ar", "es")
SHARES = (1.0, 0.5, 0.15, 0.12, 0.08, 0.12)
"""How many of the records have a name in each language."""
_SYLLABLES = (
    "ka", "ren", "to", "mi", "shan", "lu", "dar", "ne", "bo", "ri", "vel", "an", "su", "go", "tai",
    "mar", "os", "li", "fen", "ha", "zu", "pe", "dro", "ki", "wan", "sa", "ter", "yu", "no", "al",
)  # fmt: skip
_VERBS = ("studies", "develops", "tests", "demonstrates", "compares", "improves", "documents")
_OBJECTS = (
    "methods of measurement", "equipment for small farms", "open data for planners",
    "training material", "low-cost sensors", "standards for laboratories", "drought-tolerant seed",
    "maintenance of machines", "early warning of hazards", "clinical trials", "field stations",
    "teaching in universities", "supply of drinking water", "recycling of batteries",
)  # fmt: skip


def organisation_names(number: int, *, seed: int) -> list[str]:
    """Return names of made-up organisations."""
    choose = random.Random(seed)
    patterns = (
        "{} University", "{} Academy of Sciences", "Institute of {}", "{} Technology Company",
        "Ministry of Science of {}", "{} Research Centre", "{} Hospital", "{} Polytechnic",
    )  # fmt: skip
    return [
        choose.choice(patterns).format(_place(choose)) + f" {index}" * (index % 7 == 0)
        for index in range(number)
    ]


def records(
    number: int, *, seed: int, countries: Sequence[str], fields: Sequence[str],
    organisations: Sequence[str], goals: Sequence[int], first: int = 0,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Generate records in the plain form of data files.

    Few countries, subjects and organisations have most of the records, as it is everywhere.
    """
    choose = random.Random(seed)
    kinds, kind_weights = list(KINDS), list(KINDS.values())
    country_weights = _skewed(len(countries))
    organisation_weights = _cumulated(_skewed(len(organisations)))
    subject_weights = _skewed(len(SUBJECTS), 0.6)
    field_weights = _skewed(len(fields), 0.7)
    for index in range(first, first + number):
        kind = choose.choices(kinds, kind_weights)[0]
        subject = choose.choices(SUBJECTS, subject_weights)[0]
        place = _place(choose)
        name = {
            language: _named(language, undertaking, of, place, index)
            for language, undertaking, of, share in zip(
                LANGUAGES, UNDERTAKINGS[kind], subject, SHARES, strict=True
            )
            if choose.random() < share
        }
        year = int(2024 - min(choose.expovariate(0.14), 45))
        partners = {
            "CN" if choose.random() < 0.7 else countries[0],
            *choose.choices(countries, country_weights, k=1 + (choose.random() < 0.2)),
        }
        located = choose.random() < 0.3
        record: dict[str, Any] = {
            "key": f"generated-{index}",
            "kind": kind,
            "stage": "published" if choose.random() < 0.97 else "draft",
            "name": name,
            "summary": {"en": _summary(choose, subject[0], place)},
            "countries": sorted(partners),
            "fields": sorted({choose.choices(fields, field_weights)[0]}),
            "goals": sorted({choose.choice(goals)}) if choose.random() < 0.5 else [],
            "started_on": f"{year}-{choose.randint(1, 12):02d}" if choose.random() < 0.9 else "",
            "place_name": {"en": place} if located else {},
            "latitude": f"{choose.uniform(-40, 60):.4f}" if located else None,
            "longitude": f"{choose.uniform(-120, 150):.4f}" if located else None,
            "parties": [
                ("party", organisation, None, "")
                for organisation in dict.fromkeys(
                    choose.choices(organisations, cum_weights=organisation_weights, k=2)
                )
            ],
        }
        if kind == "agreement":
            record["instrument"] = choose.choice(INSTRUMENTS)
            record["legal_events"] = [("signature", f"{year}-05", "", {}, {})]
        else:
            record["status"] = choose.choices(STATUSES, _skewed(len(STATUSES)))[0]
        yield record


def _named(language: str, undertaking: str, subject: str, place: str, index: int) -> str:
    number = f" {index % 97}" if index % 3 == 0 else ""
    if language == "zh-hans":
        return f"{place}{subject}{undertaking}{number}"
    joint = {"en": " on ", "fr": " sur : ", "ru": ": ", "ar": ": ", "es": " sobre "}[language]
    return f"{place}: {undertaking}{joint}{subject}{number}"


def _summary(choose: random.Random, subject: str, place: str) -> str:
    sentences = [
        f"It {choose.choice(_VERBS)} {choose.choice(_OBJECTS)} and {choose.choice(_OBJECTS)} "
        f"around {_place(choose)}."
        for _number in range(choose.randint(1, 4))
    ]
    return f"Partners from {place} work together on {subject}. {' '.join(sentences)}"


def _place(choose: random.Random) -> str:
    return "".join(choose.choices(_SYLLABLES, k=choose.randint(2, 4))).capitalize()


def _skewed(number: int, power: float = 1.0) -> list[float]:
    return [1 / (rank + 2) ** power for rank in range(number)]


def _cumulated(weights: Sequence[float]) -> list[float]:
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums
