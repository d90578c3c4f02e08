"""How tests read a page: as a browser does, whatever the line breaks of its template."""

import re


def page_of(response):
    """Return the page with white space as one blank, and none between a tag and what it holds."""
    text = re.sub(r"[ \t\r\n]+", " ", response.content.decode())
    return re.sub(r"(<[a-z][^>]*>) | (?=</)| (?=>)", r"\1", text)
