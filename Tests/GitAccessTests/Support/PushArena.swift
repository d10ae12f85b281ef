import GitAccess
import GitModel
import TestSupport

/// A remote, a bare clone of it, and one commit that only the clone has.
struct PushArena {
    let world: World
    let clone: TestRepository
    /// What both have.
    let base: CommitID
    /// What only the clone has, a child of `base`.
    let own: CommitID
    let main = World.branch("main")
    let kept = World.ref("refs/heads/conflicts/2026-11-21T09-00-00Z")

    init() async throws {
        world = try await World()
        clone = try await world.clone()
        base = world.second
        own = try await clone.commit(["people/cyd.toml": "name = \"Cyd\"\n"])
    }

    /// The order a push daemon would give.
    var order: PushOrder { PushOrder(source: own, destination: main.ref, expected: base) }

    /// Creates the conflict branch at `own`.
    var keeping: PushOrder { PushOrder(source: own, destination: kept, expected: nil) }

    /// Pushes to the remote's folder, or to `url`.
    func push(
        _ orders: [PushOrder], to url: String? = nil, atomic: Bool = false,
        timeout: Duration = .seconds(30), transport: Transport = World.transport()
    ) async -> PushResult {
        await transport.push(
            orders, to: url ?? world.origin.path, from: clone.path, atomic: atomic,
            timeout: timeout)
    }

    /// Puts a hook into the remote.
    func hook(_ name: String, _ script: String) throws {
        try world.folder.write(
            "#!/bin/sh\n\(script)\n", to: "origin.git/hooks/\(name)", executable: true)
    }

    /// The remote's references.
    func remoteRefs() async throws -> String { try await world.origin.allRefs() }
}

extension PushResult {
    /// The verdict on one reference; nil when there was no answer.
    subscript(_ ref: RefName) -> PushVerdict? {
        guard case .answered(let verdicts) = self else { return nil }
        return verdicts[ref]
    }

    /// Why one reference was refused; nil when it was not.
    func rejection(of ref: RefName) -> PushRejection? {
        guard case .rejected(let rejection, _) = self[ref] else { return nil }
        return rejection
    }

    /// Why there was no answer; nil when there was one.
    var failure: TransportFailure? {
        guard case .failed(let failure, _) = self else { return nil }
        return failure
    }
}
