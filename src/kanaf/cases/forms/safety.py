"""Safety first: a few questions about tonight."""

from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import ComingDayField, YesNo, prose
from kanaf.foundation.forms import Form, Section


class SafetyForm(Form):
    """Asked before anything else; nothing here waits for an assessment."""

    sleeps_where = prose(_("Where does the child sleep tonight?"), hint=_("With whom, and who else is there."), rows=2)
    is_safe_tonight = YesNo(label=_("Is it safe there tonight?"))
    who_has_access = prose(
        _("Who has access to the child?"), hint=_("At home, at school, on the way, by telephone."), rows=3
    )
    author_has_access = YesNo(label=_("Does the alleged author have access to the child?"))
    siblings_at_risk = YesNo(label=_("Are brothers, sisters or other children at risk?"))
    what_we_do = prose(
        _("What do we do now, and who does the child call?"),
        hint=_("Each thing with the person who does it. A number the child can call without being heard."),
    )
    review_on = ComingDayField(label=_("We look again on"), help_text=_("Tomorrow, if anything worries you."))

    sections = [
        Section(_("Tonight"), ["sleeps_where", "is_safe_tonight"]),
        Section(_("Who can come near"), ["who_has_access", "author_has_access", "siblings_at_risk"]),
        Section(_("What we do"), ["what_we_do", "review_on"]),
    ]


class RaiseRiskForm(Form):
    """One button: the answers speak for themselves."""
