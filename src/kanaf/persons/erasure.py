"""What erasing a person takes, and what stays for figures that name nobody."""

from kanaf.foundation.erasure import Sensitivity, blank, keep, seal

PERSON, IDENTIFIER = "persons.Person", "persons.Identifier"

seal(
    PERSON,
    "given_name family_name given_name_ar family_name_ar nickname father_name mother_name born_on born_said"
    " phone address commune nationality",
    why="says who the person is and where to find them; unreadable once the person's data key is destroyed",
    sensitivity=Sensitivity.PERSONAL,
)
blank(PERSON, "languages", why="a rare language points at a family")
keep(PERSON, "id is_birth_estimated sex registered_at version is_demo", why="names nobody; counted by sex and by year")
keep(PERSON, "compared_at merged_into", why="leads to a record that says no more once its key is destroyed")

seal(IDENTIFIER, "value", why="a number that names the person", sensitivity=Sensitivity.PERSONAL)
blank(IDENTIFIER, "blind", why="whoever has the number and the index key could ask whether the person was known here")
keep(IDENTIFIER, "id person scheme", why="how many people had papers")
