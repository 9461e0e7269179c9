"""The permission table: for each route, who is answered at the desk in charge, elsewhere, and without an account.

Whoever is not named is answered 404, as if the record did not exist; nobody is sent to the sign-in page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kanaf.actors.enums import Role

R = Role
EVERY_ROLE = frozenset(Role)
NO_ROLE: frozenset[Role] = frozenset()

FILE_ROLES = frozenset(
    {
        R.SOCIAL_WORKER, R.DESK_COORDINATOR, R.SUPERVISOR, R.COURT_SOCIAL_WORKER, R.PROSECUTOR, R.JUVENILE_JUDGE,
        R.CLERK, R.LAWYER, R.DOCTOR, R.POLICE_OFFICER, R.PSYCHOLOGIST, R.CENTRE_EDUCATOR, R.SCHOOL_FOCAL_POINT,
        R.COMMITTEE_SECRETARY,
    }
)  # fmt: skip
"""Those whose trade opens files; all others work without case data, the system administrator first."""
INTAKE = FILE_ROLES - {R.COMMITTEE_SECRETARY}
"""Whoever works with people may write down what was told, and read it again."""
LEADERS = frozenset({R.SOCIAL_WORKER, R.DESK_COORDINATOR, R.SUPERVISOR, R.COURT_SOCIAL_WORKER})
"""Those who carry a file from day to day."""
APPROVERS = frozenset({R.SUPERVISOR, R.DESK_COORDINATOR})
SOCIAL_READERS = LEADERS | {R.PROSECUTOR, R.JUVENILE_JUDGE, R.PSYCHOLOGIST, R.CENTRE_EDUCATOR, R.SCHOOL_FOCAL_POINT}
SOCIAL_WRITERS = LEADERS | {R.CENTRE_EDUCATOR}
WRITERS = SOCIAL_WRITERS | {
    R.PROSECUTOR, R.JUVENILE_JUDGE, R.CLERK, R.DOCTOR, R.POLICE_OFFICER, R.PSYCHOLOGIST,
}  # fmt: skip
"""Those whose trade writes in some part of a file."""
JUDICIAL_READERS = LEADERS | {R.PROSECUTOR, R.JUVENILE_JUDGE, R.CLERK, R.POLICE_OFFICER, R.LAWYER}
JUDICIAL_WRITERS = JUDICIAL_READERS - {R.LAWYER}
RECORDERS = JUDICIAL_WRITERS - {R.POLICE_OFFICER}
"""Those who write down what a court decides; the police does not."""
COURT = frozenset({R.PROSECUTOR, R.JUVENILE_JUDGE, R.CLERK})
MEDICAL_WRITERS = frozenset({R.DOCTOR})
ASKERS = frozenset({R.SOCIAL_WORKER, R.DESK_COORDINATOR, R.SUPERVISOR})
"""Those who carry a file and read its medical part: they ask for examinations."""
MEDICAL_READERS = ASKERS | MEDICAL_WRITERS | {R.PROSECUTOR, R.JUVENILE_JUDGE}
ARRANGERS = ASKERS | MEDICAL_WRITERS
ADMINISTRATOR = frozenset({R.SYSTEM_ADMINISTRATOR})
EDITOR = frozenset({R.DIRECTORY_EDITOR})
MANAGERS = frozenset({R.DESK_COORDINATOR}) | ADMINISTRATOR
PRIVACY = frozenset({R.PRIVACY_OFFICER})
ON_CALL = LEADERS | {R.PROSECUTOR, R.DOCTOR, R.POLICE_OFFICER}
SETTINGS = EDITOR | PRIVACY
PROTOCOL_WRITERS = EDITOR | {R.DESK_COORDINATOR, R.COMMITTEE_SECRETARY}
COMMITTEE = frozenset({R.SUPERVISOR, R.PROSECUTOR, R.JUVENILE_JUDGE, R.COMMITTEE_SECRETARY})
SIGNERS = frozenset({R.DESK_COORDINATOR, R.SUPERVISOR, R.PROSECUTOR, R.JUVENILE_JUDGE})
SECRETARY = frozenset({R.COMMITTEE_SECRETARY})
CHAIR = frozenset({R.JUVENILE_JUDGE})
"""Who holds the chair's seat of each desk's committee; the social worker holds one bound by secrecy."""
BOUND = frozenset({R.SOCIAL_WORKER})
AT_TABLE = SECRETARY | CHAIR | BOUND
MAP_LEADS = frozenset({R.DESK_COORDINATOR, R.SUPERVISOR, R.COMMITTEE_SECRETARY, R.PROJECT_MANAGER})
MAP_TEAM = MAP_LEADS | {R.SOCIAL_WORKER}
"""Who writes in the campaign of each desk: those who lead it, and the social worker, who is of its team."""
MAP_READERS = MAP_LEADS | {R.PROSECUTOR, R.JUVENILE_JUDGE} | EDITOR


@dataclass(frozen=True)
class Rule:
    """Who is answered ``says``: at the desk in charge, at the desk asked to help, at others; ``moves`` are sent on."""

    own: frozenset[Role]
    asked: frozenset[Role] = NO_ROLE
    other: frozenset[Role] = NO_ROLE
    nobody: int = 302
    says: int = 200
    is_post: bool = False
    moves: frozenset[Role] = NO_ROLE

    def expected(self, where: str, role: Role) -> int:
        if role in self.moves:
            return 302
        return self.says if role in getattr(self, where) else 404


def everybody(says: int = 200, nobody: int | None = None, *, is_post: bool = False) -> Rule:
    """An open page: people without an account see it too."""
    return Rule(EVERY_ROLE, EVERY_ROLE, EVERY_ROLE, nobody or says, says, is_post)


def anyone(roles: frozenset[Role] = EVERY_ROLE, says: int = 200, *, is_post: bool = False) -> Rule:
    """A page of no record: the same for these roles at every desk."""
    return Rule(roles, roles, roles, says=says, is_post=is_post)


def at_each_desk(roles: frozenset[Role]) -> Rule:
    """A page of one's own committees: the same roles at the two desks that have one."""
    return Rule(roles, other=roles)


def file(own: frozenset[Role], asked: frozenset[Role] = NO_ROLE, says: int = 200) -> Rule:
    """A page of one file: for the desk that leads it, sometimes for a desk it was referred to."""
    return Rule(own, asked, says=says)


def post(own: frozenset[Role], says: int = 302, asked: frozenset[Role] = NO_ROLE, **more: frozenset[Role]) -> Rule:
    """A button: sent by POST only."""
    return Rule(own, asked, says=says, is_post=True, **more)


NEVER = Rule(NO_ROLE)

TABLE: Mapping[str, Rule] = {
    # The house
    "foundation:blank": anyone(),
    "foundation:save_draft": anyone(says=413, is_post=True),
    "foundation:leave": everybody(302),
    "foundation:gallery": everybody(),
    "foundation:light_gallery": everybody(),
    "foundation:paper_gallery": everybody(),
    # The territory
    "territory:search_places": anyone(),
    "territory:suggest_places": anyone(),
    "territory:list_settings": anyone(SETTINGS),
    "territory:list_kind": anyone(SETTINGS),
    "territory:add_setting": anyone(SETTINGS),
    "territory:edit_setting": anyone(SETTINGS),
    # Signing in: the library's pages
    "account_login": everybody(302, nobody=200),
    "account_logout": anyone(),
    "account_inactive": everybody(),
    "account_reauthenticate": anyone(),
    "account_change_password": anyone(),
    "account_set_password": anyone(says=302),
    "account_reset_password": everybody(),
    "account_reset_password_done": everybody(),
    "account_reset_password_from_key": everybody(),
    "account_reset_password_from_key_done": everybody(),
    "mfa_index": anyone(),
    "mfa_authenticate": everybody(302),
    "mfa_reauthenticate": anyone(says=302),
    "mfa_activate_totp": anyone(),
    "mfa_deactivate_totp": NEVER,
    "mfa_view_recovery_codes": NEVER,
    "mfa_generate_recovery_codes": anyone(),
    "mfa_list_webauthn": anyone(),
    "mfa_add_webauthn": anyone(),
    "mfa_login_webauthn": everybody(302),
    "mfa_edit_webauthn": NEVER,
    "mfa_remove_webauthn": NEVER,
    "mfa_reauthenticate_webauthn": anyone(says=302),
    "socialaccount_login_cancelled": everybody(),
    "socialaccount_login_error": everybody(401),
    # Signing in: our own
    "signin:choose_factor": anyone(),
    "signin:list_sessions": anyone(),
    "signin:end_session": post(NO_ROLE),
    "signin:end_other_sessions": anyone(says=302, is_post=True),
    "signin:list_invitations": anyone(MANAGERS),
    "signin:invite": anyone(MANAGERS),
    "signin:invite_again": post(MANAGERS, asked=ADMINISTRATOR, other=ADMINISTRATOR),
    "signin:withdraw_invitation": post(MANAGERS, asked=ADMINISTRATOR, other=ADMINISTRATOR),
    "signin:accept_invitation": everybody(410),
    "signin:forget_factors": anyone(ADMINISTRATOR),
    "signin:start_oidc": everybody(404),
    "signin:finish_oidc": everybody(404),
    "signin:list_personas": everybody(404),
    "signin:become_persona": everybody(404, is_post=True),
    # The directory and its people
    "actors:list_services": everybody(),
    "actors:print_services": everybody(),
    "actors:show_service": everybody(),
    "actors:verify_service": post(EVERY_ROLE, asked=EDITOR, other=EDITOR),
    "actors:show_organisation": anyone(),
    "actors:list_organisations": anyone(),
    "actors:verify_organisation": post(EVERY_ROLE, asked=EDITOR, other=EDITOR),
    "actors:add_organisation": anyone(EDITOR | ADMINISTRATOR),
    "actors:add_site": anyone(EDITOR | ADMINISTRATOR),
    "actors:open_desk": anyone(ADMINISTRATOR),
    "actors:record_agreement": anyone(EDITOR),
    "actors:propose_change": anyone(),
    "actors:show_details": anyone(),
    "actors:add_row": anyone(),
    "actors:edit_row": anyone(),
    "actors:remove_row": anyone(),
    "actors:propose_service": anyone(),
    "actors:list_desks": anyone(),
    "actors:show_desk": anyone(),
    "actors:list_members": Rule(EVERY_ROLE, ADMINISTRATOR, ADMINISTRATOR),
    "actors:add_member": Rule(MANAGERS, ADMINISTRATOR, ADMINISTRATOR),
    "actors:cover_absence": Rule(MANAGERS, ADMINISTRATOR, ADMINISTRATOR),
    "actors:end_membership": Rule(MANAGERS, ADMINISTRATOR, ADMINISTRATOR),
    "actors:end_absence": post(MANAGERS, asked=ADMINISTRATOR, other=ADMINISTRATOR),
    "actors:list_drafts": anyone(),
    "actors:show_draft": anyone(EDITOR),
    "actors:approve_change": anyone(EDITOR, says=302, is_post=True),
    "actors:refuse_change": anyone(EDITOR, says=422, is_post=True),
    "actors:change_profile": anyone(),
    "actors:list_accounts": anyone(ADMINISTRATOR),
    "actors:close_account": anyone(ADMINISTRATOR, says=302, is_post=True),
    "actors:reopen_account": anyone(ADMINISTRATOR, says=302, is_post=True),
    # Emergency access
    "cases:list_emergencies": anyone(FILE_ROLES | PRIVACY),
    "cases:break_glass": anyone(ON_CALL),
    "cases:emergency_figures": anyone(PRIVACY | frozenset({R.SUPERVISOR})),
    "cases:show_emergency": Rule(FILE_ROLES | PRIVACY, other=PRIVACY),
    "cases:enter_emergency": NEVER,
    "cases:end_emergency": post(LEADERS),
    "cases:review_emergency": anyone(PRIVACY),
    # Reports and complaints
    "cases:public_report": everybody(),
    "cases:add_to_report": everybody(),
    "cases:public_complaint": everybody(),
    "cases:follow_complaint": everybody(),
    "cases:list_reports": anyone(),
    "cases:record_report": anyone(INTAKE),
    "cases:read_report": file(INTAKE),
    "cases:mark_additions_read": post(LEADERS),
    "cases:pass_report": post(LEADERS, says=422),
    "cases:triage_report": file(LEADERS),
    "cases:confirm_triage": post(LEADERS),
    "cases:send_back_triage": file(LEADERS),
    "cases:list_complaints": anyone(),
    "cases:record_complaint": anyone(),
    "cases:read_complaint": file(INTAKE),
    "cases:take_complaint": post(APPROVERS),
    "cases:answer_complaint": post(APPROVERS, says=422),
    "cases:pass_complaint": post(APPROVERS),
    # A file: people, incidents, consents
    "cases:show_people": file(INTAKE, asked=INTAKE),
    "cases:register_person": file(LEADERS, says=302),
    "cases:add_party": file(LEADERS),
    "cases:find_person": file(LEADERS),
    "cases:pick_person": post(NO_ROLE),
    "cases:write_person": file(LEADERS),
    "cases:edit_person": file(LEADERS),
    "cases:end_party": file(LEADERS),
    # Conflicts of interest, and the alert of the one supervisor
    "cases:list_conflicts": file(INTAKE, asked=INTAKE),
    "cases:say_conflict": file(LEADERS),
    "cases:lift_conflict": file(frozenset({R.SUPERVISOR})),
    "cases:list_author_alerts": anyone(),
    "cases:show_author_alert": file(frozenset({R.SUPERVISOR})),
    # Two records of perhaps one person, and a child whom another desk may know
    "cases:list_duplicates": anyone(FILE_ROLES),
    "cases:show_pair": file(INTAKE),
    "cases:join_pair": file(LEADERS),
    "cases:tell_apart": post(LEADERS),
    "cases:ask_pair_again": post(LEADERS),
    "cases:settle_pair": post(NO_ROLE),
    "cases:undo_pair": file(LEADERS),
    "cases:show_known": file(INTAKE),
    "cases:end_known": post(NO_ROLE),
    "cases:list_incidents": file(SOCIAL_READERS),
    "cases:add_incident": file(SOCIAL_WRITERS),
    "cases:edit_incident": file(SOCIAL_WRITERS),
    "cases:list_consents": file(SOCIAL_READERS),
    "cases:ask_consent": file(SOCIAL_WRITERS),
    "cases:withdraw_consent": file(SOCIAL_WRITERS),
    # A file: the work
    "cases:write_safety": file(SOCIAL_WRITERS),
    "cases:raise_risk": file(LEADERS),
    "cases:write_assessment": file(LEADERS),
    "cases:approve_assessment": file(APPROVERS),
    "cases:write_plan": file(LEADERS),
    "cases:approve_plan": file(APPROVERS),
    "cases:finish_action": file(SOCIAL_WRITERS),
    "cases:record_contact": file(WRITERS, asked=MEDICAL_WRITERS),
    "cases:edit_contact": file(SOCIAL_WRITERS),
    "cases:add_note": file(WRITERS, asked=MEDICAL_WRITERS),
    "cases:edit_note": file(SOCIAL_WRITERS),
    "cases:list_attachments": file(FILE_ROLES, asked=FILE_ROLES),
    "cases:add_attachment": file(WRITERS, asked=MEDICAL_WRITERS),
    "cases:download_attachment": file(SOCIAL_READERS),
    "cases:move_stage": file(LEADERS),
    "cases:assign_worker": file(APPROVERS),
    "cases:close_file": file(LEADERS),
    "cases:approve_closure": file(APPROVERS),
    "cases:reopen_file": file(LEADERS),
    # The circuits in force, for everybody
    "circuit:list_circuits": everybody(),
    "circuit:show_circuit": everybody(),
    "circuit:download_guide": everybody(),
    "circuit:download_poster": everybody(),
    # Protocols of the circuit
    "circuit:list_protocols": anyone(),
    "circuit:show_version": anyone(),
    "circuit:show_text": anyone(),
    "circuit:compare_versions": anyone(),
    "circuit:start_draft": anyone(PROTOCOL_WRITERS),
    "circuit:begin_protocol": anyone(PROTOCOL_WRITERS),
    "circuit:edit_draft": anyone(PROTOCOL_WRITERS),
    "circuit:submit_draft": anyone(PROTOCOL_WRITERS),
    "circuit:withdraw_draft": anyone(PROTOCOL_WRITERS),
    "circuit:review_version": anyone(COMMITTEE),
    "circuit:return_version": anyone(PROTOCOL_WRITERS | COMMITTEE),
    "circuit:sign_version": file(SIGNERS),
    "circuit:publish_version": anyone(COMMITTEE),
    "circuit:move_file": file(LEADERS),
    # Hand-overs
    "referrals:send": file(LEADERS),
    "referrals:show": file(FILE_ROLES, asked=FILE_ROLES),
    "referrals:receive": post(NO_ROLE, asked=FILE_ROLES),
    "referrals:accept": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:decline": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:finish": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:revoke": file(FILE_ROLES),
    # Committees
    "committees:list": anyone(),
    "committees:list_actions": at_each_desk(AT_TABLE),
    "committees:open": at_each_desk(SECRETARY),
    "committees:show": Rule(AT_TABLE),
    "committees:change_settings": Rule(SECRETARY),
    "committees:add_seat": Rule(SECRETARY),
    "committees:change_seat": Rule(SECRETARY),
    "committees:name_member": Rule(SECRETARY),
    "committees:end_term": Rule(SECRETARY),
    "committees:convene": Rule(SECRETARY),
    "committees:meeting": Rule(AT_TABLE),
    "committees:cancel": Rule(SECRETARY),
    "committees:add_item": Rule(SECRETARY),
    "committees:remove_item": post(SECRETARY),
    "committees:hold": Rule(SECRETARY),
    "committees:decide": Rule(SECRETARY),
    "committees:invitation": Rule(AT_TABLE),
    "committees:minutes": Rule(AT_TABLE),
    "committees:write_minutes": Rule(SECRETARY),
    "committees:adopt": Rule(CHAIR),
    "committees:minutes_paper": Rule(AT_TABLE),
    "committees:annex": Rule(BOUND),
    "committees:bring": Rule(BOUND),
    "committees:answer_annex": Rule(BOUND),
    "committees:close_action": Rule(AT_TABLE),
    "committees:move_action": Rule(SECRETARY),
    "committees:plan": Rule(AT_TABLE),
    "committees:begin_plan": Rule(SECRETARY),
    "committees:add_objective": Rule(SECRETARY),
    "committees:add_plan_action": Rule(SECRETARY),
    "committees:report_progress": Rule(AT_TABLE),
    "committees:calendar": anyone(),
    "committees:make_calendar": anyone(is_post=True),
    "committees:revoke_calendar": anyone(says=302, is_post=True),
    "committees:feed": everybody(404),
    # The mapping of actors: all desks of the test stand in the place of both campaigns
    "mapping:list": anyone(),
    "mapping:asked": anyone(),
    "mapping:open": anyone(MAP_LEADS),
    "mapping:gaps": anyone(MAP_READERS),
    "mapping:fill_gap": NEVER,
    "mapping:network": anyone(MAP_READERS),
    "mapping:set_least": anyone(frozenset({R.PRIVACY_OFFICER})),
    "mapping:show": Rule(MAP_READERS | MAP_TEAM, MAP_READERS, MAP_READERS),
    "mapping:actor": Rule(MAP_READERS | MAP_TEAM, MAP_READERS, MAP_READERS),
    "mapping:roles": Rule(MAP_READERS | MAP_TEAM, MAP_READERS, MAP_READERS),
    "mapping:workshop": Rule(MAP_READERS | MAP_TEAM, MAP_READERS, MAP_READERS),
    "mapping:services": Rule(MAP_READERS | MAP_TEAM, MAP_READERS, MAP_READERS),
    "mapping:services_paper": Rule(MAP_READERS | MAP_TEAM, MAP_READERS, MAP_READERS),
    "mapping:change": Rule(MAP_LEADS),
    "mapping:join_team": Rule(MAP_LEADS),
    "mapping:leave_team": post(MAP_LEADS),
    "mapping:add_actor": Rule(MAP_TEAM),
    "mapping:change_actor": Rule(MAP_TEAM),
    "mapping:interview": Rule(MAP_TEAM),
    "mapping:propose": Rule(MAP_TEAM),
    "mapping:hold": Rule(MAP_TEAM),
    "mapping:say": Rule(MAP_TEAM),
    "mapping:agree": Rule(MAP_TEAM),
    "mapping:answer": Rule(MAP_TEAM),
    "mapping:carry": post(EDITOR, asked=EDITOR, other=EDITOR),
    # Justice
    "justice:my_day": NEVER,
    "justice:show_day": NEVER,
    "justice:list_feeds": NEVER,
    "justice:revoke_feed": post(NO_ROLE),
    "justice:calendar": everybody(404),
    "justice:show_file": file(JUDICIAL_READERS),
    "justice:write_decision": file(LEADERS),
    "justice:approve_decision": file(APPROVERS),
    "justice:write_sheet": file(LEADERS),
    "justice:show_sheet": file(JUDICIAL_READERS),
    "justice:send_sheet": post(LEADERS),
    "justice:acknowledge_sheet": file(NO_ROLE),
    "justice:take_sheet": file(JUDICIAL_READERS),
    "justice:open_procedure": file(RECORDERS),
    "justice:close_procedure": file(RECORDERS),
    "justice:call_desk": file(COURT - {R.CLERK}),
    "justice:set_hearing": file(RECORDERS),
    "justice:make_requisition": file(COURT),
    "justice:record_step": file(RECORDERS),
    "justice:receive_minutes": file(JUDICIAL_WRITERS),
    "justice:order_measure": file(RECORDERS),
    "justice:tell_hearing": file(RECORDERS),
    "justice:answer_requisition": file(JUDICIAL_WRITERS),
    "justice:execute_measure": file(RECORDERS),
    "justice:review_measure": file(RECORDERS),
    "justice:end_measure": file(RECORDERS),
    "justice:admit": file(LEADERS),
    "justice:follow_stay": file(LEADERS),
    # Health
    "health:my_list": NEVER,
    "health:show_list": NEVER,
    "health:show_file": file(MEDICAL_READERS, asked=MEDICAL_READERS),
    "health:print_register": file(MEDICAL_READERS, asked=MEDICAL_READERS),
    "health:request_examination": file(ASKERS),
    "health:withdraw": file(ASKERS),
    "health:refuse": file(ARRANGERS, asked=MEDICAL_WRITERS),
    "health:book": file(ARRANGERS, asked=MEDICAL_WRITERS),
    "health:tell_visit": file(ARRANGERS, asked=MEDICAL_WRITERS),
    "health:record_examination": file(MEDICAL_WRITERS, asked=MEDICAL_WRITERS),
    "health:answer_limits": file(MEDICAL_WRITERS, asked=MEDICAL_WRITERS),
    "health:write_findings": file(MEDICAL_WRITERS, asked=MEDICAL_WRITERS),
    "health:issue_certificate": file(MEDICAL_WRITERS, asked=MEDICAL_WRITERS),
    "health:plan_follow_ups": file(ARRANGERS, asked=MEDICAL_WRITERS),
    "health:hand_copy": file(ARRANGERS, asked=MEDICAL_WRITERS),
    "health:change_follow_up": file(ARRANGERS, asked=MEDICAL_WRITERS),
    "referrals:transfer": file(LEADERS),
    "referrals:ask": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:reply": file(FILE_ROLES),
    "referrals:reassign": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:begin": post(NO_ROLE, asked=FILE_ROLES),
    "referrals:miss": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:send_next": post(LEADERS),
    "referrals:sheets": file(FILE_ROLES),
    "referrals:show_sheet": file(FILE_ROLES),
    "referrals:sheet_paper": file(FILE_ROLES),
    "referrals:withdraw_sheet": post(FILE_ROLES),
    "referrals:answer_sheet": everybody(),
    "referrals:list_stops": file(SOCIAL_READERS),
    "referrals:show_stop": file(SOCIAL_READERS, asked=FILE_ROLES),
    "referrals:acknowledge_stop": file(NO_ROLE, asked=FILE_ROLES),
    "referrals:list_conferences": file(FILE_ROLES, asked=FILE_ROLES),
    "referrals:call_conference": file(LEADERS),
    "referrals:show_conference": file(FILE_ROLES, asked=FILE_ROLES),
    "referrals:move_conference": file(LEADERS),
    "referrals:cancel_conference": post(LEADERS),
    "referrals:hold_conference": file(LEADERS),
    "referrals:write_minutes": file(SOCIAL_WRITERS),
    "referrals:decide": file(LEADERS),
    "referrals:finish_decision": post(LEADERS, asked=FILE_ROLES),
    # The pages that compose the house
    "portal:home": Rule(EVERY_ROLE, EVERY_ROLE, EVERY_ROLE, nobody=200, moves=FILE_ROLES),
    # The circuit
    "circuit:list_alerts": anyone(),
    "circuit:read_alert": post(frozenset({R.SOCIAL_WORKER})),
    "circuit:show_duty": file(EVERY_ROLE),
    "circuit:plan_shift": file(APPROVERS),
    "circuit:remove_shift": post(APPROVERS),
    "portal:show_desk": file(FILE_ROLES),
    "portal:list_waiting": file(FILE_ROLES),
    "portal:list_files": file(FILE_ROLES),
    "portal:show_file": file(FILE_ROLES, asked=FILE_ROLES),
    "portal:show_history": file(FILE_ROLES, asked=FILE_ROLES),
    "portal:search": anyone(),
    "portal:search_as_typed": anyone(is_post=True),
    "portal:who_sees_what": anyone(),
}

SUBJECTS: Mapping[str, Mapping[str, str]] = {
    "actors:show_service": {"slug": "slug_of_service"},
    "actors:verify_service": {"slug": "slug_of_service"},
    "actors:show_organisation": {"slug": "slug_of_organisation"},
    "actors:verify_organisation": {"slug": "slug_of_organisation"},
    "actors:add_site": {"slug": "slug_of_organisation"},
    "actors:open_desk": {"slug": "slug_of_organisation"},
    "actors:record_agreement": {"slug": "slug_of_organisation"},
    "actors:propose_change": {"entry": "services", "slug": "slug_of_service"},
    "actors:show_details": {"entry": "services", "slug": "slug_of_service"},
    "actors:add_row": {"entry": "services", "slug": "slug_of_service", "table": "phones"},
    "actors:edit_row": {"entry": "services", "slug": "slug_of_service", "table": "phones"},
    "actors:remove_row": {"entry": "services", "slug": "slug_of_service", "table": "phones"},
    "actors:propose_service": {"slug": "slug_of_organisation"},
    "cases:confirm_triage": {"report_id": "report_no_action"},
    "cases:send_back_triage": {"report_id": "report_no_action"},
    "cases:reopen_file": {"case_id": "case_closed"},
    "cases:say_conflict": {"party_id": "author_id"},
    "cases:ask_pair_again": {"pair_id": "pair_apart"},
    "cases:undo_pair": {"pair_id": "pair_joined"},
    "cases:show_author_alert": {"alert_id": "author_alert_id"},
    "circuit:edit_draft": {"version_id": "version_draft"},
    "circuit:submit_draft": {"version_id": "version_draft"},
    "circuit:withdraw_draft": {"version_id": "version_draft"},
    "circuit:review_version": {"version_id": "version_review"},
    "circuit:return_version": {"version_id": "version_review"},
    "circuit:sign_version": {"version_id": "version_approved"},
    "circuit:publish_version": {"version_id": "version_approved"},
    "referrals:finish": {"referral_id": "referral_accepted"},
    "committees:adopt": {"meeting_id": "meeting_now"},
    "committees:remove_item": {"meeting_id": "meeting_now"},
    "committees:close_action": {"action_id": "committee_action_id"},
    "committees:move_action": {"action_id": "committee_action_id"},
    "justice:write_sheet": {"kind": "prosecutor"},
    "justice:take_sheet": {"kind": "pdf"},
    "justice:send_sheet": {"sheet_id": "sheet_draft"},
    "health:write_findings": {"request_id": "request_done"},
    "health:issue_certificate": {"request_id": "request_done"},
    "health:plan_follow_ups": {"request_id": "request_done"},
    "referrals:miss": {"referral_id": "referral_accepted"},
    "referrals:begin": {"referral_id": "referral_accepted"},
    "referrals:reply": {"referral_id": "referral_asked"},
    "referrals:show_stop": {"referral_id": "referral_stopped"},
    "referrals:acknowledge_stop": {"referral_id": "referral_stopped"},
    "referrals:write_minutes": {"conference_id": "conference_held", "compartment": "social"},
    "referrals:decide": {"conference_id": "conference_held"},
    "referrals:finish_decision": {"conference_id": "conference_held", "decision_id": "conference_decision"},
    "referrals:show_sheet": {"sheet_id": "referral_sheet"},
    "referrals:sheet_paper": {"sheet_id": "referral_sheet"},
    "referrals:withdraw_sheet": {"sheet_id": "referral_sheet"},
}
"""Where a route means something else than the usual record of its parameter."""

FIXED = {
    "kind": "helplines", "role": "caregiver", "token": "unknown-token", "uidb36": "1", "key": "set-password", "pk": 1,
    "slug": "slug_of_desk", "dispositif": "small", "paper": "a3", "form": "pdf", "language": "fr",
}  # fmt: skip
