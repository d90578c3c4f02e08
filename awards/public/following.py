"""For machines that follow this site: a feed of announcements, the map of its pages, the word to search engines."""

import datetime
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.editions.models import Edition
from awards.paper.cells import clean
from awards.publication.models import Publication
from awards.results.selectors.editions import category_lines
from ministries.models import Ministry
from regions.selectors.places import public_regions

NEWEST = 50
NOTHING_YET = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
PAGES = (
    "home",
    "regions",
    "ministries",
    "employers",
    "editions",
    "method",
    "ten-minutes",
    "certificate-check",
    "open-data",
    "credits",
    "personal-data",
)
MAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class AnnouncementFeed(Atom1Feed):
    """Without an entry it was changed never, not now: a reader who asks again is told the same."""

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else NOTHING_YET


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Answer the newest announcements, corrections among them, as Atom; each has its own lasting address."""
    absolute = request.build_absolute_uri
    written = AnnouncementFeed(
        title=_("Pengumuman Anugerah Paritrana"),
        link=absolute(reverse("editions")),
        description=_("Setiap hasil yang diumumkan dan setiap koreksinya."),
        language=get_language(),
        author_name=_("Penyelenggara"),
        feed_url=absolute(request.path),
        feed_guid=absolute(request.path),
    )
    for publication in _announced():
        category = publication.category
        address = absolute(reverse("numbered-ranking", args=[category.edition.code, category.code, publication.number]))
        written.add_item(
            title=clean(f"{category.name_shown}, {category.edition.brand_shown}"),
            link=address,
            description=clean(_told(publication)),
            unique_id=address,
            pubdate=publication.visible_from,
            updateddate=publication.visible_from,
        )
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _announced() -> list[Publication]:
    visible = Publication.objects.visible_at(timezone.now()).select_related("category__edition", "corrects")
    return sorted(visible.defer("payload"), key=lambda row: (row.visible_from or timezone.now(), row.pk), reverse=True)[
        :NEWEST
    ]


def _told(publication: Publication) -> str:
    if publication.corrects is None:
        return _("Hasil diumumkan. %(caveat)s") % {"caveat": publication.category.edition.caveat_shown}
    return _("Koreksi atas pengumuman nomor %(number)d. Alasannya: %(reason)s") % {
        "number": publication.corrects.number,
        "reason": publication.reason,
    }


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    root = Element("urlset", xmlns=MAP_NAMESPACE)
    for address in _addresses():
        SubElement(SubElement(root, "url"), "loc").text = request.build_absolute_uri(address)
    return HttpResponse(tostring(root, encoding="utf-8", xml_declaration=True), content_type="application/xml")


def _addresses() -> Iterator[str]:
    """Yield every lasting public page; the explanation of each entrant is found from its ranking."""
    yield from map(reverse, PAGES)
    for code in public_regions().order_by("code").values_list("code", flat=True):
        yield reverse("region", args=[code])
    for slug in Ministry.objects.filter(retired_on=None).order_by("slug").values_list("slug", flat=True):
        yield reverse("ministry", args=[slug])
    now = timezone.now()
    for edition in Edition.objects.opened().order_by("-period_end", "code"):
        yield reverse("edition", args=[edition.code])
        for line in category_lines(edition, now):
            where = [edition.code, line.category.code]
            if line.publication is not None:
                yield reverse("ranking", args=where)
            if line.publication is not None or line.has_rulebook:
                yield reverse("rulebook", args=where)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is for them: the map of the site, and no forms, panels and letters."""
    closed = ("/panel/", "/akun/", "/isian/", "/undangan/", "/impor/", "/surat/", "/pekerjaan/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
