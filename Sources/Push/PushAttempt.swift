package import GitAccess
package import GitModel

/// One attempt on one lane: pushes, looks at the remote where the answer leaves a doubt, and
/// moves the references that remember what the remote has.
package struct PushAttempt: Sendable {
    let repository: any GitStore
    let branch: BranchName
    let ports: PushPorts
    let queue: PushQueue

    package init(
        repository: any GitStore, branch: BranchName, ports: PushPorts, queue: PushQueue
    ) {
        self.repository = repository
        self.branch = branch
        self.ports = ports
        self.queue = queue
    }

    /// Performs the attempt and says how it ended.
    package func run(_ lane: PushLane, _ want: PushWant) async -> PushOutcome {
        do throws(GitError) {
            switch (lane, want) {
            case (.branch, .unseen(let commit)) where queue.accepted != nil:
                return try await judgeUnseen(commit)
            case (_, .unseen): return await look()
            case (_, .held(let commit)):
                preconditionFailure("\(commit) holds withdrawn commits and must not be pushed")
            case (.branch, .push(let commit)): return try await pushBranch(commit)
            case (.conflict(let name), .push(let commit)):
                return try await pushConflict(name, commit, beside: queue.accepted)
            }
        } catch {
            return .lineFailed(LineFailure(error))
        }
    }

    /// Nothing was accepted from the remote yet: whether it can be reached at all decides between
    /// waiting and asking for a reconcile.
    private func look() async -> PushOutcome {
        switch await ports.look() {
        case .failed(let failure): .lineFailed(LineFailure(failure))
        case .fetched, .branchMissing: .seen
        }
    }

    /// The branch does not contain what was accepted from the remote. A reload may be about to move
    /// it; otherwise somebody's git took it elsewhere.
    private func judgeUnseen(_ commit: CommitID) async throws(GitError) -> PushOutcome {
        switch await ports.look() {
        case .failed(let failure): return .lineFailed(LineFailure(failure))
        case .branchMissing:
            return .diverged(.remoteBranchMissing, "the remote has no \(branch)")
        case .fetched(let remote):
            let now = try await PushQueue(reading: repository, branch: branch, tip: commit)
            guard now.wants[.branch] == .unseen(commit),
                try await repository.tip(of: branch.ref) == commit
            else { return .seen }
            return .diverged(
                .nonFastForward, "the branch here was moved: the remote is at \(remote)")
        }
    }

    private func pushBranch(_ commit: CommitID) async throws(GitError) -> PushOutcome {
        let order = PushOrder(
            source: commit, destination: branch.ref, expected: queue.accepted)
        switch await ports.push([order], false) {
        case .failed(let failure, let retryAfter):
            let line = LineFailure(failure, retryAfter: retryAfter)
            guard Self.mayHaveArrived(failure), retryAfter == nil, !Task.isCancelled else {
                return .lineFailed(line)
            }
            return try await judge(commit, failure.message, otherwise: .lineFailed(line))
        case .answered(let verdicts):
            switch verdicts[branch.ref] {
            case .accepted:
                try await confirm(commit)
                return .confirmed
            case .rejected(.remoteRejected, let message):
                return .declined(message)
            case .rejected(_, let message):
                return try await judge(commit, message, otherwise: .raced(message))
            case nil:
                return .raced("the remote said nothing about \(branch)")
            }
        }
    }

    /// Whether the connection broke in a way that leaves open what the remote did, and the remote
    /// can be asked. After a deadline it would hardly answer a look either, and a server that
    /// refused by an HTTP status is busy: then the next attempt finds out by its lease.
    private static func mayHaveArrived(_ failure: TransportFailure) -> Bool {
        failure.reason == .transport && !failure.isLocal
            && !failure.message.contains("The requested URL returned error")
    }

    /// Looks where the remote is and compares, before a doubtful answer is called anything.
    /// `otherwise`: what it was when the remote still is where it was.
    private func judge(
        _ commit: CommitID, _ message: String, otherwise: PushOutcome
    ) async throws(GitError) -> PushOutcome {
        let remote: CommitID
        switch await ports.look() {
        case .failed(let failure):
            if case .lineFailed = otherwise { return otherwise }
            return .lineFailed(LineFailure(failure))
        case .branchMissing:
            guard queue.accepted != nil else { return otherwise }
            return .diverged(.remoteBranchMissing, "\(message): the remote has no \(branch)")
        case .fetched(let tip):
            remote = tip
        }
        if remote == commit {
            try await confirm(commit)
            return .confirmed
        }
        if remote == queue.accepted { return otherwise }
        // What lies between the accepted tip and ours can only come from an earlier push.
        if try await containsAccepted(remote),
            try await repository.isAncestor(remote, of: commit)
        {
            try await confirm(remote)
            return .advanced
        }
        return .diverged(.nonFastForward, "\(message): the remote is at \(remote)")
    }

    /// Whether the remote was not rewound since its accepted tip; false when none was accepted.
    private func containsAccepted(_ remote: CommitID) async throws(GitError) -> Bool {
        guard let accepted = queue.accepted else { return false }
        return try await repository.isAncestor(accepted, of: remote)
    }

    /// The remote has `commit`: remembers it, unless someone else accepted something meanwhile.
    private func confirm(_ commit: CommitID) async throws(GitError) {
        _ = try await repository.move(
            branch.acceptedRef, from: queue.accepted, to: commit, reason: "livetree: pushed")
        if let marker = queue.absentMarker {
            _ = try await repository.delete(branch.absentRef, expecting: marker)
        }
    }
}

// MARK: - Conflict branches

extension PushAttempt {
    /// Creates the conflict branch, never changes one. `companion` is where the remote's branch
    /// must still be: a conflict branch contains older commits too, and must not bring back what
    /// a rewound remote took away. Nil: the remote has no such branch.
    private func pushConflict(
        _ name: BranchName, _ commit: CommitID, beside companion: CommitID?, isSecond: Bool = false
    ) async throws(GitError) -> PushOutcome {
        var orders = [PushOrder(source: commit, destination: name.ref, expected: nil)]
        if let companion {
            orders.append(
                PushOrder(source: companion, destination: branch.ref, expected: companion))
        }
        switch await ports.push(orders, companion != nil) {
        case .failed(let failure, let retryAfter):
            if companion != nil, failure.message.contains("does not support --atomic") {
                return try await pushConflictAlone(name, commit)
            }
            // Should it have arrived after all, the next attempt is told that it is up to date.
            return .lineFailed(LineFailure(failure, retryAfter: retryAfter))
        case .answered(let verdicts):
            if case .rejected(.atomic, _) = verdicts[name.ref],
                case .rejected(_, let message) = verdicts[branch.ref]
            {
                return try await judgeCompanion(name, commit, message, isSecond: isSecond)
            }
            return try await conclude(name, commit, verdicts[name.ref])
        }
    }

    private func conclude(
        _ name: BranchName, _ commit: CommitID, _ verdict: PushVerdict?
    ) async throws(GitError) -> PushOutcome {
        switch verdict {
        case .accepted:
            guard let conflict = ConflictBranch(ref: name.ref) else {
                preconditionFailure("\(name) is no conflict branch")
            }
            _ = try await repository.move(
                conflict.pushedRef, from: nil, to: commit, reason: "livetree: pushed")
            return .confirmed
        case .rejected(.staleInfo, let message):
            return .declined("\(message): the remote has another branch \(name)")
        case .rejected(.remoteRejected, let message), .rejected(.nonFastForward, let message),
            .rejected(.fetchFirst, let message):
            return .declined(message)
        case .rejected(_, let message):
            return .raced(message)
        case nil:
            return .raced("the remote said nothing about \(name)")
        }
    }

    /// The remote's branch is elsewhere: further on is well, anything else is not.
    private func judgeCompanion(
        _ name: BranchName, _ commit: CommitID, _ message: String, isSecond: Bool
    ) async throws(GitError) -> PushOutcome {
        switch await ports.look() {
        case .failed(let failure):
            return .lineFailed(LineFailure(failure))
        case .branchMissing:
            return .diverged(.remoteBranchMissing, "\(message): the remote has no \(branch)")
        case .fetched(let remote):
            guard try await containsAccepted(remote) else {
                return .diverged(.nonFastForward, "\(message): the remote is at \(remote)")
            }
            if isSecond || remote == queue.accepted { return .raced(message) }
            return try await pushConflict(name, commit, beside: remote, isSecond: true)
        }
    }

    /// For a remote without atomic pushes: a look just before stands in for the companion.
    private func pushConflictAlone(
        _ name: BranchName, _ commit: CommitID
    ) async throws(GitError) -> PushOutcome {
        switch await ports.look() {
        case .failed(let failure):
            return .lineFailed(LineFailure(failure))
        case .branchMissing:
            return .diverged(.remoteBranchMissing, "the remote has no \(branch)")
        case .fetched(let remote):
            guard try await containsAccepted(remote) else {
                return .diverged(.nonFastForward, "the remote is at \(remote)")
            }
            return try await pushConflict(name, commit, beside: nil)
        }
    }
}
