import Processes

/// Keeps a repository that takes writes for months small and quick.
///
/// Every write makes a pack, and a pack holds its newest trees whole. `run` joins small packs into
/// larger ones of sizes that double. `tidy` has git pack loose objects when there are many, and
/// every two weeks has it remove objects that nothing reaches and that are older than two weeks.
/// Both look first and are cheap when nothing is due.
///
/// Rules for its caller:
/// - `run` may be called after every few writes. It needs no lock while it reads and writes: a new
///   pack only repeats objects that exist. Taking the old packs out of sight, by removing their
///   small indexes, happens inside `exclusively`, where the caller takes the data lock; it takes
///   milliseconds. Readers outside the lock look for the new pack by themselves when an old one is
///   gone, and handles of this process are opened anew.
/// - `tidy` belongs in a task of its own, for it may take minutes: writes go on meanwhile, and so
///   must `run`. It takes no lock.
/// - What a write has made and no reference names yet is never removed: it is younger than the
///   grace period, and joining keeps every object, reachable or not.
/// - A run that is killed at any instant loses nothing: packs go only after the pack that repeats
///   them is durable. Its temporary files are cleared at the next boot.
package actor RepositoryUpkeep {
    /// Runs its argument while the data lock is held. It may throw instead of running it.
    package typealias Exclusively =
        @Sendable (_ body: @escaping @Sendable () async -> Void) async throws -> Void

    private let path: String
    private let transport: Transport
    private var isJoining = false
    private var isTidying = false
    /// Packs that cannot be read.
    private var damaged: Set<String> = []
    /// Packs that git is about to replace.
    private var claimed: Set<String> = []
    /// Loose objects that git left unpacked: nothing reaches them.
    private var looseLeft = 0
    /// When git is asked again after it failed.
    private var nextTidying: ContinuousClock.Instant?

    /// `transport` says which git program is used.
    package init(path: String, transport: Transport) {
        self.path = path
        self.transport = transport
    }

    /// How much the store holds now; nil when there is none.
    package nonisolated func measure() async -> StoreSize? {
        await Blocking.run { [path] in ObjectStoreView(path)?.size }
    }

    /// Joins packs when there are many; nil when there are not, or when another run is under way.
    ///
    /// Cancelling the task ends a run early.
    package func run(exclusively: Exclusively) async throws(GitError) -> UpkeepReport? {
        guard !isJoining else { return nil }
        isJoining = true
        defer { isJoining = false }
        let start = ContinuousClock.now
        guard let view = await Blocking.run({ [path] in ObjectStoreView(path) }) else {
            return nil
        }
        let packs = view.packsToJoin(except: damaged.union(claimed))
        guard !packs.isEmpty else { return nil }
        let joined = try await join(packs, exclusively)
        return await report(since: start, view, joinedPacks: joined)
    }

    /// Has git pack loose objects and remove old unreachable ones, when that is due; nil when it
    /// is not. After a failure it is due again an hour later.
    ///
    /// Cancelling the task ends git.
    package func tidy() async throws(GitError) -> UpkeepReport? {
        guard !isTidying, nextTidying.map({ $0 <= .now }) ?? true else { return nil }
        isTidying = true
        defer { isTidying = false }
        let start = ContinuousClock.now
        let mark = PruneMark(path: path)
        guard let view = await Blocking.run({ [path] in ObjectStoreView(path) }) else {
            return nil
        }
        let prunes = await Blocking.run { mark.isDue() }
        let packsLoose = view.size.looseObjects >= looseLeft + Limits.looseObjects
        guard packsLoose || prunes else { return nil }
        nextTidying = .now + Limits.tidyRetry
        if packsLoose { try await git(["repack", "-d", "-l", "-q"], Limits.packTimeout) }
        if prunes {
            try await removeUnreachable(view)
            await Blocking.run { mark.set() }
        }
        nextTidying = nil
        let report = await report(since: start, view, packedLoose: packsLoose, pruned: prunes)
        if packsLoose { looseLeft = report.after.looseObjects }
        return report
    }

    private func report(
        since start: ContinuousClock.Instant, _ view: ObjectStoreView, joinedPacks: Int = 0,
        packedLoose: Bool = false, pruned: Bool = false
    ) async -> UpkeepReport {
        let after = await Blocking.run { [path] in
            view.removeOrphans()
            return ObjectStoreView(path)?.size ?? StoreSize()
        }
        return UpkeepReport(
            before: view.size, after: after, joinedPacks: joinedPacks, packedLoose: packedLoose,
            pruned: pruned, damagedPacks: damaged.sorted(), duration: .now - start)
    }

    // MARK: - Joining

    private struct Joined: Sendable {
        var removable: [String] = []
        var damaged: [String] = []
    }

    private func join(
        _ packs: [ObjectStoreView.Pack], _ exclusively: Exclusively
    ) async throws(GitError) -> Int {
        let stop = StopSign()
        let path = path
        let result = await withTaskCancellationHandler {
            await Blocking.run { Self.write(packs, in: path, until: stop) }
        } onCancel: {
            stop.raise()
        }
        let joined = try result.get()
        damaged.formUnion(joined.damaged)
        guard !joined.removable.isEmpty else { return 0 }
        let names = joined.removable
        do {
            try await exclusively {
                await Blocking.run { Self.remove(names, ["idx", "rev", "bitmap"], in: path) }
            }
        } catch {
            throw GitError(
                code: .generic, category: .none, operation: "upkeep",
                message: "joined packs stay for now: \(error)")
        }
        PackGenerations.advance(PackGenerations.resolved(path))
        // The large files take their time, and nobody looks for them any more.
        await Blocking.run { Self.remove(names, ["pack"], in: path) }
        return names.count
    }

    /// Writes one pack of several, and reads it again before it says what may go.
    private static func write(
        _ packs: [ObjectStoreView.Pack], in path: String, until stop: StopSign
    ) -> Result<Joined, GitError> {
        var joined = Joined()
        let folder = path + "/objects/pack"
        var files: [PackFile] = []
        for pack in packs {
            do throws(GitError) {
                files.append(try PackFile(pack.name, in: folder, age: pack.age))
            } catch {
                if error.code == .mismatch { joined.damaged.append(pack.name) }
            }
        }
        guard files.count > 1 else { return .success(joined) }
        do throws(GitError) {
            var join = try PackJoin(files)
            let name = try join.write(to: path, until: stop)
            let made = Set(try PackFile(name, in: folder, age: 0).objects.map(\.id))
            for file in files where file.name != name {
                guard file.objects.allSatisfy({ made.contains($0.id) }) else {
                    throw PackFile.damaged(name, "objects are missing in it")
                }
                joined.removable.append(file.name)
            }
            return .success(joined)
        } catch {
            return .failure(error)
        }
    }

    private static func remove(_ names: [String], _ endings: [String], in path: String) {
        let folder = path + "/objects/pack"
        // It names packs that go, and git makes it anew.
        FileSystem.remove(folder + "/multi-pack-index")
        for name in names {
            for ending in endings { FileSystem.remove("\(folder)/\(name).\(ending)") }
        }
    }

    // MARK: - Git's part

    private func removeUnreachable(_ view: ObjectStoreView) async throws(GitError) {
        // Git reads these for minutes, and removes them in the end: they are not joined meanwhile.
        claimed = Set(view.packs.map(\.name))
        defer { claimed = [] }
        let age = "\(Int(Limits.pruneAgeSeconds / 86_400)).days.ago"
        var options = ["-A", "--unpack-unreachable=\(age)"]
        if case .usable(let version) = await transport.gitVersion(), version >= .cruftPacks {
            options = ["--cruft", "--cruft-expiration=\(age)"]
        }
        // Git keeps whatever something younger refers to.
        try await git(["repack", "-d", "-l", "-q"] + options, Limits.pruneTimeout)
        PackGenerations.advance(PackGenerations.resolved(path))
        try await git(["prune", "--expire=\(age)"], Limits.pruneTimeout)
    }

    private func git(_ arguments: [String], _ timeout: Duration) async throws(GitError) {
        let settings = [
            "pack.threads=1", "pack.depth=\(Limits.deltaDepth)", "repack.writeBitmaps=false",
        ]
        let options = Transport.options(timeout: timeout) + settings.flatMap { ["-c", $0] }
        let exit = await transport.program.run(
            ["--git-dir=\(path)"] + options + arguments, timeout: timeout)
        guard !exit.isSuccess else { return }
        throw GitError(
            code: .generic, category: .objectStore, operation: "git \(arguments[0])",
            message: "\(exit.ending): \(exit.errors)")
    }
}
