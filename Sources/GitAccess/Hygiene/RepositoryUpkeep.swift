/// Keeps a repository that takes writes for months small and quick.
///
/// Every write makes a pack, and a pack holds its newest trees whole. A run joins small packs into
/// larger ones of sizes that double, has git pack loose objects when there are many, and every two
/// weeks has git remove objects that nothing reaches and that are older than two weeks.
///
/// Rules for its caller:
/// - A run needs no lock while it reads and writes: a new pack only repeats objects that exist.
///   Taking the old packs out of sight, by removing their small indexes, happens inside
///   `exclusively`, where the caller takes the data lock; it takes milliseconds. Readers outside
///   the lock look for the new pack by themselves when an old one is gone, and handles of this
///   process are opened anew.
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
    private var isRunning = false
    /// Packs that cannot be read.
    private var damaged: Set<String> = []
    /// Loose objects that git left unpacked: nothing reaches them.
    private var looseLeft = 0

    /// `transport` says which git program is used.
    package init(path: String, transport: Transport) {
        self.path = path
        self.transport = transport
    }

    /// How much the store holds now; nil when there is none.
    package nonisolated func measure() async -> StoreSize? {
        await Blocking.run { [path] in ObjectStoreView(path)?.size }
    }

    /// Does what is due; nil when nothing is, or when another run is under way.
    ///
    /// Looking takes about a millisecond, so it may be called after every few writes. Cancelling
    /// the task ends a run early.
    package func run(exclusively: Exclusively) async throws(GitError) -> UpkeepReport? {
        guard !isRunning else { return nil }
        isRunning = true
        defer { isRunning = false }
        let start = ContinuousClock.now
        guard let view = await Blocking.run({ [path] in ObjectStoreView(path) }) else {
            return nil
        }
        let packs = view.packsToJoin(except: damaged)
        let packsLoose = view.size.looseObjects >= looseLeft + Limits.looseObjects
        let prune = PruneMark(path: path)
        let prunes = await Blocking.run { prune.isDue() }
        guard !packs.isEmpty || packsLoose || prunes else { return nil }
        var joined = 0
        if !packs.isEmpty { joined = try await join(packs, exclusively) }
        if packsLoose { try await packLoose() }
        if prunes { try await removeUnreachable(prune) }
        let after = await Blocking.run { [path] in
            view.removeOrphans()
            return ObjectStoreView(path)?.size ?? StoreSize()
        }
        if packsLoose { looseLeft = after.looseObjects }
        return UpkeepReport(
            before: view.size, after: after, joinedPacks: joined, packedLoose: packsLoose,
            pruned: prunes, damagedPacks: damaged.sorted(), duration: .now - start)
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

    private func packLoose() async throws(GitError) {
        try await git(["repack", "-d", "-l", "-q"], timeout: Limits.packTimeout)
    }

    private func removeUnreachable(_ mark: PruneMark) async throws(GitError) {
        let days = "\(Int(Limits.pruneAgeSeconds / 86_400)).days.ago"
        // Git keeps an object that something younger refers to.
        try await git(
            ["repack", "-d", "-l", "-q", "--cruft", "--cruft-expiration=\(days)"],
            timeout: Limits.pruneTimeout)
        try await git(["prune", "--expire=\(days)"], timeout: Limits.pruneTimeout)
        PackGenerations.advance(PackGenerations.resolved(path))
        await Blocking.run { mark.set() }
    }

    private func git(_ arguments: [String], timeout: Duration) async throws(GitError) {
        let settings = [
            "pack.threads=1", "pack.depth=\(Limits.deltaDepth)", "repack.writeBitmaps=false",
            "gc.pruneExpire=14.days.ago",
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
