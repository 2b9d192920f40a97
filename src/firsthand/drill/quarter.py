"""The invented Lindholm quarter: its houses, tower, square, poles and trees, laid over a field on Funen, Denmark."""

import numpy as np

from firsthand.drill.geo import Site
from firsthand.drill.scene import Ball, Colour, Landmark, Pole, Solid

SITE = Site(longitude_deg=10.1204, latitude_deg=55.2653, height_m=54.0, street_bearing_deg=40.0)
ZONE = "Europe/Copenhagen"

ROAD_HALF_M = 6.0  # roadway to each side of the street's axis
SQUARE = (-26.0, 52.0, -31.0, 35.0)  # u low, u high, v low, v high
CROSS = (-36.0, -26.0)  # u of the cross street that the car takes
CANAL = (-166.0, -152.0)  # u of the canal; the street's bridge spans it
BRIDGE_MIDDLE = (-159.0, 0.0, 0.0)
TOWER_MIDDLE = (-8.0, 14.0)
POLE_HALF_M = 0.07

#        name            u low   u high  v low   v high  eaves ridge along colour
HOUSES = (
    ("Heron House", -128.0, -107.0, 10.0, 21.0, 9.0, 13.0, "u", (214, 181, 140)),
    ("Lime House", -106.0, -88.0, 10.0, 22.0, 10.5, 15.0, "v", (188, 203, 182)),
    ("Chandler's House", -87.0, -67.0, 10.0, 21.0, 8.5, 12.5, "u", (205, 126, 98)),
    ("Ropewalk", -60.0, -37.0, 10.0, 22.0, 9.5, 13.5, "u", (226, 204, 150)),
    ("Custom House", -128.0, -105.0, -22.0, -10.0, 10.0, 14.0, "u", (196, 190, 204)),
    ("Sailmaker's House", -103.0, -84.0, -21.0, -10.0, 9.0, 13.5, "v", (222, 170, 120)),
    ("Cooper's House", -83.0, -61.0, -22.0, -10.0, 11.0, 15.5, "u", (170, 190, 205)),
    ("Pilot House", -59.5, -37.0, -21.0, -10.0, 9.0, 13.0, "v", (233, 214, 178)),
    ("North Terrace", -22.0, 6.0, 37.0, 48.0, 8.5, 12.5, "u", (204, 150, 116)),
    ("Granary", 8.0, 48.0, 37.0, 49.0, 12.0, 16.5, "u", (178, 112, 90)),
    ("Quay Office", 55.0, 67.0, 11.0, 34.0, 11.0, 15.0, "v", (216, 206, 186)),
    ("Town Office", 55.0, 68.0, -16.0, 9.0, 12.5, 17.0, "v", (232, 222, 200)),
    ("School", 55.0, 66.0, -33.0, -18.0, 9.0, 12.5, "v", (198, 132, 104)),
    ("South Terrace", -22.0, 12.0, -45.0, -34.0, 8.5, 12.0, "u", (190, 198, 176)),
    ("Library", 15.0, 48.0, -46.0, -34.0, 10.0, 13.5, "u", (220, 188, 152)),
)
BUILT_SINCE = "Lime House"  # a year before there was an empty plot
REPAINTED_SINCE = ("Pilot House", (120, 146, 132))

LAMPS = tuple((f"lamp {i + 1}", -63.0 + 11.0 * i, -5.9, 4.6) for i in range(3)) + tuple(
    (f"lamp {i + 4}", -70.0 + 11.0 * i, 5.9, 4.6) for i in range(3)
)
FLAGPOLES = (
    ("flagpole 1", 2.0, -13.0, 7.0),
    ("flagpole 2", 12.0, -15.0, 7.0),
    ("flagpole 3", 12.0, 0.0, 7.0),
    ("flagpole 4", 33.0, 27.0, 7.0),
    ("flagpole 5", 0.0, 24.0, 7.0),
)
TREES = ((-20.0, -26.0), (-9.0, -27.5), (3.0, -28.0), (46.0, 30.0), (30.0, 32.5), (48.0, -27.0))


def _house(row: tuple[str, float, float, float, float, float, float, str, Colour], rise: float) -> Solid:
    name, u0, u1, v0, v1, eaves, ridge, along, colour = row
    eaves, ridge = eaves + rise, ridge + rise
    middle, half, axis = ((v0 + v1) / 2, (v1 - v0) / 2, 1) if along == "u" else ((u0 + u1) / 2, (u1 - u0) / 2, 0)
    fall = (ridge - eaves) / half
    slopes = []
    for side in (1.0, -1.0):
        slope = [0.0, 0.0, 1.0, ridge + side * fall * middle]
        slope[axis] = side * fall
        slopes.append((slope[0], slope[1], slope[2], slope[3]))
    return Solid(
        name=name, kind="house", low=(u0, v0, 0.0), high=(u1, v1, ridge), colour=colour, slopes=tuple(slopes),
        style=sum(map(ord, name)) % 4,
    )  # fmt: skip


def _tower(height: float, spire: float) -> tuple[Solid, Solid]:
    u, v = TOWER_MIDDLE
    half, over = 3.6, 4.1
    body = Solid(
        name="Tower", kind="tower", low=(u - half, v - half, 0.0), high=(u + half, v + half, height),
        colour=(206, 158, 122),
    )  # fmt: skip
    fall = spire / over
    apex = height + spire
    slopes = (
        (fall, 0.0, 1.0, apex + fall * u),
        (-fall, 0.0, 1.0, apex - fall * u),
        (0.0, fall, 1.0, apex + fall * v),
        (0.0, -fall, 1.0, apex - fall * v),
    )
    roof = Solid(
        name="Tower roof", kind="spire", low=(u - over, v - over, height), high=(u + over, v + over, apex),
        colour=(104, 142, 128), slopes=slopes,
    )  # fmt: skip
    return body, roof


def _furniture() -> tuple[Solid, ...]:
    stone = (176, 172, 164)
    rows = (
        ("Fountain step", "stone", (18.0, 1.0, 0.0), (23.0, 6.0, 0.45), stone),
        ("Fountain column", "stone", (20.0, 3.0, 0.45), (21.0, 4.0, 3.6), stone),
        ("Red stall", "canopy", (-19.5, 27.0, 0.0), (-15.5, 30.0, 2.7), (196, 70, 60)),
        ("Blue stall", "canopy", (40.0, -18.0, 0.0), (44.0, -15.0, 2.7), (66, 104, 160)),
        ("Bridge parapet north", "stone", (-168.0, 6.2, 0.0), (-150.0, 6.8, 1.1), stone),
        ("Bridge parapet south", "stone", (-168.0, -6.8, 0.0), (-150.0, -6.2, 1.1), stone),
    )
    return tuple(Solid(name=n, kind=k, low=lo, high=hi, colour=c) for n, k, lo, hi, c in rows)


def poles() -> tuple[Pole, ...]:
    return tuple(Pole(name=n, u=u, v=v, height_m=h) for n, u, v, h in LAMPS + FLAGPOLES)


def pole_solid(pole: Pole) -> Solid:
    """The thin square bar that is drawn for a pole; its middle line is the pole."""
    r = POLE_HALF_M
    return Solid(
        name=pole.name, kind="pole", low=(pole.u - r, pole.v - r, 0.0),
        high=(pole.u + r, pole.v + r, pole.height_m), colour=(72, 76, 84),
    )  # fmt: skip


def standing(rng: np.random.Generator, *, before: bool) -> tuple[tuple[Solid, ...], tuple[Ball, ...]]:
    """Solids and tree crowns of the quarter: ``before`` is a year earlier, with one plot empty and one house repainted.

    ``rng`` moves the heights a little; the same state of it gives the same quarter, so both days agree.
    """
    rises = rng.uniform(-0.6, 0.6, len(HOUSES))
    tower, spire = 26.0 + float(rng.uniform(-1.5, 1.5)), 8.0 + float(rng.uniform(-0.8, 0.8))
    houses = [_house(row, float(rise)) for row, rise in zip(HOUSES, rises, strict=True)]
    crowns = []
    trunks = []
    for number, (u, v) in enumerate(TREES, start=1):
        lift = float(rng.uniform(-0.4, 0.5))
        trunks.append(
            Solid(name=f"trunk {number}", kind="pole", low=(u - 0.16, v - 0.16, 0.0), high=(u + 0.16, v + 0.16, 3.0),
                  colour=(92, 74, 58))
        )  # fmt: skip
        crowns.append(
            Ball(name=f"tree {number}", middle=(u, v, 4.3 + lift), radius_m=2.3 + lift / 2, colour=(84, 122, 62))
        )
    if before:
        houses = [h for h in houses if h.name != BUILT_SINCE]
        name, colour = REPAINTED_SINCE
        houses = [
            h if h.name != name else Solid(name=h.name, kind=h.kind, low=h.low, high=h.high, colour=colour,
                                           slopes=h.slopes, style=h.style)
            for h in houses
        ]  # fmt: skip
    solids = (*houses, *_tower(tower, spire), *_furniture(), *trunks, *(pole_solid(p) for p in poles()))
    return solids, tuple(crowns)


def landmarks(solids: tuple[Solid, ...]) -> tuple[Landmark, ...]:
    """Points that a person could mark: tower, fountain, pole tops, and the upright edges of houses at the eaves."""
    found = []
    for solid in solids:
        (u0, v0, _), (u1, v1, top) = solid.low, solid.high
        if solid.kind == "spire":
            found.append(Landmark(name="Tower tip", at=((u0 + u1) / 2, (v0 + v1) / 2, top)))
        elif solid.kind == "tower":
            found += [Landmark(name=f"Tower corner {n}", at=(u, v, 0.0)) for n, u, v in _corners(u0, u1, v0, v1)]
        elif solid.name == "Fountain column":
            found.append(Landmark(name="Fountain top", at=((u0 + u1) / 2, (v0 + v1) / 2, top)))
        elif solid.kind == "house":
            eaves = min(d - a * u0 - b * v0 for a, b, _, d in solid.slopes)
            found += [
                Landmark(name=f"{solid.name} eaves {n}", at=(u, v, eaves)) for n, u, v in _corners(u0, u1, v0, v1)
            ]
        elif solid.kind == "pole" and not solid.name.startswith("trunk"):
            found.append(Landmark(name=f"{solid.name} top", at=((u0 + u1) / 2, (v0 + v1) / 2, top)))
    return tuple(found)


def _corners(u0: float, u1: float, v0: float, v1: float) -> tuple[tuple[str, float, float], ...]:
    return (("back right", u0, v0), ("ahead right", u1, v0), ("back left", u0, v1), ("ahead left", u1, v1))
