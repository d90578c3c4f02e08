"""Tokens for machines of auditors and organisers. Made and revoked only while signed in on the site."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from awards.services.tokens import issue_token, revoke_token
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.accounts.selectors import grants


class ReadsDrafts(BasePermission):
    """Auditors and organisers: the only people whose machines need more than the public answers."""

    def has_permission(self, request: Request, view: Any) -> bool:
        held = grants(request.user, on=timezone.localdate())
        return held.has(Role.AUDITOR) or held.has(Role.ORGANISER)


class TokenOut(serializers.Serializer[AuthToken]):
    key = serializers.CharField(source="token_key", help_text="Delapan tanda pertama, untuk mengenalinya.")
    created = serializers.DateTimeField()
    expiry = serializers.DateTimeField(allow_null=True)


class NewTokenOut(TokenOut):
    token = serializers.CharField(help_text="Hanya ditampilkan sekali. Pakai: Authorization: Token …")


@extend_schema(methods=["GET"], responses=TokenOut(many=True))
@extend_schema(methods=["POST"], request=None, responses={201: NewTokenOut})
@api_view(["GET", "POST"])
@authentication_classes([SessionAuthentication])
@permission_classes([IsAuthenticated, ReadsDrafts])
def tokens(request: Request) -> Response:
    """Token milik Anda; POST membuat satu yang berlaku tiga puluh hari."""
    user = signed_in_user(request)
    if request.method == "GET":
        return Response(TokenOut(AuthToken.objects.filter(user=user).order_by("-created", "pk"), many=True).data)
    row, token = issue_token(user=user, at=timezone.now())
    return Response({**TokenOut(row).data, "token": token}, status=status.HTTP_201_CREATED)


@extend_schema(responses={204: None})
@api_view(["DELETE"])
@authentication_classes([SessionAuthentication])
@permission_classes([IsAuthenticated, ReadsDrafts])
def token(request: Request, key: str) -> Response:
    """Mencabut satu token milik Anda."""
    user = signed_in_user(request)
    revoke_token(token=get_object_or_404(AuthToken, user=user, token_key=key), actor=user, at=timezone.now())
    return Response(status=status.HTTP_204_NO_CONTENT)
