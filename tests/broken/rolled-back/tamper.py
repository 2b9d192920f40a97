"""An earlier edition is handed on, while the reader has a checkpoint of the later one."""

import shutil
from firsthand.record.assessment import Withdrawal
from tests.recheck.making import Report


def tamper(good: Report) -> str:
    shutil.copytree(good.path, good.path.parent / "old")
    good.a.write(Withdrawal(of=good.ids["assessment"], reason="It was wrong."))
    good.publish()
    shutil.rmtree(good.path)
    (good.path.parent / "old").rename(good.path)
    return good.book.notes(good.a.log)[-1]
