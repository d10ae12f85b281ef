"""One delivery of the fuzzer: how it is made, put on the wire, and what it may lead to."""

import base64
import dataclasses
import json
import random
import time
from dataclasses import dataclass, field

import deliveries
import hooked
import mutations
import payloads
import server
import wire

GITOPS, DEPLOY, RELOAD = "/api/webhook/gitops", "/webhook/deploy", "/api/_internal/reload-data"
LIMIT = 25 * 1024 * 1024
SAMPLES = [sample for sample in deliveries.samples() if sample.pushes]

# What is configured at the gitops endpoint: name, branches, its own secret or the receiver's.
RULES = [("acme/site", ("main",), False), ("own/*", ("main",), True), ("acme/*", ("main",), False),
         ("control/*", ("main",), False), ("gitea/webhooks", ("develop",), False),
         ("mike/diaspora", ("master",), False), ("acme/data/people", ("master",), False),
         ("emma/repo", ("dev", "master"), False), ("PROJ/repository", ("master",), False),
         ("~EMMA/repository", ("a/b", "c"), False)]
DEPLOYED = ("acme/site", "main")


@dataclass
class Case:
    """A request with everything that is needed to send it again."""

    name: str
    schemes: list[str]
    target: str
    fields: list[tuple[str, str]]
    body: bytes
    method: str = "POST"
    framing: str = "plain"
    chance: int = 0  # seeds what the framing leaves to chance
    control: bool = False
    # Scheme, secret and delivery of a signature nothing was done to: a replay makes it anew.
    signature: tuple[str, str, str] | None = None
    genuine: bool = False
    allowed: set[tuple[str, str, str, str]] = field(default_factory=set)

    def arriving(self) -> list[tuple[str, str]]:
        """The headers as the wire has them: spoilt ones may hold a colon, or lose a double."""
        lines = [f"{name}: {value}" for name, value in self.fields]
        if self.framing == "flipped":
            lines = plan(self).parts[0][0].decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
        return [(name, value.strip(" \t")) for name, _, value in
                (line.partition(":") for line in lines)]

    def judge(self):
        """Sets what it is worth by the configuration."""
        now = time.time()
        receiver = "deploy" if self.target == DEPLOY else "gitops"
        self.allowed = set()
        fields = self.arriving()
        if self.target == RELOAD:
            token = payloads.only(fields, "Authorization")
            key = payloads.only(fields, "X-CFP-Webhook-Key")
            self.genuine = (
                token is not None and token.partition(" ")[2].strip() == server.SECRET
                or key == server.SECRET or bool(payloads.genuine(
                    ["github"], fields, self.body, hooked.SECRETS, now)))
            return
        secrets = {True: [hooked.OWN_SECRET], False: hooked.SECRETS}
        if receiver == "deploy":
            secrets = {False: hooked.DEPLOY_SECRETS}
        proven = {own: payloads.genuine(self.schemes, fields, self.body, given, now)
                  for own, given in secrets.items()}
        self.genuine = any(proven.values())
        for own, schemes in proven.items():
            for scheme in schemes:
                for push in payloads.pushes(scheme, fields, self.body):
                    if self.configured(receiver, push[0], push[1], own):
                        self.allowed.add((receiver, *push))

    @staticmethod
    def configured(receiver: str, repository: str, branch: str, own: bool) -> bool:
        if receiver == "deploy":
            return (repository, branch) == DEPLOYED
        for pattern, branches, has_own in RULES:
            if payloads.matches(pattern, repository):
                return branch in branches and own == has_own
        return False

    def saved(self) -> dict:
        made = dataclasses.asdict(self)
        made["body"] = base64.b64encode(self.body).decode()
        made["allowed"] = sorted(self.allowed)
        return made

    @staticmethod
    def loaded(made: dict) -> "Case":
        case = Case(**{**made, "body": base64.b64decode(made["body"]),
                       "fields": [tuple(pair) for pair in made["fields"]],
                       "allowed": {tuple(row) for row in made["allowed"]}})
        if case.signature and case.genuine:
            scheme, secret, delivery = case.signature
            fresh = deliveries.proof(
                scheme, deliveries.key_of(scheme, secret), case.body, delivery)
            names = {name.lower() for name, _ in fresh}
            case.fields = [pair for pair in case.fields if pair[0].lower() not in names] + fresh
        return case


@dataclass
class Plan:
    """What is sent, and what must come back when."""

    parts: list[tuple[bytes, float]]
    wanted: int = 1
    whole: bool = True  # a whole request, sent without a pause: the answer is due
    patience: float = 10
    keeps: bool = True  # the body arrives as it was signed


def plan(case: Case) -> Plan:
    """The bytes of a case."""
    rng = random.Random(case.chance)
    fields = [("Host", "localhost"), *case.fields]
    length = ("Content-Length", str(len(case.body)))

    def head(extra, version="HTTP/1.1"):
        return wire.head(case.method, case.target, [*fields, *extra], version)

    plain = head([length]) + case.body
    match case.framing:
        case "chunked":
            extension = rng.choice([b"", b"", b";a=b"])
            return Plan([(head([("Transfer-Encoding", "chunked")])
                          + mutations.chunked(case.body, rng, extension), 0)])
        case "expect":
            return Plan([(head([length, ("Expect", "100-continue")]), 0.01), (case.body, 0)])
        case "1.0":
            return Plan([(head([length], "HTTP/1.0") + case.body, 0)])
        case "pipelined":
            return Plan([(plain * 3, 0)], wanted=3)
        case "length":
            text = head(mutations.lengths(len(case.body), rng)) + case.body
            return Plan([(text, 0)], whole=False, patience=0.15, keeps=False)
        case "bad chunks":
            text = head([("Transfer-Encoding", "chunked")]) + mutations.bad_chunks(case.body, rng)
            return Plan([(text, 0)], whole=False, patience=0.15, keeps=False)
        case "broken":
            return Plan([(rng.choice(mutations.BROKEN), 0)], whole=False, patience=0.1, keeps=False)
        case "flipped":
            top = head([length])
            text = mutations.flipped(top, rng) + case.body
            return Plan([(text, 0)], whole=False, patience=0.15, keeps=False)
        case "cut":
            return Plan([(plain[:rng.randrange(1, len(plain))], 0)], whole=False, patience=0.02,
                        keeps=False)
        case "slow":
            cuts = sorted(rng.randrange(len(plain)) for _ in range(rng.choice([1, 3, 8])))
            edges = [0, *cuts, len(plain)]
            return Plan([(plain[a:b], rng.choice([0.01, 0.1, 0.5])) for a, b in
                         zip(edges, edges[1:])], whole=False)
        case "slow cut":
            end = rng.randrange(1, len(plain))
            return Plan([(plain[:end // 2], 0.5), (plain[end // 2:end], 0.5)], whole=False,
                        patience=0.1, keeps=False)
    return Plan([(plain, 0)])


class Maker:
    """Draws cases by a seed."""

    def __init__(self, seed: str, schemes: list[str]):
        self.rng, self.schemes, self.count = random.Random(seed), schemes, 0
        self.seed = seed

    def commit(self) -> str:
        return f"{self.rng.getrandbits(160):040x}"

    def sample(self) -> deliveries.Sample:
        return self.rng.choice([each for each in SAMPLES if each.scheme in self.schemes])

    def secret(self, target: str) -> str:
        return self.rng.choice(
            hooked.DEPLOY_SECRETS if target == DEPLOY else hooked.SECRETS)

    def sign(self, case: Case, sample: deliveries.Sample, secret: str):
        delivery = f"d-{self.seed}-{self.count}".replace(".", "-")
        case.fields = deliveries.signed(sample, case.body, secret, delivery)
        case.signature = (sample.scheme, secret, delivery)

    def control(self) -> Case:
        """A delivery that must be accepted and run."""
        self.count += 1
        sample, target = self.sample(), self.rng.choice([GITOPS, GITOPS, DEPLOY])
        repository, branch = (f"control/r-{self.seed}-{self.count}", "main") if (
            target == GITOPS) else DEPLOYED
        made = deliveries.aimed(sample, repository, branch, self.commit())
        case = Case("control", self.schemes, target, [], json.dumps(made).encode(), control=True)
        self.sign(case, sample, self.secret(target))
        case.judge()
        return case

    def case(self) -> Case:
        self.count += 1
        rng, sample = self.rng, self.sample()
        if rng.random() < 0.12:
            return self.reload()
        target = rng.choice([GITOPS, GITOPS, GITOPS, DEPLOY])
        pattern, branches, own = rng.choice(RULES)
        repository = pattern.replace("*", rng.choice(["site", "a.b-c", "x"]))
        if target == DEPLOY:
            repository, branches, own = DEPLOYED[0], (DEPLOYED[1],), False
        made = deliveries.aimed(sample, repository, rng.choice(branches), self.commit())
        secret = hooked.OWN_SECRET if own else self.secret(target)
        kind = rng.choices(
            ["value", "text", "bit of the body", "headers", "bit of the secret", "other secret",
             "unsigned", "request", "stale", "method"],
            [20, 14, 12, 22, 4, 4, 6, 14, 2, 2])[0]
        if kind == "value":
            made = mutations.spoilt_value(made, rng)
        body = json.dumps(made, ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")
        if kind == "text":
            body = mutations.spoilt_text(made, rng)
        case = Case(kind, self.schemes, target, [], body, chance=rng.getrandbits(32))
        self.sign(case, sample, secret)
        self.spoil(case, kind, sample)
        roll = rng.random()
        if kind == "request":
            case.framing = rng.choice(
                ["length", "bad chunks", "broken", "flipped", "cut", "chunked", "expect", "1.0",
                 "pipelined"])
        elif roll < 0.2:
            case.framing = rng.choice(["chunked", "expect", "1.0", "pipelined"])
        case.judge()
        if case.framing == "pipelined" and case.genuine:
            case.framing = "plain"
        return case

    def spoil(self, case: Case, kind: str, sample: deliveries.Sample):
        """What is done to a delivery after it was signed."""
        rng = self.rng
        if kind == "bit of the body":
            case.body = mutations.flipped(case.body, rng)
        elif kind == "headers":
            for _ in range(rng.choice([1, 1, 1, 2, 4])):
                case.fields = mutations.spoilt_fields(case.fields, rng) or [("X", "y")]
        elif kind == "bit of the secret":
            key = mutations.flipped(deliveries.key_of(sample.scheme, case.signature[1]), rng)
            case.fields = sample.fields(case.signature[2]) + deliveries.proof(
                sample.scheme, key, case.body, case.signature[2])
        elif kind == "other secret":
            secret = rng.choice([hooked.OWN_SECRET, *hooked.SECRETS, *hooked.DEPLOY_SECRETS,
                                 "bm90IG91ciBzZWNyZXQ=", server.SECRET + "=="])
            self.sign(case, sample, secret)
        elif kind == "unsigned":
            case.fields = sample.fields(case.signature[2])
        elif kind == "stale":
            moment = int(time.time()) + rng.choice([-400, 400, -10**9, 10**9])
            case.fields = sample.fields(case.signature[2]) + deliveries.proof(
                sample.scheme, deliveries.key_of(sample.scheme, case.signature[1]), case.body,
                case.signature[2], moment)
        elif kind == "method":
            case.method = rng.choice(["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "post", "X"])
        if kind in ("bit of the secret", "stale", "headers", "unsigned"):
            case.signature = None

    def reload(self) -> Case:
        """A request to reload, signed by GitHub's scheme or with a plain credential."""
        rng = self.rng
        sample = next(each for each in SAMPLES if each.file == "github-push")
        name = rng.choice(["acme/data", "acme/site"])
        made = deliveries.aimed(sample, name, "main", self.commit())
        body = json.dumps(made).encode()
        case = Case("reload", self.schemes, RELOAD, [], body, chance=rng.getrandbits(32))
        if rng.random() < 0.5:
            kind = rng.choice(["value", "text", "bit of the body", "headers", "unsigned"])
            if kind == "value":
                case.body = json.dumps(mutations.spoilt_value(made, rng)).encode()
            elif kind == "text":
                case.body = mutations.spoilt_text(made, rng)
            self.sign(case, sample, self.secret(GITOPS))
            self.spoil(case, kind, sample)
        else:
            plain = mutations.spoilt_value(
                {"branch": "main", "commitHash": self.commit()}, rng)
            case.body = rng.choice([json.dumps(plain).encode(), mutations.spoilt_text(plain, rng)])
            token = rng.choice([server.SECRET + "x", server.SECRET[:-1], "", server.SECRET])
            case.fields = [rng.choice([("Authorization", "Bearer " + token),
                                       ("X-CFP-Webhook-Key", token)])]
            if rng.random() < 0.3:
                case.fields = mutations.spoilt_fields(case.fields, rng)
        case.framing = rng.choices(
            ["plain", "chunked", "length", "bad chunks", "flipped", "cut"],
            [60, 10, 10, 7, 8, 5])[0]
        case.judge()
        return case

    def slow(self) -> Case:
        """Slow, cut short, or very long."""
        case = self.case()
        while case.target == RELOAD:
            case = self.case()
        if self.rng.random() < 0.15:
            sample, target = self.sample(), self.rng.choice([GITOPS, DEPLOY])
            size = self.rng.choice([70_000, 10**6, LIMIT // 2, LIMIT, LIMIT + 1, LIMIT + 10**6])
            made = json.dumps(deliveries.aimed(
                sample, *DEPLOYED, self.commit()))[:-1].encode() + b', "pad": "'
            case = Case(f"{size} bytes", self.schemes, target, [],
                        made + b"x" * (size - len(made) - 2) + b'"}',
                        framing=self.rng.choice(["plain", "chunked"]))
            self.sign(case, sample, self.secret(target))
            if self.rng.random() < 0.6:
                case.fields, case.signature = sample.fields("big"), None
                case.fields += deliveries.proof(sample.scheme, b"wrong", b"other", "big")
            case.judge()
            return case
        case.framing = self.rng.choice(["slow", "slow", "slow cut"])
        case.judge()
        return case
