"""What files and reports put into each compartment."""

from django.utils.translation import gettext_lazy as _

from kanaf.cases.access.work import DOCUMENT_PARTS, WRITABLE
from kanaf.grants.contents import holds
from kanaf.grants.enums import Compartment

CORE, IDENTITY, SOCIAL = Compartment.CORE, Compartment.IDENTITY, Compartment.SOCIAL

holds("cases_case", _("code, place, stage, risk, sex, age in years, medical limits"), CORE)
holds("cases_lead", _("which desk leads, and led"), CORE)
holds("cases_reopening", _("that the file was opened again, and why"), CORE)
holds("cases_report", _("that a report came in, by which way and how urgent"), CORE)
holds("cases_triage", _("what was decided after a report"), CORE)
holds("cases_complaint", _("that a complaint came in, and who answers it"), CORE)
holds("cases_emergencyaccess", _("that somebody opened the file in an emergency"), CORE)
holds("cases_caseparty", _("who is in the file: names, birth date, numbers, address, relation"), IDENTITY)
holds("cases_personpair", _("which two records may be of one person, and what was decided"), IDENTITY)
holds("cases_personmerge", _("which two records may be of one person, and what was decided"), IDENTITY)
holds("cases_knownelsewhere", _("that a child like this one was written down at another desk"), IDENTITY)
holds("cases_reportcontact", _("who reported, and how to reach them"), IDENTITY)
holds("cases_reportstatement", _("what a report tells"), SOCIAL)
holds("cases_reportaddition", _("what a report tells"), SOCIAL)
holds("cases_complaintstatement", _("what a complaint tells, and its answer"), SOCIAL)
holds("cases_incident", _("what happened to the child (the narrative)"), SOCIAL)
holds("cases_consent", _("consent: asked of whom, answered what"), SOCIAL)
holds("cases_safetyplan", _("where the child sleeps, and what keeps the child safe"), SOCIAL)
holds("cases_assessment", _("assessments, with what the child thinks"), SOCIAL)
holds("cases_plan", _("the plan, its goals and actions"), SOCIAL)
holds("cases_plangoal", _("the plan, its goals and actions"), SOCIAL)
holds("cases_planaction", _("the plan, its goals and actions"), SOCIAL)
holds("cases_closure", _("why the file closes"), SOCIAL)
holds("cases_contact", _("contacts written down in that part"), *WRITABLE)
holds("cases_note", _("notes written in that part"), *WRITABLE)
holds("cases_attachment", _("documents kept in that part"), *DOCUMENT_PARTS)
