# Measures: classes that work together: the scheduler of a small operating system (Richards).

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE_PACKET, WORK_PACKET = range(2)
DATA_SIZE = 4


class Packet:
    def __init__(self, link, owner, kind):
        self.link, self.owner, self.kind = link, owner, kind
        self.datum = 0
        self.data = [0] * DATA_SIZE

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, scheduler, identity, priority, queue):
        self.scheduler, self.identity, self.priority = scheduler, identity, priority
        self.queue = queue
        self.is_held = False
        self.is_waiting = queue is None
        scheduler.add(self)

    def accept(self, packet, current):
        had_none = self.queue is None
        self.queue = packet.append_to(self.queue)
        if had_none:
            self.is_waiting = False
            if self.priority > current.priority:
                return self
        return current

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def wait(self):
        self.is_waiting = True
        return self

    def run(self):
        raise NotImplementedError


class Idle(Task):
    def __init__(self, scheduler, rounds):
        super().__init__(scheduler, IDLE, 0, None)
        self.is_waiting = False
        self.control, self.rounds = 1, rounds

    def run(self):
        self.rounds -= 1
        if self.rounds == 0:
            return self.scheduler.hold()
        if self.control & 1 == 0:
            self.control //= 2
            return self.scheduler.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.scheduler.release(DEVICE_B)


class Worker(Task):
    def __init__(self, scheduler, queue):
        super().__init__(scheduler, WORKER, 1000, queue)
        self.destination, self.count = HANDLER_A, 0

    def run(self):
        packet = self.take()
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.owner = self.destination
        packet.datum = 0
        for index in range(DATA_SIZE):
            self.count = self.count % 26 + 1
            packet.data[index] = 64 + self.count
        return self.scheduler.send(packet)


class Handler(Task):
    def __init__(self, scheduler, identity, priority, queue):
        super().__init__(scheduler, identity, priority, queue)
        self.work = self.devices = None

    def run(self):
        packet = self.take()
        if packet is not None:
            if packet.kind == WORK_PACKET:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is None:
            return self.wait() if self.queue is None else self
        if work.datum >= DATA_SIZE:
            self.work = work.link
            return self.scheduler.send(work)
        device = self.devices
        if device is None:
            return self.wait() if self.queue is None else self
        self.devices = device.link
        device.datum = work.data[work.datum]
        work.datum += 1
        return self.scheduler.send(device)


class Device(Task):
    def __init__(self, scheduler, identity, priority):
        super().__init__(scheduler, identity, priority, None)
        self.pending = None

    def run(self):
        packet = self.take()
        if packet is not None:
            self.pending = packet
            return self.scheduler.hold()
        packet = self.pending
        if packet is None:
            return self.wait()
        self.pending = None
        return self.scheduler.send(packet)


class Scheduler:
    def __init__(self):
        self.tasks, self.order = {}, []
        self.current = None
        self.sent = self.holds = self.runs = 0

    def add(self, task):
        self.tasks[task.identity] = task
        self.order.insert(0, task)

    def hold(self):
        self.holds += 1
        self.current.is_held = True
        return None

    def release(self, identity):
        task = self.tasks[identity]
        task.is_held = False
        return task if task.priority > self.current.priority else self.current

    def send(self, packet):
        task = self.tasks[packet.owner]
        self.sent += 1
        packet.owner = self.current.identity
        return task.accept(packet, self.current)

    def next_ready(self):
        for task in self.order:
            if not task.is_held and not (task.is_waiting and task.queue is None):
                task.is_waiting = False
                return task
        return None

    def run(self):
        task = self.next_ready()
        while task is not None:
            self.current = task
            self.runs += 1
            task = task.run()
            if task is None or task.is_held or (task.is_waiting and task.queue is None):
                task = self.next_ready()


def packets(owner, kind, count):
    queue = None
    for _ in range(count):
        queue = Packet(queue, owner, kind)
    return queue


def simulate(rounds):
    scheduler = Scheduler()
    Idle(scheduler, rounds)
    Worker(scheduler, packets(WORKER, WORK_PACKET, 2))
    Handler(scheduler, HANDLER_A, 2000, packets(DEVICE_A, DEVICE_PACKET, 3))
    Handler(scheduler, HANDLER_B, 3000, packets(DEVICE_B, DEVICE_PACKET, 3))
    Device(scheduler, DEVICE_A, 4000)
    Device(scheduler, DEVICE_B, 5000)
    scheduler.run()
    return scheduler


for _ in range(30):
    done = simulate(10_000)
print("richards", done.sent, done.holds, done.runs)
