"""Routes that enter what a person says: one a verb, each once, answered when it is on the disk."""

from fastapi import APIRouter

from . import asks, spoken
from .door import Door, Key, Said


def routes(door: Door) -> APIRouter:
    api = APIRouter(prefix="/say", tags=["say"])
    desk = door.desk

    @api.post("/observe")
    def observe(ask: asks.ObserveAsk, key: Key) -> Said:
        return door.say(key, spoken.observation(desk, ask))

    @api.post("/mark")
    def mark(ask: asks.MarkAsk, key: Key) -> Said:
        return door.say(key, spoken.mark(desk, ask))

    @api.post("/follow")
    def follow(ask: asks.FollowAsk, key: Key) -> Said:
        return door.say(key, spoken.follow(desk, ask))

    @api.post("/ask")
    def ask(ask: asks.QuestionAsk, key: Key) -> Said:
        return door.say(key, spoken.question(ask))

    @api.post("/answer")
    def answer(ask: asks.AnswerAsk, key: Key) -> Said:
        return door.say(key, spoken.answer(desk, ask))

    @api.post("/source")
    def source(ask: asks.SourceAsk, key: Key) -> Said:
        return door.say(key, spoken.source(ask))

    @api.post("/claim")
    def claim(ask: asks.ClaimAsk, key: Key) -> Said:
        return door.say(key, spoken.claim(desk, ask))

    @api.post("/grade")
    def grade(ask: asks.GradeAsk, key: Key) -> Said:
        return door.say(key, spoken.grade(desk, ask))

    @api.post("/weigh")
    def weigh(ask: asks.WeighAsk, key: Key) -> Said:
        return door.say(key, spoken.weighing(desk, ask))

    @api.post("/assess")
    def assess(ask: asks.AssessAsk, key: Key) -> Said:
        return door.say(key, spoken.assessment(desk, ask))

    @api.post("/review")
    def review(ask: asks.ReviewAsk, key: Key) -> Said:
        return door.say(key, spoken.review(desk, ask))

    @api.post("/withdraw")
    def withdraw(ask: asks.WithdrawAsk, key: Key) -> Said:
        return door.say(key, spoken.withdrawal(desk, ask))

    @api.post("/reply")
    def reply(ask: asks.ReplyAsk, key: Key) -> Said:
        return door.say(key, spoken.reply(desk, ask))

    @api.post("/draft")
    def draft(ask: asks.DraftAsk, key: Key) -> Said:
        return door.say(key, spoken.draft(desk, ask))

    @api.post("/anchor")
    def anchor(ask: asks.AnchorAsk, key: Key) -> list[Said]:
        """Two observations that name one event: the alignment takes them before what was heard."""
        return [door.say(f"{key}-{n}", value) for n, value in enumerate(spoken.anchors(desk, ask))]

    return api
