package import Glibc

/// The processes that one child leads: it, and whatever it started and did not detach.
package struct ProcessGroup: Sendable {
    package let leader: pid_t

    package init(leader: pid_t) { self.leader = leader }

    /// Sends a signal to every member. Only valid while the leader has not been reaped: later its
    /// number may belong to someone else.
    package func signal(_ number: Int32) { kill(-leader, number) }

    /// Blocks until the leader has exited, and leaves it to be reaped by its owner.
    package func waitForLeader() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(leader), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    }
}
