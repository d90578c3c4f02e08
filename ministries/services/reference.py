"""Load ministries and agencies from a checked reference file."""

import datetime

from ministries.models import Ministry
from paritrana.uploads.reference import ReferenceFile, SyncCounts, read_records, sync_rows


def load_ministries(*, file: ReferenceFile, at: datetime.datetime) -> SyncCounts:
    wanted = (
        {
            "slug": row["slug"],
            "category": row["category"],
            "name": row["name"],
            "short_name": row["short_name"],
            "procurement_code": row["procurement_code"],
            "was_in_cabinet_2024": row["in_cabinet_2024"] == "true",
            "award_role": row["award_role_in_press"],
            "note": row["note"],
            "source": file.source,
            "valid_from": file.as_of,
        }
        for row in read_records(file)
    )
    return sync_rows(known=Ministry.objects.all(), key=["slug"], wanted=wanted, at=at)
