# A small operating system: tasks of several classes pass packets through queues by method dispatch.
IDLE, WORK, DEVICE = range(3)


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

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
    def __init__(self, system, ident, priority):
        self.system = system
        self.ident = ident
        self.priority = priority
        self.queue = None
        self.held = False
        system.add(self)

    def ready(self):
        return not self.held and self.queue is not None

    def take(self):
        packet = self.queue
        self.queue = packet.link
        packet.link = None
        return packet

    def run(self):
        raise NotImplementedError


class IdleTask(Task):
    def __init__(self, system, ident, count):
        super().__init__(system, ident, 0)
        self.seed = 1
        self.count = count

    def ready(self):
        return self.count > 0

    def run(self):
        self.count -= 1
        if self.seed & 1:
            self.seed = self.seed >> 1 ^ 0xD008
            return self.system.release(3)
        self.seed >>= 1
        return self.system.release(4)


class WorkTask(Task):
    def __init__(self, system, ident):
        super().__init__(system, ident, 10)
        self.target = 3
        self.letter = 0

    def run(self):
        packet = self.take()
        self.target = 7 - self.target
        packet.ident = self.target
        packet.datum = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        self.system.send(packet)


class DeviceTask(Task):
    def __init__(self, system, ident):
        super().__init__(system, ident, 20 + ident)
        self.checksum = 0

    def run(self):
        packet = self.take()
        for c in packet.data:
            self.checksum = self.checksum * 31 + c & 0xFFFF
        self.held = True
        packet.ident = 2
        self.system.send(packet)


class System:
    def __init__(self):
        self.tasks = {}
        self.order = []
        self.runs = self.sent = 0

    def add(self, task):
        self.tasks[task.ident] = task
        self.order.append(task)
        self.order.sort(key=lambda t: -t.priority)

    def send(self, packet):
        self.sent += 1
        task = self.tasks[packet.ident]
        task.queue = packet.append_to(task.queue)

    def release(self, ident):
        self.tasks[ident].held = False

    def next_task(self):
        for task in self.order:
            if task.ready():
                return task
        return None

    def run(self):
        while (task := self.next_task()) is not None:
            task.run()
            self.runs += 1


system = System()
IdleTask(system, 1, 60000)
WorkTask(system, 2)
devices = [DeviceTask(system, 3), DeviceTask(system, 4)]
for i in range(6):
    system.send(Packet(None, 2, WORK))
system.run()
print(system.runs, system.sent, [d.checksum for d in devices])
