"""Entries of regencies; the region is made with the entry."""

import factory

from awards.entries.models import Entry, EntryState
from awards.tests.factories.editions import NOW, CategoryFactory, RegionFactory


class EntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entry

    class Params:
        code = "52.03"

    category = factory.SubFactory(CategoryFactory)
    region = factory.LazyAttribute(lambda entry: RegionFactory(code=entry.code))
    name = factory.LazyAttribute(lambda entry: f"Kabupaten {entry.code}")
    province_code = factory.LazyAttribute(lambda entry: entry.code[:2])
    region_code = factory.SelfAttribute("code")
    state = EntryState.ADMITTED
    created_at = NOW
