"""Flash to bang: the span holds the true distance whatever the weather within its bounds."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.align.flash_bang import FLASH_BANG, Given
from firsthand.record.finding import Found, Inconclusive, Unsuitable


@given(st.floats(60, 5000), st.floats(-10, 40), st.floats(-9, 9), st.floats(-0.04, 0.04), st.floats(0, 0.04))
def test_the_span_holds_the_true_distance(metres: float, celsius: float, wind: float, sync: float, dark: float) -> None:
    slow = 343.2 * ((273.15 + celsius) / 293.15) ** 0.5 + wind
    flash = 10.0
    bang = flash + metres / slow + sync
    inputs = {
        "flash": {"low": flash - dark, "high": flash - dark + 0.04},
        "bang": {"low": bang - 5e-4, "high": bang + 5e-4},
    }
    outcome = FLASH_BANG.ask(Given(), inputs)
    assert isinstance(outcome, Found)
    assert outcome.value["distance_m"]["low"] <= metres <= outcome.value["distance_m"]["high"]


def test_what_is_no_pair_of_spans_is_refused() -> None:
    good = {"low": 1.0, "high": 1.04}
    for bad in ({"low": 2}, "soon", {"low": 2, "high": "x"}, {"low": 3, "high": 2}):
        assert isinstance(FLASH_BANG.ask(Given(), {"flash": good, "bang": bad}), Unsuitable)
    assert isinstance(FLASH_BANG.ask(Given(), {"flash": good, "bang": {"low": 500.0, "high": 500.1}}), Unsuitable)
    near = FLASH_BANG.ask(Given(), {"flash": good, "bang": {"low": 1.05, "high": 1.051}})
    assert isinstance(near, Inconclusive) and near.value["distance_m"]["low"] == 0.0
