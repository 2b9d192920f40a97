"""The thief withdraws, in the stolen log, the word that it was stolen."""

from firsthand.record.assessment import Withdrawal
from firsthand.record.keys import KeyCompromised
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    word = good.b.say(KeyCompromised(log=good.b.log, since=1, reason="My laptop was stolen."))
    good.b.write(Withdrawal(of=word, reason="It was not."))
    good.publish()
