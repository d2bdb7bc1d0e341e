# Shows: the functions of gc that look at objects and settings.
import gc


class Holder:
    pass


held = ["held"]
holder = Holder()
holder.value = held
other = {"k": held}
referrers = gc.get_referrers(held)
print(
    any(each is other for each in referrers), held in gc.get_referents(other),
    [each for each in gc.get_referents([1, "a", held]) if each is held] == [held]
)
print(
    any(each is holder for each in gc.get_objects()), len(gc.get_count()), len(gc.get_threshold()),
    gc.isenabled()
)
gc.set_threshold(500, 5, 5)
print(gc.get_threshold())
gc.disable()
print(gc.isenabled())
gc.enable()
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count(), gc.get_debug(), len(gc.get_stats()), sorted(gc.get_stats()[0]))
events = []


def callback(phase, info):
    events.append((phase, sorted(info)))


gc.disable()
gc.callbacks.append(callback)
gc.collect()
gc.callbacks.remove(callback)
gc.enable()
gc.collect()
print(events)


class Finalized:
    def __del__(self):
        Finalized.last = self


Finalized()
print(
    gc.is_finalized(Finalized.last), gc.is_finalized(holder), gc.collect(0) >= 0,
    gc.collect(generation=1) >= 0
)
for action in (
    lambda: gc.collect(5), lambda: gc.collect("a"), lambda: gc.set_threshold(),
    lambda: gc.set_threshold("a"), lambda: gc.get_objects(generation=9), lambda: gc.is_tracked(),
    lambda: gc.freeze(1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
