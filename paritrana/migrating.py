"""Operations of our own for migrations."""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class RenderLater(Operation):
    """Forget the rendered models, so that the operations behind this one change descriptions only.

    Django renders a model and all its neighbours again at every change of its state. Ninety changes of constraints'
    sentences, which no database sees, took half of the time that a new installation needs.
    """

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:  # noqa: ARG002 - as Django calls it
        state.__dict__.pop("apps", None)

    def database_forwards(self, *_states: Any) -> None:
        """Change nothing."""

    def database_backwards(self, *_states: Any) -> None:
        """Change nothing."""

    def describe(self) -> str:
        return "Render models later"
