"""Real payloads, signed by two other programs, and every single bit of them."""

import concurrent.futures
import json
import os
import random
import time

import deliveries
import hooked
import wire
from check import DEPLOY, GITOPS, Check

BATCH = 32
GUESSES = 100


def configured(bench: hooked.Bench):
    """Everything the samples push to."""
    rules = {}
    for sample in deliveries.samples():
        for repository, branch, _ in sample.pushes:
            rules.setdefault(repository, set()).add(branch)
    bench.configure(
        [bench.rule(name, sorted(branches)) for name, branches in sorted(rules.items())],
        bench.rule("acme/site", key="repository") | {"schemes": deliveries.SCHEMES},
        schemes=deliveries.SCHEMES)


def expected(sample: deliveries.Sample, target: str, status: int, body: bytes) -> bool:
    answer = json.loads(body)
    if sample.ping:
        return (status, answer) == (200, {"ok": True, "pong": True})
    wanted = [push for push in sample.pushes
              if target == GITOPS or push[:2] == ("acme/site", "main")]
    return status == 202 and "job" in answer if wanted else status == 200 and "ignored" in answer


def accepted(check: Check, port: int, prefix: str) -> set[str]:
    """Both signers' deliveries are accepted; the ids of those that are to run."""
    link, ids, number, pushed = wire.Link(port), set(), 0, 0
    for sample in deliveries.samples():
        for target, secrets in [(GITOPS, hooked.SECRETS), (DEPLOY, hooked.DEPLOY_SECRETS)]:
            for signer in (deliveries.by_python, deliveries.by_openssl):
                number += 1
                delivery = f"{prefix}-{number}"
                fields = deliveries.signed(
                    sample, sample.body, secrets[number % len(secrets)], delivery, signer)
                status, body = link.ask(wire.request(target, fields, sample.body))
                if not expected(sample, target, status, body):
                    check.problem(f"{sample} signed by {signer.__name__} at {target}: "
                                  f"{status} {body[:300]!r}")
                if status == 202:
                    ids.add(delivery)
                    pushed += 1
    check.say(f"{number} deliveries signed by hmac and by openssl, {pushed} of them to run")
    return ids


def accepted_beside_guesses(check: Check, port: int) -> set[str]:
    """A guesser of tokens is held up; right senders at the same address are not."""
    sample = next(each for each in deliveries.samples() if each.scheme == "gitlab")
    fields = deliveries.signed(sample, sample.body, "a guess", "guess")
    link = wire.Link(port)
    statuses = [link.ask(wire.request(GITOPS, fields, sample.body))[0] for _ in range(GUESSES)]
    link.close()
    if not set(statuses) <= {401, 429} or statuses[-1] != 429:
        check.problem(f"{GUESSES} wrong tokens at once were answered {statuses}")
    return accepted(check, port, "beside")


class Flips:
    """Every request that differs from a good one in one bit."""

    def __init__(self, sample: deliveries.Sample, target: str, bits: int | None, seed: int):
        self.sample, self.target, self.bits = sample, target, bits
        self.rng = random.Random(seed)
        secrets = hooked.SECRETS if target == GITOPS else hooked.DEPLOY_SECRETS
        self.key = deliveries.key_of(sample.scheme, secrets[0])
        self.body = sample.body
        self.moment = int(time.time())
        self.fields = sample.fields("bit") + self.proof(self.key, self.body)

    def proof(self, key: bytes, body: bytes):
        return deliveries.proof(self.sample.scheme, key, body, "bit", self.moment)

    def each_body(self):
        every = range(len(self.body) * 8)
        if self.bits and self.bits < len(every):
            every = sorted(self.rng.sample(every, self.bits))
        for bit in every:
            body = bytearray(self.body)
            body[bit // 8] ^= 1 << bit % 8
            yield self.fields, bytes(body)

    def each_header(self):
        signed = {"webhook-id"} if self.sample.scheme == "standard-webhooks" else set()
        signed |= {name for name, _ in self.proof(self.key, self.body)}
        for index, (name, value) in enumerate(self.fields):
            if name not in signed:
                continue
            for bit in range(len(value) * 8):
                text = bytearray(value.encode())
                text[bit // 8] ^= 1 << bit % 8
                fields = list(self.fields)
                fields[index] = (name, text.decode("latin-1"))
                yield fields, self.body

    def each_secret(self):
        for bit in range(len(self.key) * 8):
            key = bytearray(self.key)
            key[bit // 8] ^= 1 << bit % 8
            yield self.sample.fields("bit") + self.proof(bytes(key), self.body), self.body

    def all(self):
        if self.sample.scheme != "gitlab":
            # GitLab's token says nothing about the body.
            yield from (("body", *made) for made in self.each_body())
        yield from (("header", *made) for made in self.each_header())
        yield from (("secret", *made) for made in self.each_secret())


def refused(port: int, sample: deliveries.Sample, target: str, bits: int | None, seed: int):
    """Sends every flip of one sample: how many of each kind, and what was not refused."""
    counts, problems, flips = {"body": 0, "header": 0, "secret": 0}, [], Flips(
        sample, target, bits, seed)
    link, batch = wire.Link(port), []

    def judge(kind, fields, status, text, plain):
        # What HTTP itself does not allow in a header is refused before it is looked at.
        # A token is a guess, and guesses are limited.
        good = (401, 429) if sample.scheme == "gitlab" else (401,)
        if status not in good and (plain or status != 400):
            problems.append(f"{sample} at {target}: a bit of the {kind} changed: {status} "
                            f"{text[:200]!r}, headers {fields}")

    def flush():
        for (kind, fields, _), (status, text) in zip(
                batch, link.ask_all([made for _, _, made in batch])):
            judge(kind, fields, status, text, True)
        batch.clear()

    for kind, fields, body in flips.all():
        counts[kind] += 1
        made = wire.request(target, fields, body)
        if all(" " <= char <= "~" for _, value in fields for char in value):
            batch.append((kind, fields, made))
            if len(batch) == BATCH:
                flush()
            continue
        heard = wire.exchange(port, [(made, 0)], 1, 10)
        if not heard.answers and not heard.closed:
            problems.append(f"{sample}: no answer to {fields}")
        for status, text in heard.answers:
            judge(kind, fields, status, text, False)
    flush()
    link.close()
    return counts, problems


def bits(check: Check):
    bench = check.bench()
    configured(bench)
    with bench.start().ready() as running:
        ids = accepted(check, running.port, "good")
        begun, totals, wanted = time.monotonic(), {"body": 0, "header": 0, "secret": 0}, []
        for sample in deliveries.samples():
            wanted.append((sample, GITOPS))
            if sample.file in ("github-push", "standard-webhooks-push"):
                wanted.append((sample, DEPLOY))
        with concurrent.futures.ProcessPoolExecutor(max(2, (os.cpu_count() or 2) // 2)) as pool:
            waiting = [pool.submit(refused, running.port, *each, check.options.bits,
                                   check.options.seed) for each in wanted]
            for done in concurrent.futures.as_completed(waiting):
                counts, problems = done.result()
                check.problems += problems[:5]
                totals = {kind: totals[kind] + counts[kind] for kind in totals}
                check.progress.show(sum(totals.values()), "bits")
        seconds = time.monotonic() - begun
        check.say(f"bits changed one by one: {totals['body']} of bodies, {totals['header']} of "
                  f"signatures, ids and timestamps, {totals['secret']} of secrets, {seconds:.0f} s")
        ids |= accepted_beside_guesses(check, running.port)
        if check.sabotaged:
            sample = deliveries.samples()[0]
            link = wire.Link(running.port)
            fields = deliveries.signed(sample, sample.body, hooked.SECRETS[0], "flipped")
            link.ask(wire.request(GITOPS, fields, sample.body))
        if not hooked.idle(bench, running):
            check.problem("jobs are left after a minute")
        ran = {run.delivery.split(":")[0] for run in bench.runs()}
        check.problems += [f"a command ran for {each}" for each in sorted(ran - ids)]
        for repository, branch, commit in {push for sample in deliveries.samples()
                                           for push in sample.pushes}:
            if not any(run.repository == repository for run in bench.runs()):
                check.problem(f"{repository} never ran")
