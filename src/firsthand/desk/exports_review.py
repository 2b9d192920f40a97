"""Assessed claims and footage as schema.org ClaimReview and MediaReview (JSON-LD): only what named analysts have judged."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.record.assessment import PERCENT, About, Assessment, Confidence, Likelihood
from firsthand.record.bounds import instant_text
from firsthand.record.claim import SourceKind, Stance
from firsthand.record.entry import Entry

from .exports_public import ENTRY, FILE, Public

# schema.org's MediaManipulationRatingEnumeration. A category is an analyst's answer in these very words, never a guess.
CATEGORIES = (
    "DecontextualizedContent",
    "EditedOrCroppedContent",
    "OriginalMediaContent",
    "SatireOrParodyContent",
    "StagedContent",
    "TransformedContent",
)
A_SOURCE = {
    SourceKind.PERSON: "Person",
    SourceKind.ACCOUNT: "Person",
    SourceKind.UNNAMED: "Person",
    SourceKind.OUTLET: "NewsMediaOrganization",
    SourceKind.OFFICIAL: "Organization",
}
UNREVIEWED, REVIEWED = "not reviewed by a second analyst", "reviewed by a second analyst"

# Why something that was claimed is not in the file.
AGAINST = "claims against an answer: an assessment of the answer does not rate its denial"
UNJUDGED = "claims for an answer that nobody has assessed"
NO_ANSWER = "claims that speak for no answer"
OF_LAW = "claims on a question of law, which a tool does not rate"
WITHHELD = "claims that are withheld"


def document(seen: Public) -> tuple[dict[str, Any], Counter[str]]:
    """The JSON-LD, and how many claims are not in it, by reason."""
    left: Counter[str] = Counter()
    graph = [*_claim_reviews(seen, left), *_media_reviews(seen)]
    return {"@context": "https://schema.org", "@graph": graph}, left


# --- claims ---------------------------------------------------------------------------------------------------------------


def _claim_reviews(seen: Public, left: Counter[str]) -> Iterator[dict[str, Any]]:
    judged = _judged(seen)
    for claim in seen.case.of("claim", standing=True):
        if not seen.disclosure.shows(claim):
            left[WITHHELD] += 1
            continue
        reviews = 0
        for said in claim.value.speaks_to:
            of_law = _about(seen, said.question) is About.LAW
            if said.stance is Stance.FOR and not of_law:
                for entry in judged.get(said.answer or "", ()):
                    reviews += 1
                    yield _claim_review(seen, claim, entry)
        if not reviews:
            left[_why_not(seen, claim)] += 1


def _why_not(seen: Public, claim: Entry) -> str:
    if any(_about(seen, said.question) is About.LAW for said in claim.value.speaks_to):
        return OF_LAW
    stances = {said.stance for said in claim.value.speaks_to}
    return UNJUDGED if Stance.FOR in stances else AGAINST if Stance.AGAINST in stances else NO_ANSWER


def _about(seen: Public, question: str) -> About | None:
    found = seen.case.entries.get(question)
    return found.value.about if found is not None else None


def _judged(seen: Public) -> Mapping[str, list[Entry]]:
    """Standing assessments by answer; dissent stays beside what it dissents from."""
    made: dict[str, list[Entry]] = {}
    for entry in seen.case.of("assessment", standing=True):
        made.setdefault(entry.value.answer, []).append(entry)
    return made


def _claim_review(seen: Public, claim: Entry, judged: Entry) -> dict[str, Any]:
    value = claim.value
    return {
        "@type": "ClaimReview",
        "@id": f"{ENTRY}{judged.id}:{claim.id}",
        **_review(seen, judged),
        "claimReviewed": value.verbatim or value.paraphrase,
        **({"inLanguage": value.language} if value.language else {}),
        "itemReviewed": _claim(seen, claim),
        "isBasedOn": [ENTRY + e for e in dict.fromkeys((claim.id, *_shown(seen, judged.value)))],
    }


def _review(seen: Public, judged: Entry) -> dict[str, Any]:
    """What both kinds of review have: who, when, and likelihood and confidence as two ratings that are never folded."""
    value: Assessment = judged.value
    answer = seen.case.entries[value.answer].value.text
    low, high = PERCENT[value.likelihood]
    likelihood = {
        "@type": "Rating",
        "reviewAspect": "likelihood (ICD 203)",
        "ratingValue": [*Likelihood].index(value.likelihood) + 1,
        "worstRating": 1,
        "bestRating": len(Likelihood),
        "alternateName": value.likelihood.value,
        "ratingExplanation": f"{value.likelihood.value} ({low} to {high} per cent) that: {answer}",
    }
    confidence = {
        "@type": "Rating",
        "reviewAspect": "confidence in that judgement",
        "ratingValue": [*Confidence].index(value.confidence) + 1,
        "worstRating": 1,
        "bestRating": len(Confidence),
        "alternateName": value.confidence.value,
    }
    return {
        "author": {"@type": "Person", "name": seen.author(judged)},
        "datePublished": judged.at,
        "reviewRating": [likelihood, confidence],
        "reviewBody": value.reasons,
        "creativeWorkStatus": REVIEWED if seen.case.reviewed(judged) else UNREVIEWED,
    }


def _shown(seen: Public, value: Assessment) -> list[str]:
    return [e for e in (*value.speaks_for, *value.speaks_against) if seen.shows(e)]


def _claim(seen: Public, claim: Entry) -> dict[str, Any]:
    value = claim.value
    source = seen.case.entries[value.source]
    span, _ = seen.said[claim.id]
    made: dict[str, Any] = {
        "@type": "Claim",
        "@id": ENTRY + claim.id,
        "text": value.paraphrase,
        "author": {"@type": A_SOURCE[source.value.is_a], "name": seen.source(value.source)},
    }
    if span.earliest and span.latest:
        made["temporalCoverage"] = f"{instant_text(span.earliest)}/{instant_text(span.latest)}"
    appears = [_appearance(seen, e) for e in _sightings(seen, claim)]
    if found := [one for one in appears if one]:
        made["appearance"] = found
    return made


def _sightings(seen: Public, claim: Entry) -> Iterator[Entry]:
    """Where the claim stands: the sightings that it, or a passage it was taken from, rests on."""
    for name in claim.value.rests_on:
        found = seen.case.entries.get(name)
        if found is not None and found.kind == "observation":
            beneath = (seen.case.entries.get(e) for e in found.value.rests_on)
            yield from (e for e in beneath if e is not None and e.kind == "sighting")
        elif found is not None and found.kind == "sighting":
            yield found


def _appearance(seen: Public, sighting: Entry) -> dict[str, Any]:
    url = seen.field(sighting, "url")
    if not url:
        return {}
    posted = sighting.value.posted
    made: dict[str, Any] = {"@type": "CreativeWork", "url": url}
    if posted.earliest and posted.latest:
        made["temporalCoverage"] = f"{instant_text(posted.earliest)}/{instant_text(posted.latest)}"
    return made


# --- footage --------------------------------------------------------------------------------------------------------------


def _media_reviews(seen: Public) -> Iterator[dict[str, Any]]:
    """One for each judgement of authenticity and each file, or item spoken of, that it is about."""
    for judged in seen.case.of("assessment", standing=True):
        answer = seen.case.entries[judged.value.answer]
        if _about(seen, answer.value.question) is not About.AUTHENTIC:
            continue
        for about, item in _media(seen, judged):
            review = {
                "@type": "MediaReview",
                "@id": f"{ENTRY}{judged.id}:{about}",
                **_review(seen, judged),
                "itemReviewed": item,
                "isBasedOn": [ENTRY + e for e in _shown(seen, judged.value)],
            }
            if answer.value.text.strip() in CATEGORIES:
                review["mediaAuthenticityCategory"] = f"https://schema.org/{answer.value.text.strip()}"
            yield review


def _media(seen: Public, judged: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """The recordings that the answer's evidence rests on, by weigh.origins."""
    for key in _roots(seen, judged.value.answer):
        root = seen.origins["roots"][key]
        if root["kind"] != "recording":
            continue
        if not root.get("here", True):
            yield key.rpartition(" ")[2], {"@type": "MediaObject", "name": seen.item(key)}
        for file in root.get("files", ()):
            yield file, _file(seen, file)


def _roots(seen: Public, answer: str) -> list[str]:
    answers = (a for q in seen.origins["questions"] for a in q["answers"] if a["id"] == answer)
    return [key for a in answers for side in ("for", "against") for key in a[side]["origins"]]


def _file(seen: Public, file: str) -> dict[str, Any]:
    sightings = (e for e in seen.case.of("sighting", standing=True) if e.value.file == file)
    urls = [url for e in sightings if (url := seen.field(e, "url"))]
    made: dict[str, Any] = {"@type": "MediaObject", "@id": FILE + file, "sha256": file}
    return made | ({"contentUrl": list(dict.fromkeys(urls))} if urls else {})
