"""Routes to the proof of a place: kept as observations, solved for the camera, given out as picture, KMZ and paragraph."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from fastapi.responses import Response

from firsthand.desk import proof_files
from firsthand.desk.desk import resolve
from firsthand.desk.screens import proof as proof_screen
from firsthand.desk.screens.proof import Proof, Solved

from . import asks, evidence, spoken
from .door import Door, Key

Form = Annotated[Literal["png", "svg", "kmz", "txt"], Path()]


def routes(door: Door) -> APIRouter:
    api = APIRouter(prefix="/proofs", tags=["proof"])
    desk = door.desk

    @api.get("")
    def proofs() -> list[Proof]:
        return proof_screen.proofs(desk)

    @api.post("")
    def prove(ask: asks.ProofAsk, key: Key) -> Proof:
        said = door.say(key, spoken.proof(desk, ask))
        if ask.replaces:
            door.say(f"{key}-w", spoken.replaced(desk, ask, said.entry))
        return proof_screen.one(desk, said.entry)

    @api.post("/solve")
    def solve(ask: asks.SolveAsk, key: Key) -> Solved:
        """Asks place.resection where the camera stood; writes nothing."""
        return proof_screen.solve(*spoken.points(ask))

    @api.get("/{entry}.{form}", response_class=Response)
    def proof_file(entry: str, form: Form) -> Response:
        """The proof for others. Marked regions of persons at risk are blurred; a covered film gives no picture."""
        found = proof_screen.one(desk, resolve(desk, entry, "observation"))
        return evidence.attachment(proof_files.made(desk, door.viewer, found, form), f"proof.{form}")

    return api
