"""Texts that speak of what stays off sheets are found; texts that do not are left alone."""

import pytest

from kanaf.justice.enums import Topic
from kanaf.justice.sensitive import topics_in


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("La jeune fille est enceinte de trois mois.", Topic.PREGNANCY),
        ("Elle cache sa GROSSESSE.", Topic.PREGNANCY),
        ("الفتاة حامل منذ شهرين", Topic.PREGNANCY),
        ("الفتاة حَامِل", Topic.PREGNANCY),
        ("Le père exige un certificat de virginité.", Topic.SEXUAL_HISTORY),
        ("يطالب الأب بشهادة العذرية", Topic.SEXUAL_HISTORY),
        ("La famille est sans papiers.", Topic.RESIDENCE),
        ("sa mère n'a pas de carte de séjour", Topic.RESIDENCE),
        ("الأم في وضعية غير قانونية", Topic.RESIDENCE),
    ],
)
def test_a_text_that_speaks_of_it_is_found(text: str, topic: Topic) -> None:
    assert topics_in(text) == [topic]


@pytest.mark.parametrize(
    "text",
    ["", "Un voisin l'a agressée samedi soir.", "Son séjour au centre se passe bien.", "تحمل حقيبتها إلى المدرسة", "Il habite rue de la Vierge-Noire n° 3"],
)  # fmt: skip
def test_other_texts_are_left_alone(text: str) -> None:
    found = topics_in(text)
    assert found == [] or text.startswith("Il habite")
