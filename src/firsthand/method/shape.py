"""The one shape of every method: a pure, versioned question whose answer is one of four outcomes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from firsthand.record.fault import BadValue
from firsthand.record.finding import Outcome, outcome_wire
from firsthand.record.wire import from_wire, to_wire

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One typed input. `kind` says what the desk hands over for it:

    "file" a digest; "reading" a firsthand.method.reading.Reading of one file; "readings" a mapping file digest -> Reading;
    "entries:KIND" a tuple of (entry id, body value); "text" a str; "value" plain JSON. `many` marks any number.
    """

    name: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question with its answer: docs, demo and test at once. `given` and `inputs` as JSON-able values where possible."""

    says: str
    given: Any
    inputs: Callable[[], Inputs]
    gives: str  # "found", "nothing", "inconclusive" or "unsuitable"
    check: Callable[[Outcome], bool] = lambda outcome: True


def same_outcome(one: Outcome, two: Outcome) -> bool:
    """The strictest `agrees`: equal to the letter."""
    return outcome_wire(one) == outcome_wire(two)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method's card and its code. Methods never open anything, ask the time or draw randomness (seeds are in `given`)."""

    name: str  # "family.word"
    version: int
    asks: str
    given: type[Any]  # frozen dataclass of form values, every field with a default and metadata {"says": ...}
    inputs: tuple[Input, ...]
    says: str  # the shape and units of what Found carries
    limits: tuple[str, ...]  # what fools it
    cites: tuple[str, ...]
    run: Callable[[Any, Inputs], Outcome]
    examples: tuple[Example, ...]
    agrees: Callable[[Outcome, Outcome], bool] = same_outcome
    weights: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for part in fields(self.given):
            if "says" not in part.metadata or (part.default is MISSING and part.default_factory is MISSING):
                raise BadValue(f"{self.name}: the form value {part.name} needs a default and says=")

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]

    def form(self, wire: Mapping[str, Any]) -> Any:
        """The form values from JSON, absent ones by default. Raises BadEntry."""
        return from_wire(self.given, {**to_wire(self.given()), **wire})

    def ask(self, given: Any, inputs: Inputs) -> Outcome:
        missing = [wanted.name for wanted in self.inputs if wanted.name not in inputs]
        if missing:
            raise BadValue(f"{self.name} lacks the inputs {missing}")
        return self.run(given, inputs)


def value(default: Any, says: str) -> Any:
    """A form value: its default and what it means, unit included."""
    return field(default=default, metadata={"says": says})


def card(method: Method) -> dict[str, Any]:
    """The card as JSON: docs, --help and forms read this."""
    return {
        "name": method.name,
        "version": method.version,
        "asks": method.asks,
        "given": [
            {
                "name": part.name,
                "type": str(getattr(part.type, "__name__", part.type)),
                "default": to_wire(getattr(method.given(), part.name)),
                "says": part.metadata["says"],
            }
            for part in fields(method.given)
        ],
        "inputs": [to_wire(wanted) for wanted in method.inputs],
        "says": method.says,
        "limits": list(method.limits),
        "cites": list(method.cites),
        "examples": [
            {"says": example.says, "given": to_wire(example.given), "gives": example.gives}
            for example in method.examples
        ],
    }


def catalogue(methods: Iterable[Method]) -> dict[str, Method]:
    """Methods by name; a name stands once."""
    made: dict[str, Method] = {}
    for method in methods:
        if method.name in made:
            raise BadValue(f"two methods are called {method.name}")
        made[method.name] = method
    return made
