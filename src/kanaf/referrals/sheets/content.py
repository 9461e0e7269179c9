"""What a sheet says of a child: nothing that leads to one."""

from django.utils.translation import gettext as _

from kanaf.foundation import words

BANDS = ((0, 5), (6, 9), (10, 12), (13, 15), (16, 17))


def band(age: int | None) -> str:
    """An age as a band of years; an adult is « 18 and over »."""
    if age is None:
        return ""
    for low, high in BANDS:
        if low <= age <= high:
            return _("%(from)s to %(to)s years old") % {"from": low, "to": high}
    return _("18 and over")


def child_in_words(sex: str, age: int | None) -> str:
    """« fille, de 13 à 15 ans »."""
    who = words.sex_word(sex, is_adult=age is not None and age >= words.ADULT)
    years = band(age)
    return _("%(person)s, %(age)s") % {"person": who, "age": years} if years else who
