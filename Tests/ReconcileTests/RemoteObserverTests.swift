import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("Observing a remote tip") struct RemoteObserverTests {
    private struct World {
        let folder: TemporaryFolder
        let origin: TestRepository
        let repository: GitRepository
        let observer: RemoteObserver
        let main: BranchName

        init() async throws {
            folder = try TemporaryFolder()
            origin = try await TestRepository.create(in: folder)
            repository = try GitRepository(at: origin.path)
            main = try #require(BranchName("main"))
            observer = RemoteObserver(repository: repository, branch: main)
        }

        func accepted() async throws -> CommitID? {
            try await origin.tip(of: "refs/livetree/accepted/main")
        }
    }

    @Test func aBranchWithoutCommitsHasNoTip() async throws {
        let world = try await World()
        #expect(try await world.observer.localTip() == nil)
        let tip = try await world.origin.commit(["a": "1"])
        #expect(try await world.observer.localTip() == tip)
    }

    @Test func anAcceptedAbsenceRemembersWhatTheBranchHad() async throws {
        let world = try await World()
        let tip = try await world.origin.commit(["a": "1"])
        _ = try await world.observer.accept(tip)
        try await world.observer.acceptAbsence()
        let marker = try #require(await world.repository.tip(of: world.main.absentRef))
        #expect(try await world.repository.info(of: marker).parents == [tip])
        #expect(try await world.accepted() == nil)
    }

    @Test func countsBothSidesFromTheMergeBase() async throws {
        let world = try await World()
        let base = try await world.origin.commit(["a": "1"])
        let remoteOne = try await world.origin.commit(["b": "1"], to: "theirs", parents: [base])
        let remote = try await world.origin.commit(["b": "2"], to: "theirs", parents: [remoteOne])
        let local = try await world.origin.commit(["c": "1"])

        let seen = try await world.observer.observe(local: local, remote: remote)
        #expect(seen.commit == remote)
        #expect(seen.relation == BranchRelation(ahead: 1, behind: 2, mergeBase: base))
        #expect(seen.accepted == nil)
        #expect(seen.containsAccepted)
    }

    @Test func historiesWithoutACommonCommitHaveNoMergeBase() async throws {
        let world = try await World()
        let local = try await world.origin.commit(["a": "1"])
        let remote = try await world.origin.commit(["b": "1"], to: "theirs", parents: [])
        let seen = try await world.observer.observe(local: local, remote: remote)
        #expect(seen.relation?.mergeBase == nil)
    }

    @Test func withoutALocalCommitThereIsNoRelation() async throws {
        let world = try await World()
        let remote = try await world.origin.commit(["a": "1"], to: "theirs", parents: [])
        #expect(try await world.observer.observe(local: nil, remote: remote).relation == nil)
    }

    @Test func tellsWhetherTheAcceptedTipIsStillThere() async throws {
        let world = try await World()
        let first = try await world.origin.commit(["a": "1"])
        let second = try await world.origin.commit(["a": "2"])
        let rewound = try await world.origin.commit(["a": "3"], to: "theirs", parents: [first])

        _ = try await world.observer.accept(second)
        #expect(try await world.observer.observe(local: second, remote: second).containsAccepted)
        let back = try await world.observer.observe(local: second, remote: first)
        #expect(!back.containsAccepted)
        #expect(back.accepted == second)
        #expect(back.relation == BranchRelation(ahead: 1, behind: 0, mergeBase: first))
        let other = try await world.observer.observe(local: second, remote: rewound)
        #expect(!other.containsAccepted)
    }

    @Test func observingMovesNothing() async throws {
        let world = try await World()
        let first = try await world.origin.commit(["a": "1"])
        let second = try await world.origin.commit(["a": "2"])
        _ = try await world.observer.accept(first)
        let before = try await world.origin.allRefs()
        _ = try await world.observer.observe(local: first, remote: second)
        _ = try await world.observer.localTip()
        #expect(try await world.origin.allRefs() == before)
    }

    @Test func acceptingMovesOnlyTheAcceptedReference() async throws {
        let world = try await World()
        let first = try await world.origin.commit(["a": "1"])
        let second = try await world.origin.commit(["a": "2"])
        #expect(try await world.accepted() == nil)
        _ = try await world.observer.accept(first)
        #expect(try await world.accepted() == first)
        _ = try await world.observer.accept(second)
        _ = try await world.observer.accept(second)
        #expect(try await world.accepted() == second)
        // Adopting an older tip moves it back.
        _ = try await world.observer.accept(first)
        #expect(try await world.accepted() == first)
        #expect(try await world.origin.tip() == second)
    }

    @Test func neverAcceptsWhatIsNotACommitHere() async throws {
        let world = try await World()
        let first = try await world.origin.commit(["a": "1"])
        _ = try await world.observer.accept(first)
        let absent = try #require(CommitID(hex: String(repeating: "a", count: 40)))
        await #expect(throws: GitError.self) { try await world.observer.accept(absent) }
        #expect(try await world.accepted() == first)
    }

    @Test func aMissingAcceptedCommitIsAnErrorNotAnAnswer() async throws {
        let world = try await World()
        let first = try await world.origin.commit(["a": "1"])
        let absent = String(repeating: "a", count: 40)
        try world.folder.write(
            "\(absent)\n", to: "origin.git/refs/livetree/accepted/main")
        await #expect(throws: GitError.self) {
            try await world.observer.observe(local: first, remote: first)
        }
    }
}

extension RemoteObserver {
    /// Beside what is accepted now.
    fileprivate func observe(
        local: CommitID?, remote: CommitID
    ) async throws(GitError) -> RemoteTip {
        try await observe(local: local, remote: remote, accepted: acceptedTip())
    }
}
