"""The family of a browser and of its machine, so that people recognise their own sessions; nothing finer."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def _first(agent: str, families: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in families if mark in agent), "")


def describe(agent: str) -> dict[str, str]:
    """``{"browser": "Firefox", "system": "Windows"}``, empty where unknown."""
    return {"browser": _first(agent, BROWSERS), "system": _first(agent, SYSTEMS)}
