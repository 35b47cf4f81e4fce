"""Six languages are told apart, and from their neighbours."""

from __future__ import annotations

import subprocess
import sys

import pytest

from serai.engines.claims.reading import language_of

TEXTS = [
    ("en", "China has signed agreements with more than 80 countries of the region."),
    ("en", "The centre was opened in 2019 and has trained over 400 people."),
    ("fr", "La Chine a signé des accords avec plus de 80 pays de la région."),
    ("fr", "Le centre a été inauguré en 2019 et il a formé plus de 400 personnes."),
    ("es", "China ha firmado acuerdos con más de 80 países de la región."),
    ("es", "El centro fue inaugurado en 2019 y ha formado a más de 400 personas."),
    ("ru", "Китай подписал соглашения более чем с 80 странами."),
    ("ar", "وقعت الصين اتفاقيات مع أكثر من ثمانين دولة."),
    ("ar", "وقال الوزير إن هذه الهيئة هي أهم جهة تهتم بها، وتدعمها 12 هيئة وطنية ودولية."),
    ("zh", "中国已与80多个国家签署科技合作协定。"),
    ("zh", "China（中国）与65个国家合作，建设联合实验室，Belt and Road。"),
    ("other", "A China assinou acordos com mais de 80 países da região, segundo o ministro."),
    ("other", "La Cina ha firmato degli accordi con più di 80 paesi della regione."),
    ("other", "China hat mit mehr als 80 Ländern der Region Abkommen unterzeichnet."),
    ("other", "Китай підписав угоди з понад 80 країнами та має спільні лабораторії."),
    (
        "other",
        "Қытай 80-нен астам елмен ғылыми-техникалық ынтымақтастық туралы келісімге қол қойды.",
    ),
    (
        "other",
        "Китай подписа споразумения с повече от 80 държави в областта на науката и техниката.",
    ),
    ("other", "چین با بیش از ۸۰ کشور توافق‌نامه همکاری علمی و فناوری امضا کرده است."),
    ("other", "中国は八十か国以上と科学技術協力協定を結んでいる。"),
    ("other", "중국은 80여 개국과 과학기술 협력 협정을 체결했다."),
    ("other", "Η Κίνα έχει υπογράψει συμφωνίες με περισσότερες από 80 χώρες."),
    ("other", "12345 67"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_languages(language: str, text: str) -> None:
    assert language_of(text) == language


def test_what_a_document_declares_decides_only_where_its_text_does_not() -> None:
    assert language_of("2023: 80 + 20", declared="fr") == "fr"
    assert language_of("Table", declared="fr") in {"fr", "en", "other"}
    assert language_of("The agreements of the two sides are in force.", declared="fr") == "en"


def test_no_model_is_loaded_where_words_or_script_decide() -> None:
    program = (
        "import sys; from serai.engines.claims.reading import read\n"
        "read('The agreements of the two sides are in force.'.encode())\n"
        "read('中国已与八十多个国家签署协定'.encode())\n"
        "heavy = {'numpy', 'py3langid', 'trafilatura', 'pypdfium2', 'docx', 'django'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
