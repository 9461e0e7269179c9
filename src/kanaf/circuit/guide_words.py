"""The headings of the guide, and the words that its readers must share."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def labels() -> dict[str, str]:
    """Headings and column names, by the name that the template uses."""
    return {
        "kind": _("Guide of the circuit"),
        "lead": _("Who does what, and within which delay, when a child needs help"),
        "call": _("In danger now? Call."),
        "contents": _("Contents"),
        "glance": _("The circuit at a glance"),
        "glance_text": _(
            "Every child who needs help goes through these stages. The administrative and the judicial way may run side"
            " by side. At each moment exactly one desk leads the file, and everybody knows which."
        ),
        "doors": _("Ways in"),
        "doors_text": _("Whichever door it comes through, a report takes the same way."),
        "door": _("Door"),
        "channels": _("How"),
        "ways": _("The way of each child"),
        "ways_text": _("The stages by their number, in the order in which they come for each situation."),
        "situation": _("Situation"),
        "order": _("Stages in their order"),
        "basket": _("Services that may be needed"),
        "none": _("No delay of its own has been agreed for this stage yet."),
        "who": pgettext("column", "Who"),
        "begins": _("Begins when"),
        "counted": pgettext("row", "Counted from"),
        "done": _("Done when"),
        "ends": _("No longer owed when"),
        "clock": _("How it is counted"),
        "silence": _("In silence"),
        "law": _("Rests on"),
        "both": _("Whichever way"),
        "waiting": _("delay to be confirmed"),
        "handovers": _("From hand to hand"),
        "handovers_text": _("Until the other desk has accepted, whoever gives stays responsible."),
        "from": pgettext("column", "From"),
        "to": pgettext("column", "To"),
        "documents": _("What goes along"),
        "rungs": _("And if nothing comes?"),
        "rungs_text": _(
            "Silence is an event: before the delay is over and after it, somebody is told, one after the other. Being"
            " told opens no file: whoever is told makes sure that somebody acts."
        ),
        "laws": _("What it rests on"),
        "laws_text": _("The law says the duty; the delay is what the partners agreed."),
        "text": _("Text"),
        "word": pgettext("column", "Word"),
        "meaning": _("What we mean by it"),
        "seen": _("Read on"),
        "duties": _("What rests on it"),
        "glossary": _("Words that we share"),
        "sources": _("Where this comes from"),
        "fingerprint": _("Fingerprint of this version"),
        "page": pgettext("of a document", "Page"),
    }


def glossary() -> list[list[str]]:
    """Words and what they mean here."""
    meanings = {
        pgettext("word", "Circuit"): _(
            "Who does what within which delay, after which event, as the partners of a territory agreed."
        ),
        pgettext("word", "Report"): _(
            "What somebody tells us about a child, before any file. Nobody has to give a name."
        ),
        pgettext("word", "File"): _(
            "What is kept about one child from the first report to the closing, in sealed parts."
        ),
        pgettext("word", "Desk"): _("A post of an organisation: a unit, a cell at the court, a ward, a brigade."),
        pgettext("word", "Desk that leads the file"): _(
            "The one desk that is responsible for the file at each moment."
        ),
        pgettext("word", "Referral"): _("One desk asks another for a service and keeps the lead."),
        pgettext("word", "Hand-over"): _(
            "The whole file passes to another desk, in the instant in which that desk accepts."
        ),
        pgettext("word", "Delay"): _(
            "The time within which something must be done. It depends on the risk for the child."
        ),
        pgettext("word", "Working time"): _("24 h are counted for each worked day; other days do not count."),
        pgettext("word", "UPE"): _("Child protection unit: receives, listens, orients and accompanies."),
        pgettext("word", "CAPE"): _("Child protection support centre, of Entraide Nationale."),
        pgettext("word", "Court cell"): _(
            "Cell for women and children at the court: receives, listens, orients and accompanies."
        ),
    }
    return [[word, meaning] for word, meaning in meanings.items()]
