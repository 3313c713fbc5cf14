"""What all tables share: their kinds of columns, and how constraints are named.

Laws: every row has an organisation; words and numbers are sealed bytes (`*_sealed`),
bound to table, row and column by `vault`; a date someone lives by is kept as wall
time and zone, the instant beside it only so that it can be found by index.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    LargeBinary,
    MetaData,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

Sealed = Annotated[bytes, mapped_column(LargeBinary)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Id = Annotated[UUID, mapped_column(primary_key=True)]
Organisation = Annotated[
    UUID, mapped_column(ForeignKey("organisations.id"), index=True)
]
# Rows that hang on a participant carry the tenant without key or index of its own: the
# participant has both, and each further key costs every inbound text. Worse, PostgreSQL
# took such an index beside the participant's own, and read a whole organisation's
# wordings to find the three of one person.
Tenant = Annotated[UUID, mapped_column()]
Facts = Annotated[dict[str, Any], mapped_column(JSONB)]
# None is SQL's NULL, not JSON's null: "there are none" has one form.
MaybeFacts = Annotated[dict[str, Any], mapped_column(JSONB(none_as_null=True))]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, *values: str) -> CheckConstraint:
    """Promise that `column` holds one of `values` (the state machines' own words)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Row(DeclarativeBase):
    """What all tables share: the naming of constraints."""

    metadata = MetaData(naming_convention=NAMES)
