"""Addresses of the API and of its description."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from awards.api import editions, publication, reference, runs, tokens
from awards.api.schema import unknown_address

urlpatterns = [
    path("", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("v1/editions/", editions.EditionList.as_view(), name="api-editions"),
    path("v1/editions/<slug:edition>/categories/", editions.categories, name="api-categories"),
    path("v1/editions/<slug:edition>/<slug:category>/", publication.result, name="api-result"),
    path("v1/editions/<slug:edition>/<slug:category>/ranking/", publication.RankingList.as_view(), name="api-ranking"),
    path(
        "v1/editions/<slug:edition>/<slug:category>/entries/<uuid:public_id>/",
        publication.entry_score,
        name="api-entry-score",
    ),
    path("v1/editions/<slug:edition>/<slug:category>/rulebook/", editions.rulebook, name="api-rulebook"),
    path("v1/national-figures/", reference.NationalFigureList.as_view(), name="api-national-figures"),
    path("v1/regions/", reference.RegionList.as_view(), name="api-regions"),
    path("v1/regions/<str:code>/", reference.region, name="api-region"),
    path("v1/runs/", runs.RunList.as_view(), name="api-runs"),
    path("v1/runs/<uuid:public_id>/", runs.run, name="api-run"),
    path("v1/runs/<uuid:public_id>/scores/", runs.RunScoreList.as_view(), name="api-run-scores"),
    path("v1/runs/<uuid:public_id>/inputs/", runs.RunInputList.as_view(), name="api-run-inputs"),
    path("v1/tokens/", tokens.tokens, name="api-tokens"),
    path("v1/tokens/<slug:key>/", tokens.token, name="api-token"),
    re_path("^v1/", unknown_address),
]
