"""For mutation tests: refusals are told as sentences, which ask Django for a language; nothing else of it is loaded."""

from django.conf import settings

settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="Asia/Jakarta", LANGUAGE_CODE="id")
