"""What a map calls things: words of a described pattern, and the OpenStreetMap tags that mean them."""

from collections.abc import Iterable, Mapping

# kind -> (words, tags). A tag is (key, values); no values: any value but "no".
Tags = tuple[tuple[str, tuple[str, ...]], ...]
THINGS: Mapping[str, tuple[tuple[str, ...], Tags]] = {
    "church": (("church", "chapel", "cathedral"), (("building", ("church", "chapel", "cathedral")), ("amenity", ("place_of_worship",)))),
    "mosque": (("mosque",), (("building", ("mosque",)),)),
    "school": (("school", "kindergarten"), (("amenity", ("school", "kindergarten")), ("building", ("school", "kindergarten")))),
    "hospital": (("hospital", "clinic"), (("amenity", ("hospital", "clinic")), ("building", ("hospital",)))),
    "fuel": (("petrol station", "filling station", "gas station", "fuel station"), (("amenity", ("fuel",)),)),
    "shop": (("shop", "supermarket", "store"), (("shop", ()),)),
    "market": (("market",), (("amenity", ("marketplace",)),)),
    "police": (("police station",), (("amenity", ("police",)),)),
    "fire-station": (("fire station",), (("amenity", ("fire_station",)),)),
    "bank": (("bank",), (("amenity", ("bank",)),)),
    "hotel": (("hotel", "hostel"), (("tourism", ("hotel", "hostel", "motel")), ("building", ("hotel",)))),
    "flats": (("block of flats", "apartment block", "apartment building"), (("building", ("apartments",)),)),
    "house": (("house",), (("building", ("house", "detached", "semidetached_house")),)),
    "warehouse": (("warehouse",), (("building", ("warehouse",)),)),
    "factory": (("factory", "plant", "works"), (("man_made", ("works",)), ("building", ("industrial",)), ("landuse", ("industrial",)))),
    "garages": (("garages", "garage"), (("building", ("garage", "garages")), ("landuse", ("garages",)))),
    "greenhouse": (("greenhouse",), (("building", ("greenhouse",)),)),
    "stadium": (("stadium",), (("leisure", ("stadium",)), ("building", ("stadium",)))),
    "pitch": (("football pitch", "sports pitch", "pitch"), (("leisure", ("pitch",)),)),
    "playground": (("playground",), (("leisure", ("playground",)),)),
    "park": (("park",), (("leisure", ("park", "garden")),)),
    "cemetery": (("cemetery", "graveyard"), (("landuse", ("cemetery",)), ("amenity", ("grave_yard",)))),
    "monument": (("monument", "memorial", "statue"), (("historic", ("monument", "memorial")), ("tourism", ("artwork",)))),
    "fountain": (("fountain",), (("amenity", ("fountain",)),)),
    "water-tower": (("water tower",), (("man_made", ("water_tower",)),)),
    "mast": (("mast", "radio mast", "antenna"), (("man_made", ("mast", "communications_tower", "antenna")),)),
    "tower": (("tower",), (("man_made", ("tower", "water_tower", "communications_tower")), ("power", ("tower",)))),
    "chimney": (("chimney",), (("man_made", ("chimney",)),)),
    "silo": (("silo", "grain elevator"), (("man_made", ("silo", "storage_tank")), ("building", ("silo",)))),
    "turbine": (("wind turbine",), (("generator:source", ("wind",)),)),
    "pylon": (("pylon",), (("power", ("tower",)),)),
    "power-line": (("power line",), (("power", ("line",)),)),
    "substation": (("substation",), (("power", ("substation",)),)),
    "flagpole": (("flagpole",), (("man_made", ("flagpole",)),)),
    "pipeline": (("pipeline",), (("man_made", ("pipeline",)),)),
    "pond": (("pond",), (("water", ("pond", "reservoir", "basin")), ("landuse", ("basin",)), ("natural", ("water",)))),
    "lake": (("lake", "reservoir", "water"), (("natural", ("water",)), ("landuse", ("reservoir",)))),
    "river": (("river", "canal"), (("waterway", ("river", "canal")),)),
    "stream": (("stream", "brook", "ditch"), (("waterway", ("stream", "ditch", "drain")),)),
    "dam": (("dam", "weir"), (("waterway", ("dam", "weir")),)),
    "pier": (("pier", "jetty"), (("man_made", ("pier",)),)),
    "beach": (("beach",), (("natural", ("beach",)),)),
    "coast": (("coast", "shore", "coastline"), (("natural", ("coastline",)),)),
    "cliff": (("cliff",), (("natural", ("cliff",)),)),
    "peak": (("peak", "summit", "hill"), (("natural", ("peak",)),)),
    "wood": (("wood", "forest"), (("natural", ("wood",)), ("landuse", ("forest",)))),
    "field": (("field", "farmland"), (("landuse", ("farmland", "meadow")),)),
    "orchard": (("orchard", "vineyard"), (("landuse", ("orchard", "vineyard")),)),
    "quarry": (("quarry",), (("landuse", ("quarry",)),)),
    "tree": (("tree",), (("natural", ("tree",)),)),
    "road": (
        ("road", "street", "highway"),
        (("highway", ("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "service",
                      "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link", "living_street")),),
    ),
    "main-road": (("main road", "motorway"), (("highway", ("motorway", "trunk", "primary", "secondary")),)),
    "track": (("track", "path", "footpath"), (("highway", ("track", "path", "footway", "cycleway")),)),
    "railway": (("railway", "railway line", "train line"), (("railway", ("rail", "light_rail", "narrow_gauge")),)),
    "tram": (("tram line", "tram"), (("railway", ("tram",)),)),
    "station": (("railway station", "train station", "station"), (("railway", ("station", "halt")), ("building", ("train_station",)))),
    "level-crossing": (("level crossing", "railway crossing"), (("railway", ("level_crossing",)),)),
    "bus-stop": (("bus stop",), (("highway", ("bus_stop",)),)),
    "traffic-lights": (("traffic lights", "traffic light"), (("highway", ("traffic_signals",)),)),
    "roundabout": (("roundabout",), (("junction", ("roundabout", "circular")),)),
    "bridge": (("bridge",), (("bridge", ()), ("man_made", ("bridge",)))),
    "tunnel": (("tunnel",), (("tunnel", ("yes",)),)),
    "parking": (("car park", "parking lot"), (("amenity", ("parking",)),)),
    "runway": (("runway", "airfield", "airport"), (("aeroway", ("runway", "aerodrome")),)),
    "helipad": (("helipad",), (("aeroway", ("helipad",)),)),
    "wall": (("wall", "city wall"), (("barrier", ("wall", "city_wall")),)),
    "fort": (("fort", "castle"), (("historic", ("castle", "fort")),)),
}  # fmt: skip
# What is worked out from others: the kinds whose lines are looked at.
DERIVED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bend": (("bend", "curve", "bend of the road", "bend in the road"), ("road",)),
    "river-bend": (("river bend", "bend of the river", "bend in the river"), ("river", "stream")),
    "junction": (("junction", "crossroads", "intersection", "fork"), ("road",)),
}


def words() -> dict[str, str]:
    """Each word (plurals too) with the kind that it means."""
    made = {}
    for kind, (names, _) in (*THINGS.items(), *DERIVED.items()):
        for name in names:
            made[name] = kind
            made[name + ("es" if name.endswith(("s", "ch", "x")) else "s")] = kind
    return made


def kinds_needed(kind: str) -> tuple[str, ...]:
    """The kinds that a map must give for a thing to be found."""
    return DERIVED[kind][1] if kind in DERIVED else (kind,)


class Finder:
    """Tells which of some kinds an object's tags make it."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._by_key: dict[str, list[tuple[frozenset[str], str]]] = {}
        for kind in kinds:
            for key, values in THINGS[kind][1]:
                self._by_key.setdefault(key, []).append((frozenset(values), kind))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Tags that are looked for with their value."""
        return sorted({(key, one) for key, rows in self._by_key.items() for values, _ in rows for one in values})

    @property
    def open_keys(self) -> list[str]:
        """Keys of which any value is looked for."""
        return sorted(key for key, rows in self._by_key.items() if not all(values for values, _ in rows))

    def __call__(self, tags: Iterable[tuple[str, str]]) -> list[str]:
        made: dict[str, None] = {}
        for key, value in tags:
            for values, kind in self._by_key.get(key, ()):
                if value in values if values else value != "no":
                    made[kind] = None
        return list(made)
