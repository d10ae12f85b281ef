package import GitAccess
package import GitModel
package import LiveData
package import Reconcile

import struct Foundation.Date

/// Turns requests into commits on disk and a snapshot built aside. Moves and serves nothing.
package struct BatchBuilder: Sendable {
    let repository: GitRepository
    let writer: CommitWriter
    let branch: BranchName
    let builder: SnapshotBuilder
    let live: LiveSnapshot
    let hooks: EffectHooks
    let committer: Identity
    let preparer: Preparer

    package init(
        repository: GitRepository, writer: CommitWriter, branch: BranchName,
        builder: SnapshotBuilder, live: LiveSnapshot, hooks: EffectHooks, committer: Identity
    ) {
        self.repository = repository
        self.writer = writer
        self.branch = branch
        self.builder = builder
        self.live = live
        self.hooks = hooks
        self.committer = committer
        preparer = Preparer(repository: repository, schemas: SchemaCache())
    }

    /// What building a batch led to.
    enum Built {
        case ready(PreparedBatch)
        /// The requests cannot be served together: each has to be tried alone.
        case apart
    }

    /// The state that writes start from.
    private struct Base {
        let served: Snapshot
        let tip: CommitID?
        let snapshot: Snapshot
        /// Set when the branch is not where the served snapshot was built from.
        let moved: Candidate?
    }

    private enum Attempt {
        case ready(PreparedBatch)
        case apart
        /// This request has no place in the tree.
        case clash(Int, path: String)
        /// This request, the only one, makes a tree that cannot be served.
        case unservable(Int, WriteRefusal)
    }

    /// Runs under the data lock. Throws what refuses the whole batch.
    func build(_ requests: [WriteRequest]) async throws(WriteRefusal) -> Built {
        let base = try await base()
        var excluded: [Int: WriteRefusal] = [:]
        while true {
            switch try await attempt(requests, on: base, without: excluded) {
            case .ready(let batch): return .ready(batch)
            case .apart: return .apart
            case .unservable(let index, let refusal): excluded[index] = refusal
            case .clash(let index, let path):
                excluded[index] = .problem("a file or folder is in the way at \(path)")
            }
        }
    }

    private func base() async throws(WriteRefusal) -> Base {
        guard let served = live.current else { throw WriteRefusal(.notReady) }
        let tip: CommitID?
        let info: CommitInfo?
        do {
            tip = try await repository.tip(of: branch.ref)
            if tip == served.commit {
                return Base(served: served, tip: tip, snapshot: served, moved: nil)
            }
            // Somebody else's git moved the branch: it is the truth.
            info = if let tip { try await repository.info(of: tip) } else { nil }
        } catch {
            throw WriteRefusal(error)
        }
        do {
            let candidate = try await builder.build(commit: info, over: served)
            return Base(served: served, tip: tip, snapshot: candidate.snapshot, moved: candidate)
        } catch {
            throw WriteRefusal(branch: error)
        }
    }

    private func attempt(
        _ requests: [WriteRequest], on base: Base, without excluded: [Int: WriteRefusal]
    ) async throws(WriteRefusal) -> Attempt {
        var state = WorkingState(base.snapshot)
        var outcomes: [PreparedBatch.Outcome] = []
        var commits: [NewCommit] = []
        var authors: [Int] = []
        let seconds = Int64(hooks.now().timeIntervalSince1970)
        for (index, request) in requests.enumerated() {
            if let refusal = excluded[index] {
                outcomes.append(.refused(refusal))
                continue
            }
            do throws(WriteRefusal) {
                let write = try await preparer.prepare(request, on: &state)
                guard !write.edits.isEmpty else {
                    outcomes.append(.unchanged(write.operations))
                    continue
                }
                outcomes.append(.commit(commits.count, write.operations))
                commits.append(commit(write, at: seconds))
                authors.append(index)
            } catch {
                outcomes.append(.refused(error))
            }
        }
        guard !commits.isEmpty else {
            return .ready(
                PreparedBatch(
                    served: base.served, tip: base.tip, outcomes: outcomes, commits: [],
                    candidate: base.moved))
        }
        let written: [CommitInfo]
        switch try await write(commits, onto: base.tip) {
        case .clash(let index, let path): return .clash(authors[index], path: path)
        case .written(let infos): written = infos
        }
        do {
            // Over what is served, so that generations count up by one.
            let candidate = try await builder.build(
                commit: written.last, over: base.served,
                edits: base.moved == nil ? state.known : nil)
            return .ready(
                PreparedBatch(
                    served: base.served, tip: base.tip, outcomes: outcomes, commits: written,
                    candidate: candidate))
        } catch {
            guard case .unservable(_, let problems, _) = error else {
                throw WriteRefusal(branch: error)
            }
            guard authors.count == 1 else { return .apart }
            return .unservable(authors[0], WriteRefusal(making: problems))
        }
    }

    private func commit(_ write: PreparedWrite, at seconds: Int64) -> NewCommit {
        NewCommit(
            author: CommitSignature(identity: write.author ?? committer, seconds: seconds),
            committer: CommitSignature(identity: committer, seconds: seconds),
            message: write.message, edits: write.edits)
    }

    private func write(
        _ commits: [NewCommit], onto tip: CommitID?
    ) async throws(WriteRefusal) -> ChainWrite {
        await hooks.point("before-objects-written")
        do throws(GitError) {
            if let error = hooks.fail("objects-written") { throw error }
            let written = try await writer.write(commits, onto: tip)
            await hooks.point("after-objects-written")
            return written
        } catch {
            throw WriteRefusal(error)
        }
    }
}
