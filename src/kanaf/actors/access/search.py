"""The words somebody typed, looked for in French, in Arabic, by beginnings, and at last by likeness."""

from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Value

from kanaf.actors.models.services import ServiceQuerySet

LIKENESS = 0.4


def by_words(services: ServiceQuerySet, words: str) -> ServiceQuerySet:
    """Best match first; near spellings when no word is found."""
    query, letters = _understood(words)
    found = services.alias(hit=_compared("search__document", " @@ ", _typed(query, "tsquery"))).filter(hit=True)
    if found.exists():
        rank = Func(F("search__document"), _typed(query, "tsquery"), function="ts_rank", output_field=FloatField())
        return found.order_by(rank.desc(), "name", "id")
    alike = services.alias(hit=_compared("search__letters", " %%> ", _typed(letters, "text"))).filter(hit=True)
    near = Func(_typed(letters, "text"), F("search__letters"), function="word_similarity", output_field=FloatField())
    return alike.order_by(near.desc(), "name", "id")


def _understood(words: str) -> tuple[str, str]:
    """The query and the folded letters, worked out once: PostgreSQL would do it again for every row.

    A looser likeness than PostgreSQL's own is set for this transaction, and the index follows it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kanaf_search_query(%s)::text, kanaf_fold(%s),"
            " set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [words, words, str(LIKENESS)],
        )
        query, letters, _likeness = cursor.fetchone()
    return query, letters


def _typed(value: str, kind: str) -> Func:
    return Func(Value(value), template=f"%(expressions)s::{kind}")


def _compared(field: str, operator: str, value: Func) -> Func:
    return Func(F(field), value, template="(%(expressions)s)", arg_joiner=operator, output_field=BooleanField())
