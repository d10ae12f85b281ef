import GitAccess
import GitModel
import Logging
import Reconcile
import Sheets

/// From a sighting of the remote to a plan, by the server's own code.
extension Simulation {
    private static let codec = RecordCodec(
        format: RecordFormat(
            kind: .toml, bodyField: nil, titleField: nil, normalizesBody: false), sorts: [])
    private static let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }

    var observer: RemoteObserver { RemoteObserver(repository: self, branch: Self.branch) }

    func makePlan(
        for sighting: RemoteSighting, since before: AcceptedBefore?, _ policy: ReconcilePolicy
    ) async throws(SimulatedRefusal) -> ServerPlan {
        let served = memory.served
        let observation = await observer.observe(sighting, since: before)
        let accepted = observation.accepted
        let decision = ReconcileDecision.decide(observation, policy)
        let local = observation.local.tip
        if case .refuse(let why) = decision { throw SimulatedRefusal(why) }
        if case .replay(let order) = decision, let local {
            return try await replayPlan(order, local, accepted, served)
        }
        guard let course = ReconcileCourse(decision, on: observation) else {
            preconditionFailure("\(decision) has no course")
        }
        return ServerPlan(
            local: local, accepted: accepted, served: served, course: course,
            candidate: try build(course.target, over: served))
    }

    private func replayPlan(
        _ order: ReplayOrder, _ local: CommitID, _ accepted: AcceptedBefore,
        _ served: ServerMemory.Served?
    ) async throws(SimulatedRefusal) -> ServerPlan {
        let result: ReplayResult
        do throws(GitError) {
            var published = try await observer.published(
                without: order.onto, accepted: accepted.commit)
            if mutant == .noForkPoint { published = [] }
            let replay = Replay(
                repository: self, committer: .livetree, logger: Self.logger)
            result = try await replay.replay(
                local, onto: order.onto, published: published, at: time.date)
        } catch {
            if mutant == .anyErrorIsConflict, isAlive {
                return try escapePlan(order, local, accepted, served)
            }
            throw SimulatedRefusal(error)
        }
        guard case .clean(let history) = result else {
            return try escapePlan(order, local, accepted, served)
        }
        let candidate: ServerPlan.Candidate?
        do throws(SimulatedRefusal) {
            candidate = try build(history.tip, over: served)
        } catch {
            guard error.code == "rebuild-failed", history.tip != order.onto else { throw error }
            return try escapePlan(order, local, accepted, served)
        }
        do throws(GitError) {
            let log = try await ReplayLog(repository: self, branch: Self.branch).prepare(
                history, original: local, committer: .livetree, at: time.date)
            return ServerPlan(
                local: local, accepted: accepted, served: served,
                course: ReconcileCourse(
                    replaying: order, local: local, as: history.tip, log: log),
                candidate: candidate, dropped: history.dropped)
        } catch {
            throw SimulatedRefusal(error)
        }
    }

    private func escapePlan(
        _ order: ReplayOrder, _ local: CommitID, _ accepted: AcceptedBefore,
        _ served: ServerMemory.Served?
    ) throws(SimulatedRefusal) -> ServerPlan {
        ServerPlan(
            local: local, accepted: accepted, served: served,
            course: ReconcileCourse(
                escaping: order, local: local, folder: ConflictBranch.folders[0]),
            candidate: try build(order.onto, over: served))
    }

    /// Nil when `target` is what `served` shows. Whether a record can be read, the server's reader
    /// says.
    func build(
        _ target: CommitID?, over served: ServerMemory.Served?
    ) throws(SimulatedRefusal) -> ServerPlan.Candidate? {
        if let served, served.commit == target { return nil }
        guard let tree = target.flatMap({ book.content(of: $0)?.tree }) else {
            return ServerPlan.Candidate(commit: target, files: [:])
        }
        let files = book.content(of: tree)
        if mutant != .swallowLoadError, !isServable(tree) {
            throw SimulatedRefusal("rebuild-failed")
        }
        return ServerPlan.Candidate(commit: target, files: files)
    }

    private func isServable(_ tree: TreeID) -> Bool {
        if let known = memory.servable[tree] { return known }
        let result = book.content(of: tree).allSatisfy { path, file in
            guard RecordFile.name(ofPath: path) != nil else { return true }
            return (try? Self.codec.fields(of: book.content(of: file.blob) ?? [])) != nil
        }
        memory.servable[tree] = result
        return result
    }
}
