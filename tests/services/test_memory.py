"""What is kept for a moment in the memory of the process."""

from recruspace_dashboard.services.memory import Memory
from tests.clock import Clock


def test_what_was_kept_is_found_by_its_key_alone(clock: Clock):
    memory: Memory[str] = Memory(100, 60, clock)
    memory.put(("a", 1), "one", 3)
    assert memory.get(("a", 1)) == "one"
    assert memory.get(("a", 2)) is None


def test_after_its_seconds_all_is_gone_however_often_it_was_asked_for(clock: Clock):
    memory: Memory[str] = Memory(100, 60, clock)
    memory.put("a", "one", 3)
    clock.now += 59
    assert memory.get("a") == "one"
    clock.now += 1
    assert memory.get("a") is None
    memory.put("a", "two", 3)
    clock.now += 59
    assert memory.get("a") == "two"


def test_too_much_together_makes_room_for_the_last(clock: Clock):
    memory: Memory[str] = Memory(100, 60, clock)
    for number in range(50):
        memory.put(number, "x", 30)
        assert memory.get(number) == "x"
        kept = [one for one in range(50) if memory.get(one)]
        assert len(kept) <= 3


def test_what_is_too_large_by_itself_is_not_kept(clock: Clock):
    memory: Memory[str] = Memory(100, 60, clock)
    memory.put("large", "x", 101)
    assert memory.get("large") is None
