"""Ask for every address of the product as one person: all that the URLconf knows, and whatever the answers link to."""

import re
from html import unescape
from itertools import product

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from awards.jury.models.assignments import AssignmentPlan
from awards.jury.models.conflicts import Conflict, Tie
from awards.jury.models.interviews import PaperSheet
from awards.jury.models.notices import JurorNotice
from awards.jury.models.panels import Juror
from awards.jury.models.plenary import Moderation
from awards.jury.models.scorecards import Flag, Scorecard
from awards.publication.models import Prize
from paritrana.accounts.models import JointAct
from paritrana.pages.open_files import FileKind

VOLATILE = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(r'"csrf(?:Token|token)": ?"[^"]+"'),
    re.compile(r"\d{1,2}[.:]\d{2}(?::\d{2})?(?: WI(?:B|TA|T))?"),
    re.compile(r"nonce-[\w+/=-]+"),
    re.compile(r"\b(?=\w*[A-Z])\w{64}\b"),  # masked CSRF tokens; digests have no capitals
)
# The wall and the control page know each other: asking for one shows on the other, whoever asked.
COMPANY = re.compile(
    r'<span class="state state-ok" role="status">(?:Proyektor tersambung|Projector connected)</span>\s*'
)
LINK = re.compile(r'(?:href|src|action|data-save|data-note|data-plenary|data-wall)="([^"#]+)')
OUTSIDE = re.compile(r"/(?:static|akun|impor|panel/logout|panel/password|bahasa|daerah|metrics|health)/?")
LIMIT = 2000
STOCK_LIST = re.compile(r"_(?:changelist|add|change|delete|history|autocomplete)$|^(?:view_on_site|app_list)$")
QUERIES = ("?kriteria=materi", "?q=9&o=-1", "?ordering=-value&page=2", "?format=json")


def _patterns(resolver, space=(), parts=()):
    """Yield every pattern of the URLconf with its namespaces and the parts it asks for."""
    for pattern in resolver.url_patterns:
        asked = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, (*space, pattern.namespace) if pattern.namespace else space, asked)
        elif pattern.name and not STOCK_LIST.search(pattern.name):
            yield ":".join([*space, pattern.name]), asked


def _known(panel, listed, run):
    """Everything that an address can be filled in with: the rows of the room first, then any value that is none."""
    keys = {
        "act_id": JointAct,
        "card_id": Scorecard,
        "conflict_id": Conflict,
        "flag_id": Flag,
        "juror_id": Juror,
        "moderation_id": Moderation,
        "notice_id": JurorNotice,
        "plan_id": AssignmentPlan,
        "prize_id": Prize,
        "sheet_id": PaperSheet,
        "tie_id": Tie,
    }
    return {
        **{
            name: list(model.objects.order_by("pk").values_list("pk", flat=True)[:2]) or [1]
            for name, model in keys.items()
        },
        "line": [2],
        "panel_id": [panel.pk],
        "public_id": [*(entry.public_id for entry in listed[:2]), run.public_id],
        "entry_id": [listed[0].public_id],
        "edition": [panel.category.edition.code],
        "category": [panel.category.code],
        "pk": [panel.category_id, run.public_id],
        "code": [listed[0].region_code],
        "kind": ["xlsx", "csv"],
        "suffix": ["xlsx"],
        "number": [1],
        "language": ["id"],
        "key": ["tidak-ada"],
        "token": ["tidak-ada"],
        "slug": ["tidak-ada"],
        "question": ["regulasi_terkuat"],
        "certificate_id": [run.public_id],
        "evidence_id": [run.public_id],
        "upload_id": [run.public_id],
        "finding_id": [1],
        "objection_id": [1],
        "item_id": [1],
        "winner_id": [1],
        "place": [1],
        "reading_id": [1],
        "reader": ["presenter"],
        "uidb36": ["1"],
    }


def addresses(panel, listed, run):
    """Every address that the URLconf can make of the room; a part that nobody taught this test stops it."""
    known, found = _known(panel, listed, run), []
    for name, parts in _patterns(get_resolver()):
        unknown = set(parts) - known.keys()
        assert not unknown, f"{name}: teach `_known` what to put for {sorted(unknown)}"
        kinds = [{}, *({"kind": kind.value} for kind in FileKind)] if name.endswith("-data") else [{}]
        for values, kind in product(product(*(known[part] for part in parts)), kinds):
            try:
                found.append(reverse(name, kwargs=dict(zip(parts, values, strict=True)) | kind))
            except NoReverseMatch:  # a value of another kind: a number where a key is asked
                continue
    asked = [address for address in dict.fromkeys(found) if not OUTSIDE.match(address)]
    lists = [
        address for address in asked if re.search(r"/(?:tim|kesepakatan|tim/selisih|juri/\d+/peserta|runs)/$", address)
    ]
    return [*asked, *(f"{address}{query}" for address in lists for query in QUERIES)]


def answer(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    for pattern in VOLATILE:
        text = pattern.sub("~", text)
    text = re.sub(r"\s+", " ", COMPANY.sub("", text))
    return (response.status_code, response.headers.get("Location", ""), text)


def crawl(client, starts):
    client.raise_request_exception = False
    seen, waiting = {}, list(dict.fromkeys(starts))
    while waiting and len(seen) < LIMIT:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = answer(response)
        found = [unescape(link) for link in LINK.findall(seen[address][2])] + [seen[address][1]]
        waiting += [link for link in found if link.startswith("/") and link not in seen and not OUTSIDE.match(link)]
    return seen


def differences(first, second):
    return sorted(address for address in first.keys() | second.keys() if first.get(address) != second.get(address))
