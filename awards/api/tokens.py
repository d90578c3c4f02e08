"""Tokens for machines of auditors and organisers. Made and revoked only while signed in on the site."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from awards.api.issuing import issue_token, revoke_token
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.accounts.selectors import grants

MINE = _("Token milik Anda; POST membuat satu yang berlaku tiga puluh hari.")


class ReadsDrafts(BasePermission):
    """Auditors and organisers: the only people whose machines need more than the public answers."""

    def has_permission(self, request: Request, view: Any) -> bool:
        held = grants(request.user, on=timezone.localdate())
        return held.has(Role.AUDITOR) or held.has(Role.ORGANISER)


class TokenOut(serializers.Serializer[AuthToken]):
    key = serializers.CharField(source="token_key", help_text=_("Delapan tanda pertama, untuk mengenalinya."))
    created = serializers.DateTimeField()
    expiry = serializers.DateTimeField(allow_null=True)
    last_used = serializers.DateTimeField(
        source="seal.last_used_at", default=None, allow_null=True, help_text=_("Terakhir dipakai, sampai menitnya.")
    )


class NewTokenOut(TokenOut):
    token = serializers.CharField(help_text=_("Hanya ditampilkan sekali. Pakai: Authorization: Token …"))


@extend_schema(methods=["GET"], responses=TokenOut(many=True), description=MINE)
@extend_schema(methods=["POST"], request=None, responses={201: NewTokenOut}, description=MINE)
@api_view(["GET", "POST"])
@authentication_classes([SessionAuthentication])
@permission_classes([IsAuthenticated, ReadsDrafts])
def tokens(request: Request) -> Response:
    user = signed_in_user(request)
    if request.method == "GET":
        return Response(
            TokenOut(
                AuthToken.objects.filter(user=user).select_related("seal").order_by("-created", "pk"), many=True
            ).data
        )
    row, token = issue_token(user=user, at=timezone.now())
    return Response({**TokenOut(row).data, "token": token}, status=status.HTTP_201_CREATED)


@extend_schema(responses={204: None}, description=_("Mencabut satu token milik Anda."))
@api_view(["DELETE"])
@authentication_classes([SessionAuthentication])
@permission_classes([IsAuthenticated, ReadsDrafts])
def token(request: Request, key: str) -> Response:
    user = signed_in_user(request)
    revoke_token(token=get_object_or_404(AuthToken, user=user, token_key=key), actor=user, at=timezone.now())
    return Response(status=status.HTTP_204_NO_CONTENT)
