"""A script writes what it likes."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('</body>', '<script>document.title = "Proven"</script></body>')
