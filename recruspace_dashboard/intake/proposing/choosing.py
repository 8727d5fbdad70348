"""Which e-mail address of a text is the candidate's own."""

from collections.abc import Sequence

from .agreement import Agrees, with_local_part
from .emails import Address, is_placed
from .folding import fold
from .named import Named
from .reading import Line, Reading, Section
from .values import Proposed

NEAR = 3


def choose(
    addresses: Sequence[Address], reading: Reading, named: Named | None
) -> tuple[Address | None, Proposed]:
    of_referees = {
        one.value for one in addresses if one.line.section is Section.REFERENCES
    }
    rated = [
        (_rating(one, level, reading, addresses), -at, one, level)
        for at, one in enumerate(addresses)
        for level in [_level(one, named)]
        if _may_be(one, level, named)
        and (level >= Agrees.MOSTLY or one.value not in of_referees)
    ]
    if not rated:
        return None, Proposed()
    _, _, best, level = (
        max(rated)[:4] if len(rated) == 1 else max(rated, key=lambda x: x[:2])
    )
    others = [
        (one, its)
        for _, _, one, its in rated
        if one.value != best.value and not one.of_role
    ]
    return best, Proposed.of(best.value, sure=_is_sure(best, level, others, reading))


def lines_near(address: Address | None, reading: Reading) -> Sequence[Line]:
    """Where a phone number belongs to the same candidate as the address."""
    if address is None:
        return []
    if not is_placed(address, reading):
        return [address.line]
    first = max(0, address.line.at - NEAR)
    around = reading.lines[first : address.line.at + NEAR + 1]
    return [line for line in around if line.page == address.line.page]


def _level(address: Address, named: Named | None) -> Agrees:
    if named is None:
        return Agrees.NOT
    return with_local_part(address.local, named.given, named.last)


def _may_be(address: Address, level: Agrees, named: Named | None) -> bool:
    if address.line.section is Section.REFERENCES:
        return level >= Agrees.MOSTLY
    if (
        address.line.section is Section.WORK
        and not address.alone
        and level < Agrees.PARTLY
    ):
        return False
    if address.of_role:
        # A site of one's own, such as info@mueller-design.de.
        domain = fold(address.domain)
        return named is not None and any(
            len(fold(one)) > 3 and fold(one) in domain for one in named.last
        )
    return True


def _rating(
    address: Address, level: Agrees, reading: Reading, every: Sequence[Address]
) -> float:
    rating = 10.0 * level + 8 * is_placed(address, reading) + 3 * address.labelled
    rating += 2 * address.free - 20 * address.of_role
    rating -= 10 * (address.line.section is Section.REFERENCES)
    rating -= 6 * (address.line.section is Section.WORK)
    same = sum(one.value == address.value for one in every)
    return rating + min(same, 3) - min(address.line.at, 200) / 200


def _is_sure(
    best: Address,
    level: Agrees,
    others: Sequence[tuple[Address, Agrees]],
    reading: Reading,
) -> bool:
    placed = is_placed(best, reading)
    if best.of_role or best.line.section is Section.REFERENCES:
        return False
    if best.doubtful:
        return level is Agrees.WHOLLY and best.free and placed and not others
    placed_others = [one for one, _ in others if is_placed(one, reading)]
    if not placed:
        likely_own = best.alone and best.line.section is not Section.WORK
        return level >= Agrees.MOSTLY and likely_own and not placed_others
    if level >= Agrees.MOSTLY:
        return not any(
            its >= Agrees.MOSTLY for one, its in others if one in placed_others
        )
    return level >= Agrees.NOT and not placed_others
