import GitAccess
import GitModel
import LiveData
import Reconcile

/// Makes batches visible: objects first, then the branch, then the served snapshot.
struct BatchPublisher: Sendable {
    let builder: BatchBuilder
    let lock: DataLock
    let swap: @Sendable (LiveSnapshot, Snapshot) -> Void
    /// Set in sync mode.
    let delivery: DeliveryLink?

    /// The requests' results in their order, and the tip that the branch has because of them.
    func publish(_ requests: [WriteRequest]) async -> ([WriteResult], tip: CommitID?) {
        do {
            if let delivery { return try await deliver(requests, delivery) }
            let ended = try await lock.withLock { try await publishLocked(requests) }
            if let ended { return ended }
        } catch let refusal as WriteRefusal {
            return (requests.map { _ in .refused(refusal) }, nil)
        } catch {
            return (requests.map { _ in .refused(WriteRefusal(.shuttingDown)) }, nil)
        }
        return await oneByOne(requests)
    }

    /// Together they make what cannot be served: who is to blame shows alone.
    private func oneByOne(_ requests: [WriteRequest]) async -> ([WriteResult], tip: CommitID?) {
        var results: [WriteResult] = []
        var last: CommitID?
        for request in requests {
            let (result, tip) = await publish([request])
            results += result
            last = tip ?? last
        }
        return (results, last)
    }

    /// Runs under the data lock. Nil: the requests have to be tried one by one.
    private func publishLocked(
        _ requests: [WriteRequest]
    ) async throws(WriteRefusal) -> ([WriteResult], tip: CommitID?)? {
        for _ in 0..<Limits.referenceRaces {
            guard case .ready(let batch) = try await builder.build(requests) else { return nil }
            if try await show(batch) {
                let snapshot = batch.candidate?.snapshot ?? batch.served
                return (batch.results(in: snapshot), batch.candidate == nil ? nil : batch.target)
            }
        }
        throw keepsMoving
    }

    /// Moves the branch and swaps. False: the branch had a third value, nothing was moved.
    private func show(_ batch: PreparedBatch) async throws(WriteRefusal) -> Bool {
        let hooks = builder.hooks
        if let target = batch.target, target != batch.tip {
            let performer = ReconcilePerformer(
                repository: builder.repository, branch: builder.branch, hooks: hooks)
            let move = ReconcileEffect.moveBranch(from: batch.tip, to: target, reason: "write")
            do {
                guard case .done = try await performer.perform([move]) else { return false }
            } catch {
                throw WriteRefusal(error)
            }
        }
        if let candidate = batch.candidate {
            await hooks.point("before-swapped")
            swap(builder.live, candidate.snapshot)
            await hooks.point("after-swapped")
        }
        return true
    }

    private var keepsMoving: WriteRefusal {
        WriteRefusal(
            .localDamaged(
                "\(builder.branch.ref) keeps moving under us: is another program writing it?"))
    }
}

// MARK: - Sync mode

extension BatchPublisher {
    /// The remote has a batch before the branch has it, and before anybody sees it.
    private func deliver(
        _ requests: [WriteRequest], _ delivery: DeliveryLink
    ) async throws -> ([WriteResult], tip: CommitID?) {
        for attempt in 0...Limits.rebuilds {
            let built = try await lock.withLock { try await builder.build(requests) }
            guard case .ready(let batch) = built else { return await oneByOne(requests) }
            guard !batch.commits.isEmpty, let target = batch.target else {
                if let ended = try await conclude(batch) { return ended }
                continue
            }
            await builder.hooks.point("before-delivered")
            let answer = await delivery.deliver(target)
            await builder.hooks.point("after-delivered")
            switch answer {
            case .delivered: return await finish(batch, delivery)
            case .diverged(let message):
                guard let reconcile = delivery.reconcile, attempt < Limits.rebuilds else {
                    return (batch.results { _ in WriteRefusal(.nonFastForward(message)) }, nil)
                }
                await reconcile()
            case .branchMissing(let message):
                return (
                    batch.results { _ in WriteRefusal(.remoteBranchMissing(message)) }, nil
                )
            case .failed(let message):
                return (batch.results { _ in WriteRefusal(.pushFailed(message)) }, nil)
            case .unknown(let message):
                return (batch.results { WriteRefusal(.outcomeUnknown($0, message)) }, nil)
            }
        }
        throw keepsMoving
    }

    /// The remote has the batch: it is shown, and nobody is told that nothing was written.
    private func finish(
        _ batch: PreparedBatch, _ delivery: DeliveryLink
    ) async -> ([WriteResult], tip: CommitID?) {
        // A task of its own: a server that is told to stop meanwhile cancels the one it is in, and
        // the branch is to have what the remote has. It is short: nothing goes over the network,
        // but for a reconcile, which has its own end at a stop.
        let showing = Task { () async throws -> ([WriteResult], tip: CommitID?)? in
            if let ended = try await conclude(batch) { return ended }
            await delivery.reconcile?()
            return try await conclude(batch)
        }
        let why: String
        switch await showing.result {
        case .success(let ended?): return ended
        case .success(nil): why = "the remote has it, and the branch here went elsewhere"
        case .failure(let error):
            let trouble = (error as? WriteRefusal)?.trouble ?? "\(error)"
            why = "the remote has it, and it cannot be shown here: \(trouble)"
        }
        return (batch.results { WriteRefusal(.outcomeUnknown($0, why)) }, nil)
    }

    /// Shows a batch the remote has. Nil: the branch went elsewhere meanwhile.
    private func conclude(
        _ batch: PreparedBatch
    ) async throws -> ([WriteResult], tip: CommitID?)? {
        try await lock.withLock {
            let live = builder.live.current
            if live === batch.served, try await isUnmoved(batch), try await show(batch) {
                let snapshot = batch.candidate?.snapshot ?? batch.served
                return (batch.results(in: snapshot), batch.candidate == nil ? nil : batch.target)
            }
            // A reload was quicker and brought it from the remote.
            guard let live, let commit = live.commit, let target = batch.target,
                try await builder.repository.isAncestor(target, of: commit)
            else { return nil }
            return (batch.results(in: live), nil)
        }
    }

    private func isUnmoved(_ batch: PreparedBatch) async throws -> Bool {
        try await builder.repository.tip(of: builder.branch.ref) == batch.tip
    }
}
