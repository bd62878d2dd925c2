"""Every way to break what a certificate says of the two ends of a domain."""

from dataclasses import replace

from sympy import S, Tuple


def premise(step, position, value):
    return replace(step, premises=(*step.premises[:position], value, *step.premises[position + 1 :]))


def of_ends(step, others):
    (low, asked_low), (high, asked_high) = step.conclusion
    yield "the equation", premise(step, 0, -step.premises[0])
    yield "another equation", premise(step, 0, step.premises[0] + 1)
    yield "the lower limit", replace(step, conclusion=Tuple(Tuple(-low, asked_low), Tuple(high, asked_high)))
    yield (
        "the upper limit",
        replace(step, conclusion=Tuple(Tuple(low, asked_low), Tuple(1 - high, asked_high))),
    )
    for position, (limit, asked) in enumerate(step.conclusion):
        other = step.conclusion[1 - position]
        for label, broken in (("more", asked - 2), ("the opposite", -asked), ("nothing", S.One)):
            pair = (Tuple(limit, broken), other) if position == 0 else (other, Tuple(limit, broken))
            if broken != asked and not (label == "nothing" and asked == 1):
                yield f"{label} needed", replace(step, conclusion=Tuple(*pair))
    for other in others:
        yield f"in {other}", premise(step, 1, other)
