"""The end of every button that decides something: made and said so, or refused in the words of who refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest


@contextmanager
def decide(request: HttpRequest, *refusals: type[Exception], done: str = "") -> Iterator[None]:
    """Make the one move inside; a refusal of these kinds becomes the person's message instead of an error.

    What follows the block runs in both cases: it leads back to a page that shows how things stand.
    """
    try:
        yield
    except refusals as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
