"""What somebody is told: whole in English, and within it a template with its values.

Law: as text it is its template with the values filled in. Whoever speaks another
language looks the template up and fills in the same values; one of them that is a
Phrase itself is said in that language too (docs/decisions/0041).
"""

from collections.abc import Mapping
from typing import Self


class Phrase(str):
    """A sentence in English that remembers what it was made of.

    Values stand in the template as `%(name)s` or `%(name)r`; without values it is no
    template, and may hold a `%`. The template is written out where it is told, so that
    it is found there for translation.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill the values into the template."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made
