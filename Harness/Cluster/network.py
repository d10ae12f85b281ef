"""A network of namespaces: a router, and machines with a cable to it each. What it is told to lose
it loses without a word, and connections over it stand."""

import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import places

NEEDED = ("unshare", "nsenter", "ip", "mount")
ENTERED = "LIVETREE_JUDGE_NETWORK"
ROUTER, CLIENTS = "router", "clients"
PRIORITY = "100"  # of the rules that cut: before the router's routes
ESTABLISHED, CLOSING = "01", ("04", "09", "0B")  # /proc/net/tcp: FIN_WAIT1, LAST_ACK, CLOSING
CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


class NoNetwork(Exception):
    """This kernel does not have, or does not allow, what is needed."""


def enter():
    """Starts this program again with users, networks and mounts of its own, and returns in there.
    Where users of its own are forbidden, root can do without."""
    if os.environ.get(ENTERED):
        return
    for kinds in ("-Urnm", "-nm"):
        command = ["unshare", kinds]
        found = subprocess.run([*command, "true"], capture_output=True, text=True)
        if found.returncode == 0:
            os.environ[ENTERED] = "yes"
            os.execvp(command[0], [*command, sys.executable, *sys.argv])
    raise NoNetwork(f"no namespaces of its own: {found.stderr.strip()}")


def run(*command: str, stdin: str = ""):
    done = subprocess.run(command, input=stdin, capture_output=True, text=True)
    if done.returncode:
        raise NoNetwork(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")


class Machine(places.Place):
    """One with a network of its own, by the name of its namespace."""

    def __init__(self, name: str, host: str):
        self.name, self.host = name, host
        self.file = f"/run/netns/{name}"
        self.command = ["nsenter", f"--net={self.file}", "--"]

    @contextlib.contextmanager
    def inside(self):
        """What this thread opens in here is opened there, and stays there."""
        with open("/proc/thread-self/ns/net") as before, open(self.file) as there:
            switch(there)
            try:
                yield
            finally:
                switch(before)

    def connections(self) -> list[tuple[str, int]]:
        """The state of each, and the bytes that it still wants to send."""
        with self.inside():
            lines = Path("/proc/thread-self/net/tcp").read_text().splitlines()[1:]
        return [(line.split()[3], int(line.split()[4].partition(":")[0], 16)) for line in lines]

    def standing(self) -> int:
        return sum(state == ESTABLISHED for state, _ in self.connections())


def switch(namespace):
    if libc.setns(namespace.fileno(), CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


class Network:
    """Machines by name, and the clients', which is where the judge is."""

    def __init__(self, names: list[str]):
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        os.mkdir("/run/netns")
        run("ip", "netns", "add", ROUTER)
        self.router = Machine(ROUTER, "")
        with self.router.inside():
            for key, value in (("ip_forward", "1"), ("conf/all/rp_filter", "0"),
                               ("conf/default/rp_filter", "0")):
                try:
                    Path("/proc/sys/net/ipv4", key).write_text(value)
                except OSError as error:
                    raise NoNetwork(str(error)) from None
        self.machines: dict[str, Machine] = {}
        Path(f"/run/netns/{CLIENTS}").touch()
        run("mount", "--bind", "/proc/self/ns/net", f"/run/netns/{CLIENTS}")
        for number, name in enumerate([CLIENTS, *names], 1):
            if name != CLIENTS:
                run("ip", "netns", "add", name)
            self.add(name, f"10.77.{number}")
        self.rules: list[str] = []
        self.unplugged: list[str] = []
        self.losing: list[str] = []

    def add(self, name: str, net: str):
        self.machines[name] = Machine(name, f"{net}.2")
        run("ip", "-n", ROUTER, "link", "add", f"to-{name}", "type", "veth",
            "peer", "name", "cable", "netns", name)
        run("ip", "-n", ROUTER, "-batch", "-",
            stdin=f"address add {net}.1/24 dev to-{name}\nlink set to-{name} up\n")
        run("ip", "-n", name, "-batch", "-", stdin=(
            f"address add {net}.2/24 dev cable\nlink set lo up\nlink set cable up\n"
            f"route add default via {net}.1\n"))

    def cut(self, ways: list[tuple[str, str]]):
        """Loses whatever goes these ways, each from one machine to another."""
        new = [f"priority {PRIORITY} from {self.machines[one].host} to {self.machines[other].host} "
               "blackhole" for one, other in ways]
        self.rules += new
        run("ip", "-n", ROUTER, "-batch", "-", stdin="".join(f"rule add {rule}\n" for rule in new))

    def unplug(self, name: str):
        """The cable itself: both ends hear of it."""
        self.unplugged.append(name)
        run("ip", "-n", ROUTER, "link", "set", f"to-{name}", "down")

    def lose(self, share: float):
        """This share of all packets, drawn by lot."""
        rule = ["FORWARD", "-m", "statistic", "--mode", "random", "--probability", str(share),
                "-j", "DROP"]
        run(*self.router.command, "iptables", "-A", *rule)
        self.losing = rule

    def heal(self):
        run("ip", "-n", ROUTER, "-batch", "-",
            stdin="".join(f"rule del {rule}\n" for rule in self.rules))
        for name in self.unplugged:
            run("ip", "-n", ROUTER, "link", "set", f"to-{name}", "up")
        if self.losing:
            run(*self.router.command, "iptables", "-D", *self.losing)
        self.rules, self.unplugged, self.losing = [], [], []

    def losses(self) -> bool:
        """Whether this kernel and what is installed can lose packets by lot."""
        if not shutil.which("iptables"):
            return False
        try:
            self.lose(0.5)
        except NoNetwork:
            return False
        self.heal()
        return True

    def left(self) -> int:
        """Connections that nobody has any more and whose last words are still sent again."""
        return sum(state in CLOSING and waiting > 1 for machine in self.machines.values()
                   for state, waiting in machine.connections())

    def prove(self, one: str, other: str):
        """A cut is silent, in both ways and in one: nothing arrives, a new connection gets no
        answer, and the old one stands and delivers once it is healed."""
        for ways in ([(one, other), (other, one)], [(one, other)], [(other, one)]):
            with self.machines[other].inside():
                listener = socket.create_server((self.machines[other].host, 0))
            with self.machines[one].inside():
                client = socket.create_connection(listener.getsockname(), 5)
            accepted, _ = listener.accept()
            with listener, client, accepted:
                self.cut(ways)
                client.sendall(b"x")
                accepted.settimeout(0.5)
                arrived = self.arrives(accepted)
                refused = self.reaches(one, listener.getsockname())
                stands = all(self.machines[name].standing() for name in (one, other))
                self.heal()
                accepted.settimeout(5)
                late = arrived or self.arrives(accepted)
            if (arrived, refused, stands, late) != (
                    (one, other) not in ways, "silence", True, True):
                raise NoNetwork(f"a cut of {ways} is none: {arrived}, {refused}, {stands}, {late}")

    @staticmethod
    def arrives(connection: socket.socket) -> bool:
        try:
            return connection.recv(1) == b"x"
        except TimeoutError:
            return False

    def reaches(self, name: str, address) -> str:
        with self.machines[name].inside():
            try:
                socket.create_connection(address, 0.5).close()
            except TimeoutError:
                return "silence"
            except OSError as error:
                return str(error)
        return "an answer"
