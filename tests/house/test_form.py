"""The form by which a recheck reads pages is what the templates and cards say now; what it knew before it still knows."""

import json

from firsthand.desk.report.form import form
from firsthand.recheck.page_form import FOLDER, FORM


def test_the_form_is_the_templates() -> None:
    kept = json.loads(FOLDER.joinpath(f"{FORM}.json").read_text("utf-8"))
    made = json.loads(json.dumps(form(kept)))
    assert {name for name in made if made[name] != kept[name]} == set(), "run `make docs`"
