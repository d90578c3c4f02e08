"""What the form fetches after saving: the states of questions and sections, the distance to the registry."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from awards.submissions.selectors.claims import registry_figures
from awards.submissions.views.access import enter_room, visible_submission


@login_required
@require_GET
def standing(request: HttpRequest, public_id: UUID, code: str) -> JsonResponse:
    """Return the very pieces of the page that an answer changes, written by the page's own templates."""
    room = enter_room(request, visible_submission(request, public_id))
    here = room.section(code)
    figures = registry_figures(room.submission.entry, here.items)
    return JsonResponse(
        {
            "aside": render_to_string("submissions/_standing.html", {**room.context(), "here": here}, request),
            "questions": {
                item.question.code: {
                    "progress": render_to_string("submissions/_progress.html", {"progress": item.progress.value}),
                    "difference": render_to_string(
                        "submissions/_difference.html",
                        {"registry": figures.get(item.question.code), "question": item.question},
                    ),
                }
                for item in here.items
            },
        }
    )
