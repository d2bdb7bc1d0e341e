# Measures: polymorphic calls and lists of objects: a solver of one-way constraints (DeltaBlue).

REQUIRED, PREFERRED, STRONG, MEDIUM, WEAK, WEAKEST = range(6)  # a smaller number is a stronger wish


class Variable:
    def __init__(self, name, value=0):
        self.name, self.value = name, value
        self.constraints = []
        self.determined_by = None
        self.walk_strength = WEAKEST
        self.mark = 0
        self.stays = True


class Constraint:
    def __init__(self, planner, strength):
        self.planner, self.strength = planner, strength

    def post(self):
        for variable in self.variables():
            variable.constraints.append(self)
        self.planner.add(self)

    def drop(self):
        if self.is_satisfied():
            self.planner.remove(self)
        for variable in self.variables():
            variable.constraints.remove(self)

    def satisfy(self, mark):
        self.choose_output(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be satisfied")
            return None
        for variable in self.inputs():
            variable.mark = mark
        output = self.output()
        overridden = output.determined_by
        if overridden is not None:
            overridden.forget()
        output.determined_by = self
        self.planner.propagate(self, mark)
        output.mark = mark
        return overridden

    def inputs_are_known(self, mark):
        return all([v.mark == mark or v.stays or v.determined_by is None for v in self.inputs()])


class Unary(Constraint):
    """A wish for one variable: to stay, or to be set from outside."""

    def __init__(self, planner, variable, strength, is_input):
        super().__init__(planner, strength)
        self.variable, self.is_input = variable, is_input
        self.satisfied = False
        self.post()

    def variables(self):
        return [self.variable]

    def inputs(self):
        return []

    def output(self):
        return self.variable

    def is_satisfied(self):
        return self.satisfied

    def forget(self):
        self.satisfied = False

    def choose_output(self, mark):
        variable = self.variable
        self.satisfied = variable.mark != mark and self.strength < variable.walk_strength

    def recalculate(self):
        self.variable.walk_strength = self.strength
        self.variable.stays = not self.is_input

    def execute(self):
        pass


class Scale(Constraint):
    """target == source * factor + offset, kept in either direction."""

    def __init__(self, planner, source, factor, offset, target):
        super().__init__(planner, REQUIRED)
        self.source, self.factor, self.offset, self.target = source, factor, offset, target
        self.direction = 0  # 1: forward, -1: backward, 0: not satisfied
        self.post()

    def variables(self):
        return [self.source, self.target]

    def inputs(self):
        return [self.source if self.direction > 0 else self.target]

    def output(self):
        return self.target if self.direction > 0 else self.source

    def is_satisfied(self):
        return self.direction != 0

    def forget(self):
        self.direction = 0

    def choose_output(self, mark):
        source, target, strength = self.source, self.target, self.strength
        if source.mark == mark:
            self.direction = 1 if target.mark != mark and strength < target.walk_strength else 0
        elif target.mark == mark:
            self.direction = -1 if strength < source.walk_strength else 0
        elif source.walk_strength > target.walk_strength:
            self.direction = -1 if strength < source.walk_strength else 0
        else:
            self.direction = 1 if strength < target.walk_strength else 0

    def recalculate(self):
        given, output = self.inputs()[0], self.output()
        output.walk_strength = max(self.strength, given.walk_strength)
        output.stays = given.stays
        if output.stays:
            self.execute()

    def execute(self):
        if self.direction > 0:
            self.target.value = self.source.value * self.factor + self.offset
        else:
            self.source.value = (self.target.value - self.offset) // self.factor


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark)
        while overridden is not None:
            overridden = overridden.satisfy(mark)

    def remove(self, constraint):
        output = constraint.output()
        constraint.forget()
        output.determined_by, output.walk_strength, output.stays = None, WEAKEST, True
        unsatisfied, waiting = [], [output]
        while waiting:
            variable = waiting.pop()
            for other in variable.constraints:
                if other is not constraint and not other.is_satisfied():
                    unsatisfied.append(other)
            for follower in self.followers(variable):
                follower.recalculate()
                waiting.append(follower.output())
        unsatisfied.sort(key=lambda each: each.strength)
        for each in unsatisfied:
            self.add(each)

    def followers(self, variable):
        return [each for each in variable.constraints
                if each.is_satisfied() and each is not variable.determined_by]

    def propagate(self, constraint, mark):
        waiting = [constraint]
        while waiting:
            each = waiting.pop()
            if each.output().mark == mark and each is not constraint:
                raise RuntimeError("the constraints go in a circle")
            each.recalculate()
            waiting.extend(self.followers(each.output()))

    def plan_from(self, source):
        mark = self.new_mark()
        plan, waiting = [], [source]
        while waiting:
            each = waiting.pop()
            output = each.output()
            if output.mark != mark and each.inputs_are_known(mark):
                plan.append(each)
                output.mark = mark
                waiting.extend(self.followers(output))
        return plan


def chain(length):
    planner = Planner()
    line = [Variable(f"v{number}") for number in range(length + 1)]
    for before, after in zip(line, line[1:]):
        Scale(planner, before, 1, 0, after)
    Unary(planner, line[-1], STRONG, False)
    edit = Unary(planner, line[0], PREFERRED, True)
    total = 0
    plan = planner.plan_from(edit)
    for value in range(50):
        line[0].value = value
        for each in plan:
            each.execute()
        total += line[-1].value
    edit.drop()
    return total


def projection(count):
    planner = Planner()
    pairs = []
    for number in range(count):
        source, target = Variable("source", number), Variable("target", number)
        Unary(planner, source, WEAK, False)
        Scale(planner, source, 10, 1000, target)
        pairs.append((source, target))
    total = 0
    for source, target in pairs:
        edit = Unary(planner, source, MEDIUM, True)
        source.value = 17
        for each in planner.plan_from(edit):
            each.execute()
        total += target.value
        edit.drop()
    return total


for _ in range(8):
    print("deltablue", chain(4000), projection(6000))
