"""kill -9 at any moment of an upload leaves before or after: whoever sends on gets one whole import."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from paritrana.tests import schema

PLAY = "from employers.tests.dying_sender import play; play()"


@pytest.mark.sqlite
@pytest.mark.django_db
def test_table_when_the_server_is_killed_anywhere_then_who_sends_on_gets_one_whole_import(tmp_path):
    shutil.copy(schema.sqlite_file(), tmp_path / "kill.sqlite3")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kill.sqlite3'}",
        "REDIS_URL": "",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "tests-only",
        "ALLOWED_HOSTS": "testserver",
        "MFA_REQUIRED_FOR_STAFF": "0",
        "PYTHONWARNINGS": "ignore",
    }

    played = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PLAY],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
    )

    after = {"killed": True, "whole": [True], "under_way": 0}
    assert json.loads(played.stdout) == {
        "_written_but_not_counted": {**after, "between": 0},
        "_stored_but_not_noted": {**after, "between": 0},
        "_noted_but_not_cleared": {**after, "between": 1},
        "_cleared_but_not_queued": {**after, "between": 1},
    }
