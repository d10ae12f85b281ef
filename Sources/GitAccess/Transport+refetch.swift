import Foundation
package import GitModel
import Logging
import Processes

extension Transport {
    /// Brings every object of the remote's branch again, whatever the repository believes to have:
    /// what heals missing and damaged objects, where the remote has them.
    ///
    /// `git fetch --refetch` dies of a damaged object in its way, so a pack is fetched into a
    /// repository of its own and then put into this one, where it is read before loose objects;
    /// but not when it has none of the objects `seeking`, where there are any. Then files of loose
    /// objects that hold nothing are removed where a pack has the object. No reference moves, and
    /// nothing else is removed. Handles of this process are opened anew. Costs a full transfer;
    /// `timeout` bounds it.
    package func refetch(
        remote url: String, branch: BranchName, into repository: String,
        seeking wanted: [ObjectID] = [], timeout: Duration
    ) async -> FetchResult {
        // Beside the packs, so that they can be renamed; swept at boot when this is killed.
        let staging = "\(repository)/objects/tmp_refetch-\(UUID().uuidString)"
        let prepared = await Self.blocking { () throws(GitError) in
            try GitRepository.createBare(at: staging, initialBranch: branch)
        }
        if let prepared { return .failed(TransportFailure(prepared)) }
        var result = await fetch(
            remote: url, branch: branch, into: staging, timeout: timeout,
            // As a pack, however small.
            settings: ["fetch.unpackLimit=1"], progress: nil)
        if case .fetched = result {
            let moved = await Self.blocking { () throws(GitError) in
                guard try Self.hasAny(of: wanted, in: staging) else { return }
                try Self.movePacks(from: staging, into: repository)
                try EmptyObjects.removeSuperfluous(in: repository)
                PackGenerations.advance(PackGenerations.resolved(repository))
            }
            if let moved { result = .failed(TransportFailure(moved)) }
        }
        await Blocking.run { FileSystem.remove(staging) }
        return result
    }

    private static func hasAny(
        of wanted: [ObjectID], in repository: String
    ) throws(GitError) -> Bool {
        guard !wanted.isEmpty else { return true }
        let opened = try Repository(at: repository)
        return wanted.contains { opened.health(of: $0) == .whole }
    }

    /// A pack counts once its index is there, so that goes last.
    private static func movePacks(from staging: String, into target: String) throws(GitError) {
        let names = RepositoryFolder.entries(of: "\(staging)/objects/pack") ?? []
        for suffix in [".pack", ".rev", ".idx"] {
            for name in names.sorted() where name.hasSuffix(suffix) {
                try FileSystem.move(
                    "\(staging)/objects/pack/\(name)", to: "\(target)/objects/pack/\(name)")
            }
        }
    }

    private static func blocking(
        _ body: @escaping @Sendable () throws(GitError) -> Void
    ) async -> GitError? {
        await Blocking.run {
            do throws(GitError) {
                try body()
                return nil
            } catch {
                return error
            }
        }
    }
}
