"""Encrypt the secrets of second factors that lie in the database as they are."""

from django.conf import settings
from django.db import migrations

from paritrana.lib.encryption import MARK, decrypted, encrypted

PURPOSE = "paritrana.second-factor"


def keys():
    return [*settings.FACTOR_KEYS, settings.SECRET_KEY]


def change_secrets(apps, change):
    factors = apps.get_model("mfa", "Authenticator").objects.select_for_update()
    for factor in factors.filter(type__in=("totp", "recovery_codes")).order_by("pk"):
        for name in ("secret", "seed"):
            if name in factor.data:
                factor.data[name] = change(factor.data[name])
        if factor.data.get("migrated_codes") is not None:
            factor.data["migrated_codes"] = [change(code) for code in factor.data["migrated_codes"]]
        factor.save(update_fields=["data"])


def encrypt(apps, _editor):
    def change(stored):
        return stored if stored.startswith(MARK) else encrypted(stored, keys=keys(), purpose=PURPOSE)

    change_secrets(apps, change)


def decrypt(apps, _editor):
    change_secrets(apps, lambda stored: decrypted(stored, keys=keys(), purpose=PURPOSE))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_token_seals"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]
