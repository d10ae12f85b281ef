import GitModel
import Reconcile

/// What people do to the remote, and to the server's clone, with their own git.
extension Simulation {
    /// A commit with words of its own.
    func makeCommit(_ edit: RecordEdit, on parent: CommitID?) -> CommitID {
        let records = edit.applied(
            to: book.records(of: parent), first: book.records(of: root(of: parent)))
        return makeCommit(records, on: parent)
    }

    func makeCommit(_ records: RecordMap, on parent: CommitID?) -> CommitID {
        commitCount += 1
        let line = Array("Ann <ann@example.org> \(commitCount) +0000".utf8)
        return book.commit(
            ObjectBook.Commit(
                tree: book.tree(holding: records), parents: parent.map { [$0] } ?? [],
                author: line, committer: line, encoding: nil,
                message: Array("c\(commitCount)\n".utf8)))
    }

    private func root(of commit: CommitID?) -> CommitID? {
        var root = commit
        while let next = root.flatMap({ book.content(of: $0)?.parents.first }) { root = next }
        return root
    }

    var originTip: CommitID? { origin[Self.branch.ref] }
    var localTip: CommitID? { refs[Self.branch.ref] }

    /// Carries out what people do; false for everything else.
    func people(_ command: CaseCommand) -> Bool {
        switch command {
        case .remoteCommit(let edit): setOrigin(makeCommit(edit, on: originTip))
        case .rewind(let count):
            var tip = originTip
            for _ in 0..<count {
                guard let parent = tip.flatMap({ book.content(of: $0)?.parents.first })
                else { break }
                tip = parent
                story.rewound += 1
            }
            setOrigin(tip)
        case .amend(let edit):
            guard let tip = originTip else { break }
            setOrigin(makeCommit(edit, on: book.content(of: tip)?.parents.first))
        case .deleteBranch: setOrigin(nil)
        case .replaceHistory(let edit):
            let records: RecordMap = ["new": .fields(["name": "x"])]
            setOrigin(makeCommit(edit.applied(to: records, first: [:]), on: nil))
        case .foreignCommit(let edit):
            let commit = makeCommit(edit, on: localTip)
            guard book.records(of: commit).isServable else { break }
            changeRef(Self.branch.ref, to: commit)
            audit.own.append(commit)
            audit.foreignTip = commit
        case .breakNetwork(let fault): brokenNetwork = fault
        case .healNetwork: brokenNetwork = nil
        case .reload, .reconcile, .write, .restart, .advanceClock: return false
        }
        // To amend what is not there makes nothing.
        if let tip = originTip {
            let isRoot = book.content(of: tip)?.parents.isEmpty ?? true
            story.made(book.records(of: tip), isRoot: isRoot)
        }
        return true
    }

    /// What the server knows as published whatever it remembers.
    private var certainlyPublished: CommitSet {
        var sets = audit.ledgers.map { ledger in
            ledger.accepted.map { book.ancestors(of: $0) } ?? CommitSet()
        }[...]
        guard var all = sets.popFirst() else { return CommitSet() }
        for set in sets { all = all.intersection(set) }
        return all
    }

    /// The remote's branch as people make it.
    private func setOrigin(_ commit: CommitID?) {
        let before = originTip
        log.add("people", "origin \(name(before)) → \(name(commit))", commitCount)
        origin[Self.branch.ref] = commit
        if let commit { step.tipsSeen.insert(commit) }
        let old = before.map { book.ancestors(of: $0) } ?? CommitSet()
        let new = commit.map { book.ancestors(of: $0) } ?? CommitSet()
        let gone = old.subtracting(new)
        audit.takenBack.formUnion(gone)
        if !gone.isEmpty, step.adoption != .remoteBranchMissing {
            audit.published.formUnion(certainlyPublished)
        }
        audit.takenBack.subtract(new)
        checkNothingLost()
    }
}
