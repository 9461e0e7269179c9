"""What is kept or made unreadable of the mapping: no row of it hangs on a child."""

from kanaf.foundation.erasure import keep, seal

CODES = "Codes, numbers, moments and settings of a campaign: they name nobody."
LINKS = "Ids of our own records: campaigns, places, desks, organisations and services."
WORKERS = "Which professional did it and when: the account of a public duty is kept."
WORDS = "Words about professionals and their organisations: unreadable once the key of the campaign is destroyed."

keep("mapping.Campaign", "id place desk dispositif", why=LINKS)
keep(
    "mapping.Campaign",
    "title_fr title_ar title_en first_day last_day status opened_at is_demo version",
    why=CODES,
)
keep("mapping.Campaign", "opened_by", why=WORKERS)
keep("mapping.TeamMember", "id campaign", why=LINKS)
keep("mapping.TeamMember", "account added_by added_at left_at", why=WORKERS)
keep("mapping.Prospect", "id campaign organisation place", why=LINKS)
keep("mapping.Prospect", "name kind need status changed_at version", why=CODES)
keep("mapping.Prospect", "assigned_to added_by added_at", why=WORKERS)
seal("mapping.Prospect", "contact why", why=WORDS)
keep("mapping.Interview", "id campaign prospect", why=LINKS)
keep("mapping.Interview", "number met_on", why=CODES)
keep("mapping.Interview", "described", why="What an actor wants published about its services, as the directory has it.")
keep("mapping.Interview", "written_by written_at", why=WORKERS)
seal("mapping.Interview", "spoke_with answers", why=WORDS)
keep("mapping.Workshop", "id campaign", why=LINKS)
keep("mapping.Workshop", "kind held_on", why=CODES)
keep("mapping.Workshop", "written_by written_at", why=WORKERS)
seal("mapping.Workshop", "where", why=WORDS)
keep("mapping.Presence", "id campaign workshop prospect", why=LINKS)
seal("mapping.Presence", "who", why=WORDS)
keep("mapping.RoleClaim", "id campaign workshop said_by about", why=LINKS)
keep("mapping.RoleClaim", "stage part", why=CODES)
keep("mapping.RoleClaim", "written_by written_at", why=WORKERS)
keep("mapping.Validation", "id campaign workshop service", why=LINKS)
keep("mapping.Validation", "verdict digest is_own", why=CODES)
keep("mapping.Validation", "written_by written_at carried_by carried_at", why=WORKERS)
seal("mapping.Validation", "spoke", why=WORDS)
keep("mapping.LeastCount", "id country least valid_from valid_to source verified version", why=CODES)
